"""Lists as tables: columns, sorting, paging."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.db.models import F
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from reviewsheets.models import ReviewSheet
from reviewsheets.units.cells import grouped_number
from reviewsheets.units.money import million_from_yen, rounded_percent
from reviewsheets.units.year_words import full_year

AMOUNT = {"th": {"class": "amount"}, "td": {"class": "amount"}}
SHEET_ORDER = ("-sheet_year", "ministry__order", "number", "pk")
USUAL_COLUMNS = ("ministry", "number", "bureau", "initial_yen", "executed_yen", "net_rate")


class SummaryColumn(tables.Column):
    """A figure of the sheet's summary; sheets without one come last, whichever way it is sorted."""

    def __init__(self, name: str, **options: Any) -> None:
        self.figure = F(f"summary__{name}")
        super().__init__(accessor=f"summary__{name}", attrs=AMOUNT, default="", **options)

    def order(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        """By the figure, then as the list stands."""
        first = self.figure.desc(nulls_last=True) if is_descending else self.figure.asc(nulls_last=True)
        return queryset.order_by(first, *SHEET_ORDER), True


class AmountColumn(SummaryColumn):
    """Yen, written in million yen."""

    def render(self, value: int) -> SafeString:
        """The amount with the exact yen in its title."""
        exact = _("%(number)s円") % {"number": f"{value:,}"}
        return format_html('<span title="{}">{}</span>', exact, grouped_number(million_from_yen(value)))


class WordsColumn(AmountColumn):
    """The same of a cell that may hold words."""

    def __init__(self, name: str, **options: Any) -> None:
        self.name_in_summary, self.words = name, name.replace("_yen", "_text")
        super().__init__(name, empty_values=(), **options)

    def render(self, value: int | None, record: ReviewSheet) -> str | SafeString:  # type: ignore[override]  # tables2 looks at the names
        """The amount, the words, or blank."""
        summary = getattr(record, "summary", None)
        if summary is None or getattr(summary, self.name_in_summary) is None:
            return getattr(summary, self.words, "")
        return super().render(value or 0)


class RateColumn(SummaryColumn):
    """A rate, kept in hundredths of a percent."""

    def render(self, value: int) -> str:
        """To one decimal."""
        return grouped_number(rounded_percent(Decimal(value).scaleb(-2)))


class SheetTable(tables.Table):
    """The sheets of `queries.sheets.listed_sheets`."""

    sheet_year = tables.Column(verbose_name=_("事業年度"), attrs={"td": {"class": "brief"}})
    name = tables.Column(verbose_name=_("事業名"), linkify=True, attrs={"td": {"class": "name"}})
    ministry = tables.Column(
        accessor="ministry__name", verbose_name=_("府省庁"), order_by=("ministry__order", "ministry__name")
    )
    number = tables.Column(verbose_name=_("事業番号"), attrs={"td": {"class": "brief"}})
    bureau = tables.Column(verbose_name=_("担当部局庁"), default="")
    initial_yen = WordsColumn("initial_yen", verbose_name=_("当初予算（百万円）"))
    requested_yen = AmountColumn("requested_yen", verbose_name=_("翌年度の要求額（百万円）"))
    total_yen = AmountColumn("total_yen", verbose_name=_("前年度の計（百万円）"))
    executed_yen = WordsColumn("executed_yen", verbose_name=_("前年度の執行額（百万円）"))
    net_rate = RateColumn("net_rate", verbose_name=_("執行率（繰越控除後、％）"))
    gross_rate = RateColumn("gross_rate", verbose_name=_("執行率（繰越控除前、％）"))
    unused_yen = AmountColumn("unused_yen", verbose_name=_("不用額（百万円）"))
    carried_out_yen = AmountColumn("carried_out_yen", verbose_name=_("翌年度へ繰越し（百万円）"))
    outcomes_missed = SummaryColumn("outcomes_missed", verbose_name=_("達しなかった成果目標"))

    class Meta:
        template_name = "parts/table.html"
        order_by = None

    @classmethod
    def optional_columns(cls) -> dict[str, Any]:
        """The columns that one can choose, with their heads."""
        columns = cls.base_columns  # type: ignore[attr-defined]  # made by its metaclass
        return {name: column.verbose_name for name, column in columns.items() if name not in ("sheet_year", "name")}

    @classmethod
    def shown_columns(cls, chosen: Collection[str]) -> tuple[str, ...]:
        """Of the columns one can choose those that stand in the list: the usual ones where none is chosen."""
        return tuple(name for name in cls.optional_columns() if name in chosen) or USUAL_COLUMNS

    def render_sheet_year(self, value: int) -> str:
        """平成30年度 (2018)."""
        return full_year(value)

    def render_ministry(self, value: str, record: ReviewSheet) -> str | SafeString:
        """The ministry, marked where it does not exist."""
        if not record.ministry.is_fictional:
            return value
        return format_html('{} <span class="tag">{}</span>', value, _("見本データ（架空）"))
