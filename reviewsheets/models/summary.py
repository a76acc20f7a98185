"""What lists and totals ask of a sheet, worked out once: rebuilt by `summaries`, never edited."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reviewsheets.models.fields import words_column, yen_column
from reviewsheets.models.sheets import ReviewSheet

RATE_UNITS_PER_PERCENT = 100  # rates are kept in hundredths of a percent, cut off, to sort and narrow by


class SheetSummary(models.Model):
    """A sheet's main figures in yen: the year before its own is the last with results, its own has the new budget.

    計 is on the basis of the sheet's form, None where no part of it is given. Outcomes are those of the result year.
    """

    class Kind(models.TextChoices):
        NEW = "new", _("新規（開始年度がシートの年度以降）")
        CONTINUING = "continuing", _("継続")
        ENDING = "ending", _("終了（終了年度がシートの年度以前）")
        UNKNOWN = "unknown", _("開始年度の記載なし")

    class Size(models.TextChoices):
        BLANK = "blank", _("当初予算の記載なし")
        NONE = "none", _("0円")
        UP_TO_1 = "to-1", _("1億円未満")
        UP_TO_10 = "to-10", _("1億円以上10億円未満")
        UP_TO_100 = "to-100", _("10億円以上100億円未満")
        UP_TO_1000 = "to-1000", _("100億円以上1,000億円未満")
        OVER_1000 = "over-1000", _("1,000億円以上")

    class Rate(models.TextChoices):
        BLANK = "blank", _("執行率を計算できない")
        BELOW_50 = "to-50", _("50％未満")
        BELOW_80 = "to-80", _("50％以上80％未満")
        BELOW_95 = "to-95", _("80％以上95％未満")
        UP_TO_100 = "to-100", _("95％以上100％以下")
        ABOVE_100 = "over-100", _("100％を超える")

    class Carry(models.TextChoices):
        BLANK = "blank", _("繰越しの記載なし")
        NONE = "none", _("繰越しなし（0円）")
        SOME = "some", _("繰越しあり")

    class Outcome(models.TextChoices):
        BLANK = "blank", _("結果の年度の成果目標なし")
        REACHED = "reached", _("比べられる目標のすべてに達した")
        MISSED = "missed", _("達しなかった目標がある")
        NOT_COMPARABLE = "not-comparable", _("比べられる目標がない")

    sheet = models.OneToOneField(
        ReviewSheet, models.CASCADE, primary_key=True, related_name="summary", verbose_name=_("レビューシート")
    )
    kind = models.CharField(_("新規・継続・終了"), max_length=10, choices=Kind, db_index=True)
    size = models.CharField(_("規模"), max_length=10, choices=Size, db_index=True)
    rate = models.CharField(_("執行率（繰越控除後）の区分"), max_length=10, choices=Rate, db_index=True)
    carry = models.CharField(_("翌年度への繰越し"), max_length=10, choices=Carry, db_index=True)
    outcome = models.CharField(_("成果目標"), max_length=15, choices=Outcome, db_index=True)
    initial_yen = yen_column(_("当初予算"))
    initial_text = words_column(_("当初予算"))
    requested_yen = yen_column(_("要求額"))
    total_yen = yen_column(_("計（歳出予算現額）"))
    executed_yen = yen_column(_("執行額"))
    executed_text = words_column(_("執行額"))
    unused_yen = yen_column(_("不用額"))
    carried_out_yen = yen_column(_("翌年度へ繰越し"))
    gross_rate = models.BigIntegerField(_("執行率（繰越控除前）"), null=True, blank=True)
    net_rate = models.BigIntegerField(_("執行率（繰越控除後）"), null=True, blank=True)
    outcomes_reached = models.PositiveSmallIntegerField(_("目標に達した成果指標"), default=0)
    outcomes_missed = models.PositiveSmallIntegerField(_("目標に達しなかった成果指標"), default=0)
    outcomes_not_comparable = models.PositiveSmallIntegerField(_("比べられない成果指標"), default=0)

    class Meta:
        verbose_name = _("シートの要約")
        verbose_name_plural = _("シートの要約")

    def __str__(self) -> str:
        return str(self.sheet_id)
