"""Results of indicators as CSV lines: blank, 0 and words stay three things, numbers exact."""

from decimal import Decimal
from typing import Any

import pytest

from reviewsheets.exports.indicator_results import BANDS, STATES, result_lines, spending_lines
from reviewsheets.models import IndicatorResult
from reviewsheets.queries.indicator_results import BAND_WORDS
from reviewsheets.queries.indicator_results_list import ListedResult
from reviewsheets.units.cells import Cell


def listed(**changes: Any) -> ListedResult:
    given = {
        "sheet_year": 2020,
        "ministry_name": "甲省",
        "is_fictional": False,
        "sheet_number": "1",
        "sheet_name": "見本事業",
        "kind": "outcome",
        "name": "見本",
        "goal": "",
        "unit": "件",
        "direction": "",
        "state": "reached",
        "target": Cell(),
        "actual": Cell(),
        "achievement_percent": None,
        "earlier_percent": None,
        "executed_yen": None,
        "earlier_executed_yen": None,
    }
    return ListedResult(**given | changes)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (Cell(), ""),
        (Cell(Decimal("0E-10")), "0"),
        (Cell(None, "-"), "-"),
        (Cell(None, "検討中"), "検討中"),
        (Cell(Decimal("26013"), "26012.999999999996"), "26012.999999999996"),
        (Cell(Decimal("1234567.5000000000")), "1234567.5"),
    ],
)
def test_target_and_actual_are_what_the_cells_say(cell: Cell, written: str) -> None:
    (line,) = result_lines([listed(target=cell, actual=cell)])
    assert line[10:12] == (written, written)


def test_nothing_is_blank_and_zero_is_zero() -> None:
    ((*_first, executed, earlier, _url),) = result_lines([listed(executed_yen=0)])
    assert (executed, earlier) == ("0", "")
    (line,) = spending_lines([listed(executed_yen=0, earlier_executed_yen=0, achievement_percent=Decimal("0.00"))])
    assert line[9:16] == ("0", "0", "0", "", "", "0", "")


def test_words_of_the_files_are_those_of_the_pages() -> None:
    assert {str(state) for state in IndicatorResult.State} == set(STATES)
    assert list(BANDS) == list(BAND_WORDS)
