"""Rows of tables that a page repeats by the dozen or hundred: left to the template they take three times as long."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django import template
from django.urls import get_script_prefix, reverse
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reviewsheets.charts import words
from reviewsheets.templatetags.figures import award_rate, grouped, million, number_cell, yen_cell
from reviewsheets.templatetags.sums import percent_cell, sum_cell
from reviewsheets.units.cells import DASH, YenCell
from reviewsheets.units.languages import language_mark
from reviewsheets.units.ministry_names import ministry_language, ministry_words

register = template.Library()

_PAYEE = """<tr><td class="rank">{}</td><th scope="row" lang="ja">{}</th>
          {}
          <td class="words" lang="ja">{}</td>{}<td class="brief-words" lang="ja">{}</td>{}\
<td class="amount">{}</td><td class="words" lang="ja">{}</td></tr>"""
_CONTRACT = """<tr><td class="brief">{}</td><td class="brief" lang="{}">{}{}</td>\
<td class="name" lang="ja"><a href="{}">{}</a></td>
        <td class="name" lang="ja">{}</td>
        <td class="name" lang="ja">{}{}</td>
        <td class="method" lang="ja">{}{}</td>
        {}{}{}</tr>"""
_COUNT = '<td class="amount">{}</td>'
_OPTION = '<option value="{}"{}{}>{}</option>'
_SELECTED = mark_safe(" selected")
_NOTE = '<span class="differs-note">⚠ {}</span>'


@register.simple_tag
def column_heads(*names: str, css: str = "") -> SafeString:
    """Heads of columns that many tables of a page share: written once, before the tables."""
    kind = format_html(' class="{}"', css) if css else ""
    return format_html_join("", '<th scope="col"{}>{}</th>', ((kind, name) for name in names))


@register.simple_tag
def facet_options(values: Iterable[Any], chosen: object) -> SafeString:
    """What a filter can be set to, of `FacetValue` of `queries`, with the number that each value leaves."""
    words_of = _("%(label)s（%(sheets)s）")
    rows = (
        (
            choice.value,
            _SELECTED if choice.value == chosen else "",
            language_mark(str(choice.label)),
            words_of % {"label": choice.label, "sheets": grouped(choice.sheets)},
        )
        for choice in values
    )
    return format_html_join("", _OPTION, rows)


@register.filter
def rule_url(code: str) -> str:
    """The page of a rule of the review: a sheet links to them a hundred times."""
    return _rule_url(get_script_prefix(), code)


@cache
def _rule_url(_script_prefix: str, code: str) -> str:
    return reverse("rule", args=[code])


@register.simple_tag
def payee_row(row: Any, *, is_linked: object) -> SafeString:
    """A row of 支出先上位１０者リスト, of a `PayeeRow` of `queries`; linked to the payee's page where there is one."""
    return format_html(
        _PAYEE,
        row.rank,
        _linked(row.url if is_linked else "", row.name),
        _corporate_number_cell(row),
        row.work,
        _doubtful_cell(row.amount) if row.is_amount_doubtful else yen_cell(row.amount),
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


@register.simple_tag
def contract_row(row: Any) -> SafeString:
    """A row of the list of contracts, of a `ListedContract` of `queries`."""
    amount = sum_cell(row.amount_yen) if row.amount_yen is not None else _count_cell("")
    return format_html(
        _CONTRACT,
        words.full_year(row.sheet_year),
        ministry_language(row.ministry_name),
        ministry_words(row.ministry_name),
        _tag("tag", _("見本データ（架空）")) if row.is_fictional else "",
        row.sheet_url,
        row.sheet_name,
        _linked(row.payee_url, row.payee_name),
        row.summary,
        _folded(_("一者応札・競争性のない契約となった理由"), row.reason) if row.reason else "",
        row.contract_method,
        _tag("tag plain", _("複数年度")) if row.is_multi_year else "",
        _count_cell("" if row.bidders is None else f"{row.bidders:,}"),
        _count_cell("" if row.award_rate_percent is None else localize(row.award_rate_percent)),
        _doubtful_cell(row.amount) if row.amount_yen is not None and row.is_doubtful else amount,
    )


@register.simple_tag
def shares_cells(shares: Any) -> SafeString:
    """Contracts counted, of `Shares` of `queries`: all, those with competition and those without."""
    competitive = shares.competitive
    return _side_by_side(
        _count_cell(f"{shares.contracts:,}"),
        sum_cell(shares.amount_yen),
        *(_count_cell(f"{number:,}") for number in (competitive.contracts, competitive.known, competitive.single)),
        percent_cell(competitive.single_percent),
        *(_count_cell(f"{number:,}") for number in (shares.judged, shares.without_competition)),
        percent_cell(shares.no_competition_percent),
    )


@register.simple_tag
def concentration_cells(shares: Any) -> SafeString:
    """How few payees the money goes to, of `Concentration` of `queries`."""
    high = format_html('<span class="tag plain">{}</span> ', _("2,500超")) if shares.is_high else ""
    return _side_by_side(
        sum_cell(shares.named_yen),
        percent_cell(shares.largest_percent),
        percent_cell(shares.largest_3_percent),
        _count_cell(DASH if shares.hhi is None else format_html("{}{}", high, f"{shares.hhi:,}")),
        sum_cell(shares.unnamed_yen),
        _count_cell(f"{shares.doubtful:,}"),
    )


def _linked(url: str, name: str) -> str:
    return format_html('<a href="{}">{}</a>', url, name) if url else name


def _folded(head: str, text: str) -> SafeString:
    return format_html('<details><summary lang="{}">{}</summary>{}</details>', get_language(), head, text)


def _tag(css: str, text: str) -> SafeString:
    return format_html(' <span class="{}" lang="{}">{}</span>', css, get_language(), text)


def _count_cell(shown: str) -> SafeString:
    return format_html(_COUNT, shown)


def _side_by_side(*cells: SafeString) -> SafeString:
    return format_html("{}" * len(cells), *cells)


def _doubtful_cell(amount: YenCell) -> SafeString:
    note = format_html(_NOTE, _("単位誤りの疑い"))
    return format_html('<td class="amount differs">{}{}</td>', million(amount), note)
