"""Outcome and activity indicators with their results, one by one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reviewsheets.models import Indicator, IndicatorResult, IndicatorValue, SheetSummary
from reviewsheets.queries.contract_list import Sort
from reviewsheets.queries.indicator_results import KEYS, KIND_WORDS, STATE_WORDS, Key, with_keys
from reviewsheets.units.achievement import Direction
from reviewsheets.units.cells import Cell

CHANGE = F("achievement") - F("earlier_achievement")
SORTS: dict[str, Any] = {"achievement": F("achievement"), "change": CHANGE, "executed": F("executed_yen")}
DIRECTION_WORDS = {
    Direction.UP: _("大きいほど良い"),
    Direction.DOWN: _("小さいほど良い"),
    Direction.UNKNOWN: _("実績／目標（方向の記載なし）"),
}
LARGEST_FIRST = "-executed"
_SHEET = ("sheet_year", "ministry__name", "ministry__is_fictional", "sheet__number", "sheet__name")
_INDICATOR = ("kind", "indicator__name", "indicator__goal", "indicator__unit", "indicator__direction", "state")
_FIGURES = ("achievement", "earlier_achievement", "executed_yen", "earlier_executed_yen")
_CELLS = ("target", "result_value__target_text", "actual", "result_value__actual_text")


@dataclass(frozen=True)
class ListedResult:
    """An indicator, its sheet, and the target and actual of the year before the sheet's.

    達成度 in percent, cut off at hundredths; `earlier` is two years before. 執行額 is the whole sheet's, in yen.
    """

    sheet_year: int
    ministry_name: str
    is_fictional: bool
    sheet_number: str
    sheet_name: str
    kind: str
    name: str
    goal: str
    unit: str
    direction: str
    state: str
    target: Cell
    actual: Cell
    achievement_percent: Decimal | None
    earlier_percent: Decimal | None
    executed_yen: int | None
    earlier_executed_yen: int | None

    @property
    def sheet_url(self) -> str:
        """The sheet's page."""
        return reverse("sheet", args=[self.sheet_year, self.ministry_name, self.sheet_number])

    @property
    def result_year(self) -> int:
        """The year of target, actual and 執行額."""
        return self.sheet_year - 1

    @property
    def is_direction_known(self) -> bool:
        """The sheet says which way is better."""
        return self.direction != Direction.UNKNOWN

    @property
    def direction_words(self) -> str:
        """Which way is better, or that nobody says it."""
        return str(DIRECTION_WORDS[Direction(self.direction)])

    @property
    def state_words(self) -> str:
        """The state in words."""
        return str(STATE_WORDS[self.state])

    @property
    def kind_words(self) -> str:
        """The kind in words."""
        return str(KIND_WORDS[self.kind])

    @property
    def change_points(self) -> Decimal | None:
        """達成度 less that of two years before, in points."""
        if self.achievement_percent is None or self.earlier_percent is None:
            return None
        return self.achievement_percent - self.earlier_percent

    @property
    def change_yen(self) -> int | None:
        """執行額 less that of two years before."""
        if self.executed_yen is None or self.earlier_executed_yen is None:
            return None
        return self.executed_yen - self.earlier_executed_yen

    @property
    def executed_change_percent(self) -> Decimal | None:
        """The same of the earlier 執行額; None without one above 0."""
        change_yen, earlier_yen = self.change_yen, self.earlier_executed_yen
        if change_yen is None or earlier_yen is None or earlier_yen <= 0:
            return None
        return Decimal(change_yen) * 100 / Decimal(earlier_yen)


def with_words(
    results: QuerySet[IndicatorResult], summaries: QuerySet[SheetSummary], text: str
) -> QuerySet[IndicatorResult]:
    """Those that have every word of the text in the indicator's or its sheet's name."""
    for word in text.split():
        # What has no capitals is found in a third of the time by PostgreSQL.
        lookup = "icontains" if word.upper() != word.lower() else "contains"
        sheets = summaries.filter(**{f"name__{lookup}": word}).order_by().values("sheet")
        own = Indicator.objects.filter(**{f"name__{lookup}": word}).order_by().values("pk")
        results = results.filter(Q(indicator__in=own) | Q(sheet__in=sheets))
    return results


def sorted_results(results: QuerySet[IndicatorResult], sort: str) -> QuerySet[IndicatorResult]:
    """By one of `SORTS` ("-change": largest first), blank ones last; a sheet's indicators in its order."""
    figure = SORTS[sort.removeprefix("-")]
    order = figure.desc(nulls_last=True) if sort.startswith("-") else figure.asc(nulls_last=True)
    return results.order_by(order, "pk")


def sorts(sort: str) -> dict[str, Sort]:
    """Of each of `SORTS`: the largest first at first, then the smallest."""
    return {
        name: Sort(
            state={name: "ascending", f"-{name}": "descending"}.get(sort, ""),
            next=name if sort == f"-{name}" else f"-{name}",
        )
        for name in SORTS
    }


def word_hits(results: QuerySet[IndicatorResult]) -> list[tuple[int, Key]]:
    """The ids in their order, each with its group's key. A word is looked for once only, as that takes long."""
    return [(row[0], row[1:]) for row in with_keys(results).values_list("pk", *KEYS)]


def columns_of_results(results: QuerySet[IndicatorResult]) -> "QuerySet[Any, tuple[Any, ...]]":
    """What `results_of` reads, in the order of `results`."""
    column = Q(indicator__values__column=IndicatorValue.Column.YEAR)
    own_year = Q(indicator__values__fiscal_year=F("sheet_year") - 1)
    told = results.annotate(result_value=FilteredRelation("indicator__values", condition=column & own_year))
    return told.values_list(*_SHEET, *_INDICATOR, *_FIGURES, *_CELLS)


def results_of(rows: Iterable[tuple[Any, ...]]) -> Iterator[ListedResult]:
    """Rows of `columns_of_results`."""
    for row in rows:
        year, ministry, is_fictional, number, sheet_name, *indicator = row[: len(_SHEET) + len(_INDICATOR)]
        kind, name, goal, unit, direction, state = indicator
        achievement, earlier, executed_yen, earlier_yen, *cells = row[len(_SHEET) + len(_INDICATOR) :]
        target, target_text, actual, actual_text = cells
        yield ListedResult(
            sheet_year=year,
            ministry_name=ministry,
            is_fictional=is_fictional,
            sheet_number=number,
            sheet_name=sheet_name,
            kind=kind,
            name=name,
            goal=goal,
            unit=unit,
            direction=direction,
            state=state,
            target=Cell(target, target_text or ""),
            actual=Cell(actual, actual_text or ""),
            achievement_percent=from_hundredths(achievement),
            earlier_percent=from_hundredths(earlier),
            executed_yen=executed_yen,
            earlier_executed_yen=earlier_yen,
        )


def from_hundredths(rate: int | None) -> Decimal | None:
    """A rate as the summary keeps it, in percent."""
    return None if rate is None else Decimal(rate).scaleb(-2)
