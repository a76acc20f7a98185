"""All that is worked out from sheets, made anew together: the one door for imports, saves and the demo."""

from collections.abc import Collection

from django.db.transaction import atomic

from reviewsheets.summaries.search import index_sheets
from reviewsheets.summaries.sheets import summarise


def refresh(sheet_ids: Collection[int] | None = None, *, indexes_search: bool = True) -> int:
    """Rebuild what lists, totals and the search ask of these sheets, or of all; gives their number. One transaction."""
    with atomic():
        if indexes_search:
            index_sheets(sheet_ids)
        return summarise(sheet_ids)
