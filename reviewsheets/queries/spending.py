"""Who got the money: the flow between blocks, their payees and uses, and the sheets referred to."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from reviewsheets.models import Block, BlockLink, ItemUse, Payment, ReviewSheet
from reviewsheets.queries.budget import sum_of
from reviewsheets.units.cells import Cell, YenCell


class Reach(StrEnum):
    """How money gets to a block."""

    DIRECT = "direct"  # the ministry pays it
    RECOMMISSIONED = "recommissioned"  # a block pays it out of what came from the ministry
    OTHER = "other"  # no arrows of money lead to it from the ministry


@dataclass(frozen=True)
class PayeeRow:
    """A row of 支出先上位10者リスト, as published; amount in yen, award rate in percent."""

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


@dataclass(frozen=True)
class ItemRow:
    """A row of 費目・使途; amount in yen."""

    item: str
    use: str
    amount: YenCell


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
        return not (self.name or self.role or self.incoming) and self.total.is_blank

    @property
    def money_sources(self) -> tuple[LinkRow, ...]:
        """The arrows of money to it, without one from itself."""
        return tuple(link for link in self.incoming if link.is_money and not link.is_self)


@dataclass(frozen=True)
class Flow:
    """The funding flow of a sheet: a graph of blocks that may have several sources and cycles."""

    ministry_name: str
    outlay: YenCell
    outlay_note: str
    blocks: tuple[BlockRow, ...]
    links: tuple[LinkRow, ...]

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
        """The sum of the blocks that money gets to in that way; sums of different ways are never added."""
        return sum_of(block.total for block in self.blocks if block.reach is reach)


def flow_of(sheet: ReviewSheet) -> Flow:
    """The sheet's funding flow, blocks and arrows in their order."""
    links = tuple(_link_row(link) for link in sheet.block_links.all())
    depths = _depths(links)
    return Flow(
        ministry_name=sheet.ministry.name,
        outlay=YenCell(sheet.outlay_yen, sheet.outlay_text),
        outlay_note=sheet.outlay_note,
        blocks=tuple(_block_row(block, links, depths.get(block.letter, 0)) for block in sheet.blocks.all()),
        links=links,
    )


def _link_row(link: BlockLink) -> LinkRow:
    source = link.source.letter if link.source else None
    return LinkRow(source, link.target.letter, link.kind == BlockLink.Kind.MONEY, link.note)


def _block_row(block: Block, links: tuple[LinkRow, ...], depth: int) -> BlockRow:
    items = tuple(_item_row(item) for item in block.item_uses.all())
    return BlockRow(
        letter=block.letter,
        name=block.name,
        role=block.role,
        total=YenCell(block.total_yen, block.total_text),
        reach={0: Reach.OTHER, 1: Reach.DIRECT}.get(depth, Reach.RECOMMISSIONED),
        depth=depth,
        incoming=tuple(link for link in links if link.target == block.letter),
        payees=tuple(_payee_row(place, payment) for place, payment in enumerate(block.payments.all(), start=1)),
        items=items,
        item_total_yen=sum(item.amount.yen or 0 for item in items),
    )


def _depths(links: tuple[LinkRow, ...]) -> dict[str | None, int]:
    """The fewest arrows of money from the ministry to each block that they reach; a cycle ends the walk."""
    money = [link for link in links if link.is_money]
    depths: dict[str | None, int] = {None: 0}
    frontier: set[str | None] = {None}
    while frontier:
        depth = max(depths.values()) + 1
        frontier = {link.target for link in money if link.source in frontier and link.target not in depths}
        depths |= dict.fromkeys(frontier, depth)
    return depths


def _payee_row(rank: int, payment: Payment) -> PayeeRow:
    bidders = None if payment.bidders is None else Decimal(payment.bidders)
    return PayeeRow(
        rank=rank,
        name=payment.name,
        corporate_number=payment.corporate_number,
        has_wrong_corporate_number=payment.has_wrong_corporate_number,
        work=payment.work,
        amount=YenCell(payment.amount_yen, payment.amount_text),
        contract_method=payment.contract_method,
        bidders=Cell(bidders, payment.bidders_text),
        award_rate=Cell(payment.award_rate_percent, payment.award_rate_text),
        reason=payment.reason,
    )


def _item_row(stored: ItemUse) -> ItemRow:
    return ItemRow(stored.item, stored.use, YenCell(stored.amount_yen, stored.amount_text))


@dataclass(frozen=True)
class PastNumber:
    """The sheet number of an earlier fiscal year, as written ("－" too)."""

    past_year: int
    number: str


FIRST_PAST_YEAR = 2010  # the first year of the reviews; the form lists every year since


def past_numbers_of(sheet: ReviewSheet) -> tuple[PastNumber, ...]:
    """関連する過去のレビューシートの事業番号: every year from 2010 to the one before the sheet's."""
    known = {past.past_year: past.number for past in sheet.past_numbers.all()}
    years = sorted(known.keys() | set(range(FIRST_PAST_YEAR, sheet.sheet_year)))
    return tuple(PastNumber(year, known.get(year, "")) for year in years)


@dataclass(frozen=True)
class RelatedRow:
    """A related project as the sheet names it."""

    ministry_name: str
    number: str
    name: str
    role: str


def related_of(sheet: ReviewSheet) -> tuple[RelatedRow, ...]:
    """関連事業, in the sheet's order."""
    return tuple(
        RelatedRow(related.ministry_name, related.number, related.name, related.role)
        for related in sheet.related_projects.all()
    )
