"""How it was judged: the check questions in the form's order, opinions, what was reflected, remarks received."""

from dataclasses import dataclass

from reviewsheets.models import CheckAnswer, CheckQuestion, CheckSection, Evaluation, Remark, ReviewSheet
from reviewsheets.units.cells import YenCell

BLANK = YenCell()


@dataclass(frozen=True)
class CheckRow:
    """One question of the form with the ministry's mark (○ △ × ‐ 有 無 as this language says it, or blank)."""

    section: str
    question: str
    is_sub_question: bool
    mark: str
    explanation: str
    key: str = ""


@dataclass(frozen=True)
class CheckGroup:
    """A section of 事業所管部局による点検・改善 with its questions."""

    section: str
    is_related: bool
    rows: tuple[CheckRow, ...]


def check_groups(sheet: ReviewSheet) -> tuple[CheckGroup, ...]:
    """Every section and question of the form, in its order; a question without an answer is blank."""
    answers = {answer.question: answer for answer in sheet.check_answers.all()}
    return tuple(
        CheckGroup(
            section=str(section.label),
            is_related=section is CheckSection.RELATED,
            rows=tuple(_check_row(question, answers) for question in CheckQuestion if question.section is section),
        )
        for section in CheckSection
    )


def _check_row(question: CheckQuestion, answers: dict[str, CheckAnswer]) -> CheckRow:
    answer = answers.get(question.value)
    return CheckRow(
        section=str(question.section.label),
        question=str(question.label),
        is_sub_question=question.is_sub_question,
        mark=answer.get_mark_display() if answer else "",
        explanation=answer.explanation if answer else "",
        key=question.value,
    )


@dataclass(frozen=True)
class Opinions:
    """点検結果, 所見 and 反映状況 as they were written; the two kinds as this language names them."""

    check_result: str = ""
    improvement: str = ""
    expert_opinion: str = ""
    team_verdict: str = ""
    team_opinion: str = ""
    response_kind: str = ""
    response: str = ""
    effect_review: str = ""
    expert_last_year: str = ""
    expert_review: str = ""
    expert_reason: str = ""
    public_process_result: str = ""
    reflected_general: YenCell = BLANK

    @property
    def is_blank(self) -> bool:
        """Nothing was written."""
        return self == Opinions()


def opinions_of(sheet: ReviewSheet) -> Opinions:
    """The sheet's opinions, blank where none were given."""
    evaluation: Evaluation | None = getattr(sheet, "evaluation", None)
    if evaluation is None:
        return Opinions()
    return Opinions(
        check_result=evaluation.check_result,
        improvement=evaluation.improvement,
        expert_opinion=evaluation.expert_opinion,
        team_verdict=evaluation.get_team_verdict_display(),
        team_opinion=evaluation.team_opinion,
        response_kind=evaluation.get_response_kind_display(),
        response=evaluation.response,
        effect_review=evaluation.effect_review,
        expert_last_year=evaluation.expert_last_year,
        expert_review=evaluation.expert_review,
        expert_reason=evaluation.expert_reason,
        public_process_result=evaluation.public_process_result,
        reflected_general=YenCell(evaluation.reflected_general_yen),
    )


@dataclass(frozen=True)
class ReflectedRow:
    """What the review took off or added in a special account, in yen."""

    account: str
    subaccount: str
    amount: YenCell


def reflected_of(sheet: ReviewSheet) -> tuple[ReflectedRow, ...]:
    """反映額（特別会計）, in the sheet's order."""
    rows = sheet.reflected_amounts.all()
    return tuple(ReflectedRow(row.account, row.subaccount, YenCell(row.amount_yen)) for row in rows)


@dataclass(frozen=True)
class RemarkRow:
    """A remark the project received earlier and what was done about it; `kind` as this language names it."""

    kind: str
    origin: str
    remark_year: str
    text: str
    response: str


def remarks_of(sheet: ReviewSheet) -> tuple[RemarkRow, ...]:
    """Remarks of the review (過去に受けた指摘事項) first, then of others."""
    rows = sorted(sheet.received_remarks.all(), key=lambda row: row.kind != Remark.Kind.REVIEW)
    return tuple(
        RemarkRow(str(row.get_kind_display()), row.origin, row.remark_year, row.text, row.response) for row in rows
    )
