"""From the first page to an answer, as a newcomer: a ready-made question or a word, a list, a sheet."""

import csv

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from reviewsheets.models import ReviewSheet
from reviewsheets.summaries.refresh import refresh
from tests.browser.reading import chips, focused, names_in_list, tab_to, wait_for_charts
from tests.factories import make_budget_year, make_indicator, make_sheet

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = "平成30年度 (2018)"
HALF = "予算の半分も使われなかった事業はどれか"
QUESTIONS = {  # the question: what the list is narrowed to beside the year, the column it is sorted by, its sheets
    HALF: ("執行率（繰越控除後）50％未満", "不用額（百万円）", ["ほとんど使わない", "半分も使わない"]),
    "翌年度に多く繰り越した事業はどれか": (
        "繰越しあり",
        "翌年度へ繰越し（百万円）",
        ["多く繰り越す", "少し繰り越す"],
    ),
    "お金を使ったのに成果目標に達しなかった事業はどれか": (
        "達しなかった目標がある",
        "前年度の執行額（百万円）",
        ["多く使って届かない", "少し使って届かない"],
    ),
    "新しく始まった事業2件はどれか": (
        "新規（開始年度がシートの年度以降、その年度に終わる事業を除く）",
        "当初予算（百万円）",
        ["大きく始まる", "小さく始まる"],
    ),
    "1,000億円以上の大きな事業はどれか": ("1,000億円以上", "当初予算（百万円）", ["最も大きい", "大きい"]),
}


def make_spent(
    name: str, *, initial: int, executed: int, carried: int = 0, ministry: str = "総務省", sheet_year: int = 2018
) -> ReviewSheet:
    """A sheet with its result year, in million yen."""
    sheet = make_sheet(sheet_year=sheet_year, ministry=ministry, name=name)
    amounts = {"initial_million": initial, "carried_out_million": carried, "executed_million": executed}
    make_budget_year(sheet, sheet_year - 1, **amounts)
    return sheet


def make_planned(name: str, *, initial: int, start_year: int) -> ReviewSheet:
    """A sheet of 財務省 with the budget of its own year, in million yen."""
    sheet = make_sheet(sheet_year=2018, ministry="財務省", name=name, start_year=start_year)
    make_budget_year(sheet, 2018, initial_million=initial)
    return sheet


@pytest.fixture(autouse=True)
def sheets() -> None:
    """Two sheets of 2018 for each question, the lesser first, and one of 2017 that answers the first three."""
    make_spent("半分も使わない", initial=100, executed=49, ministry="財務省")
    make_spent("ほとんど使わない", initial=900, executed=90)
    make_spent("少し繰り越す", initial=100, executed=60, carried=40)
    make_spent("多く繰り越す", initial=900, executed=500, carried=400)
    for name, amount in (("少し使って届かない", 100), ("多く使って届かない", 900)):
        make_indicator(make_spent(name, initial=amount, executed=amount), "outcome", {2017: (10, 9)}, direction="up")
    make_planned("小さく始まる", initial=100, start_year=2018)
    make_planned("大きく始まる", initial=900, start_year=2018)
    make_planned("大きい", initial=100_000, start_year=2001)
    make_planned("最も大きい", initial=900_000, start_year=2001)
    before = make_spent("前の年度", initial=500, executed=100, carried=10, sheet_year=2017)
    make_indicator(before, "outcome", {2016: (10, 9)}, direction="up")
    ReviewSheet.objects.filter(name="ほとんど使わない").update(purpose="地域の防災を進め、暮らしを守る。")
    refresh()


def ask(page: Page, live_server: LiveServer, question: str = HALF) -> None:
    """On the first page, follow a ready-made question."""
    page.goto(live_server.url)
    page.get_by_role("link", name=question, exact=True).click()
    page.get_by_role("heading", name="レビューシート一覧").wait_for()


@pytest.mark.parametrize(("question", "chip", "column", "names"), [(key, *told) for key, told in QUESTIONS.items()])
def test_question_leads_to_its_sheets(
    page: Page, live_server: LiveServer, question: str, chip: str, column: str, names: list[str]
) -> None:
    ask(page, live_server, question)
    assert chips(page) == [YEAR, chip, "すべて外す"]
    assert names_in_list(page) == names
    expect(page.locator("th[aria-sort='descending']")).to_have_text(column)
    expect(page.get_by_role("table", name="レビューシート（全2件）")).to_be_visible()
    page.get_by_role("link", name=names[0], exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(names[0])


def test_charts_of_the_answer_are_drawn(page: Page, live_server: LiveServer) -> None:
    ask(page, live_server)
    wait_for_charts(page)
    assert page.locator("figure[data-chart] svg .barlayer .point").count() == 5
    expect(page.get_by_text("計が最も大きいのは総務省で900百万円、執行額は90百万円です。")).to_be_visible()


def test_filter_is_taken_off_by_its_chip(page: Page, live_server: LiveServer) -> None:
    ask(page, live_server)
    page.get_by_role("link", name=f"「{YEAR}」を外す").click()
    expect(page.get_by_role("link", name="前の年度")).to_be_visible()
    assert chips(page) == ["執行率（繰越控除後）50％未満", "すべて外す"]
    assert names_in_list(page) == ["ほとんど使わない", "前の年度", "半分も使わない"]
    page.get_by_role("link", name="すべて外す").click()
    expect(page.get_by_role("table", name="レビューシート（全11件）")).to_be_visible()


def test_list_is_sorted_by_its_head_and_the_address_says_so(page: Page, live_server: LiveServer) -> None:
    ask(page, live_server)
    page.get_by_role("columnheader", name="前年度の執行額").get_by_role("link").click()
    expect(page.locator("th[aria-sort='ascending']")).to_have_text("前年度の執行額（百万円）")
    assert names_in_list(page) == ["半分も使わない", "ほとんど使わない"]
    before = page.locator("main").inner_text()
    page.reload()
    assert (chips(page)[0], page.locator("main").inner_text()) == (YEAR, before)
    expect(page.get_by_label("事業年度")).to_have_value("2018")
    page.go_back()
    expect(page.locator("th[aria-sort='descending']")).to_be_visible()
    assert names_in_list(page) == ["ほとんど使わない", "半分も使わない"]


def test_csv_of_the_list_has_its_rows(page: Page, live_server: LiveServer) -> None:
    ask(page, live_server)
    with page.expect_download() as started:
        page.get_by_role("link", name="この一覧のCSV").click()
    header, *rows = csv.reader(started.value.path().read_text("utf-8-sig").splitlines())
    assert (
        [row[header.index("事業名")] for row in rows] == names_in_list(page) == ["ほとんど使わない", "半分も使わない"]
    )


def test_keyboard_alone_leads_from_the_question_to_a_sheet(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    expect(focused(page)).to_have_text("本文へ移動")
    page.keyboard.press("Enter")
    tab_to(page, HALF)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="レビューシート一覧").wait_for()
    tab_to(page, f"「{YEAR}」を外す")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="前の年度")).to_be_visible()
    tab_to(page, "前の年度")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("前の年度")


def test_word_of_two_characters_is_found_and_marked(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url)
    page.get_by_role("searchbox").fill("防災")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("mark")).to_have_text("防災")
    expect(page.locator(".snippet")).to_have_text("事業の目的 地域の防災を進め、暮らしを守る。")
    assert chips(page) == ["「防災」", "すべて外す"]
    assert names_in_list(page) == ["ほとんど使わない"]
    page.get_by_role("link", name="ほとんど使わない").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ほとんど使わない")


def test_empty_list_says_what_to_loosen(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url)
    page.get_by_role("searchbox").fill("年金")
    page.get_by_role("button", name="探す").click()
    expect(page.get_by_text("条件に合うシートはありません。「年金」を外すと11件が見つかります。")).to_be_visible()
    page.get_by_role("link", name="「「年金」」を外す").click()
    expect(page.get_by_role("table", name="レビューシート（全11件）")).to_be_visible()
