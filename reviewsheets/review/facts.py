"""What rules read: a whole sheet as plain rows, with the project's earlier sheets beside it. No database here."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from reviewsheets.units.cells import DASH, YenCell
from reviewsheets.units.doubts import measure_yen
from reviewsheets.units.flow import Reach, depths, reach_at
from reviewsheets.units.money import MILLION, BudgetFigures

FIRST_RS_YEAR = 2024


class BudgetRow(NamedTuple):
    """A budget year of the sheet, in yen; `has_total`: some part of 計 is given. The published rate is in percent."""

    pk: int
    budget_year: int
    figures: BudgetFigures
    has_total: bool
    requested_yen: int | None
    published_total_yen: int | None
    published_rate_percent: Decimal | None
    change_reason: str
    notes: str = ""
    dashes: frozenset[str] = frozenset()  # the amounts that say "-", by their names in `units.revisions.WRITTEN`

    def cell(self, name: str) -> YenCell:
        """An amount of `units.revisions.WRITTEN` as it stands on the sheet."""
        amount_yen = self.requested_yen if name == "requested" else getattr(self.figures, f"{name}_yen")
        return YenCell(amount_yen, DASH if name in self.dashes else "")

    def amount_yen(self, name: str) -> int | None:
        """The same in yen: 0 where "-" is written, None where nothing is."""
        cell = self.cell(name)
        return None if cell.is_blank else cell.yen or 0


class BlockRow(NamedTuple):
    """支出先ブロック."""

    pk: int
    letter: str
    name: str
    role: str
    total_yen: int | None
    is_implied: bool
    payee_count: int | None = None


class PaymentRow(NamedTuple):
    """支出先上位10者リスト: a payee of a block. `payee_kind` as `units.payees.PayeeKind`, blank without a payee."""

    pk: int
    block_pk: int
    payee_pk: int | None
    payee_kind: str
    name: str
    corporate_number: str
    amount_yen: int | None
    is_other: bool
    is_amount_doubtful: bool


class TermsRow(NamedTuple):
    """How a contract came about: on a payee's row, below a payee (`is_part`), or over several years."""

    pk: int
    table: str
    payee_pk: int | None
    name: str
    contract_method: str
    bidders: int | None
    award_rate_percent: Decimal | None
    reason: str
    amount_yen: int | None
    block_letter: str


class ValueRow(NamedTuple):
    """A column of an indicator: `column` year, interim or final."""

    pk: int
    column: str
    fiscal_year: int | None
    target: Decimal | None
    target_text: str
    actual: Decimal | None
    actual_text: str
    is_goal_year: bool
    published_achievement_percent: Decimal | None = None


@dataclass(slots=True)
class IndicatorRow:
    """An outcome, activity, policy measure or アクティビティ."""

    pk: int
    kind: str
    position: int
    number: str
    goal: str
    name: str
    unit: str
    source: str
    direction: str
    qualitative_reason: str
    goal_kind: str = ""
    values: list[ValueRow] = field(default_factory=list)

    @property
    def is_qualitative(self) -> bool:
        """Its goal is said to be no number (定性的)."""
        return self.goal_kind == "定性的" or bool(self.qualitative_reason.strip())

    def value_of(self, fiscal_year: int) -> ValueRow | None:
        """The column of that year."""
        return next((v for v in self.values if v.column == "year" and v.fiscal_year == fiscal_year), None)


class CostRow(NamedTuple):
    """One year of a unit cost."""

    pk: int
    fiscal_year: int
    value: Decimal | None


@dataclass(slots=True)
class UnitCostRow:
    """単位当たりコスト, its years in order."""

    pk: int
    position: int
    basis: str
    unit: str
    years: list[CostRow] = field(default_factory=list)


class AnswerRow(NamedTuple):
    """The ministry's mark on a check question."""

    pk: int
    mark: str
    explanation: str


class LinkRow(NamedTuple):
    """An arrow of the flow, from the ministry (None) or a block to a block."""

    pk: int
    source_pk: int | None
    target_pk: int
    is_money: bool


class EvaluationRow(NamedTuple):
    """点検結果・所見 of the sheet."""

    pk: int
    check_result: str
    improvement: str
    expert_last_year: str
    expert_opinion: str
    team_verdict: str
    team_opinion: str
    response_kind: str
    response: str


class HeaderRow(NamedTuple):
    """The sheet's own columns that rules read."""

    pk: int
    project_pk: int
    ministry_pk: int
    ministry_name: str
    sheet_year: int
    number: str
    name: str
    bureau: str
    department: str
    division: str
    officer: str
    start_year: int | None
    start_year_text: str
    is_start_unknown: bool
    end_year: int | None
    stage: str
    purpose: str
    outline: str
    issues: str
    no_target_reason: str
    change_reason: str
    is_published: bool


@dataclass
class SheetFacts:
    """One sheet. `earlier` are the project's older sheets, newest first, one a year; a year with several has none."""

    header: HeaderRow
    budget: dict[int, BudgetRow] = field(default_factory=dict)
    blocks: dict[int, BlockRow] = field(default_factory=dict)
    payments: list[PaymentRow] = field(default_factory=list)
    terms: list[TermsRow] = field(default_factory=list)
    links: list[LinkRow] = field(default_factory=list)
    own_cost_yen: int | None = None
    indicators: list[IndicatorRow] = field(default_factory=list)
    unit_costs: list[UnitCostRow] = field(default_factory=list)
    answers: dict[str, AnswerRow] = field(default_factory=dict)
    evaluation: EvaluationRow | None = None
    files: frozenset[str] = frozenset()  # official files that gave it, by code; none of a sheet entered by hand
    absent: frozenset[str] = frozenset()  # items that JUDGIT! left out of this sheet, by its names
    earlier: "tuple[SheetFacts, ...]" = ()

    @property
    def sheet_year(self) -> int:
        """事業年度 of the sheet."""
        return self.header.sheet_year

    @property
    def result_year(self) -> int:
        """The last budget year with results: the year before the sheet's."""
        return self.header.sheet_year - 1

    @property
    def is_rs_form(self) -> bool:
        """The newer form, which has no check questions and no unit costs."""
        return self.header.sheet_year >= FIRST_RS_YEAR

    @property
    def is_judgit(self) -> bool:
        """It came from JUDGIT!, which publishes a part of the form."""
        return "judgit" in self.files

    @property
    def publishes_outcomes(self) -> bool:
        """What gave the sheet has a place for outcomes."""
        return self._publishes("アウトカム", "3-1")

    @property
    def publishes_activities(self) -> bool:
        """What gave the sheet has a place for activities."""
        return self._publishes("アウトプット", "3-1")

    @property
    def publishes_evaluation(self) -> bool:
        """What gave the sheet has a place for check result, opinions and response."""
        return not self.files or "4-1" in self.files

    def _publishes(self, judgit_item: str, rs_file: str) -> bool:
        if self.is_judgit:
            return judgit_item not in self.absent
        return not self.files or rs_file in self.files

    @property
    def result(self) -> BudgetRow | None:
        """The budget year with the newest results."""
        return self.budget.get(self.result_year)

    @property
    def own_year(self) -> BudgetRow | None:
        """The budget year of the sheet itself."""
        return self.budget.get(self.sheet_year)

    @property
    def request(self) -> BudgetRow | None:
        """The budget year the sheet requests money for."""
        return self.budget.get(self.sheet_year + 1)

    @property
    def unit_yen(self) -> int:
        """What one unit of the form's amounts is: a million yen on the paper form, one yen on the newer."""
        return 1 if self.is_rs_form else MILLION

    @property
    def previous(self) -> "SheetFacts | None":
        """The project's sheet of the year before."""
        newest = self.earlier[0] if self.earlier else None
        return newest if newest and newest.sheet_year == self.sheet_year - 1 else None

    @cached_property
    def executed_year(self) -> BudgetRow | None:
        """The result year, where 計 and 執行額 are both given and 計 is above 0."""
        row = self.result
        if row is None or row.figures.executed_yen is None or not row.has_total or row.figures.total_yen <= 0:
            return None
        return row

    @cached_property
    def outcomes(self) -> list[IndicatorRow]:
        """成果指標."""
        return [row for row in self.indicators if row.kind == "outcome"]

    @cached_property
    def activities(self) -> list[IndicatorRow]:
        """活動指標."""
        return [row for row in self.indicators if row.kind == "activity"]

    @cached_property
    def has_arrows(self) -> bool:
        """The sheet tells how money flows."""
        return any(link.is_money for link in self.links)

    @cached_property
    def depths(self) -> dict[int | None, int]:
        """Block → the fewest arrows of money from the ministry; blocks that none reaches are missing."""
        return depths((link.source_pk, link.target_pk) for link in self.links if link.is_money)

    def reach_of(self, block_pk: int) -> Reach:
        """How money gets to a block."""
        return reach_at(self.depths.get(block_pk), has_arrows=self.has_arrows)

    @cached_property
    def payments_by_block(self) -> dict[int, list[PaymentRow]]:
        """Block → its payees in order; blocks without any are missing."""
        found: dict[int, list[PaymentRow]] = {}
        for payment in self.payments:
            found.setdefault(payment.block_pk, []).append(payment)
        return found

    @cached_property
    def sources(self) -> dict[int, set[int | None]]:
        """Block → where money comes to it from, the ministry being None; an arrow to itself is none."""
        found: dict[int, set[int | None]] = {}
        for link in self.links:
            if link.is_money and link.source_pk != link.target_pk:
                found.setdefault(link.target_pk, set()).add(link.source_pk)
        return found

    def is_block_doubtful(self, block_pk: int) -> bool:
        """Its total holds an amount that is doubtful (単位誤りの疑い), so it counts in no sum."""
        total_yen = self.blocks[block_pk].total_yen
        if total_yen is None:
            return False
        payments = self.payments_by_block.get(block_pk, ())
        return any(row.is_amount_doubtful and (row.amount_yen or 0) <= total_yen for row in payments)

    @cached_property
    def largest_budget_yen(self) -> int:
        """The largest amount that any budget year of the sheet gives, 0 where a request is all it has."""
        budgeted = (amount for row in self.budget.values() for amount in _budgeted(row))
        requested = (row.requested_yen for row in self.budget.values())
        return measure_yen(max(map(_or_0, budgeted), default=0), max(map(_or_0, requested), default=0))

    def letter_of(self, block_pk: int) -> str:
        """The letter of a block."""
        return self.blocks[block_pk].letter


def _budgeted(row: BudgetRow) -> tuple[int | None, ...]:
    figures = row.figures
    return row.published_total_yen, figures.initial_yen, figures.executed_yen, figures.carried_in_yen


def _or_0(amount_yen: int | None) -> int:
    return amount_yen or 0
