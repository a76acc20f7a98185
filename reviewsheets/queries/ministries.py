"""A ministry's published sheets by sheet year: sums, bureaus, the largest sheets. All from the summaries."""

from dataclasses import dataclass

from django.db.models import F, QuerySet

from reviewsheets.models import Ministry, SheetSummary
from reviewsheets.queries.totals import Totals, added, totals_by
from reviewsheets.units.money import Basis

LARGEST = 20


@dataclass(frozen=True)
class MinistryYear:
    """A sheet year: its sheets added, and what 計 means in them.

    The sums are of the sheets of that year alone: no figure of a later sheet replaces them.
    """

    sheet_year: int
    totals: Totals
    bases: tuple[Basis, ...]

    @property
    def result_year(self) -> int:
        """The budget year whose execution the sheets report first."""
        return self.sheet_year - 1


@dataclass(frozen=True)
class BureauRow:
    """担当部局庁 as the sheets write it, with its sheets of one sheet year; blank where none is written."""

    name: str
    totals: Totals


@dataclass(frozen=True)
class MinistryPage:
    """A ministry over the sheet years, newest first, and one of them by bureau and by size."""

    name: str
    is_fictional: bool
    years: tuple[MinistryYear, ...]
    chosen: MinistryYear
    bureaus: tuple[BureauRow, ...]
    largest: tuple[SheetSummary, ...]


def ministry_at(summaries: QuerySet[SheetSummary], name: str, *, sheet_year: int | None = None) -> MinistryPage | None:
    """The ministry of that name; None when none of `summaries` is its. Without such a sheet year, its newest."""
    if "\x00" in name:  # PostgreSQL refuses it
        return None
    ministry = Ministry.objects.filter(name=name).first()
    own = summaries.filter(ministry=ministry).order_by()
    years = _years(own) if ministry else ()
    if ministry is None or not years:
        return None
    chosen = next((year for year in years if year.sheet_year == sheet_year), years[0])
    of_year = own.filter(sheet_year=chosen.sheet_year)
    return MinistryPage(
        name=ministry.name,
        is_fictional=ministry.is_fictional,
        years=years,
        chosen=chosen,
        bureaus=_bureaus(of_year),
        largest=_largest(of_year),
    )


def _years(own: QuerySet[SheetSummary]) -> tuple[MinistryYear, ...]:
    """Newest first."""
    found = totals_by(own, "sheet_year", "basis")
    years = sorted({sheet_year for (sheet_year, _basis), _totals in found}, reverse=True)
    return tuple(_year(year, {Basis(basis): totals for (of, basis), totals in found if of == year}) for year in years)


def _year(sheet_year: int, by_basis: dict[Basis, Totals]) -> MinistryYear:
    bases = sorted(basis for basis, totals in by_basis.items() if totals.with_figures)
    return MinistryYear(sheet_year, added(by_basis.values()), tuple(bases))


def _bureaus(of_year: QuerySet[SheetSummary]) -> tuple[BureauRow, ...]:
    """Largest 計 first."""
    rows = [BureauRow(name, totals) for (name,), totals in totals_by(of_year, "bureau")]
    return tuple(sorted(rows, key=lambda row: (-(row.totals.total_yen or 0), row.name)))


def _largest(of_year: QuerySet[SheetSummary]) -> tuple[SheetSummary, ...]:
    """By 計, each on its own basis; at most LARGEST."""
    found = of_year.filter(total_yen__isnull=False).order_by(F("total_yen").desc(), "pk")
    return tuple(found.select_related("ministry")[:LARGEST])
