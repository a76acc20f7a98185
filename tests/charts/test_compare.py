"""Several on the same axes, and the unit of their table."""

from decimal import Decimal

from reviewsheets.charts.compare import compare_chart, table_unit
from reviewsheets.charts.theme import Chart
from reviewsheets.queries.budget import ExecutionYear
from reviewsheets.queries.compare import Compared, ComparedYear, Comparison, Reference, SheetPlace
from reviewsheets.units.cells import YenCell
from reviewsheets.units.money import Basis

MILLION = 1_000_000
BILLION = 1_000 * MILLION
SHEET = SheetPlace(2018, "総務省", "1", "/sheets/2018/x/1/")


def year(
    budget_year: int, total_yen: int | None, executed_yen: int | None, *, basis: Basis = Basis.NET
) -> ComparedYear:
    """A decided year."""
    row = ExecutionYear(budget_year, False, basis, total=YenCell(total_yen), executed=YenCell(executed_yen))
    return ComparedYear(row, YenCell(), SHEET)


def comparison(*years: tuple[ComparedYear, ...], name: str = "事業") -> Comparison:
    return Comparison(
        tuple(
            Compared(letter, Reference("sheet", letter), name, "総務省", False, "", SHEET, rows, SHEET, (), 0, "")
            for letter, rows in zip("ABCDE", years, strict=False)
        )
    )


def drawn(page: Comparison) -> Chart:
    chart = compare_chart(page)
    assert isinstance(chart, Chart)
    return chart


def test_each_has_lines_of_its_own_on_one_axis_with_gaps_where_nothing_is_told() -> None:
    chart = drawn(
        comparison(
            (year(2015, 10 * MILLION, 9 * MILLION), year(2018, 12 * MILLION, None)),
            (year(2015, 5 * MILLION, 4 * MILLION), year(2016, 6 * MILLION, 5 * MILLION)),
        )
    )
    assert [(trace["name"], trace["x"], trace["y"]) for trace in chart.payload["data"]] == [
        ("A 事業 執行額", [2015, 2016, 2017, 2018], [Decimal(9), None, None, None]),
        ("A 事業 計", [2015, 2016, 2017, 2018], [Decimal(10), None, None, Decimal(12)]),
        ("B 事業 執行額", [2015, 2016, 2017, 2018], [Decimal(4), Decimal(5), None, None]),
        ("B 事業 計", [2015, 2016, 2017, 2018], [Decimal(5), Decimal(6), None, None]),
    ]
    assert chart.unit == "百万円"
    assert chart.years == "平成27年度 (2015)～平成30年度 (2018)"
    assert chart.sentence == (
        "平成27年度 (2015)の執行額は、最も大きいA「事業」が9百万円、最も小さいB「事業」が4百万円です。"
    )


def test_sentence_is_of_the_year_that_most_of_them_tell() -> None:
    three = comparison(
        (year(2016, 9 * MILLION, 9 * MILLION), year(2017, MILLION, MILLION)),
        (year(2016, 8 * MILLION, 8 * MILLION), year(2017, 2 * MILLION, 2 * MILLION)),
        (year(2018, 7 * MILLION, 7 * MILLION),),
    )
    assert drawn(three).sentence == (
        "平成29年度 (2017)の執行額は、記載のある2つ（3つのうち）では、"
        "最も大きいB「事業」が2百万円、最も小さいA「事業」が1百万円です。"
    )


def test_five_differ_without_colour() -> None:
    chart = drawn(comparison(*((year(2017, 10 * MILLION, 9 * MILLION),) for _letter in "ABCDE")))
    marks = [(trace["marker"]["symbol"], trace["line"]["dash"]) for trace in chart.payload["data"]]
    assert marks == [
        *(("circle", "solid"), ("circle-open", "dot"), ("square", "solid"), ("square-open", "dot")),
        *(("triangle-up", "solid"), ("triangle-up-open", "dot"), ("diamond", "solid"), ("diamond-open", "dot")),
        *(("x", "solid"), ("x-open", "dot")),
    ]


def test_without_an_amount_words_stand_for_the_chart() -> None:
    chart = compare_chart(comparison((year(2017, 0, 0),), ()))
    assert (chart.figure, chart.sentence) == (None, "計・執行額に0でない数値の記載はありません。")


def test_no_year_in_common_is_told() -> None:
    chart = drawn(comparison((year(2015, MILLION, MILLION),), (year(2016, MILLION, MILLION),)))
    assert chart.sentence == "2件以上の執行額が分かる予算年度はありません。"


def test_name_of_a_sheet_is_no_markup_and_short() -> None:
    chart = drawn(comparison((year(2017, MILLION, MILLION),), (), name="<b>とても長い名前の見本の事業です"))
    assert chart.payload["data"][0]["name"] == "A &lt;b&gt;とても長い名前の見… 執行額"


def test_notes_tell_of_flat_lines_and_of_both_meanings_of_total() -> None:
    small, large = (year(2017, 4 * MILLION, MILLION),), (year(2017, 300 * MILLION, MILLION, basis=Basis.GROSS),)
    assert [note[:8] for note in drawn(comparison(small, large)).notes] == ["額が大きく違うた", "計は、2023年"]
    assert drawn(comparison(small, small)).notes == ()


def test_unit_of_the_table_shows_every_amount() -> None:
    large = year(2017, 20 * BILLION, 15 * BILLION)
    assert table_unit(comparison((large,), (year(2017, 5 * MILLION, None),))) == (100 * MILLION, "億円")
    assert table_unit(comparison((large,), (year(2017, 4 * MILLION, None),))) == (MILLION, "百万円")
    assert table_unit(comparison((year(2017, 4 * MILLION, None),), ())) == (MILLION, "百万円")
