"""Entry of the funding flow: blocks with their payees and item/use tables, and the arrows between blocks."""

from typing import Any

from django import forms
from django.forms.models import inlineformset_factory
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reviewsheets.admin.budget import million_text
from reviewsheets.admin.cells import CellField, CellForm, WholeNumberCellField, YenCellField
from reviewsheets.admin.rows import InnerRows, NestedRows, NestingForm, OrderedRows
from reviewsheets.models import Block, BlockLink, ItemUse, Payee, Payment, ReviewSheet
from reviewsheets.models.fields import TEXT_LENGTH
from reviewsheets.models.spending import is_competitive
from reviewsheets.units.cells import is_dash
from reviewsheets.units.money import sum_yen
from reviewsheets.units.names import corporate_check_digit, is_corporate_number, name_key


class SheetRowForm(CellForm):
    """A row form that is told its sheet and does not need it."""

    def __init__(self, *args: Any, sheet: ReviewSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class PaymentForm(SheetRowForm):
    """A row of 支出先上位10者リスト. What was published wrong and is left as it was stays."""

    amount = YenCellField(name="amount", label=_("支出額"))
    bidder_count = WholeNumberCellField(columns=("bidders", "bidders_text"), label=_("入札者数（応募者数）"))
    award_rate = CellField(columns=("award_rate_percent", "award_rate_text"), non_negative=True, label=_("落札率"))

    class Meta:
        model = Payment
        fields = ["name", "corporate_number", "work", "contract_method", "reason"]
        widgets = {
            "name": forms.TextInput(attrs={"data-payee": "name", "autocomplete": "off"}),
            "corporate_number": forms.TextInput(
                attrs={"data-payee": "number", "autocomplete": "off", "inputmode": "numeric"}
            ),
            "work": forms.Textarea(attrs={"rows": 2}),
            "contract_method": forms.TextInput(attrs={"list": "contract-methods"}),
            "reason": forms.Textarea(attrs={"rows": 2}),
        }

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if len(name_key(name)) > TEXT_LENGTH:
            raise forms.ValidationError(_("支出先名が長すぎます。"), code="too_long")
        return name

    def clean_corporate_number(self) -> str:
        number: str = self.cleaned_data["corporate_number"]
        if not number or is_dash(number) or is_corporate_number(number) or "corporate_number" not in self.changed_data:
            return number
        if not (len(number) == 13 and number.isascii() and number.isdigit()):
            raise forms.ValidationError(_("法人番号は13桁の半角数字です。"), code="corporate_number")
        raise forms.ValidationError(
            _("法人番号の検査数字（先頭の桁）が合いません。続く12桁が正しければ %(digit)s です。"),
            code="check_digit",
            params={"digit": corporate_check_digit(number[1:])},
        )

    def clean_award_rate(self) -> Any:
        cell = self.cleaned_data["award_rate"]
        if "award_rate" in self.changed_data and cell.number is not None and cell.number > 100:
            raise forms.ValidationError(_("落札率は100以下の数値（％）です。"), code="award_rate")
        return cell

    def clean(self) -> Any:
        cleaned = super().clean()
        bidders, method = self.cleaned_data.get("bidder_count"), self.cleaned_data.get("contract_method", "")
        touched = {"bidder_count", "contract_method"} & set(self.changed_data)
        if touched and bidders is not None and bidders.number == 0 and is_competitive(method):
            message = _("競争のある契約方式では、入札者数は1以上です。分からないときは空欄にしてください。")
            self.add_error("bidder_count", forms.ValidationError(message, code="bidders"))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        self.instance.payee = Payee.named(self.instance.name, self.instance.corporate_number)
        return super().save(commit)


class ItemUseForm(SheetRowForm):
    """A row of 費目・使途."""

    amount = YenCellField(name="amount", non_negative=False, label=_("金額"))

    class Meta:
        model = ItemUse
        fields = ["item", "use"]
        widgets = {"use": forms.Textarea(attrs={"rows": 1})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].widget.attrs["data-addend"] = (self.prefix or "").rpartition("-")[0]


class BlockForm(NestingForm, SheetRowForm):
    """A 支出先ブロック."""

    total = YenCellField(name="total", label=_("ブロックの合計支出額"))

    class Meta:
        model = Block
        fields = ["letter", "name", "role"]
        widgets = {"role": forms.Textarea(attrs={"rows": 2})}


PaymentRows = inlineformset_factory(
    Block, Payment, form=PaymentForm, formset=InnerRows, fk_name="block", extra=1, can_delete=True
)


class ItemUseRowsBase(InnerRows):
    """A block's item/use table with its total."""

    def amount_total(self) -> str:
        """計 of the stored amounts, in million yen."""
        return million_text(sum_yen(row.amount_yen for row in self.get_queryset()))


ItemUseRows = inlineformset_factory(Block, ItemUse, form=ItemUseForm, formset=ItemUseRowsBase, extra=1, can_delete=True)


class BlockRowsBase(NestedRows):
    """The blocks of a sheet; each letter once."""

    nested = {"items": ItemUseRows, "payments": PaymentRows}  # type: ignore[dict-item]  # the factory forgets the base

    def clean(self) -> None:
        super().clean()
        seen: set[str] = set()
        for form in self.kept_forms():
            letter = form.cleaned_data.get("letter", "") if hasattr(form, "cleaned_data") else ""
            if letter and letter in seen:
                form.add_error("letter", forms.ValidationError(_("同じ記号のブロックがあります。"), code="duplicate"))
            seen.add(letter)

    def validate_unique(self) -> None:
        """Letters are checked in `clean`, where the message can stand at the cell."""

    def save_rows(self) -> None:
        """Letters move in two steps, as each stands only once in a sheet."""
        for place, form in enumerate(self.kept_forms()):
            if form.instance.pk and "letter" in form.changed_data:
                Block.objects.filter(pk=form.instance.pk).update(letter=f"~{place}")
        super().save_rows()

    def letters(self) -> set[str]:
        """The letters typed."""
        return {form.cleaned_data.get("letter", "") for form in self.kept_forms() if hasattr(form, "cleaned_data")}


class BlockLinkForm(SheetRowForm):
    """An arrow, typed by the blocks' letters; no source means the ministry."""

    source_letter = forms.CharField(required=False, max_length=10, label=_("支出元"))
    target_letter = forms.CharField(max_length=10, label=pgettext_lazy("矢印の先", "支出先"))

    class Meta:
        model = BlockLink
        fields = ["kind", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["source_letter"] = self.instance.source.letter if self.instance.source else ""
            self.initial["target_letter"] = self.instance.target.letter

    def check_letters(self, letters: set[str]) -> None:
        """Both ends are blocks of the page."""
        for name in ("source_letter", "target_letter"):
            letter = getattr(self, "cleaned_data", {}).get(name)
            if letter and letter not in letters:
                message = _("ブロック「%(letter)s」はこのシートにありません。")
                self.add_error(name, forms.ValidationError(message, code="letter", params={"letter": letter}))


class BlockLinkRowsBase(OrderedRows):
    """The arrows of a sheet, saved after the blocks."""

    def check_letters(self, letters: set[str]) -> bool:
        """Every arrow's ends exist; errors stand at the cells."""
        for form in self.kept_forms():
            form.check_letters(letters)
        return not any(form.errors for form in self.kept_forms())

    def must_save(self, form: Any) -> bool:
        """Always: the same letter may mean another block by now."""
        return True

    def save_row(self, form: Any) -> None:
        blocks = {block.letter: block for block in self.instance.blocks.all()}
        form.instance.source = blocks.get(form.cleaned_data["source_letter"])
        form.instance.target = blocks[form.cleaned_data["target_letter"]]
        super().save_row(form)


BlockRows = inlineformset_factory(ReviewSheet, Block, form=BlockForm, formset=BlockRowsBase, extra=1, can_delete=True)
BlockLinkRows = inlineformset_factory(
    ReviewSheet, BlockLink, form=BlockLinkForm, formset=BlockLinkRowsBase, extra=1, can_delete=True
)
