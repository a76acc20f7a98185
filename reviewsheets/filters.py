"""GET parameters as one filter that the list, its counts and its CSV share."""

from dataclasses import dataclass, fields, replace

from django.db.models import QuerySet
from django.http import QueryDict

from reviewsheets.models import ReviewSheet
from reviewsheets.queries.facets import (
    CLASSES,
    FacetValue,
    bureau_counts,
    class_counts,
    class_label,
    ministry_counts,
    year_counts,
)
from reviewsheets.queries.search import matching, ranked
from reviewsheets.queries.sheets import listed_sheets
from reviewsheets.units.search_words import search_words
from reviewsheets.units.year_words import full_year


@dataclass(frozen=True)
class Chip:
    """A filter that is on: what it says, and the query string without it."""

    label: str
    rest: str


@dataclass(frozen=True)
class Facets:
    """The values one can narrow to, each with the number of sheets that would be left."""

    years: list[FacetValue]
    ministries: list[FacetValue]
    bureaus: list[FacetValue]
    classes: dict[str, list[FacetValue]]


def _without(parameters: QueryDict, name: str) -> str:
    rest = parameters.copy()
    for gone in (name, "page", *(["bureau"] if name == "ministry" else [])):
        rest.pop(gone, None)
    return f"?{rest.urlencode()}" if rest else ""


@dataclass(frozen=True)
class SheetFilter:
    """What a list of sheets is narrowed to; what cannot be read narrows nothing. Blank: all."""

    q: str = ""
    year: str = ""
    ministry: str = ""
    bureau: str = ""
    kind: str = ""
    size: str = ""
    rate: str = ""
    carry: str = ""
    outcome: str = ""

    @classmethod
    def of(cls, parameters: QueryDict) -> "SheetFilter":
        """`?q=年金&year=2018&ministry=総務省&rate=to-50`."""
        given = {field.name: parameters.get(field.name, "").replace("\x00", "").strip() for field in fields(cls)}
        year = given["year"]
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            given["year"] = ""
        return cls(**given)

    @property
    def sheet_year(self) -> int | None:
        """The sheet year, or all."""
        return int(self.year) if self.year else None

    @property
    def short_words(self) -> tuple[str, ...]:
        """Words of the search that are too short to look for."""
        return search_words(self.q).too_short

    @property
    def classes(self) -> dict[str, str]:
        """What is chosen of the summary's classes."""
        return {name: getattr(self, name) for name in CLASSES if getattr(self, name)}

    def narrowed(self, sheets: QuerySet[ReviewSheet]) -> QuerySet[ReviewSheet]:
        """The sheets that it lets through."""
        return self._without_classes(sheets).filter(
            **{f"summary__{name}": value for name, value in self.classes.items()}
        )

    def sheets(self, sheets: QuerySet[ReviewSheet]) -> QuerySet[ReviewSheet]:
        """The same as rows of a list; what was searched for the best first."""
        return ranked(listed_sheets(self.narrowed(sheets)), self.q)

    def facets(self, sheets: QuerySet[ReviewSheet]) -> Facets:
        """The counts beside each value: of the sheets that all other filters let through."""
        years = year_counts(replace(self, year="").narrowed(sheets))
        return Facets(
            years=[FacetValue(str(year), full_year(year), number) for year, number in years.items()],
            ministries=ministry_counts(replace(self, ministry="", bureau="").narrowed(sheets)),
            bureaus=bureau_counts(replace(self, bureau="").narrowed(sheets)) if self.ministry else [],
            classes=class_counts(self._without_classes(sheets), self.classes),
        )

    def chips(self, parameters: QueryDict) -> list[Chip]:
        """Every filter that is on, with the way to take it off; a ministry takes its bureau along."""
        said = {"q": f"「{self.q}」" if self.q else ""}
        said |= {"year": "" if self.sheet_year is None else full_year(self.sheet_year)}
        said |= {"ministry": self.ministry, "bureau": self.bureau}
        said |= {name: class_label(name, value) for name, value in self.classes.items()}
        return [Chip(label, _without(parameters, name)) for name, label in said.items() if label]

    def _without_classes(self, sheets: QuerySet[ReviewSheet]) -> QuerySet[ReviewSheet]:
        sheets = matching(sheets, self.q)
        if self.year:
            sheets = sheets.filter(sheet_year=int(self.year))
        if self.ministry:
            sheets = sheets.filter(ministry__name=self.ministry)
        return sheets.filter(bureau=self.bureau) if self.bureau else sheets
