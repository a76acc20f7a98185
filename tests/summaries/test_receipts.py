"""What payees got, and its sums: always what the published sheets say."""

import threading
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction

from reviewsheets.models import (
    BlockLink,
    ContractFacts,
    MultiYearContract,
    OwnCost,
    Payee,
    PayeeSums,
    Receipt,
    ReviewSheet,
    SpendingSums,
)
from reviewsheets.summaries.payee_sums import hhi
from reviewsheets.summaries.receipts import competition_of
from reviewsheets.summaries.refresh import refresh, refresh_missing, refresh_payee, sums_without
from tests.factories import (
    make_block,
    make_budget_year,
    make_contract,
    make_link,
    make_ministry,
    make_part,
    make_payment,
    make_sheet,
)

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
NUMBER = "7010401022916"
AMOUNTS = ("direct_yen", "recommissioned_yen", "other_yen", "unknown_yen", "payments", "doubtful")


def paid_sheet(amount_million: int, name: str = "見本株式会社", **fields: Any) -> ReviewSheet:
    """A sheet whose ministry pays one payee in block A."""
    sheet = make_sheet(**fields)
    block = make_block(sheet)
    make_link(None, block)
    make_payment(block, name, amount_million=amount_million)
    return sheet


def sums_of(name: str) -> dict[tuple[int | None, str | None], tuple[int, int | None]]:
    """(sheet year, ministry) → (sheets, direct million yen) of a payee."""
    rows = PayeeSums.objects.filter(payee__name=name).values_list(
        "sheet_year", "ministry__name", "sheets", "direct_yen"
    )
    return {(year, ministry): (sheets, yen and yen // MILLION) for year, ministry, sheets, yen in rows}


def test_money_is_told_apart_by_how_it_comes() -> None:
    sheet = make_sheet()
    direct, second, lone = (make_block(sheet, letter) for letter in "ABC")
    make_link(None, direct)
    make_link(direct, second)
    make_link(direct, lone, kind=BlockLink.Kind.REFERENCE)
    for block, amount in ((direct, 50), (direct, 3), (second, 20), (lone, 7)):
        make_payment(block, amount_million=amount)
    make_payment(direct, amount_million=9_000, is_amount_doubtful=True)
    refresh()
    assert Receipt.objects.values_list(*AMOUNTS).get() == (53 * MILLION, 20 * MILLION, 7 * MILLION, None, 5, 1)


def test_sheet_without_arrows_does_not_tell_how_money_comes() -> None:
    sheet = make_sheet()
    make_payment(make_block(sheet), amount_million=5)
    make_payment(make_block(sheet, "B"), amount_million=0)
    make_payment(make_block(sheet, "C"), name="別の会社")
    refresh()
    rows = Receipt.objects.order_by("payee__name").values_list("payee__name", *AMOUNTS)
    assert list(rows) == [
        ("別の会社", None, None, None, None, 1, 0),
        ("見本株式会社", None, None, None, 5 * MILLION, 2, 0),
    ]


def test_draft_has_no_receipts() -> None:
    sheet = paid_sheet(5, published=False)
    refresh()
    assert (Receipt.objects.count(), PayeeSums.objects.count(), SpendingSums.objects.count()) == (0, 0, 0)
    ReviewSheet.objects.filter(pk=sheet.pk).update(published_at=sheet.created_at)
    refresh([sheet.pk])
    assert sums_of("見本株式会社") == {
        (2018, "総務省"): (1, 5),
        (2018, None): (1, 5),
        (None, "総務省"): (1, 5),
        (None, None): (1, 5),
    }


def test_payee_is_added_by_year_ministry_and_over_all() -> None:
    paid_sheet(5, sheet_year=2018)
    paid_sheet(6, sheet_year=2019)
    paid_sheet(8, sheet_year=2019, ministry="財務省")
    paid_sheet(100, name="別の会社")
    refresh()
    assert sums_of("見本株式会社") == {
        (2018, "総務省"): (1, 5),
        (2019, "総務省"): (1, 6),
        (2019, "財務省"): (1, 8),
        (2018, None): (1, 5),
        (2019, None): (2, 14),
        (None, "総務省"): (2, 11),
        (None, "財務省"): (1, 8),
        (None, None): (3, 19),
    }


def test_one_sheet_made_anew_gives_what_all_made_anew_give() -> None:
    first, second = paid_sheet(5), paid_sheet(6, name="別の会社")
    refresh()
    first.blocks.get().payments.update(amount_yen=9 * MILLION, payee=Payee.named("別の会社", ""))
    second.blocks.get().payments.all().delete()
    refresh([first.pk])
    refresh([second.pk])
    step_by_step = [list(model.objects.order_by("pk").values_list(*fields)) for model, fields in _KEPT.items()]
    assert sums_of("見本株式会社") == {}
    assert sums_of("別の会社")[2018, None] == (1, 9)
    refresh()
    assert step_by_step == [list(model.objects.order_by("pk").values_list(*fields)) for model, fields in _KEPT.items()]


_KEPT: dict[Any, tuple[str, ...]] = {
    Receipt: ("sheet", "sheet_year", "ministry", "payee", *AMOUNTS),
    PayeeSums: ("payee", "kind", "sheet_year", "ministry", "sheets", *AMOUNTS),
    SpendingSums: ("sheet_year", "ministry", "payees", "hhi", "named_direct_yen", *AMOUNTS),
}


def test_deleted_sheet_is_taken_off() -> None:
    sheet = paid_sheet(5)
    paid_sheet(6)
    refresh()
    with sums_without(sheet):
        sheet.delete()
    assert sums_of("見本株式会社")[2018, "総務省"] == (1, 6)
    assert SpendingSums.objects.get().direct_yen == 6 * MILLION


def test_ministry_is_added_with_its_own_cost_and_who_is_no_one() -> None:
    sheet = make_sheet()
    block = make_block(sheet)
    make_link(None, block)
    for name, amount in (("甲株式会社", 60), ("乙株式会社", 30), ("丙株式会社", 10), ("丁株式会社", 0), ("その他", 40)):
        make_payment(block, name, amount_million=amount)
    make_payment(block, "", amount_million=2)
    make_part(OwnCost, sheet, item="旅費", amount_million=4)
    refresh()
    sums = SpendingSums.objects.get()
    assert (sums.direct_yen, sums.unnamed_yen, sums.named_direct_yen) == (142 * MILLION, 42 * MILLION, 100 * MILLION)
    assert (sums.largest_yen, sums.largest_3_yen, sums.hhi) == (60 * MILLION, 100 * MILLION, 4_600)
    assert (sums.payees, sums.payments, sums.own_cost_yen) == (4, 6, 4 * MILLION)


@pytest.mark.parametrize(
    ("amounts", "index"), [([], None), ([5], 10_000), ([1, 1], 5_000), ([1] * 3, 3_333), ([2, 1, 1], 3_750)]
)
def test_hhi_of_amounts(amounts: list[int], index: int | None) -> None:
    assert hhi(amounts) == index


def test_contracts_that_say_how_they_came_are_known() -> None:
    sheet = paid_sheet(50)
    payment = sheet.blocks.get().payments.get()
    make_contract(
        payment, contract_method="一般競争契約（最低価格）", bidders=1, award_rate_percent="95.559", amount_million=9
    )
    make_contract(payment, summary="何も書かれていない契約")
    make_part(MultiYearContract, sheet, contract_method="随意契約（その他）", reason="特許", amount_million=700)
    refresh()
    rows = ContractFacts.objects.order_by("pk").values_list(
        "is_multi_year", "competition", "bidders", "award_rate", "amount_yen", "has_reason"
    )
    assert list(rows) == [
        (False, "competitive", 1, 9555, 9 * MILLION, False),
        (True, "none", None, None, 700 * MILLION, True),
    ]
    assert ContractFacts.objects.filter(contract__summary="見本業務", multi_year=None, payment=None).count() == 1


@pytest.mark.parametrize(
    ("method", "competition"),
    [
        ("", "blank"),
        ("一般競争契約（総合評価）", "competitive"),
        ("指名競争契約（最低価格）", "competitive"),
        ("随意契約（企画競争）", "competitive"),
        ("随意契約（公募）", "competitive"),
        ("随意契約（少額）", "none"),
        ("随意契約（不落・不調）", "none"),
        ("随意契約（その他）", "none"),
        ("補助金等交付", "outside"),
        ("その他", "outside"),
    ],
)
def test_method_tells_whether_others_could_bid(method: str, competition: str) -> None:
    assert competition_of(method) == competition


def test_corrected_payee_is_found_under_its_old_key_and_added_under_its_kind() -> None:
    paid_sheet(5, name="見本")
    refresh()
    payee = Payee.objects.get()
    payee.corporate_number = NUMBER
    payee.save()
    refresh_payee(payee.pk)
    assert (payee.key, payee.kind) == (NUMBER, "company")
    assert list(payee.former_keys.values_list("key", flat=True)) == ["見本"]
    assert set(PayeeSums.objects.values_list("kind", flat=True)) == {"company"}
    payee.corporate_number = ""
    payee.save()
    assert list(payee.former_keys.values_list("key", flat=True)) == [NUMBER]


def test_contract_far_above_the_budget_is_doubtful_until_the_budget_is_corrected() -> None:
    sheet = make_sheet()
    budget = make_budget_year(sheet, 2018, initial_yen=10)
    for amount_yen in (100, 101, None):
        make_part(MultiYearContract, sheet, contract_method="一般競争契約", amount_yen=amount_yen)
    contract = ContractFacts.objects.filter(is_amount_doubtful=True)
    refresh()
    assert list(contract.values_list("amount_yen", flat=True)) == [101]
    budget.initial_yen = 11
    budget.save()
    refresh([sheet.pk])
    assert not contract.exists()


def test_contract_of_a_marked_payment_is_doubtful() -> None:
    block = make_block(make_sheet())
    for is_marked in (True, False):
        payment = make_payment(block, amount_yen=7, contract_method="一般競争契約", is_amount_doubtful=is_marked)
        make_contract(payment, amount_yen=3, bidders=1)
    refresh()
    facts = ContractFacts.objects.order_by("pk").values_list("amount_yen", "is_amount_doubtful")
    assert sorted(facts) == [(3, False), (3, True), (7, False), (7, True)]


def test_receipts_that_a_load_alone_left_out_are_made() -> None:
    first = paid_sheet(5)
    refresh()
    paid_sheet(6)
    make_sheet()
    refresh(is_load_only=True)
    assert Receipt.objects.count() == 1
    assert refresh_missing() == 2  # one that is paid, and the one without payees for the search
    assert sums_of("見本株式会社")[2018, None] == (2, 11)
    assert refresh_missing() == 0
    assert first.receipts.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_save_sheets_of_one_payee_at_once_are_both_counted() -> None:
    first, second = paid_sheet(5), paid_sheet(6, ministry=make_ministry("財務省"))
    refresh()
    failed: list[BaseException] = []

    def change_second() -> None:
        try:
            with transaction.atomic():
                second.blocks.get().payments.update(amount_yen=60 * MILLION)
                refresh([second.pk])
        except DatabaseError as error:
            failed.append(error)
        finally:
            connections.close_all()

    other = threading.Thread(target=change_second)
    with transaction.atomic():
        first.blocks.get().payments.update(amount_yen=50 * MILLION)
        refresh([first.pk])
        other.start()
        other.join(timeout=1)
        assert other.is_alive()  # it waits for this transaction
    other.join()
    assert failed == []
    assert sums_of("見本株式会社")[2018, None] == (2, 110)
    assert PayeeSums.objects.count() == 6  # none twice
