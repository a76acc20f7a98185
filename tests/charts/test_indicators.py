from dataclasses import replace
from decimal import Decimal

from reviewsheets.charts.indicators import activity_charts, outcome_charts
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.indicators import IndicatorCells, IndicatorMatrix, IndicatorRow
from reviewsheets.units.cells import read_cell

YEARS = (2015, 2016, 2017)
UP = "上向き（大きいほど良い）"


def cells(fiscal_year: int | None, target: str = "", actual: str = "", rate: int | None = None) -> IndicatorCells:
    return IndicatorCells(
        fiscal_year=fiscal_year,
        target=read_cell(target),
        actual=read_cell(actual),
        achievement_percent=None if rate is None else Decimal(rate),
    )


def matrix(
    *years: IndicatorCells,
    interim: IndicatorCells | None = None,
    final: IndicatorCells | None = None,
    less: bool = False,
    direction: str = UP,
) -> IndicatorMatrix:
    columns = (interim or IndicatorCells(), final or IndicatorCells())
    row = IndicatorRow("目標", "事業者数", "者", "", less, years, *columns, direction=direction)
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
    bars, line, _goal = chart.payload["data"]
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
        "目標最終年度は令和2年度 (2020)に10者。"
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


def test_targets_set_apart_are_marked_at_their_year_and_said() -> None:
    years = (cells(2016, "4", "3", 75), cells(2017, "8", "6", 75))
    chart = only(outcome_charts(matrix(*years, interim=cells(2020, "9"), final=cells(2022, "10")), sheet_year=2018))
    assert isinstance(chart, Chart)
    marks = [
        (trace["name"], trace["x"], trace["y"], trace["text"], trace["marker"]["symbol"])
        for trace in chart.payload["data"][2:]
    ]
    assert marks == [
        ("中間目標", [2020], [Decimal(9)], ["32年度"], "star"),
        ("目標最終年度", [2022], [Decimal(10)], ["34年度"], "hexagram"),
    ]
    assert chart.sentence.endswith("中間目標は令和2年度 (2020)に9者。目標最終年度は令和4年度 (2022)に10者。")


def test_target_year_of_the_rs_form_is_marked() -> None:
    goal = replace(cells(2030, "10"), is_goal_year=True)
    chart = only(outcome_charts(matrix(cells(2023, "4", "4", 100), goal), sheet_year=2024))
    assert isinstance(chart, Chart)
    assert (chart.payload["data"][2]["name"], chart.payload["data"][2]["x"]) == ("目標年度", [2030])
    assert chart.sentence.endswith("目標年度は令和12年度 (2030)に10者。")


def test_target_without_a_year_is_said_and_not_drawn() -> None:
    chart = only(
        outcome_charts(
            matrix(cells(2016, "4", "3", 75), cells(2017, "8", "6", 75), final=cells(None, "10")), sheet_year=2018
        )
    )
    assert isinstance(chart, Chart)
    assert len(chart.payload["data"]) == 2
    assert chart.sentence.endswith("目標最終年度は10者（年度の記載なし）。")


def test_less_is_better_is_reached_from_above() -> None:
    years = (cells(2016, "4", "5", 80), cells(2017, "4", "3", 133))
    chart = only(outcome_charts(matrix(*years, less=True), sheet_year=2018))
    assert chart.sentence.endswith("目標値と比べられる2年度のうち1年度で達しています。")


def test_far_exceeded_years_are_counted() -> None:
    years = (cells(2016, "4", "6", 150), cells(2017, "4", "7", 175))
    chart = only(outcome_charts(matrix(*years), sheet_year=2018))
    assert chart.sentence.endswith("2年度で達しています。うち1年度は150％を超えています。")


def test_without_a_direction_nothing_is_judged() -> None:
    years = (cells(2016, "4", "4", 100), cells(2017, "4", "7", 175))
    chart = only(outcome_charts(matrix(*years, direction=""), sheet_year=2018))
    assert chart.sentence == (
        "平成29年度 (2017)は成果実績 7者、目標値 4者、達成度 175.0％。"
        "改善の方向の記載がないため、目標値に達したかどうかは判定していません。"
    )
