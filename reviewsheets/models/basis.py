"""What a project rests on: who is in charge, which policies, laws and plans it serves, what it subsidises."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reviewsheets.models.fields import TEXT_LENGTH, position_column, source_row_column
from reviewsheets.models.sheets import ReviewSheet


class SheetOrganisation(models.Model):
    """A further organisation in charge and an officer (その他担当組織・作成責任者), numbered from 1 on the form."""

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="organisations")
    position = position_column()
    ministry_name = models.CharField(_("府省庁"), max_length=TEXT_LENGTH, blank=True)
    bureau = models.CharField(_("局・庁"), max_length=TEXT_LENGTH, blank=True)
    department = models.CharField(_("部"), max_length=TEXT_LENGTH, blank=True)
    division = models.CharField(_("課"), max_length=TEXT_LENGTH, blank=True)
    office = models.CharField(_("室"), max_length=TEXT_LENGTH, blank=True)
    team = models.CharField(_("班"), max_length=TEXT_LENGTH, blank=True)
    section = models.CharField(_("係"), max_length=TEXT_LENGTH, blank=True)
    officer = models.CharField(_("作成責任者"), max_length=TEXT_LENGTH, blank=True)
    source_row = source_row_column()

    class Meta:
        verbose_name = _("その他担当組織")
        verbose_name_plural = _("その他担当組織")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.ministry_name, self.bureau, self.division, self.officer)))


class Policy(models.Model):
    """A policy and measure the project belongs to (政策・施策)."""

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="policy_list")
    position = position_column()
    ministry_name = models.CharField(_("政策所管府省庁"), max_length=TEXT_LENGTH, blank=True)
    policy = models.TextField(_("政策"), blank=True)
    measure = models.TextField(_("施策"), blank=True)
    url = models.TextField(_("政策・施策URL"), blank=True)

    class Meta:
        verbose_name = _("政策・施策")
        verbose_name_plural = _("政策・施策")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.measure or self.policy


class Law(models.Model):
    """A law the project rests on (根拠法令)."""

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="law_list")
    position = position_column()
    name = models.TextField(_("法令名"), blank=True)
    law_number = models.CharField(_("法令番号"), max_length=TEXT_LENGTH, blank=True)
    law_id = models.CharField(_("法令ID"), max_length=TEXT_LENGTH, blank=True)
    article = models.TextField(_("条"), blank=True)
    paragraph = models.TextField(_("項"), blank=True)
    subparagraph = models.TextField(_("号・号の細分"), blank=True)

    class Meta:
        verbose_name = _("根拠法令")
        verbose_name_plural = _("根拠法令")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Plan(models.Model):
    """A plan or notice the project follows (関係する計画・通知等)."""

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="plan_list")
    position = position_column()
    name = models.TextField(_("計画通知名"), blank=True)
    url = models.TextField(_("計画通知等URL"), blank=True)

    class Meta:
        verbose_name = _("関係する計画・通知等")
        verbose_name_plural = _("関係する計画・通知等")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class SubsidyRate(models.Model):
    """What share of a cost is subsidised (補助率等), in the words of the sheet."""

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="subsidy_rates")
    position = position_column()
    target = models.TextField(_("補助対象"), blank=True)
    rate = models.TextField(_("補助率"), blank=True)
    ceiling = models.TextField(_("補助上限等"), blank=True)
    url = models.TextField(_("補助率URL"), blank=True)
    source_row = source_row_column()

    class Meta:
        verbose_name = _("補助率等")
        verbose_name_plural = _("補助率等")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.target, self.rate)))
