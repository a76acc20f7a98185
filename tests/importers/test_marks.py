"""What cannot be right is kept as published and marked, so that sums and rankings can leave it out."""

from pathlib import Path

import pytest

from reviewsheets.models import Contract, Indicator, MultiYearContract, Payment, ReviewSheet
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


def test_a_sheet_without_money_of_its_own_has_no_measure(tmp_path: Path) -> None:
    year = small_year()
    year.rows["2-1"] = [row for row in year.rows["2-1"] if row[2] != "103"]
    imported(year.write(tmp_path))
    assert not Payment.objects.filter(is_amount_doubtful=True).exists()


def test_a_step_without_values_is_an_action(tmp_path: Path) -> None:
    imported(small_year().write(tmp_path))
    kinds = Indicator.objects.filter(sheet=sheet()).order_by("position").values_list("kind", "number", "position")
    assert list(kinds) == [("action", "1", 0), ("activity", "1", 1), ("outcome", "1", 2)]
