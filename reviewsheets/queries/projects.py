"""A project over all its published sheets: its budget years, what was revised, indicators, payees, names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from reviewsheets.models import FigureRevision, Indicator, ReviewSheet
from reviewsheets.queries.budget import BLANK, PARTS, ExecutionYear, execution_by_year
from reviewsheets.queries.continued import IndicatorSeries, UnitCostSeries, indicator_series, unit_cost_series
from reviewsheets.queries.goal_changes import GoalChanges, goal_changes
from reviewsheets.queries.payments_over_years import PayeeSeries, payee_series
from reviewsheets.units.cells import YenCell
from reviewsheets.units.revisions import WRITTEN, Told, revised, told

NEWEST_FIRST = ("-sheet_year", "ministry__order", "number")
LOADED: tuple[str | Prefetch, ...] = (
    "budget_years",
    Prefetch("indicators", Indicator.objects.exclude(kind=Indicator.Kind.ACTION).prefetch_related("values")),
    "unit_costs__years",
)


@dataclass(frozen=True)
class SheetOfProject:
    """A sheet of the project; `result` is the year before the sheet's, whose execution it reports first."""

    sheet_year: int
    ministry_name: str
    number: str
    name: str
    bureau: str
    division: str
    url: str
    result: ExecutionYear


@dataclass(frozen=True)
class SeriesYear:
    """One budget year with its figures as `sheet` has them, the newest one that reports the year.

    `requested` is the newest 要求額 that was written for the year, as `requested_sheet` has it: the paper form tells it
    in the year before alone.
    """

    figures: ExecutionYear
    sheet: SheetOfProject
    requested: YenCell
    requested_sheet: SheetOfProject | None


@dataclass(frozen=True)
class Revision:
    """An amount of a budget year that a sheet gives otherwise than the one before it that has it; in yen.

    `is_open_year`: the older sheet is of that budget year or before it, so the year had not ended. The rule is that
    of `units.revisions`.
    """

    budget_year: int
    label: str
    old: YenCell
    new: YenCell
    old_sheet: SheetOfProject
    new_sheet: SheetOfProject
    is_open_year: bool

    @property
    def change_yen(self) -> int:
        """How much more the newer sheet says."""
        return (self.new.yen or 0) - (self.old.yen or 0)


@dataclass(frozen=True)
class FormerName:
    """A name that the project had on earlier sheets."""

    name: str
    first_year: int
    last_year: int


@dataclass(frozen=True)
class ProjectHistory:
    """All that the published sheets of a project tell, each list newest first but the charted years."""

    key: str
    name: str
    ministry_name: str
    is_fictional: bool
    sheets: tuple[SheetOfProject, ...]
    years: tuple[SeriesYear, ...]
    revisions: tuple[Revision, ...]
    indicators: IndicatorSeries
    goals: GoalChanges
    unit_costs: UnitCostSeries
    payees: PayeeSeries
    former_names: tuple[FormerName, ...]

    @property
    def charted(self) -> tuple[ExecutionYear, ...]:
        """The figures of the years, oldest first."""
        return tuple(row.figures for row in reversed(self.years))

    @property
    def newest_sheet_year(self) -> int:
        """The sheet year that the name and the ministry are of."""
        return self.sheets[0].sheet_year

    @property
    def oldest_sheet_year(self) -> int:
        """The first sheet year there is."""
        return self.sheets[-1].sheet_year

    @property
    def late_revisions(self) -> int:
        """How many revisions came after the budget year had ended."""
        return sum(not row.is_open_year for row in self.revisions)

    @property
    def sheet_amounts(self) -> tuple[int, ...]:
        """Every amount of the table of sheets, in yen."""
        return _yen(cell for sheet in self.sheets for cell in _result_cells(sheet.result))

    @property
    def year_amounts(self) -> tuple[int, ...]:
        """Every amount of the table of years, in yen."""
        return _yen(cell for row in self.years for cell in _year_cells(row))

    @property
    def revision_amounts(self) -> tuple[int, ...]:
        """Every amount of the table of revisions, in yen."""
        return _yen(cell for row in self.revisions for cell in (row.old, row.new, YenCell(row.change_yen)))

    @property
    def payee_amounts(self) -> tuple[int, ...]:
        """Every amount of the payees shown, in yen."""
        return _yen(cell for row in self.payees.top for cell in (*row.amounts, YenCell(row.sum_yen)))

    @property
    def has_pending_execution(self) -> bool:
        """Some year has not ended."""
        return any(row.figures.is_execution_pending for row in self.years)


def _yen(cells: Iterable[YenCell]) -> tuple[int, ...]:
    return tuple(cell.yen for cell in cells if cell.yen is not None)


def _result_cells(row: ExecutionYear) -> tuple[YenCell, ...]:
    return row.total, YenCell(row.published_total_yen), YenCell(row.total_mismatch_yen), row.executed


def _year_cells(row: SeriesYear) -> tuple[YenCell, ...]:
    parts: list[YenCell] = [getattr(row.figures, part) for part in PARTS]
    return *parts, *_result_cells(row.figures), YenCell(row.figures.unused_yen), row.requested


def project_at(sheets: QuerySet[ReviewSheet], key: str) -> ProjectHistory | None:
    """The project of that key as `sheets` tell it; None when none of them is its."""
    if "\x00" in key:  # PostgreSQL refuses it
        return None
    of_project = sheets.filter(project__key=key).select_related("ministry").prefetch_related(*LOADED)
    loaded = list(of_project.order_by(*NEWEST_FIRST))
    return _history(key, loaded) if loaded else None


def series_of(loaded: Sequence[ReviewSheet]) -> tuple[SeriesYear, ...]:
    """The budget years that the sheets of one project tell of, newest first; `loaded` is in `NEWEST_FIRST` order."""
    return tuple(_series([_reported(sheet) for sheet in loaded]))


def _history(key: str, loaded: Sequence[ReviewSheet]) -> ProjectHistory:
    reported = [_reported(sheet) for sheet in loaded]
    newest, indicators = loaded[0], indicator_series(loaded)
    return ProjectHistory(
        key=key,
        name=newest.name,
        ministry_name=newest.ministry.name,
        is_fictional=newest.ministry.is_fictional,
        sheets=tuple(row for row, _years in reported),
        years=tuple(_series(reported)),
        revisions=tuple(_revisions(reported)),
        indicators=indicators,
        goals=goal_changes(loaded, indicators),
        unit_costs=unit_cost_series(loaded),
        payees=payee_series(loaded),
        former_names=tuple(_former_names(loaded)),
    )


def _reported(sheet: ReviewSheet) -> tuple[SheetOfProject, tuple[ExecutionYear, ...]]:
    rows = execution_by_year(sheet)
    result_year = sheet.sheet_year - 1
    blank = ExecutionYear(result_year, is_request=False, basis=sheet.basis)
    found = SheetOfProject(
        sheet_year=sheet.sheet_year,
        ministry_name=sheet.ministry.name,
        number=sheet.number,
        name=sheet.name,
        bureau=sheet.bureau,
        division=sheet.division,
        url=sheet.get_absolute_url(),
        result=next((row for row in rows if row.budget_year == result_year), blank),
    )
    return found, rows


Reported = Sequence[tuple[SheetOfProject, Sequence[ExecutionYear]]]


def _series(reported: Reported) -> Iterator[SeriesYear]:
    """Newest budget year first; `reported` is newest sheet first."""
    for budget_year in sorted({row.budget_year for _sheet, rows in reported for row in rows}, reverse=True):
        told = [(sheet, row) for sheet, rows in reported for row in rows if row.budget_year == budget_year]
        written = [(sheet, row) for sheet, row in told if _says_something(row)]
        if not written:
            continue
        asked = next(((sheet, row.requested) for sheet, row in written if not row.requested.is_blank), (None, BLANK))
        sheet, figures = written[0]
        yield SeriesYear(figures, sheet, requested=asked[1], requested_sheet=asked[0])


def _says_something(row: ExecutionYear) -> bool:
    return row.published_total_yen is not None or any(not cell.is_blank for cell in _told(row).cells.values())


def _revisions(reported: Reported) -> Iterator[Revision]:
    """Newest budget year first, then in the form's order of amounts, then oldest change first."""
    for budget_year in sorted({row.budget_year for _sheet, rows in reported for row in rows}, reverse=True):
        years = [
            (sheet, _told(row)) for sheet, rows in reversed(reported) for row in rows if row.budget_year == budget_year
        ]
        for found in revised(years):
            is_open = found.old_sheet.sheet_year <= budget_year
            label = str(FigureRevision.Figure(found.figure).label)
            yield Revision(budget_year, label, found.old, found.new, found.old_sheet, found.new_sheet, is_open)


def _told(row: ExecutionYear) -> Told:
    written = {name: getattr(row, name) for name in WRITTEN}
    return told(written, basis=row.basis, published_total_yen=row.published_total_yen, is_request=row.is_request)


def _former_names(loaded: Iterable[ReviewSheet]) -> Iterator[FormerName]:
    """Names other than the newest sheet's, newest first."""
    years: dict[str, list[int]] = {}
    for sheet in loaded:
        years.setdefault(sheet.name, []).append(sheet.sheet_year)
    for name, used in list(years.items())[1:]:
        yield FormerName(name, min(used), max(used))
