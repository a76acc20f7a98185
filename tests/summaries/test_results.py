"""How indicators came out in their sheet's result year: always what the published sheets say."""

from typing import Any

import pytest

from reviewsheets.models import Indicator, IndicatorResult, IndicatorValue, ReviewSheet
from reviewsheets.summaries.refresh import refresh, refresh_missing
from reviewsheets.summaries.results import measure
from tests.factories import make_budget_year, make_indicator, make_sheet

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
ACHIEVED = ("achievement", "earlier_achievement")


def result(**fields: Any) -> IndicatorResult:
    """The only indicator's, of a sheet of 2018."""
    make_indicator(make_sheet(), **fields)
    refresh()
    return IndicatorResult.objects.get()


@pytest.mark.parametrize(
    ("direction", "target", "actual", "state"),
    [
        ("up", 100, 100, "reached"),
        ("up", 100, 150, "reached"),
        ("up", 100, "150.01", "exceeded"),
        ("up", 100, 99, "missed"),
        ("down", 100, 50, "exceeded"),
        ("down", 100, 101, "missed"),
        ("", 100, 100, "reached"),
        ("", 100, 999, "not-comparable"),
        ("up", "検討中", 5, "not-comparable"),
        ("up", "-", 5, "no-target"),
        ("up", 5, None, "no-actual"),
        ("up", 0, None, "no-actual"),
        ("up", "-", None, "blank"),
    ],
)
def test_state_is_that_of_the_year_before_the_sheet(direction: str, target: Any, actual: Any, state: str) -> None:
    one = result(values={2017: (target, actual), 2018: (1, 1), 2016: (1, 1)}, direction=direction)
    assert (one.state, one.is_direction_known) == (state, direction != "")


def test_year_that_the_sheet_does_not_give_is_blank() -> None:
    one = result(values={2018: (5, 5)}, final=(2017, 9))
    assert (one.state, one.target, one.actual, one.achievement) == ("blank", None, None, None)


@pytest.mark.parametrize(
    ("direction", "target", "actual", "achievement"),
    [
        ("up", 3, 2, 6_666),
        ("down", 3, 2, 15_000),
        ("", 3, 2, 6_666),
        ("up", 3, -2, -6_666),
        ("up", 0, 5, None),
        ("down", 5, 0, None),
        ("up", 100_000, "99999.9", 9_999),
        ("up", "0.0000000001", 999_999_999_999_999, None),
    ],
)
def test_achievement_is_cut_off_at_hundredths_of_a_percent(
    direction: str, target: Any, actual: Any, achievement: int | None
) -> None:
    one = result(values={2017: (target, actual), 2015: (target, actual)}, direction=direction)
    assert (one.achievement, one.earlier_achievement) == (achievement, achievement)


def test_what_is_compared_is_two_years_older() -> None:
    sheet = make_sheet()
    make_indicator(sheet, values={2014: (10, 1), 2015: (10, 2), 2016: (10, 3), 2017: (10, 4), 2018: (10, 5)})
    for budget_year in range(2014, 2019):
        make_budget_year(sheet, budget_year, executed_million=budget_year)
    refresh()
    one = IndicatorResult.objects.get()
    assert (one.achievement, one.earlier_achievement) == (4_000, 2_000)
    assert (one.executed_yen, one.earlier_executed_yen) == (2017 * MILLION, 2015 * MILLION)


def test_executed_zero_is_not_blank() -> None:
    sheet = make_sheet()
    make_indicator(sheet)
    make_budget_year(sheet, 2017, executed_million=0)
    make_budget_year(sheet, 2015, executed_million="-")
    refresh()
    assert IndicatorResult.objects.values_list("executed_yen", "earlier_executed_yen").get() == (0, None)


def test_only_outcomes_and_activities_have_results() -> None:
    sheet = make_sheet(sheet_year=2024, ministry="財務省")
    made = [make_indicator(sheet, kind) for kind in Indicator.Kind]
    refresh()
    rows = IndicatorResult.objects.order_by("pk").values_list("indicator", "kind", "sheet_year", "ministry__name")
    assert list(rows) == [(made[0].pk, "outcome", 2024, "財務省"), (made[1].pk, "activity", 2024, "財務省")]


def test_withdrawn_sheet_has_no_results() -> None:
    sheet = make_sheet()
    make_indicator(sheet)
    make_indicator(make_sheet(published=False))
    refresh()
    assert list(IndicatorResult.objects.values_list("sheet", flat=True)) == [sheet.pk]
    ReviewSheet.objects.filter(pk=sheet.pk).update(published_at=None)
    refresh([sheet.pk])
    assert IndicatorResult.objects.count() == 0


def test_one_sheet_made_anew_leaves_the_others() -> None:
    first, second = (make_indicator(make_sheet(), values={2017: (10, 5)}) for _ in range(2))
    refresh()
    IndicatorValue.objects.update(actual=10)
    measure([first.sheet_id])
    assert dict(IndicatorResult.objects.values_list("indicator", "achievement")) == {
        first.pk: 10_000,
        second.pk: 5_000,
    }
    measure()
    assert set(IndicatorResult.objects.values_list(*ACHIEVED)) == {(10_000, None)}


def test_missing_results_are_made() -> None:
    make_indicator(make_sheet())
    refresh()
    IndicatorResult.objects.all().delete()
    assert refresh_missing() == 1
    assert IndicatorResult.objects.count() == 1
    assert refresh_missing() == 0
