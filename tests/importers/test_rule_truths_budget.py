"""How often the rules on arithmetic and budgets find something in all the official data, and the same from the files.

Counts by sheet year, 2018 to 2020 of JUDGIT! and 2024 of the RS System: sheets found and looked at, things found and
looked at. JUDGIT! publishes no rates, no totals of blocks, no arrows and no opinions.
"""

import csv
import io
import zipfile
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from reviewsheets.review.limits import Limits
from reviewsheets.review.loading import in_batches, load
from reviewsheets.review.rules import registry

YEARS = (2018, 2019, 2020, 2024)
ADVICE = ("事業内容の一部改善", "事業全体の抜本的な改善")
Rate = tuple[int, int, int, int]
Found = dict[tuple[str, int], set[str]]
_counted: dict[tuple[str, int], Rate] = {}
_found: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
_revised: Counter[str] = Counter()


def is_own(code: str) -> bool:
    """The rules of this file."""
    return code.startswith(("A", "B"))


@pytest.fixture
def rates(official_database: None) -> dict[tuple[str, int], Rate]:
    """Of each rule and year; counted once for all tests."""
    if not _counted:
        count_all()
    return _counted


@pytest.fixture
def found(rates: dict[tuple[str, int], Rate]) -> Found:
    """The numbers of the sheets that a rule finds in a year; the RS System's are unique within one."""
    return _found


def count_all() -> None:
    """Every sheet asked by every rule on arithmetic and budgets."""
    rules = [rule for rule in registry if is_own(rule.code)]
    counts: Counter[tuple[str, int, int]] = Counter()
    for sheet_ids in in_batches(None, 1_500):
        for facts in load(sheet_ids).values():
            for rule in rules:
                looked_at, results = rule.results(facts, Limits())
                for column, number in enumerate((bool(results), looked_at > 0, len(results), looked_at)):
                    counts[rule.code, facts.sheet_year, column] += number
                if results:
                    _found[rule.code, facts.sheet_year].add(facts.header.number)
                if rule.code == "A13":
                    _revised.update(str(result.figures["figure"]) for result in results)
    for rule in rules:
        for year in YEARS:
            first, second, third, fourth = (counts[rule.code, year, column] for column in range(4))
            _counted[rule.code, year] = (first, second, third, fourth)


NONE: Rate = (0, 0, 0, 0)
UNTOLD = [NONE] * 3  # in the paper years


def sheets(*pairs: tuple[int, int]) -> list[Rate]:
    """Rates of rules that look at one thing a sheet."""
    return [(*pair, *pair) for pair in pairs]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("A01", [(0, 5_145, 0, 20_580), (0, 5_198, 0, 20_792), (0, 5_445, 0, 21_780), (0, 5_664, 0, 18_524)]),
        ("A02", sheets((101, 4_433), (106, 4_454), (91, 4_536), (124, 4_657))),
        ("A03", sheets((115, 4_433), (118, 4_454), (103, 4_536), (216, 4_657))),
        ("A04", sheets((21, 5_145), (28, 5_198), (26, 5_445), (58, 5_003))),
        ("A05", [(21, 5_145, 21, 15_435), (35, 5_198, 35, 15_594), (34, 5_445, 36, 16_335), (0, 5_003, 0, 12_859)]),
        ("A06", [*UNTOLD, (0, 4_521, 0, 11_652)]),
        ("A07", [*UNTOLD, (0, 5_168, 0, 18_930)]),
        ("A08", [*UNTOLD, *sheets((182, 4_657))]),
        ("A09", [*UNTOLD, (44, 1_977, 48, 3_686)]),
        ("A10", [*UNTOLD, *sheets((0, 5_435))]),
        ("A11", [*UNTOLD, (5, 5_146, 8, 18_874)]),
        ("A12", [*UNTOLD, (11, 5_435, 17, 20_074)]),
        ("A13", [NONE, (157, 4_690, 405, 65_660), (181, 4_745, 365, 66_430), NONE]),
        ("B01", sheets((449, 4_433), (538, 4_454), (576, 4_536), (795, 4_656))),
        ("B02", sheets((293, 4_397), (296, 4_384), (321, 4_469), (397, 4_552))),
        ("B03", sheets((595, 4_433), (595, 4_454), (634, 4_536), (656, 4_656))),
        ("B04", sheets((270, 4_433), (402, 4_454), (434, 4_536), (685, 4_656))),
        ("B05", sheets((82, 4_197), (124, 4_202), (108, 4_245), (267, 4_073))),
        ("B06", sheets((138, 5_145), (183, 5_198), (183, 5_445), (417, 5_003))),
        ("B07", sheets((213, 3_891), (254, 3_926), (227, 3_957), (360, 3_832))),
        ("B08", [*UNTOLD, *sheets((301, 4_644))]),
        ("B09", [*UNTOLD, *sheets((327, 4_976))]),
        ("B10", sheets((542, 4_203), (531, 4_245), (482, 4_267), (633, 4_054))),
        ("B11", [*UNTOLD, *sheets((150, 3_903))]),
        ("B12", [*UNTOLD, *sheets((1_761, 5_664))]),
        ("B13", [*UNTOLD, *sheets((287, 656))]),
        ("B14", [*UNTOLD, *sheets((275, 685))]),
        ("B15", sheets((71, 3_679), (80, 3_700), (86, 3_748), (89, 3_455))),
        ("B16", sheets((71, 3_709), (93, 3_721), (92, 3_776), (186, 3_498))),
        ("B17", [*UNTOLD, *sheets((12, 5_018))]),
        ("B18", [*UNTOLD, *sheets((59, 194))]),
        ("B19", sheets((24, 1_743), (18, 1_711), (38, 1_827), (46, 1_792))),
    ],
)
def test_base_rates(rates: dict[tuple[str, int], Rate], code: str, expected: list[Rate]) -> None:
    assert [rates[code, year] for year in YEARS] == expected


def test_every_rule_has_its_base_rate(rates: dict[tuple[str, int], Rate]) -> None:
    (mark,) = [mark for mark in test_base_rates.pytestmark if mark.name == "parametrize"]
    assert {code for code, _expected in mark.args[1]} == {code for code, _year in rates}


# --- The same read from the files of the RS System


def read(shared_data: Path, code: str) -> list[dict[str, str]]:
    """The rows of one official file."""
    (path,) = (shared_data / "rs-system-2024").glob(f"{code}_*.zip")
    with zipfile.ZipFile(path) as archive:
        text = archive.read(archive.namelist()[0]).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


class Money:
    """A row of totals of 2-1 in yen."""

    def __init__(self, row: dict[str, str]) -> None:
        self.initial = int(row["当初予算（合計）"] or 0)
        self.supplementary = int(row["補正予算（合計）"] or 0)
        self.total = int(row["計（歳出予算現額合計）"] or 0)
        self.executed = int(row["執行額（合計）"] or 0)
        self.carried_out = int(row["翌年度への繰越し(合計）"] or 0)
        self.requested = Decimal(row["翌年度要求額（合計）"] or 0)  # written 34482000.0

    @property
    def unused(self) -> int:
        """不用額."""
        return self.total - self.executed - self.carried_out


@pytest.fixture(scope="module")
def money(shared_data: Path) -> dict[int, dict[str, Money]]:
    """The totals of 2-1: budget year → project → row."""
    years: defaultdict[int, dict[str, Money]] = defaultdict(dict)
    for row in read(shared_data, "2-1"):
        if not row["会計区分"] and row["予算年度"]:
            years[int(row["予算年度"])][row["予算事業ID"]] = Money(row)
    return years


def test_totals_and_execution_are_those_of_2_1(found: Found, money: dict[int, dict[str, Money]]) -> None:
    year = money[2023]
    budgeted = {number: row for number, row in year.items() if row.total != 0}
    assert len(budgeted) == 4_657
    over = {number for number, row in budgeted.items() if row.executed > row.total}
    negative = {number for number, row in budgeted.items() if row.unused < -1}
    without = {number for number, row in year.items() if row.total == 0 and row.executed > 0}
    assert (len(over), len(negative), len(without)) == (124, 216, 58)
    assert [found[code, 2024] for code in ("A02", "A03", "A04")] == [over, negative, without]


def test_low_execution_is_that_of_2_1(found: Found, money: dict[int, dict[str, Money]]) -> None:
    """RULES counts 796 and 657: there the one project whose 計 is negative is found too."""
    year = {number: row for number, row in money[2023].items() if row.total > 0}
    low = {number for number, row in year.items() if 2 * row.executed < row.total}
    net = {number for number, row in year.items() if 2 * row.executed < row.total - row.carried_out}
    unused = {number for number, row in year.items() if 10 * row.unused > 3 * row.total}
    carried = {number for number, row in year.items() if 10 * row.carried_out > 3 * row.total}
    assert [len(numbers) for numbers in (low, net, unused, carried)] == [795, 397, 656, 685]
    assert [found[code, 2024] for code in ("B01", "B02", "B03", "B04")] == [low, net, unused, carried]


def test_supplementary_budgets_are_those_of_2_1(found: Found, money: dict[int, dict[str, Money]]) -> None:
    year = money[2023].items()
    over = {number for number, row in year if row.supplementary > row.initial > 0}
    alone = {number for number, row in year if row.supplementary > 0 and row.initial == 0}
    assert (len(over), len(alone)) == (267, 417)
    assert [found[code, 2024] for code in ("B05", "B06")] == [over, alone]


def test_requests_are_those_of_2_1(found: Found, money: dict[int, dict[str, Money]]) -> None:
    """RULES counts 572 jumps: those of projects that had a budget and execution the year before."""
    asked = {number: row for number, row in money[2024].items() if row.initial > 0}
    kept = {number for number, row in asked.items() if row.requested >= row.initial}
    jumps = {number for number, row in asked.items() if 2 * row.requested > 3 * row.initial}
    before = {number for number, row in money[2023].items() if row.total > 0}
    assert found["B07", 2024] == found["B01", 2024] & kept
    assert found["B10", 2024] == jumps
    assert (len(found["B07", 2024]), len(jumps), len(jumps & before)) == (360, 633, 572)


def test_verdicts_and_outside_reviews_are_those_of_4_1(found: Found, shared_data: Path) -> None:
    rows = {row["予算事業ID"]: row for row in read(shared_data, "4-1")}
    verdicts = {number: row["行政事業レビュー推進チームの所見"] for number, row in rows.items()}
    responses = {number: row["所見を踏まえた改善点／概算要求における反映状況"] for number, row in rows.items()}
    years = {number: row["外部有識者による点検ー最終実施年度"] for number, row in rows.items()}
    kept = {number for number, verdict in verdicts.items() if verdict == "現状通り"}
    ignored = {number for number, verdict in verdicts.items() if verdict in ADVICE and responses[number] == "現状通り"}
    old = {number for number, year in years.items() if year and int(year) < 2019}
    blank = {number for number, year in years.items() if not year}
    assert (len(rows), len(ignored), len(old), len(blank)) == (5_664, 327, 150, 1_761)
    assert [found[code, 2024] for code in ("B09", "B11", "B12")] == [ignored, old, blank]
    assert found["B08", 2024] == found["B01", 2024] & kept
    assert (len(found["B08", 2024]), len(found["B08", 2024] & found["B07", 2024])) == (301, 176)


def test_arrows_are_those_of_5_2(found: Found, rates: dict[tuple[str, int], Rate], shared_data: Path) -> None:
    """RULES counts 12 projects with a cycle: these 11, and one whose circle is closed by a reference (参考)."""
    arrows = [row for row in read(shared_data, "5-2") if row["支出先の支出先ブロック"]]
    own = [row for row in arrows if row["支出元の支出先ブロック"] == row["支出先の支出先ブロック"]]
    assert (len(arrows), len(own)) == (20_074, 17)
    assert rates["A12", 2024][2:] == (17, 20_074)
    assert found["A12", 2024] == {row["予算事業ID"] for row in own}
    linked = {(row["予算事業ID"], row[f"{end}の支出先ブロック"]) for row in arrows for end in ("支出元", "支出先")}
    assert found["A11", 2024] == {number for number, _letter in blocks(shared_data, {n for n, _ in linked}) - linked}


def blocks(shared_data: Path, numbers: set[str]) -> set[tuple[str, str]]:
    """The blocks of these projects that 5-1 lists, by project and letter."""
    (path,) = (shared_data / "rs-system-2024-reconstructed").glob("5-1_*.zip")
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as raw:
        rows = csv.DictReader(io.TextIOWrapper(raw, "utf-8-sig", newline=""))
        listed = {(row["予算事業ID"], row["支出先ブロック番号"]) for row in rows}
    return {(number, letter) for number, letter in listed if number in numbers and letter}


# --- Revised figures of the paper years


def test_revised_figures_by_name(rates: dict[tuple[str, int], Rate]) -> None:
    """RULES has 計 8.4 % and executed 1.8 % of budget years, those still running included; A13 leaves these out."""
    assert _revised == {
        "翌年度へ繰越し": 59,
        "計（歳出予算現額）": 198,
        "予備費等": 75,
        "補正予算": 26,
        "当初予算": 95,
        "執行額": 294,
        "前年度から繰越し": 23,
    }
