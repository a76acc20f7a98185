"""Did the goals come true: each indicator's target against its actual, by year."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from reviewsheets.charts import theme, words
from reviewsheets.charts.figures import Figure, Trace, bar, scatter
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.indicators import IndicatorCells, IndicatorMatrix, IndicatorRow
from reviewsheets.units.achievement import COMPARED, Direction, State, state_of
from reviewsheets.units.cells import Cell

NAME_LENGTH = 40
GOAL_SYMBOLS = {1: "hexagram"}  # the second kind of target that is set apart


@dataclass(frozen=True)
class Wording:
    """How a kind of indicator calls itself, its actual and its target."""

    key: str
    csv: str
    title: str
    actual: str
    target: str


def outcome_charts(matrix: IndicatorMatrix, *, sheet_year: int) -> tuple[Chart | NoData, ...]:
    """成果実績 against 目標値, a chart for each outcome."""
    wording = Wording("outcome", "outcomes", _("成果：%(name)s"), _("成果実績"), _("目標値"))
    return _charts(matrix, wording, sheet_year)


def activity_charts(matrix: IndicatorMatrix, *, sheet_year: int) -> tuple[Chart | NoData, ...]:
    """活動実績 against 当初見込み, a chart for each activity."""
    wording = Wording("activity", "activities", _("活動：%(name)s"), _("活動実績"), _("当初見込み"))
    return _charts(matrix, wording, sheet_year)


def _charts(matrix: IndicatorMatrix, wording: Wording, sheet_year: int) -> tuple[Chart | NoData, ...]:
    return tuple(_chart(row, place, wording, sheet_year) for place, row in enumerate(matrix.rows, start=1))


def _chart(row: IndicatorRow, place: int, wording: Wording, sheet_year: int) -> Chart | NoData:
    key = f"{wording.key}-{place}"
    title = wording.title % {"name": theme.shortened(row.name or row.goal or _("名称の記載なし"), length=NAME_LENGTH)}
    points = _points(row)
    years = sorted({point.fiscal_year for point in points})
    if len(years) < 2:
        return NoData(key, title, _single_sentence(row, points, wording), wording.csv)
    return Chart(
        key=key,
        title=title,
        unit=row.unit,
        years=words.year_span(years[0], years[-1]),
        sentence=_sentence(row, points, wording),
        csv=wording.csv,
        figure=_figure(row, points, wording, sheet_year),
        notes=_notes(row),
    )


@dataclass(frozen=True)
class Point:
    """A fiscal year with a target, an actual or both as numbers."""

    fiscal_year: int
    target: Cell
    actual: Cell
    achievement_percent: Decimal | None

    def state(self, row: IndicatorRow) -> State:
        """How the year came out."""
        return state_of(row.way, self.target.number, self.actual.number)


@dataclass(frozen=True)
class Goal:
    """A target that the sheet sets apart: 中間目標, 目標最終年度, or 目標年度 on the RS form."""

    label: str
    fiscal_year: int | None
    target: Cell


def _goals(row: IndicatorRow) -> tuple[Goal, ...]:
    """Those with a number, earliest first; one without a year comes last."""
    marked = [Goal(_("目標年度"), cells.fiscal_year, cells.target) for cells in row.years if cells.is_goal_year]
    columns = ((_("中間目標"), row.interim), (_("目標最終年度"), row.final))
    goals = [*marked, *(Goal(label, cells.fiscal_year, cells.target) for label, cells in columns)]
    written = [goal for goal in goals if goal.target.number is not None]
    return tuple(sorted(written, key=lambda goal: (goal.fiscal_year is None, goal.fiscal_year or 0)))


def _points(row: IndicatorRow) -> tuple[Point, ...]:
    """The years with a number, oldest first; interim and final targets stand at their years where those have none."""
    points: dict[int, Point] = {}
    for cells in (*row.years, row.interim, row.final):
        if cells.fiscal_year is not None and (cells.target.number is not None or cells.actual.number is not None):
            points[cells.fiscal_year] = _merged(cells.fiscal_year, points.get(cells.fiscal_year), cells)
    return tuple(points[year] for year in sorted(points))


def _merged(fiscal_year: int, known: Point | None, cells: IndicatorCells) -> Point:
    if known is None:
        return Point(fiscal_year, cells.target, cells.actual, cells.achievement_percent)
    target = cells.target if known.target.number is None else known.target
    actual = cells.actual if known.actual.number is None else known.actual
    return Point(fiscal_year, target, actual, known.achievement_percent or cells.achievement_percent)


def _figure(row: IndicatorRow, points: tuple[Point, ...], wording: Wording, sheet_year: int) -> Figure:
    traces: list[Any] = [_actual_bars(row, points, wording), _target_line(row, points, wording)]
    traces += _goal_marks(row, sheet_year)
    labels = [(point.fiscal_year, words.short_year(point.fiscal_year, sheet_year)) for point in points]
    layout = theme.layout(
        height=320,
        bargap=0.5,
        hovermode="x unified",
        xaxis=theme.year_axis(labels),
        yaxis=theme.value_axis(theme.plain(row.unit)),
    )
    return Figure([trace for trace in traces if trace["y"]], layout)


def _actual_bars(row: IndicatorRow, points: tuple[Point, ...], wording: Wording) -> Trace:
    known = [(point.fiscal_year, point.actual) for point in points if point.actual.number is not None]
    return bar(
        name=wording.actual,
        x=[year for year, _cell in known],
        y=[cell.number for _year, cell in known],
        customdata=[theme.plain(_with_unit(cell, row)) for _year, cell in known],
        hovertemplate=f"{wording.actual} %{{customdata}}<extra></extra>",
        marker={"color": theme.EXECUTED},
    )


def _target_line(row: IndicatorRow, points: tuple[Point, ...], wording: Wording) -> Trace:
    known = [(point.fiscal_year, point.target) for point in points if point.target.number is not None]
    return scatter(
        name=wording.target,
        x=[year for year, _cell in known],
        y=[cell.number for _year, cell in known],
        customdata=[theme.plain(_with_unit(cell, row)) for _year, cell in known],
        hovertemplate=f"{wording.target} %{{customdata}}<extra></extra>",
        mode="lines+markers",
        line={"color": theme.GROSS_RATE, "width": 2, "dash": "dot"},
        marker={"symbol": "diamond", "size": 11},
    )


def _goal_marks(row: IndicatorRow, sheet_year: int) -> list[Trace]:
    """A star with its year on each target that is set apart; a legend entry for each kind of them."""
    placed = [goal for goal in _goals(row) if goal.fiscal_year is not None]
    return [
        scatter(
            name=label,
            x=[goal.fiscal_year for goal in goals],
            y=[goal.target.number for goal in goals],
            text=[words.short_year(goal.fiscal_year, sheet_year) for goal in goals if goal.fiscal_year is not None],
            hoverinfo="skip",
            mode="markers+text",
            textposition="top center",
            cliponaxis=False,
            marker={"symbol": GOAL_SYMBOLS.get(place, "star"), "size": 16, "color": theme.REQUEST},
        )
        for place, label in enumerate(dict.fromkeys(goal.label for goal in placed))
        for goals in [[goal for goal in placed if goal.label == label]]
    ]


def _with_unit(cell: Cell, row: IndicatorRow) -> str:
    return f"{words.number(cell)}{row.unit}"


def _sentence(row: IndicatorRow, points: tuple[Point, ...], wording: Wording) -> str:
    """The newest year with an actual, in how many years the target was reached, and the targets set apart."""
    if not any(point.actual.number is not None for point in points):
        return _("%(target)sのみで、%(actual)sの数値はまだありません。") % vars(wording) + _goal_words(row)
    newest = [point for point in points if point.actual.number is not None][-1]
    return _point_words(row, newest, wording) + _reached_words(row, points, wording) + _goal_words(row)


def _reached_words(row: IndicatorRow, points: tuple[Point, ...], wording: Wording) -> str:
    """In how many of the years that can be judged the target was reached."""
    states = [point.state(row) for point in points]
    if row.way is Direction.UNKNOWN and State.NOT_COMPARABLE in states:
        return _("改善の方向の記載がないため、%(target)sに達したかどうかは判定していません。") % vars(wording)
    compared = [state for state in states if state in COMPARED]
    reached = [state for state in compared if state is not State.MISSED]
    told = {"target": wording.target, "years": len(compared), "reached": len(reached)}
    if not compared:
        return ""
    if not reached:
        return _("%(target)sと比べられる%(years)d年度のうち、達した年度はありません。") % told
    said = _("%(target)sと比べられる%(years)d年度のうち%(reached)d年度で達しています。") % told
    exceeded = reached.count(State.EXCEEDED)
    return said + (_("うち%(years)d年度は150％を超えています。") % {"years": exceeded} if exceeded else "")


def _goal_words(row: IndicatorRow) -> str:
    """Each target that is set apart, with its year."""
    return "".join(
        _("%(label)sは%(year)sに%(value)s。") % _told(goal, row)
        if goal.fiscal_year is not None
        else _("%(label)sは%(value)s（年度の記載なし）。") % _told(goal, row)
        for goal in _goals(row)
    )


def _told(goal: Goal, row: IndicatorRow) -> dict[str, str]:
    year = "" if goal.fiscal_year is None else words.full_year(goal.fiscal_year)
    return {"label": goal.label, "year": year, "value": _with_unit(goal.target, row)}


def _point_words(row: IndicatorRow, point: Point, wording: Wording) -> str:
    parts = [f"{wording.actual} {_with_unit(point.actual, row)}"] if point.actual.number is not None else []
    if point.target.number is not None:
        parts.append(f"{wording.target} {_with_unit(point.target, row)}")
    if point.achievement_percent is not None:
        parts.append(_("達成度 %(rate)s") % {"rate": words.rate(point.achievement_percent)})
    return _("%(year)sは%(parts)s。") % {"year": words.full_year(point.fiscal_year), "parts": _("、").join(parts)}


def _single_sentence(row: IndicatorRow, points: tuple[Point, ...], wording: Wording) -> str:
    """What one year's numbers say in words, or that there are none."""
    if not points:
        return _without_year(row, wording)
    if points[0].actual.number is None:
        return _("%(target)s %(value)s（%(year)s）のみで、実績はまだありません。") % {
            "target": wording.target,
            "value": _with_unit(points[0].target, row),
            "year": words.full_year(points[0].fiscal_year),
        }
    return _point_words(row, points[0], wording) + _("数値のある年度が1つのため、図にしていません。")


def _without_year(row: IndicatorRow, wording: Wording) -> str:
    if row.final.target.number is None:
        return _("%(actual)sにも%(target)sにも数値の記載がありません。") % vars(wording)
    return _("%(target)s %(value)s（年度の記載なし）のみで、実績はまだありません。") % {
        "target": wording.target,
        "value": _with_unit(row.final.target, row),
    }


def _notes(row: IndicatorRow) -> tuple[str, ...]:
    return (_("小さいほど良い指標です。達成度は目標値÷実績で計算しています。"),) if row.is_less_better else ()
