"""Rules on budget and execution: each with a sheet that passes, one found, one not evaluable."""

import pytest
from django.utils import translation

from tests.factories import make_budget_year, make_sheet
from tests.review.reviewing import asked, figures_found, is_not_evaluable, is_passed, sentences

pytestmark = pytest.mark.django_db


def test_low_gross_execution_is_found() -> None:
    sheet = make_sheet()
    make_budget_year(sheet, 2017, initial_million=599, executed_million=299)
    assert figures_found(sheet, "B01") == [
        {"budget_year": 2017, "rate_percent": "49.91", "total_yen": 599_000_000, "executed_yen": 299_000_000}
    ]
    with translation.override("ja"):
        assert sentences(sheet, "B01") == ["平成29年度 (2017)の執行率は49.91％（計599百万円、執行額299百万円）。"]


@pytest.mark.parametrize(
    ("executed_million", "is_found"), [(300, False), ("299.999999", True), (0, True), (-1, True), (601, False)]
)
def test_the_limit_itself_is_not_low(executed_million: int | str, is_found: bool) -> None:
    sheet = make_sheet()
    make_budget_year(sheet, 2017, initial_million=600, executed_million=executed_million)
    looked_at, found = asked(sheet, "B01")
    assert (looked_at, bool(found)) == (1, is_found)


def test_execution_above_the_limit_passes() -> None:
    sheet = make_sheet()
    make_budget_year(sheet, 2017, initial_million=600, executed_million=500)
    assert is_passed(sheet, "B01")


@pytest.mark.parametrize(
    "figures",
    [
        {"initial_million": 600},
        {"initial_million": 600, "executed_million": "-"},
        {"executed_million": 5},
        {"initial_million": 0, "executed_million": 5},
        {"initial_million": -1, "executed_million": 5},
    ],
)
def test_without_a_total_or_execution_nothing_is_said(figures: dict[str, int]) -> None:
    sheet = make_sheet()
    make_budget_year(sheet, 2017, **figures)
    assert is_not_evaluable(sheet, "B01")
    assert is_not_evaluable(make_sheet(), "B01")
