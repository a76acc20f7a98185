"""The charts of contracts and of concentration: their numbers, their sentences, and what stands without data."""

from decimal import Decimal

from django.utils import translation

from reviewsheets.charts.contracts import concentration_chart, rates_chart, single_bids_chart
from reviewsheets.charts.theme import Chart
from reviewsheets.queries.concentration import Concentration, ConcentrationPage, MinistryConcentration
from reviewsheets.queries.contract_facts import (
    Bids,
    ContractPart,
    Form,
    MinistryShares,
    RateCount,
    Reasons,
    Shares,
    YearShares,
)


def shares(known: int, single: int) -> Shares:
    bids = Bids(contracts=known + 1, known=known, single=single)
    return Shares(known + 1, None, 0, bids, bids, Bids(), 0, 0, 0, 0)


def part(*ministries: tuple[str, int, int], rates: tuple[RateCount, ...] = ()) -> ContractPart:
    rows = tuple(MinistryShares(name, shares(known, single)) for name, known, single in ministries)
    years = (YearShares(Form.MULTI_YEAR, 2024, shares(1, 1)),)
    return ContractPart(Form.MULTI_YEAR, shares(1, 1), (), rows, years, rates, Reasons())


def test_ministries_with_the_most_known_contracts_are_drawn_largest_on_top() -> None:
    with translation.override("ja"):
        chart = single_bids_chart(part(("甲省", 4, 1), ("乙省", 0, 0), ("丙省", 8, 6)))
    assert isinstance(chart, Chart)
    (bar,) = chart.figure.data
    assert (bar["y"], bar["x"]) == (["甲省", "丙省"], [Decimal("25.0"), Decimal("75.0")])
    assert bar["customdata"] == ["1 / 4", "6 / 8"]
    assert chart.sentence == "入札者数の記載がある契約が最も多いのは丙省で、8件のうち6件が一者です。"
    assert (chart.years, chart.notes) == ("令和6年度 (2024)のシート", ())


def test_twelve_ministries_are_drawn() -> None:
    with translation.override("ja"):
        chart = single_bids_chart(part(*((f"{place}省", place, 0) for place in range(14))))
    assert isinstance(chart, Chart)
    assert (len(chart.figure.data[0]["y"]), chart.figure.data[0]["y"][0]) == (12, "2省")
    assert chart.notes == ("図は入札者数の記載がある契約の多い12の府省庁です。すべては表にあります。",)


def test_award_rates_are_drawn_without_the_blank_ones() -> None:
    rates = (RateCount("to-95", "九割", 3), RateCount("100", "十割", 2), RateCount("blank", "なし", 7))
    with translation.override("ja"):
        chart = rates_chart(part(rates=rates))
    assert isinstance(chart, Chart)
    assert (chart.figure.data[0]["y"], chart.figure.data[0]["x"]) == (["十割", "九割"], [2, 3])
    assert chart.sentence == "落札率の記載がある5件のうち、95％以上は2件です。ほかの7件には記載がありません。"


def test_concentration_is_drawn_highest_on_top() -> None:
    rows = tuple(
        MinistryConcentration(name, Concentration(2024, 100, largest, 90, index, None, 0))
        for name, largest, index in (("甲省", 80, 6_500), ("乙省", 50, 3_300))
    )
    with translation.override("ja"):
        chart = concentration_chart(ConcentrationPage(2024, rows, ()))
    assert isinstance(chart, Chart)
    first, three = chart.figure.data
    assert (first["y"], first["x"]) == (["乙省", "甲省"], [Decimal("50.0"), Decimal("80.0")])
    assert three["x"] == [Decimal("90.0"), Decimal("90.0")]
    assert (
        chart.sentence == "HHIが最も高いのは甲省の6,500で、最大の支出先（国の機関を含む）が80.0％を受け取っています。"
    )
    assert chart.years == "令和5年度 (2023)"


def test_without_data_a_sentence_stands() -> None:
    nothing = Concentration(2024, None, None, None, None, 5, 0)
    page = ConcentrationPage(2024, (MinistryConcentration("甲省", nothing),), ())
    for chart in (single_bids_chart(part()), rates_chart(part()), concentration_chart(page)):
        assert chart.figure is None
        assert chart.sentence
