"""Rules on goals over the years and from sheet to sheet, and on results beside plan and money."""

from decimal import Decimal

import pytest
from django.utils import translation

from reviewsheets.models import ReviewSheet
from tests.factories import (
    Number,
    make_budget_year,
    make_indicator,
    make_project,
    make_sheet,
    make_source,
    make_unit_cost,
)
from tests.review.reviewing import asked, figures_found, is_not_evaluable, is_passed, sentences

pytestmark = pytest.mark.django_db
Values = dict[int, tuple[Number | None, Number | None]]


def two_sheets() -> tuple[ReviewSheet, ReviewSheet]:
    """A project's sheets of 2017 and 2018."""
    project = make_project()
    return make_sheet(project=project, sheet_year=2017), make_sheet(project=project, sheet_year=2018)


def sheet_with(values: Values, kind: str = "outcome", **fields: object) -> ReviewSheet:
    """A sheet of 2018, whose result year is 2017, with one indicator."""
    sheet = make_sheet()
    make_indicator(sheet, kind, values, **fields)
    return sheet


# --- G09


def test_a_target_beaten_year_after_year_is_found() -> None:
    sheet = sheet_with({2015: (10, 12), 2016: (10, 11), 2017: (10, 13)})
    assert figures_found(sheet, "G09") == [
        {"indicator": "見本指標", "target": "10件", "first_year": 2015, "last_year": 2017, "years": 3}
    ]
    with translation.override("ja"):
        assert sentences(sheet, "G09") == [
            "「見本指標」は平成27年度 (2015)から平成29年度 (2017)まで3年度続けて、同じ目標値10件より良い実績だった。"
        ]


@pytest.mark.parametrize(
    ("values", "direction", "years"),
    [
        ({2016: (10, 11), 2017: (10, 11)}, "up", 2),
        ({2016: (10, 9), 2017: (10, 8)}, "down", 2),
        ({2016: (9, 11), 2017: (10, 11)}, "up", 0),
        ({2016: (10, 10), 2017: (10, 11)}, "up", 0),
        ({2016: (10, 11), 2017: (10, 10)}, "up", 0),
        ({2016: (10, 11), 2017: (10, 11)}, "down", 0),
        ({2015: (9, 10), 2016: (10, 11), 2017: (10, 11)}, "up", 2),
    ],
)
def test_the_same_target_must_be_beaten_in_every_year(values: Values, direction: str, years: int) -> None:
    found = figures_found(sheet_with(values, direction=direction), "G09")
    assert [figures["years"] for figures in found] == [years] * bool(years)


def test_a_run_needs_successive_years_and_a_direction() -> None:
    assert is_passed(sheet_with({2016: (10, 9), 2017: (10, 9)}), "G09")
    assert is_not_evaluable(sheet_with({2015: (10, 11), 2017: (10, 11)}), "G09")
    assert is_not_evaluable(sheet_with({2016: (10, 11), 2017: (10, None)}), "G09")
    assert is_not_evaluable(sheet_with({2016: (10, 11), 2017: (10, 11)}, direction=""), "G09")
    three = {2016: (10, 11), 2017: (10, 11)}
    assert asked(sheet_with(three), "G09", never_raised_years=3) == (0, [])


def test_years_that_the_sheet_lacks_come_from_the_sheets_before() -> None:
    older, newer = two_sheets()
    make_indicator(older, values={2015: (10, 11), 2016: (10, 99)}, name="見本　指標")
    make_indicator(newer, values={2016: (10, 11), 2017: (10, 11)})
    assert [figures["first_year"] for figures in figures_found(newer, "G09")] == [2015]
    older.indicators.update(unit="千件")
    assert [figures["first_year"] for figures in figures_found(newer, "G09")] == [2016]


# --- G10


def test_a_lowered_target_is_found() -> None:
    older, newer = two_sheets()
    make_indicator(older, values={2016: (10, 5), 2017: (12, None)}, final=(2020, 20))
    make_indicator(newer, values={2016: (10, 5), 2017: (11, 9)}, final=(2020, 15))
    assert figures_found(newer, "G10") == [
        {"indicator": "見本指標", "target_year": 2017, "old_target": "12件", "new_target": "11件"},
        {"indicator": "見本指標", "target_year": 2020, "old_target": "20件", "new_target": "15件"},
    ]
    looked_at, found = asked(newer, "G10")
    assert (looked_at, [row.place for row in found]) == (
        3,
        ["indicator/outcome/見本指標/year/2017", "indicator/outcome/見本指標/final/2020"],
    )
    assert is_not_evaluable(older, "G10")


@pytest.mark.parametrize(
    ("direction", "old", "new", "is_found"),
    [
        ("up", 10, 10, False),
        ("up", 10, 11, False),
        ("up", 0, -1, True),
        ("down", 10, 11, True),
        ("down", 10, 9, False),
        ("down", 10, 10, False),
    ],
)
def test_an_easier_target_depends_on_the_direction(direction: str, old: int, new: int, is_found: bool) -> None:
    older, newer = two_sheets()
    make_indicator(older, values={2017: (old, None)}, direction=direction)
    make_indicator(newer, values={2017: (new, None)}, direction=direction)
    looked_at, found = asked(newer, "G10")
    assert (looked_at, bool(found)) == (1, is_found)


@pytest.mark.parametrize(
    "old",
    [
        {"values": {2017: ("検討中", 1)}},
        {"values": {2016: (10, 1)}},
        {"values": {2017: (10, 1)}, "unit": "千件"},
        {"values": {2017: (10, 1)}, "direction": "down"},
        {"values": {2017: (10, 1)}, "name": "別の指標", "goal": "別の目標"},
    ],
)
def test_only_the_same_indicator_year_unit_and_direction_are_compared(old: dict[str, object]) -> None:
    older, newer = two_sheets()
    make_indicator(older, **old)  # type: ignore[arg-type]  # the fields of a case
    make_indicator(newer, values={2017: (9, 2)})
    assert is_not_evaluable(newer, "G10")


def test_without_a_direction_no_target_is_lowered() -> None:
    older, newer = two_sheets()
    for sheet, target in ((older, 10), (newer, 9)):
        make_indicator(sheet, values={2017: (target, None)}, direction="")
    assert is_not_evaluable(newer, "G10")


# --- G11


def test_an_outcome_that_is_gone_is_found() -> None:
    older, newer = two_sheets()
    make_indicator(older, name="残る指標")
    make_indicator(older, name="なくなる指標", goal="目標")
    make_indicator(newer, name="残る　指標")
    (found,) = asked(newer, "G11")[1]
    assert found.figures == {"indicator": "なくなる指標", "earlier_year": 2017, "outcomes": 1}
    assert found.place == "earlier-indicator/2017/outcome/なくなる指標"
    with translation.override("ja"):
        assert sentences(newer, "G11") == ["平成29年度 (2017)のシートの成果指標「なくなる指標」と同じものがない。"]


@pytest.mark.parametrize(
    ("new", "is_found"),
    [
        ({"name": "前の指標", "unit": "人", "goal": "別の目標"}, False),
        ({"name": "改めた指標", "values": {2016: (1, 7), 2017: (1, 8)}, "goal": "別の目標"}, False),
        ({"name": "改めた指標", "values": {2016: (1, 7)}, "unit": "人"}, True),
        ({"name": "改めた指標", "values": {2016: (1, 6)}, "goal": "別の目標"}, True),
        ({"name": "改めた指標", "values": {2017: (1, 7)}, "goal": "別の目標"}, True),
        ({"name": "改めた指標", "values": {}}, False),
        ({"name": "改めた指標", "values": {}, "unit": "人"}, True),
    ],
)
def test_the_name_or_the_actuals_or_the_goal_tells_an_indicator_again(new: dict[str, object], is_found: bool) -> None:
    older, newer = two_sheets()
    make_indicator(older, name="前の指標", values={2015: (1, 5), 2016: (1, 7)}, goal="前の目標")
    make_indicator(newer, **({"goal": "前の目標"} | new))  # type: ignore[arg-type]  # the fields of a case
    looked_at, found = asked(newer, "G11")
    assert (looked_at, bool(found)) == (1, is_found)


def test_actuals_that_are_all_zero_tell_nothing() -> None:
    older, newer = two_sheets()
    make_indicator(older, name="前の指標", values={2016: (1, 0)})
    make_indicator(newer, name="別の指標", values={2016: (1, 0)})
    assert len(figures_found(newer, "G11")) == 1


def test_one_new_indicator_continues_one_old() -> None:
    older, newer = two_sheets()
    make_indicator(older, name="同じ名")
    make_indicator(older, name="同じ名")
    make_indicator(newer, name="同じ名")
    assert [found.place for found in asked(newer, "G11")[1]] == ["earlier-indicator/2017/outcome/同じ名"]


def test_a_file_without_outcomes_drops_none() -> None:
    older, newer = two_sheets()
    make_indicator(older)
    source = make_source(newer, "judgit")
    assert len(figures_found(newer, "G11")) == 1
    source.own_cells = {"ない項目": ["アウトカム"]}
    source.save()
    assert is_not_evaluable(newer, "G11")
    assert is_not_evaluable(older, "G11")


# --- G12


def spent(sheet: ReviewSheet, first_million: Number | None, last_million: Number | None) -> None:
    """執行額 of 2015 and 2017."""
    for budget_year, million in ((2015, first_million), (2017, last_million)):
        make_budget_year(sheet, budget_year, initial_million=100, executed_million=million)


def test_more_money_and_less_result_is_found() -> None:
    sheet = sheet_with({2015: (10, 12), 2016: (10, 1), 2017: (10, 9)})
    spent(sheet, 100, 120)
    (found,) = asked(sheet, "G12")[1]
    assert (found.amount_yen, figures_found(sheet, "G12")) == (
        20_000_000,
        [
            {
                "indicator": "見本指標",
                "earlier_executed_yen": 100_000_000,
                "executed_yen": 120_000_000,
                "rise_percent": "20",
                "earlier_achievement_percent": "120",
                "achievement_percent": "90",
            }
        ],
    )


@pytest.mark.parametrize(
    ("last_million", "actual", "is_found"),
    [("110", 8, False), ("110.000001", 8, True), ("200", 9, False), ("200", "8.9999", True), ("90", 1, False)],
)
def test_rise_and_fall_must_both_be_over_their_limits(last_million: str, actual: Number, is_found: bool) -> None:
    sheet = sheet_with({2015: (10, 10), 2017: (10, actual)})
    spent(sheet, 100, last_million)
    looked_at, found = asked(sheet, "G12")
    assert (looked_at, bool(found)) == (1, is_found)


@pytest.mark.parametrize(("first", "last"), [(None, 120), (100, None), (0, 120), (-1, 120), ("-", 120)])
def test_without_money_in_both_years_nothing_is_compared(first: Number | None, last: Number | None) -> None:
    sheet = sheet_with({2015: (10, 12), 2017: (10, 9)})
    spent(sheet, first, last)
    assert is_not_evaluable(sheet, "G12")


@pytest.mark.parametrize(
    "fields",
    [
        {"values": {2017: (10, 9)}},
        {"values": {2015: (0, 12), 2017: (10, 9)}},
        {"values": {2015: (10, 12), 2017: (10, 9)}, "direction": ""},
    ],
)
def test_without_two_achievements_nothing_is_compared(fields: dict[str, object]) -> None:
    sheet = make_sheet()
    make_indicator(sheet, **fields)  # type: ignore[arg-type]  # the fields of a case
    spent(sheet, 100, 120)
    assert is_not_evaluable(sheet, "G12")


# --- G13, G14


def test_a_unit_cost_that_jumps_is_found() -> None:
    sheet = make_sheet()
    make_unit_cost(sheet, {2016: (2, ""), 2017: ("3.1", ""), 2018: (99, "")})
    assert figures_found(sheet, "G13") == [
        {
            "item": "見本の額／見本の数",
            "fiscal_year": 2017,
            "value": "3.1円",
            "earlier_value": "2円",
            "rate_percent": "155",
        }
    ]
    assert asked(sheet, "G13")[1][0].place == "unit-cost/見本の額／見本の数/2017"


@pytest.mark.parametrize(
    ("before", "now", "counts"),
    [
        (2, 3, (1, 0)),
        (2, "3.0001", (1, 1)),
        (2, 0, (1, 0)),
        (0, 3, (0, 0)),
        (-2, 3, (0, 0)),
        ("-", 3, (0, 0)),
        (2, None, (0, 0)),
    ],
)
def test_a_jump_is_measured_from_a_cost_above_zero(before: Number, now: Number | None, counts: tuple[int, int]) -> None:
    sheet = make_sheet()
    make_unit_cost(sheet, {2015: (1, ""), 2016: (before, ""), 2017: (now, "")})
    looked_at, found = asked(sheet, "G13")
    assert (looked_at, len(found)) == counts


def test_an_activity_below_its_plan_is_found() -> None:
    sheet = sheet_with({2016: (10, 1), 2017: (1000, "699.9")}, "activity", direction="")
    assert figures_found(sheet, "G14") == [
        {
            "indicator": "見本指標",
            "fiscal_year": 2017,
            "planned": "1,000件",
            "actual": "699.9件",
            "rate_percent": "69.99",
        }
    ]
    with translation.override("ja"):
        assert sentences(sheet, "G14") == [
            "「見本指標」の平成29年度 (2017)の当初見込み1,000件に対して、活動実績は699.9件（69.99％）。"
        ]


@pytest.mark.parametrize(
    ("planned", "actual", "counts"),
    [
        (10, 7, (1, 0)),
        (10, 0, (1, 1)),
        (10, -1, (1, 1)),
        (10, 20, (1, 0)),
        (0, 0, (0, 0)),
        (-5, -5, (0, 0)),
        ("-", 5, (0, 0)),
        (10, "-", (0, 0)),
    ],
)
def test_the_plan_must_be_above_zero(planned: Number, actual: Number, counts: tuple[int, int]) -> None:
    looked_at, found = asked(sheet_with({2017: (planned, actual)}, "activity"), "G14")
    assert (looked_at, len(found)) == counts


def test_outcomes_and_activities_that_are_to_go_down_have_no_plan_to_fall_below() -> None:
    assert is_not_evaluable(sheet_with({2017: (10, 1)}), "G14")
    assert is_not_evaluable(sheet_with({2017: (10, 1)}, "activity", direction="down"), "G14")
    assert asked(sheet_with({2017: (10, 7)}, "activity"), "G14", low_activity_percent=Decimal(71))[1] != []
