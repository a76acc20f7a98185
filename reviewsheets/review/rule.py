"""What a rule is: a small function over the facts of a sheet, with all that a reader must know of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from reviewsheets.models import CheckQuestion
from reviewsheets.review.facts import SheetFacts
from reviewsheets.review.limits import Limits

Figure = int | Decimal | str
SHEETS = _("シート")


class Subject(models.TextChoices):
    """What a rule is about, in the order of the pages."""

    ARITHMETIC = "arithmetic", _("計算と記載のつじつま")
    BUDGET = "budget", _("予算と執行")
    GOALS = "goals", _("目標と成果")
    MONEY = "money", _("支出先と契約")
    FORM = "form", _("記載の有無")
    ANSWERS = "answers", _("点検項目の評価と事実")


class Level(models.TextChoices):
    """How far a finding goes; none is a verdict."""

    CONTRADICTION = "contradiction", _("つじつまが合わない")
    QUESTION = "question", _("確認したい")
    NOTE = "note", _("参考")


@dataclass(frozen=True)
class Cell:
    """The input a finding stands at while the sheet is entered: a stored row (by table and id) and its column."""

    table: str
    pk: int
    column: str = ""


@dataclass(frozen=True)
class Found:
    """One fact found. `place` names it within the sheet and the rule, in words of the sheet (`places`).

    `figures` by name: yen as int, percent as Decimal, years and counts as int, anything else as text; the name's ending
    tells which (`words.figure`). `amount_yen` is the money concerned, to sort by.
    """

    figures: Mapping[str, Figure]
    place: str = ""
    amount_yen: int | None = None
    cell: Cell | None = None


# One result for each thing looked at, None where it is not found; none at all where nothing can be evaluated.
Results = Iterator[Found | None]
Check = Callable[[SheetFacts, Limits], Results]


@dataclass(frozen=True)
class Rule:
    """A rule of the review (DESIGN §6). Texts are lazy translations; definition and `says` hold named figures."""

    code: str
    subject: Subject
    level: Level
    title: Any
    definition: Any  # may hold {limit names}
    not_evaluable: Any  # when nothing can be said
    says: Any  # holds {figure names}
    looks_at: Any  # what one thing looked at is: シート, 支出先 …
    limit_names: tuple[str, ...]
    questions: tuple[CheckQuestion, ...]
    check: Check
    needs_earlier: bool  # it reads the project's earlier sheets

    def results(self, facts: SheetFacts, limits: Limits) -> tuple[int, list[Found]]:
        """How many things were looked at, and what was found."""
        results = list(self.check(facts, limits))
        return len(results), [found for found in results if found is not None]


class Registry:
    """The rules by code, in order of their codes."""

    def __init__(self) -> None:
        self._rules: dict[str, Rule] = {}

    def __iter__(self) -> Iterator[Rule]:
        return iter(sorted(self._rules.values(), key=lambda rule: rule.code))

    def __len__(self) -> int:
        return len(self._rules)

    def get(self, code: str) -> Rule | None:
        """The rule of that code."""
        return self._rules.get(code)

    def rule(
        self,
        code: str,
        *,
        subject: Subject,
        level: Level,
        title: Any,
        definition: Any,
        not_evaluable: Any,
        says: Any,
        looks_at: Any = SHEETS,
        limits: Iterable[str] = (),
        questions: Iterable[CheckQuestion] = (),
        needs_earlier: bool = False,
    ) -> Callable[[Check], Check]:
        """Register the function below as this rule."""

        def register(check: Check) -> Check:
            if code in self._rules:
                raise ValueError(f"two rules are called {code}")
            self._rules[code] = Rule(
                code=code,
                subject=subject,
                level=level,
                title=title,
                definition=definition,
                not_evaluable=not_evaluable,
                says=says,
                looks_at=looks_at,
                limit_names=tuple(limits),
                questions=tuple(questions),
                check=check,
                needs_earlier=needs_earlier,
            )
            return check

        return register


registry = Registry()
rule = registry.rule
