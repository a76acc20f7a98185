"""Entry of indicators: a row a form, with the years as columns, as on paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.models import inlineformset_factory
from django.utils.translation import gettext_lazy as _

from reviewsheets.admin.budget import rate_text
from reviewsheets.admin.cells import CellField, CellForm, TextForm, YearCellField
from reviewsheets.admin.rows import InnerRows, MatrixRow, NestedRows, NestingForm, OrderedRows, matrix_rows, put_cells
from reviewsheets.models import Indicator, IndicatorValue, PolicyEvaluation, ReviewSheet, UnitCost, UnitCostYear
from reviewsheets.units.year_words import short_year
from reviewsheets.units.years import LAST_YEAR

Column = IndicatorValue.Column
SHORT_TEXT = forms.Textarea(attrs={"rows": 2})


@dataclass(frozen=True)
class YearColumn:
    """A column of an indicator's matrix: `key` in the field names, the fiscal year of a year's column, its head."""

    key: str
    fiscal_year: int | None
    head: Any


def year_columns(years: Iterable[int], sheet_year: int) -> list[YearColumn]:
    """Columns headed as the form of that sheet year heads them."""
    return [YearColumn(str(year), year, short_year(year, sheet_year)) for year in years]


class TargetYearField(YearCellField):
    """The year over an interim or final target: 1990-2100, "-" or blank; a bare 30 is of the sheet's era."""

    def read(self, text: str) -> Any:
        cell = super().read(text)
        if cell.number is not None and not 1990 <= cell.number <= LAST_YEAR:
            raise forms.ValidationError(_("1990年度から2100年度までの年度を入れてください。"), code="year")
        return cell


class FormulaField(CellField):
    """A formula as written ("350/200"): text only."""

    def __init__(self) -> None:
        super().__init__(columns=("formula", "formula"))

    def of(self, instance: Any) -> str:
        return str(instance.formula)

    def put(self, instance: Any, cell: Any) -> None:
        instance.formula = cell.written


class ValuesForm(CellForm):
    """An indicator whose values are cells named `<row>_<column>`."""

    value_rows: dict[str, Any] = {}
    extra_columns: tuple[YearColumn, ...] = ()

    def __init__(self, *args: Any, sheet: ReviewSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        self.stored = {self.key_of(value): value for value in self.stored_values()}
        stored_years = {value.fiscal_year for key, value in self.stored.items() if key.isdigit()}
        self.columns = [
            *year_columns(sorted({*self.form_years(), *stored_years}), sheet.sheet_year),
            *self.extra_columns,
        ]
        for column in self.columns:
            self.add_cells(column)

    def stored_values(self) -> list[Any]:
        """The stored columns of this indicator."""
        return list(self.instance.values.all()) if self.instance.pk else []

    def key_of(self, value: Any) -> str:
        """The column a stored value belongs to."""
        return str(value.fiscal_year) if value.column == Column.YEAR else value.column

    def new_value(self, column: YearColumn) -> Any:
        """An unsaved value for a column."""
        kind = Column.YEAR if column.fiscal_year else column.key
        return IndicatorValue(column=kind, fiscal_year=column.fiscal_year)

    def form_years(self) -> Iterable[int]:
        """The years that have a column on the form."""
        return self.sheet.result_year_range

    def has_cell(self, row: str, column: YearColumn) -> bool:
        """The form has an input there."""
        return True

    def add_cells(self, column: YearColumn) -> None:
        """The inputs of one column."""
        stored = self.stored.get(column.key) or self.new_value(column)
        for row, label in self.value_rows.items():
            if self.has_cell(row, column):
                self.add_cell(f"{row}_{column.key}", self.make_field(row), label, stored, head=column.head)

    def add_cell(self, name: str, field: CellField, label: Any, stored: Any, *, head: Any) -> None:
        """One input, filled from the stored value."""
        field.widget.attrs["aria-label"] = f"{head} {label}"
        self.fields[name] = field
        self.initial[name] = field.of(stored)

    def make_field(self, row: str) -> CellField:
        """The field of a row's cells."""
        return CellField(columns=(row, f"{row}_text"))

    def names_in(self, column: YearColumn) -> list[str]:
        """The names of a column's inputs."""
        return [name for name in self.fields if name.endswith(f"_{column.key}")]

    def matrix(self) -> list[MatrixRow]:
        """The lines of cells for the template."""
        return matrix_rows(self, self.value_rows.items(), [column.key for column in self.columns])

    def save(self, commit: bool = True) -> Any:
        indicator = super().save(commit)
        for column in self.columns:
            self.save_column(column)
        return indicator

    def save_column(self, column: YearColumn) -> None:
        """Write a column that says something; an emptied one is removed."""
        value = self.stored.get(column.key) or self.new_value(column)
        if put_cells(self, value, self.names_in(column)) or self.keeps(value):
            self.attach(value)
            value.save()
            self.stored[column.key] = value
        elif value.pk:
            value.delete()

    def keeps(self, value: Any) -> bool:
        """Something else than the cells is a reason to keep the column."""
        return value.published_achievement_percent is not None

    def attach(self, value: Any) -> None:
        """Hang the value on its saved indicator."""
        value.indicator = self.instance


class IndicatorForm(ValuesForm):
    """What outcomes and policy measures share: actual and target by year, interim and final target."""

    extra_columns = (
        YearColumn(Column.INTERIM.value, None, Column.INTERIM.label),
        YearColumn(Column.FINAL.value, None, Column.FINAL.label),
    )
    value_rows = {"actual": _("成果実績"), "target": _("目標値")}

    def add_cells(self, column: YearColumn) -> None:
        super().add_cells(column)
        if not column.fiscal_year:
            stored = self.stored.get(column.key) or self.new_value(column)
            field = TargetYearField(columns=("fiscal_year", "fiscal_year_text"), seen_from=self.sheet.sheet_year)
            self.add_cell(f"year_{column.key}", field, _("年度"), stored, head=column.head)

    def year_cells(self) -> list[Any]:
        """The inputs for the years of the two targets, under their heads."""
        return [self[f"year_{column.key}"] for column in self.extra_columns]

    def achievements(self) -> list[tuple[str, str]]:
        """達成度 of what is stored, by column; the page's script keeps it up as one types."""
        return [(column.key, self.achievement_text(column.key)) for column in self.columns]

    def achievement_text(self, key: str) -> str:
        """To one decimal; "-" where it cannot be computed, blank where nothing is stored."""
        value = self.stored.get(key)
        return rate_text(value.achievement_percent) if value else ""


class OutcomeForm(IndicatorForm):
    """定量的な成果目標 with its indicator."""

    class Meta:
        model = Indicator
        fields = ["goal", "name", "unit", "source", "direction"]
        widgets = {"goal": SHORT_TEXT, "name": SHORT_TEXT, "source": SHORT_TEXT}


class ActivityForm(ValuesForm):
    """活動指標: actual and planned; the sheet year and the next have a plan only."""

    value_rows = {"actual": _("活動実績"), "target": _("当初見込み")}

    class Meta:
        model = Indicator
        fields = ["name", "unit"]
        widgets = {"name": SHORT_TEXT}

    def form_years(self) -> Iterable[int]:
        return self.sheet.budget_year_range

    def has_cell(self, row: str, column: YearColumn) -> bool:
        stored = self.stored.get(column.key)
        has_actual = stored is not None and (stored.actual is not None or bool(stored.actual_text))
        return row == "target" or has_actual or (column.fiscal_year or 0) < self.sheet.sheet_year


class UnitCostForm(ValuesForm):
    """単位当たりコスト with the formula as written, to the sheet year's plan."""

    value_rows = {"value": _("単位当たりコスト"), "formula": _("計算式")}

    class Meta:
        model = UnitCost
        fields = ["basis", "unit", "formula_unit"]
        widgets = {"basis": SHORT_TEXT}

    def stored_values(self) -> list[Any]:
        return list(self.instance.years.all()) if self.instance.pk else []

    def key_of(self, value: Any) -> str:
        return str(value.fiscal_year)

    def new_value(self, column: YearColumn) -> Any:
        return UnitCostYear(fiscal_year=int(column.key))

    def form_years(self) -> Iterable[int]:
        return [*self.sheet.result_year_range, self.sheet.sheet_year]

    def make_field(self, row: str) -> CellField:
        return FormulaField() if row == "formula" else super().make_field(row)

    def keeps(self, value: Any) -> bool:
        return bool(value.formula)

    def attach(self, value: Any) -> None:
        value.unit_cost = self.instance


class KindRows(OrderedRows):
    """The indicators of one kind."""

    kind: Indicator.Kind

    def save_row(self, form: Any) -> None:
        form.instance.kind = self.kind
        form.instance.sheet = form.sheet
        super().save_row(form)


class OutcomeRowsBase(KindRows):
    kind = Indicator.Kind.OUTCOME


class ActivityRowsBase(KindRows):
    kind = Indicator.Kind.ACTIVITY


class MeasureRowsBase(InnerRows, KindRows):
    kind = Indicator.Kind.POLICY


class MeasureForm(IndicatorForm):
    """測定指標（定量的指標）."""

    value_rows = {"actual": _("実績値"), "target": _("目標値")}

    class Meta:
        model = Indicator
        fields = ["name", "unit", "direction"]
        widgets = {"name": SHORT_TEXT}


class PolicyForm(NestingForm, TextForm, forms.ModelForm):
    """政策 and 施策, with their measures."""

    class Meta:
        model = PolicyEvaluation
        fields = ["policy", "measure", "relation"]
        widgets = {"relation": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, sheet: ReviewSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


def indicator_rows(parent: type, form: type, formset: type, **options: Any) -> Any:
    """A table of indicators under a sheet or a policy."""
    return inlineformset_factory(parent, Indicator, form=form, formset=formset, extra=1, can_delete=True, **options)


OutcomeRows = indicator_rows(ReviewSheet, OutcomeForm, OutcomeRowsBase)
ActivityRows = indicator_rows(ReviewSheet, ActivityForm, ActivityRowsBase)
MeasureRows = indicator_rows(PolicyEvaluation, MeasureForm, MeasureRowsBase, fk_name="policy_evaluation")


class PolicyRowsBase(NestedRows):
    nested = {"measures": MeasureRows}


PolicyRows = inlineformset_factory(
    ReviewSheet, PolicyEvaluation, form=PolicyForm, formset=PolicyRowsBase, extra=1, can_delete=True
)
UnitCostRows = inlineformset_factory(
    ReviewSheet, UnitCost, form=UnitCostForm, formset=OrderedRows, extra=1, can_delete=True
)
