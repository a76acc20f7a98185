"""Cells of a sheet: blank, a number or words, told apart and given back as they were written."""

import re
from dataclasses import dataclass
from decimal import Decimal

from reviewsheets.units.money import MILLION, MoneyError, million_from_yen, yen_from_million

DASH = "-"
NOT_YET = "0"  # as executed in a year that has not ended: no amount
DASHES = frozenset("-‐‑–—―－−ー")
EXACT_DIGITS = 15  # SQLite keeps a decimal column as a double: more digits than these live in the text
DECIMAL_PLACES = 10  # what the columns hold; finer numbers live in the text
_NUMBER = re.compile(r"^([+-] ?)?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)?(\.[0-9]+)?$")
# Full-width forms of digits and signs only: 10² or ① is no number, and neither is 10 20.
_PLAIN_FORMS = str.maketrans("０１２３４５６７８９．，＋－▲△−‐―\u3000", "0123456789.,+------ ")


class CellError(ValueError):
    """A text that this cell cannot hold."""


@dataclass(frozen=True)
class Cell:
    """What a cell says: `number` where it is one, `text` where the number alone would not give it back.

    Blank is (None, ""), zero is (0, ""), a dash is (None, "-").
    """

    number: Decimal | None = None
    text: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing was written."""
        return self.number is None and not self.text

    @property
    def written(self) -> str:
        """The text as it was written."""
        return self.text or ("" if self.number is None else plain_number(self.number))


@dataclass(frozen=True)
class YenCell:
    """A money cell: whole yen, or a dash, or blank."""

    yen: int | None = None
    text: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing was written."""
        return self.yen is None and not self.text

    def written(self, *, unit_yen: int = MILLION) -> str:
        """The text as a form in that unit shows it, without separators."""
        if self.yen is None:
            return self.text
        return plain_number(million_from_yen(self.yen)) if unit_yen == MILLION else str(self.yen)


def is_pending(executed: YenCell) -> bool:
    """The importer's mark of a year that has not ended: 0 is written, and it is no amount."""
    return executed.yen is None and executed.text == NOT_YET


def plain_number(number: Decimal) -> str:
    """A number without exponent, separators or trailing zeros: 599, 1.75, -0.5."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def grouped_number(number: Decimal) -> str:
    """The same with separators: 1,330.621."""
    whole, point, fraction = plain_number(number).partition(".")
    return f"{int(whole):,}{point}{fraction}" if whole != "-0" else f"-0{point}{fraction}"


def number_from(text: str) -> Decimal | None:
    """The number a text is, full-width digits, separators and ▲ understood; None when it is none."""
    plain = text.translate(_PLAIN_FORMS).strip()
    if not _NUMBER.match(plain) or not any(character.isdigit() for character in plain):
        return None
    return Decimal(plain.replace(",", "").replace(" ", ""))


def is_dash(text: str) -> bool:
    """A single dash in any of its spellings."""
    return len(text) == 1 and text in DASHES


def read_cell(text: str) -> Cell:
    """Any cell that may hold words: 目標値 100, 検討中, -, 350/200."""
    written = text.strip()
    number = number_from(written)
    if number is None or plain_number(number) != written or not is_exact(number):
        return Cell(number, written)
    return Cell(number)


def is_exact(number: Decimal) -> bool:
    """A column of either database gives the number back digit by digit."""
    return len(number.as_tuple().digits) <= EXACT_DIGITS and number == round(number, DECIMAL_PLACES)


def read_yen_cell(text: str, *, unit_yen: int = MILLION) -> YenCell:
    """A money cell in million yen (or yen): a number, a dash or blank; `CellError` otherwise."""
    written = text.strip()
    if not written or is_dash(written):
        return YenCell(text=written)
    number = number_from(written)
    if number is None:
        raise CellError("no amount")
    try:
        return YenCell(yen_from_million(number) if unit_yen == MILLION else _whole(number))
    except MoneyError as error:
        raise CellError("below one yen") from error


def _whole(number: Decimal) -> int:
    if number != number.to_integral_value():
        raise MoneyError(f"{number} is no whole number of yen")
    return int(number)
