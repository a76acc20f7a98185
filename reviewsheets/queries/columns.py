"""All published sheets as arrays, and those of them that a filter lets through, less any of its parts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import QuerySet
from numpy.typing import NDArray

from reviewsheets.models import SummaryColumns
from reviewsheets.models.columns import BLANK, FORMS, RUN

COUNTED = ("sheet_year", "class_code", "ministry_id", "lines_id", "total_yen", "executed_yen", "unused_yen")
Flags = NDArray[np.bool_]  # one a sheet


@dataclass(frozen=True)
class Columns:
    """Sheets as arrays: of those in `columns`, all as long and in the order of their "id", the flagged ones."""

    columns: Mapping[str, NDArray[Any]]
    flags: Flags | None = None  # None: all

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.columns[name] if self.flags is None else self.columns[name][self.flags]

    def __len__(self) -> int:
        return len(self.columns["id"]) if self.flags is None else int(np.count_nonzero(self.flags))

    def of(self, flags: Flags) -> "Columns":
        """Of all sheets these."""
        return Columns(self.columns, flags)

    def giving(self, name: str) -> "Columns":
        """Those whose figure is no blank."""
        given = self.columns[name] != BLANK
        return self.of(given if self.flags is None else given & self.flags)

    def beside(self, name: str, values: NDArray[Any]) -> "Columns":
        """The same with one column more."""
        return Columns({**self.columns, name: values}, self.flags)


@dataclass(frozen=True)
class Narrowed:
    """All sheets and what they are narrowed by: for each thing chosen, by its name, whom it leaves out."""

    sheets: Columns
    leaves_out: Mapping[str, Flags]

    @cached_property
    def _times_left_out(self) -> NDArray[np.uint8]:
        return self._added(self.leaves_out)

    def but(self, *names: str) -> Columns:
        """Those that are let through, whatever is chosen under these names."""
        if not self.leaves_out:
            return self.sheets
        return self.sheets.of(self._times_left_out == self._added(name for name in names if name in self.leaves_out))

    def _added(self, names: Iterable[str]) -> NDArray[np.uint8]:
        times = np.zeros(len(self.sheets), np.uint8)
        for name in names:
            times += self.leaves_out[name]
        return times


def all_columns(kept: QuerySet[SummaryColumns], names: Iterable[str] = COUNTED) -> Columns:
    """Every sheet that has a summary, with these columns, in one query."""
    asked = list(dict.fromkeys(["sheet_year", *names]))
    runs = _bytes_of(kept.order_by("first_id").values_list("first_id", *asked), len(asked))
    columns = {
        name: np.frombuffer(b"".join(run[place] for run in runs), FORMS[name]) for place, name in enumerate(asked, 1)
    }
    columns["id"] = (np.array([run[0] for run in runs], np.int64)[:, None] + np.arange(RUN)).ravel()
    there = columns["sheet_year"] > 0
    return Columns({name: values[there] for name, values in columns.items()})


def _bytes_of(runs: QuerySet[SummaryColumns, Any], columns: int) -> list[tuple[Any, ...]]:
    """The rows of a query: an id, then so many columns of bytes.

    PostgreSQL answers with two letters for a byte, which took four times as long, unless asked for a binary copy.
    """
    if connection.vendor != "postgresql":
        return list(runs)
    asked = connection.ops.compose_sql(*runs.query.sql_with_params())  # type: ignore[attr-defined]  # PostgreSQL's alone
    with connection.cursor() as cursor, cursor.copy(f"COPY ({asked}) TO STDOUT (FORMAT BINARY)") as copied:
        copied.set_types(["int8", *["bytea"] * columns])
        return list(copied.rows())


def counted(values: NDArray[np.integer]) -> dict[int, int]:
    """How often each value stands there, ascending."""
    numbers = np.bincount(values)
    there = numbers.nonzero()[0]
    return dict(zip(there.tolist(), numbers[there].tolist(), strict=True))
