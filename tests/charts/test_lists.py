"""The charts above a list of sheets."""

from reviewsheets.charts.lists import groups_chart, rates_chart
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.facets import FacetValue
from reviewsheets.queries.totals import GroupTotals, SetTotals, Totals

MILLION = 1_000_000


def added(*groups: tuple[str, int]) -> SetTotals:
    rows = [
        GroupTotals(name, Totals(sheets=1, total_yen=million * MILLION, executed_yen=MILLION))
        for name, million in groups
    ]
    return SetTotals(Totals(sheets=len(groups)), len(groups), tuple(rows), is_by_bureau=True)


def test_bureaus_that_begin_alike_keep_bars_of_their_own() -> None:
    first, second = "大臣官房総合政策課の第一企画調整室", "大臣官房総合政策課の第一企画調整班"
    chart = groups_chart(added((first, 30), (second, 20)), "令和5年度 (2023)")
    assert isinstance(chart, Chart)
    assert chart.figure.data[0]["y"] == [second, first]
    assert list(map(float, chart.figure.data[0]["x"])) == [20, 30]
    assert chart.figure.layout["yaxis"]["tickvals"] == [first, second]
    assert chart.figure.layout["yaxis"]["ticktext"] == ["大臣官房総合政策課の第一企…"] * 2
    assert chart.sentence == f"計が最も大きいのは{first}で30百万円、執行額は1百万円です。"


def test_eight_groups_are_drawn_and_the_others_told() -> None:
    chart = groups_chart(added(*((f"{place}局", 100 - place) for place in range(10))), "")
    assert isinstance(chart, Chart)
    assert len(chart.figure.data[0]["y"]) == 8
    assert chart.notes == ("計の大きい8だけの図です。ほかの2は表にあります。",)


def test_a_set_without_amounts_says_so() -> None:
    chart = groups_chart(SetTotals(Totals(), 1, (GroupTotals("甲局", Totals(sheets=1)),), is_by_bureau=True), "")
    assert isinstance(chart, NoData)
    assert chart.sentence == "この条件のシートに、前年度の計の記載はありません。"


def test_rates_stand_in_their_order_from_above() -> None:
    chart = rates_chart([FacetValue("to-50", "50％未満", 3), FacetValue("to-80", "50％以上80％未満", 5)], "")
    assert isinstance(chart, Chart)
    assert (chart.figure.data[0]["y"], chart.figure.data[0]["x"]) == (["50％以上80％未満", "50％未満"], [5, 3])
    assert chart.sentence == "最も多いのは「50％以上80％未満」の5件です。"
    assert isinstance(rates_chart([], ""), NoData)
