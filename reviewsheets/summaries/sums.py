"""`YearSums` rows made anew from the summaries: of the years and ministries whose sheets changed."""

from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from reviewsheets.models import SheetSummary, YearSums
from reviewsheets.models.summary import SUMS

Place = tuple[int, int]  # sheet year, id of the ministry
MOST_NAMED = 20  # places in a question; more are made anew with all others


def at(places: Iterable[Place], *, path: str = "") -> Q:
    """What is of one of these places; `path`: to the columns that say so."""
    named = (Q(**{f"{path}sheet_year": year, f"{path}ministry": pk}) for year, pk in places)
    return reduce(or_, named, Q(pk__in=[]))


def add_up(places: Collection[Place] | None = None) -> None:
    """Add the sheets of these years and ministries, or of all. Inside the caller's transaction, and last in it.

    Two people who save sheets of one ministry at once come one after the other: the second adds what the first saved.
    """
    is_named = places is not None and len(places) <= MOST_NAMED
    which = at(places or ()) if is_named else Q()
    held = YearSums.objects.select_for_update().filter(which).order_by("pk")
    emptied = {(year, ministry_id): pk for pk, year, ministry_id in held.values_list("pk", "sheet_year", "ministry")}
    added = {f"sum_{name}": expression for name, expression in SUMS.items()}
    found: Any = SheetSummary.objects.filter(which).order_by().values("sheet_year", "ministry_id").annotate(**added)
    rows = list(found)
    for row in rows:
        emptied.pop((row["sheet_year"], row["ministry_id"]), None)
    YearSums.objects.filter(pk__in=emptied.values()).delete()
    YearSums.objects.bulk_create(
        [
            YearSums(
                sheet_year=row["sheet_year"],
                ministry_id=row["ministry_id"],
                **{name: row[f"sum_{name}"] if _may_be_blank(name) else row[f"sum_{name}"] or 0 for name in SUMS},
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["sheet_year", "ministry"],
        update_fields=list(SUMS),
    )


def _may_be_blank(name: str) -> bool:
    return YearSums._meta.get_field(name).null
