"""Lists as tables: columns, sorting, paging."""

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from reviewsheets.models import ReviewSheet
from reviewsheets.units.cells import grouped_number
from reviewsheets.units.money import million_from_yen
from reviewsheets.units.year_words import full_year

AMOUNT = {"th": {"class": "amount"}, "td": {"class": "amount"}}


class SheetTable(tables.Table):
    """The sheets of `queries.sheets.listed_sheets`."""

    sheet_year = tables.Column(verbose_name=_("事業年度"), attrs={"td": {"class": "brief"}})
    ministry = tables.Column(
        accessor="ministry__name", verbose_name=_("府省庁"), order_by=("ministry__order", "ministry__name")
    )
    number = tables.Column(verbose_name=_("事業番号"), attrs={"td": {"class": "brief"}})
    name = tables.Column(verbose_name=_("事業名"), linkify=True, attrs={"td": {"class": "name"}})
    bureau = tables.Column(verbose_name=_("担当部局庁"), default="")
    initial_yen = tables.Column(verbose_name=_("当初予算（百万円）"), attrs=AMOUNT, empty_values=())
    executed_yen = tables.Column(verbose_name=_("前年度の執行額（百万円）"), attrs=AMOUNT, empty_values=())

    class Meta:
        template_name = "parts/table.html"
        order_by = None
        sequence = ("sheet_year", "name", "...")

    def render_sheet_year(self, value: int) -> str:
        """平成30年度 (2018)."""
        return full_year(value)

    def render_ministry(self, value: str, record: ReviewSheet) -> str | SafeString:
        """The ministry, marked where it does not exist."""
        if not record.ministry.is_fictional:
            return value
        return format_html('{} <span class="tag">{}</span>', value, _("見本データ（架空）"))

    def render_initial_yen(self, value: int | None, record: ReviewSheet) -> str | SafeString:
        """The amount in million yen, the words, or blank."""
        return _million(value, getattr(record, "initial_text", None))

    def render_executed_yen(self, value: int | None, record: ReviewSheet) -> str | SafeString:
        """The amount in million yen, the words, or blank."""
        return _million(value, getattr(record, "executed_text", None))


def _million(amount_yen: int | None, text: str | None) -> str | SafeString:
    if amount_yen is None:
        return text or ""
    exact = _("%(number)s円") % {"number": f"{amount_yen:,}"}
    return format_html('<span title="{}">{}</span>', exact, grouped_number(million_from_yen(amount_yen)))
