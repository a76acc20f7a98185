"""Years and amounts in words, for charts and pages."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from reviewsheets.units.cells import Cell, YenCell, grouped_number
from reviewsheets.units.money import EXACT, MILLION, million_from_yen
from reviewsheets.units.money_words import (
    LARGE_YEN,
    TRILLION,
    amount,
    exact_yen,
    in_unit,
    large_unit,
    million_yen,
    rate,
    short_amount,
    tenths,
    trillion_yen,
)
from reviewsheets.units.year_words import form_year, full_year, short_year, western_year, year_span

__all__ = [
    "amount",
    "amount_by_axis",
    "axis_unit",
    "chart_unit",
    "exact_yen",
    "form_year",
    "full_year",
    "in_unit",
    "million_number",
    "million_yen",
    "number",
    "rate",
    "shared_places",
    "short_amount",
    "short_year",
    "tenths",
    "western_year",
    "written",
    "year_span",
]

TOLD_IN_TRILLIONS = TRILLION // 10  # below it hundredths of a trillion would tell too little
THOUSAND = 1_000  # amounts of the official files are told in thousands of yen
SMALLEST_SHOWN = (100 * MILLION, MILLION // 10, MILLION // 100)  # of a table, by the decimals that tell it


def amount_by_axis(amount_yen: int, largest_yen: int) -> str:
    """An amount told beside an axis up to the largest one: in its unit, where that does not round too much off."""
    if abs(largest_yen) >= TRILLION and abs(amount_yen) >= TOLD_IN_TRILLIONS:
        return trillion_yen(amount_yen)
    return amount(amount_yen, beside_yen=largest_yen)


def million_number(amount_yen: int, places: int | None = None) -> str:
    """1,330.621 in million yen, exactly; 1,330.6 to one decimal, half up."""
    amount_million = million_from_yen(amount_yen)
    if places is None:
        return grouped_number(amount_million)
    rounded = amount_million.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=EXACT)
    return f"{EXACT.add(rounded, 0):,}"  # adding nothing takes the sign off a zero


def shared_places(amounts_yen: Iterable[int]) -> int:
    """The decimals that amounts in million yen of one table share, so that their figures stand in line.

    None where all are whole or large; else one, or as many as the smallest of a thousand yen or more needs to show.
    """
    sizes = [size for size in map(abs, amounts_yen) if size >= THOUSAND]
    if all(size % MILLION == 0 for size in sizes):
        return 0
    return next((places for places, least in enumerate(SMALLEST_SHOWN) if min(sizes) >= least), len(SMALLEST_SHOWN))


def number(cell: Cell) -> str:
    """A cell as written; a number without words of its own with separators."""
    return cell.text or ("" if cell.number is None else grouped_number(cell.number))


def written(cell: Cell | YenCell) -> str:
    """Why there is no number: 「-」, or that nothing is written."""
    return _("「%(text)s」") % {"text": cell.text} if cell.text else _("記載なし")


def chart_unit(largest_yen: int) -> tuple[int, str]:
    """The unit a chart or table up to that amount reads best in, in yen and in words."""
    if largest_yen < LARGE_YEN:
        return MILLION, _("百万円")
    return large_unit(), _("億円")


def axis_unit(largest_yen: int) -> tuple[int, str]:
    """The same for an axis alone, where small amounts need no digits of their own: the unit `amount` tells it in."""
    return (TRILLION, _("兆円")) if largest_yen >= TRILLION else chart_unit(largest_yen)
