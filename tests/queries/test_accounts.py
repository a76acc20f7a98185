import pytest

from reviewsheets.models import BudgetItem
from reviewsheets.queries.accounts import accounts_of, budget_items_of
from reviewsheets.queries.budget import execution_by_year
from reviewsheets.units.cells import YenCell
from tests.factories import make_account, make_budget_year, make_part, make_sheet

pytestmark = pytest.mark.django_db
MILLION = 1_000_000


def test_accounts_stand_under_their_year_newest_first() -> None:
    sheet = make_sheet(sheet_year=2024)
    make_account(make_budget_year(sheet, 2023), total_million=1)
    this = make_budget_year(sheet, 2024)
    make_account(this, total_million=2)
    make_account(this, "見本特別会計", subaccount="見本勘定", total_million=3)
    make_budget_year(sheet, 2022)
    table = accounts_of(sheet)
    assert [(year.budget_year, [row.name for row in year.rows]) for year in table.years] == [
        (2024, ["一般会計", "見本特別会計 見本勘定"]),
        (2023, ["一般会計"]),
    ]
    assert table.has_several


def test_column_of_zeros_is_not_shown_and_stays_among_the_amounts() -> None:
    sheet = make_sheet(sheet_year=2024)
    make_account(
        make_budget_year(sheet, 2023), initial_million=5, supplementary_1_million=0, total_million=5, executed_million=0
    )
    table = accounts_of(sheet)
    assert table.columns == ("当初予算", "歳出予算現額")
    (row,) = table.rows
    assert row.shown == (YenCell(5 * MILLION), YenCell(5 * MILLION))
    assert (len(row.amounts), row.amounts[1]) == (15, YenCell(0))


def test_execution_of_a_year_that_has_not_ended_is_pending_not_zero() -> None:
    sheet = make_sheet(sheet_year=2024)
    year = make_budget_year(sheet, 2024, initial_million=5, executed_text="0")
    make_account(year, initial_million=5, executed_text="0")
    (row,) = accounts_of(sheet).rows
    assert row.is_execution_pending
    assert accounts_of(sheet).columns == ("当初予算", "執行額")
    shown = execution_by_year(sheet)[0]
    assert (shown.is_execution_pending, shown.executed_known) == (True, YenCell())
    assert (shown.execution_rate_percent, shown.unused_yen) == (None, None)


def test_zero_that_is_a_number_is_not_pending() -> None:
    sheet = make_sheet(sheet_year=2024)
    make_budget_year(sheet, 2023, initial_million=5, executed_million=0)
    row = execution_by_year(sheet)[0]
    assert (row.is_execution_pending, row.executed_known) == (False, YenCell(0))


def test_accounts_are_not_added_to_the_year() -> None:
    sheet = make_sheet(sheet_year=2024)
    year = make_budget_year(sheet, 2024, initial_million=100)
    make_account(year, initial_million=100, total_million=100)
    assert execution_by_year(sheet)[0].total == YenCell(100 * MILLION)


def test_rs_form_has_the_years_it_reports() -> None:
    sheet = make_sheet(sheet_year=2024)
    make_budget_year(sheet, 2024, initial_million=1)
    make_budget_year(sheet, 2025, requested_million=2)
    assert [row.budget_year for row in execution_by_year(sheet)] == [2024, 2025]


def test_rs_form_without_a_budget_has_the_forms_years() -> None:
    assert len(execution_by_year(make_sheet(sheet_year=2024))) == 5


def test_budget_items_are_grouped_by_year_account_and_kind_as_listed() -> None:
    sheet = make_sheet(sheet_year=2024)
    for budget_year, kind, sub_item in (
        (2024, "当初予算", "庁費"),
        (2024, "当初予算", "旅費"),
        (2024, "前年度から繰越し", ""),
        (2023, "当初予算", "庁費"),
    ):
        named = {"budget_kind": kind, "account": "一般会計", "jurisdiction": "国会", "organisation": "国会"}
        make_part(BudgetItem, sheet, budget_year=budget_year, sub_item=sub_item, amount_million=1, **named)
    years = budget_items_of(sheet)
    assert [(year.budget_year, [(kind.budget_kind, len(kind.rows)) for kind in year.kinds]) for year in years] == [
        (2024, [("当初予算", 2), ("前年度から繰越し", 1)]),
        (2023, [("当初予算", 1)]),
    ]
    assert years[0].rows[0].place == "国会"
    assert not years[0].has_requests
