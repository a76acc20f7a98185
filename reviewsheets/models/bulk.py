"""Rows into the database without an object a row, which takes a third of the time."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

SHEETS_AT_ONCE = 5_000


def columns_of(model: type[models.Model]) -> tuple[str, ...]:
    """The attributes a row gives a value for, in order: all, without an id that the database gives."""
    fields = model._meta.concrete_fields
    return tuple(field.attname for field in fields if not isinstance(field, models.AutoField | models.BigAutoField))


def write_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Rows with their values in the order of these columns. Inside the caller's transaction."""
    quoted = connection.ops.quote_name
    into = f"{quoted(model._meta.db_table)} ({', '.join(map(quoted, columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join("?" * len(columns))
            connection.connection.executemany(f"INSERT INTO {into} VALUES ({places})", rows)  # noqa: S608 - our own names


def hold(model: type[models.Model]) -> None:
    """Let nobody else write to this table until the transaction ends: who makes all of it anew knows all its rows."""
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def among(path: str, ids: Collection[int]) -> models.Q:
    """Rows whose `path` is one of these ids; asked as a range where none between them is missing.

    Thousands of named ids cost the database and its driver more than the rows they lead to.
    """
    if ids and max(ids) - min(ids) + 1 == len(set(ids)):
        return models.Q(**{f"{path}__gte": min(ids), f"{path}__lte": max(ids)})
    return models.Q(**{f"{path}__in": ids})


def batches(values: Iterable[Any], size: int = SHEETS_AT_ONCE) -> Iterator[list[Any]]:
    """The values in lists of at most `size`."""
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch
