"""The government's sheets of one year: totals, ministries, and the sheets that stand out. All from the summaries."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from reviewsheets.models import Ministry, ReviewSheet, SheetSummary
from reviewsheets.queries.sheets import listed_sheets
from reviewsheets.units.money import percent

LARGEST = 10
_HAS_RESULT = Q(summary__total_yen__isnull=False, summary__executed_yen__isnull=False)
_SUMS: dict[str, Any] = {
    "sheets": Count("pk"),
    "new": Count("pk", filter=Q(summary__kind=SheetSummary.Kind.NEW)),
    "ending": Count("pk", filter=Q(summary__kind=SheetSummary.Kind.ENDING)),
    "total_yen": Sum("summary__total_yen"),
    "executed_yen": Sum("summary__executed_yen"),
    "requested_yen": Sum("summary__requested_yen"),
    "unused_yen": Sum("summary__unused_yen"),
    "carried_out_yen": Sum("summary__carried_out_yen"),
    "with_result": Count("pk", filter=_HAS_RESULT),
    "result_executed_yen": Sum("summary__executed_yen", filter=_HAS_RESULT),
    "result_unused_yen": Sum("summary__unused_yen", filter=_HAS_RESULT),
    "result_carried_out_yen": Sum("summary__carried_out_yen", filter=_HAS_RESULT),
    "outcomes_reached": Sum("summary__outcomes_reached"),
    "outcomes_missed": Sum("summary__outcomes_missed"),
    "outcomes_not_comparable": Sum("summary__outcomes_not_comparable"),
}


@dataclass(frozen=True)
class Totals:
    """Sums in yen over sheets. 計 and what follows are of the result year, the year before the sheets' own.

    `with_result`: sheets that give both 計 and 執行額; the rates are of those alone. Outcomes are counts of indicators.
    """

    sheets: int = 0
    new: int = 0
    ending: int = 0
    total_yen: int = 0
    executed_yen: int = 0
    requested_yen: int = 0
    unused_yen: int = 0
    carried_out_yen: int = 0
    with_result: int = 0
    result_executed_yen: int = 0
    result_unused_yen: int = 0
    result_carried_out_yen: int = 0
    outcomes_reached: int = 0
    outcomes_missed: int = 0
    outcomes_not_comparable: int = 0

    @property
    def net_rate_percent(self) -> Decimal | None:
        """執行額 of 計 after what was carried over is taken off."""
        return percent(self.result_executed_yen, self.result_executed_yen + self.result_unused_yen)

    @property
    def gross_rate_percent(self) -> Decimal | None:
        """執行額 of 計 before it."""
        spent_or_left = self.result_executed_yen + self.result_unused_yen
        return percent(self.result_executed_yen, spent_or_left + self.result_carried_out_yen)

    @property
    def outcomes(self) -> int:
        """Outcome indicators of the result year, whatever came of them."""
        return self.outcomes_reached + self.outcomes_missed + self.outcomes_not_comparable

    @property
    def without_result(self) -> int:
        """Sheets that the rates leave out."""
        return self.sheets - self.with_result


@dataclass(frozen=True)
class YearTotals:
    """A sheet year's own sheets added."""

    sheet_year: int
    totals: Totals
    is_fictional: bool = False  # there is no sheet of a real ministry

    @property
    def result_year(self) -> int:
        """The budget year of 計 and 執行額."""
        return self.sheet_year - 1


@dataclass(frozen=True)
class MinistryTotals:
    """A ministry's sheets of one sheet year added."""

    name: str
    sheet_year: int
    totals: Totals


@dataclass(frozen=True)
class Dashboard:
    """One sheet year beside the others. `before`: the sheet year before it, where its sheets are there too."""

    years: tuple[YearTotals, ...]
    chosen: YearTotals
    before: YearTotals | None
    ministries: tuple[MinistryTotals, ...]
    fictional: int

    @property
    def sheet_year(self) -> int:
        """The chosen one."""
        return self.chosen.sheet_year


def dashboard(sheets: QuerySet[ReviewSheet], *, sheet_year: int | None = None) -> Dashboard | None:
    """The chosen sheet year, else the newest; None without a sheet. Made-up ministries count in years of their own."""
    years = _years(sheets)
    if not years:
        return None
    chosen = next((year for year in years if year.sheet_year == sheet_year), years[0])
    of_year = sheets.filter(sheet_year=chosen.sheet_year)
    comparable = (year for year in years if year.is_fictional == chosen.is_fictional)
    return Dashboard(
        years=years,
        chosen=chosen,
        before=next((year for year in comparable if year.sheet_year == chosen.sheet_year - 1), None),
        ministries=_ministries(of_year.filter(ministry__is_fictional=chosen.is_fictional), chosen.sheet_year),
        fictional=of_year.filter(ministry__is_fictional=True).count(),
    )


def largest_by(sheets: QuerySet[ReviewSheet], year: YearTotals, figure: str) -> QuerySet[ReviewSheet]:
    """The sheets of a year with the most of a figure of the summary, largest first, of those that its totals count."""
    counted = sheets.filter(sheet_year=year.sheet_year, ministry__is_fictional=year.is_fictional)
    found = counted.filter(**{f"summary__{figure}__gt": 0})
    return listed_sheets(found).order_by(f"-summary__{figure}", "pk")[:LARGEST]


def _years(sheets: QuerySet[ReviewSheet]) -> tuple[YearTotals, ...]:
    kinds = sheets.order_by("-sheet_year", "ministry__is_fictional").values("sheet_year", "ministry__is_fictional")
    years: dict[int, YearTotals] = {}
    for row in kinds.annotate(**_SUMS):
        found = YearTotals(row["sheet_year"], _totals(row), is_fictional=row["ministry__is_fictional"])
        years.setdefault(found.sheet_year, found)  # the real ones come first
    return tuple(years.values())


def _ministries(sheets: QuerySet[ReviewSheet], sheet_year: int) -> tuple[MinistryTotals, ...]:
    rows = {row["ministry"]: row for row in sheets.order_by().values("ministry").annotate(**_SUMS)}
    names = Ministry.objects.filter(pk__in=rows).values_list("pk", "name")
    found = [MinistryTotals(name, sheet_year, _totals(rows[pk])) for pk, name in names]
    return tuple(sorted(found, key=lambda ministry: -ministry.totals.total_yen))


def _totals(row: Mapping[str, Any]) -> Totals:
    return Totals(**{field.name: row[field.name] or 0 for field in fields(Totals)})
