"""Rules on goals and results of a year: each with a sheet that passes, one found, one not evaluable."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from reviewsheets.models import ReviewSheet
from reviewsheets.review.facts import IndicatorRow, ValueRow
from reviewsheets.review.indicators import compared_in
from tests.factories import Number, make_indicator, make_sheet, make_source
from tests.review.reviewing import asked, figures_found, is_not_evaluable, is_passed, sentences

pytestmark = pytest.mark.django_db
Values = dict[int, tuple[Number | None, Number | None]]


def sheet_with(values: Values, kind: str = "outcome", **fields: object) -> ReviewSheet:
    """A sheet of 2018, whose result year is 2017, with one indicator."""
    sheet = make_sheet()
    make_indicator(sheet, kind, values, **fields)
    return sheet


def counts(sheet: ReviewSheet, code: str, **limits: object) -> tuple[int, int]:
    """How many things were looked at, and how many found."""
    looked_at, found = asked(sheet, code, **limits)
    return looked_at, len(found)


# --- G01, G02


def test_a_missed_target_is_found() -> None:
    sheet = sheet_with({2016: (1, 0), 2017: (1000, "999.5")})
    assert figures_found(sheet, "G01") == [
        {"indicator": "見本指標", "fiscal_year": 2017, "target": "1,000件", "actual": "999.5件"}
    ]
    (found,) = asked(sheet, "G01")[1]
    assert found.place == "indicator/outcome/見本指標/2017"
    assert found.cell
    assert (found.cell.table, found.cell.column) == ("indicator_value", "actual")
    with translation.override("ja"):
        assert sentences(sheet, "G01") == ["「見本指標」の平成29年度 (2017)の目標値1,000件に対して、実績値は999.5件。"]


@pytest.mark.parametrize(
    ("direction", "target", "actual", "is_found"),
    [
        ("up", 10, 10, False),
        ("up", 10, 11, False),
        ("up", 10, 9, True),
        ("up", 0, -1, True),
        ("up", 0, 0, False),
        ("down", 10, 11, True),
        ("down", 10, 10, False),
        ("down", 10, 0, False),
        ("down", 0, 1, True),
    ],
)
def test_which_way_is_better_is_the_sheets(direction: str, target: int, actual: int, is_found: bool) -> None:
    sheet = sheet_with({2017: (target, actual)}, direction=direction)
    assert counts(sheet, "G01") == (1, int(is_found))


@pytest.mark.parametrize("code", ["G01", "G02"])
def test_nothing_is_said_of_a_target_without_direction_or_number(code: str) -> None:
    assert is_not_evaluable(make_sheet(), code)
    assert is_not_evaluable(sheet_with({2017: (10, 1)}, direction=""), code)
    assert is_not_evaluable(sheet_with({2017: (10, 10)}, direction=""), code)
    assert is_not_evaluable(sheet_with({2017: (10, None), 2016: (10, 9), 2018: (10, 9)}), code)
    assert is_not_evaluable(sheet_with({2017: ("検討中", 5)}), code)
    assert is_not_evaluable(sheet_with({2017: (10, "-")}), code)
    assert is_not_evaluable(sheet_with({2017: (10, 1)}, "activity"), code)


@pytest.mark.parametrize(
    ("direction", "target", "actual", "achievement"),
    [("up", 10, "15.001", "150.01"), ("down", "15.001", 10, "150.01"), ("up", 2, 40, "2000")],
)
def test_a_target_far_exceeded_is_found(direction: str, target: Number, actual: Number, achievement: str) -> None:
    sheet = sheet_with({2017: (target, actual)}, direction=direction)
    (figures,) = figures_found(sheet, "G02")
    assert figures["achievement_percent"] == achievement


def test_the_limit_itself_is_not_far() -> None:
    assert is_passed(sheet_with({2017: (10, 15)}), "G02")
    assert is_passed(sheet_with({2017: (10, -40)}), "G02")
    assert figures_found(sheet_with({2017: (10, 15)}), "G02", far_exceeded_percent=Decimal(149)) != []


@pytest.mark.parametrize(("direction", "target", "actual"), [("up", 0, 5), ("up", -1, 5), ("down", 5, 0)])
def test_no_achievement_is_made_of_zero(direction: str, target: int, actual: int) -> None:
    assert is_not_evaluable(sheet_with({2017: (target, actual)}, direction=direction), "G02")


@given(target=st.integers(-1000, 1000), actual=st.integers(-1000, 1000), direction=st.sampled_from(["up", "down"]))
def test_missed_and_beaten_exclude_each_other(target: int, actual: int, direction: str) -> None:
    value = ValueRow(1, "year", 2017, Decimal(target), "", Decimal(actual), "", False)
    row = compared_in(IndicatorRow(1, "outcome", 0, "", "", "", "", "", direction, "", values=[value]), 2017)
    assert row is not None
    assert [row.is_missed, row.is_beaten].count(True) == (target != actual)


# --- G03, G04, G05, G06


def test_an_actual_without_target_is_found() -> None:
    sheet = sheet_with({2017: (None, 5)}, "activity", direction="")
    assert figures_found(sheet, "G03") == [{"indicator": "見本指標", "fiscal_year": 2017, "actual": "5件"}]
    with translation.override("ja"):
        assert sentences(sheet, "G03") == ["「見本指標」の平成29年度 (2017)は、実績値5件に対する目標値の記載がない。"]


@pytest.mark.parametrize(
    ("target", "is_found"), [("-", True), ("該当なし", True), ("検討中", False), (0, False), (3, False)]
)
def test_words_are_a_target_but_a_dash_is_none(target: Number, is_found: bool) -> None:
    assert counts(sheet_with({2017: (target, 0)}), "G03") == (1, int(is_found))


@pytest.mark.parametrize("values", [{}, {2017: (5, None)}, {2017: (None, "-")}, {2016: (None, 5)}])
def test_without_an_actual_of_the_result_year_no_target_is_missed(values: Values) -> None:
    assert is_not_evaluable(sheet_with(values), "G03")


def test_a_target_without_actual_is_found() -> None:
    sheet = sheet_with({2017: (5, None)})
    assert figures_found(sheet, "G04") == [{"indicator": "見本指標", "fiscal_year": 2017, "target": "5件"}]


@pytest.mark.parametrize(("actual", "is_found"), [("－", True), ("なし", True), ("集計中", False), (0, False)])
def test_words_are_an_actual_but_a_dash_is_none(actual: Number, is_found: bool) -> None:
    assert counts(sheet_with({2017: (5, actual)}), "G04") == (1, int(is_found))


@pytest.mark.parametrize("values", [{}, {2017: (None, 5)}, {2017: ("-", None)}, {2018: (5, None)}])
def test_without_a_target_of_the_result_year_no_actual_is_missed(values: Values) -> None:
    assert is_not_evaluable(sheet_with(values), "G04")


def test_a_target_of_zero_is_found_unless_less_is_better() -> None:
    assert figures_found(sheet_with({2017: (0, 3)}, direction=""), "G05") == [
        {"indicator": "見本指標", "fiscal_year": 2017, "target": "0件", "actual": "3件"}
    ]
    assert is_passed(sheet_with({2017: (0, 3)}, direction="down"), "G05")
    assert is_passed(sheet_with({2017: ("0.001", None)}), "G05")
    assert is_not_evaluable(sheet_with({2017: ("-", 0), 2016: (0, 0)}), "G05")


@pytest.mark.parametrize("unit", ["", "-", "－", "該当なし", "　"])
def test_numbers_without_unit_are_found(unit: str) -> None:
    assert figures_found(sheet_with({2014: (None, 3)}, unit=unit), "G06") == [{"indicator": "見本指標"}]


def test_a_unit_is_asked_of_numbers_alone() -> None:
    assert is_passed(sheet_with({2017: (1, 1)}, unit="％"), "G06")
    assert is_not_evaluable(sheet_with({2017: ("-", "検討中")}, unit=""), "G06")


def test_targets_of_later_years_are_numbers_that_need_a_unit() -> None:
    """Many an outcome of JUDGIT! has no number but its last target (目標最終年度)."""
    for goals in ({"interim": (2019, 50)}, {"final": (2021, "56.5")}, {"final": (None, 0)}):
        assert figures_found(sheet_with({2017: (None, None)}, unit="", **goals), "G06") == [{"indicator": "見本指標"}]
    assert is_not_evaluable(sheet_with({}, unit="", final=(2021, "検討中")), "G06")


# --- G07, G08


def test_an_outcome_without_any_comparable_year_is_found() -> None:
    sheet = sheet_with({2015: (1, None), 2016: (None, 1), 2017: ("検討中", 1), 2018: (1, 1)}, name="", goal="目標\n文")
    assert figures_found(sheet, "G07") == [{"indicator": "目標 文"}]


def test_one_comparable_year_is_enough() -> None:
    assert is_passed(sheet_with({2015: (1, 0), 2017: (1, None)}, direction=""), "G07")


def test_new_projects_and_goals_in_words_have_nothing_to_compare() -> None:
    for start_year, is_evaluable in ((2017, True), (2018, False)):
        sheet = make_sheet(start_year=start_year)
        make_indicator(sheet, values={2017: (1, None)})
        assert asked(sheet, "G07")[0] == is_evaluable
    assert is_not_evaluable(sheet_with({}, goal_kind="定性的"), "G07")
    assert is_not_evaluable(sheet_with({}, qualitative_reason="数にならない"), "G07")
    assert is_not_evaluable(sheet_with({}, name="-", goal="---", unit="-"), "G07")
    assert figures_found(sheet_with({}, name="-", goal="-", final=(2021, 5)), "G07") == [{"indicator": "-"}]
    assert is_not_evaluable(make_sheet(), "G07")


@pytest.mark.parametrize("reason", ["", "-", "該当なし"])
def test_a_sheet_without_outcome_or_reason_is_found(reason: str) -> None:
    sheet = make_sheet(no_target_reason=reason)
    make_indicator(sheet, goal="-", name="－", unit="-")
    assert figures_found(sheet, "G08") == [{}]


def test_an_outcome_or_a_reason_passes() -> None:
    assert is_passed(make_sheet(no_target_reason="数にならないため"), "G08")
    assert is_passed(sheet_with({}), "G08")


def test_files_without_outcomes_do_not_miss_them() -> None:
    """JUDGIT! of 2023 leaves the item out; an import of the RS System may lack 3-1."""
    paper, rs = make_sheet(), make_sheet(sheet_year=2024)
    source = make_source(paper, "judgit")
    make_source(rs, "1-2")
    assert figures_found(paper, "G08") == [{}]
    assert is_not_evaluable(rs, "G08")
    source.own_cells = {"ない項目": ["アウトカム"]}
    source.save()
    assert is_not_evaluable(paper, "G08")
    make_source(rs, "3-1")
    assert figures_found(rs, "G08") == [{}]


# --- G15, G16


def test_numbers_that_differ_without_direction_are_found() -> None:
    sheet = sheet_with({2017: (10, 9)}, direction="")
    assert figures_found(sheet, "G15") == [
        {"indicator": "見本指標", "fiscal_year": 2017, "target": "10件", "actual": "9件"}
    ]
    assert is_passed(sheet_with({2017: (10, 10)}, direction=""), "G15")
    assert is_passed(sheet_with({2017: (10, 9)}, direction="down"), "G15")
    assert is_not_evaluable(sheet_with({2017: (10, None)}, direction=""), "G15")


def test_judgit_has_no_place_for_the_direction() -> None:
    sheet = sheet_with({2017: (10, 9)}, direction="")
    make_source(sheet, "judgit")
    assert is_not_evaluable(sheet, "G15")


@pytest.mark.parametrize(
    ("published", "direction", "is_found"),
    [("80", "up", False), ("80.5", "up", False), ("79.4", "up", True), ("80", "down", True), ("125", "down", False)],
)
def test_the_published_achievement_stands_beside_the_computed(published: str, direction: str, is_found: bool) -> None:
    sheet = sheet_with({2017: (10, 8)}, direction=direction)
    sheet.indicators.get().values.update(published_achievement_percent=Decimal(published))
    assert counts(sheet, "G16") == (1, int(is_found))


def test_a_published_achievement_that_differs_is_told_with_its_figures() -> None:
    sheet = sheet_with({2017: (10, 8)})
    sheet.indicators.get().values.update(published_achievement_percent=Decimal(90))
    assert figures_found(sheet, "G16") == [
        {
            "indicator": "見本指標",
            "fiscal_year": 2017,
            "target": "10件",
            "actual": "8件",
            "published_achievement_percent": "90",
            "achievement_percent": "80",
            "difference_points": "10",
        }
    ]


def test_without_a_published_or_a_computed_achievement_nothing_is_compared() -> None:
    assert is_not_evaluable(sheet_with({2017: (10, 8)}), "G16")
    for target, direction in ((0, "up"), (10, "")):
        sheet = sheet_with({2017: (target, 8)}, direction=direction)
        sheet.indicators.get().values.update(published_achievement_percent=Decimal(80))
        assert is_not_evaluable(sheet, "G16")


def test_names_are_told_on_one_line_and_cut() -> None:
    (figures,) = figures_found(sheet_with({2017: (1, None)}, name="あ\n" + "い" * 99), "G04")
    assert figures["indicator"] == "あ " + "い" * 57 + "…"
