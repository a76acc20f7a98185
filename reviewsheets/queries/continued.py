"""Indicators of a project continued over the years, where the sheets give them the same name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewsheets.models import Indicator, IndicatorValue, ReviewSheet
from reviewsheets.units.cells import Cell
from reviewsheets.units.names import name_key

BLANK = Cell()


@dataclass(frozen=True)
class ContinuedCells:
    """A fiscal year of an indicator in its own unit, target and actual each with the sheet year they are from."""

    fiscal_year: int
    target: Cell = BLANK
    target_sheet_year: int | None = None
    actual: Cell = BLANK
    actual_sheet_year: int | None = None


@dataclass(frozen=True)
class ContinuedIndicator:
    """An indicator over the sheets; `kind` in words, `sheet_years` oldest first, a cell for each year of its list."""

    kind: str
    name: str
    unit: str
    sheet_years: tuple[int, ...]
    years: tuple[ContinuedCells, ...]

    @property
    def is_continued(self) -> bool:
        """More than one sheet has it."""
        return len(self.sheet_years) > 1


@dataclass(frozen=True)
class IndicatorSeries:
    """Indicators with their common fiscal years, oldest first; those of most sheets stand first."""

    fiscal_years: tuple[int, ...]
    rows: tuple[ContinuedIndicator, ...]

    @property
    def continued(self) -> tuple[ContinuedIndicator, ...]:
        """Those that more than one sheet has."""
        return tuple(row for row in self.rows if row.is_continued)

    @property
    def single(self) -> tuple[ContinuedIndicator, ...]:
        """Those that one sheet alone has."""
        return tuple(row for row in self.rows if not row.is_continued)


Key = tuple[str, str, str, int]
Found = list[tuple[int, Indicator]]


def indicator_series(loaded: Sequence[ReviewSheet]) -> IndicatorSeries:
    """One row for each kind, name and unit, compared as `name_key`; `loaded` is newest sheet first.

    A number of the newest sheet that has one stands before words of a newer. Interim and final targets,
    アクティビティ and indicators without a name are left out.
    """
    found: dict[Key, Found] = {}
    for sheet in loaded:
        for key, indicator in _named(sheet):
            found.setdefault(key, []).append((sheet.sheet_year, indicator))
    values = [list(_values(used)) for used in found.values()]
    fiscal_years = tuple(sorted({year for rows in values for _sheet_year, year, _value in rows}))
    rows = [_row(used, told, fiscal_years) for used, told in zip(found.values(), values, strict=True)]
    return IndicatorSeries(fiscal_years, tuple(sorted(rows, key=lambda row: -len(row.sheet_years))))


def _named(sheet: ReviewSheet) -> Iterator[tuple[Key, Indicator]]:
    """The sheet's indicators; the same name twice in a sheet is two indicators, told apart by their order."""
    seen: dict[tuple[str, str, str], int] = {}
    for indicator in sheet.indicators.all():
        key = (indicator.kind, name_key(indicator.name), name_key(indicator.unit))
        if indicator.kind != Indicator.Kind.ACTION and key[1]:
            seen[key] = seen.get(key, 0) + 1
            yield (*key, seen[key]), indicator


def _values(used: Found) -> Iterator[tuple[int, int, IndicatorValue]]:
    for sheet_year, indicator in used:
        for value in indicator.values.all():
            if value.column == IndicatorValue.Column.YEAR and value.fiscal_year is not None:
                yield sheet_year, value.fiscal_year, value


def _row(used: Found, told: list[tuple[int, int, IndicatorValue]], fiscal_years: tuple[int, ...]) -> ContinuedIndicator:
    newest = used[0][1]
    by_year: dict[int, list[tuple[int, IndicatorValue]]] = {}
    for sheet_year, fiscal_year, value in told:
        by_year.setdefault(fiscal_year, []).append((sheet_year, value))
    return ContinuedIndicator(
        kind=str(newest.get_kind_display()),
        name=newest.name,
        unit=newest.unit,
        sheet_years=tuple(sorted({sheet_year for sheet_year, _indicator in used})),
        years=tuple(_cells(year, by_year.get(year, [])) for year in fiscal_years),
    )


def _cells(fiscal_year: int, values: list[tuple[int, IndicatorValue]]) -> ContinuedCells:
    target = _newest([(sheet_year, Cell(value.target, value.target_text)) for sheet_year, value in values])
    actual = _newest([(sheet_year, Cell(value.actual, value.actual_text)) for sheet_year, value in values])
    return ContinuedCells(fiscal_year, target[1], target[0], actual[1], actual[0])


def _newest(cells: list[tuple[int, Cell]]) -> tuple[int | None, Cell]:
    numbers = [(sheet_year, cell) for sheet_year, cell in cells if cell.number is not None]
    written = [(sheet_year, cell) for sheet_year, cell in cells if not cell.is_blank]
    return next(iter(numbers or written), (None, BLANK))
