"""The figures of a comparison as CSV lines."""

from reviewsheets.exports.compare import COMPARE_LAYOUT
from reviewsheets.queries.budget import ExecutionYear
from reviewsheets.queries.compare import Compared, ComparedYear, Comparison, Reference, SheetPlace
from reviewsheets.units.cells import YenCell
from reviewsheets.units.money import Basis

SHEET = SheetPlace(2018, "総務省", "1", "/sheets/2018/x/1/")


def one(letter: str, kind: str, *years: ComparedYear) -> Compared:
    return Compared(
        letter, Reference(kind, letter), f"{letter}事業", "総務省", False, "", SHEET, years, SHEET, (), 0, ""
    )


def test_every_line_of_the_table_is_there_in_exact_yen() -> None:
    spent = ExecutionYear(
        2017,
        is_request=False,
        basis=Basis.NET,
        initial=YenCell(599_000_000),
        total=YenCell(599_000_000),
        carried_out=YenCell(text="-"),
        executed=YenCell(550_500_001),
        unused_yen=48_499_999,
    )
    open_year = ExecutionYear(2018, is_request=False, basis=Basis.GROSS, executed=YenCell(text="0"))
    asked = ExecutionYear(2019, is_request=True, basis=Basis.GROSS, requested=YenCell(7), total=YenCell(7))
    years = [ComparedYear(row, row.requested, SHEET) for row in (spent, open_year, asked)]
    comparison = Comparison((one("A", "project", years[0], years[2]), one("B", "sheet", years[1])))
    assert COMPARE_LAYOUT.header == (
        *("予算年度", "記号", "事業名", "府省庁", "比べるもの", "当初予算（円）", "計（円）", "計の基準"),
        *("公表された計（円）", "執行額（円）", "執行率・繰越控除後（％）", "執行率・繰越控除前（％）", "不用額（円）"),
        *("翌年度へ繰越し（円、正の数）", "要求額（円）"),
        *("シートの事業年度", "シートの府省庁", "シートの事業番号", "シートのページ"),
    )
    place = "2018,総務省,1,/sheets/2018/x/1/"
    assert [",".join(line) for line in COMPARE_LAYOUT.lines(comparison)] == [
        f"2019,A,A事業,総務省,事業,,,,,,,,,,7,{place}",
        "2019,B,B事業,総務省,シート,,,,,,,,,,,,,,",
        "2018,A,A事業,総務省,事業,,,,,,,,,,,,,,",
        f"2018,B,B事業,総務省,シート,,,,,未確定,,,,,,{place}",
        f"2017,A,A事業,総務省,事業,599000000,599000000,繰越控除後,,550500001,,,48499999,-,,{place}",
        "2017,B,B事業,総務省,シート,,,,,,,,,,,,,,",
    ]
