"""How concentrated money is: of ministries by year, and of a project's sheets."""

from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from reviewsheets import access
from reviewsheets.models import ReviewSheet
from reviewsheets.queries.concentration import (
    Concentration,
    ConcentrationPage,
    concentration_by_ministry,
    ministry_concentration,
    project_concentration,
)
from reviewsheets.summaries.refresh import refresh
from tests.factories import make_block, make_link, make_ministry, make_payment, make_project, make_sheet

pytestmark = pytest.mark.django_db
SHARES = (("甲株式会社", 60), ("乙株式会社", 20), ("丙株式会社", 10), ("丁株式会社", 10))


def pay(sheet: ReviewSheet, *paid: tuple[str, int], has_flow: bool = True, letter: str = "A", **fields: bool) -> None:
    block = make_block(sheet, letter)
    if has_flow:
        make_link(None, block)
    for name, amount_yen in paid:
        make_payment(block, name, amount_yen=amount_yen, **fields)


def by_ministry(sheet_year: int | None = None, ministry_name: str = "") -> ConcentrationPage:
    refresh()
    sums = access.public_spending_sums()
    return concentration_by_ministry(sums, sheet_year=sheet_year, ministry_name=ministry_name)


def of_project(key: str) -> tuple[Concentration, ...]:
    refresh()
    return project_concentration(access.public_receipts(), key)


def test_ministry_s_direct_payments_are_shared_by_the_named() -> None:
    sheet = make_sheet(ministry="総務省")
    pay(sheet, *SHARES, ("その他", 500))
    pay(sheet, ("戊株式会社", 900), letter="B", is_amount_doubtful=True)
    (row,) = by_ministry().rows
    shares = row.shares
    assert (row.name, shares.named_yen, shares.unnamed_yen, shares.doubtful) == ("総務省", 100, 500, 1)
    assert (shares.largest_percent, shares.largest_3_percent, shares.hhi, shares.is_high) == (60, 90, 4_200, True)
    assert (shares.sheet_year, shares.result_year) == (2018, 2017)


@pytest.mark.parametrize(("amounts", "is_high"), [((1, 1, 1, 1), False), ((2, 1, 1, 1), True)])
def test_only_over_the_line_is_high(amounts: tuple[int, ...], is_high: bool) -> None:
    pay(make_sheet(), *zip(("甲社", "乙社", "丙社", "丁社"), amounts, strict=True))
    assert by_ministry().rows[0].shares.is_high is is_high


def test_ministries_stand_by_their_index_those_without_one_last() -> None:
    pay(make_sheet(ministry="総務省"), ("甲社", 1), ("乙社", 1))
    pay(make_sheet(ministry="財務省"), ("甲社", 1))
    pay(make_sheet(ministry="外務省"), ("その他", 1))
    page = by_ministry()
    assert [(row.name, row.shares.hhi) for row in page.rows] == [
        ("財務省", 10_000),
        ("総務省", 5_000),
        ("外務省", None),
    ]
    assert [row.name for row in by_ministry(ministry_name="総務省").rows] == ["総務省"]


def test_newest_year_that_says_how_money_flows_is_shown() -> None:
    pay(make_sheet(sheet_year=2018), ("甲社", 1))
    pay(make_sheet(sheet_year=2019), ("甲社", 1), has_flow=False)
    page = by_ministry()
    assert (page.sheet_year, len(page.rows), page.without_flow) == (2018, 1, (2019,))
    (row,) = by_ministry(2019).rows
    assert (row.shares.named_yen, row.shares.hhi, row.shares.largest_percent) == (None, None, None)
    assert by_ministry(2017).rows == ()


def test_made_up_ministries_and_drafts_are_left_out() -> None:
    pay(make_sheet(ministry=make_ministry("見本省", is_fictional=True)), ("甲社", 1))
    assert [row.name for row in by_ministry().rows] == ["見本省"]
    pay(make_sheet(ministry="財務省", published=False), ("甲社", 1))
    pay(make_sheet(ministry="総務省"), ("甲社", 1))
    assert [row.name for row in by_ministry().rows] == ["総務省"]
    assert [row.name for row in by_ministry(ministry_name="見本省").rows] == ["見本省"]


def test_ministry_over_the_years() -> None:
    for sheet_year, has_flow in ((2018, True), (2019, False), (2020, True)):
        pay(make_sheet(sheet_year=sheet_year, ministry="総務省"), ("甲社", 3), ("乙社", 1), has_flow=has_flow)
    refresh()
    rows = ministry_concentration(access.public_spending_sums(), "総務省")
    assert [(row.sheet_year, row.largest_percent, row.hhi) for row in rows] == [(2020, 75, 6_250), (2018, 75, 6_250)]
    assert ministry_concentration(access.public_spending_sums(), "財務省") == ()


def test_project_counts_direct_money_or_all_where_no_flow_is_given() -> None:
    project = make_project(key="k1")
    with_flow = make_sheet(project=project, sheet_year=2019)
    pay(with_flow, *SHARES, ("その他", 7))
    pay(with_flow, ("戊株式会社", 900), has_flow=False, letter="B")  # other money
    pay(make_sheet(project=project, sheet_year=2018), ("甲社", 2), ("", 1), ("乙社", 0), has_flow=False)
    pay(make_sheet(project=project, sheet_year=2020, published=False), ("甲社", 1))
    newest, oldest = of_project("k1")
    assert newest == Concentration(2019, 100, 60, 90, 4_200, 7, doubtful=0, is_direct=True)
    assert oldest == Concentration(2018, 2, 2, 2, 10_000, 1, doubtful=0, is_direct=False)


def test_sheets_of_one_project_and_year_are_added() -> None:
    project = make_project(key="k1")
    pay(make_sheet(project=project), ("甲社", 1), ("乙社", 2))
    pay(make_sheet(project=project), ("甲社", 1))
    assert of_project("k1") == (Concentration(2018, 4, 2, 4, 5_000, None, doubtful=0),)
    assert of_project("k1")[0].largest_percent == Decimal(50)


def test_project_without_amounts_has_none() -> None:
    project = make_project(key="k1")
    make_payment(make_block(make_sheet(project=project)), "甲社")
    assert of_project("k1") == of_project("nothing") == ()


def test_one_query_whatever_the_payees(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    pay(make_sheet(project=make_project(key="k1")), *((f"{place}号株式会社", 1) for place in range(30)))
    refresh()
    with django_assert_num_queries(1):
        project_concentration(access.public_receipts(), "k1")
    with django_assert_num_queries(1):
        concentration_by_ministry(access.public_spending_sums())
