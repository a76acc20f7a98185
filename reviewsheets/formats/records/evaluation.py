"""How a sheet was judged."""

from typing import NamedTuple


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
