from decimal import Decimal

from reviewsheets.charts.budget import budget_chart
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.budget import ExecutionYear
from reviewsheets.units.cells import YenCell
from reviewsheets.units.money import Basis

MILLION = 1_000_000
DASH = YenCell(text="-")


def year(budget_year: int, total_yen: int | None, executed: YenCell | None = None, **fields: object) -> ExecutionYear:
    """A decided year of a net sheet."""
    given = {"is_request": False, "basis": Basis.NET} | fields
    return ExecutionYear(budget_year, total=YenCell(total_yen), executed=executed or YenCell(), **given)  # type: ignore[arg-type]  # any field


SEED = (
    *(year(past, 0, YenCell(0)) for past in (2015, 2016, 2017)),
    year(2018, 599 * MILLION),
    ExecutionYear(2019, True, Basis.NET, requested=DASH, total=YenCell(0)),
)
EXECUTED = (
    year(
        2017,
        80 * MILLION,
        YenCell(60 * MILLION),
        gross_rate_percent=Decimal(50),
        net_rate_percent=Decimal(75),
    ),
    year(2018, 90 * MILLION),
    ExecutionYear(2019, True, Basis.NET, requested=YenCell(7 * MILLION), total=YenCell(7 * MILLION)),
)


def drawn(chart: Chart | NoData) -> Chart:
    assert isinstance(chart, Chart)
    return chart


def test_budget_without_execution_says_so() -> None:
    chart = drawn(budget_chart(SEED, sheet_year=2018))
    assert chart.sentence == "平成30年度 (2018)の計は599百万円。執行額はまだ報告されていません（記載なし）。"
    assert [(trace["name"], trace["x"], trace["y"]) for trace in chart.payload["data"]] == [
        ("計（歳出予算現額）", [2018], [Decimal(599)])
    ]
    assert "yaxis2" not in chart.payload["layout"]


def test_dash_in_the_newest_year_is_told() -> None:
    chart = drawn(budget_chart((year(2018, MILLION, DASH),), sheet_year=2018))
    assert chart.sentence == "平成30年度 (2018)の計は1百万円。執行額はまだ報告されていません（「-」）。"


def test_both_rates_stand_on_an_axis_of_their_own() -> None:
    chart = drawn(budget_chart(EXECUTED, sheet_year=2018))
    traces = chart.payload["data"]
    assert [(trace["name"], trace["x"], trace["y"], trace.get("yaxis")) for trace in traces] == [
        ("計（歳出予算現額）", [2017, 2018], [Decimal(80), Decimal(90)], None),
        ("要求額", [2019], [Decimal(7)], None),
        ("執行額", [2017], [Decimal(60)], None),
        ("執行率（繰越控除前）", [2017], [Decimal(50)], "y2"),
        ("執行率（繰越控除後）", [2017], [Decimal(75)], "y2"),
    ]
    assert traces[0]["customdata"] == ["80,000,000円", "90,000,000円"]
    assert chart.payload["layout"]["yaxis2"]["range"] == [0, 110]
    assert chart.payload["layout"]["xaxis"]["ticktext"] == ["29年度", "30年度", "31年度"]
    assert chart.sentence == (
        "平成29年度 (2017)は計80百万円のうち60百万円を執行（執行率は繰越控除前 50.0％、控除後 75.0％）。"
    )


def test_newest_year_whose_execution_is_known_is_told() -> None:
    chart = drawn(
        budget_chart((year(2016, 10 * MILLION, YenCell(9 * MILLION)), year(2017, 8 * MILLION)), sheet_year=2018)
    )
    assert chart.sentence == "平成28年度 (2016)は計10百万円のうち9百万円を執行。"


def test_large_amounts_are_drawn_in_hundred_millions() -> None:
    chart = drawn(budget_chart((year(2018, 15_000 * MILLION),), sheet_year=2018))
    assert (chart.unit, chart.payload["data"][0]["y"]) == ("億円", [Decimal(150)])


def test_trillions_are_told_and_drawn_in_one_unit() -> None:
    chart = drawn(
        budget_chart(
            (year(2017, 1_200_000 * MILLION), year(2018, 950_000 * MILLION, YenCell(900_000 * MILLION))),
            sheet_year=2019,
        )
    )
    assert chart.unit == chart.payload["layout"]["yaxis"]["title"]["text"] == "兆円"
    assert chart.payload["data"][0]["y"] == [Decimal("1.2"), Decimal("0.95")]
    assert chart.sentence == "平成30年度 (2018)は計0.95兆円のうち0.90兆円を執行。"


def test_unit_follows_money_executed_without_a_budget() -> None:
    chart = drawn(budget_chart((year(2018, 0, YenCell(15_000 * MILLION)),), sheet_year=2019))
    assert (chart.unit, chart.payload["data"][-1]["y"]) == ("億円", [Decimal(150)])


def test_nothing_but_zeros_is_said_in_words() -> None:
    chart = budget_chart(SEED[:3], sheet_year=2018)
    assert chart == NoData("budget", "予算額と執行額", "予算額・執行額に0でない数値の記載はありません。", "budget")


def test_figure_leaves_the_pages_colours_alone() -> None:
    layout = drawn(budget_chart(EXECUTED, sheet_year=2018)).payload["layout"]
    assert "color" not in layout["font"]
    assert not {"paper_bgcolor", "plot_bgcolor"} & layout.keys()
    assert "gridcolor" not in layout["xaxis"]
