"""Every funding flow of RS System 2024, as its figure draws it, beside file 5-2 and 執行額. Money in yen."""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db.models import Prefetch

from reviewsheets.charts.flow_words import flow_words
from reviewsheets.charts.spending import flow_chart
from reviewsheets.charts.theme import Chart
from reviewsheets.models import Block, BlockLink, Contract, ItemUse, ReviewSheet
from reviewsheets.queries.flow import ArrowKind, ArrowRow, Balance, Place, Undrawn
from reviewsheets.queries.spending import Flow, flow_of

RS = 2024
# Payments tell which totals are doubtful; what stands below them is in no figure.
NOT_DRAWN = (
    "payments",
    Prefetch("payments__contracts", Contract.objects.none()),
    Prefetch("item_uses", ItemUse.objects.none()),
)
PARTS = (
    Prefetch("blocks", Block.objects.prefetch_related(*NOT_DRAWN)),
    Prefetch("block_links", BlockLink.objects.select_related("source", "target")),
    "own_costs",
    "budget_years",
)


@dataclass
class Walk:
    """What all the sheets with a row in 5-2 come to."""

    sheets: int = 0
    charts: int = 0
    cyclic: list[str] = field(default_factory=list)
    several_sources: int = 0
    several_sources_of_money: int = 0
    arrows: dict[str, list[ArrowRow]] = field(default_factory=dict)
    bands: dict[str, int] = field(default_factory=dict)
    balances: dict[str, Balance] = field(default_factory=dict)

    @property
    def all_arrows(self) -> Iterator[ArrowRow]:
        return (arrow for arrows in self.arrows.values() for arrow in arrows)


def in_5_2(shared_data: Path) -> tuple[Counter[tuple[str, str, str]], Counter[str], Counter[str]]:
    """Of the file itself: its arrows by project, their ends, and the own cost of a project with its rows."""
    (path,) = (shared_data / "rs-system-2024").glob("5-2*.zip")
    arrows: Counter[tuple[str, str, str]] = Counter()
    rows: Counter[str] = Counter()
    costs: Counter[str] = Counter()
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as raw:
        for row in csv.DictReader(io.TextIOWrapper(raw, "utf-8-sig")):
            number = row["予算事業ID"]
            if row["支出先の支出先ブロック"]:
                arrows[number, row["支出元の支出先ブロック"], row["支出先の支出先ブロック"]] += 1
            if row["国自らが支出する間接経費の金額"]:
                rows[number] += 1
                costs[number] += int(row["国自らが支出する間接経費の金額"])
    return arrows, rows, costs


def has_cycle(flow: Flow) -> bool:
    """Some block is reached from itself, a self-arrow included."""
    targets = {
        block.letter: {link.target for link in flow.links if link.source == block.letter} for block in flow.blocks
    }
    for letter in targets:
        reached, frontier = set[str](), set(targets[letter])
        while frontier:
            reached |= frontier
            frontier = {further for one in frontier for further in targets[one]} - reached
        if letter in reached:
            return True
    return False


@pytest.fixture(scope="module")
def walked() -> dict[str, Walk]:
    return {}


@pytest.fixture
def walk(official_database: None, walked: dict[str, Walk]) -> Walk:
    """Every flow is read and drawn once for all tests of this file."""
    if "rs" not in walked:
        walked["rs"] = walk_all()
    return walked["rs"]


def walk_all() -> Walk:
    found = Walk()
    sheets = ReviewSheet.objects.filter(sheet_year=RS, block_links__isnull=False).distinct()
    for sheet in sheets.select_related("ministry").prefetch_related(*PARTS).order_by("pk").iterator(chunk_size=500):
        flow = flow_of(sheet)
        chart = flow_chart(flow, sheet_year=RS)
        flow_words(flow, sheet_year=RS)
        found.sheets += 1
        found.arrows[sheet.number] = list(ArrowRow.all_of(flow))
        found.balances[sheet.number] = Balance.of(flow)
        found.several_sources += sum(len({link.source for link in block.incoming}) > 1 for block in flow.blocks)
        found.several_sources_of_money += sum(len(block.source_letters) > 1 for block in flow.blocks)
        if isinstance(chart, Chart):
            found.charts += 1
            (sankey,) = chart.payload["data"]
            found.bands[sheet.number] = len(sankey["link"]["value"])
            assert all(value > 0 for value in sankey["link"]["value"])
        if has_cycle(flow):
            found.cyclic.append(sheet.number)
    return found


def test_every_sheet_with_an_arrow_is_walked(walk: Walk) -> None:
    assert (walk.sheets, walk.charts) == (5_435, 4_633)


def test_every_arrow_of_5_2_is_drawn_or_named(walk: Walk, shared_data: Path) -> None:
    arrows, _rows, _costs = in_5_2(shared_data)
    named = Counter(
        (number, arrow.source.letter, arrow.target.letter)
        for number, rows in walk.arrows.items()
        for arrow in rows
        if arrow.is_published
    )
    assert sum(arrows.values()) == 20_074
    assert named == arrows


def test_every_arrow_has_a_band_or_a_reason(walk: Walk) -> None:
    for number, arrows in walk.arrows.items():
        drawn = [arrow for arrow in arrows if arrow.undrawn is None and not arrow.is_repeated]
        assert (number, walk.bands.get(number, 0)) == (number, len(drawn))
    published = [arrow for arrow in walk.all_arrows if arrow.is_published]
    assert Counter(arrow.undrawn for arrow in published) == {
        None: 18_338,
        Undrawn.NOT_POSITIVE: 927,
        Undrawn.BLANK: 790,
        Undrawn.SELF: 17,
        Undrawn.DOUBTFUL: 2,
    }


def test_kinds_of_arrows(walk: Walk) -> None:
    assert Counter(arrow.kind for arrow in walk.all_arrows) == {
        ArrowKind.DIRECT: 13_163,
        ArrowKind.RECOMMISSIONED: 6_867,
        ArrowKind.OTHER: 30,
        ArrowKind.OWN_COST: 1_046,
        ArrowKind.REFERENCE: 13,
        ArrowKind.SELF: 17,
    }
    assert sum(arrow.source.place is Place.OTHER_MONEY for arrow in walk.all_arrows) == 16
    assert sum(arrow.is_repeated for arrow in walk.all_arrows) == 277


def test_graphs_that_are_no_trees(walk: Walk) -> None:
    """123 blocks have several sources with references and self-arrows counted, 109 of them several of money."""
    assert (len(walk.cyclic), walk.several_sources, walk.several_sources_of_money) == (12, 123, 109)
    split = Counter(
        (number, arrow.target) for number, arrows in walk.arrows.items() for arrow in arrows if arrow.is_split
    )
    assert len(split) == 109


def test_own_cost_is_that_of_5_2(walk: Walk, shared_data: Path) -> None:
    _arrows, rows, costs = in_5_2(shared_data)
    own = {number: balance.own_cost.yen for number, balance in walk.balances.items() if not balance.own_cost.is_blank}
    assert (len(rows), sum(rows.values()), sum(costs.values())) == (1_046, 2_359, 57_161_676_374)
    assert own == costs


def test_what_enters_and_the_gap_are_what_was_executed(walk: Walk) -> None:
    compared = 0
    for balance in walk.balances.values():
        if balance.gap_yen is not None:
            assert (balance.direct.yen or 0) + (balance.own_cost.yen or 0) + balance.gap_yen == balance.executed.yen
            compared += 1
        else:
            assert balance.entered.yen is None or balance.executed.yen is None
    gaps = [balance.gap_yen for balance in walk.balances.values() if balance.gap_yen is not None]
    assert compared == 4_707
    assert (gaps.count(0), sum(gap > 0 for gap in gaps), sum(gap < 0 for gap in gaps)) == (3_172, 935, 600)
    assert sum(gaps) == 23_792_806_797


def test_sums_of_all_flows(walk: Walk) -> None:
    """All direct blocks come to 129,725,227,195,116 yen; one of them, of 411,000,000, is doubtful and stays out."""
    balances = walk.balances.values()
    assert sum(balance.direct.yen or 0 for balance in balances) == 129_724_816_195_116
    assert (sum(balance.doubtful for balance in balances), sum(balance.shared for balance in balances)) == (1, 25)
