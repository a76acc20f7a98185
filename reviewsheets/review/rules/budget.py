"""Budget and execution: was the money used as budgeted? Of the sheet's result year unless said. Amounts in yen."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from reviewsheets.models import CheckQuestion
from reviewsheets.review.blanks import is_nothing
from reviewsheets.review.facts import BudgetRow, SheetFacts
from reviewsheets.review.limits import Limits
from reviewsheets.review.places import year_place
from reviewsheets.review.rule import Cell, Found, Level, Results, Subject, rule
from reviewsheets.units.money import percent

_NO_RATE = _("前年度の計と執行額のどちらかが記載されていない、または計（翌年度への繰越しを引く前）が0円以下のとき。")


def cell(row: BudgetRow, column: str) -> Cell:
    """The input of a budget year."""
    return Cell("budget_year", row.pk, column)


def executed_row(row: BudgetRow | None, limits: Limits) -> BudgetRow | None:
    """A budget year where 計 and 執行額 are both given, and 計 before anything is carried over is above 0."""
    if row is None or row.figures.executed_yen is None or not row.has_total:
        return None
    total_yen = row.figures.gross_total_yen
    return row if total_yen > 0 and total_yen >= limits.budget_floor_yen else None


def gross_rate(row: BudgetRow) -> Decimal:
    """執行率 in percent, before anything is carried over, of a row of `executed_row`."""
    return row.figures.gross_execution_rate_percent or Decimal(0)


def is_low(row: BudgetRow, limits: Limits) -> bool:
    """B01 of a row of `executed_row`."""
    return gross_rate(row) < limits.low_execution_percent


def is_unused_large(row: BudgetRow, limits: Limits) -> bool:
    """B03 of a row of `executed_row`."""
    return _share(row.figures.unused_yen or 0, row) > limits.large_unused_percent


def is_carry_large(row: BudgetRow, limits: Limits) -> bool:
    """B04 of a row of `executed_row`."""
    return _share(row.figures.carried_out_yen or 0, row) > limits.large_carry_percent


def _share(amount_yen: int, row: BudgetRow) -> Decimal:
    return percent(amount_yen, row.figures.gross_total_yen) or Decimal(0)


def _unused(row: BudgetRow) -> Found:
    return Found(
        {
            "budget_year": row.budget_year,
            "unused_yen": row.figures.unused_yen or 0,
            "total_yen": row.figures.gross_total_yen,
            "share_percent": _share(row.figures.unused_yen or 0, row),
        },
        place=year_place(row.budget_year, "unused"),
        amount_yen=row.figures.unused_yen,
        cell=cell(row, "executed"),
    )


def _carried(row: BudgetRow) -> Found:
    return Found(
        {
            "budget_year": row.budget_year,
            "carried_out_yen": row.figures.carried_out_yen or 0,
            "total_yen": row.figures.gross_total_yen,
            "share_percent": _share(row.figures.carried_out_yen or 0, row),
        },
        place=year_place(row.budget_year, "carried_out"),
        amount_yen=row.figures.carried_out_yen,
        cell=cell(row, "carried_out"),
    )


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
    row = executed_row(facts.result, limits)
    if row is None:
        return
    if not is_low(row, limits):
        yield None
        return
    figures = row.figures
    yield Found(
        {
            "budget_year": row.budget_year,
            "rate_percent": gross_rate(row),
            "total_yen": figures.gross_total_yen,
            "executed_yen": figures.executed_yen or 0,
        },
        place=year_place(row.budget_year, "executed"),
        amount_yen=figures.gross_total_yen - (figures.executed_yen or 0),
        cell=cell(row, "executed"),
    )


@rule(
    "B02",
    subject=Subject.BUDGET,
    level=Level.QUESTION,
    title=_("執行率が低い（繰越しを引いた計に対して）"),
    definition=_("前年度の執行額が、翌年度への繰越しを引いた計の{low_execution_percent}未満。"),
    not_evaluable=_(
        "前年度の計と執行額のどちらかが記載されていない、または翌年度への繰越しを引いた計が0円以下のとき。"
    ),
    says=_(
        "{budget_year}の執行率は、翌年度への繰越しを引いた計に対して{rate_percent}（計{total_yen}、執行額{executed_yen}）。"
    ),
    limits=["low_execution_percent", "budget_floor_yen"],
    questions=[CheckQuestion.EFFICIENCY_UNUSED],
)
def low_net_execution(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: low execution, net of carry-over. `budget_floor_yen` is of 計 before that."""
    row = executed_row(facts.result, limits)
    rate = row.figures.net_execution_rate_percent if row else None
    if row is None or rate is None:
        return
    if rate >= limits.low_execution_percent:
        yield None
        return
    yield Found(
        {
            "budget_year": row.budget_year,
            "rate_percent": rate,
            "total_yen": row.figures.net_total_yen,
            "executed_yen": row.figures.executed_yen or 0,
        },
        place=year_place(row.budget_year, "executed"),
        amount_yen=row.figures.unused_yen,
        cell=cell(row, "executed"),
    )


@rule(
    "B03",
    subject=Subject.BUDGET,
    level=Level.QUESTION,
    title=_("不用額が大きい"),
    definition=_(
        "前年度の計（翌年度への繰越しを引く前）から執行額と翌年度への繰越しを引いた不用額が、計の{large_unused_percent}を超える。"
    ),
    not_evaluable=_NO_RATE,
    says=_("{budget_year}の不用額は{unused_yen}で、計{total_yen}の{share_percent}。"),
    limits=["large_unused_percent", "budget_floor_yen"],
    questions=[CheckQuestion.EFFICIENCY_UNUSED],
)
def large_unused(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: large unused."""
    row = executed_row(facts.result, limits)
    if row is not None:
        yield _unused(row) if is_unused_large(row, limits) else None


@rule(
    "B04",
    subject=Subject.BUDGET,
    level=Level.QUESTION,
    title=_("翌年度への繰越しが大きい"),
    definition=_("前年度から翌年度への繰越しが、計（翌年度への繰越しを引く前）の{large_carry_percent}を超える。"),
    not_evaluable=_(
        "前年度の計、執行額、翌年度への繰越しのどれかが記載されていない、または計が0円以下のとき。「-」は0円とみる。"
    ),
    says=_("{budget_year}の翌年度への繰越しは{carried_out_yen}で、計{total_yen}の{share_percent}。"),
    limits=["large_carry_percent", "budget_floor_yen"],
    questions=[CheckQuestion.EFFICIENCY_CARRIED],
)
def large_carry_over(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: large carry-over."""
    row = executed_row(facts.result, limits)
    if row is not None and row.amount_yen("carried_out") is not None:
        yield _carried(row) if is_carry_large(row, limits) else None


@rule(
    "B05",
    subject=Subject.BUDGET,
    level=Level.NOTE,
    title=_("補正予算が当初予算を超える"),
    definition=_("前年度の補正予算が当初予算を超える。"),
    not_evaluable=_("前年度の当初予算か補正予算が記載されていない、または当初予算が0円以下のとき。「-」は0円とみる。"),
    says=_("{budget_year}の当初予算は{initial_yen}、補正予算は{supplementary_yen}。"),
    limits=["budget_floor_yen"],
)
def supplementary_exceeds_initial(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: lives on supplementary budgets."""
    row = _appropriated(facts, limits)
    initial_yen = row.amount_yen("initial") or 0 if row else 0
    if row is None or initial_yen <= 0:
        return
    supplementary_yen = row.amount_yen("supplementary") or 0
    yield _supplementary(row) if supplementary_yen > initial_yen else None


@rule(
    "B06",
    subject=Subject.BUDGET,
    level=Level.NOTE,
    title=_("当初予算がなく補正予算だけがある"),
    definition=_("前年度の当初予算が0円で、補正予算が0円を超える。"),
    not_evaluable=_("前年度の当初予算か補正予算が記載されていないとき。「-」は0円とみる。"),
    says=_("{budget_year}の当初予算は{initial_yen}、補正予算は{supplementary_yen}。"),
    limits=["budget_floor_yen"],
)
def supplementary_without_initial(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: lives on supplementary budgets, initial 0."""
    row = _appropriated(facts, limits)
    if row is not None:
        is_alone = row.amount_yen("initial") == 0 and (row.amount_yen("supplementary") or 0) > 0
        yield _supplementary(row) if is_alone else None


def _appropriated(facts: SheetFacts, limits: Limits) -> BudgetRow | None:
    """The result year, where both parts are told."""
    row = facts.result
    if row is None or row.amount_yen("initial") is None or row.amount_yen("supplementary") is None:
        return None
    return row if max(row.figures.gross_total_yen, 0) >= limits.budget_floor_yen else None


def _supplementary(row: BudgetRow) -> Found:
    return Found(
        {
            "budget_year": row.budget_year,
            "initial_yen": row.figures.initial_yen or 0,
            "supplementary_yen": row.figures.supplementary_yen or 0,
        },
        place=year_place(row.budget_year, "supplementary"),
        amount_yen=row.figures.supplementary_yen,
        cell=cell(row, "supplementary"),
    )


@rule(
    "B13",
    subject=Subject.BUDGET,
    level=Level.NOTE,
    title=_("不用額が大きく、その年度の説明がない"),
    definition=_(
        "前年度の不用額が計の{large_unused_percent}を超え（B03）、その年度の主な増減理由・その他特記事項と、"
        "点検項目「不用率が大きい場合、その理由は妥当か」の説明が、どれも空欄か「-」「該当なし」など。"
    ),
    not_evaluable=_("不用額が大きくない（B03に当たらない）とき、または説明の欄を公表していない資料からのシート。"),
    says=_("{budget_year}の不用額は{unused_yen}（計{total_yen}の{share_percent}）で、説明の記載がない。"),
    limits=["large_unused_percent", "budget_floor_yen"],
    questions=[CheckQuestion.EFFICIENCY_UNUSED],
)
def large_unused_unexplained(facts: SheetFacts, limits: Limits) -> Results:
    """Looks at the sheets that B03 finds."""
    row = executed_row(facts.result, limits)
    if row is not None and not facts.is_judgit and is_unused_large(row, limits):
        yield None if _is_explained(facts, row, CheckQuestion.EFFICIENCY_UNUSED) else _unused(row)


@rule(
    "B14",
    subject=Subject.BUDGET,
    level=Level.NOTE,
    title=_("翌年度への繰越しが大きく、その年度の説明がない"),
    definition=_(
        "前年度から翌年度への繰越しが計の{large_carry_percent}を超え（B04）、その年度の主な増減理由・その他特記事項と、"
        "点検項目「繰越額が大きい場合、その理由は妥当か」の説明が、どれも空欄か「-」「該当なし」など。"
    ),
    not_evaluable=_(
        "翌年度への繰越しが大きくない（B04に当たらない）とき、または説明の欄を公表していない資料からのシート。"
    ),
    says=_(
        "{budget_year}の翌年度への繰越しは{carried_out_yen}（計{total_yen}の{share_percent}）で、説明の記載がない。"
    ),
    limits=["large_carry_percent", "budget_floor_yen"],
    questions=[CheckQuestion.EFFICIENCY_CARRIED],
)
def large_carry_over_unexplained(facts: SheetFacts, limits: Limits) -> Results:
    """Looks at the sheets that B04 finds."""
    row = executed_row(facts.result, limits)
    if row is not None and not facts.is_judgit and is_carry_large(row, limits):
        yield None if _is_explained(facts, row, CheckQuestion.EFFICIENCY_CARRIED) else _carried(row)


def _is_explained(facts: SheetFacts, row: BudgetRow, question: CheckQuestion) -> bool:
    answer = facts.answers.get(question)
    texts = [row.change_reason, row.notes, facts.header.change_reason, answer.explanation if answer else ""]
    return any(not is_nothing(text) for text in texts)


@rule(
    "B15",
    subject=Subject.BUDGET,
    level=Level.QUESTION,
    title=_("執行率の低い年度が続く（繰越しを引いた計に対して）"),
    definition=_(
        "前年度まで{chronic_years}年度続けて、執行額が、翌年度への繰越しを引いた計の{low_execution_percent}未満。"
    ),
    not_evaluable=_("そのうちに、計と執行額から率を求められない年度があるとき。"),
    says=_("{first_year}から{last_year}まで{years}年度続けて執行率が低い。最も高い年度で{rate_percent}。"),
    limits=["chronic_years", "low_execution_percent", "budget_floor_yen"],
    questions=[CheckQuestion.EFFICIENCY_UNUSED],
)
def low_execution_for_years(facts: SheetFacts, limits: Limits) -> Results:
    """B02 year after year, as this sheet tells them."""
    rows = _years_until_result(facts, limits)
    rates = [rate for row in rows if (rate := row.figures.net_execution_rate_percent) is not None]
    if not rows or len(rates) < len(rows):
        return
    if max(rates) >= limits.low_execution_percent:
        yield None
        return
    yield _for_years(rows, max(rates), sum(row.figures.unused_yen or 0 for row in rows), "executed")


@rule(
    "B16",
    subject=Subject.BUDGET,
    level=Level.QUESTION,
    title=_("大きな繰越しが続く"),
    definition=_(
        "前年度まで{chronic_years}年度続けて、翌年度への繰越しが計（翌年度への繰越しを引く前）の{large_carry_percent}を超える。"
    ),
    not_evaluable=_(
        "そのうちに、計・執行額・翌年度への繰越しのどれかが記載されていない年度、計が0円以下の年度があるとき。"
    ),
    says=_(
        "{first_year}から{last_year}まで{years}年度続けて翌年度への繰越しが大きい。最も小さい年度で計の{rate_percent}。"
    ),
    limits=["chronic_years", "large_carry_percent", "budget_floor_yen"],
    questions=[CheckQuestion.EFFICIENCY_CARRIED],
)
def large_carry_over_for_years(facts: SheetFacts, limits: Limits) -> Results:
    """B04 year after year, as this sheet tells them."""
    rows = _years_until_result(facts, limits)
    if not rows or any(row.amount_yen("carried_out") is None for row in rows):
        return
    if not all(is_carry_large(row, limits) for row in rows):
        yield None
        return
    smallest = min(_share(row.figures.carried_out_yen or 0, row) for row in rows)
    yield _for_years(rows, smallest, rows[-1].figures.carried_out_yen, "carried_out")


def _years_until_result(facts: SheetFacts, limits: Limits) -> list[BudgetRow]:
    """As many budget years with 計 and 執行額 as the limit says, in order; none where one lacks them."""
    years = range(facts.result_year - limits.chronic_years + 1, facts.result_year + 1)
    rows = [row for year in years if (row := executed_row(facts.budget.get(year), limits))]
    return rows if len(rows) == limits.chronic_years else []


def _for_years(rows: list[BudgetRow], rate: Decimal, amount_yen: int | None, column: str) -> Found:
    first, last = rows[0], rows[-1]
    return Found(
        {
            "first_year": first.budget_year,
            "last_year": last.budget_year,
            "years": len(rows),
            "rate_percent": rate,
        },
        place=year_place(last.budget_year, column),
        amount_yen=amount_yen,
        cell=cell(last, column),
    )
