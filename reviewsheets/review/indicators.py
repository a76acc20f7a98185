"""Indicators as rules ask for them: what is comparable, missed or below plan, and how that is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reviewsheets.review.blanks import is_nothing
from reviewsheets.review.facts import IndicatorRow, SheetFacts, UnitCostRow, ValueRow
from reviewsheets.review.limits import Limits
from reviewsheets.review.places import cut
from reviewsheets.review.rule import Cell, Figure
from reviewsheets.units.achievement import Direction, achievement_percent, is_reached
from reviewsheets.units.cells import grouped_number
from reviewsheets.units.money import percent


@dataclass(frozen=True)
class Compared:
    """A year of an indicator that gives target and actual as numbers."""

    indicator: IndicatorRow
    value: ValueRow
    target: Decimal
    actual: Decimal

    @property
    def is_direction_known(self) -> bool:
        """The sheet tells which way is better."""
        return self.indicator.direction in (Direction.UP, Direction.DOWN)

    @property
    def is_missed(self) -> bool:
        """The target was not reached; the direction must be known."""
        return is_reached(self.indicator.direction, self.target, self.actual) is False

    @property
    def is_beaten(self) -> bool:
        """Better than the target."""
        return self.target != self.actual and is_reached(self.indicator.direction, self.target, self.actual) is True

    @property
    def achievement_percent(self) -> Decimal | None:
        """達成度."""
        return achievement_percent(self.indicator.direction, self.target, self.actual)

    def figures(self) -> dict[str, Figure]:
        """Indicator, year, target and actual."""
        return value_figures(self.indicator, self.value)


@dataclass(frozen=True)
class CostStep:
    """A unit cost beside the year before, which is above 0."""

    cost: UnitCostRow
    pk: int
    fiscal_year: int
    value: Decimal
    earlier_value: Decimal

    def is_jump(self, limits: Limits) -> bool:
        """It rose by more than the limit allows."""
        rate = percent(self.value, self.earlier_value)
        return rate is not None and rate > limits.unit_cost_jump_percent


def compared_in(indicator: IndicatorRow, fiscal_year: int) -> Compared | None:
    """That year of the indicator, where it gives two numbers."""
    value = indicator.value_of(fiscal_year)
    if value is None or value.target is None or value.actual is None:
        return None
    return Compared(indicator, value, value.target, value.actual)


def results(facts: SheetFacts, indicators: list[IndicatorRow]) -> Iterator[Compared]:
    """Those of the indicators that can be compared in the result year."""
    for indicator in indicators:
        compared = compared_in(indicator, facts.result_year)
        if compared is not None:
            yield compared


def judged_outcomes(facts: SheetFacts) -> list[Compared]:
    """Outcomes of the result year that were reached or missed: the direction is known."""
    return [row for row in results(facts, facts.outcomes) if row.is_direction_known]


def planned_activities(facts: SheetFacts) -> list[Compared]:
    """Activities of the result year with a plan above 0; without those that are to go down."""
    rows = results(facts, facts.activities)
    return [row for row in rows if row.target > 0 and row.indicator.direction != Direction.DOWN]


def is_below_plan(row: Compared, limits: Limits) -> bool:
    """Less of an activity was done than the limit asks."""
    share = percent(row.actual, row.target)
    return share is not None and share < limits.low_activity_percent


def cost_steps(facts: SheetFacts) -> Iterator[CostStep]:
    """Unit costs of the result year beside the year before."""
    for cost in facts.unit_costs:
        years = {row.fiscal_year: row for row in cost.years}
        now, before = years.get(facts.result_year), years.get(facts.result_year - 1)
        if now and before and now.value is not None and before.value is not None and before.value > 0:
            yield CostStep(cost, now.pk, now.fiscal_year, now.value, before.value)


def numbered(facts: SheetFacts) -> list[IndicatorRow]:
    """Outcomes and activities."""
    return [*facts.outcomes, *facts.activities]


def has_numbers(indicator: IndicatorRow) -> bool:
    """Some target or actual is a number."""
    return any(value.target is not None or value.actual is not None for value in indicator.values)


def says_something(indicator: IndicatorRow) -> bool:
    """More than dashes stands in its place."""
    return not (is_nothing(indicator.name) and is_nothing(indicator.goal)) or has_numbers(indicator)


def is_new(facts: SheetFacts) -> bool:
    """The project had not begun in the result year: nothing can have come of it yet."""
    start_year = facts.header.start_year
    return facts.header.stage.startswith("新規") or (start_year is not None and start_year > facts.result_year)


def short(text: str) -> str:
    """A text of the sheet on one line, cut."""
    return cut(" ".join(text.split()))


def name_of(indicator: IndicatorRow) -> str:
    """Its name, or its goal where it has none."""
    return short(indicator.goal if is_nothing(indicator.name) else indicator.name)


def written(number: Decimal | None, unit: str) -> str:
    """A number with its unit: 1,330.6件."""
    if number is None:
        return ""
    return grouped_number(number) + ("" if is_nothing(unit) else short(unit))


def value_figures(indicator: IndicatorRow, value: ValueRow) -> dict[str, Figure]:
    """Indicator, year and those of target and actual that are numbers."""
    figures: dict[str, Figure] = {"indicator": name_of(indicator), "fiscal_year": value.fiscal_year or 0}
    for name, number in (("target", value.target), ("actual", value.actual)):
        if number is not None:
            figures[name] = written(number, indicator.unit)
    return figures


def value_cell(value: ValueRow, column: str) -> Cell:
    """The input of a year's target or actual."""
    return Cell("indicator_value", value.pk, column)
