"""How many sheets each value of a filter would leave: counts beside the values of a list."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from reviewsheets.models import Ministry, ReviewSheet, SheetSummary
from reviewsheets.units.money import percent

_CHOICES: dict[str, Any] = {
    "kind": SheetSummary.Kind.choices,
    "size": SheetSummary.Size.choices,
    "rate": SheetSummary.Rate.choices,
    "carry": SheetSummary.Carry.choices,
    "outcome": SheetSummary.Outcome.choices,
}
CLASSES = tuple(_CHOICES)  # of `SheetSummary`


@dataclass(frozen=True)
class FacetValue:
    """A value one can narrow to, its name for readers and the number of sheets."""

    value: str
    label: str
    sheets: int


@dataclass(frozen=True)
class Totals:
    """Sums in yen over sheets that give the amount. `counted`: sheets with both 計 and 執行額, which the rate is of."""

    sheets: int
    total_yen: int
    executed_yen: int
    counted: int
    rate_percent: Decimal | None


def year_counts(sheets: QuerySet[ReviewSheet]) -> dict[int, int]:
    """Sheets by sheet year, newest first."""
    return dict(sheets.order_by("-sheet_year").values_list("sheet_year").annotate(sheets=Count("pk")))


def ministry_counts(sheets: QuerySet[ReviewSheet]) -> list[FacetValue]:
    """Sheets by ministry, in the official order."""
    counts = dict(sheets.order_by().values_list("ministry").annotate(sheets=Count("pk")))
    names = Ministry.objects.filter(pk__in=counts).values_list("pk", "name")
    return [FacetValue(name, name, counts[pk]) for pk, name in names]


def bureau_counts(sheets: QuerySet[ReviewSheet]) -> list[FacetValue]:
    """Sheets by bureau, the largest number first; blank ones are left out."""
    rows = sheets.exclude(bureau="").order_by().values_list("bureau").annotate(sheets=Count("pk"))
    return [FacetValue(name, name, number) for name, number in rows.order_by("-sheets", "bureau")]


def class_counts(sheets: QuerySet[ReviewSheet], chosen: Mapping[str, str]) -> dict[str, list[FacetValue]]:
    """Sheets by each class of their summary, in one query; each class under what is `chosen` of the others."""
    rows = sheets.order_by().values_list(*(f"summary__{name}" for name in CLASSES)).annotate(sheets=Count("pk"))
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for *values, number in rows:
        found = dict(zip(CLASSES, values, strict=True))
        for name in CLASSES:
            if all(not chosen.get(other) or chosen[other] == found[other] for other in CLASSES if other != name):
                counts[name][found[name]] += number
    return {name: list(_values(name, counts[name])) for name in CLASSES}


def _values(name: str, counts: Counter[str]) -> Iterable[FacetValue]:
    return (FacetValue(value, label, counts[value]) for value, label in _CHOICES[name] if counts[value])


def class_label(name: str, value: str) -> str:
    """The name of a class's value."""
    return str(dict(_CHOICES[name]).get(value, value))


def totals(sheets: QuerySet[ReviewSheet]) -> Totals:
    """The sums of the result year over these sheets; the rate is of those that give both amounts."""
    both = Q(summary__total_yen__isnull=False, summary__executed_yen__isnull=False)
    sums = sheets.aggregate(
        sheets=Count("pk"),
        total_yen=Sum("summary__total_yen"),
        executed_yen=Sum("summary__executed_yen"),
        counted=Count("pk", filter=both),
        counted_total_yen=Sum("summary__total_yen", filter=both),
        counted_executed_yen=Sum("summary__executed_yen", filter=both),
    )
    return Totals(
        sheets=sums["sheets"],
        total_yen=sums["total_yen"] or 0,
        executed_yen=sums["executed_yen"] or 0,
        counted=sums["counted"],
        rate_percent=percent(sums["counted_executed_yen"], sums["counted_total_yen"]),
    )
