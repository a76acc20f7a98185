"""What a query string asks for: read in one way for every filter."""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import QueryDict

from reviewsheets.units.search_words import as_searched
from reviewsheets.units.year_words import full_year
from reviewsheets.units.years import is_fiscal_year

Row = TypeVar("Row", bound=Model)
NO_YEAR = 0  # of no sheet


class Asked:
    """The values under a filter's names; blank: all. What no row can have lets none through and is told as given."""

    year: str

    @classmethod
    def given(cls, parameters: QueryDict) -> dict[str, str]:
        """What is written under each name of the filter: words without signs nobody sees, years in plain digits."""
        names = [field.name for field in fields(cls)]  # type: ignore[arg-type]  # every filter is a dataclass
        given = {name: parameters.get(name, "").replace("\x00", "").strip() for name in names}
        return {name: _READ.get(name, str)(text) for name, text in given.items()}

    @property
    def sheet_year(self) -> int | None:
        """The sheet year, or all."""
        return year_number(self.year)

    def absent_year(self, shown_year: int) -> str:
        """The year asked for, in words, where a page of one year shows another; else blank."""
        return year_label(self.year) if self.sheet_year not in (None, shown_year) else ""

    def choices(self) -> Mapping[str, Collection[str]]:
        """By name the only values there are, where the database is not asked for the value itself."""
        return {}

    @property
    def is_answerable(self) -> bool:
        """No value is other than those there are."""
        return all(getattr(self, name) in ("", *values) for name, values in self.choices().items())

    def answerable(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """The rows, or none where a value is asked for that there is not."""
        return rows if self.is_answerable else rows.none()


def year_number(text: str) -> int | None:
    """The year of a parameter: None for all, `NO_YEAR` for what no sheet can be of."""
    if not text:
        return None
    return int(text) if is_fiscal_year(text) else NO_YEAR


def year_label(text: str) -> str:
    """The year of a parameter in words; as given where it is none."""
    return full_year(int(text)) if is_fiscal_year(text) else text


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


_READ: dict[str, Any] = {"q": as_searched, "year": _plain, "budget": _plain}
