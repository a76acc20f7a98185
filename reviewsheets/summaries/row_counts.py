"""`RowCounts` rows: how many lines the published sheets have in each whole table, by year and ministry."""

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Count, Model
from django.db.models.expressions import Combinable

from reviewsheets.models import (
    Block,
    BudgetYear,
    Contract,
    Indicator,
    IndicatorValue,
    ReviewSheet,
    RowCounts,
    SheetSource,
)
from reviewsheets.models.bulk import columns_of, hold
from reviewsheets.summaries.kept import keep
from reviewsheets.summaries.sums import MOST_NAMED, Place, at

_COUNTED: tuple[tuple[str, type[Model], str, Combinable], ...] = (
    # what the rows are lines of; the rows, their path to the sheet, and how they are counted
    ("sheets", ReviewSheet, "", Count("*")),
    ("sourced", SheetSource, "sheet__", Count("sheet", distinct=True)),
    ("budget_years", BudgetYear, "sheet__", Count("*")),
    ("blocks", Block, "sheet__", Count("*")),
    ("contracts", Contract, "payment__block__sheet__", Count("*")),
    # A line a value; an indicator without values has one line too.
    ("indicators", Indicator, "sheet__", Count("*")),
    ("indicators", IndicatorValue, "indicator__sheet__", Count("*") - Count("indicator", distinct=True)),
)
_NUMBERS = columns_of(RowCounts)[2:]


def count_rows(places: Collection[Place] | None = None) -> None:
    """Count the lines of these years and ministries again, or of all. Inside the caller's transaction."""
    named = places if places is not None and len(places) <= MOST_NAMED else None
    hold(RowCounts)
    counts = _counts(named)
    rows = [(*place, *(numbers[name] for name in _NUMBERS)) for place, numbers in counts.items()]
    keep(RowCounts, rows, None if named is None else at(named))


def _counts(places: Collection[Place] | None) -> dict[Place, Counter[str]]:
    """Of each of these places, or of all, the lines by table."""
    counts: defaultdict[Place, Counter[str]] = defaultdict(Counter)
    for name, model, path, number in _COUNTED if places is None or places else ():
        public = model._default_manager.filter(**{f"{path}published_at__isnull": False}).order_by()
        asked = public if places is None else public.filter(at(places, path=path))
        counted: Any = asked.values_list(f"{path}sheet_year", f"{path}ministry").annotate(number=number)
        for sheet_year, ministry_id, found in counted:
            counts[sheet_year, ministry_id][name] += found
    return counts
