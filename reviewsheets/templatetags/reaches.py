"""Cells of money that is told apart by how it comes."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reviewsheets.templatetags.figures import amount_cell
from reviewsheets.units.money import MILLION

register = template.Library()


@register.filter
def block_words(blocks: Iterable[tuple[Iterable[str], Any]]) -> str:
    """Letters of blocks, each with how their money comes: A・C（直接支出）、B（再委託等）."""
    told = (_("%(letters)s（%(way)s）") % {"letters": _("・").join(letters), "way": way} for letters, way in blocks)
    return _("、").join(told)


@register.simple_tag
def reach_cells(amounts: Any, columns: Sequence[str]) -> SafeString:
    """A cell for each of these columns, in million yen to one decimal with the exact yen in its title."""
    return format_html_join("", "{}", ((amount_cell(getattr(amounts, name), MILLION),) for name in columns))
