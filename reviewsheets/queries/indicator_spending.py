"""Outcomes beside the money: what changed over two years in 執行額 of the sheet and in 達成度 of its indicators.

Only indicators count whose sheet gives both 執行額 (the earlier above 0) and both 達成度. 執行額 is of all of it: a
sheet with several outcomes has a row for each, and amounts of rows are never added.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Case, CharField, Count, F, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from reviewsheets.models import Indicator, IndicatorResult
from reviewsheets.queries.indicator_results import Told
from reviewsheets.queries.indicator_results_list import CHANGE

SPENDING_PERCENT, ACHIEVEMENT_POINTS = 10, 10  # from here on a change is a rise or a fall


class Change(StrEnum):
    """Which way a figure went over two years."""

    ROSE = "rose"
    SAME = "same"
    FELL = "fell"


SPENDING_WORDS = {
    Change.ROSE: _("執行額が10％以上増えた"),
    Change.SAME: _("執行額の増減が10％未満"),
    Change.FELL: _("執行額が10％以上減った"),
}
ACHIEVEMENT_WORDS = {
    Change.FELL: _("達成度が10ポイント以上下がった"),
    Change.SAME: _("達成度の増減が10ポイント未満"),
    Change.ROSE: _("達成度が10ポイント以上上がった"),
}
_TENTH = 100 // SPENDING_PERCENT
_POINTS = ACHIEVEMENT_POINTS * 100  # hundredths of a percent
_MORE_YEN, _LESS_YEN = F("executed_yen") - F("earlier_executed_yen"), F("earlier_executed_yen") - F("executed_yen")
_THRESHOLD_YEN = (F("earlier_executed_yen") + (_TENTH - 1)) / _TENTH  # whole yen, rounded up
_ROSE_YEN, _FELL_YEN = {"more_yen__gte": _THRESHOLD_YEN}, {"less_yen__gte": _THRESHOLD_YEN}
_CHANGES = {"more_yen": _MORE_YEN, "less_yen": _LESS_YEN, "change": CHANGE}


def _changed(rose: dict[str, Any], fell: dict[str, Any]) -> Case:
    return Case(
        When(**rose, then=Value(Change.ROSE.value)),
        When(**fell, then=Value(Change.FELL.value)),
        default=Value(Change.SAME.value),
        output_field=CharField(),
    )


@dataclass(frozen=True)
class ChangeCount:
    """Indicators whose sheet's 執行額 went one way and whose 達成度 went one way."""

    spending: Change
    achievement: Change
    indicators: int
    known: int  # of those, the ones that tell which way is better

    @property
    def is_listed(self) -> bool:
        """More money, less of the target done."""
        return self.spending is Change.ROSE and self.achievement is Change.FELL


@dataclass(frozen=True)
class ChangeRow:
    """A way that 執行額 went, with the numbers by the way that 達成度 went."""

    label: str
    cells: tuple[ChangeCount, ...]


@dataclass(frozen=True)
class SpendingPage:
    """Outcomes with both changes, counted; of made-up ministries only where there are no others."""

    counts: tuple[ChangeCount, ...]
    fictional: int  # left out

    @property
    def indicators(self) -> int:
        """All of them."""
        return sum(count.indicators for count in self.counts)

    @property
    def known(self) -> int:
        """Those that tell which way is better."""
        return sum(count.known for count in self.counts)

    @property
    def listed(self) -> ChangeCount:
        """The ones with more money and less of the target done."""
        return next(count for count in self.counts if count.is_listed)

    @property
    def rows(self) -> tuple[ChangeRow, ...]:
        """By 執行額, the risen first."""
        return tuple(
            ChangeRow(str(label), tuple(count for count in self.counts if count.spending is spending))
            for spending, label in SPENDING_WORDS.items()
        )


@dataclass(frozen=True)
class ChangeGroup:
    """Indicators with both changes that are alike in all that one narrows to."""

    sheet_year: int
    ministry_id: int
    told: Told
    is_fictional: bool
    spending: Change
    achievement: Change
    indicators: int


def with_both_changes(results: QuerySet[IndicatorResult]) -> QuerySet[IndicatorResult]:
    """Outcomes whose sheet gives 執行額 of both years, and that have both 達成度."""
    both = {"achievement__isnull": False, "earlier_achievement__isnull": False, "executed_yen__isnull": False}
    return results.filter(kind=Indicator.Kind.OUTCOME, earlier_executed_yen__gt=0, **both)


def more_money_less_done(results: QuerySet[IndicatorResult]) -> QuerySet[IndicatorResult]:
    """執行額 rose by `SPENDING_PERCENT` or more while 達成度 fell by `ACHIEVEMENT_POINTS` or more."""
    told: Any = with_both_changes(results).alias(**_CHANGES)
    found: QuerySet[IndicatorResult] = told.filter(change__lte=-_POINTS, **_ROSE_YEN)
    return found


def spending_groups(results: QuerySet[IndicatorResult]) -> list[ChangeGroup]:
    """One query."""
    told = with_both_changes(results).alias(**_CHANGES)
    achievement = _changed({"change__gte": _POINTS}, {"change__lte": -_POINTS})
    rows: Any = told.order_by().annotate(spending=_changed(_ROSE_YEN, _FELL_YEN), done=achievement)
    keys = ("sheet_year", "ministry", "is_direction_known", "ministry__is_fictional", "spending", "done")
    return [
        ChangeGroup(year, ministry_id, _told(is_known), is_fictional, Change(spending), Change(done), number)
        for year, ministry_id, is_known, is_fictional, spending, done, number in rows.values_list(*keys).annotate(
            number=Count("*")
        )
    ]


def _told(is_known: bool) -> Told:
    return Told.KNOWN if is_known else Told.UNKNOWN


def spending_page(groups: Sequence[ChangeGroup]) -> SpendingPage:
    """The groups counted by both changes, all nine of them."""
    real = [group for group in groups if not group.is_fictional] or list(groups)
    indicators: Counter[tuple[Change, Change]] = Counter()
    known: Counter[tuple[Change, Change]] = Counter()
    for group in real:
        place = (group.spending, group.achievement)
        indicators[place] += group.indicators
        if group.told is Told.KNOWN:
            known[place] += group.indicators
    places = [(spending, achievement) for spending in SPENDING_WORDS for achievement in ACHIEVEMENT_WORDS]
    return SpendingPage(
        counts=tuple(ChangeCount(*place, indicators[place], known[place]) for place in places),
        fictional=sum(group.indicators for group in groups) - sum(group.indicators for group in real),
    )
