"""Review sheets: the list, a sheet's page, a draft's preview, and their CSV."""

from collections.abc import Collection
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reviewsheets import access
from reviewsheets.charts.lists import groups_chart, rates_chart
from reviewsheets.charts.sheet import sheet_charts
from reviewsheets.exports import LAYOUTS, SHEETS_HEADER, sheet_lines
from reviewsheets.exports.lists import LIST_LAYOUTS
from reviewsheets.filters.chips import loosened
from reviewsheets.filters.sheets import SheetFilter
from reviewsheets.queries.columns import COUNTED, Columns, all_columns
from reviewsheets.queries.paging import few_listed, page_candidates
from reviewsheets.queries.search import ranked, snippets
from reviewsheets.queries.sections import sections_of
from reviewsheets.queries.sheets import sheet_at
from reviewsheets.queries.totals import set_totals
from reviewsheets.queries.whole import TABLES, WholeSheet, whole_sheet
from reviewsheets.tables import KnownPages, SheetTable
from reviewsheets.units.year_words import full_year
from reviewsheets.views.responses import csv_response, found_or_404, layout_response

PAGE_SIZES = (50, 100, 200)


@require_safe
def sheet(request: HttpRequest, sheet_year: int, ministry_name: str, number: str) -> HttpResponse:
    """A published sheet."""
    found = found_or_404(sheet_at(access.public_sheets(), sheet_year, ministry_name, number))
    return _sheet_response(request, whole_sheet(found))


@require_safe
@never_cache
def sheet_preview(request: HttpRequest, sheet_year: int, ministry_name: str, number: str) -> HttpResponse:
    """A sheet as it will stand, for those who may see its draft; others learn nothing of it."""
    found = found_or_404(sheet_at(access.viewable_sheets(request.user), sheet_year, ministry_name, number))
    return _sheet_response(request, whole_sheet(found))


def _sheet_response(request: HttpRequest, whole: WholeSheet) -> HttpResponse:
    charts = sheet_charts(whole)
    context = {
        "page": whole,
        "sheet": whole.sheet,
        "sections": sections_of(whole),
        "charts": charts,
        "outcomes": list(zip(whole.outcomes.rows, charts.outcomes, strict=True)),
        "activities": list(zip(whole.activities.rows, charts.activities, strict=True)),
    }
    return render(request, "sheets/sheet.html", context)


@require_safe
def sheet_csv(
    request: HttpRequest, sheet_year: int, ministry_name: str, number: str, table: str
) -> StreamingHttpResponse:
    """One table of a published sheet."""
    layout = found_or_404(LAYOUTS.get(table))
    found = found_or_404(sheet_at(access.public_sheets(), sheet_year, ministry_name, number))
    with translation.override("ja"):
        rows = TABLES[table](found)
    return layout_response(f"{sheet_year}_{ministry_name}_{number}", layout, rows)


@require_safe
def sheet_list(request: HttpRequest) -> HttpResponse:
    """Published sheets, narrowed and sorted by the query string."""
    public, chosen = access.public_summaries(), SheetFilter.of(request.GET)
    sorted_by = request.GET.get("sort", "").removeprefix("-")
    shown = SheetTable.shown_columns(request.GET.getlist("columns"), sorted_by)
    columns = all_columns(access.public_columns(), [*COUNTED, *filter(None, [_figure(request)])])
    narrowed = chosen.within(columns, public)
    added = set_totals(narrowed.but(), chosen.narrowed(public))
    facets = chosen.facets(narrowed, public)
    rates = chosen.rates(facets.classes)
    table = _page_of_sheets(request, chosen, shown, narrowed.but())
    chips = chosen.chips(request.GET)
    years = _("各シートの前年度") if not chosen.sheet_year else full_year(chosen.sheet_year - 1)
    context = {
        "table": table,
        "chosen": chosen,
        "snippets": snippets([row.record.pk for row in table.paginated_rows], chosen.q) if chosen.q else {},
        "chips": chips if narrowed.but() else loosened(chips, partial(chosen.left, narrowed)),
        "facets": facets,
        "added": added,
        "rates": rates,
        "charts": [groups_chart(added, years), rates_chart(rates, years)],
        "columns": [(name, head, name in shown) for name, head in SheetTable.optional_columns().items()],
        "page_sizes": PAGE_SIZES,
        "page_rows": _page_rows(request),
    }
    return render(request, "sheets/list.html", context)


@require_safe
def list_csv(request: HttpRequest, table: str) -> StreamingHttpResponse:
    """What a chart above the list is drawn from, for the same query string."""
    layout = found_or_404(LIST_LAYOUTS.get(table))
    public, chosen = access.public_summaries(), SheetFilter.of(request.GET)
    narrowed = chosen.within(all_columns(access.public_columns()), public)
    if table == "groups":
        return layout_response(_file_name(chosen), layout, set_totals(narrowed.but(), chosen.narrowed(public)))
    return layout_response(_file_name(chosen), layout, chosen.rates(chosen.class_counts(narrowed)))


@require_safe
def sheets_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The rows of the list, all pages and columns, for the same query string."""
    chosen = SheetFilter.of(request.GET)
    rows = _sheet_table(request, chosen.rows(access.public_summaries()), ()).data.data
    return csv_response(f"{_file_name(chosen)}一覧.csv", SHEETS_HEADER, sheet_lines(rows.iterator(chunk_size=2_000)))


def _file_name(chosen: SheetFilter) -> str:
    with translation.override("ja"):
        words = chosen.file_words
    return f"{words}_レビューシート" if words else "レビューシート"


def _sheet_table(request: HttpRequest, rows: QuerySet[Any], shown: Collection[str]) -> SheetTable:
    """The rows in the order asked for; of the columns one can choose those `shown`, all of them for none."""
    hidden = [name for name in SheetTable.optional_columns() if name not in shown]
    table = SheetTable(rows, exclude=hidden if shown else ())
    if asked := request.GET.getlist(table.prefixed_order_by_field):
        table.order_by = asked
    return table


def _page_of_sheets(request: HttpRequest, chosen: SheetFilter, shown: Collection[str], sheets: Columns) -> SheetTable:
    """The page asked for of these sheets, which the filter lets through."""
    size, public, figure = _page_rows(request), access.public_summaries(), _figure(request)
    pages = KnownPages((), size, count=len(sheets))
    asked = pages.get_page(request.GET.get("page"))
    if figure is None:
        table, before = _sheet_table(request, chosen.rows(public), shown), 0
    else:
        bottom, is_descending = (asked.number - 1) * size, request.GET.get("sort", "").startswith("-")
        top = min(bottom + size, len(sheets))
        found = page_candidates(sheets, bottom, top, hits=chosen.hits, figure=figure, is_descending=is_descending)
        rows = ranked(few_listed(public, found.ids), chosen.hits)
        table, before = _sheet_table(request, rows, shown), found.before
    table.paginator = KnownPages(table.rows, size, count=len(sheets), before=before)
    table.page = table.paginator.page(asked.number)
    return table


def _figure(request: HttpRequest) -> str | None:
    """The figure that the list is sorted by, blank as it stands unsorted; None where something else sorts it."""
    asked = request.GET.getlist("sort")
    names = [name.removeprefix("-") for name in asked]
    return "" if not asked else names[0] if len(names) == 1 and names[0] in SheetTable.figures() else None


def _page_rows(request: HttpRequest) -> int:
    size = request.GET.get("rows", "")
    return int(size) if size in map(str, PAGE_SIZES) else PAGE_SIZES[0]
