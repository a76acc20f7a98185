"""The treemap: which node stands in which, that areas add up, and what a tile says and leads to."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import override

from reviewsheets.charts.landscape import PATTERNS, TOGETHER, TileRow, shades, table_of, treemap_chart
from reviewsheets.charts.theme import Chart
from reviewsheets.models import Ministry, SheetSummary
from reviewsheets.queries.landscape import Landscape, Tile
from tests.charts.test_theme import contrast

BILLION = 1_000_000_000


def sheet(name: str, billion: int, *, rate: str = "to-100", net_rate: int | None = 9_960) -> Tile:
    """A tile of one sheet; its number is its name."""
    summary = SheetSummary(
        sheet_year=2018,
        ministry=Ministry(name="総務省"),
        number=name,
        name=name,
        total_yen=billion * BILLION,
        rate=rate,
        net_rate=net_rate,
    )
    return Tile(2018, "総務省", "一局", billion * BILLION, sheet=summary)


def several(bureau: str, billion: int, sheets: int, **fields: Any) -> Tile:
    return Tile(2018, "総務省", bureau, billion * BILLION, sheets, **fields)


def drawn(tiles: Sequence[Tile], *, left_out: int = 0) -> Chart:
    chart = treemap_chart(Landscape(2018, tuple(tiles), left_out))
    assert isinstance(chart, Chart)
    return chart


def nodes(chart: Chart) -> list[tuple[str, str, int]]:
    """Each node's label, its parent's label and its billions."""
    trace = chart.payload["data"][0]
    named = dict(zip(trace["ids"], trace["labels"], strict=True)) | {"": ""}
    values = zip(trace["labels"], trace["parents"], trace["values"], strict=True)
    return [(label, named[parent], value // BILLION) for label, parent, value in values]


TILES = (
    sheet("大きい事業", 60),
    several("一局", 5, 3, is_rest=True),
    several("二局", 4, 2),
    several("", 1, 7, bureaus=5),
)


def test_nodes_stand_in_bureaus_and_ministries_and_add_up() -> None:
    assert nodes(drawn(TILES)) == [
        ("すべての府省庁", "", 70),
        ("総務省", "すべての府省庁", 70),
        ("一局", "総務省", 65),
        ("大きい事業", "一局", 60),
        ("ほか3件", "一局", 5),
        ("二局 2件", "総務省", 4),
        ("ほか5部局の7件", "総務省", 1),
    ]
    assert drawn(TILES).payload["data"][0]["branchvalues"] == "total"


def test_ministry_whose_sheets_name_no_bureau_has_no_level_of_bureaus() -> None:
    tiles = [Tile(2018, "水産庁", "", 3 * BILLION, sheet=sheet("漁", 3).sheet), Tile(2018, "水産庁", "", BILLION, 2)]
    assert nodes(drawn(tiles))[2:] == [("漁", "水産庁", 3), ("2件", "水産庁", 1)]


def test_sheets_without_a_bureau_beside_others_say_so() -> None:
    assert nodes(drawn([sheet("事業", 3), several("", 1, 2)]))[-1] == ("担当部局庁の記<br>載なし 2件", "総務省", 1)


def test_tiles_lead_on_and_tell_their_rate() -> None:
    trace = drawn(TILES).payload["data"][0]
    assert list(zip(trace["customdata"], trace["hovertext"], strict=True)) == [
        ("", "-"),
        ("", "-"),
        ("", "-"),
        ("/sheets/2018/総務省/大きい事業/", "99.6％"),
        ("/sheets/?year=2018&ministry=総務省&bureau=一局&sort=-total_yen", "-"),
        ("/sheets/?year=2018&ministry=総務省&bureau=二局&sort=-total_yen", "-"),
        ("/sheets/?year=2018&ministry=総務省&sort=-total_yen", "-"),
    ]


def test_ministries_and_bureaus_tell_the_rate_of_their_sheets() -> None:
    rates = {("総務省", "一局"): 9_010, ("総務省", "二局"): 4_000}
    chart = treemap_chart(
        Landscape(2018, TILES, 0, net_rate=9_500, ministry_rates={"総務省": 8_000}, bureau_rates=rates)
    )
    assert isinstance(chart, Chart)
    assert chart.payload["data"][0]["hovertext"] == ["95.0％", "80.0％", "90.1％", "99.6％", "-", "40.0％", "-"]


def grey(colour: str) -> float:
    """How light a colour is where there is no other."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_neighbouring_classes_are_told_apart_in_grey_or_by_a_pattern() -> None:
    told = [(grey(shade.colour), "") for shade in shades()]
    pairs = list(pairwise(sorted([*told, (grey(TOGETHER), PATTERNS[TOGETHER])])))
    assert all(lighter[0] - darker[0] >= 25 or lighter[1] != darker[1] for darker, lighter in pairs)
    assert all(lighter[0] - darker[0] >= 25 for darker, lighter in pairwise(told))
    marker = drawn([sheet("超える", 2, rate="over-100"), several("二局", 1, 2)]).payload["data"][0]["marker"]
    assert marker["pattern"]["shape"] == ["", "", "", "", "/"]


def test_colour_is_the_class_of_the_rate() -> None:
    tiles = [sheet("半分も", 2, rate="to-50"), sheet("ほぼ", 2), sheet("不明", 1, rate="blank", net_rate=None)]
    assert drawn(tiles).payload["data"][0]["marker"]["colors"][3:] == ["#1b3f92", "#b5cdf6", TOGETHER]


def test_shades_are_the_classes_of_the_list_and_grow_lighter_in_grey() -> None:
    assert [shade.rate for shade in shades()] == ["to-50", "to-80", "to-95", "to-100", "over-100"]
    assert {shade.rate for shade in shades()} < set(SheetSummary.Rate.values)
    against_black = [contrast(shade.colour, "#000000") for shade in shades()]
    assert all(lighter / darker > 1.25 for darker, lighter in pairwise(against_black))


def test_words_around_it() -> None:
    chart = drawn(TILES, left_out=1_234)
    assert (chart.title, chart.unit, chart.years) == ("府省庁・部局・事業の計", "円", "平成29年度 (2017)")
    assert chart.sentence == (
        "最も大きいのは総務省の「大きい事業」の600億円です。1件ずつ描いた大きい1件で、全体の85.7％を占めます。"
    )
    assert chart.notes[-1] == "計が0円以下か記載のない1,234枚は入っていません。"
    assert len(drawn(TILES).notes) == 2


def test_name_is_no_markup_short_and_in_lines_of_one_length() -> None:
    label = drawn([sheet("<b>とても\n長い名前の見本の事業です" + "あ" * 40, 3)]).payload["data"][0]["labels"][-1]
    assert label == "&lt;b&gt;とても 長い<br>名前の見本の事業で<br>すああああああああ<br>ああああああああ…"


def test_heads_have_one_line_and_english_ministries_their_short_names() -> None:
    first, second = sheet("一", 3).sheet, sheet("二", 2).sheet
    tiles = [
        Tile(2018, "厚生労働省", "とても長い名前の見本の部局", 3 * BILLION, sheet=first),
        Tile(2018, "国土交通省", "局", 2 * BILLION, sheet=second),
    ]
    with override("en"):
        heads = [label for label, _parent, _value in nodes(drawn(tiles))]
    assert heads == [
        "All ministries",
        "Health, Labour and Welfare",
        "とても長い名前の見本の部局",
        "一",
        "Land, Infrastructure, Trans…",
        "局",
        "二",
    ]


def test_table_has_the_same_tiles() -> None:
    assert table_of(Landscape(2018, TILES[:2], 0), 100_000_000) == [
        (
            "総務省",
            [
                TileRow("一局", "大きい事業", "/sheets/2018/総務省/大きい事業/", "600.0", "60,000,000,000円", "99.6％"),
                TileRow(
                    "一局",
                    "ほか3件",
                    "/sheets/?year=2018&ministry=総務省&bureau=一局&sort=-total_yen",
                    "50.0",
                    "5,000,000,000円",
                    "-",
                ),
            ],
        )
    ]


def test_without_a_tile_words_stand_for_the_chart() -> None:
    chart = treemap_chart(Landscape(2018, (), 3))
    assert (chart.figure, chart.sentence) == (None, "計が報告された事業はありません。")
