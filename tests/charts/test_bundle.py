"""The browser's plotly.js: the plotly package's own version, as its build wrote it, with the traces our figures use."""

import hashlib
import json
from pathlib import Path

from plotly.offline import get_plotlyjs_version

BUNDLE = Path(__file__).parents[2] / "static" / "vendor" / "plotly"
VERSION = json.loads((BUNDLE / "VERSION.json").read_text())


def test_bundle_has_the_version_of_the_plotly_package() -> None:
    assert VERSION["plotly.js"] == get_plotlyjs_version()


def test_bundle_is_what_the_build_wrote() -> None:
    assert hashlib.sha256((BUNDLE / "plotly.min.js").read_bytes()).hexdigest() == VERSION["sha256"]


def test_bundle_holds_the_five_traces() -> None:
    assert sorted(VERSION["traces"]) == ["bar", "heatmap", "sankey", "scatter", "treemap"]
