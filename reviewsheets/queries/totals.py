"""Sums over sheets, from their summaries: the one place that says what is added and what a rate of many sheets is."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
from django.db.models import QuerySet

from reviewsheets.models import Ministry, SheetSummary, YearSums
from reviewsheets.models.summary import SUMS
from reviewsheets.queries.columns import Columns, counted
from reviewsheets.queries.facets import year_counts
from reviewsheets.units.money import Basis, percent

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
    def has_both_bases(self) -> bool:
        """計 means two things among the sheets, by the forms of their years."""
        return len({Basis.of_sheet_year(year) for year in self.sheets_by_year}) > 1

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


def set_totals(sheets: Columns, summaries: QuerySet[SheetSummary]) -> SetTotals:
    """What is said of a list of sheets, in both forms: of its totals `SAID_OF_A_LIST` alone."""
    by_ministry = _by_ministry(sheets)
    ministries = list(Ministry.objects.filter(pk__in=by_ministry))
    real = [ministry for ministry in ministries if not ministry.is_fictional] or ministries
    groups = [GroupTotals(ministry.name, by_ministry[ministry.pk]) for ministry in real]
    counted_too = added(group.totals for group in groups)
    if len(real) == 1:
        bureaus = totals_by(summaries.filter(ministry=real[0]), "bureau", figures=SAID_OF_A_LIST)
        groups = [GroupTotals(name, totals) for (name,), totals in bureaus]
    return SetTotals(
        totals=counted_too,
        sheets=len(sheets),
        groups=tuple(sorted(groups, key=lambda group: (-(group.totals.total_yen or 0), group.name))),
        is_by_bureau=len(real) == 1,
        sheets_by_year=year_counts(sheets),
        sheets_by_ministry={ministry.name: by_ministry[ministry.pk].sheets for ministry in ministries},
    )


def _by_ministry(sheets: Columns) -> dict[int, Totals]:
    """`SAID_OF_A_LIST` of the sheets of each ministry, by its id."""
    with_result = sheets.giving("unused_yen")
    numbers, numbers_with_result = counted(sheets["ministry_id"]), counted(with_result["ministry_id"])
    total, executed, unused = (_sums(sheets, name) for name in ("total_yen", "executed_yen", "unused_yen"))
    result_executed = _sums(with_result, "executed_yen")
    return {
        pk: Totals(
            sheets=number,
            total_yen=total.get(pk),
            executed_yen=executed.get(pk),
            unused_yen=unused.get(pk),
            with_result=numbers_with_result.get(pk, 0),
            result_executed_yen=result_executed.get(pk, 0),
        )
        for pk, number in numbers.items()
    }


def _sums(sheets: Columns, name: str) -> dict[int, int]:
    """The amounts of these sheets added by ministry; a ministry without any is left out."""
    given = sheets.giving(name)
    ministry_ids = given["ministry_id"]
    added_yen = np.zeros(ministry_ids.max(initial=0) + 1, np.int64)
    np.add.at(added_yen, ministry_ids, given[name])
    return {pk: int(added_yen[pk]) for pk in counted(ministry_ids)}


def added(totals: Iterable[Totals]) -> Totals:
    """Several groups as one."""
    told = list(totals)
    return Totals(**{name: _sum([getattr(each, name) for each in told], name) for name in SUMS})


def _sum(values: list[int | None], name: str) -> Any:
    given = [value for value in values if value is not None]
    return None if name in _MAY_BE_BLANK and not given else sum(given)
