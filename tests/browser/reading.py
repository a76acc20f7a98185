"""What a reader does and sees on public pages."""

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 200
FOCUSED_NAME = "document.activeElement.ariaLabel ?? document.activeElement.textContent.trim()"


def wait_for_charts(page: Page) -> None:
    """Every chart of the page is drawn; each is brought into view, as charts below wait until then."""
    for figure in page.locator("figure[data-chart]").all():
        figure.scroll_into_view_if_needed()
        expect(figure).to_have_attribute("data-drawn", "true")


def names_in_list(page: Page) -> list[str]:
    """The sheets of the list by name, as they stand."""
    return [name.strip() for name in page.locator("table.list td.name > a").all_inner_texts()]


def chips(page: Page) -> list[str]:
    """What the list says it is narrowed to."""
    texts = page.get_by_role("list", name="絞り込みの条件").get_by_role("listitem").all_inner_texts()
    return [text.removesuffix("×").strip() for text in texts]


def focused(page: Page) -> Locator:
    """What the keyboard is on."""
    return page.locator(":focus")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the keyboard is on the link or button of that name."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED_NAME) == name:
            return
    raise AssertionError(f"no way to {name} by Tab")
