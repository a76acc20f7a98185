"""The revised amounts, one by one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, QuerySet
from django.db.models.functions import Abs, Cast, NullIf
from django.urls import reverse

from reviewsheets.models import FigureRevision
from reviewsheets.queries.contract_list import Sort
from reviewsheets.queries.revision_facts import FIGURE_WORDS
from reviewsheets.units.money import percent

SORTS = ("size", "change", "percent", "sheet")
LARGEST_FIRST = "-size"
_NEWEST = ("-sheet_year", "-budget_year", "pk")
_IN_HUNDREDTHS = Cast("change_yen", DecimalField(max_digits=30, decimal_places=0)) * 10_000  # wide: it may pass 64 bits
_PERCENT = _IN_HUNDREDTHS / NullIf(Abs("old_yen"), 0)
_KEYS: dict[str, Any] = {"size": F("size_yen"), "change": F("change_yen"), "percent": F("percent_order")}
_BY_SHEET = (F("sheet_year"), F("ministry__order"), F("ministry__name"), F("sheet__number"), F("budget_year"))
_COLUMNS = (
    *("sheet_year", "ministry__name", "ministry__is_fictional", "sheet__number", "sheet__name"),
    *("older_sheet__sheet_year", "older_sheet__ministry__name", "older_sheet__number"),
    *("budget_year", "figure", "old_yen", "new_yen", "change_yen", "is_open_year"),
)


@dataclass(frozen=True)
class ListedRevision:
    """An amount of a budget year that a sheet gives otherwise than the one before it that has it, in yen.

    `is_open_year`: the older sheet is of that budget year or before it, so the year had not ended.
    """

    sheet_year: int
    ministry_name: str
    is_fictional: bool
    sheet_number: str
    sheet_name: str
    older_sheet_year: int
    older_ministry_name: str
    older_number: str
    budget_year: int
    figure: str
    old_yen: int
    new_yen: int
    change_yen: int
    is_open_year: bool

    @property
    def label(self) -> str:
        """The figure in words."""
        return str(FIGURE_WORDS[self.figure])

    @property
    def change_percent(self) -> Decimal | None:
        """The change in percent of the older amount; None where that is 0."""
        return percent(self.change_yen, abs(self.old_yen))

    @property
    def sheet_url(self) -> str:
        """The newer sheet's page."""
        return reverse("sheet", args=[self.sheet_year, self.ministry_name, self.sheet_number])

    @property
    def older_url(self) -> str:
        """The older sheet's page."""
        return reverse("sheet", args=[self.older_sheet_year, self.older_ministry_name, self.older_number])


def known_sort(asked: str) -> str:
    """One of `SORTS`, with "-" for downwards; what is none: the largest change first."""
    return asked if asked.removeprefix("-") in SORTS else LARGEST_FIRST


def sorted_revisions(revisions: QuerySet[FigureRevision], sort: str) -> QuerySet[FigureRevision]:
    """By a `known_sort`; a change in percent of 0 yen stands last. "sheet": by year, then by ministry and number."""
    column, is_down = sort.removeprefix("-"), sort.startswith("-")
    if column == "sheet":
        year, *rest = _BY_SHEET
        return revisions.order_by(year.desc() if is_down else year.asc(), *rest, "pk")
    key = _KEYS[column]
    asked = revisions.annotate(percent_order=_PERCENT) if column == "percent" else revisions
    return asked.order_by(key.desc(nulls_last=True) if is_down else key.asc(nulls_last=True), *_NEWEST)


def columns_of_revisions(revisions: QuerySet[FigureRevision]) -> "QuerySet[Any, tuple[Any, ...]]":
    """The columns of `listed_revisions`."""
    return revisions.values_list(*_COLUMNS)


def listed_revisions(rows: Iterable[tuple[Any, ...]]) -> Iterator[ListedRevision]:
    """Rows of `columns_of_revisions`."""
    return (ListedRevision(*row) for row in rows)


def amounts_of(rows: Iterable[ListedRevision]) -> tuple[int, ...]:
    """Every amount of the rows, in yen."""
    return tuple(amount for row in rows for amount in (row.old_yen, row.new_yen, row.change_yen))


def sorts(sort: str) -> dict[str, Sort]:
    """Of each of `SORTS`: the largest first at first, then the smallest."""
    return {
        name: Sort(
            state={name: "ascending", f"-{name}": "descending"}.get(sort, ""),
            next=name if sort == f"-{name}" else f"-{name}",
        )
        for name in SORTS
    }
