"""Cell codecs of the official files: a published text to the values we store, and back to the same text.

A codec reads one cell into one value a field (some cells need two: the number, and the words where it is none) and
writes them back. What it reads it gives back letter by letter; what it cannot is a `CellError`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reviewsheets.units.cells import CellError, is_exact, number_from, plain_number
from reviewsheets.units.years import FIRST_YEAR, LAST_YEAR

TEXT_LENGTH = 300  # what a column of one line holds, reviewsheets.models.fields
EARLIEST_START, LATEST_END = 1868, 2200  # 事業開始年度 and 事業終了年度 reach further than budget years
LARGEST_YEN = 2**63 - 1
SHORT_INTEGER = 18  # so many digits always fit
LARGEST_NUMBER = Decimal(10**20)  # max_digits 30 with 10 places
LARGEST_COUNT, LARGEST_PLACE = 2**31 - 1, 2**15 - 1  # an integer and a small integer column
LARGEST_CELL = 1_000_000  # characters; the longest official cell has 5,041
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_PERCENT_OF_ONE = Decimal(100)


@dataclass(frozen=True)
class Codec:
    """How a cell is read (one function a field) and written back from these fields.

    `longest`: of a text that is kept as it is when it has no more characters; none where it is read in another way.
    """

    reads: tuple[Callable[[str], Any], ...]
    write: Callable[..., str]
    longest: int | None = None


def _same(text: str) -> str:
    return text


def _line(length: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > length:
            raise CellError(f"{length}文字までのところに{len(text)}文字あります")
        return text

    return read


def _kept(length: int) -> Codec:
    return Codec((_line(length),), _same, length)


def _matching(pattern: str, length: int, message: str) -> Callable[[str], str]:
    expression = re.compile(pattern)

    def read(text: str) -> str:
        if len(text) > length or not expression.fullmatch(text):
            raise CellError(message)
        return text

    return read


def _integer(text: str) -> int | None:
    if not text:
        return None
    if text == "0":
        return 0
    if len(text) <= SHORT_INTEGER and text[0] != "0" and text.isdecimal() and text.isascii():
        return int(text)
    if not _INTEGER.fullmatch(text) or text == "-0":
        raise CellError("整数ではありません")
    if len(text) > len(str(-LARGEST_YEN)) or abs(int(text)) > LARGEST_YEN:
        raise CellError("大きすぎる数です")
    return int(text)


def _count_to(largest: int) -> Callable[[str], int | None]:
    def read(text: str) -> int | None:
        number = _integer(text)
        if number is not None and not 0 <= number <= largest:
            raise CellError(f"0から{largest}までの整数ではありません")
        return number

    return read


_count = _count_to(LARGEST_COUNT)


def _year_between(first: int, last: int, *, blank: bool = True) -> Callable[[str], int | None]:
    def read(text: str) -> int | None:
        number = _integer(text)
        if number is None and not blank:
            raise CellError("年度がありません")
        if number is not None and not first <= number <= last:
            raise CellError(f"{first}年から{last}年までの年度ではありません")
        return number

    return read


def _yen_with_point(text: str) -> int | None:
    if text and not text.endswith(".0"):
        raise CellError("「0.0」の形の金額ではありません")
    return _integer(text.removesuffix(".0"))


def _written(value: int | None) -> str:
    return "" if value is None else str(value)


def _no_words(_text: str) -> str:
    return ""


def _yen_or_words(value: int | None, text: str) -> str:
    """A number; where there is none, the words typed in its place."""
    return text if value is None else str(value)


def _with_point(value: int | None) -> str:
    return "" if value is None else f"{value}.0"


def _choice(words: dict[str, bool | None]) -> Callable[[str], bool | None]:
    def read(text: str) -> bool | None:
        if text not in words:
            raise CellError(f"{'・'.join(filter(None, words))} のどれでもありません")
        return words[text]

    return read


def _flag(true: str, false: str, *, blank: bool = False) -> Codec:
    words: dict[str, bool | None] = {true: True, false: False} | ({"": None} if blank else {})
    texts = {value: text for text, value in words.items()}
    return Codec((_choice(words),), texts.__getitem__)


def _number(text: str) -> Decimal | None:
    number = number_from(text)
    return number if number is not None and abs(number) < LARGEST_NUMBER else None


def _words(text: str) -> str:
    """What the number alone does not give back."""
    number = _number(text)
    is_enough = number is not None and is_exact(number) and plain_number(number) == text
    return "" if is_enough else _line(TEXT_LENGTH)(text)


def _number_written(number: Decimal | None, text: str) -> str:
    return text or ("" if number is None else plain_number(number))


def _is_zero(text: str) -> bool:
    number = _number(text)
    return number is not None and number == 0


def _bidders(text: str) -> int | None:
    return _count(text) or None


def _bidders_text(text: str) -> str:
    return text if _is_zero(text) else ""


def _bidders_written(number: int | None, text: str) -> str:
    return text or _written(number)


def _award_rate(text: str) -> Decimal | None:
    if text and _number(text) is None:
        raise CellError("落札率が数ではありません")
    return _number(text) or None


def _award_rate_text(text: str) -> str:
    return text if _is_zero(text) else _words(text)


def _fraction(text: str) -> Decimal | None:
    if not text:
        return None
    number = number_from(text)
    if number is None or plain_number(number) != text or not is_exact(number * _PERCENT_OF_ONE):
        raise CellError("割合（0から1の小数）ではありません")
    return number * _PERCENT_OF_ONE


def _fraction_written(rate_percent: Decimal | None) -> str:
    return "" if rate_percent is None else plain_number(rate_percent.scaleb(-2))


def _without_apostrophe(text: str) -> str:
    if text and not text.startswith("'"):
        raise CellError("先頭に ' がありません")
    return text[1:]


def _with_apostrophe(text: str) -> str:
    return f"'{text}" if text else ""


TEXT = Codec((_same,), _same, LARGEST_CELL)
LINE = _kept(TEXT_LENGTH)
CORPORATE_NUMBER = _kept(30)  # kept as published, right or wrong
NUMBER_IN_ADDRESS = Codec(
    (_matching(r"(?!\.{1,2}$)[^/?#\\\s]+", 60, "空欄か、空白や / ? # \\ を含むか、60文字を超えます"),), _same
)
MINISTRY = Codec((_matching(r"(?!\.{1,2}$)[^/?#\\\x00-\x1f]+", 100, "空欄か、府省庁名に使えない文字です"),), _same)
UNIT = _kept(100)
VERDICT = _kept(30)
LETTER = _kept(10)
OWN_LETTER = Codec((_matching(r"(?s).+", 10, "ブロックの番号がないか、10文字を超えます"),), _same)
COUNT = Codec((_count,), _written)
ORDER = Codec((_count_to(LARGEST_PLACE),), _written)
YEN = Codec((_integer,), _written)
YEN_OR_WORDS = Codec((_integer, _no_words), _yen_or_words)  # of amounts that can be edited by hand: "-"
YEN_WITH_POINT = Codec((_yen_with_point,), _with_point)  # 翌年度要求額（合計） is written 12000000.0
YEAR = Codec((_year_between(FIRST_YEAR, LAST_YEAR, blank=False),), _written)
PROJECT_YEAR = Codec((_year_between(EARLIEST_START, LATEST_END),), _written)
TRUE_FALSE = _flag("TRUE", "FALSE")
T_F = _flag("t", "f")
T_F_BLANK = _flag("t", "f", blank=True)
NUMBER = Codec((_number, _words), _number_written)  # any text beside the number it may be
BIDDERS = Codec((_bidders, _bidders_text), _bidders_written)  # 0 means blank: no number, the text kept
AWARD_RATE = Codec((_award_rate, _award_rate_text), _number_written)  # likewise
FRACTION = Codec((_fraction,), _fraction_written)  # 執行率 0.885 is kept as 88.5 percent
APOSTROPHE = Codec((_without_apostrophe,), _with_apostrophe)  # 補助率 is written '10/10: no date for Excel
