"""Who got the money: the funding flow from the ministry through the blocks, as a Sankey."""

from dataclasses import dataclass

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from reviewsheets.charts import theme, words
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.spending import BlockRow, Flow, LinkRow, Reach

KEY = "flow"
CSV = "links"
LABEL_LENGTH = 16
TITLES_TOLD = 3
ROW_HEIGHT, LEAST_HEIGHT, MOST_HEIGHT = 72, 260, 900
COLOURS = {Reach.DIRECT: theme.EXECUTED, Reach.RECOMMISSIONED: theme.NET_RATE, Reach.OTHER: theme.UNKNOWN}
BAND_OPACITY = 0.35


@dataclass(frozen=True)
class Band:
    """An arrow of money as drawn; where a block has several sources its total is drawn in `parts` equal parts."""

    source: str | None
    target: BlockRow
    amount_yen: int
    parts: int

    @property
    def is_known(self) -> bool:
        """The amount is the published one."""
        return self.parts == 1


def flow_chart(flow: Flow, *, sheet_year: int) -> Chart | NoData:
    """Bands as wide as the amount of the block they lead to. Direct and re-commissioned money are never added."""
    title = _("資金の流れ")
    bands = _bands(flow)
    if not bands:
        return NoData(KEY, title, flow_in_words(flow), CSV)
    return Chart(
        key=KEY,
        title=title,
        unit=words.chart_unit(max(band.target.total.yen or 0 for band in bands))[1],
        years=_("%(year)sの実績（実績のない新規事業は予定）") % {"year": words.full_year(sheet_year - 1)},
        sentence=_sentence(flow),
        csv=CSV,
        figure=_figure(flow, bands),
        notes=tuple(_notes(flow, bands)),
    )


def _bands(flow: Flow) -> tuple[Band, ...]:
    return tuple(
        Band(link.source, block, block.total.yen // len(sources), len(sources))
        for block in flow.blocks
        if block.total.yen is not None and block.total.yen > 0 and not block.is_doubtful
        for sources in [block.money_sources]
        for link in sources
    )


def _figure(flow: Flow, bands: tuple[Band, ...]) -> go.Figure:
    letters = {band.source for band in bands} | {band.target.letter for band in bands}
    blocks = [block for block in flow.blocks if block.letter in letters]
    places: dict[str | None, int] = {block.letter: place for place, block in enumerate(blocks, start=1)}
    places[None] = 0
    sankey = go.Sankey(node=_nodes(flow, blocks), link=_links(bands, places), valueformat=",", arrangement="snap")
    height = min(max(LEAST_HEIGHT, ROW_HEIGHT * len(blocks)), MOST_HEIGHT)
    return go.Figure(sankey, theme.layout(height=height).update(margin={"l": 8, "r": 8, "t": 16, "b": 16}))


def _nodes(flow: Flow, blocks: list[BlockRow]) -> dict[str, object]:
    named = [(flow.ministry_name, flow.outlay.yen), *((_node_name(block), _counted_yen(block)) for block in blocks)]
    largest_yen = max(amount_yen or 0 for _name, amount_yen in named)
    told = [_node_words(flow.ministry_name, flow.outlay.yen), *(_block_node_words(block) for block in blocks)]
    return {
        "label": [_label(name, amount_yen, beside_yen=largest_yen) for name, amount_yen in named],
        "customdata": told,
        "hovertemplate": "%{customdata}<extra></extra>",
        "color": [theme.BUDGET, *(COLOURS[block.reach] for block in blocks)],
        "line": {"width": 0},
        "pad": 40,
        "thickness": 14,
    }


def _counted_yen(block: BlockRow) -> int | None:
    return None if block.is_doubtful else block.total.yen


def _node_name(block: BlockRow) -> str:
    return _doubtful_words(block) if block.is_doubtful else block.title


def _doubtful_words(block: BlockRow) -> str:
    return _("%(block)s（単位誤りの疑い）") % {"block": block.title}


def _node_words(name: str, amount_yen: int | None) -> str:
    return f"{theme.plain(name)}<br>{_exact(amount_yen)}"


def _block_node_words(block: BlockRow) -> str:
    return theme.plain(_doubtful_words(block)) if block.is_doubtful else _node_words(block.title, block.total.yen)


def _label(name: str, amount_yen: int | None, *, beside_yen: int) -> str:
    amount = "" if amount_yen is None else words.amount(amount_yen, beside_yen=beside_yen)
    lines = (theme.plain(theme.shortened(name, length=LABEL_LENGTH)), amount)
    return "<br>".join(line for line in lines if line)


def _exact(amount_yen: int | None) -> str:
    return _("金額の記載なし") if amount_yen is None else words.exact_yen(amount_yen)


def _links(bands: tuple[Band, ...], places: dict[str | None, int]) -> dict[str, object]:
    return {
        "source": [places[band.source] for band in bands],
        "target": [places[band.target.letter] for band in bands],
        "value": [band.amount_yen for band in bands],
        "color": [_translucent(COLOURS[band.target.reach] if band.is_known else theme.UNKNOWN) for band in bands],
        "customdata": [_band_words(band) for band in bands],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _translucent(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{BAND_OPACITY})"


def _band_words(band: Band) -> str:
    name = theme.plain(band.target.title)
    if band.is_known:
        return f"{name}<br>{_exact(band.target.total.yen)}"
    return _("%(block)sの合計は%(total)s。%(parts)dか所からの内訳は公表されていません") % {
        "block": name,
        "total": _exact(band.target.total.yen),
        "parts": band.parts,
    }


def _sentence(flow: Flow) -> str:
    """The direct total, and what each further block got of it; those stages hold each other, so nothing is added."""
    said = [_direct_words(flow), _passed_on_words(flow)]
    return "".join(sentence for sentence in said if sentence)


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


def _blocks_with_amounts(flow: Flow, reach: Reach) -> list[BlockRow]:
    blocks = [block for block in flow.blocks if block.reach is reach and not block.is_doubtful]
    return [block for block in blocks if block.total.yen is not None]


def _told(names: list[str]) -> str:
    told = _("、").join(names[:TITLES_TOLD])
    if len(names) <= TITLES_TOLD:
        return told
    return _("%(told)sほか計%(blocks)dブロック") % {"told": told, "blocks": len(names)}


def _notes(flow: Flow, bands: tuple[Band, ...]) -> list[str]:
    """What the figure leaves out or cannot know, in sentences."""
    split = dict.fromkeys(band.target.letter for band in bands if not band.is_known)
    drawn = {band.target.letter for band in bands}
    found = [
        (
            _("資金元が複数あり、その内訳が公表されていないため、等分した灰色の帯で描いています：%(what)s。"),
            list(split),
        ),
        (
            _("参考の矢印（資金ではないもの）は描いていません：%(what)s。"),
            _arrows(flow, [k for k in flow.links if not k.is_money]),
        ),
        (
            _("自らに戻る矢印は描いていません：%(what)s。"),
            _arrows(flow, [k for k in flow.links if k.is_money and k.is_self]),
        ),
        (
            _("金額がないか、資金元の矢印がないため、帯で描いていません：%(what)s。"),
            [b.title for b in flow.used_blocks if b.letter not in drawn and not b.is_doubtful],
        ),
        (
            _("単位誤りの疑いがある金額を含むため、図と合計に入れていません：%(what)s。"),
            [b.title for b in flow.used_blocks if b.is_doubtful],
        ),
    ]
    return [sentence % {"what": _("、").join(what)} for sentence, what in found if what]


def _arrows(flow: Flow, links: list[LinkRow]) -> list[str]:
    return [f"{link.source or flow.ministry_name} → {link.target}" for link in links]


def flow_in_words(flow: Flow) -> str:
    """The flow where there is no amount to draw: 総務省 599百万円 → A.請負事業者（金額の記載なし）."""
    titles = {block.letter: block for block in flow.blocks}
    if not flow.used_blocks:
        return _("資金の流れの記載はありません。")
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
    return f"{flow.ministry_name} {outlay}".strip()


def _block_words(block: BlockRow) -> str:
    if block.is_doubtful:
        return _doubtful_words(block)
    if block.total.yen is not None:
        return f"{block.title} {words.amount(block.total.yen)}"
    return _("%(block)s（金額の%(written)s）") % {"block": block.title, "written": words.written(block.total)}
