"""Blocks and arrows of the flow of money that do not fit each other or 執行額. Amounts in yen."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from reviewsheets.models import CheckQuestion
from reviewsheets.review.facts import BlockRow, PaymentRow, SheetFacts
from reviewsheets.review.limits import Limits
from reviewsheets.review.places import block_place, cut, link_place
from reviewsheets.review.rule import Cell, Found, Level, Results, Subject, rule
from reviewsheets.units.money import percent, sum_yen

LISTED_PAYEES = 10  # the form asks for the ten largest payees of a block
_BLOCKS = _("ブロック")


def block_words(block: BlockRow) -> str:
    """A. 見本事業者."""
    return cut(f"{block.letter}. {block.name}" if block.name else block.letter)


def _cell(block: BlockRow, column: str) -> Cell:
    return Cell("block", block.pk, column)


@rule(
    "A07",
    subject=Subject.ARITHMETIC,
    level=Level.CONTRADICTION,
    title=_("ブロックの額が支出先の合計と違う"),
    definition=_(
        "支出先の合計が、ブロックの合計支出額より{block_difference_percent}を超えて多い。"
        "少ないほうは、支出先のすべてが載っているとき（「その他」の行がある、または10者未満で「支出先の数」を下回らない）だけ見る。"
        "上位10者の表は一部なので、その合計がブロックの額より少ないのは普通である。"
    ),
    not_evaluable=_(
        "ブロックの額か支出先の額が記載されていない、ブロックの額が負、または単位誤りの疑いのある額を含むとき。"
        "支出先の合計のほうが少なく、すべてが載っているか分からないときも評価しない。"
    ),
    says=_("ブロック{block}の合計支出額は{block_yen}、支出先の合計は{payees_yen}（差{difference_yen}）。"),
    looks_at=_BLOCKS,
    limits=["block_difference_percent"],
)
def block_differs_from_payees(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: block differs from its payees. The paper form lists the ten largest payees of a block only."""
    for block in facts.blocks.values():
        payments = facts.payments_by_block.get(block.pk, [])
        block_yen, payees_yen = block.total_yen, sum_yen(row.amount_yen for row in payments)
        if block_yen is None or block_yen < 0 or any(row.is_amount_doubtful for row in payments):
            continue
        if all(row.amount_yen is None for row in payments):
            continue
        if payees_yen < block_yen and not _is_whole(block, payments):
            continue
        difference_yen = payees_yen - block_yen
        if abs(difference_yen) <= block_yen * limits.block_difference_percent / 100:
            yield None
            continue
        yield Found(
            {
                "block": block_words(block),
                "block_yen": block_yen,
                "payees_yen": payees_yen,
                "difference_yen": difference_yen,
            },
            place=block_place(block.letter),
            amount_yen=abs(difference_yen),
            cell=_cell(block, "total"),
        )


def _is_whole(block: BlockRow, payments: list[PaymentRow]) -> bool:
    """Every payee of the block stands in its list, with an amount."""
    if any(row.amount_yen is None for row in payments):
        return False
    if any(row.is_other for row in payments):
        return True
    return len(payments) < LISTED_PAYEES and (block.payee_count or 0) <= len(payments)


@rule(
    "A08",
    subject=Subject.ARITHMETIC,
    level=Level.QUESTION,
    title=_("国からの支出の合計が執行額と違う"),
    definition=_(
        "国から直接支出されたブロックの合計と国自らが支出する間接経費との和が、"
        "前年度の執行額と、執行額の{flow_difference_percent}を超えて違う。"
    ),
    not_evaluable=_(
        "資金の流れの矢印か前年度の執行額が記載されていない、執行額が負、または直接支出されたブロックに、額のないもの、"
        "単位誤りの疑いのあるもの、国以外からも資金を受けるものがあるとき。"
    ),
    says=_(
        "国から直接支出されたブロックと国自らの間接経費の合計は{flow_yen}、"
        "{budget_year}の執行額は{executed_yen}（差{difference_yen}）。"
    ),
    limits=["flow_difference_percent"],
)
def flow_differs_from_executed(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: direct blocks + own indirect cost differ from executed."""
    executed_yen = facts.result.figures.executed_yen if facts.result else None
    direct = [facts.blocks[pk] for pk, sources in facts.sources.items() if None in sources]
    if executed_yen is None or executed_yen < 0 or not direct or not all(_is_all_from_state(facts, b) for b in direct):
        return
    direct_yen = sum_yen(block.total_yen for block in direct)
    flow_yen = direct_yen + (facts.own_cost_yen or 0)
    difference_yen = flow_yen - executed_yen
    if abs(difference_yen) <= executed_yen * limits.flow_difference_percent / 100:
        yield None
        return
    own_cost = {} if facts.own_cost_yen is None else {"own_cost_yen": facts.own_cost_yen}
    yield Found(
        {
            "budget_year": facts.result_year,
            "direct_yen": direct_yen,
            **own_cost,
            "flow_yen": flow_yen,
            "executed_yen": executed_yen,
            "difference_yen": difference_yen,
        },
        place="flow",
        amount_yen=abs(difference_yen),
        cell=_cell(direct[0], "total"),
    )


def _is_all_from_state(facts: SheetFacts, block: BlockRow) -> bool:
    is_known = block.total_yen is not None and not facts.is_block_doubtful(block.pk)
    return is_known and facts.sources[block.pk] == {None}


@rule(
    "A09",
    subject=Subject.ARITHMETIC,
    level=Level.QUESTION,
    title=_("再委託等の額が支出元のブロックの額を超える"),
    definition=_(
        "あるブロックだけから資金を受けるブロックの額の合計が、支出元のブロックの額を、"
        "その{downstream_excess_percent}を超えて上回る。ほかからも資金を受けるブロックは合計に入れない。"
    ),
    not_evaluable=_(
        "支出元の額がない、負である、または単位誤りの疑いがあるとき。そのブロックだけから受け、額のあるブロックがないとき。"
    ),
    says=_(
        "ブロック{block}の額{block_yen}に対し、そこから支出された額の合計は{downstream_yen}（{difference_yen}上回る）。"
    ),
    looks_at=_("資金をさらに支出するブロック"),
    limits=["downstream_excess_percent"],
    questions=[CheckQuestion.EFFICIENCY_STAGES],
)
def children_exceed_block(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: children over parent block. What several blocks pay into counts for none of them."""
    for block, children in _passed_on(facts):
        block_yen, downstream_yen = block.total_yen or 0, sum_yen(child.total_yen for child in children)
        share = percent(downstream_yen - block_yen, block_yen)
        is_over = downstream_yen > 0 if share is None else share > limits.downstream_excess_percent
        if not is_over:
            yield None
            continue
        yield Found(
            {
                "block": block_words(block),
                "block_yen": block_yen,
                "downstream_yen": downstream_yen,
                "difference_yen": downstream_yen - block_yen,
            },
            place=block_place(block.letter),
            amount_yen=downstream_yen - block_yen,
            cell=_cell(block, "total"),
        )


def _passed_on(facts: SheetFacts) -> Iterator[tuple[BlockRow, list[BlockRow]]]:
    """Blocks with those that get money from them alone, both with amounts."""
    children: dict[int, list[BlockRow]] = {}
    for pk, sources in facts.sources.items():
        source = next(iter(sources)) if len(sources) == 1 else None
        if source is not None and _has_amount(facts, facts.blocks[pk]):
            children.setdefault(source, []).append(facts.blocks[pk])
    for pk, own in children.items():
        if _has_amount(facts, facts.blocks[pk]) and (facts.blocks[pk].total_yen or 0) >= 0:
            yield facts.blocks[pk], own


def _has_amount(facts: SheetFacts, block: BlockRow) -> bool:
    return block.total_yen is not None and not facts.is_block_doubtful(block.pk)


@rule(
    "A10",
    subject=Subject.ARITHMETIC,
    level=Level.CONTRADICTION,
    title=_("資金の流れがもとのブロックに戻る"),
    definition=_("資金の矢印をたどると、2つ以上のブロックを経てもとのブロックに戻る。参考の矢印はたどらない。"),
    not_evaluable=_("資金の流れの矢印が記載されていないとき。"),
    says=_("ブロック{blocks}の間で資金が一巡している。"),
)
def flow_has_cycle(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: flow graph broken, cycle. An arrow to itself is A12's."""
    if not facts.has_arrows:
        return
    circling = _circling(facts.sources)
    if not circling:
        yield None
        return
    blocks = sorted((facts.blocks[pk] for pk in circling), key=lambda block: (len(block.letter), block.letter))
    yield Found(
        {"blocks": cut("、".join(block.letter for block in blocks))},
        place=block_place(blocks[0].letter),
        amount_yen=max((block.total_yen or 0 for block in blocks), default=0),
        cell=_cell(blocks[0], "letter"),
    )


def _circling(sources: dict[int, set[int | None]]) -> set[int]:
    """Blocks that their own money comes back to."""
    left = dict(sources)
    while ends := [pk for pk, own in left.items() if not own & left.keys()]:
        for pk in ends:
            del left[pk]
    return {pk for pk in left if pk in _before(pk, left)}


def _before(block_pk: int, sources: dict[int, set[int | None]]) -> set[int | None]:
    """Everything that money passes on its way to a block."""
    found: set[int | None] = set()
    frontier: Iterable[int | None] = sources[block_pk]
    while frontier:
        found.update(frontier)
        frontier = {own for pk in frontier if pk is not None for own in sources.get(pk, ())} - found
    return found


@rule(
    "A11",
    subject=Subject.ARITHMETIC,
    level=Level.QUESTION,
    title=_("どの矢印にもつながらないブロックがある"),
    definition=_(
        "資金の流れの矢印があるシートで、支出先の表にあるブロックに矢印が出入りしない。"
        "国以外の資金から始まるブロック（矢印が出ているもの）は含めない。"
    ),
    not_evaluable=_("資金の流れの矢印が記載されていないとき。"),
    says=_("ブロック{block}につながる矢印がない。"),
    looks_at=_BLOCKS,
)
def block_without_arrow(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: flow graph broken, orphan block."""
    if not facts.links:
        return
    linked = {pk for link in facts.links for pk in (link.source_pk, link.target_pk)}
    for block in facts.blocks.values():
        if block.is_implied:
            continue
        if block.pk in linked:
            yield None
            continue
        yield Found(
            {"block": block_words(block)},
            place=block_place(block.letter),
            amount_yen=block.total_yen,
            cell=_cell(block, "letter"),
        )


@rule(
    "A12",
    subject=Subject.ARITHMETIC,
    level=Level.CONTRADICTION,
    title=_("自分自身に向かう矢印がある"),
    definition=_("資金の流れの矢印の支出元と支出先が同じブロックである。"),
    not_evaluable=_("資金の流れの矢印が記載されていないとき。"),
    says=_("ブロック{block}からそれ自身に向かう矢印がある。"),
    looks_at=_("矢印"),
)
def arrow_to_itself(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: flow graph broken, self-arrow."""
    for link in facts.links:
        if link.source_pk != link.target_pk:
            yield None
            continue
        block = facts.blocks[link.target_pk]
        yield Found(
            {"block": block_words(block)},
            place=link_place(block.letter, block.letter),
            amount_yen=block.total_yen,
            cell=Cell("link", link.pk, "target"),
        )
