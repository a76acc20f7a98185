"""Money is whole yen, exactly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewsheets.units.money import (
    Basis,
    BudgetFigures,
    MoneyError,
    million_from_yen,
    percent,
    rounded_percent,
    yen_from_million,
)

YEN = st.integers(min_value=-(10**18), max_value=10**18)  # a BigIntegerField's width
AMOUNT = st.none() | st.integers(min_value=0, max_value=10**16)
FIGURES = st.builds(
    BudgetFigures,
    basis=st.sampled_from(Basis),
    initial_yen=AMOUNT,
    supplementary_yen=st.none() | YEN,
    carried_in_yen=AMOUNT,
    carried_out_yen=AMOUNT,
    contingency_yen=st.none() | YEN,
    executed_yen=AMOUNT,
)


@pytest.mark.parametrize(
    ("million", "yen"),
    [
        ("599", 599_000_000),
        ("0", 0),
        ("0.000001", 1),
        ("-12.5", -12_500_000),
        ("1330.621", 1_330_621_000),
        ("9223372036854.775807", 9_223_372_036_854_775_807),
    ],
)
def test_million_yen_are_exact_yen(million: str, yen: int) -> None:
    assert yen_from_million(Decimal(million)) == yen
    assert million_from_yen(yen) == Decimal(million)


@pytest.mark.parametrize("million", ["0.0000001", "1.0000005", "-0.0000001"])
def test_below_one_yen_is_refused(million: str) -> None:
    with pytest.raises(MoneyError):
        yen_from_million(Decimal(million))


@given(YEN)
def test_yen_survive_the_way_through_million(yen: int) -> None:
    assert yen_from_million(million_from_yen(yen)) == yen


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6, allow_nan=False))
def test_six_decimals_of_a_million_survive_the_way_through_yen(million: Decimal) -> None:
    assert million_from_yen(yen_from_million(million)) == million


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (550, 599, "91.8"),
        (0, 599, "0.0"),
        (599, 599, "100.0"),
        (700, 599, "116.9"),
        (Decimal("0.5"), 1000, "0.1"),  # half up
        (Decimal("-0.5"), 1000, "-0.1"),
    ],
)
def test_percent_to_one_decimal(part: int, whole: int, expected: str) -> None:
    rate = percent(part, whole)
    assert rate is not None
    assert str(rounded_percent(rate)) == expected


@pytest.mark.parametrize(("part", "whole"), [(None, 599), (550, None), (None, None), (550, 0), (0, 0)])
def test_no_rate_without_two_numbers(part: int | None, whole: int | None) -> None:
    assert percent(part, whole) is None


@given(st.integers(min_value=0, max_value=10**16), st.integers(min_value=1, max_value=10**16))
def test_rounded_rate_is_within_half_a_tenth(part: int, whole: int) -> None:
    rate = percent(part, whole)
    assert rate is not None
    difference = abs(rounded_percent(rate) * whole - part * 100)
    assert difference <= Decimal("0.05") * whole + Decimal("1e-6") * whole


@pytest.mark.parametrize(("sheet_year", "basis"), [(1990, "net"), (2018, "net"), (2023, "net"), (2024, "gross")])
def test_basis_of_a_sheet_year(sheet_year: int, basis: str) -> None:
    assert Basis.of_sheet_year(sheet_year) == basis


def figures(basis: Basis) -> BudgetFigures:
    """当初100 補正20 繰越入30 繰越出40 予備費5 執行90, in yen."""
    return BudgetFigures(basis, 100, 20, 30, 40, 5, 90)


def test_totals_rates_and_unused_of_a_net_form() -> None:
    year = figures(Basis.NET)
    assert (year.gross_total_yen, year.net_total_yen, year.total_yen) == (155, 115, 115)
    assert year.execution_rate_percent == year.net_execution_rate_percent == percent(90, 115)
    assert year.gross_execution_rate_percent == percent(90, 155)
    assert (year.appropriated_yen, year.appropriation_rate_percent) == (120, Decimal(75))
    assert year.unused_yen == 25


def test_total_of_a_gross_form_keeps_what_is_carried_out() -> None:
    year = figures(Basis.GROSS)
    assert year.total_yen == 155
    assert year.execution_rate_percent == percent(90, 155)
    assert year.unused_yen == 25


def test_blank_year_has_total_zero_and_no_rate() -> None:
    year = BudgetFigures(Basis.NET)
    assert year.total_yen == 0
    assert year.execution_rate_percent is None
    assert year.unused_yen is None


@given(FIGURES)
def test_identities_of_a_budget_year(year: BudgetFigures) -> None:
    carried_out_yen = year.carried_out_yen or 0
    assert year.gross_total_yen - year.net_total_yen == carried_out_yen
    assert year.total_yen in (year.gross_total_yen, year.net_total_yen)
    if year.executed_yen is None:
        assert year.unused_yen is None
    else:
        assert year.executed_yen + carried_out_yen + (year.unused_yen or 0) == year.gross_total_yen


@given(FIGURES)
def test_every_amount_is_whole_yen(year: BudgetFigures) -> None:
    amounts = (year.gross_total_yen, year.net_total_yen, year.total_yen, year.appropriated_yen, year.unused_yen)
    assert {type(amount) for amount in amounts} <= {int, type(None)}
    assert type(year.execution_rate_percent) in (Decimal, type(None))


def test_no_net_rate_where_more_was_carried_on_than_there_was() -> None:
    year = BudgetFigures(Basis.NET, initial_yen=100, carried_out_yen=130, executed_yen=20)
    assert (year.net_execution_rate_percent, year.execution_rate_percent) == (None, None)
    assert (year.gross_execution_rate_percent, year.unused_yen) == (20, -50)
    year = BudgetFigures(Basis.GROSS, initial_yen=100, carried_out_yen=100, executed_yen=20)
    assert (year.net_execution_rate_percent, year.execution_rate_percent) == (None, 20)
