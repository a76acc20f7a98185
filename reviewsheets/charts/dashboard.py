"""The government by ministry and by year: 計 and 執行額 as bars, execution rates as dots, outcomes as parts."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from reviewsheets.charts import theme, words
from reviewsheets.charts.bars import NAME_LENGTH, amounts, budget_and_executed, largest_first
from reviewsheets.charts.figures import Figure, Trace, bar, scatter
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.dashboard import MinistryTotals, YearTotals
from reviewsheets.units.ministry_names import ministry_words
from reviewsheets.units.money import rounded_percent

DRAWN_MINISTRIES = 12
DENSE_ROW = 22
DENSE_HEAD = 110  # the legend above the rows and the axis below
WHOLE_PERCENT = 100
PALE = "#c4cad3"
OUTCOMES = ("outcomes_reached", "outcomes_missed", "outcomes_not_comparable")
TWO_BASES = 2


def ministries_chart(rows: Sequence[MinistryTotals]) -> Chart | NoData:
    """The ministries with the most 計, one above the other."""
    title = _("府省庁別の計と執行額")
    drawn = [row for row in rows if row.totals.total_yen][:DRAWN_MINISTRIES]
    if not drawn:
        return NoData("ministries", title, _("計が報告された府省庁はありません。"), "ministries")
    figure, unit, sentence = largest_first([(ministry_words(row.name), row.totals) for row in drawn])
    left_out = len(rows) - len(drawn)
    notes = (
        (_("図は計の大きい%(drawn)sの府省庁です。すべては表にあります。") % {"drawn": len(drawn)},) if left_out else ()
    )
    years = words.full_year(drawn[0].sheet_year - 1)
    return Chart("ministries", title, unit, years, sentence, "ministries", figure, notes)


def years_chart(rows: Sequence[YearTotals]) -> Chart | NoData:
    """Each sheet year's own sheets, oldest first."""
    title = _("年度別の計と執行額")
    drawn = [row for row in reversed(rows) if row.totals.total_yen]
    if not drawn:
        return NoData("years", title, _("計が報告された年度はありません。"), "years")
    unit_yen, unit = words.axis_unit(max(amounts(row.totals)[0] for row in drawn))
    newest = drawn[-1]
    sentence = _("%(year)sの計は%(total)s、執行額は%(executed)sです。") % {
        "year": words.full_year(newest.result_year),
        "total": words.amount(amounts(newest.totals)[0]),
        "executed": words.amount(amounts(newest.totals)[1]),
    }
    bars = [(row.result_year, *amounts(row.totals)) for row in drawn]
    figure = Figure(
        budget_and_executed(bars, unit_yen, orientation="v"),
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
    return Chart("years", title, unit, years, sentence, "years", figure, _basis_notes(drawn))


def _basis_notes(rows: Sequence[YearTotals]) -> tuple[str, ...]:
    if len({row.basis for row in rows}) < TWO_BASES:
        return ()
    return (_("計は、2023年度までのシートでは翌年度へ繰越した額を引いた額、2024年度からのシートでは引く前の額です。"),)


def rates_chart(rows: Sequence[MinistryTotals]) -> Chart | NoData:
    """Both execution rates of each ministry as dots, the highest net rate on top."""
    title = _("府省庁別の執行率")
    rated = [(row, row.totals.net_rate_percent, row.totals.gross_rate_percent) for row in rows]
    drawn = [(row, net, gross) for row, net, gross in rated if net is not None and gross is not None]
    if not drawn:
        return NoData("rates", title, _("執行率を計算できる府省庁はありません。"), "ministries")
    drawn.sort(key=lambda rate: rate[1])
    (lowest, low, _gross), (highest, high, _other) = drawn[0], drawn[-1]
    sentence = _("執行率（繰越控除後）は、最も高い%(highest)sが%(high)s、最も低い%(lowest)sが%(low)sです。") % {
        "highest": ministry_words(highest.name),
        "high": words.rate(high),
        "lowest": ministry_words(lowest.name),
        "low": words.rate(low),
    }
    figure = Figure(
        _dots([(theme.plain(ministry_words(row.name)), net, gross) for row, net, gross in drawn]),
        theme.layout(
            height=DENSE_HEAD + DENSE_ROW * len(drawn),
            hovermode="y unified",
            xaxis=theme.value_axis(_("％")),
            yaxis=_name_axis([row for row, _net, _gross_rate in drawn], range=[-0.7, len(drawn) - 0.3]),
        ),
    )
    notes = _rate_notes(
        left_out=len(rows) - len(drawn), highest_percent=max(high, *(gross for _row, _net, gross in drawn))
    )
    years = words.full_year(lowest.sheet_year - 1)
    return Chart("rates", title, _("％"), years, sentence, "ministries", figure, notes)


def _rate_notes(*, left_out: int, highest_percent: Decimal) -> tuple[str, ...]:
    notes = []
    if highest_percent > WHOLE_PERCENT:
        notes.append(
            _("ほかの事業に一括して計上された予算から執行した事業があると、執行率は100％を超えることがあります。")
        )
    if left_out:
        notes.append(_("執行率を計算できない%(number)sの府省庁は入っていません。") % {"number": left_out})
    return tuple(notes)


def outcomes_chart(rows: Sequence[MinistryTotals]) -> Chart | NoData:
    """What came of each ministry's outcome indicators, as parts of all of them; in the order of the table."""
    title = _("府省庁別の成果目標の結果")
    drawn = [row for row in rows if row.totals.outcomes]
    if not drawn:
        return NoData(
            "outcomes", title, _("この年度には、前年度の目標値か実績値のある成果目標がありません。"), "ministries"
        )
    counts = {figure: sum(getattr(row.totals, figure) for row in drawn) for figure in OUTCOMES}
    tells_missed = drawn[0].tells_missed
    missed = counts["outcomes_missed"] if tells_missed else None
    sentence = _outcome_sentence(counts["outcomes_reached"], missed, counts["outcomes_not_comparable"])
    figure = Figure(
        _outcome_bars(list(reversed(drawn))),
        theme.layout(
            height=DENSE_HEAD + DENSE_ROW * len(drawn),
            barmode="stack",
            barnorm="percent",
            bargap=0.3,
            legend=theme.LEGEND | {"traceorder": "normal"},
            hovermode="y unified",
            xaxis=theme.value_axis(_("成果目標の数に占める割合（％）"), range=[0, 100]),
            yaxis=_name_axis(drawn),
        ),
    )
    left_out = len(rows) - len(drawn)
    notes = [] if tells_missed else [_("達しなかったものの数は、改善の方向の記載がないため分かりません。")]
    if left_out:
        notes.append(_("成果目標のない%(number)sの府省庁は入っていません。") % {"number": left_out})
    years = words.full_year(drawn[0].sheet_year - 1)
    return Chart("outcomes", title, _("％"), years, sentence, "ministries", figure, tuple(notes))


def _name_axis(rows: Sequence[MinistryTotals], **more: Any) -> dict[str, Any]:
    """An axis with a row for each ministry, the last on top; long names are cut on it alone."""
    axis = {"type": "category", "automargin": True, "fixedrange": True, "dtick": 1, "ticklabelstandoff": 6}
    names = [ministry_words(row.name) for row in rows]
    cut = [theme.fitted(name, length=NAME_LENGTH) for name in names]
    told = {"tickvals": [*map(theme.plain, names)], "ticktext": [*map(theme.plain, cut)]} if cut != names else {}
    return axis | told | more


def _dots(rows: Sequence[tuple[str, Decimal, Decimal]]) -> list[Trace]:
    """Full dots for the net rate, diamonds for the gross one."""
    names = [name for name, _net, _gross in rows]
    series = (
        (_("執行率（繰越控除前）"), [gross for _name, _net, gross in rows], theme.GROSS_RATE, "diamond-open"),
        (_("執行率（繰越控除後）"), [net for _name, net, _gross in rows], theme.NET_RATE, "circle"),
    )
    return [
        scatter(
            name=name,
            mode="markers",
            x=[rounded_percent(rate) for rate in rates],
            y=names,
            marker={"color": colour, "symbol": symbol, "size": 9},
            hovertemplate=f"{name} " + _("%(number)s％") % {"number": "%{x:.1f}"} + "<extra></extra>",
        )
        for name, rates, colour, symbol in series
    ]


def _outcome_sentence(reached: int, missed: int | None, not_comparable: int) -> str:
    """How the outcomes came out; `missed` is None where no direction is published: none can be said to be."""
    said = _(
        "%(all)s件の成果目標のうち、達したものは%(reached)s件、達しなかったものは%(missed)s件、"
        "比べられないか値のないものは%(other)s件です。"
    )
    without_missed = _(
        "%(all)s件の成果目標のうち、達したものは%(reached)s件、比べられないか値のないものは%(other)s件です。"
    )
    return (without_missed if missed is None else said) % {
        "all": f"{reached + (missed or 0) + not_comparable:,}",
        "reached": f"{reached:,}",
        "missed": f"{missed or 0:,}",
        "other": f"{not_comparable:,}",
    }


def _outcome_bars(rows: Sequence[MinistryTotals]) -> list[Trace]:
    """Told apart by hatching too."""
    series = (
        (_("達した"), theme.EXECUTED, ""),
        (_("達しなかった"), theme.GROSS_RATE, "/"),
        (_("比べられない・値なし"), PALE, ""),
    )
    bars = []
    for figure, (name, colour, hatching) in zip(OUTCOMES, series, strict=True):
        if figure == "outcomes_missed" and not rows[0].tells_missed:
            continue
        counts = [getattr(row.totals, figure) for row in rows]
        bars.append(
            bar(
                name=name,
                orientation="h",
                x=counts,
                y=[theme.plain(ministry_words(row.name)) for row in rows],
                customdata=counts,
                hovertemplate=_("%(name)s %(number)s件（%(share)s％）")
                % {"name": name, "number": "%{customdata:,}", "share": "%{x:.1f}"}
                + "<extra></extra>",
                marker={"color": colour, "pattern": {"shape": hatching, "fillmode": "replace", "size": 6}},
            )
        )
    return bars
