"""The linker on the real sheets of 2018 to 2020, with 関連する過去のレビューシート as the truth and hidden from it.

Truth: a later sheet's references to the year before whose 府省庁 and 事業番号1-3 are exactly those of a sheet.
Measured twice: with 事業ID, which the linker follows to 2019, and without it. Those of 2019 were given after the
references, so the first measure asks for the same answer under another name; the second is the linker's own wits.

found: of the later sheets with a truth, the share that has a link to a sheet of its truth.
found pairs: the same by (later, earlier), so that a sheet merged from three counts three times.
wrong: of the links given to such sheets, the share that leads to a sheet outside their truth.

A reference is contradicted when it leads to a sheet of another name, and a sheet of the same year and ministry that is
not referred to has the later sheet's very name and no fewer figures in common: mostly the number of a neighbour in
the list, or the sheet's own of this year. No linker can agree with those and be right; both measures stand here.
"""

import gzip
import json
import random
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from reviewsheets.importers.linking.facts import Method, PastReference, SheetFacts, SheetLink, YearFigures
from reviewsheets.importers.linking.find import find_links
from reviewsheets.units.names import name_key

Pair = tuple[int, int]  # later, earlier
Row = dict[str, Any]

HIDDEN = frozenset({Method.PAST_REFERENCE, Method.PUBLISHED_ID})
NUMBER_PARTS = ("事業番号1", "事業番号2", "事業番号3")
SEED_OF_THE_HALVES = 7


class Measure(NamedTuple):
    """Counts; the shares are of them."""

    sheets: int
    sheets_found: int
    pairs: int
    pairs_found: int
    links: int
    links_wrong: int

    @property
    def found(self) -> float:
        return self.sheets_found / self.sheets

    @property
    def wrong(self) -> float:
        return self.links_wrong / self.links


class Sheets(NamedTuple):
    """What was read: rows and facts by sheet id, and the truth."""

    rows: dict[int, Row]
    facts: dict[int, SheetFacts]
    truth: dict[int, set[int]]


def yen(million: float | None) -> int | None:
    return None if million is None else int(Decimal(str(million)) * 1_000_000)


def figures(row: Row) -> YearFigures:
    carried_out_yen = yen(row.get("翌年度へ繰越し"))
    return YearFigures(
        budget_year=row["年度"],
        initial_yen=yen(row.get("当初予算")),
        supplementary_yen=yen(row.get("補正予算")),
        carried_in_yen=yen(row.get("前年度から繰越し")),
        carried_out_yen=None if carried_out_yen is None else -carried_out_yen,
        contingency_yen=yen(row.get("予備費等")),
        executed_yen=yen(row.get("執行額")),
        requested_yen=yen(row.get("要求額")),
    )


def references(row: Row) -> tuple[PastReference, ...]:
    return tuple(
        PastReference(one["年度"], one["府省庁"], "-".join(one[part] for part in NUMBER_PARTS if one[part]))
        for one in row["関連する過去のレビューシート"]
        if one["府省庁"]
    )


def sheet_facts(row: Row) -> SheetFacts:
    return SheetFacts(
        sheet_id=row["公開年度"] * 100_000 + row["ID"],
        sheet_year=row["公開年度"],
        ministry=row["府省庁"],
        number=row["事業番号"] or "",
        name=row["事業名"] or "",
        bureau=row["担当部局庁"] or "",
        division=row["担当課室"] or "",
        start_year=row["開始年度"],
        published_project_id=row["事業ID"],
        references=references(row),
        figures=tuple(figures(year) for year in row["予算"] or []),
    )


def number_key(row: Row) -> tuple[str, ...]:
    return (row["府省庁"], *(row[part] or "" for part in NUMBER_PARTS))


def truth_of(rows: dict[int, Row]) -> dict[int, set[int]]:
    by_number = {(row["公開年度"], *number_key(row)): sheet_id for sheet_id, row in rows.items()}
    truth = defaultdict(set)
    for sheet_id, row in rows.items():
        for one in row["関連する過去のレビューシート"]:
            earlier = by_number.get((one["年度"], *number_key(one)))
            if earlier and one["年度"] == row["公開年度"] - 1:
                truth[sheet_id].add(earlier)
    return dict(truth)


@pytest.fixture(scope="module")
def sheets(shared_data: Path) -> Sheets:
    rows = {}
    for sheet_year in (2018, 2019, 2020):
        with gzip.open(shared_data / f"judgit/judgit-{sheet_year}.ndjson.gz", "rt", encoding="utf-8") as lines:
            rows |= {sheet_year * 100_000 + row["ID"]: row for row in map(json.loads, lines)}
    return Sheets(rows, {sheet_id: sheet_facts(row) for sheet_id, row in rows.items()}, truth_of(rows))


@pytest.fixture(scope="module")
def links(sheets: Sheets) -> list[SheetLink]:
    return find_links(list(sheets.facts.values()), hidden=HIDDEN)


def true_pairs(sheets: Sheets, sheet_year: int) -> set[Pair]:
    return {
        (later, earlier)
        for later, earliers in sheets.truth.items()
        for earlier in earliers
        if sheets.facts[later].sheet_year == sheet_year
    }


def common_amounts(one: SheetFacts, other: SheetFacts) -> int:
    """How many amounts but zeros two sheets report alike."""
    amounts = [
        {(year.budget_year, kind, amount) for year in facts.figures for kind, amount in year.amounts() if amount}
        for facts in (one, other)
    ]
    return len(amounts[0] & amounts[1])


def contradicted(sheets: Sheets, pairs: set[Pair]) -> set[Pair]:
    """The references that name and figures speak against."""
    by_name = defaultdict(list)
    for facts in sheets.facts.values():
        by_name[facts.sheet_year, facts.ministry, name_key(facts.name)].append(facts)
    found = set()
    for later_id, earlier_id in pairs:
        later, earlier = sheets.facts[later_id], sheets.facts[earlier_id]
        namesakes = by_name[earlier.sheet_year, later.ministry, name_key(later.name)]
        others = [other for other in namesakes if other.sheet_id not in sheets.truth[later_id]]
        common = common_amounts(earlier, later)
        if name_key(earlier.name) != name_key(later.name) and any(
            common_amounts(other, later) >= common for other in others
        ):
            found.add((later_id, earlier_id))
    return found


def measured(links: list[SheetLink], pairs: set[Pair], truth: set[Pair]) -> Measure:
    """`pairs` is the part of the truth that is asked for; a link to any other sheet than the truth's is wrong."""
    asked = {later for later, _ in pairs}
    given = {(link.later_id, link.earlier_id) for link in links if link.later_id in asked}
    return Measure(
        sheets=len(asked),
        sheets_found=len({later for later, _ in given & pairs}),
        pairs=len(pairs),
        pairs_found=len(given & pairs),
        links=len(given),
        links_wrong=len(given - truth),
    )


def test_2018_to_2019_by_published_ids(sheets: Sheets) -> None:
    truth = true_pairs(sheets, 2019)
    links = find_links(list(sheets.facts.values()), hidden=frozenset({Method.PAST_REFERENCE}))
    measure = measured(links, truth, truth)
    assert measure == Measure(4181, 4156, 4290, 4158, 4261, 103)
    assert (round(measure.found, 4), round(measure.wrong, 4)) == (0.9940, 0.0242)
    measure = measured(links, truth - contradicted(sheets, truth), truth)
    assert measure == Measure(4083, 4064, 4190, 4066, 4074, 8)
    assert (round(measure.found, 4), round(measure.wrong, 4)) == (0.9953, 0.0020)


def test_2018_to_2019_against_every_reference(sheets: Sheets, links: list[SheetLink]) -> None:
    truth = true_pairs(sheets, 2019)
    measure = measured(links, truth, truth)
    assert measure == Measure(4181, 4004, 4290, 4006, 4113, 107)
    assert (round(measure.found, 4), round(measure.wrong, 4)) == (0.9577, 0.026)


def test_2018_to_2019_against_the_references_that_nothing_contradicts(sheets: Sheets, links: list[SheetLink]) -> None:
    truth = true_pairs(sheets, 2019)
    measure = measured(links, truth - contradicted(sheets, truth), truth)
    assert measure == Measure(4083, 4004, 4190, 4006, 4015, 9)
    assert measure.found >= 0.97
    assert measure.wrong <= 0.005


def test_the_half_that_nothing_was_chosen_on_does_as_well(sheets: Sheets, links: list[SheetLink]) -> None:
    truth = true_pairs(sheets, 2019)
    laters = sorted({later for later, _ in truth})
    random.Random(SEED_OF_THE_HALVES).shuffle(laters)  # noqa: S311 no secret
    held_out = set(laters[len(laters) // 2 :])
    pairs = {pair for pair in truth - contradicted(sheets, truth) if pair[0] in held_out}
    measure = measured(links, pairs, truth)
    assert measure == Measure(2043, 2012, 2091, 2013, 2016, 3)
    assert measure.found >= 0.97
    assert measure.wrong <= 0.005


def test_2019_to_2020_against_its_hundred_references(sheets: Sheets, links: list[SheetLink]) -> None:
    truth = true_pairs(sheets, 2020)
    assert measured(links, truth, truth) == Measure(98, 73, 100, 73, 74, 1)


def test_published_ids_of_2019_are_the_references_again(sheets: Sheets) -> None:
    by_id = defaultdict(set)
    for facts in sheets.facts.values():
        if facts.sheet_year == 2018:
            by_id[facts.published_project_id].add(facts.sheet_id)
    same_id = {
        (facts.sheet_id, earlier)
        for facts in sheets.facts.values()
        if facts.sheet_year == 2019
        for earlier in by_id[facts.published_project_id]
    }
    truth = true_pairs(sheets, 2019)
    assert (len(same_id), len(same_id & truth), len(same_id & contradicted(sheets, truth))) == (4086, 4084, 92)


def test_every_reference_is_a_link_when_it_is_not_hidden(sheets: Sheets) -> None:
    truth = true_pairs(sheets, 2019) | true_pairs(sheets, 2020)
    given = {(link.later_id, link.earlier_id) for link in find_links(list(sheets.facts.values()))}
    assert truth - given == set()
