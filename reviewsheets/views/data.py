"""The data behind the pages: which official files they come from."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from reviewsheets import access
from reviewsheets.exports import csv_stream
from reviewsheets.exports.source_files import SOURCE_FILES
from reviewsheets.queries.source_files import by_year_and_format, other_sheets, source_files


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """The official files by sheet year and format, and what was entered by hand or made up."""
    public = access.public_sheets()
    context = {"years": by_year_and_format(source_files(public)), "other": other_sheets(public)}
    return render(request, "data.html", context)


@require_safe
def sources_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same files, all of them."""
    with translation.override("ja"):  # a file says the same whoever asks
        lines = list(SOURCE_FILES.lines(source_files(access.public_sheets())))
    disposition = content_disposition_header(as_attachment=True, filename=f"{SOURCE_FILES.title}.csv")
    return StreamingHttpResponse(
        csv_stream(SOURCE_FILES.header, lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition or "attachment"},
    )
