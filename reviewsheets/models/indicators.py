"""What came of it: outcomes, activities, unit cost and the policy evaluation's measures."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from reviewsheets.models.fields import (
    TEXT_LENGTH,
    number_column,
    position_column,
    source_row_column,
    words_column,
    year_range,
)
from reviewsheets.models.sheets import ReviewSheet
from reviewsheets.units.money import percent, rounded_percent


class PolicyEvaluation(models.Model):
    """The policy and measure a project serves (政策評価)."""

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="policy_evaluations")
    position = position_column()
    policy = models.CharField(_("政策"), max_length=TEXT_LENGTH, blank=True)
    measure = models.CharField(_("施策"), max_length=TEXT_LENGTH, blank=True)
    relation = models.TextField(_("本事業の成果と上位施策・測定指標との関係"), blank=True)

    class Meta:
        verbose_name = _("政策評価")
        verbose_name_plural = _("政策評価")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.measure or self.policy


class Indicator(models.Model):
    """An indicator with its values by year. Kinds: outcome, activity, measure of a policy.

    An アクティビティ of the newer form stands in the same list: it says what is done and has no values.
    """

    class Kind(models.TextChoices):
        OUTCOME = "outcome", _("成果指標（アウトカム）")
        ACTIVITY = "activity", _("活動指標（アウトプット）")
        POLICY = "policy", _("測定指標（政策評価）")
        ACTION = "action", _("アクティビティ")

    class Direction(models.TextChoices):
        UP = "up", _("上向き（大きいほど良い）")
        DOWN = "down", _("下向き（小さいほど良い）")

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="indicators")
    policy_evaluation = models.ForeignKey(
        PolicyEvaluation, models.CASCADE, null=True, blank=True, related_name="measures", verbose_name=_("政策評価")
    )
    kind = models.CharField(_("種別"), max_length=10, choices=Kind)
    position = position_column()
    goal = models.TextField(_("定量的な成果目標"), blank=True)
    name = models.TextField(_("指標"), blank=True)
    unit = models.CharField(_("単位"), max_length=100, blank=True)
    source = models.TextField(_("根拠として用いた統計・データ名（出典）"), blank=True)
    direction = models.CharField(_("改善の方向"), max_length=4, choices=Direction, default=Direction.UP, blank=True)
    number = models.CharField(_("番号"), max_length=TEXT_LENGTH, blank=True)
    term = models.CharField(_("アウトカムの期間"), max_length=TEXT_LENGTH, blank=True, help_text=_("短期、中期、長期"))
    goal_kind = models.CharField(_("成果目標の種類"), max_length=TEXT_LENGTH, blank=True)
    decision = models.TextField(_("事業に関連するKPIが定められている閣議決定等の名称"), blank=True)
    decision_part = models.TextField(_("事業に関連するKPIが定められている閣議決定等の該当箇所"), blank=True)
    decision_url = models.TextField(_("事業に関連するKPIが定められている閣議決定等のURL"), blank=True)
    qualitative_reason = models.TextField(_("定性的なアウトカム目標を設定している理由"), blank=True)
    qualitative_result = models.TextField(_("定性的なアウトカムに関する成果実績"), blank=True)
    source_row = source_row_column()

    class Meta:
        verbose_name = _("指標")
        verbose_name_plural = _("指標")
        ordering = ["kind", "position", "pk"]

    def __str__(self) -> str:
        return self.name


class IndicatorValue(models.Model):
    """A column of an indicator: a year, the interim target or the final target.

    `target` is 目標値, for an activity 当初見込み. A target's column may name its year in words ("-") or not at all.
    """

    class Column(models.TextChoices):
        YEAR = "year", _("年度")
        INTERIM = "interim", _("中間目標")
        FINAL = "final", _("目標最終年度")

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="values")
    column = models.CharField(_("列"), max_length=7, choices=Column, default=Column.YEAR)
    fiscal_year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    fiscal_year_text = words_column(_("年度"))
    target = number_column(_("目標値"))
    target_text = words_column(_("目標値"))
    actual = number_column(_("実績値"))
    actual_text = words_column(_("実績値"))
    published_achievement_percent = number_column(_("公表された達成度"), help_text="%")
    published_achievement_text = words_column(_("公表された達成度"))
    goal_mark = models.CharField(_("目標年度の印"), max_length=TEXT_LENGTH, blank=True, help_text=_("目標年度に 1"))

    class Meta:
        verbose_name = _("指標の値")
        verbose_name_plural = _("指標の値")
        ordering = ["fiscal_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "fiscal_year"],
                condition=models.Q(column="year"),
                name="indicator_value_year_unique",
            ),
            models.UniqueConstraint(
                fields=["indicator", "column"], condition=~models.Q(column="year"), name="indicator_target_unique"
            ),
            models.CheckConstraint(
                condition=~models.Q(column="year") | models.Q(fiscal_year__isnull=False),
                name="indicator_value_has_year",
            ),
            year_range("fiscal_year", "indicator_value_year_range"),
        ]

    def __str__(self) -> str:
        return f"{self.get_column_display()} {self.fiscal_year or ''}"

    @property
    def achievement_percent(self) -> Decimal | None:
        """達成度: actual of target in percent; target of actual where less is better; None without two numbers."""
        if self.indicator.direction == Indicator.Direction.DOWN:
            return percent(self.target, self.actual)
        return percent(self.actual, self.target)

    @property
    def achievement_differs(self) -> bool:
        """The published 達成度 is another one than the computed, to one decimal."""
        published, computed = self.published_achievement_percent, self.achievement_percent
        if published is None or computed is None:
            return False
        return rounded_percent(published) != rounded_percent(computed)


class PathNode(models.Model):
    """A step on the way to the effect (効果発現経路): アクティビティ, アウトプット or アウトカム."""

    class Kind(models.TextChoices):
        ACTIVITY = "アクティビティ", _("アクティビティ")
        OUTPUT = "アウトプット", _("アウトプット")
        OUTCOME = "アウトカム", _("アウトカム")

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="path_nodes")
    position = position_column()
    kind = models.CharField(_("種別"), max_length=TEXT_LENGTH, blank=True, choices=Kind)
    number = models.CharField(_("番号"), max_length=TEXT_LENGTH, blank=True)
    term = models.CharField(_("アウトカムの期間"), max_length=TEXT_LENGTH, blank=True)
    text = models.TextField(_("アクティビティの内容・活動目標・成果目標"), blank=True)

    class Meta:
        verbose_name = _("効果発現経路の段階")
        verbose_name_plural = _("効果発現経路の段階")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.term, self.kind, self.number)))


class PathLink(models.Model):
    """An arrow between two steps (目標のつながり), from the earlier to the later."""

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="path_links")
    position = position_column()
    source = models.ForeignKey(
        PathNode, models.CASCADE, null=True, blank=True, related_name="outgoing", verbose_name=_("派生元")
    )
    target = models.ForeignKey(
        PathNode, models.CASCADE, null=True, blank=True, related_name="incoming", verbose_name=_("派生先")
    )
    follow_up = models.TextField(_("後続アウトカムへのつながり"), blank=True)
    single_stage_reason = models.TextField(_("アウトカムを複数段階で設定できない理由"), blank=True)
    source_row = source_row_column()

    class Meta:
        verbose_name = _("目標のつながり")
        verbose_name_plural = _("目標のつながり")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.source or ''} → {self.target or ''}"


class UnitCost(models.Model):
    """What one unit of activity costs (単位当たりコスト)."""

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="unit_costs")
    position = position_column()
    basis = models.TextField(_("算出根拠"), blank=True)
    unit = models.CharField(_("単位"), max_length=100, blank=True)
    formula_unit = models.CharField(_("計算式の単位"), max_length=100, blank=True, help_text=_("例：百万円/百万件"))

    class Meta:
        verbose_name = _("単位当たりコスト")
        verbose_name_plural = _("単位当たりコスト")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.basis


class UnitCostYear(models.Model):
    """One year of a unit cost with the formula as written ("350/200")."""

    unit_cost = models.ForeignKey(UnitCost, models.CASCADE, related_name="years")
    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    value = number_column(_("単位当たりコスト"))
    value_text = words_column(_("単位当たりコスト"))
    formula = models.CharField(_("計算式"), max_length=TEXT_LENGTH, blank=True)

    class Meta:
        verbose_name = _("単位当たりコストの年度")
        verbose_name_plural = _("単位当たりコストの年度")
        ordering = ["fiscal_year"]
        constraints = [
            models.UniqueConstraint(fields=["unit_cost", "fiscal_year"], name="unit_cost_year_unique"),
            year_range("fiscal_year", "unit_cost_year_range"),
        ]

    def __str__(self) -> str:
        return str(self.fiscal_year)
