"""Amounts and rates in the reader's language: in 百万円, 億円 or 兆円, whichever reads best; elsewhere in billions."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reviewsheets.units.cells import grouped_number
from reviewsheets.units.money import EXACT, HUNDRED_MILLION, MILLION, million_from_yen, rounded_percent

BILLION = 10 * HUNDRED_MILLION
LARGE_YEN = 100 * HUNDRED_MILLION
TRILLION = 10_000 * HUNDRED_MILLION
SMALLEST_TOLD = MILLION // 10  # less than that is no amount in million yen that can be read in a sentence
_TEN_MILLION_PLACES = 7  # large amounts are rounded to ten million yen in every language: 140.9億円, 14.09 billion yen


def counts_in_hundred_millions() -> bool:
    """Whether this language says large amounts in 億; the others translate the word below (10億) and say billions."""
    return pgettext("大きな金額の数え方", "億") == "億"


def amount(amount_yen: int, *, beside_yen: int = 0) -> str:
    """599百万円; 140.9億円 (14.09 billion yen) from ten thousand million on, from a hundred beside such an amount.

    92.83兆円 from one trillion on, rounded to ten thousand million.
    """
    if abs(amount_yen) >= TRILLION:
        return trillion_yen(amount_yen)
    is_small = 0 < abs(amount_yen) < HUNDRED_MILLION
    if is_small or max(abs(amount_yen), abs(beside_yen)) < LARGE_YEN:
        return million_yen(amount_yen)
    return _("%(number)s億円") % {"number": grouped_number(in_unit(_rounded(amount_yen), large_unit()))}


def trillion_yen(amount_yen: int) -> str:
    """92.83兆円."""
    return _("%(number)s兆円") % {"number": f"{_in_hundredths_of(TRILLION, amount_yen):,}"}


def million_yen(amount_yen: int) -> str:
    """599百万円, exactly."""
    return _("%(number)s百万円") % {"number": grouped_number(million_from_yen(amount_yen))}


def short_amount(amount_yen: int) -> str:
    """An amount inside a sentence: as `amount`, but million yen to one decimal, whole from a hundred million on.

    Too little for one decimal is told in yen.
    """
    size = abs(amount_yen)
    if size >= LARGE_YEN or not size:
        return amount(amount_yen)
    if size < SMALLEST_TOLD:
        return exact_yen(amount_yen)
    step = MILLION if size >= HUNDRED_MILLION else MILLION // 10
    return million_yen(int((Decimal(amount_yen) / step).quantize(1, ROUND_HALF_UP)) * step)


def _in_hundredths_of(unit_yen: int, amount_yen: int) -> Decimal:
    return in_unit(amount_yen, unit_yen).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP, context=EXACT)


def large_unit() -> int:
    """The unit of large amounts in this language, in yen."""
    return HUNDRED_MILLION if counts_in_hundred_millions() else BILLION


def _rounded(amount_yen: int) -> int:
    tens = Decimal(amount_yen).scaleb(-_TEN_MILLION_PLACES, EXACT).quantize(1, rounding=ROUND_HALF_UP, context=EXACT)
    return int(tens.scaleb(_TEN_MILLION_PLACES, EXACT))


def exact_yen(amount_yen: int) -> str:
    """599,000,000円."""
    return _("%(number)s円") % {"number": f"{amount_yen:,}"}


def rate(rate_percent: Decimal) -> str:
    """92.3％."""
    return _("%(number)s％") % {"number": f"{rounded_percent(rate_percent):,}"}


def tenths(amount_yen: int, unit_yen: int) -> str:
    """1,330.6 of an amount in that unit, to one decimal, half up; without a sign where nothing is left to show."""
    size = (2 * 10 * abs(amount_yen) + unit_yen) // (2 * unit_yen)
    sign = "-" if amount_yen < 0 and size else ""
    return f"{sign}{size // 10:,}.{size % 10}"


def in_unit(amount_yen: int, unit_yen: int) -> Decimal:
    """An amount in that unit, exactly."""
    return Decimal(amount_yen).scaleb(1 - len(str(unit_yen)), EXACT)
