"""The data behind the pages: whole tables with their dictionary, and which official files they come from."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from reviewsheets import access
from reviewsheets.exports.source_files import SOURCE_FILES
from reviewsheets.exports.whole_tables import DICTIONARY, WHOLE_TABLES, dictionary, whole_table_stream
from reviewsheets.queries.source_files import by_year_and_format, other_sheets, source_files
from reviewsheets.queries.whole_tables import row_blocks, row_counts
from reviewsheets.views.responses import csv_response, file_response, found_or_404, in_japanese


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """The whole tables, the official files by sheet year and format, and what was entered by hand or made up."""
    public, hidden = access.public_sheets(), access.hidden_sheets()
    rows = access.public_row_counts()
    counts = row_counts(rows, access.public_spending_sums(), access.public_tallies())
    context = {
        "tables": [(name, table, counts[name]) for name, table in WHOLE_TABLES.items()],
        "years": by_year_and_format(source_files(public, hidden)),
        "other": other_sheets(rows),
    }
    return render(request, "data.html", context)


@require_safe
def whole_table_csv(request: HttpRequest, table: str) -> StreamingHttpResponse:
    """All published rows of one table, streamed."""
    whole = found_or_404(WHOLE_TABLES.get(table))
    blocks = row_blocks(access.public_sheets(), table, whole.fields)
    with translation.override("ja"):  # a file says the same whoever asks
        file_name = f"{whole.file_title}.csv"
    return file_response(file_name, in_japanese(whole_table_stream(whole, blocks)))


@require_safe
def dictionary_page(request: HttpRequest) -> HttpResponse:
    """What every column of every CSV of this page means."""
    return render(request, "data/dictionary.html", {"entries": list(dictionary())})


@require_safe
def dictionary_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same as one table."""
    with translation.override("ja"):  # a file says the same whoever asks
        lines = list(DICTIONARY.lines(dictionary()))
    return csv_response(f"{DICTIONARY.title}.csv", DICTIONARY.header, lines)


@require_safe
def sources_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The official files, all of them."""
    with translation.override("ja"):  # a file says the same whoever asks
        lines = list(SOURCE_FILES.lines(source_files(access.public_sheets(), access.hidden_sheets())))
    return csv_response(f"{SOURCE_FILES.title}.csv", SOURCE_FILES.header, lines)
