"""The government by ministry and by year: 計 and 執行額 as bars."""

from collections.abc import Sequence

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from reviewsheets.charts import theme, words
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.dashboard import MinistryTotals, YearTotals

DRAWN_MINISTRIES = 12
ROW_HEIGHT = 34
_Bar = tuple[str | int, int, int]  # place on the axis, 計 and 執行額 in yen


def ministries_chart(rows: Sequence[MinistryTotals]) -> Chart | NoData:
    """The ministries with the most 計, one above the other."""
    title = _("府省庁別の計と執行額")
    drawn = [row for row in rows if row.totals.total_yen > 0][:DRAWN_MINISTRIES]
    if not drawn:
        return NoData("ministries", title, _("計が報告された府省庁はありません。"), "ministries")
    unit_yen, unit = words.chart_unit(drawn[0].totals.total_yen)
    first = drawn[0]
    sentence = _("計が最も大きいのは%(name)sで%(total)s、執行額は%(executed)sです。") % {
        "name": first.name,
        "total": words.amount(first.totals.total_yen),
        "executed": words.amount(first.totals.executed_yen),
    }
    bars = [(theme.plain(row.name), row.totals.total_yen, row.totals.executed_yen) for row in reversed(drawn)]
    figure = go.Figure(
        _bars(bars, unit_yen, orientation="h"),
        theme.layout(
            height=110 + ROW_HEIGHT * len(drawn),
            barmode="group",
            bargap=0.25,
            hovermode="y unified",
            xaxis=theme.value_axis(unit),
            yaxis={"type": "category", "automargin": True, "fixedrange": True},
        ),
    )
    left_out = len(rows) - len(drawn)
    notes = (
        (_("図は計の大きい%(drawn)sの府省庁です。すべては表にあります。") % {"drawn": len(drawn)},) if left_out else ()
    )
    years = words.full_year(first.sheet_year - 1)
    return Chart("ministries", title, unit, years, sentence, "ministries", figure, notes)


def years_chart(rows: Sequence[YearTotals]) -> Chart | NoData:
    """Each sheet year's own sheets, oldest first."""
    title = _("年度別の計と執行額")
    drawn = [row for row in reversed(rows) if row.totals.total_yen > 0]
    if not drawn:
        return NoData("years", title, _("計が報告された年度はありません。"), "years")
    unit_yen, unit = words.chart_unit(max(row.totals.total_yen for row in drawn))
    newest = drawn[-1]
    sentence = _("%(year)sの計は%(total)s、執行額は%(executed)sです。") % {
        "year": words.full_year(newest.result_year),
        "total": words.amount(newest.totals.total_yen),
        "executed": words.amount(newest.totals.executed_yen),
    }
    bars = [(row.result_year, row.totals.total_yen, row.totals.executed_yen) for row in drawn]
    figure = go.Figure(
        _bars(bars, unit_yen, orientation="v"),
        theme.layout(
            height=340,
            barmode="group",
            bargap=0.3,
            hovermode="x unified",
            xaxis=theme.year_axis((row.result_year, words.full_year(row.result_year)) for row in drawn),
            yaxis=theme.value_axis(unit),
        ),
    )
    years = words.year_span(drawn[0].result_year, newest.result_year)
    return Chart("years", title, unit, years, sentence, "years", figure)


def _bars(rows: Sequence[_Bar], unit_yen: int, *, orientation: str) -> list[go.Bar]:
    """計 and 執行額 beside each other."""
    series = ((_("計（歳出予算現額）"), theme.BUDGET, 1), (_("執行額"), theme.EXECUTED, 2))
    bars = []
    for name, colour, place in series:
        places = [row[0] for row in rows]
        amounts = [words.in_unit(int(row[place]), unit_yen) for row in rows]
        along = {"x": amounts, "y": places} if orientation == "h" else {"x": places, "y": amounts}
        bars.append(
            go.Bar(
                name=name,
                orientation=orientation,
                customdata=[words.exact_yen(int(row[place])) for row in rows],
                hovertemplate=f"{name} %{{customdata}}<extra></extra>",
                marker={"color": colour},
                **along,
            )
        )
    return bars
