"""What lists and totals ask of a sheet, worked out once: rebuilt by `summaries`, never edited."""

from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from django.db import models
from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reviewsheets.models.fields import TEXT_LENGTH, words_column, yen_column
from reviewsheets.models.organisations import Ministry
from reviewsheets.models.sheets import ReviewSheet
from reviewsheets.units.money import Basis

RATE_UNITS_PER_PERCENT = 100  # rates are kept in hundredths of a percent, cut off, to sort and narrow by
_HAS_RESULT = Q(unused_yen__isnull=False)  # what is unused is known where 計 and 執行額 both are
_HAS_FIGURES = Q(total_yen__isnull=False) | Q(executed_yen__isnull=False)
# What is added of sheets, by the name of its sum. Outcomes are counts of indicators.
SUMS: dict[str, Any] = {
    "sheets": Count("*"),
    "new": Count("kind", filter=Q(kind="new")),
    "ending": Count("kind", filter=Q(kind="ending")),
    "with_figures": Count("kind", filter=_HAS_FIGURES),
    "total_yen": Sum("total_yen"),
    "executed_yen": Sum("executed_yen"),
    "requested_yen": Sum("requested_yen"),
    "unused_yen": Sum("unused_yen"),
    "carried_out_yen": Sum("carried_out_yen"),
    "with_result": Count("unused_yen"),
    "result_executed_yen": Sum("executed_yen", filter=_HAS_RESULT),
    "result_carried_out_yen": Sum("carried_out_yen", filter=_HAS_RESULT),
    "outcomes_reached": Sum("outcomes_reached"),
    "outcomes_missed": Sum("outcomes_missed", default=0),
    "outcomes_not_comparable": Sum("outcomes_not_comparable"),
}
LINES = ("accounts", "methods", "policies")
CLASSES = ("kind", "size", "rate", "gross", "carry", "outcome")


def as_lines(values: Iterable[str]) -> str:
    """Values as the summary keeps them: findable by `contains` with a line break on both sides."""
    told = list(dict.fromkeys(" ".join(str(value).split()) for value in values if value))
    return "\n".join(["", *told, ""]) if told else ""


def lines_of(kept: str) -> list[str]:
    """The values again."""
    return kept.strip("\n").split("\n") if kept else []


class SummaryLines(models.Model):
    """What sheets say together of the columns that hold several values; twenty sheets share a row.

    Each value is on a line of its own, with a line break before the first and after the last (`lines_of`). To look
    through these rows and count the sheets of each is faster than to look through the sheets. A row stays when its last
    sheet is gone.
    """

    id = models.BigIntegerField(primary_key=True)
    accounts = models.TextField(_("会計区分"), blank=True)
    methods = models.TextField(_("実施方法"), blank=True)
    policies = models.TextField(_("主要政策・施策"), blank=True)

    class Meta:
        verbose_name = _("会計区分・実施方法・政策の組み合わせ")
        verbose_name_plural = _("会計区分・実施方法・政策の組み合わせ")

    def __str__(self) -> str:
        return f"{lines_of(self.accounts)} {lines_of(self.methods)} {lines_of(self.policies)}"

    @classmethod
    def of(cls, values: Mapping[str, Iterable[str]]) -> "SummaryLines":
        """The row of these values, by column. Its id follows from them, so that no writer has to ask for it."""
        kept = {name: as_lines(values[name]) for name in LINES}
        digest = sha256("\0".join(kept.values()).encode()).digest()
        return cls(id=int.from_bytes(digest[:8], "big") >> 1, **kept)


class SheetSummary(models.Model):
    """A published sheet as lists and totals see it; a draft has none.

    Its figures in yen: the year before its own is the last with results, its own has the new budget. 計 is on `basis`,
    None where no part of it is given. Outcomes are those of the result year. `class_code` is its classes in one number.
    """

    class Kind(models.TextChoices):
        NEW = "new", _("新規（開始年度がシートの年度以降、その年度に終わる事業を除く）")
        CONTINUING = "continuing", _("継続")
        ENDING = "ending", _("終了（終了年度がシートの年度以前、単年度の事業を含む）")
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
        REACHED = "reached", _("達した目標があり、達しなかったと分かる目標がない")
        MISSED = "missed", _("達しなかった目標がある")
        NOT_COMPARABLE = "not-comparable", _("達したか分かる目標がない")

    sheet = models.OneToOneField(
        ReviewSheet, models.CASCADE, primary_key=True, related_name="summary", verbose_name=_("レビューシート")
    )
    sheet_year = models.PositiveSmallIntegerField(_("事業年度"))
    ministry = models.ForeignKey(Ministry, models.CASCADE, related_name="+", verbose_name=_("府省庁"))
    number = models.CharField(_("事業番号"), max_length=60)
    name = models.CharField(_("事業名"), max_length=TEXT_LENGTH)
    bureau = models.CharField(_("担当部局庁"), max_length=TEXT_LENGTH, blank=True)
    division = models.CharField(_("担当課室"), max_length=TEXT_LENGTH, blank=True)
    lines = models.ForeignKey(
        SummaryLines, models.PROTECT, db_index=False, related_name="+", verbose_name=_("会計区分・実施方法・政策")
    )
    kind = models.CharField(_("新規・継続・終了"), max_length=10, choices=Kind)
    size = models.CharField(_("規模"), max_length=10, choices=Size)
    rate = models.CharField(_("執行率（繰越控除後）の区分"), max_length=10, choices=Rate)
    gross = models.CharField(_("執行率（繰越控除前）の区分"), max_length=10, choices=Rate)
    carry = models.CharField(_("翌年度への繰越し"), max_length=10, choices=Carry)
    outcome = models.CharField(_("成果目標"), max_length=15, choices=Outcome)
    class_code = models.PositiveSmallIntegerField(_("区分の番号"))
    basis = models.CharField(_("計の基準"), max_length=5, choices=[(basis.value, basis.value) for basis in Basis])
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
    # None: none is known to be missed, and not all to be reached.
    outcomes_missed = models.PositiveSmallIntegerField(_("目標に達しなかった成果指標"), null=True)
    outcomes_not_comparable = models.PositiveSmallIntegerField(_("比べられない成果指標"), default=0)

    class Meta:
        verbose_name = _("シートの要約")
        verbose_name_plural = _("シートの要約")
        # What the counts beside the values of a filter are read from, without the rows themselves.
        indexes = [
            models.Index(
                fields=["sheet_year", "ministry", "lines", "class_code", "total_yen", "executed_yen", "unused_yen"],
                name="summary_places",
            ),
            models.Index(fields=["class_code", "lines", "sheet_year", "ministry"], name="summary_facets"),
            # A ministry's bureaus, counted and added from the index alone.
            models.Index(
                fields=["ministry", "bureau", "total_yen", "executed_yen", "unused_yen"], name="summary_bureaus"
            ),
            # The largest of a year: the first page's lists and its treemap.
            models.Index(fields=["sheet_year", "total_yen"], name="summary_year_total"),
            models.Index(fields=["sheet_year", "initial_yen"], name="summary_year_initial"),
            models.Index(fields=["sheet_year", "unused_yen"], name="summary_year_unused"),
            models.Index(fields=["sheet_year", "carried_out_yen"], name="summary_year_carried_out"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_year} {self.number} {self.name}"

    def get_absolute_url(self) -> str:
        """The sheet's page."""
        return reverse("sheet", args=[self.sheet_year, self.ministry.name, self.number])


_VALUES = {
    "kind": SheetSummary.Kind.values,
    "size": SheetSummary.Size.values,
    "rate": SheetSummary.Rate.values,
    "gross": SheetSummary.Rate.values,
    "carry": SheetSummary.Carry.values,
    "outcome": SheetSummary.Outcome.values,
}


def class_code(classes: Mapping[str, str]) -> int:
    """The classes of a sheet as one number, a digit for each: to group by it takes a quarter of the time."""
    code = 0
    for name, values in _VALUES.items():
        code = code * len(values) + values.index(classes[name])
    return code


@cache
def classes_of(code: int) -> dict[str, str]:
    """The classes again."""
    found = {}
    for name, values in reversed(_VALUES.items()):
        code, place = divmod(code, len(values))
        found[name] = values[place]
    return found


class YearSums(models.Model):
    """The summaries of one ministry's sheets of one year added, by the names of `SUMS`; yen, None where none is given.

    Kept, as adding all sheets takes as long as the rest of a page.
    """

    sheet_year = models.PositiveSmallIntegerField(_("事業年度"))
    ministry = models.ForeignKey(Ministry, models.CASCADE, related_name="+", verbose_name=_("府省庁"))
    sheets = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    ending = models.PositiveIntegerField(default=0)
    with_figures = models.PositiveIntegerField(default=0)
    total_yen = yen_column(_("計（歳出予算現額）"))
    executed_yen = yen_column(_("執行額"))
    requested_yen = yen_column(_("要求額"))
    unused_yen = yen_column(_("不用額"))
    carried_out_yen = yen_column(_("翌年度へ繰越し"))
    with_result = models.PositiveIntegerField(default=0)
    result_executed_yen = models.BigIntegerField(default=0)
    result_carried_out_yen = models.BigIntegerField(default=0)
    outcomes_reached = models.PositiveIntegerField(default=0)
    outcomes_missed = models.PositiveIntegerField(default=0)
    outcomes_not_comparable = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("年度と府省庁の合計")
        verbose_name_plural = _("年度と府省庁の合計")
        constraints = [models.UniqueConstraint(fields=["sheet_year", "ministry"], name="year_sums_unique")]

    def __str__(self) -> str:
        return f"{self.sheet_year} {self.ministry_id}"


class RowCounts(models.Model):
    """How many lines a ministry's sheets of a year have in each whole table; `sourced`: sheets of official files."""

    sheet_year = models.PositiveSmallIntegerField(_("事業年度"))
    ministry = models.ForeignKey(Ministry, models.CASCADE, db_index=False, related_name="+", verbose_name=_("府省庁"))
    sheets = models.PositiveIntegerField()
    sourced = models.PositiveIntegerField()
    budget_years = models.PositiveIntegerField()
    indicators = models.PositiveIntegerField()
    blocks = models.PositiveIntegerField()
    contracts = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("行数")
        verbose_name_plural = _("行数")

    def __str__(self) -> str:
        return f"{self.sheet_year} {self.ministry_id}"
