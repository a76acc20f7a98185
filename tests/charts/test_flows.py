"""A year's flows as a Sankey and in words."""

from dataclasses import replace

from reviewsheets.charts.flows import LinkRow, flows_chart, links_of, said_of, steps_of
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.flows import FlowLink, Flows, FlowsAsked, FlowTotals, Gap, GapPart, Node, Role, Step

MILLION = 1_000_000
MINISTRY = Node(Step.MINISTRY, Role.OWN, "総務省", "総務省")
PROJECT = Node(Step.PROJECT, Role.OWN, "<b>甲</b>事業", "k1", "/sheets/2024/総務省/1/")
REST = Node(Step.PROJECT, Role.REST, number=1_234)
PAYEE = Node(Step.PAYEE, Role.OWN, "見本株式会社", "見本株式会社")
NO_ONE = Node(Step.PAYEE, Role.NO_ONE)
TOTALS = FlowTotals(
    direct_yen=1_000 * MILLION,
    recommissioned_yen=400 * MILLION,
    unnamed_yen=250 * MILLION,
    own_cost_yen=20 * MILLION,
    executed_yen=1_100 * MILLION,
    doubtful=3,
)
FLOWS = Flows(
    asked=FlowsAsked(2024),
    steps=(Step.MINISTRY, Step.PROJECT, Step.PAYEE),
    links=(
        FlowLink(MINISTRY, PROJECT, 750 * MILLION),
        FlowLink(MINISTRY, REST, 250 * MILLION),
        FlowLink(PROJECT, PAYEE, 750 * MILLION),
        FlowLink(REST, NO_ONE, 250 * MILLION),
    ),
    totals=TOTALS,
)


def drawn(flows: Flows = FLOWS) -> Chart:
    chart = flows_chart(flows)
    assert isinstance(chart, Chart)
    return chart


def test_nodes_stand_in_columns_with_short_plain_labels_and_lead_on() -> None:
    node = drawn().payload["data"][0]["node"]
    assert list(zip(node["label"], node["x"], [address for address, _words in node["customdata"]], strict=True)) == [
        ("総務省 1,000百万円", 0.001, "/flows/?year=2024&ministry=総務省"),
        ("&lt;b&gt;甲&lt;/b&gt;事業 750百万円", 0.5, "/flows/?year=2024&project=k1"),
        ("ほか1,234事業 250百万円", 0.5, "/flows/?year=2024&open=project#opened"),
        ("見本株式会社 750百万円", 0.999, "/flows/?year=2024&payee=見本株式会社"),
        ("特定の一者ではない記載 250百万円", 0.999, "/flows/?year=2024&open=no-one#opened"),
    ]
    assert node["customdata"][1][1] == "&lt;b&gt;甲&lt;/b&gt;事業<br>750,000,000円（全体の75.0％）"
    assert node["y"][1] < node["y"][2]


def test_bands_are_the_links() -> None:
    link = drawn().payload["data"][0]["link"]
    assert list(zip(link["source"], link["target"], link["value"], strict=True)) == [
        (0, 1, 750_000_000),
        (0, 2, 250_000_000),
        (1, 3, 750_000_000),
        (2, 4, 250_000_000),
    ]
    assert len(set(link["color"])) == 2


def test_table_and_lists_have_the_same_numbers() -> None:
    assert links_of(FLOWS)[-1] == LinkRow(
        "ほか1,234事業",
        "/flows/?year=2024&open=project#opened",
        "特定の一者ではない記載",
        "/flows/?year=2024&open=no-one#opened",
        250_000_000,
    )
    step, name, rows = steps_of(FLOWS)[1]
    assert (step, name, [(row.label, row.amount, row.share) for row in rows]) == (
        Step.PROJECT,
        "事業",
        [("<b>甲</b>事業", "750百万円", "75.0％"), ("ほか1,234事業", "250百万円", "25.0％")],
    )


def test_amount_below_zero_is_in_the_table_alone() -> None:
    refund = FlowLink(REST, PAYEE, -5)
    chart = drawn(replace(FLOWS, links=(*FLOWS.links, refund)))
    assert len(chart.payload["data"][0]["link"]["value"]) == 4
    assert chart.notes[-1] == "0円に満たない1件は描けないため、表にだけあります。"


def test_totals_in_sentences() -> None:
    assert said_of(FLOWS) == [
        (
            "令和5年度 (2023)に府省庁が直接支払った額は1,000百万円（1,000,000,000円）です。"
            "府省庁・事業・支出先のどの段で足しても、この額になります。"
            "このうち250百万円（25.0％）は「その他」「個人A」「年金受給者」など特定の一者ではない記載で、順位に入れず別に示しています。"
        ),
        (
            "同じシートの執行額は1,100百万円です。国自らが支出する間接経費20百万円は支出先への支払いではないので、この流れに入っていません。"
            "執行額のうち残りの80百万円は、シートの支出先の表に載っていない額です。内訳は公表されていません。"
        ),
        "この流れに足していない額：支出先が次の支出先へ支払った額（再委託等）400百万円。再委託等は直接支出の中から支払われるので、足すと二重になります。",
        "単位誤りの疑いがある3行は、どの額にも入れていません。",
    ]


def test_more_direct_money_than_executed_is_said_so() -> None:
    less = replace(FLOWS, totals=replace(TOTALS, executed_yen=900 * MILLION))
    assert said_of(less)[1].endswith(
        "直接支出と間接経費の合計は、執行額より120百万円多くなっています。多い理由は、公表されたデータからは分かりません。"
    )
    even = replace(FLOWS, totals=replace(TOTALS, executed_yen=1_020 * MILLION))
    assert said_of(even)[1].endswith("直接支出と間接経費を足すと、執行額と一致します。")


def test_gap_of_several_kinds_of_sheets_is_told_by_its_parts_exactly() -> None:
    parts = (
        GapPart(Gap.BLANK, 1_136, 300_000_001),
        GapPart(Gap.ZERO, 2, 20 * MILLION),
        GapPart(Gap.MORE, 562, 50 * MILLION),
        GapPart(Gap.LESS, 9, -250 * MILLION),
    )
    more = replace(FLOWS, totals=replace(TOTALS, executed_yen=899_999_999, gap_parts=parts))
    assert said_of(more)[1].endswith(
        "直接支出と間接経費の合計は、執行額より120.000001百万円（120,000,001円）多くなっています。シートごとに執行額と比べると、"
        "執行額の記載がない1,136枚の額が+300,000,001円、執行額が0円の2枚の額が+20,000,000円、"
        "執行額より多い562枚の差が+50,000,000円、執行額より少ない9枚の差が-250,000,000円で、足すとこの差になります。"
    )


def test_amount_too_little_for_million_yen_is_told_in_yen() -> None:
    nearly = replace(FLOWS, totals=replace(TOTALS, executed_yen=1_020 * MILLION + 2_398))
    assert said_of(nearly)[1].endswith(
        "執行額のうち残りの2,398円は、シートの支出先の表に載っていない額です。内訳は公表されていません。"
    )


def test_no_one_unit_is_named_over_labels_of_several() -> None:
    assert drawn().unit == ""


def test_year_without_arrows_is_words() -> None:
    chart = flows_chart(replace(FLOWS, links=(), totals=FlowTotals(unknown_yen=5 * MILLION)))
    assert isinstance(chart, NoData)
    assert chart.sentence == (
        "令和6年度 (2024)のシートは、どの支払いを府省庁が直接行ったかを公表していないため、"
        "府省庁からの流れは描けません。"
    )
    nothing = flows_chart(replace(FLOWS, links=(), totals=FlowTotals()))
    assert nothing.sentence == "条件に合う支払いのうち、府省庁が直接支払ったと公表されているものはありません。"
