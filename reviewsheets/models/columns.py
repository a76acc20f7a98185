"""The summaries of all sheets as arrays, a column each: what a list counts, adds and sorts, however it is narrowed."""

from typing import Any

import numpy as np
from django.db import models
from django.utils.translation import gettext_lazy as _

RUN = 4096  # sheets in a row of the table
BLANK = int(np.iinfo(np.int64).min)  # no figure that a sheet may hold
# The kept columns of `SheetSummary`, each with the form of its values. A place without a summary holds 0 everywhere.
FORMS: dict[str, np.dtype[Any]] = {
    "sheet_year": np.dtype("<u2"),
    "class_code": np.dtype("<u2"),
    "ministry_id": np.dtype("<u4"),
    "lines_id": np.dtype("<i8"),
    "total_yen": np.dtype("<i8"),
    "executed_yen": np.dtype("<i8"),
    "unused_yen": np.dtype("<i8"),
    "initial_yen": np.dtype("<i8"),
    "requested_yen": np.dtype("<i8"),
    "carried_out_yen": np.dtype("<i8"),
    "net_rate": np.dtype("<i8"),
    "gross_rate": np.dtype("<i8"),
    "outcomes_missed": np.dtype("<i8"),
}


class SummaryColumns(models.Model):
    """The sheets `first_id` to `first_id + RUN - 1`: of each column their values side by side, in the order of ids.

    All sheets are read in this form in a few milliseconds, and counted in less; to ask the database for each of the
    counts beside the values of a filter takes ten times as long.
    """

    first_id = models.BigIntegerField(primary_key=True)
    sheet_year = models.BinaryField()
    class_code = models.BinaryField()
    ministry_id = models.BinaryField()
    lines_id = models.BinaryField()
    total_yen = models.BinaryField()
    executed_yen = models.BinaryField()
    unused_yen = models.BinaryField()
    initial_yen = models.BinaryField()
    requested_yen = models.BinaryField()
    carried_out_yen = models.BinaryField()
    net_rate = models.BinaryField()
    gross_rate = models.BinaryField()
    outcomes_missed = models.BinaryField()

    class Meta:
        verbose_name = _("シートの要約（列ごと）")
        verbose_name_plural = _("シートの要約（列ごと）")

    def __str__(self) -> str:
        return f"{self.first_id}-{self.first_id + RUN - 1}"
