"""A project over all its sheets as CSV lines."""

from collections.abc import Iterator

from reviewsheets.exports.budget import BASIS_WORDS, PENDING
from reviewsheets.exports.indicators import result, signed
from reviewsheets.exports.lines import Layout, Line, number, percent, whole, yen
from reviewsheets.queries.budget import ExecutionYear
from reviewsheets.queries.goal_changes import NamedIndicator
from reviewsheets.queries.projects import ProjectHistory, SheetOfProject
from reviewsheets.units.achievement import Direction
from reviewsheets.units.cells import plain_number

WAY_WORDS = {Direction.UP: "上向き", Direction.DOWN: "下向き", Direction.UNKNOWN: "記載なし"}
SHEET_HEADER = ("シートの事業年度", "シートの府省庁", "シートの事業番号", "シートのページ")


def _sheet(sheet: SheetOfProject) -> Line:
    return str(sheet.sheet_year), sheet.ministry_name, sheet.number, sheet.url


def _executed(row: ExecutionYear) -> str:
    return PENDING if row.is_execution_pending else yen(row.executed)


def _years(history: ProjectHistory) -> Iterator[Line]:
    for row in history.years:
        figures = row.figures
        parts = (figures.initial, figures.supplementary, figures.carried_in, figures.carried_out, figures.contingency)
        yield (
            str(figures.budget_year),
            *(yen(part) for part in parts),
            yen(figures.total),
            BASIS_WORDS[figures.total_basis],
            whole(figures.published_total_yen),
            _executed(figures),
            percent(figures.gross_rate_percent),
            percent(figures.net_rate_percent),
            whole(figures.unused_yen),
            yen(row.requested),
            str(row.requested_sheet.sheet_year) if row.requested_sheet else "",
            *_sheet(row.sheet),
        )


def _revisions(history: ProjectHistory) -> Iterator[Line]:
    for row in history.revisions:
        moment = "年度終了前" if row.is_open_year else "年度終了後"
        amounts = (yen(row.old), yen(row.new), str(row.change_yen))
        yield (str(row.budget_year), row.label, *amounts, moment, *_sheet(row.old_sheet), *_sheet(row.new_sheet))


def _indicators(history: ProjectHistory) -> Iterator[Line]:
    for row in history.indicators.rows:
        sheet_years = "・".join(str(year) for year in row.sheet_years)
        for cells in row.years:
            if not (cells.target.is_blank and cells.actual.is_blank):
                target = (number(cells.target), whole(cells.target_sheet_year))
                actual = (number(cells.actual), whole(cells.actual_sheet_year))
                told = (WAY_WORDS[row.way], result(cells.state, is_open_year=cells.is_open_year))
                yield row.kind, row.name, row.unit, sheet_years, str(cells.fiscal_year), *target, *actual, *told


def _goal_changes(history: ProjectHistory) -> Iterator[Line]:
    """Targets changed, targets kept, indicators gone and come: each line has the columns of all."""
    for change in history.goals.targets:
        moved = "引き上げ" if change.is_raised else "引き下げ"
        asks = {True: "達しにくい方へ", False: "達しやすい方へ", None: ""}[change.is_harder]
        numbers = (plain_number(change.old), plain_number(change.new), plain_number(change.new - change.old))
        years = (str(change.fiscal_year), str(change.fiscal_year))
        sheets = (str(change.old_sheet_year), str(change.new_sheet_year))
        yield (f"目標値の{moved}", *_named(change.indicator), *years, *numbers, asks, *sheets)
    for kept in history.goals.kept:
        target = plain_number(kept.target)
        years = (str(kept.first_year), str(kept.last_year))
        yield ("続けて達した同じ目標値", *_named(kept.indicator), *years, target, target, "0", "", "", "")
    for turnover in history.goals.turnovers:
        sheets = (str(turnover.old_sheet_year), str(turnover.new_sheet_year))
        for kind, indicators in (("後のシートにない指標", turnover.dropped), ("新しく載った指標", turnover.added)):
            for indicator in indicators:
                yield (kind, *_named(indicator), *("",) * 6, *sheets)


def _named(indicator: NamedIndicator) -> Line:
    return indicator.kind, indicator.name, indicator.unit, WAY_WORDS[indicator.way]


def _unit_costs(history: ProjectHistory) -> Iterator[Line]:
    for row in history.unit_costs.rows:
        sheet_years = "・".join(str(year) for year in row.sheet_years)
        for cells in row.years:
            if not (cells.value.is_blank and not cells.formula):
                change = (signed(cells.change), percent(cells.change_percent))
                value = (number(cells.value), cells.formula)
                yield row.basis, row.unit, sheet_years, str(cells.fiscal_year), *value, *change


def _payees(history: ProjectHistory) -> Iterator[Line]:
    """A line for each payee and sheet year, so that the columns are the same for every project."""
    for rank, row in enumerate(history.payees.rows, start=1):
        for year, amount in zip(history.payees.years, row.amounts, strict=True):
            if not amount.is_blank:
                blocks = "直接支出のブロック" if year.has_flow else "すべてのブロック"
                named = (str(rank), row.name, row.corporate_number, str(row.sum_yen))
                yield (*named, str(year.sheet_year), yen(amount), blocks)


def _sheets(history: ProjectHistory) -> Iterator[Line]:
    for sheet in history.sheets:
        result = sheet.result
        rates = (percent(result.gross_rate_percent), percent(result.net_rate_percent))
        amounts = (yen(result.total), BASIS_WORDS[result.basis], _executed(result), *rates)
        yield (*_sheet(sheet), sheet.name, sheet.bureau, sheet.division, str(result.budget_year), *amounts)


PROJECT_LAYOUTS: dict[str, Layout] = {
    "years": Layout(
        "予算年度ごとの予算額・執行額",
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
            "執行率・繰越控除前（％）",
            "執行率・繰越控除後（％）",
            "不用額（円）",
            "要求額（円）",
            "要求額のシートの事業年度",
            *SHEET_HEADER,
        ),
        _years,
    ),
    "revisions": Layout(
        "数値の改訂",
        (
            "予算年度",
            "項目",
            "前のシートの額（円）",
            "後のシートの額（円）",
            "差（円）",
            "前のシートの時点",
            *(f"前の{name}" for name in SHEET_HEADER),
            *(f"後の{name}" for name in SHEET_HEADER),
        ),
        _revisions,
    ),
    "indicators": Layout(
        "指標の推移",
        (
            "種別",
            "指標",
            "単位",
            "載っているシートの事業年度",
            "年度",
            "目標値",
            "目標値のシートの事業年度",
            "実績値",
            "実績値のシートの事業年度",
            "改善の方向",
            "結果",
        ),
        _indicators,
    ),
    "goal-changes": Layout(
        "目標値の変更と指標の入れ替わり",
        (
            "内容",
            "種別",
            "指標",
            "単位",
            "改善の方向",
            "最初の年度",
            "最後の年度",
            "前の目標値",
            "後の目標値",
            "差",
            "達しやすさ",
            "前のシートの事業年度",
            "後のシートの事業年度",
        ),
        _goal_changes,
    ),
    "unit-costs": Layout(
        "単位当たりコストの推移",
        (
            "算出根拠",
            "単位",
            "載っているシートの事業年度",
            "年度",
            "単位当たりコスト",
            "計算式",
            "前年度からの増減",
            "前年度からの増減率（％）",
        ),
        _unit_costs,
    ),
    "payees": Layout(
        "支出先の推移",
        ("順位", "支出先", "法人番号", "合計（円）", "シートの事業年度", "支出額（円）", "数えたブロック"),
        _payees,
    ),
    "sheets": Layout(
        "シート",
        (
            *SHEET_HEADER,
            "事業名",
            "担当部局庁",
            "担当課室",
            "予算年度",
            "計（円、計算値）",
            "計の基準",
            "執行額（円）",
            "執行率・繰越控除前（％）",
            "執行率・繰越控除後（％）",
        ),
        _sheets,
    ),
}
