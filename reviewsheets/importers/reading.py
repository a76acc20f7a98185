"""Files into records, sheet by sheet: all that needs no database, so that a second process can do it (`ahead`)."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from pathlib import Path
from typing import Any, NamedTuple

from reviewsheets.formats.judgit.reading import read_sheet
from reviewsheets.formats.layout import Contract, FormatError, Parts, Row
from reviewsheets.formats.rs_system.contracts import contract_for
from reviewsheets.formats.rs_system.listing import COMMON, FIRST, NUMBER_COLUMN, SHEET_KIND, YEAR_COLUMN
from reviewsheets.importers.reader import Reading, json_objects, table_rows, with_first
from reviewsheets.units.years import FIRST_YEAR, LAST_YEAR

OUTLINE = "1-2"
_DIGEST_BYTES = 16
_YEAR = re.compile(r"[0-9]{4}")


class ReadSheet(NamedTuple):
    """What one file says of one sheet, or what is wrong with it.

    `misplaced`: these rows are of another kind or year. `common`: the thirteen cells of the RS System's files.
    `digest`: of a table's cells; a JUDGIT! sheet's is of its records.
    """

    row: int
    number: str = ""
    rows: int = 1
    common: tuple[str, ...] = ()
    is_blank: bool = False
    digest: str = ""
    parts: Parts = {}
    own_cells: Mapping[str, Any] = {}
    misplaced: FormatError | None = None
    error: FormatError | None = None


def digest_of(texts: Iterable[str]) -> str:
    """A short hash of a part's cells."""
    return hashlib.blake2b("\x1f".join(texts).encode(), digest_size=_DIGEST_BYTES).hexdigest()


def rows_digest(contract: Contract, rows: Sequence[Row]) -> str:
    """The digest of a sheet's rows in a file."""
    first = 0 if contract.code == OUTLINE else FIRST
    return digest_of(chain.from_iterable(row.cells[first:] for row in rows))


def records_digest(parts: Parts) -> str:
    """The digest of a JUDGIT! sheet's records as they are read: 100 for 100.0 in a file is no change."""
    return digest_of(repr([tuple(record) for record in records]) for records in parts.values())


def read_judgit(path: Path, reading: Reading | None) -> Iterator[ReadSheet]:
    """The sheets of a JUDGIT! file."""
    for row, value in json_objects(path, reading):
        try:
            parts, own_cells = read_sheet(value, row)
        except FormatError as error:
            yield ReadSheet(row, error=error)
        else:
            yield ReadSheet(row, digest=records_digest(parts), parts=parts, own_cells=own_cells)


def read_table(path: Path, sheet_year: int, reading: Reading | None) -> Iterator[ReadSheet]:
    """The sheets of an RS System file, each its rows that stand together."""
    header, rows = with_first(table_rows(path, reading))
    contract = contract_for(header.cells)
    for number, group in groupby(rows, key=lambda row: row.cells[NUMBER_COLUMN]):
        yield _read_rows(contract, list(group), number, sheet_year)


def _read_rows(contract: Contract, rows: list[Row], number: str, sheet_year: int) -> ReadSheet:
    first = rows[0]
    place = (first.number, number, len(rows), tuple(first.cells[:FIRST]), not any(first.cells[FIRST:]))
    try:
        _check_place(rows, sheet_year)
    except FormatError as error:
        return ReadSheet(*place, misplaced=error)
    try:
        if contract.code != OUTLINE:
            _check_common(rows)
        return ReadSheet(*place, digest=rows_digest(contract, rows), parts=contract.read(rows))
    except FormatError as error:
        return ReadSheet(*place, error=error)


def sheet_year_of(row: Row) -> int:
    """事業年度 of a row."""
    text = row.cells[YEAR_COLUMN]
    last = LAST_YEAR - 1  # the request is for the year after
    if not _YEAR.fullmatch(text) or not FIRST_YEAR <= int(text) <= last:
        message = f"{FIRST_YEAR}年から{last}年までの年度ではありません"
        raise FormatError(message, row=row.number, column=COMMON[YEAR_COLUMN], value=text)
    return int(text)


def _check_place(rows: Sequence[Row], sheet_year: int) -> None:
    expected = [SHEET_KIND, str(sheet_year)]
    for row in rows:
        if row.cells[: YEAR_COLUMN + 1] == expected:
            continue
        if row.cells[0] != SHEET_KIND:
            raise FormatError(f"「{SHEET_KIND}」ではありません", row=row.number, column=COMMON[0], value=row.cells[0])
        if sheet_year_of(row) != sheet_year:
            message = f"{sheet_year}年度のファイルです"
            raise FormatError(message, row=row.number, column=COMMON[1], value=row.cells[YEAR_COLUMN])


def _check_common(rows: Sequence[Row]) -> None:
    first = rows[0].cells[:FIRST]
    for row in rows[1:]:
        if row.cells[:FIRST] != first:
            index = next(place for place, cell in enumerate(row.cells[:FIRST]) if cell != first[place])
            message = f"{rows[0].number}行目と異なります"
            raise FormatError(message, row=row.number, column=COMMON[index], value=row.cells[index])
