"""The files of one RS System year into the database: 1-2 makes the sheets, the others add their parts."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from reviewsheets.formats.layout import Contract, FormatError, Row
from reviewsheets.formats.records import SheetRecord
from reviewsheets.formats.rs_system.common import COMMON, FIRST, NUMBER_COLUMN, SHEET_KIND, YEAR_COLUMN
from reviewsheets.formats.rs_system.sheets import common_cells
from reviewsheets.importers.parts import Known, Parts, PartStore, SheetPart, digest_of, known_parts
from reviewsheets.importers.report import ImportReport
from reviewsheets.importers.stored import stored_parts
from reviewsheets.importers.writer import SHEETS_AT_ONCE, SheetWriter, batches
from reviewsheets.models import ReviewSheet, SourceFile
from reviewsheets.units.years import FIRST_YEAR, LAST_YEAR

OUTLINE = "1-2"
# 5-2 writes 政策所管府省庁 where the other files write 府省庁, and nothing in the row of a sheet without a flow.
MINISTRY_COLUMN = 6


def part_digest(contract: Contract, parts: Parts) -> str:
    """The digest of a sheet's records as their file would have them."""
    common = common_cells(parts[SheetRecord][0]) if contract.code == OUTLINE else []
    return digest_of(cell for cells in contract.write(parts) for cell in (*common, *cells))


def rows_digest(contract: Contract, rows: Sequence[Row]) -> str:
    """The digest of a sheet's rows in a file."""
    first = 0 if contract.code == OUTLINE else FIRST
    return digest_of(cell for row in rows for cell in row.cells[first:])


def sheet_year_of(row: Row) -> int:
    """事業年度 of a row."""
    text = row.cells[YEAR_COLUMN]
    if not text.isdecimal() or not text.isascii() or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        message = f"{FIRST_YEAR}年から{LAST_YEAR}年までの年度ではありません"
        raise FormatError(message, row=row.number, column=COMMON[YEAR_COLUMN], value=text)
    return int(text)


class RsSystemYear:
    """The sheets of one year: which there are, and what every file must say of them."""

    def __init__(self, sheet_year: int, writer: SheetWriter, report: ImportReport, *, overwrites_edits: bool) -> None:
        self.sheet_year = sheet_year
        self._writer, self._report = writer, report
        self._overwrites_edits = overwrites_edits
        sheets = ReviewSheet.objects.filter(sheet_year=sheet_year)
        self._by_key = {(ministry, number): pk for ministry, number, pk in _keys(sheets)}
        official = sheets.filter(sources__file__format=SourceFile.Format.RS_SYSTEM).distinct()
        self._by_number = {number: pk for _ministry, number, pk in _keys(official)}
        self._known: dict[tuple[int, str], Known] = known_parts(list(self._by_key.values()))
        self._common: dict[str, list[str]] = {}
        self._seen_in_outline: set[str] = set()
        self._had_outline = False

    def load(self, contract: Contract, rows: Iterator[Row], file_id: int) -> int:
        """One file; gives the number of its rows. What is wrong in a sheet's rows is reported, the next goes on."""
        store = PartStore(contract.code, self._writer, self._report, lambda parts, _own: part_digest(contract, parts))
        store.overwrites_edits = self._overwrites_edits
        if contract.code != OUTLINE and not self._had_outline:
            self._common |= self._stored_common()
        count, done = 0, set[str]()
        for number, group in groupby(rows, key=lambda row: row.cells[NUMBER_COLUMN]):
            sheet_rows = list(group)
            count += len(sheet_rows)
            try:
                self._check_place(sheet_rows, number, done)
                self._load_sheet(contract, sheet_rows, number, store, file_id)
            except FormatError as error:
                self._report.problems.append(error.problem)
                if self._report.has_too_many_problems:
                    break
            done.add(number)
        store.flush()
        if contract.code == OUTLINE:
            self._had_outline = True
            self._report.missing_sheets += sorted(
                f"{self.sheet_year} {number}" for number in self._by_number.keys() - done
            )
        return count

    def _check_place(self, rows: Sequence[Row], number: str, done: set[str]) -> None:
        first = rows[0]
        for row in rows:
            if row.cells[0] != SHEET_KIND:
                raise FormatError(
                    f"「{SHEET_KIND}」ではありません", row=row.number, column=COMMON[0], value=row.cells[0]
                )
            if sheet_year_of(row) != self.sheet_year:
                message = f"{self.sheet_year}年度のファイルです"
                raise FormatError(message, row=row.number, column=COMMON[1], value=row.cells[YEAR_COLUMN])
        if number in done:
            message = "同じ事業の行が離れた2か所にあります"
            raise FormatError(message, row=first.number, column=COMMON[NUMBER_COLUMN], value=number)

    def _load_sheet(self, contract: Contract, rows: Sequence[Row], number: str, store: PartStore, file_id: int) -> None:
        if contract.code == OUTLINE:
            sheet_id, parts = self._sheet(contract, rows, number)
            own_cells: Mapping[str, Any] = {}
        else:
            sheet_id = self._id_of(number, rows[0])
            own_cells = self._own_cells(contract, rows, number)
            parts = None
        digest = rows_digest(contract, rows)
        self._report.seen_sheets.add(sheet_id)
        known = self._known.get((sheet_id, contract.code))
        if known and known.digest == digest:
            return
        part = SheetPart(
            sheet_id=sheet_id,
            label=f"{self.sheet_year} {number}",
            row=rows[0].number,
            digest=digest,
            parts=parts or contract.read(rows),
            own_cells=own_cells,
        )
        if sheet_id in self._writer.new_sheets:
            store.add_new(part, file_id)
        else:
            store.compare(part, file_id)

    def _sheet(self, contract: Contract, rows: Sequence[Row], number: str) -> tuple[int, Parts]:
        """The sheet of rows of 1-2, made when it is new."""
        parts = contract.read(rows)
        sheet = parts[SheetRecord][0]
        sheet_id = self._by_number.get(number) or self._by_key.get((sheet.ministry, number))
        if sheet_id is None:
            sheet_id = self._writer.add_sheet(sheet)
            self._report.new_sheets += 1
        self._by_number[number] = sheet_id
        self._common[number] = rows[0].cells[:FIRST]
        return sheet_id, parts

    def _id_of(self, number: str, row: Row) -> int:
        if number in self._common:
            return self._by_number[number]
        message = "1-2（基本情報_事業概要等）にない事業です"
        raise FormatError(message, row=row.number, column=COMMON[NUMBER_COLUMN], value=number)

    def _own_cells(self, contract: Contract, rows: Sequence[Row], number: str) -> dict[str, str]:
        """The common cells in which this file differs from 1-2, the same in all of the sheet's rows."""
        expected = expected_common(contract, self._common[number], is_blank=not any(rows[0].cells[FIRST:]))
        first = rows[0].cells[:FIRST]
        for row in rows[1:]:
            if row.cells[:FIRST] != first:
                index = next(place for place, cell in enumerate(row.cells[:FIRST]) if cell != first[place])
                message = f"{rows[0].number}行目と異なります"
                raise FormatError(message, row=row.number, column=COMMON[index], value=row.cells[index])
        pairs = zip(COMMON, expected, first, strict=True)
        return {header: cell for header, wanted, cell in pairs if cell != wanted}

    def _stored_common(self) -> dict[str, list[str]]:
        """The common cells of the sheets that earlier imports made."""
        common = {}
        for batch in batches(self._by_number.values(), SHEETS_AT_ONCE):
            for parts in stored_parts([OUTLINE], batch).values():
                sheet = parts[SheetRecord][0]
                common[sheet.number] = common_cells(sheet)
        return common


def expected_common(contract: Contract, common: Sequence[str], *, is_blank: bool) -> list[str]:
    """The thirteen cells a file repeats, 5-2 in its own way."""
    if contract.code != "5-2":
        return list(common)
    ministry = "" if is_blank else common[MINISTRY_COLUMN - 1]
    return [*common[:MINISTRY_COLUMN], ministry, *common[MINISTRY_COLUMN + 1 :]]


def _keys(sheets: Any) -> Any:
    return sheets.values_list("ministry__name", "number", "pk")
