"""Shares of contracts: one bidder, no competition, award rates, reasons; each of those that say it."""

from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from reviewsheets import access
from reviewsheets.models import ContractFacts, MultiYearContract, Payee, Payment, ReviewSheet
from reviewsheets.queries.contract_facts import (
    Bids,
    ContractPart,
    ContractsPage,
    Form,
    Reasons,
    contract_groups,
    contracts_page,
    ministry_contracts,
    payee_name,
    years_without_terms,
)
from reviewsheets.queries.contract_list import ListedContract, contracts_of, listed_contracts
from reviewsheets.summaries.refresh import refresh
from tests.factories import (
    make_block,
    make_budget_year,
    make_contract,
    make_ministry,
    make_part,
    make_payment,
    make_sheet,
)

pytestmark = pytest.mark.django_db
OKU = 100_000_000
TENDER, CALL, OTHER = "一般競争契約（最低価格）", "随意契約（公募）", "随意契約（その他）"
QUERIES = 3


def over_years(sheet: ReviewSheet, method: str = TENDER, **terms: Any) -> MultiYearContract:
    """A contract over several years of 1億円."""
    given = {"name": "甲社", "payee": Payee.named("甲社", ""), "contract_method": method, "amount_yen": OKU}
    return make_part(MultiYearContract, sheet, **given | terms)


def rs_sheet(**fields: Any) -> ReviewSheet:
    return make_sheet(sheet_year=2024, **fields)


def page() -> ContractsPage:
    refresh()
    facts = access.public_contract_facts()
    return contracts_page(facts, contract_groups(facts))


def part(form: Form = Form.MULTI_YEAR) -> ContractPart:
    return next(part for part in page().parts if part.form is form)


def listed(sort: str = "") -> list[ListedContract]:
    refresh()
    facts = access.public_contract_facts()
    return list(contracts_of(listed_contracts(facts, sort=sort)))


def test_single_bids_are_a_share_of_those_whose_bidders_are_known() -> None:
    sheet = rs_sheet()
    for bidders in (1, 1, 2, None):
        over_years(sheet, bidders=bidders)
    over_years(sheet, CALL, bidders=1)
    over_years(sheet, CALL)
    over_years(sheet, OTHER, bidders=1)  # nobody could compete: no single bid
    shares = part().shares
    assert (shares.competitive, shares.tenders, shares.calls) == (Bids(6, 4, 3), Bids(4, 3, 2), Bids(2, 1, 1))
    assert (shares.competitive.single_percent, shares.competitive.known_percent) == (75, Decimal(400) / 6)


def test_bidders_of_zero_are_blank() -> None:
    over_years(rs_sheet(), bidders=None, bidders_text="0")
    assert part().shares.competitive == Bids(1, 0, 0)
    assert part().shares.competitive.single_percent is None


def test_share_without_competition_leaves_out_what_has_no_place_in_it() -> None:
    sheet = rs_sheet()
    for method in (TENDER, CALL, OTHER, "随意契約（不落・不調）", "補助金等交付"):
        over_years(sheet, method)
    over_years(sheet, "", bidders=2)
    shares = part().shares
    assert (shares.without_competition, shares.failed, shares.judged, shares.outside, shares.blank) == (2, 1, 4, 1, 1)
    assert (shares.no_competition_percent, shares.judged_percent) == (50, Decimal(400) / 6)


def test_no_contract_with_a_method_has_no_share() -> None:
    over_years(rs_sheet(), "", bidders=2)
    assert part().shares.no_competition_percent is None


def test_payments_and_whole_contracts_are_never_added() -> None:
    sheet = rs_sheet()
    over_years(sheet, amount_yen=7)
    payment = make_payment(make_block(sheet), amount_yen=5)
    make_contract(payment, contract_method=TENDER, amount_yen=5)
    assert [(part.form, part.shares.contracts, part.shares.amount_yen) for part in page().parts] == [
        (Form.PAYMENTS, 1, 5),
        (Form.MULTI_YEAR, 1, 7),
    ]


def test_contract_of_a_draft_is_not_there() -> None:
    over_years(rs_sheet(published=False))
    assert page() == ContractsPage(contracts=0, fictional=0, parts=())
    assert listed() == []
    assert payee_name(access.public_contract_facts(), Payee.objects.get().key) == ""


def test_made_up_ministries_count_only_where_there_are_no_others() -> None:
    fiction = make_ministry("見本省", is_fictional=True)
    over_years(rs_sheet(ministry=fiction))
    assert (page().contracts, page().fictional, part().shares.contracts) == (1, 0, 1)
    over_years(rs_sheet(ministry="財務省"), OTHER)
    assert (page().contracts, page().fictional, part().shares.contracts) == (2, 1, 1)
    assert [row.name for row in part().ministries] == ["財務省"]
    assert sum(rate.contracts for rate in part().rates) == 1


@pytest.mark.parametrize(
    ("rate", "key"),
    [
        ("69.999", "to-70"),
        ("70", "to-80"),
        ("80", "to-90"),
        ("90", "to-95"),
        ("95", "to-99"),
        ("99", "to-100"),
        ("99.999", "to-100"),
        ("100", "100"),
        ("100.01", "over-100"),
        (None, "blank"),
    ],
)
def test_award_rate_is_in_its_class(rate: str | None, key: str) -> None:
    over_years(rs_sheet(), award_rate_percent=None if rate is None else Decimal(rate))
    assert [(row.key, row.contracts) for row in part().rates if row.contracts] == [(key, 1)]


def test_reasons_are_asked_of_large_contracts_that_nobody_else_could_or_did_bid_for() -> None:
    sheet = rs_sheet()
    make_budget_year(sheet, 2023, initial_million=10_000)
    over_years(sheet, bidders=1, amount_yen=10 * OKU)
    over_years(sheet, OTHER, amount_yen=10 * OKU, reason="特許があるため")
    over_years(sheet, "その他", bidders=1, amount_yen=10 * OKU)
    over_years(sheet, bidders=2, amount_yen=10 * OKU)
    over_years(sheet, OTHER, amount_yen=10 * OKU - 1)
    over_years(sheet, "随意契約（不落・不調）", amount_yen=10 * OKU)
    assert part().reasons == Reasons(contracts=3, given=1)
    assert part().reasons.missing == 2


def test_methods_have_their_part_of_contracts_and_of_amounts() -> None:
    sheet = rs_sheet()
    for method, amount in ((TENDER, 60), (TENDER, 20), (OTHER, 20), ("", None)):
        over_years(sheet, method, amount_yen=amount, bidders=3)
    rows = [(row.method, row.shares.contracts, row.contracts_percent, row.amount_percent) for row in part().methods]
    assert rows == [(TENDER, 2, 50, 80), (OTHER, 1, 25, 20), ("", 1, 25, None)]


def test_years_and_ministries_are_told_apart() -> None:
    over_years(make_sheet(sheet_year=2024, ministry="総務省"), bidders=1)
    over_years(make_sheet(sheet_year=2025, ministry="総務省"), OTHER)
    over_years(make_sheet(sheet_year=2025, ministry="財務省"), OTHER)
    assert [(row.sheet_year, row.shares.contracts) for row in part().years] == [(2025, 2), (2024, 1)]
    own = ministry_contracts(access.public_contract_facts(), "総務省")
    assert [(row.sheet_year, row.shares.without_competition) for row in own] == [(2025, 1), (2024, 0)]


def test_amount_far_above_the_budget_is_left_out() -> None:
    sheet, without_budget = rs_sheet(), rs_sheet()
    make_budget_year(sheet, 2023, initial_yen=10)
    make_budget_year(sheet, 2021, executed_yen=20)
    over_years(sheet, amount_yen=201)
    over_years(sheet, amount_yen=200)
    over_years(without_budget, amount_yen=1_000)
    assert (part().shares.amount_yen, part().shares.doubtful) == (1_200, 1)
    assert [(row.amount_yen, row.is_doubtful) for row in listed("-amount")] == [
        (1_000, False),
        (200, False),
        (201, True),
    ]


def test_amount_of_a_marked_payee_is_left_out() -> None:
    block = make_block(make_sheet())
    marked = make_payment(block, amount_yen=500, is_amount_doubtful=True, contract_method=TENDER)
    make_contract(marked, amount_yen=400, contract_method=TENDER)
    make_payment(block, amount_yen=5, contract_method=TENDER)
    assert (part(Form.PAYMENTS).shares.amount_yen, part(Form.PAYMENTS).shares.doubtful) == (5, 2)


def test_listed_contract_says_where_it_stands() -> None:
    sheet = rs_sheet(ministry="総務省", number="7", name="見本事業")
    over_years(sheet, summary="見本の購入", bidders=2, award_rate_percent=Decimal("98.76"), reason="理由")
    paid = make_payment(make_block(sheet), "乙社", work="見本の調査", contract_method=OTHER, amount_yen=3)
    make_contract(paid, "見本の点検", contract_method=CALL, amount_yen=2)
    assert [(row.form, row.payee_name, row.summary, row.amount_yen) for row in listed()] == [
        (Form.PAYMENTS, "乙社", "見本の調査", 3),
        (Form.PAYMENTS, "乙社", "見本の点検", 2),
        (Form.MULTI_YEAR, "甲社", "見本の購入", OKU),
    ]
    last = listed()[-1]
    assert (last.sheet_year, last.sheet_number, last.sheet_name, last.bidders) == (2024, "7", "見本事業", 2)
    assert (last.award_rate_percent, last.reason, last.payee_key) == (
        Decimal("98.76"),
        "理由",
        Payee.named("甲社", "").key,
    )


@pytest.mark.parametrize(
    ("sort", "bidders"),
    [("-bidders", [3, 1, None]), ("bidders", [1, 3, None]), ("nothing", [None, 3, 1]), ("-", [None, 3, 1])],
)
def test_blank_ones_come_last_however_it_is_sorted(sort: str, bidders: list[int | None]) -> None:
    sheet = rs_sheet()
    for number in (None, 3, 1):
        over_years(sheet, bidders=number)
    assert [row.bidders for row in listed(sort)] == bidders


def test_years_without_terms_are_named() -> None:
    make_payment(make_block(make_sheet(sheet_year=2018)), amount_yen=1)
    fiction = make_ministry("見本省", is_fictional=True)
    make_payment(make_block(make_sheet(sheet_year=2018, ministry=fiction)), amount_yen=1, contract_method=TENDER)
    make_payment(make_block(make_sheet(sheet_year=2019)), amount_yen=1, bidders=1)
    refresh()
    without = years_without_terms(contract_groups(access.public_contract_facts()), access.public_spending_sums())
    assert without == {Form.PAYMENTS: (2018,), Form.MULTI_YEAR: (2018, 2019)}


@pytest.mark.parametrize("contracts", [3, 30])
def test_queries_do_not_grow(contracts: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    sheet = rs_sheet()
    for place in range(contracts):
        over_years(sheet, bidders=place)
    refresh()
    facts = access.public_contract_facts()
    assert ContractFacts.objects.count() == Payment.objects.count() + contracts
    with django_assert_num_queries(QUERIES):
        contracts_page(facts, contract_groups(facts))
