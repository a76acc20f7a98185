"""`IndicatorResult` rows made anew: how each indicator of a changed sheet came out in the sheet's result year."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q

from reviewsheets.models import BudgetYear, Indicator, IndicatorResult, IndicatorValue, ReviewSheet
from reviewsheets.models.bulk import among, batches, columns_of, hold, write_rows
from reviewsheets.models.summary import RATE_UNITS_PER_PERCENT
from reviewsheets.summaries.sums import Place
from reviewsheets.units.achievement import achievement_percent, state_of

YEARS_BETWEEN = 2  # the result year and the one it is set beside
KINDS = (Indicator.Kind.OUTCOME, Indicator.Kind.ACTIVITY)
_COLUMNS = columns_of(IndicatorResult)
_MOST = 2**62 - 1  # the difference of two fits the column too; a share of a target next to nothing is past it


@dataclass(frozen=True)
class _Value:
    """The target and the actual of a year."""

    target: Decimal | None = None
    actual: Decimal | None = None
    target_text: str = ""
    actual_text: str = ""


_NOTHING = _Value()
_ByYears = dict[int, Any]  # years before the result year → what was then


def measure(sheet_ids: Collection[int] | None = None) -> None:
    """Rebuild the results of these sheets' indicators, or of all. Inside the caller's transaction."""
    if sheet_ids is None:
        hold(IndicatorResult)
        IndicatorResult.objects.all().delete()
    ids = ReviewSheet.objects.order_by("pk").values_list("pk", flat=True) if sheet_ids is None else sorted(sheet_ids)
    for batch in batches(ids):
        if sheet_ids is not None:
            IndicatorResult.objects.filter(among("sheet", batch)).delete()
        write_rows(IndicatorResult, _COLUMNS, list(_results(_places(batch))))


def _places(sheet_ids: list[int]) -> dict[int, Place]:
    """The published ones of these sheets, each with its year and ministry."""
    sheets = ReviewSheet.objects.published().filter(among("pk", sheet_ids)).order_by()
    return {pk: (year, ministry_id) for pk, year, ministry_id in sheets.values_list("pk", "sheet_year", "ministry")}


def _results(places: dict[int, Place]) -> Iterator[list[Any]]:
    """A row an indicator, as `_COLUMNS`."""
    values, executed = _values(places), _executed(places)
    indicators = Indicator.objects.filter(among("sheet", places), kind__in=KINDS).order_by("pk")
    for pk, sheet_id, kind, direction in indicators.values_list("pk", "sheet", "kind", "direction"):
        now, earlier = values[pk].get(0, _NOTHING), values[pk].get(YEARS_BETWEEN, _NOTHING)
        sheet_year, ministry_id = places[sheet_id]
        row = {
            "sheet_id": sheet_id,
            "sheet_year": sheet_year,
            "ministry_id": ministry_id,
            "indicator_id": pk,
            "kind": kind,
            "state": str(state_of(direction, now.target, now.actual, now.target_text, now.actual_text)),
            "is_direction_known": direction != "",
            "target": now.target,
            "actual": now.actual,
            "achievement": _hundredths(achievement_percent(direction, now.target, now.actual)),
            "earlier_achievement": _hundredths(achievement_percent(direction, earlier.target, earlier.actual)),
            "executed_yen": executed[sheet_id].get(0),
            "earlier_executed_yen": executed[sheet_id].get(YEARS_BETWEEN),
        }
        yield [row[name] for name in _COLUMNS]


def _values(places: dict[int, Place]) -> defaultdict[int, _ByYears]:
    """Indicator → years before the result year → its target and actual."""
    values: defaultdict[int, _ByYears] = defaultdict(dict)
    rows = IndicatorValue.objects.filter(
        _asked_years("fiscal_year", "indicator__sheet__sheet_year"),
        among("indicator__sheet", places),
        column=IndicatorValue.Column.YEAR,
        indicator__kind__in=KINDS,
    ).order_by()
    figures = ("target", "actual", "target_text", "actual_text")
    for indicator_id, sheet_id, fiscal_year, *cells in rows.values_list(
        "indicator", "indicator__sheet", "fiscal_year", *figures
    ):
        values[indicator_id][_years_before(places, sheet_id, fiscal_year)] = _Value(*cells)
    return values


def _executed(places: dict[int, Place]) -> defaultdict[int, _ByYears]:
    """Sheet → years before the result year → 執行額 in yen, or None."""
    executed: defaultdict[int, _ByYears] = defaultdict(dict)
    years = BudgetYear.objects.filter(_asked_years("budget_year", "sheet__sheet_year"), among("sheet", places))
    rows: Iterable[tuple[int, int, int | None]] = years.order_by().values_list("sheet", "budget_year", "executed_yen")
    for sheet_id, budget_year, executed_yen in rows:
        executed[sheet_id][_years_before(places, sheet_id, budget_year)] = executed_yen
    return executed


def _asked_years(column: str, sheet_year: str) -> Q:
    """The result year and the earlier one."""
    return Q(**{column: F(sheet_year) - 1}) | Q(**{column: F(sheet_year) - 1 - YEARS_BETWEEN})


def _years_before(places: dict[int, Place], sheet_id: int, fiscal_year: int) -> int:
    return places[sheet_id][0] - 1 - fiscal_year


def _hundredths(rate_percent: Decimal | None) -> int | None:
    """As the column keeps it, cut off; None where it is too large to keep."""
    hundredths = None if rate_percent is None else int(rate_percent * RATE_UNITS_PER_PERCENT)
    return None if hundredths is None or abs(hundredths) > _MOST else hundredths
