"""Rules on payees: each with a sheet that passes, one found, one not evaluable."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from reviewsheets.models import Block, ReviewSheet
from reviewsheets.review.facts import BlockRow, BudgetRow, HeaderRow, PaymentRow, SheetFacts
from reviewsheets.review.limits import Limits
from reviewsheets.review.rule import Found
from reviewsheets.review.rules.money import likely_unit_error, payee_exceeds_project
from reviewsheets.units.money import Basis, BudgetFigures
from tests.factories import make_block, make_budget_year, make_link, make_payment, make_project, make_sheet
from tests.review.reviewing import asked, figures_found, is_not_evaluable, is_passed, sentences

pytestmark = pytest.mark.django_db
NUMBER, OTHER_NUMBER = "7000012050002", "4000012090001"  # two ministries


def sheet_of(total_million: int | None = 100, executed_million: int | str | None = None) -> tuple[ReviewSheet, Block]:
    """A sheet of 2018 with that budget in 2017, and a block."""
    sheet = make_sheet()
    make_budget_year(sheet, 2017, initial_million=total_million, executed_million=executed_million)
    return sheet, make_block(sheet)


def test_a_payee_over_its_project_is_found() -> None:
    sheet, block = sheet_of(100, 80)
    make_payment(block, "見本財団", amount_million=110)
    assert figures_found(sheet, "M01") == [
        {
            "payee": "見本財団",
            "block": "A",
            "amount_yen": 110_000_000,
            "project_yen": 100_000_000,
            "share_percent": "110",
        }
    ]
    _looked_at, (found,) = asked(sheet, "M01")
    assert (found.place, found.amount_yen) == ("payee/A/見本財団", 110_000_000)
    with translation.override("ja"):
        assert sentences(sheet, "M01") == [
            "見本財団（ブロックA）の支出額110百万円は、前年度の計と執行額の大きい方100百万円の110％。"
        ]


@pytest.mark.parametrize(
    ("amount_million", "is_found"),
    [(105, False), ("105.000001", True), (0, False), (-200, False), (1_000, True)],
)
def test_the_limit_itself_is_not_over_the_project(amount_million: int | str, is_found: bool) -> None:
    sheet, block = sheet_of(100)
    make_payment(block, amount_million=amount_million)
    looked_at, found = asked(sheet, "M01")
    assert (looked_at, bool(found)) == (1, is_found)


def test_what_was_executed_above_the_total_counts() -> None:
    sheet, block = sheet_of(100, 120)
    make_payment(block, amount_million=120)
    assert is_passed(sheet, "M01")


def test_money_of_others_is_not_compared_with_the_project() -> None:
    sheet, block = sheet_of(100)
    make_link(None, block)
    make_payment(make_block(sheet, "B"), amount_million=500)
    assert is_not_evaluable(sheet, "M01")


def test_without_budget_amount_or_with_a_doubtful_one_nothing_is_said_of_the_project() -> None:
    for total_million, amount in ((None, 5), (0, 5), (-1, 5), (100, None), (100, "-"), (100, 1_001)):
        sheet, block = sheet_of(total_million)
        make_payment(block, amount_million=amount)
        assert is_not_evaluable(sheet, "M01"), (total_million, amount)
    sheet, block = sheet_of(100)
    make_payment(block, amount_million=110, is_amount_doubtful=True)
    assert is_not_evaluable(sheet, "M01")


def test_a_likely_unit_error_is_found_unmarked() -> None:
    sheet, block = sheet_of(496)
    make_payment(block, "見本工業", amount_million=118_800_000)
    assert figures_found(sheet, "M02") == [
        {
            "payee": "見本工業",
            "block": "A",
            "amount_yen": 118_800_000_000_000,
            "largest_budget_yen": 496_000_000,
            "times": 239_516,
        }
    ]
    with translation.override("ja"):
        assert sentences(sheet, "M02") == [
            "見本工業（ブロックA）の支出額118.80兆円は、シートに載る予算の最大の額496百万円の239,516倍以上。"
        ]


def test_ten_times_the_largest_figure_is_no_unit_error() -> None:
    sheet, block = sheet_of(100)
    make_budget_year(sheet, 2019, requested_million=120)
    make_payment(block, amount_million=1_200)
    assert is_passed(sheet, "M02")
    make_payment(make_block(sheet, "B"), amount_million="1200.000001")
    assert len(figures_found(sheet, "M02")) == 1


def test_without_budget_or_amount_there_is_no_measure() -> None:
    sheet, block = sheet_of(0)
    make_payment(block, amount_million=5_000)
    assert is_not_evaluable(sheet, "M02")
    sheet, block = sheet_of(100)
    make_payment(block, amount_million="-")
    assert is_not_evaluable(sheet, "M02")


def test_a_request_alone_is_no_measure() -> None:
    sheet, block = sheet_of(0)
    make_budget_year(sheet, 2019, requested_million=1)
    make_payment(block, amount_million=5_000)
    assert is_not_evaluable(sheet, "M02")


@pytest.mark.parametrize(("total_million", "found"), [(None, [1_001, 900]), (1_901, [1_001, 900]), (1_000, [1_001])])
def test_a_wrong_block_is_found_in_all_rows_above_the_measure(total_million: int | None, found: list[int]) -> None:
    sheet = make_sheet()
    make_budget_year(sheet, 2017, initial_million=100)
    block = make_block(sheet, total_million=total_million)
    for amount_million in (1_001, 900, 100):
        make_payment(block, amount_million=amount_million)
    assert [row["amount_yen"] for row in figures_found(sheet, "M02")] == [amount * 1_000_000 for amount in found]


def facts_of(total_yen: int, amount_yen: int) -> SheetFacts:
    """A sheet with one payee, without a database."""
    texts = [""] * len(HeaderRow._fields)
    header = HeaderRow._make(texts)._replace(pk=1, sheet_year=2018)
    figures = BudgetFigures(Basis.NET, initial_yen=total_yen)
    budget = {2017: BudgetRow(1, 2017, figures, True, None, None, None, "")}
    payment = PaymentRow(1, 1, 1, "unnumbered", "見本", "", amount_yen, False, False)
    blocks = {1: BlockRow(1, "A", "", "", None, False)}
    facts = SheetFacts(header, budget=budget, blocks=blocks, payments=[payment])
    facts.letter_of = lambda _pk: "A"  # type: ignore[method-assign]
    return facts


@given(total_yen=st.integers(-10, 10**15), amount_yen=st.integers(-10, 10**17))
def test_no_amount_is_found_by_both_measures(total_yen: int, amount_yen: int) -> None:
    facts = facts_of(total_yen, amount_yen)
    over, far = (list(check(facts, Limits())) for check in (payee_exceeds_project, likely_unit_error))
    assert len(far) == (total_yen > 0)
    is_over = [isinstance(result, Found) for result in over]
    is_far = [isinstance(result, Found) for result in far]
    assert is_far == ([amount_yen > 10 * total_yen] if total_yen > 0 else [])
    expected = [] if total_yen <= 0 or is_far == [True] else [Decimal(amount_yen) > Decimal(total_yen) * 105 / 100]
    assert is_over == expected


@pytest.mark.parametrize(
    ("name", "is_found"),
    [
        *(
            ("A社", True),
            ("株式会社　Ｄ", True),
            ("民間事業者", True),
            ("○○財団", True),
            ("未定", True),
            ("非公開", True),
        ),
        *(("国立大学法人(C)", True), ("B株式会社", True), ("個人A", False), ("職員Ｂ", False), ("委員", False)),
        *(("その他", False), ("ほか3社", False), ("受給者", False), ("旅費", False), ("-", False)),
        *(("見本株式会社", False), ("A社団", False), ("未定義研究所", False)),
    ],
)
def test_names_that_hide_a_body_are_found(name: str, is_found: bool) -> None:
    sheet, block = sheet_of()
    make_payment(block, name, amount_million=1)
    looked_at, found = asked(sheet, "M03")
    assert (looked_at, bool(found)) == (1, is_found)


def test_an_opaque_payee_is_told_with_its_amount() -> None:
    sheet, block = sheet_of()
    make_payment(block, "A社", amount_million=25)
    assert figures_found(sheet, "M03") == [{"payee": "A社", "block": "A", "amount_yen": 25_000_000}]
    with translation.override("ja"):
        assert sentences(sheet, "M03") == ["ブロックAの支出先「A社」（25百万円）は、名称から支出先が分からない。"]


def test_a_number_names_whom_the_name_hides() -> None:
    sheet, block = sheet_of()
    make_payment(block, "A社", corporate_number=NUMBER, amount_million=25)
    assert is_passed(sheet, "M03")


def test_trifles_the_rest_of_the_form_and_doubtful_rows_are_not_asked_for_names() -> None:
    sheet, block = sheet_of()
    make_payment(block, "A社", amount_million="0.999999")
    make_payment(block, "B社", amount_million=5, is_other=True)
    make_payment(block, "C社", amount_million=5, is_amount_doubtful=True)
    make_payment(block, "D社")
    assert is_not_evaluable(sheet, "M03")


@pytest.mark.parametrize(
    ("number", "looked_at", "is_found"),
    [
        *(
            (NUMBER, 1, False),
            ("8000012050002", 1, True),
            ("700001205000", 1, True),
            ("７００００１２０５０００２", 1, True),
        ),
        *(
            ("調査中", 1, True),
            ("0", 1, True),
            ("", 0, False),
            ("-", 0, False),
            ("－", 0, False),
            ("該当なし", 0, False),
        ),
    ],
)
def test_malformed_corporate_numbers(number: str, looked_at: int, is_found: bool) -> None:
    sheet, block = sheet_of()
    make_payment(block, "見本財団", corporate_number=number, amount_million=3)
    count, found = asked(sheet, "M15")
    assert (count, bool(found)) == (looked_at, is_found)


def test_a_malformed_number_is_told_as_published() -> None:
    sheet, block = sheet_of()
    make_payment(block, "見本財団", corporate_number="8000012050002", amount_million=3)
    assert figures_found(sheet, "M15") == [{"payee": "見本財団", "block": "A", "number": "8000012050002"}]
    with translation.override("ja"):
        assert sentences(sheet, "M15") == [
            "見本財団（ブロックA）の法人番号「8000012050002」は、13桁の数字でないか検査数字が合わない。"
        ]
    assert asked(sheet, "M15")[1][0].amount_yen == 3_000_000


def test_one_name_with_two_numbers_is_found_once() -> None:
    sheet, block = sheet_of()
    make_payment(block, "(財)見本", corporate_number=NUMBER)
    make_payment(block, "財団法人 見本", corporate_number=OTHER_NUMBER)
    looked_at, (found,) = asked(sheet, "M16")
    assert (looked_at, found.place) == (1, "name/財団法人見本")
    assert found.figures == {"payee": "(財)見本", "count": 2, "numbers": "4000012090001、7000012050002"}
    with translation.override("ja"):
        assert sentences(sheet, "M16") == [
            "「(財)見本」の法人番号が2通り記載されている（4000012090001、7000012050002）。"
        ]


def test_the_number_of_the_sheet_before_counts() -> None:
    project = make_project()
    for sheet_year, number in ((2017, NUMBER), (2018, OTHER_NUMBER)):
        sheet = make_sheet(project=project, sheet_year=sheet_year)
        make_payment(make_block(sheet), "見本財団", corporate_number=number)
    assert [row["numbers"] for row in figures_found(sheet, "M16")] == ["4000012090001、7000012050002"]


def test_the_same_number_under_two_names_or_a_wrong_one_is_no_second() -> None:
    sheet, block = sheet_of()
    make_payment(block, "見本財団", corporate_number=NUMBER)
    make_payment(block, "見本協会", corporate_number=NUMBER)
    make_payment(block, "見本財団", corporate_number="8000012050002")
    assert asked(sheet, "M16") == (2, [])


def test_without_a_number_names_are_not_told_apart() -> None:
    sheet, block = sheet_of()
    make_payment(block, "見本財団")
    make_payment(block, "見本財団", corporate_number="8000012050002")
    assert is_not_evaluable(sheet, "M16")


def test_a_named_payee_without_amount_is_found() -> None:
    sheet, block = sheet_of()
    make_payment(block, "見本財団")
    make_payment(block, "見本協会", amount_million="-")
    assert figures_found(sheet, "M18") == [
        {"payee": "見本財団", "block": "A"},
        {"payee": "見本協会", "block": "A"},
    ]
    with translation.override("ja"):
        assert sentences(sheet, "M18")[0] == "見本財団（ブロックA）の支出額が記載されていない。"


def test_zero_is_an_amount() -> None:
    sheet, block = sheet_of()
    make_payment(block, "見本財団", amount_million=0)
    make_payment(block, "見本協会", amount_million=-1)
    assert asked(sheet, "M18") == (2, [])


def test_rows_without_a_name_of_one_payee_need_no_amount() -> None:
    sheet, block = sheet_of()
    make_payment(block, "")
    make_payment(block, "個人A")
    make_payment(block, "見本財団", is_other=True)
    assert is_not_evaluable(sheet, "M18")


def test_long_names_are_cut() -> None:
    sheet, block = sheet_of()
    make_payment(block, "長" * 61)
    assert figures_found(sheet, "M18")[0]["payee"] == "長" * 59 + "…"


def test_without_a_budget_no_amount_is_doubtful() -> None:
    sheet, block = sheet_of(None)
    make_payment(block, "A社", amount_million=5)
    assert len(figures_found(sheet, "M03")) == 1
