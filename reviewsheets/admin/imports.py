"""Imports of official files: upload, the report before it is applied, and what was imported so far."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.fields.json import KeyTransform
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from reviewsheets import access
from reviewsheets.admin.import_report import ShownReport, files_of, report_of
from reviewsheets.admin.permissions import AdministratorOnly
from reviewsheets.models import ImportRun, SourceFile
from reviewsheets.tasks import imports, uploads
from reviewsheets.tasks.imports import Stand

TEMPLATES = "admin/reviewsheets/importrun"
REFRESH_SECONDS = 2
STAND_NAMES = {
    Stand.WAITING: ImportRun.State.WAITING.label,
    Stand.RUNNING: ImportRun.State.RUNNING.label,
    Stand.STOPPED: ImportRun.State.FAILED.label,
    Stand.CHECKED: ImportRun.State.CHECKED.label,
    Stand.APPLIED: ImportRun.State.APPLIED.label,
    Stand.REFUSED: ImportRun.State.REFUSED.label,
    Stand.FAILED: ImportRun.State.FAILED.label,
    Stand.DISCARDED: gettext_lazy("取り消し済み"),
}
FOLLOWED = gettext_lazy("確認済み")  # and a run that applies it was asked for
PHASES = {"marks": gettext_lazy("印を付けています"), "links": gettext_lazy("年度のつながりを調べています")}
TOO_LATE = gettext_lazy(
    "できませんでした。ほかの操作が先に行われたか、ファイルが既にありません。今の状態は次のとおりです。"
)


@dataclass(frozen=True)
class ShownProgress:
    """How far a run is in percent of all bytes, and what it does, in words."""

    percent: int
    doing: str


class ReadOnly(AdministratorOnly):
    """Rows that the program writes: looked at by those who may import, changed by nobody."""

    actions = None
    list_per_page = 30

    def has_module_permission(self, request: HttpRequest) -> bool:
        return access.may_import(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.may_import(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(SourceFile)
class SourceFileAdmin(ReadOnly):
    """Every official file that gave a sheet something."""

    list_display = ["name", "sheet_year", "format", "code", "rows", "size_bytes", "imported_at", "sha256"]
    list_filter = ["sheet_year", "format", "code"]
    search_fields = ["name", "sha256"]
    exclude = ["header"]


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly):
    """Uploads and what came of them. A run is started, applied and thrown away here, never edited."""

    list_display = ["created_at", "kind", "stand", "user", "outcome"]
    list_display_links = ["created_at"]
    list_filter = ["state", "is_dry_run"]
    list_select_related = ["user"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.may_import(request.user)

    # --- The list

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        """Without the reports, which are long; the list needs a few words of them."""
        words = {name: KeyTransform(name, "report") for name in ("new_sheets", "changed_sheets", "same_sheets")}
        discarded_at = KeyTransform(imports.DISCARDED_AT, "report")
        real = ImportRun.objects.filter(folder=OuterRef("folder"), is_dry_run=False).exclude(folder="")
        runs = super().get_queryset(request).defer("report")
        return runs.annotate(discarded_at=discarded_at, is_followed=Exists(real), **words)

    @admin.display(description=gettext_lazy("種類"), ordering="is_dry_run")
    def kind(self, run: ImportRun) -> str:
        """A check, or the real thing."""
        return _("確認") if run.is_dry_run else _("反映")

    @admin.display(description=gettext_lazy("状態"), ordering="state")
    def stand(self, run: Any) -> str:
        """Where it stands."""
        stand = imports.stand_of(run, is_discarded=run.discarded_at is not None)
        return stand_name(stand, is_followed=run.is_followed)

    @admin.display(description=gettext_lazy("結果（シート）"))
    def outcome(self, run: Any) -> str:
        """Sheets new, changed and the same."""
        if run.new_sheets is None or run.state == ImportRun.State.REFUSED:
            return ""
        counts = {"new": run.new_sheets, "changed": run.changed_sheets, "same": run.same_sheets}
        return _("新規 %(new)s・変更 %(changed)s・同じ %(same)s") % {
            name: f"{count:,}" for name, count in counts.items()
        }

    # --- Pages

    def get_urls(self) -> list[Any]:
        pages: list[tuple[str, Any, str]] = [
            ("<int:pk>/apply/", require_POST(self.apply), "reviewsheets_importrun_apply"),
            ("<int:pk>/restart/", require_POST(self.restart), "reviewsheets_importrun_restart"),
            ("<int:pk>/discard/", require_POST(self.discard), "reviewsheets_importrun_discard"),
        ]
        wrap = self.admin_site.admin_view
        return [*(path(route, wrap(page), name=name) for route, page, name in pages), *super().get_urls()]

    def run_or_404(self, request: HttpRequest, pk: Any) -> ImportRun:
        """The run with its whole report."""
        if not access.may_import(request.user):
            raise PermissionDenied
        if not str(pk).isdecimal() or len(str(pk)) > 18:
            raise Http404
        return get_object_or_404(ImportRun.objects.select_related("user"), pk=pk)

    def page(self, request: HttpRequest, template: str, **context: Any) -> TemplateResponse:
        """A page in the admin's frame."""
        frame = self.admin_site.each_context(request) | {"opts": self.opts, "media": self.media}
        return TemplateResponse(request, f"{TEMPLATES}/{template}", frame | context)

    def to_run(self, run: ImportRun) -> HttpResponseRedirect:
        """On to a run's page."""
        return HttpResponseRedirect(reverse("admin:reviewsheets_importrun_change", args=[run.pk]))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Upload official files; they are checked in the worker."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        files = request.FILES.getlist("files")
        if request.method != "POST":
            return self.upload_page(request)
        if not files:
            return self.upload_page(request, _("ファイルを選んでください。"))
        try:
            upload, names = uploads.keep(files)
        except OSError:
            return self.upload_page(request, _("サーバーに保存できませんでした。空き容量を確かめてください。"))
        return self.to_run(imports.check(upload, names, request.user))  # type: ignore[arg-type]  # no stranger gets here

    def upload_page(self, request: HttpRequest, error: str = "") -> HttpResponse:
        """The form, with what was wrong."""
        return self.page(request, "upload.html", title=_("公式ファイルの取り込み"), error=error)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A run's page: its state while it goes on, its report then, and what can be done next."""
        run = self.run_or_404(request, object_id)
        return require_safe(self.run_page)(request, run)

    def run_page(self, request: HttpRequest, run: ImportRun) -> HttpResponse:
        """The page of a run as it stands now."""
        stand = imports.stand_of(run, is_discarded=imports.is_discarded(run))
        report = None if stand in imports.GOING_ON else report_of(run)
        steps = self.next_steps(run, stand, report)
        return self.page(
            request,
            "run.html",
            title=_("取り込み：%(what)s") % {"what": self.kind(run)},
            run=run,
            stand=stand,
            stand_name=stand_name(stand, is_followed=steps["applied_by"] is not None),
            progress=progress_of(run) if stand is Stand.RUNNING else None,
            refresh_seconds=REFRESH_SECONDS if stand in imports.GOING_ON else 0,
            files=files_of(run, run.report.get(imports.UPLOADS, [])),
            report=report,
            discarded_by=run.report.get(imports.DISCARDED_BY, ""),
            **steps,
        )

    def next_steps(self, run: ImportRun, stand: Stand, report: ShownReport | None) -> dict[str, Any]:
        """What can be done with a run, and the other runs of its upload."""
        applied_by = imports.applied_by(run) if run.is_dry_run else None
        is_open = stand is Stand.CHECKED and run.is_dry_run and applied_by is None
        may_start_again = imports.may_start_again(run)
        return {
            "applied_by": applied_by,
            "checked_by": None if run.is_dry_run else imports.checked_by(run),
            "may_apply": is_open and may_start_again and report is not None and not report.changes_nothing,
            "is_outdated": is_open and imports.is_outdated(run),
            "may_start_again": may_start_again,
            "may_discard": imports.may_discard(run),
        }

    # --- What can be done with a run

    def apply(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put the real run in the queue, once. Hand edits are overwritten only where the check found conflicts."""
        checked = self.run_or_404(request, pk)
        if not request.POST.get("confirmed"):
            messages.error(request, _("報告を確かめたうえで、確認欄に印を付けてください。"))
            return self.to_run(checked)
        overwrites = bool(request.POST.get("overwrites_edits")) and bool(checked.report.get("conflict_count"))
        run = imports.apply(checked, request.user, overwrites_edits=overwrites)  # type: ignore[arg-type]  # the same
        if run is None:
            messages.error(request, TOO_LATE)
            return self.to_run(imports.applied_by(checked) or checked)
        return self.to_run(run)

    def restart(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put a run in the queue once more."""
        run = self.run_or_404(request, pk)
        if not imports.start_again(run):
            messages.error(request, TOO_LATE)
        return self.to_run(run)

    def discard(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Throw an upload away."""
        run = self.run_or_404(request, pk)
        if imports.discard(run, request.user):  # type: ignore[arg-type]  # the same
            messages.success(request, _("取り消しました。アップロードしたファイルは削除しました。"))
        else:
            messages.error(request, TOO_LATE)
        return self.to_run(run)


def stand_name(stand: Stand, *, is_followed: bool) -> str:
    """Where a run stands, in words. A check that is followed by the real run is not "not applied" any more."""
    return str(FOLLOWED if stand is Stand.CHECKED and is_followed else STAND_NAMES[stand])


def progress_of(run: ImportRun) -> ShownProgress | None:
    """How far a run is; None before it has told."""
    told = uploads.Upload(run.folder).progress() if run.folder else None
    if told is None:
        return None
    doing = PHASES.get(told.doing, _("%(file)s を読んでいます") % {"file": told.doing})
    return ShownProgress(100 * told.done_bytes // max(told.all_bytes, 1), str(doing))
