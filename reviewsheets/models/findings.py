"""What the automated review found, made by `review`, and what staff said of it, the one part written by hand."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviewsheets.models.fields import TEXT_LENGTH, yen_column
from reviewsheets.models.organisations import Ministry
from reviewsheets.models.sheets import ReviewSheet

CODE_LENGTH = 8


class Finding(models.Model):
    """A fact that a rule came upon at one place of a sheet, with the figures it used.

    `place` names the cell or row in words of the sheet, not by ids, so that a finding is known again when a file is
    imported once more or a rule runs anew; the disposition stays with it. `closed_at`: it no longer holds. A published
    sheet's open findings are public; those of a sheet that was withdrawn are closed.
    """

    class Disposition(models.TextChoices):
        ACCEPTED = "accepted", _("指摘のとおり")
        EXPLAINED = "explained", _("説明あり")
        CORRECTED = "corrected", _("修正済み")

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="findings", verbose_name=_("レビューシート"))
    sheet_year = models.PositiveSmallIntegerField(_("事業年度"))
    ministry = models.ForeignKey(Ministry, models.CASCADE, db_index=False, related_name="+", verbose_name=_("府省庁"))
    rule = models.CharField(_("点検規則"), max_length=CODE_LENGTH)
    place = models.CharField(_("箇所"), max_length=TEXT_LENGTH, blank=True)
    figures = models.JSONField(_("用いた数値"), default=dict)
    amount_yen = yen_column(_("金額"), help_text=_("指摘が関わる額（円）。並べ替えに使う"))
    found_at = models.DateTimeField(_("見つかった日時"), default=timezone.now)
    closed_at = models.DateTimeField(_("当てはまらなくなった日時"), null=True, blank=True)
    disposition = models.CharField(_("対応"), max_length=9, blank=True, choices=Disposition)
    explanation = models.TextField(_("説明"), blank=True)
    disposed_at = models.DateTimeField(_("対応の日時"), null=True, blank=True)
    disposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("対応した人")
    )
    disposed_figures = models.JSONField(_("対応したときの数値"), null=True, blank=True)

    class Meta:
        verbose_name = _("点検の指摘")
        verbose_name_plural = _("点検の指摘")
        indexes = [
            models.Index(fields=["rule", "sheet_year", "ministry", "amount_yen"], name="finding_rule"),
            models.Index(fields=["sheet_year", "ministry", "amount_yen"], name="finding_place"),
            models.Index(fields=["sheet_year", "amount_yen"], name="finding_year"),
            models.Index(fields=["rule", "amount_yen"], name="finding_rule_amount"),
            models.Index(  # the list's order, and all that it is narrowed by
                fields=["-amount_yen", "id", "rule", "sheet_year", "ministry", "disposition", "closed_at"],
                name="finding_order",
            ),
            models.Index(fields=["disposition"], name="finding_disposed", condition=~models.Q(disposition="")),
        ]
        constraints = [models.UniqueConstraint(fields=["sheet", "rule", "place"], name="finding_unique")]

    def __str__(self) -> str:
        return f"{self.rule} {self.sheet_id} {self.place}"

    @property
    def is_open(self) -> bool:
        """It still holds."""
        return self.closed_at is None

    @property
    def is_changed_since(self) -> bool:
        """Its figures are others than those the disposition was given for."""
        return bool(self.disposition) and self.disposed_figures != self.figures


class SheetReview(models.Model):
    """What every rule said of one published sheet: `results` maps a rule's code to [looked at, found].

    Both count rows, years or other things of the sheet, as the rule says. A missing rule could not be evaluated.
    """

    sheet = models.OneToOneField(
        ReviewSheet, models.CASCADE, primary_key=True, related_name="review", verbose_name=_("レビューシート")
    )
    sheet_year = models.PositiveSmallIntegerField(_("事業年度"))
    ministry = models.ForeignKey(Ministry, models.CASCADE, db_index=False, related_name="+", verbose_name=_("府省庁"))
    results = models.JSONField(_("結果"), default=dict)

    class Meta:
        verbose_name = _("シートの点検結果")
        verbose_name_plural = _("シートの点検結果")
        indexes = [models.Index(fields=["sheet_year", "ministry"], name="sheet_review_place")]

    def __str__(self) -> str:
        return str(self.sheet_id)


class RuleTally(models.Model):
    """What a rule said of a ministry's published sheets of a year: sheets by result, and the things it looked at."""

    rule = models.CharField(_("点検規則"), max_length=CODE_LENGTH)
    sheet_year = models.PositiveSmallIntegerField(_("事業年度"))
    ministry = models.ForeignKey(Ministry, models.CASCADE, db_index=False, related_name="+", verbose_name=_("府省庁"))
    sheets_passed = models.PositiveIntegerField(_("該当しないシート"), default=0)
    sheets_found = models.PositiveIntegerField(_("該当するシート"), default=0)
    sheets_not_evaluable = models.PositiveIntegerField(_("評価できないシート"), default=0)
    items = models.PositiveIntegerField(_("見た件数"), default=0)
    items_found = models.PositiveIntegerField(_("該当する件数"), default=0)

    class Meta:
        verbose_name = _("点検規則の集計")
        verbose_name_plural = _("点検規則の集計")
        constraints = [models.UniqueConstraint(fields=["sheet_year", "ministry", "rule"], name="rule_tally_unique")]

    def __str__(self) -> str:
        return f"{self.rule} {self.sheet_year} {self.ministry_id}"
