"""What a payee's number and name tell of it."""

import re
from collections.abc import Iterator
from enum import StrEnum

from reviewsheets.units.names import is_corporate_number, name_key


class PayeeKind(StrEnum):
    """What a payee is, as its corporate number tells; without a valid one only whether it is named at all."""

    NATIONAL = "national"
    LOCAL = "local"
    COMPANY = "company"
    CORPORATION = "corporation"  # any other registered legal person: agencies, foundations, schools …
    UNREGISTERED = "unregistered"  # foreign companies and bodies without registration share these numbers
    UNNUMBERED = "unnumbered"
    GROUP = "group"  # その他, 個人A, 年金受給者 …: no name of one payee


# 国税庁 numbers what is in no company register itself; the others' digits 6 and 7 are the register's kind.
_ISSUED = (
    ("00001", PayeeKind.NATIONAL),
    ("00002", PayeeKind.LOCAL),
    ("00003", PayeeKind.LOCAL),  # 財産区
    ("7001", PayeeKind.UNREGISTERED),
)
_REGISTERED_COMPANIES = ("01", "02", "03")
_SOMEONE = (
    "個人|個人事業主|職員|本省職員|警察職員|非常勤職員|期間業務職員|臨時職員|委員|出張者|有識者|専門家|学生|講師|"
    "事業主|事業者|経営体|法人|会社|企業|団体|公館|在外公館|民間会社|民間企業|民間事業者|民間団体|株式会社|合同会社|"
    "有限会社|支出先|補助事業者|農業者|農家|都道府県|道府県|県|市|市町村|市区町村|地方公共団体|自治体|労働局|税務署|"
    "医療機関|国立大学法人|大学|学校|ホテル|役員|金融機関|税関"
)
_EXPENSE = "補助金|職員旅費|委員等旅費|旅費|庁費|事務費|諸謝金|謝金|人件費|業務経費|一般管理費|資金前渡官吏|示達|恩給費"
_MARK = r"[\(\[]?(?:[a-z]{1,2}|[ア-ン①-⑳]|[0-9]{1,3})[\)\]]?"
# One of a row of unnamed ones, whatever they are called: 保護司A, 監査法人(b). No name of one payee ends so.
_LETTERED = r"(?!.*\([^\)]*$).*[ぁ-ヺー一-龠々\)][\(\[]?[a-z][\)\]]?"
# What the unnamed are called behind any other words: 肉用牛契約生産者, 臨時研究補助員, 土地所有者A, 留学生(9,156人).
_ROLE = (
    "(?:本庁|本省|嘱託|役|賃金|契約|業務|常勤|臨時|県|道|府|庁|省)職員|補助員|補佐員|調査員|専門員|推進員|指導員|"
    "対象者|生産者|所有者|契約者|受給者|納付者|申請者|退職者|入校者|提供者|功労者|失業者|労働者|研究者|漁業者|(?<!事)業者|"
    "企業者|(?:補助|委託|共同実施)事業者|契約弁護士|留学生|実施事業主|国際機関|訓練実施機関"
)
_COSTS = "庁費|事業費|業務費|事務費|管理費|物件費|調査費|修繕費|委託費|旅費|経費|謝金|職員手当"
_UNIT = "者|社|位|件|名|人|機関|団体|自治体"
_GROUP = re.compile(
    rf"その他.*|(?:ほか|他)[0-9]+.*|[a-z]{{1,2}}(?:{_SOMEONE}|社|町|村)?|.*(?:○○|◯◯|〇〇|●●|△△|××).*"
    rf"|(?:{_SOMEONE})(?:{_MARK})?(?:\(.*\))?|(?:{_EXPENSE})"
    r"|.*(?:等|ほか|受給者|受給権者|被保険者|被災労働者|求職者|\(複数名\)|\(複数\)|(?:等|ほか|他)[0-9]+(?:者|社|名|人|件|団体))"
    rf"|.*(?:{_ROLE})(?:{_MARK})?(?:\(.*\))?|.*(?:等|ほか|他)(?:{_MARK}|\([^()]*\))|.*等グループ(?:\(.*\))?|.*その他"
    rf"|{_LETTERED}|(?:{_SOMEONE})[0-9,]+(?:{_UNIT})(?:\(.*\))?|.*[0-9,]+名|.*\([0-9,]+名分?\)|.*先[0-9,]+(?:者|社)"
    r"|.*\([0-9,]+法人\)|.*(?:ほか|他)[0-9]+(?:県|法人)|.*、外[0-9]+(?:者|社)|.*参加農家|.*大学学生|契約弁護士・.*"
    rf"|.*を受給(?:している|する|した).*|.*(?:受給者|受給権者|契約弁護士)及び.*"
    rf"|.*上位[0-9]+(?:{_UNIT})?(?:以降|以下|以外|他|ほか).*|[0-9]+(?:{_UNIT})(?:\(.*\))?"
    rf"|(?!.*(?:法人|会社)).*(?:{_COSTS})|他(?:委託|補助|共同実施).*|[a-z](?:漁業協同組合|-[a-z](?:健康保険|共済)組合)"
    r"|未定|精査中|非公開|非公表|不開示|匿名|該当なし|なし|無し|〃|同上|[-‐－―ー—]+"
)
_LEGAL_FORMS = (
    "株式会社",
    "有限会社",
    "合同会社",
    "合資会社",
    "合名会社",
    "一般社団法人",
    "公益社団法人",
    "社団法人",
    "一般財団法人",
    "公益財団法人",
    "財団法人",
    "独立行政法人",
    "国立研究開発法人",
    "国立大学法人",
    "特定非営利活動法人",
    "学校法人",
    "社会福祉法人",
)


def kind_of(corporate_number: str, name: str) -> PayeeKind:
    """The kind of a payee by its number (法人番号 of 13 digits), or by its name where that is none."""
    if is_corporate_number(corporate_number):
        return _kind_of_number(corporate_number[1:])
    return PayeeKind.GROUP if is_group_name(name) else PayeeKind.UNNUMBERED


def _kind_of_number(base: str) -> PayeeKind:
    issued = next((kind for start, kind in _ISSUED if base.startswith(start)), None)
    if issued:
        return issued
    return PayeeKind.COMPANY if base[4:6] in _REGISTERED_COMPANIES else PayeeKind.CORPORATION


def is_group_name(name: str) -> bool:
    """The name says no one payee: the rest of a list, somebody unnamed, a kind of recipients or of expense."""
    return bool(_GROUP.fullmatch(name_key(name)))


def without_legal_form(key: str) -> str:
    """The key of a name without its legal forms at either end: 株式会社日立製作所 → 日立製作所."""
    for form in _LEGAL_FORMS:
        key = key.removeprefix(form).removesuffix(form)
    return key


_TRAILING_BRACKET = re.compile(r"\([^()]*\)$")


def without_trailing_bracket(key: str) -> str:
    """The key of a name without what stands in brackets at its end: 経済協力開発機構(oecd) → 経済協力開発機構.

    A name that begins with its bracket keeps it.
    """
    return _TRAILING_BRACKET.sub("", key) or key


def other_spellings(key: str) -> Iterator[str]:
    """The keys that the same name would have with another legal form, or none."""
    core = without_legal_form(key)
    if not core:
        return
    candidates = (core, *(form + core for form in _LEGAL_FORMS), *(core + form for form in _LEGAL_FORMS))
    yield from (candidate for candidate in candidates if candidate != key)
