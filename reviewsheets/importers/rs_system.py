"""The files of one RS System year into the database: 1-2 makes the sheets, the others add their parts."""

from collections.abc import Iterator, Sequence
from typing import Any

from reviewsheets.formats.layout import Contract, FormatError, Row
from reviewsheets.formats.records import SheetRecord
from reviewsheets.formats.rs_system.listing import COMMON, FIRST, NUMBER_COLUMN, SHEET_KIND
from reviewsheets.formats.rs_system.sheets import common_cells
from reviewsheets.importers.parts import Known, Mirror, Parts, PartStore, SheetPart, known_parts
from reviewsheets.importers.reading import OUTLINE, ReadSheet, digest_of
from reviewsheets.importers.report import ImportReport
from reviewsheets.importers.stored import stored_parts
from reviewsheets.importers.writer import SHEETS_AT_ONCE, SheetWriter
from reviewsheets.models import ReviewSheet, SourceFile
from reviewsheets.models.bulk import batches

# 5-2 writes 政策所管府省庁 where the other files write 府省庁, and nothing in the row of a sheet without a flow.
MINISTRY_COLUMN = 6


def part_digest(contract: Contract, parts: Parts) -> str:
    """The digest of a sheet's records as their file would have them."""
    common = common_cells(parts[SheetRecord][0]) if contract.code == OUTLINE else []
    return digest_of(cell for cells in contract.write(parts) for cell in (*common, *cells))


class RsSystemYear:
    """The sheets of one year: which there are, and what every file must say of them."""

    def __init__(self, sheet_year: int, writer: SheetWriter, report: ImportReport, *, overwrites_edits: bool) -> None:
        self.sheet_year = sheet_year
        self._writer, self._report = writer, report
        self._overwrites_edits = overwrites_edits
        sheets = ReviewSheet.objects.filter(sheet_year=sheet_year)
        self._by_key = {(ministry, number): pk for ministry, number, pk in _keys(sheets)}
        official = sheets.filter(sources__file__format=SourceFile.Format.RS_SYSTEM).distinct()
        self._by_number: dict[str, int] = {number: pk for _ministry, number, pk in _keys(official)}
        self._known: dict[tuple[int, str], Known] = known_parts(list(self._by_key.values()))
        self._common: dict[str, Sequence[str]] = {}
        self._refused: set[str] = set()  # projects whose row in 1-2 is wrong: no other file can say more of them
        self._has_common = False

    def load(self, contract: Contract, sheets: Iterator[ReadSheet], file_id: int) -> int:
        """One file; gives the number of its rows. What is wrong in a sheet's rows is reported, the next goes on."""
        mirror = Mirror(
            lambda parts, _own: part_digest(contract, parts), lambda parts, _own: self._reread(contract, parts)
        )
        overwrites_edits = self._overwrites_edits
        store = PartStore(contract.code, self._writer, self._report, mirror, overwrites_edits=overwrites_edits)
        if contract.code != OUTLINE and not self._has_common:
            self._common, self._has_common = self._stored_common(), True
        count, done = 0, set[str]()
        for read in sheets:
            count += read.rows
            try:
                self._check_place(read, done)
                if read.number not in self._refused:
                    self._load_sheet(contract, read, store, file_id)
            except FormatError as error:
                self._report.problems.append(error.problem)
                if contract.code == OUTLINE:
                    self._refused.add(read.number)
                if self._report.has_too_many_problems:
                    break
            done.add(read.number)
        store.flush()
        if contract.code == OUTLINE:
            self._has_common = True
            self._report.missing_sheets += sorted(
                f"{self.sheet_year} {number}" for number in self._by_number.keys() - done
            )
        return count

    @staticmethod
    def _check_place(read: ReadSheet, done: set[str]) -> None:
        if read.misplaced:
            raise read.misplaced
        if read.number in done:
            message = "同じ事業の行が離れた2か所にあります"
            raise FormatError(message, row=read.row, column=COMMON[NUMBER_COLUMN], value=read.number)

    def _load_sheet(self, contract: Contract, read: ReadSheet, store: PartStore, file_id: int) -> None:
        sheet_id = self._sheet(read) if contract.code == OUTLINE else self._id_of(read)
        if read.error:
            raise read.error
        own_cells = {} if contract.code == OUTLINE else self._own_cells(contract, read)
        self._report.seen_sheets.add(sheet_id)
        known = self._known.get((sheet_id, contract.code))
        if known and known.has(read.digest, own_cells):
            return
        part = SheetPart(
            sheet_id=sheet_id,
            label=f"{self.sheet_year} {read.number}",
            row=read.row,
            digest=read.digest,
            parts=read.parts,
            own_cells=own_cells,
        )
        if sheet_id in self._writer.new_sheets:
            store.add_new(part, file_id)
        else:
            store.compare(part, file_id)

    def _sheet(self, read: ReadSheet) -> int:
        """The sheet of rows of 1-2, made when it is new."""
        if read.error:
            raise read.error
        sheet, number = read.parts[SheetRecord][0], read.number
        same_key = self._by_key.get((sheet.ministry, number))
        sheet_id = self._by_number.get(number) or same_key
        if same_key not in (None, sheet_id):
            message = "同じ府省庁・事業番号の別のシートがあります"
            raise FormatError(message, row=read.row, column=COMMON[MINISTRY_COLUMN], value=sheet.ministry)
        if sheet_id is None:
            sheet_id = self._writer.add_sheet(sheet)
            self._report.new_sheets += 1
        self._by_number[number] = sheet_id
        self._common[number] = read.common
        return sheet_id

    def _id_of(self, read: ReadSheet) -> int:
        if read.number in self._common:
            return self._by_number[read.number]
        message = "1-2（基本情報_事業概要等）にない事業です"
        raise FormatError(message, row=read.row, column=COMMON[NUMBER_COLUMN], value=read.number)

    def _own_cells(self, contract: Contract, read: ReadSheet) -> dict[str, str]:
        """The common cells in which this file differs from 1-2."""
        expected = expected_common(contract, self._common[read.number], is_blank=read.is_blank)
        pairs = zip(COMMON, expected, read.common, strict=True)
        return {header: cell for header, wanted, cell in pairs if cell != wanted}

    def _reread(self, contract: Contract, parts: Parts) -> Parts:
        """The records that the file's own text of these would be read into."""
        blank = [SHEET_KIND, str(self.sheet_year), *[""] * (FIRST - 2)]
        common = common_cells(parts[SheetRecord][0]) if contract.code == OUTLINE else blank
        return contract.read([Row(number, common + cells) for number, cells in enumerate(contract.write(parts), 2)])

    def _stored_common(self) -> dict[str, Sequence[str]]:
        """The common cells of the sheets that earlier imports made."""
        common: dict[str, Sequence[str]] = {}
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
