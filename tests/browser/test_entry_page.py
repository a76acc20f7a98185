"""The entry page as one types in it: totals, added rows, suggestions, errors and two people at once."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from reviewsheets.access import Role
from reviewsheets.models import Block, BudgetYear, Finding, Payee, ReviewSheet
from reviewsheets.summaries.refresh import refresh
from tests.factories import PASSWORD, make_budget_year, make_indicator, make_ministry, make_sheet, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sheet() -> ReviewSheet:
    """A draft of 見本省 that two editors may enter."""
    ministry = make_ministry("見本省")
    make_user(Role.EDITOR, username="hanako", ministries=[ministry])
    make_user(Role.EDITOR, username="taro", ministries=[ministry])
    sheet = make_sheet(ministry=ministry, sheet_year=2018, number="0001", published=False)
    make_budget_year(sheet, 2017, initial_million=100, supplementary_million="-", carried_out_million=20)
    make_indicator(sheet, "outcome", {2017: (10, 8)})
    return sheet


def open_entry(page: Page, live_server: LiveServer, sheet: ReviewSheet, username: str = "hanako") -> None:
    """Log in and open the sheet's entry page."""
    change = f"/admin/reviewsheets/reviewsheet/{sheet.pk}/change/"
    page.goto(f"{live_server.url}/admin/login/?next={change}")
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("[type=submit]").click()
    page.get_by_role("heading", name="予算額・執行額").wait_for()


def cell(page: Page, name: str) -> Locator:
    return page.locator(f"[name='{name}']")


def computed(page: Page, name: str, year: int) -> Locator:
    return page.locator(f"output[data-computed='{name}'][data-year='{year}']")


def save(page: Page) -> None:
    page.get_by_role("button", name="保存", exact=True).click()


def test_totals_follow_what_is_typed(page: Page, live_server: LiveServer, sheet: ReviewSheet) -> None:
    open_entry(page, live_server, sheet)
    expect(computed(page, "total", 2017)).to_have_text("80")
    cell(page, "budget-supplementary_2017").fill("1,200.5")
    cell(page, "budget-contingency_2017").fill("▲0.25")
    cell(page, "budget-executed_2017").fill("６４０．１２５")
    expect(computed(page, "total", 2017)).to_have_text("1,280.25")
    expect(computed(page, "rate", 2017)).to_have_text("50.0")
    expect(computed(page, "appropriated", 2017)).to_have_text("49.2")
    cell(page, "budget-requested_2019").fill("90")
    expect(computed(page, "total", 2019)).to_have_text("90")


def test_script_and_server_agree_on_totals(page: Page, live_server: LiveServer, sheet: ReviewSheet) -> None:
    open_entry(page, live_server, sheet)
    cell(page, "budget-initial_2016").fill("3")
    cell(page, "budget-executed_2016").fill("0.0015")
    cell(page, "lines-0-name").fill("見本業務庁費")
    cell(page, "lines-0-initial_budget").fill("1234.5")
    expect(computed(page, "rate", 2016)).to_have_text("0.1")
    expect(page.locator("output[data-sum='lines-initial']")).to_have_text("1,234.5")
    save(page)
    page.get_by_text("保存しました").wait_for()
    expect(computed(page, "rate", 2016)).to_have_text("0.1")
    expect(page.locator("output[data-sum='lines-initial']")).to_have_text("1,234.5")


def test_achievement_follows_direction(page: Page, live_server: LiveServer, sheet: ReviewSheet) -> None:
    open_entry(page, live_server, sheet)
    achieved = page.locator("[data-achievement='outcomes-0'] output[data-achieved='2017']")
    expect(achieved).to_have_text("80.0")
    cell(page, "outcomes-0-direction").select_option("down")
    expect(achieved).to_have_text("125.0")


def test_payee_in_an_added_block_is_saved(page: Page, live_server: LiveServer, sheet: ReviewSheet) -> None:
    open_entry(page, live_server, sheet)
    cell(page, "blocks-0-letter").fill("A")
    page.locator("[data-add-row='blocks']").click()
    cell(page, "blocks-1-letter").fill("B")
    page.locator("[data-add-row='blocks-1-payments']").click()
    cell(page, "blocks-1-payments-1-name").fill("見本商会")
    cell(page, "blocks-1-payments-1-amount").fill("12.5")
    page.locator("[data-add-row='blocks-1-items']").click()
    cell(page, "blocks-1-items-1-amount").fill("3")
    expect(page.locator("output[data-sum='blocks-1-items']")).to_have_text("3")
    save(page)
    page.get_by_text("保存しました").wait_for()
    block = Block.objects.get(sheet=sheet, letter="B")
    assert [(payment.name, payment.amount_yen) for payment in block.payments.all()] == [("見本商会", 12_500_000)]
    assert [item.amount_yen for item in block.item_uses.all()] == [3_000_000]


def test_payee_is_suggested_by_number_and_fills_both_cells(
    page: Page, live_server: LiveServer, sheet: ReviewSheet
) -> None:
    Payee.objects.create(name="見本電機株式会社", corporate_number="7010001064648")
    open_entry(page, live_server, sheet)
    cell(page, "blocks-0-payments-0-corporate_number").press_sequentially("701000")
    suggestion = page.locator("#payee-suggestions option")
    expect(suggestion).to_have_attribute("value", "見本電機株式会社 7010001064648")
    cell(page, "blocks-0-payments-0-corporate_number").fill("見本電機株式会社 7010001064648")  # as choosing it does
    expect(cell(page, "blocks-0-payments-0-name")).to_have_value("見本電機株式会社")
    expect(cell(page, "blocks-0-payments-0-corporate_number")).to_have_value("7010001064648")


def test_error_stands_at_its_cell_and_the_summary_leads_there(
    page: Page, live_server: LiveServer, sheet: ReviewSheet
) -> None:
    open_entry(page, live_server, sheet)
    cell(page, "budget-initial_2016").fill("百万")
    save(page)
    page.get_by_role("link", name="2016 当初予算").click()
    wrong = cell(page, "budget-initial_2016")
    expect(wrong).to_have_value("百万")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong.locator("xpath=following-sibling::ul")).to_have_text(
        "百万円単位の数値、「-」または空欄にしてください（円未満は不可）。"
    )


def test_executed_over_total_is_saved_once_confirmed(page: Page, live_server: LiveServer, sheet: ReviewSheet) -> None:
    open_entry(page, live_server, sheet)
    cell(page, "budget-executed_2017").fill("81")
    save(page)
    page.get_by_text("確認が必要な箇所があります。保存していません。").wait_for()
    assert BudgetYear.objects.get(budget_year=2017).executed_yen is None
    page.get_by_label("確認しました。このまま保存します").check()
    save(page)
    page.get_by_text("保存しました").wait_for()
    assert BudgetYear.objects.get(budget_year=2017).executed_yen == 81_000_000


def test_second_of_two_editors_is_told(
    page: Page, live_server: LiveServer, sheet: ReviewSheet, chromium: Browser
) -> None:
    open_entry(page, live_server, sheet)
    other = chromium.new_context(locale="ja-JP").new_page()
    open_entry(other, live_server, sheet, "taro")
    cell(other, "budget-initial_2016").fill("55")
    save(other)
    other.get_by_text("保存しました").wait_for()
    other.context.close()
    cell(page, "sheet-bureau").fill("見本局")
    save(page)
    page.get_by_text("taro さんがこのシートを保存しました").wait_for()
    expect(page.locator(".changes")).to_contain_text("55,000,000")
    expect(cell(page, "sheet-bureau")).to_have_value("見本局")
    sheet.refresh_from_db()
    assert (sheet.bureau, sheet.edition) == ("", 2)


def test_totals_stand_after_saving_without_scripts(
    chromium: Browser, live_server: LiveServer, sheet: ReviewSheet
) -> None:
    context = chromium.new_context(locale="ja-JP", java_script_enabled=False)
    page = context.new_page()
    open_entry(page, live_server, sheet)
    cell(page, "budget-executed_2017").fill("40")
    cell(page, "lines-0-initial_budget").fill("7")
    save(page)
    page.get_by_text("保存しました").wait_for()
    expect(computed(page, "rate", 2017)).to_have_text("50.0")
    expect(page.locator("output[data-sum='lines-initial']")).to_have_text("7")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_entry_page_has_no_accessibility_violation(
    page: Page, live_server: LiveServer, sheet: ReviewSheet, scheme: str, console_errors: list[str]
) -> None:
    page.emulate_media(color_scheme=scheme)
    open_entry(page, live_server, sheet)
    assert console_errors == []
    found = Axe().run(page)
    console_errors.clear()  # axe itself tries inline styles
    assert [(item["id"], node["html"]) for item in found.response["violations"] for node in item["nodes"]] == []


@pytest.mark.parametrize("width", [360, 390, 1280])
def test_entry_page_does_not_scroll_sideways(
    page: Page, live_server: LiveServer, sheet: ReviewSheet, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_entry(page, live_server, sheet)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_number_of_another_payee_does_not_stay(page: Page, live_server: LiveServer, sheet: ReviewSheet) -> None:
    Payee.objects.create(name="見本商会", corporate_number="")
    open_entry(page, live_server, sheet)
    cell(page, "blocks-0-payments-0-corporate_number").fill("7010001064648")
    cell(page, "blocks-0-payments-0-name").press_sequentially("見本商")
    expect(page.locator("#payee-suggestions option")).to_have_attribute("value", "見本商会")
    cell(page, "blocks-0-payments-0-name").fill("見本商会")  # as choosing it does
    expect(cell(page, "blocks-0-payments-0-corporate_number")).to_have_value("")


@pytest.fixture
def low(sheet: ReviewSheet) -> ReviewSheet:
    """The same sheet published, with 1 of 80 million yen spent."""
    sheet.budget_years.filter(budget_year=2017).update(executed_yen=1_000_000)
    ReviewSheet.objects.filter(pk=sheet.pk).update(published_at=timezone.now())
    refresh([sheet.pk])
    return sheet


def unfold(page: Page) -> None:
    """Open every subject of the box, which is folded when long."""
    folded = page.locator(".review-group:not([open]) > summary")
    while folded.count():
        folded.first.click()


def test_the_box_leads_to_the_cell_by_keyboard(page: Page, live_server: LiveServer, low: ReviewSheet) -> None:
    open_entry(page, live_server, low)
    unfold(page)
    link = page.locator("#findings").get_by_role("link", name="2017 執行額").first
    link.focus()
    page.keyboard.press("Enter")
    wanted = cell(page, "budget-executed_2017")
    expect(wanted).to_be_in_viewport()
    expect(wanted).to_have_accessible_description(
        re.compile("^点検 平成29年度 .*の執行率は1％（計100百万円、執行額1百万円）。")
    )
    expect(wanted).not_to_have_attribute("aria-invalid", "true")


def test_an_answer_is_recorded_by_keyboard(page: Page, live_server: LiveServer, low: ReviewSheet) -> None:
    finding = Finding.objects.get(sheet=low, rule="B01")
    open_entry(page, live_server, low)
    unfold(page)
    item = page.locator(f"#finding-{finding.pk}")
    item.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("入札が不調だったため")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("対応を記録しました。").wait_for()
    expect(page.locator(f"#finding-{finding.pk} .answer").first).to_contain_text("説明あり：入札が不調だったため")


def test_checking_keeps_what_is_typed_and_saves_nothing(page: Page, live_server: LiveServer, low: ReviewSheet) -> None:
    open_entry(page, live_server, low)
    cell(page, "budget-executed_2017").fill("10")
    page.get_by_role("button", name="保存せずに点検").click()
    expect(page.locator(".entry-trial")).to_be_focused()
    expect(page.locator(".entry-trial")).to_contain_text("保存していません。")
    expect(cell(page, "budget-executed_2017")).to_have_value("10")
    expect(computed(page, "rate", 2017)).to_have_text("12.5")
    expect(page.locator("#id_budget-executed_2017_notes")).to_contain_text("執行率は10％")
    assert BudgetYear.objects.get(budget_year=2017).executed_yen == 1_000_000


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_box_fits_and_has_no_accessibility_violation(
    page: Page, live_server: LiveServer, low: ReviewSheet, width: int, scheme: str, console_errors: list[str]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    open_entry(page, live_server, low)
    unfold(page)
    page.locator(".dispose > summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert console_errors == []
    found = Axe().run(page)
    console_errors.clear()  # axe itself tries inline styles
    assert [(item["id"], node["html"]) for item in found.response["violations"] for node in item["nodes"]] == []
