"""GET parameters as one filter that the list of indicators, its counts, its charts and its CSV share."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from reviewsheets.filters.asked import Asked, year_label
from reviewsheets.filters.chips import Chip, quoted, without
from reviewsheets.models import Indicator, IndicatorResult, SheetSummary
from reviewsheets.queries.facets import FacetValue
from reviewsheets.queries.indicator_results import (
    BAND_WORDS,
    KIND_WORDS,
    STATE_WORDS,
    TOLD_WORDS,
    ResultGroup,
    Told,
    in_band,
)
from reviewsheets.queries.indicator_results_list import LARGEST_FIRST, SORTS, sorted_results, with_words
from reviewsheets.units.ministry_names import ministry_words


@dataclass(frozen=True)
class IndicatorFacets:
    """The values one can narrow indicators to, each with the number that would be left."""

    years: list[FacetValue]
    ministries: list[FacetValue]
    states: list[FacetValue]
    directions: list[FacetValue]
    bands: list[FacetValue]


@dataclass(frozen=True)
class IndicatorFilter(Asked):
    """What a list of indicators is narrowed to. Blank: all; of kinds outcomes."""

    kind: str = Indicator.Kind.OUTCOME
    q: str = ""
    year: str = ""
    ministry: str = ""
    state: str = ""
    direction: str = ""
    achievement: str = ""
    sort: str = LARGEST_FIRST

    @classmethod
    def of(cls, parameters: QueryDict) -> "IndicatorFilter":
        """`?kind=activity&q=防災&year=2020&state=missed&direction=known&achievement=to-50&sort=change`."""
        given = {name: value for name, value in cls.given(parameters).items() if value}
        if given.get("sort", "").removeprefix("-") not in SORTS:
            given.pop("sort", None)
        return cls(**given)

    def choices(self) -> Mapping[str, Collection[str]]:
        """By name the only values there are."""
        return {"kind": KIND_WORDS, "direction": list(Told), "achievement": BAND_WORDS}

    @property
    def is_activity(self) -> bool:
        """Activities are asked for."""
        return self.kind == Indicator.Kind.ACTIVITY

    def of_kind(self, results: QuerySet[IndicatorResult]) -> QuerySet[IndicatorResult]:
        """Of the chosen kind."""
        return results.filter(kind=self.kind)

    def found(self, results: QuerySet[IndicatorResult], summaries: QuerySet[SheetSummary]) -> QuerySet[IndicatorResult]:
        """Of the chosen kind, with the words searched for, sorted."""
        return sorted_results(with_words(self.of_kind(results), summaries, self.q), self.sort)

    def narrowed(self, results: QuerySet[IndicatorResult]) -> QuerySet[IndicatorResult]:
        """What all else lets through."""
        asked: dict[str, Any] = {
            "sheet_year": self.sheet_year,
            "ministry__name": self.ministry,
            "state": self.state,
        }
        narrowed = self.answerable(results).filter(**{name: at for name, at in asked.items() if at not in ("", None)})
        if self.direction:
            narrowed = narrowed.filter(is_direction_known=self.direction == Told.KNOWN)
        return narrowed.filter(in_band(self.achievement)) if self.achievement in BAND_WORDS else narrowed

    def ids(self, results: QuerySet[IndicatorResult]) -> QuerySet[IndicatorResult, int]:
        """The same of the chosen kind, sorted; without words."""
        return sorted_results(self.narrowed(self.of_kind(results)), self.sort).values_list("pk", flat=True)

    def for_spending(self) -> "IndicatorFilter":
        """What the page of outcomes beside the money narrows by."""
        return IndicatorFilter(year=self.year, ministry=self.ministry, direction=self.direction, sort=self.sort)

    def of_spending(self, results: QuerySet[IndicatorResult]) -> QuerySet[IndicatorResult]:
        """What that lets through."""
        return self.for_spending().narrowed(results)

    def within(self, groups: Iterable[ResultGroup], *, but: str = "") -> list[ResultGroup]:
        """The same of groups; `but`: as if nothing were chosen under that name."""
        asked = {name: getattr(self, name) for name in _GROUP_VALUES if name != but and getattr(self, name)}
        return [group for group in groups if all(_GROUP_VALUES[name](group) == asked[name] for name in asked)]

    def facets(self, groups: Sequence[ResultGroup]) -> IndicatorFacets:
        """The counts beside each value: of the indicators that all other filters let through."""
        counts = {name: self._counts(name, groups) for name in _GROUP_VALUES}
        orders = {group.ministry.name: group.ministry.order for group in groups}
        ministries = sorted(counts["ministry"], key=lambda name: (orders[name], name))
        return IndicatorFacets(
            years=self._values("year", counts, sorted(counts["year"], reverse=True)),
            ministries=self._values("ministry", counts, ministries),
            states=self._values("state", counts, STATE_WORDS),
            directions=self._values("direction", counts, Told),
            bands=self._values("achievement", counts, BAND_WORDS),
        )

    def _counts(self, name: str, groups: Iterable[ResultGroup]) -> Counter[str]:
        counts: Counter[str] = Counter()
        for group in self.within(groups, but=name):
            counts[_GROUP_VALUES[name](group)] += group.indicators
        return counts

    def _values(self, name: str, counts: Mapping[str, Counter[str]], order: Iterable[str]) -> list[FacetValue]:
        """The values in that order, without those that leave nothing, and what is chosen."""
        chosen: str = getattr(self, name)
        there = [str(value) for value in order if counts[name][str(value)]]
        told = there if not chosen or chosen in there else [*there, chosen]
        return [FacetValue(value, self._label(name, value), counts[name][value]) for value in told]

    def chips(self, parameters: QueryDict) -> list[Chip]:
        """Every filter that is on, with the way to take it off."""
        on = [name for name in ("q", *_GROUP_VALUES) if getattr(self, name)]
        chips = [Chip(self._label(name, getattr(self, name)), without(parameters, name)) for name in on]
        if self.kind == Indicator.Kind.OUTCOME:
            return chips
        return [Chip(str(KIND_WORDS.get(self.kind, self.kind)), without(parameters, "kind")), *chips]

    def _label(self, name: str, value: str) -> str:
        """A value in words."""
        if name == "year":
            return year_label(value)
        if name == "q":
            return quoted(value)
        if name == "achievement" and value in BAND_WORDS:
            return _("達成度：%(class)s") % {"class": BAND_WORDS[value]}
        if name == "ministry":
            return ministry_words(value)
        told: dict[str, Mapping[Any, Any]] = {"state": STATE_WORDS, "direction": TOLD_WORDS}
        return str(told.get(name, {}).get(value, value))


_GROUP_VALUES: dict[str, Callable[[ResultGroup], str]] = {
    "year": lambda group: str(group.sheet_year),
    "ministry": lambda group: group.ministry.name,
    "state": lambda group: group.state,
    "direction": lambda group: group.told.value,
    "achievement": lambda group: group.band,
}
