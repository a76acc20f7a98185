"""GET parameters as one filter that findings, the rules' counts and the CSV share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from reviewsheets.filters.asked import Asked, year_label
from reviewsheets.filters.chips import Chip, without
from reviewsheets.models import Finding, RuleTally
from reviewsheets.queries.facets import FacetValue
from reviewsheets.queries.findings import found_by
from reviewsheets.review.rule import Level, Subject
from reviewsheets.review.rules import registry
from reviewsheets.units.ministry_names import ministry_words

NOT_DISPOSED = "none"
DISPOSITIONS = {NOT_DISPOSED: _("対応の記載なし"), **dict(Finding.Disposition.choices)}


@dataclass(frozen=True)
class FindingFacets:
    """The values one can narrow findings to, each with the number that would be left."""

    years: list[FacetValue]
    ministries: list[FacetValue]
    rules: list[FacetValue]
    subjects: list[FacetValue]
    levels: list[FacetValue]
    found: int  # whatever the disposition


@dataclass(frozen=True)
class FindingFilter(Asked):
    """What findings are narrowed to. Blank: all."""

    year: str = ""
    ministry: str = ""
    subject: str = ""
    level: str = ""
    rule: str = ""
    disposition: str = ""

    @classmethod
    def of(cls, parameters: QueryDict, *, rule: str = "") -> "FindingFilter":
        """`?year=2024&ministry=総務省&subject=budget&level=question&rule=B01&disposition=none`."""
        given = cls.given(parameters)
        return cls(**given | {"rule": rule or given["rule"]})

    def codes(self, *, but: str = "") -> list[str] | None:
        """The rules it lets through; None for all. `but`: as if nothing were chosen under that name."""
        asked = {name: getattr(self, name) for name in ("subject", "level", "rule") if name != but}
        if not any(asked.values()):
            return None
        return [rule.code for rule in registry if _lets_through(rule, asked)]

    def _where(self, *, but: str = "") -> Q:
        """What findings and tallies both have columns for."""
        where = Q()
        if self.sheet_year is not None and but != "year":
            where &= Q(sheet_year=self.sheet_year)
        if self.ministry and but != "ministry":
            where &= Q(ministry__name=self.ministry)
        codes = self.codes(but=but)
        return where if codes is None else where & (Q(rule=codes[0]) if len(codes) == 1 else Q(rule__in=codes))

    def narrowed(self, findings: QuerySet[Finding]) -> QuerySet[Finding]:
        """The findings that it lets through."""
        findings = findings.filter(self._where())
        if not self.disposition:
            return findings
        return findings.filter(disposition="" if self.disposition == NOT_DISPOSED else self.disposition)

    def tallied(self, tallies: QuerySet[RuleTally], *, but: str = "") -> QuerySet[RuleTally]:
        """The tallies that it lets through; dispositions are not counted there."""
        return tallies.filter(self._where(but=but))

    def count(self, findings: QuerySet[Finding], facets: FindingFacets) -> int:
        """The number of findings that it lets through: from the tallies, less or only those disposed of."""
        if not self.disposition:
            return facets.found
        if self.disposition != NOT_DISPOSED:
            return self.narrowed(findings).count()
        disposed = findings.filter(~Q(disposition=""), disposition__gt="")  # the index's condition, and where to look
        return facets.found - disposed.filter(self._where()).count()

    def facets(self, tallies: QuerySet[RuleTally]) -> FindingFacets:
        """The counts beside each value: of the findings that all other filters but the disposition let through."""
        years = {str(year): n for (year,), n in found_by(self.tallied(tallies, but="year"), "sheet_year").items()}
        rows = found_by(self.tallied(tallies, but="ministry"), "ministry__order", "ministry__name")
        ministries = {name: number for (_order, name), number in sorted(rows.items())}
        by_rule = self._by_rule(tallies)
        return FindingFacets(
            years=self._values("year", years, sorted(years, reverse=True)),
            ministries=self._values("ministry", ministries, ministries),
            rules=self._values("rule", _of_rules(by_rule["rule"], "rule"), [rule.code for rule in registry]),
            subjects=self._values("subject", _of_rules(by_rule["subject"], "subject"), Subject.values),
            levels=self._values("level", _of_rules(by_rule["level"], "level"), Level.values),
            found=sum(by_rule[""].values()),
        )

    def _by_rule(self, tallies: QuerySet[RuleTally]) -> dict[str, dict[str, int]]:
        """Findings by rule, as if nothing were chosen under each of these names; the same rules are asked for once."""
        asked: dict[str, dict[str, int]] = {}
        counts: dict[str, dict[str, int]] = {}
        for name in ("", "rule", "subject", "level"):
            codes = str(self.codes(but=name))
            if codes not in counts:
                rows = found_by(self.tallied(tallies, but=name), "rule")
                counts[codes] = {code: number for (code,), number in rows.items()}
            asked[name] = counts[codes]
        return asked

    def _values(self, name: str, counts: dict[str, int], order: Iterable[str]) -> list[FacetValue]:
        chosen: str = getattr(self, name)
        there = [value for value in order if counts.get(value)]
        told = there if not chosen or chosen in there else [*there, chosen]
        return [FacetValue(value, self._label(name, value), counts.get(value, 0)) for value in told]

    def chips(self, parameters: QueryDict) -> list[Chip]:
        """Every filter that is on, with the way to take it off."""
        on = [(field.name, getattr(self, field.name)) for field in fields(self) if parameters.get(field.name)]
        return [Chip(self._label(name, value), without(parameters, name)) for name, value in on if value]

    def _label(self, name: str, value: str) -> str:
        """A value in words."""
        if name == "year":
            return year_label(value)
        if name == "ministry":
            return ministry_words(value)
        if name == "rule":
            rule = registry.get(value)
            return f"{value} {rule.title}" if rule else value
        told: dict[str, Any] = {
            "subject": dict(Subject.choices),
            "level": dict(Level.choices),
            "disposition": DISPOSITIONS,
        }
        return str(told.get(name, {}).get(value, value))


def _of_rules(by_rule: Mapping[str, int], name: str) -> dict[str, int]:
    """Findings by what their rules have under that name; without those of a rule that this version does not know."""
    counts: dict[str, int] = {}
    for code, number in by_rule.items():
        rule = registry.get(code)
        if rule is not None:
            value = code if name == "rule" else str(getattr(rule, name))
            counts[value] = counts.get(value, 0) + number
    return counts


def _lets_through(rule: Any, asked: dict[str, str]) -> bool:
    own = {"subject": rule.subject.value, "level": rule.level.value, "rule": rule.code}
    return all(own[name] == value for name, value in asked.items() if value)
