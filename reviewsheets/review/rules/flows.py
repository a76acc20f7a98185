"""Where the money gathers and where it is passed on: concentration on a payee, and the steps of the flow."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from reviewsheets.models import CheckQuestion
from reviewsheets.review.facts import SheetFacts
from reviewsheets.review.limits import Limits
from reviewsheets.review.places import block_place, cut
from reviewsheets.review.rule import Cell, Found, Level, Results, Subject, rule
from reviewsheets.review.rules.money import is_doubtful, is_named
from reviewsheets.units.concentration import hhi
from reviewsheets.units.flow import Reach
from reviewsheets.units.money import percent
from reviewsheets.units.payees import PayeeKind

DIRECT_WORDS = gettext_noop("国が直接支出した額")
UNKNOWN_WORDS = gettext_noop("すべてのブロックの支出先の額（資金の流れの記載なし）")


@dataclass(frozen=True)
class Receivers:
    """What named payees got in yen, by id: from the ministry, or in any block where the sheet gives no arrows."""

    is_direct: bool
    amounts_yen: dict[int, int]
    names: dict[int, str]

    @property
    def total_yen(self) -> int:
        """What they got together."""
        return sum(self.amounts_yen.values())

    @property
    def largest_yen(self) -> int:
        """What the largest got; 0 for none."""
        return max(self.amounts_yen.values(), default=0)

    @property
    def largest(self) -> list[int]:
        """The payees that got most: several where they got the same."""
        return [payee for payee, amount_yen in self.amounts_yen.items() if amount_yen == self.largest_yen]

    @property
    def largest_percent(self) -> Decimal:
        """The largest one's share."""
        return percent(self.largest_yen, self.total_yen) or Decimal(0)

    @property
    def extent(self) -> str:
        """What the amounts are of."""
        return DIRECT_WORDS if self.is_direct else UNKNOWN_WORDS


def receivers(facts: SheetFacts, limits: Limits) -> Receivers:
    """As the pages on concentration count: positive sums of payees with a name, without doubtful amounts."""
    amounts_yen: dict[int, int] = {}
    names: dict[int, str] = {}
    counted = {pk for pk in facts.blocks if facts.reach_of(pk) in (Reach.DIRECT, Reach.UNKNOWN)}
    for payment in facts.payments:
        payee, amount_yen = payment.payee_pk, payment.amount_yen
        if payee is None or amount_yen is None or payment.block_pk not in counted or not is_named(payment):
            continue
        if not is_doubtful(facts, payment, limits):
            amounts_yen[payee] = amounts_yen.get(payee, 0) + amount_yen
            names.setdefault(payee, payment.name)
    positive = {payee: amount_yen for payee, amount_yen in amounts_yen.items() if amount_yen > 0}
    return Receivers(facts.has_arrows, positive, names)


@rule(
    "M11",
    subject=Subject.MONEY,
    level=Level.NOTE,
    title=_("支出が1者に集中している"),
    definition=_(
        "名称のある支出先が2者以上あり、その額の合計が{concentration_floor_yen}以上のとき、最大の支出先の割合が"
        "{concentration_share_percent}を超え、かつHHI（各支出先の割合（％）の二乗の和、最大10,000）が{concentration_hhi}を超える。"
        "国が直接支出した額だけを見る。資金の流れの記載がないシートでは、すべてのブロックの支出先を見る。"
        "その他・個人など1者の名称でない行と、単位誤りの疑いがある額は除く。"
    ),
    not_evaluable=_("名称のある支出先が1者以下、または合計が基準額未満のとき。"),
    says=_(
        "最大の支出先（{payee}）の額は{largest_yen}で、{extent}{sum_yen}の{share_percent}"
        "（支出先{payees}者、HHI {hhi}）。"
    ),
    limits=["concentration_share_percent", "concentration_hhi", "concentration_floor_yen"],
    questions=[CheckQuestion.EFFICIENCY_CHOICE],
)
def concentration(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: concentration, of one sheet."""
    got = receivers(facts, limits)
    index = hhi(got.amounts_yen.values())
    if len(got.amounts_yen) < 2 or got.total_yen < limits.concentration_floor_yen or index is None:
        return
    if got.largest_percent <= limits.concentration_share_percent or index <= limits.concentration_hhi:
        yield None
        return
    yield Found(
        {
            "payee": cut(got.names[got.largest[0]]),
            "largest_yen": got.largest_yen,
            "extent": got.extent,
            "sum_yen": got.total_yen,
            "share_percent": got.largest_percent,
            "payees": len(got.amounts_yen),
            "hhi": index,
        },
        amount_yen=got.largest_yen,
    )


@rule(
    "M12",
    subject=Subject.MONEY,
    level=Level.NOTE,
    title=_("同じ支出先が続けて最大で、割合が上がっている"),
    definition=_(
        "同じ支出先が{same_payee_years}年続けてこの事業の最大の支出先で、名称のある支出先に占める割合が毎年上がっている。"
        "国が直接支出した額を見る（資金の流れの記載がないシートでは、すべてのブロックの支出先）。"
        "その他・個人など1者の名称でない行と、単位誤りの疑いがある額は除く。最後の年度の合計が{concentration_floor_yen}未満なら見ない。"
    ),
    not_evaluable=_(
        "続く年のシートがそろわない、いずれかの年に名称のある支出先の額がない、年によって資金の流れの記載の有無が違う、"
        "または最後の年度の合計が基準額未満のとき。"
    ),
    says=_(
        "{payee}は{first_year}から{last_year}まで{years}年続けて最大の支出先で、{extent}に占める割合は"
        "{first_share_percent}から{share_percent}に上がった（{last_year}は{largest_yen}）。"
    ),
    limits=["same_payee_years", "concentration_floor_yen"],
    questions=[CheckQuestion.EFFICIENCY_CHOICE],
    needs_earlier=True,
)
def same_payee_for_years(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: same payee for years."""
    years = limits.same_payee_years
    sheets = (facts, *facts.earlier)[:years]
    if [sheet.sheet_year for sheet in sheets] != [facts.sheet_year - place for place in range(years)]:
        return
    got = [receivers(sheet, limits) for sheet in reversed(sheets)]
    newest = got[-1]
    if len({own.is_direct for own in got}) > 1 or not all(own.amounts_yen for own in got):
        return
    if newest.total_yen < limits.concentration_floor_yen:
        return
    payee = next((pk for pk in newest.largest if all(pk in own.largest for own in got)), None)
    if payee is None or not _rises([own.largest_percent for own in got]):
        yield None
        return
    yield Found(
        {
            "payee": cut(newest.names[payee]),
            "first_year": facts.result_year - years + 1,
            "last_year": facts.result_year,
            "years": years,
            "extent": newest.extent,
            "first_share_percent": got[0].largest_percent,
            "share_percent": newest.largest_percent,
            "largest_yen": newest.largest_yen,
        },
        amount_yen=newest.largest_yen,
    )


def _rises(shares: Sequence[Decimal]) -> bool:
    return all(earlier < later for earlier, later in pairwise(shares))


@rule(
    "M13",
    subject=Subject.MONEY,
    level=Level.NOTE,
    title=_("資金の流れの段階が多い"),
    definition=_(
        "国からの資金の矢印をたどり、最も少ない矢印で数えて{deep_flow_steps}段階以上のブロックがある。参考の矢印は数えない。"
    ),
    not_evaluable=_("国からの資金の矢印が記載されていないとき。"),
    says=_("資金の流れは国から数えて{steps}段階。最も遠い段階のブロックは{block}（{block_name}）など{count}個。"),
    limits=["deep_flow_steps"],
    questions=[CheckQuestion.EFFICIENCY_STAGES],
)
def deep_flow(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: deep."""
    steps = max(facts.depths.values())
    if steps < 1:
        return
    if steps < limits.deep_flow_steps:
        yield None
        return
    deepest = [block for pk, block in facts.blocks.items() if facts.depths.get(pk) == steps]
    first = deepest[0]
    amounts = [_block_yen(facts, block.pk, limits) for block in deepest]
    known = [amount for amount in amounts if amount is not None]
    yield Found(
        {"steps": steps, "block": first.letter, "block_name": cut(first.name), "count": len(deepest)},
        amount_yen=sum(known) if known else None,
        cell=Cell("block", first.pk, "letter"),
    )


@rule(
    "M14",
    subject=Subject.MONEY,
    level=Level.NOTE,
    title=_("受けた資金の大部分を次のブロックへ渡している"),
    definition=_(
        "国が直接支出するブロック（国の機関だけのものを除く）の額のうち、そこから資金の矢印が出ている次のブロックの額の合計が{passed_on_percent}以上、"
        "100％以下。額はブロックの合計支出額、それがなければ支出先の合計。100％を超えるものは、この規則では見ない。"
    ),
    not_evaluable=_(
        "国からの矢印がない、額が記載されていないか0円以下、そのブロックか次のブロックに他からの資金も入る、"
        "合計が受けた額を超える、または単位誤りの疑いがある額を含むとき。"
    ),
    says=_(
        "ブロック{block}（{block_name}）は、国から受けた{block_yen}のうち{downstream_yen}（{share_percent}）を"
        "次のブロック{targets}へ渡している。"
    ),
    looks_at=_("国が直接支出するブロック"),
    limits=["passed_on_percent"],
    questions=[CheckQuestion.EFFICIENCY_STAGES],
)
def passed_on(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: passed on. A block that gets other money as well is no measure of what this one passes on."""
    sources, targets = _arrows(facts)
    for pk, block in facts.blocks.items():
        if sources.get(pk) != {None} or _is_of_the_state(facts, pk):
            continue
        block_yen = _block_yen(facts, pk, limits)
        below = sorted(targets.get(pk, ()), key=facts.letter_of)
        amounts = [_block_yen(facts, target, limits) if sources[target] == {pk} else None for target in below]
        downstream_yen = sum(amount or 0 for amount in amounts)
        if block_yen is None or block_yen <= 0 or None in amounts or downstream_yen > block_yen:
            continue
        share = percent(downstream_yen, block_yen) or Decimal(0)
        if not below or share < limits.passed_on_percent:
            yield None
            continue
        yield Found(
            {
                "block": block.letter,
                "block_name": cut(block.name),
                "block_yen": block_yen,
                "downstream_yen": downstream_yen,
                "share_percent": share,
                "targets": cut("、".join(facts.letter_of(target) for target in below)),
            },
            place=block_place(block.letter),
            amount_yen=downstream_yen,
            cell=Cell("block", pk, "total"),
        )


def _is_of_the_state(facts: SheetFacts, block_pk: int) -> bool:
    """Other ministries and their offices: the money has not left the state yet."""
    payments = facts.payments_by_block.get(block_pk, [])
    return bool(payments) and all(payment.payee_kind == PayeeKind.NATIONAL for payment in payments)


def _arrows(facts: SheetFacts) -> tuple[dict[int, set[int | None]], dict[int | None, set[int]]]:
    """Block → where its money comes from; block → where it goes. Arrows to itself move nothing."""
    sources: dict[int, set[int | None]] = {}
    targets: dict[int | None, set[int]] = {}
    for link in facts.links:
        if link.is_money and link.source_pk != link.target_pk:
            sources.setdefault(link.target_pk, set()).add(link.source_pk)
            targets.setdefault(link.source_pk, set()).add(link.target_pk)
    return sources, targets


def _block_yen(facts: SheetFacts, block_pk: int, limits: Limits) -> int | None:
    """Its total, else what its payees got; None where none is given or an amount of it is doubtful."""
    payments = facts.payments_by_block.get(block_pk, [])
    total_yen = facts.blocks[block_pk].total_yen
    if any(is_doubtful(facts, payment, limits) for payment in payments):
        return None
    if total_yen is not None:
        return total_yen
    amounts = [payment.amount_yen for payment in payments if payment.amount_yen is not None]
    return sum(amounts) if amounts else None
