"""`SheetSummary` rows made anew: by an import for the published sheets it touched, by every save for its sheet."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.db.transaction import atomic

from reviewsheets.models import BudgetYear, Indicator, IndicatorValue, ReviewSheet, SheetSummary, SummaryLines
from reviewsheets.models.bulk import among, batches, write_rows
from reviewsheets.models.summary import LINES, RATE_UNITS_PER_PERCENT, class_code
from reviewsheets.summaries.columns import keep_columns
from reviewsheets.summaries.sums import Place, add_up
from reviewsheets.units.achievement import is_reached
from reviewsheets.units.money import HUNDRED_MILLION, Basis, BudgetFigures

WHOLE = Decimal(100)  # percent
_SIZES = (
    (1, SheetSummary.Size.NONE),
    (HUNDRED_MILLION, SheetSummary.Size.UP_TO_1),
    (10 * HUNDRED_MILLION, SheetSummary.Size.UP_TO_10),
    (100 * HUNDRED_MILLION, SheetSummary.Size.UP_TO_100),
    (1000 * HUNDRED_MILLION, SheetSummary.Size.UP_TO_1000),
)
_RATES = (
    (Decimal(50), SheetSummary.Rate.BELOW_50),
    (Decimal(80), SheetSummary.Rate.BELOW_80),
    (Decimal(95), SheetSummary.Rate.BELOW_95),
    (WHOLE, SheetSummary.Rate.UP_TO_100),
)
_PARTS = ("initial", "supplementary", "carried_in", "carried_out", "contingency", "executed")
_AMOUNTS = tuple(f"{name}_yen" for name in _PARTS)
_COPIED = ("sheet_year", "ministry_id", "number", "name", "bureau", "division")
_COLUMNS = tuple(field.attname for field in SheetSummary._meta.concrete_fields)
_YEAR, _MINISTRY = _COLUMNS.index("sheet_year"), _COLUMNS.index("ministry_id")


@dataclass
class _Outcomes:
    """How many outcome indicators of the result year came out how."""

    reached: int = 0
    missed: int = 0
    not_comparable: int = 0


@dataclass
class _Facts:
    """What a summary is made from."""

    result: BudgetFigures | None = None
    executed_text: str = ""
    initial_yen: int | None = None
    initial_text: str = ""
    requested_yen: int | None = None
    outcomes: _Outcomes = field(default_factory=_Outcomes)


def summarise(sheet_ids: Collection[int] | None = None, *, adds_up: bool = True) -> int:
    """Rebuild the summaries of these sheets, or of all, and what is kept of them; gives the number of published."""
    ids = ReviewSheet.objects.order_by("pk").values_list("pk", flat=True) if sheet_ids is None else sorted(sheet_ids)
    count = 0
    places: set[Place] = set()
    with atomic():
        for batch in batches(ids):
            before = SheetSummary.objects.filter(among("sheet", batch))
            places.update(before.values_list("sheet_year", "ministry"))
            before.delete()
            rows = list(_summaries(batch))
            places.update((row[_YEAR], row[_MINISTRY]) for row in rows)
            write_rows(SheetSummary, _COLUMNS, rows)
            count += len(rows)
        if adds_up:
            add_up(None if sheet_ids is None else places)
            keep_columns(sheet_ids)
    return count


def kind_of(sheet_year: int, start_year: int | None, end_year: int | None) -> str:
    """New, continuing or ending as its years say."""
    if end_year is not None and end_year <= sheet_year:
        return SheetSummary.Kind.ENDING
    if start_year is None:
        return SheetSummary.Kind.UNKNOWN
    return SheetSummary.Kind.NEW if start_year >= sheet_year else SheetSummary.Kind.CONTINUING


def size_of(initial_yen: int | None) -> str:
    """The class of a year's 当初予算."""
    if initial_yen is None:
        return SheetSummary.Size.BLANK
    return next((size for below_yen, size in _SIZES if initial_yen < below_yen), SheetSummary.Size.OVER_1000)


def rate_of(rate_percent: Decimal | None) -> str:
    """The class of an execution rate."""
    if rate_percent is None:
        return SheetSummary.Rate.BLANK
    below = next((rate for limit, rate in _RATES if rate_percent < limit), None)
    if below:
        return below
    return SheetSummary.Rate.UP_TO_100 if rate_percent == WHOLE else SheetSummary.Rate.ABOVE_100


def carry_of(carried_out_yen: int | None) -> str:
    """Whether money went on to the next year."""
    if carried_out_yen is None:
        return SheetSummary.Carry.BLANK
    return SheetSummary.Carry.SOME if carried_out_yen else SheetSummary.Carry.NONE


def outcome_of(reached: int, missed: int, not_comparable: int) -> str:
    """What the numbers of outcomes come to."""
    if missed:
        return SheetSummary.Outcome.MISSED
    if reached:
        return SheetSummary.Outcome.REACHED
    return SheetSummary.Outcome.NOT_COMPARABLE if not_comparable else SheetSummary.Outcome.BLANK


def missed_of(reached: int, missed: int, not_comparable: int) -> int | None:
    """How many outcomes are known to be missed; None where none is and it is not known of all that they are reached."""
    return missed if missed or (reached and not not_comparable) else None


def _summaries(sheet_ids: list[int]) -> Iterator[list[Any]]:
    """A row a published sheet, as `_COLUMNS`."""
    facts: defaultdict[int, _Facts] = defaultdict(_Facts)
    _add_budget(facts, sheet_ids)
    _add_outcomes(facts, sheet_ids)
    sheets = ReviewSheet.objects.published().filter(among("pk", sheet_ids)).order_by()
    rows = list(sheets.values(*_COPIED, "pk", "start_year", "end_year", *LINES))
    lines = {row["pk"]: SummaryLines.of(row) for row in rows}
    SummaryLines.objects.bulk_create({kept.pk: kept for kept in lines.values()}.values(), ignore_conflicts=True)
    for row in rows:
        values = _summary(row, facts[row["pk"]]) | {"lines_id": lines[row["pk"]].pk}
        yield [values[name] for name in _COLUMNS]


def _summary(row: dict[str, Any], facts: _Facts) -> dict[str, Any]:
    result, outcomes = facts.result, facts.outcomes
    has_total = result is not None and any(getattr(result, name) is not None for name in _AMOUNTS[:-1])
    classes = {
        "kind": kind_of(row["sheet_year"], row["start_year"], row["end_year"]),
        "size": size_of(facts.initial_yen),
        "rate": rate_of(result.net_execution_rate_percent if result else None),
        "gross": rate_of(result.gross_execution_rate_percent if result else None),
        "carry": carry_of(result.carried_out_yen if result else None),
        "outcome": outcome_of(outcomes.reached, outcomes.missed, outcomes.not_comparable),
        "basis": result.basis if result else Basis.of_sheet_year(row["sheet_year"]),
    }
    return {
        "sheet_id": row["pk"],
        **{name: row[name] for name in _COPIED},
        **{name: str(value) for name, value in classes.items()},
        "class_code": class_code(classes),
        "initial_yen": facts.initial_yen,
        "initial_text": facts.initial_text,
        "requested_yen": facts.requested_yen,
        "total_yen": result.total_yen if result and has_total else None,
        "executed_yen": result.executed_yen if result else None,
        "executed_text": facts.executed_text,
        "unused_yen": result.unused_yen if result and has_total else None,
        "carried_out_yen": result.carried_out_yen if result else None,
        "gross_rate": _units(result.gross_execution_rate_percent) if result else None,
        "net_rate": _units(result.net_execution_rate_percent) if result else None,
        "outcomes_reached": outcomes.reached,
        "outcomes_missed": missed_of(outcomes.reached, outcomes.missed, outcomes.not_comparable),
        "outcomes_not_comparable": outcomes.not_comparable,
    }


def _units(rate_percent: Decimal | None) -> int | None:
    return None if rate_percent is None else int(rate_percent * RATE_UNITS_PER_PERCENT)


def _add_budget(facts: dict[int, _Facts], sheet_ids: list[int]) -> None:
    rows = BudgetYear.objects.filter(among("sheet", sheet_ids), budget_year__gte=F("sheet__sheet_year") - 1).order_by()
    words = ("published_basis", "initial_text", "executed_text")
    fields = ("sheet", "sheet__sheet_year", "budget_year", "requested_yen", *words, *_AMOUNTS)
    for sheet_id, sheet_year, budget_year, requested_yen, *rest in rows.values_list(*fields).iterator():
        basis, initial_text, executed_text, *amounts = rest
        own = facts[sheet_id]
        if budget_year == sheet_year - 1:
            form = Basis(basis) if basis else Basis.of_sheet_year(sheet_year)
            own.result, own.executed_text = BudgetFigures(form, *amounts), executed_text
        elif budget_year == sheet_year:
            own.initial_yen, own.initial_text = amounts[0], initial_text
        elif budget_year == sheet_year + 1:
            own.requested_yen = requested_yen


def _add_outcomes(facts: dict[int, _Facts], sheet_ids: list[int]) -> None:
    values = IndicatorValue.objects.filter(
        among("indicator__sheet", sheet_ids),
        indicator__kind=Indicator.Kind.OUTCOME,
        column=IndicatorValue.Column.YEAR,
        fiscal_year=F("indicator__sheet__sheet_year") - 1,
    ).order_by()
    fields = ("indicator__sheet", "indicator__direction", "target", "actual")
    for sheet_id, direction, target, actual in values.values_list(*fields).iterator():
        outcomes = facts[sheet_id].outcomes
        came_true = None if target is None or actual is None else is_reached(direction, target, actual)
        outcomes.reached += came_true is True
        outcomes.missed += came_true is False
        outcomes.not_comparable += came_true is None
