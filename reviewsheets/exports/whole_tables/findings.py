"""The table of what the automated review found, in the words of the list of findings."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from reviewsheets.exports.findings import FINDINGS_HEADER, finding_lines
from reviewsheets.exports.lines import Line, safe
from reviewsheets.exports.whole_tables.columns import TEXT, YEN, Column, Derived, WholeTable
from reviewsheets.exports.whole_tables.sheet_columns import PROJECT, SHEET
from reviewsheets.queries.findings import FindingRow

# The fields of a `FindingRow`, in its order.
_STORED = (
    *("sheet_year", "ministry__name", "ministry__is_fictional", "number", "name", "bureau"),
    *("findings__rule", "findings__place", "findings__figures", "findings__amount_yen"),
    *("findings__found_at", "findings__closed_at"),
    *("findings__disposition", "findings__explanation", "findings__disposed_at", "findings__disposed_figures"),
)


def _line(*stored: Any) -> Line:
    return next(iter(finding_lines([FindingRow.of_stored(*stored)])))


def _said(name: str, meaning: Any, kind: Any = TEXT, unit: Any = "") -> Column:
    """What the list of findings has under the same header."""
    place = FINDINGS_HEADER.index(name)

    def cells(lines: Iterable[Line]) -> list[str]:
        return [safe(line[place]) for line in lines]

    return Column(name, meaning, kind, unit, ("line",), cells)


FINDINGS = WholeTable(
    _("点検の指摘"),
    _("1行が、規則による点検でシートに見つかり、今も当てはまる1つの指摘です。規則の定義は点検の規則のCSVにあります。"),
    (
        *SHEET,
        PROJECT,
        _said("規則", _("点検の規則の番号。")),
        _said("規則の名前", _("規則が見つけるもの。")),
        _said("分類", _("規則が何についてのものか。")),
        _said("程度", _("つじつまが合わない、確認したい、参考のどれか。")),
        _said("指摘", _("見つかったことを、数値とともに述べた文。額は読みやすい単位で書き、丸めたものもある。")),
        _said("箇所", _("見つかった場所の名前（例：budget/2017/executed）。シート全体についての指摘では空欄。")),
        _said("金額（円）", _("指摘が関わる額。額の関わらない指摘では空欄。"), YEN, _("円")),
        _said(
            "用いた数値",
            _("規則が用いた値。「名前=値」を「; 」で区切る。額は1円単位、割合は％の小数第2位まで（切捨て）。"),
        ),
        _said("見つかった日", _("このサイトの点検で初めて見つかった日（ISO 8601）。")),
        _said("対応", _("担当者が書いた対応の種類。記載がなければ空欄。")),
        _said("対応の説明", _("担当者が書いた説明。")),
        _said("対応の日", _("対応が書かれた日（ISO 8601）。")),
        _said(
            "対応の後に数値が変わった",
            _("対応が書かれた後に、用いた数値が変わっていれば TRUE。対応がなければ空欄。"),
        ),
    ),
    (Derived("line", _STORED, _line),),
)
