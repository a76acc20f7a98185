"""Who got the money: the funding flow from the ministry through the blocks, as a Sankey."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reviewsheets.charts import flow_words, theme, words
from reviewsheets.charts.figures import Figure, sankey
from reviewsheets.charts.flow_words import doubtful_words, flow_in_words
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.flow import ArrowKind, ArrowRow, End, Place
from reviewsheets.queries.spending import BlockRow, Flow
from reviewsheets.units.flow import Reach
from reviewsheets.units.ministry_names import ministry_words

KEY = "flow"
CSV = "links"
LABEL_LENGTH, SHORT_LABEL_LENGTH = 16, 10
LABEL_HEIGHT, LEAST_HEIGHT, MOST_HEIGHT = 36, 260, 4_000  # two lines
MARGIN = 24  # half a label above the first node and below the last
FEW_COLUMNS = 3  # that fit a narrow window
COLUMN_WIDTH, LEAST_WIDTH = 275, 986  # two short labels between the last two columns; the frame of a wide window
REACH_COLOURS = {
    Reach.DIRECT: theme.EXECUTED,
    Reach.RECOMMISSIONED: theme.NET_RATE,
    Reach.OTHER: theme.GROSS_RATE,
    Reach.UNKNOWN: theme.UNKNOWN,
}
PLACE_COLOURS = {
    Place.MINISTRY: theme.BUDGET,
    Place.OTHER_MONEY: theme.GROSS_RATE,
    Place.OWN_COST: theme.REQUEST,
}
COLOURS = {
    ArrowKind.DIRECT: theme.EXECUTED,
    ArrowKind.RECOMMISSIONED: theme.NET_RATE,
    ArrowKind.OTHER: theme.GROSS_RATE,
    ArrowKind.OWN_COST: theme.REQUEST,
    ArrowKind.REFERENCE: theme.UNKNOWN,
}
BAND_OPACITY, SPLIT_OPACITY = 0.45, 0.18
HAIRLINE = 400  # a reference is as wide as that part of the widest band: it is no money


@dataclass(frozen=True)
class Band:
    """An arrow as drawn; where a block has several sources its total is drawn in equal parts."""

    arrow: ArrowRow
    width_yen: int


def flow_chart(flow: Flow, *, sheet_year: int) -> Chart | NoData:
    """Bands as wide as the amount of the block they lead to. Direct and re-commissioned money are never added."""
    title = _("資金の流れ")
    arrows = ArrowRow.all_of(flow)
    bands = _bands(flow, arrows)
    if not bands:
        return NoData(KEY, title, flow_in_words(flow), CSV)
    return Chart(
        key=KEY,
        title=title,
        unit=words.chart_unit(max(band.width_yen * band.arrow.sources for band in bands))[1],
        years=_("%(year)sの実績（実績のない新規事業は予定）") % {"year": words.full_year(sheet_year - 1)},
        sentence=flow_words.sentence(flow),
        csv=CSV,
        figure=_figure(flow, bands),
        notes=tuple(flow_words.notes(flow, arrows)),
    )


def _bands(flow: Flow, arrows: tuple[ArrowRow, ...]) -> tuple[Band, ...]:
    """One for each arrow that is drawn; an arrow that stands twice is one."""
    drawn = [arrow for arrow in arrows if arrow.undrawn is None and not arrow.is_repeated]
    totals = {block.letter: block.total.yen or 0 for block in flow.blocks}
    drawn_before: dict[End, int] = {}
    bands: list[Band] = []
    for arrow in sorted(drawn, key=lambda arrow: not arrow.is_money):
        place = drawn_before[arrow.target] = drawn_before.get(arrow.target, -1) + 1
        if not arrow.is_money:
            bands.append(Band(arrow, max(1, max(band.width_yen for band in bands) // HAIRLINE)))
        elif arrow.is_split:
            bands.append(Band(arrow, _part(totals[arrow.target.letter], place, parts=arrow.sources)))
        else:
            bands.append(Band(arrow, arrow.amount.yen or 0))
    return tuple(bands)


def _part(total_yen: int, place: int, *, parts: int) -> int:
    """One of so many equal parts; the yen that are left over go to the first."""
    equal, left = divmod(total_yen, parts)
    return equal + (place < left)


def _figure(flow: Flow, bands: tuple[Band, ...]) -> Figure:
    ends = tuple(dict.fromkeys(end for band in bands for end in (band.arrow.source, band.arrow.target)))
    ends = tuple(sorted(ends, key=lambda end: _order(flow, end)))
    places = {end: place for place, end in enumerate(ends)}
    columns = _columns(bands)
    bands_drawn = sankey(
        arrangement="fixed",  # with "snap" a press begins to move a node and is no click
        valueformat=",",
        node=_nodes(flow, ends, label_length=LABEL_LENGTH if len(columns) < FEW_COLUMNS else SHORT_LABEL_LENGTH),
        link=_links(bands, places, flow),
    )
    return Figure([bands_drawn], theme.layout(**_size(columns), margin={"l": 8, "r": 8, "t": MARGIN, "b": MARGIN}))


def _columns(bands: tuple[Band, ...]) -> Counter[int]:
    """How many nodes stand in each column; as plotly places them, an end that passes nothing on stands last."""
    arrows = {(band.arrow.source, band.arrow.target) for band in bands}
    sources = {source for source, _target in arrows}
    columns = dict.fromkeys((end for arrow in arrows for end in arrow), 0)
    for _step in columns:  # no path is longer; a cycle ends here too
        for source, target in arrows:
            columns[target] = min(max(columns[target], columns[source] + 1), len(columns) - 1)
    last = max(columns.values())
    return Counter(column if end in sources else last for end, column in columns.items())


def _size(columns: Counter[int]) -> dict[str, int]:
    """High enough for the labels of the fullest column, a third of it for the bands, as plotly keeps free at least.

    Many columns get a width of their own, so that labels don't run into each other; the frame scrolls.
    """
    height = min(max(LEAST_HEIGHT, LABEL_HEIGHT * max(columns.values()) * 3 // 2 + 2 * MARGIN), MOST_HEIGHT)
    if len(columns) <= FEW_COLUMNS:
        return {"height": height}
    return {"height": height, "width": max(LEAST_WIDTH, COLUMN_WIDTH * (len(columns) - 1))}


def _order(flow: Flow, end: End) -> tuple[int, int]:
    """The ministry, its own cost, the blocks as they are published, other money."""
    kinds = (Place.MINISTRY, Place.BLOCK, Place.OWN_COST, Place.OTHER_MONEY)
    letters = [block.letter for block in flow.blocks]
    return kinds.index(end.place), letters.index(end.letter) if end.place is Place.BLOCK else 0


def _nodes(flow: Flow, ends: tuple[End, ...], *, label_length: int) -> dict[str, object]:
    blocks = {block.letter: block for block in flow.blocks}
    named = [_named(flow, blocks, end) for end in ends]
    largest_yen = max(amount_yen or 0 for _name, amount_yen in named)
    return {
        "label": [_label(name, amount_yen, beside_yen=largest_yen, length=label_length) for name, amount_yen in named],
        "customdata": [[_address(flow, end), _end_words(flow, blocks, end)] for end in ends],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "color": [_end_colour(blocks, end) for end in ends],
        "line": {"width": 0},
        "pad": LABEL_HEIGHT,
        "thickness": 14,
    }


def _address(flow: Flow, end: End) -> str:
    """Where a click on a node leads: to the block's payees; "" where none stand."""
    anchors = {block.letter: block.anchor for block in flow.listed_blocks}
    return f"#{anchors[end.letter]}" if end.place is Place.BLOCK and end.letter in anchors else ""


def _end_colour(blocks: dict[str, BlockRow], end: End) -> str:
    return REACH_COLOURS[blocks[end.letter].reach] if end.place is Place.BLOCK else PLACE_COLOURS[end.place]


def _named(flow: Flow, blocks: dict[str, BlockRow], end: End) -> tuple[str, int | None]:
    """The name at a node and the amount beside it."""
    if end.place is Place.MINISTRY:
        return ministry_words(flow.ministry_name), flow.outlay.yen
    if end.place is Place.OWN_COST:
        return _("間接経費（国自ら）"), flow.own_cost.yen
    if end.place is Place.OTHER_MONEY:
        return _("別の資金"), None
    block = blocks[end.letter]
    return (doubtful_words(block), None) if block.is_doubtful else (block.title, block.total.yen)


def _end_words(flow: Flow, blocks: dict[str, BlockRow], end: End) -> str:
    """What a node says of itself."""
    if end.place is Place.BLOCK and blocks[end.letter].is_doubtful:
        return theme.plain(doubtful_words(blocks[end.letter]))
    if end.place is Place.OTHER_MONEY:
        return _("別の資金（府省庁から届く矢印がない）")
    name, amount_yen = _named(flow, blocks, end)
    return f"{theme.plain(name)}<br>{_exact(amount_yen)}"


def _label(name: str, amount_yen: int | None, *, beside_yen: int, length: int) -> str:
    amount = "" if amount_yen is None else words.amount(amount_yen, beside_yen=beside_yen)
    lines = (theme.plain(theme.fitted(name, length=length)), amount)
    return "<br>".join(line for line in lines if line)


def _exact(amount_yen: int | None) -> str:
    return _("金額の記載なし") if amount_yen is None else words.exact_yen(amount_yen)


def _links(bands: tuple[Band, ...], places: dict[End, int], flow: Flow) -> dict[str, object]:
    blocks = {block.letter: block for block in flow.blocks}
    return {
        "source": [places[band.arrow.source] for band in bands],
        "target": [places[band.arrow.target] for band in bands],
        "value": [band.width_yen for band in bands],
        "color": [_band_colour(band.arrow) for band in bands],
        "customdata": [_band_words(band.arrow, blocks) for band in bands],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _band_colour(arrow: ArrowRow) -> str:
    if not arrow.is_money:
        return COLOURS[arrow.kind]
    return _translucent(COLOURS[arrow.kind], SPLIT_OPACITY if arrow.is_split else BAND_OPACITY)


def _translucent(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def _band_words(arrow: ArrowRow, blocks: dict[str, BlockRow]) -> str:
    kind = flow_words.kind_label(arrow.kind)
    name = theme.plain(flow_words.arrow_name(arrow))
    if not arrow.is_money:
        return _("%(arrow)s<br>%(kind)s（資金ではない）") % {"arrow": name, "kind": kind}
    if not arrow.is_split:
        return f"{name}<br>{kind} {_exact(arrow.amount.yen)}"
    target = blocks[arrow.target.letter]
    return _("%(arrow)s<br>%(kind)s。%(block)sの合計は%(total)s。%(parts)dか所からの内訳は公表されていません") % {
        "arrow": name,
        "kind": kind,
        "block": theme.plain(target.title),
        "total": _exact(target.total.yen),
        "parts": arrow.sources,
    }
