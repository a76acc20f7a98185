"""What all charts share: their colours, layout, and the card that a page shows.

Colours of text, grid and paper stay unset: they come from the page's tokens (static/css/tokens.css), light or dark.
The series' colours are tokens too, the same in both, each 3:1 against either paper. Text of sheets goes through
`plain`, as plotly would read it as markup.
"""

import html
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reviewsheets.charts.figures import Figure, Layout

BUDGET = "#7d8796"
REQUEST = "#a2792b"
EXECUTED = "#3b6fd4"
GROSS_RATE = "#d1552a"
NET_RATE = "#1a8f7d"
UNKNOWN = "#8a8a8a"
FONT = '"Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic UI", Meiryo, system-ui, sans-serif'


LEGEND = {"orientation": "h", "x": 0, "y": 1.02, "xanchor": "left", "yanchor": "bottom"}


@dataclass(frozen=True)
class Chart:
    """A figure with the words that stand around it; `csv` names the table of the same numbers."""

    key: str
    title: str
    unit: str
    years: str
    sentence: str
    csv: str
    figure: Figure
    notes: tuple[str, ...] = ()

    @property
    def payload(self) -> dict[str, Any]:
        """What charts.js draws. Exact decimals travel as text."""
        return {"data": self.figure.data, "layout": self.figure.layout}


@dataclass(frozen=True)
class NoData:
    """What stands where there is nothing to draw: a sentence that says why."""

    key: str
    title: str
    sentence: str
    csv: str
    figure: None = None
    notes: tuple[str, ...] = ()


def plain(text: str) -> str:
    """A sheet's text as plotly shows it letter by letter, on one line."""
    return html.escape(" ".join(text.split()), quote=False)


def shortened(text: str, *, length: int) -> str:
    """The text, cut with … past that length."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def fitted(text: str, *, length: int) -> str:
    """A name cut at that many Japanese letters, or as many Latin ones as take the same room."""
    return shortened(text, length=2 * length if text.isascii() else length)


def layout(*, height: int, **more: Any) -> Layout:
    """The layout every chart starts from; numbers look the same in every language."""
    return {
        "separators": ".,",
        "font": {"family": FONT, "size": 13},
        "height": height,
        "margin": {"l": 64, "r": 24, "t": 16, "b": 48},
        "showlegend": True,
        "legend": LEGEND,
        "hoverlabel": {"font": {"family": FONT, "size": 13}},
    } | more


def year_axis(labels: Iterable[tuple[int, str]]) -> dict[str, Any]:
    """An axis of fiscal years at their true distance, each with its label."""
    labelled = list(labels)
    years = [year for year, _label in labelled]
    return {
        "type": "linear",
        "tickvals": years,
        "ticktext": [label for _year, label in labelled],
        "range": [min(years) - 0.6, max(years) + 0.6],
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def value_axis(title: str, **more: Any) -> dict[str, Any]:
    """An axis of amounts or numbers, grouped in thousands."""
    return {
        "type": "linear",
        "title": {"text": title, "standoff": 8},
        "tickformat": ",",
        "exponentformat": "none",
        "rangemode": "tozero",
        "automargin": True,
        "fixedrange": True,
    } | more
