"""The way back: what the database holds of a year, written as the official files.

Only sheets that came from files of that format are in them; a sheet typed in here has no official row.
"""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import simplejson

from reviewsheets.formats.judgit.keys import CODE as JUDGIT
from reviewsheets.formats.judgit.writing import write_sheet
from reviewsheets.formats.layout import Contract
from reviewsheets.formats.records import SheetRecord
from reviewsheets.formats.rs_system.archive import write_archive
from reviewsheets.formats.rs_system.contracts import CONTRACTS, contract_for, header_of
from reviewsheets.formats.rs_system.listing import COMMON
from reviewsheets.formats.rs_system.sheets import common_cells
from reviewsheets.importers.reading import OUTLINE
from reviewsheets.importers.rs_system import expected_common
from reviewsheets.importers.stored import stored_parts
from reviewsheets.importers.writer import SHEETS_AT_ONCE
from reviewsheets.models import ReviewSheet, SheetSource, SourceFile
from reviewsheets.models.bulk import batches

Told = Callable[[Path, int], None]  # a file that is written, and its rows


@dataclass(frozen=True)
class Written:
    """What was written: files with their rows, and how many sheets of the year the format has no rows for."""

    files: tuple[tuple[str, int], ...]
    left_out: int


def write_rs_system(sheet_year: int, folder: Path) -> Written:
    """The archives of a year: each file that sheets of this year came from."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for default in CONTRACTS:
        sources = _sources(sheet_year, SourceFile.Format.RS_SYSTEM, default.code)
        if not sources:
            continue
        contract = _contract(sources, default)
        rows = _Counted(_table_rows(contract, sources))
        path = write_archive(folder, contract.code, contract.title, sheet_year, header_of(contract), rows)
        files.append((path.name, rows.count))
    return Written(tuple(files), _left_out(sheet_year, SourceFile.Format.RS_SYSTEM))


def write_judgit(sheet_year: int, folder: Path) -> Written:
    """The year's sheets as ndjson, in the order of their files."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = _sources(sheet_year, SourceFile.Format.JUDGIT, JUDGIT)
    if not sources:
        return Written((), _left_out(sheet_year, SourceFile.Format.JUDGIT))
    path = folder / f"judgit-{sheet_year}.ndjson.gz"
    with path.open("wb") as file, gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
        for line in _json_lines(sources):
            packed.write(line.encode() + b"\n")
    return Written(((path.name, len(sources)),), _left_out(sheet_year, SourceFile.Format.JUDGIT))


class _Counted:
    """Rows, counted as they pass."""

    def __init__(self, rows: Iterator[list[str]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[list[str]]:
        for row in self._rows:
            self.count += 1
            yield row


def _sources(sheet_year: int, file_format: str, code: str) -> list[SheetSource]:
    """Which sheets a file has, in its order: the official files go by 予算事業ID, JUDGIT!'s by their lines."""
    sources = SheetSource.objects.filter(sheet__sheet_year=sheet_year, file__format=file_format, code=code)
    chosen = list(sources.select_related("file").order_by("file__imported_at", "source_row"))
    if file_format == SourceFile.Format.JUDGIT:
        return chosen
    numbers = dict(sources.values_list("sheet", "sheet__number"))
    return sorted(chosen, key=lambda source: _order(numbers[source.sheet_id]))


def _order(number: str) -> tuple[int, str]:
    return (int(number), "") if number.isdecimal() else (2**63, number)


def _left_out(sheet_year: int, file_format: str) -> int:
    sheets = ReviewSheet.objects.published().filter(sheet_year=sheet_year)
    return sheets.exclude(sources__file__format=file_format).count()


def _contract(sources: list[SheetSource], default: Contract) -> Contract:
    """The contract of the file's own header: 3-1 has a column a year, as many as the widest header."""
    headers = {tuple(source.file.header) for source in sources}
    widest = max(headers, key=len)
    return contract_for(widest) if widest else default


def _table_rows(contract: Contract, sources: list[SheetSource]) -> Iterator[list[str]]:
    for batch in batches(sources, SHEETS_AT_ONCE):
        codes = [contract.code] if contract.code == OUTLINE else [OUTLINE, contract.code]
        parts = stored_parts(codes, [source.sheet_id for source in batch])
        for source in batch:
            yield from _sheet_rows(contract, source, parts[source.sheet_id])


def _sheet_rows(contract: Contract, source: SheetSource, parts: Any) -> Iterator[list[str]]:
    common = common_cells(parts[SheetRecord][0])
    for cells in contract.write(parts):
        head = expected_common(contract, common, is_blank=not any(cells))
        yield [*(source.own_cells.get(header, cell) for header, cell in zip(COMMON, head, strict=True)), *cells]


def _json_lines(sources: list[SheetSource]) -> Iterator[str]:
    for batch in batches(sources, SHEETS_AT_ONCE):
        parts = stored_parts([JUDGIT], [source.sheet_id for source in batch])
        for source in batch:
            sheet = write_sheet(parts[source.sheet_id], source.own_cells)
            yield simplejson.dumps(sheet, use_decimal=True, ensure_ascii=False, separators=(",", ":"))
