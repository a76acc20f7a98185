"""A fictional project over the years: the figures that all its sheets agree on."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from random import Random

from reviewsheets.demo.plots import ACHIEVEMENTS, FIRST_BUDGET_YEAR, LAST_SHEET_YEAR, LESS_IS_BETTER, Plot, Rates
from reviewsheets.demo.themes import THEMES, Theme
from reviewsheets.models import Ministry, Project
from reviewsheets.units.money import MILLION

SEED = 20_180_000
LAST_BUDGET_YEAR = LAST_SHEET_YEAR + 1
TARGET_STEP, SMALL_TARGET_STEP = 6, 3  # percent of the base level a year
INTERIM_YEAR, TARGET_YEAR = 2020, 2025
NEW_PROJECT_MARKS = {2018: "新30", 2019: "新31", 2020: "新02", 2021: "新21", 2022: "新22"}
FINEST_YEN = MILLION // 10  # amounts stand on the form with one decimal


@dataclass(frozen=True)
class YearMoney:
    """One budget year in yen; `carried_out` positive. Outside the project's life all are 0."""

    initial_yen: int = 0
    supplementary_yen: int = 0
    carried_in_yen: int = 0
    carried_out_yen: int = 0
    contingency_yen: int = 0
    executed_yen: int = 0
    requested_yen: int = 0


@dataclass(frozen=True)
class Story:
    """A project with all its years. `serial` is its number in its ministry, `index` its number of all."""

    plot: Plot
    index: int
    serial: int
    ministry: Ministry
    project: Project
    origins: tuple["Story", ...] = ()

    @property
    def theme(self) -> Theme:
        """What it is about."""
        return THEMES[self.plot.theme]

    @property
    def last_year(self) -> int:
        """The last budget year with money."""
        return min(self.plot.end or LAST_BUDGET_YEAR, LAST_BUDGET_YEAR)

    def dice(self, sheet_year: int = 0) -> Random:
        """The same luck at every load, one for the project and one for each of its sheets."""
        return Random(SEED + self.index * 10_000 + sheet_year)  # noqa: S311  # no secret

    def number(self, sheet_year: int) -> str:
        """事業番号: 0012 to 2020, then 2021-見本-20-0012; 新02-0012 in the first year."""
        mark = NEW_PROJECT_MARKS.get(sheet_year, "") if sheet_year == self.plot.start else ""
        if sheet_year <= 2020:
            return f"{mark}-{self.serial:04}" if mark else f"{self.serial:04}"
        return f"{sheet_year}-{self.ministry.name[:-1]}-{mark or sheet_year % 100 - 1}-{self.serial:04}"

    def past_number(self, past_year: int) -> str:
        """The number it, or what it came from, had in that year; a dash before."""
        if past_year >= self.plot.start:
            return self.number(past_year)
        return "、".join(origin.past_number(past_year) for origin in self.origins) or "－"

    @cached_property
    def money(self) -> Mapping[int, YearMoney]:
        """Every budget year; what one year carries out the next one carries in."""
        years: dict[int, YearMoney] = {}
        carried_yen, dice = 0, self.dice()
        for budget_year in range(FIRST_BUDGET_YEAR, LAST_BUDGET_YEAR + 1):
            years[budget_year] = self._year_money(budget_year, carried_yen, dice.randint(-20, 20))
            carried_yen = years[budget_year].carried_out_yen
        return years

    def _year_money(self, budget_year: int, carried_in_yen: int, luck: int) -> YearMoney:
        """`luck` in tenths of a percent."""
        if not self.plot.start <= budget_year <= self.last_year:
            return YearMoney()
        rates = self.plot.money.in_year.get(budget_year, self.plot.money.rates)
        plan_yen = self._plan_yen(budget_year)
        initial_yen, supplementary_yen = plan_yen * rates.initial // 100, plan_yen * rates.supplementary // 100
        contingency_yen = plan_yen * rates.contingency // 100
        gross_yen = initial_yen + supplementary_yen + carried_in_yen + contingency_yen
        carried_out_yen = 0 if budget_year == self.last_year else _cut(gross_yen * rates.carried // 100)
        return YearMoney(
            initial_yen=_cut(initial_yen),
            supplementary_yen=_cut(supplementary_yen),
            carried_in_yen=carried_in_yen,
            carried_out_yen=carried_out_yen,
            contingency_yen=_cut(contingency_yen),
            executed_yen=_executed_yen(gross_yen - carried_out_yen, rates, luck),
            requested_yen=_cut(initial_yen * rates.requested // 100, MILLION),
        )

    def _plan_yen(self, budget_year: int) -> int:
        growth = 100 + self.plot.money.growth * (budget_year - FIRST_BUDGET_YEAR)
        return _cut(self.plot.money.million * growth * MILLION // 100, MILLION)

    def target(self, fiscal_year: int) -> Decimal:
        """The outcome's target, up or down by the same step each year."""
        percent = 100 + self._target_step * (fiscal_year - FIRST_BUDGET_YEAR)
        return self.measured(self.theme.base * percent, 100)

    @property
    def _target_step(self) -> int:
        if self.plot.course in LESS_IS_BETTER:
            return -SMALL_TARGET_STEP
        return SMALL_TARGET_STEP if self.theme.unit == "％" else TARGET_STEP

    def actual(self, fiscal_year: int) -> Decimal:
        """The outcome's actual value, as its course has it."""
        percent = ACHIEVEMENTS[self.plot.course][fiscal_year - FIRST_BUDGET_YEAR]
        if self.plot.course in LESS_IS_BETTER:
            return self.measured(self.target(fiscal_year) * 100, percent)
        return self.measured(self.target(fiscal_year) * percent, 100)

    def measured(self, amount: Decimal | int, of: int) -> Decimal:
        """A quotient as exact as the outcome's unit is measured."""
        finest = Decimal("0.1") if self.theme.unit == "％" else Decimal(1)
        return (Decimal(amount) / of).quantize(finest, rounding=ROUND_HALF_UP)

    def planned_count(self, fiscal_year: int) -> int:
        """The activity's 当初見込み."""
        return self.theme.count * (100 + self.plot.money.growth * (fiscal_year - FIRST_BUDGET_YEAR)) // 100

    def done_count(self, fiscal_year: int) -> int:
        """The activity's 活動実績, a little around its usual share of the plan."""
        wobble = (self.index * 3 + fiscal_year * 5) % 9 - 4
        return self.planned_count(fiscal_year) * (self.plot.activity + wobble) // 100


def _executed_yen(net_yen: int, rates: Rates, luck: int) -> int:
    tenths = rates.executed * 10 + (luck if rates.executed < 98 else 0)
    return _cut(net_yen * tenths // 1000 + rates.unbudgeted_million * MILLION)


def _cut(amount_yen: int, finest_yen: int = FINEST_YEN) -> int:
    """Cut to what the form shows."""
    return amount_yen // finest_yen * finest_yen
