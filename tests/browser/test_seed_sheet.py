"""The seed sheet, typed into the admin field by field and read back from the public page and its CSVs."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from reviewsheets.access import Role
from tests.factories import PASSWORD, make_ministry, make_sheet, make_user

DATA = Path(__file__).parents[1] / "data"
EXPECTED: dict[str, Any] = tomllib.loads((DATA / "seed-sheet.toml").read_text())
TABLES = ("lines", "outcomes", "activities", "unit-costs", "policies", "related", "links", "blocks")
CSV_TABLES = (
    "outline",
    "budget",
    "budget-lines",
    "outcomes",
    "activities",
    "unit-costs",
    "policies",
    "checks",
    "related",
    "opinions",
    "past-numbers",
    "blocks",
    "links",
    "items",
    "payees",
)
# The paper's own cells: what the rules say beside a question is not of the sheet.
READ_ROWS = """section => [...section.querySelectorAll("tr, dl > div")].map(
    row => [...row.querySelectorAll("th, td, dt, dd")].map(
        cell => [...cell.childNodes].filter(node => node.className !== "facts screen-only")
            .map(node => node.textContent).join("").replace(/\\s+/g, " ").trim()))"""
PAGE = "/sheets/2018/総務省/新30-0006/"

pytestmark = pytest.mark.django_db(transaction=True)


def log_in(page: Page, url: str, username: str) -> None:
    page.goto(f"{url}/admin/login/")
    page.get_by_label("ユーザー名").fill(username)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン").click()
    page.get_by_role("button", name="ログアウト").wait_for()


def choose(page: Page, name: str, text: str) -> None:
    """One entry of an autocomplete, found by typing."""
    page.locator(f"select[name='{name}'] + .select2").click()
    page.locator(".select2-search__field").fill(text)
    page.locator(".select2-results__option", has_text=text).first.click()


def type_key(page: Page, url: str) -> None:
    """The new-sheet page."""
    key = EXPECTED["key"]
    page.goto(f"{url}/admin/reviewsheets/reviewsheet/add/")
    for name in ("sheet_year", "number", "name"):
        page.locator(f"[name='{name}']").fill(key[name])
    choose(page, "ministry", key["ministry"])
    page.get_by_role("button", name="作って入力へ進む").click()
    page.get_by_role("heading", name=key["name"]).wait_for()


def type_cells(page: Page, prefix: str, cells: dict[str, str]) -> None:
    for name, text in cells.items():
        page.locator(f"[name='{prefix}-{name}']").fill(text)


def type_table(page: Page, prefix: str, rows: list[dict[str, str]]) -> None:
    """A table row by row; a row that is not there yet is added first."""
    for place, cells in enumerate(rows):
        if page.locator(f"[name='{prefix}-{place}-id']").count() == 0:
            page.locator(f"[data-add-row='{prefix}']").click()
        type_cells(page, f"{prefix}-{place}", cells)


def type_budget(page: Page) -> None:
    budget = EXPECTED["budget"]
    for part in ("initial", "supplementary", "carried_in", "carried_out", "contingency", "executed"):
        cells = dict(zip((f"{part}_{year}" for year in budget["years"]), budget[part], strict=False))
        type_cells(page, "budget", cells)
    type_cells(page, "budget", {"requested_2019": budget["requested"]})


def type_sheet(page: Page) -> None:
    """The entry page, section by section."""
    type_cells(page, "sheet", EXPECTED["header"] | EXPECTED["flow"])
    type_budget(page)
    for table in TABLES:
        type_table(page, table, EXPECTED[table])
    for question, (_section, _wording, mark, explanation) in EXPECTED["checks"].items():
        page.locator(f"[name='check-{question}-mark']").select_option(mark)
        page.locator(f"[name='check-{question}-explanation']").fill(explanation)
    type_cells(page, "evaluation", EXPECTED["evaluation"])
    type_cells(page, "past", EXPECTED["past"])


def computed(page: Page, name: str) -> list[str]:
    """A computed row of the budget matrix as it stands on the page."""
    return page.locator(f"output[data-computed='{name}']").all_inner_texts()


def save(page: Page) -> None:
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_text("保存しました").wait_for()


def page_text(page: Page) -> str:
    """The public page's tables, a line a row, cells parted by |."""
    lines = []
    for section in page.locator("article section[id]:not(#review)").all():
        lines.append(f"## {section.get_attribute('id')}")
        lines += [" | ".join(cells) for cells in section.evaluate(READ_ROWS)]
    return "\n".join(lines) + "\n"


def csv_text(page: Page, url: str, table: str) -> str:
    """A table's CSV under its name; BOM and line ends are checked and taken off."""
    body = page.request.get(f"{url}{PAGE}{table}.csv").body()
    assert body.startswith(b"\xef\xbb\xbf")
    assert body.count(b"\n") == body.count(b"\r\n")
    return f"== {table}\n" + body.decode("utf-8-sig").replace("\r\n", "\n")


@pytest.fixture
def published(page: Page, live_server: LiveServer) -> str:
    """The server's address, with the seed sheet typed by an editor and published by a publisher."""
    ministry = make_ministry("総務省")
    make_ministry("財務省")
    make_user(Role.EDITOR, username="editor", ministries=[ministry])
    make_user(Role.PUBLISHER, username="publisher")
    log_in(page, live_server.url, "editor")
    type_key(page, live_server.url)
    type_sheet(page)
    assert computed(page, "total") == EXPECTED["budget"]["total"]
    save(page)
    assert computed(page, "total") == EXPECTED["budget"]["total"]
    assert computed(page, "rate")[:3] == EXPECTED["budget"]["execution_rate"]
    entry = page.url
    page.context.clear_cookies()
    log_in(page, live_server.url, "publisher")
    page.goto(entry)
    page.get_by_role("button", name="公開する").click()
    page.get_by_text("公開しました").wait_for()
    page.context.clear_cookies()
    return live_server.url


def test_typed_sheet_is_published(page: Page, published: str) -> None:
    page.goto(published + PAGE)
    assert page_text(page) == (DATA / "seed-sheet-page.txt").read_text()


def test_typed_sheet_is_given_back_as_csv(page: Page, published: str) -> None:
    assert (
        "".join(csv_text(page, published, table) for table in CSV_TABLES) == (DATA / "seed-sheet-csv.txt").read_text()
    )


def test_charts_of_the_sheet_are_drawn_or_said_in_words(page: Page, published: str) -> None:
    page.goto(published + PAGE)
    expect(page.locator("#budget figure[data-chart]")).to_have_attribute("data-drawn", "true")
    expect(page.locator("#outcomes .chart")).to_contain_text(
        "目標値 8者（平成30年度 (2018)）のみで、実績はまだありません。"
    )
    expect(page.locator("#activities .chart")).to_contain_text("実績はまだありません。")
    expect(page.locator("#flow .chart")).to_contain_text("総務省 599百万円 → A.請負事業者（金額の記載なし）")
    assert page.locator("figure[data-chart]:not([data-drawn='true'])").count() == 0


def test_draft_is_not_public(page: Page, live_server: LiveServer) -> None:
    make_sheet(ministry="総務省", sheet_year=2018, number="新30-0006", published=False)
    for address in (PAGE, f"{PAGE}budget.csv"):
        assert page.request.get(live_server.url + address).status == 404
