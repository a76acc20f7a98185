"""Every rule over the sheets that changed: findings kept, opened, closed; what was not found is counted too."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.transaction import atomic
from django.utils import timezone

from reviewsheets.models import Finding, RuleTally, SheetReview
from reviewsheets.models.bulk import batches, columns_of, hold, write_rows
from reviewsheets.review.facts import SheetFacts
from reviewsheets.review.limits import Limits, limits
from reviewsheets.review.loading import in_batches, load, projects_of
from reviewsheets.review.places import told_apart
from reviewsheets.review.rule import Found, Rule
from reviewsheets.review.rules import registry
from reviewsheets.review.words import stored

Place = tuple[int, int]  # sheet year, id of the ministry
Key = tuple[int, str, str]  # sheet, rule, place
Results = dict[str, list[int]]  # as `SheetReview` keeps them
SHEETS_AT_ONCE = 1_500
MOST_NAMED = 20  # places in a question; more are counted anew with all others
_FINDING = columns_of(Finding)
_REVIEW = columns_of(SheetReview)
_TALLY = tuple(name for name in columns_of(RuleTally) if name not in ("rule", "sheet_year", "ministry_id"))


@dataclass(frozen=True)
class RuleResult:
    """What one rule said of one sheet: how many things it looked at, and what it found."""

    rule: Rule
    looked_at: int
    found: tuple[Found, ...]

    @property
    def is_evaluable(self) -> bool:
        """There was something to look at."""
        return self.looked_at > 0


def evaluate(facts: SheetFacts, in_force: Limits | None = None) -> list[RuleResult]:
    """What every rule says of a sheet, stored or not; in order of their codes."""
    in_force = in_force or limits()
    results = ((rule, rule.results(facts, in_force)) for rule in registry)
    return [RuleResult(rule, looked_at, tuple(found)) for rule, (looked_at, found) in results]


def evaluate_sheet(sheet_id: int) -> list[RuleResult]:
    """What every rule says of one stored sheet, draft or not, beside its project's earlier published sheets."""
    return evaluate(load(projects_of([sheet_id]))[sheet_id])


def review(sheet_ids: Collection[int] | None = None) -> int:
    """Run every rule over these sheets and the others of their projects, or over all; gives the number of sheets.

    One transaction. A finding that is found again keeps its disposition; one that no longer holds is closed.
    """
    count = 0
    touched: set[Place] = set()
    with atomic():
        hold(SheetReview)  # of two who look at a project's sheets the second sees what the first found
        wanted = None if sheet_ids is None else projects_of(sheet_ids)
        for batch in in_batches(wanted, SHEETS_AT_ONCE):
            touched.update(_review_batch(batch))
            count += len(batch)
        _tally(None if sheet_ids is None else touched)
    return count


def _review_batch(sheet_ids: list[int]) -> set[Place]:
    """The places where sheets came to other results than before, or are no longer."""
    facts = load(sheet_ids)
    rows = {own.header.pk: evaluate(own) for own in facts.values() if own.header.is_published}
    before = _standing(sheet_ids)
    SheetReview.objects.filter(sheet__in=sheet_ids).delete()
    write_rows(SheetReview, _REVIEW, [_review_row(facts[pk], results) for pk, results in rows.items()])
    _write_findings(facts, rows)
    after = {pk: (_place(facts[pk]), _told(results)) for pk, results in rows.items()}
    changed = [pk for pk in before.keys() | after.keys() if before.get(pk) != after.get(pk)]
    return {standing[pk][0] for standing in (before, after) for pk in changed if pk in standing}


def _standing(sheet_ids: list[int]) -> dict[int, tuple[Place, Results]]:
    """Where these sheets are counted, and with what results."""
    rows = SheetReview.objects.filter(sheet__in=sheet_ids).values_list("sheet", "sheet_year", "ministry", "results")
    return {pk: ((year, ministry_id), results) for pk, year, ministry_id, results in rows}


def _place(facts: SheetFacts) -> Place:
    return facts.sheet_year, facts.header.ministry_pk


def _told(results: Iterable[RuleResult]) -> Results:
    return {row.rule.code: [row.looked_at, len(row.found)] for row in results if row.is_evaluable}


def _review_row(facts: SheetFacts, results: Iterable[RuleResult]) -> list[Any]:
    sheet_year, ministry_id = _place(facts)
    place = {"sheet_year": sheet_year, "ministry_id": ministry_id}
    values: dict[str, Any] = {"sheet_id": facts.header.pk, **place, "results": json.dumps(_told(results))}
    return [values[name] for name in _REVIEW]


# --- Findings


def _write_findings(facts: dict[int, SheetFacts], rows: dict[int, list[RuleResult]]) -> None:
    """Those that are new are added, those that changed written over, those no longer found closed."""
    now = timezone.now()
    known = {(row.sheet_id, row.rule, row.place): row for row in Finding.objects.filter(sheet__in=list(facts))}
    found = {key: row for pk, results in rows.items() for key, row in _keyed(pk, results)}
    new = [_row(facts[key[0]], key, row, now) for key, row in found.items() if key not in known]
    write_rows(Finding, _FINDING, new)
    changed = [row for key, row in known.items() if key in found and _take_over(row, facts[key[0]], found[key])]
    Finding.objects.bulk_update(changed, ["sheet_year", "ministry", "figures", "amount_yen", "closed_at"], 500)
    gone = [row.pk for key, row in known.items() if key not in found and row.is_open]
    for batch in batches(gone):
        Finding.objects.filter(pk__in=batch).update(closed_at=now)


def _keyed(sheet_id: int, results: Iterable[RuleResult]) -> Iterable[tuple[Key, Found]]:
    for result in results:
        places = told_apart(found.place for found in result.found)
        for place, found in zip(places, result.found, strict=True):
            yield (sheet_id, result.rule.code, place), found


def _row(facts: SheetFacts, key: Key, found: Found, now: datetime) -> list[Any]:
    sheet_id, code, place = key
    values: dict[str, Any] = {
        "sheet_id": sheet_id,
        "sheet_year": facts.sheet_year,
        "ministry_id": facts.header.ministry_pk,
        "rule": code,
        "place": place,
        "figures": json.dumps(stored(found.figures), ensure_ascii=False),
        "amount_yen": found.amount_yen,
        "found_at": connection.ops.adapt_datetimefield_value(now),
        "disposition": "",
        "explanation": "",
    }
    return [values.get(name) for name in _FINDING]


def _take_over(row: Finding, facts: SheetFacts, found: Found) -> bool:
    """Put what was found now into a stored finding; whether that changes it."""
    figures = stored(found.figures)
    place = _place(facts)
    same = (row.figures, row.amount_yen, row.closed_at, (row.sheet_year, row.ministry_id))
    row.figures, row.amount_yen, row.closed_at = figures, found.amount_yen, None
    row.sheet_year, row.ministry_id = place
    return same != (figures, found.amount_yen, None, place)


# --- Counts


def tally_without(places: Collection[Place]) -> None:
    """Count again after sheets of these years and ministries are gone."""
    with atomic():
        _tally(places)


def _tally(places: Collection[Place] | None) -> None:
    """Count the results of these years and ministries, or of all. Inside the caller's transaction, and last in it."""
    which = Q()
    if places is not None and len(places) <= MOST_NAMED:
        which = Q(pk__in=[])
        for year, ministry_id in places:
            which |= Q(sheet_year=year, ministry=ministry_id)
    held = RuleTally.objects.select_for_update().filter(which).order_by("pk")
    emptied = {
        (year, ministry_id, code): pk
        for pk, year, ministry_id, code in held.values_list("pk", "sheet_year", "ministry", "rule")
    }
    tallies = _tallies(which)
    gone = [pk for key, pk in emptied.items() if key not in tallies]
    for batch in batches(gone):
        RuleTally.objects.filter(pk__in=batch).delete()
    RuleTally.objects.bulk_create(
        [
            RuleTally(sheet_year=year, ministry_id=ministry_id, rule=code, **{name: counts[name] for name in _TALLY})
            for (year, ministry_id, code), counts in tallies.items()
        ],
        batch_size=2_000,
        update_conflicts=True,
        unique_fields=["sheet_year", "ministry", "rule"],
        update_fields=list(_TALLY),
    )


def _tallies(which: Q) -> dict[tuple[int, int, str], Counter[str]]:
    counts: defaultdict[tuple[int, int, str], Counter[str]] = defaultdict(Counter)
    sheets: Counter[Place] = Counter()
    rows = SheetReview.objects.filter(which).order_by().values_list("sheet_year", "ministry", "results")
    for year, ministry_id, results in rows.iterator():
        sheets[year, ministry_id] += 1
        for code, (looked_at, found) in results.items():
            own = counts[year, ministry_id, code]
            own["sheets_found" if found else "sheets_passed"] += 1
            own["items"] += looked_at
            own["items_found"] += found
    for place, number in sheets.items():
        for rule in registry:
            own = counts[*place, rule.code]
            own["sheets_not_evaluable"] = number - own["sheets_found"] - own["sheets_passed"]
    return dict(counts)
