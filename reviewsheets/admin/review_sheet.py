"""The admin's pages of review sheets: list, new sheet, entry page, publishing and history."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from reversion.models import Revision

from reviewsheets import access
from reviewsheets.admin import history
from reviewsheets.admin.copying import copy_last_year
from reviewsheets.admin.entry import FullEntry, OpinionEntry, SheetEntry
from reviewsheets.admin.organisations import payees_like
from reviewsheets.admin.review_box import ReviewBox, box_of, tried
from reviewsheets.admin.sheets import NewSheetForm, is_id
from reviewsheets.models import CheckSection, Finding, ReviewSheet
from reviewsheets.models.spending import CONTRACT_METHODS
from reviewsheets.summaries.refresh import refresh, sums_without

SUGGESTIONS = 20
TEMPLATES = "admin/reviewsheets/reviewsheet"
STALE = gettext_lazy(
    "このページを開いた後に、このシートが保存されました。内容を確かめてから、もう一度操作してください。"
)
CANNOT_RESTORE = gettext_lazy(
    "戻せません。同じ事業番号のシートが今はほかにあるか、事業・府省庁・支出先が既に削除されています。"
)


class StateFilter(admin.SimpleListFilter):
    """Drafts or published sheets."""

    title = gettext_lazy("状態")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("draft", gettext_lazy("下書き")), ("published", gettext_lazy("公開"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ReviewSheet]) -> QuerySet[ReviewSheet]:
        if self.value() is None:
            return queryset
        return queryset.filter(published_at__isnull=self.value() == "draft")


@admin.register(ReviewSheet)
class ReviewSheetAdmin(admin.ModelAdmin):
    """Sheets that a person may see; every permission is access.py's."""

    list_display = ["sheet_year", "ministry", "number", "name", "state", "updated_at"]
    list_display_links = ["name"]
    list_filter = ["sheet_year", StateFilter, "ministry"]
    list_select_related = ["ministry"]
    search_fields = ["number", "name"]
    actions = None

    # --- Who may what

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReviewSheet]:
        return access.viewable_sheets(request.user).order_by("-sheet_year", "ministry__order", "number")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return access.may_enter_admin(request.user)

    def has_view_permission(self, request: HttpRequest, obj: ReviewSheet | None = None) -> bool:
        return access.may_enter_admin(request.user) and (obj is None or access.may_view_sheet(request.user, obj))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access.may_enter_admin(request.user) and access.may_add_sheets(request.user)

    def has_change_permission(self, request: HttpRequest, obj: ReviewSheet | None = None) -> bool:
        if obj is None:
            return self.has_view_permission(request)
        return access.may_enter_admin(request.user) and access.may_edit_opinions(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: ReviewSheet | None = None) -> bool:
        return access.may_enter_admin(request.user) and obj is not None and access.may_delete_sheet(request.user, obj)

    # --- The list

    @admin.display(description=gettext_lazy("状態"), ordering="published_at")
    def state(self, sheet: ReviewSheet) -> str:
        """Draft or published."""
        return _("公開") if sheet.is_published else _("下書き")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, with the way to deleted sheets for those who may bring them back."""
        context = {"may_see_deleted": access.is_administrator(request.user)}
        return super().changelist_view(request, (extra_context or {}) | context)

    # --- Pages

    def get_urls(self) -> list[Any]:
        pages: list[tuple[str, Any, str]] = [
            ("payees/suggest/", self.suggest_payees, "reviewsheets_payee_suggest"),
            ("deleted/", self.deleted_view, "reviewsheets_reviewsheet_deleted"),
            ("<int:pk>/publish/", require_POST(self.publish), "reviewsheets_reviewsheet_publish"),
            ("<int:pk>/withdraw/", require_POST(self.withdraw), "reviewsheets_reviewsheet_withdraw"),
            ("<int:pk>/history/<int:revision>/", self.go_back, "reviewsheets_reviewsheet_go_back"),
        ]
        wrap = self.admin_site.admin_view
        return [*(path(route, wrap(page), name=name) for route, page, name in pages), *super().get_urls()]

    def sheet_or_404(self, request: HttpRequest, pk: Any) -> ReviewSheet:
        """The sheet, when the person may see it."""
        if not access.may_enter_admin(request.user):
            raise PermissionDenied
        if not str(pk).isdecimal():
            raise Http404
        return get_object_or_404(self.get_queryset(request).select_related("ministry", "project"), pk=pk)

    def page(self, request: HttpRequest, template: str, **context: Any) -> TemplateResponse:
        """A page in the admin's frame."""
        frame = self.admin_site.each_context(request) | {"opts": self.opts, "media": self.media}
        return TemplateResponse(request, f"{TEMPLATES}/{template}", frame | context)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """A new sheet: its key first; the entry page follows."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        ministries = access.ministries_of(request.user)
        projects = access.viewable_projects(request.user)
        initial = self.new_sheet_initial(request)
        form = NewSheetForm(request.POST or None, ministries=ministries, projects=projects, initial=initial)
        if request.method == "POST" and form.is_valid():
            sheet = self.create_sheet(request, form)
            messages.success(request, _("「%s」を下書きとして作りました。続けて入力してください。") % sheet.name)
            return HttpResponseRedirect(self.change_url(sheet))
        title = _("新しいレビューシート")
        return self.page(request, "new.html", title=title, form=form, media=self.media + form.media)

    def new_sheet_initial(self, request: HttpRequest) -> dict[str, Any]:
        """The next sheet of `?after=<id>`, else the first ministry one enters for."""
        after = request.GET.get("after", "")
        if not after:
            ministries = list(access.ministries_of(request.user)[:2])
            return {"ministry": ministries[0].pk} if len(ministries) == 1 else {}
        last = self.sheet_or_404(request, after)
        own = {name: getattr(last, name) for name in ("number", "name")}
        key = {"sheet_year": last.sheet_year + 1, "ministry": last.ministry_id, "project": last.project_id}
        return own | key | {"copy_last_year": True}

    def create_sheet(self, request: HttpRequest, form: NewSheetForm) -> ReviewSheet:
        """Store a valid new sheet, from last year's where asked."""
        with history.recorded(request.user, _("新規作成")):
            sheet = form.instance
            sheet.project = form.cleaned_data["project"] or form.new_project()
            sheet.updated_by = request.user
            sheet.save()
            if form.cleaned_data["copy_last_year"]:
                copy_last_year(form.cleaned_data["source"], sheet)
            self.log_addition(request, sheet, _("新規作成"))
            refresh([sheet.pk])
        return sheet

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The entry page: the parts a person may change; for others the state and the way to the sheet."""
        if request.method == "POST":
            return self.save_entry(request, object_id)
        sheet = self.sheet_or_404(request, object_id)
        return self.entry_page(request, sheet, self.entry_of(request, sheet))

    def entry_of(self, request: HttpRequest, sheet: ReviewSheet) -> SheetEntry | None:
        """The parts of the sheet that this person may change."""
        data = request.POST if request.method == "POST" else None
        if access.may_edit_sheet(request.user, sheet):
            ministries, projects = access.ministries_of(request.user), access.viewable_projects(request.user)
            return FullEntry(sheet, data, ministries=ministries, projects=projects)
        if access.may_edit_opinions(request.user, sheet):
            return OpinionEntry(sheet, data)
        return None

    def save_entry(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Check and save in one transaction that holds the sheet's row, so that two people cannot cross."""
        sheet = self.sheet_or_404(request, object_id)
        if not self.has_change_permission(request, sheet):
            raise PermissionDenied
        if "check" in request.POST:
            return self.try_entry(request, sheet)
        with history.recorded_change(sheet, request.user, _("入力")) as sheet:
            entry = self.entry_of(request, sheet)
            saved = entry is not None and not entry.is_stale and entry.is_valid() and self.store(request, entry)
        return HttpResponseRedirect(self.change_url(sheet)) if saved else self.entry_page(request, sheet, entry)

    def store(self, request: HttpRequest, entry: SheetEntry) -> bool:
        """Write a valid entry and say so."""
        if not entry.has_changed():
            messages.info(request, _("変更はありませんでした。"))
            return True
        entry.save(request.user)
        self.log_change(request, entry.sheet, _("入力"))
        messages.success(request, _("保存しました（第%d版）。") % entry.sheet.edition)
        return True

    def try_entry(self, request: HttpRequest, sheet: ReviewSheet) -> TemplateResponse:
        """Save what is typed, let the review look at it, and take everything back; errors are told as on saving."""
        box = None
        with tried(sheet) as held:
            entry = self.entry_of(request, held)
            if entry is not None and not entry.is_stale and entry.is_valid():
                entry.save(request.user)
                box = box_of(held, entry, request.user, is_trial=True)
        sheet = self.sheet_or_404(request, sheet.pk)
        if entry is not None:
            entry.sheet = sheet  # as it is stored, at its own edition
        return self.entry_page(request, sheet, entry, box)

    def entry_page(
        self, request: HttpRequest, sheet: ReviewSheet, entry: SheetEntry | None, box: ReviewBox | None = None
    ) -> TemplateResponse:
        """The page with what was typed, errors and findings at their cells, and what this person may do besides."""
        is_stale = entry is not None and entry.is_stale
        posted = request.POST.get("edition", "")
        missed = sheet.edition - int(posted) if is_stale and is_id(posted) else 0
        if request.method != "POST":
            box = box_of(sheet, entry, request.user)
        return self.page(
            request,
            "change_form.html",
            title=sheet.name,
            sheet=sheet,
            entry=entry,
            box=box,
            dispositions=Finding.Disposition,
            is_full=isinstance(entry, FullEntry),
            problems=entry.problems() if entry and entry.data is not None and not is_stale else [],
            is_stale=is_stale,
            missed_editions=history.editions_of(sheet)[:missed] if missed > 0 else [],
            sections=CheckSection,
            contract_methods=CONTRACT_METHODS,
            suggest_url=reverse("admin:reviewsheets_payee_suggest"),
            may_publish=access.may_publish(request.user),
            may_delete=self.has_delete_permission(request, sheet),
            may_add=self.has_add_permission(request),
            media=self.media + entry["header"].media if isinstance(entry, FullEntry) else self.media,
        )

    def change_url(self, sheet: ReviewSheet) -> str:
        """The entry page's address."""
        return reverse("admin:reviewsheets_reviewsheet_change", args=[sheet.pk])

    def suggest_payees(self, request: HttpRequest) -> JsonResponse:
        """Payees by name or number for the entry page's inputs."""
        if not access.may_enter_admin(request.user):
            raise PermissionDenied
        term = request.GET.get("q", "").strip()
        found = payees_like(access.viewable_payees(request.user), term)[:SUGGESTIONS] if term else []
        return JsonResponse({"payees": [{"name": row.name, "number": row.corporate_number} for row in found]})

    # --- Publishing

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Anyone may read the sheet from now on."""
        return self.set_published(request, pk, at=timezone.now(), said=_("公開しました。"))

    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The sheet is a draft again."""
        return self.set_published(request, pk, at=None, said=_("公開を取りやめ、下書きに戻しました。"))

    def set_published(self, request: HttpRequest, pk: int, *, at: datetime | None, said: str) -> HttpResponse:
        """Change the state, as an edition of its own."""
        sheet = self.sheet_or_404(request, pk)
        if not access.may_publish(request.user):
            raise PermissionDenied
        try:
            with history.recorded_change(sheet, request.user, said, edition=request.POST.get("edition", "")) as sheet:
                sheet.set_published(at, user=request.user)
                self.log_change(request, sheet, said)
            messages.success(request, said)
        except history.StaleError:
            messages.error(request, STALE)
        return HttpResponseRedirect(self.change_url(sheet))

    # --- History

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Every save by hand with what it changed."""
        sheet = self.sheet_or_404(request, object_id)
        if not self.has_change_permission(request, sheet):
            raise PermissionDenied
        may_go_back = access.may_revert_sheet(request.user, sheet)
        editions = history.editions_of(sheet)
        title = _("変更の履歴")
        return self.page(request, "history.html", title=title, sheet=sheet, editions=editions, may_go_back=may_go_back)

    def go_back(self, request: HttpRequest, pk: int, revision: int) -> HttpResponse:
        """Show what going back would change; on POST, go back."""
        sheet = self.sheet_or_404(request, pk)
        if not access.may_revert_sheet(request.user, sheet):
            raise PermissionDenied
        target = get_object_or_404(history.revisions_of(sheet), pk=revision)
        if not access.ministries_of(request.user).filter(pk=history.ministry_then(sheet, target)).exists():
            raise PermissionDenied
        if request.method == "POST":
            self.restore(request, sheet, target)
            return HttpResponseRedirect(self.change_url(sheet))
        changes = history.changes_back_to(sheet, target)
        title = _("以前の版に戻す")
        return self.page(request, "go_back.html", title=title, sheet=sheet, revision=target, changes=changes)

    def restore(self, request: HttpRequest, sheet: ReviewSheet, target: Revision) -> None:
        """Go back and say how that went."""
        try:
            is_back = history.go_back_to(sheet, target, request.user, edition=request.POST.get("edition", ""))
        except history.StaleError:
            messages.error(request, STALE)
            return
        if not is_back:
            messages.error(request, CANNOT_RESTORE)
            return
        self.log_change(request, sheet, _("以前の版に戻した"))
        messages.success(request, _("以前の版に戻しました。"))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Whoever may delete a sheet may delete what goes with it; findings on their own nobody may."""
        to_delete, count, _needed, protected = super().get_deleted_objects(objs, request)
        return to_delete, count, set(), protected

    def delete_model(self, request: HttpRequest, obj: ReviewSheet) -> None:
        """A deleted sheet can be brought back: its last state is kept."""
        history.keep_state_before_edit(obj)
        with sums_without(obj):
            super().delete_model(request, obj)

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        """Deleted sheets, for administrators; on POST the chosen one comes back as a draft."""
        if not access.is_administrator(request.user):
            raise PermissionDenied
        versions = history.deleted_sheets()
        if request.method == "POST":
            chosen = request.POST.get("version", "")
            version = get_object_or_404(versions, pk=chosen if is_id(chosen) else 0)
            sheet = history.bring_back(version, request.user)
            if sheet is None:
                messages.error(request, CANNOT_RESTORE)
                return HttpResponseRedirect(request.path)
            messages.success(request, _("「%s」を下書きとして元に戻しました。") % sheet.name)
            return HttpResponseRedirect(self.change_url(sheet))
        return self.page(request, "deleted.html", title=_("削除されたシート"), versions=versions)
