"""Indicators of a project continued over the years, where the sheets give them the same name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewsheets.models import Indicator, IndicatorValue, ReviewSheet, UnitCost
from reviewsheets.queries.indicators import UnitCostCells, state_words, unit_cost_cells
from reviewsheets.units.achievement import Direction, State, state_of
from reviewsheets.units.cells import Cell
from reviewsheets.units.names import name_key

BLANK = Cell()


@dataclass(frozen=True)
class ContinuedCells:
    """A fiscal year of an indicator in its own unit, target and actual each with the sheet year they are from.

    `is_open_year`: the year had not ended when the newest of these sheets was made.
    """

    fiscal_year: int
    target: Cell = BLANK
    target_sheet_year: int | None = None
    actual: Cell = BLANK
    actual_sheet_year: int | None = None
    state: State = State.BLANK
    is_open_year: bool = False

    @property
    def state_label(self) -> str:
        """How the year came out, in words."""
        return state_words(self.state, self.target, self.actual, is_open_year=self.is_open_year)


@dataclass(frozen=True)
class ContinuedIndicator:
    """An indicator over the sheets; `kind` in words, `sheet_years` oldest first, a cell for each year of its list.

    `way` is what the newest of its sheets says.
    """

    kind: str
    name: str
    unit: str
    sheet_years: tuple[int, ...]
    years: tuple[ContinuedCells, ...]
    way: Direction = Direction.UNKNOWN

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
    found = indicators_by_name(loaded)
    values = [list(_values(used)) for used in found.values()]
    fiscal_years = tuple(sorted({year for rows in values for _sheet_year, year, _value in rows}))
    rows = [_row(used, told, fiscal_years) for used, told in zip(found.values(), values, strict=True)]
    return IndicatorSeries(fiscal_years, tuple(sorted(rows, key=lambda row: -len(row.sheet_years))))


def indicators_by_name(loaded: Sequence[ReviewSheet]) -> dict[Key, Found]:
    """The indicators of the sheets that are taken for one, newest sheet first, each with its sheet year."""
    found: dict[Key, Found] = {}
    for sheet in loaded:
        for key, indicator in _named(sheet):
            found.setdefault(key, []).append((sheet.sheet_year, indicator))
    return found


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
        years=tuple(_cells(year, by_year.get(year, []), newest.direction, used[0][0]) for year in fiscal_years),
        way=Direction(newest.direction),
    )


def _cells(
    fiscal_year: int, values: list[tuple[int, IndicatorValue]], direction: str, newest_sheet_year: int
) -> ContinuedCells:
    target = _newest([(sheet_year, Cell(value.target, value.target_text)) for sheet_year, value in values])
    actual = _newest([(sheet_year, Cell(value.actual, value.actual_text)) for sheet_year, value in values])
    written = (target[1].number, actual[1].number, target[1].text, actual[1].text)
    state = state_of(direction, *written)
    is_open_year = fiscal_year >= newest_sheet_year
    return ContinuedCells(fiscal_year, target[1], target[0], actual[1], actual[0], state, is_open_year)


def _newest(cells: list[tuple[int, Cell]]) -> tuple[int | None, Cell]:
    numbers = [(sheet_year, cell) for sheet_year, cell in cells if cell.number is not None]
    written = [(sheet_year, cell) for sheet_year, cell in cells if not cell.is_blank]
    return next(iter(numbers or written), (None, BLANK))


@dataclass(frozen=True)
class ContinuedUnitCost:
    """A unit cost over the sheets; each year as the newest sheet has it that gives a number, beside the year before."""

    basis: str
    unit: str
    sheet_years: tuple[int, ...]
    years: tuple[UnitCostCells, ...]


@dataclass(frozen=True)
class UnitCostSeries:
    """単位当たりコスト of a project with the common fiscal years, oldest first; from `newest_sheet_year` on, plans."""

    fiscal_years: tuple[int, ...]
    rows: tuple[ContinuedUnitCost, ...]
    newest_sheet_year: int


def unit_cost_series(loaded: Sequence[ReviewSheet]) -> UnitCostSeries:
    """One row for each basis and unit, compared as `name_key`; `loaded` is newest sheet first."""
    found: dict[tuple[str, str, int], list[tuple[int, UnitCost]]] = {}
    for sheet in loaded:
        seen: dict[tuple[str, str], int] = {}
        for cost in sheet.unit_costs.all():
            named = (name_key(cost.basis), name_key(cost.unit))
            seen[named] = seen.get(named, 0) + 1
            found.setdefault((*named, seen[named]), []).append((sheet.sheet_year, cost))
    fiscal_years = tuple(
        sorted({year.fiscal_year for used in found.values() for _year, cost in used for year in cost.years.all()})
    )
    rows = tuple(_unit_cost(used, fiscal_years) for used in found.values())
    return UnitCostSeries(fiscal_years, rows, loaded[0].sheet_year)


def _unit_cost(used: list[tuple[int, UnitCost]], fiscal_years: tuple[int, ...]) -> ContinuedUnitCost:
    told = [(year.value is not None, year) for _sheet_year, cost in used for year in cost.years.all()]
    best = sorted(told, key=lambda row: not row[0])  # stable: of the numbers the newest sheet's comes first
    by_year = {year.fiscal_year: year for _has_number, year in reversed(best)}
    newest = used[0][1]
    return ContinuedUnitCost(
        basis=newest.basis,
        unit=newest.unit,
        sheet_years=tuple(sorted({sheet_year for sheet_year, _cost in used})),
        years=tuple(
            unit_cost_cells(by_year[year], by_year.get(year - 1)) if year in by_year else UnitCostCells(year)
            for year in fiscal_years
        ),
    )
