"""The findings of published sheets, and what staff say of them: listed, answered one by one, kept with the figures."""

import hashlib
import json
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviewsheets import access
from reviewsheets.admin.cells import plain_text
from reviewsheets.models import Finding, Ministry
from reviewsheets.review.rules import registry
from reviewsheets.review.words import definition, figures_alone, sentence

LONGEST_EXPLANATION = 4_000  # characters
WRITTEN = ["disposition", "explanation", "disposed_at", "disposed_by", "disposed_figures"]
Disposition = Finding.Disposition


def time_mark(finding: Finding) -> str:
    """When it was answered, as the page tells it back; blank for no answer."""
    return finding.disposed_at.isoformat() if finding.disposed_at else ""


def figures_mark(finding: Finding) -> str:
    """A short text that differs when the figures do."""
    figures = json.dumps(finding.figures, sort_keys=True)
    return hashlib.sha256(figures.encode()).hexdigest()[:16]


def says(finding: Finding) -> str:
    """What it says; of a rule that is no more, its figures."""
    rule = registry.get(finding.rule)
    if rule is not None:
        return sentence(rule, finding.figures)
    return figures_alone(finding.figures)


def rule_title(finding: Finding) -> str:
    """Code and title of its rule."""
    rule = registry.get(finding.rule)
    return f"{finding.rule} {rule.title}" if rule else finding.rule


def disposition_words(disposition: str, explanation: str) -> str:
    """An answer in one line."""
    label = dict(Disposition.choices).get(disposition, _("対応なし"))
    quoted = _("「%s」") % explanation if explanation else ""
    return f"{label}{quoted}"


def remarks(finding: Finding) -> list[str]:
    """What a reader of the answer must know besides."""
    told = []
    if finding.is_changed_since:
        told.append(_("対応の後に数値が変わりました。"))
    if finding.disposition == Disposition.CORRECTED and finding.is_open:
        told.append(_("「修正済み」と記録されていますが、今の記載にも当てはまります。"))
    return told


class DispositionForm(forms.ModelForm):
    """An answer to a finding, with the marks of what the person saw."""

    seen_at = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_figures = forms.CharField(widget=forms.HiddenInput)
    from_sheet = forms.BooleanField(required=False, widget=forms.HiddenInput)
    explanation = forms.CharField(
        required=False,
        max_length=LONGEST_EXPLANATION,
        label=gettext_lazy("説明"),
        help_text=gettext_lazy("「説明あり」では必ず書きます。公開ページに載ります（記録した人の名前は載りません）。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    class Meta:
        model = Finding
        fields = ["disposition", "explanation"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "disposition" in self.fields:  # not so for those who only read
            choice: Any = self.fields["disposition"]
            choice.choices = [("", _("対応なし")), *Disposition.choices]
        self.initial["seen_at"], self.initial["seen_figures"] = time_mark(self.instance), figures_mark(self.instance)

    def clean_explanation(self) -> str:
        return plain_text(self.cleaned_data["explanation"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        now = figures_mark(self.instance)
        if cleaned.get("seen_figures") != now:
            self.data = {**self.data.dict(), "seen_figures": now}  # type: ignore[attr-defined]  # a QueryDict; the page that comes back shows the figures
            message = _(
                "このページを開いた後に、この指摘の数値が変わりました。内容を確かめて、もう一度記録してください。"
            )
            raise forms.ValidationError(message, code="figures")
        if cleaned.get("disposition") == Disposition.EXPLAINED and not cleaned.get("explanation"):
            self.add_error("explanation", forms.ValidationError(_("説明を書いてください。"), code="required"))
        return cleaned


class HoldsFilter(admin.SimpleListFilter):
    """Findings that hold, unless asked otherwise."""

    title = gettext_lazy("状態")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("closed", gettext_lazy("当てはまらなくなったもの")), ("all", gettext_lazy("すべて"))]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield first | {"display": _("当てはまるもの")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Finding]) -> QuerySet[Finding]:
        if self.value() == "all":
            return queryset
        return queryset.filter(closed_at__isnull=self.value() != "closed")


class MinistryFilter(admin.SimpleListFilter):
    """The ministries one enters for together, then each ministry."""

    title = gettext_lazy("府省庁")
    parameter_name = "ministry"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        own = [("own", gettext_lazy("担当の府省庁"))] if access.may_add_sheets(request.user) else []
        return [*own, *((str(pk), name) for pk, name in Ministry.objects.order_by("order").values_list("pk", "name"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Finding]) -> QuerySet[Finding]:
        if self.value() == "own":
            return queryset.filter(ministry__in=access.ministries_of(request.user))
        chosen = str(self.value() or "")
        return (
            queryset.filter(ministry=int(chosen)) if chosen in {key for key, _name in self.lookup_choices} else queryset
        )


class RuleFilter(admin.SimpleListFilter):
    """One rule's findings."""

    title = gettext_lazy("点検規則")
    parameter_name = "rule"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(rule.code, f"{rule.code} {rule.title}") for rule in registry]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Finding]) -> QuerySet[Finding]:
        return queryset.filter(rule=self.value()) if registry.get(self.value() or "") else queryset


class DispositionFilter(admin.SimpleListFilter):
    """Findings by what was said of them."""

    title = gettext_lazy("対応")
    parameter_name = "disposition"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("none", gettext_lazy("対応なし")), *Disposition.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Finding]) -> QuerySet[Finding]:
        chosen = self.value()
        if chosen == "none":
            return queryset.filter(disposition="")
        return queryset.filter(disposition=chosen) if chosen in Disposition.values else queryset


@admin.register(Finding)
class FindingAdmin(admin.ModelAdmin):
    """Findings of the sheets that a person may see; only the answer is written, by those who may."""

    form = DispositionForm
    list_display = ["says", "rule_title", "sheet_year", "ministry", "sheet_name", "answer"]
    list_display_links = ["says"]
    list_filter = [HoldsFilter, MinistryFilter, "sheet_year", RuleFilter, DispositionFilter]
    list_select_related = ["sheet", "ministry", "disposed_by"]
    list_per_page = 50
    search_fields = ["sheet__name", "sheet__number"]
    show_full_result_count = False
    actions = None
    readonly_fields = ["sheet_link", "says", "rule_title", "rule_definition", "found_at", "closed_at", "answered"]
    fields = [*readonly_fields, "disposition", "explanation", "seen_at", "seen_figures", "from_sheet"]

    # --- Who may what

    def get_queryset(self, request: HttpRequest) -> QuerySet[Finding]:
        findings = Finding.objects.filter(sheet__in=access.viewable_sheets(request.user))
        return findings.order_by("-sheet_year", F("amount_yen").desc(nulls_last=True), "pk")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return access.may_enter_admin(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Finding | None = None) -> bool:
        return access.may_enter_admin(request.user) and (obj is None or access.may_view_sheet(request.user, obj.sheet))

    def has_change_permission(self, request: HttpRequest, obj: Finding | None = None) -> bool:
        if obj is None:
            return self.has_view_permission(request)
        return access.may_enter_admin(request.user) and access.may_dispose(request.user, obj.sheet)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Finding | None = None) -> bool:
        return False

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> Any:
        """No name holds a null character, and PostgreSQL refuses to be asked for one."""
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    # --- What is shown

    @admin.display(description=gettext_lazy("指摘"))
    def says(self, finding: Finding) -> str:
        """The sentence with its figures."""
        return says(finding)

    @admin.display(description=gettext_lazy("点検規則"), ordering="rule")
    def rule_title(self, finding: Finding) -> str:
        """Which rule."""
        return rule_title(finding)

    @admin.display(description=gettext_lazy("規則の定義"))
    def rule_definition(self, finding: Finding) -> str:
        """What the rule looks for, with the thresholds in force."""
        rule = registry.get(finding.rule)
        return definition(rule) if rule else _("今はない規則です。")

    @admin.display(description=gettext_lazy("レビューシート"), ordering="sheet__number")
    def sheet_name(self, finding: Finding) -> str:
        """Number and name."""
        return f"{finding.sheet.number} {finding.sheet.name}"

    @admin.display(description=gettext_lazy("レビューシート"))
    def sheet_link(self, finding: Finding) -> str:
        """The way to its entry page."""
        return format_html('<a href="{}">{} {}</a>', sheet_url(finding), finding.sheet_year, self.sheet_name(finding))

    @admin.display(description=gettext_lazy("対応"), ordering="disposition")
    def answer(self, finding: Finding) -> str:
        """What was said, and what changed since."""
        words = disposition_words(finding.disposition, finding.explanation) if finding.disposition else "－"
        return " ".join([words, *remarks(finding)])

    @admin.display(description=gettext_lazy("これまでの対応"))
    def answered(self, finding: Finding) -> str:
        """The same with who and when."""
        if finding.disposed_at is None:
            return "－"
        return (
            f"{self.answer(finding)}（{localtime(finding.disposed_at):%Y-%m-%d %H:%M} {finding.disposed_by or '－'}）"
        )

    # --- Answering

    @transaction.atomic
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One finding with the form for its answer; the form on the sheet's page is sent here too."""
        if access.may_enter_admin(request.user) and self.get_object(request, object_id) is None:
            raise Http404
        frame = {"show_save_and_continue": False, "show_save_and_add_another": False}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | frame)

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Finding | None:
        """A finding that is answered is held to the end: of two people the second is told."""
        finding: Finding | None = super().get_object(request, object_id, from_field)
        if finding is None or request.method != "POST":
            return finding
        list(Finding.objects.select_for_update(no_key=True).filter(pk=finding.pk).values_list("pk"))
        return super().get_object(request, object_id, from_field)

    def save_model(self, request: HttpRequest, obj: Finding, form: Any, change: bool) -> None:
        """The answer with who, when and the figures it was given for; "" takes it back."""
        if form.cleaned_data["seen_at"] != time_mark(obj):
            messages.warning(request, replaced_words(obj, form.initial))
        is_answer = bool(obj.disposition)
        obj.explanation = obj.explanation if is_answer else ""
        obj.disposed_at = timezone.now() if is_answer else None
        obj.disposed_by_id = request.user.pk if is_answer else None
        obj.disposed_figures = obj.figures if is_answer else None
        obj.save(update_fields=WRITTEN)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """The answer itself, so that the log keeps those that were replaced."""
        return _("対応：%s") % disposition_words(form.instance.disposition, form.instance.explanation)

    def response_change(self, request: HttpRequest, obj: Finding) -> HttpResponse:
        """Back to where one came from."""
        messages.success(request, _("対応を記録しました。") if obj.disposition else _("対応を取り消しました。"))
        if request.POST.get("from_sheet"):
            return HttpResponseRedirect(f"{sheet_url(obj)}#finding-{obj.pk}")
        return self.response_post_save_change(request, obj)


def replaced_words(finding: Finding, before: dict[str, Any]) -> str:
    """What another person had answered meanwhile; the finding is not saved yet."""
    if finding.disposed_at is None:
        return _("このページを開いた後に、ほかの人が対応を取り消していました。今回の記録で置き換えました。")
    return _(
        "このページを開いた後に、%(who)s さんが %(when)s に「%(what)s」と記録していました。今回の記録で置き換えました。"
    ) % {
        "who": finding.disposed_by or "－",
        "when": f"{localtime(finding.disposed_at):%Y-%m-%d %H:%M}",
        "what": disposition_words(before["disposition"], before["explanation"]),
    }


def sheet_url(finding: Finding) -> str:
    """The entry page of its sheet."""
    return reverse("admin:reviewsheets_reviewsheet_change", args=[finding.sheet_id])
