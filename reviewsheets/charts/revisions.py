"""Revised amounts by ministry: how many were raised, how many lowered."""

from django.utils.translation import gettext as _

from reviewsheets.charts import theme, words
from reviewsheets.charts.bars import NAME_LENGTH, ROW_HEIGHT
from reviewsheets.charts.figures import Figure, Trace, bar
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.revision_facts import RevisionsPage
from reviewsheets.units.ministry_names import ministry_words

DRAWN_MINISTRIES = 12
HEAD = 110


def ministries_chart(page: RevisionsPage) -> Chart | NoData:
    """The ministries with the most revisions, the most on top."""
    key, title = "revisions", _("府省庁別の改訂の件数")
    if not page.ministries:
        return NoData(key, title, _("この条件の改訂はありません。"), "ministries")
    by_number = sorted(page.ministries, key=lambda row: row.changes.revisions, reverse=True)
    drawn, left_out = by_number[:DRAWN_MINISTRIES], len(by_number) - DRAWN_MINISTRIES
    most = drawn[0]
    sentence = _("最も多いのは%(name)sの%(number)s件で、増額が%(raised)s件、減額が%(lowered)s件です。") % {
        "name": ministry_words(most.name),
        "number": f"{most.changes.revisions:,}",
        "raised": f"{most.changes.raised:,}",
        "lowered": f"{most.changes.lowered:,}",
    }
    notes = (
        (_("図は改訂の多い%(drawn)sの府省庁です。すべては表にあります。") % {"drawn": len(drawn)},)
        if left_out > 0
        else ()
    )
    names = [theme.plain(ministry_words(row.name)) for row in reversed(drawn)]
    figure = Figure(
        [
            _bars(_("増額"), theme.EXECUTED, names, [row.changes.raised for row in reversed(drawn)]),
            _bars(_("減額"), theme.BUDGET, names, [row.changes.lowered for row in reversed(drawn)]),
        ],
        theme.layout(
            height=HEAD + ROW_HEIGHT * len(drawn),
            barmode="stack",
            bargap=0.35,
            hovermode="y unified",
            xaxis=theme.value_axis(_("改訂の件数")),
            yaxis={
                "type": "category",
                "tickvals": names,
                "ticktext": [
                    theme.plain(theme.fitted(ministry_words(row.name), length=NAME_LENGTH)) for row in reversed(drawn)
                ],
                "automargin": True,
                "fixedrange": True,
            },
        ),
    )
    years = _("%(years)sのシート") % {"years": words.year_span(page.sheet_years[0], page.sheet_years[-1])}
    return Chart(key, title, _("件"), years, sentence, "ministries", figure, notes)


def _bars(label: str, colour: str, names: list[str], counts: list[int]) -> Trace:
    return bar(
        name=label,
        orientation="h",
        x=counts,
        y=names,
        hovertemplate=f"{label} %{{x:,}}<extra></extra>",
        marker={"color": colour},
    )
