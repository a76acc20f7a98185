"""Each column of each official file with texts no one expects: refused in words, or read into what its column holds."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import models

from reviewsheets.formats.layout import Contract, FormatError, Row
from reviewsheets.formats.records import RemarksRecord, SheetRecord
from reviewsheets.formats.rs_system.contracts import CONTRACTS
from reviewsheets.formats.rs_system.listing import FIRST
from reviewsheets.importers.tables import TABLES
from reviewsheets.models import Ministry, ReviewSheet
from tests.importers.official_files import HEADERS, small_year

LARGEST = {
    models.PositiveSmallIntegerField: 2**15 - 1,
    models.PositiveIntegerField: 2**31 - 1,
    models.BigIntegerField: 2**63 - 1,
}
TEXTS = (
    "長" * 301,
    "9" * 5000,
    "0." + "9" * 400,
    "9" * 29,
    "3000000000",
    "40000",
    "-1",
    "-0",
    "１２",
    "1e400",
    "言葉",
    "",
    "=1+1",
    "2" * 11 + "\n",
)


def fits(field: Any, value: Any) -> bool:
    """Both databases take the value in this column."""
    if value is None:
        return bool(field.null)
    if isinstance(field, models.CharField):
        return len(value) <= (field.max_length or 0)
    if isinstance(field, models.DecimalField):
        return abs(Decimal(value)) < Decimal(10**20)
    if type(field) in LARGEST:
        lowest = -LARGEST[type(field)] if type(field) is models.BigIntegerField else 0
        return lowest <= value <= LARGEST[type(field)]
    return isinstance(value, str | bool | tuple)


def column_of(record: type[Any], name: str) -> Any:
    if name in ("ministry", "policy_ministry") and record is SheetRecord:
        return Ministry._meta.get_field("name")
    model = ReviewSheet if record in (SheetRecord, RemarksRecord) else TABLES[record].model
    return model._meta.get_field(name)


def misfits(parts: Any) -> Iterator[str]:
    """The cells of these records that a column would not take, but pointers."""
    for record, entries in parts.items():
        pointers = TABLES[record].pointers if record in TABLES else {}
        for entry in entries:
            for name, value in zip(record._fields, entry, strict=True):
                if name not in pointers and not fits(column_of(record, name), value):
                    yield f"{record.__name__}.{name} = {str(value)[:50]}"


def accidents(contract: Contract, index: int) -> Iterator[str]:
    """What goes wrong when each text stands in this column of each row of a full project."""
    rows = [row for row in small_year().rows[contract.code] if row[2] in ("101", "103")]
    numbers = {row[2] for row in rows}
    for number in numbers:
        own = [row for row in rows if row[2] == number]
        for place in range(len(own)):
            for text in TEXTS:
                cells = [list(row) for row in own]
                cells[place][index] = text
                try:
                    parts = contract.read([Row(at, row) for at, row in enumerate(cells, 2)])
                except FormatError as error:
                    if error.problem.row is None or not error.problem.column:
                        yield f"{text[:20]}: no place: {error}"
                else:
                    yield from misfits(parts)


COLUMNS = [
    (contract, index)
    for contract in CONTRACTS
    for index in range(FIRST if contract.code != "1-2" else 2, len(HEADERS[contract.code]))
    if contract.code != "3-1" or HEADERS["3-1"][index] in ("2007", "2023", "2060") or index < FIRST + 15
]


@pytest.mark.parametrize("contract", CONTRACTS, ids=[contract.code for contract in CONTRACTS])
def test_no_text_of_any_column_ends_in_an_accident(contract: Contract) -> None:
    columns = [index for own, index in COLUMNS if own is contract]
    found = {HEADERS[contract.code][index]: sorted(set(accidents(contract, index))) for index in columns}
    assert {header: problems for header, problems in found.items() if problems} == {}


def test_every_column_is_tried() -> None:
    assert len(COLUMNS) == 209
