"""A rule's base rate by ministry."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from reviewsheets.charts import theme, words
from reviewsheets.charts.bars import NAME_LENGTH, ROW_HEIGHT
from reviewsheets.charts.figures import Figure, bar
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.findings import PlaceRow
from reviewsheets.units.ministry_names import ministry_words
from reviewsheets.units.money import rounded_percent

DRAWN_MINISTRIES = 12
FEWEST_SHEETS = 10  # a share of fewer says little
HEAD = 90


def ministries_chart(rows: Sequence[PlaceRow], years: str) -> Chart | NoData:
    """The share of sheets a rule was found on, of the ministries where it can be said of ten sheets or more."""
    key, title = "rule-ministries", _("府省庁別の該当する割合")
    rated = [row for row in rows if row.tally.sheets_evaluable >= FEWEST_SHEETS]
    drawn = sorted(rated, key=lambda row: row.tally.sheets_percent or 0, reverse=True)[:DRAWN_MINISTRIES]
    if not drawn:
        return NoData(key, title, _("評価できるシートが10枚以上ある府省庁はありません。"), "ministries")
    most = drawn[0].tally
    sentence = _("割合が最も高いのは%(name)sで、評価できる%(evaluable)s枚のうち%(found)s枚（%(rate)s）です。") % {
        "name": ministry_words(drawn[0].name),
        "evaluable": f"{most.sheets_evaluable:,}",
        "found": f"{most.sheets_found:,}",
        "rate": words.rate(most.sheets_percent or Decimal(0)),
    }
    note = _("図は評価できるシートが10枚以上ある府省庁のうち、割合の高い%(drawn)sです。すべては表にあります。")
    figure = _bars(list(reversed(drawn)))
    notes = (note % {"drawn": len(drawn)},) if len(rows) > len(drawn) else ()
    return Chart(key, title, _("％"), years, sentence, "ministries", figure, notes)


def _bars(rows: Sequence[PlaceRow]) -> Figure:
    names = [theme.plain(ministry_words(row.name)) for row in rows]
    return Figure(
        [
            bar(
                orientation="h",
                x=[rounded_percent(row.tally.sheets_percent) for row in rows if row.tally.sheets_percent is not None],
                y=names,
                customdata=[f"{row.tally.sheets_found:,} / {row.tally.sheets_evaluable:,}" for row in rows],
                hovertemplate="%{y} %{x:.1f}％（%{customdata}）<extra></extra>",
                marker={"color": theme.EXECUTED},
            )
        ],
        theme.layout(
            height=HEAD + ROW_HEIGHT * len(rows),
            bargap=0.35,
            xaxis=theme.value_axis(_("％")),
            yaxis={
                "type": "category",
                "tickvals": names,
                "ticktext": [theme.plain(theme.fitted(ministry_words(row.name), length=NAME_LENGTH)) for row in rows],
                "automargin": True,
                "fixedrange": True,
            },
            showlegend=False,
        ),
    )
