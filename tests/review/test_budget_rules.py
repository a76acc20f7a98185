"""Rules on budget and execution: each with a sheet that passes, one found, one not evaluable."""

from typing import Any

import pytest
from django.utils import translation

from reviewsheets.models import CheckQuestion, ReviewSheet
from tests.factories import make_budget_year, make_check_answer, make_sheet, make_source
from tests.review.reviewing import asked, figures_found, is_not_evaluable, is_passed, sentences

pytestmark = pytest.mark.django_db


def test_low_gross_execution_is_found() -> None:
    sheet = make_sheet()
    make_budget_year(sheet, 2017, initial_million=599, executed_million=299)
    assert figures_found(sheet, "B01") == [
        {"budget_year": 2017, "rate_percent": "49.91", "total_yen": 599_000_000, "executed_yen": 299_000_000}
    ]
    with translation.override("ja"):
        assert sentences(sheet, "B01") == ["平成29年度 (2017)の執行率は49.91％（計599百万円、執行額299百万円）。"]


@pytest.mark.parametrize(
    ("executed_million", "is_found"), [(300, False), ("299.999999", True), (0, True), (-1, True), (601, False)]
)
def test_the_limit_itself_is_not_low(executed_million: int | str, is_found: bool) -> None:
    sheet = make_sheet()
    make_budget_year(sheet, 2017, initial_million=600, executed_million=executed_million)
    looked_at, found = asked(sheet, "B01")
    assert (looked_at, bool(found)) == (1, is_found)


def test_execution_above_the_limit_passes() -> None:
    sheet = make_sheet()
    make_budget_year(sheet, 2017, initial_million=600, executed_million=500)
    assert is_passed(sheet, "B01")


@pytest.mark.parametrize(
    "figures",
    [
        {"initial_million": 600},
        {"initial_million": 600, "executed_million": "-"},
        {"executed_million": 5},
        {"initial_million": 0, "executed_million": 5},
        {"initial_million": -1, "executed_million": 5},
    ],
)
def test_without_a_total_or_execution_nothing_is_said(figures: dict[str, int]) -> None:
    sheet = make_sheet()
    make_budget_year(sheet, 2017, **figures)
    assert is_not_evaluable(sheet, "B01")
    assert is_not_evaluable(make_sheet(), "B01")


def test_what_was_all_carried_over_has_a_gross_rate_and_no_net_one() -> None:
    sheet = make_sheet()
    make_budget_year(sheet, 2017, initial_million=100, carried_out_million=100, executed_million=0)
    assert figures_found(sheet, "B01") == [
        {"budget_year": 2017, "rate_percent": "0", "total_yen": 100_000_000, "executed_yen": 0}
    ]
    assert is_not_evaluable(sheet, "B02")
    assert [row["share_percent"] for row in figures_found(sheet, "B04")] == ["100"]


def test_a_small_project_is_passed_over() -> None:
    sheet = result_sheet(initial_million=10, executed_million=1)
    for code in ("B01", "B02", "B03", "B08"):
        assert is_not_evaluable(sheet, code, budget_floor_yen=10_000_001)
    assert asked(sheet, "B01", budget_floor_yen=10_000_000)[0] == 1


def result_sheet(*, sheet_year: int = 2018, **figures: Any) -> ReviewSheet:
    """A sheet with its result year."""
    sheet = make_sheet(sheet_year=sheet_year)
    make_budget_year(sheet, sheet_year - 1, **figures)
    return sheet


# --- B02


def test_low_net_execution_is_found() -> None:
    sheet = result_sheet(initial_million=100, carried_out_million=40, executed_million=20)
    assert figures_found(sheet, "B02") == [
        {"budget_year": 2017, "rate_percent": "33.33", "total_yen": 60_000_000, "executed_yen": 20_000_000}
    ]
    assert asked(sheet, "B02")[1][0].amount_yen == 40_000_000
    with translation.override("ja"):
        assert sentences(sheet, "B02") == [
            "平成29年度 (2017)の執行率は、翌年度への繰越しを引いた計に対して33.33％（計60百万円、執行額20百万円）。"
        ]


@pytest.mark.parametrize(("executed_million", "is_found"), [(30, False), ("29.999999", True), (60, False), (0, True)])
def test_half_of_what_remains_is_not_low(executed_million: int | str, is_found: bool) -> None:
    sheet = result_sheet(initial_million=100, carried_out_million=40, executed_million=executed_million)
    looked_at, found = asked(sheet, "B02")
    assert (looked_at, bool(found)) == (1, is_found)


# --- B03, B04, B13, B14


def test_large_unused_is_found() -> None:
    sheet = result_sheet(initial_million=100, carried_out_million=10, executed_million=40)
    assert figures_found(sheet, "B03") == [
        {"budget_year": 2017, "unused_yen": 50_000_000, "total_yen": 100_000_000, "share_percent": "50"}
    ]
    with translation.override("ja"):
        assert sentences(sheet, "B03") == ["平成29年度 (2017)の不用額は50百万円で、計100百万円の50％。"]


@pytest.mark.parametrize(("unused_yen", "is_found"), [(30_000_000, False), (30_000_001, True), (0, False), (-1, False)])
def test_thirty_percent_unused_is_not_large(unused_yen: int, is_found: bool) -> None:
    sheet = result_sheet(initial_million=100, executed_yen=100_000_000 - unused_yen)
    looked_at, found = asked(sheet, "B03")
    assert (looked_at, bool(found)) == (1, is_found)


def test_large_carry_over_is_found() -> None:
    sheet = result_sheet(sheet_year=2024, initial_million=100, carried_out_million=31, executed_million=69)
    assert figures_found(sheet, "B04") == [
        {"budget_year": 2023, "carried_out_yen": 31_000_000, "total_yen": 100_000_000, "share_percent": "31"}
    ]
    with translation.override("ja"):
        assert sentences(sheet, "B04") == ["令和5年度 (2023)の翌年度への繰越しは31百万円で、計100百万円の31％。"]


@pytest.mark.parametrize(("carried_out_million", "looked_at"), [(30, 1), (0, 1), ("-", 1), (None, 0)])
def test_a_dash_is_no_carry_over_and_a_blank_says_nothing(carried_out_million: Any, looked_at: int) -> None:
    sheet = result_sheet(initial_million=100, carried_out_million=carried_out_million, executed_million=60)
    assert asked(sheet, "B04") == (looked_at, [])


@pytest.mark.parametrize("code", ["B02", "B03", "B04"])
@pytest.mark.parametrize(
    "figures",
    [
        {},
        {"initial_million": 5, "carried_out_million": 4},
        {"executed_million": 5},
        {"initial_million": 0, "carried_out_million": 0, "executed_million": 0},
        {"initial_million": -5, "carried_out_million": 0, "executed_million": 0},
    ],
)
def test_nothing_is_said_without_money_and_execution(code: str, figures: dict[str, Any]) -> None:
    assert is_not_evaluable(result_sheet(**figures), code)


UNUSED = {"initial_million": 100, "executed_million": 40, "carried_out_million": 0}
CARRIED = {"initial_million": 100, "executed_million": 40, "carried_out_million": 60}


def test_large_amounts_without_a_word_are_found() -> None:
    assert figures_found(result_sheet(**UNUSED), "B13") == [
        {"budget_year": 2017, "unused_yen": 60_000_000, "total_yen": 100_000_000, "share_percent": "60"}
    ]
    assert figures_found(result_sheet(**CARRIED, change_reason="－", notes="該当なし"), "B14") == [
        {"budget_year": 2017, "carried_out_yen": 60_000_000, "total_yen": 100_000_000, "share_percent": "60"}
    ]


@pytest.mark.parametrize("words", [{"change_reason": "入札が不調だった。"}, {"notes": "入札が不調だった。"}])
def test_a_word_on_the_year_explains(words: dict[str, str]) -> None:
    assert is_passed(result_sheet(**UNUSED, **words), "B13")
    assert is_passed(result_sheet(**CARRIED, **words), "B14")


def test_the_answer_to_its_own_question_explains() -> None:
    unused, carried = result_sheet(**UNUSED), result_sheet(**CARRIED)
    for sheet in (unused, carried):
        make_check_answer(sheet, CheckQuestion.EFFICIENCY_UNUSED, "○", "入札が不調だった。")
        make_check_answer(sheet, CheckQuestion.EFFICIENCY_CARRIED, "‐", "-")
    assert is_passed(unused, "B13")
    assert not is_passed(carried, "B14")


def test_only_what_is_large_needs_a_word() -> None:
    sheet = result_sheet(initial_million=100, executed_million=70, carried_out_million=30)
    assert is_not_evaluable(sheet, "B13")
    assert is_not_evaluable(sheet, "B14")


def test_where_no_explanation_is_published_none_is_missed() -> None:
    for code, figures in (("B13", UNUSED), ("B14", CARRIED)):
        sheet = result_sheet(**figures)
        make_source(sheet, "judgit", sheet_year=2018, format="judgit")
        assert is_not_evaluable(sheet, code)


# --- B05, B06


def test_a_supplementary_budget_over_the_initial_is_found() -> None:
    sheet = result_sheet(initial_million=10, supplementary_million=11)
    assert figures_found(sheet, "B05") == [
        {"budget_year": 2017, "initial_yen": 10_000_000, "supplementary_yen": 11_000_000}
    ]
    assert is_passed(sheet, "B06")


def test_a_supplementary_budget_alone_is_found() -> None:
    sheet = result_sheet(initial_million="-", supplementary_million=11)
    assert figures_found(sheet, "B06") == [{"budget_year": 2017, "initial_yen": 0, "supplementary_yen": 11_000_000}]
    assert is_not_evaluable(sheet, "B05")
    with translation.override("ja"):
        assert sentences(sheet, "B06") == ["平成29年度 (2017)の当初予算は0百万円、補正予算は11百万円。"]


@pytest.mark.parametrize(
    ("initial", "supplementary", "results"),
    [(10, 10, (1, 1)), (10, "-", (1, 1)), (10, -5, (1, 1)), (0, 0, (0, 1)), (0, -5, (0, 1)), (-1, 0, (0, 1))],
)
def test_no_supplementary_budget_or_a_small_one_passes(initial: int, supplementary: Any, results: tuple[int]) -> None:
    sheet = result_sheet(initial_million=initial, supplementary_million=supplementary)
    assert tuple(asked(sheet, code) for code in ("B05", "B06")) == tuple((looked_at, []) for looked_at in results)


@pytest.mark.parametrize("figures", [{}, {"initial_million": 0}, {"supplementary_million": 5}])
def test_without_both_parts_nothing_is_said(figures: dict[str, int]) -> None:
    assert is_not_evaluable(result_sheet(**figures), "B05")
    assert is_not_evaluable(result_sheet(**figures), "B06")


# --- B15, B16


def three_years(*executed_million: Any, carried_out_million: Any = 0) -> ReviewSheet:
    sheet = make_sheet()
    for budget_year, executed in zip((2015, 2016, 2017), executed_million, strict=True):
        figures = {"initial_million": 100, "carried_out_million": carried_out_million, "executed_million": executed}
        make_budget_year(sheet, budget_year, **figures)
    return sheet


def test_low_execution_year_after_year_is_found() -> None:
    sheet = three_years(10, 49, 0)
    assert figures_found(sheet, "B15") == [{"first_year": 2015, "last_year": 2017, "years": 3, "rate_percent": "49"}]
    assert asked(sheet, "B15")[1][0].amount_yen == 241_000_000
    with translation.override("ja"):
        assert sentences(sheet, "B15") == [
            "平成27年度 (2015)から平成29年度 (2017)まで3年度続けて執行率が低い。最も高い年度で49％。"
        ]


def test_large_carry_over_year_after_year_is_found() -> None:
    sheet = three_years(10, 49, 0, carried_out_million=31)
    assert figures_found(sheet, "B16") == [{"first_year": 2015, "last_year": 2017, "years": 3, "rate_percent": "31"}]


def test_one_good_year_ends_the_row() -> None:
    assert is_passed(three_years(10, 50, 10), "B15")
    assert is_passed(three_years(10, 10, 10, carried_out_million=30), "B16")
    assert is_passed(three_years(10, 10, 10, carried_out_million="-"), "B16")


def test_every_year_of_the_row_is_needed() -> None:
    for sheet in (three_years(10, None, 10), result_sheet(initial_million=100, executed_million=1)):
        assert is_not_evaluable(sheet, "B15")
        assert is_not_evaluable(sheet, "B16")
    assert is_not_evaluable(three_years(0, 0, 0, carried_out_million=100), "B15")
    assert is_not_evaluable(three_years(10, 10, 10, carried_out_million=None), "B16")
    assert asked(three_years(60, 10, 10), "B15", chronic_years=2)[1] != []
