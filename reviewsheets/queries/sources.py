"""Where a sheet's figures come from: the official files it was read from."""

from dataclasses import dataclass
from datetime import datetime

from reviewsheets.models import ReviewSheet, SheetSource, SourceFile

CITATIONS = {
    SourceFile.Format.RS_SYSTEM: "行政事業レビュー見える化サイト",
    SourceFile.Format.JUDGIT: "JUDGIT! (CC BY 4.0)",
}


@dataclass(frozen=True)
class SourceRow:
    """A file that gave a part of the sheet; `row` as a spreadsheet counts it, `citation` as its publisher asks."""

    code: str
    name: str
    citation: str
    row: int | None
    url: str
    fetched_at: datetime | None
    imported_at: datetime
    sha256: str


def sources_of(sheet: ReviewSheet) -> tuple[SourceRow, ...]:
    """The sheet's files by their number; none where it was typed in."""
    return tuple(_source_row(source) for source in sheet.sources.all())


def _source_row(source: SheetSource) -> SourceRow:
    file = source.file
    return SourceRow(
        code=source.code,
        name=file.name,
        citation=CITATIONS[SourceFile.Format(file.format)],
        row=source.source_row,
        url=file.url,
        fetched_at=file.fetched_at,
        imported_at=file.imported_at,
        sha256=file.sha256,
    )
