"""Budget and execution: was the money used as budgeted? Of the sheet's result year unless said."""

from django.utils.translation import gettext_lazy as _

from reviewsheets.models import CheckQuestion
from reviewsheets.review.facts import BudgetRow, SheetFacts
from reviewsheets.review.limits import Limits
from reviewsheets.review.places import year_place
from reviewsheets.review.rule import Cell, Found, Level, Results, Subject, rule

_NO_RATE = _("前年度の計と執行額のどちらかが記載されていない、または計が0円以下のとき。")


def cell(row: BudgetRow, column: str) -> Cell:
    """The input of a budget year."""
    return Cell("budget_year", row.pk, column)


@rule(
    "B01",
    subject=Subject.BUDGET,
    level=Level.QUESTION,
    title=_("執行率が低い（繰越しを引く前の計に対して）"),
    definition=_(
        "前年度の執行額が、当初予算・補正予算・前年度からの繰越し・予備費等の合計の{low_execution_percent}未満。"
    ),
    not_evaluable=_NO_RATE,
    says=_("{budget_year}の執行率は{rate_percent}（計{total_yen}、執行額{executed_yen}）。"),
    limits=["low_execution_percent", "budget_floor_yen"],
    questions=[CheckQuestion.EFFICIENCY_UNUSED],
)
def low_gross_execution(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: low execution, gross."""
    row = facts.executed_year
    if row is None or row.figures.gross_total_yen < limits.budget_floor_yen:
        return
    figures = row.figures
    rate = figures.gross_execution_rate_percent
    if rate is None:
        return
    if rate >= limits.low_execution_percent:
        yield None
        return
    yield Found(
        {
            "budget_year": row.budget_year,
            "rate_percent": rate,
            "total_yen": figures.gross_total_yen,
            "executed_yen": figures.executed_yen or 0,
        },
        place=year_place(row.budget_year, "executed"),
        amount_yen=figures.gross_total_yen - (figures.executed_yen or 0),
        cell=cell(row, "executed"),
    )
