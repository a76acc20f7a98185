"""The browser's plotly.js: the plotly package's own version, as its build wrote it, with the traces our figures use."""

import hashlib
import json
import re
from pathlib import Path

from plotly.offline import get_plotlyjs_version

BUNDLE = Path(__file__).parents[2] / "static" / "vendor" / "plotly"
CHARTS = Path(__file__).parents[2] / "reviewsheets" / "charts"
VERSION = json.loads((BUNDLE / "VERSION.json").read_text())


def test_bundle_has_the_version_of_the_plotly_package() -> None:
    assert VERSION["plotly.js"] == get_plotlyjs_version()


def test_bundle_is_what_the_build_wrote() -> None:
    assert hashlib.sha256((BUNDLE / "plotly.min.js").read_bytes()).hexdigest() == VERSION["sha256"]


def test_bundle_holds_the_four_traces() -> None:
    assert sorted(VERSION["traces"]) == ["bar", "sankey", "scatter", "treemap"]


def test_no_figure_uses_what_the_bundle_leaves_out() -> None:
    names = {"errorbars": "error_[xy]", "colorbar": "colorbar|showscale|coloraxis"}
    words = [names.get(name, name) for name in VERSION["left_out"]]
    attribute = re.compile(rf"""\b({"|".join(words)})\b["']?\s*[=:]""")
    assert [path.name for path in CHARTS.glob("*.py") if attribute.search(path.read_text())] == []
