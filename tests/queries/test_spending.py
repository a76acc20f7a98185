from decimal import Decimal

import pytest

from reviewsheets.queries.spending import flow_of
from reviewsheets.units.cells import Cell, YenCell
from reviewsheets.units.flow import Reach
from tests.factories import make_block, make_item_use, make_link, make_payment, make_sheet

pytestmark = pytest.mark.django_db
MILLION = 1_000_000


def test_direct_and_recommissioned_money_stand_apart() -> None:
    sheet = make_sheet(outlay_million=100)
    a, b, c = (make_block(sheet, letter, total_million=total) for letter, total in (("A", 100), ("B", 60), ("C", 5)))
    make_link(None, a)
    make_link(a, b)
    flow = flow_of(sheet)
    assert [block.reach for block in flow.blocks] == [Reach.DIRECT, Reach.RECOMMISSIONED, Reach.OTHER]
    assert flow.total_of(Reach.DIRECT) == YenCell(100 * MILLION)
    assert flow.total_of(Reach.RECOMMISSIONED) == YenCell(60 * MILLION)
    assert [[block.letter for block in level] for level in flow.levels] == [["A"], ["B"], ["C"]]
    assert c.letter == "C"


def test_block_paid_from_other_money_is_not_recommissioned() -> None:
    sheet = make_sheet()
    a, b = make_block(sheet, "A"), make_block(sheet, "B")
    make_link(a, b)
    assert [block.reach for block in flow_of(sheet).blocks] == [Reach.OTHER, Reach.OTHER]


def test_reference_and_self_arrows_are_no_sources() -> None:
    sheet = make_sheet()
    a, b = make_block(sheet, "A"), make_block(sheet, "B")
    make_link(None, a)
    make_link(a, a)
    make_link(a, b, kind="reference")
    first, second = flow_of(sheet).blocks
    assert [link.source for link in first.money_sources] == [None]
    assert (second.money_sources, second.reach) == ((), Reach.OTHER)
    assert len(second.incoming) == 1


def test_cycle_ends_the_walk() -> None:
    sheet = make_sheet()
    a, b = make_block(sheet, "A"), make_block(sheet, "B")
    make_link(None, a)
    make_link(a, b)
    make_link(b, a)
    assert [block.depth for block in flow_of(sheet).blocks] == [1, 2]


def test_empty_frame_of_the_form_is_no_part_of_the_figure() -> None:
    sheet = make_sheet()
    a = make_block(sheet, "A", name="請負事業者")
    make_block(sheet, "B")
    make_link(None, a)
    flow = flow_of(sheet)
    assert [block.title for block in flow.blocks] == ["A.請負事業者", "B."]
    assert [block.title for block in flow.used_blocks] == ["A.請負事業者"]


def test_items_are_totalled_and_an_empty_table_totals_zero() -> None:
    sheet = make_sheet()
    a = make_block(sheet, "A")
    make_block(sheet, "B")
    make_item_use(a, "人件費", amount_million="1.5")
    make_item_use(a, "旅費", amount_million="-")
    assert [block.item_total_yen for block in flow_of(sheet).blocks] == [1_500_000, 0]


def test_payee_keeps_its_published_number_and_is_flagged() -> None:
    sheet = make_sheet()
    block = make_block(sheet, "A", name="民間")
    make_payment(
        block, "株式会社見本", corporate_number="1234567890123", amount_million=3, bidders=1, award_rate_text="-"
    )
    row = flow_of(sheet).blocks[0].payees[0]
    assert (row.rank, row.name, row.corporate_number) == (1, "株式会社見本", "1234567890123")
    assert row.has_wrong_corporate_number
    assert (row.amount, row.bidders, row.award_rate) == (YenCell(3 * MILLION), Cell(Decimal(1)), Cell(text="-"))
    assert flow_of(sheet).blocks[0].item_title == "A.株式会社見本"
