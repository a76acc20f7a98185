"""GET parameters as one filter that the list of revised amounts, its counts and its CSV share."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviewsheets.filters.asked import Asked, year_label, year_number
from reviewsheets.filters.chips import Chip, without
from reviewsheets.models import FigureRevision
from reviewsheets.models.results import IS_LARGE
from reviewsheets.queries.facets import FacetValue
from reviewsheets.queries.revision_facts import FIGURE_WORDS, CountedSheets, Revising, RevisionGroup
from reviewsheets.units.ministry_names import ministry_words

ENDED_WORDS = gettext_lazy("年度終了後に変わった額だけ")
ALL_WORDS = gettext_lazy("小さな改訂も含める")


@dataclass(frozen=True)
class RevisionFacets:
    """The values one can narrow revisions to, each with the number that would be left."""

    years: list[FacetValue]
    ministries: list[FacetValue]
    figures: list[FacetValue]
    budget_years: list[FacetValue]
    ended: list[FacetValue]
    large: int
    all: int


@dataclass(frozen=True)
class RevisionFilter(Asked):
    """What a list of revisions is narrowed to. Blank: all but small ones."""

    year: str = ""
    ministry: str = ""
    figure: str = ""
    budget: str = ""
    ended: str = ""
    all: str = ""

    @classmethod
    def of(cls, parameters: QueryDict) -> "RevisionFilter":
        """`?year=2020&ministry=総務省&figure=executed&budget=2018`; `ended=1`: late ones; `all=1`: small ones."""
        return cls(**cls.given(parameters))

    def choices(self) -> Mapping[str, Collection[str]]:
        """By name the only values there are."""
        return {"ended": ["1"], "all": ["1"]}

    def narrowed(self, revisions: QuerySet[FigureRevision]) -> QuerySet[FigureRevision]:
        """The revisions that it lets through."""
        asked = {
            "sheet_year": self.sheet_year,
            "ministry__name": self.ministry or None,
            "figure": self.figure or None,
            "budget_year": year_number(self.budget),
            "is_open_year": False if self.ended else None,
        }
        found = self.answerable(revisions).filter(**{name: value for name, value in asked.items() if value is not None})
        return found if self.all else found.filter(IS_LARGE)

    def within(self, groups: Iterable[RevisionGroup], *, but: str = "") -> list[RevisionGroup]:
        """The same of groups of all revisions; `but`: as if nothing were chosen under that name."""
        asked = {name: getattr(self, name) for name in _VALUES if name != but and getattr(self, name)}
        return [
            group
            for group in groups
            if (but == "all" or self._is_of_size(group)) and all(_VALUES[name](group) == asked[name] for name in asked)
        ]

    def _is_of_size(self, group: RevisionGroup) -> bool:
        return group.is_large if not self.all else self.all in self.choices()["all"]

    @property
    def summed(self) -> str:
        """The figure whose sums are told; blank where none is chosen."""
        return self.figure if self.figure in FIGURE_WORDS else ""

    def compared(self, sheets: Iterable[CountedSheets]) -> list[CountedSheets] | None:
        """The sheets that its revisions are a share of; None for one budget year, which not all of them tell of."""
        return None if self.budget else [row for row in self._at_place(sheets) if not row.figure]

    def revising(self, sheets: Iterable[CountedSheets], *, with_fictional: bool) -> Revising | None:
        """The sheets that have its revisions; None where they are not counted apart, by budget year or its end."""
        if self.budget or self.ended or not self.is_answerable:
            return None
        by_figure: Counter[str] = Counter()
        by_ministry: Counter[int] = Counter()
        for row in self._at_place(sheets):
            if with_fictional or not row.ministry.is_fictional:
                number = row.revising if self.all else row.revising_largely
                by_figure[row.figure] += number
                if row.figure == self.figure:  # blank: any
                    by_ministry[row.ministry.pk] += number
        return Revising(by_figure, by_ministry)

    def _at_place(self, sheets: Iterable[CountedSheets]) -> list[CountedSheets]:
        return [
            row for row in sheets if self.year in ("", str(row.sheet_year)) and self.ministry in ("", row.ministry.name)
        ]

    def facets(self, groups: Sequence[RevisionGroup]) -> RevisionFacets:
        """The counts beside each value: of the revisions that all other filters let through."""
        counts = self._counts(groups)
        orders = {group.ministry.name: group.ministry.order for group in groups}
        sized = self.within(groups, but="all")
        return RevisionFacets(
            years=self._values("year", counts, sorted(counts["year"], reverse=True)),
            ministries=self._values(
                "ministry", counts, sorted(counts["ministry"], key=lambda at: (orders.get(at, 0), at))
            ),
            figures=self._values("figure", counts, FIGURE_WORDS),
            budget_years=self._values("budget", counts, sorted(counts["budget"], reverse=True)),
            ended=self._values("ended", counts, ["1"]),
            large=sum(group.revisions for group in sized if group.is_large),
            all=sum(group.revisions for group in sized),
        )

    def _counts(self, groups: Iterable[RevisionGroup]) -> dict[str, Counter[str]]:
        """By each name the revisions of each value that all other filters let through."""
        asked = {name: getattr(self, name) for name in _VALUES if getattr(self, name)}
        counts: dict[str, Counter[str]] = {name: Counter() for name in _VALUES}
        for group in groups:
            if self._is_of_size(group):
                values = {name: value(group) for name, value in _VALUES.items()}
                kept_back = [name for name in asked if values[name] != asked[name]]
                for name in () if len(kept_back) > 1 else kept_back or _VALUES:
                    counts[name][values[name]] += group.revisions
        return counts

    def _values(self, name: str, counts: Mapping[str, Counter[str]], order: Iterable[str]) -> list[FacetValue]:
        """The values in that order, without those that leave nothing, and what is chosen."""
        chosen: str = getattr(self, name)
        there = [str(value) for value in order if counts[name][str(value)]]
        shown = there if not chosen or chosen in there else [*there, chosen]
        return [FacetValue(value, self._label(name, value), counts[name][value]) for value in shown]

    def chips(self, parameters: QueryDict) -> list[Chip]:
        """Every filter that is on, with the way to take it off."""
        on = [(field.name, getattr(self, field.name)) for field in fields(self) if getattr(self, field.name)]
        return [Chip(self._label(name, value), without(parameters, name)) for name, value in on]

    def _label(self, name: str, value: str) -> str:
        """A value in words."""
        if name == "year":
            return _("%(year)sのシート") % {"year": year_label(value)} if year_number(value) else value
        if name == "budget":
            return _("%(year)sの予算") % {"year": year_label(value)} if year_number(value) else value
        if name == "ministry":
            return ministry_words(value)
        words: Mapping[str, Any] = {"ended": {"1": ENDED_WORDS}, "all": {"1": ALL_WORDS}, "figure": FIGURE_WORDS}
        return str(words.get(name, {}).get(value, value))


_VALUES: dict[str, Callable[[RevisionGroup], str]] = {
    "year": lambda group: str(group.sheet_year),
    "ministry": lambda group: group.ministry.name,
    "figure": lambda group: group.figure,
    "budget": lambda group: str(group.budget_year),
    "ended": lambda group: "" if group.is_open_year else "1",
}
