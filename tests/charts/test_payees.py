"""What a payee got by sheet year: bars beside each other, at the years' true distance."""

from decimal import Decimal

from reviewsheets.charts.payees import payee_chart
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.payee import PayeePage, PayeeYear
from reviewsheets.queries.reach_amounts import ReachAmounts

MILLION = 1_000_000


def page(*years: PayeeYear) -> PayeePage:
    return PayeePage("見本社", "見本社", "", "unnumbered", (), years, (), (), 0, (), 0, (), (), False, False)


def test_a_bar_a_kind_of_money_and_year() -> None:
    chart = payee_chart(
        page(
            PayeeYear(2018, 1, ReachAmounts(unknown_yen=7 * MILLION)),
            PayeeYear(2024, 2, ReachAmounts(direct_yen=100_250_000, recommissioned_yen=0)),
        )
    )
    assert isinstance(chart, Chart)
    figure = chart.payload
    assert [(bar["name"], list(bar["x"]), list(bar["y"])) for bar in figure["data"]] == [
        ("直接支出", [2018, 2024], [None, Decimal("100.25")]),
        ("再委託等", [2018, 2024], [None, Decimal(0)]),
        ("流れの記載なし", [2018, 2024], [Decimal(7), None]),
    ]
    assert figure["data"][0]["customdata"] == ["", "100,250,000円"]
    assert (figure["layout"]["barmode"], figure["layout"]["xaxis"]["type"]) == ("group", "linear")
    assert (chart.unit, chart.years) == ("百万円", "平成29年度 (2017)～令和5年度 (2023)")
    assert chart.sentence == "令和6年度 (2024)のシートでは、直接支出 100百万円、再委託等 0百万円です。"


def test_no_amounts_are_said_in_words() -> None:
    chart = payee_chart(page(PayeeYear(2018, 1, ReachAmounts())))
    assert isinstance(chart, NoData)
    assert chart.sentence == "金額の記載はありません。"
    assert isinstance(payee_chart(page()), NoData)
