"""The first load: while there is no sheet nobody is kept waiting, so indexes and foreign keys are made after the rows.

All of it inside the import's transaction: an import that fails leaves them as they were.
"""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Model

from reviewsheets.importers.tables import TABLES
from reviewsheets.models import Payee, ReviewSheet, SheetSource

WORTH_SETTING_ASIDE_BYTES = 2_000_000  # below it, making them anew takes longer than keeping them
_FOREIGN_KEYS = """
    SELECT conname, conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])
"""
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY(%s::regclass[]) AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
"""


def set_aside() -> list[str]:
    """Drop what is made anew after a first load; gives the statements that make it. None where sheets are there."""
    if ReviewSheet.objects.exists():
        return []
    # Not of sheets and projects: an index made in a transaction that updated its rows serves only later ones.
    models: list[type[Model]] = [Payee, SheetSource, *(table.model for table in TABLES.values())]
    tables = [connection.ops.quote_name(model._meta.db_table) for model in models]
    return _set_aside_postgresql(tables) if connection.vendor == "postgresql" else _set_aside_sqlite(tables)


def make_anew(statements: Iterable[str]) -> None:
    """Indexes and foreign keys over the rows that are there now; a row that breaks one is an IntegrityError."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks to come cannot be altered
        for statement in statements:
            cursor.execute(statement)


def _set_aside_postgresql(tables: list[str]) -> list[str]:
    with connection.cursor() as cursor:
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
    return [*made, f"ANALYZE {', '.join(tables)}"]  # or the first questions are answered by reading whole tables


def _set_aside_sqlite(tables: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        named = [(name, sql) for name, table, sql in cursor.fetchall() if connection.ops.quote_name(table) in tables]
        for name, _sql in named:
            cursor.execute(f'DROP INDEX "{name}"')
    return [sql for _name, sql in named]
