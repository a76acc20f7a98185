"""Who: ministries and payees."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reviewsheets.units.names import is_corporate_number, name_key, payee_key
from reviewsheets.units.payees import PayeeKind, kind_of

# The name stands in the addresses of its sheets; it may hold a space, as 国土交通省　気象庁 does.
name_validator = RegexValidator(r"^(?!\.{1,2}$)[^/?#\\\x00-\x1f]+$", _("府省庁名には / ? # \\ を使えません。"))


class Ministry(models.Model):
    """A ministry or agency that publishes review sheets."""

    name = models.CharField(_("府省庁名"), max_length=100, unique=True, validators=[name_validator])
    name_en = models.CharField(_("英語名"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("建制順"), default=999, help_text=_("小さい順に並びます"))
    is_fictional = models.BooleanField(_("架空（見本データ）"), default=False)
    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("編集者"),
        blank=True,
        related_name="ministries",
        help_text=_("この府省庁のシートを入力できる利用者"),
    )

    class Meta:
        verbose_name = _("府省庁")
        verbose_name_plural = pgettext_lazy("一覧", "府省庁")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Payee(models.Model):
    """Who received money: one row a valid corporate number, else one a normalised name."""

    class Kind(models.TextChoices):
        NATIONAL = PayeeKind.NATIONAL.value, _("国の機関")
        LOCAL = PayeeKind.LOCAL.value, _("地方公共団体")
        COMPANY = PayeeKind.COMPANY.value, _("会社")
        CORPORATION = PayeeKind.CORPORATION.value, _("その他の設立登記法人（独立行政法人・社団・財団・学校など）")
        UNREGISTERED = PayeeKind.UNREGISTERED.value, _("設立登記のない法人（外国会社・組合・協議会など）")
        UNNUMBERED = PayeeKind.UNNUMBERED.value, _("有効な法人番号なし")
        GROUP = PayeeKind.GROUP.value, _("特定の一者ではない記載（その他・個人Aなど）")

    key = models.CharField(_("支出先キー"), max_length=300, unique=True, editable=False)
    corporate_number = models.CharField(_("法人番号"), max_length=13, blank=True)
    name = models.CharField(_("支出先名"), max_length=300)
    search_name = models.CharField(max_length=300, db_index=True, editable=False)
    kind = models.CharField(_("支出先の種類"), max_length=12, editable=False, choices=Kind, default=Kind.UNNUMBERED)

    class Meta:
        verbose_name = _("支出先")
        verbose_name_plural = pgettext_lazy("一覧", "支出先")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return f"{self.name}（{self.corporate_number}）" if self.corporate_number else self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """The keys follow the name and number; under a key it had before it is still found."""
        former_key, self.key = self.key, payee_key(self.corporate_number, self.name)
        self.search_name = name_key(self.name)
        self.kind = kind_of(self.corporate_number, self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed through as they came
        FormerPayeeKey.objects.filter(key=self.key).delete()
        if former_key and former_key != self.key:
            FormerPayeeKey.objects.create(key=former_key, payee=self)

    def clean(self) -> None:
        """A number that is none, and a payee that is there already, are errors at their cells."""
        if self.corporate_number and not is_corporate_number(self.corporate_number):
            raise ValidationError({"corporate_number": _("法人番号（13桁）の検査数字が合いません。")})
        if Payee.objects.exclude(pk=self.pk).filter(key=payee_key(self.corporate_number, self.name)).exists():
            raise ValidationError({"name": _("この支出先は既にあります。")})

    @classmethod
    def named(cls, name: str, corporate_number: str) -> "Payee | None":
        """The payee that a published name and number mean, made when new; None when there is no name."""
        key = payee_key(corporate_number, name)
        if not name_key(name):
            return None
        known_number = corporate_number if is_corporate_number(corporate_number) else ""
        payee, _created = cls.objects.get_or_create(
            key=key, defaults={"name": name, "corporate_number": known_number, "search_name": name_key(name)}
        )
        return payee


class FormerPayeeKey(models.Model):
    """A key that a payee had before its name or number was corrected: its old address leads to the new one."""

    key = models.CharField(_("以前の支出先キー"), max_length=300, unique=True)
    payee = models.ForeignKey(Payee, models.CASCADE, related_name="former_keys", verbose_name=_("支出先"))

    class Meta:
        verbose_name = _("以前の支出先キー")
        verbose_name_plural = _("以前の支出先キー")

    def __str__(self) -> str:
        return self.key
