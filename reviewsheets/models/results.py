"""What came of indicators, and which figures were revised, worked out once: rebuilt by `summaries`, never edited."""

from django.db import models
from django.db.models.functions import Abs
from django.utils.translation import gettext_lazy as _

from reviewsheets.models.fields import number_column, yen_column
from reviewsheets.models.indicators import Indicator
from reviewsheets.models.organisations import Ministry
from reviewsheets.models.sheets import ReviewSheet
from reviewsheets.units.achievement import State
from reviewsheets.units.money import MILLION

FLOOR_YEN = MILLION
WHOLE_OF_FLOOR = 100  # one of them: a change has to be over 1 % of the older amount
IS_LARGE = models.Q(size_yen__gt=FLOOR_YEN) & models.Q(size_yen__gt=Abs(models.F("old_yen")) / WHOLE_OF_FLOOR)


class IndicatorResult(models.Model):
    """An outcome or activity indicator of a published sheet in the sheet's result year, the year before its own.

    `achievement` and `earlier_achievement`, two years before, are hundredths of a percent (`units.achievement`), cut
    off; None where there is none. `executed_yen` and `earlier_executed_yen` are what the sheet says was executed then.
    """

    class State(models.TextChoices):
        EXCEEDED = State.EXCEEDED.value, _("大きく上回った（150％超）")
        REACHED = State.REACHED.value, _("達した")
        MISSED = State.MISSED.value, _("達しなかった")
        NOT_COMPARABLE = State.NOT_COMPARABLE.value, _("比べられない")
        NO_TARGET = State.NO_TARGET.value, _("目標なし")
        NO_ACTUAL = State.NO_ACTUAL.value, _("実績なし")
        BLANK = State.BLANK.value, _("どちらもなし")

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="+", verbose_name=_("レビューシート"))
    sheet_year = models.PositiveSmallIntegerField(_("事業年度"))
    ministry = models.ForeignKey(Ministry, models.CASCADE, db_index=False, related_name="+", verbose_name=_("府省庁"))
    indicator = models.OneToOneField(Indicator, models.CASCADE, related_name="+", verbose_name=_("指標"))
    kind = models.CharField(_("種別"), max_length=10, choices=Indicator.Kind)
    state = models.CharField(_("結果"), max_length=15, choices=State)
    is_direction_known = models.BooleanField(_("改善の方向の記載あり"))
    target = number_column(_("目標値"))
    actual = number_column(_("実績値"))
    achievement = models.BigIntegerField(_("達成度"), null=True, blank=True, help_text=_("百分の1％"))
    earlier_achievement = models.BigIntegerField(_("2年前の達成度"), null=True, blank=True, help_text=_("百分の1％"))
    executed_yen = yen_column(_("執行額"))
    earlier_executed_yen = yen_column(_("2年前の執行額"))

    class Meta:
        verbose_name = _("指標の結果")
        verbose_name_plural = _("指標の結果")
        indexes = [
            # All that results are counted by, and their order by money, from the indexes alone.
            models.Index(
                fields=[
                    *("kind", "sheet_year", "ministry", "state"),
                    *("is_direction_known", "achievement", "target", "actual"),
                ],
                name="indicator_result_place",
            ),
            models.Index(fields=["kind", "executed_yen", "id"], name="indicator_result_money"),
            models.Index(fields=["kind", "sheet_year", "achievement"], name="indicator_result_achieved"),
            # What is counted beside the money, without the rows themselves.
            models.Index(
                fields=[
                    *("kind", "sheet_year", "ministry", "is_direction_known", "executed_yen", "earlier_executed_yen"),
                    *("achievement", "earlier_achievement"),
                ],
                name="indicator_result_changes",
                condition=models.Q(
                    achievement__isnull=False, earlier_achievement__isnull=False, executed_yen__isnull=False
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.state}"


class FigureRevision(models.Model):
    """An amount of a budget year that a published sheet gives otherwise than the sheet before it that has it, in yen.

    `is_open_year`: the older sheet is of that budget year or before it, so the year had not ended.
    """

    class Figure(models.TextChoices):
        INITIAL = "initial", _("当初予算")
        SUPPLEMENTARY = "supplementary", _("補正予算")
        CARRIED_IN = "carried_in", _("前年度から繰越し")
        CARRIED_OUT = "carried_out", _("翌年度へ繰越し")
        CONTINGENCY = "contingency", _("予備費等")
        TOTAL = "total", _("計（歳出予算現額）")
        EXECUTED = "executed", _("執行額")
        REQUESTED = "requested", _("要求額")

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="revisions", verbose_name=_("新しいシート"))
    older_sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="+", verbose_name=_("前のシート"))
    sheet_year = models.PositiveSmallIntegerField(_("事業年度"))
    ministry = models.ForeignKey(Ministry, models.CASCADE, db_index=False, related_name="+", verbose_name=_("府省庁"))
    budget_year = models.PositiveSmallIntegerField(_("予算年度"))
    figure = models.CharField(_("項目"), max_length=13, choices=Figure)
    old_yen = models.BigIntegerField(_("前のシートの額"))
    new_yen = models.BigIntegerField(_("新しいシートの額"))
    change_yen = models.BigIntegerField(_("増減"))
    size_yen = models.BigIntegerField(_("増減の大きさ"))
    is_open_year = models.BooleanField(_("年度の途中の額"))

    class Meta:
        verbose_name = _("額の改訂")
        verbose_name_plural = _("額の改訂")
        indexes = [
            models.Index(fields=["size_yen"], name="figure_revision_size"),
            models.Index(fields=["sheet_year", "ministry", "size_yen"], name="figure_revision_place"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "budget_year", "figure"], name="figure_revision_unique")
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.budget_year} {self.figure}"


class RevisionSums(models.Model):
    """The revisions of a ministry's sheets of a year that are alike in all that one narrows to, counted and added."""

    sheet_year = models.PositiveSmallIntegerField(_("事業年度"))
    ministry = models.ForeignKey(Ministry, models.CASCADE, db_index=False, related_name="+", verbose_name=_("府省庁"))
    figure = models.CharField(_("項目"), max_length=13, choices=FigureRevision.Figure)
    budget_year = models.PositiveSmallIntegerField(_("予算年度"))
    is_open_year = models.BooleanField(_("年度の途中の額"))
    is_large = models.BooleanField(_("小さくない改訂"))
    revisions = models.PositiveIntegerField(_("件数"))
    raised = models.PositiveIntegerField(_("増えた件数"))
    raised_yen = models.BigIntegerField(_("増えた額"))
    lowered_yen = models.BigIntegerField(_("減った額"))

    class Meta:
        verbose_name = _("額の改訂の合計")
        verbose_name_plural = _("額の改訂の合計")

    def __str__(self) -> str:
        return f"{self.sheet_year} {self.ministry_id} {self.figure} {self.budget_year}"


class RevisingSheets(models.Model):
    """How many of a ministry's sheets of a year revise a figure, or any (blank); `largely`: more than a little.

    `compared`, on the row of any figure: sheets whose project has an earlier one that tells of years they budget both.
    """

    sheet_year = models.PositiveSmallIntegerField(_("事業年度"))
    ministry = models.ForeignKey(Ministry, models.CASCADE, db_index=False, related_name="+", verbose_name=_("府省庁"))
    figure = models.CharField(_("項目"), max_length=13, blank=True, choices=FigureRevision.Figure)
    revising = models.PositiveIntegerField(_("改訂のあるシート"))
    revising_largely = models.PositiveIntegerField(_("小さくない改訂のあるシート"))
    compared = models.PositiveIntegerField(_("前のシートがあるシート"))

    class Meta:
        verbose_name = _("改訂のあるシートの数")
        verbose_name_plural = _("改訂のあるシートの数")

    def __str__(self) -> str:
        return f"{self.sheet_year} {self.ministry_id} {self.figure}"
