"""`YearSums` rows made anew from the summaries: of the years and ministries whose sheets changed."""

from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from reviewsheets.models import SheetSummary, YearSums
from reviewsheets.models.summary import SUMS

Place = tuple[int, int]  # sheet year, id of the ministry
MOST_NAMED = 20  # places in a question; more are made anew with all others


def add_up(places: Collection[Place] | None = None) -> None:
    """Add the sheets of these years and ministries, or of all. Inside the caller's transaction."""
    is_named = places is not None and len(places) <= MOST_NAMED
    wanted = reduce(or_, (Q(sheet_year=year, ministry=pk) for year, pk in places or ()), Q(pk__in=[]))
    which = wanted if is_named else Q()
    YearSums.objects.filter(which).delete()
    added = {f"sum_{name}": expression for name, expression in SUMS.items()}
    rows: Any = SheetSummary.objects.filter(which).order_by().values("sheet_year", "ministry_id").annotate(**added)
    YearSums.objects.bulk_create(
        YearSums(
            sheet_year=row["sheet_year"],
            ministry_id=row["ministry_id"],
            **{name: row[f"sum_{name}"] if _may_be_blank(name) else row[f"sum_{name}"] or 0 for name in SUMS},
        )
        for row in rows
    )


def _may_be_blank(name: str) -> bool:
    return YearSums._meta.get_field(name).null
