"""Who got it: the graph of blocks, their payees, and what the money was used for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reviewsheets.models.fields import (
    TEXT_LENGTH,
    number_column,
    position_column,
    source_row_column,
    words_column,
    yen_column,
)
from reviewsheets.models.organisations import Payee
from reviewsheets.models.sheets import ReviewSheet
from reviewsheets.units.names import is_corporate_number

CONTRACT_METHODS = (
    "一般競争契約（最低価格）",
    "一般競争契約（総合評価）",
    "指名競争契約（最低価格）",
    "指名競争契約（総合評価）",
    "随意契約（企画競争）",
    "随意契約（公募）",
    "随意契約（不落・不調）",
    "随意契約（少額）",
    "随意契約（その他）",
    "国庫債務負担行為等",
    "補助金等交付",
    "運営費交付金交付",
    "その他",
)


def is_competitive(contract_method: str) -> bool:
    """The method (契約方式等) lets several bid: general or designated competition, planning competition, open call."""
    return any(word in contract_method for word in ("一般競争", "指名競争", "企画競争", "公募"))


def is_without_competition(contract_method: str) -> bool:
    """The method is a negotiated contract for which nobody could compete (競争性のない随意契約)."""
    return "随意契約" in contract_method and not is_competitive(contract_method)


class ContractTerms(models.Model):
    """How a contract came about. A bidder count or award rate of 0 means blank: only its text is kept."""

    contract_method = models.CharField(_("契約方式等"), max_length=TEXT_LENGTH, blank=True)
    contract_method_detail = models.TextField(_("具体的な契約方式等"), blank=True)
    bidders = models.PositiveIntegerField(_("入札者数（応募者数）"), null=True, blank=True)
    bidders_text = words_column(_("入札者数（応募者数）"))
    award_rate_percent = number_column(_("落札率"), help_text="%")
    award_rate_text = words_column(_("落札率"))
    reason = models.TextField(
        _("一者応札・一者応募又は競争性のない随意契約となった理由及び改善策（支出額10億円以上）"), blank=True
    )

    class Meta:
        abstract = True


class Block(models.Model):
    """A group of payees with one role in the flow of money (支出先ブロック)."""

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="blocks")
    position = position_column()
    letter = models.CharField(_("ブロック"), max_length=10, help_text=_("A、B …"))
    name = models.CharField(_("ブロック名"), max_length=TEXT_LENGTH, blank=True)
    role = models.TextField(_("事業を行う上での役割"), blank=True)
    total_yen = yen_column(_("ブロックの合計支出額"))
    total_text = words_column(_("ブロックの合計支出額"))
    payee_count = models.PositiveIntegerField(_("支出先の数"), null=True, blank=True)
    is_implied = models.BooleanField(
        _("表にないブロック"), default=False, editable=False, help_text=_("つながりや費目・使途だけに現れる")
    )
    source_row = source_row_column()

    class Meta:
        verbose_name = _("支出先ブロック")
        verbose_name_plural = _("支出先ブロック")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["sheet", "letter"], name="block_letter_unique")]

    def __str__(self) -> str:
        return f"{self.letter}. {self.name}"


class BlockLink(models.Model):
    """An arrow of the funding flow, from the ministry (no source) or a block to a block."""

    class Kind(models.TextChoices):
        MONEY = "money", _("資金")
        REFERENCE = "reference", _("参考（資金ではない）")

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="block_links")
    position = position_column()
    source = models.ForeignKey(
        Block, models.CASCADE, null=True, blank=True, related_name="outgoing", verbose_name=_("支出元ブロック")
    )
    target = models.ForeignKey(Block, models.CASCADE, related_name="incoming", verbose_name=_("支出先ブロック"))
    kind = models.CharField(_("種類"), max_length=9, choices=Kind, default=Kind.MONEY)
    note = models.CharField(_("補足情報"), max_length=TEXT_LENGTH, blank=True, help_text=_("例：【一般競争契約】"))
    source_name = models.TextField(_("支出元の名称（記載）"), blank=True)
    target_name = models.TextField(_("支出先の名称（記載）"), blank=True)
    source_row = source_row_column()

    class Meta:
        verbose_name = _("ブロックのつながり")
        verbose_name_plural = _("ブロックのつながり")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.source or ''} → {self.target}"


class Payment(ContractTerms):
    """A row of a block's payee table (支出先上位10者リスト).

    The paper form gives one contract's terms with it; on the newer form the contracts stand below (`contracts`).
    """

    block = models.ForeignKey(Block, models.CASCADE, related_name="payments")
    position = position_column()
    payee = models.ForeignKey(Payee, models.PROTECT, null=True, blank=True, related_name="payments")
    name = models.CharField(_("支出先"), max_length=TEXT_LENGTH, blank=True)
    corporate_number = models.CharField(_("法人番号"), max_length=30, blank=True, help_text=_("13桁"))
    work = models.TextField(_("業務概要"), blank=True)
    amount_yen = yen_column(_("支出額"))
    amount_text = words_column(_("支出額"))
    location = models.TextField(_("所在地"), blank=True)
    legal_kind = models.CharField(_("法人種別"), max_length=TEXT_LENGTH, blank=True)
    is_other = models.BooleanField(_("その他支出先"), default=False)
    is_amount_doubtful = models.BooleanField(
        _("単位誤りの疑い"), default=False, editable=False, help_text=_("合計や順位に入れません")
    )
    source_row = source_row_column()

    class Meta:
        verbose_name = _("支出先（上位10者リスト）")
        verbose_name_plural = _("支出先（上位10者リスト）")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def has_wrong_corporate_number(self) -> bool:
        """A number is given and it is none."""
        return bool(self.corporate_number) and not is_corporate_number(self.corporate_number)


class Contract(ContractTerms):
    """A contract of a payment, in yen. The contracts are part of the payment and never added to it."""

    payment = models.ForeignKey(Payment, models.CASCADE, related_name="contracts", verbose_name=_("支出先"))
    position = position_column()
    summary = models.TextField(_("契約概要"), blank=True)
    amount_yen = yen_column(_("金額"))
    is_other = models.BooleanField(_("その他の契約"), default=False)
    source_row = source_row_column()

    class Meta:
        verbose_name = _("契約")
        verbose_name_plural = _("契約")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.summary


class MultiYearContract(ContractTerms):
    """A contract over several years (国庫債務負担行為等による契約), in yen: the whole contract, not one payment."""

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="multi_year_contracts")
    position = position_column()
    block_letter = models.CharField(_("ブロック"), max_length=10, blank=True)
    payee = models.ForeignKey(
        Payee, models.PROTECT, null=True, blank=True, related_name="multi_year_contracts", verbose_name=_("契約先")
    )
    name = models.CharField(_("契約先名"), max_length=TEXT_LENGTH, blank=True)
    corporate_number = models.CharField(_("法人番号"), max_length=30, blank=True)
    location = models.TextField(_("所在地"), blank=True)
    legal_kind = models.CharField(_("法人種別"), max_length=TEXT_LENGTH, blank=True)
    summary = models.TextField(_("契約概要（契約名）"), blank=True)
    is_other_contract = models.BooleanField(_("その他の契約"), null=True, blank=True)
    amount_yen = yen_column(_("契約額"))
    is_other = models.BooleanField(_("その他の契約（国庫債務負担行為等による契約）"), default=False)
    source_row = source_row_column()

    class Meta:
        verbose_name = _("国庫債務負担行為等による契約")
        verbose_name_plural = _("国庫債務負担行為等による契約")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.summary


class OwnCost(models.Model):
    """What the ministry spends itself (国自らが支出する間接経費), in yen."""

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="own_costs")
    position = position_column()
    name = models.TextField(_("国自らが支出する間接経費"), blank=True)
    item = models.TextField(_("項目"), blank=True)
    amount_yen = yen_column(_("金額"))
    source_row = source_row_column()

    class Meta:
        verbose_name = _("国自らが支出する間接経費")
        verbose_name_plural = _("国自らが支出する間接経費")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.item


class ItemUse(models.Model):
    """What a payee of a block used its money for (費目・使途); the paper form lists the block's largest, unnamed."""

    block = models.ForeignKey(Block, models.CASCADE, related_name="item_uses")
    position = position_column()
    payee_name = models.CharField(_("支出先"), max_length=TEXT_LENGTH, blank=True)
    corporate_number = models.CharField(_("法人番号"), max_length=30, blank=True)
    contract_summary = models.TextField(_("契約概要"), blank=True)
    item = models.CharField(_("費目"), max_length=TEXT_LENGTH, blank=True)
    use = models.TextField(_("使途"), blank=True)
    amount_yen = yen_column(_("金額"))
    amount_text = words_column(_("金額"))
    source_row = source_row_column()

    class Meta:
        verbose_name = _("費目・使途")
        verbose_name_plural = _("費目・使途")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.item
