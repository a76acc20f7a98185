"""What the review found: the rules with their base rates, and the findings one by one."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from itertools import groupby
from string import Formatter
from typing import Any

from django.db.models import F, QuerySet, Sum
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import is_aware, make_aware

from reviewsheets.models import Finding, RuleTally
from reviewsheets.review.labels import LABELS
from reviewsheets.review.rule import Level, Rule, Subject
from reviewsheets.review.rules import registry
from reviewsheets.review.words import definition, labelled, sentence, thresholds
from reviewsheets.units.cells import YenCell
from reviewsheets.units.money import percent

FIRST_OF_A_RULE = 3
SORTS = ("-amount", "amount", "-found")
_LARGEST_FIRST = F("amount_yen").desc(nulls_last=True)
_ORDERS: dict[str, Any] = {"amount": F("amount_yen").asc(nulls_last=True), "-found": F("found_at").desc()}
_COUNTS = ("sheets_passed", "sheets_found", "sheets_not_evaluable", "items", "items_found")
_COLUMNS = (
    *("sheet_year", "ministry__name", "ministry__is_fictional", "sheet__number", "sheet__name", "sheet__bureau"),
    *("rule", "place", "figures", "amount_yen", "found_at", "closed_at"),
    *("disposition", "explanation", "disposed_at", "disposed_figures"),
)


@dataclass(frozen=True)
class Tally:
    """What a rule said of a set of sheets: sheets by result, and the things it looked at on them."""

    sheets_passed: int = 0
    sheets_found: int = 0
    sheets_not_evaluable: int = 0
    items: int = 0
    items_found: int = 0

    @property
    def sheets_evaluable(self) -> int:
        """Sheets of which the rule can say something."""
        return self.sheets_passed + self.sheets_found

    @property
    def sheets_percent(self) -> Decimal | None:
        """The base rate: of the sheets it can be said of, those it was found on."""
        return percent(self.sheets_found, self.sheets_evaluable)

    @property
    def items_percent(self) -> Decimal | None:
        """The same of the things looked at."""
        return percent(self.items_found, self.items)


@dataclass(frozen=True)
class RuleRow:
    """A rule with what it said of a set of sheets, those of made-up ministries left out unless they are asked for."""

    rule: Rule
    tally: Tally

    @property
    def definition(self) -> str:
        """What it looks for, with its thresholds."""
        return definition(self.rule)

    @property
    def thresholds(self) -> list[tuple[str, str]]:
        """The settings it goes by, each with its value in words."""
        return thresholds(self.rule)

    @property
    def questions(self) -> tuple[str, ...]:
        """The official check questions it gives facts for."""
        return tuple(str(question.label) for question in self.rule.questions)

    @property
    def level(self) -> str:
        """How far a finding goes."""
        return str(self.rule.level.label)

    @property
    def url(self) -> str:
        """The rule's page."""
        return reverse("rule", args=[self.rule.code])


@dataclass(frozen=True)
class RuleGroup:
    """The rules of one subject, in order of their codes."""

    subject: Subject
    rows: tuple[RuleRow, ...]


@dataclass(frozen=True)
class PlaceRow:
    """What a rule said of the sheets of a year, or of a ministry in all years asked for."""

    name: str
    tally: Tally
    sheet_year: int | None = None


@dataclass(frozen=True)
class FindingRow:
    """A finding on a published sheet, with what staff said of it."""

    sheet_year: int
    ministry_name: str
    is_fictional: bool
    sheet_number: str
    sheet_name: str
    bureau: str
    rule: Rule
    place: str
    figures: dict[str, int | str]
    amount_yen: int | None
    found_at: datetime | None = None
    closed_at: datetime | None = None
    disposition: str = ""
    explanation: str = ""
    disposed_at: datetime | None = None
    disposed_figures: dict[str, int | str] | None = None

    @classmethod
    def of_stored(cls, *values: Any) -> "FindingRow":
        """Of its fields as the database gives them: a known rule's code, JSON as text, times of SQLite without zone."""
        stored = dict(zip((each.name for each in fields(cls)), values, strict=True))
        read: dict[str, Any] = {"rule": registry.get(stored["rule"])}
        read |= {name: json.loads(stored[name] or "null") for name in ("figures", "disposed_figures")}
        read |= {name: _with_zone(stored[name]) for name in ("found_at", "closed_at", "disposed_at")}
        return cls(**stored | read)

    @property
    def sentence(self) -> str:
        """What was found, with its numbers."""
        return sentence(self.rule, self.figures)

    @property
    def labelled_figures(self) -> list[tuple[str, str]]:
        """Each figure's label and words."""
        return labelled(_in_order(self.rule, self.figures))

    @property
    def exact_figures(self) -> list[tuple[str, str]]:
        """Each figure's label and its exact value: yen in full, a year as its number."""
        return [(str(LABELS.get(name, name)), str(value)) for name, value in _in_order(self.rule, self.figures).items()]

    @property
    def amount(self) -> YenCell:
        """The money concerned, as a cell."""
        return YenCell(self.amount_yen)

    @property
    def disposition_words(self) -> str:
        """What staff said; blank where nobody said anything."""
        return str(Finding.Disposition(self.disposition).label) if self.disposition else ""

    @property
    def is_changed_since(self) -> bool:
        """Its figures are others than those the disposition was given for."""
        return bool(self.disposition) and self.disposed_figures != self.figures

    @property
    def sheet_url(self) -> str:
        """The sheet's page, where its findings stand."""
        return reverse("sheet", args=[self.sheet_year, self.ministry_name, self.sheet_number]) + "#review"


def _in_order(rule: Rule, figures: dict[str, int | str]) -> dict[str, int | str]:
    """As the rule's sentence names them, the others after: PostgreSQL keeps no order in JSON."""
    order = _said_by(rule.code)
    return dict(sorted(figures.items(), key=lambda pair: (order.get(pair[0], len(order)), pair[0])))


@cache
def _said_by(code: str) -> dict[str, int]:
    """The places of the figures in a rule's sentence, which is the Japanese one in every language."""
    with translation.override("ja"):
        says = str(getattr(registry.get(code), "says", ""))
    names = dict.fromkeys(name for _text, name, *_how in Formatter().parse(says) if name)
    return {name: place for place, name in enumerate(names)}


def _with_zone(moment: datetime | None) -> datetime | None:
    return moment if moment is None or is_aware(moment) else make_aware(moment, UTC)


def rule_groups(tallies: QuerySet[RuleTally], *, with_fictional: bool = False) -> tuple[RuleGroup, ...]:
    """Every rule with its tally over these rows, by subject."""
    told = _tallies(tallies if with_fictional else _real(tallies), "rule")
    rows = [RuleRow(rule, told.get((rule.code,), Tally())) for rule in registry]
    groups = (RuleGroup(subject, tuple(row for row in rows if row.rule.subject is subject)) for subject in Subject)
    return tuple(group for group in groups if group.rows)


def rule_row(tallies: QuerySet[RuleTally], code: str) -> RuleRow | None:
    """One rule with its tally; None for a code that is none."""
    rule = registry.get(code)
    if rule is None:
        return None
    told = _tallies(_real(tallies).filter(rule=code), "rule")
    return RuleRow(rule, told.get((code,), Tally()))


def rule_by_year(tallies: QuerySet[RuleTally], code: str) -> tuple[PlaceRow, ...]:
    """A rule by sheet year, newest first."""
    told = _tallies(_real(tallies).filter(rule=code), "sheet_year")
    return tuple(PlaceRow("", tally, year) for (year,), tally in sorted(told.items(), reverse=True))


def rule_by_ministry(tallies: QuerySet[RuleTally], code: str) -> tuple[PlaceRow, ...]:
    """A rule by ministry in the official order."""
    told = _tallies(_real(tallies).filter(rule=code), "ministry__order", "ministry__name")
    return tuple(PlaceRow(name, tally) for (_order, name), tally in sorted(told.items()))


def _real(tallies: QuerySet[RuleTally]) -> QuerySet[RuleTally]:
    return tallies.filter(ministry__is_fictional=False)


def _tallies(tallies: QuerySet[RuleTally], *names: str) -> dict[tuple[Any, ...], Tally]:
    sums = {f"sum_{name}": Sum(name) for name in _COUNTS}
    rows: Any = tallies.order_by().values_list(*names).annotate(**sums)
    return {tuple(row[: len(names)]): Tally(*row[len(names) :]) for row in rows}


def found_by(tallies: QuerySet[RuleTally], *names: str) -> dict[tuple[Any, ...], int]:
    """Findings by these columns of the tallies, made-up ministries' too; only where there are some."""
    rows: Any = tallies.filter(items_found__gt=0).order_by().values_list(*names).annotate(found=Sum("items_found"))
    return {tuple(key): number for *key, number in rows}


def listed_findings(findings: QuerySet[Finding], *, sort: str = "") -> "QuerySet[Any, tuple[Any, ...]]":
    """The columns of `findings_of`: largest amounts first, or as one of `SORTS` says."""
    return findings.order_by(_ORDERS.get(sort, _LARGEST_FIRST), "pk").values_list(*_COLUMNS)


def findings_at(findings: QuerySet[Finding], places: range, *, sort: str = "") -> list[FindingRow]:
    """Those at these places of the list, in its order: their ids first, names and words only of them."""
    ids = _ids_at(findings, places, sort)
    rows = {pk: columns for pk, *columns in findings.filter(pk__in=ids).order_by().values_list("pk", *_COLUMNS)}
    return list(findings_of(tuple(rows[pk]) for pk in ids if pk in rows))


def _ids_at(findings: QuerySet[Finding], places: range, sort: str) -> list[int]:
    if sort in _ORDERS:
        return list(findings.order_by(_ORDERS[sort], "pk").values_list("pk", flat=True)[places.start : places.stop])
    # PostgreSQL reads "the largest first, none last" from no index that both databases can have, but each part.
    ids = findings.values_list("pk", flat=True)
    sized = ids.filter(amount_yen__isnull=False).order_by("-amount_yen", "pk")
    found = list(sized[places.start : places.stop])
    if len(found) == len(places):
        return found
    before = places.start + len(found) if found or not places.start else sized.count()
    rest = ids.filter(amount_yen=None).order_by("pk")
    return [*found, *rest[places.start + len(found) - before : places.stop - before]]


def findings_of(rows: Iterable[tuple[Any, ...]]) -> Iterator[FindingRow]:
    """Rows of `listed_findings`; those of a rule that this version does not know are left out."""
    place = _COLUMNS.index("rule")
    for row in rows:
        rule = registry.get(row[place])
        if rule is not None:
            values = [*row]
            values[place] = rule
            yield FindingRow(*values)


def findings_by_sheet(findings: QuerySet[Finding]) -> dict[int, list[FindingRow]]:
    """The findings of each sheet by its id."""
    rows: dict[int, list[FindingRow]] = {}
    for sheet_id, *columns in findings.order_by("pk").values_list("sheet", *_COLUMNS):
        rows.setdefault(sheet_id, []).extend(findings_of([tuple(columns)]))
    return rows


@dataclass(frozen=True)
class RuleFindings:
    """What one rule found on a sheet: the first few, and the others."""

    rule: Rule
    first: tuple[FindingRow, ...]
    others: tuple[FindingRow, ...]


def by_rule(findings: Iterable[FindingRow], *, first: int = FIRST_OF_A_RULE) -> tuple[RuleFindings, ...]:
    """Findings in the order of `level_order`, those of a rule together."""
    rows = sorted(findings, key=level_order)
    groups = ((rule, list(group)) for rule, group in groupby(rows, key=lambda row: row.rule))
    return tuple(RuleFindings(rule, tuple(group[:first]), tuple(group[first:])) for rule, group in groups)


def level_order(row: FindingRow) -> tuple[int, str, int]:
    """To sort by: contradictions first, then questions, then notes; by code; larger amounts first."""
    return list(Level).index(row.rule.level), row.rule.code, -(row.amount_yen or 0)
