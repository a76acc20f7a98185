"""What the rules say of one sheet: found, not found, not evaluable, and the facts beside the check questions."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reviewsheets.models import CheckAnswer, CheckQuestion, Finding, ReviewSheet, SheetReview
from reviewsheets.queries.findings import (
    FIRST_OF_A_RULE,
    FindingRow,
    RuleFindings,
    by_rule,
    findings_of,
    listed_findings,
)
from reviewsheets.review.rule import Rule, Subject
from reviewsheets.review.rules import registry
from reviewsheets.review.runner import evaluate_sheet
from reviewsheets.review.words import definition, stored


@dataclass(frozen=True)
class RuleOutcome:
    """What one rule says of the sheet: how many things it looked at, none where it is not evaluable."""

    rule: Rule
    looked_at: int
    findings: tuple[FindingRow, ...]

    @property
    def definition(self) -> str:
        """What it looks for, with its thresholds."""
        return definition(self.rule)

    @property
    def is_evaluable(self) -> bool:
        """There was something to look at."""
        return self.looked_at > 0 or bool(self.findings)

    @property
    def first(self) -> tuple[FindingRow, ...]:
        """The first few findings."""
        return self.findings[:FIRST_OF_A_RULE]

    @property
    def more(self) -> int:
        """How many others there are."""
        return len(self.findings) - len(self.first)

    @property
    def result(self) -> str:
        """The result in words."""
        if self.findings:
            return _("該当")
        return _("該当なし") if self.is_evaluable else _("評価できない")


@dataclass(frozen=True)
class Evidence:
    """A check question of the form: the ministry's mark, blank where there is none, and what the rules say of it."""

    question: CheckQuestion
    mark: str
    outcomes: tuple[RuleOutcome, ...]

    @property
    def found(self) -> tuple[RuleOutcome, ...]:
        """The rules that found something."""
        return tuple(outcome for outcome in self.outcomes if outcome.findings)

    @property
    def passed(self) -> tuple[RuleOutcome, ...]:
        """The rules that looked and found nothing."""
        return tuple(outcome for outcome in self.outcomes if outcome.is_evaluable and not outcome.findings)

    @property
    def not_evaluable(self) -> tuple[RuleOutcome, ...]:
        """The rules that nothing can be said by, without those that need a mark."""
        outcomes = (outcome for outcome in self.outcomes if not outcome.is_evaluable)
        return tuple(outcome for outcome in outcomes if outcome.rule.subject is not Subject.ANSWERS)


@dataclass(frozen=True)
class SheetOutcomes:
    """Every rule's outcome on a sheet, in order of their codes."""

    outcomes: tuple[RuleOutcome, ...]
    evidence: tuple[Evidence, ...]

    @property
    def by_rule(self) -> tuple[RuleFindings, ...]:
        """All that was found, those of a rule together: contradictions first, then questions, then notes."""
        return by_rule(row for outcome in self.outcomes for row in outcome.findings)

    @property
    def found(self) -> tuple[RuleOutcome, ...]:
        """The rules that found something."""
        return tuple(outcome for outcome in self.outcomes if outcome.findings)

    @property
    def passed(self) -> tuple[RuleOutcome, ...]:
        """The rules that looked and found nothing."""
        return tuple(outcome for outcome in self.outcomes if outcome.is_evaluable and not outcome.findings)

    @property
    def not_evaluable(self) -> tuple[RuleOutcome, ...]:
        """The rules that nothing can be said by."""
        return tuple(outcome for outcome in self.outcomes if not outcome.is_evaluable)

    @property
    def facts(self) -> dict[str, Evidence]:
        """The facts by a check question's key."""
        return {row.question.value: row for row in self.evidence}

    @property
    def told_evidence(self) -> tuple[Evidence, ...]:
        """The questions of which something can be said."""
        return tuple(row for row in self.evidence if row.found or row.passed)

    @property
    def untold_questions(self) -> tuple[str, ...]:
        """The others."""
        return tuple(str(row.question.label) for row in self.evidence if not (row.found or row.passed))


def review_of(sheet: ReviewSheet) -> SheetOutcomes:
    """The stored outcomes of a published sheet; of a draft those that the rules give now."""
    kept = SheetReview.objects.filter(sheet=sheet).first() if sheet.is_published else None
    outcomes = _kept_outcomes(sheet, kept) if kept else _outcomes_now(sheet)
    marks = {answer.question: answer for answer in sheet.check_answers.all()}
    return SheetOutcomes(outcomes, tuple(_evidence(outcomes, marks)))


def _kept_outcomes(sheet: ReviewSheet, kept: SheetReview) -> tuple[RuleOutcome, ...]:
    rows: dict[str, list[FindingRow]] = {}
    for row in findings_of(listed_findings(Finding.objects.filter(sheet=sheet, closed_at=None))):
        rows.setdefault(row.rule.code, []).append(row)
    looked_at = {code: looked for code, (looked, _found) in kept.results.items()}
    return tuple(RuleOutcome(rule, looked_at.get(rule.code, 0), tuple(rows.get(rule.code, ()))) for rule in registry)


def _outcomes_now(sheet: ReviewSheet) -> tuple[RuleOutcome, ...]:
    results = evaluate_sheet(sheet.pk)
    return tuple(
        RuleOutcome(
            result.rule,
            result.looked_at,
            tuple(
                FindingRow(
                    sheet_year=sheet.sheet_year,
                    ministry_name=sheet.ministry.name,
                    is_fictional=sheet.ministry.is_fictional,
                    sheet_number=sheet.number,
                    sheet_name=sheet.name,
                    bureau=sheet.bureau,
                    rule=result.rule,
                    place=found.place,
                    figures=dict(stored(found.figures)),
                    amount_yen=found.amount_yen,
                )
                for found in result.found
            ),
        )
        for result in results
    )


def _evidence(outcomes: Iterable[RuleOutcome], marks: dict[str, CheckAnswer]) -> Iterable[Evidence]:
    by_question: dict[CheckQuestion, list[RuleOutcome]] = {}
    for outcome in outcomes:
        for question in outcome.rule.questions:
            by_question.setdefault(question, []).append(outcome)
    for question in CheckQuestion:
        if question in by_question:
            answer = marks.get(question.value)
            mark = str(answer.get_mark_display()) if answer else ""
            yield Evidence(question, mark, tuple(by_question[question]))
