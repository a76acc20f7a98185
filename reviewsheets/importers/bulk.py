"""Rows into the database at the driver's own speed: COPY on PostgreSQL, executemany on SQLite.

The only place that writes without the ORM. It writes inside the caller's transaction; signals and `save` don't run.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, count, islice
from typing import Any

from django.db import connection, models

BATCH = 50_000  # rows of all tables that wait before they are written
ID_BLOCK = 5_000  # ids taken from a sequence at a time
MOST_PARAMETERS = 900  # in a statement of SQLite: older ones take 999

_SHARED_IDS = "SELECT nextval(pg_get_serial_sequence(%(table)s, 'id')) FROM generate_series(1, %(number)s)"
# Moved on at once, a hundred times as fast; another session could take an id between the two calls.
_LAST_LOCKED_ID = """
    SELECT setval(sequence, nextval(sequence) + %(number)s - 1)
    FROM (SELECT pg_get_serial_sequence(%(table)s, 'id')::regclass AS sequence) AS its
"""


def stored(value: Any) -> Any:
    """A value as both drivers take it: decimals as digits, lists as JSON."""
    convert = _CONVERTS.get(type(value))
    return convert(value) if convert else value


def _digits(number: Decimal) -> str:
    text = str(number)  # a fifth of the time that formatting takes
    return text if "E" not in text else f"{number:f}"


_json = json.JSONEncoder(ensure_ascii=False, default=str).encode
_CONVERTS: dict[type, Callable[[Any], str]] = {Decimal: _digits, tuple: _json, list: _json, dict: _json}


@dataclass
class Target:
    """A model's table: its columns, what stands in those nobody gives, its ids and the rows that wait."""

    model: type[models.Model]
    given: tuple[str, ...]  # attnames after the id, in the order rows are given
    ids: Iterator[int]
    rows: list[Sequence[Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        meta = self.model._meta
        assert meta.pk is not None  # noqa: S101 - a concrete model has one
        columns: dict[str, str] = {field.attname: str(field.column) for field in meta.concrete_fields}
        rest = {
            columns[field.attname]: stored(_default(field))
            for field in meta.concrete_fields
            if not field.primary_key and field.attname not in self.given
        }
        filled = {name: value for name, value in rest.items() if value is not None}  # the others are null of themselves
        self.constants = tuple(filled.values()) if connection.vendor == "postgresql" else ()
        given = [str(meta.pk.column), *(columns[name] for name in self.given)]
        quote = connection.ops.quote_name
        self.table = f"{quote(meta.db_table)} ({', '.join(quote(name) for name in (*given, *filled))})"
        self.row_sql = f"({', '.join([*('?' for _ in given), *(_literal(value) for value in filled.values())])})"


def _literal(value: Any) -> str:
    """A model's default as SQL: a number or a text."""
    return str(int(value)) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def _default(column: Any) -> Any:
    value = column.get_default()
    return column.get_db_prep_save(value, connection) if not isinstance(value, list | dict) else value


class BulkWriter:
    """Gathers rows by table and writes them in batches; `written` counts them by model name.

    Tables are written in the order they were first asked for: ask for a table before those that point at it. SQLite
    looks through every table that points at a row while rows that point nowhere are there.
    `has_locked`: nobody else can add rows to these tables until this transaction ends.
    """

    def __init__(self, *, has_locked: bool = False) -> None:
        self._has_locked = has_locked
        self._targets: dict[type[models.Model], Target] = {}
        self._waiting = 0
        self.written: Counter[str] = Counter()

    def target(self, model: type[models.Model], given: tuple[str, ...]) -> Target:
        """A model's table. `given` must be the same for every row of it."""
        return self._targets.get(model) or self._open(model, given)

    def add(self, target: Target, values: Sequence[Any]) -> int:
        """Put a row in line; gives the id it will have."""
        row_id = next(target.ids)
        target.rows.append((row_id, *values, *target.constants))
        self._written_when_many(1)
        return row_id

    def add_all(self, target: Target, heads: Iterable[Sequence[Any]], cells: Sequence[Sequence[Any]]) -> Sequence[int]:
        """Put rows in line, whose values come in two parts; gives the ids they will have."""
        constants, row_ids = target.constants, list(islice(target.ids, len(cells)))
        target.rows += [
            (row_id, *head, *more, *constants) for row_id, head, more in zip(row_ids, heads, cells, strict=False)
        ]
        self._written_when_many(len(row_ids))
        return row_ids

    def _written_when_many(self, added: int) -> None:
        self._waiting += added
        if self._waiting >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        self._waiting = 0
        for target in self._targets.values():
            if target.rows:
                self._write(target)

    def _open(self, model: type[models.Model], given: tuple[str, ...]) -> Target:
        self._targets[model] = Target(model, given, _ids(model, has_locked=self._has_locked))
        return self._targets[model]

    def _write(self, target: Target) -> None:
        self.written[target.model.__name__] += len(target.rows)
        write = _copy if connection.vendor == "postgresql" else _insert
        write(target)
        target.rows.clear()


def _copy(target: Target) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {target.table} FROM STDIN") as copy:
        write_row = copy.write_row
        for row in target.rows:
            write_row(row)


def _insert(target: Target) -> None:
    """Many rows a statement: SQLite takes half the time, as it looks up the table's last id once a statement."""
    rows = target.rows
    at_once = MOST_PARAMETERS // len(rows[0])
    whole = len(rows) - len(rows) % at_once
    statement = f"INSERT INTO {target.table} VALUES "  # noqa: S608 - our own names and constants
    joined = (list(chain.from_iterable(rows[start : start + at_once])) for start in range(0, whole, at_once))
    connection.ensure_connection()
    connection.connection.executemany(statement + ", ".join([target.row_sql] * at_once), joined)
    connection.connection.executemany(statement + target.row_sql, rows[whole:])


def _ids(model: type[models.Model], *, has_locked: bool) -> Iterator[int]:
    """Ids nobody else gets: from the table's own sequence, or on SQLite, where we alone write, after the last."""
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(model._meta.db_table)
        return chain.from_iterable(_locked_ids(table) if has_locked else _shared_ids(table))
    with connection.cursor() as cursor:
        # The highest id ever given, not the highest there is: what was deleted stands in the history of changes.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        last = cursor.fetchone() or (0,)
    return count(last[0] + 1)


def _locked_ids(table: str) -> Iterator[Iterable[int]]:
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_LAST_LOCKED_ID, {"table": table, "number": ID_BLOCK})
            (last,) = cursor.fetchone()
        yield range(last - ID_BLOCK + 1, last + 1)


def _shared_ids(table: str) -> Iterator[Iterable[int]]:
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_SHARED_IDS, {"table": table, "number": ID_BLOCK})
            block = [row[0] for row in cursor.fetchall()]
        yield block


def delete_rows(querysets: Iterable["models.QuerySet[Any]"]) -> None:
    """Delete rows, children first; each queryset in the order given."""
    for queryset in querysets:
        queryset.delete()
