"""Contracts whose terms are published, their shares, and how concentrated the money is on few payees."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from reviewsheets import access
from reviewsheets.charts.contracts import concentration_chart, rates_chart, single_bids_chart
from reviewsheets.exports.contracts import CONCENTRATION_LAYOUT, CONTRACT_LAYOUTS, CONTRACTS_HEADER, contract_lines
from reviewsheets.filters.chips import Chip, loosened
from reviewsheets.filters.contracts import ContractFilter
from reviewsheets.queries.concentration import ConcentrationPage, concentration_by_ministry
from reviewsheets.queries.contract_facts import (
    ContractGroup,
    ContractPart,
    contract_groups,
    contracts_page,
    payee_name,
    years_without_terms,
)
from reviewsheets.queries.contract_list import contract_ids, contracts_of, listed_contracts, sorts
from reviewsheets.views.responses import csv_response, found_or_404, layout_response

PAGE_SIZES = (50, 100, 200)
NAME = "契約と支出先の集中"
LARGEST_FIRST = "-amount"


@require_safe
def contracts(request: HttpRequest) -> HttpResponse:
    """`?year=&ministry=&form=&method=&competition=&single=1&payee=&sort=-amount&rows=100`."""
    chosen, facts = ContractFilter.of(request.GET), access.public_contract_facts()
    groups = contract_groups(chosen.of_payee(facts))
    of_all = contract_groups(facts) if chosen.payee else groups
    page = contracts_page(chosen.narrowed(facts), chosen.within(groups))
    concentration, sort = _concentration(chosen), _sort(request)
    ids = contract_ids(chosen.narrowed(facts), sort=sort)
    paginator = Paginator(ids, _page_rows(request))  # the texts only of the rows that are shown
    paginator.count = page.contracts  # asked already
    shown = paginator.get_page(request.GET.get("page"))
    rows = listed_contracts(facts.filter(pk__in=list(shown.object_list)), sort=sort)
    chips = chosen.chips(request.GET, payee_name(facts, chosen.payee))
    context = {
        "page": page,
        "chosen": chosen,
        "facets": chosen.facets(groups),
        "chips": chips if page.contracts else _loosened(chips, groups, of_all),
        "parts": [(part, *_charts(part)) for part in page.parts],
        "without_terms": years_without_terms(of_all, access.public_spending_sums()),
        "concentration": concentration,
        "concentration_chart": concentration_chart(concentration),
        "shown": shown,
        "rows": list(contracts_of(rows)),
        "sorts": sorts(sort),
        "page_sizes": PAGE_SIZES,
        "page_rows": _page_rows(request),
    }
    return render(request, "contracts/contracts.html", context)


@require_safe
def contracts_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The rows of the list, all pages, for the same query string."""
    narrowed = ContractFilter.of(request.GET).narrowed(access.public_contract_facts())
    rows = listed_contracts(narrowed, sort=_sort(request)).iterator(chunk_size=2_000)
    return csv_response("契約一覧.csv", CONTRACTS_HEADER, contract_lines(contracts_of(rows)))


@require_safe
def contracts_table_csv(request: HttpRequest, table: str) -> StreamingHttpResponse:
    """One of the tables above the list, for the same query string."""
    chosen, facts = ContractFilter.of(request.GET), access.public_contract_facts()
    with translation.override("ja"):  # a file says the same whoever asks
        if table == "concentration":
            return layout_response(NAME, CONCENTRATION_LAYOUT, _concentration(chosen))
        layout = found_or_404(CONTRACT_LAYOUTS.get(table))
        narrowed = chosen.narrowed(facts)
        page = contracts_page(narrowed, contract_groups(narrowed))
    return layout_response(NAME, layout, page)


def _concentration(chosen: ContractFilter) -> ConcentrationPage:
    sums = access.public_spending_sums()
    return concentration_by_ministry(sums, sheet_year=chosen.sheet_year, ministry_name=chosen.ministry)


def _loosened(chips: list[Chip], groups: list[ContractGroup], of_all: list[ContractGroup]) -> list[Chip]:
    """`groups` of the chosen payee."""

    def count(rest: QueryDict) -> int:
        looser = ContractFilter.of(rest)
        return sum(group.contracts for group in looser.within(groups if looser.payee else of_all))

    return loosened(chips, count)


def _charts(part: ContractPart) -> tuple[object, object]:
    return single_bids_chart(part), rates_chart(part)


def _page_rows(request: HttpRequest) -> int:
    size = request.GET.get("rows", "")
    return int(size) if size in map(str, PAGE_SIZES) else PAGE_SIZES[0]


def _sort(request: HttpRequest) -> str:
    return request.GET.get("sort") or LARGEST_FIRST
