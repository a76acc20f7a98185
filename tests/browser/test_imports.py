"""An import as an administrator meets it: upload, progress, report, apply; and the page that names the files."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from reviewsheets.access import Role
from reviewsheets.models import ImportRun, ReviewSheet
from reviewsheets.tasks import imports, uploads
from reviewsheets.tasks.uploads import Upload
from tests.admin.uploading import files_in, page_of, worker
from tests.factories import PASSWORD, make_user
from tests.importers.official_files import OfficialYear, small_year

pytestmark = pytest.mark.django_db(transaction=True)
CODES = ("1-2", "2-1")


@pytest.fixture(autouse=True)
def upload_dir(settings: Any, tmp_path: Path) -> Path:
    """Where uploads of a test lie."""
    settings.UPLOAD_DIR = tmp_path / "uploads"
    return tmp_path / "uploads"


def log_in(page: Page, live_server: LiveServer, path: str) -> None:
    """An administrator at that page of the admin."""
    page.goto(f"{live_server.url}/admin/login/?next={path}")
    page.locator("#id_username").fill("kanri")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("[type=submit]").click()
    page.wait_for_url(f"**{path}")


def changed_year() -> OfficialYear:
    """The small year with one cell that differs."""
    year = small_year()
    year.put("2-1", 4, "執行額（合計）", "800000")
    return year


def test_upload_report_and_apply(page: Page, live_server: LiveServer, tmp_path: Path) -> None:
    make_user(Role.ADMINISTRATOR, username="kanri")
    folder = small_year().write(tmp_path / "official", codes=CODES, zipped=True)
    log_in(page, live_server, "/admin/reviewsheets/importrun/add/")
    page.get_by_label("公式ファイル").set_input_files(sorted(folder.iterdir()))
    page.get_by_role("button", name="アップロードして確認する").click()
    expect(page.get_by_role("status")).to_contain_text("待機中")
    worker().run()
    expect(page.get_by_role("status")).to_contain_text("確認済み（未反映）")  # by itself
    expect(page.get_by_role("row", name="新しいシート 3")).to_be_visible()
    assert ReviewSheet.objects.count() == 0
    page.get_by_label("報告を確かめました").check()
    page.get_by_role("button", name="反映する").click()
    expect(page.get_by_role("status")).to_contain_text("待機中")
    worker().run()
    expect(page.get_by_role("status")).to_contain_text("反映済み")
    assert ReviewSheet.objects.count() == 3
    page.goto(f"{live_server.url}/data/")
    expect(page.get_by_text("2-1_RS_2024_予算・執行_サマリ.zip")).to_be_visible()


def checked_run(tmp_path: Path) -> ImportRun:
    """A check with a change, a conflict and flags in its report, of an upload by kanri."""
    user = make_user(Role.ADMINISTRATOR, username="kanri")
    for name, year in (("old", small_year()), ("new", changed_year())):
        upload, names = uploads.keep(files_in(year.write(tmp_path / name, codes=CODES, zipped=True)))
        run = imports.check(upload, names, user)
        worker().run()
        if name == "old":
            imports.apply(run, user, overwrites_edits=False)
            worker().run()
    return run


def test_progress_is_followed_without_reloading(page: Page, live_server: LiveServer, tmp_path: Path) -> None:
    run = checked_run(tmp_path)
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.RUNNING)
    upload = Upload(run.folder)
    with upload.held():
        upload.teller()("2024 1-2", 10, 100)
        log_in(page, live_server, page_of(run))
        expect(page.get_by_role("progressbar")).to_have_js_property("value", 10)
        page.evaluate("window.isStillTheSame = true")
        upload.teller()("links", 100, 100)
        expect(page.get_by_role("status")).to_contain_text("年度のつながりを調べています")
        expect(page.get_by_role("progressbar")).to_have_js_property("value", 100)
        assert page.evaluate("window.isStillTheSame")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_have_no_accessibility_violation_and_do_not_scroll_sideways(
    page: Page, live_server: LiveServer, tmp_path: Path, scheme: str, console_errors: list[str]
) -> None:
    run = checked_run(tmp_path)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two
    addresses = [page_of(run), "/admin/reviewsheets/importrun/add/", "/data/"]
    log_in(page, live_server, addresses[0])
    for address in addresses:
        page.goto(live_server.url + address)
        assert console_errors == []
        found = Axe().run(page).response["violations"]
        console_errors.clear()  # axe itself tries inline styles
        assert [(address, item["id"], node["html"]) for item in found for node in item["nodes"]] == []
        page.set_viewport_size({"width": 390, "height": 800})
        assert (address, page.evaluate("document.documentElement.scrollWidth")) == (address, 390)
        page.set_viewport_size({"width": 1280, "height": 900})
