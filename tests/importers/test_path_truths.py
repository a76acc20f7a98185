"""Every path of the real 3-2 is read and drawn: no arrow is lost on the way to the figure."""

import csv
import io
import zipfile
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from django.db.models import Prefetch

from reviewsheets.charts.path import path_chart
from reviewsheets.charts.theme import Chart
from reviewsheets.models import PathLink, ReviewSheet
from reviewsheets.queries.path import path_of

RS = 2024
PARTS = (Prefetch("path_links", PathLink.objects.select_related("source", "target")), "path_nodes")
ENDS = ("派生元ー", "派生先ー")


def in_3_2(shared_data: Path) -> tuple[int, Counter[str]]:
    """Of the file itself: its rows, and by project those that name a step on either side."""
    (path,) = (shared_data / "rs-system-2024").glob("3-2*.zip")
    rows, arrows = 0, Counter[str]()
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as raw:
        for row in csv.DictReader(io.TextIOWrapper(raw, "utf-8-sig")):
            rows += 1
            arrows[row["予算事業ID"]] += any(value for name, value in row.items() if name.startswith(ENDS))
    return rows, +arrows


@pytest.fixture(scope="module")
def walked() -> dict[str, Chart]:
    return {}


@pytest.fixture
def charts(official_database: None, walked: dict[str, Chart]) -> dict[str, Chart]:
    """The figure of each sheet with a path, drawn once for all tests of this file."""
    if not walked:
        sheets = ReviewSheet.objects.filter(sheet_year=RS, path_links__isnull=False).distinct()
        for sheet in sheets.prefetch_related(*PARTS).order_by("pk").iterator(chunk_size=500):
            chart = path_chart(path_of(sheet), sheet_year=RS)
            assert isinstance(chart, Chart)
            walked[sheet.number] = chart
    return walked


def heads(chart: Chart) -> int:
    return len(chart.figure.data[1]["x"])


def test_every_arrow_of_3_2_has_a_head_and_a_line(charts: dict[str, Chart], shared_data: Path) -> None:
    """54 of the 28,362 rows name no step: their projects have no path."""
    rows, arrows = in_3_2(shared_data)
    assert (rows, arrows.total(), len(arrows)) == (28_362, 28_308, 5_610)
    assert {number: heads(chart) for number, chart in charts.items()} == arrows
    assert all(list(chart.figure.data[0]["x"]).count(None) == heads(chart) for chart in charts.values())


def test_no_two_boxes_of_a_column_meet(charts: dict[str, Chart]) -> None:
    for number, chart in charts.items():
        for boxes in chart.figure.data[2:-1]:
            ys = sorted(boxes["y"])
            assert (number, all(lower - upper >= 62 for upper, lower in pairwise(ys))) == (
                number,
                True,
            )


def test_columns_there_are(charts: dict[str, Chart]) -> None:
    columns = Counter(len(chart.figure.layout["xaxis"]["tickvals"]) for chart in charts.values())
    assert columns == {2: 15, 3: 1_811, 4: 2_876, 5: 908}


def test_outputs_that_lead_nowhere_are_told(charts: dict[str, Chart]) -> None:
    told = [number for number, chart in charts.items() if "先へつながる矢印のないアウトプット" in chart.sentence]
    assert len(told) == 45


def test_no_arrow_leaves_the_figure(charts: dict[str, Chart]) -> None:
    for number, chart in charts.items():
        left, right = chart.figure.layout["xaxis"]["range"]
        xs = [x for x in chart.figure.data[0]["x"] if x is not None]
        assert (number, left < min(xs), max(xs) < right) == (number, True, True)
