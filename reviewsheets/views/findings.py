"""What the review found: the rules with their base rates, one rule, the findings, and their CSV."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reviewsheets import access
from reviewsheets.charts.findings import ministries_chart
from reviewsheets.exports.findings import FINDINGS_HEADER, RULE_LAYOUTS, RULES_LAYOUT, finding_lines
from reviewsheets.filters.chips import loosened
from reviewsheets.filters.findings import DISPOSITIONS, FindingFilter
from reviewsheets.queries.findings import (
    findings_at,
    findings_of,
    listed_findings,
    rule_by_ministry,
    rule_by_year,
    rule_groups,
    rule_row,
)
from reviewsheets.units.year_words import full_year
from reviewsheets.views.responses import csv_response, found_or_404, in_japanese, layout_response

PAGE_SIZES = (50, 100, 200)
NAME = "点検の指摘"


@require_safe
def finding_list(request: HttpRequest) -> HttpResponse:
    """`?year=&ministry=&subject=&level=&rule=&disposition=none&sort=-amount&rows=100`."""
    chosen, tallies = FindingFilter.of(request.GET), access.public_tallies()
    context = {"groups": rule_groups(chosen.tallied(tallies))}
    return render(request, "findings/list.html", context | _list_context(request, chosen))


@require_safe
def rule_page(request: HttpRequest, code: str) -> HttpResponse:
    """One rule: what it looks for, how often it is found, and where."""
    chosen, tallies = FindingFilter.of(request.GET, rule=code), access.public_tallies()
    narrowed = chosen.tallied(tallies)
    row = found_or_404(rule_row(narrowed, code))
    ministries = rule_by_ministry(narrowed, code)
    years = _("%(years)sのシート") % {"years": full_year(chosen.sheet_year)} if chosen.sheet_year else _("すべての年度")
    context = {
        "row": row,
        "by_year": rule_by_year(tallies, code),
        "by_ministry": ministries,
        "chart": ministries_chart(ministries, years),
    }
    return render(request, "findings/rule.html", context | _list_context(request, chosen, rule=code))


@require_safe
def findings_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every finding for the same query string."""
    return _csv(request, FindingFilter.of(request.GET), NAME)


@require_safe
def rule_findings_csv(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """Every finding of one rule for the same query string."""
    row = found_or_404(rule_row(access.public_tallies(), code))
    return _csv(request, FindingFilter.of(request.GET, rule=code), f"{NAME}_{row.rule.code}")


@require_safe
def rules_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The rules with their definitions and base rates, for the same query string."""
    chosen = FindingFilter.of(request.GET)
    with translation.override("ja"):
        return layout_response(NAME, RULES_LAYOUT, rule_groups(chosen.tallied(access.public_tallies())))


@require_safe
def rule_csv(request: HttpRequest, code: str, table: str) -> StreamingHttpResponse:
    """One rule by year or by ministry."""
    chosen, tallies = FindingFilter.of(request.GET, rule=code), access.public_tallies()
    row, layout = found_or_404(rule_row(tallies, code)), found_or_404(RULE_LAYOUTS.get(table))
    rows = rule_by_year(tallies, code) if table == "years" else rule_by_ministry(chosen.tallied(tallies), code)
    return layout_response(f"{NAME}_{row.rule.code}", layout, rows)


def _csv(request: HttpRequest, chosen: FindingFilter, name: str) -> StreamingHttpResponse:
    rows = listed_findings(chosen.narrowed(access.public_findings()), sort=request.GET.get("sort", ""))
    return csv_response(f"{name}.csv", FINDINGS_HEADER, in_japanese(finding_lines(findings_of(rows.iterator(2_000)))))


def _list_context(request: HttpRequest, chosen: FindingFilter, *, rule: str = "") -> dict[str, object]:
    findings, sort = access.public_findings(), request.GET.get("sort", "")
    facets = chosen.facets(access.public_tallies())
    places = range(chosen.count(findings, facets))
    shown: Page[Any] = Paginator(places, _size(request)).get_page(request.GET.get("page"))
    on_page = places[shown.start_index() - 1 : shown.end_index()] if places else places

    def count(rest: QueryDict) -> int:
        return FindingFilter.of(rest, rule=rule).narrowed(findings).count()

    chips = chosen.chips(request.GET)
    return {
        "chosen": chosen,
        "chips": chips if places else loosened(chips, count),
        "facets": facets,
        "dispositions": DISPOSITIONS.items(),
        "shown": shown,
        "rows": findings_at(chosen.narrowed(findings), on_page, sort=sort),
        "sort": sort,
        "page_sizes": PAGE_SIZES,
        "page_rows": _size(request),
    }


def _size(request: HttpRequest) -> int:
    size = request.GET.get("rows", "")
    return int(size) if size in map(str, PAGE_SIZES) else PAGE_SIZES[0]
