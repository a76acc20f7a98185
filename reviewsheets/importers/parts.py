"""A part of a sheet, as one file gives it, against what is stored: new, the same, changed, or edited by hand since."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reviewsheets.formats import records as r
from reviewsheets.importers.bulk import delete_rows
from reviewsheets.importers.changes import changes_of
from reviewsheets.importers.report import ImportReport
from reviewsheets.importers.stored import stored_parts
from reviewsheets.importers.tables import RECORDS_OF, SHARING_BLOCKS, TABLES
from reviewsheets.importers.writer import SHEETS_AT_ONCE, SheetWriter, batches
from reviewsheets.models import ReviewSheet, SheetSource

Parts = Mapping[type[Any], Sequence[Any]]
_ON_SHEET = (r.SheetRecord, r.RemarksRecord)
_DIGEST_BYTES = 16


@dataclass(frozen=True)
class Known:
    """What the last import of a part of a sheet left: its row in `SheetSource` and its digest."""

    source_id: int
    digest: str


@dataclass(frozen=True)
class SheetPart:
    """What one file says of one sheet. `own_cells` is what it says otherwise than its records can."""

    sheet_id: int
    label: str
    row: int
    digest: str
    parts: Parts
    own_cells: Mapping[str, Any] = field(default_factory=dict)


def digest_of(texts: Iterable[str]) -> str:
    """A short hash of a part's cells."""
    return hashlib.blake2b("\x1f".join(texts).encode(), digest_size=_DIGEST_BYTES).hexdigest()


class PartStore:
    """Takes the parts of one file code, in any number of files, and writes what is new or changed.

    `written_digest` gives the digest of stored records as their file would have them: another one than the last
    import's means that somebody edited them since.
    """

    def __init__(
        self, code: str, writer: SheetWriter, report: ImportReport, written_digest: Callable[[Parts, Any], str]
    ) -> None:
        self._code, self._writer, self._report = code, writer, report
        self._written_digest = written_digest
        self._waiting: list[tuple[SheetPart, int]] = []
        self.overwrites_edits = False

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
        accepted = [
            (part, file_id)
            for part, file_id in self._waiting
            if self._is_accepted(part, stored[part.sheet_id], known.get(part.sheet_id))
        ]
        self._waiting = []
        self._replace(accepted)

    def _is_accepted(self, part: SheetPart, old: Parts, known: SheetSource | None) -> bool:
        """Whether the part replaces what is stored. A hand edit stays, and is reported, unless told otherwise."""
        old = {record: old[record] for record in RECORDS_OF[self._code]}
        is_empty = not any(old.get(record) for record in RECORDS_OF[self._code] if record not in _ON_SHEET)
        changes = changes_of(part.label, old, part.parts)
        if known:
            is_edited = self._written_digest(old, known.own_cells) != known.digest
        else:
            is_edited = bool(changes) and not (is_empty and not self._says_something(old))
        is_conflict = is_edited and bool(changes) and not self.overwrites_edits
        self._report.add_changes(changes, is_conflict=is_conflict)
        return not is_conflict

    @staticmethod
    def _says_something(old: Parts) -> bool:
        remarks = old.get(r.RemarksRecord, ())
        return bool(old.get(r.SheetRecord)) or any(entry.remarks for entry in remarks)

    def _replace(self, accepted: list[tuple[SheetPart, int]]) -> None:
        if not accepted:
            return
        ids = [part.sheet_id for part, _file_id in accepted]
        SheetSource.objects.filter(sheet__in=ids, code=self._code).delete()
        kept = self._kept_beside(ids)
        delete_rows(_rows_of(self._code, ids))
        for part, file_id in accepted:
            self._writer.blocks.pop(part.sheet_id, None)
            self._writer.add_parts(part.sheet_id, _without_implied(kept.get(part.sheet_id, {}), part.parts))
            self._write_on_sheet(part)
            self._add_source(part, file_id)
        self._report.changed_sheets.update(ids)

    def _kept_beside(self, ids: list[int]) -> Mapping[int, Parts]:
        """The other records that hang on the sheets' blocks: they are written again with the new ones."""
        if self._code not in SHARING_BLOCKS:
            return {}
        others = stored_parts(SHARING_BLOCKS, ids)
        own = RECORDS_OF[self._code]
        return {
            sheet_id: {record: entries for record, entries in parts.items() if record not in own}
            for sheet_id, parts in others.items()
        }

    def _write_on_sheet(self, part: SheetPart) -> None:
        for remarks in part.parts.get(r.RemarksRecord, ()):
            if remarks.remarks or not self._is_new(part):
                self._writer.bulk.flush()
                ReviewSheet.objects.filter(pk=part.sheet_id).update(remarks=remarks.remarks)
        for sheet in part.parts.get(r.SheetRecord, ()):
            if not self._is_new(part):
                self._writer.update_sheet(part.sheet_id, sheet)

    def _is_new(self, part: SheetPart) -> bool:
        return part.sheet_id in self._writer.new_sheets

    def _add_source(self, part: SheetPart, file_id: int) -> None:
        self._writer.add_source(part.sheet_id, file_id, self._code, part.row, part.digest, part.own_cells)


def _rows_of(code: str, ids: list[int]) -> list[Any]:
    """The stored rows of a code's records, the pointing ones first; all that hangs on blocks where it shares them."""
    codes = SHARING_BLOCKS if code in SHARING_BLOCKS else (code,)
    records = [record for one in codes for record in RECORDS_OF[one] if record in TABLES]
    tables = [TABLES[record] for record in TABLES if record in records]
    return [table.model._default_manager.filter(**{f"{table.owner}__in": ids}) for table in reversed(tables)]


def _without_implied(kept: Parts, new: Parts) -> Parts:
    """Both together. A block that stays only because an arrow or an item names it is made anew with them."""
    blocks = kept.get(r.BlockRecord)
    return {**kept, **new} if blocks is None else {**kept, r.BlockRecord: _real(blocks), **new}


def _real(blocks: Sequence[r.BlockRecord]) -> list[r.BlockRecord]:
    return [block for block in blocks if not block.is_implied]


def known_parts(sheet_ids: Sequence[int]) -> dict[tuple[int, str], Known]:
    """What earlier imports left of these sheets, by sheet and file code."""
    known: dict[tuple[int, str], Known] = {}
    for batch in batches(sheet_ids, SHEETS_AT_ONCE):
        rows = SheetSource.objects.filter(sheet__in=batch).values_list("sheet_id", "code", "pk", "digest")
        known |= {(sheet_id, code): Known(pk, digest) for sheet_id, code, pk, digest in rows}
    return known
