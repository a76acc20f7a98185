"""On an English page every text in Japanese stands inside an element that says so (WCAG 3.1.2)."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from reviewsheets.models import ReviewSheet
from reviewsheets.summaries.refresh import refresh
from tests.factories import (
    make_block,
    make_budget_year,
    make_indicator,
    make_link,
    make_ministry,
    make_payment,
    make_sheet,
)

JAPANESE = re.compile(r"[\u3005\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff]")
WITHOUT_END = {"meta", "link", "input", "br", "img", "hr", "col", "wbr", "source"}
NOT_TEXT = {"script", "style", "title"}  # no element can stand in a title


class Languages(HTMLParser):
    """The Japanese texts of a page that no element around them marks, and the English ones marked as Japanese."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = [("", "")]
        self.unmarked: list[str] = []
        self.wrongly_marked: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in WITHOUT_END:
            self.open.append((tag, dict(attrs).get("lang") or self.open[-1][1]))

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1 and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, language = self.open[-1]
        if tag not in NOT_TEXT and JAPANESE.search(data) and language != "ja":
            self.unmarked.append(data.strip())
        if language == "ja" and "Ministry of" in data:
            self.wrongly_marked.append(data.strip())


@pytest.fixture
def sheet(db: None) -> ReviewSheet:
    """A sheet with Japanese text wherever lists and charts show some, and another beside it."""
    ministry = make_ministry("総務省")
    other = make_sheet(ministry=make_ministry("国土交通省　気象庁"), name="気象観測", number="0002")
    sheet = make_sheet(ministry=ministry, name="年金の支給", number="新30-0001", bureau="年金局", purpose="年金のため")
    for one in (sheet, other):
        make_budget_year(one, 2017, initial_million=900, executed_million=300, carried_out_million=100)
        make_budget_year(one, 2018, initial_million=900)
        block = make_block(one, "A", name="請負事業者", total_million=300)
        make_link(None, block)
        make_payment(block, "株式会社甲野", amount_million=300, contract_method="一般競争契約（最低価格）", bidders=1)
        make_indicator(one, "outcome", {2016: (10, 12), 2017: (10, 4)}, name="受給者数", unit="人", goal="目標")
        make_indicator(one, "activity", {2016: (10, 12), 2017: (10, 4)}, name="支給件数", unit="件")
    refresh()
    return sheet


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/sheets/",
        "/sheets/?q=年金&ministry=総務省&bureau=年金局",
        "{url}",
        "/projects/{key}/",
        "/ministries/総務省/",
        "/ministries/総務省/reading/",
        "/flows/",
        "/flows/?ministry=総務省",
        "/flows/?payee=株式会社甲野",
        "/payees/?ministry=総務省",
        "/payees/株式会社甲野/",
        "/contracts/?ministry=総務省",
        "/indicators/?ministry=総務省",
        "/indicators/?kind=activity",
        "/indicators/spending/",
        "/findings/?ministry=総務省",
        "/findings/B01/",
        "/revisions/?all=1",
        "/compare/?q=年金",
        "/compare/?project={key}",
        "/data/",
        "/about/",
    ],
)
def test_japanese_on_an_english_page_is_marked(client: Client, sheet: ReviewSheet, address: str) -> None:
    url = address.format(key=sheet.project.key, url=sheet.get_absolute_url())
    answer = client.get(url, headers={"accept-language": "en"})
    assert answer.status_code == 200
    page = Languages(answer.content.decode())
    assert (page.unmarked, page.wrongly_marked) == ([], [])


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/sheets/",
        "{url}",
        "/projects/{key}/",
        "/ministries/総務省/",
        "/flows/",
        "/payees/?ministry=総務省",
        "/contracts/",
        "/indicators/",
        "/findings/",
    ],
)
def test_english_page_tells_ministries_by_their_english_names(client: Client, sheet: ReviewSheet, address: str) -> None:
    url = address.format(key=sheet.project.key, url=sheet.get_absolute_url())
    page = client.get(url, headers={"accept-language": "en"}).content.decode()
    assert "Ministry of Internal Affairs and Communications" in page
    assert ">総務省<" not in page


def test_english_filter_still_asks_by_the_japanese_name(client: Client, sheet: ReviewSheet) -> None:
    page = client.get("/sheets/?ministry=総務省", headers={"accept-language": "en"}).content.decode()
    assert '<option value="総務省" selected>Ministry of Internal Affairs and Communications (1)</option>' in page
    assert '<td class="brief">Ministry of Internal Affairs and Communications</td>' in page


def test_japanese_page_has_no_more_marks(client: Client, sheet: ReviewSheet) -> None:
    page = client.get("/sheets/", headers={"accept-language": "ja"}).content.decode()
    assert '<option value="総務省">総務省（1）</option>' in page
    assert ">年金の支給</a>" in page
    assert '<span lang="ja">' not in page
