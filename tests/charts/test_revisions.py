from django.utils import translation

from reviewsheets.charts.revisions import ministries_chart
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.revision_facts import Changes, MinistryChanges, RevisionsPage, Sums


def page(*ministries: tuple[str, int, int]) -> RevisionsPage:
    """A page of ministries with so many raised and lowered amounts."""
    rows = tuple(MinistryChanges(name, Changes(up + down, 0, up, 1), Sums(), None) for name, up, down in ministries)
    return RevisionsPage(1, 0, Changes(), None, "total", (), rows, (2019, 2020) if ministries else ())


def test_ministries_with_the_most_revisions_are_drawn_on_top() -> None:
    with translation.override("ja"):
        chart = ministries_chart(page(("甲省", 1, 2), ("乙省", 1_000, 5)))
    assert isinstance(chart, Chart)
    raised, lowered = chart.figure.data
    assert (raised["y"], raised["x"], lowered["x"]) == (["甲省", "乙省"], [1, 1_000], [2, 5])
    assert chart.sentence == "最も多いのは乙省の1,005件で、増額が1,000件、減額が5件です。"
    assert (chart.unit, chart.years, chart.csv) == (
        "件",
        "令和元年度 (2019)～令和2年度 (2020)のシート",
        "ministries",
    )
    assert chart.notes == ()


def test_twelve_ministries_are_drawn() -> None:
    with translation.override("ja"):
        chart = ministries_chart(page(*((f"{place}省", place, 0) for place in range(14))))
    assert isinstance(chart, Chart)
    assert (len(chart.figure.data[0]["y"]), chart.figure.data[0]["y"][0]) == (12, "2省")
    assert chart.notes == ("図は改訂の多い12の府省庁です。すべては表にあります。",)


def test_nothing_revised_is_said() -> None:
    with translation.override("ja"):
        chart = ministries_chart(page())
    assert isinstance(chart, NoData)
    assert chart.sentence == "この条件の改訂はありません。"
