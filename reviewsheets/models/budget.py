"""How much: budget and execution by year, and the budget lines."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reviewsheets.models.fields import (
    TEXT_LENGTH,
    position_column,
    source_row_column,
    words_column,
    year_range,
    yen_column,
)
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
    published_total_text = words_column(_("公表された計"))
    published_basis = models.CharField(
        _("公表された計の基準"),
        max_length=5,
        blank=True,
        choices=[(Basis.NET, _("繰越控除後")), (Basis.GROSS, _("繰越控除前"))],
    )
    published_rate_percent = models.DecimalField(
        _("公表された執行率"), max_digits=30, decimal_places=10, null=True, blank=True, help_text="%"
    )
    change_reason = models.TextField(_("主な増減理由"), blank=True)
    notes = models.TextField(_("その他特記事項"), blank=True)
    source_row = source_row_column()

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


class BudgetAccount(models.Model):
    """The part of a budget year that stands in one account (会計・勘定), in yen. The parts add up to the year."""

    year = models.ForeignKey(BudgetYear, models.CASCADE, related_name="accounts", verbose_name=_("予算額・執行額"))
    position = position_column()
    account_kind = models.CharField(_("会計区分"), max_length=TEXT_LENGTH, blank=True)
    account = models.CharField(_("会計"), max_length=TEXT_LENGTH, blank=True)
    subaccount = models.CharField(_("勘定"), max_length=TEXT_LENGTH, blank=True)
    initial_yen = yen_column(_("当初予算"))
    supplementary_1_yen = yen_column(_("第1次補正予算"))
    supplementary_2_yen = yen_column(_("第2次補正予算"))
    supplementary_3_yen = yen_column(_("第3次補正予算"))
    supplementary_4_yen = yen_column(_("第4次補正予算"))
    supplementary_5_yen = yen_column(_("第5次補正予算"))
    carried_in_yen = yen_column(_("前年度から繰越し"))
    contingency_1_yen = yen_column(_("予備費等1"))
    contingency_2_yen = yen_column(_("予備費等2"))
    contingency_3_yen = yen_column(_("予備費等3"))
    contingency_4_yen = yen_column(_("予備費等4"))
    total_yen = yen_column(_("歳出予算現額"))
    executed_yen = yen_column(_("執行額"))
    executed_text = words_column(_("執行額"))
    next_requested_yen = yen_column(_("翌年度要求額"))
    wished_yen = yen_column(_("要望額"))
    notes = models.TextField(_("備考"), blank=True)
    source_row = source_row_column()

    class Meta:
        verbose_name = _("会計別の予算額・執行額")
        verbose_name_plural = _("会計別の予算額・執行額")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["year", "position"], name="budget_account_position_unique")]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.account, self.subaccount)))


class BudgetItem(models.Model):
    """A row of 歳出予算項目: an amount of one budget year by kind of budget, jurisdiction, organisation, 項 and 目."""

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="budget_items")
    position = position_column()
    budget_year = models.PositiveSmallIntegerField(_("予算年度"), validators=year_validators)
    account_kind = models.CharField(_("会計区分"), max_length=TEXT_LENGTH, blank=True)
    account = models.CharField(_("会計"), max_length=TEXT_LENGTH, blank=True)
    subaccount = models.CharField(_("勘定"), max_length=TEXT_LENGTH, blank=True)
    budget_kind = models.CharField(_("予算種別"), max_length=TEXT_LENGTH, blank=True, help_text=_("例：第1次補正予算"))
    jurisdiction = models.CharField(_("所管"), max_length=TEXT_LENGTH, blank=True)
    organisation = models.CharField(_("組織・勘定"), max_length=TEXT_LENGTH, blank=True)
    item = models.CharField(_("項"), max_length=TEXT_LENGTH, blank=True)
    sub_item = models.CharField(_("目"), max_length=TEXT_LENGTH, blank=True)
    supplement = models.TextField(_("歳出予算項目の補足情報"), blank=True)
    amount_yen = yen_column(_("予算額"))
    next_requested_yen = yen_column(_("翌年度要求額"))
    notes = models.TextField(_("備考"), blank=True)
    source_row = source_row_column()

    class Meta:
        verbose_name = _("歳出予算項目")
        verbose_name_plural = _("歳出予算項目")
        ordering = ["position", "pk"]
        constraints = [year_range("budget_year", "budget_item_year_range")]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.item, self.sub_item, self.supplement)))


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
