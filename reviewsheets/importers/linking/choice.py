"""One earlier sheet for one later one: the pairs with the most evidence first, and none where two are as good."""

from collections import defaultdict
from collections.abc import Iterable

from reviewsheets.importers.linking.evidence import Evidence

NEAREST_RIVAL_POINTS = 0.25


def chosen_pairs(pairs: Iterable[Evidence]) -> list[Evidence]:
    """At most one pair for every sheet; of pairs that no evidence tells apart, none."""
    ranked = sorted(pairs, key=rank)
    by_sheet: defaultdict[int, list[Evidence]] = defaultdict(list)
    for pair in ranked:
        for sheet_id in ids(pair):
            by_sheet[sheet_id].append(pair)
    taken: set[int] = set()
    chosen = []
    for pair in ranked:
        if taken.isdisjoint(ids(pair)) and not has_rival(pair, by_sheet, taken):
            taken.update(ids(pair))
            chosen.append(pair)
    return chosen


def rank(pair: Evidence) -> tuple[float, int, int]:
    """The most points first, whatever the order they came in."""
    return -pair.points, pair.later.facts.sheet_id, pair.earlier.facts.sheet_id


def ids(pair: Evidence) -> tuple[int, int]:
    """Both sheets."""
    return pair.earlier.facts.sheet_id, pair.later.facts.sheet_id


def has_rival(pair: Evidence, by_sheet: dict[int, list[Evidence]], taken: set[int]) -> bool:
    """Another pair of one of the two sheets is still open and as good."""
    for sheet_id in ids(pair):
        for other in by_sheet[sheet_id]:
            if other.points <= pair.points - NEAREST_RIVAL_POINTS:
                break
            if other is not pair and taken.isdisjoint(ids(other)):
                return True
    return False
