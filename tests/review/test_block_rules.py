"""Rules on blocks and arrows: each with a sheet that passes, one found, one not evaluable, and its limits."""

from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from reviewsheets.models import Block, BlockLink, OwnCost, ReviewSheet
from reviewsheets.review.facts import BlockRow, HeaderRow, LinkRow, SheetFacts
from reviewsheets.review.limits import Limits
from reviewsheets.review.rules.blocks import flow_has_cycle
from tests.factories import make_block, make_budget_year, make_link, make_part, make_payment, make_sheet
from tests.review.reviewing import asked, figures_found, is_not_evaluable, is_passed, sentences

pytestmark = pytest.mark.django_db


def flow(arrows: str, **totals_million: Any) -> ReviewSheet:
    """flow(">A A>B", A=100, B=50): arrows of money between blocks, `>A` from the ministry."""
    sheet = make_sheet(sheet_year=2024)
    blocks = {letter: make_block(sheet, letter, total_million=total) for letter, total in totals_million.items()}
    for arrow in arrows.split():
        source, target = arrow.split(">")
        make_link(blocks.get(source), blocks[target])
    return sheet


def executed(sheet: ReviewSheet, executed_million: Any) -> ReviewSheet:
    make_budget_year(sheet, 2023, initial_million=1000, executed_million=executed_million)
    return sheet


# --- A07


def paid(total_million: Any, *amounts_million: Any, **fields: Any) -> Block:
    block = make_block(make_sheet(), total_million=total_million, **fields)
    for amount_million in amounts_million:
        make_payment(block, amount_million=amount_million)
    return block


def test_payees_who_got_more_than_their_block_are_found() -> None:
    sheet = paid(100, 100, 21, name="見本県").sheet
    assert figures_found(sheet, "A07") == [
        {
            "block": "A. 見本県",
            "block_yen": 100_000_000,
            "payees_yen": 121_000_000,
            "difference_yen": 21_000_000,
        }
    ]
    with translation.override("ja"):
        assert sentences(sheet, "A07") == [
            "ブロックA. 見本県の合計支出額は100百万円、支出先の合計は121百万円（差21百万円）。"
        ]


@pytest.mark.parametrize(
    ("payees_million", "is_found"),
    [(100, False), (120, False), ("120.000001", True), (80, False), ("79.999999", True), (0, True), (-5, True)],
)
def test_a_fifth_more_or_less_is_not_over_it(payees_million: Any, is_found: bool) -> None:
    looked_at, found = asked(paid(100, payees_million).sheet, "A07")
    assert (looked_at, bool(found)) == (1, is_found)


def test_ten_listed_payees_are_not_all() -> None:
    assert is_not_evaluable(paid(100, *[5] * 10).sheet, "A07")
    assert len(asked(paid(100, *[5] * 9).sheet, "A07")[1]) == 1
    assert is_passed(paid(100, *[10] * 10).sheet, "A07")
    assert len(asked(paid(100, *[13] * 10).sheet, "A07")[1]) == 1
    assert is_not_evaluable(paid(100, *[5] * 9, payee_count=10).sheet, "A07")
    assert len(asked(paid(100, *[5] * 9, payee_count=9).sheet, "A07")[1]) == 1


def test_a_row_of_others_makes_the_list_whole() -> None:
    block = paid(100, *[5] * 10)
    make_payment(block, "その他", amount_million=20, is_other=True)
    assert [row["difference_yen"] for row in figures_found(block.sheet, "A07")] == [-30_000_000]


def test_blocks_without_amounts_are_not_compared() -> None:
    assert is_not_evaluable(paid(None, 5).sheet, "A07")
    assert is_not_evaluable(paid("-", 5).sheet, "A07")
    assert is_not_evaluable(paid(-1, 5).sheet, "A07")
    assert is_not_evaluable(paid(100).sheet, "A07")
    assert is_not_evaluable(paid(100, None, "-").sheet, "A07")
    assert is_not_evaluable(paid(100, 5, None).sheet, "A07")
    assert len(asked(paid(100, 121, None).sheet, "A07")[1]) == 1
    assert len(asked(paid(0, 1).sheet, "A07")[1]) == 1
    assert is_passed(paid(0, 0).sheet, "A07")


def test_a_doubtful_payee_is_another_rules_matter() -> None:
    block = paid(100, 100)
    make_payment(block, amount_million=100_000_000, is_amount_doubtful=True)
    assert is_not_evaluable(block.sheet, "A07")


# --- A08


def test_a_flow_that_is_not_what_was_executed_is_found() -> None:
    sheet = executed(flow(">A >B A>C", A=60, B=20, C=50), 100)
    make_part(OwnCost, sheet, amount_million=5)
    assert figures_found(sheet, "A08") == [
        {
            "budget_year": 2023,
            "direct_yen": 80_000_000,
            "own_cost_yen": 5_000_000,
            "flow_yen": 85_000_000,
            "executed_yen": 100_000_000,
            "difference_yen": -15_000_000,
        }
    ]
    with translation.override("ja"):
        assert sentences(sheet, "A08") == [
            (
                "国から直接支出されたブロックと国自らの間接経費の合計は85百万円、"
                "令和5年度 (2023)の執行額は100百万円（差-15百万円）。"
            )
        ]


def test_an_own_cost_that_is_not_given_is_no_zero() -> None:
    (figures,) = figures_found(executed(flow(">A", A=60), 100), "A08")
    assert "own_cost_yen" not in figures


@pytest.mark.parametrize(
    ("total", "executed_million", "is_found"),
    [(90, 100, False), ("89.9", 100, True), (110, 100, False), ("110.1", 100, True), (0, 0, False), (1, 0, True)],
)
def test_a_tenth_is_not_over_it(total: Any, executed_million: int, is_found: bool) -> None:
    looked_at, found = asked(executed(flow(">A", A=total), executed_million), "A08")
    assert (looked_at, bool(found)) == (1, is_found)


def test_an_incomplete_flow_is_not_compared() -> None:
    assert is_not_evaluable(executed(flow("", A=5), 100), "A08")
    assert is_not_evaluable(executed(flow(">A >B", A=5, B=None), 100), "A08")
    assert is_not_evaluable(executed(flow(">A >B A>B", A=5, B=5), 100), "A08")
    assert is_not_evaluable(flow(">A", A=5), "A08")
    assert is_not_evaluable(executed(flow(">A", A=5), None), "A08")
    assert is_not_evaluable(executed(flow(">A", A=5), -1), "A08")
    doubtful = executed(flow(">A", A=500), 100)
    make_payment(doubtful.blocks.get(), amount_million=500, is_amount_doubtful=True)
    assert is_not_evaluable(doubtful, "A08")


def test_a_reference_is_no_money_from_the_state() -> None:
    sheet = executed(flow("", A=5), 100)
    make_link(None, sheet.blocks.get(), kind=BlockLink.Kind.REFERENCE)
    assert is_not_evaluable(sheet, "A08")


# --- A09


def test_more_passed_on_than_a_block_got_is_found() -> None:
    sheet = flow(">A A>B A>C", A=100, B=60, C=45)
    assert figures_found(sheet, "A09") == [
        {"block": "A", "block_yen": 100_000_000, "downstream_yen": 105_000_000, "difference_yen": 5_000_000}
    ]
    assert asked(sheet, "A09")[0] == 1
    with translation.override("ja"):
        assert sentences(sheet, "A09") == [
            "ブロックAの額100百万円に対し、そこから支出された額の合計は105百万円（5百万円上回る）。"
        ]


@pytest.mark.parametrize(
    ("block", "child", "is_found"),
    [(100, 101, False), (100, "101.01", True), (100, 0, False), (0, 0, False), (0, 1, True), (0, -1, False)],
)
def test_roundings_add_up_to_a_percent(block: int, child: Any, is_found: bool) -> None:
    looked_at, found = asked(flow(">A A>B", A=block, B=child), "A09")
    assert (looked_at, bool(found)) == (1, is_found)


def test_what_several_pay_into_counts_for_none() -> None:
    assert asked(flow(">A >B A>C B>C", A=10, B=10, C=15), "A09") == (0, [])
    assert asked(flow(">A >B A>C B>C A>D", A=10, B=10, C=15, D=9), "A09") == (1, [])
    assert asked(flow(">A >C A>C", A=10, C=15), "A09") == (0, [])


def test_where_nothing_is_passed_on_or_amounts_lack_nothing_is_said() -> None:
    assert is_not_evaluable(flow(">A", A=10), "A09")
    assert is_not_evaluable(flow(">A A>B", A=None, B=5), "A09")
    assert is_not_evaluable(flow(">A A>B", A=5, B=None), "A09")
    assert is_not_evaluable(flow(">A A>B", A=-5, B=5), "A09")
    assert is_not_evaluable(flow(">A A>A", A=5), "A09")


# --- A10, A11, A12


def test_money_that_comes_back_is_found() -> None:
    sheet = flow(">A A>B B>C C>B C>D", A=9, B=8, C=7, D=6)
    assert figures_found(sheet, "A10") == [{"blocks": "B、C"}]
    assert [found.place for found in asked(sheet, "A10")[1]] == ["block/B"]
    with translation.override("ja"):
        assert sentences(sheet, "A10") == ["ブロックB、Cの間で資金が一巡している。"]


def test_two_ways_to_a_block_are_no_cycle() -> None:
    assert is_passed(flow(">A >B A>C B>C C>D", A=9, B=8, C=7, D=6), "A10")
    assert is_passed(flow(">A A>A", A=9), "A10")
    assert is_not_evaluable(flow("", A=9), "A10")


def test_a_reference_closes_no_cycle() -> None:
    sheet = flow(">A A>B", A=9, B=8)
    make_link(sheet.blocks.get(letter="B"), sheet.blocks.get(letter="A"), kind=BlockLink.Kind.REFERENCE)
    assert is_passed(sheet, "A10")


@given(st.sets(st.tuples(st.integers(1, 6), st.integers(1, 6)), max_size=12))
def test_a_cycle_is_what_returns_by_two_steps_or_more(arrows: set[tuple[int, int]]) -> None:
    blank: dict[str, Any] = dict.fromkeys(HeaderRow._fields)
    facts = SheetFacts(HeaderRow(**blank))
    facts.blocks = {pk: BlockRow(pk, "ABCDEF"[pk - 1], "", "", None, False) for pk in range(1, 7)}
    facts.links = [LinkRow(0, None, 1, True), *(LinkRow(0, source, target, True) for source, target in arrows)]
    reached = {(a, b) for a, b in arrows if a != b}
    for _step in range(6):
        reached |= {(a, d) for a, b in reached for c, d in reached if b == c}
    circling = "、".join(sorted("ABCDEF"[a - 1] for a, b in reached if a == b))
    (found,) = flow_has_cycle(facts, Limits())
    assert (found.figures["blocks"] if found else "") == circling


def test_a_block_without_any_arrow_is_found() -> None:
    sheet = flow(">A C>D", A=9, B=8, C=7, D=6)
    assert figures_found(sheet, "A11") == [{"block": "B"}]
    looked_at, (found,) = asked(sheet, "A11")
    assert (looked_at, found.place, found.amount_yen) == (4, "block/B", 8_000_000)
    with translation.override("ja"):
        assert sentences(sheet, "A11") == ["ブロックBにつながる矢印がない。"]


def test_other_money_and_references_are_arrows_too() -> None:
    sheet = flow(">A C>D", A=9, B=8, C=7, D=6)
    make_link(sheet.blocks.get(letter="A"), sheet.blocks.get(letter="B"), kind=BlockLink.Kind.REFERENCE)
    assert is_passed(sheet, "A11")


def test_without_arrows_no_block_is_left_out() -> None:
    assert is_not_evaluable(flow("", A=9, B=8), "A11")
    sheet = flow(">A", A=9)
    make_block(sheet, "B", is_implied=True)
    assert asked(sheet, "A11") == (1, [])


def test_an_arrow_to_itself_is_found() -> None:
    sheet = flow(">A A>A A>A A>B", A=9, B=8)
    looked_at, found = asked(sheet, "A12")
    assert (looked_at, [item.place for item in found]) == (4, ["link/A/A", "link/A/A"])
    assert figures_found(sheet, "A12") == [{"block": "A"}, {"block": "A"}]
    assert is_passed(flow(">A A>B", A=9, B=8), "A12")
    assert is_not_evaluable(flow("", A=9), "A12")
