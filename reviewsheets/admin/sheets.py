"""Entry of the header, purpose, past numbers and related projects; and the short form a new sheet starts with."""

from itertools import chain, count
from typing import Any

from django import forms
from django.contrib.admin.sites import site
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.forms.models import inlineformset_factory
from django.utils.translation import gettext_lazy as _

from reviewsheets.admin.cells import CellForm, LinesField, TextForm, YearCellField, YenCellField
from reviewsheets.admin.rows import OrderedRows
from reviewsheets.models import Ministry, PastSheetNumber, Project, RelatedProject, ReviewSheet
from reviewsheets.models.fields import TEXT_LENGTH
from reviewsheets.models.sheets import DUPLICATE_NUMBER
from reviewsheets.units.year_words import form_year

KEY_FIELDS = ["sheet_year", "ministry", "number", "name", "project"]
LINE_FIELDS = ["accounts", "policies", "expense_items", "methods"]
FIRST_PAST_YEAR = 2010  # 平成22年度: the first review
LONGEST_ID = 18  # digits that fit a bigint
LONGEST_KEY = 100  # of a project
ROOM_FOR_A_NUMBER = 5


class IdSelect(AutocompleteSelect):
    """Autocomplete that shows nothing for a posted value that is no id; Django's own fails on one."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return super().optgroups(name, [one for one in value if is_id(one)], attr)


def is_id(text: Any) -> bool:
    """A row's number as a form posts it."""
    return str(text).isdecimal() and len(str(text)) <= LONGEST_ID


class SheetKeyForm(CellForm):
    """What makes a sheet this sheet: year, ministry, number; and the project it belongs to."""

    class Meta:
        model = ReviewSheet
        fields = KEY_FIELDS

    def __init__(self, *args: Any, ministries: QuerySet[Ministry], projects: QuerySet[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ministries = ministries
        choice: Any = self.fields["project"]
        choice.queryset = projects
        self.fields["project"].label = _("予算事業（各年度のシートを結ぶ）")
        for name in ("ministry", "project"):
            field: Any = self.fields[name]
            field.widget = IdSelect(ReviewSheet._meta.get_field(name), site, choices=field.choices)
            field.error_messages["invalid_choice"] = _("一覧から選んでください。")

    def clean_ministry(self) -> Ministry:
        ministry: Ministry = self.cleaned_data["ministry"]
        unchanged = self.instance.pk and ministry.pk == self.initial.get("ministry")
        if not unchanged and not self.ministries.filter(pk=ministry.pk).exists():
            raise ValidationError(_("この府省庁のシートを入力する権限がありません。"), code="ministry")
        return ministry

    def _update_errors(self, errors: ValidationError) -> None:
        """A duplicate number is an error of the number's cell."""
        by_field = getattr(errors, "error_dict", {})
        general = by_field.pop(NON_FIELD_ERRORS, [])
        for error in general:
            place = "number" if error.code == DUPLICATE_NUMBER else NON_FIELD_ERRORS
            by_field.setdefault(place, []).append(error)
        super()._update_errors(errors)  # type: ignore[misc]  # Django's own hook, unknown to its stubs


class NewSheetForm(SheetKeyForm):
    """A new sheet: its key, and whether to start from last year's."""

    copy_last_year = forms.BooleanField(
        required=False,
        label=_("前年度のシートを写す"),
        help_text=_("文章・指標・予算を写し、年度の列を1年進めます。点検・所見・支出額は写しません。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].required = False
        self.fields["project"].help_text = _("空欄なら新しい事業を作ります")

    def clean(self) -> Any:
        cleaned = super().clean()
        if (
            not self.errors
            and not self.cleaned_data["project"]
            and len(self.new_project_key()) > LONGEST_KEY - ROOM_FOR_A_NUMBER
        ):
            self.add_error("number", ValidationError(_("事業番号が長すぎます。"), code="too_long"))
        if not self.cleaned_data.get("copy_last_year") or self.errors:
            return cleaned
        self.cleaned_data["source"] = self.last_year_sheet()
        if self.cleaned_data["source"] is None:
            message = _("この事業の前年度のシートが見つからないか、複数あります。")
            self.add_error("copy_last_year", ValidationError(message, code="no_source"))
        return cleaned

    def last_year_sheet(self) -> ReviewSheet | None:
        """Last year's sheet of the chosen project; another ministry's draft is not there to be copied."""
        project = self.cleaned_data.get("project")
        if project is None:
            return None
        year, ministry = self.cleaned_data["sheet_year"], self.cleaned_data["ministry"]
        last = ReviewSheet(project=project, sheet_year=year, ministry=ministry).last_year_sheet()
        is_readable = last and (last.is_published or self.ministries.filter(pk=last.ministry_id).exists())
        return last if is_readable else None

    def new_project(self) -> Project:
        """A project named after its first sheet."""
        sheet = self.instance
        return Project.objects.create(key=self.free_project_key(), name=sheet.name, ministry=sheet.ministry)

    def free_project_key(self) -> str:
        """The key, with a number behind it where an earlier project has taken it."""
        key = self.new_project_key()
        taken = set(Project.objects.filter(key__startswith=key).values_list("key", flat=True))
        candidates = chain([key], (f"{key}-{number}" for number in count(2)))
        return next(candidate for candidate in candidates if candidate not in taken)

    def new_project_key(self) -> str:
        """The key of a project that begins with this sheet."""
        key = self.cleaned_data
        return f"{key['sheet_year']}-{key['ministry'].name}-{key['number']}"


class HeaderForm(SheetKeyForm):
    """The head of the form to 主な増減理由, and the ministry's box of the flow."""

    start = YearCellField(columns=("start_year", "start_year_text"), label=_("事業開始年度"))
    end = YearCellField(columns=("end_year", "end_year_text"), label=_("事業終了（予定）年度"))
    outlay = YenCellField(name="outlay", label=_("府省庁の額"))
    accounts = LinesField(label=_("会計区分"))
    policies = LinesField(label=_("主要政策・施策"))
    expense_items = LinesField(label=_("主要経費"))
    methods = LinesField(label=_("実施方法"))

    class Meta:
        model = ReviewSheet
        fields = [
            *KEY_FIELDS,
            "bureau",
            "division",
            "officer",
            *LINE_FIELDS,
            "laws",
            "plans",
            "purpose",
            "outline",
            "change_reason",
            "no_target_reason",
            "outlay_note",
            "remarks",
        ]
        widgets = dict.fromkeys(
            ["laws", "plans", "change_reason", "no_target_reason", "outlay_note", "remarks"],
            forms.Textarea(attrs={"rows": 2}),
        ) | dict.fromkeys(["purpose", "outline"], forms.Textarea(attrs={"rows": 4}))


class PastNumberForm(TextForm, forms.Form):
    """The numbers of earlier sheets: a cell a year from 平成22年度, kept as written."""

    def __init__(self, data: Any, *, sheet: ReviewSheet) -> None:
        super().__init__(data, prefix="past")
        self.sheet = sheet
        self.stored = {row.past_year: row for row in sheet.past_numbers.all()}
        self.years = sorted({*range(FIRST_PAST_YEAR, sheet.sheet_year), *self.stored})
        for year in self.years:
            self.fields[str(year)] = forms.CharField(
                required=False, max_length=TEXT_LENGTH, label=form_year(year, year)
            )
            self.initial[str(year)] = self.stored[year].number if year in self.stored else ""

    def save(self) -> None:
        """Write the years with a number; one emptied by hand is removed."""
        for year in self.years:
            row = self.stored.get(year) or PastSheetNumber(sheet=self.sheet, past_year=year)
            row.number = self.cleaned_data[str(year)]
            if row.number:
                row.save()
            elif row.pk:
                row.delete()


class RelatedProjectForm(TextForm, forms.ModelForm):
    """A row of 関連事業."""

    class Meta:
        model = RelatedProject
        fields = ["ministry_name", "number", "name", "role"]
        widgets = {"role": forms.Textarea(attrs={"rows": 1})}


RelatedProjectRows = inlineformset_factory(
    ReviewSheet, RelatedProject, form=RelatedProjectForm, formset=OrderedRows, extra=1, can_delete=True
)
