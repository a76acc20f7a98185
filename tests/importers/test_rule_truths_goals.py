"""How often the rules on goals, form and answers find something in all the official data, and the same from the files.

Counts by sheet year, 2018 to 2020 of JUDGIT! and 2024 of the RS System: sheets found and looked at, things found and
looked at. JUDGIT! publishes no direction, source, unit cost, mark or opinion; of 3-1 two sheets lie at hand.
"""

import csv
import gzip
import io
import json
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reviewsheets.review.limits import Limits
from reviewsheets.review.loading import in_batches, load
from reviewsheets.review.rules import registry

YEARS = (2018, 2019, 2020, 2024)
PAPER = YEARS[:3]
DASHES = "-－ー―‐—–−ｰ₋"
NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
Rate = tuple[int, int, int, int]
Rates = dict[tuple[str, int], Rate]
_counted: Rates = {}


@pytest.fixture
def rates(official_database: None) -> Rates:
    """Of each rule and year; counted once for all tests."""
    if not _counted:
        _counted.update(counted())
    return _counted


def counted() -> Rates:
    """Every sheet asked by every rule on goals, form and answers."""
    rules = [rule for rule in registry if rule.code.startswith(("F", "G", "Q"))]
    counts: Counter[tuple[str, int, int]] = Counter()
    for sheet_ids in in_batches(None, 1_500):
        for facts in load(sheet_ids).values():
            for rule in rules:
                looked_at, found = rule.results(facts, Limits())
                for column, number in enumerate((bool(found), looked_at > 0, len(found), looked_at)):
                    counts[rule.code, facts.sheet_year, column] += number
    rows = [(rule.code, year) for rule in rules for year in YEARS]
    return {(code, year): _rate([counts[code, year, column] for column in range(4)]) for code, year in rows}


def _rate(numbers: list[int]) -> Rate:
    first, second, third, fourth = numbers
    return first, second, third, fourth


NONE: Rate = (0, 0, 0, 0)
UNTOLD = [NONE] * 3  # in the paper years


def sheets(*pairs: tuple[int, int]) -> list[Rate]:
    """Rates of rules that look at one thing a sheet."""
    return [(*pair, *pair) for pair in pairs]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("F01", sheets((0, 5_145), (0, 5_198), (1, 5_445), (40, 5_664))),
        ("F02", sheets((1, 5_145), (0, 5_198), (1, 5_445), (19, 5_664))),
        ("F03", sheets((4, 5_145), (4, 5_198), (4, 5_445), (173, 5_664))),
        ("F04", sheets((2, 5_145), (2, 5_198), (3, 5_445), (0, 0))),
        ("F05", sheets((118, 5_145), (137, 5_198), (124, 5_445), (52, 5_664))),
        ("F06", [(1, 4_496, 1, 8_080), (1, 4_499, 1, 8_053), (1, 4_668, 1, 8_357), (0, 1, 0, 1)]),
        ("F07", [*UNTOLD, NONE]),
        ("F08", sheets((27, 5_145), (45, 5_198), (58, 5_445), (0, 2))),
        ("F09", [*UNTOLD, *sheets((84, 5_333))]),
        ("F10", [*UNTOLD, *sheets((228, 5_156))]),
        ("F11", [*UNTOLD, *sheets((5, 4_856))]),
        ("F12", [*UNTOLD, *sheets((1, 4_852))]),
        ("F13", [(12, 4_496, 16, 8_080), (13, 4_499, 13, 8_053), (26, 4_668, 28, 8_357), NONE]),
        ("G01", [*UNTOLD, NONE]),
        ("G02", [*UNTOLD, NONE]),
        ("G03", [(843, 4_416, 1_401, 12_297), (856, 4_412, 1_395, 12_351), (895, 4_506, 1_400, 12_377), (0, 1, 0, 1)]),
        ("G04", [(517, 4_278, 832, 11_728), (539, 4_295, 872, 11_828), (522, 4_367, 857, 11_834), (1, 2, 1, 2)]),
        ("G05", [(179, 4_278, 221, 11_728), (224, 4_295, 276, 11_828), (215, 4_367, 269, 11_834), (0, 2, 0, 2)]),
        ("G06", [(281, 4_958, 387, 14_985), (292, 4_977, 413, 15_169), (272, 5_170, 374, 15_548), (0, 2, 0, 2)]),
        ("G07", [(964, 3_954, 1_583, 7_250), (971, 3_975, 1_567, 7_240), (1_008, 4_027, 1_688, 7_394), NONE]),
        ("G08", sheets((4, 5_145), (5, 5_198), (15, 5_445), (1, 2))),
        ("G09", [*UNTOLD, NONE]),
        ("G10", [*UNTOLD, NONE]),
        ("G11", [NONE, (727, 4_073, 1_092, 7_365), (634, 4_096, 917, 7_430), NONE]),
        ("G12", [*UNTOLD, NONE]),
        ("G13", [*UNTOLD, NONE]),
        ("G14", [(579, 3_911, 661, 6_010), (623, 3_874, 710, 6_072), (724, 3_937, 865, 6_178), (0, 1, 0, 1)]),
        ("G15", [*UNTOLD, *sheets((1, 1))]),
        ("G16", [*UNTOLD, NONE]),
        ("Q01", [*UNTOLD, NONE]),
        ("Q02", [*UNTOLD, NONE]),
        ("Q03", [*UNTOLD, NONE]),
        ("Q04", [*UNTOLD, NONE]),
        ("Q05", [*UNTOLD, NONE]),
        ("Q06", [*UNTOLD, NONE]),
        ("Q07", [*UNTOLD, NONE]),
        ("Q08", [*UNTOLD, NONE]),
        ("Q09", [*UNTOLD, NONE]),
        ("Q10", [*UNTOLD, NONE]),
    ],
)
def test_base_rates(rates: Rates, code: str, expected: list[Rate]) -> None:
    assert [rates[code, year] for year in YEARS] == expected


# --- The same from the files themselves

KEPT = ("開始年度", "定量的な目標が設定できない理由")
Sheet = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """An outcome or activity of the files. A year: target, actual."""

    kind: str
    words: tuple[str, str]  # goal and name; of an activity its name twice
    unit: str
    years: dict[int, tuple[Decimal | None, Decimal | None]]
    last_target: str

    @property
    def has_numbers(self) -> bool:
        """The target of the last year (目標最終年度), which is a text in the files, counts as well."""
        return any(number is not None for pair in self.years.values() for number in pair) or is_number(self.last_target)

    @property
    def is_told(self) -> bool:
        """23 outcomes and 6 activities are dashes and nothing else."""
        return self.has_numbers or not all(map(is_nothing, self.words))


Judgit = dict[int, list[tuple[Sheet, list[Told]]]]


@pytest.fixture(scope="module")
def judgit(shared_data: Path) -> Judgit:
    """The sheets as JUDGIT! publishes them, by year; each with its indicators."""
    found: Judgit = {}
    for year in PAPER:
        with gzip.open(shared_data / "judgit" / f"judgit-{year}.ndjson.gz", "rt", encoding="utf-8") as file:
            sheets_of_year = (json.loads(line, parse_float=Decimal) for line in file)
            found[year] = [({key: sheet[key] for key in KEPT}, list(indicators(sheet))) for sheet in sheets_of_year]
    return found


def indicators(sheet: Sheet) -> Iterator[Told]:
    """Its outcomes and its activities."""
    for row in sheet.get("アウトカム") or []:
        years = {value["年度"]: (value["目標値"], value["成果実績"]) for value in row["成果実績"] or []}
        words = (row["成果目標"] or "", row["成果指標"] or "")
        yield Told("outcome", words, row["単位"] or "", years, row["目標値"] or "")
    for row in sheet.get("アウトプット") or []:
        years = {value["年度"]: (value["当初見込み"], value["活動実績"]) for value in row["活動実績"] or []}
        yield Told("activity", (row["活動指標"] or "",) * 2, row["単位"] or "", years, "")


def is_nothing(text: str | None) -> bool:
    """Blank, dashes or 該当なし."""
    plain = (text or "").strip().strip(DASHES)
    return plain in ("", "なし", "該当なし")


def is_number(text: str) -> bool:
    """Also in full-width digits and with separators."""
    return NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip().replace(",", "")) is not None


@pytest.mark.parametrize("sheet_year", PAPER)
def test_what_is_not_comparable(judgit: Judgit, rates: Rates, sheet_year: int) -> None:
    """G03-G05 of the result year. 2022 had 2,066 actuals, 979 targets and 474 zeros, of outcomes and in three years."""
    told = [row for _sheet, rows in judgit[sheet_year] for row in rows]
    pairs = [row.years[sheet_year - 1] for row in told if sheet_year - 1 in row.years]
    actuals = [target for target, actual in pairs if actual is not None]
    targets = [(target, actual) for target, actual in pairs if target is not None]
    assert rates["G03", sheet_year][2:] == (actuals.count(None), len(actuals))
    assert rates["G04", sheet_year][2:] == (sum(actual is None for _target, actual in targets), len(targets))
    assert rates["G05", sheet_year][2:] == (sum(target == 0 for target, _actual in targets), len(targets))


@pytest.mark.parametrize("sheet_year", PAPER)
def test_numbers_without_a_unit(judgit: Judgit, rates: Rates, sheet_year: int) -> None:
    """About 1,100 indicators a year have no number but the target of the last year; 109 of 2018 have no unit either."""
    counted = [[is_nothing(row.unit) for row in rows if row.has_numbers] for _sheet, rows in judgit[sheet_year]]
    assert rates["G06", sheet_year] == as_rate(counted)


@pytest.mark.parametrize("sheet_year", PAPER)
def test_outcomes_without_a_pair(judgit: Judgit, rates: Rates, sheet_year: int) -> None:
    """Those of projects begun by the result year, or whose begin is unknown; rows of dashes are no outcomes."""
    counted = [
        [not any(None not in pair for year, pair in row.years.items() if year < sheet_year) for row in outcomes(rows)]
        for sheet, rows in judgit[sheet_year]
        if (sheet["開始年度"] or 0) < sheet_year
    ]
    assert rates["G07", sheet_year] == as_rate(counted)


@pytest.mark.parametrize("sheet_year", PAPER)
def test_outcomes_without_goal_or_name(judgit: Judgit, rates: Rates, sheet_year: int) -> None:
    goals = [[is_nothing(row.words[0]) for row in outcomes(rows)] for _sheet, rows in judgit[sheet_year]]
    names = [[is_nothing(row.words[1]) for row in outcomes(rows)] for _sheet, rows in judgit[sheet_year]]
    assert (rates["F06", sheet_year], rates["F13", sheet_year]) == (as_rate(goals), as_rate(names))


def outcomes(rows: list[Told]) -> list[Told]:
    """Those that say something."""
    return [row for row in rows if row.kind == "outcome" and row.is_told]


def as_rate(counted: list[list[bool]]) -> Rate:
    """Of sheets, each with whether each thing looked at is found."""
    found = sum(map(sum, counted))
    return sum(map(any, counted)), sum(map(bool, counted)), found, sum(map(len, counted))


@pytest.mark.parametrize(("sheet_year", "empty", "dashes"), [(2018, 26, 1), (2019, 44, 1), (2020, 58, 0)])
def test_sheets_without_activity(judgit: Judgit, rates: Rates, sheet_year: int, empty: int, dashes: int) -> None:
    """Without a row, and with one that is a dash."""
    activities = [[row for row in rows if row.kind == "activity"] for _sheet, rows in judgit[sheet_year]]
    silent = [rows for rows in activities if not any(row.is_told for row in rows)]
    assert (silent.count([]), len(silent) - silent.count([])) == (empty, dashes)
    assert rates["F08", sheet_year][:2] == (empty + dashes, len(activities))


@pytest.mark.parametrize(("sheet_year", "without", "unexplained"), [(2018, 642, 4), (2019, 692, 5), (2020, 772, 15)])
def test_sheets_without_outcome_say_why(
    judgit: Judgit, rates: Rates, sheet_year: int, without: int, unexplained: int
) -> None:
    """843 of 5,394 sheets of 2022 had none. Those with dashes in their place say why."""
    bare = [sheet for sheet, rows in judgit[sheet_year] if all(row.kind != "outcome" for row in rows)]
    silent = sum(is_nothing(sheet["定量的な目標が設定できない理由"]) for sheet in bare)
    assert (len(bare), silent, rates["G08", sheet_year][0]) == (without, unexplained, unexplained)


@pytest.mark.parametrize("sheet_year", PAPER)
def test_activities_below_plan(judgit: Judgit, rates: Rates, sheet_year: int) -> None:
    told = [row for _sheet, rows in judgit[sheet_year] for row in rows if row.kind == "activity"]
    pairs = [row.years.get(sheet_year - 1, (None, None)) for row in told]
    shares = [actual / planned for planned, actual in pairs if actual is not None and planned and planned > 0]
    assert rates["G14", sheet_year][2:] == (sum(share < Decimal("0.7") for share in shares), len(shares))


@pytest.fixture(scope="module")
def official(shared_data: Path) -> dict[str, dict[str, dict[str, str]]]:
    """1-2 and 4-1 of 2024: file → 予算事業ID → its first row."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for code in ("1-2", "4-1"):
        (path,) = (shared_data / "rs-system-2024").glob(f"{code}_*.zip")
        with zipfile.ZipFile(path) as archive:
            text = archive.read(archive.namelist()[0]).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        found[code] = {row["予算事業ID"]: row for row in reversed(rows)}
    return found


def test_what_the_official_files_leave_blank(official: dict[str, dict[str, dict[str, str]]], rates: Rates) -> None:
    outlines, checks = official["1-2"], official["4-1"]
    assert sum(is_nothing(row["事業の目的"]) for row in outlines.values()) == rates["F01", 2024][0] == 40
    assert sum(is_nothing(row["事業の概要"]) for row in outlines.values()) == rates["F02", 2024][0] == 19
    begun = [
        key
        for key, row in outlines.items()
        if not row["事業区分"].startswith("新規") and int(row["事業開始年度"] or 0) <= 2023
    ]
    column = "事業所管部局による点検・改善ー"
    results = sum(is_nothing(checks[key][f"{column}点検結果"]) for key in begun)
    directions = sum(is_nothing(checks[key][f"{column}改善の方向性"]) for key in begun)
    assert (results, directions) == (rates["F09", 2024][0], rates["F10", 2024][0]) == (84, 228)
