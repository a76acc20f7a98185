"""`SummaryColumns` kept as the summaries are: of the sheets that changed, or of all."""

from collections.abc import Collection
from typing import Any

import numpy as np
from django.db.transaction import atomic
from numpy.typing import NDArray

from reviewsheets.models import SheetSummary, SummaryColumns
from reviewsheets.models.bulk import among, hold
from reviewsheets.models.columns import BLANK, FORMS, RUN

_CELLS = np.dtype(list(FORMS.items()))  # a sheet's values side by side, while they are written
_NOTHING = {name: bytes(RUN * form.itemsize) for name, form in FORMS.items()}


def keep_columns(sheet_ids: Collection[int] | None = None) -> None:
    """Write what the summaries of these sheets, or of all, say now; of a sheet without one nothing stays.

    Last in the caller's transaction: who writes other sheets of the same rows waits until it ends.
    """
    which = SheetSummary.objects.order_by()
    if sheet_ids is not None:
        which = which.filter(among("sheet", sheet_ids))
    with atomic():
        if sheet_ids is None:
            hold(SummaryColumns)
        ids = which.values_list("pk", flat=True) if sheet_ids is None else sheet_ids
        runs = _held({pk - pk % RUN for pk in ids})
        cells = {first_id: _emptied(run, sheet_ids) for first_id, run in runs.items()}
        for pk, *values in which.values_list("sheet", *FORMS).iterator():
            cells[pk - pk % RUN][pk % RUN] = tuple(BLANK if value is None else value for value in values)
        for first_id, run in runs.items():
            for name in FORMS:
                setattr(run, name, cells[first_id][name].tobytes())
            run.save()
        if sheet_ids is None:
            SummaryColumns.objects.exclude(first_id__in=runs).delete()


def _held(first_ids: Collection[int]) -> dict[int, SummaryColumns]:
    """The rows that begin at these ids, until the transaction ends; in one order, as two might wait for each other."""
    empty = [SummaryColumns(first_id=first_id, **_NOTHING) for first_id in sorted(first_ids)]
    SummaryColumns.objects.bulk_create(empty, ignore_conflicts=True)
    held = SummaryColumns.objects.select_for_update().filter(first_id__in=first_ids).order_by("first_id")
    return {run.first_id: run for run in held}


def _emptied(run: SummaryColumns, sheet_ids: Collection[int] | None) -> NDArray[Any]:
    """What the row holds, without these sheets."""
    cells = np.zeros(RUN, _CELLS)
    if sheet_ids is not None:
        for name, form in FORMS.items():
            cells[name] = np.frombuffer(getattr(run, name), form)
        cells[[pk % RUN for pk in sheet_ids if pk - pk % RUN == run.first_id]] = 0
    return cells
