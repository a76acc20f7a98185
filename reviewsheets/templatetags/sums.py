"""How a page writes sums of many sheets: whole million yen, with the exact yen in the title."""

from decimal import ROUND_HALF_UP

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reviewsheets.charts import words
from reviewsheets.units.cells import YenCell, grouped_number
from reviewsheets.units.money import EXACT, million_from_yen

register = template.Library()


@register.simple_tag
def sum_cell(cell: YenCell) -> SafeString:
    """A table cell of a sum, rounded half up so that the figures of a column stand in line; blank without one."""
    if cell.yen is None:
        return format_html('<td class="amount">{}</td>', "")
    rounded = million_from_yen(cell.yen).quantize(1, rounding=ROUND_HALF_UP, context=EXACT)
    return format_html('<td class="amount" title="{}">{}</td>', words.exact_yen(cell.yen), grouped_number(rounded))
