"""The review sheet itself: header, purpose, outline, and the sheets and projects it refers to."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reviewsheets.models.fields import (
    TEXT_LENGTH,
    position_column,
    source_row_column,
    words_column,
    year_range,
    yen_column,
)
from reviewsheets.models.organisations import Ministry
from reviewsheets.units.money import Basis
from reviewsheets.units.years import FIRST_YEAR, LAST_YEAR

DUPLICATE_NUMBER = "duplicate_number"
year_validators = [
    MinValueValidator(FIRST_YEAR, _("%(limit_value)s年度以降の年度を入れてください。")),
    MaxValueValidator(LAST_YEAR, _("%(limit_value)s年度以前の年度を入れてください。")),
]
# The number stands in the sheet's address.
number_validator = RegexValidator(r"^(?!\.{1,2}$)[^/?#\\\s]+$", _("事業番号には空白と / ? # \\ を使えません。"))


class Project(models.Model):
    """A project (事業) over the years: what its yearly sheets have in common."""

    key = models.CharField(_("事業キー"), max_length=200, unique=True, help_text=_("URLに使う名前"))
    name = models.CharField(_("事業名"), max_length=TEXT_LENGTH)
    ministry = models.ForeignKey(Ministry, models.PROTECT, related_name="projects", verbose_name=_("府省庁"))

    class Meta:
        verbose_name = _("事業")
        verbose_name_plural = pgettext_lazy("一覧", "事業")
        ordering = ["ministry", "name", "pk"]

    def __str__(self) -> str:
        return f"{self.name}（{self.ministry.name}）"


class ReviewSheetQuerySet(models.QuerySet["ReviewSheet"]):
    """Sheets, narrowed by their state."""

    def published(self) -> "ReviewSheetQuerySet":
        """Sheets that anyone may read."""
        return self.filter(published_at__isnull=False)


class ReviewSheet(models.Model):
    """One project's review sheet of one year, with everything its paper form holds."""

    project = models.ForeignKey(
        Project,
        models.PROTECT,
        related_name="sheets",
        verbose_name=_("事業"),
        help_text=_("同じ事業の各年度のシートを結びます"),
    )
    is_project_fixed = models.BooleanField(
        _("事業を手で決めた"), default=True, editable=False, help_text=_("取り込みは事業を変えません")
    )
    sheet_year = models.PositiveSmallIntegerField(
        _("事業年度"), validators=year_validators, help_text=_("シートの年度（西暦）。例：2018")
    )
    ministry = models.ForeignKey(Ministry, models.PROTECT, related_name="sheets", verbose_name=_("府省庁"))
    number = models.CharField(_("事業番号"), max_length=60, validators=[number_validator], help_text=_("例：新30-0006"))
    name = models.CharField(_("事業名"), max_length=TEXT_LENGTH)
    policy_ministry = models.ForeignKey(
        Ministry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="policy_sheets",
        verbose_name=_("政策所管府省庁"),
        help_text=_("府省庁と異なるとき"),
    )
    ministry_order = models.PositiveSmallIntegerField(_("府省庁の建制順"), null=True, blank=True, editable=False)
    bureau = models.CharField(_("担当部局庁"), max_length=TEXT_LENGTH, blank=True)
    department = models.CharField(_("部"), max_length=TEXT_LENGTH, blank=True)
    division = models.CharField(_("担当課室"), max_length=TEXT_LENGTH, blank=True)
    office = models.CharField(_("室"), max_length=TEXT_LENGTH, blank=True)
    team = models.CharField(_("班"), max_length=TEXT_LENGTH, blank=True)
    section = models.CharField(_("係"), max_length=TEXT_LENGTH, blank=True)
    officer = models.CharField(_("作成責任者"), max_length=TEXT_LENGTH, blank=True)
    start_year = models.PositiveSmallIntegerField(_("事業開始年度"), null=True, blank=True)
    start_year_text = words_column(_("事業開始年度"))
    end_year = models.PositiveSmallIntegerField(_("事業終了（予定）年度"), null=True, blank=True)
    end_year_text = words_column(_("事業終了（予定）年度"))
    is_start_unknown = models.BooleanField(_("開始年度不明"), default=False)
    has_no_planned_end = models.BooleanField(_("終了予定なし"), default=False)
    stage = models.CharField(_("事業区分"), max_length=TEXT_LENGTH, blank=True, help_text=_("例：新規開始事業"))
    accounts = models.JSONField(_("会計区分"), default=list, blank=True, help_text=_("1行に1つ"))
    policies = models.JSONField(_("主要政策・施策"), default=list, blank=True, help_text=_("1行に1つ"))
    expense_items = models.JSONField(_("主要経費"), default=list, blank=True, help_text=_("1行に1つ"))
    methods = models.JSONField(_("実施方法"), default=list, blank=True, help_text=_("1行に1つ。例：委託・請負"))
    laws = models.TextField(_("根拠法令（具体的な条項も記載）"), blank=True)
    plans = models.TextField(_("関係する計画、通知等"), blank=True)
    purpose = models.TextField(_("事業の目的"), blank=True, help_text=_("目指す姿を簡潔に。3行程度以内"))
    issues = models.TextField(_("現状・課題"), blank=True)
    outline = models.TextField(_("事業概要"), blank=True, help_text=_("5行程度以内。別添可"))
    outline_url = models.TextField(_("事業概要URL"), blank=True)
    outline_remarks = models.TextField(_("事業概要の備考"), blank=True)
    change_reason = models.TextField(_("主な増減理由"), blank=True)
    no_target_reason = models.TextField(_("定量的な目標が設定できない理由"), blank=True)
    outlay_yen = yen_column(_("資金の流れ（府省庁の額）"), help_text=_("図の起点となる府省庁の額"))
    outlay_text = words_column(_("資金の流れ（府省庁の額）"))
    outlay_note = models.TextField(_("府省庁の役割"), blank=True)
    remarks = models.TextField(_("備考"), blank=True)
    former_number = models.TextField(_("旧事業番号"), blank=True)
    listing_order = models.CharField(_("整理表表示順"), max_length=TEXT_LENGTH, blank=True)
    number_parts = models.JSONField(_("事業番号（区分ごと）"), default=list, blank=True, editable=False)
    source_url = models.TextField(_("公表ページのURL"), blank=True)
    judgit_id = models.PositiveIntegerField(_("JUDGIT!のID"), null=True, blank=True, editable=False)
    judgit_project_id = models.PositiveIntegerField(_("JUDGIT!の事業ID"), null=True, blank=True, editable=False)

    published_at = models.DateTimeField(_("公開日時"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    edition = models.PositiveIntegerField(_("版"), default=1, editable=False, help_text=_("保存のたびに1つ進みます"))
    created_at = models.DateTimeField(_("作成日時"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("更新日時"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = ReviewSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("レビューシート")
        verbose_name_plural = pgettext_lazy("一覧", "レビューシート")
        ordering = ["-sheet_year", "ministry__order", "number"]
        indexes = [
            models.Index(fields=["published_at", "id"], name="sheet_published"),
            models.Index(fields=["project", "sheet_year", "ministry", "published_at"], name="sheet_succession"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet_year", "ministry", "number"],
                name="sheet_number_unique",
                violation_error_code=DUPLICATE_NUMBER,
                violation_error_message=_("この府省庁・年度には同じ事業番号のシートが既にあります。"),
            ),
            year_range("sheet_year", "sheet_year_range"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_year} {self.ministry.name} {self.number} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("sheet", args=[self.sheet_year, self.ministry.name, self.number])

    @property
    def is_published(self) -> bool:
        """Anyone may read it."""
        return self.published_at is not None

    @property
    def basis(self) -> Basis:
        """What 計 means on this sheet's form."""
        return Basis.of_sheet_year(self.sheet_year)

    @property
    def budget_year_range(self) -> range:
        """The budget years of the form: three past ones, its own, and the year requested."""
        return range(self.sheet_year - 3, self.sheet_year + 2)

    @property
    def result_year_range(self) -> range:
        """The three past years whose results the form reports."""
        return range(self.sheet_year - 3, self.sheet_year)

    def set_published(self, at: datetime | None, *, user: Any) -> None:
        """Publish, or with None withdraw, as an edition of its own."""
        self.published_at, self.published_by = at, user if at else None
        self.edition += 1
        self.updated_by = user
        self.save()

    def last_year_sheet(self) -> "ReviewSheet | None":
        """The project's sheet of the year before, the own ministry's first; None where there is none or several."""
        sheets = list(ReviewSheet.objects.filter(project=self.project_id, sheet_year=self.sheet_year - 1))
        own = [sheet for sheet in sheets if sheet.ministry_id == self.ministry_id]
        found = own or sheets
        return found[0] if len(found) == 1 else None


class PastSheetNumber(models.Model):
    """The number a project's sheet had in an earlier year (関連する過去のレビューシートの事業番号)."""

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="past_numbers")
    position = position_column()
    past_year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True, validators=year_validators)
    past_year_text = words_column(_("年度"))
    ministry_name = models.CharField(_("府省庁"), max_length=TEXT_LENGTH, blank=True)
    number = models.CharField(_("事業番号"), max_length=TEXT_LENGTH, blank=True, help_text=_("記載のまま（「－」も）"))
    number_parts = models.JSONField(_("事業番号（区分ごと）"), default=list, blank=True, editable=False)

    class Meta:
        verbose_name = _("過去のレビューシートの事業番号")
        verbose_name_plural = _("過去のレビューシートの事業番号")
        ordering = ["past_year", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "past_year", "position"], name="past_number_year_unique"),
            year_range("past_year", "past_number_year_range"),
        ]

    def __str__(self) -> str:
        return f"{self.past_year}: {self.number}"


class RelatedProject(models.Model):
    """A project of this or another ministry that does related work (関連事業)."""

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="related_projects")
    position = position_column()
    ministry_name = models.CharField(_("所管府省名"), max_length=TEXT_LENGTH, blank=True)
    number = models.CharField(_("事業番号"), max_length=TEXT_LENGTH, blank=True)
    name = models.CharField(_("事業名"), max_length=TEXT_LENGTH, blank=True)
    role = models.TextField(_("役割分担の具体的な内容"), blank=True)
    relation = models.CharField(_("関連性"), max_length=TEXT_LENGTH, blank=True, help_text=_("例：親事業、統合先"))
    source_row = source_row_column()
    project = models.ForeignKey(
        Project, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("事業")
    )

    class Meta:
        verbose_name = _("関連事業")
        verbose_name_plural = _("関連事業")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name
