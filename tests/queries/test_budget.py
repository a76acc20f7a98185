from decimal import Decimal

import pytest

from reviewsheets.models import ReviewSheet
from reviewsheets.queries.budget import BudgetLineRow, ExecutionYear, budget_lines, execution_by_year
from reviewsheets.units.cells import YenCell
from reviewsheets.units.money import Basis
from tests.factories import make_budget_line, make_budget_year, make_sheet

pytestmark = pytest.mark.django_db
MILLION = 1_000_000


def year(sheet: ReviewSheet, budget_year: int) -> ExecutionYear:
    return next(row for row in execution_by_year(sheet) if row.budget_year == budget_year)


def test_years_are_the_forms_five_and_any_other_reported() -> None:
    sheet = make_sheet(sheet_year=2018)
    make_budget_year(sheet, 2012, initial_million=1)
    years = [row.budget_year for row in execution_by_year(sheet)]
    assert years == [2012, 2015, 2016, 2017, 2018, 2019]


def test_year_without_a_row_is_blank() -> None:
    row = year(make_sheet(sheet_year=2018), 2016)
    assert row == ExecutionYear(2016, is_request=False, basis=Basis.NET)
    assert row.total == YenCell()


def test_dashes_total_zero() -> None:
    sheet = make_sheet(sheet_year=2018)
    make_budget_year(sheet, 2015, initial_million="-", carried_out_million="-", executed_million=0)
    row = year(sheet, 2015)
    assert row.initial == YenCell(text="-")
    assert row.total == YenCell(0)
    assert row.execution_rate_percent is None


def test_row_without_any_part_has_no_total() -> None:
    sheet = make_sheet(sheet_year=2018)
    make_budget_year(sheet, 2016, executed_million=5)
    assert year(sheet, 2016).total == YenCell()


def test_total_of_a_net_sheet_takes_carried_out_off_and_both_rates_stand() -> None:
    sheet = make_sheet(sheet_year=2018)
    make_budget_year(
        sheet, 2017, initial_million=100, supplementary_million=20, carried_out_million=40, executed_million=60
    )
    row = year(sheet, 2017)
    assert row.carried_out == YenCell(40 * MILLION)
    assert row.total == YenCell(80 * MILLION)
    assert (row.execution_rate_percent, row.net_rate_percent, row.gross_rate_percent) == (75, 75, 50)
    assert row.appropriation_rate_percent == 50
    assert row.unused_yen == 20 * MILLION


def test_total_of_a_gross_sheet_leaves_carried_out_in() -> None:
    sheet = make_sheet(sheet_year=2024)
    make_budget_year(sheet, 2023, initial_million=100, carried_out_million=20, executed_million=60)
    row = year(sheet, 2023)
    assert row.total == YenCell(100 * MILLION)
    assert (row.execution_rate_percent, row.net_rate_percent) == (60, 75)


def test_a_request_is_no_budget() -> None:
    sheet = make_sheet(sheet_year=2024)
    make_budget_year(sheet, 2025, requested_million=700)
    row = year(sheet, 2025)
    assert (row.is_asked, row.requested, row.total, row.total_basis) == (True, YenCell(700 * MILLION), YenCell(), None)
    assert (row.form_total, row.form_total_basis) == (YenCell(), None)


def test_the_paper_form_prints_the_request_as_its_total() -> None:
    sheet = make_sheet(sheet_year=2018)
    make_budget_year(sheet, 2019, requested_million=700)
    row = year(sheet, 2019)
    assert (row.total, row.total_basis) == (YenCell(), None)
    assert (row.form_total, row.form_total_basis) == (YenCell(700 * MILLION), Basis.NET)
    assert (row.is_request, row.asked_or_initial) == (True, YenCell(700 * MILLION))


def test_the_paper_form_prints_a_request_of_a_dash_as_zero() -> None:
    sheet = make_sheet(sheet_year=2018)
    make_budget_year(sheet, 2019, requested_million="-")
    row = year(sheet, 2019)
    assert (row.asked_or_initial, row.total, row.form_total) == (YenCell(text="-"), YenCell(), YenCell(0))


def test_request_of_another_year_stands_in_its_own_row() -> None:
    sheet = make_sheet(sheet_year=2018)
    make_budget_year(sheet, 2018, initial_million=5, requested_million=6)
    assert year(sheet, 2018).has_other_request


def test_published_total_and_rate_that_differ_are_flagged() -> None:
    sheet = make_sheet(sheet_year=2018)
    make_budget_year(
        sheet,
        2017,
        initial_million=100,
        executed_million=90,
        published_total_yen=101 * MILLION,
        published_rate_percent=Decimal("89.1"),
    )
    row = year(sheet, 2017)
    assert (row.total_mismatch_yen, row.rate_differs) == (MILLION, True)


def test_published_total_of_the_year_requested_is_held_against_the_request() -> None:
    sheet = make_sheet(sheet_year=2018)
    make_budget_year(sheet, 2019, requested_million=700, published_total_yen=700 * MILLION)
    assert year(sheet, 2019).total_mismatch_yen is None


def test_budget_lines_are_added_and_dashes_stay() -> None:
    sheet = make_sheet()
    make_budget_line(sheet, "庁費", initial_million=500, requested_million="-")
    make_budget_line(sheet, "旅費", initial_million=99, requested_million="-")
    table = budget_lines(sheet)
    assert table.rows[0] == BudgetLineRow("庁費", YenCell(500 * MILLION), YenCell(text="-"))
    assert (table.initial_total, table.requested_total) == (YenCell(599 * MILLION), YenCell(text="-"))


def test_no_budget_line_totals_blank() -> None:
    assert budget_lines(make_sheet()).initial_total == YenCell()
