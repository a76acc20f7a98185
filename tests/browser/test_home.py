"""The first page in Chromium: its charts drawn, the treemap leads on, both colour schemes and small screens."""

from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from reviewsheets.summaries.sheets import summarise
from tests.factories import make_budget_year, make_indicator, make_sheet

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(page: Page, live_server: LiveServer) -> Page:
    """The first page with two ministries, reached and missed outcomes."""
    for number, (ministry, bureau, total_million) in enumerate(
        (("厚生労働省", "年金局", 60_000), ("厚生労働省", "保険局", 30_000), ("財務省", "主税局", 20_000)), 1
    ):
        sheet = make_sheet(
            ministry=ministry, bureau=bureau, number=f"{number}", name=f"{bureau}の事業", start_year=2018
        )
        make_budget_year(sheet, 2017, initial_million=total_million, executed_million=total_million // number)
        make_indicator(sheet, "outcome", {2017: (10, 8 + number)}, direction="up")
    summarise()
    page.goto(live_server.url)
    return page


def treemap_of(page: Page) -> Locator:
    figure = page.locator("figure[data-chart=chart-treemap]")
    figure.scroll_into_view_if_needed()
    expect(figure).to_have_attribute("data-drawn", "true")
    return figure


def tile(figure: Locator, label: str) -> Locator:
    return figure.locator(".treemaplayer .slice", has_text=label)


def test_every_chart_is_drawn(home: Page) -> None:
    for figure in home.locator("figure[data-chart]").all():
        figure.scroll_into_view_if_needed()
        expect(figure).to_have_attribute("data-drawn", "true")
    assert home.locator("figure[data-chart]").evaluate_all("all => all.map(one => one.dataset.chart)") == [
        "chart-ministries",
        "chart-rates",
        "chart-outcomes",
        "chart-treemap",
        "chart-years",
    ]


def test_a_ministry_opens_and_its_project_leads_to_the_sheet(home: Page) -> None:
    home.emulate_media(reduced_motion="reduce")
    figure = treemap_of(home)
    tile(figure, "厚生労働省").first.click(position={"x": 20, "y": 10})
    expect(tile(figure, "主税局の事業")).to_have_count(0)
    tile(figure, "年金局の事業").click()
    home.wait_for_url("**/sheets/**")
    assert unquote(home.url).endswith("/sheets/2018/厚生労働省/1/")


def test_the_way_back_from_a_ministry(home: Page) -> None:
    home.emulate_media(reduced_motion="reduce")
    figure = treemap_of(home)
    tile(figure, "厚生労働省").first.click(position={"x": 20, "y": 10})
    figure.locator(".pathbar").first.click()
    expect(tile(figure, "主税局の事業")).to_have_count(1)


def test_the_table_is_reached_by_keyboard(home: Page) -> None:
    home.locator(".twin summary").focus()
    home.keyboard.press("Enter")
    for _step in range(2):  # the scrolling region, then the first link
        home.keyboard.press("Tab")
    home.keyboard.press("Enter")
    home.wait_for_url("**/sheets/**")
    assert unquote(home.url).endswith("/sheets/2018/厚生労働省/1/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_violation(home: Page, scheme: str, console_errors: list[str]) -> None:
    home.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two
    treemap_of(home)
    home.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = Axe().run(home).response["violations"]
    assert [(item["id"], node["html"]) for item in found for node in item["nodes"]] == []
    console_errors.clear()  # axe itself tries inline styles


@pytest.mark.parametrize("width", [360, 390])
def test_small_screens_do_not_scroll_sideways(home: Page, width: int) -> None:
    home.set_viewport_size({"width": width, "height": 800})
    treemap_of(home)
    home.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert home.evaluate("document.documentElement.scrollWidth") == width
