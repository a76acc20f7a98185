"""Columns of a whole table: a header, what it means, and how its cells come from the stored values.

Cells are made a column at a time for a block of rows, which keeps a table of 300,000 rows quick. A text that looks
like a formula is made safe as in every other CSV; numbers are written as they are stored.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from reviewsheets.exports.lines import FORMULA_STARTS, Line, number, safe
from reviewsheets.exports.spending import WRONG_NUMBER
from reviewsheets.units.cells import Cell, plain_number
from reviewsheets.units.money import rounded_percent
from reviewsheets.units.names import is_corporate_number

Values = Sequence[Any]
CARE = frozenset(FORMULA_STARTS)  # the first characters of texts to look at more closely
TEXT, INTEGER, YEN, PERCENT, YEAR, NUMBER = _("文字"), _("整数"), _("円"), _("％"), _("年度"), _("数値")
FLAGS = {True: "TRUE", False: "FALSE", None: ""}


@dataclass(frozen=True)
class Column:
    """A header with its dictionary entry. `cells` takes the values of each of `fields` for a block of rows."""

    name: str
    meaning: Any
    kind: Any = TEXT
    unit: Any = ""
    fields: tuple[str, ...] = ()
    cells: Callable[..., Iterable[Any]] = list


@dataclass(frozen=True)
class Derived:
    """A value worked out once a row for several columns, which name it among their fields."""

    name: str
    fields: tuple[str, ...]
    of: Callable[..., Any]


@dataclass(frozen=True)
class WholeTable:
    """A table's title, what one row is, and its columns: all that its CSV and its dictionary say."""

    title: Any
    row_meaning: Any
    columns: tuple[Column, ...]
    derived: tuple[Derived, ...] = ()

    @property
    def file_title(self) -> str:
        """What the file holds, as its name."""
        return f"行政事業レビューシート_{self.title}"

    @property
    def header(self) -> Line:
        """The first line of the CSV."""
        return tuple(column.name for column in self.columns)

    @property
    def fields(self) -> Line:
        """The stored values it needs, each once."""
        needed = [name for column in self.columns for name in column.fields]
        needed += [name for derived in self.derived for name in derived.fields]
        worked_out = {derived.name for derived in self.derived}
        return tuple(name for name in dict.fromkeys(needed) if name not in worked_out)


def whole_table_stream(table: WholeTable, blocks: Iterable[Sequence[tuple[Any, ...]]]) -> Iterator[bytes]:
    """The whole file, a chunk a block of rows; a row has the values of the table's `fields`."""
    yield "\ufeff".encode() + _chunk([table.header])
    for rows in blocks:
        yield _chunk(_lines(table, rows))


def _lines(table: WholeTable, rows: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    values: dict[str, Values] = dict(zip(table.fields, zip(*rows, strict=True), strict=True))
    for derived in table.derived:
        values[derived.name] = list(map(derived.of, *(values[name] for name in derived.fields)))
    return zip(*(column.cells(*(values[name] for name in column.fields)) for column in table.columns), strict=True)


def _chunk(lines: Iterable[Iterable[Any]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(lines)
    return buffer.getvalue().encode()


def text(name: str, meaning: Any, field: str) -> Column:
    """A text as written."""
    return Column(name, meaning, fields=(field,), cells=safe_cells)


def year(name: str, meaning: Any, field: str) -> Column:
    """A fiscal year (the year of the April), or blank."""
    return Column(name, meaning, YEAR, _("西暦"), (field,))


def year_or_words(name: str, meaning: Any, field: str) -> Column:
    """A fiscal year, or what is written in its place."""
    return Column(name, meaning, YEAR, _("西暦"), (field, f"{field}_text"), number_or_words)


def integer(name: str, meaning: Any, field: str, unit: Any) -> Column:
    """A whole number, or blank."""
    return Column(name, meaning, INTEGER, unit, (field,))


def yen(name: str, meaning: Any, stem: str) -> Column:
    """Exact yen, or what is written, of the pair of columns `<stem>_yen` and `<stem>_text`."""
    return Column(name, meaning, YEN, _("円"), (f"{stem}_yen", f"{stem}_text"), number_or_words)


def plain_yen(name: str, meaning: Any, field: str) -> Column:
    """Exact yen, or blank."""
    return Column(name, meaning, YEN, _("円"), (field,))


def flag(name: str, meaning: Any, field: str) -> Column:
    """TRUE or FALSE as the official files write it, or blank."""
    return Column(name, meaning, fields=(field,), cells=lambda values: [FLAGS[value] for value in values])


def choice(name: str, meaning: Any, field: str, words: dict[Any, str]) -> Column:
    """A stored code in words; a code that is not known as it is."""
    return Column(name, meaning, fields=(field,), cells=lambda codes: [words.get(code, code) for code in codes])


def joined(name: str, meaning: Any, field: str) -> Column:
    """A list of texts, kept as JSON, with 、 between them."""
    return Column(name, meaning, fields=(field,), cells=lambda lists: [_joined(each) for each in lists])


def quantity(name: str, meaning: Any, number_field: str, text_field: str, *, kind: Any, unit: Any) -> Column:
    """A number exactly, or what is written."""
    return Column(name, meaning, kind, unit, (number_field, text_field), exact_cells)


def number_check(name: str, meaning: Any, field: str, payee_field: str) -> Column:
    """What is wrong with a published corporate number; one that is its payee's is right."""
    return Column(name, meaning, fields=(field, payee_field), cells=_number_checks)


def safe_cells(texts: Values) -> list[str]:
    """Texts no spreadsheet runs; None is blank."""
    return [safe(text) if text and text[0] in CARE else text for text in texts]


def number_or_words(numbers: Values, texts: Values) -> list[Any]:
    """The number where there is one, else what is written."""
    return [safe(text) if value is None and text else value for value, text in zip(numbers, texts, strict=True)]


def exact_cells(numbers: Values, texts: Values) -> list[str]:
    """The exact number, or the words; the text is asked first, for it may be exact where the number is rounded."""
    return [_exact(value, text) for value, text in zip(numbers, texts, strict=True)]


def _exact(value: Decimal | float | None, text: str | None) -> str:
    if text:
        return safe(number(Cell(None, text)))
    return "" if value is None else plain_number(Decimal(str(value)))


def decimals(values: Values) -> list[Decimal | None]:
    """Exact decimals of what the database gives: a double of SQLite gives back the fifteen digits that were stored."""
    return [None if value is None else Decimal(str(value)) for value in values]


@lru_cache(maxsize=1024)
def _joined(stored: str) -> str:
    return safe("、".join(json.loads(stored)))


def _number_checks(published: Values, known: Values) -> list[str]:
    return [
        "" if number == payee_number or not number or is_corporate_number(number) else WRONG_NUMBER
        for number, payee_number in zip(published, known, strict=True)
    ]


def rate_cells(hundredths: Values) -> list[str]:
    """Percent to one decimal, of hundredths of a percent."""
    return ["" if value is None else plain_number(rounded_percent(Decimal(value).scaleb(-2))) for value in hundredths]
