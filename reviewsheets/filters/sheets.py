"""GET parameters as one filter that the list, its counts, its charts and its CSV share."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TypeVar

from django.db.models import QuerySet
from django.http import QueryDict

from reviewsheets.filters.chips import Chip, quoted, without
from reviewsheets.models import SheetSummary, SummaryLines, YearSums
from reviewsheets.models.summary import CLASSES
from reviewsheets.queries.facets import (
    FacetValue,
    bureau_counts,
    class_counts,
    class_label,
    is_class,
    kept_lines,
    line_counts,
    ministry_counts,
    year_counts,
)
from reviewsheets.queries.search import Hits, among, find, ranked
from reviewsheets.queries.sheets import listed
from reviewsheets.queries.totals import SetTotals, set_totals
from reviewsheets.units.search_words import search_words
from reviewsheets.units.year_words import full_year
from reviewsheets.units.years import is_fiscal_year

Placed = TypeVar("Placed", SheetSummary, YearSums)  # both have a year and a ministry
LINES = {"account": "accounts", "method": "methods", "policy": "policies"}  # parameter → column of several values


@dataclass(frozen=True)
class Facets:
    """The values one can narrow to, each with the number of sheets that would be left."""

    years: list[FacetValue]
    ministries: list[FacetValue]
    bureaus: list[FacetValue]
    lines: dict[str, list[FacetValue]]  # account, method, policy
    classes: dict[str, list[FacetValue]]


@dataclass(frozen=True)
class SheetFilter:
    """What a list of sheets is narrowed to; what cannot be read narrows nothing. Blank: all."""

    q: str = ""
    year: str = ""
    ministry: str = ""
    bureau: str = ""
    account: str = ""
    method: str = ""
    policy: str = ""
    kind: str = ""
    size: str = ""
    rate: str = ""
    gross: str = ""
    carry: str = ""
    outcome: str = ""

    @classmethod
    def of(cls, parameters: QueryDict) -> "SheetFilter":
        """`?q=年金&year=2018&ministry=総務省&rate=to-50`."""
        given = {field.name: parameters.get(field.name, "").replace("\x00", "").strip() for field in fields(cls)}
        year = given["year"]
        if not is_fiscal_year(year):
            given["year"] = ""
        given |= {name: "" for name in CLASSES if not is_class(name, given[name])}
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

    @property
    def is_detailed(self) -> bool:
        """Narrowed by more than words, year and ministry."""
        return bool(self.classes) or any(getattr(self, name) for name in LINES)

    def narrowed(self, summaries: QuerySet[SheetSummary]) -> QuerySet[SheetSummary]:
        """The sheets that it lets through."""
        return self._without_classes(summaries).filter(**self.classes)

    def totals(self, summaries: QuerySet[SheetSummary], sums: QuerySet[YearSums]) -> SetTotals:
        """What it lets through added; `sums` are the summaries' own, by year and ministry."""
        is_of_places = self == SheetFilter(year=self.year, ministry=self.ministry)
        return set_totals(self.narrowed(summaries), self._of_place(sums) if is_of_places else None)

    def rows(self, summaries: QuerySet[SheetSummary]) -> QuerySet[SheetSummary]:
        """The same as rows of a list; what was searched for the best first."""
        return ranked(listed(self.narrowed(summaries)), self._hits)

    def facets(self, summaries: QuerySet[SheetSummary], added: SetTotals) -> Facets:
        """The counts beside each value: of the sheets that all other filters let through. `added`: what this lets."""
        years, ministries = added.sheets_by_year, added.sheets_by_ministry
        if self.year:
            years = year_counts(self._loosened("year").narrowed(summaries))
        if self.ministry or self.bureau:
            ministries = ministry_counts(self._loosened("ministry", "bureau").narrowed(summaries))
        bureaus = bureau_counts(self._loosened("bureau").narrowed(summaries)) if self.ministry else []
        classes = self.classes_within(summaries)
        return Facets(
            years=self._with_chosen("year", [FacetValue(str(at), full_year(at), years[at]) for at in years]),
            ministries=self._with_chosen("ministry", [FacetValue(at, at, ministries[at]) for at in ministries]),
            bureaus=self._with_chosen("bureau", bureaus),
            lines={name: self._with_chosen(name, values) for name, values in self._lines(summaries).items()},
            classes={name: self._with_chosen(name, values) for name, values in classes.items()},
        )

    def _lines(self, summaries: QuerySet[SheetSummary]) -> dict[str, list[FacetValue]]:
        """The values of the columns of several: all that are not narrowed together, each other one for itself."""
        chosen = [name for name in LINES if getattr(self, name)]
        groups = [[name] for name in chosen] + [[name for name in LINES if name not in chosen]]
        kept = kept_lines()
        counts: dict[str, list[FacetValue]] = {}
        for names in filter(None, groups):
            left = self._loosened(*(set(names) & set(chosen))).narrowed(summaries)
            counts |= line_counts(left, [LINES[name] for name in names], kept)
        return {name: counts[column] for name, column in LINES.items()}

    def rates(self, classes: Mapping[str, list[FacetValue]]) -> list[FacetValue]:
        """The execution rates of the sheets that this lets through, of the counts of classes."""
        return [value for value in classes["rate"] if self.rate in ("", value.value) and value.sheets]

    def classes_within(self, summaries: QuerySet[SheetSummary]) -> dict[str, list[FacetValue]]:
        """The counts of classes alone."""
        return class_counts(self._without_classes(summaries), self.classes, by_id=self._hits is not None)

    def chips(self, parameters: QueryDict) -> list[Chip]:
        """Every filter that is on, with the way to take it off; a ministry takes its bureau along."""
        on = [field.name for field in fields(self) if getattr(self, field.name)]
        return [Chip(self._label(name), without(parameters, name)) for name in on]

    def _label(self, name: str) -> str:
        """What is chosen under a name, in words."""
        value: str = getattr(self, name)
        if name == "q":
            return quoted(value)
        if name == "year":
            return full_year(int(value))
        return class_label(name, value) if name in CLASSES else value

    def _with_chosen(self, name: str, values: list[FacetValue]) -> list[FacetValue]:
        """The values and what is chosen, also when it leaves no sheet."""
        chosen: str = getattr(self, name)
        if not chosen or any(value.value == chosen for value in values):
            return values
        return [*values, FacetValue(chosen, self._label(name), 0)]

    @cached_property
    def _hits(self) -> Hits | None:
        return find(self.q)

    def _loosened(self, *names: str) -> "SheetFilter":
        """The same without these; what was searched for is not searched again."""
        loosened = replace(self, **dict.fromkeys(names, ""))
        loosened.__dict__["_hits"] = self._hits
        return loosened

    def _of_place(self, rows: QuerySet[Placed]) -> QuerySet[Placed]:
        if self.year:
            rows = rows.filter(sheet_year=int(self.year))
        return rows.filter(ministry__name=self.ministry) if self.ministry else rows

    def _without_classes(self, summaries: QuerySet[SheetSummary]) -> QuerySet[SheetSummary]:
        summaries = self._of_place(among(summaries, self._hits))
        if self.bureau:
            summaries = summaries.filter(bureau=self.bureau)
        lines = {f"{LINES[name]}__contains": f"\n{getattr(self, name)}\n" for name in LINES if getattr(self, name)}
        return summaries.filter(lines__in=SummaryLines.objects.filter(**lines)) if lines else summaries
