"""Who got the money, worked out once from the published sheets: rebuilt by `summaries`, never edited.

What a payee got is what its rows in the blocks say (支出先上位10者リスト), without amounts that are doubtful
(単位誤りの疑い), which are counted. Money is told apart by how it gets to the block and never added across:
paid by the ministry, re-commissioned, of other origin, or of a sheet that gives no arrows of money at all.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reviewsheets.models.fields import TEXT_LENGTH, yen_column
from reviewsheets.models.organisations import Ministry, Payee
from reviewsheets.models.sheets import ReviewSheet
from reviewsheets.models.spending import Contract, MultiYearContract, Payment

REACHES = ("direct_yen", "recommissioned_yen", "other_yen", "unknown_yen")  # in the order of `units.flow.Reach`


class Amounts(models.Model):
    """Amounts by how the money comes; None where no row gives any. `payments` are rows, `doubtful` those left out."""

    direct_yen = yen_column(_("直接支出"))
    recommissioned_yen = yen_column(_("再委託等"))
    other_yen = yen_column(_("その他の資金"))
    unknown_yen = yen_column(_("流れの記載なし"))
    payments = models.PositiveIntegerField(_("行数"), default=0)
    doubtful = models.PositiveIntegerField(_("単位誤りの疑いで除いた行数"), default=0)

    class Meta:
        abstract = True


class Receipt(Amounts):
    """What one payee got on one published sheet; rows without a name have no payee. The money is of the year before."""

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="receipts", verbose_name=_("レビューシート"))
    sheet_year = models.PositiveSmallIntegerField(_("事業年度"))
    ministry = models.ForeignKey(Ministry, models.CASCADE, db_index=False, related_name="+", verbose_name=_("府省庁"))
    payee = models.ForeignKey(
        Payee, models.CASCADE, null=True, blank=True, related_name="receipts", verbose_name=_("支出先")
    )

    class Meta:
        verbose_name = _("支出先の受取")
        verbose_name_plural = _("支出先の受取")
        indexes = [
            models.Index(fields=["sheet_year", "ministry"], name="receipt_year_ministry"),
            # A year's direct money by project, read from the index alone.
            models.Index(
                fields=["sheet_year", "sheet", "ministry", "direct_yen"],
                name="receipt_direct",
                condition=models.Q(direct_yen__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.payee_id}"


class PayeeSums(Amounts):
    """A payee's receipts added: of a sheet year or of all (None), of a ministry or of all (None)."""

    payee = models.ForeignKey(Payee, models.CASCADE, related_name="sums", verbose_name=_("支出先"))
    kind = models.CharField(_("支出先の種類"), max_length=12)
    sheet_year = models.PositiveSmallIntegerField(_("事業年度"), null=True, blank=True)
    ministry = models.ForeignKey(
        Ministry, models.CASCADE, null=True, blank=True, db_index=False, related_name="+", verbose_name=_("府省庁")
    )
    sheets = models.PositiveIntegerField(_("シート数"), default=0)

    class Meta:
        verbose_name = _("支出先の合計")
        verbose_name_plural = _("支出先の合計")
        indexes = [
            # The largest payees and how many there are, read from the index alone.
            models.Index(fields=["sheet_year", "ministry", "direct_yen", "kind", "payee"], name="payee_sums_direct"),
            models.Index(fields=["sheet_year", "ministry", "unknown_yen", "kind", "payee"], name="payee_sums_unknown"),
            models.Index(fields=["sheet_year", "ministry", "kind"], name="payee_sums_kind"),
            # How many payees each year has, of those that are searched for: only to be counted.
            models.Index(
                fields=["sheet_year", "payee"],
                name="payee_sums_payees",
                condition=models.Q(ministry=None) & ~models.Q(kind=Payee.Kind.GROUP),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payee_id} {self.sheet_year} {self.ministry_id}"


class PayeeCount(models.Model):
    """How many payees of a kind have receipts: in a sheet year or all (None), from a ministry or from any (None)."""

    sheet_year = models.PositiveSmallIntegerField(_("事業年度"), null=True, blank=True)
    ministry = models.ForeignKey(
        Ministry, models.CASCADE, null=True, blank=True, db_index=False, related_name="+", verbose_name=_("府省庁")
    )
    kind = models.CharField(_("支出先の種類"), max_length=12)
    payees = models.PositiveIntegerField(_("支出先の数"))

    class Meta:
        verbose_name = _("支出先の件数")
        verbose_name_plural = _("支出先の件数")

    def __str__(self) -> str:
        return f"{self.sheet_year} {self.ministry_id} {self.kind}"


class SpendingSums(Amounts):
    """A ministry's receipts of a sheet year added, and how concentrated its direct payments to named payees are.

    `unnamed_yen`: direct money whose payee is no one (その他, 個人A, blank). `hhi`: the sum of the squared shares in
    percent of each named payee's direct money, 0 to 10,000, rounded down; None without any.
    """

    sheet_year = models.PositiveSmallIntegerField(_("事業年度"))
    ministry = models.ForeignKey(Ministry, models.CASCADE, db_index=False, related_name="+", verbose_name=_("府省庁"))
    own_cost_yen = yen_column(_("国自らが支出する間接経費"))
    unnamed_yen = yen_column(_("支出先の名前が分からない直接支出"))
    payees = models.PositiveIntegerField(_("支出先の数"), default=0)
    named_direct_yen = yen_column(_("名前のある支出先への直接支出"))
    largest_yen = yen_column(_("最大の支出先への直接支出"))
    largest_3_yen = yen_column(_("上位3者への直接支出"))
    hhi = models.PositiveSmallIntegerField(_("HHI"), null=True, blank=True)

    class Meta:
        verbose_name = _("支出の合計")
        verbose_name_plural = _("支出の合計")
        constraints = [models.UniqueConstraint(fields=["sheet_year", "ministry"], name="spending_sums_unique")]

    def __str__(self) -> str:
        return f"{self.sheet_year} {self.ministry_id}"


class ContractFacts(models.Model):
    """How one contract of a published sheet came about; only of contracts whose method, bidders or rate is given.

    It stands in one of three places: a payee's row of the paper form, a contract below a payee, or a contract over
    several years (国庫債務負担行為等), which is no payment of a year and never added to the others.
    """

    class Competition(models.TextChoices):
        COMPETITIVE = "competitive", _("競争性のある契約")
        NONE = "none", _("競争性のない随意契約")
        OUTSIDE = "outside", _("契約方式の区分の外（補助金等交付など）")
        BLANK = "blank", _("契約方式の記載なし")

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="+", verbose_name=_("レビューシート"))
    sheet_year = models.PositiveSmallIntegerField(_("事業年度"))
    ministry = models.ForeignKey(Ministry, models.CASCADE, db_index=False, related_name="+", verbose_name=_("府省庁"))
    payee = models.ForeignKey(Payee, models.CASCADE, null=True, related_name="+", verbose_name=_("支出先"))
    payment = models.ForeignKey(Payment, models.CASCADE, null=True, related_name="+")
    contract = models.ForeignKey(Contract, models.CASCADE, null=True, related_name="+")
    multi_year = models.ForeignKey(MultiYearContract, models.CASCADE, null=True, related_name="+")
    is_multi_year = models.BooleanField(_("国庫債務負担行為等による契約"))
    contract_method = models.CharField(_("契約方式等"), max_length=TEXT_LENGTH, blank=True)
    competition = models.CharField(_("競争性"), max_length=11, choices=Competition)
    bidders = models.PositiveIntegerField(_("入札者数（応募者数）"), null=True, blank=True)
    award_rate = models.BigIntegerField(_("落札率"), null=True, blank=True, help_text=_("百分の1％"))
    amount_yen = yen_column(_("金額"))
    has_reason = models.BooleanField(_("理由の記載"))
    is_amount_doubtful = models.BooleanField(_("単位誤りの疑い"), default=False, help_text=_("合計や順位に入れません"))

    class Meta:
        verbose_name = _("契約の要点")
        verbose_name_plural = _("契約の要点")
        indexes = [models.Index(fields=["sheet_year", "ministry", "is_multi_year"], name="contract_facts_place")]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.contract_method}"
