"""A page that has not changed since the reader got it is not made again; any change brings a new one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from reviewsheets.access import Role
from reviewsheets.models import Ministry, Project, ReviewSheet, SheetLink
from tests.admin.typing_in import Typist, entry_url
from tests.factories import make_budget_year, make_ministry, make_sheet, make_source, make_user
from tests.importers.official_files import small_year

pytestmark = pytest.mark.django_db(transaction=True)

SHEETS = "/admin/reviewsheets/reviewsheet"
SHEET = "/sheets/2018/総務省/0001/"
PUBLIC = [
    "/",
    "/dashboard/years.csv",
    "/about/",
    "/data/",
    "/data/sources.csv",
    "/sheets/",
    "/sheets/?year=2018&sort=-name",
    "/sheets.csv",
    SHEET,
    f"{SHEET}budget.csv",
    "/projects/p1/",
    "/projects/p1/sheets.csv",
    "/ministries/総務省/",
    "/ministries/総務省/years.csv",
]


class Reader:
    """A browser that keeps pages and asks whether they are still the same."""

    def __init__(self) -> None:
        self.client = Client()
        self.etags: dict[str, str] = {}

    def open(self, url: str, **headers: str) -> Any:
        """The answer to asking for a page; of a page it has, with the page's ETag."""
        known = {"If-None-Match": self.etags[url]} if url in self.etags else {}
        response = self.client.get(url, headers=known | headers)
        self.etags[url] = response.headers.get("ETag", "")
        return response

    def status(self, url: str, **headers: str) -> int:
        """Its status alone."""
        return int(self.open(url, **headers).status_code)


@pytest.fixture
def sheet(db: None) -> ReviewSheet:
    """A published sheet whose project is `p1`."""
    sheet = make_sheet(number="0001", name="見本の対策")
    make_budget_year(sheet, 2017, initial_million=100, executed_million=90)
    make_source(sheet)
    call_command("rebuild_summaries", verbosity=0)
    return sheet


@pytest.fixture
def chief(db: None) -> Client:
    """An administrator's browser."""
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR, username="chief"))
    return client


@pytest.fixture
def reader(sheet: ReviewSheet) -> Reader:
    """Has been on the sheet's page, the list and the first page, and is told that nothing changed."""
    reader = Reader()
    for url in (SHEET, "/sheets/", "/"):
        assert (reader.status(url), reader.status(url)) == (200, 304)
    return reader


@pytest.mark.parametrize("url", PUBLIC)
def test_a_page_that_did_not_change_costs_one_query_and_no_body(
    sheet: ReviewSheet, url: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reader = Reader()
    first = reader.open(url)
    assert first.status_code == 200
    with django_assert_num_queries(1):
        second = reader.open(url)
    assert (second.status_code, second.content) == (304, b"")
    for answer in (first, second):
        assert answer.headers["ETag"] == first.headers["ETag"]
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert {"Cookie", "Accept-Language"} <= set(answer.headers["Vary"].split(", "))


def test_head_is_answered_alike(sheet: ReviewSheet) -> None:
    client = Client()
    first = client.head(SHEET)
    assert (first.status_code, first.content) == (200, b"")
    assert client.head(SHEET, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.get(SHEET, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_one_of_several_etags_is_enough_and_a_star_is_none(reader: Reader) -> None:
    several = f'"other", {reader.etags[SHEET]}, W/"another"'
    assert reader.client.get(SHEET, headers={"If-None-Match": several}).status_code == 304
    assert reader.client.get(SHEET, headers={"If-None-Match": "*"}).status_code == 200
    assert reader.client.get("/sheets/2018/総務省/9999/", headers={"If-None-Match": "*"}).status_code == 404


def test_another_query_string_or_language_is_another_page(reader: Reader) -> None:
    etag = reader.etags["/sheets/"]
    assert reader.client.get("/sheets/?year=2018", headers={"If-None-Match": etag}).status_code == 200
    english = reader.open("/sheets/", **{"Accept-Language": "en"})
    assert english.status_code == 200
    assert "Review sheets" in english.content.decode()


def test_another_reader_has_etags_of_their_own(reader: Reader, chief: Client) -> None:
    for client in (Client(), chief):
        assert client.get("/", headers={"If-None-Match": reader.etags["/"]}).status_code == 200


def test_the_form_of_a_kept_page_still_works(sheet: ReviewSheet) -> None:
    client = Client(enforce_csrf_checks=True)
    first = client.get("/about/")
    token = first.content.decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    assert client.get("/about/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    form = {"csrfmiddlewaretoken": token, "language": "en", "next": "/about/"}
    assert client.post("/i18n/setlang/", form).status_code == 302
    assert client.get("/about/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_page_whose_forms_secret_is_lost_is_made_again(reader: Reader) -> None:
    del reader.client.cookies["csrftoken"]
    assert reader.status(SHEET) == 200


def test_pages_of_staff_health_and_errors_are_never_kept(sheet: ReviewSheet, chief: Client) -> None:
    of_staff = (f"/preview{SHEET.removeprefix('/sheets')}", "/admin/", "/admin/jsi18n/", entry_url(sheet))
    for url in (*of_staff, "/health/", "/nowhere/"):
        first = chief.get(url)
        assert "ETag" not in first.headers
        assert chief.get(url, headers={"If-None-Match": "*"}).status_code == first.status_code != 304


def test_while_templates_are_written_nothing_is_kept(sheet: ReviewSheet, settings: Any) -> None:
    settings.DEBUG = True
    assert "ETag" not in Client().get("/about/").headers


# --- What brings a new page ------------------------------------------------------------------------------------------


def press(client: Client, sheet: ReviewSheet, button: str) -> None:
    assert client.post(f"{SHEETS}/{sheet.pk}/{button}/", {"edition": sheet.edition}).status_code == 302


def test_a_save(reader: Reader, chief: Client, sheet: ReviewSheet) -> None:
    typist = Typist(chief, entry_url(sheet))
    typist["sheet-name"] = "新しい名前の対策"
    assert typist.save().was_saved
    for url in (SHEET, "/sheets/", "/"):
        assert "新しい名前の対策" in reader.open(url).content.decode()
        assert reader.status(url) == 304


def test_withdrawing_and_publishing_again(reader: Reader, chief: Client, sheet: ReviewSheet) -> None:
    press(chief, sheet, "withdraw")
    assert (reader.status(SHEET), "見本の対策" in reader.open("/").content.decode()) == (404, False)
    sheet.refresh_from_db()
    press(chief, sheet, "publish")
    assert (reader.status(SHEET), reader.status(SHEET)) == (200, 304)


def test_deleting_and_bringing_back(reader: Reader, chief: Client, sheet: ReviewSheet) -> None:
    assert chief.post(f"{SHEETS}/{sheet.pk}/delete/", {"post": "yes"}).status_code == 302
    assert (reader.status(SHEET), reader.status("/sheets/")) == (404, 200)
    version = chief.get(f"{SHEETS}/deleted/").context["versions"][0]
    chief.post(f"{SHEETS}/deleted/", {"version": version.pk})
    press(chief, ReviewSheet.objects.get(), "publish")
    assert (reader.status(SHEET), reader.status("/sheets/")) == (200, 200)


def test_going_back_to_an_earlier_edition(reader: Reader, chief: Client, sheet: ReviewSheet) -> None:
    typist = Typist(chief, entry_url(sheet))
    typist["sheet-name"] = "新しい名前の対策"
    typist.save()
    assert reader.status(SHEET) == 200
    sheet.refresh_from_db()
    first = chief.get(f"{SHEETS}/{sheet.pk}/history/").context["editions"][-1].revision
    chief.post(f"{SHEETS}/{sheet.pk}/history/{first.pk}/", {"edition": sheet.edition})
    assert "見本の対策" in reader.open(SHEET).content.decode()


def test_a_ministry_renamed(reader: Reader, chief: Client) -> None:
    ministry = Ministry.objects.get()
    form = {"name": "見本省", "name_en": "", "order": ministry.order}
    assert chief.post(f"/admin/reviewsheets/ministry/{ministry.pk}/change/", form).status_code == 302
    assert "見本省" in reader.open("/").content.decode()
    assert reader.status(SHEET) == 404


def test_a_project_renamed(reader: Reader, chief: Client) -> None:
    project = Project.objects.get()
    assert (reader.status("/projects/p1/"), reader.status("/projects/p1/")) == (200, 304)
    form = {"name": "改めた事業", "key": "p1", "ministry": project.ministry_id}
    assert chief.post(f"/admin/reviewsheets/project/{project.pk}/change/", form).status_code == 302
    assert reader.status("/projects/p1/") == 200


def test_links_taken_apart_and_joined_again(reader: Reader, chief: Client, sheet: ReviewSheet) -> None:
    later = make_sheet(sheet_year=2019, project=sheet.project)
    link = SheetLink.objects.create(earlier=sheet, later=later, method="name")
    ReviewSheet.objects.update(is_project_fixed=False)
    url = "/projects/p1/sheets.csv"
    assert (reader.status(url), reader.status(url)) == (200, 304)
    for action, sheets in (("take_apart", 1), ("undo", 2)):
        chief.post("/admin/reviewsheets/sheetlink/", {"action": action, "_selected_action": [link.pk]})
        assert reader.open(url).getvalue().count(b"\r\n") == 1 + sheets
        assert reader.status(url) == 304


@pytest.mark.parametrize(
    "load",
    [
        lambda folder: call_command("import_sheets", str(small_year().write(folder)), verbosity=0),
        lambda _folder: call_command("load_demo", sheets=3, verbosity=0),
        lambda _folder: make_ministry("環境省"),
    ],
    ids=["import", "demo", "shell"],
)
def test_data_loaded(reader: Reader, tmp_path: Path, load: Callable[[Path], object]) -> None:
    load(tmp_path)
    for url in ("/", "/sheets/"):
        assert (reader.status(url), reader.status(url)) == (200, 304)


def test_an_import_that_only_checks_brings_none(reader: Reader, tmp_path: Path) -> None:
    call_command("import_sheets", str(small_year().write(tmp_path)), "--dry-run", verbosity=0)
    assert reader.status("/sheets/") == 304
