"""Corporate numbers and the keys by which names are compared. The published spelling stays beside the key."""

import re
import unicodedata

CORPORATE_NUMBER_LENGTH = 13
_SHORT_FORMS = (
    ("(株)", "株式会社"),
    ("(有)", "有限会社"),
    ("(独)", "独立行政法人"),
    ("(国研)", "国立研究開発法人"),
    ("(一社)", "一般社団法人"),
    ("(公社)", "公益社団法人"),
    ("(一財)", "一般財団法人"),
    ("(公財)", "公益財団法人"),
    ("(社)", "社団法人"),
    ("(財)", "財団法人"),
    ("(学)", "学校法人"),
)
_SPACE = re.compile(r"[\s\u00ad\u200b]+")


def corporate_check_digit(twelve_digits: str) -> int:
    """The first digit of a 法人番号 from its last twelve: 9 − (Σ Pₙ·Qₙ mod 9), Q = 1, 2, 1, 2 … from the right."""
    digits = list(map(int, reversed(twelve_digits)))
    return 9 - (sum(digits[::2]) + 2 * sum(digits[1::2])) % 9


def is_corporate_number(text: str) -> bool:
    """Thirteen ASCII digits whose check digit is right."""
    if len(text) != CORPORATE_NUMBER_LENGTH or not (text.isascii() and text.isdigit()):
        return False
    return int(text[0]) == corporate_check_digit(text[1:])


def name_key(name: str) -> str:
    """A name as compared: NFKC, no spaces, short legal forms spelled out, lower case."""
    key = unicodedata.normalize("NFKC", _SPACE.sub("", unicodedata.normalize("NFKC", name)))  # joins what a space split
    for short, full in _SHORT_FORMS:
        key = key.replace(short, full)
    return key.lower()


def payee_key(corporate_number: str, name: str) -> str:
    """A payee's key: the valid corporate number, else the name's key."""
    return corporate_number if is_corporate_number(corporate_number) else name_key(name)
