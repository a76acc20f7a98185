"""All that is worked out from sheets, made anew together: the one door for imports, saves and the demo."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q
from django.db.transaction import atomic

from reviewsheets.models import ReviewSheet, SearchText
from reviewsheets.summaries.search import index_sheets
from reviewsheets.summaries.sheets import summarise


def refresh(sheet_ids: Collection[int] | None = None, *, indexes_search: bool = True) -> int:
    """Rebuild what lists, totals and the search ask of these sheets, or of all; gives their number. One transaction."""
    with atomic():
        if indexes_search:
            index_sheets(sheet_ids)
        return summarise(sheet_ids)


def refresh_missing() -> int:
    """Build them where there are none, as after an upgrade that made their tables anew; gives the number of sheets."""
    published = ReviewSheet.objects.published()
    words = SearchText.objects.filter(sheet=OuterRef("pk"))
    missing = list(published.filter(Q(summary=None) | ~Exists(words)).values_list("pk", flat=True))
    if not missing:
        return 0
    return refresh(None if len(missing) == published.count() else missing)
