"""How indicators came out: the list with its counts, and outcomes beside the money."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reviewsheets import access
from reviewsheets.charts.indicator_results import ministries_chart, spending_chart, years_chart
from reviewsheets.exports.indicator_results import (
    RESULT_LAYOUTS,
    RESULTS_HEADER,
    SPENDING_HEADER,
    SPENDING_LAYOUT,
    result_lines,
    spending_lines,
)
from reviewsheets.filters.chips import Chip, loosened
from reviewsheets.filters.indicators import IndicatorFilter
from reviewsheets.queries.contract_list import Sort
from reviewsheets.queries.indicator_results import (
    BAND_WORDS,
    DRAWN_BANDS,
    ResultGroup,
    groups_of,
    result_groups,
    results_page,
)
from reviewsheets.queries.indicator_results_list import (
    ListedResult,
    columns_of_results,
    results_of,
    sorted_results,
    sorts,
    word_hits,
)
from reviewsheets.queries.indicator_spending import (
    ACHIEVEMENT_POINTS,
    ACHIEVEMENT_WORDS,
    SPENDING_PERCENT,
    more_money_less_done,
    spending_groups,
    spending_page,
)
from reviewsheets.views.responses import csv_response, found_or_404, layout_response

PAGE_SIZES = (50, 100, 200)
LINES_AT_ONCE = 2_000
NAME, SPENDING_NAME = "成果指標・活動指標", "支出と成果"


@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    """`?kind=activity&q=&year=&ministry=&state=&direction=&achievement=&sort=-executed&rows=100`."""
    chosen = IndicatorFilter.of(request.GET)
    groups, ids = _asked(chosen)
    page = results_page(chosen.within(groups))
    shown = _page(request, ids, page.indicators)
    chips = chosen.chips(request.GET)
    context = {
        "page": page,
        "chosen": chosen,
        "facets": chosen.facets(groups),
        "chips": chips if page.indicators else _loosened(chips, chosen, groups),
        "bands": [BAND_WORDS[band] for band in DRAWN_BANDS],
        "parts": [(part, ministries_chart(part), years_chart(part)) for part in page.parts],
        **_list(request, shown, chosen),
    }
    return render(request, "indicators/indicators.html", context)


@require_safe
def indicators_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The rows of the list, all pages, for the same query string."""
    chosen = IndicatorFilter.of(request.GET)
    found = chosen.narrowed(chosen.found(access.public_indicator_results(), access.public_summaries()))
    rows = columns_of_results(found).iterator(chunk_size=LINES_AT_ONCE)
    return csv_response("指標一覧.csv", RESULTS_HEADER, result_lines(results_of(rows)))


@require_safe
def indicators_table_csv(request: HttpRequest, table: str) -> StreamingHttpResponse:
    """One of the tables above the list, or that of the changes, for the same query string."""
    chosen = IndicatorFilter.of(request.GET)
    if table == "changes":
        groups = spending_groups(chosen.of_spending(access.public_indicator_results()))
        return layout_response(SPENDING_NAME, SPENDING_LAYOUT, spending_page(groups))
    layout = found_or_404(RESULT_LAYOUTS.get(table))
    return layout_response(NAME, layout, results_page(chosen.within(_asked(chosen)[0])))


@require_safe
def spending(request: HttpRequest) -> HttpResponse:
    """`?year=&ministry=&direction=&sort=-executed&rows=100`."""
    chosen = IndicatorFilter.of(request.GET)
    results = access.public_indicator_results()
    found = more_money_less_done(results)
    listed = sorted_results(chosen.of_spending(found), chosen.sort)
    rows = list(results_of(columns_of_results(listed)))
    chips = chosen.for_spending().chips(request.GET)
    context = {
        "page": spending_page(spending_groups(chosen.of_spending(results))),
        "achievement_labels": ACHIEVEMENT_WORDS.values(),
        "percent": SPENDING_PERCENT,
        "points": ACHIEVEMENT_POINTS,
        "chosen": chosen,
        "facets": chosen.for_spending().facets(result_groups(found)),
        "chips": chips if rows else loosened(chips, lambda rest: IndicatorFilter.of(rest).of_spending(found).count()),
        "chart": spending_chart(rows),
        "listed": len(rows),
        "shown": (shown := _page(request, rows, len(rows))),
        "rows": shown.object_list,
        **_sizes(request, chosen),
    }
    return render(request, "indicators/spending.html", context)


@require_safe
def spending_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The rows of the list, all pages, for the same query string."""
    chosen = IndicatorFilter.of(request.GET)
    found = sorted_results(chosen.of_spending(more_money_less_done(access.public_indicator_results())), chosen.sort)
    rows = columns_of_results(found).iterator(chunk_size=LINES_AT_ONCE)
    return csv_response("支出と成果.csv", SPENDING_HEADER, spending_lines(results_of(rows)))


def _asked(chosen: IndicatorFilter) -> tuple[list[ResultGroup], Any]:
    """All groups of the kind and words asked for, and the ids of the list in its order."""
    results = access.public_indicator_results()
    if not chosen.q:
        return result_groups(chosen.of_kind(results)), chosen.ids(results)
    hits = word_hits(chosen.found(results, access.public_summaries()))
    groups = groups_of(Counter(key for _pk, key in hits))
    kept = {group.key for group in chosen.within(groups)}
    return groups, [pk for pk, key in hits if key in kept]


def _loosened(chips: list[Chip], chosen: IndicatorFilter, groups: list[ResultGroup]) -> list[Chip]:
    """`groups` of the kind and words chosen; asked for anew where a chip is one of them."""

    def count(rest: QueryDict) -> int:
        looser = IndicatorFilter.of(rest)
        is_the_same_set = (looser.kind, looser.q) == (chosen.kind, chosen.q)
        return sum(group.indicators for group in looser.within(groups if is_the_same_set else _asked(looser)[0]))

    return loosened(chips, count)


def _page(request: HttpRequest, rows: Any, count: int) -> Page:
    paginator = Paginator(rows, _page_rows(request))
    paginator.count = count  # asked already
    return paginator.get_page(request.GET.get("page"))


def _list(request: HttpRequest, shown: Page, chosen: IndicatorFilter) -> dict[str, object]:
    """The rows of a page of ids; their texts are read only here."""
    own = access.public_indicator_results().filter(pk__in=list(shown.object_list))
    rows: Sequence[ListedResult] = list(results_of(columns_of_results(sorted_results(own, chosen.sort))))
    return {"shown": shown, "rows": rows, **_sizes(request, chosen)}


def _sizes(request: HttpRequest, chosen: IndicatorFilter) -> dict[str, object]:
    sort: dict[str, Sort] = sorts(chosen.sort)
    return {"sorts": sort, "page_sizes": PAGE_SIZES, "page_rows": _page_rows(request)}


def _page_rows(request: HttpRequest) -> int:
    size = request.GET.get("rows", "")
    return int(size) if size in map(str, PAGE_SIZES) else PAGE_SIZES[0]
