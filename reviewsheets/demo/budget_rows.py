"""予算額・執行額 and 予算内訳 of a fictional sheet."""

from typing import Any

from django.db.models import Model

from reviewsheets.demo.plots import FIRST_BUDGET_YEAR
from reviewsheets.demo.story import Story, YearMoney
from reviewsheets.models import BudgetLine, BudgetYear, ReviewSheet
from reviewsheets.units.money import MILLION

OVERHEAD_LINE, OVERHEAD_PERCENT = "見本職員旅費・庁費", 4


def budget_rows(story: Story, sheet: ReviewSheet) -> list[Model]:
    """The five budget years of the form and its budget lines."""
    years = [_budget_year(story, sheet, year) for year in sheet.budget_year_range if year >= FIRST_BUDGET_YEAR]
    return [*years, *_budget_lines(story, sheet)]


def _budget_year(story: Story, sheet: ReviewSheet, budget_year: int) -> BudgetYear:
    money = story.money[budget_year]
    row = BudgetYear(sheet=sheet, budget_year=budget_year)
    if budget_year > sheet.sheet_year:
        cells = _amount("requested", money.requested_yen)
    elif budget_year == sheet.sheet_year:
        cells = _current_cells(money)
    else:
        cells = _past_cells(money)
    for column, value in cells.items():
        setattr(row, column, value)
    return row


def _past_cells(money: YearMoney) -> dict[str, Any]:
    return {
        **_initial(money),
        **_amount("supplementary", money.supplementary_yen),
        **_amount("carried_in", money.carried_in_yen),
        **_amount("carried_out", money.carried_out_yen),
        **_amount("contingency", money.contingency_yen),
        "executed_yen": money.executed_yen,
    }


def _current_cells(money: YearMoney) -> dict[str, Any]:
    """The sheet's own year has not ended: what is carried out and spent is not known yet."""
    known = {**_initial(money), **_amount("supplementary", money.supplementary_yen)}
    return {**known, **_amount("carried_in", money.carried_in_yen), "contingency_text": "-", "carried_out_text": "-"}


def _initial(money: YearMoney) -> dict[str, Any]:
    """A year that lives on its supplementary budget has an initial budget of 0, not none."""
    is_zero = not money.initial_yen and money.supplementary_yen
    return {"initial_yen": 0} if is_zero else _amount("initial", money.initial_yen)


def _amount(column: str, amount_yen: int) -> dict[str, Any]:
    return {f"{column}_yen": amount_yen} if amount_yen else {f"{column}_text": "-"}


def _budget_lines(story: Story, sheet: ReviewSheet) -> list[BudgetLine]:
    initial_yen = story.money[sheet.sheet_year].initial_yen
    requested_yen = story.money[sheet.sheet_year + 1].requested_yen
    overhead = [_overhead(initial_yen), _overhead(requested_yen)]
    rows = [
        (story.theme.line, initial_yen - overhead[0], requested_yen - overhead[1]),
        (OVERHEAD_LINE, overhead[0], overhead[1]),
    ]
    return [
        BudgetLine(sheet=sheet, position=place, name=name, **_amount("initial", now), **_amount("requested", then))
        for place, (name, now, then) in enumerate(rows)
    ]


def _overhead(amount_yen: int) -> int:
    return amount_yen * OVERHEAD_PERCENT // 100 // MILLION * MILLION
