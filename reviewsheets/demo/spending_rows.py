"""資金の流れ, 支出先上位10者リスト and 費目・使途 of a fictional sheet: last year's money."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from django.db.models import Model

from reviewsheets.demo.payees import COMPANIES, PUBLIC_BODIES, FictionalPayee, fictional_payee
from reviewsheets.demo.plots import Mode
from reviewsheets.demo.story import FINEST_YEN, Story
from reviewsheets.models import Block, BlockLink, ItemUse, Payment, ReviewSheet

MINISTRY = "国"
KINDS = {">": BlockLink.Kind.MONEY, "~": BlockLink.Kind.REFERENCE}
DIRECT_SHARES = {1: (100,), 2: (62, 38), 3: (55, 30, 15)}  # percent of what was executed
PASSED_ON = {Mode.CONTRACT: 45, Mode.SUBSIDY: 93, Mode.DIRECT: 60}  # percent of a block that the next one gets
OTHER_MONEY_PERCENT = 10  # of what was executed: a block whose money comes from elsewhere
TOP_ROWS = 10
FIRST_TAGS = 12  # names to choose from; the more projects, the more payees
LISTED_PERCENT = 86  # where there are more payees than rows
REASON_FROM_YEN = 1_000_000_000

DIRECT_NAMES = {
    Mode.CONTRACT: ("民間事業者等", "研究機関", "調査事業者"),
    Mode.SUBSIDY: ("補助事業者", "地方公共団体", "執行団体"),
    Mode.DIRECT: ("請負事業者", "物品納入事業者", "調査事業者"),
}
NEXT_NAMES = {
    Mode.CONTRACT: ("再委託先", "協力事業者", "外注先"),
    Mode.SUBSIDY: ("間接補助事業者", "補助を受けた事業者", "工事請負事業者"),
    Mode.DIRECT: ("下請事業者", "協力事業者", "運送事業者"),
}
LINK_NOTES = {Mode.CONTRACT: "【委託】", Mode.SUBSIDY: "【補助金等交付】", Mode.DIRECT: "【一般競争契約】"}
NEXT_NOTES = {Mode.CONTRACT: "【再委託】", Mode.SUBSIDY: "【間接補助】", Mode.DIRECT: "【請負】"}

OPEN_BID, OPEN_EVALUATED = "一般競争契約（最低価格）", "一般競争契約（総合評価）"
PROPOSAL, NO_COMPETITION, SMALL = "随意契約（企画競争）", "随意契約（その他）", "随意契約（少額）"
SUBSIDY_GRANTED = "補助金等交付"
COMPETITIVE = frozenset({OPEN_BID, OPEN_EVALUATED, PROPOSAL})
SMALL_BELOW_YEN = 1_000_000
METHODS = (OPEN_EVALUATED, PROPOSAL, OPEN_BID, OPEN_BID, NO_COMPETITION, OPEN_EVALUATED)
REASONS = {
    NO_COMPETITION: "必要な設備を持つ者がほかになく、競争を許さないため。次回は要件を見直し、公募で確かめる。",
    OPEN_BID: "準備期間が短かったため一者応札となった。公告期間を延ばし、仕様書を平易にする。",
    OPEN_EVALUATED: "求める実績の要件が狭かったため一者応札となった。要件を緩め、説明会を開く。",
    PROPOSAL: "専門性が高く一者応募となった。公募の周知を早め、共同提案を認める。",
}
ITEMS = (
    ("人件費", "研究員・事務職員の人件費", 46),
    ("事業費", "機器の借料、会場の使用料等", 27),
    ("外注費", "データの入力・集計等", 15),
    ("一般管理費", "事務所の光熱水料等", 12),
)


@dataclass(frozen=True)
class Arrow:
    """One arrow of a flow's text: 国>A, A>B, A~C."""

    source: str
    target: str
    kind: BlockLink.Kind

    @property
    def goes_down(self) -> bool:
        """It brings money to a later block; the others turn back, point at themselves or are no money."""
        return self.kind is BlockLink.Kind.MONEY and MINISTRY != self.source < self.target


def arrows_of(flow: str) -> list[Arrow]:
    """The arrows a flow's text names."""
    return [Arrow(source=text[0], target=text[2], kind=KINDS[text[1]]) for text in flow.split()]


def block_amounts(flow: str, executed_yen: int, passed_on_percent: int) -> dict[str, int]:
    """Each block's total in yen, from what the ministry spent down along the arrows."""
    arrows = arrows_of(flow)
    direct = [arrow.target for arrow in arrows if arrow.source == MINISTRY]
    amounts = dict(zip(direct, _shared(executed_yen, DIRECT_SHARES[len(direct)]), strict=True))
    for letter in sorted({letter for arrow in arrows for letter in (arrow.source, arrow.target)} - {MINISTRY}):
        sources = [arrow.source for arrow in arrows if arrow.target == letter and arrow.goes_down]
        if letter not in amounts:
            parents_yen = sum(amounts[source] for source in sources)
            passed_yen = parents_yen * passed_on_percent or executed_yen * OTHER_MONEY_PERCENT
            amounts[letter] = _cut(passed_yen // 100)
    return dict(sorted(amounts.items()))


def spending_rows(story: Story, sheet: ReviewSheet) -> list[Model]:
    """The flow of last year's money; before the first year ends, its plan without payees."""
    spent_yen = story.money[sheet.sheet_year - 1].executed_yen
    amounts = block_amounts(story.plot.flow, spent_yen, PASSED_ON[story.plot.mode])
    direct = {arrow.target for arrow in arrows_of(story.plot.flow) if arrow.source == MINISTRY}
    blocks = {
        letter: _block(story, sheet, place, letter, letter in direct, amounts[letter])
        for place, letter in enumerate(amounts)
    }
    rows: list[Model] = [*blocks.values(), *_links(story, sheet, blocks)]
    if not spent_yen:
        return rows
    for letter, block in blocks.items():
        rows += _payments(story, block, letter in direct)
    return rows


def _block(story: Story, sheet: ReviewSheet, place: int, letter: str, is_direct: bool, total_yen: int) -> Block:
    mode = story.plot.mode
    names = DIRECT_NAMES[mode] if is_direct else NEXT_NAMES[mode]
    role = story.theme.work if is_direct else f"{story.theme.work}の一部"
    name = names[place % len(names)]
    return Block(sheet=sheet, position=place, letter=letter, name=name, role=role, total_yen=total_yen or None)


def _links(story: Story, sheet: ReviewSheet, blocks: dict[str, Block]) -> list[BlockLink]:
    return [
        BlockLink(
            sheet=sheet,
            position=place,
            source=blocks.get(arrow.source),
            target=blocks[arrow.target],
            kind=arrow.kind,
            note=_note(story.plot.mode, arrow),
        )
        for place, arrow in enumerate(arrows_of(story.plot.flow))
    ]


def _note(mode: Mode, arrow: Arrow) -> str:
    if arrow.kind is BlockLink.Kind.REFERENCE:
        return "【連携】"
    return LINK_NOTES[mode] if arrow.source == MINISTRY else NEXT_NOTES[mode]


def _payments(story: Story, block: Block, is_direct: bool) -> list[Model]:
    """The block's payees, largest first: mostly the same ones every year."""
    dice = story.dice(block.sheet.sheet_year * 10 + block.position)
    total_yen = block.total_yen or 0
    cast = _cast(story, block, is_direct)
    listed_yen = total_yen if len(cast) < TOP_ROWS else total_yen * LISTED_PERCENT // 100
    amounts = _falling_shares(listed_yen, len(cast), dice)
    payments = [
        _payment(story, block, place, payee, amount_yen, is_direct, dice)
        for place, (payee, amount_yen) in enumerate(zip(cast, amounts, strict=True))
    ]
    return [*payments, *_item_uses(block, amounts[0])]


def _cast(story: Story, block: Block, is_direct: bool) -> list[FictionalPayee]:
    """Who is in a block: chosen once for the project, one of the smaller ones replaced each year."""
    dice = story.dice(block.position)
    forms = PUBLIC_BODIES if story.plot.mode is Mode.SUBSIDY and is_direct else COMPANIES
    size = dice.randint(1, 4) if is_direct and story.plot.mode is Mode.CONTRACT else dice.randint(4, TOP_ROWS)
    tags = dice.sample(range(FIRST_TAGS + story.index // 3), size + 1)
    chosen = [fictional_payee(forms[(tag + story.index) % len(forms)], tag) for tag in tags]
    if size > 1:
        chosen[-2 - block.sheet.sheet_year % 2 * (size > 2)] = chosen[-1]
    return chosen[:size]


def _payment(
    story: Story, block: Block, place: int, payee: FictionalPayee, amount_yen: int, is_direct: bool, dice: Random
) -> Payment:
    payment = Payment(
        block=block,
        position=place,
        name=payee.name,
        corporate_number=payee.corporate_number,
        work=story.theme.work,
        amount_yen=amount_yen,
    )
    if is_direct and story.plot.mode is Mode.SUBSIDY:
        payment.contract_method = SUBSIDY_GRANTED
    elif is_direct:
        _sign_contract(payment, METHODS[(story.index + place + block.position) % len(METHODS)], dice)
    return payment


def _sign_contract(payment: Payment, method: str, dice: Random) -> None:
    """Contract method, bidders, award rate, and the reason that large contracts without competition owe."""
    amount_yen = payment.amount_yen or 0
    payment.contract_method = SMALL if amount_yen < SMALL_BELOW_YEN else method
    if payment.contract_method in COMPETITIVE:
        payment.bidders = dice.choice((1, 1, 2, 2, 3, 4, 6))
    if payment.contract_method in (OPEN_BID, OPEN_EVALUATED):
        payment.award_rate_percent = Decimal(dice.randint(780, 999)) / 10
    is_alone = payment.contract_method == NO_COMPETITION or payment.bidders == 1
    if is_alone and amount_yen >= REASON_FROM_YEN:
        payment.reason = REASONS[method]


def _item_uses(block: Block, largest_yen: int) -> list[ItemUse]:
    amounts = _shared(largest_yen, [share for _item, _use, share in ITEMS])
    return [
        ItemUse(block=block, position=place, item=item, use=use, amount_yen=amount_yen)
        for place, ((item, use, _share), amount_yen) in enumerate(zip(ITEMS, amounts, strict=True))
    ]


def _shared(total_yen: int, shares: Sequence[int]) -> list[int]:
    """A total cut into percent shares; the first takes what cutting leaves."""
    rest = [_cut(total_yen * share // 100) for share in shares[1:]]
    return [total_yen - sum(rest), *rest]


def _falling_shares(total_yen: int, count: int, dice: Random) -> list[int]:
    """A total as so many falling amounts."""
    weights = sorted((dice.randint(10, 100) * (count - place) for place in range(count)), reverse=True)
    rest = [_cut(total_yen * weight // sum(weights)) for weight in weights[1:]]
    return [total_yen - sum(rest), *rest]


def _cut(amount_yen: int) -> int:
    return amount_yen // FINEST_YEN * FINEST_YEN
