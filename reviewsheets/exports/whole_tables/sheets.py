"""The table of the sheets themselves with their main figures."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reviewsheets.exports.whole_tables.columns import (
    PERCENT,
    Column,
    WholeTable,
    flag,
    integer,
    joined,
    plain_yen,
    rate_cells,
    text,
    year_or_words,
    yen,
)
from reviewsheets.exports.whole_tables.sheet_columns import PROJECT, SHEET

_PAGE = ("sheet_year", "ministry__name", "number")
_S = "summary__"


def _pages(*sheets: Any) -> list[str]:
    return [reverse("sheet", args=place) for place in zip(*sheets, strict=True)]


def _rate(name: str, meaning: Any, stored: str) -> Column:
    return Column(name, meaning, PERCENT, "％", (stored,), rate_cells)


SHEETS = WholeTable(
    _("レビューシート"),
    _("1行が1枚のレビューシートです。"),
    (
        *SHEET,
        PROJECT,
        text("政策所管府省庁", _("政策を所管する府省庁。府省庁と異なるときだけ。"), "policy_ministry__name"),
        text("局・庁", _("担当する局や庁。2023年度までのシートでは担当部局庁。"), "bureau"),
        text("部", _("担当する部。"), "department"),
        text("課", _("担当する課。2023年度までのシートでは担当課室。"), "division"),
        text("室", _("担当する室。"), "office"),
        text("班", _("担当する班。"), "team"),
        text("係", _("担当する係。"), "section"),
        text("作成責任者", _("シートの作成に責任を負う人。"), "officer"),
        text("事業区分", _("新規開始事業などの区分。"), "stage"),
        year_or_words("事業開始年度", _("事業を始めた年度。"), "start_year"),
        flag("開始年度不明", _("事業を始めた年度が分からないとき TRUE。"), "is_start_unknown"),
        year_or_words("事業終了（予定）年度", _("事業を終えた、または終える予定の年度。"), "end_year"),
        flag("終了予定なし", _("終える予定がないとき TRUE。"), "has_no_planned_end"),
        joined("主要経費", _("主要経費の分類。複数は「、」で区切る。"), "expense_items"),
        joined("実施方法", _("直接実施、補助などの方法。複数は「、」で区切る。"), "methods"),
        text("事業の目的", _("事業が目指すこと。"), "purpose"),
        text("現状・課題", _("事業の対象の現状と課題。"), "issues"),
        text("事業の概要", _("事業で行うこと。"), "outline"),
        text("事業概要URL", _("事業の概要を載せたページの場所。"), "outline_url"),
        yen("事業年度の当初予算（円）", _("シートと同じ年度の当初予算。"), f"{_S}initial"),
        plain_yen("翌年度の要求額（円）", _("シートの翌年度の予算として要求した額。"), f"{_S}requested_yen"),
        plain_yen(
            "前年度の計（歳出予算現額、円）",
            _("シートの前年度の計。2023年度までは翌年度への繰越しを除いた額、2024年度からは除く前の額。"),
            f"{_S}total_yen",
        ),
        yen("前年度の執行額（円）", _("シートの前年度に使った額。"), f"{_S}executed"),
        _rate("執行率（繰越控除後、％）", _("前年度の執行額÷翌年度への繰越しを除いた計。計算値。"), f"{_S}net_rate"),
        _rate(
            "執行率（繰越控除前、％）", _("前年度の執行額÷翌年度への繰越しを除く前の計。計算値。"), f"{_S}gross_rate"
        ),
        plain_yen("不用額（円）", _("前年度に使わず繰り越しもしなかった額（負は超過）。計算値。"), f"{_S}unused_yen"),
        plain_yen("翌年度へ繰越し（円）", _("前年度から翌年度へ繰り越した額（正の数）。"), f"{_S}carried_out_yen"),
        integer("達した成果目標の数", _("前年度の目標に達した成果指標の数。"), f"{_S}outcomes_reached", _("件")),
        integer(
            "達しなかった成果目標の数",
            _(
                "前年度の目標に達しなかった成果指標の数。改善の方向か値の記載がなく分からない指標は数えない。1つもなく、ほかがすべて達したとは分からなければ空欄。"
            ),
            f"{_S}outcomes_missed",
            _("件"),
        ),
        integer(
            "比べられない・値のない成果目標の数",
            _("前年度の目標値か実績値がないか、値が異なり改善の方向の記載もないため比べられない成果指標の数。"),
            f"{_S}outcomes_not_comparable",
            _("件"),
        ),
        Column("ページ", _("このサイトでのシートのページの場所。"), fields=_PAGE, cells=_pages),
    ),
)
