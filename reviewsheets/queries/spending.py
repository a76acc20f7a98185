"""Who got the money: the flow between blocks, their payees with their contracts, and uses."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from reviewsheets.models import Block, BlockLink, ItemUse, Payment, ReviewSheet
from reviewsheets.queries.budget import sum_of
from reviewsheets.queries.contracts import LEGAL_KINDS, ContractRow, contract_row, terms_of
from reviewsheets.queries.payees import payee_url
from reviewsheets.units.cells import Cell, YenCell, is_pending
from reviewsheets.units.flow import Reach, depths, reach_at

BLANK = YenCell()
ROWS_AT_FIRST = 80  # payees and contracts, or uses, that a page shows before it folds the blocks that follow


@dataclass(frozen=True)
class PayeeRow:
    """A row of a block's payees, as published; amount in yen, award rate in percent.

    The paper form gives one contract's terms with it; on the RS form the contracts stand below it, each a part of
    its amount. An amount that is doubtful (単位誤りの疑い) counts in no sum, ranking or chart.
    """

    rank: int
    name: str
    corporate_number: str
    has_wrong_corporate_number: bool
    work: str
    amount: YenCell
    contract_method: str
    bidders: Cell
    award_rate: Cell
    reason: str
    location: str = ""
    legal_kind: str = ""
    is_other: bool = False
    is_amount_doubtful: bool = False
    contracts: tuple[ContractRow, ...] = ()
    payee_key: str = ""

    @property
    def url(self) -> str:
        """The payee's page; blank where no payee is named."""
        return payee_url(self.payee_key) if self.payee_key else ""

    @property
    def legal_kind_words(self) -> str:
        """The kind of legal person in words; a code nobody knows as it is."""
        return LEGAL_KINDS.get(self.legal_kind, self.legal_kind)


@dataclass(frozen=True)
class ItemRow:
    """A row of 費目・使途; amount in yen. The paper form names no payee: it is the block's first."""

    item: str
    use: str
    amount: YenCell
    payee_name: str = ""
    corporate_number: str = ""
    contract_summary: str = ""


@dataclass(frozen=True)
class ItemGroup:
    """Rows of 費目・使途 that follow each other of one payee's contract."""

    payee_name: str
    corporate_number: str
    contract_summary: str
    rows: tuple[ItemRow, ...]


@dataclass(frozen=True)
class LinkRow:
    """An arrow from a block (None: the ministry) to a block, by their letters; `is_money` or a mere reference."""

    source: str | None
    target: str
    is_money: bool
    note: str

    @property
    def is_self(self) -> bool:
        """The arrow points at where it starts."""
        return self.source == self.target


@dataclass(frozen=True)
class BlockRow:
    """A block of the flow with its tables and the arrows that lead to it; total in yen.

    `item_total_yen` is computed, 0 for an empty table. `depth` counts the arrows from the ministry, 0 when none lead.
    """

    letter: str
    name: str
    role: str
    total: YenCell
    reach: Reach
    depth: int
    incoming: tuple[LinkRow, ...]
    payees: tuple[PayeeRow, ...]
    items: tuple[ItemRow, ...]
    item_total_yen: int
    payee_count: int | None = None
    is_implied: bool = False
    place: int = 0

    @property
    def anchor(self) -> str:
        """Where its payees stand on the page: a letter may hold what an anchor may not."""
        return f"block-{self.place}"

    @property
    def uses_anchor(self) -> str:
        """Where its 費目・使途 stand on the page."""
        return f"uses-{self.place}"

    @property
    def title(self) -> str:
        """A.請負事業者, as the form heads it."""
        return f"{self.letter}.{self.name}"

    @property
    def item_title(self) -> str:
        """A. and the block's first payee: the form asks for its uses alone."""
        return f"{self.letter}.{self.payees[0].name if self.payees else ''}"

    @property
    def is_empty(self) -> bool:
        """An unused frame of the form: a letter, and nothing in the flow."""
        return not (self.name or self.role or self.incoming or self.payees) and self.total.is_blank

    @property
    def is_listed(self) -> bool:
        """The list of payees names it, not only an arrow or an item."""
        return bool(self.payees) or not self.is_implied

    @property
    def payees_total(self) -> YenCell:
        """What its listed payees got together, without doubtful amounts: the form lists no more than ten or so."""
        return sum_of(payee.amount for payee in self.payees if not payee.is_amount_doubtful)

    @cached_property
    def is_doubtful(self) -> bool:
        """Its total holds an amount that is doubtful (単位誤りの疑い), so it counts in no sum and no chart."""
        total_yen = self.total.yen
        doubtful = [payee.amount.yen for payee in self.payees if payee.is_amount_doubtful]
        return total_yen is not None and any(amount is not None and amount <= total_yen for amount in doubtful)

    @cached_property
    def contract_count(self) -> int:
        """How many contracts its payees have."""
        return sum(len(payee.contracts) for payee in self.payees)

    @cached_property
    def contract_columns(self) -> int:
        """How many columns its table has for contracts."""
        return 2 + 3 * self.has_terms + self.has_reasons

    @cached_property
    def has_terms(self) -> bool:
        """Some contract says how it came about."""
        return any(row.terms.contract_method or not row.terms.bidders.is_blank for row in self._contracts)

    @cached_property
    def has_reasons(self) -> bool:
        """Some contract gives the reason for a single bid or no competition."""
        return any(row.terms.reason for row in self._contracts)

    @property
    def _contracts(self) -> Iterator[ContractRow]:
        return (contract for payee in self.payees for contract in payee.contracts)

    @cached_property
    def item_groups(self) -> tuple[ItemGroup, ...]:
        """Its 費目・使途 by payee and contract."""
        return tuple(_item_groups(self.items))

    @property
    def money_sources(self) -> tuple[LinkRow, ...]:
        """The arrows of money to it, without one from itself."""
        return tuple(link for link in self.incoming if link.is_money and not link.is_self)

    @property
    def different_incoming(self) -> tuple[LinkRow, ...]:
        """The arrows to it, one that is published twice once."""
        return tuple(dict.fromkeys(self.incoming))

    @property
    def source_letters(self) -> tuple[str | None, ...]:
        """Its different sources of money, None for the ministry: an arrow may be published twice."""
        return tuple(dict.fromkeys(link.source for link in self.money_sources))

    @property
    def has_other_origin(self) -> bool:
        """The sheet has arrows of money, and none leads to it, nor is it there for reference alone."""
        is_reference = any(not link.is_money and not link.is_self for link in self.incoming)
        return self.reach is Reach.OTHER and not self.money_sources and not is_reference


@dataclass(frozen=True)
class Flow:
    """The funding flow of a sheet: a graph of blocks that may have several sources and cycles.

    `own_cost` is the sum of 国自らが支出する間接経費, `executed` the 執行額 of the year before the sheet's, in yen.
    """

    ministry_name: str
    outlay: YenCell
    outlay_note: str
    blocks: tuple[BlockRow, ...]
    links: tuple[LinkRow, ...]
    own_cost: YenCell = BLANK
    executed: YenCell = BLANK

    @property
    def has_arrows(self) -> bool:
        """The sheet says where money goes from somewhere to somewhere."""
        return any(link.is_money for link in self.links)

    @property
    def used_blocks(self) -> tuple[BlockRow, ...]:
        """The blocks of the figure: not the form's empty frames."""
        outgoing = {link.source for link in self.links}
        return tuple(block for block in self.blocks if not block.is_empty or block.letter in outgoing)

    @property
    def levels(self) -> tuple[tuple[BlockRow, ...], ...]:
        """The used blocks by their distance from the ministry; last those that no arrow of money reaches."""
        depths = sorted({block.depth for block in self.used_blocks}, key=lambda depth: (depth == 0, depth))
        return tuple(tuple(block for block in self.used_blocks if block.depth == depth) for depth in depths)

    def total_of(self, reach: Reach) -> YenCell:
        """The sum of the blocks that money gets to in that way, without doubtful ones.

        Sums of different ways are never added.
        """
        return sum_of(block.total for block in self.blocks if block.reach is reach and not block.is_doubtful)

    @property
    def doubtful_payees(self) -> tuple[PayeeRow, ...]:
        """The payees whose amount is doubtful (単位誤りの疑い)."""
        return tuple(payee for block in self.blocks for payee in block.payees if payee.is_amount_doubtful)

    @property
    def listed_blocks(self) -> tuple[BlockRow, ...]:
        """The blocks that the list of payees names, not those that only an arrow or an item does."""
        return tuple(block for block in self.blocks if block.is_listed)

    @cached_property
    def open_payees(self) -> frozenset[str]:
        """The blocks whose payees a page shows at first; those of the others it folds."""
        return _first_letters((block.letter, len(block.payees) + block.contract_count) for block in self.listed_blocks)

    @cached_property
    def open_items(self) -> frozenset[str]:
        """The blocks whose uses a page shows at first; those of the others it folds."""
        return _first_letters((block.letter, len(block.items)) for block in self.blocks)

    @property
    def has_contracts(self) -> bool:
        """Some payee has contracts of its own."""
        return any(block.contract_count for block in self.blocks)

    @property
    def has_items(self) -> bool:
        """Some block says what its money was used for."""
        return any(block.items for block in self.blocks)


def _first_letters(rows: Iterable[tuple[str, int]]) -> frozenset[str]:
    """The letters before the one with which the rows get too many."""
    letters: set[str] = set()
    shown = 0
    for letter, number in rows:
        shown += number
        if shown > ROWS_AT_FIRST:
            break
        letters.add(letter)
    return frozenset(letters)


def flow_of(sheet: ReviewSheet) -> Flow:
    """The sheet's funding flow, blocks and arrows in their order."""
    links = tuple(_link_row(link) for link in sheet.block_links.all())
    reached = depths((link.source, link.target) for link in links if link.is_money)
    return Flow(
        ministry_name=sheet.ministry.name,
        outlay=YenCell(sheet.outlay_yen, sheet.outlay_text),
        outlay_note=sheet.outlay_note,
        blocks=tuple(
            _block_row(block, links, reached.get(block.letter), place=place)
            for place, block in enumerate(sheet.blocks.all(), start=1)
        ),
        links=links,
        own_cost=sum_of(YenCell(row.amount_yen) for row in sheet.own_costs.all()),
        executed=_executed(sheet),
    )


def _executed(sheet: ReviewSheet) -> YenCell:
    """執行額 of the budget year before the sheet's; blank while that year has not ended."""
    rows = [row for row in sheet.budget_years.all() if row.budget_year == sheet.sheet_year - 1]
    executed = YenCell(rows[0].executed_yen, rows[0].executed_text) if rows else BLANK
    return BLANK if is_pending(executed) else executed


def _link_row(link: BlockLink) -> LinkRow:
    source = link.source.letter if link.source else None
    return LinkRow(source, link.target.letter, link.kind == BlockLink.Kind.MONEY, link.note)


def _block_row(block: Block, links: tuple[LinkRow, ...], depth: int | None, *, place: int) -> BlockRow:
    items = tuple(_item_row(item) for item in block.item_uses.all())
    return BlockRow(
        letter=block.letter,
        name=block.name,
        role=block.role,
        total=YenCell(block.total_yen, block.total_text),
        reach=reach_at(depth, has_arrows=any(link.is_money for link in links)),
        depth=depth or 0,
        incoming=tuple(link for link in links if link.target == block.letter),
        payees=tuple(_payee_row(place, payment) for place, payment in enumerate(block.payments.all(), start=1)),
        items=items,
        item_total_yen=sum(item.amount.yen or 0 for item in items),
        payee_count=block.payee_count,
        is_implied=block.is_implied,
        place=place,
    )


def _payee_row(rank: int, payment: Payment) -> PayeeRow:
    terms = terms_of(payment)
    return PayeeRow(
        rank=rank,
        name=payment.name,
        corporate_number=payment.corporate_number,
        has_wrong_corporate_number=payment.has_wrong_corporate_number,
        work=payment.work,
        amount=YenCell(payment.amount_yen, payment.amount_text),
        contract_method=terms.contract_method,
        bidders=terms.bidders,
        award_rate=terms.award_rate,
        reason=terms.reason,
        location=payment.location,
        legal_kind=payment.legal_kind,
        is_other=payment.is_other,
        is_amount_doubtful=payment.is_amount_doubtful,
        contracts=tuple(contract_row(contract) for contract in payment.contracts.all()),
        payee_key=getattr(payment, "payee_key", None) or "",  # as `queries.sheets` reads it
    )


def _item_row(stored: ItemUse) -> ItemRow:
    return ItemRow(
        item=stored.item,
        use=stored.use,
        amount=YenCell(stored.amount_yen, stored.amount_text),
        payee_name=stored.payee_name,
        corporate_number=stored.corporate_number,
        contract_summary=stored.contract_summary,
    )


def _item_groups(items: Iterable[ItemRow]) -> Iterator[ItemGroup]:
    for key, rows in groupby(items, key=lambda row: (row.payee_name, row.corporate_number, row.contract_summary)):
        yield ItemGroup(*key, tuple(rows))
