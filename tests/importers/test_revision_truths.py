"""What successive JUDGIT! sheets give otherwise, read from the files themselves, is what the table holds."""

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from reviewsheets.models import FigureRevision, ReviewSheet

pytestmark = pytest.mark.usefixtures("official_database")
YEARS = (2018, 2019, 2020)
FIGURES = {"予算計": "total", "執行額": "executed", "補正予算": "supplementary", "翌年度へ繰越し": "carried_out"}
MILLION = 1_000_000
Pair = tuple[int, int, str, int, int]  # the newer sheet's ID, budget year, figure, older and newer amount in yen


@pytest.fixture(scope="module")
def published(shared_data: Path) -> dict[int, dict[str, Any]]:
    """Every sheet of the files, by its ID."""
    found = {}
    for year in YEARS:
        with gzip.open(shared_data / "judgit" / f"judgit-{year}.ndjson.gz", "rt", encoding="utf-8") as file:
            found |= {one["ID"]: one for one in (json.loads(line, parse_float=Decimal) for line in file)}
    return found


def pairs(published: dict[int, dict[str, Any]]) -> Iterator[Pair]:
    """Amounts of one budget year on a project's successive sheets of the files."""
    projects = defaultdict(list)
    for judgit_id, project_id in ReviewSheet.objects.exclude(judgit_id=None).values_list("judgit_id", "project"):
        projects[project_id].append(published[judgit_id])
    for sheets in projects.values():
        for old, new in pairwise(sorted(sheets, key=lambda sheet: sheet["公開年度"])):
            older = {row["年度"]: row for row in old["予算"]}
            for row in new["予算"]:
                for name, figure in FIGURES.items():
                    amounts = older.get(row["年度"], {}).get(name), row.get(name)
                    if None not in amounts:
                        yield new["ID"], row["年度"], figure, *(in_yen(figure, amount) for amount in amounts)


def in_yen(figure: str, amount_million: Decimal) -> int:
    """Whole yen: sums of the files are off in their last digits; money that leaves stands there with a minus."""
    amount_yen = round(amount_million * MILLION)
    return -amount_yen if figure == "carried_out" else amount_yen


def is_large(old: int, new: int) -> bool:
    """The floor of the page, which RULES name: over 1 % and a million yen."""
    return abs(new - old) > MILLION and abs(new - old) > Decimal(old) / 100


def test_revised_amounts_are_those_of_the_files(published: dict[int, dict[str, Any]]) -> None:
    compared = list(pairs(published))
    revised = [pair for pair in compared if pair[3] != pair[4]]
    counts = [Counter(pair[2] for pair in found) for found in (compared, revised)]
    large = Counter(pair[2] for pair in revised if is_large(pair[3], pair[4]))
    assert {figure: (counts[0][figure], counts[1][figure], large[figure]) for figure in FIGURES.values()} == {
        "total": (28_315, 3_201, 2_202),
        "executed": (18_875, 719, 295),
        "supplementary": (28_315, 1_386, 1_236),
        "carried_out": (28_315, 1_758, 1_685),
    }
    columns = ("sheet__judgit_id", "budget_year", "figure", "old_yen", "new_yen")
    stored = FigureRevision.objects.filter(figure__in=FIGURES.values()).values_list(*columns)
    published_otherwise = (26_348, 2019, "total", 24_963_000_000, 27_862_000_000)  # a million less than its parts
    as_computed = (26_348, 2019, "total", 24_963_000_000, 27_863_000_000)
    assert set(revised) ^ set(stored) == {published_otherwise, as_computed}
    assert len(stored) == len(revised)


def test_revisions_under_one_published_id(published: dict[int, dict[str, Any]]) -> None:
    """事業ID names one project on the sheets of 2018 and 2019; where several sheets of a year have it, links decide."""
    by_id: defaultdict[int, dict[int, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for sheet in published.values():
        by_id[sheet["事業ID"]][sheet["公開年度"]].append(sheet)
    project_of = dict(ReviewSheet.objects.exclude(judgit_id=None).values_list("judgit_id", "project"))
    alone = [years for years in by_id.values() if [len(years[year]) for year in YEARS[:2]] == [1, 1]]
    linked = [years for years in alone if len({project_of[years[year][0]["ID"]] for year in YEARS[:2]}) == 1]
    revised: Counter[str] = Counter()
    newer = set()
    for years in linked:
        (old,), (new,) = years[2018], years[2019]
        older = {row["年度"]: row for row in old["予算"]}
        newer.add(new["ID"])
        for row in new["予算"]:
            for name in ("予算計", "執行額"):
                amounts = older.get(row["年度"], {}).get(name), row.get(name)
                if None not in amounts:
                    old_yen, new_yen = (in_yen(FIGURES[name], amount) for amount in amounts)
                    revised[FIGURES[name]] += old_yen != new_yen
    rows = FigureRevision.objects.filter(sheet__judgit_id__in=newer, figure__in=("total", "executed"))
    stored = Counter(rows.values_list("figure", flat=True))
    assert (len(alone), len(linked), revised["total"], revised["executed"]) == (3_875, 3_852, 1_250, 259)
    assert stored == revised
