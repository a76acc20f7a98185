"""GET parameters as one filter that the list of contracts, its counts, its shares and its CSV share."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from reviewsheets.filters.asked import Asked, year_label
from reviewsheets.filters.chips import Chip, without
from reviewsheets.models import ContractFacts
from reviewsheets.queries.contract_facts import COMPETITION_WORDS, FORM_WORDS, Bidders, ContractGroup, Form
from reviewsheets.queries.facets import FacetValue
from reviewsheets.units.ministry_names import ministry_words


@dataclass(frozen=True)
class ContractFacets:
    """The values one can narrow contracts to, each with the number that would be left."""

    years: list[FacetValue]
    ministries: list[FacetValue]
    methods: list[FacetValue]
    competition: list[FacetValue]
    single: list[FacetValue]
    forms: list[FacetValue]


@dataclass(frozen=True)
class ContractFilter(Asked):
    """What a list of contracts is narrowed to. Blank: all."""

    year: str = ""
    ministry: str = ""
    form: str = ""
    method: str = ""
    competition: str = ""
    single: str = ""
    payee: str = ""

    @classmethod
    def of(cls, parameters: QueryDict) -> "ContractFilter":
        """`?year=2024&ministry=総務省&competition=none`; `single=1`: with one bidder."""
        return cls(**cls.given(parameters))

    def choices(self) -> Mapping[str, Collection[str]]:
        """By name the only values there are."""
        return {"form": list(Form), "competition": COMPETITION_WORDS, "single": ["1"]}

    def of_payee(self, facts: QuerySet[ContractFacts]) -> QuerySet[ContractFacts]:
        """Of the chosen payee, or all."""
        return facts.filter(payee__key=self.payee) if self.payee else facts

    def narrowed(self, facts: QuerySet[ContractFacts]) -> QuerySet[ContractFacts]:
        """The contracts that it lets through."""
        asked = {
            "sheet_year": self.sheet_year,
            "ministry__name": self.ministry,
            "is_multi_year": self.form == Form.MULTI_YEAR if self.form else None,
            "contract_method": self.method,
            "competition": self.competition,
            "bidders": 1 if self.single else None,
        }
        narrowed = self.of_payee(facts).filter(**{name: at for name, at in asked.items() if at not in ("", None)})
        return self.answerable(narrowed)

    def within(self, groups: Iterable[ContractGroup], *, but: str = "") -> list[ContractGroup]:
        """The same of groups of the payee's contracts; `but`: as if nothing were chosen under that name."""
        asked = {name: getattr(self, name) for name in _CONTRACT_VALUES if name != but and getattr(self, name)}
        return [group for group in groups if all(_CONTRACT_VALUES[name](group) == asked[name] for name in asked)]

    def facets(self, groups: Sequence[ContractGroup]) -> ContractFacets:
        """The counts beside each value: of the contracts that all other filters let through."""
        counts = {name: self._counts(name, groups) for name in _CONTRACT_VALUES}
        orders = {group.ministry.name: group.ministry.order for group in groups}
        years, ministries = sorted(counts["year"], reverse=True), counts["ministry"]
        methods = sorted(filter(None, counts["method"]), key=lambda method: (-counts["method"][method], method))
        return ContractFacets(
            years=self._values("year", counts, years),
            ministries=self._values("ministry", counts, sorted(ministries, key=lambda at: (orders.get(at, 0), at))),
            methods=self._values("method", counts, methods),
            competition=self._values("competition", counts, COMPETITION_WORDS),
            single=self._values("single", counts, ["1"]),
            forms=self._values("form", counts, Form),
        )

    def _counts(self, name: str, groups: Iterable[ContractGroup]) -> Counter[str]:
        counts: Counter[str] = Counter()
        for group in self.within(groups, but=name):
            counts[_CONTRACT_VALUES[name](group)] += group.contracts
        return counts

    def _values(self, name: str, counts: Mapping[str, Counter[str]], order: Iterable[str]) -> list[FacetValue]:
        """The values in that order, without those that leave nothing, and what is chosen."""
        chosen: str = getattr(self, name)
        there = [str(value) for value in order if counts[name][str(value)]]
        told = there if not chosen or chosen in there else [*there, chosen]
        return [FacetValue(value, self._label(name, value), counts[name][value]) for value in told]

    def chips(self, parameters: QueryDict, payee_name: str = "") -> list[Chip]:
        """Every filter that is on, with the way to take it off."""
        on = [(field.name, getattr(self, field.name)) for field in fields(self) if getattr(self, field.name)]
        labels = {name: self._label(name, value) for name, value in on}
        if self.payee and payee_name:
            labels["payee"] = payee_name
        return [Chip(labels[name], without(parameters, name)) for name, _value in on]

    def _label(self, name: str, value: str) -> str:
        """A value in words."""
        if name == "year":
            return year_label(value)
        if name == "single" and value == "1":
            return str(_("入札者（応募者）が1者"))
        if name == "ministry":
            return ministry_words(value)
        told: dict[str, Mapping[Any, Any]] = {"competition": COMPETITION_WORDS, "form": FORM_WORDS}
        return str(told.get(name, {}).get(value, value))


_CONTRACT_VALUES: dict[str, Callable[[ContractGroup], str]] = {
    "year": lambda group: str(group.sheet_year),
    "ministry": lambda group: group.ministry.name,
    "form": lambda group: group.form.value,
    "method": lambda group: group.method,
    "competition": lambda group: group.competition,
    "single": lambda group: "1" if group.bidders is Bidders.ONE else "",
}
