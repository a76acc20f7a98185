"""The rules, a file a subject; importing this package registers them."""

from reviewsheets.review.rule import registry
from reviewsheets.review.rules import (
    answers,
    arithmetic,
    blocks,
    budget,
    contracts,
    flows,
    form,
    goal_history,
    goals,
    money,
    requests,
)

__all__ = [
    "answers",
    "arithmetic",
    "blocks",
    "budget",
    "contracts",
    "flows",
    "form",
    "goal_history",
    "goals",
    "money",
    "registry",
    "requests",
]
