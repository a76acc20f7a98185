"""Ministries' execution rates and outcomes."""

from dataclasses import replace
from decimal import Decimal

from reviewsheets.charts.dashboard import outcomes_chart, rates_chart, years_chart
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.dashboard import MinistryTotals, YearTotals
from reviewsheets.queries.totals import Totals


def ministry(name: str, *, executed: int = 0, unused: int = 0, carried: int = 0) -> MinistryTotals:
    totals = Totals(
        sheets=1, with_result=1, result_executed_yen=executed, unused_yen=unused, result_carried_out_yen=carried
    )
    return MinistryTotals(name, 2018, totals)


def outcomes(name: str, reached: int, missed: int, other: int) -> MinistryTotals:
    totals = Totals(outcomes_reached=reached, outcomes_missed=missed, outcomes_not_comparable=other)
    return MinistryTotals(name, 2018, totals)


def drawn(chart: Chart | NoData) -> Chart:
    assert isinstance(chart, Chart)
    return chart


RATED = (
    ministry("総務省", executed=90, unused=10),
    ministry("財務省", executed=60, unused=40, carried=20),
    ministry("復興庁"),
)


def test_both_rates_by_net_rate_the_highest_on_top() -> None:
    chart = drawn(rates_chart(RATED))
    assert [(trace["name"], trace["y"], trace["x"]) for trace in chart.payload["data"]] == [
        ("執行率（繰越控除前）", ["財務省", "総務省"], [Decimal("50.0"), Decimal("90.0")]),
        ("執行率（繰越控除後）", ["財務省", "総務省"], [Decimal("60.0"), Decimal("90.0")]),
    ]
    assert chart.sentence == "執行率（繰越控除後）は、最も高い総務省が90.0％、最も低い財務省が60.0％です。"
    assert (chart.unit, chart.years, chart.csv) == ("％", "平成29年度 (2017)", "ministries")
    assert chart.notes == ("執行率を計算できない1の府省庁は入っていません。",)


def test_rates_differ_without_colour() -> None:
    symbols = [trace["marker"]["symbol"] for trace in drawn(rates_chart(RATED)).payload["data"]]
    assert symbols == ["diamond-open", "circle"]


def test_rate_above_a_hundred_is_explained() -> None:
    chart = drawn(rates_chart([ministry("デジタル庁", executed=186, unused=-86)]))
    assert chart.notes == (
        "ほかの事業に一括して計上された予算から執行した事業があると、執行率は100％を超えることがあります。",
    )


def test_without_a_rate_words_stand_for_the_chart() -> None:
    chart = rates_chart([ministry("復興庁")])
    assert (chart.figure, chart.sentence) == (None, "執行率を計算できる府省庁はありません。")


def test_outcomes_are_counts_drawn_as_parts_in_the_order_of_the_table() -> None:
    chart = drawn(
        outcomes_chart([outcomes("総務省", 3, 1, 6), outcomes("財務省", 0, 2, 0), outcomes("復興庁", 0, 0, 0)])
    )
    assert [(trace["name"], trace["y"], trace["x"]) for trace in chart.payload["data"]] == [
        ("達した", ["財務省", "総務省"], [0, 3]),
        ("達しなかった", ["財務省", "総務省"], [2, 1]),
        ("比べられない・値なし", ["財務省", "総務省"], [0, 6]),
    ]
    assert chart.payload["layout"]["barnorm"] == "percent"
    assert [trace["marker"]["pattern"]["shape"] for trace in chart.payload["data"]] == ["", "/", ""]
    assert chart.sentence == (
        "12件の成果目標のうち、達したものは3件、達しなかったものは3件、比べられないか値のないものは6件です。"
    )
    assert chart.notes == ("成果目標のない1の府省庁は入っていません。",)


def test_outcomes_of_which_none_can_be_missed_are_not_called_none_missed() -> None:
    chart = drawn(outcomes_chart([replace(outcomes("総務省", 3, 0, 6), tells_missed=False)]))
    assert [trace["name"] for trace in chart.payload["data"]] == ["達した", "比べられない・値なし"]
    assert chart.notes == ("達しなかったものの数は、改善の方向の記載がないため分かりません。",)
    assert chart.sentence == "9件の成果目標のうち、達したものは3件、比べられないか値のないものは6件です。"


def test_without_an_outcome_words_stand_for_the_chart() -> None:
    chart = outcomes_chart([outcomes("総務省", 0, 0, 0)])
    assert chart.sentence == "この年度には、前年度の目標値か実績値のある成果目標がありません。"


def test_names_are_no_markup() -> None:
    assert drawn(outcomes_chart([outcomes("<b>省", 1, 0, 0)])).payload["data"][0]["y"] == ["&lt;b&gt;省"]
    assert drawn(rates_chart([ministry("<b>省", executed=1)])).payload["data"][0]["y"] == ["&lt;b&gt;省"]


def test_a_note_says_where_the_total_changes_its_meaning() -> None:
    told = Totals(sheets=1, total_yen=10, executed_yen=5)
    note = "計は、2023年度までのシートでは翌年度へ繰越した額を引いた額、2024年度からのシートでは引く前の額です。"
    assert drawn(years_chart([YearTotals(2024, told), YearTotals(2020, told)])).notes == (note,)
    assert drawn(years_chart([YearTotals(2020, told), YearTotals(2019, told)])).notes == ()
