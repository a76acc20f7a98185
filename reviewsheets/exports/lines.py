"""One streaming CSV line generator: UTF-8 with BOM, CRLF, amounts in exact yen, "-" and blank as written.

Headers are the official Japanese terms in every language, so that a program may rely on them.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from reviewsheets.units.cells import Cell, YenCell, is_dash, number_from, plain_number
from reviewsheets.units.money import rounded_percent

Line = tuple[str, ...]
LINES_A_CHUNK = 500
# A spreadsheet takes these for the start of a formula; Japanese ones take the full-width forms too.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


@dataclass(frozen=True)
class Layout:
    """A table's title, its header and how its rows become lines."""

    title: str
    header: Line
    lines: Callable[[Any], Iterable[Line]]


def csv_stream(header: Line, lines: Iterable[Line]) -> Iterator[bytes]:
    """The whole file in chunks, every cell made safe for spreadsheets."""
    yield "\ufeff".encode() + _chunk([header])
    rows = iter(lines)
    while chunk := _chunk(islice(rows, LINES_A_CHUNK)):
        yield chunk


def _chunk(lines: Iterable[Line]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([safe(text) for text in line] for line in lines)
    return buffer.getvalue().encode()


def safe(text: str) -> str:
    """A text no spreadsheet runs: an apostrophe before a formula; numbers and lone dashes stay as they are."""
    if not text.startswith(FORMULA_STARTS) or is_dash(text) or number_from(text) is not None:
        return text
    return f"'{text}"


def yen(cell: YenCell) -> str:
    """Exact yen, or what is written."""
    return cell.text if cell.yen is None else str(cell.yen)


def whole(number: int | None) -> str:
    """A whole number, or blank."""
    return "" if number is None else str(number)


def number(cell: Cell) -> str:
    """The exact number, or the words; a number too long for the database's column is read from its text."""
    exact = number_from(cell.text) if cell.text else cell.number
    return cell.text if exact is None else plain_number(exact)


def percent(rate_percent: Decimal | None) -> str:
    """A rate to one decimal, or blank."""
    return "" if rate_percent is None else str(rounded_percent(rate_percent))


def flag(is_true: bool | None) -> str:
    """TRUE or FALSE as the official files write it, or blank."""
    return "" if is_true is None else str(is_true).upper()
