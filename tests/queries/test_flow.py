from decimal import Decimal

import pytest

from reviewsheets.models import OwnCost
from reviewsheets.queries.flow import ArrowKind, ArrowRow, Balance, Place, Undrawn
from reviewsheets.queries.spending import flow_of
from reviewsheets.units.cells import YenCell
from reviewsheets.units.flow import Reach
from tests.factories import make_block, make_budget_year, make_link, make_part, make_payment, make_sheet

pytestmark = pytest.mark.django_db
MILLION = 1_000_000


def brief(arrow: ArrowRow) -> tuple[str, str, str, int | None, Undrawn | None]:
    """From, to, kind, million yen, why it is not drawn."""
    ends = [end.letter or end.place.value for end in (arrow.source, arrow.target)]
    million = None if arrow.amount.yen is None else arrow.amount.yen // MILLION
    return ends[0], ends[1], arrow.kind.value, million, arrow.undrawn


def test_every_kind_of_arrow_is_told_apart() -> None:
    sheet = make_sheet()
    a, b, c, d = (make_block(sheet, letter, total_million=10 + place) for place, letter in enumerate("ABCD"))
    make_link(None, a)
    make_link(a, b)
    make_link(c, d)
    make_link(a, a)
    make_link(a, c, kind="reference")
    make_part(OwnCost, sheet, name="間接経費", item="職員旅費", amount_million=2)
    make_part(OwnCost, sheet, name="間接経費", item="諸謝金", amount_million=1)
    assert [brief(arrow) for arrow in ArrowRow.all_of(flow_of(sheet))] == [
        ("ministry", "A", "direct", 10, None),
        ("A", "B", "recommissioned", 11, None),
        ("C", "D", "other", 13, None),
        ("A", "A", "self", None, Undrawn.SELF),
        ("A", "C", "reference", None, None),
        ("ministry", "own-cost", "own-cost", 3, None),
    ]


def test_block_without_a_source_gets_other_money() -> None:
    sheet = make_sheet()
    make_link(None, make_block(sheet, "A", total_million=10))
    make_block(sheet, "B", total_million=5)
    own = ArrowRow.all_of(flow_of(sheet))[1]
    assert brief(own) == ("other-money", "B", "other", 5, None)
    assert not own.is_published


def test_several_sources_split_no_published_amount() -> None:
    sheet = make_sheet()
    a, b = make_block(sheet, "A", total_million=10), make_block(sheet, "B", total_million=5)
    for source, target in ((None, a), (None, b), (a, b)):
        make_link(source, target)
    first, second, third = ArrowRow.all_of(flow_of(sheet))
    assert (first.sources, first.amount) == (1, YenCell(10 * MILLION))
    assert [(arrow.sources, arrow.is_split, arrow.amount) for arrow in (second, third)] == [(2, True, YenCell())] * 2


def test_arrow_that_is_published_twice_is_one_source() -> None:
    sheet = make_sheet()
    a = make_block(sheet, "A", total_million=10)
    make_link(None, a, note="【補助】")
    make_link(None, a, note="【委託】")
    first, second = ArrowRow.all_of(flow_of(sheet))
    assert (first.sources, first.amount, first.is_repeated) == (1, YenCell(10 * MILLION), False)
    assert (second.sources, second.amount, second.is_repeated, second.note) == (1, YenCell(), True, "【委託】")


def test_why_an_arrow_is_not_drawn() -> None:
    sheet = make_sheet()
    totals = {"A": 1, "B": "-", "C": 0, "D": 900}
    a, b, c, d = (make_block(sheet, letter, total_million=total) for letter, total in totals.items())
    make_payment(d, amount_million=900, is_amount_doubtful=True)
    for block in (a, b, c, d):
        make_link(None, block)
    reasons = [arrow.undrawn for arrow in ArrowRow.all_of(flow_of(sheet))]
    assert reasons == [None, Undrawn.BLANK, Undrawn.NOT_POSITIVE, Undrawn.DOUBTFUL]


def test_reference_alone_makes_no_figure() -> None:
    sheet = make_sheet()
    make_link(None, make_block(sheet, "A"), kind="reference")
    (arrow,) = ArrowRow.all_of(flow_of(sheet))
    assert (arrow.kind, arrow.undrawn) == (ArrowKind.REFERENCE, Undrawn.BLANK)


def test_sheet_without_arrows_of_money_has_no_flow() -> None:
    sheet = make_sheet()
    make_block(sheet, "A", total_million=10)
    flow = flow_of(sheet)
    assert [block.reach for block in flow.blocks] == [Reach.UNKNOWN]
    assert not flow.has_arrows
    assert ArrowRow.all_of(flow) == ()


def test_block_that_only_lists_payees_is_part_of_the_sheet() -> None:
    sheet = make_sheet()
    block = make_block(sheet, "A")
    make_payment(block, amount_million=3)
    make_payment(block, amount_million=4)
    make_payment(block, amount_million=9_000, is_amount_doubtful=True)
    (shown,) = flow_of(sheet).used_blocks
    assert (shown.total, shown.payees_total) == (YenCell(), YenCell(7 * MILLION))


def test_what_enters_stands_beside_what_was_executed() -> None:
    sheet = make_sheet(sheet_year=2024)
    make_budget_year(sheet, 2023, executed_million=16)
    make_budget_year(sheet, 2022, executed_million=99)
    a, b = make_block(sheet, "A", total_million=10), make_block(sheet, "B", total_million=5)
    make_link(None, a)
    make_link(a, b)
    make_part(OwnCost, sheet, amount_million=2)
    balance = Balance.of(flow_of(sheet))
    assert (balance.direct, balance.own_cost, balance.entered) == tuple(YenCell(n * MILLION) for n in (10, 2, 12))
    assert (balance.executed, balance.gap_yen) == (YenCell(16 * MILLION), 4 * MILLION)
    assert balance.gap_percent == Decimal(25)


def test_more_may_enter_than_was_executed() -> None:
    sheet = make_sheet(sheet_year=2024)
    make_budget_year(sheet, 2023, executed_million=8)
    make_link(None, make_block(sheet, "A", total_million=10))
    balance = Balance.of(flow_of(sheet))
    assert (balance.gap_yen, balance.gap_percent) == (-2 * MILLION, Decimal(-25))


def test_nothing_executed_has_no_percent() -> None:
    sheet = make_sheet(sheet_year=2024)
    make_budget_year(sheet, 2023, executed_million=0)
    make_link(None, make_block(sheet, "A", total_million=10))
    balance = Balance.of(flow_of(sheet))
    assert (balance.gap_yen, balance.gap_percent) == (-10 * MILLION, None)


def test_year_that_has_not_ended_is_not_compared() -> None:
    sheet = make_sheet(sheet_year=2024)
    make_budget_year(sheet, 2023, executed_text="0")
    make_link(None, make_block(sheet, "A", total_million=10))
    balance = Balance.of(flow_of(sheet))
    assert (balance.executed, balance.gap_yen) == (YenCell(), None)


def test_head_of_the_paper_figure_enters_where_no_block_has_an_amount() -> None:
    sheet = make_sheet(outlay_million=599)
    make_link(None, make_block(sheet, "A"))
    balance = Balance.of(flow_of(sheet))
    assert (balance.entered, balance.is_outlay, balance.unpriced) == (YenCell(599 * MILLION), True, 1)


def test_without_arrows_what_enters_is_not_known() -> None:
    sheet = make_sheet()
    make_block(sheet, "A", total_million=10)
    make_part(OwnCost, sheet, amount_million=2)
    balance = Balance.of(flow_of(sheet))
    assert (balance.entered, balance.has_unlinked) == (YenCell(), True)


def test_shared_and_doubtful_direct_blocks_are_counted() -> None:
    sheet = make_sheet()
    totals = {"A": 10, "B": 5, "C": 900}
    a, b, c = (make_block(sheet, letter, total_million=total) for letter, total in totals.items())
    make_payment(c, amount_million=900, is_amount_doubtful=True)
    for source, target in ((None, a), (None, b), (a, b), (None, c)):
        make_link(source, target)
    balance = Balance.of(flow_of(sheet))
    assert (balance.shared, balance.doubtful, balance.direct) == (1, 1, YenCell(15 * MILLION))
    assert ArrowRow.all_of(flow_of(sheet))[0].source.place is Place.MINISTRY


def test_money_of_other_origin_is_told_where_no_arrow_comes_from_the_ministry() -> None:
    """A block that another pays is no origin, nor is one whose amount is doubtful."""
    sheet = make_sheet()
    a, b, c = (make_block(sheet, letter, total_million=million) for letter, million in (("A", 9), ("B", 4), ("C", 90)))
    make_link(a, b)
    make_payment(c, amount_million=90, is_amount_doubtful=True)
    make_budget_year(sheet, 2017, executed_million=10)
    balance = Balance.of(flow_of(sheet))
    assert (balance.entered, balance.other, balance.other_gap_yen) == (YenCell(), YenCell(9 * MILLION), MILLION)
