from decimal import Decimal

from reviewsheets.charts.indicators import activity_charts, outcome_charts
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.indicators import IndicatorCells, IndicatorMatrix, IndicatorRow
from reviewsheets.units.cells import read_cell

YEARS = (2015, 2016, 2017)


def cells(fiscal_year: int | None, target: str = "", actual: str = "", rate: int | None = None) -> IndicatorCells:
    return IndicatorCells(
        fiscal_year=fiscal_year,
        target=read_cell(target),
        actual=read_cell(actual),
        achievement_percent=None if rate is None else Decimal(rate),
    )


def matrix(*years: IndicatorCells, final: IndicatorCells | None = None, less: bool = False) -> IndicatorMatrix:
    row = IndicatorRow("目標", "事業者数", "者", "", less, years, IndicatorCells(), final or IndicatorCells())
    return IndicatorMatrix(YEARS, (row,))


def only(charts: tuple[Chart | NoData, ...]) -> Chart | NoData:
    (chart,) = charts
    return chart


def test_target_alone_is_said_in_words() -> None:
    seed = matrix(*(cells(year, "-", "-") for year in YEARS), final=cells(2018, "8", "-"))
    assert only(outcome_charts(seed, sheet_year=2018)) == NoData(
        "outcome-1",
        "成果：事業者数",
        "目標値 8者（平成30年度 (2018)）のみで、実績はまだありません。",
        "outcomes",
    )


def test_dashes_alone_are_said_in_words() -> None:
    chart = only(outcome_charts(matrix(cells(2017, "検討中", "-")), sheet_year=2018))
    assert chart.sentence == "成果実績にも目標値にも数値の記載がありません。"


def test_target_without_a_year_is_said_in_words() -> None:
    chart = only(outcome_charts(matrix(final=cells(None, "90")), sheet_year=2018))
    assert chart.sentence == "目標値 90者（年度の記載なし）のみで、実績はまだありません。"


def test_single_year_with_both_is_said_in_words() -> None:
    chart = only(outcome_charts(matrix(cells(2017, "8", "6", 75)), sheet_year=2018))
    assert isinstance(chart, NoData)
    assert chart.sentence == (
        "平成29年度 (2017)は成果実績 6者、目標値 8者、達成度 75.0％。数値のある年度が1つのため、図にしていません。"
    )


def test_actuals_stand_against_targets_up_to_the_final_one() -> None:
    chart = only(
        outcome_charts(
            matrix(cells(2016, "1,000", "1200", 120), cells(2017, "8", "6", 75), final=cells(2020, "10")),
            sheet_year=2018,
        )
    )
    assert isinstance(chart, Chart)
    bars, line = chart.payload["data"]
    assert (bars["name"], bars["x"], bars["y"]) == ("成果実績", [2016, 2017], [Decimal(1200), Decimal(6)])
    assert (line["name"], line["x"], line["y"]) == (
        "目標値",
        [2016, 2017, 2020],
        [Decimal(1000), Decimal(8), Decimal(10)],
    )
    assert line["customdata"][0] == "1,000者"
    assert chart.payload["layout"]["xaxis"]["ticktext"] == ["28年度", "29年度", "32年度"]
    assert chart.sentence == (
        "平成29年度 (2017)は成果実績 6者、目標値 8者、達成度 75.0％。目標値と比べられる2年度のうち1年度で達しています。"
    )


def test_target_never_reached_is_told() -> None:
    chart = only(outcome_charts(matrix(cells(2016, "2", "1", 50), cells(2017, "2", "1", 50)), sheet_year=2018))
    assert chart.sentence.endswith("目標値と比べられる2年度のうち、達した年度はありません。")


def test_targets_without_any_actual_are_drawn_and_said() -> None:
    chart = only(outcome_charts(matrix(cells(2016, "1"), cells(2017, "2")), sheet_year=2018))
    assert isinstance(chart, Chart)
    assert chart.sentence == "目標値のみで、成果実績の数値はまだありません。"


def test_less_is_better_is_told() -> None:
    chart = only(outcome_charts(matrix(cells(2016, "1", "1"), cells(2017, "2", "1"), less=True), sheet_year=2018))
    assert chart.notes == ("小さいほど良い指標です。達成度は目標値÷実績で計算しています。",)


def test_activity_is_drawn_against_its_plan() -> None:
    chart = only(activity_charts(matrix(cells(2017, "100", "90", 90), cells(2018, "200")), sheet_year=2018))
    assert isinstance(chart, Chart)
    assert [trace["name"] for trace in chart.payload["data"]] == ["活動実績", "当初見込み"]


def test_name_with_markup_is_shown_letter_by_letter() -> None:
    row = IndicatorRow(
        "", "n", "<b>件", "", False, (cells(2016, "1", "1"), cells(2017, "1", "1")), *[IndicatorCells()] * 2
    )
    chart = only(outcome_charts(IndicatorMatrix((2016, 2017), (row,)), sheet_year=2018))
    assert isinstance(chart, Chart)
    assert chart.payload["data"][0]["customdata"][0] == "1&lt;b&gt;件"
