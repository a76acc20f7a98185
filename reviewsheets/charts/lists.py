"""What stands above a list of sheets: who has the money of the set, and how much of it was used."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviewsheets.charts import theme
from reviewsheets.charts.bars import ROW_HEIGHT, largest_first
from reviewsheets.charts.figures import Figure, bar
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.facets import FacetValue
from reviewsheets.queries.totals import SetTotals
from reviewsheets.units.ministry_names import ministry_words

DRAWN_GROUPS = 8
FEW = 6  # sheets, on an axis that would be parted into fractions of one


def groups_chart(added: SetTotals, years: str) -> Chart | NoData:
    """計 and 執行額 of the ministries (of the bureaus of one ministry) that have the most."""
    title = _("部局別の計と執行額") if added.is_by_bureau else _("府省庁別の計と執行額")
    drawn = [group for group in added.groups if group.totals.total_yen][:DRAWN_GROUPS]
    if not drawn:
        return NoData("groups", title, _("この条件のシートに、前年度の計の記載はありません。"), "groups")
    figure, unit, sentence = largest_first([(_group_name(added, group.name), group.totals) for group in drawn])
    left_out = len(added.groups) - len(drawn)
    note = _("計の大きい%(drawn)sだけの図です。ほかの%(left_out)sは表にあります。")
    notes = (note % {"drawn": len(drawn), "left_out": left_out},) if left_out else ()
    return Chart("groups", title, unit, years, sentence, "groups", figure, notes)


def _group_name(added: SetTotals, name: str) -> str:
    return (name if added.is_by_bureau else ministry_words(name)) or _("記載なし")


def rates_chart(rates: Sequence[FacetValue], years: str) -> Chart | NoData:
    """How many sheets of the set have which execution rate."""
    title = _("執行率（繰越控除後）の分布")
    if not rates:
        return NoData("rates", title, _("条件に合うシートはありません。"), "rates")
    most = max(rates, key=lambda rate: rate.sheets)
    sentence = ngettext(
        "最も多いのは「%(label)s」の%(sheets)s件です。", "最も多いのは「%(label)s」の%(sheets)s件です。", most.sheets
    ) % {"label": most.label, "sheets": f"{most.sheets:,}"}
    figure = Figure(
        [
            bar(
                orientation="h",
                x=[rate.sheets for rate in reversed(rates)],
                y=[str(rate.label) for rate in reversed(rates)],
                texttemplate="%{x:,}",
                textposition="auto",
                hovertemplate="%{y} %{x:,}<extra></extra>",
                marker={"color": theme.EXECUTED},
            )
        ],
        theme.layout(
            height=110 + ROW_HEIGHT * len(rates),
            bargap=0.35,
            xaxis=theme.value_axis(_("シート数"), **({"dtick": 1} if most.sheets < FEW else {})),
            yaxis={"type": "category", "automargin": True, "fixedrange": True},
            showlegend=False,
        ),
    )
    return Chart("rates", title, _("件"), years, sentence, "rates", figure)
