"""Several sheets or projects on the same axes: 計 and 執行額 by budget year, and the unit of their table."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from reviewsheets.charts import theme, words
from reviewsheets.charts.figures import Figure, Layout, Trace, scatter
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.compare import Compared, ComparedYear, Comparison
from reviewsheets.units.cells import YenCell
from reviewsheets.units.money import MILLION

KEY = "compare"
# Told apart without colour too: the mark says which one it is, the dash which amount.
MARKS = (
    (theme.EXECUTED, "circle"),
    (theme.GROSS_RATE, "square"),
    (theme.NET_RATE, "triangle-up"),
    (theme.REQUEST, "diamond"),
    (theme.BUDGET, "x"),
)
NAME_LENGTH = 13
PLOT_HEIGHT, LEGEND_HEIGHT = 400, 14  # the legend has several lines a row, on a phone one
FLAT = 50  # an amount that many times smaller than the largest lies on the axis
SMALLEST_SHOWN = 20  # one decimal of a unit shows a twentieth of it


def table_unit(comparison: Comparison) -> tuple[int, str]:
    """The common unit of the table, in yen and in words: the one that reads best and shows no amount as 0.0."""
    cells = (cell for one in comparison.compared for row in one.years for cell in row.cells)
    sizes = [abs(cell.yen) for cell in cells if cell.yen]
    unit_yen, unit = words.chart_unit(max(sizes, default=0))
    if sizes and min(sizes) * SMALLEST_SHOWN < unit_yen:
        return MILLION, _("百万円")
    return unit_yen, unit


def compare_chart(comparison: Comparison) -> Chart | NoData:
    """執行額 as full lines and 計 as dotted ones; a gap where a year is not told."""
    title = _("計と執行額の推移")
    compared = comparison.compared
    amounts = [abs(cell.yen) for one in compared for row in one.years for cell in _drawn(row) if cell.yen]
    if not amounts:
        return NoData(KEY, title, _("計・執行額に0でない数値の記載はありません。"), KEY)
    unit_yen, unit = words.axis_unit(max(amounts))
    budget_years = _years_of(compared)
    return Chart(
        key=KEY,
        title=title,
        unit=unit,
        years=words.year_span(budget_years[0], budget_years[-1]),
        sentence=_sentence(compared, budget_years),
        csv=KEY,
        figure=_figure(compared, budget_years, unit_yen=unit_yen, unit=unit),
        notes=tuple(_notes(comparison, max(amounts))),
    )


def _drawn(row: ComparedYear) -> tuple[YenCell, YenCell]:
    return row.total, row.figures.executed_known


def _years_of(compared: Iterable[Compared]) -> range:
    """From the first to the last year that has an amount to draw."""
    told = [row.figures.budget_year for one in compared for row in one.years if any(cell.yen for cell in _drawn(row))]
    return range(min(told), max(told) + 1)


def _figure(compared: Sequence[Compared], budget_years: range, *, unit_yen: int, unit: str) -> Figure:
    traces = []
    for one, (colour, symbol) in zip(compared, MARKS, strict=False):
        rows = [one.by_year.get(year) for year in budget_years]
        name = f"{one.letter} {theme.plain(theme.shortened(one.name, length=NAME_LENGTH))}"
        executed = [row.figures.executed_known.yen if row else None for row in rows]
        total = [row.total.yen if row else None for row in rows]
        marks = {"symbol": symbol, "size": 9, "color": colour}
        open_marks = {"symbol": f"{symbol}-open", "size": 8, "color": colour}
        traces += [
            _line(_("%(name)s 執行額") % {"name": name}, budget_years, executed, unit_yen, marks, dash="solid"),
            _line(_("%(name)s 計") % {"name": name}, budget_years, total, unit_yen, open_marks, dash="dot"),
        ]
    drawn = [trace for trace in traces if any(y is not None for y in trace["y"])]
    return Figure(drawn, _layout(budget_years, unit, lines=len(drawn)))


def _layout(budget_years: range, unit: str, *, lines: int) -> Layout:
    axis = theme.year_axis((year, str(year)) for year in budget_years)  # western: one axis holds several eras
    return theme.layout(
        height=PLOT_HEIGHT + LEGEND_HEIGHT * lines,
        hovermode="x unified",
        xaxis=axis | {"title": {"text": _("予算年度")}, "automargin": True},
        yaxis=theme.value_axis(unit),
    )


def _line(
    name: str, budget_years: range, amounts: list[int | None], unit_yen: int, marker: dict[str, object], *, dash: str
) -> Trace:
    return scatter(
        name=name,
        x=list(budget_years),
        y=[None if amount_yen is None else words.in_unit(amount_yen, unit_yen) for amount_yen in amounts],
        customdata=["" if amount_yen is None else f"{name} {words.exact_yen(amount_yen)}" for amount_yen in amounts],
        hovertemplate="%{customdata}<extra></extra>",
        mode="lines+markers",
        connectgaps=False,
        line={"color": marker["color"], "width": 2, "dash": dash},
        marker=marker,
    )


def _sentence(compared: Sequence[Compared], budget_years: range) -> str:
    """Most and least 執行額 of the year that most of them tell, the newest of such years."""
    told = {year: _executed(compared, year) for year in budget_years}
    year = max(budget_years, key=lambda budget_year: (len(told[budget_year]), budget_year))
    if len(told[year]) < 2:
        return _("2件以上の執行額が分かる予算年度はありません。")
    (most_yen, most), (least_yen, least) = told[year][0], told[year][-1]
    said = {
        "year": words.full_year(year),
        "told": len(told[year]),
        "compared": len(compared),
        "most": _named(most),
        "most_amount": words.amount(most_yen),
        "least": _named(least),
        "least_amount": words.amount(least_yen, beside_yen=most_yen),
    }
    if len(told[year]) < len(compared):
        return (
            _(
                "%(year)sの執行額は、記載のある%(told)dつ（%(compared)dつのうち）では、"
                "最も大きい%(most)sが%(most_amount)s、最も小さい%(least)sが%(least_amount)sです。"
            )
            % said
        )
    return (
        _("%(year)sの執行額は、最も大きい%(most)sが%(most_amount)s、最も小さい%(least)sが%(least_amount)sです。") % said
    )


def _executed(compared: Iterable[Compared], budget_year: int) -> list[tuple[int, Compared]]:
    """執行額 in yen of those that tell it, the most first."""
    rows = [(one, one.by_year.get(budget_year)) for one in compared]
    known = [(row.figures.executed_known.yen, one) for one, row in rows if row]
    told = [(amount_yen, one) for amount_yen, one in known if amount_yen is not None]
    return sorted(told, key=lambda pair: -pair[0])


def _named(one: Compared) -> str:
    return _("%(letter)s「%(name)s」") % {"letter": one.letter, "name": one.name}


def _notes(comparison: Comparison, largest_yen: int) -> Iterable[str]:
    highest = [
        max((abs(cell.yen) for row in one.years for cell in _drawn(row) if cell.yen), default=0)
        for one in comparison.compared
    ]
    if any(0 < amount_yen * FLAT < largest_yen for amount_yen in highest):
        yield _("額が大きく違うため、小さいものの線は0の近くに重なります。額は表にあります。")
    if comparison.has_both_bases:
        yield _("計は、2023年度までのシートでは翌年度へ繰越した額を引いた額、2024年度からのシートでは引く前の額です。")
