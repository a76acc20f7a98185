"""How often the rules on money find something in all the official data, and the same read from the files themselves.

Counts by sheet year: sheets found and looked at, things found and looked at.
"""

import csv
import gzip
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reviewsheets.models import Payment
from reviewsheets.review.limits import Limits
from reviewsheets.review.loading import in_batches, load
from reviewsheets.review.rules import registry
from reviewsheets.units.flow import depths
from reviewsheets.units.names import is_corporate_number

YEARS = (2018, 2019, 2020, 2024)
OF = "（国庫債務負担行為等による契約）"
METHOD, BIDDERS, AMOUNT = f"契約方式等{OF}", f"入札者数（応募者数）{OF}", f"契約額{OF}"
RATE = f"落札率（％）{OF}"
REASON = f"一者応札・一者応募又は競争性のない随意契約となった理由及び改善策（契約額10億円以上）{OF}"
Rate = tuple[int, int, int, int]
_counted: dict[tuple[str, int], Rate] = {}


@pytest.fixture
def rates(official_database: None) -> dict[tuple[str, int], Rate]:
    """Of each rule on money and each year; counted once for all tests."""
    if not _counted:
        _counted.update(counted())
    return _counted


def counted() -> dict[tuple[str, int], Rate]:
    """Every sheet asked by every rule on money."""
    rules = [rule for rule in registry if rule.code.startswith("M")]
    counts: Counter[tuple[str, int, str]] = Counter()
    for sheet_ids in in_batches(None, 1_500):
        for facts in load(sheet_ids).values():
            for rule in rules:
                looked_at, found = rule.results(facts, Limits())
                own = (bool(found), looked_at > 0, len(found), looked_at)
                counts.update(
                    {(rule.code, facts.sheet_year, name): number for name, number in zip("fend", own, strict=True)}
                )
    return {
        (rule.code, year): (
            counts[rule.code, year, "f"],
            counts[rule.code, year, "e"],
            counts[rule.code, year, "n"],
            counts[rule.code, year, "d"],
        )
        for rule in rules
        for year in YEARS
    }


def of(rates: dict[tuple[str, int], Rate], code: str) -> list[Rate]:
    """The rule's rates in the order of the years."""
    return [rates[code, year] for year in YEARS]


NONE_TOLD: list[Rate] = [(0, 0, 0, 0)] * 3  # the paper years: JUDGIT! publishes neither terms nor arrows


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("M01", [(42, 4356, 119, 76266), (45, 4340, 73, 78869), (55, 4428, 141, 80397), (27, 4580, 37, 71502)]),
        ("M02", [(3, 4398, 9, 76352), (4, 4417, 7, 79123), (4, 4494, 7, 80724), (2, 4893, 11, 72425)]),
        ("M03", [(80, 4238, 663, 57047), (76, 4224, 637, 58442), (97, 4308, 757, 60650), (60, 4468, 337, 54743)]),
        ("M04", [*NONE_TOLD, (280, 349, 997, 1734)]),
        ("M05", [*NONE_TOLD, (120, 392, 485, 2305)]),
        ("M06", [*NONE_TOLD, (49, 165, 131, 404)]),
        ("M07", [*NONE_TOLD, (171, 226, 483, 936)]),
        ("M08", [*NONE_TOLD, (3, 296, 32, 1611)]),
        ("M09", [*NONE_TOLD, (1, 357, 1, 1827)]),
        ("M10", [*NONE_TOLD, (59, 501, 173, 3958)]),
        ("M11", [(260, 2122, 260, 2122), (267, 2131, 267, 2131), (281, 2231, 281, 2231), (321, 1766, 321, 1766)]),
        ("M12", [(0, 0, 0, 0), (0, 0, 0, 0), (237, 2158, 237, 2158), (0, 0, 0, 0)]),
        ("M13", [*NONE_TOLD, (393, 5433, 393, 5433)]),
        ("M14", [*NONE_TOLD, (726, 4307, 887, 11120)]),
        ("M15", [(310, 3864, 776, 60085), (356, 3872, 840, 62689), (0, 3978, 0, 64480), (19, 4306, 28, 56758)]),
        ("M16", [(7, 3852, 9, 42865), (87, 3850, 100, 43289), (158, 3978, 187, 45395), (148, 4305, 178, 52098)]),
        ("M17", [*NONE_TOLD, (3, 4, 4, 6)]),
        ("M18", [(0, 4319, 0, 67013), (0, 4328, 0, 69372), (0, 4408, 0, 70885), (0, 4846, 0, 63836)]),
        ("M19", [*NONE_TOLD, (89, 166, 89, 166)]),
        ("M20", [*NONE_TOLD, (74, 194, 234, 531)]),
        ("M21", [*NONE_TOLD, (4, 431, 13, 3677)]),
    ],
)
def test_base_rates(rates: dict[tuple[str, int], Rate], code: str, expected: list[Rate]) -> None:
    assert of(rates, code) == expected


def test_every_rule_on_money_has_its_base_rate() -> None:
    codes = [rule.code for rule in registry if rule.code.startswith("M")]
    assert codes == [f"M{number:02}" for number in range(1, 22)]


def test_likely_unit_errors_are_the_marked_payments(rates: dict[tuple[str, int], Rate]) -> None:
    marked = Counter(
        Payment.objects.filter(is_amount_doubtful=True).values_list("block__sheet__sheet_year", flat=True).order_by()
    )
    assert [rates["M02", year][2] for year in YEARS] == [marked[year] for year in YEARS] == [9, 7, 7, 11]


# --- JUDGIT!


def sheets_of(shared_data: Path, sheet_year: int) -> Iterator[dict[str, Any]]:
    with gzip.open(shared_data / "judgit" / f"judgit-{sheet_year}.ndjson.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line, parse_float=Decimal)


def most(row: dict[str, Any], *names: str) -> Decimal:
    """The largest of these amounts; 0 for none."""
    return max((Decimal(row[name]) for name in names if row.get(name) is not None), default=Decimal(0))


def test_payees_over_their_project_and_wrong_numbers_in_the_files(shared_data: Path) -> None:
    """In million yen. Of the wrong numbers those with 13 digits are RULES' 188 to 441 a year."""
    found = {}
    for year in (2018, 2019, 2020):
        over = far = wrong = wrong_digit = 0
        for sheet in sheets_of(shared_data, year):
            budget = sheet["予算"] or []
            project = max((most(row, "予算計", "執行額") for row in budget if row["年度"] == year - 1), default=0)
            columns = ("予算計", "当初予算", "執行額", "前年度から繰越し")
            largest = max((most(row, *columns) for row in budget), default=0)
            if largest > 0:  # a request alone is no measure
                largest = max(largest, *(most(row, "要求額") for row in budget))
            for payee in sheet["支出先"] or []:
                amount, number = Decimal(payee["支出額"]), str(payee["法人番号"] or "")
                is_far = amount > 10 * largest > 0
                far += is_far
                over += project > 0 and not is_far and amount * 100 > project * 105
                wrong += bool(number) and not is_corporate_number(number)
                wrong_digit += len(number) == 13 and not is_corporate_number(number)
        found[year] = (over, far, wrong, wrong_digit)
    assert found == {2018: (119, 9, 776, 411), 2019: (73, 7, 840, 398), 2020: (141, 7, 0, 0)}


# --- RS System 2024


def rows_of(shared_data: Path, code: str) -> list[dict[str, str]]:
    (path,) = (shared_data / "rs-system-2024").glob(f"{code}_*.zip")
    with zipfile.ZipFile(path) as archive:
        text = archive.read(archive.namelist()[0]).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_reasons_that_say_nothing(shared_data: Path) -> None:
    """RULES: 119 of 404 are blank; twelve more hold a dash."""
    reasons = [
        row[REASON]
        for row in rows_of(shared_data, "5-4")
        if Decimal(row[AMOUNT] or 0) >= 1_000_000_000
        and (
            Decimal(row[BIDDERS] or 0) == 1 or any(f"随意契約（{word}）" in row[METHOD] for word in ("その他", "少額"))
        )
    ]
    dashes = [reason for reason in reasons if reason and not reason.strip("-－―ー")]
    assert (len(reasons), reasons.count(""), len(dashes)) == (404, 119, 12)


def test_bid_facts_that_contradict(shared_data: Path) -> None:
    """RULES: 32 / 9 / 1. The nine are zeros of tenders, which stand for blank, as the other 414 zeros do."""
    rows = rows_of(shared_data, "5-4")
    over_100 = sum(Decimal(row[RATE] or 0) > 100 for row in rows)
    zeros = [row for row in rows if row[BIDDERS] == "0"]
    of_tenders = sum("一般競争" in row[METHOD] or "指名競争" in row[METHOD] for row in zeros)
    several = Counter(
        row[METHOD]
        for row in rows
        if Decimal(row[BIDDERS] or 0) > 1
        and row[METHOD] in ("随意契約（その他）", "随意契約（少額）", "随意契約（不落・不調）")
    )
    assert (over_100, len(zeros), of_tenders) == (32, 423, 9)
    assert several == {"随意契約（少額）": 1, "随意契約（不落・不調）": 1}


def test_depths_with_and_without_references(shared_data: Path) -> None:
    """RULES counts 398 with all arrows; five of them are deep by arrows marked 参考 alone."""
    arrows: dict[str, list[tuple[str | None, str]]] = {}
    money: dict[str, list[tuple[str | None, str]]] = {}
    for row in rows_of(shared_data, "5-2"):
        target = row["支出先の支出先ブロック"]
        if not target:
            continue
        source = None if row["担当組織からの支出"] == "TRUE" else row["支出元の支出先ブロック"]
        arrows.setdefault(row["予算事業ID"], []).append((source, target))
        if "参考" not in row["資金の流れの補足情報"] + row["支出先の支出先ブロック名"]:
            money.setdefault(row["予算事業ID"], []).append((source, target))
    deep = [sum(max(depths(own).values()) >= 3 for own in kind.values()) for kind in (arrows, money)]
    assert deep == [398, 393]
