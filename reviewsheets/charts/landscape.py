"""A year's money as a treemap: ministry, bureau, project. An area is a 計, a colour a project's execution rate."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from textwrap import wrap
from typing import NamedTuple

from django.utils.translation import gettext as _

from reviewsheets.charts import theme, words
from reviewsheets.charts.figures import Figure, Layout, Trace, treemap
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.landscape import OWN_TILES, Landscape, Tile
from reviewsheets.units.ministry_names import ministry_words, short_ministry_words
from reviewsheets.units.money import percent

KEY = "treemap"
HEIGHT = 620
NAME_LENGTH = 36
LINE_LENGTH = 10
HEAD_LENGTH = 14
MINISTRY = "#5f6b7c"
BUREAU = "#aeb7c4"
CLEAR = "rgba(0,0,0,0)"  # plotly writes the outermost label in the page's colour
NO_RATE = "-"
TOGETHER = "#d7dce4"  # several sheets, and a sheet without a rate
PATTERNS = {TOGETHER: "/"}  # in grey it lies between the two palest shades
PATTERN_INK = "#8f9aab"
# The less was spent the darker, in grey too. Keys are the list's classes of net rates.
SHADES = {"to-50": "#1b3f92", "to-80": "#3b6fd4", "to-95": "#7ea4ec", "to-100": "#b5cdf6", "over-100": "#e3ecfc"}


class TileRow(NamedTuple):
    """A tile in words. A tuple, as a template unpacks hundreds of them."""

    bureau: str
    label: str
    address: str
    amount: str
    exact: str
    rate: str


@dataclass
class _Nodes:
    """A treemap's columns; every node but the first stands in another."""

    ids: list[str] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    colors: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)  # where a click leads; blank: into it
    rates: list[str] = field(default_factory=list)

    @property
    def patterns(self) -> list[str]:
        """What tells colours apart without colour."""
        return [PATTERNS.get(colour, "") for colour in self.colors]

    def add(
        self,
        parent: str,
        label: str,
        tiles: Sequence[Tile],
        colour: str,
        *,
        address: str = "",
        rate: str = NO_RATE,
        is_head: bool = False,
    ) -> str:
        """A node as large as its tiles; its id. A head has one line above what it holds."""
        node = str(len(self.ids))
        self.ids.append(node)
        self.parents.append(parent)
        self.labels.append(theme.plain(label) if is_head else _in_lines(label))
        self.values.append(sum(tile.total_yen for tile in tiles))
        self.colors.append(colour)
        self.addresses.append(address)
        self.rates.append(rate)
        return node


def treemap_chart(land: Landscape) -> Chart | NoData:
    """The tiles in their bureaus and ministries, to zoom into; a tile leads to its page."""
    title = _("府省庁・部局・事業の計")
    if not land.tiles:
        return NoData(KEY, title, _("計が報告された事業はありません。"), KEY)
    years = words.full_year(land.sheet_year - 1)
    figure = Figure([_treemap(_nodes(land))], _layout())
    return Chart(KEY, title, _("円"), years, _sentence(land), KEY, figure, _notes(land))


@dataclass(frozen=True)
class Shade:
    """What a colour says: a class of the list's net rates."""

    colour: str
    rate: str
    label: str


def shades() -> list[Shade]:
    """The treemap's colours with their words, the darkest first."""
    labels = (_("50％未満"), _("50％以上80％未満"), _("80％以上95％未満"), _("95％以上100％以下"), _("100％を超える"))
    return [Shade(colour, rate, label) for (rate, colour), label in zip(SHADES.items(), labels, strict=True)]


def label_of(tile: Tile) -> str:
    """What a tile is called within its bureau."""
    if tile.sheet:
        return tile.sheet.name
    if tile.bureaus > 1:
        return _("ほか%(bureaus)s部局の%(sheets)s件") % {"bureaus": tile.bureaus, "sheets": tile.sheets}
    return (_("ほか%(number)s件") if tile.is_rest else _("%(number)s件")) % {"number": tile.sheets}


def table_of(land: Landscape, unit_yen: int) -> list[tuple[str, list[TileRow]]]:
    """The same tiles as rows: each ministry with its own, amounts in that unit."""
    groups = _grouped(land.tiles, "ministry")
    return [(ministry, [_row(tile, unit_yen) for tile in tiles]) for ministry, tiles in groups.items()]


def _row(tile: Tile, unit_yen: int) -> TileRow:
    amount = words.tenths(tile.total_yen, unit_yen)
    exact = words.exact_yen(tile.total_yen)
    return TileRow(tile.bureau, label_of(tile), tile.address, amount, exact, _rate(tile.net_rate))


def _nodes(land: Landscape) -> _Nodes:
    nodes = _Nodes()
    root = nodes.add("", _("すべての府省庁"), land.tiles, CLEAR, rate=_rate(land.net_rate), is_head=True)
    for ministry, tiles in _grouped(land.tiles, "ministry").items():
        rate = _rate(land.ministry_rates.get(ministry))
        label = theme.fitted(short_ministry_words(ministry), length=HEAD_LENGTH)
        place = nodes.add(root, label, tiles, MINISTRY, rate=rate, is_head=True)
        bureaus = _grouped([tile for tile in tiles if tile.bureaus == 1], "bureau")
        for bureau, of_bureau in bureaus.items():
            rate = _rate(land.bureau_rates.get((ministry, bureau)))
            _add_bureau(nodes, place, bureau, of_bureau, rate=rate, is_undivided=list(bureaus) == [""])
        for tile in tiles:
            if tile.bureaus > 1:
                _add_tile(nodes, place, tile)
    return nodes


def _add_bureau(
    nodes: _Nodes, ministry: str, bureau: str, tiles: Sequence[Tile], *, rate: str, is_undivided: bool
) -> None:
    """A bureau with its tiles; one tile where no sheet of it is drawn alone; no level where none is named."""
    name = bureau or _("担当部局庁の記載なし")
    first = tiles[0]
    if not (is_undivided or first.sheet):
        label = _("%(name)s %(number)s件") % {"name": name, "number": first.sheets}
        nodes.add(ministry, label, tiles, TOGETHER, address=first.address, rate=rate)
        return
    place = ministry if is_undivided else nodes.add(ministry, name, tiles, BUREAU, rate=rate, is_head=True)
    for tile in tiles:
        _add_tile(nodes, place, tile)


def _add_tile(nodes: _Nodes, place: str, tile: Tile) -> None:
    label = theme.shortened(label_of(tile), length=NAME_LENGTH)
    colour = SHADES.get(tile.sheet.rate, TOGETHER) if tile.sheet else TOGETHER
    nodes.add(place, label, [tile], colour, address=tile.address, rate=_rate(tile.net_rate))


def _in_lines(label: str) -> str:
    """A label in lines of about the same length."""
    told = " ".join(label.split())
    if len(told) <= LINE_LENGTH:
        return theme.plain(told)
    lines = -(-len(told) // LINE_LENGTH)
    return "<br>".join(theme.plain(line) for line in _wrapped(told, -(-len(told) // lines)))


def _wrapped(told: str, length: int) -> list[str]:
    """As `wrap` does; most names have no place to break at, where it takes long for the same."""
    if " " in told or "-" in told:
        return wrap(told, length)
    return [told[start : start + length] for start in range(0, len(told), length)]


def _rate(hundredths: int | None) -> str:
    return NO_RATE if hundredths is None else words.rate(Decimal(hundredths).scaleb(-2))


def _treemap(nodes: _Nodes) -> Trace:
    rate = _("執行率（繰越控除後）%(rate)s") % {"rate": "%{hovertext}"}
    return treemap(
        ids=nodes.ids,
        parents=nodes.parents,
        labels=nodes.labels,
        values=nodes.values,
        text=[words.amount(value) for value in nodes.values],
        customdata=nodes.addresses,
        hovertext=nodes.rates,
        marker={
            "colors": nodes.colors,
            "pattern": {"shape": nodes.patterns, "fillmode": "overlay", "fgcolor": PATTERN_INK, "fgopacity": 1}
            | {"size": 6, "solidity": 0.12},
            "pad": {"t": 24, "l": 2, "r": 2, "b": 2},
            "line": {"width": 1},
        },
        branchvalues="total",
        sort=True,
        tiling={"packing": "squarify", "pad": 1},
        pathbar={"thickness": 26},
        textfont={"size": 12},
        texttemplate="%{label}<br>%{text}",
        hovertemplate="%{label}<br>"
        + _("%(amount)s（全体の%(share)s）") % {"amount": "%{text}", "share": "%{percentRoot:.1%}"}
        + f"<br>{rate}<extra></extra>",
    )


def _layout() -> Layout:
    margin = {"l": 0, "r": 0, "t": 30, "b": 0}
    return theme.layout(height=HEIGHT, margin=margin, uniformtext={"minsize": 11, "mode": "hide"})


def _sentence(land: Landscape) -> str:
    own = land.own
    share = percent(sum(tile.total_yen for tile in own), land.total_yen)
    return _(
        "最も大きいのは%(ministry)sの「%(name)s」の%(total)sです。1件ずつ描いた大きい%(number)s件で、全体の%(share)sを占めます。"
    ) % {
        "ministry": ministry_words(own[0].ministry),
        "name": own[0].sheet.name if own[0].sheet else "",
        "total": words.amount(own[0].total_yen),
        "number": len(own),
        "share": words.rate(share or Decimal(0)),
    }


def _notes(land: Landscape) -> tuple[str, ...]:
    how = _("面積は計です。府省庁や部局を押すと拡大し、事業を押すとそのシートへ、まとめた箱を押すと一覧へ移ります。")
    together = _(
        "1件ずつ描いたのは計の大きい%(number)s件までで、ほかは部局ごとにまとめました。府省庁の計の1％に満たない部局は、さらに1つにまとめています。"
    ) % {"number": OWN_TILES}
    left_out = _("計が0円以下か記載のない%(number)s枚は入っていません。") % {"number": f"{land.left_out:,}"}
    return (how, together, left_out) if land.left_out else (how, together)


def _grouped(tiles: Sequence[Tile], name: str) -> dict[str, list[Tile]]:
    """Tiles with the same value under a name, in the order of the first of each."""
    groups: dict[str, list[Tile]] = {}
    for tile in tiles:
        groups.setdefault(getattr(tile, name), []).append(tile)
    return groups
