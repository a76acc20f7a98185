"""Tables of the entry page as formsets: ordered rows, rows with tables of their own, rows with years as columns."""

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.forms.boundfield import BoundField
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _

from reviewsheets.admin.cells import CellField

MOST_ADDED_ROWS = 100  # at one save, to a table


class OrderedRows(BaseInlineFormSet):
    """A table whose rows keep the order they have on the page. A deleted row is ticked in its last column."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.absolute_max = len(self.get_queryset()) + MOST_ADDED_ROWS

    def add_fields(self, form: Any, index: int | None) -> None:
        """Each input says its column and row, as none has a label beside it; a blank row after others is a spare."""
        super().add_fields(form, index)
        form.is_spare = not self.is_bound and index is not None and 0 < self.initial_form_count() <= index
        for name, field in form.fields.items():
            label = field.widget.attrs.get("aria-label") or (_("削除") if name == DELETION_FIELD_NAME else field.label)
            if label and not field.widget.is_hidden:
                row = "" if index is None else _("（%d行目）") % (index + 1)
                field.widget.attrs["aria-label"] = f"{label}{row}"

    def save_rows(self) -> None:
        """Remove ticked rows, as a new one may take their place; write changed and moved ones in page order."""
        for form in self.forms:
            if self.is_ticked(form) and form.instance.pk:
                form.instance.delete()
        for position, form in enumerate(self.kept_forms()):
            if self.must_save(form) or form.instance.position != position:
                form.instance.position = position
                self.save_row(form)

    def must_save(self, form: Any) -> bool:
        """The row says something else than what is stored."""
        return bool(form.has_changed())

    def save_row(self, form: Any) -> None:
        """Write one row under its parent."""
        setattr(form.instance, self.fk.name, self.instance)
        form.save()

    def is_ticked(self, form: Any) -> bool:
        """The row is ticked to be deleted."""
        return bool(getattr(form, "cleaned_data", {}).get(DELETION_FIELD_NAME))

    def kept_forms(self) -> Iterator[Any]:
        """The rows that stay: stored ones and new ones with something in them."""
        for form in self.forms:
            if (form.instance.pk or form.has_changed()) and not self.is_ticked(form):
                yield form


class InnerRows(OrderedRows):
    """Rows under a row: taken from what was prefetched with the parent, so that parents cost no query each."""

    def get_queryset(self) -> Any:
        if not hasattr(self, "_queryset"):
            accessor = self.fk.remote_field.get_accessor_name()
            self._queryset: Any = getattr(self.instance, str(accessor)).all() if self.instance.pk else []
        return self._queryset


class NestedRows(OrderedRows):
    """Rows that hold tables of their own, named in `nested`: name → formset class."""

    nested: dict[str, type[OrderedRows]] = {}

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.tables = {
            name: rows(
                data=form.data if form.is_bound else None,
                instance=form.instance,
                prefix=f"{form.prefix}-{name}",
                form_kwargs=self.form_kwargs,
            )
            for name, rows in self.nested.items()
        }

    def is_valid(self) -> bool:
        valid = super().is_valid()
        tables = [table for form in self.kept_forms() for table in form.tables.values()] if self.is_bound else []
        return all([valid, *[table.is_valid() for table in tables]])

    def save_row(self, form: Any) -> None:
        super().save_row(form)
        for table in form.tables.values():
            table.save_rows()


class NestingForm:
    """Mixed into the form of a nested row: something typed in its tables makes the row itself a real one."""

    tables: dict[str, OrderedRows]

    def has_changed(self) -> bool:
        """The row or one of its tables says something else than what is stored."""
        return super().has_changed() or any(table.has_changed() for table in getattr(self, "tables", {}).values())  # type: ignore[misc]  # a mixin over forms.Form


@dataclass
class MatrixRow:
    """One line of a matrix: its label and a bound cell per column (None where the form has no cell)."""

    label: Any
    name: str
    cells: list[BoundField | None] = dataclasses.field(default_factory=list)


def matrix_rows(form: forms.BaseForm, labels: Iterable[tuple[str, Any]], columns: Iterable[str]) -> list[MatrixRow]:
    """The lines of a form whose fields are called `<row>_<column>`."""
    keys = list(columns)
    return [
        MatrixRow(label, name, [form[f"{name}_{key}"] if f"{name}_{key}" in form.fields else None for key in keys])
        for name, label in labels
    ]


def put_cells(form: Any, instance: models.Model, names: Iterable[str]) -> bool:
    """Store the form's cells of these names in the instance; True when any holds something."""
    holds_something = False
    for name in names:
        cell_field = form.fields[name]
        if isinstance(cell_field, CellField):
            cell_field.put(instance, form.cleaned_data[name])
            holds_something |= not form.cleaned_data[name].is_blank
    return holds_something
