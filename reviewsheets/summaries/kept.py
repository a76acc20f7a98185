"""Rows of counts as they should be: what is not so yet is written, all else left alone."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model, Q

from reviewsheets.models.bulk import batches, columns_of

ROWS_AT_ONCE = 500


def keep(model: type[Model], rows: Iterable[Sequence[Any]], which: Q | None = None) -> None:
    """Let `which` of the table, or all, be these rows, their values as `columns_of`. The caller holds the table."""
    columns = columns_of(model)
    wanted = {tuple(row) for row in rows}
    kept = model._default_manager.filter(Q() if which is None else which).order_by()
    stale = [pk for pk, *row in kept.values_list("pk", *columns) if not _is_found(wanted, tuple(row))]
    for batch in batches(stale, ROWS_AT_ONCE):
        model._default_manager.filter(pk__in=batch).delete()
    missing = [model(**dict(zip(columns, row, strict=True))) for row in wanted]
    model._default_manager.bulk_create(missing, batch_size=ROWS_AT_ONCE)  # seen by `models.version`, as COPY is not


def _is_found(wanted: set[tuple[Any, ...]], row: tuple[Any, ...]) -> bool:
    """Whether it is one of them; what is left at last is missing."""
    if row not in wanted:
        return False
    wanted.remove(row)
    return True
