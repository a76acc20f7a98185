from decimal import Decimal

from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.charts.unit_costs import unit_cost_charts
from reviewsheets.queries.indicators import UnitCostCells, UnitCostMatrix, UnitCostRow
from reviewsheets.units.cells import read_cell


def chart_of(**values: str) -> Chart | NoData:
    """y2017="1.8"."""
    cells = tuple(UnitCostCells(int(year[1:]), read_cell(value)) for year, value in values.items())
    row = UnitCostRow("執行額／数", "<円>", "円/個", cells)
    (chart,) = unit_cost_charts(UnitCostMatrix(tuple(one.fiscal_year for one in cells), (row,)), sheet_year=2018)
    return chart


def test_years_done_and_planned_are_told_apart() -> None:
    chart = chart_of(y2015="-", y2016="1.5", y2017="2", y2018="1.8")
    assert isinstance(chart, Chart)
    done, planned = chart.payload["data"]
    assert (done["name"], done["x"], done["y"]) == ("実績", [2016, 2017], [Decimal("1.5"), Decimal(2)])
    assert (planned["name"], planned["x"], planned["customdata"]) == ("活動見込", [2018], ["1.8&lt;円&gt;"])
    assert chart.sentence == (
        "平成30年度 (2018)（活動見込）は1.8<円>、平成29年度 (2017)は2<円>。差は-0.2<円>（-10.0％）。"
    )
    assert (chart.title, chart.csv) == ("単位当たりコスト：執行額／数", "unit-costs")


def test_no_change_is_said() -> None:
    assert chart_of(y2016="2", y2017="2").sentence.endswith("は2<円>。増減はありません。")


def test_share_of_nothing_is_not_told() -> None:
    assert chart_of(y2016="0", y2017="2").sentence.endswith("差は+2<円>。")


def test_single_year_is_said_in_words() -> None:
    chart = chart_of(y2017="-", y2018="1.8")
    assert isinstance(chart, NoData)
    assert chart.sentence == "平成30年度 (2018)は1.8<円>。数値のある年度が1つのため、図にしていません。"


def test_dashes_alone_are_said_in_words() -> None:
    assert chart_of(y2017="-").sentence == "単位当たりコストに数値の記載がありません。"
