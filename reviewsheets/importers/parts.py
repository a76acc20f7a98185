"""A part of a sheet, as one file gives it, against what is stored: new, the same, changed, or edited by hand since."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reviewsheets.formats import records as r
from reviewsheets.formats.layout import FormatError
from reviewsheets.importers.bulk import delete_rows
from reviewsheets.importers.changes import NOT_COMPARED, ORDER, cell_changes, changes_of
from reviewsheets.importers.report import Change, ImportReport
from reviewsheets.importers.stored import sheets_with_more, stored_parts
from reviewsheets.importers.tables import RECORDS_OF, SHARING_BLOCKS, TABLES
from reviewsheets.importers.writer import SHEETS_AT_ONCE, SheetWriter
from reviewsheets.models import Block, ReviewSheet, SheetSource, SourceFile
from reviewsheets.models.bulk import batches

Parts = Mapping[type[Any], Sequence[Any]]


@dataclass(frozen=True)
class Known:
    """What the last import of a part of a sheet left. `may_be_edited`: the sheet was saved since."""

    digest: str
    own_cells: Mapping[str, Any]
    may_be_edited: bool

    def has(self, digest: str, own_cells: Mapping[str, Any]) -> bool:
        """The same came before, and nobody touched it."""
        return self.digest == digest and self.own_cells == own_cells and not self.may_be_edited


@dataclass(frozen=True)
class Mirror:
    """How a file would have stored records: the digest of its text, and the records it would be read into."""

    digest: Callable[[Parts, Mapping[str, Any]], str]
    reread: Callable[[Parts, Mapping[str, Any]], Parts]


@dataclass(frozen=True)
class SheetPart:
    """What one file says of one sheet. `own_cells` is what it says otherwise than its records can."""

    sheet_id: int
    label: str
    row: int
    digest: str
    parts: Parts
    own_cells: Mapping[str, Any] = field(default_factory=dict)


class PartStore:
    """Takes the parts of one file code, in any number of files, and writes what is new or changed.

    `mirror` tells a hand edit: stored records that the file would write otherwise than the last import found them.
    """

    def __init__(
        self, code: str, writer: SheetWriter, report: ImportReport, mirror: Mirror, *, overwrites_edits: bool
    ) -> None:
        self._code, self._writer, self._report, self._mirror = code, writer, report, mirror
        self._overwrites_edits = overwrites_edits
        self._waiting: list[tuple[SheetPart, int]] = []

    def add_new(self, part: SheetPart, file_id: int) -> None:
        """A part of a sheet that this run has made."""
        self._writer.add_parts(part.sheet_id, part.parts)
        self._write_on_sheet(part)
        self._add_source(part, file_id)

    def compare(self, part: SheetPart, file_id: int) -> None:
        """A part of a sheet that was there; it waits to be compared with others."""
        self._waiting.append((part, file_id))
        if len(self._waiting) >= SHEETS_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Compare and write the parts that wait."""
        if not self._waiting:
            return
        self._writer.bulk.flush()
        ids = [part.sheet_id for part, _file_id in self._waiting]
        stored = stored_parts([self._code], ids)
        rows = SheetSource.objects.filter(sheet__in=ids, code=self._code)
        known = {row.sheet_id: row for row in rows.only("sheet_id", "digest", "own_cells")}
        richer = sheets_with_more(self._codes, ids) | self._with_own_blocks(ids)
        changed, noted = [], []
        for part, file_id in self._waiting:
            old = _own(self._code, stored[part.sheet_id])
            news = self._news(part, old, known.get(part.sheet_id))
            is_edited = self._is_edited(part, old, known.get(part.sheet_id), has_more=part.sheet_id in richer)
            is_conflict = is_edited and bool(news) and not self._overwrites_edits
            self._report.add_changes(news, is_conflict=is_conflict)
            if news and not is_conflict:
                changed.append((part, file_id))
            elif not news and not known.get(part.sheet_id):
                noted.append((part, file_id))
        self._waiting = []
        self._replace(changed)
        self._note(noted)

    def _with_own_blocks(self, ids: list[int]) -> set[int]:
        """The sheets whose blocks were typed in: the arrows and items of a file belong to other blocks."""
        if len(self._codes) == 1:
            return set()
        typed = Block.objects.filter(sheet__in=ids, is_implied=False).exclude(sheet__sources__code=self._codes[0])
        return set(typed.values_list("sheet", flat=True))

    @property
    def _codes(self) -> tuple[str, ...]:
        """The files whose records are deleted and written together."""
        return SHARING_BLOCKS if self._code in SHARING_BLOCKS else (self._code,)

    def _news(self, part: SheetPart, old: Parts, known: SheetSource | None) -> list[Change]:
        """What the part says otherwise than what is stored."""
        news = changes_of(part.label, old, part.parts)
        if known:
            news += cell_changes(part.label, self._code, known.own_cells, part.own_cells)
            if not news and known.digest != part.digest:
                news.append(Change(part.label, self._code, ORDER, "", ""))
        return news

    def _is_edited(self, part: SheetPart, old: Parts, known: SheetSource | None, *, has_more: bool) -> bool:
        """Somebody typed here: a hand edit stays, and is reported, unless told otherwise."""
        if known is None:
            return has_more or any(_says_something(entry) for entries in old.values() for entry in entries)
        try:
            is_other = self._mirror.digest(old, known.own_cells) != known.digest
            return has_more or is_other or bool(self._lost(part, old, known))
        except FormatError:  # what was typed has no place in the file
            return True

    def _lost(self, part: SheetPart, old: Parts, known: SheetSource) -> list[Change]:
        """What is stored and the file's own text of it would not give back."""
        return changes_of(part.label, old, self._mirror.reread(old, known.own_cells))

    def _replace(self, changed: list[tuple[SheetPart, int]]) -> None:
        if not changed:
            return
        ids = [part.sheet_id for part, _file_id in changed]
        SheetSource.objects.filter(sheet__in=ids, code=self._code).delete()
        kept = self._kept_beside(ids)
        delete_rows(_rows_of(self._codes, ids))
        for part, file_id in changed:
            self._writer.blocks.pop(part.sheet_id, None)
            self._writer.add_parts(part.sheet_id, {**kept.get(part.sheet_id, {}), **part.parts})
            self._write_on_sheet(part)
            self._add_source(part, file_id)
        self._report.changed_sheets.update(ids)

    def _note(self, noted: list[tuple[SheetPart, int]]) -> None:
        """A first file that says what was stored already: only where it says so is new."""
        for part, file_id in noted:
            self._add_source(part, file_id)

    def _kept_beside(self, ids: list[int]) -> Mapping[int, Parts]:
        """The other records that hang on the sheets' blocks: they are written again with the new ones."""
        own = RECORDS_OF[self._code]
        others = stored_parts(self._codes, ids) if len(self._codes) > 1 else {}
        return {
            sheet_id: {record: _real(record, entries) for record, entries in parts.items() if record not in own}
            for sheet_id, parts in others.items()
        }

    def _write_on_sheet(self, part: SheetPart) -> None:
        for remarks in part.parts.get(r.RemarksRecord, ()):
            if remarks.remarks or not self._is_new(part):
                self._writer.remarks[part.sheet_id] = remarks.remarks
        for sheet in part.parts.get(r.SheetRecord, ()):
            if not self._is_new(part):
                self._writer.update_sheet(part.sheet_id, sheet)

    def _is_new(self, part: SheetPart) -> bool:
        return part.sheet_id in self._writer.new_sheets

    def _add_source(self, part: SheetPart, file_id: int) -> None:
        self._writer.add_source(part.sheet_id, file_id, self._code, part.row, part.digest, part.own_cells)


def _own(code: str, parts: Parts) -> Parts:
    """The records of one file."""
    return {record: _real(record, parts[record]) for record in RECORDS_OF[code]}


def _real(record: type[Any], entries: Sequence[Any]) -> Sequence[Any]:
    """The records without blocks that are nothing but a letter in an arrow or item: they are made with these."""
    if record is not r.BlockRecord:
        return entries
    return [block for block in entries if not block.is_implied or block != _bare(block)]


def _bare(block: r.BlockRecord) -> r.BlockRecord:
    return r.BlockRecord(block.position, block.letter, is_implied=True)


def _says_something(entry: Any) -> bool:
    return any(cell for name, cell in zip(entry._fields, entry, strict=True) if name not in NOT_COMPARED)


def _rows_of(codes: Sequence[str], ids: list[int]) -> list[Any]:
    """The stored rows of these files' records, the pointing ones first."""
    records = [record for code in codes for record in RECORDS_OF[code] if record in TABLES]
    tables = [TABLES[record] for record in TABLES if record in records]
    return [table.model._default_manager.filter(**{f"{table.owner}__in": ids}) for table in reversed(tables)]


def known_parts(sheet_ids: Sequence[int]) -> dict[tuple[int, str], Known]:
    """What earlier imports left of these sheets, by sheet and file code."""
    known: dict[tuple[int, str], Known] = {}
    imported_at = dict(SourceFile.objects.values_list("pk", "imported_at"))
    for batch in batches(sheet_ids, SHEETS_AT_ONCE):
        updated_at = dict(ReviewSheet.objects.filter(pk__in=batch).values_list("pk", "updated_at"))
        rows = SheetSource.objects.filter(sheet__in=batch).values_list("sheet", "code", "file", "digest", "own_cells")
        for sheet_id, code, file_id, digest, own_cells in rows:
            known[sheet_id, code] = Known(digest, own_cells, updated_at[sheet_id] > imported_at[file_id])
    return known
