"""A ministry's published sheets by sheet year, and the CSV of each of its tables."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reviewsheets import access
from reviewsheets.charts.projects import ministry_chart
from reviewsheets.exports.contracts import MINISTRY_CONCENTRATION_LAYOUT, MINISTRY_CONTRACTS_LAYOUT
from reviewsheets.exports.ministries import MINISTRY_LAYOUTS
from reviewsheets.filters.sheets import SheetFilter
from reviewsheets.queries.concentration import Concentration, ministry_concentration
from reviewsheets.queries.contract_facts import YearShares, ministry_contracts
from reviewsheets.queries.ministries import MinistryPage, ministry_at
from reviewsheets.views.responses import found_or_404, layout_response


@require_safe
def ministry(request: HttpRequest, ministry_name: str) -> HttpResponse:
    """Sums by sheet year; bureaus and the largest sheets of `?year=`, the newest by default."""
    page = _page(request, ministry_name)
    context = {
        "page": page,
        "absent_year": SheetFilter.of(request.GET).absent_year(page.chosen.sheet_year),
        "chart": ministry_chart(page.years),
        "contracts": _contracts(page),
        "concentration": _concentration(page),
    }
    return render(request, "ministries/ministry.html", context)


@require_safe
def ministry_csv(request: HttpRequest, ministry_name: str, table: str) -> StreamingHttpResponse:
    """One of the tables, for the same query string."""
    page = _page(request, ministry_name)
    if table == "contracts":
        return layout_response(ministry_name, MINISTRY_CONTRACTS_LAYOUT, _contracts(page))
    if table == "concentration":
        return layout_response(ministry_name, MINISTRY_CONCENTRATION_LAYOUT, _concentration(page))
    layout = found_or_404(MINISTRY_LAYOUTS.get(table))
    name = ministry_name if table == "years" else f"{ministry_name}_{page.chosen.sheet_year}"
    return layout_response(name, layout, page)


def _contracts(page: MinistryPage) -> tuple[YearShares, ...]:
    return ministry_contracts(access.public_contract_facts(), page.name)


def _concentration(page: MinistryPage) -> tuple[Concentration, ...]:
    return ministry_concentration(access.public_spending_sums(), page.name)


def _page(request: HttpRequest, ministry_name: str) -> MinistryPage:
    sheet_year = SheetFilter.of(request.GET).sheet_year
    return found_or_404(ministry_at(access.public_summaries(), ministry_name, sheet_year=sheet_year))
