"""What the files of the RS System have in common: thirteen first columns, and files that are one plain list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from reviewsheets.formats.layout import FormatError, Layout, Parts, Row

# The first thirteen columns of every file; 1-1 names the fifth and sixth 建制順 and 所管府省庁.
COMMON = (
    "シート種別",
    "事業年度",
    "予算事業ID",
    "事業名",
    "府省庁の建制順",
    "政策所管府省庁",
    "府省庁",
    "局・庁",
    "部",
    "課",
    "室",
    "班",
    "係",
)
FIRST = len(COMMON)  # index of a file's first own column
NUMBER_COLUMN = 2
YEAR_COLUMN = 1
SHEET_KIND = "レビューシート"


@dataclass(frozen=True)
class ListFile:
    """A file with a row a record: an optional running number first; one blank row where a sheet has none."""

    code: str
    title: str
    layout: Layout[Any]
    number_header: str = ""

    @property
    def headers(self) -> tuple[str, ...]:
        """The file's own headers, after the common ones."""
        return ((self.number_header,) if self.number_header else ()) + self.layout.headers

    def read(self, rows: Sequence[Row]) -> Parts:
        """The list of a sheet."""
        filled = [row for row in rows if any(row.cells[FIRST:])]
        if self.number_header:
            check_numbers(filled, FIRST, self.number_header)
        records = [self.layout.read(row, position=place, source_row=row.number) for place, row in enumerate(filled)]
        return {self.layout.record: records}

    def write(self, parts: Parts) -> Iterator[list[str]]:
        """The rows of the list, or the blank row."""
        records = parts.get(self.layout.record) or [None]
        for place, record in enumerate(records, 1):
            number = [str(place) if record else ""] if self.number_header else []
            yield number + self.layout.write(record)


@dataclass(frozen=True)
class NumberedList:
    """One of several numbered lists that stand side by side in a file."""

    number_header: str
    layout: Layout[Any]

    def read(self, rows: Sequence[Row]) -> list[Any]:
        """Its records: the list ends where its number is blank."""
        number_column = self.layout.first - 1
        filled = [row for row in rows if row.cells[number_column] or not self.layout.is_blank(row)]
        check_numbers(filled, number_column, self.number_header)
        return [self.layout.read(row, position=place) for place, row in enumerate(filled)]

    def write(self, place: int, record: Any) -> list[str]:
        """Its cells in one row of the file."""
        return [str(place) if record else "", *self.layout.write(record)]


def check_numbers(rows: Sequence[Row], column: int, header: str) -> None:
    """A running number counts 1, 2, 3 …: a gap would be a row that is missing."""
    for place, row in enumerate(rows, 1):
        if row.cells[column] != str(place):
            raise FormatError(f"番号は {place} のはずです", row=row.number, column=header, value=row.cells[column])


def side_by_side(lists: Sequence[NumberedList], parts: Parts) -> Iterator[list[str]]:
    """The rows of lists that stand side by side, as long as the longest, at least one."""
    columns = [parts.get(numbered.layout.record, ()) for numbered in lists]
    for place, records in enumerate(zip_longest(*columns), 1) if any(columns) else [(1, [None] * len(lists))]:
        yield [cell for numbered, record in zip(lists, records, strict=True) for cell in numbered.write(place, record)]
