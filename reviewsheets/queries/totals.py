"""Sums over sheets, from their summaries: the one place that says what is added and what a rate of many sheets is."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from reviewsheets.models import Ministry, SheetSummary, YearSums
from reviewsheets.models.summary import SUMS
from reviewsheets.units.money import percent

# What a list says of its set: each figure more takes its time where all sheets are added.
SAID_OF_A_LIST = ("sheets", "total_yen", "executed_yen", "unused_yen", "with_result", "result_executed_yen")
_MAY_BE_BLANK = ("total_yen", "executed_yen", "requested_yen", "unused_yen", "carried_out_yen")


@dataclass(frozen=True)
class Totals:
    """Sums in yen over sheets, None where no sheet gives the amount.

    計 and what follows are of the result year, the year before the sheets' own. `with_figures`: sheets that give 計 or
    執行額; `with_result`: both, and the rates are of those alone. Outcomes are counts of indicators.
    """

    sheets: int = 0
    new: int = 0
    ending: int = 0
    with_figures: int = 0
    total_yen: int | None = None
    executed_yen: int | None = None
    requested_yen: int | None = None
    unused_yen: int | None = None
    carried_out_yen: int | None = None
    with_result: int = 0
    result_executed_yen: int = 0
    result_carried_out_yen: int = 0
    outcomes_reached: int = 0
    outcomes_missed: int = 0
    outcomes_not_comparable: int = 0

    @property
    def net_rate_percent(self) -> Decimal | None:
        """執行額 of 計 after what was carried over is taken off."""
        return percent(self.result_executed_yen, self._spent_or_left_yen)

    @property
    def gross_rate_percent(self) -> Decimal | None:
        """執行額 of 計 before it."""
        return percent(self.result_executed_yen, self._spent_or_left_yen + self.result_carried_out_yen)

    @property
    def _spent_or_left_yen(self) -> int:
        return self.result_executed_yen + (self.unused_yen or 0)

    @property
    def outcomes(self) -> int:
        """Outcome indicators of the result year, whatever came of them."""
        return self.outcomes_reached + self.outcomes_missed + self.outcomes_not_comparable

    @property
    def without_result(self) -> int:
        """Sheets that the rates leave out."""
        return self.sheets - self.with_result

    @property
    def without_figures(self) -> int:
        """Sheets that add nothing to 計 and 執行額."""
        return self.sheets - self.with_figures


@dataclass(frozen=True)
class GroupTotals:
    """A ministry's or a bureau's part of a list; a bureau's name may be blank."""

    name: str
    totals: Totals


@dataclass(frozen=True)
class SetTotals:
    """A list's sheets added: those of made-up ministries count only where there are no others.

    `groups`: by ministry, or by bureau where there is but one; the largest 計 first.
    """

    totals: Totals
    sheets: int  # of all ministries
    groups: tuple[GroupTotals, ...]
    is_by_bureau: bool
    sheets_by_year: Mapping[int, int] = field(default_factory=dict)  # newest first
    sheets_by_ministry: Mapping[str, int] = field(default_factory=dict)  # in the official order

    @property
    def fictional(self) -> int:
        """Sheets that are left out."""
        return self.sheets - self.totals.sheets


def totals_by(
    summaries: QuerySet[SheetSummary], *names: str, figures: Collection[str] = tuple(SUMS)
) -> list[tuple[tuple[Any, ...], Totals]]:
    """These figures of each group of sheets with equal values under these names."""
    rows = summaries.order_by().values(*names).annotate(**{f"sum_{figure}": SUMS[figure] for figure in figures})
    return [
        (
            tuple(row[name] for name in names),
            Totals(**{figure: _sum([row[f"sum_{figure}"]], figure) for figure in figures}),
        )
        for row in rows
    ]


def year_totals(sums: QuerySet[YearSums]) -> dict[tuple[int, int], Totals]:
    """The sums of all figures by sheet year and id of the ministry, as they are kept."""
    return {
        (row["sheet_year"], row["ministry"]): Totals(**{name: row[name] for name in SUMS})
        for row in sums.order_by().values("sheet_year", "ministry", *SUMS)
    }


def set_totals(summaries: QuerySet[SheetSummary], sums: QuerySet[YearSums] | None = None) -> SetTotals:
    """What is said of a list; of its totals only `SAID_OF_A_LIST` is sure to be added.

    `sums`: the kept sums of the same sheets, where the list is of whole years and ministries. To add them takes a
    hundredth of the time of adding the sheets.
    """
    by_ministry: defaultdict[int, list[Totals]] = defaultdict(list)
    years: Counter[int] = Counter()
    for (sheet_year, ministry_id), totals in _by_place(summaries, sums):
        by_ministry[ministry_id].append(totals)
        years[sheet_year] += totals.sheets
    ministries = list(Ministry.objects.filter(pk__in=by_ministry))
    real = [ministry for ministry in ministries if not ministry.is_fictional] or ministries
    groups = [GroupTotals(ministry.name, added(by_ministry[ministry.pk])) for ministry in real]
    counted = added(group.totals for group in groups)
    if len(real) == 1:
        bureaus = totals_by(summaries.filter(ministry=real[0]), "bureau", figures=SAID_OF_A_LIST)
        groups = [GroupTotals(name, totals) for (name,), totals in bureaus]
    return SetTotals(
        totals=counted,
        sheets=years.total(),
        groups=tuple(sorted(groups, key=lambda group: (-(group.totals.total_yen or 0), group.name))),
        is_by_bureau=len(real) == 1,
        sheets_by_year={year: years[year] for year in sorted(years, reverse=True)},
        sheets_by_ministry={
            ministry.name: sum(totals.sheets for totals in by_ministry[ministry.pk]) for ministry in ministries
        },
    )


def _by_place(
    summaries: QuerySet[SheetSummary], sums: QuerySet[YearSums] | None
) -> Iterable[tuple[tuple[Any, ...], Totals]]:
    if sums is not None:
        return year_totals(sums).items()
    return totals_by(summaries, "sheet_year", "ministry", figures=SAID_OF_A_LIST)


def added(totals: Iterable[Totals]) -> Totals:
    """Several groups as one."""
    told = list(totals)
    return Totals(**{name: _sum([getattr(each, name) for each in told], name) for name in SUMS})


def _sum(values: list[int | None], name: str) -> Any:
    given = [value for value in values if value is not None]
    return None if name in _MAY_BE_BLANK and not given else sum(given)
