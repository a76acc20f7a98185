"""GET parameters as one filter that the list and its CSV share."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict

from reviewsheets.models import ReviewSheet
from reviewsheets.queries.sheets import listed_sheets


@dataclass(frozen=True)
class SheetFilter:
    """What a list of sheets is narrowed to; what cannot be read narrows nothing."""

    sheet_year: int | None = None
    ministry_name: str = ""

    @classmethod
    def of(cls, parameters: QueryDict) -> "SheetFilter":
        """`?year=2018&ministry=総務省`."""
        year = parameters.get("year", "").strip()
        is_year = year.isascii() and year.isdigit() and len(year) == 4
        ministry_name = parameters.get("ministry", "").replace("\x00", "")  # PostgreSQL refuses it
        return cls(int(year) if is_year else None, ministry_name.strip())

    def sheets(self, sheets: QuerySet[ReviewSheet]) -> QuerySet[ReviewSheet]:
        """The sheets that it lets through, as rows of a list."""
        return listed_sheets(sheets, sheet_year=self.sheet_year, ministry_name=self.ministry_name)
