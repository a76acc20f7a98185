from decimal import Decimal

import pytest

from reviewsheets.models import IndicatorValue
from reviewsheets.queries.indicators import (
    ActionRow,
    IndicatorCells,
    UnitCostCells,
    actions_of,
    activities_of,
    outcomes_of,
    policies_of,
    unit_costs_of,
)
from reviewsheets.units.cells import Cell
from tests.factories import Number, make_indicator, make_policy_evaluation, make_sheet, make_unit_cost

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


def test_rs_form_has_only_the_years_that_say_something() -> None:
    sheet = make_sheet(sheet_year=2024)
    make_indicator(sheet, values={2007: (1, 1)})
    make_indicator(sheet, values={2030: (5, None)}, name="二")
    matrix = outcomes_of(sheet)
    assert matrix.years == (2007, 2030)
    assert [[cells.fiscal_year for cells in row.written_years] for row in matrix.rows] == [[2007], [2030]]


def test_target_year_is_marked_and_says_something_alone() -> None:
    sheet = make_sheet(sheet_year=2024)
    indicator = make_indicator(sheet, values={2030: (None, None)})
    IndicatorValue.objects.filter(indicator=indicator).update(goal_mark="1")
    (row,) = outcomes_of(sheet).rows
    assert [(cells.fiscal_year, cells.is_goal_year) for cells in row.written_years] == [(2030, True)]
    assert row.has_numbers


def test_achievement_is_not_computed_where_no_direction_is_given() -> None:
    sheet = make_sheet(sheet_year=2024)
    indicator = make_indicator(sheet, values={2023: (10, 8)}, direction="")
    IndicatorValue.objects.filter(indicator=indicator).update(published_achievement_percent=70)
    (row,) = outcomes_of(sheet).rows
    (cells,) = row.written_years
    assert (row.direction, cells.achievement_percent, cells.achievement_differs) == ("", None, False)
    assert cells.published_achievement_percent == 70


def test_paper_form_computes_the_achievement_without_a_direction() -> None:
    sheet = make_sheet(sheet_year=2018)
    make_indicator(sheet, values={2017: (10, 8)}, direction="")
    row = outcomes_of(sheet).rows[0]
    assert (row.direction, row.years[2].achievement_percent) == ("", 80)


def test_qualitative_goal_has_no_numbers() -> None:
    sheet = make_sheet(sheet_year=2024)
    make_indicator(sheet, goal_kind="定性的", qualitative_reason="理由", qualitative_result="結果", direction="")
    (row,) = outcomes_of(sheet).rows
    assert (row.has_numbers, row.qualitative_reason, row.qualitative_result) == (False, "理由", "結果")


def test_actions_stand_by_themselves() -> None:
    sheet = make_sheet(sheet_year=2024)
    make_indicator(sheet, "action", number="1", goal="研修を行う", name="")
    assert actions_of(sheet) == (ActionRow("1", "研修を行う"),)
    assert activities_of(sheet).rows == ()


def states(*values: tuple[Number | None, Number | None], direction: str = "up") -> list[str]:
    """The states of 2015, 2016 … on a sheet of 2018."""
    sheet = make_sheet(sheet_year=2018)
    make_indicator(sheet, values=dict(enumerate(values, start=2015)), direction=direction)
    return [cells.state_label for cells in outcomes_of(sheet).rows[0].years]


def test_each_year_has_its_state() -> None:
    assert states((10, 16), (10, 10), (10, 9)) == ["大きく上回った（150％超）", "達した", "達しなかった"]
    assert states(("検討中", 3), (None, 3), (3, None)) == ["比べられない", "目標なし", "実績なし"]
    assert states((None, None), ("-", "-"), ("-", None)) == ["", "-", "-"]


def test_less_is_better_is_reached_from_above() -> None:
    assert states((10, 6), (10, 8), (10, 11), direction="down") == [
        "大きく上回った（150％超）",
        "達した",
        "達しなかった",
    ]


def test_without_a_direction_only_equal_numbers_are_judged() -> None:
    assert states((10, 16), (10, 10), (10, 9), direction="") == ["比べられない", "達した", "比べられない"]


def test_year_that_has_not_ended_is_not_without_an_actual() -> None:
    assert states((1, None), (1, None), (1, None), (1, None), (1, 2)) == [
        *("実績なし", "実績なし", "実績なし"),
        *("年度終了前", "大きく上回った（150％超）"),
    ]


def test_states_of_the_result_year_are_counted_best_first() -> None:
    sheet = make_sheet(sheet_year=2018)
    for values in ({2017: (10, 9)}, {2017: (10, 10)}, {2017: (5, 4)}, {2016: (1, 1)}, {}):
        make_indicator(sheet, values=values)
    make_indicator(sheet, values={2017: (5, 4)}, direction="")
    matrix = outcomes_of(sheet)
    assert (matrix.result_year, matrix.undirected) == (2017, 1)
    assert [(row.state, row.label, row.indicators) for row in matrix.results] == [
        ("reached", "達した", 1),
        ("missed", "達しなかった", 2),
        ("not-comparable", "比べられない", 1),
        ("blank", "どちらもなし", 2),
    ]


def test_unit_cost_is_told_beside_the_year_before_alone() -> None:
    sheet = make_sheet(sheet_year=2018)
    make_unit_cost(sheet, {2013: (9, ""), 2015: ("1.5", ""), 2016: ("1.8", ""), 2017: ("-", "-"), 2018: (2, "")})
    make_unit_cost(sheet, {2016: (0, ""), 2017: (3, ""), 2018: ("2.4", "")}, basis="他")
    rows = unit_costs_of(sheet).rows
    assert [cost.change_words for cost in rows[0].years] == ["", "", "+0.3（+20.0％）", "", ""]
    assert [cost.change_words for cost in rows[1].years] == ["", "", "", "+3", "-0.6（-20.0％）"]
