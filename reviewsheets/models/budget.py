"""How much: budget and execution by year, and the budget lines."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reviewsheets.models.fields import TEXT_LENGTH, position_column, words_column, year_range, yen_column
from reviewsheets.models.sheets import ReviewSheet, year_validators
from reviewsheets.units.money import Basis, BudgetFigures, percent, rounded_percent


class BudgetYear(models.Model):
    """One budget year as one sheet reports it (予算額・執行額). Money in yen; carried_out is positive."""

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="budget_years")
    budget_year = models.PositiveSmallIntegerField(_("予算年度"), validators=year_validators)
    initial_yen = yen_column(_("当初予算"))
    initial_text = words_column(_("当初予算"))
    supplementary_yen = yen_column(_("補正予算"))
    supplementary_text = words_column(_("補正予算"))
    carried_in_yen = yen_column(_("前年度から繰越し"))
    carried_in_text = words_column(_("前年度から繰越し"))
    carried_out_yen = yen_column(_("翌年度へ繰越し"), help_text=_("円。符号を付けずに入れます"))
    carried_out_text = words_column(_("翌年度へ繰越し"))
    contingency_yen = yen_column(_("予備費等"))
    contingency_text = words_column(_("予備費等"))
    executed_yen = yen_column(_("執行額"))
    executed_text = words_column(_("執行額"))
    requested_yen = yen_column(_("要求額"))
    requested_text = words_column(_("要求額"))
    published_total_yen = yen_column(_("公表された計"), help_text=_("取り込んだ値。計算した計とは別に残します"))
    published_basis = models.CharField(
        _("公表された計の基準"),
        max_length=5,
        blank=True,
        choices=[(Basis.NET, _("繰越控除後")), (Basis.GROSS, _("繰越控除前"))],
    )
    published_rate_percent = models.DecimalField(
        _("公表された執行率"), max_digits=14, decimal_places=6, null=True, blank=True, help_text="%"
    )

    class Meta:
        verbose_name = _("予算額・執行額")
        verbose_name_plural = _("予算額・執行額")
        ordering = ["budget_year"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "budget_year"], name="budget_year_unique"),
            year_range("budget_year", "budget_year_range"),
        ]

    def __str__(self) -> str:
        return str(self.budget_year)

    @property
    def basis(self) -> Basis:
        """What 計 means in this row."""
        return Basis(self.published_basis) if self.published_basis else self.sheet.basis

    @property
    def figures(self) -> BudgetFigures:
        """The row's amounts with all that is derived from them."""
        return BudgetFigures(
            basis=self.basis,
            initial_yen=self.initial_yen,
            supplementary_yen=self.supplementary_yen,
            carried_in_yen=self.carried_in_yen,
            carried_out_yen=self.carried_out_yen,
            contingency_yen=self.contingency_yen,
            executed_yen=self.executed_yen,
        )

    @property
    def total_mismatch_yen(self) -> int | None:
        """計 as published minus 計 as computed, where both exist and differ."""
        published_yen: int | None = self.published_total_yen
        if published_yen is None or published_yen == self.figures.total_yen:
            return None
        return published_yen - self.figures.total_yen

    @property
    def rate_differs(self) -> bool:
        """The published 執行率 is another one than the computed, to one decimal."""
        computed = percent(self.executed_yen, self.figures.total_yen)
        if self.published_rate_percent is None or computed is None:
            return False
        return rounded_percent(self.published_rate_percent) != rounded_percent(computed)


class BudgetLine(models.Model):
    """A budget line (歳出予算目) with the sheet year's initial budget and the next year's request."""

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="budget_lines")
    position = position_column()
    name = models.CharField(_("歳出予算目"), max_length=TEXT_LENGTH, blank=True)
    initial_yen = yen_column(_("当初予算"))
    initial_text = words_column(_("当初予算"))
    requested_yen = yen_column(_("翌年度要求"))
    requested_text = words_column(_("翌年度要求"))

    class Meta:
        verbose_name = _("予算内訳")
        verbose_name_plural = _("予算内訳")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name
