"""Yen and the rates of a budget year. Whole yen as `int`, rates as `Decimal` percent; never a float."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum

MILLION = 1_000_000
HUNDRED_MILLION = 100_000_000
ONE_DECIMAL = Decimal("0.1")
EXACT = Context(prec=60)  # wide enough that no amount or rate of a sheet is ever rounded by arithmetic


class MoneyError(ValueError):
    """An amount that is no whole number of yen."""


class Basis(StrEnum):
    """What 計 means: net has 翌年度へ繰越し taken off (sheets to 2023), gross has not (from 2024)."""

    NET = "net"
    GROSS = "gross"

    @classmethod
    def of_sheet_year(cls, sheet_year: int) -> "Basis":
        """The basis the form of that year prescribes."""
        return cls.NET if sheet_year <= 2023 else cls.GROSS


def yen_from_million(amount_million: Decimal) -> int:
    """Exact yen of an amount in million yen; `MoneyError` below one yen."""
    amount_yen = EXACT.multiply(amount_million, Decimal(MILLION))
    if amount_yen != amount_yen.to_integral_value():
        raise MoneyError(f"{amount_million} million yen is no whole number of yen")
    return int(amount_yen)


def million_from_yen(amount_yen: int) -> Decimal:
    """Exact amount in million yen."""
    return Decimal(amount_yen).scaleb(-6, EXACT)


def sum_yen(amounts_yen: Iterable[int | None]) -> int:
    """計 of a table: blank and "-" count as nothing."""
    return sum(amount_yen or 0 for amount_yen in amounts_yen)


def percent(part: int | Decimal | None, whole: int | Decimal | None) -> Decimal | None:
    """`part` of `whole` in percent, unrounded; None when either is missing or the whole is zero."""
    if part is None or whole is None or whole == 0:
        return None
    return Decimal(part) * 100 / Decimal(whole)


def rounded_percent(rate_percent: Decimal) -> Decimal:
    """A percentage to one decimal, half up, as the form prints it."""
    return rate_percent.quantize(ONE_DECIMAL, rounding=ROUND_HALF_UP, context=EXACT)


@dataclass(frozen=True)
class BudgetFigures:
    """The amounts of one budget year in yen (None: blank or "-") and everything derived from them.

    The single place where 計, 執行率 and 不用額 are computed. `carried_out_yen` is positive: money that leaves.
    """

    basis: Basis
    initial_yen: int | None = None
    supplementary_yen: int | None = None
    carried_in_yen: int | None = None
    carried_out_yen: int | None = None
    contingency_yen: int | None = None
    executed_yen: int | None = None

    @property
    def gross_total_yen(self) -> int:
        """計 before 翌年度へ繰越し is taken off."""
        parts = (self.initial_yen, self.supplementary_yen, self.carried_in_yen, self.contingency_yen)
        return sum_yen(parts)

    @property
    def net_total_yen(self) -> int:
        """計 with 翌年度へ繰越し taken off."""
        return self.gross_total_yen - (self.carried_out_yen or 0)

    @property
    def total_yen(self) -> int:
        """計 on the basis of the sheet's form."""
        return self.net_total_yen if self.basis is Basis.NET else self.gross_total_yen

    @property
    def execution_rate_percent(self) -> Decimal | None:
        """執行率 on the basis of the sheet's form."""
        return self.net_execution_rate_percent if self.basis is Basis.NET else self.gross_execution_rate_percent

    @property
    def gross_execution_rate_percent(self) -> Decimal | None:
        """執行額 of the gross total."""
        return percent(self.executed_yen, self.gross_total_yen)

    @property
    def net_execution_rate_percent(self) -> Decimal | None:
        """執行額 of the net total; None where as much or more was carried on: nothing is left to be a share of."""
        return percent(self.executed_yen, self.net_total_yen) if self.net_total_yen > 0 else None

    @property
    def appropriated_yen(self) -> int:
        """当初予算＋補正予算."""
        return (self.initial_yen or 0) + (self.supplementary_yen or 0)

    @property
    def appropriation_rate_percent(self) -> Decimal | None:
        """当初予算＋補正予算に対する執行額の割合."""
        return percent(self.executed_yen, self.appropriated_yen)

    @property
    def unused_yen(self) -> int | None:
        """不用額: what was neither spent nor carried over; None while nothing is executed yet."""
        return None if self.executed_yen is None else self.net_total_yen - self.executed_yen
