"""Cells of tables of sums."""

from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reviewsheets.charts import words
from reviewsheets.units.cells import DASH, grouped_number
from reviewsheets.units.money import EXACT, million_from_yen, rounded_percent

register = template.Library()


@register.simple_tag
def sum_cell(amount_yen: int | None) -> SafeString:
    """Million yen, rounded half up so that the figures of a column stand in line; "-" without one."""
    if amount_yen is None:
        return format_html('<td class="amount">{}</td>', DASH)
    rounded = million_from_yen(amount_yen).quantize(1, rounding=ROUND_HALF_UP, context=EXACT)
    return format_html('<td class="amount" title="{}">{}</td>', words.exact_yen(amount_yen), grouped_number(rounded))


@register.simple_tag
def percent_cell(rate_percent: Decimal | None) -> SafeString:
    """A rate to one decimal, its sign in the column's head; "-" without one."""
    shown = DASH if rate_percent is None else f"{rounded_percent(rate_percent):,}"
    return format_html('<td class="amount">{}</td>', shown)


@register.filter
def from_hundredths(rate: int | None) -> Decimal | None:
    """A rate of a sheet's summary in percent."""
    return None if rate is None else Decimal(rate).scaleb(-2)
