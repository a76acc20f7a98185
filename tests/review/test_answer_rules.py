"""Rules that put marks beside figures: each with a sheet that passes, one found, one not evaluable."""

import pytest
from django.utils import translation

from reviewsheets.models import CheckQuestion, ReviewSheet
from reviewsheets.review.rule import Subject
from reviewsheets.review.rules import registry
from tests.factories import (
    make_block,
    make_budget_year,
    make_check_answer,
    make_contract,
    make_indicator,
    make_link,
    make_payment,
    make_sheet,
    make_unit_cost,
)
from tests.review.reviewing import asked, figures_found, is_not_evaluable, is_passed, sentences

pytestmark = pytest.mark.django_db
OPEN, CALL = "一般競争契約（最低価格）", "随意契約（企画競争）"
NEGOTIATED, FAILED = "随意契約（その他）", "随意契約（不落・不調）"
Terms = tuple[str, int | None]


def marked(question: CheckQuestion, mark: str, explanation: str = "説明") -> ReviewSheet:
    """A sheet of 2018 with that answer."""
    sheet = make_sheet()
    make_check_answer(sheet, question, mark, explanation)
    return sheet


def with_contracts(question: CheckQuestion, mark: str, *contracts: Terms) -> ReviewSheet:
    """The same with payees, each with method and bidders."""
    sheet = marked(question, mark)
    block = make_block(sheet)
    for number, (method, bidders) in enumerate(contracts):
        make_payment(block, f"見本{number}社", contract_method=method, bidders=bidders)
    return sheet


def counts(sheet: ReviewSheet, code: str) -> tuple[int, int]:
    """How many things were looked at, and how many found."""
    looked_at, found = asked(sheet, code)
    return looked_at, len(found)


@pytest.mark.parametrize("rule", [rule for rule in registry if rule.subject is Subject.ANSWERS], ids=str)
def test_nothing_is_said_of_a_sheet_without_marks(rule: object) -> None:
    sheet = with_contracts(CheckQuestion.NEED_SOCIETY, "○", (OPEN, 1), (NEGOTIATED, None))
    make_budget_year(sheet, 2017, initial_million=100, carried_out_million=40, executed_million=1)
    make_indicator(sheet, values={2017: (10, 1)})
    make_indicator(sheet, "activity", values={2017: (10, 1)})
    make_unit_cost(sheet, {2016: (1, ""), 2017: (9, "")})
    assert is_not_evaluable(sheet, rule.code)  # type: ignore[attr-defined]  # a rule


# --- Q01, Q02, Q08

SINGLE_BID, NO_COMPETITION = CheckQuestion.EFFICIENCY_SINGLE_BID, CheckQuestion.EFFICIENCY_NO_COMPETITION


def test_no_single_bid_beside_a_single_bid_is_found() -> None:
    sheet = with_contracts(SINGLE_BID, "無", (OPEN, 1), (CALL, 3), (CALL, None), (NEGOTIATED, 1))
    assert figures_found(sheet, "Q01") == [{"mark": "無", "contracts": 2, "single_bids": 1}]
    (found,) = asked(sheet, "Q01")[1]
    assert found.place == "check/efficiency-single-bid"
    assert found.cell
    assert (found.cell.table, found.cell.column) == ("answer", "mark")
    with translation.override("ja"):
        assert sentences(sheet, "Q01") == [
            (
                "一者応札・一者応募の有無の評価は「無」。"
                "競争性のある契約方式で入札者数の記載がある2件のうち、1者だったのは1件。"
            )
        ]


@pytest.mark.parametrize(
    ("mark", "contracts", "expected"),
    [
        ("有", [(OPEN, 2), (CALL, 3)], (1, 1)),
        ("有", [(OPEN, 2), (CALL, 1)], (1, 0)),
        ("無", [(OPEN, 2), (CALL, 3)], (1, 0)),
        ("無", [(OPEN, None)], (0, 0)),
        ("有", [(NEGOTIATED, 1), ("補助金等交付", 1)], (0, 0)),
        ("○", [(OPEN, 1)], (0, 0)),
        ("", [(OPEN, 1)], (0, 0)),
        ("無", [], (0, 0)),
    ],
)
def test_the_single_bid_mark_beside_the_contracts(mark: str, contracts: list[Terms], expected: tuple[int, int]) -> None:
    assert counts(with_contracts(SINGLE_BID, mark, *contracts), "Q01") == expected


def test_contracts_below_a_payee_count_too() -> None:
    sheet = marked(SINGLE_BID, "無")
    make_contract(make_payment(make_block(sheet)), contract_method=OPEN, bidders=1)
    assert counts(sheet, "Q01") == (1, 1)


def test_no_negotiated_contract_beside_one_is_found() -> None:
    sheet = with_contracts(NO_COMPETITION, "無", (OPEN, 1), (NEGOTIATED, None), ("随意契約（少額）", 1))
    assert figures_found(sheet, "Q02") == [{"mark": "無", "contracts": 3, "no_competition": 2}]


@pytest.mark.parametrize(
    ("mark", "methods", "expected"),
    [
        ("有", [OPEN, CALL], (1, 1)),
        ("有", [OPEN, NEGOTIATED], (1, 0)),
        ("有", [OPEN, FAILED], (1, 0)),
        ("無", [OPEN, FAILED, CALL], (1, 0)),
        ("無", ["", ""], (0, 0)),
        ("‐", [NEGOTIATED], (0, 0)),
    ],
)
def test_the_mark_on_competition_beside_the_methods(mark: str, methods: list[str], expected: tuple[int, int]) -> None:
    sheet = with_contracts(NO_COMPETITION, mark, *((method, None) for method in methods))
    assert counts(sheet, "Q02") == expected


def test_a_good_choice_beside_little_competition_is_found() -> None:
    contracts = [(OPEN, 1), (NEGOTIATED, None), (OPEN, 2), (CALL, 1), (FAILED, None), ("補助金等交付", None)]
    sheet = with_contracts(CheckQuestion.EFFICIENCY_CHOICE, "○", *contracts)
    assert figures_found(sheet, "Q08") == [
        {"mark": "○", "contracts": 5, "single_bids": 2, "no_competition": 1, "share_percent": "60"}
    ]


@pytest.mark.parametrize(
    ("mark", "contracts", "expected"),
    [
        ("○", [(OPEN, 1), (OPEN, 2)], (1, 0)),
        ("○", [(OPEN, None)], (1, 0)),
        ("○", [(NEGOTIATED, None)], (1, 1)),
        ("△", [(NEGOTIATED, None)], (1, 0)),
        ("‐", [(NEGOTIATED, None)], (0, 0)),
        ("○", [("補助金等交付", 1)], (0, 0)),
    ],
)
def test_half_is_not_more_than_half(mark: str, contracts: list[Terms], expected: tuple[int, int]) -> None:
    assert counts(with_contracts(CheckQuestion.EFFICIENCY_CHOICE, mark, *contracts), "Q08") == expected


# --- Q03, Q04, Q07


def test_a_good_mark_beside_a_missed_outcome_is_found() -> None:
    sheet = marked(CheckQuestion.EFFECT_OUTCOME, "○")
    make_indicator(sheet, values={2017: (10, 9)})
    make_indicator(sheet, values={2017: (10, 10)})
    make_indicator(sheet, values={2017: (10, 1)}, direction="")
    assert figures_found(sheet, "Q03") == [{"mark": "○", "compared": 2, "missed": 1}]
    with translation.override("ja"):
        assert sentences(sheet, "Q03") == [
            "成果実績の評価は「○」。前年度の目標値と比べられる成果指標2件のうち、達しなかったのは1件。"
        ]


@pytest.mark.parametrize(
    ("mark", "direction", "actual", "expected"),
    [
        ("○", "up", 10, (1, 0)),
        ("△", "up", 9, (1, 0)),
        ("×", "up", 9, (1, 0)),
        ("‐", "up", 9, (0, 0)),
        ("○", "", 9, (0, 0)),
        ("○", "down", 9, (1, 0)),
    ],
)
def test_the_mark_on_outcomes(mark: str, direction: str, actual: int, expected: tuple[int, int]) -> None:
    sheet = marked(CheckQuestion.EFFECT_OUTCOME, mark)
    make_indicator(sheet, values={2017: (10, actual)}, direction=direction)
    assert counts(sheet, "Q03") == expected


def test_a_good_mark_beside_an_activity_below_plan_is_found() -> None:
    sheet = marked(CheckQuestion.EFFECT_ACTIVITY, "○")
    make_indicator(sheet, "activity", values={2017: (10, 6)})
    assert figures_found(sheet, "Q04") == [{"mark": "○", "compared": 1, "below_plan": 1}]


@pytest.mark.parametrize(
    ("mark", "actual", "expected"), [("○", 7, (1, 0)), ("×", 0, (1, 0)), ("‐", 0, (0, 0)), ("○", None, (0, 0))]
)
def test_the_mark_on_activities(mark: str, actual: int | None, expected: tuple[int, int]) -> None:
    sheet = marked(CheckQuestion.EFFECT_ACTIVITY, mark)
    make_indicator(sheet, "activity", values={2017: (10, actual)})
    assert counts(sheet, "Q04") == expected


def test_a_good_mark_beside_a_unit_cost_that_jumped_is_found() -> None:
    sheet = marked(CheckQuestion.EFFICIENCY_UNIT_COST, "○")
    make_unit_cost(sheet, {2016: (2, ""), 2017: (4, "")})
    make_unit_cost(sheet, {2016: (2, ""), 2017: (3, "")})
    assert figures_found(sheet, "Q07") == [{"mark": "○", "compared": 2, "jumped": 1}]


@pytest.mark.parametrize(
    ("mark", "cost", "expected"), [("○", 3, (1, 0)), ("△", 4, (1, 0)), ("‐", 4, (0, 0)), ("○", "-", (0, 0))]
)
def test_the_mark_on_unit_costs(mark: str, cost: int | str, expected: tuple[int, int]) -> None:
    sheet = marked(CheckQuestion.EFFICIENCY_UNIT_COST, mark)
    make_unit_cost(sheet, {2016: (2, ""), 2017: (cost, "")})
    assert counts(sheet, "Q07") == expected


# --- Q05, Q06


def test_no_large_unused_amount_beside_one_is_found() -> None:
    sheet = marked(CheckQuestion.EFFICIENCY_UNUSED, "‐")
    make_budget_year(sheet, 2017, initial_million=100, carried_out_million=20, executed_million=49)
    assert figures_found(sheet, "Q05") == [
        {
            "mark": "‐",
            "budget_year": 2017,
            "unused_yen": 31_000_000,
            "total_yen": 100_000_000,
            "share_percent": "31",
        }
    ]
    assert asked(sheet, "Q05")[1][0].amount_yen == 31_000_000


@pytest.mark.parametrize(
    ("mark", "executed", "expected"),
    [
        ("‐", 50, (1, 0)),
        ("‐", "49.999999", (1, 1)),
        ("‐", 0, (1, 1)),
        ("‐", 90, (1, 0)),
        ("○", 0, (1, 0)),
        ("", 0, (0, 0)),
        ("‐", None, (0, 0)),
        ("‐", "-", (0, 0)),
    ],
)
def test_the_mark_on_what_was_not_used(mark: str, executed: int | str | None, expected: tuple[int, int]) -> None:
    sheet = marked(CheckQuestion.EFFICIENCY_UNUSED, mark)
    make_budget_year(sheet, 2017, initial_million=100, carried_out_million=20, executed_million=executed)
    assert counts(sheet, "Q05") == expected


def test_no_large_carry_over_beside_one_is_found() -> None:
    sheet = marked(CheckQuestion.EFFICIENCY_CARRIED, "‐")
    make_budget_year(sheet, 2017, initial_million=100, carried_out_million=31, executed_million=60)
    assert figures_found(sheet, "Q06") == [
        {
            "mark": "‐",
            "budget_year": 2017,
            "carried_out_yen": 31_000_000,
            "total_yen": 100_000_000,
            "share_percent": "31",
        }
    ]


@pytest.mark.parametrize(
    ("mark", "carried", "expected"),
    [
        ("‐", 30, (1, 0)),
        ("‐", 0, (1, 0)),
        ("‐", "-", (1, 0)),
        ("‐", None, (0, 0)),
        ("△", 90, (1, 0)),
        ("", 90, (0, 0)),
    ],
)
def test_the_mark_on_what_was_carried_over(mark: str, carried: int | str | None, expected: tuple[int, int]) -> None:
    sheet = marked(CheckQuestion.EFFICIENCY_CARRIED, mark)
    make_budget_year(sheet, 2017, initial_million=100, carried_out_million=carried, executed_million=10)
    assert counts(sheet, "Q06") == expected


# --- Q09, Q10


@pytest.mark.parametrize(
    ("mark", "depth", "expected"),
    [("○", 3, (1, 1)), ("○", 2, (1, 0)), ("△", 3, (1, 0)), ("○", 0, (0, 0)), ("‐", 3, (0, 0))],
)
def test_the_mark_on_stages_beside_the_depth(mark: str, depth: int, expected: tuple[int, int]) -> None:
    sheet = marked(CheckQuestion.EFFICIENCY_STAGES, mark)
    source = None
    for letter in "ABC"[:depth]:
        block = make_block(sheet, letter)
        make_link(source, block)
        source = block
    assert counts(sheet, "Q09") == expected
    if expected[1]:
        assert figures_found(sheet, "Q09") == [{"mark": "○", "steps": 3}]


def test_a_mark_that_asks_for_an_explanation_and_has_none_is_found() -> None:
    sheet = marked(CheckQuestion.EFFECT_USED, "△", "")
    make_check_answer(sheet, CheckQuestion.EFFECT_OUTCOME, "×", "-")
    make_check_answer(sheet, CheckQuestion.EFFECT_ACTIVITY, "×", "台風のため")
    make_check_answer(sheet, CheckQuestion.NEED_STATE, "○", "")
    looked_at, found = asked(sheet, "Q10")
    assert (looked_at, [(row.place, row.figures["mark"]) for row in found]) == (
        3,
        [("check/effect-outcome", "×"), ("check/effect-used", "△")],
    )
    assert found[1].cell
    assert (found[1].cell.table, found[1].cell.column) == ("answer", "explanation")
    with translation.override("ja"):
        assert sentences(sheet, "Q10")[1] == (
            "「整備された施設や成果物は十分に活用されているか。」の評価は「△」で、評価に関する説明の記載がない。"
        )


def test_the_words_of_the_question_are_the_forms_in_any_language() -> None:
    sheet = marked(CheckQuestion.EFFECT_USED, "△", "")
    with translation.override("en"):
        assert figures_found(sheet, "Q10") == [
            {"mark": "△", "question": "整備された施設や成果物は十分に活用されているか。"}
        ]


@pytest.mark.parametrize(("explanation", "is_found"), [("一者となったのは", False), ("-", True), ("", True)])
def test_questions_on_bids_share_the_explanation_of_the_choice(explanation: str, is_found: bool) -> None:
    sheet = marked(SINGLE_BID, "有", "")
    make_check_answer(sheet, CheckQuestion.EFFICIENCY_CHOICE, "○", explanation)
    assert counts(sheet, "Q10") == (1, int(is_found))


def test_marks_that_need_no_explanation_are_not_looked_at() -> None:
    for mark in ("○", "‐", "無", ""):
        assert is_not_evaluable(marked(SINGLE_BID, mark, ""), "Q10")
    assert is_passed(marked(SINGLE_BID, "有", "説明"), "Q10")
