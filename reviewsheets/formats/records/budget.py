"""Budget years, their parts by account, budget lines."""

from decimal import Decimal
from typing import NamedTuple


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
