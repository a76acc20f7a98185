"""The funding flow on a sheet's page: its arrows lead to the blocks' payees without JavaScript, and have their CSV."""

import pytest
from django.test import Client

from reviewsheets.models import OwnCost, ReviewSheet
from tests.factories import make_block, make_budget_year, make_item_use, make_link, make_part, make_payment, make_sheet
from tests.wording import text_of

pytestmark = pytest.mark.django_db
ADDRESS = "/sheets/2024/総務省/1/"


def make_flow() -> ReviewSheet:
    """A direct block, one paid out of it, a self-arrow, own cost; 16 million yen were executed."""
    sheet = make_sheet(sheet_year=2024, number="1")
    make_budget_year(sheet, 2023, executed_million=16)
    a, b = make_block(sheet, "A", name="受託者", total_million=10), make_block(sheet, "B", name="再", total_million=5)
    make_payment(a, "見本社", amount_million=10)
    make_payment(b, "孫請社", amount_million=5)
    make_item_use(b, "人件費", amount_million=5)
    for source, target in ((None, a), (a, b), (b, b)):
        make_link(source, target)
    make_part(OwnCost, sheet, name="間接経費", item="職員旅費", amount_million=2)
    return sheet


def flow_section(client: Client) -> str:
    page = client.get(ADDRESS).content.decode()
    return page.partition('<section class="form-section" id="flow"')[2].partition("</section>")[0]


def lines(client: Client, table: str) -> list[str]:
    response = client.get(f"{ADDRESS}{table}.csv")
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]


def test_arrows_lead_to_the_payees_and_on_to_their_uses(client: Client) -> None:
    make_flow()
    page = client.get(ADDRESS).content.decode()
    assert '<a href="#block-1">A.受託者</a>' in flow_section(client)
    assert '<details class="rows block" id="block-1"' in page
    assert '<a href="#uses-2">このブロックの費目・使途（1行）</a>' in page
    assert '<details class="rows" id="uses-2"' in page


def test_paper_form_has_the_same_anchors(client: Client) -> None:
    sheet = make_sheet(sheet_year=2018, number="1")
    make_link(None, make_block(sheet, "A"))
    page = client.get("/sheets/2018/総務省/1/").content.decode()
    assert page.count('id="block-1"') == page.count('id="uses-1"') == 1
    assert page.count('href="#block-1"') == 2


def test_gap_and_kinds_stand_in_words(client: Client) -> None:
    make_flow()
    said = text_of(flow_section(client))
    assert (
        "図に入る金額（直接支出と国自らが支出する間接経費）は12百万円で、"
        "令和5年度 (2023)の執行額16百万円より4,000,000円（執行額の25.0％）少ない額です。" in said
    )
    for kind in ("直接支出 府省庁が支払う", "間接経費 国自らが支出する間接経費", "自己 自らに戻る矢印。"):
        assert kind in said


def test_arrows_as_csv(client: Client) -> None:
    make_flow()
    assert lines(client, "links") == [
        "支出元,支出元の名称,支出先,支出先の名称,種類,補足情報,矢印の種類,金額（円）,資金元の数,図",
        ",総務省,A,受託者,資金,,直接支出,10000000,1,描いている",
        "A,受託者,B,再,資金,,再委託等,5000000,1,描いている",
        "B,再,B,再,資金,,自己,,,描いていない（自らに戻る）",
        ",総務省,,国自らが支出する間接経費,資金,,間接経費,2000000,1,描いている",
    ]
    assert lines(client, "flow-sums") == [
        (
            "直接支出（円）,国自らが支出する間接経費（円）,資金の流れ（府省庁の額、円）,図に入る金額（円）,前年度の執行額（円）,"
            "執行額－図に入る金額（円）,執行額に対する割合（％）"
        ),
        "10000000,2000000,,12000000,16000000,4000000,25.0",
    ]


def test_sheet_without_arrows_says_so_and_lists_its_blocks(client: Client) -> None:
    sheet = make_sheet(sheet_year=2024, number="1")
    make_budget_year(sheet, 2023, executed_million=16)
    block = make_block(sheet, "A")
    make_payment(block, "見本社", amount_million=3)
    make_payment(block, "別の社", amount_million=4)
    said = text_of(flow_section(client))
    assert "このシートの公開データには資金の流れ（ブロックのつながり）がありません。" in said
    assert "流れの記載なし A.見本社 記載された支出先2者の計7百万円" in said
    assert "図に入る金額は分かりません。令和5年度 (2023)の執行額は16百万円です。" in said
    assert lines(client, "blocks")[1:] == ["A,,,,流れの記載なし"]
