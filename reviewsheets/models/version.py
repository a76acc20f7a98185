"""The version of what public pages show: every transaction that writes any of it changes it, whoever writes and how.

Each open connection is watched from here on, so that no writer has to remember it. COPY and what goes past Django's
cursors are not seen; such writers (`importers`, `summaries.search`) also write through Django in the same transaction.
"""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from reviewsheets.models.organisations import Ministry
from reviewsheets.models.sources import ImportRun

_WRITE = re.compile(r'\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM)\s+"?(reviewsheets_\w+)', re.IGNORECASE)
_FREE_ROW = "SELECT id FROM reviewsheets_dataversion ORDER BY id LIMIT 1"


class DataVersion(models.Model):
    """One of the stamps that together are the version; a new one each time, so that none ever comes back.

    A writer stamps a row that no open transaction holds, or adds one: nobody waits for another's import to end, and
    there are as many rows as there ever were writers at once. A count would come back with a database put back or
    made anew, and readers would keep pages of the other one.
    """

    stamp = models.CharField(_("印"), max_length=32)

    class Meta:
        verbose_name = _("データの版")
        verbose_name_plural = _("データの版")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.stamp


_NOT_SHOWN = {
    DataVersion._meta.db_table,
    ImportRun._meta.db_table,  # tells its progress while it runs
    Ministry.editors.through._meta.db_table,
}


@receiver(connection_created)
def watch(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Look at what this connection is told to write."""
    if _stamp_writes not in connection.execute_wrappers:
        connection.execute_wrappers.append(_stamp_writes)


def _stamp_writes(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """After the write: outside a transaction a new stamp before it could be read together with the old rows."""
    result = execute(sql, params, many, context)
    written = _WRITE.match(str(sql))
    if written and written[1] not in _NOT_SHOWN:
        _stamp_once(context["connection"])
    return result


def _stamp_once(connection: BaseDatabaseWrapper) -> None:
    """Once a transaction. A savepoint taken back takes its stamp with it, and what waits for the end since then."""
    if any(waiting[1] is _stamped for waiting in connection.run_on_commit):
        return
    _stamp(connection)
    if connection.in_atomic_block:
        connection.on_commit(_stamped)


def _stamped() -> None:
    """Waits for the end of a transaction that has its stamp."""


def _stamp(connection: BaseDatabaseWrapper) -> None:
    can_skip = connection.features.has_select_for_update_skip_locked
    free_row = f"{_FREE_ROW} FOR UPDATE SKIP LOCKED" if can_skip else _FREE_ROW
    stamp = [uuid4().hex]
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE reviewsheets_dataversion SET stamp = %s WHERE id = ({free_row})", stamp)  # noqa: S608 - our own words
        if not cursor.rowcount:
            cursor.execute("INSERT INTO reviewsheets_dataversion (stamp) VALUES (%s)", stamp)
