from decimal import Decimal

import pytest

from reviewsheets.exports import LAYOUTS, csv_stream, number, percent, safe, yen
from reviewsheets.exports.indicators import result
from reviewsheets.queries.budget import BudgetLineRow, BudgetLines, ExecutionYear
from reviewsheets.queries.evaluation import CheckGroup, CheckRow, Opinions
from reviewsheets.queries.indicators import (
    IndicatorCells,
    IndicatorMatrix,
    IndicatorRow,
    PolicyRow,
    UnitCostCells,
    UnitCostMatrix,
    UnitCostRow,
)
from reviewsheets.queries.path import PathArrow, PathRow, PathStep
from reviewsheets.queries.references import PastNumber, RelatedRow
from reviewsheets.queries.spending import BlockRow, Flow, ItemRow, LinkRow, PayeeRow
from reviewsheets.queries.whole import TABLES
from reviewsheets.units.achievement import State
from reviewsheets.units.cells import Cell, YenCell
from reviewsheets.units.flow import Reach
from reviewsheets.units.money import Basis

MILLION = 1_000_000
DASH = YenCell(text="-")
WORDS = Cell(text="-")


def lines(table: str, rows: object) -> str:
    """The table's lines without its header."""
    layout = LAYOUTS[table]
    text = b"".join(csv_stream(layout.header, layout.lines(rows))).decode("utf-8-sig")
    return text.partition("\r\n")[2].replace("\r\n", "\n")


def row(*values: object) -> str:
    return ",".join(str(value) for value in values) + "\n"


@pytest.mark.parametrize("text", ["-", "－", "‐", "-5", "+5", "-1,234.5", "▲3", "平成30年度", "", "5-3", "'=x"])
def test_numbers_dashes_and_plain_words_stay(text: str) -> None:
    assert safe(text) == text


@pytest.mark.parametrize(
    "text", ["=1+1", "+SUM(A1)", "-cmd", "--", "@x", "\tx", "\rx", "\nx", "＝1+1", "＋計", "－計", "＠x"]
)
def test_formulas_are_made_text(text: str) -> None:
    assert safe(text) == f"'{text}"


def test_file_starts_with_a_mark_and_ends_its_lines_as_windows_does() -> None:
    chunks = b"".join(csv_stream(("見出し（円）", "注"), [("5", '二行\n"引用"')]))
    assert chunks == '\ufeff見出し（円）,注\r\n5,"二行\n""引用"""\r\n'.encode()


def test_long_file_comes_in_chunks() -> None:
    assert [chunk.count(b"\r\n") for chunk in csv_stream(("a",), [("b",)] * 1200)] == [1, 500, 500, 200]


def test_blank_zero_and_dash_are_three_things() -> None:
    assert [yen(cell) for cell in (YenCell(), YenCell(0), DASH)] == ["", "0", "-"]
    assert [number(cell) for cell in (Cell(), Cell(Decimal(0)), WORDS, Cell(text="検討中"))] == ["", "0", "-", "検討中"]


def test_number_with_words_is_the_number_exactly() -> None:
    assert number(Cell(Decimal("1234"), "1,234.0")) == "1234"
    assert number(Cell(Decimal("1E17"), "123456789012345678")) == "123456789012345678"


def test_rate_has_one_decimal() -> None:
    assert (percent(Decimal("66.66")), percent(None)) == ("66.7", "")


def test_every_table_of_a_sheet_has_a_layout() -> None:
    assert LAYOUTS.keys() == TABLES.keys()


def test_budget_in_exact_yen() -> None:
    year = ExecutionYear(
        2017,
        False,
        Basis.NET,
        initial=YenCell(599 * MILLION),
        supplementary=DASH,
        carried_out=YenCell(1_500_000),
        executed=YenCell(0),
        total=YenCell(597_500_000),
        execution_rate_percent=Decimal(0),
        published_total_yen=598 * MILLION,
        unused_yen=597_500_000,
    )
    assert len(LAYOUTS["budget"].header) == 17
    assert lines("budget", [year]) == (
        "2017,599000000,-,,1500000,,597500000,繰越控除後,598000000,0,0.0,,,,,597500000,\n"
    )


def test_budget_lines_with_their_total() -> None:
    table = BudgetLines((BudgetLineRow("庁費", YenCell(5), DASH),), YenCell(5), DASH)
    assert lines("budget-lines", table) == "庁費,5,-\n計,5,-\n"


def indicator(*years: IndicatorCells) -> IndicatorMatrix:
    final = IndicatorCells(fiscal_year=2018, target=Cell(Decimal(8)))
    interim = IndicatorCells(fiscal_year_text="-", target=WORDS)
    return IndicatorMatrix((2017,), (IndicatorRow("目標", "指標", "者", "出典", False, years, interim, final),))


def test_outcomes_have_a_line_a_column() -> None:
    year = IndicatorCells(
        2017, "", Cell(Decimal(4)), Cell(Decimal(3)), Decimal(75), Decimal(80), True, state=State.MISSED
    )
    assert lines("outcomes", indicator(year)) == (
        row("目標", "指標", "者", "年度", 2017, 3, 4, "75.0", "80.0", "出典", "", "達しなかった")
        + row("目標", "指標", "者", "中間目標", "-", "", "-", "", "", "出典", "", "")
        + row("目標", "指標", "者", "目標最終年度", 2018, "", 8, "", "", "出典", "", "")
    )


def test_activities_have_a_line_a_year() -> None:
    words = IndicatorCells(2017, "", WORDS, WORDS)
    running = IndicatorCells(2018, target=Cell(Decimal(8)), state=State.NO_ACTUAL, is_open_year=True)
    ended = IndicatorCells(2017, target=Cell(Decimal(8)), state=State.NO_ACTUAL)
    assert lines("activities", indicator(words, running, ended)) == (
        "指標,者,2017,-,-,,\n指標,者,2018,,8,,年度終了前\n指標,者,2017,,8,,実績なし\n"
    )


def test_every_state_has_its_words() -> None:
    assert {state: result(state, is_open_year=False) for state in State} == {
        State.EXCEEDED: "大きく上回った（150％超）",
        State.REACHED: "達した",
        State.MISSED: "達しなかった",
        State.NOT_COMPARABLE: "比べられない",
        State.NO_TARGET: "目標なし",
        State.NO_ACTUAL: "実績なし",
        State.BLANK: "",
    }


def test_step_without_an_arrow_has_a_line_of_its_own() -> None:
    step = PathStep("アウトプット", "2", "", "研修の回数")
    rows = (PathRow(step, ()), PathRow(None, (PathArrow(step, "", ""),)))
    assert lines("path", rows) == "2,アウトプット,,研修の回数,,,,,,\n,,,,2,アウトプット,,研修の回数,,\n"


def test_unit_costs_keep_their_formula() -> None:
    first = UnitCostCells(2017, Cell(Decimal("1.5")), "300/200")
    second = UnitCostCells(2018, Cell(Decimal("1.8")), "360/200", Decimal("0.3"), Decimal(20))
    cost = UnitCostRow("額／数", "円", "円/個", (first, second))
    assert lines("unit-costs", UnitCostMatrix((2017, 2018), (cost,))) == (
        "額／数,円,2017,1.5,円/個,300/200,,\n額／数,円,2018,1.8,円/個,360/200,0.3,20.0\n"
    )


def test_policies_have_a_line_a_column_and_one_without_measures() -> None:
    rows = [
        PolicyRow("政策", "施策", "関係", indicator(IndicatorCells(2017))),
        PolicyRow("他", "", "", IndicatorMatrix((), ())),
    ]
    assert lines("policies", rows) == (
        row("政策", "施策", "指標", "者", "年度", 2017, "", "", "関係")
        + row("政策", "施策", "指標", "者", "中間目標", "-", "", "-", "関係")
        + row("政策", "施策", "指標", "者", "目標最終年度", 2018, "", 8, "関係")
        + row("他", *[""] * 8)
    )


def test_checks_related_opinions_and_past_numbers() -> None:
    assert lines("checks", [CheckGroup("区分", False, (CheckRow("区分", "問", False, "○", "説明"),))]) == (
        "区分,問,○,説明\n"
    )
    assert lines("related", [RelatedRow("財務省", "1", "名", "役割")]) == "財務省,1,名,役割\n"
    assert lines("past-numbers", [PastNumber(2010, "－")]) == "2010,－\n"
    assert lines("opinions", Opinions(check_result="-", team_verdict="現状通り", team_opinion="努めること。")) == (
        "点検結果,,-\n改善の方向性,,\n外部有識者の所見,,\n"
        "行政事業レビュー推進チームの所見,現状通り,努めること。\n"
        "所見を踏まえた改善点／概算要求における反映状況,,\n"
    )


def test_spending_tables() -> None:
    payee = PayeeRow(
        1, "会社", "123", True, "業務", YenCell(5), "随意契約", Cell(Decimal(1)), Cell(Decimal("99.5")), ""
    )
    links = (LinkRow(None, "A", True, "【委託】"), LinkRow("A", "A", False, ""))
    block = BlockRow(
        "A", "者", "役割", YenCell(7), Reach.DIRECT, 1, links, (payee,), (ItemRow("人件費", "給与", YenCell(3)),), 3
    )
    flow = Flow("総務省", YenCell(), "", (block,), links)
    assert lines("blocks", flow) == "A,者,役割,7,直接支出\n"
    assert lines("links", flow) == (
        ",総務省,A,者,資金,【委託】,直接支出,7,1,描いている\nA,者,A,者,参考,,自己,,,描いていない（自らに戻る）\n"
    )
    assert lines("items", flow) == "A,者,人件費,給与,3\nA,者,計,,3\n"
    assert lines("payees", flow) == "A,者,1,会社,123,検査数字が合いません,業務,5,随意契約,1,99.5,\n"
