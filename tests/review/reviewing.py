"""How tests ask a rule about a sheet they arranged."""

from typing import Any

from reviewsheets.models import ReviewSheet
from reviewsheets.review.limits import Limits
from reviewsheets.review.loading import load, projects_of
from reviewsheets.review.rule import Found
from reviewsheets.review.rules import registry
from reviewsheets.review.words import sentence, stored


def asked(sheet: ReviewSheet, code: str, **limits: Any) -> tuple[int, list[Found]]:
    """What the rule says of the stored sheet: how many things it looked at, and what it found."""
    rule = registry.get(code)
    assert rule is not None, code
    return rule.results(load(projects_of([sheet.pk]))[sheet.pk], Limits(**limits))


def figures_found(sheet: ReviewSheet, code: str, **limits: Any) -> list[dict[str, int | str]]:
    """The figures of each finding as they are kept."""
    return [stored(found.figures) for found in asked(sheet, code, **limits)[1]]


def is_passed(sheet: ReviewSheet, code: str, **limits: Any) -> bool:
    """Something was looked at and nothing found."""
    looked_at, found = asked(sheet, code, **limits)
    return looked_at > 0 and not found


def is_not_evaluable(sheet: ReviewSheet, code: str, **limits: Any) -> bool:
    """There was nothing to look at."""
    return asked(sheet, code, **limits)[0] == 0


def sentences(sheet: ReviewSheet, code: str) -> list[str]:
    """What the findings say."""
    rule = registry.get(code)
    assert rule is not None, code
    return [sentence(rule, figures) for figures in figures_found(sheet, code)]
