"""The table of indicators with their values."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from reviewsheets.exports.lines import percent
from reviewsheets.exports.whole_tables.columns import (
    NUMBER,
    PERCENT,
    Column,
    WholeTable,
    choice,
    decimals,
    quantity,
    text,
    year_or_words,
)
from reviewsheets.exports.whole_tables.sheet_columns import PROJECT, SHEET
from reviewsheets.units.money import percent as percent_of

_I = "indicators__"
_V = "indicators__values__"
INDICATOR_KINDS = {
    "action": "アクティビティ",
    "activity": "アウトプット",
    "outcome": "アウトカム",
    "policy": "測定指標（政策評価）",
}
DIRECTIONS = {"up": "上向き", "down": "下向き"}
VALUE_COLUMNS = {"year": "年度", "interim": "中間目標", "final": "目標最終年度", None: ""}


def _achievements(actuals: Any, targets: Any, better: Any) -> list[str]:
    """達成率 where it is known which way is better."""
    return [
        percent(percent_of(target, actual) if way == "down" else percent_of(actual, target)) if way else ""
        for actual, target, way in zip(decimals(actuals), decimals(targets), better, strict=True)
    ]


def _value(name: str, meaning: Any, stored: str) -> Column:
    return quantity(name, meaning, f"{_V}{stored}", f"{_V}{stored}_text", kind=NUMBER, unit=_("指標の単位"))


INDICATORS = WholeTable(
    _("指標と値"),
    _("1行が1つの指標の1つの年度（または中間目標・目標最終年度）の値です。値のない指標も1行あります。"),
    (
        *SHEET,
        PROJECT,
        choice(
            "種別（アクティビティ・アウトプット・アウトカム）",
            _("活動（アクティビティ）、活動指標（アウトプット）、成果指標（アウトカム）、政策評価の測定指標のどれか。"),
            f"{_I}kind",
            INDICATOR_KINDS,
        ),
        text("アクティビティ・アウトプット・アウトカムの番号", _("シートの中の番号。"), f"{_I}number"),
        text("アウトカムの期間", _("短期、中期、長期のどれか。"), f"{_I}term"),
        text("成果目標の種類", _("定量的な目標か定性的な目標かなど。"), f"{_I}goal_kind"),
        text("アクティビティ／活動目標／成果目標", _("行うこと、または目指すこと。"), f"{_I}goal"),
        text("活動指標／成果指標", _("何で測るか。"), f"{_I}name"),
        text("単位", _("目標値と実績値の単位。"), f"{_I}unit"),
        choice(
            "改善の上向き／下向き",
            _("大きいほど良いとき上向き、小さいほど良いとき下向き。"),
            f"{_I}direction",
            DIRECTIONS,
        ),
        choice("列", _("値が年度のものか、中間目標か、目標最終年度の目標か。"), f"{_V}column", VALUE_COLUMNS),
        year_or_words("年度", _("値の年度。"), f"{_V}fiscal_year"),
        text("目標年度", _("その年度が目標年度なら1。"), f"{_V}goal_mark"),
        _value("目標値", _("目標の値。活動指標では当初見込み。書かれた言葉や「-」はそのまま。"), "target"),
        _value("実績値", _("実績の値。書かれた言葉や「-」はそのまま。"), "actual"),
        quantity(
            "達成率（公表値、％）",
            _("公式ファイルに書かれた達成率（達成度）。"),
            f"{_V}published_achievement_percent",
            f"{_V}published_achievement_text",
            kind=PERCENT,
            unit="％",
        ),
        Column(
            "達成率（計算値、％）",
            _(
                "実績値÷目標値。小さいほど良い指標では目標値÷実績値。2024年度からのシートでは、向きの記載がなければ空欄。"
            ),
            PERCENT,
            "％",
            (f"{_V}actual", f"{_V}target", "better"),
            _achievements,
        ),
        text("成果実績及び目標値の根拠として用いた統計・データ名（出典）", _("値の出典。"), f"{_I}source"),
        text("定性的なアウトカム目標を設定している理由", _("数で測らない理由。"), f"{_I}qualitative_reason"),
        text(
            "定性的なアウトカムに関する成果実績", _("数で測らない目標について書かれた実績。"), f"{_I}qualitative_result"
        ),
        text(
            "事業に関連するKPIが定められている閣議決定等の名称", _("指標を定めた閣議決定などの名前。"), f"{_I}decision"
        ),
        text("事業に関連するKPIが定められている閣議決定等の該当箇所", _("その中の場所。"), f"{_I}decision_part"),
        text("事業に関連するKPIが定められている閣議決定等のURL", _("それを載せたページの場所。"), f"{_I}decision_url"),
    ),
)
