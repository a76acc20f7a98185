"""Sheet numbers (事業番号) in the spellings of the years, and the ministries inside them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from reviewsheets.units.years import ERAS

# RS names them by themselves; until 2023 their sheets stood under the ministry.
_HOMES = {
    "国税庁": "財務省",
    "林野庁": "農林水産省",
    "水産庁": "農林水産省",
    "文化庁": "文部科学省",
    "スポーツ庁": "文部科学省",
    "特許庁": "経済産業省",
    "消防庁": "総務省",
    "公害等調整委員会": "総務省",
    "公安調査庁": "法務省",
    "中央労働委員会": "厚生労働省",
}
_MINISTRIES = {
    "内閣官房": "官房",
    "内閣府": "府",
    "公正取引委員会": "公取",
    "警察庁": "警察",
    "個人情報保護委員会": "個人",
    "カジノ管理委員会": "カジノ",
    "金融庁": "金融",
    "消費者庁": "消費者",
    "こども家庭庁": "こども",
    "デジタル庁": "デジ",
    "復興庁": "復興",
    "総務省": "総務",
    "法務省": "法務",
    "外務省": "外務",
    "財務省": "財務",
    "文部科学省": "文科",
    "厚生労働省": "厚労",
    "農林水産省": "農水",
    "経済産業省": "経産",
    "国土交通省": "国交",
    "環境省": "環境",
    "原子力規制委員会": "原規",
    "防衛省": "防衛",
}
_FULL_NAMES = {short: full for full, short in _MINISTRIES.items()} | {full: full for full in _MINISTRIES}
_HYPHENS = str.maketrans(dict.fromkeys("-‐‑‒–—―−ー－ｰ:", "-"))
_HEISEI_FIRST = next(first for first, name, _ in ERAS if name == "平成")
_REIWA_FIRST = next(first for first, name, _ in ERAS if name == "令和")
_LATEST_REIWA = 9  # 新02 is 令和2; from 2021 on the western year is meant, 新21

_NUMBER = re.compile(r"^(新?\d{2})?-?(\d{4})(?:-(\d{1,2}))?$")
_FORMER = re.compile(
    r"(?:(?P<sheet_year>20\d\d)-?)?"
    rf"(?P<ministry>{'|'.join(sorted(_FULL_NAMES, key=len, reverse=True))})?省?-?"
    r"(?P<kind>新?\d{2})-*(?P<running>\d{4})(?:-?(?P<branch>\d{2}|(?<=-)\d))?(?!\d)"
)


@dataclass(frozen=True, slots=True)
class SheetNumber:
    """A number told apart: 2018 総務省 新30-0006, 2023 厚生労働省 22-0206. `kind` and `branch` may be blank."""

    sheet_year: int
    ministry: str
    kind: str
    running: str
    branch: str


def home_ministry(ministry: str) -> str:
    """The ministry under which the paper era lists a body: 水産庁 → 農林水産省, 国土交通省　気象庁 → 国土交通省."""
    first = unicodedata.normalize("NFKC", ministry).split(" ")[0]
    return _HOMES.get(first, first)


def sheet_number(sheet_year: int, ministry: str, number: str) -> SheetNumber | None:
    """A sheet's own number or a reference to one; None for what is no number of the forms to 2023."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", number).translate(_HYPHENS))
    if plain.startswith(f"{sheet_year}-"):
        return next(former_numbers(plain, ministry), None)
    if not (match := _NUMBER.match(plain)):
        return None
    return SheetNumber(sheet_year, home_ministry(ministry), match[1] or "", match[2], (match[3] or "").lstrip("0"))


def former_numbers(text: str, ministry: str) -> Iterator[SheetNumber]:
    """Every sheet that a 旧事業番号 names; a ministry left out is the sheet's own. A number without a year is none.

    2023-デジ-22-0001, 2023警察220059, 2023－復興－新23－0005, 経産新21：0034　経産21：0414, 2022農水21-0206.
    """
    parted = unicodedata.normalize("NFKC", re.sub(r"[、，,\u3000]", ";", text))
    for match in _FORMER.finditer(re.sub(r"\s+", "", parted).translate(_HYPHENS)):
        named = _FULL_NAMES.get(match["ministry"] or "", ministry)
        sheet_year = int(match["sheet_year"]) if match["sheet_year"] else _sheet_year_of(match["kind"])
        branch = (match["branch"] or "").lstrip("0")
        yield SheetNumber(sheet_year, home_ministry(named), match["kind"], match["running"], branch)


def previous_number(number: SheetNumber) -> SheetNumber | None:
    """2021-総務-20-0068 read as "0068 in 2020". A hint only: where it can be checked, 0068 is the number of 2021."""
    if number.sheet_year <= 2020 or not number.kind.isdigit():
        return None
    kind = "" if number.sheet_year == 2021 else f"{number.sheet_year % 100 - 2}"
    return SheetNumber(number.sheet_year - 1, number.ministry, kind, number.running, number.branch)


def _sheet_year_of(kind: str) -> int:
    """The sheet year of a number that leaves it out: 22 is in the sheets of 2023, 新21 in those of 2021."""
    two_digits = int(kind[-2:])
    if not kind.startswith("新"):
        return 2001 + two_digits
    if two_digits <= _LATEST_REIWA:
        return _REIWA_FIRST + two_digits - 1
    return 2000 + two_digits if two_digits < 30 else _HEISEI_FIRST + two_digits - 1
