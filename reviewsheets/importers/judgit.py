"""JUDGIT! files into the database: an object a sheet."""

from collections.abc import Iterator, Mapping
from typing import Any

from reviewsheets.formats.judgit.keys import CODE
from reviewsheets.formats.judgit.reading import read_sheet
from reviewsheets.formats.judgit.writing import write_sheet
from reviewsheets.formats.layout import FormatError
from reviewsheets.formats.records import SheetRecord
from reviewsheets.importers.parts import Known, Mirror, Parts, PartStore, SheetPart, known_parts
from reviewsheets.importers.reading import ReadSheet, records_digest
from reviewsheets.importers.report import ImportReport
from reviewsheets.importers.writer import SheetWriter
from reviewsheets.models import ReviewSheet


def _reread(parts: Parts, own_cells: Mapping[str, Any]) -> Parts:
    return read_sheet(write_sheet(parts, own_cells), 0)[0]


def _digest(parts: Parts, own_cells: Mapping[str, Any]) -> str:
    return records_digest(_reread(parts, own_cells))


_MIRROR = Mirror(_digest, _reread)


class JudgitSheets:
    """The sheets of JUDGIT! files, of whatever years."""

    def __init__(self, writer: SheetWriter, report: ImportReport, *, overwrites_edits: bool) -> None:
        self._writer, self._report = writer, report
        keys = ReviewSheet.objects.values_list("sheet_year", "ministry__name", "number", "pk")
        self._ids = {(year, ministry, number): pk for year, ministry, number, pk in keys}
        self._known: dict[tuple[int, str], Known] = known_parts(list(self._ids.values()))
        self._done: set[tuple[int, str, str]] = set()
        self._store = PartStore(CODE, writer, report, _MIRROR, overwrites_edits=overwrites_edits)
        self.years: set[int] = set()

    def load(self, sheets: Iterator[ReadSheet], file_id: int) -> int:
        """One file; gives the number of its sheets."""
        count = 0
        for read in sheets:
            count += 1
            try:
                self._load_sheet(read, file_id)
            except FormatError as error:
                self._report.problems.append(error.problem)
                if self._report.has_too_many_problems:
                    break
        if not count:
            raise FormatError("シートが1つもありません")
        self._store.flush()
        return count

    def _load_sheet(self, read: ReadSheet, file_id: int) -> None:
        if read.error:
            raise read.error
        sheet: SheetRecord = read.parts[SheetRecord][0]
        key = (sheet.sheet_year, sheet.ministry, sheet.number)
        if key in self._done:
            message = "同じ府省庁・年度・事業番号のシートが2つあります"
            raise FormatError(message, row=read.row, column="事業番号", value=sheet.number)
        self._done.add(key)
        self.years.add(sheet.sheet_year)
        sheet_id = self._ids.get(key)
        if sheet_id is None:
            sheet_id = self._ids[key] = self._writer.add_sheet(sheet)
            self._report.new_sheets += 1
        self._report.seen_sheets.add(sheet_id)
        known = self._known.get((sheet_id, CODE))
        if known and known.has(read.digest, read.own_cells):
            return
        part = SheetPart(sheet_id, " ".join(map(str, key)), read.row, read.digest, read.parts, read.own_cells)
        add = self._store.add_new if sheet_id in self._writer.new_sheets else self._store.compare
        add(part, file_id)
