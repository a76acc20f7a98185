"""The government's sheets of one year: totals, ministries, and the sheets that stand out. All from the summaries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import QuerySet

from reviewsheets.models import Indicator, IndicatorResult, Ministry, SheetSummary, YearSums
from reviewsheets.queries.sheets import listed
from reviewsheets.queries.totals import Totals, added, year_totals
from reviewsheets.units.money import Basis, percent, rounded_percent

LARGEST = 10
AMOUNTS = ("unused_yen", "total_yen", "carried_out_yen", "initial_yen")
SHOWN = ("sheet_year", "ministry__name", "number", "name", *AMOUNTS)  # what the page tells of them
# The lists of sheets that stand out: what they are ordered by, and which sheets are in them.
LISTS: dict[str, tuple[str, dict[str, str]]] = {
    "unused_yen": ("unused_yen", {}),
    "carried_out_yen": ("carried_out_yen", {}),
    "new": ("initial_yen", {"kind": SheetSummary.Kind.NEW}),
    "ending": ("total_yen", {"kind": SheetSummary.Kind.ENDING}),
}


class _OfYear:
    """What totals of a sheet year mean."""

    sheet_year: int
    totals: Totals
    tells_missed: bool  # some outcome of the year has a direction: without one, none can be said to be missed

    @property
    def basis(self) -> Basis:
        """What 計 means on the form of the year."""
        return Basis.of_sheet_year(self.sheet_year)

    @property
    def missed(self) -> int | None:
        """Outcomes that were not reached; None where there are none at all, or nobody can know."""
        return self.totals.outcomes_missed if self.totals.outcomes and self.tells_missed else None


@dataclass(frozen=True)
class YearTotals(_OfYear):
    """A sheet year's own sheets added."""

    sheet_year: int
    totals: Totals
    is_fictional: bool = False  # there is no sheet of a real ministry
    tells_missed: bool = True

    @property
    def result_year(self) -> int:
        """The budget year of 計 and 執行額."""
        return self.sheet_year - 1


@dataclass(frozen=True)
class MinistryTotals(_OfYear):
    """A ministry's sheets of one sheet year added."""

    name: str
    sheet_year: int
    totals: Totals
    tells_missed: bool = True


@dataclass(frozen=True)
class Changes:
    """From one sheet year to the next: sheets, amounts in percent of the former, rates in points as they are shown.

    None where either is not given, and for 計 where it has another basis.
    """

    sheets: int
    total_percent: Decimal | None
    executed_percent: Decimal | None
    requested_percent: Decimal | None
    net_points: Decimal | None
    gross_points: Decimal | None
    is_same_basis: bool


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

    @property
    def year_of_outcomes(self) -> int | None:
        """The chosen year where it has outcomes with a value, else the newest that has; None for none."""
        with_outcomes = [year.sheet_year for year in (self.chosen, *self.years) if year.totals.outcomes]
        return next(iter(with_outcomes), None)

    @property
    def sheet_years(self) -> str:
        """From the oldest to the newest: 2018-2024."""
        told = sorted({self.years[-1].sheet_year, self.years[0].sheet_year})
        return "-".join(map(str, told))

    @property
    def changes(self) -> Changes | None:
        """From the year before to the chosen one."""
        return changes(self.before, self.chosen) if self.before else None


def dashboard(
    sums: QuerySet[YearSums], results: QuerySet[IndicatorResult], *, sheet_year: int | None = None, of_all: bool = False
) -> Dashboard | None:
    """The chosen sheet year, else the newest; None without a sheet. Made-up ministries count in years of their own.

    Whether `missed` can be told is asked of the chosen year alone, or `of_all`.
    """
    ministries = {ministry.pk: ministry for ministry in Ministry.objects.all()}  # in the official order
    found = year_totals(sums)
    if not found:
        return None
    years = tuple(
        _year(year, [(ministries[pk].is_fictional, found[of, pk]) for of, pk in found if of == year])
        for year in sorted({year for year, _pk in found}, reverse=True)
    )
    chosen = next((year for year in years if year.sheet_year == sheet_year), years[0])
    years = _with_missed(years, results, years if of_all else [chosen])
    chosen = next(year for year in years if year.sheet_year == chosen.sheet_year)
    of_year = [(ministry, found.get((chosen.sheet_year, pk))) for pk, ministry in ministries.items()]
    comparable = (year for year in years if year.is_fictional == chosen.is_fictional)
    return Dashboard(
        years=years,
        chosen=chosen,
        before=next((year for year in comparable if year.sheet_year == chosen.sheet_year - 1), None),
        ministries=tuple(
            MinistryTotals(ministry.name, chosen.sheet_year, totals, chosen.tells_missed)
            for ministry, totals in sorted(of_year, key=lambda row: -(row[1].total_yen or 0) if row[1] else 0)
            if totals and ministry.is_fictional == chosen.is_fictional
        ),
        fictional=sum(totals.sheets for ministry, totals in of_year if totals and ministry.is_fictional),
    )


def counted(summaries: QuerySet[SheetSummary], year: YearTotals) -> QuerySet[SheetSummary]:
    """The sheets that a year's totals count."""
    return summaries.filter(sheet_year=year.sheet_year, ministry__is_fictional=year.is_fictional)


def largest_of(summaries: QuerySet[SheetSummary], year: YearTotals, name: str) -> QuerySet[SheetSummary]:
    """One of `LISTS`: the counted sheets of a year with the most of its figure, largest first."""
    figure, chosen = LISTS[name]
    found = listed(counted(summaries, year)).filter(**{f"{figure}__gt": 0}, **chosen)
    return found.order_by(f"-{figure}", "pk")[:LARGEST]


def changes(before: YearTotals, after: YearTotals) -> Changes:
    """What changed between two years' totals."""
    one, other = before.totals, after.totals
    is_same_basis = Basis.of_sheet_year(before.sheet_year) == Basis.of_sheet_year(after.sheet_year)
    return Changes(
        sheets=other.sheets - one.sheets,
        total_percent=_change_percent(one.total_yen, other.total_yen) if is_same_basis else None,
        executed_percent=_change_percent(one.executed_yen, other.executed_yen),
        requested_percent=_change_percent(one.requested_yen, other.requested_yen),
        net_points=_points(one.net_rate_percent, other.net_rate_percent),
        gross_points=_points(one.gross_rate_percent, other.gross_rate_percent),
        is_same_basis=is_same_basis,
    )


def _with_missed(
    years: Sequence[YearTotals], results: QuerySet[IndicatorResult], asked: Collection[YearTotals]
) -> tuple[YearTotals, ...]:
    """The years, those `asked` with whether a direction lets their outcomes be called missed."""
    unsure = {year.sheet_year for year in asked if year.totals.outcomes and not year.totals.outcomes_missed}
    if not unsure:
        return tuple(years)
    outcomes = results.filter(kind=Indicator.Kind.OUTCOME, sheet_year__in=unsure, is_direction_known=True)
    unsure -= set(outcomes.order_by().values_list("sheet_year", flat=True).distinct())
    return tuple(replace(year, tells_missed=year.sheet_year not in unsure) for year in years)


def _change_percent(before_yen: int | None, after_yen: int | None) -> Decimal | None:
    """None also from a sum below zero, of which nothing is a part."""
    if before_yen is None or after_yen is None or before_yen <= 0:
        return None
    return percent(after_yen - before_yen, before_yen)


def _points(before: Decimal | None, after: Decimal | None) -> Decimal | None:
    """Of the rates as shown, so that the reader's own subtraction agrees."""
    return None if before is None or after is None else rounded_percent(after) - rounded_percent(before)


def _year(sheet_year: int, ministries: Sequence[tuple[bool, Totals]]) -> YearTotals:
    """The real ministries added; the made-up ones where there are no others."""
    real = [totals for is_fictional, totals in ministries if not is_fictional]
    return YearTotals(sheet_year, added(real or (totals for _, totals in ministries)), is_fictional=not real)
