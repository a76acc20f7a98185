"""What the official 5-4 of 2024 says of its contracts, read from the file itself, is what the pages count."""

import csv
import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reviewsheets import access
from reviewsheets.queries.contract_facts import Bids, ContractPart, Form, Reasons, contract_groups, contracts_page
from reviewsheets.queries.contract_list import contracts_of, listed_contracts

pytestmark = pytest.mark.usefixtures("official_database")
OF = "（国庫債務負担行為等による契約）"
METHOD, BIDDERS, AMOUNT = f"契約方式等{OF}", f"入札者数（応募者数）{OF}", f"契約額{OF}"
RATE = f"落札率（％）{OF}"
REASON = f"一者応札・一者応募又は競争性のない随意契約となった理由及び改善策（契約額10億円以上）{OF}"
Row = dict[str, str]


@pytest.fixture(scope="module")
def published(shared_data: Path) -> list[Row]:
    """The rows of 5-4 that say how a contract came about."""
    (path,) = (shared_data / "rs-system-2024").glob("5-4_*.zip")
    with zipfile.ZipFile(path) as archive:
        text = archive.read(archive.namelist()[0]).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [row for row in rows if row[METHOD] or number(row[BIDDERS]) or number(row[RATE])]


@pytest.fixture
def over_years() -> ContractPart:
    facts = access.public_contract_facts()
    page = contracts_page(facts, contract_groups(facts))
    (part,) = page.parts
    assert part.form is Form.MULTI_YEAR
    return part


def bids(rows: list[Row], *words: str) -> tuple[int, int, int]:
    """Contracts of methods with one of these words, those with a number of bidders, those with one."""
    own = [row for row in rows if any(word in row[METHOD] for word in words)]
    known = [number(row[BIDDERS]) for row in own if number(row[BIDDERS])]
    return len(own), len(known), known.count(Decimal(1))


def number(text: str) -> Decimal:
    """0 also for blank: the file's 0 is a blank cell."""
    return Decimal(text or 0)


def test_single_bids(published: list[Row], over_years: ContractPart) -> None:
    tenders, calls = bids(published, "一般競争", "指名競争"), bids(published, "企画競争", "公募")
    assert (tenders, calls) == ((1_577, 1_532, 857), (1_327, 202, 140))
    shares = over_years.shares
    assert (shares.tenders, shares.calls, shares.competitive) == (Bids(*tenders), Bids(*calls), Bids(2_904, 1_734, 997))


def test_contracts_without_competition(published: list[Row], over_years: ContractPart) -> None:
    none = [
        row
        for row in published
        if any(f"随意契約（{word}）" in row[METHOD] for word in ("その他", "少額", "不落・不調"))
    ]
    failed = [row for row in none if "不落・不調" in row[METHOD]]
    assert (len(published), len(none), len(failed)) == (3_963, 903, 173)
    shares = over_years.shares
    assert (shares.contracts, shares.without_competition, shares.failed) == (3_963, 903, 173)
    assert (shares.judged, shares.outside, shares.blank) == (3_807, 151, 5)


def test_award_rates(published: list[Row], over_years: ContractPart) -> None:
    rates = [number(row[RATE]) for row in published if number(row[RATE])]
    from_95 = [rate for rate in rates if rate >= 95]
    assert (len(rates), len(from_95), sum(rate > 100 for rate in rates)) == (1_611, 955, 32)
    counts = {rate.key: rate.contracts for rate in over_years.rates}
    assert sum(counts[key] for key in ("to-99", "to-100", "100", "over-100")) == 955
    assert (counts["over-100"], counts["blank"], sum(counts.values())) == (32, 2_352, 3_963)


def test_reasons_of_large_contracts(published: list[Row], over_years: ContractPart) -> None:
    """One bidder, or nobody could compete: 随意契約（その他） and （少額）, as the form's question means it."""
    alone = [
        row
        for row in published
        if number(row[AMOUNT]) >= 1_000_000_000
        and (number(row[BIDDERS]) == 1 or any(f"随意契約（{word}）" in row[METHOD] for word in ("その他", "少額")))
    ]
    assert (len(alone), sum(not row[REASON] for row in alone)) == (404, 119)
    assert over_years.reasons == Reasons(contracts=404, given=285)


def test_amounts_far_above_their_project_are_left_out(over_years: ContractPart) -> None:
    """One of them, 169 trillion yen, is twenty times all others together."""
    facts: Any = access.public_contract_facts()
    rows = contracts_of(listed_contracts(facts, sort="amount"))
    doubtful = sorted((row for row in rows if row.is_doubtful), key=lambda row: -(row.amount_yen or 0))
    assert (over_years.shares.doubtful, over_years.shares.amount_yen) == (13, 8_802_001_592_103)
    assert (doubtful[0].sheet_name, doubtful[0].amount_yen) == ("トマホークの取得", 169_374_456_026_000)
