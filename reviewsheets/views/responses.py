"""What several pages answer with: not found, a table as a file."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.http import Http404, StreamingHttpResponse
from django.utils import translation
from django.utils.http import content_disposition_header

from reviewsheets.exports import Layout, Line, csv_stream

Found = TypeVar("Found")
Part = TypeVar("Part")


def found_or_404(found: Found | None) -> Found:
    """What was found; else the page does not exist."""
    if found is None:
        raise Http404
    return found


def layout_response(name: str, layout: Layout, rows: Any) -> StreamingHttpResponse:
    """The rows as a CSV file: `name` and the table's title."""
    with translation.override("ja"):  # a file says the same whoever asks
        lines = list(layout.lines(rows))
    return csv_response(f"{name}_{layout.title}.csv", layout.header, lines)


def in_japanese(parts: Iterable[Part]) -> Iterator[Part]:
    """A file says the same whoever asks, though its parts are made while it is sent."""
    made = iter(parts)
    while True:
        with translation.override("ja"):
            part = next(made, None)
        if part is None:
            return
        yield part


def csv_response(file_name: str, header: Line, lines: Iterable[Line]) -> StreamingHttpResponse:
    """The lines under their header as a CSV file."""
    return file_response(file_name, csv_stream(header, lines))


def file_response(file_name: str, chunks: Iterator[bytes]) -> StreamingHttpResponse:
    """A CSV file that is sent as it is made."""
    disposition = content_disposition_header(as_attachment=True, filename=file_name)
    return StreamingHttpResponse(
        chunks,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition or "attachment"},
    )
