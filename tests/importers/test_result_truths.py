"""What the JUDGIT! files say of targets and actuals, read from the files themselves, is what the pages count."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Count

from reviewsheets import access
from reviewsheets.models import IndicatorResult
from reviewsheets.queries.indicator_results import result_groups, results_page
from reviewsheets.queries.indicator_spending import more_money_less_done, spending_groups, spending_page

pytestmark = pytest.mark.usefixtures("official_database")
SECTIONS = {  # the file's word → kind, its list of years, actual and target in it
    "アウトカム": ("outcome", "成果実績", "成果実績", "目標値"),
    "アウトプット": ("activity", "活動実績", "活動実績", "当初見込み"),
}
KEPT = Decimal("1E-10")  # numbers are compared as the database keeps them, to ten decimals
Pair = tuple[Decimal | None, Decimal | None]  # target, actual


@dataclass(frozen=True)
class Published:
    """An indicator of the files: result year and two years before, with 執行額 in million yen."""

    sheet_year: int
    kind: str
    now: Pair
    earlier: Pair
    executed: Any
    earlier_executed: Any


@pytest.fixture(scope="module")
def published(shared_data: Path) -> list[Published]:
    return [one for sheet_year in (2018, 2019, 2020) for one in read(shared_data, sheet_year)]


def read(shared_data: Path, sheet_year: int) -> Iterator[Published]:
    with gzip.open(shared_data / "judgit" / f"judgit-{sheet_year}.ndjson.gz", "rt", encoding="utf-8") as file:
        for line in file:
            sheet = json.loads(line, parse_float=Decimal)
            executed = {row["年度"]: row.get("執行額") for row in sheet["予算"]}
            for section, (kind, years, actual, target) in SECTIONS.items():
                for indicator in sheet[section] or []:
                    told = {row["年度"]: (kept(row[target]), kept(row[actual])) for row in indicator[years] or []}
                    both = (told.get(sheet_year - 1, (None, None)), told.get(sheet_year - 3, (None, None)))
                    money = (executed.get(sheet_year - 1), executed.get(sheet_year - 3))
                    yield Published(sheet_year, kind, *both, *money)


def kept(number: Any) -> Decimal | None:
    return None if number is None else Decimal(number).quantize(KEPT, ROUND_HALF_EVEN)


def state(pair: Pair) -> str:
    """The files tell no direction: only what is equal is known to be reached."""
    target, actual = pair
    if target is None or actual is None:
        return {(True, True): "blank", (True, False): "no-target"}.get((target is None, actual is None), "no-actual")
    return "reached" if target == actual else "not-comparable"


def share(pair: Pair) -> Decimal | None:
    """Actual of target in percent, cut off at hundredths."""
    target, actual = pair
    if target is None or actual is None or target <= 0:
        return None
    return (actual * 100 / target).quantize(Decimal("0.01"), ROUND_DOWN)


def test_states_by_year_and_kind(published: list[Published]) -> None:
    counted = Counter((one.sheet_year, one.kind, state(one.now)) for one in published)
    assert sum(counted.values()) == 50_517
    assert {name: counted[2020, "outcome", name] for name in ("reached", "not-comparable", "blank")} == {
        "reached": 1_246,
        "not-comparable": 3_458,
        "blank": 2_317,
    }
    rows = access.public_indicator_results().filter(sheet_year__lt=2024).order_by()
    found = rows.values_list("sheet_year", "kind", "state").annotate(number=Count("*"))
    assert {(year, kind, name): number for year, kind, name, number in found} == counted


def test_the_page_counts_them_and_says_that_no_direction_is_told() -> None:
    outcomes = access.public_indicator_results().filter(kind="outcome", sheet_year__lt=2024)
    page = results_page(result_groups(outcomes))
    assert (page.counted, page.known, page.differing) == (24_513, 0, 10_429)
    assert {row.state: row.indicators for row in page.states} == {
        "exceeded": 0,
        "reached": 3_899,
        "missed": 0,
        "not-comparable": 10_429,
        "no-target": 2_115,
        "no-actual": 1_954,
        "blank": 6_116,
    }


def test_shares_of_targets_by_class(published: list[Published]) -> None:
    limits = {"to-50": 50, "to-80": 80, "to-100": 100}
    bands: Counter[str] = Counter()
    for one in published:
        done = share(one.now) if one.kind == "outcome" else None
        if done is not None:
            below = next((band for band, limit in limits.items() if done < limit), None)
            bands[below or ("100" if done == 100 else "to-150" if done <= 150 else "over-150")] += 1
    outcomes = access.public_indicator_results().filter(kind="outcome", sheet_year__lt=2024)
    (part,) = results_page(result_groups(outcomes)).parts
    assert {row.band: row.indicators for row in part.counts.band_numbers} == bands
    assert (part.counts.measured, bands["100"]) == (13_851, 3_476)


def test_more_money_and_less_done(published: list[Published]) -> None:
    both = [
        (one.executed - one.earlier_executed, one.earlier_executed, after - before)
        for one in published
        if one.kind == "outcome" and one.executed is not None and (one.earlier_executed or 0) > 0
        for after, before in [(share(one.now), share(one.earlier))]
        if after is not None and before is not None
    ]
    listed = [change for more, base, change in both if more * 10 >= base and change <= -10]
    assert (len(both), len(listed)) == (10_415, 554)
    results = access.public_indicator_results()
    page = spending_page(spending_groups(results))
    assert (page.indicators, page.listed.indicators, page.listed.known) == (10_415, 554, 0)
    assert more_money_less_done(results).count() == 554


def test_the_rs_system_gave_three_indicators_only() -> None:
    rows = IndicatorResult.objects.filter(sheet_year=2024).order_by("state")
    assert list(rows.values_list("kind", "state", "is_direction_known")) == [
        ("outcome", "blank", False),
        ("activity", "no-actual", False),
        ("activity", "not-comparable", False),
    ]
