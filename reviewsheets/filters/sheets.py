"""GET parameters as one filter that the list, its counts, its charts and its CSV share."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import QuerySet, Value
from django.db.models.functions import StrIndex
from django.http import QueryDict

from reviewsheets.filters.asked import Asked, year_label
from reviewsheets.filters.chips import Chip, file_name_of, quoted, without
from reviewsheets.models import Ministry, SheetSummary, SummaryLines
from reviewsheets.models.summary import CLASSES
from reviewsheets.queries.columns import Columns, Flags, Narrowed
from reviewsheets.queries.facets import (
    FacetValue,
    KeptLines,
    bureau_counts,
    class_counts,
    class_label,
    has_class,
    kept_lines,
    ministry_counts,
    ministry_value,
    value_label,
    year_counts,
)
from reviewsheets.queries.search import Hits, among, find, ranked
from reviewsheets.queries.sheets import listed
from reviewsheets.units.ministry_names import ministry_words
from reviewsheets.units.search_words import search_words
from reviewsheets.units.year_words import full_year

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
class SheetFilter(Asked):
    """What a list of sheets is narrowed to. Blank: all."""

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
        return cls(**cls.given(parameters))

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
        asked = {"sheet_year": self.sheet_year, "ministry__name": self.ministry, "bureau": self.bureau, **self.classes}
        asked = {name: value for name, value in asked.items() if value not in ("", None)}
        return self._having_lines(among(summaries, self.hits)).filter(**asked)

    def within(self, sheets: Columns, summaries: QuerySet[SheetSummary]) -> Narrowed:
        """The same of all sheets as arrays: `narrowed` lets the same through."""
        sheets = self._kept_lines.beside(sheets)
        return Narrowed(sheets, {name: ~passing for name, passing in self._passing(sheets, summaries)})

    def _passing(self, sheets: Columns, summaries: QuerySet[SheetSummary]) -> Iterator[tuple[str, Flags]]:
        """For each thing chosen, by its name, the sheets that it lets through."""
        if self.hits is not None:
            yield "q", self.hits.found(sheets["id"])
        if self.year:
            yield "year", sheets["sheet_year"] == self.sheet_year
        if self.ministry:
            yield "ministry", np.isin(sheets["ministry_id"], _ids(Ministry.objects.filter(name=self.ministry)))
        if self.bureau:
            yield "bureau", np.isin(sheets["id"], _ids(summaries.filter(bureau=self.bureau)))
        for name in LINES:
            if getattr(self, name):
                yield name, self._kept_lines.having(LINES[name], getattr(self, name), sheets)
        for name, value in self.classes.items():
            yield name, has_class(sheets, name, value)

    def rows(self, summaries: QuerySet[SheetSummary]) -> QuerySet[SheetSummary]:
        """The same as rows of a list; what was searched for the best first."""
        return ranked(listed(self.narrowed(summaries)), self.hits)

    def facets(self, narrowed: Narrowed, summaries: QuerySet[SheetSummary]) -> Facets:
        """The counts beside each value: of the sheets that all other filters let through. `narrowed` by `within`."""
        years = year_counts(narrowed.but("year"))
        ministries = ministry_counts(narrowed.but("ministry", "bureau"))
        bureaus = bureau_counts(self._without_bureau().narrowed(summaries)) if self.ministry else []
        lines = {name: self._kept_lines.counts(column, narrowed.but(name)) for name, column in LINES.items()}
        told: dict[str, list[FacetValue]] = {
            "year": [FacetValue(str(at), full_year(at), years[at]) for at in years],
            "ministry": [ministry_value(at, ministries[at]) for at in ministries],
            "bureau": bureaus,
            **lines,
            **self.class_counts(narrowed),
        }
        left = len(narrowed.but())
        told = {name: self._with_chosen(name, values, left) for name, values in told.items()}
        return Facets(
            years=told["year"],
            ministries=told["ministry"],
            bureaus=told["bureau"],
            lines={name: told[name] for name in LINES},
            classes={name: told[name] for name in CLASSES},
        )

    def class_counts(self, narrowed: Narrowed) -> dict[str, list[FacetValue]]:
        """The counts of classes alone."""
        return class_counts(narrowed.but(*CLASSES), self.classes)

    def rates(self, classes: Mapping[str, list[FacetValue]]) -> list[FacetValue]:
        """The execution rates of the sheets that this lets through, of the counts of classes."""
        return [value for value in classes["rate"] if self.rate in ("", value.value) and value.sheets]

    def chips(self, parameters: QueryDict) -> list[Chip]:
        """Every filter that is on, with the way to take it off; a ministry takes its bureau along."""
        return [Chip(self._label(name), without(parameters, name)) for name in self._on]

    def left(self, narrowed: Narrowed, looser: QueryDict) -> int:
        """How many sheets a query string that asks for less lets through; `narrowed` is by this filter."""
        asked = SheetFilter.of(looser)
        return len(narrowed.but(*(name for name in self._on if not getattr(asked, name))))

    @property
    def file_words(self) -> str:
        """What is chosen, as part of a file's name: 2024年度_総務省_年金; blank for all sheets."""
        years = [f"{self.year}年度"] if self.year else []
        others = [self._label(name) for name in self._on if name not in ("year", "ministry")]
        return file_name_of([*years, self.ministry, *others])

    @property
    def _on(self) -> list[str]:
        """The names under which something is chosen."""
        return [field.name for field in fields(self) if getattr(self, field.name)]

    def _label(self, name: str) -> str:
        """What is chosen under a name, in words."""
        value: str = getattr(self, name)
        if name == "q":
            return quoted(value)
        if name == "year":
            return year_label(value)
        if name == "ministry":
            return ministry_words(value)
        return class_label(name, value) if name in CLASSES else value

    def _with_chosen(self, name: str, values: list[FacetValue], left: int) -> list[FacetValue]:
        """The values and what is chosen, also when no sheet is `left`, or when the values are not told."""
        chosen: str = getattr(self, name)
        if not chosen or any(value.value == chosen for value in values):
            return values
        label = value_label(name, chosen) if name in CLASSES else self._label(name)
        return [*values, FacetValue(chosen, label, left)]

    @cached_property
    def hits(self) -> Hits | None:
        """What was searched for and found; None where nothing is asked."""
        return find(self.q)

    @cached_property
    def _kept_lines(self) -> KeptLines:
        return kept_lines()

    def _without_bureau(self) -> "SheetFilter":
        """The same of all bureaus; what was searched for is not searched again."""
        loosened = replace(self, bureau="")
        loosened.__dict__["hits"] = self.hits
        return loosened

    def _having_lines(self, summaries: QuerySet[SheetSummary]) -> QuerySet[SheetSummary]:
        """Those with the chosen values in the columns of several; SQLite's LIKE would not tell ｢SDGs｣ from ｢sdgs｣."""
        rows = SummaryLines.objects.all()
        chosen = [name for name in LINES if getattr(self, name)]
        for name in chosen:
            place = StrIndex(LINES[name], Value(f"\n{getattr(self, name)}\n"))
            rows = rows.alias(**{f"place_of_{name}": place}).filter(**{f"place_of_{name}__gt": 0})
        return summaries.filter(lines__in=rows) if chosen else summaries


def _ids(rows: QuerySet[Any]) -> list[int]:
    return list(rows.order_by().values_list("pk", flat=True))
