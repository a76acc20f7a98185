"""What cannot be right is kept as published and marked, so that sums and rankings can leave it out."""

from pathlib import Path

import pytest
from django.core.management import call_command

from reviewsheets.importers.flags import mark_all_doubtful_amounts, mark_doubtful_amounts
from reviewsheets.models import Contract, Indicator, MultiYearContract, Payment, ReviewSheet
from tests.factories import make_block, make_budget_year, make_payment, make_sheet
from tests.importers.importing import imported
from tests.importers.judgit_files import judgit_object, ndjson
from tests.importers.official_files import small_year

pytestmark = pytest.mark.django_db


def sheet(number: str = "101") -> ReviewSheet:
    return ReviewSheet.objects.get(number=number)


def test_what_cannot_be_right_is_kept_and_marked(tmp_path: Path) -> None:
    (small_year().write(tmp_path) / "judgit-2018.ndjson").write_bytes(ndjson([judgit_object()]))
    report = imported(tmp_path)
    assert dict(report.flags) == {
        "wrong_number": 1,
        "zero_bidders": 1,
        "zero_award_rate": 1,
        "basis_gross": 6,
        "basis_net": 2,
        "doubtful_amount": 1,
    }
    doubtful = Payment.objects.get(is_amount_doubtful=True)
    assert (doubtful.name, doubtful.amount_yen, doubtful.corporate_number) == (
        "桁違い株式会社",
        10_001,
        "1234567890123",
    )
    assert (doubtful.has_wrong_corporate_number, doubtful.payee.corporate_number) == (True, "")  # type: ignore[union-attr]
    contract = Contract.objects.get(payment=doubtful)
    assert (contract.bidders, contract.bidders_text) == (None, "0")
    assert (contract.award_rate_percent, contract.award_rate_text) == (None, "0")


def test_a_rate_over_a_hundred_is_kept(tmp_path: Path) -> None:
    imported(small_year().write(tmp_path))
    assert str(MultiYearContract.objects.get().award_rate_percent.normalize()) == "101.25"  # type: ignore[union-attr]


def test_ten_times_the_budget_is_not_doubtful_and_a_yen_more_is(tmp_path: Path) -> None:
    year = small_year()
    year.put("5-1", 10, "支出先の合計支出額", "10000")
    imported(year.write(tmp_path / "a"))
    assert not Payment.objects.filter(is_amount_doubtful=True).exists()
    imported(small_year().write(tmp_path / "b"))
    assert Payment.objects.filter(is_amount_doubtful=True).count() == 1


def test_a_changed_budget_takes_the_mark_away(tmp_path: Path) -> None:
    imported(small_year().write(tmp_path / "older"))
    year = small_year()
    row = year.row_of("2-1", 予算事業ID="103")
    for column in ("当初予算（合計）", "計（歳出予算現額合計）"):
        year.put("2-1", row, column, "9000")
    imported(year.write(tmp_path / "newer"))
    assert not Payment.objects.filter(is_amount_doubtful=True).exists()


@pytest.mark.parametrize(("executed_yen", "marked"), [(0, 0), (1, 1)])
def test_a_request_alone_is_no_measure(executed_yen: int, marked: int) -> None:
    """The budget stands on another sheet; where this one has some, the request counts among its figures."""
    sheet = make_sheet()
    make_budget_year(sheet, 2017, initial_yen=0, executed_yen=executed_yen)
    make_budget_year(sheet, 2019, requested_yen=100)
    block = make_block(sheet)
    for amount_yen in (1_000, 1_001):
        make_payment(block if amount_yen == 1_000 else make_block(sheet, "B"), amount_yen=amount_yen)
    assert mark_doubtful_amounts((), [sheet.pk]) == marked


def marked_in_a_block(*amounts_yen: int, total_yen: int | None, largest_yen: int = 100) -> list[int]:
    """Of payees with these amounts in one block of a sheet with that budget, the amounts that are marked."""
    sheet = make_sheet()
    make_budget_year(sheet, 2017, initial_yen=largest_yen)
    block = make_block(sheet, total_yen=total_yen)
    for amount_yen in amounts_yen:
        make_payment(block, amount_yen=amount_yen)
    make_payment(make_block(sheet, "B"), amount_yen=900)
    mark_doubtful_amounts((), [sheet.pk])
    return sorted(Payment.objects.filter(is_amount_doubtful=True).values_list("amount_yen", flat=True))  # type: ignore[arg-type]


@pytest.mark.parametrize("total_yen", [None, 2_001])
def test_a_wrong_block_is_marked_in_all_rows_above_the_measure(total_yen: int | None) -> None:
    assert marked_in_a_block(1_001, 900, 101, 100, -1, total_yen=total_yen) == [101, 900, 1_001]


def test_a_block_whose_own_total_is_no_more_than_ten_times_is_marked_in_the_wrong_row_alone() -> None:
    assert marked_in_a_block(1_001, 900, total_yen=1_000) == [1_001]


def test_many_rows_alone_mark_none() -> None:
    assert marked_in_a_block(900, 800, total_yen=1_700) == []


def test_all_are_marked_anew() -> None:
    sheet = make_sheet()
    budget = make_budget_year(sheet, 2017, initial_yen=100)
    payment = make_payment(make_block(sheet), amount_yen=1_001)
    assert mark_all_doubtful_amounts() == 1
    payment.refresh_from_db()
    assert payment.is_amount_doubtful
    budget.initial_yen = 101
    budget.save()
    call_command("rebuild_summaries")
    payment.refresh_from_db()
    assert not payment.is_amount_doubtful


def test_a_sheet_without_money_of_its_own_has_no_measure(tmp_path: Path) -> None:
    year = small_year()
    year.rows["2-1"] = [row for row in year.rows["2-1"] if row[2] != "103"]
    imported(year.write(tmp_path))
    assert not Payment.objects.filter(is_amount_doubtful=True).exists()


def test_a_step_without_values_is_an_action(tmp_path: Path) -> None:
    imported(small_year().write(tmp_path))
    kinds = Indicator.objects.filter(sheet=sheet()).order_by("position").values_list("kind", "number", "position")
    assert list(kinds) == [("action", "1", 0), ("activity", "1", 1), ("outcome", "1", 2)]
