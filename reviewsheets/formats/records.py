"""The records that travel between an official file and the database: one type a table, fields named as its columns.

A field that a file does not give keeps its default. Fields that point at another record of the same sheet hold what
names it there: `budget_year` of a year, `letter` of a block, the place in the list (from 0) of the others.
Money in whole yen, rates in percent.
"""

from decimal import Decimal
from typing import NamedTuple


class SheetRecord(NamedTuple):
    """The sheet's own columns: what 1-2 and a JUDGIT object give."""

    name: str
    ministry: str
    number: str
    sheet_year: int
    policy_ministry: str = ""
    ministry_order: int | None = None
    bureau: str = ""
    department: str = ""
    division: str = ""
    office: str = ""
    team: str = ""
    section: str = ""
    officer: str = ""
    start_year: int | None = None
    end_year: int | None = None
    is_start_unknown: bool = False
    has_no_planned_end: bool = False
    stage: str = ""
    accounts: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    expense_items: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    purpose: str = ""
    issues: str = ""
    outline: str = ""
    outline_url: str = ""
    outline_remarks: str = ""
    no_target_reason: str = ""
    former_number: str = ""
    listing_order: str = ""
    number_parts: tuple[str, ...] = ()
    source_url: str = ""
    judgit_id: int | None = None
    judgit_project_id: int | None = None


class RemarksRecord(NamedTuple):
    """その他備考, the one column of 6-1: it stands on the sheet itself."""

    remarks: str


class PastNumberRecord(NamedTuple):
    """関連する過去のレビューシート."""

    position: int
    past_year: int | None
    past_year_text: str
    ministry_name: str
    number: str
    number_parts: tuple[str, ...]


class OrganisationRecord(NamedTuple):
    """1-1: a further organisation in charge and an officer."""

    position: int
    ministry_name: str
    bureau: str
    department: str
    division: str
    office: str
    team: str
    section: str
    officer: str
    source_row: int | None = None


class PolicyRecord(NamedTuple):
    """1-3: a policy and measure."""

    position: int
    ministry_name: str
    policy: str
    measure: str
    url: str


class LawRecord(NamedTuple):
    """1-3: a law."""

    position: int
    name: str
    law_number: str
    law_id: str
    article: str
    paragraph: str
    subparagraph: str


class PlanRecord(NamedTuple):
    """1-3: a plan or notice."""

    position: int
    name: str
    url: str


class SubsidyRecord(NamedTuple):
    """1-4: a subsidy rate."""

    position: int
    target: str
    rate: str
    ceiling: str
    url: str
    source_row: int | None = None


class RelatedRecord(NamedTuple):
    """1-5: a related project."""

    position: int
    number: str
    name: str
    relation: str
    source_row: int | None = None


class BudgetYearRecord(NamedTuple):
    """2-1, a total: one budget year. `carried_out_yen` is positive."""

    budget_year: int
    initial_yen: int | None = None
    initial_text: str = ""
    supplementary_yen: int | None = None
    supplementary_text: str = ""
    carried_in_yen: int | None = None
    carried_in_text: str = ""
    carried_out_yen: int | None = None
    carried_out_text: str = ""
    contingency_yen: int | None = None
    contingency_text: str = ""
    executed_yen: int | None = None
    executed_text: str = ""
    requested_yen: int | None = None
    requested_text: str = ""
    published_total_yen: int | None = None
    published_total_text: str = ""
    published_basis: str = ""
    published_rate_percent: Decimal | None = None
    change_reason: str = ""
    notes: str = ""
    source_row: int | None = None


class BudgetAccountRecord(NamedTuple):
    """2-1, a row by account, under the year that `year` names."""

    year: int
    position: int
    account_kind: str
    account: str
    subaccount: str
    initial_yen: int | None
    supplementary_1_yen: int | None
    supplementary_2_yen: int | None
    supplementary_3_yen: int | None
    supplementary_4_yen: int | None
    supplementary_5_yen: int | None
    carried_in_yen: int | None
    contingency_1_yen: int | None
    contingency_2_yen: int | None
    contingency_3_yen: int | None
    contingency_4_yen: int | None
    total_yen: int | None
    executed_yen: int | None
    executed_text: str
    next_requested_yen: int | None
    wished_yen: int | None
    notes: str
    source_row: int | None = None


class BudgetItemRecord(NamedTuple):
    """2-2: a budget line."""

    position: int
    budget_year: int
    account_kind: str
    account: str
    subaccount: str
    budget_kind: str
    jurisdiction: str
    organisation: str
    item: str
    sub_item: str
    supplement: str
    amount_yen: int | None
    next_requested_yen: int | None
    notes: str
    source_row: int | None = None


class IndicatorRecord(NamedTuple):
    """3-1 or a JUDGIT アウトカム/アウトプット: an indicator without its values."""

    position: int
    kind: str
    goal: str = ""
    name: str = ""
    unit: str = ""
    source: str = ""
    direction: str = ""
    number: str = ""
    term: str = ""
    goal_kind: str = ""
    decision: str = ""
    decision_part: str = ""
    decision_url: str = ""
    qualitative_reason: str = ""
    qualitative_result: str = ""
    source_row: int | None = None


class IndicatorValueRecord(NamedTuple):
    """A year of the indicator at that place in the list."""

    indicator: int
    column: str
    fiscal_year: int | None
    fiscal_year_text: str = ""
    target: Decimal | None = None
    target_text: str = ""
    actual: Decimal | None = None
    actual_text: str = ""
    published_achievement_percent: Decimal | None = None
    published_achievement_text: str = ""
    goal_mark: str = ""


class PathNodeRecord(NamedTuple):
    """3-2: a step of the path."""

    position: int
    kind: str
    number: str
    term: str
    text: str


class PathLinkRecord(NamedTuple):
    """3-2: an arrow between the steps at these places."""

    position: int
    source: int | None
    target: int | None
    follow_up: str
    single_stage_reason: str
    source_row: int | None = None


class EvaluationRecord(NamedTuple):
    """4-1 without its lists."""

    check_result: str
    improvement: str
    effect_review: str
    expert_last_year: str
    expert_review: str
    expert_reason: str
    expert_opinion: str
    public_process_result: str
    team_verdict: str
    team_opinion: str
    response_kind: str
    response: str
    reflected_general_yen: int | None
    source_row: int | None = None


class ReflectedRecord(NamedTuple):
    """4-1: 反映額（特別会計）."""

    position: int
    account: str
    subaccount: str
    amount_yen: int | None


class RemarkRecord(NamedTuple):
    """4-1: a remark received."""

    kind: str
    position: int
    origin: str
    remark_year: str
    text: str
    response: str


class BlockRecord(NamedTuple):
    """5-1: a block. `is_implied`: only an arrow or an item names it, 5-1 doesn't."""

    position: int
    letter: str
    name: str = ""
    payee_count: int | None = None
    role: str = ""
    total_yen: int | None = None
    total_text: str = ""
    is_implied: bool = False
    source_row: int | None = None


class PaymentRecord(NamedTuple):
    """5-1: a payee of the block with that letter."""

    block: str
    position: int
    name: str
    corporate_number: str
    work: str = ""
    amount_yen: int | None = None
    amount_text: str = ""
    location: str = ""
    legal_kind: str = ""
    is_other: bool = False
    source_row: int | None = None


class ContractRecord(NamedTuple):
    """5-1: a contract of the payment at that place in the list."""

    payment: int
    position: int
    summary: str
    amount_yen: int | None
    contract_method: str
    contract_method_detail: str
    bidders: int | None
    bidders_text: str
    award_rate_percent: Decimal | None
    award_rate_text: str
    reason: str
    is_other: bool
    source_row: int | None = None


class BlockLinkRecord(NamedTuple):
    """5-2: an arrow. `source` and `target` are letters; a blank source is the ministry."""

    position: int
    source: str
    source_name: str
    target: str
    target_name: str
    kind: str
    note: str
    source_row: int | None = None


class OwnCostRecord(NamedTuple):
    """5-2: what the ministry spends itself."""

    position: int
    name: str
    item: str
    amount_yen: int | None
    source_row: int | None = None


class ItemUseRecord(NamedTuple):
    """5-3: an item and its use, in the block with that letter."""

    block: str
    position: int
    payee_name: str
    corporate_number: str
    contract_summary: str
    item: str
    use: str
    amount_yen: int | None
    source_row: int | None = None


class MultiYearRecord(NamedTuple):
    """5-4: a contract over several years."""

    position: int
    block_letter: str
    name: str
    corporate_number: str
    location: str
    legal_kind: str
    summary: str
    is_other_contract: bool | None
    amount_yen: int | None
    contract_method: str
    contract_method_detail: str
    bidders: int | None
    bidders_text: str
    award_rate_percent: Decimal | None
    award_rate_text: str
    reason: str
    is_other: bool
    source_row: int | None = None
