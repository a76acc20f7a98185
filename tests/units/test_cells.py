"""Blank, zero and words are three things, and every cell comes back as it was written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewsheets.units.cells import (
    DASHES,
    Cell,
    CellError,
    YenCell,
    grouped_number,
    is_dash,
    number_from,
    plain_number,
    read_cell,
    read_yen_cell,
)

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12)
DIGITS = st.text("0123456789０１２３.,，．-−▲△ -‐", max_size=20)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("", Cell()),
        ("  ", Cell()),
        ("0", Cell(Decimal(0))),
        ("-", Cell(None, "-")),
        ("‐", Cell(None, "‐")),
        ("8", Cell(Decimal(8))),
        ("1.75", Cell(Decimal("1.75"))),
        ("1.80", Cell(Decimal("1.8"), "1.80")),
        ("1,330", Cell(Decimal(1330), "1,330")),
        ("８", Cell(Decimal(8), "８")),
        ("▲5", Cell(Decimal(-5), "▲5")),
        ("-5", Cell(Decimal(-5))),
        ("350/200", Cell(None, "350/200")),
        ("検討中", Cell(None, "検討中")),
        ("12,34", Cell(None, "12,34")),
        ("1e5", Cell(None, "1e5")),
        ("1234567890123456", Cell(Decimal(1234567890123456), "1234567890123456")),
    ],
)
def test_a_cell_as_read(text: str, cell: Cell) -> None:
    assert read_cell(text) == cell


def test_blank_zero_and_dash_are_distinct() -> None:
    blank, zero, dash = (read_cell(text) for text in ("", "0", "-"))
    assert len({blank, zero, dash}) == 3
    assert [cell.is_blank for cell in (blank, zero, dash)] == [True, False, False]
    blank_yen, zero_yen, dash_yen = (read_yen_cell(text) for text in ("", "0", "-"))
    assert (blank_yen, zero_yen, dash_yen) == (YenCell(), YenCell(0), YenCell(None, "-"))
    assert [cell.is_blank for cell in (blank_yen, zero_yen, dash_yen)] == [True, False, False]


@given(st.text(max_size=40) | DIGITS)
def test_any_text_comes_back_as_written(text: str) -> None:
    assert read_cell(text).written == text.strip()


@given(NUMBERS)
def test_any_number_comes_back_as_written(number: Decimal) -> None:
    cell = read_cell(plain_number(number))
    assert cell.number == number
    assert cell.written == plain_number(number)


@given(st.text(max_size=40) | DIGITS)
def test_what_was_written_reads_the_same_again(text: str) -> None:
    cell = read_cell(text)
    assert read_cell(cell.written) == cell


@pytest.mark.parametrize(
    ("text", "yen"),
    [("599", 599_000_000), ("1,330.621", 1_330_621_000), ("▲1.5", -1_500_000), ("５９９", 599_000_000), ("0", 0)],
)
def test_money_is_read_in_million_yen(text: str, yen: int) -> None:
    assert read_yen_cell(text) == YenCell(yen)


def test_money_is_read_in_yen_where_told() -> None:
    assert read_yen_cell("1,330,621", unit_yen=1) == YenCell(1_330_621)
    assert read_yen_cell("1330621", unit_yen=1).written(unit_yen=1) == "1330621"


@pytest.mark.parametrize(("text", "unit_yen"), [("検討中", 1_000_000), ("0.0000001", 1_000_000), ("0.5", 1)])
def test_what_is_no_amount_is_refused(text: str, unit_yen: int) -> None:
    with pytest.raises(CellError):
        read_yen_cell(text, unit_yen=unit_yen)


@given(st.integers(min_value=-(10**18), max_value=10**18), st.sampled_from([1, 1_000_000]))
def test_any_amount_comes_back(yen: int, unit_yen: int) -> None:
    assert read_yen_cell(YenCell(yen).written(unit_yen=unit_yen), unit_yen=unit_yen) == YenCell(yen)


@pytest.mark.parametrize("dash", sorted(DASHES))
def test_every_dash_is_kept(dash: str) -> None:
    assert is_dash(dash)
    assert read_yen_cell(dash) == YenCell(None, dash)
    assert YenCell(None, dash).written() == dash


@pytest.mark.parametrize("text", ["", "--", "0", "-5", "検討中"])
def test_no_dash(text: str) -> None:
    assert not is_dash(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+5", "5"),
        (".5", "0.5"),
        ("－１，３３０．５", "-1330.5"),
        ("△ 5", "-5"),
        ("1,33", None),
        ("5 者", None),
        ("", None),
        ("-", None),
        ("Infinity", None),
        ("NaN", None),
    ],
)
def test_number_of_a_text(text: str, number: str | None) -> None:
    assert number_from(text) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("number", "plain", "grouped"),
    [
        ("1330.621", "1330.621", "1,330.621"),
        ("1E+3", "1000", "1,000"),
        ("1.750000", "1.75", "1.75"),
        ("-0.5", "-0.5", "-0.5"),
        ("-1234567", "-1234567", "-1,234,567"),
        ("-0", "0", "0"),
        ("0.000", "0", "0"),
    ],
)
def test_numbers_as_text(number: str, plain: str, grouped: str) -> None:
    assert plain_number(Decimal(number)) == plain
    assert grouped_number(Decimal(number)) == grouped


@given(NUMBERS)
def test_grouping_changes_no_digit(number: Decimal) -> None:
    assert grouped_number(number).replace(",", "") == plain_number(number)


@pytest.mark.parametrize("text", ["10 20", "10²", "①", "1,2", "１２　３", "½", "1_000", "٣", "+", "- -5", "."])
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert number_from(text) is None


@pytest.mark.parametrize(
    ("text", "number"), [("▲ 75", "-75"), ("１，２３４．５", "1234.5"), ("－５", "-5"), (".5", "0.5")]
)
def test_full_width_digits_and_signs_are_understood(text: str, number: str) -> None:
    assert number_from(text) == Decimal(number)
