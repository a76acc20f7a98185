"""Tables as CSV: UTF-8 with BOM, CRLF, amounts in exact yen, "-" and blank as written, streamed.

Headers are the official Japanese terms in every language, so that a program may rely on them.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from reviewsheets.queries.budget import BudgetLines, ExecutionYear
from reviewsheets.queries.evaluation import CheckGroup, Opinions
from reviewsheets.queries.indicators import IndicatorCells, IndicatorMatrix, IndicatorRow, PolicyRow, UnitCostMatrix
from reviewsheets.queries.sheets import OutlineRow
from reviewsheets.queries.spending import Flow, PastNumber, Reach, RelatedRow
from reviewsheets.units.cells import Cell, YenCell, is_dash, number_from, plain_number
from reviewsheets.units.money import Basis, rounded_percent

Line = tuple[str, ...]
LINES_A_CHUNK = 500
# A spreadsheet takes these for the start of a formula; Japanese ones take the full-width forms too.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


@dataclass(frozen=True)
class Layout:
    """A table's title, its header and how its rows become lines."""

    title: str
    header: Line
    lines: Callable[[Any], Iterable[Line]]


def csv_stream(header: Line, lines: Iterable[Line]) -> Iterator[bytes]:
    """The whole file in chunks, every cell made safe for spreadsheets."""
    yield "\ufeff".encode() + _chunk([header])
    rows = iter(lines)
    while chunk := _chunk(islice(rows, LINES_A_CHUNK)):
        yield chunk


def _chunk(lines: Iterable[Line]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([safe(text) for text in line] for line in lines)
    return buffer.getvalue().encode()


def safe(text: str) -> str:
    """A text no spreadsheet runs: an apostrophe before a formula; numbers and lone dashes stay as they are."""
    if not text.startswith(FORMULA_STARTS) or is_dash(text) or number_from(text) is not None:
        return text
    return f"'{text}"


def yen(cell: YenCell) -> str:
    """Exact yen, or what is written."""
    return cell.text if cell.yen is None else str(cell.yen)


def whole(number: int | None) -> str:
    """A whole number, or blank."""
    return "" if number is None else str(number)


def number(cell: Cell) -> str:
    """The exact number, or the words; a number too long for the database's column is read from its text."""
    exact = number_from(cell.text) if cell.text else cell.number
    return cell.text if exact is None else plain_number(exact)


def percent(rate_percent: Decimal | None) -> str:
    """A rate to one decimal, or blank."""
    return "" if rate_percent is None else str(rounded_percent(rate_percent))


# --- Budget ----------------------------------------------------------------------------------------------------------

BASIS_WORDS = {Basis.NET: "繰越控除後", Basis.GROSS: "繰越控除前"}


def _budget(rows: Iterable[ExecutionYear]) -> Iterator[Line]:
    for row in rows:
        parts = (row.initial, row.supplementary, row.carried_in, row.carried_out, row.contingency)
        rates = (
            row.execution_rate_percent,
            row.gross_rate_percent,
            row.net_rate_percent,
            row.appropriation_rate_percent,
        )
        yield (
            str(row.budget_year),
            *(yen(part) for part in parts),
            yen(row.total),
            BASIS_WORDS[row.basis],
            whole(row.published_total_yen),
            yen(row.executed),
            *(percent(rate) for rate in rates),
            percent(row.published_rate_percent),
            whole(row.unused_yen),
            yen(row.requested),
        )


def _budget_lines(table: BudgetLines) -> Iterator[Line]:
    for row in table.rows:
        yield row.name, yen(row.initial), yen(row.requested)
    yield "計", yen(table.initial_total), yen(table.requested_total)


# --- Indicators ------------------------------------------------------------------------------------------------------


def _columns(row: IndicatorRow) -> Iterator[tuple[str, IndicatorCells]]:
    """Every column of an indicator with its name."""
    for cells in row.years:
        yield "年度", cells
    yield "中間目標", row.interim
    yield "目標最終年度", row.final


def _year(cells: IndicatorCells) -> str:
    return cells.fiscal_year_text if cells.fiscal_year is None else str(cells.fiscal_year)


def _outcomes(matrix: IndicatorMatrix) -> Iterator[Line]:
    for row in matrix.rows:
        for column, cells in _columns(row):
            yield (
                row.goal,
                row.name,
                row.unit,
                column,
                _year(cells),
                number(cells.actual),
                number(cells.target),
                percent(cells.achievement_percent),
                percent(cells.published_achievement_percent),
                row.source,
            )


def _activities(matrix: IndicatorMatrix) -> Iterator[Line]:
    for row in matrix.rows:
        for cells in row.years:
            yield row.name, row.unit, _year(cells), number(cells.actual), number(cells.target)


def _unit_costs(matrix: UnitCostMatrix) -> Iterator[Line]:
    for row in matrix.rows:
        for cells in row.years:
            yield row.basis, row.unit, str(cells.fiscal_year), number(cells.value), row.formula_unit, cells.formula


def _policies(rows: Iterable[PolicyRow]) -> Iterator[Line]:
    for policy in rows:
        named = (policy.policy, policy.measure)
        if not policy.measures.rows:
            yield (*named, *("",) * 6, policy.relation)
        for row in policy.measures.rows:
            for column, cells in _columns(row):
                values = (number(cells.actual), number(cells.target))
                yield (*named, row.name, row.unit, column, _year(cells), *values, policy.relation)


# --- Evaluation ------------------------------------------------------------------------------------------------------


def _checks(groups: Iterable[CheckGroup]) -> Iterator[Line]:
    for group in groups:
        for row in group.rows:
            yield row.section, row.question, row.mark, row.explanation


def _outline(rows: Iterable[OutlineRow]) -> Iterator[Line]:
    for row in rows:
        yield row.label, row.text


def _opinions(said: Opinions) -> Iterator[Line]:
    yield "点検結果", "", said.check_result
    yield "改善の方向性", "", said.improvement
    yield "外部有識者の所見", "", said.expert_opinion
    yield "行政事業レビュー推進チームの所見", said.team_verdict, said.team_opinion
    yield "所見を踏まえた改善点／概算要求における反映状況", said.response_kind, said.response


def _related(rows: Iterable[RelatedRow]) -> Iterator[Line]:
    return ((row.ministry_name, row.number, row.name, row.role) for row in rows)


def _past_numbers(rows: Iterable[PastNumber]) -> Iterator[Line]:
    return ((str(row.past_year), row.number) for row in rows)


# --- Spending --------------------------------------------------------------------------------------------------------

REACH_WORDS = {Reach.DIRECT: "直接支出", Reach.RECOMMISSIONED: "再委託等", Reach.OTHER: "その他"}


def _blocks(flow: Flow) -> Iterator[Line]:
    for block in flow.blocks:
        yield block.letter, block.name, block.role, yen(block.total), REACH_WORDS[block.reach]


def _links(flow: Flow) -> Iterator[Line]:
    names = {block.letter: block.name for block in flow.blocks}
    for link in flow.links:
        source_name = flow.ministry_name if link.source is None else names[link.source]
        kind = "資金" if link.is_money else "参考"
        yield link.source or "", source_name, link.target, names[link.target], kind, link.note


def _items(flow: Flow) -> Iterator[Line]:
    for block in flow.blocks:
        for row in block.items:
            yield block.letter, block.name, row.item, row.use, yen(row.amount)
        yield block.letter, block.name, "計", "", str(block.item_total_yen)


def _payees(flow: Flow) -> Iterator[Line]:
    for block in flow.blocks:
        for row in block.payees:
            yield (
                block.letter,
                block.name,
                str(row.rank),
                row.name,
                row.corporate_number,
                "検査数字が合いません" if row.has_wrong_corporate_number else "",
                row.work,
                yen(row.amount),
                row.contract_method,
                number(row.bidders),
                number(row.award_rate),
                row.reason,
            )


LAYOUTS: dict[str, Layout] = {
    "outline": Layout("事業の目的・概要", ("項目", "記載"), _outline),
    "budget": Layout(
        "予算額・執行額",
        (
            "予算年度",
            "当初予算（円）",
            "補正予算（円）",
            "前年度から繰越し（円）",
            "翌年度へ繰越し（円、正の数）",
            "予備費等（円）",
            "計（円、計算値）",
            "計の基準",
            "公表された計（円）",
            "執行額（円）",
            "執行率（％）",
            "執行率・繰越控除前（％）",
            "執行率・繰越控除後（％）",
            "当初予算＋補正予算に対する執行額の割合（％）",
            "公表された執行率（％）",
            "不用額（円）",
            "要求額（円）",
        ),
        _budget,
    ),
    "budget-lines": Layout("予算内訳", ("歳出予算目", "当初予算（円）", "翌年度要求（円）"), _budget_lines),
    "outcomes": Layout(
        "成果目標及び成果実績",
        (
            "定量的な成果目標",
            "成果指標",
            "単位",
            "列",
            "年度",
            "成果実績",
            "目標値",
            "達成度（％）",
            "公表された達成度（％）",
            "根拠として用いた統計・データ名（出典）",
        ),
        _outcomes,
    ),
    "activities": Layout(
        "活動指標及び活動実績", ("活動指標", "単位", "年度", "活動実績", "当初見込み・活動見込"), _activities
    ),
    "unit-costs": Layout(
        "単位当たりコスト",
        ("算出根拠", "単位", "年度", "単位当たりコスト", "計算式の単位", "計算式"),
        _unit_costs,
    ),
    "policies": Layout(
        "政策評価",
        (
            "政策",
            "施策",
            "測定指標",
            "単位",
            "列",
            "年度",
            "実績値",
            "目標値",
            "本事業の成果と上位施策・測定指標との関係",
        ),
        _policies,
    ),
    "checks": Layout("点検", ("区分", "項目", "評価", "評価に関する説明"), _checks),
    "related": Layout("関連事業", ("所管府省名", "事業番号", "事業名", "役割分担の具体的な内容"), _related),
    "opinions": Layout("点検結果・所見", ("欄", "区分", "記載"), _opinions),
    "past-numbers": Layout("過去の事業番号", ("年度", "事業番号"), _past_numbers),
    "blocks": Layout("支出先ブロック", ("ブロック", "ブロック名", "役割", "合計支出額（円）", "支出の段階"), _blocks),
    "links": Layout("資金の流れ", ("支出元", "支出元の名称", "支出先", "支出先の名称", "種類", "補足情報"), _links),
    "items": Layout("費目・使途", ("ブロック", "ブロック名", "費目", "使途", "金額（円）"), _items),
    "payees": Layout(
        "支出先上位１０者リスト",
        (
            "ブロック",
            "ブロック名",
            "順位",
            "支出先",
            "法人番号",
            "法人番号の確認",
            "業務概要",
            "支出額（円）",
            "契約方式等",
            "入札者数（応募者数）",
            "落札率（％）",
            "一者応札・一者応募又は競争性のない随意契約となった理由及び改善策",
        ),
        _payees,
    ),
}


# --- The list of sheets ----------------------------------------------------------------------------------------------

SHEETS_HEADER: Line = (
    "事業年度",
    "府省庁",
    "事業番号",
    "事業名",
    "担当部局庁",
    "担当課室",
    "事業年度の当初予算（円）",
    "前年度の執行額（円）",
    "ページ",
)


def sheet_lines(sheets: Iterable[Any]) -> Iterator[Line]:
    """One line a sheet of `listed_sheets`."""
    for sheet in sheets:
        yield (
            str(sheet.sheet_year),
            sheet.ministry.name,
            sheet.number,
            sheet.name,
            sheet.bureau,
            sheet.division,
            yen(YenCell(sheet.initial_yen, sheet.initial_text or "")),
            yen(YenCell(sheet.executed_yen, sheet.executed_text or "")),
            sheet.get_absolute_url(),
        )
