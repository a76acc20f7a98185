"""What became of a project's goals from sheet to sheet: targets changed, targets kept, indicators come and gone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from reviewsheets.models import Indicator, IndicatorValue, ReviewSheet
from reviewsheets.queries.continued import (
    ContinuedCells,
    ContinuedIndicator,
    Found,
    IndicatorSeries,
    indicators_by_name,
)
from reviewsheets.units.achievement import Direction, State, is_reached
from reviewsheets.units.cells import Cell

LEAST_YEARS = 2


@dataclass(frozen=True)
class NamedIndicator:
    """An indicator as its newer sheet names it; `kind` in words, `way` as that sheet tells it."""

    kind: str
    name: str
    unit: str
    way: Direction

    @property
    def way_words(self) -> str:
        """Which way is better, or that the sheet does not say."""
        return str(dict(Indicator.Direction.choices).get(self.way, "")) or _("改善の方向の記載なし")


@dataclass(frozen=True)
class TargetChange:
    """A target of a fiscal year that a sheet gives otherwise than the sheet before it that has it."""

    indicator: NamedIndicator
    fiscal_year: int
    old: Decimal
    new: Decimal
    old_sheet_year: int
    new_sheet_year: int

    @property
    def old_cell(self) -> Cell:
        """The older target as a table shows it."""
        return Cell(self.old)

    @property
    def new_cell(self) -> Cell:
        """The newer one."""
        return Cell(self.new)

    @property
    def is_raised(self) -> bool:
        """The number has become larger, whichever way is better."""
        return self.new > self.old

    @property
    def is_harder(self) -> bool | None:
        """The target asks for more than before; None where the sheet does not say which way is better."""
        return (
            None if self.indicator.way is Direction.UNKNOWN else self.is_raised == (self.indicator.way is Direction.UP)
        )

    @property
    def words(self) -> str:
        """引き上げ or 引き下げ, and whether it asks for more or less."""
        moved = _("引き上げ") if self.is_raised else _("引き下げ")
        if self.is_harder is None:
            return moved
        return _("%(moved)s（%(asks)s）") % {
            "moved": moved,
            "asks": _("達しにくい方へ") if self.is_harder else _("達しやすい方へ"),
        }


@dataclass(frozen=True)
class KeptTarget:
    """A target that stayed the same while successive years reached it, and was not raised in the year after them."""

    indicator: NamedIndicator
    target: Decimal
    first_year: int
    last_year: int
    years: int
    exceeded: int

    @property
    def cell(self) -> Cell:
        """The target as a table shows it."""
        return Cell(self.target)


@dataclass(frozen=True)
class Turnover:
    """Indicators of a kind that differ between a sheet and the next one that has any of that kind.

    Whether one that came stands for one that went, no sheet says.
    """

    kind: str
    old_sheet_year: int
    new_sheet_year: int
    dropped: tuple[NamedIndicator, ...]
    added: tuple[NamedIndicator, ...]


@dataclass(frozen=True)
class GoalChanges:
    """What became of the goals, the newest first."""

    targets: tuple[TargetChange, ...]
    kept: tuple[KeptTarget, ...]
    turnovers: tuple[Turnover, ...]

    @property
    def raised(self) -> int:
        """Targets whose number became larger."""
        return sum(change.is_raised for change in self.targets)

    @property
    def lowered(self) -> int:
        """Targets whose number became smaller."""
        return len(self.targets) - self.raised

    @property
    def easier(self) -> int:
        """Targets that ask for less than before, of those that tell which way is better."""
        return sum(change.is_harder is False for change in self.targets)

    @property
    def dropped(self) -> int:
        """Indicators that the next sheet has no more."""
        return sum(len(turnover.dropped) for turnover in self.turnovers)

    @property
    def added(self) -> int:
        """Indicators that the sheet before did not have."""
        return sum(len(turnover.added) for turnover in self.turnovers)


def goal_changes(loaded: Sequence[ReviewSheet], series: IndicatorSeries) -> GoalChanges:
    """`loaded` is newest sheet first; indicators are the same where `continued` takes them for one.

    A year's target is that of its own column, else of 中間目標 or 目標最終年度 of that year. Words change nothing.
    """
    found = indicators_by_name(loaded)
    changes = [change for used in found.values() for change in _target_changes(used)]
    newest_first = sorted(changes, key=lambda change: (-change.new_sheet_year, change.fiscal_year))
    kept = [kept for row in series.rows for kept in _kept_targets(row)]
    turnovers = tuple(sorted(_turnovers(loaded, list(found.values())), key=lambda row: -row.new_sheet_year))
    return GoalChanges(tuple(newest_first), tuple(sorted(kept, key=lambda row: -row.last_year)), turnovers)


def _named(indicator: Indicator) -> NamedIndicator:
    kind = str(indicator.get_kind_display())
    return NamedIndicator(kind, indicator.name, indicator.unit, Direction(indicator.direction))


def _target_changes(used: Found) -> Iterator[TargetChange]:
    """Oldest change first within a year."""
    told: dict[int, list[tuple[int, Indicator, Decimal]]] = {}
    for sheet_year, indicator in reversed(used):
        for fiscal_year, target in _targets(indicator).items():
            told.setdefault(fiscal_year, []).append((sheet_year, indicator, target))
    for fiscal_year, targets in told.items():
        for (old_sheet_year, _indicator, old), (new_sheet_year, indicator, new) in pairwise(targets):
            if old != new:
                yield TargetChange(_named(indicator), fiscal_year, old, new, old_sheet_year, new_sheet_year)


def _targets(indicator: Indicator) -> dict[int, Decimal]:
    """The numbers by fiscal year; a year's own column goes before the targets set apart."""
    apart = [value for value in indicator.values.all() if value.column != IndicatorValue.Column.YEAR]
    own = [value for value in indicator.values.all() if value.column == IndicatorValue.Column.YEAR]
    return {
        value.fiscal_year: value.target
        for value in (*apart, *own)
        if value.fiscal_year is not None and value.target is not None
    }


def _kept_targets(row: ContinuedIndicator) -> Iterator[KeptTarget]:
    run: list[ContinuedCells] = []
    for cells in (*row.years, None):
        if cells is not None and _continues(run, cells):
            run.append(cells)
            continue
        if len(run) >= LEAST_YEARS and not _is_raised(row, run[-1], cells):
            yield _kept(row, run)
        run = [cells] if cells is not None and _is_reached(cells) else []


def _is_reached(cells: ContinuedCells) -> bool:
    return cells.state in (State.REACHED, State.EXCEEDED)


def _continues(run: list[ContinuedCells], cells: ContinuedCells) -> bool:
    """The next year of the run: reached, with the same target."""
    if not run or not _is_reached(cells):
        return False
    return cells.fiscal_year == run[-1].fiscal_year + 1 and cells.target.number == run[-1].target.number


def _is_raised(row: ContinuedIndicator, last: ContinuedCells, following: ContinuedCells | None) -> bool:
    """The year after asks for more; where nobody says which way is better, for anything else."""
    if following is None or following.fiscal_year != last.fiscal_year + 1:
        return False
    old, new = last.target.number, following.target.number
    if old is None or new is None or old == new:
        return False
    return is_reached(row.way, old, new) is not False


def _kept(row: ContinuedIndicator, run: list[ContinuedCells]) -> KeptTarget:
    return KeptTarget(
        indicator=NamedIndicator(row.kind, row.name, row.unit, row.way),
        target=run[0].target.number or Decimal(0),
        first_year=run[0].fiscal_year,
        last_year=run[-1].fiscal_year,
        years=len(run),
        exceeded=sum(cells.state is State.EXCEEDED for cells in run),
    )


def _turnovers(loaded: Sequence[ReviewSheet], found: list[Found]) -> Iterator[Turnover]:
    for kind in (Indicator.Kind.OUTCOME, Indicator.Kind.ACTIVITY, Indicator.Kind.POLICY):
        of_kind = [{year: _named(one) for year, one in used} for used in found if used[0][1].kind == kind]
        sheet_years = sorted({year for by_year in of_kind for year in by_year})
        for old_year, new_year in pairwise(sheet_years):
            dropped = tuple(by_year[old_year] for by_year in of_kind if old_year in by_year and new_year not in by_year)
            added = tuple(by_year[new_year] for by_year in of_kind if new_year in by_year and old_year not in by_year)
            if dropped or added:
                yield Turnover(str(kind.label), old_year, new_year, dropped, added)
