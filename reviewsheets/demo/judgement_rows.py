"""点検, 所見, 過去の事業番号 and 関連事業 of a fictional sheet, as its own figures suggest them."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from django.db.models import Model

from reviewsheets.demo import phrases
from reviewsheets.demo.plots import ACHIEVEMENTS, FIRST_BUDGET_YEAR
from reviewsheets.demo.spending_rows import COMPETITIVE, NO_COMPETITION
from reviewsheets.demo.story import Story
from reviewsheets.models import (
    CheckAnswer,
    CheckQuestion,
    CheckSection,
    Evaluation,
    PastSheetNumber,
    Payment,
    RelatedProject,
    ReviewSheet,
)

Mark = CheckAnswer.Mark
Verdict, Response = Evaluation.TeamVerdict, Evaluation.ResponseKind
PAST_YEARS_LISTED = 8
LOW_EXECUTION_PERCENT, MISSED_PERCENT, FAR_MISSED_PERCENT, ACTIVITY_UNDER_PERCENT = 70, 90, 75, 80
REVIEWED_EVERY = 5  # outside experts see a project once in five years

OPINIONS = {
    Verdict.KEEP: ("引き続き適正な執行に努めること。", Response.KEEP, "所見を踏まえ、適正な執行に努める。"),
    Verdict.IMPROVE: (
        "執行と成果の状況を分析し、事業の内容を改めること。",
        Response.IMPROVE,
        "所見を踏まえ、公募の時期を早め、周知の方法を改める。",
    ),
    Verdict.REBUILD: (
        "目標と手段の関係から事業全体を見直すこと。",
        Response.CONSIDER,
        "有識者の検討会を置き、年度内に見直しの案をまとめる。",
    ),
    Verdict.ENDING: ("予定どおり終了し、成果を後の施策に生かすこと。", Response.ENDING, "予定どおり終了する。"),
    Verdict.ABOLISH: ("事業の役割は終わっており、廃止すること。", Response.ABOLISH, "所見のとおり廃止する。"),
}
CUT_RESPONSE = "所見を踏まえ、執行の実績に合わせて要求額を減らした。"


@dataclass(frozen=True)
class Facts:
    """What the ministry knows of last year when it fills in the sheet. Percentages."""

    executed_percent: int
    achieved_percent: int
    active_percent: int
    is_carrying: bool
    has_single_bid: bool
    is_without_competition: bool
    is_last_sheet: bool
    is_new: bool


def judgement_rows(story: Story, sheet: ReviewSheet, payments: Sequence[Payment]) -> list[Model]:
    """The check, the opinions and the references."""
    facts = _facts(story, sheet, payments)
    dice = story.dice(sheet.sheet_year)
    return [
        *(_answer(sheet, question, facts, dice) for question in CheckQuestion),
        _evaluation(story, sheet, facts, dice),
        *_past_numbers(story, sheet),
    ]


def related_row(sheet: ReviewSheet, related: Story) -> RelatedProject:
    """関連事業: another project of the same ministry, linked to it."""
    return RelatedProject(
        sheet=sheet,
        ministry_name=related.ministry.name,
        number=related.number(sheet.sheet_year),
        name=related.theme.name,
        role=phrases.RELATED_ROLE,
        project=related.project,
    )


def _facts(story: Story, sheet: ReviewSheet, payments: Sequence[Payment]) -> Facts:
    last_year = sheet.sheet_year - 1
    money = story.money[last_year]
    net_yen = money.initial_yen + money.supplementary_yen + money.carried_in_yen - money.carried_out_yen
    achieved = ACHIEVEMENTS.get(story.plot.course, (100,) * 7)
    return Facts(
        executed_percent=money.executed_yen * 100 // net_yen if net_yen else 100,
        achieved_percent=achieved[last_year - FIRST_BUDGET_YEAR],
        active_percent=story.done_count(last_year) * 100 // story.planned_count(last_year),
        is_carrying=money.carried_out_yen > 0,
        has_single_bid=any(p.bidders == 1 and p.contract_method in COMPETITIVE for p in payments),
        is_without_competition=any(p.contract_method == NO_COMPETITION for p in payments),
        is_last_sheet=sheet.sheet_year == story.plot.end,
        is_new=sheet.sheet_year == story.plot.start,
    )


def _answer(sheet: ReviewSheet, question: CheckQuestion, facts: Facts, dice: Random) -> CheckAnswer:
    mark = _mark(question, facts)
    answer = CheckAnswer(sheet=sheet, question=question, mark=mark)
    if mark is Mark.NONE:
        answer.explanation = "-"
    elif mark is Mark.NO:
        answer.explanation = phrases.NO_CASE
    elif question is CheckQuestion.EFFECT_OUTCOME and mark is not Mark.GOOD:
        answer.explanation = phrases.OUTCOME_MISSED
    elif question is CheckQuestion.EFFECT_ACTIVITY and mark is not Mark.GOOD:
        answer.explanation = phrases.ACTIVITY_UNDER
    else:
        answer.explanation = dice.choice(phrases.EXPLANATIONS[question])
    return answer


def _mark(question: CheckQuestion, facts: Facts) -> CheckAnswer.Mark:
    """The mark the facts call for; a new project has nothing to judge but its need."""
    if facts.is_new and question.section is not CheckSection.NEED:
        return Mark.NONE
    match question:
        case CheckQuestion.EFFICIENCY_SINGLE_BID:
            return Mark.YES if facts.has_single_bid else Mark.NO
        case CheckQuestion.EFFICIENCY_NO_COMPETITION:
            return Mark.YES if facts.is_without_competition else Mark.NO
        case CheckQuestion.EFFICIENCY_UNUSED:
            return Mark.PARTLY if facts.executed_percent < LOW_EXECUTION_PERCENT else Mark.NONE
        case CheckQuestion.EFFICIENCY_CARRIED:
            return Mark.GOOD if facts.is_carrying else Mark.NONE
        case CheckQuestion.EFFECT_OUTCOME if facts.achieved_percent < FAR_MISSED_PERCENT:
            return Mark.BAD
        case CheckQuestion.EFFECT_OUTCOME if facts.achieved_percent < MISSED_PERCENT:
            return Mark.PARTLY
        case CheckQuestion.EFFECT_ACTIVITY if facts.active_percent < ACTIVITY_UNDER_PERCENT:
            return Mark.PARTLY
    return Mark.GOOD


def _evaluation(story: Story, sheet: ReviewSheet, facts: Facts, dice: Random) -> Evaluation:
    verdict = _verdict(facts)
    opinion, kind, response = OPINIONS[verdict]
    if verdict is Verdict.IMPROVE and facts.executed_percent < LOW_EXECUTION_PERCENT:
        kind, response = Response.CUT, CUT_RESPONSE
    is_reviewed = (story.index + sheet.sheet_year) % REVIEWED_EVERY == 0
    return Evaluation(
        sheet=sheet,
        check_result="-" if facts.is_new else _check_result(facts, dice),
        improvement="-" if facts.is_new else dice.choice(phrases.IMPROVEMENTS),
        expert_opinion=dice.choice(phrases.EXPERT_OPINIONS) if is_reviewed else "",
        team_verdict=verdict,
        team_opinion=opinion,
        response_kind=kind,
        response=response,
    )


def _verdict(facts: Facts) -> Evaluation.TeamVerdict:
    if facts.is_last_sheet:
        return Verdict.ENDING
    if facts.is_new:
        return Verdict.KEEP
    if facts.achieved_percent < FAR_MISSED_PERCENT:
        return Verdict.REBUILD
    if facts.achieved_percent < MISSED_PERCENT or facts.executed_percent < LOW_EXECUTION_PERCENT:
        return Verdict.IMPROVE
    return Verdict.KEEP


def _check_result(facts: Facts, dice: Random) -> str:
    if facts.executed_percent < LOW_EXECUTION_PERCENT:
        return phrases.CHECK_RESULT_UNUSED
    if facts.achieved_percent < MISSED_PERCENT:
        return phrases.CHECK_RESULT_MISSED
    return dice.choice(phrases.CHECK_RESULTS)


def _past_numbers(story: Story, sheet: ReviewSheet) -> list[PastSheetNumber]:
    years = range(sheet.sheet_year - PAST_YEARS_LISTED, sheet.sheet_year)
    return [PastSheetNumber(sheet=sheet, past_year=year, number=story.past_number(year)) for year in years]
