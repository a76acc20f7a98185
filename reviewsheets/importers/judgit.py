"""JUDGIT! files into the database: an object a sheet."""

from collections.abc import Iterator
from typing import Any

import simplejson

from reviewsheets.formats.judgit.keys import CODE
from reviewsheets.formats.judgit.reading import read_sheet
from reviewsheets.formats.judgit.writing import write_sheet
from reviewsheets.formats.layout import FormatError
from reviewsheets.formats.records import SheetRecord
from reviewsheets.importers.parts import Known, PartStore, SheetPart, digest_of, known_parts
from reviewsheets.importers.report import ImportReport
from reviewsheets.importers.writer import SheetWriter
from reviewsheets.models import ReviewSheet


def object_digest(value: Any) -> str:
    """The digest of an object, whatever the order of its items."""
    return digest_of([simplejson.dumps(value, use_decimal=True, sort_keys=True, ensure_ascii=False)])


class JudgitSheets:
    """The sheets of JUDGIT! files, of whatever years."""

    def __init__(self, writer: SheetWriter, report: ImportReport, *, overwrites_edits: bool) -> None:
        self._writer, self._report = writer, report
        keys = ReviewSheet.objects.values_list("sheet_year", "ministry__name", "number", "pk")
        self._ids = {(year, ministry, number): pk for year, ministry, number, pk in keys}
        self._known: dict[tuple[int, str], Known] = known_parts(list(self._ids.values()))
        self._done: set[tuple[int, str, str]] = set()
        self._store = PartStore(CODE, writer, report, lambda parts, own: object_digest(write_sheet(parts, own)))
        self._store.overwrites_edits = overwrites_edits
        self.years: set[int] = set()

    def load(self, objects: Iterator[tuple[int, Any]], file_id: int) -> int:
        """One file; gives the number of its sheets."""
        count = 0
        for row, value in objects:
            count += 1
            try:
                self._load_sheet(value, row, file_id)
            except FormatError as error:
                self._report.problems.append(error.problem)
                if self._report.has_too_many_problems:
                    break
        self._store.flush()
        return count

    def _load_sheet(self, value: Any, row: int, file_id: int) -> None:
        parts, own_cells = read_sheet(value, row)
        sheet = parts[SheetRecord][0]
        key = (sheet.sheet_year, sheet.ministry, sheet.number)
        if key in self._done:
            raise FormatError(
                "同じ府省庁・年度・事業番号のシートが2つあります", row=row, column="事業番号", value=sheet.number
            )
        self._done.add(key)
        self.years.add(sheet.sheet_year)
        digest = object_digest(value)
        sheet_id = self._ids.get(key)
        if sheet_id is None:
            sheet_id = self._ids[key] = self._writer.add_sheet(sheet)
            self._report.new_sheets += 1
        self._report.seen_sheets.add(sheet_id)
        known = self._known.get((sheet_id, CODE))
        if known and known.digest == digest:
            return
        part = SheetPart(sheet_id, " ".join(map(str, key)), row, digest, parts, own_cells)
        add = self._store.add_new if sheet_id in self._writer.new_sheets else self._store.compare
        add(part, file_id)
