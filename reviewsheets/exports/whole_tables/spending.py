"""The tables of who got the money: blocks, payees and contracts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from reviewsheets.exports.spending import DOUBTFUL
from reviewsheets.exports.whole_tables.columns import (
    INTEGER,
    PERCENT,
    Column,
    WholeTable,
    choice,
    flag,
    integer,
    number_check,
    plain_yen,
    quantity,
    text,
    yen,
)
from reviewsheets.exports.whole_tables.sheet_columns import PROJECT, SHEET

_B = "blocks__"
_P = "blocks__payments__"
_C = "blocks__payments__contracts__"

_BLOCK = (
    text("支出先ブロック番号", _("資金の流れの図での支出先ブロックの記号。"), f"{_B}letter"),
    text("支出先ブロック名", _("支出先ブロックの名前。"), f"{_B}name"),
)
_DIRECT = flag(
    "担当組織からの支出",
    _(
        "府省庁が直接支出したブロックなら TRUE、再委託などなら FALSE。資金の流れの記載がなければ空欄。"
        "TRUE と FALSE の額を足すと二重になる。"
    ),
    "is_direct",
)
_PAYEE = (
    text("支出先名", _("支出先の名前（記載のまま）。"), f"{_P}name"),
    text("法人番号", _("支出先の法人番号（記載のまま、13桁）。"), f"{_P}corporate_number"),
    number_check(
        "法人番号の確認",
        _("法人番号の検査数字が合わないとき、その旨。"),
        f"{_P}corporate_number",
        f"{_P}payee__corporate_number",
    ),
)


def _terms(prefix: str) -> tuple[Column, ...]:
    """How a contract came about."""
    return (
        text("契約方式等", _("契約の方式。"), f"{prefix}contract_method"),
        text("具体的な契約方式等", _("契約の方式の補足。"), f"{prefix}contract_method_detail"),
        quantity(
            "入札者数",
            _("入札や応募をした者の数。書かれた0は空欄の意味。"),
            f"{prefix}bidders",
            f"{prefix}bidders_text",
            kind=INTEGER,
            unit=_("者"),
        ),
        quantity(
            "落札率（％）",
            _("予定価格に対する契約額の割合。書かれた0は空欄の意味。"),
            f"{prefix}award_rate_percent",
            f"{prefix}award_rate_text",
            kind=PERCENT,
            unit="％",
        ),
        text(
            "一者応札・一者応募又は競争性のない随意契約となった理由及び改善策（支出額10億円以上）",
            _("競う相手がなかった理由と改善策。"),
            f"{prefix}reason",
        ),
    )


def _order(positions: Any) -> list[int]:
    return [position + 1 for position in positions]


BLOCKS = WholeTable(
    _("支出先ブロック"),
    _("1行が資金の流れの図の1つのブロックです。"),
    (
        *SHEET,
        PROJECT,
        *_BLOCK,
        integer("支出先の数", _("ブロックにいる支出先の数。"), f"{_B}payee_count", _("者")),
        text("事業を行う上での役割", _("ブロックの支出先がすること。"), f"{_B}role"),
        yen("ブロックの合計支出額（円）", _("ブロックが受け取った額。"), f"{_B}total"),
        _DIRECT,
        flag(
            "表にないブロック",
            _("公式の支出先の表になく、つながりや費目・使途だけに現れるブロックなら TRUE。"),
            f"{_B}is_implied",
        ),
    ),
)

PAYMENTS = WholeTable(
    _("支出先"),
    _("1行が1つのブロックの1つの支出先です。"),
    (
        *SHEET,
        PROJECT,
        *_BLOCK,
        _DIRECT,
        Column("掲載順", _("ブロックの表の中で何番目か。"), INTEGER, _("番目"), (f"{_P}position",), _order),
        *_PAYEE,
        text(
            "支出先キー",
            _("同じ支出先の行を結ぶ、このサイトのキー。正しい法人番号、なければ整えた名前から作る。"),
            f"{_P}payee__key",
        ),
        text("所在地", _("支出先の所在地。"), f"{_P}location"),
        text("法人種別", _("法人番号公表サイトの法人種別の番号（301は株式会社など）。"), f"{_P}legal_kind"),
        flag("その他支出先", _("残りの支出先をまとめた行なら TRUE。"), f"{_P}is_other"),
        text("業務概要", _("支出先がしたこと（2023年度までのシート）。"), f"{_P}work"),
        yen("支出先の合計支出額（円）", _("支出先がこのブロックで受け取った額。"), f"{_P}amount"),
        choice(
            "金額の確認",
            _("単位の誤りが疑われ、このサイトの合計や順位に入れていない額なら、その旨。"),
            f"{_P}is_amount_doubtful",
            {True: DOUBTFUL, False: ""},
        ),
        *_terms(_P),
    ),
)

CONTRACTS = WholeTable(
    _("支出先の契約"),
    _(
        "1行が支出先の1つの契約です（2024年度からのシート）。2023年度までのシートの契約方式等は支出先の表にあります。金額は支出先の合計支出額の内数です。"
    ),
    (
        *SHEET,
        PROJECT,
        *_BLOCK,
        *_PAYEE,
        text("契約概要", _("契約の内容。"), f"{_C}summary"),
        plain_yen("金額（円）", _("契約による支出額。"), f"{_C}amount_yen"),
        *_terms(_C),
        flag("その他の契約", _("残りの契約をまとめた行なら TRUE。"), f"{_C}is_other"),
    ),
)
