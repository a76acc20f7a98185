"""Rows into the database at the driver's own speed: COPY on PostgreSQL, executemany on SQLite.

The only place that writes without the ORM. It writes inside the caller's transaction; signals and `save` don't run.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import connection, models

BATCH = 5_000  # rows a table gathers before they are written
ID_BLOCK = 5_000  # ids taken from a sequence at a time


def stored(value: Any) -> Any:
    """A value as both drivers take it: decimals as digits, lists as JSON."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple | list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value


@dataclass
class Target:
    """A model's table: its columns, what stands in those nobody gives, its ids and the rows that wait."""

    model: type[models.Model]
    given: tuple[str, ...]  # attnames after the id, in the order rows are given
    ids: Iterator[int]
    rows: list[Sequence[Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        meta = self.model._meta
        attnames = [column.attname for column in meta.concrete_fields if not column.primary_key]
        rest = [column for column in meta.concrete_fields if column.attname in set(attnames) - set(self.given)]
        self.constants = tuple(stored(_default(column)) for column in rest)
        names = {column.attname: column.column for column in meta.concrete_fields}
        assert meta.pk is not None  # noqa: S101 - a concrete model has one
        self.columns = [meta.pk.column, *(names[name] for name in self.given), *(column.column for column in rest)]
        self.table = meta.db_table


def _default(column: Any) -> Any:
    value = column.get_default()
    return column.get_db_prep_save(value, connection) if not isinstance(value, list | dict) else value


class BulkWriter:
    """Gathers rows by table and writes them in batches; `written` counts them by model name."""

    def __init__(self) -> None:
        self._targets: dict[type[models.Model], Target] = {}
        self.written: Counter[str] = Counter()

    def add(self, model: type[models.Model], given: tuple[str, ...], values: Sequence[Any]) -> int:
        """Put a row in line; gives the id it will have. `given` must be the same for every row of a model."""
        target = self._targets.get(model) or self._open(model, given)
        row_id = next(target.ids)
        target.rows.append((row_id, *values, *target.constants))
        self.written[model.__name__] += 1
        if len(target.rows) >= BATCH:
            self._write(target)
        return row_id

    def flush(self) -> None:
        """Write what waits."""
        for target in self._targets.values():
            if target.rows:
                self._write(target)

    def _open(self, model: type[models.Model], given: tuple[str, ...]) -> Target:
        self._targets[model] = Target(model, given, _ids(model))
        return self._targets[model]

    @staticmethod
    def _write(target: Target) -> None:
        columns = ", ".join(connection.ops.quote_name(column) for column in target.columns)
        table = connection.ops.quote_name(target.table)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in target.rows:
                        copy.write_row(row)
            else:
                places = ", ".join("?" * len(target.columns))
                statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - our own names
                connection.connection.executemany(statement, target.rows)
        target.rows.clear()


def _ids(model: type[models.Model]) -> Iterator[int]:
    """Ids nobody else gets: from the table's own sequence, or on SQLite, where we alone write, after the last."""
    if connection.vendor == "postgresql":
        return _sequence_ids(model._meta.db_table)
    last = model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0
    return count(last + 1)


def _sequence_ids(table: str) -> Iterator[int]:
    statement = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, [connection.ops.quote_name(table), ID_BLOCK])
            block = [row[0] for row in cursor.fetchall()]
        yield from block


def delete_rows(querysets: Iterable["models.QuerySet[Any]"]) -> None:
    """Delete rows, children first; each queryset in the order given."""
    for queryset in querysets:
        queryset.delete()
