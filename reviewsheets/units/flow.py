"""The graph of a sheet's money: how blocks are reached from the ministry."""

from collections.abc import Hashable, Iterable
from enum import StrEnum
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


class Reach(StrEnum):
    """How money gets to a block."""

    DIRECT = "direct"  # the ministry pays it
    RECOMMISSIONED = "recommissioned"  # a block pays it out of what came from the ministry
    OTHER = "other"  # no arrows of money lead to it from the ministry
    UNKNOWN = "unknown"  # the sheet gives no arrows of money at all


def depths(arrows: Iterable[tuple[Node | None, Node]]) -> dict[Node | None, int]:
    """The fewest arrows of money from the ministry (None) to each node that they reach; a cycle ends the walk."""
    targets: dict[Node | None, list[Node]] = {}
    for source, target in arrows:
        targets.setdefault(source, []).append(target)
    found: dict[Node | None, int] = {None: 0}
    frontier: list[Node | None] = [None]
    while frontier:
        depth = found[frontier[0]] + 1
        nearest = dict.fromkeys(target for source in frontier for target in targets.get(source, ()))
        frontier = [target for target in nearest if target not in found]
        found |= dict.fromkeys(frontier, depth)
    return found


def reach_at(depth: int | None, *, has_arrows: bool = True) -> Reach:
    """What so many arrows from the ministry come to; None: none lead there."""
    if not has_arrows:
        return Reach.UNKNOWN
    if depth is None:
        return Reach.OTHER
    return Reach.DIRECT if depth == 1 else Reach.RECOMMISSIONED
