"""Rules on contracts: each with a sheet that passes, one found, one not evaluable."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from reviewsheets.models import MultiYearContract, ReviewSheet
from tests.factories import (
    make_block,
    make_budget_year,
    make_contract,
    make_part,
    make_payment,
    make_sheet,
)
from tests.review.reviewing import asked, figures_found, is_not_evaluable, is_passed, sentences

pytestmark = pytest.mark.django_db
TENDER, CALL, NONE = "一般競争契約（最低価格）", "随意契約（公募）", "随意契約（その他）"
FAILED, SMALL, GRANT = "随意契約（不落・不調）", "随意契約（少額）", "補助金等交付"
RULES = ("M04", "M05", "M06", "M07", "M08", "M09", "M10", "M17", "M19", "M20", "M21")
YEAR, WHOLE = "前年度の支出", "複数年度の契約の全体"


def contracted(*rows: tuple[str, int | None, int | str | None], **fields: Any) -> ReviewSheet:
    """A sheet with a contract over several years for each (method, bidders, million yen)."""
    sheet = make_sheet()
    for method, bidders, amount_million in rows:
        given = {"name": "見本工業", "block_letter": "A", "contract_method": method, "bidders": bidders}
        make_part(MultiYearContract, sheet, amount_million=amount_million, **given | fields)
    return sheet


@pytest.mark.parametrize("code", RULES)
def test_a_sheet_without_terms_tells_nothing(code: str) -> None:
    sheet = make_sheet()
    make_budget_year(sheet, 2017, initial_million=100)
    make_payment(make_block(sheet), amount_million=5_000)
    assert is_not_evaluable(sheet, code)


def test_a_single_bid_is_found() -> None:
    sheet = contracted((TENDER, 1, 30))
    assert figures_found(sheet, "M04") == [
        {
            "payee": "見本工業",
            "contract_method": TENDER,
            "bidders": 1,
            "contract_yen": 30_000_000,
            "extent": WHOLE,
        }
    ]
    _looked_at, (found,) = asked(sheet, "M04")
    assert (found.place, found.amount_yen) == ("multi-year/A/見本工業", 30_000_000)
    with translation.override("ja"):
        assert sentences(sheet, "M04") == [
            (
                "見本工業との契約（一般競争契約（最低価格））は、入札者・応募者が1者。"
                "金額は30百万円（複数年度の契約の全体）。"
            )
        ]


def test_the_terms_of_a_payment_and_of_a_contract_below_it_are_of_the_year() -> None:
    sheet = make_sheet()
    payment = make_payment(make_block(sheet), contract_method=CALL, bidders=1, amount_million=7)
    make_contract(payment, contract_method=TENDER, bidders=1)
    rows = [(row["contract_method"], row["contract_yen"], row["extent"]) for row in figures_found(sheet, "M04")]
    assert rows == [(CALL, 7_000_000, YEAR), (TENDER, "記載なし", YEAR)]
    with translation.override("ja"):
        assert sentences(sheet, "M04")[1].endswith("金額は記載なし（前年度の支出）。")


@pytest.mark.parametrize(
    ("method", "bidders", "looked_at", "is_found"),
    [
        *((TENDER, 2, 1, False), (CALL, 1, 1, True), ("指名競争契約（総合評価）", 1, 1, True), (NONE, 1, 0, False)),
        *((TENDER, None, 0, False), (TENDER, 0, 0, False), (FAILED, 1, 0, False), ("", 1, 0, False)),
    ],
)
def test_single_bids_of_competitive_methods(method: str, bidders: int | None, looked_at: int, is_found: bool) -> None:
    count, found = asked(contracted((method, bidders, 30)), "M04")
    assert (count, bool(found)) == (looked_at, is_found)


def test_no_competition_is_found() -> None:
    sheet = contracted((NONE, None, 100))
    assert figures_found(sheet, "M05") == [
        {"payee": "見本工業", "contract_method": NONE, "contract_yen": 100_000_000, "extent": WHOLE}
    ]
    with translation.override("ja"):
        assert sentences(sheet, "M05") == [
            "見本工業との契約は随意契約（その他）。金額は100百万円（複数年度の契約の全体）。"
        ]


@pytest.mark.parametrize(
    ("method", "amount_million", "looked_at", "is_found"),
    [
        *((NONE, "99.999999", 0, False), (NONE, None, 0, False), (NONE, 0, 0, False), (NONE, -100, 0, False)),
        *((TENDER, 100, 1, False), (CALL, 100, 1, False), (FAILED, 100, 1, False), (SMALL, 100, 1, True)),
        *((GRANT, 100, 0, False), ("-", 100, 0, False)),
    ],
)
def test_methods_without_competition(method: str, amount_million: Any, looked_at: int, is_found: bool) -> None:
    count, found = asked(contracted((method, 3, amount_million)), "M05")
    assert (count, bool(found)) == (looked_at, is_found)


def test_a_missing_reason_is_found() -> None:
    sheet = contracted((TENDER, 1, 1_000), (NONE, None, 2_000))
    assert figures_found(sheet, "M06") == [
        {
            "payee": "見本工業",
            "contract_method": TENDER,
            "bidders": 1,
            "contract_yen": 1_000_000_000,
            "extent": WHOLE,
        },
        {
            "payee": "見本工業",
            "contract_method": NONE,
            "bidders": "記載なし",
            "contract_yen": 2_000_000_000,
            "extent": WHOLE,
        },
    ]
    with translation.override("ja"):
        assert sentences(sheet, "M06")[1] == (
            "見本工業との契約（随意契約（その他）、入札者数記載なし）に、理由及び改善策の記載がない。"
            "金額は2,000百万円（複数年度の契約の全体）。"
        )


@pytest.mark.parametrize(
    ("reason", "is_found"),
    [("", True), ("-", True), ("－", True), ("--", True), ("該当なし", True), ("専用の設備", False)],
)
def test_words_that_are_no_reason(reason: str, is_found: bool) -> None:
    looked_at, found = asked(contracted((TENDER, 1, 1_000), reason=reason), "M06")
    assert (looked_at, bool(found)) == (1, is_found)


def test_no_reason_is_asked_below_the_floor_of_several_bidders_or_after_a_failed_tender() -> None:
    rows = ((TENDER, 1, "999.999999"), (TENDER, 2, 5_000), (FAILED, None, 5_000), (GRANT, None, 5_000), (NONE, 1, None))
    assert is_not_evaluable(contracted(*rows), "M06")


def test_a_high_award_rate_with_one_bidder_is_found() -> None:
    sheet = contracted((TENDER, 1, 100), award_rate_percent=Decimal("99.5"))
    assert figures_found(sheet, "M07") == [
        {
            "payee": "見本工業",
            "contract_method": TENDER,
            "bidders": 1,
            "award_rate_percent": "99.5",
            "contract_yen": 100_000_000,
            "extent": WHOLE,
        }
    ]
    with translation.override("ja"):
        assert sentences(sheet, "M07") == [
            (
                "見本工業との契約（一般競争契約（最低価格））は、入札者が1者で落札率が99.5％。"
                "金額は100百万円（複数年度の契約の全体）。"
            )
        ]


@pytest.mark.parametrize(
    ("bidders", "rate", "amount_million", "looked_at", "is_found"),
    [
        *((1, "95", 100, 1, True), (1, "94.99", 100, 1, False), (2, "99", 100, 1, False)),
        *((1, "99", "99.999999", 0, False), (1, None, 100, 0, False), (None, "99", 100, 0, False)),
        *((0, "99", 100, 0, False), (1, "99", None, 0, False)),
    ],
)
def test_limits_of_the_high_award_rate(
    bidders: int | None, rate: str | None, amount_million: Any, looked_at: int, is_found: bool
) -> None:
    percent = None if rate is None else Decimal(rate)
    count, found = asked(contracted((TENDER, bidders, amount_million), award_rate_percent=percent), "M07")
    assert (count, bool(found)) == (looked_at, is_found)


@pytest.mark.parametrize(("rate", "is_found"), [("100", False), ("100.01", True), ("0", False), ("148", True)])
def test_award_rates_over_100_are_found(rate: str, is_found: bool) -> None:
    looked_at, found = asked(contracted((TENDER, 1, 30), award_rate_percent=Decimal(rate)), "M08")
    assert (looked_at, bool(found)) == (1, is_found)


def test_an_award_rate_over_100_is_told() -> None:
    sheet = contracted((TENDER, 2, 30), award_rate_percent=Decimal("148"))
    with translation.override("ja"):
        assert sentences(sheet, "M08") == [
            "見本工業との契約（一般競争契約（最低価格））の落札率は148％。金額は30百万円（複数年度の契約の全体）。"
        ]
    assert is_not_evaluable(contracted((TENDER, 2, 30)), "M08")


@pytest.mark.parametrize(
    ("method", "bidders", "looked_at", "is_found"),
    [
        *((TENDER, 0, 1, True), (TENDER, 1, 1, False), (TENDER, None, 0, False), (CALL, 0, 1, True)),
        *((NONE, 2, 1, True), (NONE, 1, 1, False), (NONE, 0, 1, False), (SMALL, 2, 1, True), (FAILED, 4, 0, False)),
        *((GRANT, 5, 0, False), ("", 5, 0, False)),
    ],
)
def test_bidders_beside_the_method(method: str, bidders: int | None, looked_at: int, is_found: bool) -> None:
    count, found = asked(contracted((method, bidders, 30)), "M09")
    assert (count, bool(found)) == (looked_at, is_found)


def test_several_bidders_without_competition_are_told() -> None:
    with translation.override("ja"):
        assert sentences(contracted((NONE, 3, 30)), "M09") == [
            "見本工業との契約は随意契約（その他）で、入札者数は3。金額は30百万円（複数年度の契約の全体）。"
        ]


def test_a_zero_that_the_file_means_blank_is_no_number() -> None:
    assert is_not_evaluable(contracted((TENDER, None, 30), bidders_text="0"), "M09")


def test_a_failed_tender_is_found() -> None:
    sheet = contracted((FAILED, None, 30), (NONE, None, 30))
    looked_at, found = asked(sheet, "M10")
    assert (looked_at, [row.figures["contract_method"] for row in found]) == (2, [FAILED])
    with translation.override("ja"):
        assert sentences(sheet, "M10") == [
            "見本工業との契約は随意契約（不落・不調）。金額は30百万円（複数年度の契約の全体）。"
        ]
    assert is_passed(contracted((TENDER, 1, 30)), "M10")
    assert is_not_evaluable(contracted(("", 1, 30), ("-", 1, 30)), "M10")


def test_small_contracts_together_are_found() -> None:
    sheet = contracted((SMALL, None, "1.5"), (SMALL, None, "1.000001"))
    assert figures_found(sheet, "M17") == [
        {"payee": "見本工業", "contracts": 2, "contract_yen": 2_500_001, "extent": WHOLE}
    ]
    with translation.override("ja"):
        assert sentences(sheet, "M17") == ["見本工業との少額の随意契約2件の合計は2.5百万円（複数年度の契約の全体）。"]
    assert is_passed(contracted((SMALL, None, "1.5"), (SMALL, None, 1)), "M17")


def test_one_small_contract_or_those_of_two_payees_or_forms_are_not_added() -> None:
    assert is_not_evaluable(contracted((SMALL, None, 3), (SMALL, None, None), (NONE, None, 3)), "M17")
    sheet = contracted((SMALL, None, 3))
    block = make_block(sheet)
    make_payment(block, "見本工業", contract_method=SMALL, amount_million=3)
    make_payment(block, "見本商会", contract_method=SMALL, amount_million=3)
    assert is_not_evaluable(sheet, "M17")
    make_payment(block, "見本工業", contract_method=SMALL, amount_million=2)
    assert [(row["contract_yen"], row["extent"]) for row in figures_found(sheet, "M17")] == [(5_000_000, YEAR)]


def test_the_rest_of_a_list_is_no_one_payee() -> None:
    block = make_block(make_sheet(sheet_year=2024))
    for _row in range(2):
        make_payment(block, "その他", contract_method=SMALL, amount_million=2)
    assert is_not_evaluable(block.sheet, "M17")


def test_a_share_of_single_bids_is_found() -> None:
    sheet = contracted((TENDER, 1, 10), (CALL, 1, 20), (TENDER, 3, 40), (NONE, 1, 80), (TENDER, None, 5))
    assert figures_found(sheet, "M19") == [
        {"contracts": 3, "extent": WHOLE, "single_bids": 2, "share_percent": "66.66"}
    ]
    assert asked(sheet, "M19")[1][0].amount_yen == 30_000_000
    with translation.override("ja"):
        assert sentences(sheet, "M19") == [
            "競争性のある契約で入札者数が分かる3件（複数年度の契約の全体）のうち、2件（66.66％）が一者応札・一者応募。"
        ]


def test_half_is_not_over_the_share_and_two_contracts_are_too_few() -> None:
    half = [(TENDER, 1, 10), (TENDER, 1, 10), (TENDER, 2, 10), (TENDER, 2, 10)]
    assert is_passed(contracted(*half), "M19")
    assert is_not_evaluable(contracted(*half[:2]), "M19")
    sheet = contracted(*half[:2])
    make_payment(make_block(sheet), contract_method=TENDER, bidders=1)
    assert is_not_evaluable(sheet, "M19")


def test_a_large_contract_without_bidders_is_found() -> None:
    sheet = contracted((CALL, None, 1_000))
    assert figures_found(sheet, "M20") == [
        {"payee": "見本工業", "contract_method": CALL, "contract_yen": 1_000_000_000, "extent": WHOLE}
    ]
    with translation.override("ja"):
        assert sentences(sheet, "M20") == [
            "見本工業との契約（随意契約（公募））に、入札者数の記載がない。金額は1,000百万円（複数年度の契約の全体）。"
        ]
    assert is_passed(contracted((CALL, 1, 1_000)), "M20")
    assert is_not_evaluable(contracted((CALL, None, "999.999999"), (NONE, None, 5_000), (CALL, None, None)), "M20")


def test_a_contract_far_above_the_budget_is_found_and_told_with_no_sum() -> None:
    sheet = contracted((NONE, None, "1000.000001"), (NONE, None, 1_000))
    make_budget_year(sheet, 2018, initial_million=100)
    looked_at, (found,) = asked(sheet, "M21")
    assert (looked_at, found.amount_yen, found.figures["times"]) == (2, None, 10)
    with translation.override("ja"):
        assert sentences(sheet, "M21") == [
            "見本工業との契約の金額1,000百万円（複数年度の契約の全体、単位誤りの疑い）は、シートに載る予算の最大の額100百万円の10倍以上。"
        ]
    assert is_not_evaluable(contracted((NONE, None, 5_000)), "M21")


def test_a_doubtful_payment_owes_no_reason_but_a_whole_contract_does() -> None:
    sheet = make_sheet()
    make_budget_year(sheet, 2018, initial_million=100)
    make_payment(make_block(sheet), contract_method=TENDER, bidders=1, amount_million=5_000)
    assert is_not_evaluable(sheet, "M06")
    assert [row["extent"] for row in figures_found(sheet, "M04")] == ["前年度の支出、単位誤りの疑い"]
    make_part(MultiYearContract, sheet, contract_method=TENDER, bidders=1, amount_million=5_000)
    assert [row["extent"] for row in figures_found(sheet, "M06")] == ["複数年度の契約の全体、単位誤りの疑い"]
    assert [found.amount_yen for found in asked(sheet, "M06")[1]] == [None]


def test_doubtful_amounts_are_above_no_floor() -> None:
    sheet = contracted((NONE, None, 5_000), (CALL, None, 5_000), (TENDER, 1, 5_000), award_rate_percent=Decimal(99))
    make_budget_year(sheet, 2018, initial_million=100)
    for code in ("M05", "M07", "M20"):
        assert is_not_evaluable(sheet, code)
    assert [found.amount_yen for found in asked(sheet, "M04")[1]] == [None]
