"""Rules on figures that do not fit: each with a sheet that passes, one found, one not evaluable, and its limits."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from reviewsheets.models import ReviewSheet
from reviewsheets.review.facts import BudgetRow, HeaderRow, SheetFacts
from reviewsheets.review.limits import Limits
from reviewsheets.review.rules.arithmetic import executed_exceeds_total, executed_without_budget, unused_is_negative
from reviewsheets.units.money import Basis, BudgetFigures
from tests.factories import make_budget_year, make_sheet
from tests.review.reviewing import asked, figures_found, is_not_evaluable, is_passed, sentences

pytestmark = pytest.mark.django_db


def sheet_with(budget_year: int = 2017, *, sheet_year: int = 2018, **fields: object) -> ReviewSheet:
    """A sheet with one budget year, its result year unless said."""
    sheet = make_sheet(sheet_year=sheet_year)
    make_budget_year(sheet, budget_year, **fields)
    return sheet


def later_sheet(old: ReviewSheet, **fields: object) -> ReviewSheet:
    """The same project's sheet of the year after; fields are of budget year 2017."""
    sheet = make_sheet(project=old.project, sheet_year=old.sheet_year + 1)
    make_budget_year(sheet, 2017, **fields)
    return sheet


def facts_with(figures: BudgetFigures, *, sheet_year: int) -> SheetFacts:
    """Facts without a database: a sheet whose result year has these figures."""
    blank: dict[str, object] = dict.fromkeys(HeaderRow._fields)
    facts = SheetFacts(HeaderRow(**(blank | {"sheet_year": sheet_year})))  # type: ignore[arg-type]
    facts.budget[sheet_year - 1] = BudgetRow(1, sheet_year - 1, figures, True, None, None, None, "")
    return facts


# --- A01


def test_a_published_total_that_its_parts_do_not_give_is_found() -> None:
    sheet = sheet_with(initial_million=1000, carried_out_million=100, published_total_million=905)
    assert figures_found(sheet, "A01") == [
        {
            "budget_year": 2017,
            "published_total_yen": 905_000_000,
            "computed_total_yen": 900_000_000,
            "difference_yen": 5_000_000,
        }
    ]
    with translation.override("ja"):
        assert sentences(sheet, "A01") == [
            "平成29年度 (2017)の公表された計は905百万円、内訳の合計は900百万円（差5百万円）。"
        ]


@pytest.mark.parametrize(
    ("published_million", "is_found"), [(10_000, False), (10_010, False), (10_011, True), (9_989, True), (0, True)]
)
def test_a_total_may_differ_by_its_tenth_of_a_percent(published_million: int, is_found: bool) -> None:
    sheet = sheet_with(initial_million=10_000, published_total_million=published_million)
    looked_at, found = asked(sheet, "A01")
    assert (looked_at, bool(found)) == (1, is_found)


@pytest.mark.parametrize(
    ("sheet_year", "published_yen", "is_found"),
    [(2018, 5_000_000, False), (2018, 5_000_001, True), (2024, 4_000_001, False), (2024, 4_004_005, True)],
)
def test_a_total_may_differ_by_a_unit_of_its_form(sheet_year: int, published_yen: int, is_found: bool) -> None:
    sheet = sheet_with(sheet_year - 1, sheet_year=sheet_year, initial_yen=4_000_000, published_total_yen=published_yen)
    looked_at, found = asked(sheet, "A01")
    assert (looked_at, bool(found)) == (1, is_found)


def test_each_form_says_what_its_total_means() -> None:
    amounts = {"initial_million": 100, "carried_out_million": 40}
    assert is_passed(sheet_with(**amounts, published_total_million=60), "A01")
    assert not is_passed(sheet_with(**amounts, published_total_million=100), "A01")
    assert is_passed(sheet_with(2023, sheet_year=2024, **amounts, published_total_million=100), "A01")
    gross = sheet_with(**amounts, published_total_million=100, published_basis=Basis.GROSS)
    assert is_passed(gross, "A01")


def test_every_budget_year_has_a_total() -> None:
    sheet = sheet_with(initial_million=1, published_total_million=1)
    make_budget_year(sheet, 2018, initial_million=9, published_total_million=1)
    make_budget_year(sheet, 2019, requested_million=9, published_total_million=9)
    looked_at, found = asked(sheet, "A01")
    assert (looked_at, [item.place for item in found]) == (2, ["budget/2018/total"])


def test_no_total_or_no_parts_are_no_comparison() -> None:
    assert is_not_evaluable(sheet_with(initial_million=100), "A01")
    assert is_not_evaluable(sheet_with(published_total_million=100, executed_million=3), "A01")


# --- A02, A03, A04


def test_more_executed_than_there_was_is_found() -> None:
    sheet = sheet_with(initial_million=100, carried_in_million=20, executed_million="121.5")
    assert figures_found(sheet, "A02") == [
        {"budget_year": 2017, "executed_yen": 121_500_000, "total_yen": 120_000_000, "difference_yen": 1_500_000}
    ]
    assert asked(sheet, "A02")[1][0].amount_yen == 1_500_000
    assert is_passed(sheet_with(initial_million=120, executed_million=121), "A02")


def test_what_is_carried_over_does_not_make_the_total_smaller() -> None:
    sheet = sheet_with(initial_million=100, carried_out_million=60, executed_million=100)
    assert is_passed(sheet, "A02")
    assert figures_found(sheet, "A03") == [
        {
            "budget_year": 2017,
            "total_yen": 100_000_000,
            "executed_yen": 100_000_000,
            "carried_out_yen": 60_000_000,
            "unused_yen": -60_000_000,
        }
    ]
    with translation.override("ja"):
        assert sentences(sheet, "A03") == [
            "平成29年度 (2017)の計100百万円から執行額100百万円と翌年度への繰越し60百万円を引くと-60百万円になる。"
        ]


@pytest.mark.parametrize(
    ("sheet_year", "executed_yen", "is_found"),
    [
        (2018, 70_000_000, False),
        (2018, 71_000_000, False),
        (2018, 71_000_001, True),
        (2024, 70_000_001, False),
        (2024, 70_000_002, True),
        (2024, 0, False),
    ],
)
def test_unused_may_be_negative_by_one_unit(sheet_year: int, executed_yen: int, is_found: bool) -> None:
    amounts = {"initial_million": 100, "carried_out_million": 30}
    sheet = sheet_with(sheet_year - 1, sheet_year=sheet_year, **amounts, executed_yen=executed_yen)
    looked_at, found = asked(sheet, "A03")
    assert (looked_at, bool(found)) == (1, is_found)


def test_execution_without_a_budget_is_found_once() -> None:
    sheet = sheet_with(initial_million=0, executed_million=5)
    assert figures_found(sheet, "A04") == [{"budget_year": 2017, "executed_yen": 5_000_000}]
    assert is_not_evaluable(sheet, "A02")
    assert is_not_evaluable(sheet, "A03")


@pytest.mark.parametrize(("initial_million", "executed_million"), [(0, 0), (0, -1), (1, 5), (-1, 5), (5, 5)])
def test_there_was_a_budget_or_nothing_was_executed(initial_million: int, executed_million: int) -> None:
    assert is_passed(sheet_with(initial_million=initial_million, executed_million=executed_million), "A04")


@pytest.mark.parametrize("code", ["A02", "A03", "A04"])
@pytest.mark.parametrize(
    "figures",
    [{}, {"initial_million": 5}, {"initial_million": 5, "executed_million": "-"}, {"executed_million": 5}],
)
def test_blank_figures_are_not_compared(code: str, figures: dict[str, object]) -> None:
    assert is_not_evaluable(sheet_with(**figures), code)
    assert is_not_evaluable(sheet_with(2018, initial_million=1, executed_million=5), code)


@given(
    basis=st.sampled_from(Basis),
    total_yen=st.integers(-10, 10),
    executed_yen=st.integers(-10, 10),
    carried_out_yen=st.integers(0, 10),
)
def test_a_total_is_exceeded_or_missing_but_not_both(
    basis: Basis, total_yen: int, executed_yen: int, carried_out_yen: int
) -> None:
    figures = BudgetFigures(basis, total_yen, carried_out_yen=carried_out_yen, executed_yen=executed_yen)
    facts = facts_with(figures, sheet_year=2024)
    exceeded, negative, missing = (
        [found is not None for found in check(facts, Limits())]
        for check in (executed_exceeds_total, unused_is_negative, executed_without_budget)
    )
    assert exceeded == ([] if total_yen == 0 else [executed_yen > total_yen])
    assert negative == ([] if total_yen == 0 else [executed_yen + carried_out_yen > total_yen + 1])
    assert missing == [total_yen == 0 and executed_yen > 0]


# --- A05


def two_years(out: object, into: object, *, later_year: int = 2017) -> ReviewSheet:
    sheet = sheet_with(later_year - 1, carried_out_million=out)
    make_budget_year(sheet, later_year, carried_in_million=into)
    return sheet


def test_a_broken_chain_is_found() -> None:
    sheet = two_years(30, 28)
    assert figures_found(sheet, "A05") == [
        {
            "budget_year": 2016,
            "carried_out_yen": 30_000_000,
            "carried_in_yen": 28_000_000,
            "difference_yen": -2_000_000,
        }
    ]
    with translation.override("ja"):
        assert sentences(sheet, "A05") == [
            (
                "平成28年度 (2016)の「翌年度へ繰越し」は30百万円、"
                "その翌年度の「前年度から繰越し」は28百万円（差-2百万円）。"
            )
        ]


@pytest.mark.parametrize(
    ("out", "into", "is_found"),
    [
        (30, 30, False),
        (30, 29, False),
        (30, "28.9", True),
        ("-", 0, False),
        ("-", "-", False),
        ("-", 5, True),
        (5, "-", True),
        (0, 5, True),
        (-5, 5, True),
    ],
)
def test_what_a_chain_holds(out: object, into: object, is_found: bool) -> None:
    looked_at, found = asked(two_years(out, into), "A05")
    assert (looked_at, bool(found)) == (1, is_found)


def test_a_chain_ends_with_the_sheets_own_year_and_needs_both_ends() -> None:
    assert is_passed(two_years(5, 5, later_year=2018), "A05")
    assert is_not_evaluable(two_years(5, 9, later_year=2019), "A05")
    assert is_not_evaluable(two_years(None, 9), "A05")
    assert is_not_evaluable(two_years(9, None), "A05")
    assert is_not_evaluable(sheet_with(carried_out_million=3), "A05")


# --- A06


def rated(published: str | None, **amounts: object) -> ReviewSheet:
    given = {"initial_million": 1000, "executed_million": 500} | amounts
    rate = None if published is None else Decimal(published)
    return sheet_with(2023, sheet_year=2024, **given, published_rate_percent=rate)


def test_another_rate_than_stated_is_found() -> None:
    assert figures_found(rated("50.6"), "A06") == [
        {
            "budget_year": 2023,
            "published_rate_percent": "50.6",
            "computed_rate_percent": "50",
            "total_yen": 1_000_000_000,
            "executed_yen": 500_000_000,
        }
    ]


@pytest.mark.parametrize(("published", "is_found"), [("50", False), ("50.5", False), ("49.5", False), ("49.49", True)])
def test_a_rate_may_be_rounded(published: str, is_found: bool) -> None:
    looked_at, found = asked(rated(published), "A06")
    assert (looked_at, bool(found)) == (1, is_found)


def test_without_a_rate_nothing_is_compared() -> None:
    assert is_not_evaluable(rated(None), "A06")
    assert is_not_evaluable(rated("50", executed_million=None), "A06")
    assert is_not_evaluable(rated("50", initial_million=0), "A06")


def test_the_rate_of_the_paper_form_is_of_what_remains() -> None:
    amounts = {"initial_million": 100, "carried_out_million": 50, "executed_million": 50}
    assert is_passed(sheet_with(**amounts, published_rate_percent=100), "A06")
    assert not is_passed(sheet_with(**amounts, published_rate_percent=50), "A06")


# --- A13


def test_a_changed_figure_of_an_ended_year_is_found() -> None:
    old = sheet_with(initial_million=500, executed_million=400)
    new = later_sheet(old, initial_million=500, executed_million=410)
    assert figures_found(new, "A13") == [
        {
            "budget_year": 2017,
            "figure": "執行額",
            "earlier_year": 2018,
            "old_yen": 400_000_000,
            "new_yen": 410_000_000,
            "difference_yen": 10_000_000,
        }
    ]
    looked_at, found = asked(new, "A13")
    assert (looked_at, [item.place for item in found]) == (2, ["budget/2017/executed"])
    with translation.override("ja"):
        assert sentences(new, "A13") == [
            "平成29年度 (2017)の執行額は、平成30年度 (2018)のシートで400百万円、このシートで410百万円。"
        ]


@pytest.mark.parametrize(
    ("old", "new", "is_found"),
    [
        (400, 400, False),
        (400, 404, False),
        (400, "404.1", True),
        (10, 11, False),
        (10, "11.1", True),
        (0, 1, False),
        (0, 2, True),
        ("-", 2, True),
        (2, "-", True),
        ("-", 0, False),
        (-5, 5, True),
    ],
)
def test_a_revision_is_over_a_percent_and_over_the_floor(old: object, new: object, is_found: bool) -> None:
    sheet = later_sheet(sheet_with(executed_million=old), executed_million=new)
    looked_at, found = asked(sheet, "A13")
    assert (looked_at, bool(found)) == (1, is_found)


def test_a_year_that_had_not_ended_is_no_revision() -> None:
    old = sheet_with(2018, initial_million=100)
    new = make_sheet(project=old.project, sheet_year=2019)
    make_budget_year(new, 2018, initial_million=900)
    assert is_not_evaluable(new, "A13")


def test_a_total_is_compared_on_one_basis_only() -> None:
    whole = dict.fromkeys(("supplementary_million", "carried_in_million", "contingency_million"), 0)
    old = sheet_with(2022, sheet_year=2023, initial_million=100, carried_out_million=40, **whole)
    new = make_sheet(project=old.project, sheet_year=2024)
    make_budget_year(new, 2022, initial_million=100, carried_out_million=40, **whole)
    assert asked(new, "A13") == (5, [])
    new.budget_years.update(published_basis=Basis.NET, initial_yen=200_000_000)
    looked_at, found = asked(new, "A13")
    assert (looked_at, [item.figures["figure"] for item in found]) == (6, ["当初予算", "計（歳出予算現額）"])


def test_without_the_sheet_before_or_a_number_nothing_was_revised() -> None:
    old = sheet_with(executed_million=400)
    assert is_not_evaluable(old, "A13")
    assert is_not_evaluable(later_sheet(old), "A13")
    gap = make_sheet(project=old.project, sheet_year=2021)
    make_budget_year(gap, 2017, executed_million=900)
    assert is_not_evaluable(gap, "A13")
