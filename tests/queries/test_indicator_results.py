"""Indicators counted by how they came out, listed, and set beside the money."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from reviewsheets import access
from reviewsheets.filters.indicators import IndicatorFilter
from reviewsheets.models import Indicator, ReviewSheet
from reviewsheets.queries.indicator_results import ResultPart, ResultsPage, Told, result_groups, results_page
from reviewsheets.queries.indicator_results_list import (
    ListedResult,
    columns_of_results,
    results_of,
    sorted_results,
    with_words,
    word_hits,
)
from reviewsheets.queries.indicator_spending import (
    Change,
    SpendingPage,
    more_money_less_done,
    spending_groups,
    spending_page,
)
from reviewsheets.summaries.refresh import refresh
from reviewsheets.units.cells import Cell
from tests.factories import make_budget_year, make_indicator, make_ministry, make_sheet

pytestmark = pytest.mark.django_db


def came_out(sheet: ReviewSheet, target: Any, actual: Any, direction: str = "up", **fields: Any) -> Indicator:
    return make_indicator(sheet, values={2017: (target, actual)}, direction=direction, **fields)


def page() -> ResultsPage:
    refresh()
    return results_page(result_groups(access.public_indicator_results()))


def part(told: Told = Told.KNOWN) -> ResultPart:
    return next(part for part in page().parts if part.told is told)


def states() -> Mapping[str, tuple[int, int]]:
    """State → indicators, and those of them that tell a direction."""
    return {row.state: (row.indicators, row.known) for row in page().states if row.indicators}


def listed(sort: str = "-executed") -> list[ListedResult]:
    refresh()
    return list(results_of(columns_of_results(sorted_results(access.public_indicator_results(), sort))))


def test_states_say_how_many_tell_a_direction() -> None:
    sheet = make_sheet()
    for target, actual, direction in ((1, 1, "up"), (1, 1, ""), (1, 0, "up"), (1, 2, ""), ("検討中", 2, "up")):
        came_out(sheet, target, actual, direction)
    assert states() == {"reached": (2, 1), "missed": (1, 1), "not-comparable": (2, 1)}
    assert (page().counted, page().known, page().known_percent, page().differing) == (5, 3, 60, 1)
    assert [row.state for row in page().states] == [
        *("exceeded", "reached", "missed", "not-comparable", "no-target", "no-actual", "blank"),
    ]


@pytest.mark.parametrize(
    ("actual", "band"),
    [
        ("-1", "to-50"),
        ("49.999", "to-50"),
        ("50", "to-80"),
        ("79.99", "to-80"),
        ("80", "to-100"),
        ("99.999", "to-100"),
        ("100", "100"),
        ("100.01", "to-150"),
        ("150", "to-150"),
        ("150.01", "over-150"),
        (None, "none"),
    ],
)
def test_achievement_is_in_its_class(actual: str | None, band: str) -> None:
    came_out(make_sheet(), 100, actual)
    assert part().counts.bands == {band: 1}
    chosen = IndicatorFilter.of(QueryDict(f"achievement={band}"))
    assert chosen.narrowed(access.public_indicator_results()).count() == 1


def test_those_with_and_without_a_direction_are_counted_apart() -> None:
    sheet, other = make_sheet(), make_sheet(sheet_year=2019, ministry="財務省")
    came_out(sheet, 100, 100)
    came_out(sheet, 100, 40, "")
    make_indicator(other, values={2018: (100, 90)}, direction="")
    make_indicator(other, values={2018: (None, 90)}, direction="")
    unknown = part(Told.UNKNOWN)
    assert (part().counts.indicators, part().counts.band_percent("100")) == (1, 100)
    assert (unknown.counts.indicators, unknown.counts.measured, unknown.counts.band_percent("to-50")) == (3, 2, 50)
    assert [(row.name, row.counts.indicators, row.counts.measured) for row in unknown.ministries] == [
        ("総務省", 1, 1),
        ("財務省", 2, 1),
    ]
    assert [(row.sheet_year, row.counts.indicators) for row in unknown.years] == [(2019, 2), (2018, 1)]


def test_made_up_ministries_count_only_where_there_are_no_others() -> None:
    fiction = make_ministry("見本省", is_fictional=True)
    came_out(make_sheet(ministry=fiction), 1, 1)
    assert (page().indicators, page().fictional, page().counted) == (1, 0, 1)
    came_out(make_sheet(), 1, 1)
    assert (page().indicators, page().fictional, page().counted) == (2, 1, 1)


def test_draft_is_not_there() -> None:
    came_out(make_sheet(published=False), 1, 1)
    assert (page().indicators, page().parts, listed()) == (0, (), [])


def test_listed_indicator_says_what_the_cells_say() -> None:
    sheet = make_sheet(ministry="財務省", number="7", name="見本事業")
    make_budget_year(sheet, 2017, executed_million=12)
    values: Any = {2015: (8, 4), 2017: ("検討中", "1.80"), 2018: (1, 1)}
    make_indicator(sheet, values=values, direction="", name="見本の率", unit="％", goal="目標")
    (row,) = listed()
    assert (row.sheet_year, row.ministry_name, row.sheet_number, row.sheet_name) == (2018, "財務省", "7", "見本事業")
    assert (row.name, row.unit, row.goal, row.kind) == ("見本の率", "％", "目標", "outcome")
    assert (row.target, row.actual) == (Cell(None, "検討中"), Cell(Decimal("1.8"), "1.80"))
    assert (row.achievement_percent, row.earlier_percent, row.change_points) == (None, 50, None)
    assert (row.executed_yen, row.earlier_executed_yen, row.change_yen) == (12_000_000, None, None)
    assert row.executed_change_percent is None


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("-achievement", ["甲", "乙", "丙"]),
        ("achievement", ["乙", "甲", "丙"]),
        ("-change", ["乙", "甲", "丙"]),
        ("change", ["甲", "乙", "丙"]),
        ("-executed", ["丙", "乙", "甲"]),
        ("executed", ["乙", "丙", "甲"]),
    ],
)
def test_blank_ones_come_last_however_it_is_sorted(sort: str, names: list[str]) -> None:
    story: tuple[tuple[str, dict[int, tuple[int | None, int]], int | None], ...] = (
        ("甲", {2017: (10, 9), 2015: (10, 20)}, None),
        ("乙", {2017: (10, 5), 2015: (10, 5)}, 100),
        ("丙", {2017: (None, 5)}, 200),
    )
    for name, values, executed_yen in story:
        sheet = make_sheet()
        make_budget_year(sheet, 2017, executed_yen=executed_yen)
        make_indicator(sheet, values=values, name=name)
    assert [row.name for row in listed(sort)] == names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", 3),
        ("防災", 1),
        ("道路", 2),
        ("道路 率", 1),
        ("道路　率", 1),
        ("oda", 1),
        ("100%", 0),
    ],
)
def test_words_are_looked_for_in_both_names(text: str, found: int) -> None:
    came_out(make_sheet(name="道路の事業"), 1, 1, name="整備率")
    came_out(make_sheet(name="ODAの事業"), 1, 1, name="道路の数")
    came_out(make_sheet(name="別の事業"), 1, 1, name="防災")
    refresh()
    results = with_words(access.public_indicator_results(), access.public_summaries(), text)
    assert results.count() == found
    assert len(word_hits(results)) == found


def changed(earlier_yen: int | None, now_yen: int | None, earlier: Any, now: Any, **fields: Any) -> ReviewSheet:
    """A sheet whose 執行額 and whose only outcome, of a target of 100, changed."""
    sheet = make_sheet(**{name: fields.pop(name) for name in ("ministry",) if name in fields})
    make_budget_year(sheet, 2015, executed_yen=earlier_yen)
    make_budget_year(sheet, 2017, executed_yen=now_yen)
    make_indicator(sheet, values={2015: (100, earlier), 2017: (100, now)}, **fields)
    return sheet


def spending() -> SpendingPage:
    refresh()
    return spending_page(spending_groups(access.public_indicator_results()))


def found_spending() -> int:
    return more_money_less_done(access.public_indicator_results()).count()


@pytest.mark.parametrize(
    ("money", "done", "spent", "achieved"),
    [
        ((100, 110), (90, 80), Change.ROSE, Change.FELL),
        ((100, 109), (90, 80), Change.SAME, Change.FELL),
        ((101, 111), (90, 80), Change.SAME, Change.FELL),
        ((101, 112), (90, "80.01"), Change.ROSE, Change.SAME),
        ((100, 90), (90, 100), Change.FELL, Change.ROSE),
        ((101, 91), (90, 90), Change.SAME, Change.SAME),
        ((100, 0), (90, "99.99"), Change.FELL, Change.SAME),
    ],
)
def test_thresholds_belong_to_the_rise_and_to_the_fall(
    money: tuple[int, int], done: tuple[Any, Any], spent: Change, achieved: Change
) -> None:
    changed(*money, *done)
    (count,) = (count for count in spending().counts if count.indicators)
    assert (count.spending, count.achievement, count.known) == (spent, achieved, 1)
    assert found_spending() == (spent is Change.ROSE and achieved is Change.FELL)


@pytest.mark.parametrize(
    ("money", "done"),
    [((0, 100), (90, 10)), ((None, 100), (90, 10)), ((100, None), (90, 10)), ((100, 200), (None, 10))],
)
def test_without_both_changes_nothing_is_said(money: tuple[Any, Any], done: tuple[Any, Any]) -> None:
    changed(*money, *done)
    assert (spending().indicators, found_spending()) == (0, 0)


def test_activities_are_not_outcomes() -> None:
    changed(100, 200, 90, 10, kind="activity")
    assert (spending().indicators, found_spending()) == (0, 0)


def test_unknown_directions_and_made_up_ministries_are_told() -> None:
    changed(100, 200, 90, 10)
    changed(100, 200, 90, 10, direction="")
    changed(100, 200, 90, 10, ministry=make_ministry("見本省", is_fictional=True))
    assert (spending().indicators, spending().known, spending().fictional) == (2, 1, 1)
    assert (spending().listed.indicators, spending().listed.known) == (2, 1)


@pytest.mark.parametrize("indicators", [3, 30])
def test_queries_do_not_grow(indicators: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(indicators):
        changed(100, 200, 90, 10)
    refresh()
    results = access.public_indicator_results()
    with django_assert_num_queries(4):
        assert results_page(result_groups(results)).indicators == indicators
        assert len(list(results_of(columns_of_results(sorted_results(results, "change"))))) == indicators
        spending_page(spending_groups(results))
