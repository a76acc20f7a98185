"""Fiscal years (an integer: the year of the April) and their Japanese eras."""

import re
import unicodedata

FIRST_YEAR, LAST_YEAR = 1990, 2100

# First fiscal year, name, letter. A fiscal year bears the era of its first April.
ERAS = ((2019, "令和", "R"), (1989, "平成", "H"), (1926, "昭和", "S"), (1912, "大正", "T"), (1868, "明治", "M"))
_ERA_YEAR = re.compile(r"^(令和|平成|昭和|大正|明治|[RHSTM])\s*(\d{1,2}|元)\s*(年度|年)?$", re.IGNORECASE)
_BARE_YEAR = re.compile(r"^(\d{1,2}|元)\s*(年度|年)?$")
_WESTERN_YEAR = re.compile(r"^(\d{4})\s*(年度|年)?$")


def is_fiscal_year(text: str) -> bool:
    """Four digits that name a year a sheet can be of."""
    return text.isascii() and text.isdigit() and len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR


def era_year(fiscal_year: int, *, seen_from: int | None = None) -> tuple[str, int]:
    """Era name and number of a fiscal year, as a form of sheet year `seen_from` names it.

    A form of 2018 calls 2019 平成31年度: the next era's name was not known when it was printed.
    """
    for first_year, name, _ in ERAS:
        if fiscal_year >= first_year and (seen_from is None or seen_from >= first_year):
            return name, fiscal_year - first_year + 1
    raise ValueError(f"{fiscal_year} is before the Meiji era")


def era_label(fiscal_year: int, *, seen_from: int | None = None) -> str:
    """平成30年度, 令和元年度."""
    name, number = era_year(fiscal_year, seen_from=seen_from)
    return f"{name}{'元' if number == 1 else number}年度"


def short_era_label(fiscal_year: int, *, seen_from: int | None = None) -> str:
    """30年度, 元年度: the column heads of the form."""
    return era_label(fiscal_year, seen_from=seen_from)[2:]


def full_year_label(fiscal_year: int) -> str:
    """平成30年度 (2018)."""
    return f"{era_label(fiscal_year)} ({fiscal_year})"


def fiscal_year_from(text: str, *, seen_from: int | None = None) -> int | None:
    """The year a text names (平成３０年度, H30, 令和元年, 2018), None when it names none.

    With `seen_from`, a bare 30 or 30年度 is of the era that a form of that sheet year is written in.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if seen_from is not None and _BARE_YEAR.match(plain):
        plain = era_year(seen_from)[0] + plain
    if western := _WESTERN_YEAR.match(plain):
        return int(western[1])
    if not (match := _ERA_YEAR.match(plain)):
        return None
    number = 1 if match[2] == "元" else int(match[2])
    first_year = next(first for first, name, letter in ERAS if match[1].upper() in (name, letter))
    return first_year + number - 1 if number else None
