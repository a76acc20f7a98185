from decimal import Decimal

import pytest

from reviewsheets.queries.indicators import (
    IndicatorCells,
    UnitCostCells,
    activities_of,
    outcomes_of,
    policies_of,
    unit_costs_of,
)
from reviewsheets.units.cells import Cell
from tests.factories import make_indicator, make_policy_evaluation, make_sheet, make_unit_cost

pytestmark = pytest.mark.django_db


def test_outcome_has_the_three_years_before_and_its_targets() -> None:
    sheet = make_sheet(sheet_year=2018)
    make_indicator(sheet, values={2017: (8, 6)}, interim=(None, "-"), final=(2020, 10), goal="増やす")
    matrix = outcomes_of(sheet)
    assert matrix.years == (2015, 2016, 2017)
    row = matrix.rows[0]
    assert row.years[0] == IndicatorCells(fiscal_year=2015)
    assert (row.years[2].target, row.years[2].actual) == (Cell(Decimal(8)), Cell(Decimal(6)))
    assert row.years[2].achievement_percent == 75
    assert row.interim.target == Cell(text="-")
    assert (row.final.fiscal_year, row.final.target) == (2020, Cell(Decimal(10)))


def test_year_outside_the_form_joins_the_columns_of_every_row() -> None:
    sheet = make_sheet(sheet_year=2018)
    make_indicator(sheet, values={2010: (1, 1)})
    make_indicator(sheet, values={2017: (1, 1)})
    matrix = outcomes_of(sheet)
    assert matrix.years == (2010, 2015, 2016, 2017)
    assert [len(row.years) for row in matrix.rows] == [4, 4]


def test_less_is_better_turns_the_achievement_round() -> None:
    sheet = make_sheet(sheet_year=2018)
    make_indicator(sheet, values={2017: (10, 8)}, direction="down")
    row = outcomes_of(sheet).rows[0]
    assert (row.is_less_better, row.years[2].achievement_percent) == (True, 125)


def test_activity_has_the_expected_columns_of_two_more_years() -> None:
    sheet = make_sheet(sheet_year=2018)
    make_indicator(sheet, "activity", values={2018: (200, None), 2019: ("-", None)})
    matrix = activities_of(sheet)
    assert matrix.years == (2015, 2016, 2017, 2018, 2019)
    assert [cells.target.written for cells in matrix.rows[0].years] == ["", "", "", "200", "-"]


def test_unit_cost_keeps_its_formula() -> None:
    sheet = make_sheet(sheet_year=2018)
    make_unit_cost(sheet, {2017: ("-", "-"), 2018: ("1.8", "350/200")})
    matrix = unit_costs_of(sheet)
    assert matrix.years == (2015, 2016, 2017, 2018)
    assert matrix.rows[0].years[2] == UnitCostCells(2017, Cell(text="-"), "-")
    assert matrix.rows[0].years[3] == UnitCostCells(2018, Cell(Decimal("1.8")), "350/200")


def test_policy_holds_its_own_measures_and_unnamed_ones_come_last() -> None:
    sheet = make_sheet(sheet_year=2018)
    policy = make_policy_evaluation(sheet, policy="政策一")
    make_indicator(sheet, "policy", policy_evaluation=policy, name="指標一", final=(None, 90))
    make_indicator(sheet, "policy", name="指標二")
    rows = policies_of(sheet)
    assert [(row.policy, [measure.name for measure in row.measures.rows]) for row in rows] == [
        ("政策一", ["指標一"]),
        ("", ["指標二"]),
    ]
    assert rows[0].measures.rows[0].final.target == Cell(Decimal(90))
