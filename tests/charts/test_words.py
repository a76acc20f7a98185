from decimal import Decimal

import pytest
from django.utils import translation

from reviewsheets.charts import words
from reviewsheets.units import year_words
from reviewsheets.units.cells import Cell, YenCell
from reviewsheets.units.money_words import short_amount, tenths


@pytest.mark.parametrize(
    ("amount_yen", "said"),
    [
        (0, "0百万円"),
        (599_000_000, "599百万円"),
        (1_330_621_000, "1,330.621百万円"),
        (-1_500_000, "-1.5百万円"),
        (9_999_999_999, "9,999.999999百万円"),
        (10_000_000_000, "100億円"),
        (14_092_300_000, "140.9億円"),
        (14_095_000_000, "141億円"),
    ],
)
def test_amount_is_told_in_the_unit_that_reads_best(amount_yen: int, said: str) -> None:
    assert words.amount(amount_yen) == said


@pytest.mark.parametrize(
    ("amount_yen", "said"),
    [
        (2_455_569_000, "2,456百万円"),
        (8_607_000, "8.6百万円"),
        (-8_650_000, "-8.7百万円"),
        (99_999, "99,999円"),
        (-2_398, "-2,398円"),
        (100_000, "0.1百万円"),
        (0, "0百万円"),
        (14_092_300_000, "140.9億円"),
    ],
)
def test_amount_of_a_sentence_is_rounded_where_its_digits_tell_little(amount_yen: int, said: str) -> None:
    assert short_amount(amount_yen) == said


def test_amount_beside_a_large_one_has_its_unit() -> None:
    assert words.amount(5_000_000_000, beside_yen=20_000_000_000) == "50億円"


def test_small_amount_beside_a_large_one_is_not_rounded_away() -> None:
    assert words.amount(3_000_000, beside_yen=20_000_000_000) == "3百万円"
    assert words.amount(0, beside_yen=20_000_000_000) == "0億円"


@pytest.mark.parametrize(
    ("amount_yen", "largest_yen", "said"),
    [
        (950_000_000_000, 1_200_000_000_000, "0.95兆円"),
        (99_900_000_000, 1_200_000_000_000, "999億円"),
        (5_000_000_000, 20_000_000_000, "50億円"),
        (1_300_000, 9_000_000, "1.3百万円"),
    ],
)
def test_amount_by_an_axis_has_its_unit(amount_yen: int, largest_yen: int, said: str) -> None:
    assert words.amount_by_axis(amount_yen, largest_yen) == said


def test_axis_has_the_unit_its_largest_amount_is_told_in() -> None:
    assert words.axis_unit(999_999_999_999) == (100_000_000, "億円")
    assert words.axis_unit(1_000_000_000_000) == (1_000_000_000_000, "兆円")


@pytest.mark.parametrize(
    ("amounts_yen", "places"),
    [
        ([], 0),
        ([0, 599_000_000, 1_000_000], 0),
        ([64_365_921_462, -158_342_538], 0),
        ([64_365_921_462, 1_000_000], 1),
        ([1_500_000, -100_000], 1),
        ([1_500_000, 99_999], 2),
        ([1_500_000, 1_000], 3),
        ([112_523_320, 112_523_000, 320], 0),
    ],
)
def test_amounts_of_a_table_share_their_decimals(amounts_yen: list[int], places: int) -> None:
    assert words.shared_places(amounts_yen) == places


def test_million_yen_are_told_exactly_or_rounded_half_up() -> None:
    assert words.million_number(1_330_650_000) == "1,330.65"
    assert words.million_number(1_330_650_000, 1) == "1,330.7"
    assert words.million_number(5_000_000, 3) == "5.000"
    assert words.million_number(-40_000, 1) == "0.0"


def test_span_of_one_year_is_that_year() -> None:
    assert words.year_span(2023, 2023) == "令和5年度 (2023)"


def test_years_are_named_as_the_form_names_them() -> None:
    assert words.short_year(2019, 2018) == "31年度"
    assert words.form_year(2025, 2018) == "平成37年度"
    assert words.full_year(2018) == "平成30年度 (2018)"


def test_years_are_western_in_a_language_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(year_words, "pgettext", lambda _context, _text: "western")
    assert words.short_year(2018, 2018) == "2018年度"


@pytest.mark.parametrize(
    ("cell", "said"), [(Cell(Decimal("1234.5")), "1,234.5"), (Cell(Decimal("1.8"), "1.80"), "1.80"), (Cell(), "")]
)
def test_number_is_told_as_written(cell: Cell, said: str) -> None:
    assert words.number(cell) == said


def test_missing_number_is_told_by_what_is_written() -> None:
    assert words.written(YenCell(text="-")) == "「-」"
    assert words.written(YenCell()) == "記載なし"


def test_numbers_are_the_same_in_every_language() -> None:
    with translation.override("en"):
        assert words.rate(Decimal("1234.56")).startswith("1,234.6")


@pytest.mark.parametrize(
    ("amount_yen", "unit_yen", "shown"),
    [
        (0, 1_000_000, "0.0"),
        (49_999, 1_000_000, "0.0"),
        (50_000, 1_000_000, "0.1"),
        (-49_999, 1_000_000, "0.0"),
        (-50_000, 1_000_000, "-0.1"),
        (1_330_650_000, 1_000_000, "1,330.7"),
        (-1_330_649_999, 1_000_000, "-1,330.6"),
        (92_834_567_890_123, 1_000_000_000_000, "92.8"),
    ],
)
def test_an_amount_to_one_decimal_of_its_unit(amount_yen: int, unit_yen: int, shown: str) -> None:
    assert tenths(amount_yen, unit_yen) == shown
