"""計 and 執行額 beside each other, for ministries, bureaus or years."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reviewsheets.charts import theme, words
from reviewsheets.charts.figures import Figure, Trace, bar
from reviewsheets.queries.totals import Totals

ROW_HEIGHT = 34
NAME_LENGTH = 14  # on an axis
Bar = tuple[str | int, int, int]  # place on the axis, 計 and 執行額 in yen


def budget_and_executed(rows: Sequence[Bar], unit_yen: int, *, orientation: str) -> list[Trace]:
    """Two bars a row; `orientation` as plotly has it, "h" or "v"."""
    bars = []
    for name, colour, place in ((_("計（歳出予算現額）"), theme.BUDGET, 1), (_("執行額"), theme.EXECUTED, 2)):
        places = [row[0] for row in rows]
        amounts = [words.in_unit(int(row[place]), unit_yen) for row in rows]
        along = {"x": amounts, "y": places} if orientation == "h" else {"x": places, "y": amounts}
        bars.append(
            bar(
                name=name,
                orientation=orientation,
                customdata=[words.exact_yen(int(row[place])) for row in rows],
                hovertemplate=f"{name} %{{customdata}}<extra></extra>",
                marker={"color": colour},
                **along,
            )
        )
    return bars


def amounts(totals: Totals) -> tuple[int, int]:
    """計 and 執行額 in yen as a bar is long: nothing where no sheet gives it."""
    return totals.total_yen or 0, totals.executed_yen or 0


def largest_first(rows: Sequence[tuple[str, Totals]]) -> tuple[Figure, str, str]:
    """Rows, the largest 計 first, one below the other; with the unit of the axis and a sentence on the first."""
    name, totals = rows[0]
    names = [theme.plain(name) for name, _totals in rows]
    total_yen, executed_yen = amounts(totals)
    unit_yen, unit = words.axis_unit(total_yen)
    figure = Figure(
        budget_and_executed(
            [(theme.plain(name), *amounts(totals)) for name, totals in reversed(rows)], unit_yen, orientation="h"
        ),
        theme.layout(
            height=110 + ROW_HEIGHT * len(rows),
            barmode="group",
            bargap=0.25,
            hovermode="y unified",
            xaxis=theme.value_axis(unit),
            yaxis={
                "type": "category",
                "tickvals": names,  # two long names may begin alike
                "ticktext": [theme.plain(theme.fitted(name, length=NAME_LENGTH)) for name, _totals in rows],
                "automargin": True,
                "fixedrange": True,
            },
        ),
    )
    said = {"name": name, "total": words.amount(total_yen), "executed": words.amount(executed_yen)}
    return figure, unit, _("計が最も大きいのは%(name)sで%(total)s、執行額は%(executed)sです。") % said
