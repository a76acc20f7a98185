"""Fiscal years and their eras."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewsheets.units.years import era_label, fiscal_year_from, full_year_label, short_era_label

YEARS = st.integers(min_value=1868, max_value=2100)
SHEET_YEARS = st.integers(min_value=1990, max_value=2080)


@pytest.mark.parametrize(
    ("fiscal_year", "label"),
    [
        (2018, "平成30年度"),
        (2019, "令和元年度"),
        (2020, "令和2年度"),
        (1989, "平成元年度"),
        (1988, "昭和63年度"),
        (1926, "昭和元年度"),
        (1912, "大正元年度"),
        (1868, "明治元年度"),
    ],
)
def test_era_label(fiscal_year: int, label: str) -> None:
    assert era_label(fiscal_year) == label
    assert short_era_label(fiscal_year) == label[2:]


def test_a_form_of_2018_does_not_know_reiwa() -> None:
    assert era_label(2019, seen_from=2018) == "平成31年度"
    assert short_era_label(2019, seen_from=2018) == "31年度"
    assert era_label(2020, seen_from=2018) == "平成32年度"
    assert era_label(2019, seen_from=2019) == "令和元年度"


def test_before_meiji_there_is_no_era() -> None:
    with pytest.raises(ValueError, match="1867"):
        era_label(1867)


def test_full_label_has_both_calendars() -> None:
    assert full_year_label(2018) == "平成30年度 (2018)"


@pytest.mark.parametrize(
    ("text", "fiscal_year"),
    [
        ("平成30年度", 2018),
        ("平成３０年度", 2018),
        ("Ｈ３０", 2018),
        ("h30", 2018),
        ("令和元年", 2019),
        ("令和 元 年度", 2019),
        ("R1", 2019),
        ("平成31年度", 2019),
        ("昭和元年", 1926),
        (" 2018年度 ", 2018),
        ("2018", 2018),
        ("平成0年度", None),
        ("30年度", None),
        ("18", None),
        ("検討中", None),
        ("-", None),
        ("", None),
    ],
)
def test_year_of_a_text(text: str, fiscal_year: int | None) -> None:
    assert fiscal_year_from(text) == fiscal_year


@given(YEARS)
def test_label_gives_its_year_back(fiscal_year: int) -> None:
    assert fiscal_year_from(era_label(fiscal_year)) == fiscal_year


@given(SHEET_YEARS, st.integers(min_value=-20, max_value=20))
def test_label_of_an_older_form_gives_its_year_back(seen_from: int, years_on: int) -> None:
    assert fiscal_year_from(era_label(seen_from + years_on, seen_from=seen_from)) == seen_from + years_on


@given(st.text(max_size=12))
def test_any_text_is_a_year_or_none(text: str) -> None:
    assert isinstance(fiscal_year_from(text), int | None)


def test_bare_year_is_of_the_sheets_era() -> None:
    assert fiscal_year_from("30", seen_from=2018) == 2018
    assert fiscal_year_from("３１年度", seen_from=2018) == 2019
    assert fiscal_year_from("元", seen_from=2019) == 2019
    assert fiscal_year_from("5", seen_from=2022) == 2023
    assert fiscal_year_from("30") is None
