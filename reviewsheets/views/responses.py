"""What several pages answer with: not found, a table as a file."""

from typing import Any, TypeVar

from django.http import Http404, StreamingHttpResponse
from django.utils import translation
from django.utils.http import content_disposition_header

from reviewsheets.exports import Layout, csv_stream

Found = TypeVar("Found")


def found_or_404(found: Found | None) -> Found:
    """What was found; else the page does not exist."""
    if found is None:
        raise Http404
    return found


def layout_response(name: str, layout: Layout, rows: Any) -> StreamingHttpResponse:
    """The rows as a CSV file: `name` and the table's title."""
    with translation.override("ja"):  # a file says the same whoever asks
        lines = list(layout.lines(rows))
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}_{layout.title}.csv")
    return StreamingHttpResponse(
        csv_stream(layout.header, lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition or "attachment"},
    )
