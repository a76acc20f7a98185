"""Entry of budget and execution: the matrix by year and the budget lines. Amounts in million yen, as on the form."""

from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.models import inlineformset_factory
from django.utils.translation import gettext_lazy as _

from reviewsheets.admin.cells import CellForm, NotedCell, YenCellField
from reviewsheets.admin.rows import MatrixRow, OrderedRows, matrix_rows, put_cells
from reviewsheets.models import BudgetLine, BudgetYear, ReviewSheet
from reviewsheets.units.cells import grouped_number
from reviewsheets.units.money import BudgetFigures, million_from_yen, rounded_percent, sum_yen
from reviewsheets.units.year_words import short_year

PARTS = {
    "initial": _("当初予算"),
    "supplementary": _("補正予算"),
    "carried_in": _("前年度から繰越し"),
    "carried_out": _("翌年度へ繰越し"),
    "contingency": _("予備費等"),
}
MAY_BE_NEGATIVE = {"supplementary", "contingency"}


@dataclass(frozen=True)
class ComputedRow:
    """A line of figures that nobody types: its texts by budget year."""

    name: str
    label: Any
    cells: list[tuple[str, str]]


class BudgetForm(forms.Form):
    """予算額・執行額: rows are the parts, columns the budget years. The last column is the request."""

    bound_field_class = NotedCell

    def __init__(self, data: Any, *, sheet: ReviewSheet, confirmed: bool = False) -> None:
        super().__init__(data, prefix="budget")
        self.sheet, self.confirmed = sheet, confirmed
        self.stored = {row.budget_year: row for row in sheet.budget_years.all()}
        self.years = sorted({*sheet.budget_year_range, *self.stored})
        for year in self.years:
            for name in self.parts_of(year):
                self.add_cell(name, year)
        self.prefill_carried_in()

    @property
    def request_year(self) -> int:
        """The year that the sheet asks money for."""
        return self.sheet.sheet_year + 1

    def parts_of(self, year: int) -> list[str]:
        """The parts that have a cell in this year's column."""
        row = self.stored.get(year)
        if year == self.request_year and (row is None or not row.figures.gross_total_yen):
            return ["requested"]
        executed = year < self.sheet.sheet_year or (row is not None and row.executed_yen is not None)
        requested = row is not None and (row.requested_yen is not None or row.requested_text)
        return [*PARTS, *(["executed"] if executed else []), *(["requested"] if requested else [])]

    def add_cell(self, name: str, year: int) -> None:
        """One input of the matrix."""
        label = _("執行額") if name == "executed" else _("要求額") if name == "requested" else PARTS[name]
        cell = YenCellField(name=name, non_negative=name not in MAY_BE_NEGATIVE, label=label)
        stored = self.stored.get(year) or BudgetYear(sheet=self.sheet, budget_year=year)
        cell.widget.attrs |= {"data-part": name, "data-year": year, "aria-label": f"{year} {label}"}
        cell.widget.attrs["data-basis"] = stored.basis
        self.fields[f"{name}_{year}"] = cell
        self.initial[f"{name}_{year}"] = cell.of(stored)

    def prefill_carried_in(self) -> None:
        """On a sheet that was never saved here, what last year's sheet carried out is what this year carries in."""
        name = f"carried_in_{self.sheet.sheet_year}"
        is_new = self.sheet.edition == 1 and self.sheet.sheet_year not in self.stored
        last = self.last_year_row() if is_new else None
        carried = YenCellField(name="carried_out").of(last) if last else ""
        self.prefilled = bool(carried)
        if self.prefilled:
            self.initial[name] = carried
            self.fields[name].help_text = _("前年度のシートの翌年度へ繰越しから")

    def last_year_row(self) -> BudgetYear | None:
        """What last year's sheet says of its own year; another ministry's draft says nothing."""
        last_sheet = self.sheet.last_year_sheet()
        if last_sheet is None or not (last_sheet.is_published or last_sheet.ministry_id == self.sheet.ministry_id):
            return None
        return last_sheet.budget_years.filter(budget_year=last_sheet.sheet_year).first()

    def has_changed(self) -> bool:
        """A prefilled cell is something to store."""
        return self.prefilled or super().has_changed()

    def clean(self) -> dict[str, Any]:
        for year in self.years:
            self.warn_when_overspent(year)
        return self.cleaned_data

    def warn_when_overspent(self, year: int) -> None:
        """執行額 over 計 is possible and rare: to be confirmed by whoever types it."""
        name = f"executed_{year}"
        if self.confirmed or name not in self.cleaned_data or not self.column_is_new_and_clean(year):
            return
        figures = self.row_of(year).figures
        if figures.executed_yen is not None and figures.executed_yen > figures.total_yen:
            self.add_error(name, forms.ValidationError(_("執行額が計を超えています。"), code="confirm"))

    def column_is_new_and_clean(self, year: int) -> bool:
        """A cell of the year was changed, and none has an error."""
        names = {f"{name}_{year}" for name in self.parts_of(year)}
        return bool(names & set(self.changed_data)) and not names & set(self.errors)

    def row_of(self, year: int) -> BudgetYear:
        """The year's row as typed, not saved."""
        row = copy(self.stored[year]) if year in self.stored else BudgetYear(sheet=self.sheet, budget_year=year)
        put_cells(self, row, [f"{name}_{year}" for name in self.parts_of(year)])
        return row

    def save(self) -> None:
        """Write the years that say something; a year emptied by hand is removed."""
        for year in self.years:
            row = self.stored.get(year) or BudgetYear(sheet=self.sheet, budget_year=year)
            if put_cells(self, row, [f"{name}_{year}" for name in self.parts_of(year)]):
                row.save()
                self.stored[year] = row
            elif row.pk and row.published_total_yen is None:
                row.delete()
            elif row.pk:
                row.save()

    @property
    def heads(self) -> list[str]:
        """The columns' heads as the form prints them."""
        labels = [(year, short_year(year, self.sheet.sheet_year)) for year in self.years]
        return [_("%s要求") % label if year == self.request_year else label for year, label in labels]

    def rows(self) -> list[MatrixRow]:
        """The parts above 計. The request stands in the first row of its column, as on paper.

        A year that has a request beside its parts (a corrected sheet year, an import) shows it in a row of its own.
        """
        *rows, requests = matrix_rows(self, [*PARTS.items(), ("requested", _("要求額"))], map(str, self.years))
        for place, cell in enumerate(requests.cells):
            if cell is not None and rows[0].cells[place] is None:
                rows[0].cells[place], requests.cells[place] = cell, None
        return [*rows, requests] if any(requests.cells) else rows

    def executed_cells(self) -> MatrixRow:
        """The row 執行額."""
        return matrix_rows(self, [("executed", _("執行額"))], map(str, self.years))[0]

    def computed_rows(self) -> list[ComputedRow]:
        """計 and the rates of what is stored; the page's script keeps them up as one types."""
        figures = [self.figures_of(year) for year in self.years]
        totals = [self.total_text(year, row) for year, row in zip(self.years, figures, strict=True)]
        rates = [rate_text(row.execution_rate_percent) for row in figures]
        appropriated = [rate_text(row.appropriation_rate_percent) for row in figures]
        keys = [str(year) for year in self.years]
        return [
            ComputedRow("total", _("計"), list(zip(keys, totals, strict=True))),
            ComputedRow("rate", _("執行率（％）"), list(zip(keys, rates, strict=True))),
            ComputedRow(
                "appropriated",
                _("当初予算＋補正予算に対する執行額の割合（％）"),
                list(zip(keys, appropriated, strict=True)),
            ),
        ]

    def figures_of(self, year: int) -> BudgetFigures:
        """A year's stored amounts and what follows from them."""
        return (self.stored.get(year) or BudgetYear(sheet=self.sheet, budget_year=year)).figures

    def total_text(self, year: int, figures: BudgetFigures) -> str:
        """計 in million yen; of the requested year the request; blank where nothing is stored."""
        row = self.stored.get(year)
        if row is None:
            return ""
        is_request = f"initial_{year}" not in self.fields
        return million_text((row.requested_yen or 0) if is_request else figures.total_yen)


def million_text(amount_yen: int) -> str:
    """An amount as the form shows it: million yen with separators."""
    return grouped_number(million_from_yen(amount_yen))


def rate_text(rate_percent: Decimal | None) -> str:
    """A rate to one decimal, "-" where there is none."""
    return "-" if rate_percent is None else str(rounded_percent(rate_percent))


class BudgetLineRowsBase(OrderedRows):
    """The budget lines with their two totals."""

    def initial_total(self) -> str:
        """計 of the stored initial budgets."""
        return million_text(sum_yen(line.initial_yen for line in self.get_queryset()))

    def requested_total(self) -> str:
        """計 of the stored requests."""
        return million_text(sum_yen(line.requested_yen for line in self.get_queryset()))


class BudgetLineForm(CellForm):
    """One 歳出予算目."""

    initial_budget = YenCellField(name="initial", label=_("当初予算"))
    requested = YenCellField(name="requested", label=_("翌年度要求"))

    class Meta:
        model = BudgetLine
        fields = ["name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["initial_budget"].widget.attrs["data-addend"] = "lines-initial"
        self.fields["requested"].widget.attrs["data-addend"] = "lines-requested"


BudgetLineRows = inlineformset_factory(
    ReviewSheet, BudgetLine, form=BudgetLineForm, formset=BudgetLineRowsBase, extra=1, can_delete=True
)
