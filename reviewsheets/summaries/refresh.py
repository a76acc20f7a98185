"""All that is worked out from sheets, made anew together: the one door for imports, saves and the demo."""

from collections.abc import Collection

from reviewsheets.summaries.sheets import summarise


def refresh(sheet_ids: Collection[int] | None = None) -> int:
    """Rebuild what lists and totals ask of these sheets, or of all; gives their number."""
    return summarise(sheet_ids)
