"""Figures are plain dicts; the tests build each with plotly's own classes (`tests/conftest.py`)."""

import pytest

from reviewsheets.charts.figures import Figure, bar, sankey, scatter, treemap
from reviewsheets.charts.theme import Chart, layout


def chart(figure: Figure) -> Chart:
    return Chart("key", "題", "円", "", "", "csv", figure)


def test_traces_are_what_plotly_js_reads() -> None:
    assert bar(x=[1], y=[2]) == {"type": "bar", "x": [1], "y": [2]}
    assert [make()["type"] for make in (scatter, sankey, treemap)] == ["scatter", "sankey", "treemap"]
    drawn = chart(Figure([bar(x=[1], y=[2])], layout(height=100, showlegend=False)))
    assert drawn.payload["data"] == [{"type": "bar", "x": [1], "y": [2]}]
    assert (drawn.payload["layout"]["height"], drawn.payload["layout"]["showlegend"]) == (100, False)


@pytest.mark.parametrize(
    "figure",
    [
        Figure([bar(heights=[1])], {}),
        Figure([bar(marker={"colour": "#123456"})], {}),
        Figure([scatter(mode="dots")], {}),
        Figure([], layout(height=100, barmod="group")),
    ],
)
def test_what_plotly_does_not_know_fails_in_every_test(figure: Figure) -> None:
    with pytest.raises(ValueError, match=r"[Ii]nvalid"):
        chart(figure)
