"""How the project is to take effect: the steps of the path as boxes, an arrow for each row of 目標のつながり."""

from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from django.utils.translation import gettext as _

from reviewsheets.charts import theme, words
from reviewsheets.charts.figures import Figure, Trace, bar, scatter
from reviewsheets.charts.path_layout import BOX_HEIGHT, HALF_WIDTH, Box, Drawing, drawing_of
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.path import PathRow, PathStep, Stage

KEY = CSV = "path"
LEAST_WIDTH = 928  # of the drawing, in pixels: static/css/results.css holds it
LETTER_WIDTH, TEXT_SIZE, LINES = 12.4, 12, 3
PADDING = 7  # of a box, in pixels
HOVER_LETTERS = 36
HEADING_HEIGHT = 38
EDGE = 0.02  # beside the first and the last box, in columns
HANGING = "、。，．）」』】〉》・ーっゃゅょッャュョ％"  # begin no line
COLOURS = {Stage.ACTIVITY: theme.BUDGET, Stage.OUTPUT: theme.NET_RATE, Stage.OTHER: theme.UNKNOWN, None: theme.UNKNOWN}
FILL_OPACITY = 0.13


def path_chart(rows: Sequence[PathRow], *, sheet_year: int) -> Chart | NoData:
    """Columns アクティビティ, アウトプット, アウトカム by term; what no arrow joins stands there too."""
    title = _("効果発現経路の図")
    if not rows:
        return NoData(KEY, title, _("目標のつながりの記載はありません。"), CSV)
    drawing = drawing_of(rows)
    note = _("枠の数字は段階の番号です。長い文は途中までで、枠に重ねると全文を表示します。全文は表にもあります。")
    years = _("%(year)sのシート") % {"year": words.full_year(sheet_year)}
    return Chart(KEY, title, "", years, _sentence(rows), CSV, _figure(drawing), notes=(note,))


def _stage_label(stage: Stage | None) -> str:
    return {
        Stage.ACTIVITY: _("アクティビティ"),
        Stage.OUTPUT: _("アウトプット"),
        Stage.SHORT_TERM: _("短期アウトカム"),
        Stage.MIDDLE_TERM: _("中期アウトカム"),
        Stage.LONG_TERM: _("長期アウトカム"),
        Stage.OUTCOME: _("アウトカム"),
        Stage.OTHER: _("種別の記載なし"),
        None: _("記載なし"),
    }[stage]


def _figure(drawing: Drawing) -> Figure:
    columns = len(drawing.columns)
    layout = theme.layout(
        height=round(drawing.height) + HEADING_HEIGHT + 12,
        barmode="overlay",
        hovermode="closest",
        xaxis={
            "tickvals": list(range(columns)),
            "ticktext": [theme.plain(_stage_label(stage)) for stage in drawing.columns],
            "tickfont": {"size": 13, "weight": 700},
            "range": list(_span(drawing)),
            "side": "top",
            "showgrid": False,
            "zeroline": False,
            "showline": False,
            "fixedrange": True,
        },
        yaxis={"visible": False, "range": [drawing.height, 0], "fixedrange": True},
        showlegend=False,
        margin={"l": 6, "r": 6, "t": HEADING_HEIGHT, "b": 8},
    )
    return Figure([_arrow_lines(drawing), _arrow_heads(drawing), *_boxes(drawing), _texts(drawing)], layout)


def _span(drawing: Drawing) -> tuple[float, float]:
    """From the first box to the last, or to the farthest arrow round its side."""
    last = len(drawing.columns) - 1 + HALF_WIDTH
    farthest = max((x for line in drawing.lines for x, _y in line.points), default=last)
    return -HALF_WIDTH - EDGE, max(last, farthest) + EDGE


def _arrow_lines(drawing: Drawing) -> Trace:
    """All arrows in one trace, parted by gaps."""
    points = [point for line in drawing.lines for point in (*line.points, (None, None))]
    return scatter(
        x=[None if x is None else round(x, 3) for x, _y in points],
        y=[None if y is None else round(y, 1) for _x, y in points],
        mode="lines",
        hoverinfo="skip",
        line={"color": theme.BUDGET, "width": 1.5},
    )


def _arrow_heads(drawing: Drawing) -> Trace:
    """One for each arrow."""
    return scatter(
        x=[round(line.points[-1][0], 3) for line in drawing.lines],
        y=[round(line.points[-1][1], 1) for line in drawing.lines],
        mode="markers",
        hoverinfo="skip",
        marker={
            "symbol": ["triangle-left" if line.is_back else "triangle-right" for line in drawing.lines],
            "size": 9,
            "color": theme.BUDGET,
        },
    )


def _boxes(drawing: Drawing) -> Iterable[Trace]:
    """A trace for each column, in the colour of its stage."""
    for column, stage in enumerate(drawing.columns):
        boxes = [box for box in drawing.boxes if box.column == column]
        colour = COLOURS.get(stage, theme.EXECUTED)
        yield bar(
            name=_stage_label(stage),
            orientation="h",
            base=[column - HALF_WIDTH for _box in boxes],
            x=[2 * HALF_WIDTH for _box in boxes],
            y=[box.y for box in boxes],
            width=[BOX_HEIGHT for _box in boxes],
            customdata=[_hover(box.spot.step) for box in boxes],
            hovertemplate="%{customdata}<extra></extra>",
            marker={"color": _translucent(colour), "line": {"color": colour, "width": 1.5}},
        )


def _translucent(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{FILL_OPACITY})"


def _texts(drawing: Drawing) -> Trace:
    left, right = _span(drawing)
    column_width = (LEAST_WIDTH - 12) / (right - left)
    letters = (column_width * 2 * HALF_WIDTH - 2 * PADDING) / LETTER_WIDTH
    indent = PADDING / column_width
    return scatter(
        x=[round(box.column - HALF_WIDTH + indent, 3) for box in drawing.boxes],
        y=[box.y for box in drawing.boxes],
        text=[_cut(box, letters) for box in drawing.boxes],
        mode="text",
        textposition="middle right",
        textfont={"size": TEXT_SIZE},
        hoverinfo="skip",
    )


def _cut(box: Box, letters: float) -> str:
    """Number and text, cut with … to what the box holds."""
    lines = wrapped(_said(box.spot.step), letters)
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], f"{lines[LINES - 1][:-1]}…"]
    return "<br>".join(theme.plain(line) for line in lines)


def _said(step: PathStep | None) -> str:
    if step is None:
        return _("記載なし")
    return " ".join(filter(None, (step.number, " ".join(step.text.split())))) or _("記載なし")


def _hover(step: PathStep | None) -> str:
    """The whole text below the step's kind, term and number."""
    if step is None:
        return _("つながる段階の記載なし")
    head = " ".join(filter(None, (step.term, step.kind, step.number)))
    lines = wrapped(" ".join(step.text.split()), HOVER_LETTERS)
    return "<br>".join(theme.plain(line) for line in (head, *lines))


def wrapped(text: str, letters: float) -> list[str]:
    """Lines of at most as many full-width letters; a narrow letter is half of one."""
    lines, line, width = list[str](), "", 0.0
    for letter in text:
        own = 1 if east_asian_width(letter) in "WFA" else 0.55
        if line and width + own > letters and letter not in HANGING:
            lines.append(line)
            line, width = "", 0.0
        line, width = line + letter, width + own
    return [*lines, line] if line else lines


def _sentence(rows: Sequence[PathRow]) -> str:
    """How many steps and arrows there are, and which steps nothing leads to or from."""
    steps = {step.key: step for step in _steps(rows)}
    arrows = sum(len(row.arrows) for row in rows)
    counts = [(stage, sum(step.stage is stage for step in steps.values())) for stage in Stage]
    parts = [_("%(stage)s%(number)d件") % {"stage": _stage_label(s), "number": n} for s, n in counts if n]
    said = _("%(parts)s、矢印%(arrows)d本。") % {"parts": _("、").join(parts), "arrows": arrows}
    return said + "".join(_gaps(rows, steps))


def _steps(rows: Sequence[PathRow]) -> Iterable[PathStep]:
    ends = (end for row in rows for end in (row.source, *(arrow.target for arrow in row.arrows)))
    return (end for end in ends if end is not None)


def _gaps(rows: Sequence[PathRow], steps: dict[int, PathStep]) -> Iterable[str]:
    """What the graph leaves open: outputs that lead nowhere, steps without any arrow, arrows without a step."""
    left = {row.source.key for row in rows if row.source and row.arrows}
    reached = {arrow.target.key for row in rows for arrow in row.arrows if arrow.target}
    if stuck := sum(step.stage is Stage.OUTPUT and key in reached and key not in left for key, step in steps.items()):
        yield _("先へつながる矢印のないアウトプットが%(number)d件あります。") % {"number": stuck}
    if alone := len(steps.keys() - left - reached):
        yield _("矢印のない段階が%(number)d件あります。") % {"number": alone}
    if open_ended := sum(row.source is None or arrow.target is None for row in rows for arrow in row.arrows):
        yield _("一方の段階の記載がない矢印が%(number)d本あります。") % {"number": open_ended}
