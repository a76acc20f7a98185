"""The charts of indicators' results: their numbers, their sentences, and what stands without data."""

from decimal import Decimal

from django.utils import translation

from reviewsheets.charts.indicator_results import ministries_chart, spending_chart, years_chart
from reviewsheets.charts.theme import Chart
from reviewsheets.queries.indicator_results import MinistryResults, ResultCounts, ResultPart, Told, YearResults
from reviewsheets.queries.indicator_results_list import ListedResult
from reviewsheets.units.cells import Cell

YEN = 100_000_000


def counts(**bands: int) -> ResultCounts:
    """`to_50=3`."""
    named = {{"hundred": "100"}.get(name, name.replace("_", "-")): number for name, number in bands.items()}
    return ResultCounts(sum(named.values()), {}, named)


def part(told: Told, *ministries: tuple[str, ResultCounts]) -> ResultPart:
    rows = tuple(MinistryResults(name, own) for name, own in ministries)
    by_year = {2020: counts(to_50=1), 2018: counts(hundred=1), 2017: counts(none=1)}
    years = tuple(YearResults(sheet_year, own) for sheet_year, own in by_year.items())
    return ResultPart(told, counts(to_50=1, hundred=2, over_150=1, none=4), rows, years)


def outcome(percent: int, points: int, *, direction: str = "", name: str = "指標") -> ListedResult:
    """An outcome whose sheet spent so many percent more than 1億円; its 達成度 fell from 100 by so many points."""
    return ListedResult(
        *(2020, "甲省", False, "1", "見本事業", "outcome", name, "", "件", direction, "missed", Cell(), Cell()),
        Decimal(100 - points),
        Decimal(100),
        YEN + YEN * percent // 100,
        YEN,
    )


def test_parts_of_those_with_an_achievement_are_drawn_in_the_official_order() -> None:
    own = part(Told.KNOWN, ("甲省", counts(to_50=1, hundred=3, none=9)), ("乙省", counts(over_150=2)))
    with translation.override("ja"):
        chart = ministries_chart(own)
    assert isinstance(chart, Chart)
    drawn = {bar["name"]: (bar["y"], bar["x"]) for bar in chart.figure.data}
    assert list(drawn) == ["50％未満", "50％以上80％未満", "80％以上100％未満", "100％", "100％超150％以下", "150％超"]
    assert drawn["50％未満"] == (["乙省", "甲省"], [Decimal("0.0"), Decimal("25.0")])
    assert drawn["150％超"] == (["乙省", "甲省"], [Decimal("100.0"), Decimal("0.0")])
    assert chart.figure.data[3]["customdata"] == ["0 / 2", "3 / 4"]
    assert chart.sentence == "8件のうち達成度があるのは4件で、100％以上は3件（75.0％）です。"
    assert (chart.key, chart.csv) == ("ministries-known", "ministries")


def test_without_a_direction_it_is_the_share_of_the_target() -> None:
    with translation.override("ja"):
        chart = years_chart(part(Told.UNKNOWN))
    assert isinstance(chart, Chart)
    assert chart.figure.data[0]["y"] == ["平成30年度 (2018)", "令和2年度 (2020)"]
    assert chart.sentence == "8件のうち達成度（実績／目標）があるのは4件で、100％以上は3件（75.0％）です。"
    assert (chart.key, chart.csv) == ("years-unknown", "years")


def test_changes_are_drawn_by_whether_the_direction_is_told() -> None:
    rows = [outcome(20, 15, direction="up"), outcome(50, 300), outcome(2_000, 30, name="<b>指標</b>")]
    with translation.override("ja"):
        chart = spending_chart(rows)
    assert isinstance(chart, Chart)
    unknown, known = chart.figure.data
    assert (known["x"], known["y"]) == ([Decimal("20.0")], [Decimal(-15)])
    assert (unknown["x"], unknown["y"]) == ([Decimal(1_000), Decimal("50.0")], [Decimal(-30), Decimal(-200)])
    assert unknown["marker"]["symbol"] == ["triangle-up-open", "triangle-up-open"]
    assert unknown["text"][0] == "見本事業：&lt;b&gt;指標&lt;/b&gt;"
    assert chart.notes == ("増加が1,000％か低下が200ポイントを超える2件は、図の端に三角で描いています。",)
    assert chart.sentence == (
        "3件のうち、改善の方向の記載があるのは1件です。執行額が最も大きいのは甲省の「見本事業」の2,100百万円です。"
    )


def test_the_largest_are_drawn() -> None:
    with translation.override("ja"):
        chart = spending_chart([outcome(percent, 15) for percent in range(10, 320)])
    assert isinstance(chart, Chart)
    assert (len(chart.figure.data[0]["x"]), min(chart.figure.data[0]["x"])) == (300, Decimal("20.0"))
    assert chart.notes == ("図は執行額の大きい300件です。すべてはCSVにあります。",)


def test_without_data_a_sentence_stands() -> None:
    nothing = ResultPart(Told.KNOWN, counts(none=1), (MinistryResults("甲省", counts(none=1)),), ())
    for chart in (ministries_chart(nothing), years_chart(nothing), spending_chart([])):
        assert chart.figure is None
        assert chart.sentence
