"""`RevisionSums` and `RevisingSheets` rows: the revised amounts counted, and the sheets that could have revised."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, Sum, Window
from django.db.models.functions import Coalesce, Lag

from reviewsheets.models import FigureRevision, ReviewSheet, RevisingSheets, RevisionSums
from reviewsheets.models.bulk import hold
from reviewsheets.models.results import IS_LARGE
from reviewsheets.summaries.kept import keep
from reviewsheets.summaries.sums import Place
from reviewsheets.units.money import MILLION

YEARS_BETWEEN = 3  # a sheet tells of its own year and three before: from here on two share no year that both budget
_PLACE = ("sheet_year", "ministry")
_MOST_YEN = 2**63 - 1


def count_revisions() -> None:
    """Count all revisions again. Inside the transaction of who wrote them."""
    hold(RevisionSums)
    keep(RevisionSums, _sums())
    keep(RevisingSheets, _sheets())


def _sums() -> Iterator[tuple[Any, ...]]:
    """Rows as the columns of `RevisionSums`; a sum past 64 bits, as of amounts mistyped, is cut to what fits."""
    more, less = Q(change_yen__gt=0), Q(change_yen__lt=0)
    parts = {"millions": F("change_yen") / MILLION, "yen": F("change_yen") % MILLION}
    rows: Any = FigureRevision.objects.order_by().annotate(large=IS_LARGE)
    counted = rows.values_list(*_PLACE, "figure", "budget_year", "is_open_year", "large").annotate(
        number=Count("*"),
        raised=Count("pk", filter=more),
        **{f"raised_{name}": Coalesce(Sum(part, filter=more), 0) for name, part in parts.items()},
        **{f"lowered_{name}": Coalesce(Sum(part, filter=less), 0) for name, part in parts.items()},
    )
    for *told, raised_millions, raised_yen, lowered_millions, lowered_yen in counted:
        raised, lowered = raised_millions * MILLION + raised_yen, lowered_millions * MILLION + lowered_yen
        yield *told, min(int(raised), _MOST_YEN), max(int(lowered), -_MOST_YEN)


def _sheets() -> Iterator[tuple[Any, ...]]:
    """Rows as the columns of `RevisingSheets`."""
    numbers = {
        "revising": Count("sheet", distinct=True),
        "largely": Count("sheet", distinct=True, filter=IS_LARGE),
    }
    rows: Any = FigureRevision.objects.order_by()
    for *key, revising, largely in rows.values_list(*_PLACE, "figure").annotate(**numbers):
        yield *key, revising, largely, 0
    compared = _compared()
    counted = {(year, pk): found for year, pk, *found in rows.values_list(*_PLACE).annotate(**numbers)}
    for place in compared.keys() | counted.keys():
        revising, largely = counted.get(place, (0, 0))
        yield *place, "", revising, largely, compared[place]


def _compared() -> defaultdict[Place, int]:
    """The sheets that could have revised an amount, by year and ministry."""
    before = Window(Lag("sheet_year"), partition_by="project", order_by="sheet_year")
    sheets = ReviewSheet.objects.published().order_by().annotate(years=F("sheet_year") - before)
    rows = sheets.filter(years__lte=YEARS_BETWEEN)
    sql, parameters = rows.values_list("sheet_year", "ministry").query.sql_with_params()
    with connection.cursor() as cursor:  # groups of what a window let through are beyond Django's queries
        cursor.execute(f"SELECT sheet_year, ministry, COUNT(*) FROM ({sql}) AS later GROUP BY 1, 2", parameters)  # noqa: S608 - Django's own
        return defaultdict(int, {(year, pk): number for year, pk, number in cursor.fetchall()})
