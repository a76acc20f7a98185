from dataclasses import replace

from reviewsheets.charts import theme
from reviewsheets.charts.spending import flow_chart
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.spending import BlockRow, Flow, LinkRow, PayeeRow, Reach
from reviewsheets.units.cells import Cell, YenCell

MILLION = 1_000_000


def block(letter: str, total: YenCell, *incoming: LinkRow, name: str = "者", reach: Reach = Reach.DIRECT) -> BlockRow:
    depth = {Reach.DIRECT: 1, Reach.RECOMMISSIONED: 2, Reach.OTHER: 0}[reach]
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


def test_unpublished_split_is_drawn_equal_and_grey_and_told() -> None:
    chart = flow_chart(
        flow(
            block("A", million(10), money(None, "A")),
            block("B", million(9), money(None, "B"), money("A", "B")),
        ),
        sheet_year=2018,
    )
    link = drawn(chart)["link"]
    assert link["value"] == [10 * MILLION, 4_500_000, 4_500_000]
    grey = int(theme.UNKNOWN[1:3], 16)
    assert link["color"][1:] == [f"rgba({grey},{grey},{grey},0.35)"] * 2
    assert link["customdata"][1] == "B.者の合計は9,000,000円。2か所からの内訳は公表されていません"
    assert chart.notes == ("資金元が複数あり、その内訳が公表されていないため、等分した灰色の帯で描いています：B。",)


def test_references_self_arrows_and_blocks_without_amount_are_left_out_and_told() -> None:
    chart = flow_chart(
        flow(
            block("A", million(10), money(None, "A"), money("A", "A")),
            block("B", million(5), LinkRow("A", "B", False, ""), reach=Reach.OTHER),
        ),
        sheet_year=2018,
    )
    assert drawn(chart)["link"]["target"] == [1]
    assert chart.notes == (
        "参考の矢印（資金ではないもの）は描いていません：A → B。",
        "自らに戻る矢印は描いていません：A → A。",
        "金額がないか、資金元の矢印がないため、帯で描いていません：B.者。",
    )


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
    assert figure["node"]["customdata"][2] == "B.者（単位誤りの疑い）"
    assert "直接支出はA.者に10百万円。" in chart.sentence
    assert chart.notes == ("単位誤りの疑いがある金額を含むため、図と合計に入れていません：B.者。",)


def test_flow_of_a_doubtful_total_alone_is_said_in_words() -> None:
    wrong = replace(block("A", million(9_000_000), money(None, "A")), payees=doubtful(million(9_000_000)))
    assert flow_chart(flow(wrong), sheet_year=2024).sentence == "総務省 → A.者（単位誤りの疑い）。"


def test_arrow_that_is_published_twice_is_said_once() -> None:
    twice = block("A", YenCell(), money(None, "A"), money(None, "A"))
    assert flow_chart(flow(twice), sheet_year=2024).sentence == "総務省 → A.者（金額の記載なし）。"
