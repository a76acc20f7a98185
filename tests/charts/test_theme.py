import re
from pathlib import Path

import pytest

from reviewsheets.charts import theme

TOKENS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text()
SERIES = {
    "budget": theme.BUDGET,
    "request": theme.REQUEST,
    "executed": theme.EXECUTED,
    "gross-rate": theme.GROSS_RATE,
    "net-rate": theme.NET_RATE,
    "unknown": theme.UNKNOWN,
}


def tokens(name: str) -> list[str]:
    """A token's values: light, then dark."""
    return re.findall(rf"--{name}: (#[0-9a-f]{{6}});", TOKENS)


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_series_have_the_colours_of_the_tokens() -> None:
    assert {name: tokens(f"series-{name}") for name in SERIES} == {name: [colour] for name, colour in SERIES.items()}


@pytest.mark.parametrize("colour", SERIES.values())
def test_series_stand_out_from_both_papers(colour: str) -> None:
    light, dark = tokens("chart-paper")
    assert contrast(colour, light) >= 3
    assert contrast(colour, dark) >= 3


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("ink", "paper"),
        ("ink", "ground"),
        ("ink", "head"),
        ("ink-soft", "paper"),
        ("ink-soft", "ground"),
        ("accent", "paper"),
        ("accent", "ground"),
        ("accent", "accent-soft"),
        ("on-accent", "accent"),
        ("mark", "paper"),
        ("mark", "mark-soft"),
        ("draft", "draft-soft"),
        ("chart-text", "chart-paper"),
    ],
)
def test_text_can_be_read_in_light_and_dark(ink: str, paper: str) -> None:
    for one, other in zip(tokens(ink)[:2], tokens(paper)[:2], strict=True):
        assert contrast(one, other) >= 4.5


def test_text_of_a_sheet_is_no_markup() -> None:
    assert theme.plain("A<b>\n&  B") == "A&lt;b&gt; &amp; B"
