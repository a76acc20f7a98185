"""Which sheet continues which: what the import found, with its evidence, to be taken apart, put together and undone."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviewsheets.admin.permissions import AdministratorOnly
from reviewsheets.importers.projects import BY_HAND, assign_projects
from reviewsheets.models import ReviewSheet, SheetLink
from reviewsheets.summaries.refresh import refresh_projects

METHODS = {
    BY_HAND: gettext_lazy("手で結んだ"),
    "project_id": gettext_lazy("予算事業ID"),
    "former_number": gettext_lazy("旧事業番号"),
    "past_reference": gettext_lazy("関連する過去のレビューシート"),
    "previous_number": gettext_lazy("番号の中の前年度の番号"),
    "published_id": gettext_lazy("JUDGIT!の事業ID"),
    "name": gettext_lazy("府省庁・事業名・開始年度"),
    "figures": gettext_lazy("同じ年度の金額"),
}
EVIDENCE = {
    **METHODS,
    "name": gettext_lazy("名前の一致（％）"),
    "figures": gettext_lazy("一致した金額"),
    "start_year": gettext_lazy("開始年度"),
    "ministry": gettext_lazy("府省庁"),
    "sum_with": gettext_lazy("合わせて同じ金額になるシート"),
}


class SheetLinkForm(forms.ModelForm[SheetLink]):
    """A link made by hand."""

    class Meta:
        model = SheetLink
        fields = ["earlier", "later"]

    def clean(self) -> dict[str, Any]:
        """The earlier sheet is of an earlier year; two projects that were both chosen on an entry page stay apart."""
        cleaned = super().clean() or {}
        earlier, later = cleaned.get("earlier"), cleaned.get("later")
        if earlier and later:
            if earlier.sheet_year >= later.sheet_year:
                raise ValidationError({"later": _("前のシートより後の年度のシートを選んでください。")})
            if earlier.project_id != later.project_id and earlier.is_project_fixed and later.is_project_fixed:
                message = _("どちらのシートの事業も入力画面で選ばれています。入力画面で事業を選び直してください。")
                raise ValidationError({"later": message})
        return cleaned


class MethodFilter(admin.SimpleListFilter):
    """Links by how they were found, in words."""

    title = gettext_lazy("根拠の種類")
    parameter_name = "method"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(METHODS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[SheetLink]) -> QuerySet[SheetLink]:
        return queryset.filter(method=self.value()) if self.value() else queryset


@admin.register(SheetLink)
class SheetLinkAdmin(AdministratorOnly):
    form = SheetLinkForm
    list_display = [
        "later_sheet",
        "earlier_sheet",
        "method_words",
        "evidence_words",
        "is_main",
        "is_rejected",
        "decided_by",
    ]
    list_select_related = ["earlier__ministry", "later__ministry", "decided_by"]
    list_filter = [MethodFilter, "is_main", "is_rejected", "later__sheet_year"]
    search_fields = ["later__name", "later__number", "earlier__name", "earlier__number"]
    autocomplete_fields = ["earlier", "later"]
    actions = ["take_apart", "undo"]
    show_full_result_count = False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A link is taken apart or brought back, never rewritten."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("後のシート"))
    def later_sheet(self, link: SheetLink) -> str:
        """As text: Django never breaks the line of a related row."""
        return str(link.later)

    @admin.display(description=gettext_lazy("前のシート"))
    def earlier_sheet(self, link: SheetLink) -> str:
        """The same of the sheet that is continued."""
        return str(link.earlier)

    @admin.display(description=gettext_lazy("根拠の種類"))
    def method_words(self, link: SheetLink) -> str:
        """How it was found."""
        return str(METHODS.get(link.method, link.method))

    @admin.display(description=gettext_lazy("根拠"))
    def evidence_words(self, link: SheetLink) -> str:
        """What speaks for it."""
        return evidence_words(link.evidence)

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: SheetLink, form: Any, change: bool) -> None:
        """A new link joins two projects."""
        obj.method, obj.is_main = BY_HAND, True
        obj.decided_by_id, obj.decided_at = request.user.pk, timezone.now()
        super().save_model(request, obj, form, change)
        follow([obj])

    @admin.action(description=gettext_lazy("選んだつながりを取り消す（事業を分ける）"))
    def take_apart(self, request: HttpRequest, links: QuerySet[SheetLink]) -> None:
        """The later sheets and what continues them become projects of their own; the next import leaves it so."""
        self._decide(request, links.filter(is_rejected=False), is_rejected=True)

    @admin.action(description=gettext_lazy("選んだつながりについての決定を元に戻す"))
    def undo(self, request: HttpRequest, links: QuerySet[SheetLink]) -> None:
        """What was taken apart is joined again; what was joined by hand comes apart."""
        with transaction.atomic():
            by_hand = list(links.filter(method=BY_HAND).select_related("earlier", "later"))
            SheetLink.objects.filter(pk__in=[link.pk for link in by_hand]).delete()
            follow(by_hand)
            self._decide(request, links.filter(is_rejected=True), is_rejected=False)

    def _decide(self, request: HttpRequest, links: QuerySet[SheetLink], *, is_rejected: bool) -> None:
        with transaction.atomic():
            decided = list(links.select_related("earlier", "later"))
            user = request.user if is_rejected else None
            SheetLink.objects.filter(pk__in=[link.pk for link in decided]).update(
                is_rejected=is_rejected, decided_by=user, decided_at=timezone.now() if is_rejected else None
            )
            follow(decided)
        for link in decided:
            self.log_change(request, link, _("取り消した") if is_rejected else _("元に戻した"))
        message = _("%(count)d件のつながりを変え、事業を組み直しました。") % {"count": len(decided)}
        self.message_user(request, message, messages.SUCCESS)


def follow(links: Iterable[SheetLink]) -> None:
    """The projects of the linked sheets, put together anew."""
    projects = {project for link in links for project in (link.earlier.project_id, link.later.project_id)}
    if projects:
        moved = list(ReviewSheet.objects.filter(project__in=projects).values_list("pk", flat=True))
        assign_projects(ReviewSheet.objects.filter(pk__in=moved))
        refresh_projects(moved)


def evidence_words(evidence: str) -> str:
    """`name:100; figures:5/5` in words."""
    parts = (part.partition(":") for part in evidence.split("; ") if part)
    named = ((EVIDENCE.get(kind, kind), value.replace("same", _("同じ"))) for kind, _colon, value in parts)
    return _("、").join(f"{name} {value}".strip() for name, value in named)
