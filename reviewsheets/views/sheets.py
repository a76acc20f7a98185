"""Review sheets: the list, a sheet's page, a draft's preview, and their CSV."""

from collections.abc import Iterable
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from reviewsheets import access
from reviewsheets.charts.sheet import sheet_charts
from reviewsheets.exports import LAYOUTS, SHEETS_HEADER, Line, csv_stream, sheet_lines
from reviewsheets.filters import SheetFilter
from reviewsheets.queries.sections import sections_of
from reviewsheets.queries.sheets import ministries_with, sheet_at, sheet_years
from reviewsheets.queries.whole import TABLES, WholeSheet, whole_sheet
from reviewsheets.tables import SheetTable

Found = TypeVar("Found")
PAGE_ROWS = 50


@require_safe
def sheet(request: HttpRequest, sheet_year: int, ministry_name: str, number: str) -> HttpResponse:
    """A published sheet."""
    found = _or_404(sheet_at(access.public_sheets(), sheet_year, ministry_name, number))
    return _sheet_response(request, whole_sheet(found))


@require_safe
@never_cache
def sheet_preview(request: HttpRequest, sheet_year: int, ministry_name: str, number: str) -> HttpResponse:
    """A sheet as it will stand, for those who may see its draft; others learn nothing of it."""
    found = _or_404(sheet_at(access.viewable_sheets(request.user), sheet_year, ministry_name, number))
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
    layout = _or_404(LAYOUTS.get(table))
    found = _or_404(sheet_at(access.public_sheets(), sheet_year, ministry_name, number))
    with translation.override("ja"):  # a file says the same whoever asks
        lines = list(layout.lines(TABLES[table](found)))
    return _csv_response(f"{sheet_year}_{ministry_name}_{number}_{layout.title}.csv", layout.header, lines)


@require_safe
def sheet_list(request: HttpRequest) -> HttpResponse:
    """Published sheets, narrowed and sorted by the query string."""
    public = access.public_sheets()
    context = {
        "table": _sheet_table(request, paginate={"per_page": PAGE_ROWS}),
        "chosen": SheetFilter.of(request.GET),
        "years": sheet_years(public),
        "ministries": ministries_with(public),
    }
    return render(request, "sheets/list.html", context)


@require_safe
def sheets_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The rows of the list, all pages, for the same query string."""
    rows = _sheet_table(request, paginate=False).data.data
    return _csv_response("レビューシート一覧.csv", SHEETS_HEADER, sheet_lines(rows.iterator()))


def _sheet_table(request: HttpRequest, *, paginate: bool | dict[str, int]) -> SheetTable:
    table = SheetTable(SheetFilter.of(request.GET).sheets(access.public_sheets()))
    RequestConfig(request, paginate=paginate).configure(table)
    return table


def _or_404(found: Found | None) -> Found:
    if found is None:
        raise Http404
    return found


def _csv_response(file_name: str, header: Line, lines: Iterable[Line]) -> StreamingHttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=file_name)
    return StreamingHttpResponse(
        csv_stream(header, lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition or "attachment"},
    )
