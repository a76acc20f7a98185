"""Did the goals come true: outcomes, activities, unit costs and policy measures, with the form's columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from reviewsheets.models import (
    Indicator,
    IndicatorResult,
    IndicatorValue,
    PolicyEvaluation,
    ReviewSheet,
    UnitCost,
    UnitCostYear,
)
from reviewsheets.queries.basis import web_address
from reviewsheets.queries.forms import is_rs_form
from reviewsheets.units.achievement import Direction, State, state_of
from reviewsheets.units.cells import DASH, Cell, grouped_number
from reviewsheets.units.money import percent, rounded_percent

BLANK = Cell()
Column = IndicatorValue.Column


def state_words(state: State, target: Cell, actual: Cell, *, is_open_year: bool) -> str:
    """達した, 達しなかった …; a target of a year that has not ended is not without an actual: there is none yet."""
    if state is State.BLANK:
        return "" if target.is_blank and actual.is_blank else DASH
    if is_open_year and state is State.NO_ACTUAL:
        return _("年度終了前")
    return str(IndicatorResult.State(state).label)


@dataclass(frozen=True)
class IndicatorCells:
    """One column of an indicator, in the indicator's own unit; for an activity `target` is 当初見込み.

    `achievement_percent` is computed; `published_achievement_percent` is what an imported file says.
    `is_open_year`: the year had not ended when the sheet was made.
    """

    fiscal_year: int | None = None
    fiscal_year_text: str = ""
    target: Cell = BLANK
    actual: Cell = BLANK
    achievement_percent: Decimal | None = None
    published_achievement_percent: Decimal | None = None
    achievement_differs: bool = False
    published_achievement_text: str = ""
    is_goal_year: bool = False
    state: State = State.BLANK
    is_open_year: bool = False

    @property
    def state_label(self) -> str:
        """How the year came out, in words; "-" where dashes alone are written, blank where nothing is."""
        return state_words(self.state, self.target, self.actual, is_open_year=self.is_open_year)

    @property
    def is_blank(self) -> bool:
        """Nothing is written in the column."""
        numbers = (self.target, self.actual)
        published = self.published_achievement_percent is not None or bool(self.published_achievement_text)
        return all(cell.is_blank for cell in numbers) and not (published or self.is_goal_year)


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator; `years` has a column for each year of its matrix.

    `direction` says which way is better, blank where the sheet does not say. Then no achievement is computed on the RS
    form, which publishes one; on the paper form it is that of an indicator of which more is better.
    """

    goal: str
    name: str
    unit: str
    source: str
    is_less_better: bool
    years: tuple[IndicatorCells, ...]
    interim: IndicatorCells
    final: IndicatorCells
    number: str = ""
    term: str = ""
    goal_kind: str = ""
    direction: str = ""
    decision: str = ""
    decision_part: str = ""
    decision_url: str = ""
    qualitative_reason: str = ""
    qualitative_result: str = ""

    @property
    def way(self) -> Direction:
        """Which way is better, as the sheet tells it."""
        if self.is_less_better:
            return Direction.DOWN
        return Direction.UP if self.direction else Direction.UNKNOWN

    @property
    def written_years(self) -> tuple[IndicatorCells, ...]:
        """The years of the matrix in which this indicator says something."""
        return tuple(cells for cells in self.years if not cells.is_blank)

    @property
    def has_numbers(self) -> bool:
        """It says something in some column."""
        return bool(self.written_years) or not (self.interim.is_blank and self.final.is_blank)

    @property
    def decision_link(self) -> str:
        """Where the decision that sets it is, if a page may link to it."""
        return web_address(self.decision_url)


@dataclass(frozen=True)
class StateCount:
    """How many indicators came out so; `label` in words."""

    state: State
    label: str
    indicators: int


@dataclass(frozen=True)
class IndicatorMatrix:
    """Indicators of one kind with their common fiscal years, oldest first.

    `result_year` is the year before the sheet's.
    """

    years: tuple[int, ...]
    rows: tuple[IndicatorRow, ...]
    result_year: int | None = None

    @property
    def results(self) -> tuple[StateCount, ...]:
        """The states of the result year that occur, best first; an indicator that has no such year is blank."""
        states = [self._result(row) for row in self.rows]
        counted = [(state, states.count(state)) for state in State]
        return tuple(
            StateCount(state, str(IndicatorResult.State(state).label), number) for state, number in counted if number
        )

    @property
    def undirected(self) -> int:
        """Indicators with numbers of which the sheet does not say which way is better."""
        return sum(row.has_numbers and row.way is Direction.UNKNOWN for row in self.rows)

    def _result(self, row: IndicatorRow) -> State:
        return next((cells.state for cells in row.years if cells.fiscal_year == self.result_year), State.BLANK)


def outcomes_of(sheet: ReviewSheet) -> IndicatorMatrix:
    """成果目標及び成果実績: the paper form's three years before the sheet's, and any other year with a value."""
    form_years = range(0) if is_rs_form(sheet) else sheet.result_year_range
    return _matrix(_of_kind(sheet, Indicator.Kind.OUTCOME), form_years, sheet.sheet_year - 1)


def activities_of(sheet: ReviewSheet) -> IndicatorMatrix:
    """活動指標及び活動実績: the paper form's years Y-3 … Y+1, and any other year with a value."""
    form_years = range(0) if is_rs_form(sheet) else sheet.budget_year_range
    return _matrix(_of_kind(sheet, Indicator.Kind.ACTIVITY), form_years, sheet.sheet_year - 1)


@dataclass(frozen=True)
class ActionRow:
    """An アクティビティ of the RS form: what is done, without values."""

    number: str
    text: str


def actions_of(sheet: ReviewSheet) -> tuple[ActionRow, ...]:
    """アクティビティ, in the sheet's order."""
    return tuple(ActionRow(row.number, row.goal or row.name) for row in _of_kind(sheet, Indicator.Kind.ACTION))


@dataclass(frozen=True)
class IndicatorList:
    """The rows of 3-1 in the order of the RS form: what is done, then what came out, then what came of it."""

    actions: tuple[ActionRow, ...]
    activities: IndicatorMatrix
    outcomes: IndicatorMatrix


def indicators_of(sheet: ReviewSheet) -> IndicatorList:
    """アクティビティ, アウトプット and アウトカム of a sheet."""
    return IndicatorList(actions_of(sheet), activities_of(sheet), outcomes_of(sheet))


@dataclass(frozen=True)
class PolicyRow:
    """A policy and measure the project serves, with its measures; unnamed for measures that name no policy."""

    policy: str
    measure: str
    relation: str
    measures: IndicatorMatrix


def policies_of(sheet: ReviewSheet) -> tuple[PolicyRow, ...]:
    """政策評価: one row a policy and measure, in the sheet's order."""
    indicators = _of_kind(sheet, Indicator.Kind.POLICY)
    stored = list(sheet.policy_evaluations.all())
    rows = [
        _policy_row(sheet, policy, [i for i in indicators if i.policy_evaluation_id == policy.pk]) for policy in stored
    ]
    unnamed = [indicator for indicator in indicators if indicator.policy_evaluation_id is None]
    if unnamed:
        rows.append(PolicyRow("", "", "", _matrix(unnamed, sheet.result_year_range)))
    return tuple(rows)


def _policy_row(sheet: ReviewSheet, policy: PolicyEvaluation, indicators: list[Indicator]) -> PolicyRow:
    return PolicyRow(policy.policy, policy.measure, policy.relation, _matrix(indicators, sheet.result_year_range))


def _of_kind(sheet: ReviewSheet, kind: Indicator.Kind) -> list[Indicator]:
    return [indicator for indicator in sheet.indicators.all() if indicator.kind == kind]


def _matrix(indicators: Iterable[Indicator], form_years: range, result_year: int | None = None) -> IndicatorMatrix:
    indicators = list(indicators)
    reported = {
        value.fiscal_year
        for indicator in indicators
        for value in indicator.values.all()
        if value.column == Column.YEAR and value.fiscal_year is not None
    }
    years = tuple(sorted(reported | set(form_years)))
    rows = tuple(_indicator_row(indicator, years) for indicator in indicators)
    return IndicatorMatrix(years, rows, result_year)


def _indicator_row(indicator: Indicator, years: tuple[int, ...]) -> IndicatorRow:
    values = list(indicator.values.all())
    by_year = {value.fiscal_year: _cells(indicator, value) for value in values if value.column == Column.YEAR}
    by_column = {value.column: _cells(indicator, value) for value in values if value.column != Column.YEAR}
    return IndicatorRow(
        goal=indicator.goal,
        name=indicator.name,
        unit=indicator.unit,
        source=indicator.source,
        is_less_better=indicator.direction == Indicator.Direction.DOWN,
        years=tuple(by_year.get(year) or IndicatorCells(fiscal_year=year) for year in years),
        interim=by_column.get(Column.INTERIM, IndicatorCells()),
        final=by_column.get(Column.FINAL, IndicatorCells()),
        number=indicator.number,
        term=indicator.term,
        goal_kind=indicator.goal_kind,
        direction=str(indicator.get_direction_display()),
        decision=indicator.decision,
        decision_part=indicator.decision_part,
        decision_url=indicator.decision_url,
        qualitative_reason=indicator.qualitative_reason,
        qualitative_result=indicator.qualitative_result,
    )


def _cells(indicator: Indicator, value: IndicatorValue) -> IndicatorCells:
    value.indicator = indicator  # its direction decides the achievement; no query for each value
    is_computable = bool(indicator.direction) or not is_rs_form(indicator.sheet)
    written = (value.target, value.actual, value.target_text, value.actual_text)
    return IndicatorCells(
        fiscal_year=value.fiscal_year,
        fiscal_year_text=value.fiscal_year_text,
        target=Cell(value.target, value.target_text),
        actual=Cell(value.actual, value.actual_text),
        achievement_percent=value.achievement_percent if is_computable else None,
        published_achievement_percent=value.published_achievement_percent,
        achievement_differs=is_computable and value.achievement_differs,
        published_achievement_text=value.published_achievement_text,
        is_goal_year=bool(value.goal_mark),
        state=state_of(indicator.direction, *written),
        is_open_year=value.fiscal_year is not None and value.fiscal_year >= indicator.sheet.sheet_year,
    )


@dataclass(frozen=True)
class UnitCostCells:
    """One year of a unit cost, in its own unit, with the formula as written ("350/200").

    `change` is how much more it is than the year before; None where either year has no number.
    """

    fiscal_year: int
    value: Cell = BLANK
    formula: str = ""
    change: Decimal | None = None
    change_percent: Decimal | None = None

    @property
    def change_words(self) -> str:
        """+0.3（+20.0％） against the year before; blank where it cannot be told."""
        if self.change is None:
            return ""
        change = f"{'+' if self.change > 0 else ''}{grouped_number(self.change)}"
        if self.change_percent is None:
            return change
        return _("%(change)s（%(rate)s％）") % {"change": change, "rate": f"{rounded_percent(self.change_percent):+,}"}


@dataclass(frozen=True)
class UnitCostRow:
    """One unit cost; `years` has a column for each year of its matrix."""

    basis: str
    unit: str
    formula_unit: str
    years: tuple[UnitCostCells, ...]


@dataclass(frozen=True)
class UnitCostMatrix:
    """単位当たりコスト with the common fiscal years, oldest first."""

    years: tuple[int, ...]
    rows: tuple[UnitCostRow, ...]


def unit_costs_of(sheet: ReviewSheet) -> UnitCostMatrix:
    """Three years of results, 活動見込 for the sheet's year, and any other year with a value."""
    stored = list(sheet.unit_costs.all())
    form_years = set(range(sheet.sheet_year - 3, sheet.sheet_year + 1))
    years = tuple(sorted(form_years | {cost.fiscal_year for row in stored for cost in row.years.all()}))
    return UnitCostMatrix(years, tuple(_unit_cost_row(row, years) for row in stored))


def _unit_cost_row(stored: UnitCost, years: tuple[int, ...]) -> UnitCostRow:
    written = {cost.fiscal_year: cost for cost in stored.years.all()}
    by_year = {year: unit_cost_cells(cost, written.get(year - 1)) for year, cost in written.items()}
    return UnitCostRow(
        basis=stored.basis,
        unit=stored.unit,
        formula_unit=stored.formula_unit,
        years=tuple(by_year.get(year) or UnitCostCells(year) for year in years),
    )


def unit_cost_cells(cost: UnitCostYear, before: UnitCostYear | None) -> UnitCostCells:
    """A year of a unit cost beside the year before it."""
    earlier = None if before is None else before.value
    change = None if earlier is None or cost.value is None else cost.value - earlier
    change_percent = percent(change, earlier) if earlier is not None and earlier > 0 else None
    return UnitCostCells(cost.fiscal_year, Cell(cost.value, cost.value_text), cost.formula, change, change_percent)
