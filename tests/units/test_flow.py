"""How blocks are reached from the ministry."""

import pytest

from reviewsheets.units.flow import Reach, depths, reach_at


def test_blocks_are_as_deep_as_the_fewest_arrows() -> None:
    arrows = [(None, "A"), ("A", "B"), ("B", "C"), (None, "C"), ("D", "E")]
    assert depths(arrows) == {None: 0, "A": 1, "B": 2, "C": 1}


def test_cycles_and_arrows_to_oneself_end() -> None:
    assert depths([(None, "A"), ("A", "B"), ("B", "A"), ("B", "B")]) == {None: 0, "A": 1, "B": 2}


def test_cycle_that_nothing_leads_to_is_not_reached() -> None:
    assert depths([("A", "B"), ("B", "A")]) == {None: 0}


@pytest.mark.parametrize(
    ("depth", "reach"), [(1, Reach.DIRECT), (2, Reach.RECOMMISSIONED), (5, Reach.RECOMMISSIONED), (None, Reach.OTHER)]
)
def test_depth_tells_how_money_comes(depth: int | None, reach: Reach) -> None:
    assert reach_at(depth) is reach


def test_without_arrows_nobody_knows() -> None:
    assert reach_at(None, has_arrows=False) is Reach.UNKNOWN
