"""Uploads that mean harm, and people who may not import."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from reviewsheets.access import Role
from reviewsheets.models import ImportRun, SourceFile
from reviewsheets.tasks import uploads
from reviewsheets.tasks.uploads import safe_name
from tests.admin.uploading import RUNS, act, checked, page_of, text_of, work
from tests.factories import make_user
from tests.importers.official_files import official_csv, small_year


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("1-3_RS_2024_基本情報_政策・施策、法令等.zip", "1-3_RS_2024_基本情報_政策・施策、法令等.zip"),
        ("../../../etc/passwd", "passwd"),
        ("..\\..\\C:\\a.csv", "a.csv"),
        ("/", "file"),
        ("..", "file"),
        (".htaccess", "htaccess"),
        ("a\x00b\n\u202egpj.zip", "a_b__gpj.zip"),
        ("<script>alert(1)</script>.csv", "script_.csv"),
        ("か\u3099.csv", "が.csv"),
        ("長" * 300 + ".csv", "長" * 65 + ".csv"),
        ("見本." + "y" * 300, "見本." + "y" * 193),
    ],
)
def test_file_name_is_made_safe(given: str, name: str) -> None:
    assert safe_name(given) == name
    assert len(safe_name(given).encode()) <= 200


def test_harmful_names_stay_in_the_folder(office: Client, upload_dir: Path) -> None:
    content = official_csv("1-2", small_year().rows["1-2"])
    names = ["../../evil.csv", "evil.csv", "/tmp/evil.csv"]  # noqa: S108  # written nowhere
    upload_, kept = uploads.keep([SimpleUploadedFile(name, content) for name in names])
    assert [file.name for file in kept] == ["evil.csv", "evil.csv", "evil.csv"]
    inside = sorted(str(path.relative_to(upload_dir / upload_.token)) for path in upload_.paths())
    assert inside == ["files/1/evil.csv", "files/2/evil.csv", "files/3/evil.csv"]


def test_name_is_text_on_the_page(office: Client) -> None:
    run = checked(office, [SimpleUploadedFile("<b>見本&.csv", b"x")])
    assert "_b_見本_.csv" in text_of(office, run)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.PUBLISHER])
def test_other_roles_may_not(office: Client, archives: list[SimpleUploadedFile], role: Role) -> None:
    run = checked(office, archives)
    other = Client()
    other.force_login(make_user(role, username="other"))
    posts = [f"{RUNS}{run.pk}/{action}/" for action in ("apply", "restart", "discard")]
    assert [other.post(path, {"confirmed": "1"}).status_code for path in posts] == [403, 403, 403]
    assert other.post(f"{RUNS}add/", {"files": archives}).status_code == 403
    assert ImportRun.objects.count() == 1


def test_runs_and_files_are_not_edited_or_deleted(office: Client, archives: list[SimpleUploadedFile]) -> None:
    run = act(office, checked(office, archives), "apply", confirmed="1")
    work()
    file = SourceFile.objects.first()
    assert file is not None
    assert office.post(page_of(run), {"state": "failed"}).status_code == 405
    assert office.post(f"{RUNS}{run.pk}/delete/", {"post": "yes"}).status_code == 403
    changed = office.post(f"/admin/reviewsheets/sourcefile/{file.pk}/change/", {"name": "x"})
    assert changed.status_code == 403
    assert office.get(f"{RUNS}99999999999999999999/change/").status_code == 404
