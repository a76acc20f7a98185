"""計 and 執行額 beside each other, for ministries, bureaus or years."""

from collections.abc import Sequence

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from reviewsheets.charts import theme, words

Bar = tuple[str | int, int, int]  # place on the axis, 計 and 執行額 in yen


def budget_and_executed(rows: Sequence[Bar], unit_yen: int, *, orientation: str) -> list[go.Bar]:
    """Two bars a row; `orientation` as plotly has it, "h" or "v"."""
    bars = []
    for name, colour, place in ((_("計（歳出予算現額）"), theme.BUDGET, 1), (_("執行額"), theme.EXECUTED, 2)):
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
