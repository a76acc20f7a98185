"""Where the figures come from: imports, their files, and which part of a sheet stands in which file."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviewsheets.models.fields import TEXT_LENGTH, source_row_column
from reviewsheets.models.sheets import ReviewSheet


class ImportRun(models.Model):
    """One import of a set of files: who, when, what came of it. A dry run changes nothing but its own report."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待機中")
        RUNNING = "running", _("実行中")
        CHECKED = "checked", _("確認済み（未反映）")
        APPLIED = "applied", _("反映済み")
        REFUSED = "refused", _("取り込めません")
        FAILED = "failed", _("中断")

    state = models.CharField(_("状態"), max_length=10, choices=State, default=State.WAITING)
    is_dry_run = models.BooleanField(_("確認のみ"), default=False)
    overwrites_edits = models.BooleanField(_("手入力を上書き"), default=False)
    folder = models.CharField(_("置き場所"), max_length=TEXT_LENGTH, blank=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("利用者")
    )
    created_at = models.DateTimeField(_("受付日時"), default=timezone.now, editable=False)
    started_at = models.DateTimeField(_("開始日時"), null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("終了日時"), null=True, blank=True, editable=False)
    progress = models.CharField(_("進み具合"), max_length=TEXT_LENGTH, blank=True, editable=False)
    report = models.JSONField(_("報告"), default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("取り込み")
        verbose_name_plural = _("取り込み")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.created_at:%Y-%m-%d %H:%M}"


class SourceFile(models.Model):
    """An official file that was imported. Its header is kept: some files have a column a year."""

    class Format(models.TextChoices):
        RS_SYSTEM = "rs-system", _("RSシステム（行政事業レビュー見える化サイト）")
        JUDGIT = "judgit", _("JUDGIT!")

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="files", verbose_name=_("取り込み"))
    format = models.CharField(_("形式"), max_length=10, choices=Format)
    code = models.CharField(_("ファイル番号"), max_length=10, help_text=_("例：5-1"))
    sheet_year = models.PositiveSmallIntegerField(_("事業年度"))
    name = models.CharField(_("ファイル名"), max_length=TEXT_LENGTH)
    sha256 = models.CharField("SHA-256", max_length=64)
    size_bytes = models.PositiveBigIntegerField(_("大きさ（バイト）"))
    rows = models.PositiveIntegerField(_("行数"), default=0)
    header = models.JSONField(_("見出し"), default=list, blank=True)
    url = models.TextField(_("取得元"), blank=True)
    fetched_at = models.DateTimeField(_("取得日時"), null=True, blank=True)
    imported_at = models.DateTimeField(_("取り込み日時"), default=timezone.now)

    class Meta:
        verbose_name = _("元のファイル")
        verbose_name_plural = _("元のファイル")
        ordering = ["-sheet_year", "format", "code", "-imported_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class SheetSource(models.Model):
    """The part of a sheet that one file gave: its place there and what it held, to tell later edits from it."""

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="sources")
    file = models.ForeignKey(SourceFile, models.PROTECT, related_name="sheet_parts", verbose_name=_("元のファイル"))
    code = models.CharField(_("ファイル番号"), max_length=10)
    source_row = source_row_column()
    digest = models.CharField(_("内容の要約値"), max_length=64)
    own_cells = models.JSONField(_("このファイルだけの記載"), default=dict, blank=True)

    class Meta:
        verbose_name = _("シートの出所")
        verbose_name_plural = _("シートの出所")
        ordering = ["code", "pk"]
        constraints = [models.UniqueConstraint(fields=["sheet", "code"], name="sheet_source_unique")]

    def __str__(self) -> str:
        return f"{self.code} {self.source_row or ''}"


class SheetLink(models.Model):
    """A sheet and the sheet it continues, with how that was found. Main links make up a project."""

    earlier = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="later_links", verbose_name=_("前のシート"))
    later = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="earlier_links", verbose_name=_("後のシート"))
    method = models.CharField(_("根拠の種類"), max_length=40)
    evidence = models.TextField(_("根拠"), blank=True)
    is_main = models.BooleanField(_("継続"), default=True, help_text=_("分割・統合の枝は継続としません"))
    is_rejected = models.BooleanField(_("取り消し"), default=False, help_text=_("次の取り込みでも結びません"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("決めた人")
    )
    decided_at = models.DateTimeField(_("決めた日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("シートのつながり")
        verbose_name_plural = _("シートのつながり")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["earlier", "later"], name="sheet_link_unique")]

    def __str__(self) -> str:
        return f"{self.earlier_id} → {self.later_id}"
