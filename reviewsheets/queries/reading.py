"""The reading list of a ministry's review: the figures and findings a reviewer takes into the meeting."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from reviewsheets.models import Evaluation, Finding, Ministry, RuleTally, SheetSummary
from reviewsheets.queries.findings import (
    FindingRow,
    RuleFindings,
    RuleRow,
    Tally,
    by_rule,
    findings_by_sheet,
    level_order,
    rule_groups,
)
from reviewsheets.queries.totals import Totals, totals_by
from reviewsheets.review.rule import Level, Rule
from reviewsheets.review.rules import registry

READ = (Level.CONTRADICTION, Level.QUESTION)  # notes give context and stay out
_FIGURES = (
    *("pk", "number", "name", "bureau", "division", "basis", "initial_yen", "requested_yen", "total_yen"),
    *("executed_yen", "unused_yen", "carried_out_yen", "gross_rate", "net_rate"),
)


@dataclass(frozen=True)
class ReadingRule:
    """A rule with what it said of the ministry's sheets and of all ministries' of that year."""

    row: RuleRow
    all_ministries: Tally


@dataclass(frozen=True)
class ReadingSheet:
    """A sheet of the list with its findings and what was said of it.

    In yen: of the result year, 当初予算 of its own year and 要求額 of the next; rates in hundredths of a percent.
    """

    pk: int
    number: str
    name: str
    bureau: str
    division: str
    basis: str
    initial_yen: int | None
    requested_yen: int | None
    total_yen: int | None
    executed_yen: int | None
    unused_yen: int | None
    carried_out_yen: int | None
    gross_rate: int | None
    net_rate: int | None
    url: str
    findings: tuple[FindingRow, ...]
    team_verdict: str = ""
    response_kind: str = ""
    expert_last_year: str = ""

    @property
    def by_rule(self) -> tuple[RuleFindings, ...]:
        """Its findings, those of a rule together."""
        return by_rule(self.findings)

    @property
    def gross_rate_percent(self) -> Decimal | None:
        """執行率 before what was carried over is taken off."""
        return None if self.gross_rate is None else Decimal(self.gross_rate).scaleb(-2)

    @property
    def net_rate_percent(self) -> Decimal | None:
        """執行率 after it."""
        return None if self.net_rate is None else Decimal(self.net_rate).scaleb(-2)


@dataclass(frozen=True)
class ReadingList:
    """A ministry's sheets of one year that a rule found something on, the largest 計 first; at most as many as asked.

    `sheets_found` counts all of them. `totals` are of all the ministry's sheets of the year, `before` of the year
    before; None where that has none.
    """

    ministry_name: str
    is_fictional: bool
    sheet_year: int
    years: tuple[int, ...]
    subject: str
    totals: Totals
    before: Totals | None
    rules: tuple[ReadingRule, ...]
    sheets: tuple[ReadingSheet, ...]
    sheets_found: int


def reading_list(
    summaries: QuerySet[SheetSummary],
    findings: QuerySet[Finding],
    tallies: QuerySet[RuleTally],
    name: str,
    *,
    sheet_year: int | None,
    subject: str,
    most: int | None,
) -> ReadingList | None:
    """The reading list of the ministry of that name; None when none of `summaries` is its. `subject`: blank for all."""
    ministry = None if "\x00" in name else Ministry.objects.filter(name=name).first()
    if ministry is None:
        return None
    own = summaries.filter(ministry=ministry).order_by()
    by_year: dict[int, Totals] = {year: totals for (year,), totals in totals_by(own, "sheet_year")}
    if not by_year:
        return None
    year = sheet_year if sheet_year is not None and sheet_year in by_year else max(by_year)
    codes = [rule.code for rule in registry if _is_read(rule, subject)]
    wanted = findings.filter(sheet_year=year, ministry=ministry, rule__in=codes)
    found = set(wanted.order_by().values_list("sheet", flat=True))
    largest = own.filter(pk__in=found).order_by(F("total_yen").desc(nulls_last=True), "number")[:most]
    return ReadingList(
        ministry_name=ministry.name,
        is_fictional=ministry.is_fictional,
        sheet_year=year,
        years=tuple(sorted(by_year, reverse=True)),
        subject=subject,
        totals=by_year[year],
        before=by_year.get(year - 1),
        rules=_rules(tallies.filter(sheet_year=year), ministry, codes),
        sheets=tuple(_sheets(ministry, year, list(largest.values(*_FIGURES)), wanted)),
        sheets_found=len(found),
    )


def _is_read(rule: Rule, subject: str) -> bool:
    return rule.level in READ and (not subject or rule.subject == subject)


def _rules(tallies: QuerySet[RuleTally], ministry: Ministry, codes: Collection[str]) -> tuple[ReadingRule, ...]:
    """The rules that found something there, beside what they find in all ministries."""
    everywhere = {row.rule.code: row.tally for group in rule_groups(tallies) for row in group.rows}
    own = (row for group in rule_groups(tallies.filter(ministry=ministry), with_fictional=True) for row in group.rows)
    return tuple(
        ReadingRule(row, everywhere[row.rule.code]) for row in own if row.tally.sheets_found and row.rule.code in codes
    )


def _sheets(
    ministry: Ministry, sheet_year: int, rows: Sequence[dict[str, Any]], findings: QuerySet[Finding]
) -> Iterator[ReadingSheet]:
    """The sheets of these rows with their findings and what was said of them."""
    ids = [row["pk"] for row in rows]
    found = findings_by_sheet(findings.filter(sheet__in=ids))
    opinions = {row.sheet_id: row for row in Evaluation.objects.filter(sheet__in=ids)}
    for row in rows:
        url = reverse("sheet", args=[sheet_year, ministry.name, row["number"]])
        own = tuple(sorted(found.get(row["pk"], ()), key=level_order))
        said = opinions.get(row["pk"], Evaluation())
        yield ReadingSheet(
            **row,
            url=url,
            findings=own,
            team_verdict=str(said.get_team_verdict_display()),
            response_kind=str(said.get_response_kind_display()),
            expert_last_year=said.expert_last_year,
        )
