"""Indicators, unit costs, the policy evaluation and the path as CSV lines."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from reviewsheets.exports.lines import Layout, Line, number, percent
from reviewsheets.queries.indicators import (
    IndicatorCells,
    IndicatorList,
    IndicatorMatrix,
    IndicatorRow,
    PolicyRow,
    UnitCostMatrix,
)
from reviewsheets.queries.path import PathRow, PathStep
from reviewsheets.units.achievement import State
from reviewsheets.units.cells import Cell, plain_number

DIRECTION_AND_RESULT = ("改善の上向き／下向き", "結果")
OPEN_YEAR = "年度終了前"
STATE_WORDS = {
    State.EXCEEDED: "大きく上回った（150％超）",
    State.REACHED: "達した",
    State.MISSED: "達しなかった",
    State.NOT_COMPARABLE: "比べられない",
    State.NO_TARGET: "目標なし",
    State.NO_ACTUAL: "実績なし",
    State.BLANK: "",
}


def result(state: State, *, is_open_year: bool) -> str:
    """How a year came out; of a year that had not ended no actual is due."""
    return OPEN_YEAR if is_open_year and state is State.NO_ACTUAL else STATE_WORDS[state]


def _result(cells: IndicatorCells) -> str:
    return result(cells.state, is_open_year=cells.is_open_year)


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
                row.direction,
                _result(cells),
            )


def _activities(matrix: IndicatorMatrix) -> Iterator[Line]:
    for row in matrix.rows:
        for cells in row.years:
            values = (number(cells.actual), number(cells.target))
            yield row.name, row.unit, _year(cells), *values, row.direction, _result(cells)


def _unit_costs(matrix: UnitCostMatrix) -> Iterator[Line]:
    for row in matrix.rows:
        for cells in row.years:
            written = (str(cells.fiscal_year), number(cells.value), row.formula_unit, cells.formula)
            yield row.basis, row.unit, *written, signed(cells.change), percent(cells.change_percent)


def signed(change: Decimal | None) -> str:
    """How much more or less, exactly."""
    return "" if change is None else plain_number(change)


def _policies(rows: Iterable[PolicyRow]) -> Iterator[Line]:
    for policy in rows:
        named = (policy.policy, policy.measure)
        if not policy.measures.rows:
            yield (*named, *("",) * 6, policy.relation)
        for row in policy.measures.rows:
            for column, cells in _columns(row):
                values = (number(cells.actual), number(cells.target))
                yield (*named, row.name, row.unit, column, _year(cells), *values, policy.relation)


def _indicators(listed: IndicatorList) -> Iterator[Line]:
    for action in listed.actions:
        yield ("アクティビティ", action.number, "", "", action.text, *("",) * 16)
    for kind, matrix in (("アウトプット", listed.activities), ("アウトカム", listed.outcomes)):
        for row in matrix.rows:
            for cells in row.written_years or (IndicatorCells(),):
                yield (*_goal(kind, row), *_goal_year(cells), *_goal_words(row), _result(cells))


def _goal(kind: str, row: IndicatorRow) -> Line:
    return kind, row.number, row.term, row.goal_kind, row.goal, row.name, row.unit, row.direction


def _goal_year(cells: IndicatorCells) -> Line:
    published = number(Cell(cells.published_achievement_percent, cells.published_achievement_text))
    mark = "1" if cells.is_goal_year else ""
    return _year(cells), mark, number(cells.target), number(cells.actual), published, percent(cells.achievement_percent)


def _goal_words(row: IndicatorRow) -> Line:
    decision = (row.decision, row.decision_part, row.decision_url)
    return (row.source, row.qualitative_reason, row.qualitative_result, *decision)


def _path(rows: Iterable[PathRow]) -> Iterator[Line]:
    for row in rows:
        if not row.arrows:
            yield (*_step(row.source), *("",) * 6)
        for arrow in row.arrows:
            yield (*_step(row.source), *_step(arrow.target), arrow.follow_up, arrow.single_stage_reason)


def _step(step: PathStep | None) -> Line:
    return ("",) * 4 if step is None else (step.number, step.kind, step.term, step.text)


LAYOUTS: dict[str, Layout] = {
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
            *DIRECTION_AND_RESULT,
        ),
        _outcomes,
    ),
    "activities": Layout(
        "活動指標及び活動実績",
        ("活動指標", "単位", "年度", "活動実績", "当初見込み・活動見込", *DIRECTION_AND_RESULT),
        _activities,
    ),
    "unit-costs": Layout(
        "単位当たりコスト",
        (
            "算出根拠",
            "単位",
            "年度",
            "単位当たりコスト",
            "計算式の単位",
            "計算式",
            "前年度からの増減",
            "前年度からの増減率（％）",
        ),
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
    "indicators": Layout(
        "効果発現経路_目標・実績",
        (
            "種別（アクティビティ・アウトプット・アウトカム）",
            "アクティビティ・アウトプット・アウトカムの番号",
            "アウトカムの期間",
            "成果目標の種類",
            "アクティビティ／活動目標／成果目標",
            "活動指標／成果指標",
            "単位",
            "改善の上向き／下向き",
            "年度",
            "目標年度",
            "目標値",
            "実績値",
            "達成率",
            "達成率（計算値）",
            "成果実績及び目標値の根拠として用いた統計・データ名（出典）",
            "定性的なアウトカム目標を設定している理由",
            "定性的なアウトカムに関する成果実績",
            "事業に関連するKPIが定められている閣議決定等の名称",
            "事業に関連するKPIが定められている閣議決定等の該当箇所",
            "事業に関連するKPIが定められている閣議決定等のURL",
            "結果",
        ),
        _indicators,
    ),
    "path": Layout(
        "効果発現経路_目標のつながり",
        (
            "派生元ーアクティビティ・アウトプット・アウトカムの番号",
            "派生元ー種別（アクティビティ・アウトプット・アウトカム）",
            "派生元ーアウトカムの期間",
            "派生元ーアクティビティの内容/ 活動目標／成果目標",
            "派生先ーアクティビティ・アウトプット・アウトカムの番号",
            "派生先ー種別（アクティビティ・アウトプット・アウトカム）",
            "派生先ーアウトカムの期間",
            "派生先ー 活動目標／成果目標",
            "後続アウトカムへのつながり",
            "アウトカムを複数段階で設定できない理由",
        ),
        _path,
    ),
}
