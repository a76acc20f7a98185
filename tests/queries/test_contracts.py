from decimal import Decimal

import pytest

from reviewsheets.models import MultiYearContract, OwnCost
from reviewsheets.queries.contracts import Competition, OwnCostRow, Terms, multi_year_contracts_of, own_costs_of
from reviewsheets.queries.spending import flow_of
from reviewsheets.units.cells import Cell, YenCell
from reviewsheets.units.flow import Reach
from tests.factories import make_block, make_contract, make_item_use, make_link, make_part, make_payment, make_sheet

pytestmark = pytest.mark.django_db
MILLION = 1_000_000


def test_contracts_stand_under_their_payee_and_are_not_added() -> None:
    sheet = make_sheet(sheet_year=2024)
    block = make_block(sheet, total_million=5)
    make_link(None, block)
    payment = make_payment(block, amount_million=5)
    make_contract(payment, "一", amount_million=3, bidders=2, award_rate_percent=Decimal("98.1"))
    make_contract(payment, "二", amount_million=2)
    flow = flow_of(sheet)
    (payee,) = flow.blocks[0].payees
    assert [(row.summary, row.amount) for row in payee.contracts] == [
        ("一", YenCell(3 * MILLION)),
        ("二", YenCell(2 * MILLION)),
    ]
    assert (payee.amount, flow.total_of(Reach.DIRECT)) == (YenCell(5 * MILLION), YenCell(5 * MILLION))
    assert payee.contracts[0].terms.known_award_rate == Cell(Decimal("98.1"))


def test_zero_bidders_that_mean_blank_are_blank_and_kept_as_written() -> None:
    payment = make_payment(make_block(make_sheet(sheet_year=2024)))
    make_contract(payment, bidders_text="0", award_rate_text="0.0")
    terms = flow_of(payment.block.sheet).blocks[0].payees[0].contracts[0].terms
    assert (terms.known_bidders, terms.known_award_rate) == (Cell(), Cell())
    assert (terms.bidders, terms.award_rate) == (Cell(text="0"), Cell(text="0.0"))


def test_table_has_columns_only_for_what_its_contracts_say() -> None:
    sheet = make_sheet(sheet_year=2024)
    plain, full = (make_payment(make_block(sheet, letter)) for letter in "AB")
    make_contract(plain, amount_million=1)
    make_contract(full, amount_million=1, contract_method="随意契約（その他）", reason="理由")
    blocks = flow_of(sheet).blocks
    assert [(b.has_terms, b.has_reasons, b.contract_columns) for b in blocks] == [(False, False, 2), (True, True, 6)]


def test_doubtful_amount_is_in_no_sum() -> None:
    sheet = make_sheet(sheet_year=2024)
    a, b = make_block(sheet, "A", total_million=10), make_block(sheet, "B", total_million=9_000_000)
    for block in (a, b):
        make_link(None, block)
    make_payment(a, amount_million=10)
    make_payment(b, amount_million=9_000_000, is_amount_doubtful=True)
    flow = flow_of(sheet)
    assert [block.is_doubtful for block in flow.blocks] == [False, True]
    assert flow.total_of(Reach.DIRECT) == YenCell(10 * MILLION)
    assert len(flow.doubtful_payees) == 1


def test_block_whose_total_does_not_hold_the_doubtful_amount_counts() -> None:
    sheet = make_sheet(sheet_year=2018)
    block = make_block(sheet, "A", total_million=10)
    make_payment(block, amount_million=9_000_000, is_amount_doubtful=True)
    assert not flow_of(sheet).blocks[0].is_doubtful


def test_long_lists_are_folded_from_the_block_that_makes_them_long() -> None:
    sheet = make_sheet(sheet_year=2024)
    for letter, payees in (("A", 2), ("B", 79), ("C", 1)):
        block = make_block(sheet, letter)
        for _place in range(payees):
            make_payment(block)
            make_item_use(block)
    flow = flow_of(sheet)
    assert (flow.open_payees, flow.open_items) == ({"A"}, {"A"})


def test_block_that_only_an_arrow_names_is_not_listed() -> None:
    sheet = make_sheet(sheet_year=2024)
    make_block(sheet, "A")
    make_block(sheet, "B", is_implied=True)
    assert [block.letter for block in flow_of(sheet).listed_blocks] == ["A"]


def test_uses_are_grouped_by_payee_and_contract() -> None:
    block = make_block(make_sheet(sheet_year=2024))
    for payee, contract in (("甲", "一"), ("甲", "一"), ("甲", "二"), ("乙", "一")):
        make_item_use(block, payee_name=payee, contract_summary=contract)
    groups = flow_of(block.sheet).blocks[0].item_groups
    assert [(group.payee_name, group.contract_summary, len(group.rows)) for group in groups] == [
        ("甲", "一", 2),
        ("甲", "二", 1),
        ("乙", "一", 1),
    ]


def test_multi_year_contracts_and_own_costs_are_their_own_tables() -> None:
    sheet = make_sheet(sheet_year=2024)
    named = {"name": "甲", "corporate_number": "1234567890123", "summary": "賃貸借"}
    make_part(MultiYearContract, sheet, legal_kind="301", amount_million=100, **named)
    make_part(MultiYearContract, sheet, legal_kind="999")
    make_part(OwnCost, sheet, name="間接経費", item="旅費", amount_million=1)
    first, second = multi_year_contracts_of(sheet)
    assert (first.amount, first.has_wrong_corporate_number) == (YenCell(100 * MILLION), True)
    assert (first.legal_kind_words, second.legal_kind_words) == ("株式会社", "999")
    assert own_costs_of(sheet) == (OwnCostRow("間接経費", "旅費", YenCell(MILLION)),)
    assert flow_of(sheet).total_of(Reach.DIRECT) == YenCell()


def test_competition_counts_what_the_terms_tell() -> None:
    methods = ["一般競争契約（最低価格）"] * 3 + ["随意契約（公募）", "随意契約（その他）", "補助金等交付", ""]
    bidders = [Cell(Decimal(1)), Cell(Decimal(2)), Cell(None, "0"), Cell(), Cell(Decimal(1)), Cell(), Cell(Decimal(1))]
    terms = [Terms(method, bidders=bid) for method, bid in zip(methods, bidders, strict=True)]
    assert Competition.of(terms) == Competition(contracts=6, competitive=4, known=2, single=1, without=1)
    assert Competition.of([]) == Competition(0, 0, 0, 0, 0)
