"""Rows of tables that may be hundreds of rows long: left to the template each would take three times as long."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reviewsheets.templatetags.figures import award_rate, million, number_cell, yen_cell

register = template.Library()

_PAYEE = """<tr><td class="rank">{}</td><th scope="row" lang="ja">{}</th>
          {}
          <td class="words" lang="ja">{}</td>{}<td class="brief-words" lang="ja">{}</td>{}\
<td class="amount">{}</td><td class="words" lang="ja">{}</td></tr>"""
_NOTE = '<span class="differs-note">⚠ {}</span>'


@register.simple_tag
def payee_row(row: Any, *, is_linked: object) -> SafeString:
    """A row of 支出先上位１０者リスト, of a `PayeeRow` of `queries`; linked to the payee's page where there is one."""
    return format_html(
        _PAYEE,
        row.rank,
        format_html('<a href="{}">{}</a>', row.url, row.name) if is_linked and row.payee_key else row.name,
        _corporate_number_cell(row),
        row.work,
        _doubtful_cell(row) if row.is_amount_doubtful else yen_cell(row.amount),
        row.contract_method,
        number_cell(row.bidders),
        award_rate(row.award_rate),
        row.reason,
    )


def _corporate_number_cell(row: Any) -> SafeString:
    if not row.has_wrong_corporate_number:
        return format_html('<td class="corporate-number">{}</td>', row.corporate_number)
    note = format_html(_NOTE, _("検査数字が合いません"))
    return format_html('<td class="corporate-number differs">{}{}</td>', row.corporate_number, note)


def _doubtful_cell(row: Any) -> SafeString:
    note = format_html(_NOTE, _("単位誤りの疑い"))
    return format_html('<td class="amount differs">{}{}</td>', million(row.amount), note)
