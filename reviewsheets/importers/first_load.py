"""The first load: while there is no sheet nobody is kept waiting, so indexes and foreign keys are made after the rows.

All of it inside the import's transaction: an import that fails leaves them as they were.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection
from django.db.models import Model

from reviewsheets.importers.reader import Found
from reviewsheets.importers.tables import TABLES
from reviewsheets.models import Payee, Project, ReviewSheet, SheetSource

WORTH_SETTING_ASIDE_BYTES = 2_000_000  # below it, making them anew takes longer than keeping them
_FOREIGN_KEYS = """
    SELECT conname, conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])
"""
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY(%s::regclass[]) AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
"""


def is_large(found: Found) -> bool:
    """Worth setting aside what slows every row down."""
    return found.size_bytes >= WORTH_SETTING_ASIDE_BYTES


def set_aside() -> list[str]:
    """Drop what is made anew after a first load; gives the statements that make it. None where sheets are there.

    Nobody else can write to these tables then, until the transaction ends.
    """
    if ReviewSheet.objects.exists():
        return []
    # Not of sheets and projects: an index made in a transaction that updated its rows serves only later ones.
    models: list[type[Model]] = [Payee, SheetSource, *(table.model for table in TABLES.values())]
    tables = [connection.ops.quote_name(model._meta.db_table) for model in models]
    return _set_aside_postgresql(tables) if connection.vendor == "postgresql" else _set_aside_sqlite(tables)


@contextmanager
def foreign_keys_at_the_end(found: Found) -> Iterator[None]:
    """SQLite looks at every row's keys as it comes, a third of the time; the import looks at all of them at its end.

    Nothing on PostgreSQL, whose keys are set aside. Around the transaction, for inside it SQLite does not listen.
    """
    if connection.vendor == "sqlite" and is_large(found):
        with connection.constraint_checks_disabled():
            yield
    else:
        yield


def make_anew(statements: Sequence[str]) -> None:
    """Make indexes and foreign keys over the rows that are there now; a row that breaks one is an IntegrityError."""
    with connection.cursor() as cursor:
        if statements and connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks to come cannot be altered
        for statement in statements:
            cursor.execute(statement)


def _set_aside_postgresql(tables: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        written = [*tables, *(connection.ops.quote_name(model._meta.db_table) for model in (Project, ReviewSheet))]
        cursor.execute(f"LOCK TABLE {', '.join(written)} IN EXCLUSIVE MODE")
        cursor.execute(_FOREIGN_KEYS, [tables])
        keys = cursor.fetchall()
        cursor.execute(_INDEXES, [tables])
        indexes = cursor.fetchall()
        for name, table, _definition in keys:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
    made = [definition for _name, definition in indexes]
    made += [f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}' for name, table, definition in keys]
    # Counted roughly, or the first questions are answered by reading whole tables; the server counts better later.
    return [*made, "SET LOCAL default_statistics_target = 10", f"ANALYZE {', '.join(tables)}"]


def _set_aside_sqlite(tables: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        named = [(name, sql) for name, table, sql in cursor.fetchall() if connection.ops.quote_name(table) in tables]
        for name, _sql in named:
            cursor.execute(f'DROP INDEX "{name}"')
    return [sql for _name, sql in named]
