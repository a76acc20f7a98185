"""The arrows of a sheet's funding flow by their kind, and what enters the flow beside the amount executed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from reviewsheets.queries.budget import sum_of
from reviewsheets.queries.spending import BlockRow, Flow, LinkRow
from reviewsheets.units.cells import YenCell
from reviewsheets.units.flow import Reach

BLANK = YenCell()


class ArrowKind(StrEnum):
    """What an arrow says."""

    DIRECT = "direct"  # the ministry pays the block
    RECOMMISSIONED = "recommissioned"  # a block pays it out of what came from the ministry
    OTHER = "other"  # it is paid from where no arrow leads from the ministry
    OWN_COST = "own-cost"  # what the ministry spends itself (国自らが支出する間接経費)
    REFERENCE = "reference"  # no money (参考)
    SELF = "self"  # it ends where it starts


class Undrawn(StrEnum):
    """Why an arrow has no band in the figure."""

    SELF = "self"
    BLANK = "blank"  # no amount is given
    NOT_POSITIVE = "not-positive"
    DOUBTFUL = "doubtful"  # the amount is doubtful (単位誤りの疑い)


class Place(StrEnum):
    """What an arrow starts or ends at."""

    MINISTRY = "ministry"
    BLOCK = "block"
    OTHER_MONEY = "other-money"  # where money comes from that is not the ministry's
    OWN_COST = "own-cost"


@dataclass(frozen=True)
class End:
    """Where an arrow starts or ends; `letter` and `name` of a block, the name of the ministry."""

    place: Place
    letter: str = ""
    name: str = ""


OTHER_MONEY, OWN_COST = End(Place.OTHER_MONEY), End(Place.OWN_COST)


@dataclass(frozen=True)
class ArrowRow:
    """An arrow of the flow: each that is published, then those that follow from the blocks and the own cost.

    `amount` is the total of the block it leads to, in yen; blank where the block has several sources, as the parts are
    not published, on an arrow that is no money, and where the same arrow stands above (`is_repeated`).
    `sources` counts the different sources of the block.
    """

    source: End
    target: End
    kind: ArrowKind
    amount: YenCell = BLANK
    note: str = ""
    sources: int = 1
    undrawn: Undrawn | None = None
    is_money: bool = True
    is_published: bool = True
    is_repeated: bool = False

    @classmethod
    def all_of(cls, flow: Flow) -> "tuple[ArrowRow, ...]":
        """Every arrow that the sheet publishes, in its order, then other money's, then the ministry's own cost."""
        return _arrows_of(flow)

    @property
    def is_split(self) -> bool:
        """How much of the block's total came this way is not published."""
        return self.sources > 1


def _arrows_of(flow: Flow) -> tuple[ArrowRow, ...]:
    blocks = {block.letter: block for block in flow.blocks}
    arrows = [*_published(flow, blocks), *_from_other_money(flow), *_own_cost(flow)]
    if any(arrow.is_money and arrow.undrawn is None for arrow in arrows):
        return tuple(arrows)
    return tuple(replace(arrow, undrawn=arrow.undrawn or Undrawn.BLANK) for arrow in arrows)


def _published(flow: Flow, blocks: dict[str, BlockRow]) -> Iterator[ArrowRow]:
    seen: Counter[LinkRow] = Counter()
    for link in flow.links:
        arrow = _arrow(flow, blocks, link)
        alike = replace(link, note="")
        yield replace(arrow, amount=BLANK, is_repeated=True) if seen[alike] else arrow
        seen[alike] += 1


def _arrow(flow: Flow, blocks: dict[str, BlockRow], link: LinkRow) -> ArrowRow:
    target = blocks[link.target]
    source = End(Place.MINISTRY, name=flow.ministry_name) if link.source is None else _end(blocks[link.source])
    arrow = ArrowRow(source, _end(target), _kind(link, blocks), note=link.note, is_money=link.is_money)
    if arrow.kind is ArrowKind.SELF:
        return replace(arrow, undrawn=Undrawn.SELF)
    if arrow.kind is ArrowKind.REFERENCE:
        return arrow
    sources = len(target.source_letters)
    amount = target.total if sources == 1 else BLANK
    return replace(arrow, amount=amount, sources=sources, undrawn=_undrawn(target))


def _end(block: BlockRow) -> End:
    return End(Place.BLOCK, block.letter, block.name)


def _kind(link: LinkRow, blocks: dict[str, BlockRow]) -> ArrowKind:
    if link.is_self:
        return ArrowKind.SELF
    if not link.is_money:
        return ArrowKind.REFERENCE
    if link.source is None:
        return ArrowKind.DIRECT
    return ArrowKind.OTHER if blocks[link.source].reach is Reach.OTHER else ArrowKind.RECOMMISSIONED


def _undrawn(block: BlockRow) -> Undrawn | None:
    if block.is_doubtful:
        return Undrawn.DOUBTFUL
    return _undrawn_amount(block.total)


def _undrawn_amount(amount: YenCell) -> Undrawn | None:
    if amount.yen is None:
        return Undrawn.BLANK
    return Undrawn.NOT_POSITIVE if amount.yen <= 0 else None


def _from_other_money(flow: Flow) -> Iterator[ArrowRow]:
    """Where a block has no source of its own, its total came from elsewhere; a mere reference names none."""
    for block in flow.used_blocks:
        if block.has_other_origin:
            undrawn = _undrawn(block)
            yield ArrowRow(OTHER_MONEY, _end(block), ArrowKind.OTHER, block.total, undrawn=undrawn, is_published=False)


def _own_cost(flow: Flow) -> Iterator[ArrowRow]:
    if not flow.own_cost.is_blank:
        ministry = End(Place.MINISTRY, name=flow.ministry_name)
        undrawn = _undrawn_amount(flow.own_cost)
        yield ArrowRow(ministry, OWN_COST, ArrowKind.OWN_COST, flow.own_cost, undrawn=undrawn, is_published=False)


@dataclass(frozen=True)
class Balance:
    """What enters the flow beside 執行額 of the year of its results, in yen.

    `direct` is the sum of the blocks that the ministry pays, without doubtful ones; blank where none has an amount or
    no arrow is published. `outlay` is what the paper form writes at the head of its figure. `other` is what enters from
    elsewhere, the sum of the blocks that have no source of their own; it is no part of what the ministry spends.
    """

    direct: YenCell
    own_cost: YenCell
    outlay: YenCell
    executed: YenCell
    has_unlinked: bool = False
    doubtful: int = 0
    unpriced: int = 0
    shared: int = 0
    other: YenCell = BLANK

    @classmethod
    def of(cls, flow: Flow) -> "Balance":
        """What enters a sheet's flow beside its 執行額."""
        direct = [block for block in flow.blocks if block.reach is Reach.DIRECT]
        counted = [block for block in direct if not block.is_doubtful]
        elsewhere = [block for block in flow.used_blocks if block.has_other_origin and not block.is_doubtful]
        return cls(
            direct=flow.total_of(Reach.DIRECT),
            own_cost=flow.own_cost,
            outlay=flow.outlay,
            executed=flow.executed,
            has_unlinked=any(block.reach is Reach.UNKNOWN for block in flow.used_blocks),
            doubtful=len(direct) - len(counted),
            unpriced=sum(block.total.yen is None for block in counted),
            shared=sum(len(block.source_letters) > 1 and block.total.yen is not None for block in counted),
            other=sum_of(block.total for block in elsewhere),
        )

    @cached_property
    def entered(self) -> YenCell:
        """Direct payments and the ministry's own cost; the head of the figure where there is neither."""
        parts = [cell.yen for cell in (self.direct, self.own_cost) if cell.yen is not None]
        if self.direct.yen is None and (self.has_unlinked or not parts):
            return self.outlay
        return YenCell(sum(parts)) if parts else self.outlay

    @property
    def is_outlay(self) -> bool:
        """What enters is known from the head of the figure alone."""
        return self.direct.yen is None and (self.has_unlinked or self.own_cost.yen is None)

    @property
    def other_gap_yen(self) -> int | None:
        """What was executed and is not money of other origin; None where no such money enters or 執行額 is unknown."""
        if self.executed.yen is None or self.other.yen is None:
            return None
        return self.executed.yen - self.other.yen

    @property
    def gap_yen(self) -> int | None:
        """What was executed and does not enter the flow; negative where more enters. None where either is unknown."""
        if self.executed.yen is None or self.entered.yen is None:
            return None
        return self.executed.yen - self.entered.yen

    @property
    def gap_percent(self) -> Decimal | None:
        """The gap in percent of 執行額."""
        if self.gap_yen is None or not self.executed.yen:
            return None
        return Decimal(self.gap_yen) * 100 / Decimal(self.executed.yen)
