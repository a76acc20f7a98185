"""What stands above a list of sheets: who has the money of the set, and how much of it was used."""

from collections.abc import Sequence

import plotly.graph_objects as go
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviewsheets.charts import theme, words
from reviewsheets.charts.bars import budget_and_executed
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.facets import FacetValue
from reviewsheets.queries.totals import GroupTotals, SetTotals

DRAWN_GROUPS = 8
ROW_HEIGHT = 34
NAME_LENGTH = 14
CLASS_LENGTH = 12


def groups_chart(added: SetTotals, years: str) -> Chart | NoData:
    """計 and 執行額 of the ministries (of the bureaus of one ministry) that have the most."""
    title = _("部局別の計と執行額") if added.is_by_bureau else _("府省庁別の計と執行額")
    drawn = [group for group in added.groups if group.totals.total_yen][:DRAWN_GROUPS]
    if not drawn:
        return NoData("groups", title, _("この条件のシートに、前年度の計の記載はありません。"), "groups")
    largest = drawn[0]
    unit_yen, unit = words.axis_unit(largest.totals.total_yen or 0)
    sentence = _("計が最も大きいのは%(name)sで%(total)s、執行額は%(executed)sです。") % {
        "name": _name(largest),
        "total": words.amount(largest.totals.total_yen or 0),
        "executed": words.amount(largest.totals.executed_yen or 0),
    }
    bars = [
        (
            theme.plain(theme.shortened(_name(group), length=NAME_LENGTH)),
            group.totals.total_yen or 0,
            group.totals.executed_yen or 0,
        )
        for group in reversed(drawn)
    ]
    figure = go.Figure(
        budget_and_executed(bars, unit_yen, orientation="h"),
        theme.layout(
            height=110 + ROW_HEIGHT * len(drawn),
            barmode="group",
            bargap=0.25,
            hovermode="y unified",
            xaxis=theme.value_axis(unit),
            yaxis={"type": "category", "automargin": True, "fixedrange": True},
        ),
    )
    left_out = len(added.groups) - len(drawn)
    note = _("計の大きい%(drawn)sだけの図です。ほかの%(left_out)sは表にあります。")
    notes = (note % {"drawn": len(drawn), "left_out": left_out},) if left_out else ()
    return Chart("groups", title, unit, years, sentence, "groups", figure, notes)


def rates_chart(rates: Sequence[FacetValue], years: str) -> Chart | NoData:
    """How many sheets of the set have which execution rate."""
    title = _("執行率（繰越控除後）の分布")
    if not rates:
        return NoData("rates", title, _("条件に合うシートはありません。"), "rates")
    most = max(rates, key=lambda rate: rate.sheets)
    sentence = ngettext(
        "最も多いのは「%(label)s」の%(sheets)s件です。", "最も多いのは「%(label)s」の%(sheets)s件です。", most.sheets
    ) % {"label": most.label, "sheets": f"{most.sheets:,}"}
    figure = go.Figure(
        go.Bar(
            orientation="h",
            x=[rate.sheets for rate in reversed(rates)],
            y=[str(rate.label) for rate in reversed(rates)],
            texttemplate="%{x:,}",
            textposition="auto",
            hovertemplate="%{y} %{x:,}<extra></extra>",
            marker={"color": theme.EXECUTED},
        ),
        theme.layout(
            height=110 + ROW_HEIGHT * len(rates),
            bargap=0.35,
            xaxis=theme.value_axis(_("シート数")),
            yaxis={"type": "category", "automargin": True, "fixedrange": True},
        ).update(showlegend=False),
    )
    return Chart("rates", title, _("件"), years, sentence, "rates", figure)


def _name(group: GroupTotals) -> str:
    return group.name or _("記載なし")
