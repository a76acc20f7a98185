"""The ministry's marks on the form's check questions, each beside the figures of the same sheet."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from reviewsheets.models import CheckAnswer, CheckQuestion
from reviewsheets.models.spending import is_competitive, is_without_competition
from reviewsheets.review.blanks import is_nothing
from reviewsheets.review.facts import AnswerRow, BudgetRow, SheetFacts, TermsRow
from reviewsheets.review.indicators import cost_steps, is_below_plan, judged_outcomes, planned_activities
from reviewsheets.review.limits import Limits
from reviewsheets.review.places import answer_place
from reviewsheets.review.rule import Cell, Figure, Found, Level, Results, Subject, rule
from reviewsheets.review.rules.budget import executed_row, is_carry_large, is_unused_large
from reviewsheets.units.money import percent

Mark = CheckAnswer.Mark
_JUDGED = (Mark.GOOD, Mark.PARTLY, Mark.BAD)
_MARKS = (*_JUDGED, Mark.NONE)
_CHOICE_CELLS = (
    CheckQuestion.EFFICIENCY_CHOICE,
    CheckQuestion.EFFICIENCY_SINGLE_BID,
    CheckQuestion.EFFICIENCY_NO_COMPETITION,
)
FAILED = "不落・不調"  # negotiated after a tender came to nothing: others could have bid


def _answer(facts: SheetFacts, question: CheckQuestion, *marks: str) -> AnswerRow | None:
    """The answer to the question, where it has one of these marks."""
    answer = facts.answers.get(question)
    return answer if answer and answer.mark in marks else None


def _beside(
    question: CheckQuestion,
    answer: AnswerRow,
    figures: Mapping[str, Figure],
    *,
    amount_yen: int | None = None,
    column: str = "mark",
) -> Found:
    """The mark with the figures that stand against it."""
    cell = Cell("answer", answer.pk, column)
    return Found({"mark": answer.mark, **figures}, place=answer_place(question), amount_yen=amount_yen, cell=cell)


def _is_negotiated(terms: TermsRow) -> bool:
    """競争性のない随意契約, as the form's question means it."""
    return is_without_competition(terms.contract_method) and FAILED not in terms.contract_method


@rule(
    "Q01",
    subject=Subject.ANSWERS,
    level=Level.QUESTION,
    title=_("一者応札の有無の評価と契約の記載"),
    definition=_(
        "評価が「無」なのに、競争性のある契約方式で入札者数が1者の契約がシートにある。"
        "または評価が「有」なのに、競争性のある契約方式で入札者数の記載がある契約のすべてが2者以上（シートに載るのは上位の支出先に限る）。"
    ),
    not_evaluable=_(
        "評価が「有」「無」のどちらでもない、または競争性のある契約方式で入札者数の記載がある契約がないとき。"
    ),
    says=_(
        "一者応札・一者応募の有無の評価は「{mark}」。"
        "競争性のある契約方式で入札者数の記載がある{contracts}件のうち、1者だったのは{single_bids}件。"
    ),
    questions=[CheckQuestion.EFFICIENCY_SINGLE_BID],
)
def single_bid_answer(facts: SheetFacts, _limits: Limits) -> Results:
    """一者応札又は一者応募となったものはないか。"""
    question = CheckQuestion.EFFICIENCY_SINGLE_BID
    answer = _answer(facts, question, Mark.YES, Mark.NO)
    known = [row.bidders for row in facts.terms if is_competitive(row.contract_method) and row.bidders]
    if answer is None or not known:
        return
    single_bids = known.count(1)
    agrees = (answer.mark == Mark.YES) == (single_bids > 0)
    yield None if agrees else _beside(question, answer, {"contracts": len(known), "single_bids": single_bids})


@rule(
    "Q02",
    subject=Subject.ANSWERS,
    level=Level.QUESTION,
    title=_("競争性のない随意契約の有無の評価と契約の記載"),
    definition=_(
        "評価が「無」なのに、競争性のない随意契約（不落・不調によるものを除く）がシートにある。"
        "または評価が「有」なのに、契約方式の記載がある契約に随意契約（企画競争・公募を除く）が1件もない"
        "（シートに載るのは上位の支出先に限る）。"
    ),
    not_evaluable=_("評価が「有」「無」のどちらでもない、または契約方式の記載がある契約がないとき。"),
    says=_(
        "競争性のない随意契約の有無の評価は「{mark}」。"
        "契約方式の記載がある{contracts}件のうち、競争性のない随意契約は{no_competition}件。"
    ),
    questions=[CheckQuestion.EFFICIENCY_NO_COMPETITION],
)
def no_competition_answer(facts: SheetFacts, _limits: Limits) -> Results:
    """競争性のない随意契約となったものはないか。"""
    question = CheckQuestion.EFFICIENCY_NO_COMPETITION
    answer = _answer(facts, question, Mark.YES, Mark.NO)
    told = [row for row in facts.terms if row.contract_method]
    if answer is None or not told:
        return
    negotiated = sum(_is_negotiated(row) for row in told)
    has_failed = any(FAILED in row.contract_method for row in told)
    agrees = negotiated > 0 or has_failed if answer.mark == Mark.YES else negotiated == 0
    yield None if agrees else _beside(question, answer, {"contracts": len(told), "no_competition": negotiated})


@rule(
    "Q03",
    subject=Subject.ANSWERS,
    level=Level.QUESTION,
    title=_("成果実績の評価が○で、目標に達しなかった成果指標がある"),
    definition=_(
        "「成果実績は成果目標に見合ったものとなっているか」が○なのに、前年度の目標値に達しなかった成果指標がある。"
    ),
    not_evaluable=_("評価が○△×のどれでもない、または達したかどうかを言える成果指標が前年度にないとき。"),
    says=_(
        "成果実績の評価は「{mark}」。前年度の目標値と比べられる成果指標{compared}件のうち、達しなかったのは{missed}件。"
    ),
    questions=[CheckQuestion.EFFECT_OUTCOME],
)
def outcome_answer(facts: SheetFacts, _limits: Limits) -> Results:
    """成果実績は成果目標に見合ったものとなっているか。"""
    question = CheckQuestion.EFFECT_OUTCOME
    answer = _answer(facts, question, *_JUDGED)
    rows = judged_outcomes(facts)
    if answer is None or not rows:
        return
    missed = sum(row.is_missed for row in rows)
    is_found = answer.mark == Mark.GOOD and missed > 0
    yield _beside(question, answer, {"compared": len(rows), "missed": missed}) if is_found else None


@rule(
    "Q04",
    subject=Subject.ANSWERS,
    level=Level.QUESTION,
    title=_("活動実績の評価が○で、見込みを大きく下回った活動指標がある"),
    definition=_(
        "「活動実績は見込みに見合ったものであるか」が○なのに、前年度の実績が当初見込みの{low_activity_percent}未満の活動指標がある。"
    ),
    not_evaluable=_("評価が○△×のどれでもない、または前年度の見込みと実績を比べられる活動指標がないとき。"),
    says=_(
        "活動実績の評価は「{mark}」。前年度の見込みと比べられる活動指標{compared}件のうち、大きく下回ったのは{below_plan}件。"
    ),
    limits=["low_activity_percent"],
    questions=[CheckQuestion.EFFECT_ACTIVITY],
)
def activity_answer(facts: SheetFacts, limits: Limits) -> Results:
    """活動実績は見込みに見合ったものであるか。"""
    question = CheckQuestion.EFFECT_ACTIVITY
    answer = _answer(facts, question, *_JUDGED)
    rows = planned_activities(facts)
    if answer is None or not rows:
        return
    below_plan = sum(is_below_plan(row, limits) for row in rows)
    is_found = answer.mark == Mark.GOOD and below_plan > 0
    yield _beside(question, answer, {"compared": len(rows), "below_plan": below_plan}) if is_found else None


def _amount_answer(question: CheckQuestion, answer: AnswerRow, row: BudgetRow, name: str, part_yen: int) -> Found:
    """‐ beside the part of 計 that is large, by its name."""
    total_yen = row.figures.gross_total_yen
    figures: dict[str, Figure] = {"budget_year": row.budget_year, name: part_yen, "total_yen": total_yen}
    figures["share_percent"] = percent(part_yen, total_yen) or Decimal(0)
    return _beside(question, answer, figures, amount_yen=part_yen)


@rule(
    "Q05",
    subject=Subject.ANSWERS,
    level=Level.QUESTION,
    title=_("不用率の評価が「‐」で、不用額が大きい"),
    definition=_(
        "「不用率が大きい場合、その理由は妥当か」が「‐」なのに、前年度の不用額（計−翌年度へ繰越し−執行額）が"
        "計（繰越しを引く前）の{large_unused_percent}を超える。"
    ),
    not_evaluable=_("評価の記載がない、または前年度の計か執行額がないとき。"),
    says=_("不用率の理由の評価は「{mark}」。{budget_year}の不用額は{unused_yen}で、計{total_yen}の{share_percent}。"),
    limits=["large_unused_percent", "budget_floor_yen"],
    questions=[CheckQuestion.EFFICIENCY_UNUSED],
)
def unused_answer(facts: SheetFacts, limits: Limits) -> Results:
    """不用率が大きい場合、その理由は妥当か。"""
    question = CheckQuestion.EFFICIENCY_UNUSED
    answer, row = _answer(facts, question, *_MARKS), executed_row(facts.result, limits)
    if answer is None or row is None or row.figures.unused_yen is None:
        return
    is_found = answer.mark == Mark.NONE and is_unused_large(row, limits)
    yield _amount_answer(question, answer, row, "unused_yen", row.figures.unused_yen) if is_found else None


@rule(
    "Q06",
    subject=Subject.ANSWERS,
    level=Level.QUESTION,
    title=_("繰越額の評価が「‐」で、翌年度への繰越しが大きい"),
    definition=_(
        "「繰越額が大きい場合、その理由は妥当か」が「‐」なのに、前年度から翌年度への繰越しが"
        "計（繰越しを引く前）の{large_carry_percent}を超える。"
    ),
    not_evaluable=_("評価の記載がない、または前年度の計、執行額か翌年度への繰越しがないとき。"),
    says=_(
        "繰越額の理由の評価は「{mark}」。{budget_year}の翌年度へ繰越しは{carried_out_yen}で、計{total_yen}の{share_percent}。"
    ),
    limits=["large_carry_percent", "budget_floor_yen"],
    questions=[CheckQuestion.EFFICIENCY_CARRIED],
)
def carried_answer(facts: SheetFacts, limits: Limits) -> Results:
    """繰越額が大きい場合、その理由は妥当か。"""
    question = CheckQuestion.EFFICIENCY_CARRIED
    answer, row = _answer(facts, question, *_MARKS), executed_row(facts.result, limits)
    carried_yen = row.amount_yen("carried_out") if row else None
    if answer is None or row is None or carried_yen is None:
        return
    is_found = answer.mark == Mark.NONE and is_carry_large(row, limits)
    yield _amount_answer(question, answer, row, "carried_out_yen", carried_yen) if is_found else None


@rule(
    "Q07",
    subject=Subject.ANSWERS,
    level=Level.QUESTION,
    title=_("単位当たりコストの評価が○で、大きく上がった"),
    definition=_(
        "「単位当たりコスト等の水準は妥当か」が○なのに、前年度の単位当たりコストがその前の年度の{unit_cost_jump_percent}を超えるものがある。"
    ),
    not_evaluable=_("評価が○△×のどれでもない、または続く2年度の単位当たりコストがないとき。"),
    says=_(
        "単位当たりコストの評価は「{mark}」。前の年度と比べられる{compared}件のうち、大きく上がったのは{jumped}件。"
    ),
    limits=["unit_cost_jump_percent"],
    questions=[CheckQuestion.EFFICIENCY_UNIT_COST],
)
def unit_cost_answer(facts: SheetFacts, limits: Limits) -> Results:
    """単位当たりコスト等の水準は妥当か。"""
    question = CheckQuestion.EFFICIENCY_UNIT_COST
    answer = _answer(facts, question, *_JUDGED)
    steps = list(cost_steps(facts))
    if answer is None or not steps:
        return
    jumped = sum(step.is_jump(limits) for step in steps)
    is_found = answer.mark == Mark.GOOD and jumped > 0
    yield _beside(question, answer, {"compared": len(steps), "jumped": jumped}) if is_found else None


@rule(
    "Q08",
    subject=Subject.ANSWERS,
    level=Level.QUESTION,
    title=_("支出先の選定の評価が○で、一者応札・競争性のない随意契約が多い"),
    definition=_(
        "「競争性が確保されているなど支出先の選定は妥当か」が○なのに、競争性の有無が分かる契約方式の契約のうち、"
        "入札者数が1者の競争契約と競争性のない随意契約（不落・不調によるものを除く）が{uncompetitive_share_percent}を超える。"
    ),
    not_evaluable=_("評価が○△×のどれでもない、または競争性の有無が分かる契約方式の契約がないとき。"),
    says=_(
        "支出先の選定の評価は「{mark}」。契約方式の分かる{contracts}件のうち、一者応札・一者応募は{single_bids}件、"
        "競争性のない随意契約は{no_competition}件。"
    ),
    limits=["uncompetitive_share_percent"],
    questions=[CheckQuestion.EFFICIENCY_CHOICE],
)
def choice_answer(facts: SheetFacts, limits: Limits) -> Results:
    """競争性が確保されているなど支出先の選定は妥当か。"""
    question = CheckQuestion.EFFICIENCY_CHOICE
    answer = _answer(facts, question, *_JUDGED)
    open_terms = [row for row in facts.terms if is_competitive(row.contract_method)]
    contracts = len(open_terms) + sum(is_without_competition(row.contract_method) for row in facts.terms)
    if answer is None or not contracts:
        return
    single_bids = sum(row.bidders == 1 for row in open_terms)
    negotiated = sum(_is_negotiated(row) for row in facts.terms)
    share = percent(single_bids + negotiated, contracts)
    if answer.mark != Mark.GOOD or share is None or share <= limits.uncompetitive_share_percent:
        yield None
        return
    figures: dict[str, Figure] = {
        "contracts": contracts,
        "single_bids": single_bids,
        "no_competition": negotiated,
        "share_percent": share,
    }
    yield _beside(question, answer, figures)


@rule(
    "Q09",
    subject=Subject.ANSWERS,
    level=Level.QUESTION,
    title=_("中間段階での支出の評価が○で、資金の流れが深い"),
    definition=_(
        "「資金の流れの中間段階での支出は合理的なものとなっているか」が○なのに、国から最も遠いブロックまでが{deep_flow_steps}段以上。"
    ),
    not_evaluable=_("評価が○△×のどれでもない、または資金の流れの矢印がないとき。"),
    says=_("中間段階での支出の評価は「{mark}」。国から最も遠いブロックまでは{steps}段。"),
    limits=["deep_flow_steps"],
    questions=[CheckQuestion.EFFICIENCY_STAGES],
)
def stages_answer(facts: SheetFacts, limits: Limits) -> Results:
    """資金の流れの中間段階での支出は合理的なものとなっているか。"""
    question = CheckQuestion.EFFICIENCY_STAGES
    answer = _answer(facts, question, *_JUDGED)
    steps = max(facts.depths.values(), default=0)
    if answer is None or not steps:
        return
    is_found = answer.mark == Mark.GOOD and steps >= limits.deep_flow_steps
    yield _beside(question, answer, {"steps": steps}) if is_found else None


@rule(
    "Q10",
    subject=Subject.ANSWERS,
    level=Level.QUESTION,
    title=_("評価が△・×・有で、説明がない"),
    definition=_(
        "評価が△、×または「有」なのに、評価に関する説明が空欄または「-」「該当なし」等の点検項目。"
        "一者応札と競争性のない随意契約の有無は、支出先の選定の説明欄と共通のため、そのどれかに説明があればよい。"
    ),
    not_evaluable=_("評価が△、×または「有」の点検項目がないとき。"),
    says=_("「{question}」の評価は「{mark}」で、評価に関する説明の記載がない。"),
    looks_at=_("点検項目"),
)
def explanation_missing(facts: SheetFacts, _limits: Limits) -> Results:
    """評価に関する説明."""
    for question in CheckQuestion:
        answer = _answer(facts, question, Mark.PARTLY, Mark.BAD, Mark.YES)
        if answer is None:
            continue
        cells = _CHOICE_CELLS if question.is_sub_question else (question,)
        if any(not is_nothing(facts.answers[cell].explanation) for cell in cells if cell in facts.answers):
            yield None
            continue
        yield _beside(question, answer, {"question": _words(question)}, column="explanation")


def _words(question: CheckQuestion) -> str:
    """The form's own words, whatever the reader's language."""
    with translation.override("ja"):
        return str(question.label)
