from decimal import Decimal

import pytest
from django.utils import translation

from reviewsheets.charts import words
from reviewsheets.units import year_words
from reviewsheets.units.cells import Cell, YenCell


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


def test_amount_beside_a_large_one_has_its_unit() -> None:
    assert words.amount(5_000_000_000, beside_yen=20_000_000_000) == "50億円"


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
