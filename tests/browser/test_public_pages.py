"""Public pages as a reader meets them: charts drawn under the strict policy, small screens, accessibility."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from reviewsheets.models import BlockLink, ReviewSheet
from reviewsheets.summaries.refresh import refresh
from tests.browser.reading import wait_for_charts
from tests.views.rs_sheet import RS_PAGE, make_rs_sheet

pytestmark = pytest.mark.django_db(transaction=True)
NO_PAGE = "/no-such-page/"
MOST_PAID = "/payees/見本第一工業株式会社/"
WIDTHS = (360, 390, 1280)
LISTS = (
    "/sheets/",
    "/sheets/?year=2022&ministry=見本省&rate=to-95&account=一般会計&columns=ministry&columns=unused_yen&rows=100",
    "/sheets/?q=防災",
    "/sheets/?q=防災&year=1999",  # empty
)


@pytest.fixture
def rich() -> ReviewSheet:
    """A demo sheet with a deep flow, indicators and both rates."""
    call_command("load_demo", verbosity=0)
    return ReviewSheet.objects.get(sheet_year=2020, ministry__name="見本省", number="0002")


@pytest.fixture
def addresses(rich: ReviewSheet) -> list[str]:
    """Every kind of public page, with data."""
    make_rs_sheet(payees=90)
    refresh()
    return [
        *("/", "/?year=2022", "/about/", "/data/", "/data/dictionary/", NO_PAGE),
        *LISTS,
        *("/sheets/2018/総務省/新30-0006/", rich.get_absolute_url(), RS_PAGE),
        *("/projects/見本省-0001/", "/ministries/見本省/"),
        *("/contracts/", "/contracts/?ministry=見本省&sort=-amount", "/contracts/?year=1999"),
        *("/revisions/", "/revisions/?ministry=見本省&all=1&sort=-percent", "/revisions/?year=1999"),
        *("/indicators/", "/indicators/?kind=activity&q=見本&sort=change", "/indicators/?year=1999"),
        *("/indicators/spending/", "/indicators/spending/?year=1999"),
        *("/findings/", "/findings/?ministry=見本省&sort=amount", "/findings/B01/", "/findings/?year=1999"),
        *("/ministries/見本省/reading/", "/ministries/見本省/reading/?rows=all&subject=answers"),
        *("/compare/", compared(2), compared(5)),
        *("/flows/", "/flows/?year=2024&top=30", "/flows/?project=見本省-0001"),
        *("/payees/", "/payees/?year=all&kind=group", "/payees/?q=無い社", MOST_PAID, "/payees/その他/"),
    ]


def compared(projects: int) -> str:
    """The page that compares so many projects of the demo data."""
    return f"/compare/?{'&'.join(f'project=見本省-{number:04}' for number in range(1, projects + 1))}"


def open_whole(page: Page, url: str) -> None:
    """A page with all that folds open and its charts drawn."""
    page.goto(url)
    page.evaluate("document.querySelectorAll('details').forEach((folded) => { folded.open = true })")
    wait_for_charts(page)


def page_width(page: Page, width: int) -> int:
    """How wide the page is in a window of this width."""
    page.set_viewport_size({"width": width, "height": 800})
    return int(page.evaluate("document.documentElement.scrollWidth"))


def forgive_the_missing_page(console_errors: list[str]) -> None:
    """The browser's own complaint about the page that is not there."""
    console_errors[:] = [error for error in console_errors if NO_PAGE not in error]


def test_charts_are_drawn_under_the_strict_policy(page: Page, live_server: LiveServer, rich: ReviewSheet) -> None:
    page.goto(live_server.url + rich.get_absolute_url())
    wait_for_charts(page)
    assert page.locator("figure[data-chart]").count() >= 4
    assert page.locator("figure[data-chart] svg .barlayer .point").count() > 0
    sankey = page.locator("#flow figure[data-chart]")
    assert sankey.locator(".sankey-node").count() == 5
    sankey.locator(".sankey-link").first.hover()
    expect(sankey.locator(".hoverlayer .hovertext")).to_be_visible()
    sankey.hover()
    for button in sankey.locator(".modebar-btn").all():
        button.hover()


@pytest.mark.parametrize(("place", "chart"), [("#flow", "chart-flow"), ("#budget", "chart-budget")])
def test_chart_that_an_address_leads_to_is_drawn_before_the_page_is_shown(
    page: Page, live_server: LiveServer, rich: ReviewSheet, place: str, chart: str
) -> None:
    page.add_init_script("""addEventListener('DOMContentLoaded', () => {
        const figures = [...document.querySelectorAll('figure:has(.js-plotly-plot)')];
        window.charts = figures.map((figure) => figure.dataset.chart);
    })""")
    page.goto(live_server.url + rich.get_absolute_url() + place)
    assert page.evaluate("window.charts") == [chart]


def test_cycle_does_not_break_the_page(page: Page, live_server: LiveServer, rich: ReviewSheet) -> None:
    back = BlockLink.objects.filter(sheet__published_at__isnull=False, source__position__gt=1, target__position=0)
    sheet = back.select_related("sheet__ministry")[0].sheet
    page.goto(live_server.url + sheet.get_absolute_url())
    wait_for_charts(page)
    assert page.locator("#flow figure[data-chart] .sankey-node").count() > 2


def test_charts_send_nothing_elsewhere(page: Page, live_server: LiveServer, rich: ReviewSheet) -> None:
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto(live_server.url + rich.get_absolute_url())
    wait_for_charts(page)
    assert hosts == {live_server.url.split("/")[2]}
    assert page.locator("[data-title*='Chart Studio'], [data-title*='Send'], .modebar-btn--logo").count() == 0


def test_pages_do_not_scroll_sideways(
    page: Page, live_server: LiveServer, addresses: list[str], console_errors: list[str]
) -> None:
    for address in addresses:
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        open_whole(page, live_server.url + address)
        assert (address, [page_width(page, width) for width in WIDTHS]) == (address, list(WIDTHS))
    forgive_the_missing_page(console_errors)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_have_no_accessibility_violation(
    page: Page, live_server: LiveServer, addresses: list[str], scheme: str, console_errors: list[str]
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two
    for address in addresses:
        open_whole(page, live_server.url + address)
        forgive_the_missing_page(console_errors)
        assert (address, console_errors) == (address, [])
        found = Axe().run(page).response["violations"]
        assert [(address, item["id"], node["html"]) for item in found for node in item["nodes"]] == []
        console_errors.clear()  # axe itself tries inline styles


def test_sheet_prints_on_two_a4_pages(page: Page, live_server: LiveServer, rich: ReviewSheet) -> None:
    page.goto(f"{live_server.url}/sheets/2018/総務省/新30-0006/")
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == 2


def test_folded_payees_open_on_demand(page: Page, live_server: LiveServer) -> None:
    make_rs_sheet(payees=90)
    page.goto(live_server.url + RS_PAGE)
    payee = page.get_by_role("rowheader", name="見本社89")
    expect(payee).to_be_hidden()
    page.locator("#payments summary").first.click()
    expect(payee).to_be_visible()


def test_folded_payees_are_printed(page: Page, live_server: LiveServer) -> None:
    make_rs_sheet(payees=90)
    page.goto(live_server.url + RS_PAGE)
    page.emulate_media(media="print")
    expect(page.get_by_role("rowheader", name="見本社89")).to_be_visible()
