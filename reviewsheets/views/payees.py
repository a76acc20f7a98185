"""Who got the money: the list of payees, a payee, and their CSV."""

from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reviewsheets import access
from reviewsheets.charts.payees import payee_chart
from reviewsheets.exports.payees import PAYEE_LAYOUTS, PAYEES_HEADER, payee_lines
from reviewsheets.filters.chips import loosened
from reviewsheets.filters.payees import PayeeFilter
from reviewsheets.queries.payee import PayeeSources, payee_found, payee_page, spelled_key
from reviewsheets.queries.payees import PayeeSet, kind_words, receipt_places
from reviewsheets.queries.reach_amounts import REACH_LABELS
from reviewsheets.views.responses import csv_response, found_or_404, layout_response

PAGE_SIZES = (50, 100, 200)
LINES_AT_ONCE = 500
ALL_ROWS = ("projects", "sheets")  # tables of which the page shows the largest alone


@require_safe
def payee_list(request: HttpRequest) -> HttpResponse:
    """Payees of published sheets, narrowed and sorted by the query string."""
    chosen, payees = _asked(request.GET)
    chips = chosen.chips(request.GET)
    size = request.GET.get("rows", "")
    page_rows = int(size) if size in map(str, PAGE_SIZES) else PAGE_SIZES[0]
    page = Paginator(range(payees.payees), page_rows).get_page(request.GET.get("page"))
    context = {
        "payees": payees,
        "page": page,
        "lines": payees.lines(payees.rows_at(cast(range, page.object_list))),
        "heads": _heads(payees),
        "chosen": chosen,
        "chips": chips if payees.payees else loosened(chips, lambda rest: _asked(rest)[1].payees),
        "page_sizes": PAGE_SIZES,
        "page_rows": page_rows,
    }
    return render(request, "payees/list.html", context)


@require_safe
def payees_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The rows of the list, all pages and columns, for the same query string."""
    _chosen, payees = _asked(request.GET)
    asked = payees.asked
    with translation.override("ja"):  # a file says the same whoever asks
        kinds = kind_words()
    scope = ("全年度" if asked.sheet_year is None else str(asked.sheet_year), asked.ministry)
    lines = payee_lines(payees.every_line(at_once=LINES_AT_ONCE), scope, kinds)
    return csv_response(f"支出先一覧_{scope[0]}.csv", PAYEES_HEADER, lines)


@require_safe
def payee(request: HttpRequest, key: str) -> HttpResponse:
    """A payee over all its published sheets; another spelling of its key leads to its address."""
    sources = _sources()
    found = found_or_404(payee_found(sources.payees, key))
    if found.key != key:
        return _moved(request, key, reverse("payee", args=[found.key]))
    page = payee_page(found, sources)
    return render(request, "payees/payee.html", {"page": page, "chart": payee_chart(page)})


@require_safe
def payee_csv(request: HttpRequest, key: str, table: str) -> HttpResponseBase:
    """One of the tables."""
    layout = found_or_404(PAYEE_LAYOUTS.get(table))
    sources = _sources()
    found = found_or_404(payee_found(sources.payees, key))
    if found.key != key:
        return _moved(request, key, reverse("payee-csv", args=[found.key, table]))
    return layout_response(found.name, layout, payee_page(found, sources, all_rows=table in ALL_ROWS))


def _sources() -> PayeeSources:
    return PayeeSources(
        payees=access.public_payees(),
        sums=access.public_payee_sums(),
        receipts=access.public_receipts(),
        facts=access.public_contract_facts(),
    )


def _moved(request: HttpRequest, key: str, url: str) -> HttpResponse:
    """For good where the key is merely spelled otherwise; who bears a name or a former key may change."""
    query = request.META["QUERY_STRING"]
    is_spelling = url.startswith(reverse("payee", args=[spelled_key(key)]))
    return redirect(f"{url}?{query}" if query else url, permanent=is_spelling)


def _asked(parameters: QueryDict) -> tuple[PayeeFilter, PayeeSet]:
    places = receipt_places(access.public_spending_sums())
    chosen = PayeeFilter.of(parameters)
    question = chosen.question(places)
    sums, receipts, kept = access.public_payee_sums(), access.public_receipts(), access.public_payee_counts()
    return chosen, PayeeSet(sums, receipts, places, question, kept)


def _heads(payees: PayeeSet) -> list[tuple[str, str, str]]:
    """Of each column one can sort by: its name, what to sort by when it is chosen next, and how the list is sorted."""
    names = {"name": _("支出先"), "sheets": _("シート数")}
    names |= {name.removesuffix("_yen"): str(REACH_LABELS[name]) for name in payees.columns}
    return [_head(label, name, payees.sort) for name, label in names.items()]


def _head(label: str, name: str, sort: str) -> tuple[str, str, str]:
    if sort.removeprefix("-") != name:
        return label, name if name == "name" else f"-{name}", ""
    return (label, name, "descending") if sort.startswith("-") else (label, f"-{name}", "ascending")
