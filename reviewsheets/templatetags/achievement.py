"""達成度 and its change on a page: to one decimal and cut off, so that what is short of 100 never reads 100.0."""

from decimal import ROUND_DOWN, Decimal

from django import template

from reviewsheets.units.money import EXACT, ONE_DECIMAL

register = template.Library()


@register.filter
def achieved(rate_percent: Decimal) -> str:
    """1,234.5 of 1234.59."""
    return f"{_cut_off(rate_percent):,}"


@register.filter
def points(change_points: Decimal) -> str:
    """+12.3, -12.3 or 0.0."""
    cut_off = _cut_off(change_points)
    return f"{cut_off:+,}" if cut_off else f"{abs(cut_off)}"


def _cut_off(number: Decimal) -> Decimal:
    return number.quantize(ONE_DECIMAL, rounding=ROUND_DOWN, context=EXACT)
