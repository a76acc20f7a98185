"""How a page writes what changed."""

from decimal import Decimal

from django import template

from reviewsheets.units.money import rounded_percent

register = template.Library()


@register.filter
def signed(change: int | Decimal) -> str:
    """+1,234, −3.2, ±0.0: a count, or a percentage or points to one decimal."""
    shown = rounded_percent(change) if isinstance(change, Decimal) else change
    sign = "+" if shown > 0 else "−" if shown < 0 else "±"
    return f"{sign}{abs(shown):,}"
