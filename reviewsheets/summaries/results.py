"""`IndicatorResult` rows made anew: how each indicator of a changed sheet came out in the sheet's result year."""

from collections.abc import Collection


def measure(sheet_ids: Collection[int] | None = None) -> None:
    """Rebuild the results of these sheets' indicators, or of all. Inside the caller's transaction."""
