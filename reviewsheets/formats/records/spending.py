"""Who got the money: blocks, payees, contracts, arrows, items."""

from decimal import Decimal
from typing import NamedTuple


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
