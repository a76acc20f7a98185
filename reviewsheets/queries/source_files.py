"""What all figures come from: the official files with their terms, hand entry, demo data."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from reviewsheets.models import ReviewSheet, RowCounts, SheetSource, SourceFile
from reviewsheets.queries.sheets import few_ids
from reviewsheets.queries.sources import CITATIONS

# Under what terms the files of a format may be used.
TERMS = {
    SourceFile.Format.RS_SYSTEM: _("政府標準利用規約に従って利用できます。"),
    SourceFile.Format.JUDGIT: _(
        "CC BY 4.0（クリエイティブ・コモンズ 表示 4.0 国際）で利用できます。"
        "内閣官房の行政事業レビューのデータベースを基に作られています。"
    ),
}


@dataclass(frozen=True)
class OfficialFile:
    """An official file that some of the sheets still stand on: `rows` of the file, `sheets` that it gave a part of.

    `sheet_year` is 事業年度 (the newest one of a file that holds several); `url` is blank for files that were uploaded.
    """

    sheet_year: int
    format_name: str
    code: str
    name: str
    rows: int
    sheets: int
    fetched_at: datetime | None
    imported_at: datetime
    size_bytes: int
    sha256: str
    url: str
    terms: str
    citation: str


@dataclass(frozen=True)
class SourceYear:
    """The files of one sheet year and format, with what holds for all of them."""

    sheet_year: int
    format_name: str
    terms: str
    citation: str
    files: tuple[OfficialFile, ...]


@dataclass(frozen=True)
class OtherSheets:
    """Numbers of sheets that come from no official file: entered by hand, and those of made-up ministries."""

    entered_by_hand: int
    fictional: int


def source_files(sheets: QuerySet[ReviewSheet], hidden: QuerySet[ReviewSheet]) -> tuple[OfficialFile, ...]:
    """One row a file that gave a part of `sheets`, newest sheet year first, then by format and code.

    `hidden` are all other sheets.

    A file whose every part came again in a newer one is left out.
    """
    counts = _sheets_by_file(sheets, hidden)
    files = SourceFile.objects.filter(pk__in=counts).defer("header")
    return tuple(_row(file, counts[file.pk]) for file in files.order_by("-sheet_year", "-format", "code", "name", "pk"))


def _sheets_by_file(sheets: QuerySet[ReviewSheet], hidden: QuerySet[ReviewSheet]) -> Counter[int]:
    """How many of `sheets` have a part of each file; a sheet has one part of a file."""
    parts, others = SheetSource.objects.order_by(), few_ids(hidden)
    kept = parts.filter(sheet__in=sheets.order_by()) if others is None else parts
    counts = Counter(dict(kept.values_list("file").annotate(sheets=Count("*"))))
    if others:
        counts -= Counter(dict(parts.filter(sheet__in=others).values_list("file").annotate(sheets=Count("*"))))
    return counts


def _row(file: SourceFile, sheets: int) -> OfficialFile:
    file_format = SourceFile.Format(file.format)
    return OfficialFile(
        sheet_year=file.sheet_year,
        format_name=str(file.get_format_display()),
        code=file.code,
        name=file.name,
        rows=file.rows,
        sheets=sheets,
        fetched_at=file.fetched_at,
        imported_at=file.imported_at,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        url=file.url,
        terms=str(TERMS[file_format]),
        citation=CITATIONS[file_format],
    )


def by_year_and_format(rows: Iterable[OfficialFile]) -> list[SourceYear]:
    """The rows of `source_files` by sheet year and format, in their order."""
    groups = groupby(rows, key=lambda row: (row.sheet_year, row.format_name, row.terms, row.citation))
    return [SourceYear(*key, files=tuple(files)) for key, files in groups]


def other_sheets(counts: QuerySet[RowCounts]) -> OtherSheets:
    """How many published sheets no official file gave; a made-up ministry's sheet counts as fictional only."""
    own = Sum(F("sheets") - F("sourced"))
    found: Any = counts.order_by().values_list("ministry__is_fictional").annotate(own=own)
    numbers = dict(found)
    return OtherSheets(numbers.get(False, 0), numbers.get(True, 0))
