"""Amounts that a later sheet gives otherwise: counted by figure and ministry, and one by one."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reviewsheets import access
from reviewsheets.charts.revisions import ministries_chart
from reviewsheets.exports.revisions import REVISION_LAYOUTS, REVISIONS_HEADER, revision_lines
from reviewsheets.filters.chips import loosened
from reviewsheets.filters.revisions import RevisionFilter
from reviewsheets.queries.revision_facts import (
    RevisionGroup,
    RevisionsPage,
    counted_sheets,
    revision_groups,
    revisions_page,
)
from reviewsheets.queries.revisions import (
    amounts_of,
    columns_of_revisions,
    known_sort,
    listed_revisions,
    sorted_revisions,
    sorts,
)
from reviewsheets.views.responses import csv_response, found_or_404, layout_response

PAGE_SIZES = (50, 100, 200)
NAME = "額の改訂"


@require_safe
def revisions(request: HttpRequest) -> HttpResponse:
    """`?year=&ministry=&figure=&budget=&ended=1&all=1&sort=-percent&rows=100`."""
    chosen, found = RevisionFilter.of(request.GET), access.public_revisions()
    groups = revision_groups(access.public_revision_sums())
    page = _page(chosen, chosen.within(groups))
    sort = known_sort(request.GET.get("sort", ""))
    ids = sorted_revisions(chosen.narrowed(found), sort).values_list("pk", flat=True)
    paginator = Paginator(ids, _page_rows(request))  # names only of the rows that are shown
    paginator.count = page.revisions  # asked already
    shown = paginator.get_page(request.GET.get("page"))
    found_rows = sorted_revisions(found.filter(pk__in=list(shown.object_list)), sort)
    rows = list(listed_revisions(columns_of_revisions(found_rows)))

    def count(rest: QueryDict) -> int:
        return sum(group.revisions for group in RevisionFilter.of(rest).within(groups))

    chips = chosen.chips(request.GET)
    context = {
        "page": page,
        "chosen": chosen,
        "facets": chosen.facets(groups),
        "chips": chips if page.revisions else loosened(chips, count),
        "chart": ministries_chart(page),
        "shown": shown,
        "rows": rows,
        "amounts": amounts_of(rows),
        "sorts": sorts(sort),
        "page_sizes": PAGE_SIZES,
        "page_rows": _page_rows(request),
    }
    return render(request, "revisions/revisions.html", context)


@require_safe
def revisions_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The rows of the list, all pages, for the same query string."""
    narrowed = RevisionFilter.of(request.GET).narrowed(access.public_revisions())
    rows = columns_of_revisions(sorted_revisions(narrowed, known_sort(request.GET.get("sort", ""))))
    lines = revision_lines(listed_revisions(rows.iterator(chunk_size=2_000)))
    return csv_response("額の改訂_一覧.csv", REVISIONS_HEADER, lines)


@require_safe
def revisions_table_csv(request: HttpRequest, table: str) -> StreamingHttpResponse:
    """One of the tables above the list, for the same query string."""
    layout = found_or_404(REVISION_LAYOUTS.get(table))
    chosen = RevisionFilter.of(request.GET)
    groups = chosen.within(revision_groups(access.public_revision_sums()))
    return layout_response(NAME, layout, _page(chosen, groups))


def _page(chosen: RevisionFilter, groups: list[RevisionGroup]) -> RevisionsPage:
    sheets = counted_sheets(access.public_revising_sheets())
    return revisions_page(
        chosen.narrowed(access.public_revisions()),
        groups,
        chosen.compared(sheets),
        revising=chosen.revising(sheets, with_fictional=all(group.ministry.is_fictional for group in groups)),
        figure=chosen.summed,
    )


def _page_rows(request: HttpRequest) -> int:
    size = request.GET.get("rows", "")
    return int(size) if size in map(str, PAGE_SIZES) else PAGE_SIZES[0]
