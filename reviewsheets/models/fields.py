"""Columns that several subjects share. A cell is two columns: the number, and the words where it holds words."""

from typing import Any

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from reviewsheets.units.years import FIRST_YEAR, LAST_YEAR

TEXT_LENGTH = 300


def yen_column(name: Any, *, help_text: Any = "") -> models.BigIntegerField:
    """The number of a money cell, in yen."""
    return models.BigIntegerField(name, null=True, blank=True, help_text=help_text or _("円"))


def number_column(name: Any, *, help_text: Any = "") -> models.DecimalField:
    """The number of a cell in the indicator's own unit; past 15 digits the words column holds it exactly."""
    return models.DecimalField(name, max_digits=30, decimal_places=10, null=True, blank=True, help_text=help_text)


def words_column(name: Any) -> models.CharField:
    """What the cell says where the number alone would not give it back ("-", 検討中, 1.80)."""
    return models.CharField(format_lazy("{}（{}）", name, _("記載")), max_length=TEXT_LENGTH, blank=True)


def position_column() -> models.PositiveSmallIntegerField:
    """The row's place in its table, from 0."""
    return models.PositiveSmallIntegerField(_("順番"), default=0)


def source_row_column() -> models.PositiveIntegerField:
    """The row in the official file this came from, as a spreadsheet counts it; none where it was typed in."""
    return models.PositiveIntegerField(_("元のファイルの行"), null=True, blank=True, editable=False)


def year_range(column: str, name: str) -> models.CheckConstraint:
    """A fiscal year between 1990 and 2100."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{column}__gte": FIRST_YEAR, f"{column}__lte": LAST_YEAR}), name=name
    )
