"""Was the money used as budgeted: 計 and 執行額 by year with both execution rates."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from reviewsheets.charts import theme, words
from reviewsheets.charts.figures import Figure, Layout, Trace, bar, scatter
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.budget import ExecutionYear
from reviewsheets.units.cells import YenCell

KEY = "budget"
RATE_TICKS = 7
FULL_RATE = 110  # the rates' axis shows at least 0 to 110 %


def budget_chart(rows: Sequence[ExecutionYear], *, sheet_year: int) -> Chart | NoData:
    """Bars of 計, 要求額 and 執行額 in the unit that reads best, lines of the rates in percent."""
    title = _("予算額と執行額")
    drawn = [row for row in rows if _given(row).yen or row.executed.yen]
    if not drawn:
        return NoData(KEY, title, _("予算額・執行額に0でない数値の記載はありません。"), KEY)
    largest_yen = max(abs(cell.yen or 0) for row in drawn for cell in (_given(row), row.executed))
    unit_yen, unit = words.axis_unit(largest_yen)
    years = words.year_span(rows[0].budget_year, rows[-1].budget_year)
    return Chart(
        key=KEY,
        title=title,
        unit=unit,
        years=years,
        sentence=_sentence(rows, sheet_year, largest_yen),
        csv=KEY,
        figure=_figure(rows, unit_yen=unit_yen, unit=unit, sheet_year=sheet_year),
        notes=_notes(rows),
    )


def _given(row: ExecutionYear) -> YenCell:
    """計, or what is asked for the year."""
    return row.requested if row.is_asked else row.total


def _figure(rows: Sequence[ExecutionYear], *, unit_yen: int, unit: str, sheet_year: int) -> Figure:
    asked = [row for row in rows if row.is_request and _given(row).yen]
    decided = [row for row in rows if not row.is_request and (row.total.yen or row.executed.yen)]
    bars: list[Any] = [
        _bars(_("計（歳出予算現額）"), theme.BUDGET, [(r.budget_year, r.total.yen) for r in decided], unit_yen),
        _bars(_("要求額"), theme.REQUEST, [(r.budget_year, _given(r).yen) for r in asked], unit_yen, pattern="/"),
        _bars(_("執行額"), theme.EXECUTED, [(r.budget_year, r.executed.yen) for r in decided], unit_yen),
    ]
    gross = [(row.budget_year, row.gross_rate_percent) for row in decided]
    net = [(row.budget_year, row.net_rate_percent) for row in decided]
    rates: list[Any] = [
        _line(_("執行率（繰越控除前）"), theme.GROSS_RATE, gross, symbol="circle", dash="solid"),
        _line(_("執行率（繰越控除後）"), theme.NET_RATE, net, symbol="diamond-open", dash="dot"),
    ]
    traces = [trace for trace in (*bars, *rates) if trace["y"]]
    return Figure(traces, _layout(rows, unit, sheet_year, [rate for _year, rate in (*gross, *net) if rate]))


def _layout(rows: Sequence[ExecutionYear], unit: str, sheet_year: int, rates: list[Decimal]) -> Layout:
    highest = max([FULL_RATE, *(int(rate) + 10 for rate in rates)])
    rate_axis: dict[str, Any] = {"overlaying": "y", "side": "right", "range": [0, highest], "showgrid": False}
    rate_axis |= {"tickmode": "auto", "nticks": RATE_TICKS}  # by default it takes the other axis' places
    return theme.layout(
        height=400,
        barmode="group",
        bargap=0.3,
        hovermode="x unified",
        xaxis=theme.year_axis((row.budget_year, words.short_year(row.budget_year, sheet_year)) for row in rows),
        yaxis=theme.value_axis(unit),
        **({"yaxis2": theme.value_axis(_("執行率（％）"), **rate_axis)} if rates else {}),
    )


def _bars(name: str, colour: str, amounts: list[tuple[int, int | None]], unit_yen: int, *, pattern: str = "") -> Trace:
    known = [(year, amount_yen) for year, amount_yen in amounts if amount_yen is not None]
    return bar(
        name=name,
        x=[year for year, _amount in known],
        y=[words.in_unit(amount_yen, unit_yen) for _year, amount_yen in known],
        customdata=[words.exact_yen(amount_yen) for _year, amount_yen in known],
        hovertemplate=f"{name} %{{customdata}}<extra></extra>",
        marker={"color": colour, "pattern": {"shape": pattern, "fillmode": "replace", "solidity": 0.4}},
    )


def _line(name: str, colour: str, rates: list[tuple[int, Decimal | None]], *, symbol: str, dash: str) -> Trace:
    known = [(year, rate) for year, rate in rates if rate is not None]
    return scatter(
        name=name,
        x=[year for year, _rate in known],
        y=[rate for _year, rate in known],
        customdata=[words.rate(rate) for _year, rate in known],
        hovertemplate=f"{name} %{{customdata}}<extra></extra>",
        yaxis="y2",
        mode="lines+markers",
        line={"color": colour, "width": 2, "dash": dash},
        marker={"symbol": symbol, "size": 10, "line": {"width": 2}},
    )


def _sentence(rows: Sequence[ExecutionYear], sheet_year: int, largest_yen: int) -> str:
    """The newest year whose execution is known; else the newest with a budget and that nothing is reported."""
    budgeted = [row for row in rows if not row.is_request and row.total.yen]
    executed = [row for row in budgeted if row.executed.yen is not None and row.budget_year < sheet_year]
    if executed:
        return _executed_sentence(executed[-1], largest_yen)
    if not budgeted:
        return _("予算の計上はまだありません。")
    row = budgeted[-1]
    return _("%(year)sの計は%(total)s。執行額はまだ報告されていません（%(written)s）。") % {
        "year": words.full_year(row.budget_year),
        "total": words.amount_by_axis(row.total.yen or 0, largest_yen),
        "written": words.written(row.executed),
    }


def _executed_sentence(row: ExecutionYear, largest_yen: int) -> str:
    said = _("%(year)sは計%(total)sのうち%(executed)sを執行") % {
        "year": words.full_year(row.budget_year),
        "total": words.amount_by_axis(row.total.yen or 0, largest_yen),
        "executed": words.amount_by_axis(row.executed.yen or 0, largest_yen),
    }
    if row.gross_rate_percent is None or row.net_rate_percent is None:
        return _("%(said)s。") % {"said": said}
    return _("%(said)s（執行率は繰越控除前 %(gross)s、控除後 %(net)s）。") % {
        "said": said,
        "gross": words.rate(row.gross_rate_percent),
        "net": words.rate(row.net_rate_percent),
    }


def _notes(rows: Sequence[ExecutionYear]) -> tuple[str, ...]:
    if all(row.gross_rate_percent is None for row in rows):
        return ()
    return (_("繰越控除前は翌年度へ繰越した額を計から引かずに、控除後は引いて執行率を計算したものです。"),)
