"""All that is worked out from sheets, made anew together: the one door for imports, saves and the demo."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef
from django.db.transaction import atomic

from reviewsheets.models import ReviewSheet, SearchText, SheetSummary, YearSums
from reviewsheets.summaries.search import index_sheets
from reviewsheets.summaries.sheets import summarise
from reviewsheets.summaries.sums import Place, add_up


def refresh(sheet_ids: Collection[int] | None = None, *, indexes_search: bool = True, adds_up: bool = True) -> int:
    """Rebuild what lists, totals and the search ask of these sheets, or of all; gives their number. One transaction.

    Who writes more afterwards in its transaction adds up at its end, by `refresh_sums`: the sums are held from then on.
    """
    with atomic():
        if indexes_search:
            index_sheets(sheet_ids)
        return summarise(sheet_ids, adds_up=adds_up)


def refresh_sums(places: Collection[Place] | None = None) -> None:
    """Add these years and ministries (by id) again, or all, as after a sheet was deleted and its summary with it."""
    with atomic():
        add_up(places)


def refresh_missing() -> int:
    """Build what is not there, as after an upgrade that made a table anew; gives the number of sheets."""
    published = ReviewSheet.objects.published()
    without_summary = set(published.filter(summary=None).values_list("pk", flat=True))
    words = SearchText.objects.filter(sheet=OuterRef("pk"))
    without_words = set(published.filter(~Exists(words)).values_list("pk", flat=True))
    all_sheets = published.count() if without_summary or without_words else 0
    has_no_sums = not YearSums.objects.exists() and SheetSummary.objects.exists()
    with atomic():
        if without_words:
            index_sheets(None if len(without_words) == all_sheets else without_words)
        if without_summary:
            summarise(None if len(without_summary) == all_sheets else without_summary)
        if has_no_sums:
            add_up()
    return len(without_summary | without_words)
