"""`FigureRevision` rows made anew: which amounts a project's successive sheets give otherwise for one budget year."""

from collections.abc import Collection


def revise(sheet_ids: Collection[int] | None = None) -> None:
    """Rebuild the revisions of the projects that these sheets belong to, or of all. Inside the caller's transaction."""
