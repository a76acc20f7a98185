from dataclasses import replace

from reviewsheets.charts import theme
from reviewsheets.charts.spending import flow_chart
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.spending import BlockRow, Flow, LinkRow, PayeeRow
from reviewsheets.units.cells import Cell, YenCell
from reviewsheets.units.flow import Reach

MILLION = 1_000_000


def block(letter: str, total: YenCell, *incoming: LinkRow, name: str = "者", reach: Reach = Reach.DIRECT) -> BlockRow:
    depth = {Reach.DIRECT: 1, Reach.RECOMMISSIONED: 2}.get(reach, 0)
    return BlockRow(letter, name, "", total, reach, depth, incoming, (), (), 0)


def million(amount: int) -> YenCell:
    return YenCell(amount * MILLION)


def money(source: str | None, target: str) -> LinkRow:
    return LinkRow(source, target, True, "")


def flow(*blocks: BlockRow, outlay: YenCell | None = None) -> Flow:
    links = tuple(link for block in blocks for link in block.incoming)
    return Flow("総務省", outlay or YenCell(), "", blocks, links)


def drawn(chart: Chart | NoData) -> dict[str, dict[str, list[object]]]:
    assert isinstance(chart, Chart)
    (sankey,) = chart.payload["data"]
    return {"node": sankey["node"], "link": sankey["link"]}


def test_flow_without_amounts_is_said_in_words() -> None:
    seed = flow(
        block("A", YenCell(), money(None, "A"), name="請負事業者"),
        block("B", YenCell(), name=""),
        outlay=million(599),
    )
    assert flow_chart(seed, sheet_year=2018) == NoData(
        "flow", "資金の流れ", "総務省 599百万円 → A.請負事業者（金額の記載なし）。", "links"
    )


def test_no_block_is_said_in_words() -> None:
    assert flow_chart(flow(), sheet_year=2018).sentence == "資金の流れの記載はありません。"


def test_dash_for_an_amount_is_told() -> None:
    chart = flow_chart(flow(block("A", YenCell(text="-"), money(None, "A"))), sheet_year=2018)
    assert chart.sentence == "総務省 → A.者（金額の「-」）。"


def test_bands_are_as_wide_as_the_block_they_lead_to() -> None:
    chart = flow_chart(
        flow(
            block("A", million(100), money(None, "A")),
            block("B", million(60), money("A", "B"), reach=Reach.RECOMMISSIONED),
            outlay=million(110),
        ),
        sheet_year=2018,
    )
    figure = drawn(chart)
    assert figure["node"]["label"] == ["総務省<br>110百万円", "A.者<br>100百万円", "B.者<br>60百万円"]
    assert (figure["link"]["source"], figure["link"]["target"]) == ([0, 1], [1, 2])
    assert figure["link"]["value"] == [100 * MILLION, 60 * MILLION]
    assert chart.sentence == (
        "直接支出はA.者に100百万円。"
        "再委託等はB.者 60百万円（直接支出の中から支払われ、段階ごとに重なる額なので、足し合わせません）。"
    )
    assert chart.notes == ()


def test_unpublished_split_is_drawn_equal_and_pale_and_told() -> None:
    chart = flow_chart(
        flow(
            block("A", million(10), money(None, "A")),
            block("B", YenCell(9_000_001), money(None, "B"), money("A", "B")),
        ),
        sheet_year=2018,
    )
    link = drawn(chart)["link"]
    assert link["value"] == [10 * MILLION, 4_500_001, 4_500_000]
    assert link["color"] == ["rgba(59,111,212,0.45)", "rgba(59,111,212,0.18)", "rgba(26,143,125,0.18)"]
    assert link["customdata"][1] == (
        "総務省 → B.者<br>直接支出。B.者の合計は9,000,001円。2か所からの内訳は公表されていません"
    )
    assert chart.notes == (
        "資金元が複数あり、その内訳が公表されていないため、合計を等分した薄い帯で描いています：B.者。",
    )


def test_arrow_that_is_published_twice_is_one_band() -> None:
    twice = block("A", million(10), money(None, "A"), LinkRow(None, "A", True, "【補助】"))
    chart = flow_chart(flow(twice), sheet_year=2024)
    assert drawn(chart)["link"]["value"] == [10 * MILLION]
    assert chart.notes == ()


def test_reference_is_a_hairline_and_self_arrow_and_blank_amount_are_named() -> None:
    chart = flow_chart(
        flow(
            block("A", million(10), money(None, "A"), money("A", "A")),
            block("B", million(5), LinkRow("A", "B", False, ""), reach=Reach.OTHER),
            block("C", YenCell(), money("A", "C"), reach=Reach.RECOMMISSIONED),
        ),
        sheet_year=2018,
    )
    figure = drawn(chart)
    assert figure["node"]["label"] == ["総務省", "A.者<br>10百万円", "B.者<br>5百万円"]
    assert figure["link"]["target"] == [1, 2]
    assert figure["link"]["value"] == [10 * MILLION, 25_000]
    assert figure["link"]["color"][1] == theme.UNKNOWN
    assert figure["link"]["customdata"][1] == "A.者 → B.者<br>参考（資金ではない）"
    assert chart.notes == (
        "参考の矢印は資金ではないため、太さに意味のない細い線で描いています：A.者 → B.者。",
        "自らに戻る矢印は描いていません：A.者 → A.者。",
        "金額の記載がないため、帯で描いていません：A.者 → C.者。",
    )


def test_own_cost_and_other_money_have_bands_of_their_own() -> None:
    chart = flow_chart(
        replace(
            flow(
                block("A", million(10), money(None, "A")),
                block("B", million(5), reach=Reach.OTHER),
                block("C", million(3), money("B", "C"), reach=Reach.OTHER),
            ),
            own_cost=million(2),
        ),
        sheet_year=2024,
    )
    figure = drawn(chart)
    assert figure["node"]["label"] == [
        *("総務省", "A.者<br>10百万円", "B.者<br>5百万円", "C.者<br>3百万円"),
        *("間接経費（国自ら）<br>2百万円", "別の資金"),
    ]
    link = figure["link"]
    assert list(zip(link["source"], link["target"], link["value"], link["color"], strict=True)) == [
        (0, 1, 10 * MILLION, "rgba(59,111,212,0.45)"),
        (2, 3, 3 * MILLION, "rgba(209,85,42,0.45)"),
        (5, 2, 5 * MILLION, "rgba(209,85,42,0.45)"),
        (0, 4, 2 * MILLION, "rgba(162,121,43,0.45)"),
    ]
    assert chart.sentence == (
        "直接支出はA.者に10百万円。国自らが支出する間接経費は2百万円。"
        "府省庁から届く矢印のないブロックはB.者 5百万円、C.者 3百万円。"
    )


def test_own_cost_below_zero_is_no_band_and_told() -> None:
    chart = flow_chart(replace(flow(block("A", million(10), money(None, "A"))), own_cost=million(-4)), sheet_year=2024)
    assert drawn(chart)["link"]["value"] == [10 * MILLION]
    assert chart.notes == ("金額が0円以下のため、帯で描いていません：総務省 → 国自らが支出する間接経費。",)


def test_sheet_without_arrows_says_so() -> None:
    chart = flow_chart(flow(block("A", million(10), reach=Reach.UNKNOWN)), sheet_year=2019)
    assert chart.sentence == "このシートの公開データには資金の流れ（ブロックのつながり）がありません。"


def test_cycle_is_drawn() -> None:
    chart = flow_chart(
        flow(
            block("A", million(10), money(None, "A"), money("B", "A")),
            block("B", million(5), money("A", "B"), reach=Reach.RECOMMISSIONED),
        ),
        sheet_year=2018,
    )
    assert list(zip(drawn(chart)["link"]["source"], drawn(chart)["link"]["target"], strict=True)) == [
        (0, 1),
        (2, 1),
        (1, 2),
    ]


def test_name_with_markup_is_shown_letter_by_letter() -> None:
    figure = drawn(flow_chart(flow(block("A", million(1), money(None, "A"), name="<b>太")), sheet_year=2018))
    assert figure["node"]["label"][1] == "A.&lt;b&gt;太<br>1百万円"


def test_many_blocks_are_counted() -> None:
    blocks = [block(letter, million(1), money(None, letter)) for letter in "ABCD"]
    chart = flow_chart(flow(*blocks), sheet_year=2018)
    assert chart.sentence == "直接支出はA.者、B.者、C.者ほか計4ブロックに4百万円。"


def test_node_leads_to_the_payees_of_its_block() -> None:
    listed = replace(block("A", million(10), money(None, "A")), place=3)
    unlisted = replace(block("B", million(4), money("A", "B"), reach=Reach.RECOMMISSIONED), place=4, is_implied=True)
    node = drawn(flow_chart(flow(listed, unlisted), sheet_year=2024))["node"]
    assert node["customdata"] == [
        ["", "総務省<br>金額の記載なし"],
        ["#block-3", "A.者<br>10,000,000円"],
        ["", "B.者<br>4,000,000円"],
    ]


def size_of(*blocks: BlockRow) -> tuple[int, int | None, object]:
    """Height and width of the figure, and its last label."""
    chart = flow_chart(flow(*blocks), sheet_year=2024)
    assert isinstance(chart, Chart)
    layout = chart.payload["layout"]
    return layout["height"], layout.get("width"), drawn(chart)["node"]["label"][-1]


def test_figure_is_high_enough_for_the_labels_of_its_fullest_column() -> None:
    """Two lines of a label, and half as much again: plotly keeps a third for the bands."""
    few = [block(f"A{place}", million(1), money(None, f"A{place}")) for place in range(3)]
    many = [block(f"A{place}", million(1), money(None, f"A{place}")) for place in range(48)]
    lone = block("Z", million(1), money("A0", "Z"), reach=Reach.RECOMMISSIONED)  # ends in one column with the others
    assert size_of(*few)[:2] == (260, None)
    assert size_of(*many)[:2] == (2_640, None)
    assert size_of(*many, lone)[:2] == (2_640, None)


def test_labels_are_shorter_and_the_figure_wider_with_more_columns() -> None:
    name = "一二三四五六七八九十一二三四"
    blocks = [block("A", million(1), money(None, "A"), name=name)]
    for letter, source in ("BA", "CB", "DC", "ED"):
        blocks.append(block(letter, million(1), money(source, letter), name=name, reach=Reach.RECOMMISSIONED))
    assert size_of(*blocks[:1]) == (260, None, f"A.{name}<br>1百万円")
    assert size_of(*blocks[:2]) == (260, None, "B.一二三四五六七…<br>1百万円")
    assert size_of(*blocks[:3])[:2] == (260, 986)
    assert size_of(*blocks)[:2] == (260, 1_375)


def doubtful(amount: YenCell) -> tuple[PayeeRow, ...]:
    row = PayeeRow(1, "社", "", False, "", amount, "", Cell(), Cell(), "", is_amount_doubtful=True)
    return (row,)


def test_doubtful_total_bends_no_band_and_no_sum_and_is_told() -> None:
    wrong = replace(block("B", million(9_000_000), money(None, "B")), payees=doubtful(million(9_000_000)))
    behind = block("C", million(5), money("B", "C"), reach=Reach.RECOMMISSIONED)
    chart = flow_chart(flow(block("A", million(10), money(None, "A")), wrong, behind), sheet_year=2024)
    figure = drawn(chart)
    assert figure["link"]["value"] == [10 * MILLION, 5 * MILLION]
    assert figure["node"]["label"] == ["総務省", "A.者<br>10百万円", "B.者（単位誤りの疑い）", "C.者<br>5百万円"]
    assert figure["node"]["customdata"][2] == ["#block-0", "B.者（単位誤りの疑い）"]
    assert "直接支出はA.者に10百万円。" in chart.sentence
    assert chart.notes == ("単位誤りの疑いがある金額を含むため、図と合計に入れていません：B.者。",)


def test_flow_of_a_doubtful_total_alone_is_said_in_words() -> None:
    wrong = replace(block("A", million(9_000_000), money(None, "A")), payees=doubtful(million(9_000_000)))
    assert flow_chart(flow(wrong), sheet_year=2024).sentence == "総務省 → A.者（単位誤りの疑い）。"


def test_arrow_that_is_published_twice_is_said_once() -> None:
    twice = block("A", YenCell(), money(None, "A"), money(None, "A"))
    assert flow_chart(flow(twice), sheet_year=2024).sentence == "総務省 → A.者（金額の記載なし）。"
