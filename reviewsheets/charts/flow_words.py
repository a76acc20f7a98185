"""The funding flow in words: what is drawn and what is not, a legend, every arrow, and the flow beside 執行額."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reviewsheets.charts import words
from reviewsheets.queries.flow import ArrowKind, ArrowRow, Balance, Place, Undrawn
from reviewsheets.queries.spending import BlockRow, Flow, LinkRow
from reviewsheets.units.cells import YenCell
from reviewsheets.units.flow import Reach
from reviewsheets.units.ministry_names import ministry_words

TITLES_TOLD = 3


@dataclass(frozen=True)
class LegendRow:
    """A kind of arrow that occurs; `key` names its colour in static/css/flow.css."""

    key: str
    label: str
    meaning: str


@dataclass(frozen=True)
class ArrowWords:
    """An arrow as the table beside the figure names it; `*_anchor` leads to the block's payees, "" where none stand."""

    source: str
    source_anchor: str
    target: str
    target_anchor: str
    kind: str
    label: str
    amount: YenCell
    note: str
    state: str


@dataclass(frozen=True)
class FlowWords:
    """What stands beside the figure of a flow."""

    legend: tuple[LegendRow, ...]
    arrows: tuple[ArrowWords, ...]
    balance: Balance
    balance_words: str


def flow_words(flow: Flow, *, sheet_year: int) -> FlowWords:
    """The words beside the figure of that sheet's flow."""
    arrows, balance = ArrowRow.all_of(flow), Balance.of(flow)
    return FlowWords(
        legend=_legend(arrows),
        arrows=tuple(_arrow_rows(flow, arrows)),
        balance=balance,
        balance_words=balance_in_words(balance, year=words.full_year(sheet_year - 1)),
    )


def kind_label(kind: ArrowKind) -> str:
    """The name of a kind of arrow."""
    return {
        ArrowKind.DIRECT: _("直接支出"),
        ArrowKind.RECOMMISSIONED: _("再委託等"),
        ArrowKind.OTHER: _("別の資金"),
        ArrowKind.OWN_COST: _("間接経費"),
        ArrowKind.REFERENCE: _("参考"),
        ArrowKind.SELF: _("自己"),
    }[kind]


def _legend(arrows: tuple[ArrowRow, ...]) -> tuple[LegendRow, ...]:
    meanings = {
        ArrowKind.DIRECT: _("府省庁が支払う"),
        ArrowKind.RECOMMISSIONED: _("府省庁から受け取ったブロックが支払う（直接支出と重なる額で、足し合わせない）"),
        ArrowKind.OTHER: _("府省庁から届く矢印のない資金"),
        ArrowKind.OWN_COST: _("国自らが支出する間接経費"),
        ArrowKind.REFERENCE: _("資金ではない矢印。太さに意味のない細い線で示す"),
        ArrowKind.SELF: _("自らに戻る矢印。図には描かず、下の表に載せる"),
    }
    found = {arrow.kind for arrow in arrows}
    rows = [LegendRow(kind.value, kind_label(kind), meanings[kind]) for kind in ArrowKind if kind in found]
    if any(arrow.is_split and arrow.undrawn is None for arrow in arrows):
        meaning = _("資金元が複数あるブロック。内訳が公表されていないため、合計を等分して描く")
        rows.append(LegendRow("split", _("薄い帯"), meaning))
    return tuple(rows)


def _arrow_rows(flow: Flow, arrows: tuple[ArrowRow, ...]) -> Iterator[ArrowWords]:
    anchors = {block.letter: block.anchor for block in flow.listed_blocks}
    for arrow in arrows:
        yield ArrowWords(
            source=_end_name(arrow, "source"),
            source_anchor=anchors.get(arrow.source.letter, ""),
            target=_end_name(arrow, "target"),
            target_anchor=anchors.get(arrow.target.letter, ""),
            kind=arrow.kind.value,
            label=kind_label(arrow.kind),
            amount=arrow.amount,
            note=arrow.note,
            state=_state(arrow),
        )


def _end_name(arrow: ArrowRow, side: str) -> str:
    end = arrow.source if side == "source" else arrow.target
    if end.place is Place.BLOCK:
        return f"{end.letter}.{end.name}"
    other = {Place.OTHER_MONEY: _("別の資金"), Place.OWN_COST: _("国自らが支出する間接経費")}
    return other.get(end.place, ministry_words(end.name))


def arrow_name(arrow: ArrowRow) -> str:
    """総務省 → A.請負事業者."""
    return f"{_end_name(arrow, 'source')} → {_end_name(arrow, 'target')}"


def _state(arrow: ArrowRow) -> str:
    """Whether the figure has a band for it, and what there is to know of it."""
    if arrow.undrawn is not None:
        return {
            Undrawn.SELF: _("描いていない（自らに戻る）"),
            Undrawn.BLANK: _("描いていない（金額の記載なし）"),
            Undrawn.NOT_POSITIVE: _("描いていない（0円以下）"),
            Undrawn.DOUBTFUL: _("描いていない（単位誤りの疑い）"),
        }[arrow.undrawn]
    if arrow.is_repeated:
        return _("描いている（上の同じ矢印と1本）")
    if not arrow.is_money:
        return _("細い線で描いている（金額ではない）")
    if arrow.is_split:
        return _("等分して描いている（%(parts)dか所からの内訳は公表なし）") % {"parts": arrow.sources}
    return _("描いている")


def balance_in_words(balance: Balance, *, year: str) -> str:
    """図に入る金額 beside 執行額: the difference in yen and percent, or which of the two is missing."""
    if balance.entered.yen is None:
        return _missing_words(balance, year)
    told = {"parts": _parts(balance), "entered": words.amount(balance.entered.yen), "year": year}
    said = [_compared(balance, told), *_left_out(balance)]
    return "".join(said)


def _missing_words(balance: Balance, year: str) -> str:
    if balance.doubtful:
        reason = _("直接支出の金額に単位誤りの疑いがあるため、図に入る金額は示しません。")
    elif balance.has_unlinked:
        reason = _("ブロックのつながりが公表されていないため、図に入る金額は分かりません。")
    elif balance.other.yen is not None and not balance.unpriced:
        return _other_money_words(balance, year)
    else:
        reason = _("直接支出と間接経費の金額の記載がないため、図に入る金額は分かりません。")
    return reason + _executed_words(balance, year)


def _other_money_words(balance: Balance, year: str) -> str:
    """Beside 執行額 what enters as money of other origin: whether that is the ministry's, the sheet doesn't say."""
    told = {"other": words.amount(balance.other.yen or 0), "year": year}
    entering = _("府省庁から出る資金の矢印は公表されていません。別の資金として図に入る金額は%(other)sです。") % told
    if balance.other_gap_yen is None:
        return entering + _executed_words(balance, year)
    told |= {"executed": words.amount(balance.executed.yen or 0), "gap": words.exact_yen(abs(balance.other_gap_yen))}
    if balance.other_gap_yen == 0:
        return entering + _("%(year)sの執行額と同額です。") % told
    if balance.other_gap_yen > 0:
        return entering + _("%(year)sの執行額%(executed)sより%(gap)s少ない額です。") % told
    return entering + _("%(year)sの執行額%(executed)sより%(gap)s多い額です。") % told


def _executed_words(balance: Balance, year: str) -> str:
    if balance.executed.yen is None:
        return _("%(year)sの執行額は%(written)sです。") % {"year": year, "written": words.written(balance.executed)}
    return _("%(year)sの執行額は%(executed)sです。") % {"year": year, "executed": words.amount(balance.executed.yen)}


def _parts(balance: Balance) -> str:
    if balance.is_outlay:
        return _("図の起点に書かれた府省庁の額")
    if balance.own_cost.yen is None:
        return _("直接支出")
    if balance.direct.yen is None:
        return _("国自らが支出する間接経費")
    return _("直接支出と国自らが支出する間接経費")


def _compared(balance: Balance, told: dict[str, str]) -> str:
    if balance.executed.yen is None or balance.gap_yen is None:
        told["written"] = words.written(balance.executed)
        return (
            _("図に入る金額（%(parts)s）は%(entered)sです。%(year)sの執行額は%(written)sのため、比べられません。")
            % told
        )
    told["executed"] = words.amount(balance.executed.yen)
    told["gap"] = _gap_words(balance, balance.gap_yen)
    if balance.gap_yen == 0:
        return _("図に入る金額（%(parts)s）は%(entered)sで、%(year)sの執行額と同額です。") % told
    if not balance.executed.yen:
        return (
            _(
                "図に入る金額（%(parts)s）は%(entered)sで、%(year)sの執行額は0円です（差は%(gap)s。"
                "実績のない新規事業では予定の額が図に入ります）。"
            )
            % told
        )
    if balance.gap_yen > 0:
        return (
            _("図に入る金額（%(parts)s）は%(entered)sで、%(year)sの執行額%(executed)sより%(gap)s少ない額です。") % told
        )
    return _("図に入る金額（%(parts)s）は%(entered)sで、%(year)sの執行額%(executed)sより%(gap)s多い額です。") % told


def _gap_words(balance: Balance, gap_yen: int) -> str:
    gap = words.exact_yen(abs(gap_yen))
    if balance.gap_percent is None:
        return gap
    return _("%(gap)s（執行額の%(percent)s）") % {"gap": gap, "percent": words.rate(abs(balance.gap_percent))}


def _left_out(balance: Balance) -> Iterator[str]:
    """Why the two may differ, as far as the sheet tells."""
    if balance.shared:
        yield _("直接支出のうち%(blocks)dブロックはほかからも受け取っていて、その分も含みます（内訳は公表なし）。") % {
            "blocks": balance.shared
        }
    if balance.doubtful:
        yield _("単位誤りの疑いがある%(blocks)dブロックは入れていません。") % {"blocks": balance.doubtful}
    if balance.unpriced:
        yield _("金額の記載がない%(blocks)dブロックは入っていません。") % {"blocks": balance.unpriced}


def sentence(flow: Flow) -> str:
    """The direct total, and what each further block got of it; those stages hold each other, so nothing is added."""
    said = [_direct_words(flow), _own_cost_words(flow), _passed_on_words(flow), _other_words(flow)]
    return "".join(said)


def _direct_words(flow: Flow) -> str:
    total_yen = flow.total_of(Reach.DIRECT).yen
    if total_yen is None:
        return ""
    titles = [block.title for block in _blocks_with_amounts(flow, Reach.DIRECT)]
    return _("直接支出は%(told)sに%(total)s。") % {"told": _told(titles), "total": words.amount(total_yen)}


def _passed_on_words(flow: Flow) -> str:
    blocks = _blocks_with_amounts(flow, Reach.RECOMMISSIONED)
    if not blocks:
        return ""
    told = [f"{block.title} {words.amount(block.total.yen or 0)}" for block in blocks]
    return _("再委託等は%(told)s（直接支出の中から支払われ、段階ごとに重なる額なので、足し合わせません）。") % {
        "told": _told(told)
    }


def _own_cost_words(flow: Flow) -> str:
    if flow.own_cost.yen is None:
        return ""
    return _("国自らが支出する間接経費は%(total)s。") % {"total": words.amount(flow.own_cost.yen)}


def _other_words(flow: Flow) -> str:
    blocks = _blocks_with_amounts(flow, Reach.OTHER)
    if not blocks:
        return ""
    told = [f"{block.title} {words.amount(block.total.yen or 0)}" for block in blocks]
    return _("府省庁から届く矢印のないブロックは%(told)s。") % {"told": _told(told)}


def _blocks_with_amounts(flow: Flow, reach: Reach) -> list[BlockRow]:
    blocks = [block for block in flow.blocks if block.reach is reach and not block.is_doubtful]
    return [block for block in blocks if block.total.yen is not None]


def _told(names: list[str]) -> str:
    told = _("、").join(names[:TITLES_TOLD])
    if len(names) <= TITLES_TOLD:
        return told
    return _("%(told)sほか計%(blocks)dブロック") % {"told": told, "blocks": len(names)}


def notes(flow: Flow, arrows: tuple[ArrowRow, ...]) -> Iterator[str]:
    """What the figure leaves out or cannot know, in sentences."""
    found = (
        (
            _("資金元が複数あり、その内訳が公表されていないため、合計を等分した薄い帯で描いています：%(what)s。"),
            [_end_name(arrow, "target") for arrow in arrows if arrow.is_split and arrow.undrawn is None],
        ),
        (
            _("参考の矢印は資金ではないため、太さに意味のない細い線で描いています：%(what)s。"),
            [arrow_name(arrow) for arrow in arrows if arrow.kind is ArrowKind.REFERENCE],
        ),
        (_("自らに戻る矢印は描いていません：%(what)s。"), _undrawn(arrows, Undrawn.SELF)),
        (_("金額の記載がないため、帯で描いていません：%(what)s。"), _undrawn(arrows, Undrawn.BLANK)),
        (_("金額が0円以下のため、帯で描いていません：%(what)s。"), _undrawn(arrows, Undrawn.NOT_POSITIVE)),
        (
            _("単位誤りの疑いがある金額を含むため、図と合計に入れていません：%(what)s。"),
            [block.title for block in flow.used_blocks if block.is_doubtful],
        ),
    )
    for said, what in found:
        if what:
            yield said % {"what": _("、").join(dict.fromkeys(what))}


def _undrawn(arrows: tuple[ArrowRow, ...], reason: Undrawn) -> list[str]:
    return [arrow_name(arrow) for arrow in arrows if arrow.undrawn is reason]


def doubtful_words(block: BlockRow) -> str:
    """A block whose amount is doubtful."""
    return _("%(block)s（単位誤りの疑い）") % {"block": block.title}


def flow_in_words(flow: Flow) -> str:
    """The flow where there is no amount to draw: 総務省 599百万円 → A.請負事業者（金額の記載なし）."""
    titles = {block.letter: block for block in flow.blocks}
    if not flow.used_blocks:
        return _("資金の流れの記載はありません。")
    if not flow.has_arrows:
        return _("このシートの公開データには資金の流れ（ブロックのつながり）がありません。")
    arrows = [
        f"{_source_words(flow, titles, link)} → {_block_words(titles[link.target])}"
        for link in flow.links
        if link.is_money and not link.is_self
    ]
    linked = {link.target for link in flow.links if link.is_money and not link.is_self}
    lone = [_block_words(block) for block in flow.used_blocks if block.letter not in linked]
    return _("%(flow)s。") % {"flow": _("、").join(dict.fromkeys((*arrows, *lone)))}


def _source_words(flow: Flow, blocks: dict[str, BlockRow], link: LinkRow) -> str:
    if link.source is not None:
        return blocks[link.source].title
    outlay = flow.outlay.text if flow.outlay.yen is None else words.amount(flow.outlay.yen)
    return f"{ministry_words(flow.ministry_name)} {outlay}".strip()


def _block_words(block: BlockRow) -> str:
    if block.is_doubtful:
        return doubtful_words(block)
    if block.total.yen is not None:
        return f"{block.title} {words.amount(block.total.yen)}"
    return _("%(block)s（金額の%(written)s）") % {"block": block.title, "written": words.written(block.total)}
