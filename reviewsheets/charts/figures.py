"""Figures as plotly.js reads them: traces and a layout, by the names of plotly's reference.

Plain dicts: to check every attribute while a page is made took half of the page's time. The tests check instead; there
every chart is also built with the plotly package's own classes (`tests/conftest.py`).
Source: https://plotly.com/javascript/reference/
"""

from dataclasses import dataclass
from typing import Any

Trace = dict[str, Any]
Layout = dict[str, Any]


@dataclass(frozen=True)
class Figure:
    """The traces in the order they are drawn, and what stands around them."""

    data: list[Trace]
    layout: Layout


def bar(**attributes: Any) -> Trace:
    """A trace of bars."""
    return {"type": "bar", **attributes}


def scatter(**attributes: Any) -> Trace:
    """A trace of lines, marks or words."""
    return {"type": "scatter", **attributes}


def sankey(**attributes: Any) -> Trace:
    """Bands between nodes."""
    return {"type": "sankey", **attributes}


def treemap(**attributes: Any) -> Trace:
    """Areas inside areas."""
    return {"type": "treemap", **attributes}
