"""Form fields for cells: one input that holds blank, a number or words, kept in two columns of the model."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from reviewsheets.models.fields import TEXT_LENGTH
from reviewsheets.units.cells import Cell, CellError, YenCell, read_cell, read_yen_cell
from reviewsheets.units.years import LAST_YEAR, fiscal_year_from

FIRST_START_YEAR = 1868
LARGEST_YEN = 9_000_000_000_000_000_000
LARGEST_NUMBER = 10**20


class CellField(forms.CharField):
    """A cell in the indicator's own unit: any number or words. Cleans to a `Cell`."""

    def __init__(self, *, columns: tuple[str, str], non_negative: bool = False, **kwargs: Any) -> None:
        self.number_column, self.text_column = columns
        self.non_negative = non_negative
        kwargs = {"required": False, "max_length": TEXT_LENGTH, "strip": True} | kwargs
        super().__init__(**kwargs)
        self.widget.attrs |= {"class": "cell", "autocomplete": "off"}

    def of(self, instance: Any) -> str:
        """What the instance's two columns say, as written."""
        return Cell(getattr(instance, self.number_column), getattr(instance, self.text_column)).written

    def put(self, instance: Any, cell: Any) -> None:
        """Store the cleaned cell in the instance's two columns."""
        setattr(instance, self.number_column, cell.number)
        setattr(instance, self.text_column, cell.text)

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        return self.read(text)

    def read(self, text: str) -> Any:
        """The cell a text is."""
        cell = read_cell(text)
        if cell.number is not None and abs(cell.number) >= LARGEST_NUMBER:
            raise ValidationError(_("数値が大きすぎます。"), code="too_large")
        if cell.number is not None and self.non_negative and cell.number < 0:
            raise ValidationError(_("負の値は入れられません。"), code="negative")
        return cell


class YenCellField(CellField):
    """A money cell in million yen: a number, "-" or blank. Cleans to a `YenCell`."""

    def __init__(self, *, name: str, non_negative: bool = True, **kwargs: Any) -> None:
        super().__init__(columns=(f"{name}_yen", f"{name}_text"), non_negative=non_negative, **kwargs)
        self.widget.attrs |= {"class": "cell money", "inputmode": "decimal"}

    def of(self, instance: Any) -> str:
        return YenCell(getattr(instance, self.number_column), getattr(instance, self.text_column)).written()

    def put(self, instance: Any, cell: Any) -> None:
        setattr(instance, self.number_column, cell.yen)
        setattr(instance, self.text_column, cell.text)

    def read(self, text: str) -> YenCell:
        try:
            cell = read_yen_cell(text)
        except CellError as error:
            raise ValidationError(
                _("百万円単位の数値、「-」または空欄にしてください（円未満は不可）。"), code="no_amount"
            ) from error
        if cell.yen is not None and abs(cell.yen) > LARGEST_YEN:
            raise ValidationError(_("金額が大きすぎます。"), code="too_large")
        if self.non_negative and cell.yen is not None and cell.yen < 0:
            raise ValidationError(_("負の金額は入れられません。符号を付けずに入れてください。"), code="negative")
        return cell


class WholeNumberCellField(CellField):
    """A count: a whole number, "-" or words without digits, or blank."""

    def read(self, text: str) -> Cell:
        cell = super().read(text)
        if cell.number is None and any(character.isdigit() for character in text):
            raise ValidationError(_("整数で入れてください。"), code="no_number")
        if cell.number is not None and (cell.number != cell.number.to_integral_value() or cell.number < 0):
            raise ValidationError(_("0以上の整数で入れてください。"), code="no_count")
        if cell.number is not None and cell.number > 2_147_483_647:
            raise ValidationError(_("数値が大きすぎます。"), code="too_large")
        return Cell(cell.number, cell.text)


class YearCellField(CellField):
    """A fiscal year as the form writes it (平成30年度, H30, 2018) or words (終了予定なし)."""

    def __init__(self, *, seen_from: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.seen_from = seen_from
        self.widget.attrs["class"] = "year"

    def read(self, text: str) -> Cell:
        year = fiscal_year_from(text, seen_from=self.seen_from)
        if year is None:
            return Cell(None, text)
        if not FIRST_START_YEAR <= year <= LAST_YEAR:
            raise ValidationError(_("年度が範囲の外です（%(year)s）。"), code="year", params={"year": year})
        return Cell(year, "" if text == str(year) else text)  # type: ignore[arg-type]  # a year is an int column


def lines_of(text: Any) -> list[str]:
    """The lines that say something."""
    return [line.strip() for line in str(text or "").splitlines() if line.strip()]


class LinesField(forms.CharField):
    """A list of short texts, one a line. Cleans to a list."""

    def __init__(self, **kwargs: Any) -> None:
        options: dict[str, Any] = {
            "required": False,
            "widget": forms.Textarea(attrs={"rows": 1}),
            "help_text": _("1行に1つ"),
        }
        super().__init__(**(options | kwargs))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return lines_of(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return lines_of(self.prepare_value(initial)) != lines_of(data)


def plain_text(text: str) -> str:
    """A text as it comes back untouched from a browser: line ends as one character, no space around it."""
    return text.replace("\r\n", "\n").strip()


class NotedCell(BoundField):
    """An input with what the review says of it: the sentences stand below it and are its description. No errors."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notes: list[str] = []

    @property
    def notes_id(self) -> str:
        """The id of the list of sentences."""
        return f"{self.auto_id}_notes"

    @property
    def aria_describedby(self) -> str | None:
        described: str | None = super().aria_describedby
        return " ".join(filter(None, [described, self.notes_id])) if self.notes else described

    def as_widget(self, *args: Any, **kwargs: Any) -> SafeString:
        widget = super().as_widget(*args, **kwargs)
        if not self.notes:
            return widget
        items = format_html_join("", "<li><b>{}</b> {}</li>", ((_("点検"), note) for note in self.notes))
        return format_html('{}<ul class="cell-notes" id="{}">{}</ul>', widget, self.notes_id, items)


class TextForm(forms.BaseForm):
    """Mixed into forms: a stored text that comes back untouched is no change, whatever line ends it was stored with."""

    bound_field_class = NotedCell

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        initial = super().get_initial_for_field(field, field_name)
        return plain_text(initial) if isinstance(initial, str) else initial


class CellForm(TextForm, forms.ModelForm):
    """A model form whose cell fields read and write their two columns."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, CellField) and hasattr(self.instance, field.number_column):
                self.initial.setdefault(name, field.of(self.instance))

    def _post_clean(self) -> None:
        """Before Django checks the instance, put the cells in it."""
        for name, field in self.fields.items():
            if (
                isinstance(field, CellField)
                and name in self.cleaned_data
                and hasattr(self.instance, field.number_column)
            ):
                field.put(self.instance, self.cleaned_data[name])
        super()._post_clean()  # type: ignore[misc]  # Django's own hook, unknown to its stubs
