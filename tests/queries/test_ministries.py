"""A ministry's sheets by sheet year."""

from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from reviewsheets import access
from reviewsheets.queries.ministries import MinistryPage, ministry_at
from reviewsheets.summaries.sheets import summarise
from reviewsheets.units.money import Basis
from tests.factories import make_budget_year, make_ministry, make_sheet

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
MINISTRY_QUERIES = 4


def page(sheet_year: int | None = None) -> MinistryPage:
    summarise()
    found = ministry_at(access.public_summaries(), "総務省", sheet_year=sheet_year)
    assert found is not None
    return found


def test_ministry_without_a_public_sheet_is_not_there() -> None:
    make_ministry("総務省")
    make_sheet(ministry="財務省", published=False)
    summarise()
    for name in ("総務省", "財務省", "無い省", "総\x00"):
        assert ministry_at(access.public_summaries(), name) is None


def test_year_adds_its_own_sheets_results_and_requests() -> None:
    one, two = make_sheet(sheet_year=2018), make_sheet(sheet_year=2018)
    make_sheet(sheet_year=2018)  # without figures
    make_budget_year(one, 2017, initial_million=100, carried_out_million=20, executed_million=60)
    make_budget_year(two, 2017, initial_million=40, executed_million=20)
    make_budget_year(one, 2018, initial_million=999)
    make_budget_year(one, 2019, requested_million=70)
    later = make_sheet(sheet_year=2019)
    make_budget_year(later, 2017, initial_million=5)
    newest, year = page().years
    assert (newest.sheet_year, newest.totals.sheets, newest.totals.without_figures) == (2019, 1, 1)
    assert (year.sheet_year, year.result_year, year.totals.sheets, year.totals.without_figures) == (2018, 2017, 3, 1)
    assert (year.totals.total_yen, year.totals.executed_yen) == (120 * MILLION, 80 * MILLION)
    assert (year.totals.net_rate_percent, year.bases) == (Decimal(80) / Decimal(120) * 100, (Basis.NET,))
    assert year.totals.gross_rate_percent is not None
    assert round(year.totals.gross_rate_percent, 1) == Decimal("57.1")
    assert year.totals.requested_yen == 70 * MILLION


def test_rates_leave_out_a_sheet_without_an_execution() -> None:
    one, two = make_sheet(sheet_year=2024), make_sheet(sheet_year=2024)
    make_budget_year(one, 2023, initial_million=100, carried_out_million=20, executed_million=40)
    make_budget_year(two, 2023, initial_million=100, executed_million="-")
    totals = page().years[0].totals
    assert (totals.total_yen, totals.executed_yen) == (200 * MILLION, 40 * MILLION)
    assert (totals.gross_rate_percent, totals.net_rate_percent) == (Decimal(40), Decimal(50))


def test_published_basis_of_a_row_is_kept() -> None:
    one = make_sheet(sheet_year=2018)
    make_budget_year(one, 2017, initial_million=100, carried_out_million=20, published_basis=Basis.GROSS)
    assert page().years[0].totals.total_yen == 100 * MILLION
    assert page().largest[0].basis == "gross"


def test_year_without_any_amount_is_blank() -> None:
    make_sheet(sheet_year=2018)
    (year,) = page().years
    assert (year.totals.executed_yen, year.totals.gross_rate_percent, year.totals.requested_yen) == (None, None, None)


def test_chosen_year_is_the_one_asked_for_else_the_newest() -> None:
    make_sheet(sheet_year=2018)
    make_sheet(sheet_year=2019)
    assert [page(year).chosen.sheet_year for year in (2018, None, 1999)] == [2018, 2019, 2019]


def test_bureaus_and_largest_sheets_of_the_chosen_year() -> None:
    for number, bureau, amount in (("1", "甲局", 10), ("2", "乙局", 30), ("3", "甲局", 25)):
        sheet = make_sheet(sheet_year=2018, number=number, bureau=bureau, name=f"事業{number}")
        make_budget_year(sheet, 2017, initial_million=amount, executed_million=5)
    make_sheet(sheet_year=2018, number="4", bureau="乙局")
    bureaus = [
        (row.name, row.totals.sheets, row.totals.with_figures, (row.totals.total_yen or 0) // MILLION)
        for row in page().bureaus
    ]
    assert bureaus == [("甲局", 2, 2, 35), ("乙局", 2, 1, 30)]
    largest = [(row.name, (row.total_yen or 0) // MILLION) for row in page().largest]
    assert largest == [("事業2", 30), ("事業3", 25), ("事業1", 10)]
    assert page().largest[0].get_absolute_url() == "/sheets/2018/%E7%B7%8F%E5%8B%99%E7%9C%81/2/"


def test_twenty_sheets_are_the_largest() -> None:
    for place in range(22):
        make_budget_year(make_sheet(sheet_year=2018, number=str(place)), 2017, initial_million=place)
    assert [row.number for row in page().largest][::19] == ["21", "2"]


def test_draft_counts_nowhere() -> None:
    make_sheet(sheet_year=2018)
    make_budget_year(make_sheet(sheet_year=2018, published=False), 2017, initial_million=5, executed_million=5)
    assert (page().years[0].totals.sheets, page().years[0].totals.total_yen, page().largest) == (1, None, ())


@pytest.mark.parametrize("rows", [3, 30])
def test_same_queries_whatever_the_rows(rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for place in range(rows):
        sheet = make_sheet(sheet_year=2018, bureau=f"局{place}")
        make_budget_year(sheet, 2017, initial_million=1, executed_million=1)
    summarise()
    with django_assert_num_queries(MINISTRY_QUERIES):
        found = ministry_at(access.public_summaries(), "総務省")
    assert found is not None
    assert len(found.bureaus) == rows
