"""Rules on requests and on what the review came to: each with a sheet that passes, one found, one not evaluable."""

from typing import Any

import pytest
from django.utils import translation

from reviewsheets.models import ReviewSheet
from tests.factories import make_budget_year, make_sheet, make_source
from tests.review.reviewing import asked, figures_found, is_not_evaluable, is_passed, sentences

pytestmark = pytest.mark.django_db


def review_sheet(
    *,
    executed: Any = 40,
    initial: Any = 100,
    requested: Any = 100,
    sheet_year: int = 2024,
    end_year: int | None = None,
    **evaluation: str,
) -> ReviewSheet:
    """100 million yen in the result year; amounts in million yen; the rest is what the review came to."""
    sheet = make_sheet(sheet_year=sheet_year, end_year=end_year)
    make_budget_year(sheet, sheet_year - 1, initial_million=100, executed_million=executed)
    make_budget_year(sheet, sheet_year, initial_million=initial)
    make_budget_year(sheet, sheet_year + 1, requested_million=requested)
    for name, value in evaluation.items():
        setattr(sheet.evaluation, name, value)
    sheet.evaluation.save()
    return sheet


# --- B07, B10


def test_low_execution_with_a_request_that_is_not_cut_is_found() -> None:
    sheet = review_sheet(executed=40, initial=100, requested=100)
    assert figures_found(sheet, "B07") == [
        {"budget_year": 2023, "rate_percent": "40", "requested_yen": 100_000_000, "initial_yen": 100_000_000}
    ]
    assert asked(sheet, "B07")[1][0].place == "budget/2025/requested"
    with translation.override("ja"):
        assert sentences(sheet, "B07") == [
            "令和5年度 (2023)の執行率は40％で、翌年度の要求額100百万円は当初予算100百万円以上。"
        ]


@pytest.mark.parametrize(
    "given", [{"executed": 50}, {"requested": "99.999999"}, {"requested": 0}, {"requested": "-"}, {"requested": -1}]
)
def test_half_executed_or_a_lower_request_passes(given: dict[str, Any]) -> None:
    assert is_passed(review_sheet(**given), "B07")


@pytest.mark.parametrize(
    "given", [{"executed": None}, {"requested": None}, {"initial": None}, {"initial": 0}, {"initial": "-"}]
)
def test_without_rate_request_or_initial_budget_nothing_is_said(given: dict[str, Any]) -> None:
    assert is_not_evaluable(review_sheet(**given), "B07")
    assert is_not_evaluable(make_sheet(), "B07")


def test_a_request_that_jumps_is_found() -> None:
    sheet = review_sheet(initial=100, requested=151)
    assert figures_found(sheet, "B10") == [
        {"requested_yen": 151_000_000, "initial_yen": 100_000_000, "share_percent": "151"}
    ]
    assert asked(sheet, "B10")[1][0].amount_yen == 51_000_000
    with translation.override("ja"):
        assert sentences(sheet, "B10") == ["翌年度の要求額151百万円は、当初予算100百万円の151％。"]


@pytest.mark.parametrize(("requested", "is_found"), [(150, False), ("150.000001", True), (0, False), ("-", False)])
def test_one_and_a_half_times_is_no_jump(requested: int | str, is_found: bool) -> None:
    looked_at, found = asked(review_sheet(requested=requested), "B10")
    assert (looked_at, bool(found)) == (1, is_found)


def test_from_nothing_no_request_jumps() -> None:
    for initial in (0, None, "-", -5):
        assert is_not_evaluable(review_sheet(initial=initial, requested=500), "B10")
    assert is_not_evaluable(review_sheet(requested=None), "B10")


# --- B08, B09


def test_low_execution_kept_as_it_is_is_found() -> None:
    sheet = review_sheet(team_verdict="現状通り")
    assert figures_found(sheet, "B08") == [
        {"budget_year": 2023, "rate_percent": "40", "total_yen": 100_000_000, "verdict": "現状通り"}
    ]
    assert is_passed(review_sheet(team_verdict="現状通り", executed=50), "B08")
    assert is_passed(review_sheet(team_verdict="事業内容の一部改善"), "B08")
    assert is_not_evaluable(review_sheet(), "B08")
    assert is_not_evaluable(review_sheet(team_verdict="現状通り", executed=None), "B08")


@pytest.mark.parametrize("verdict", ["事業内容の一部改善", "事業全体の抜本的な改善"])
def test_advice_without_effect_is_found(verdict: str) -> None:
    sheet = review_sheet(team_verdict=verdict, response_kind="現状通り")
    assert figures_found(sheet, "B09") == [{"verdict": verdict, "response": "現状通り"}]
    assert asked(sheet, "B09")[1][0].amount_yen == 100_000_000
    with translation.override("ja"):
        assert sentences(sheet, "B09") == [f"チームの所見は「{verdict}」、反映状況は「現状通り」。"]


def test_advice_with_effect_or_without_advice_passes() -> None:
    assert is_passed(review_sheet(team_verdict="事業内容の一部改善", response_kind="執行等改善"), "B09")
    assert is_passed(review_sheet(team_verdict="現状通り", response_kind="現状通り"), "B09")
    assert is_passed(review_sheet(team_verdict="終了予定", response_kind="現状通り"), "B09")
    assert is_not_evaluable(review_sheet(team_verdict="事業内容の一部改善"), "B09")
    assert is_not_evaluable(review_sheet(response_kind="現状通り"), "B09")


# --- B11, B12


def test_an_outside_review_long_ago_is_found() -> None:
    sheet = review_sheet(expert_last_year="2018")
    assert figures_found(sheet, "B11") == [{"reviewed_year": 2018, "years": 6}]
    with translation.override("ja"):
        assert sentences(sheet, "B11") == ["外部有識者点検の最終実施年度は平成30年度 (2018)で、シートの年度まで6年。"]


@pytest.mark.parametrize(
    ("written", "looked_at", "is_found"),
    [
        ("2019", 1, False),
        ("令和元年度", 1, False),
        ("平成３０年度", 1, True),
        ("2024", 1, False),
        ("2025", 1, False),
        ("", 0, False),
        ("-", 0, False),
        ("未実施", 0, False),
    ],
)
def test_five_years_are_not_over_five(written: str, looked_at: int, is_found: bool) -> None:
    sheet = review_sheet(expert_last_year=written)
    seen, found = asked(sheet, "B11")
    assert (seen, bool(found)) == (looked_at, is_found)
    assert asked(sheet, "B12")[0] == 1
    assert is_passed(sheet, "B12") is bool(looked_at)


def test_an_unknown_outside_review_is_a_note() -> None:
    sheet = review_sheet()
    assert figures_found(sheet, "B12") == [{"sheet_year": 2024}]
    with translation.override("ja"):
        assert sentences(sheet, "B12") == ["令和6年度 (2024)のシートに、外部有識者点検の最終実施年度の記載がない。"]


def test_where_the_form_does_not_ask_nothing_is_unknown() -> None:
    assert is_not_evaluable(review_sheet(sheet_year=2023), "B12")
    of_files = review_sheet()
    make_source(of_files, "1-2")
    assert is_not_evaluable(of_files, "B12")
    make_source(of_files, "4-1")
    assert len(asked(of_files, "B12")[1]) == 1
    of_files.evaluation.delete()
    assert [found.cell for found in asked(of_files, "B12")[1]] == [None]


# --- B17, B18, B19


@pytest.mark.parametrize("response", ["廃止", "予定通り終了", "終了予定"])
def test_money_asked_for_what_ends_is_found(response: str) -> None:
    sheet = review_sheet(response_kind=response, requested=3)
    assert figures_found(sheet, "B17") == [{"response": response, "requested_yen": 3_000_000}]


def test_what_ends_without_a_request_or_goes_on_passes() -> None:
    assert is_passed(review_sheet(response_kind="廃止", requested=0), "B17")
    assert is_passed(review_sheet(response_kind="廃止", requested="-"), "B17")
    assert is_passed(review_sheet(response_kind="縮減", requested=3), "B17")
    assert is_not_evaluable(review_sheet(response_kind="廃止", requested=None), "B17")
    assert is_not_evaluable(review_sheet(requested=3), "B17")


def test_a_cut_that_is_none_is_found() -> None:
    sheet = review_sheet(response_kind="縮減", initial=100, requested=100)
    assert figures_found(sheet, "B18") == [
        {"response": "縮減", "requested_yen": 100_000_000, "initial_yen": 100_000_000}
    ]
    assert is_passed(review_sheet(response_kind="縮減", requested="99.999"), "B18")


@pytest.mark.parametrize("given", [{}, {"response_kind": "現状通り"}, {"response_kind": "縮減", "initial": 0}])
def test_only_a_cut_is_compared_with_the_request(given: dict[str, Any]) -> None:
    assert is_not_evaluable(review_sheet(**given), "B18")


def test_money_asked_for_after_the_end_is_found() -> None:
    sheet = review_sheet(end_year=2024, requested=3)
    assert figures_found(sheet, "B19") == [{"end_year": 2024, "budget_year": 2025, "requested_yen": 3_000_000}]
    assert asked(sheet, "B19")[1][0].place == "sheet/end_year"


def test_the_last_year_may_ask() -> None:
    assert is_passed(review_sheet(end_year=2025, requested=3), "B19")
    assert is_passed(review_sheet(end_year=2024, requested=0), "B19")
    assert is_passed(review_sheet(end_year=2023, requested="-"), "B19")
    assert is_not_evaluable(review_sheet(end_year=None, requested=3), "B19")
    assert is_not_evaluable(review_sheet(end_year=2024, requested=None), "B19")
