"""Where the steps of a path and their arrows stand: columns from what is done to what comes of it.

x counts columns, y is pixels downwards. An arrow over several columns has a lane of its own between the boxes there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from statistics import fmean

from reviewsheets.queries.path import PathRow, PathStep, Stage

BOX_HEIGHT, BOX_GAP, LANE_HEIGHT = 62, 14, 10
HALF_WIDTH = 0.39  # of a box, in columns
PORT_GAP, PORTS_HEIGHT = 8, 46  # where arrows leave or reach a box, below each other
HEAD = 0.02  # of an arrow, in columns
BULGE = 0.13  # of an arrow between steps of one column
BEND_POINTS = 8
SWEEPS = 4
ORDER = tuple(Stage)


@dataclass(frozen=True)
class Spot:
    """A step, or where an arrow names none: `step` is None there, before the first column or after the last."""

    key: int
    step: PathStep | None
    is_end: bool = False


@dataclass(frozen=True)
class Box:
    """A step with its column and the middle of its height."""

    spot: Spot
    column: int
    y: float


@dataclass(frozen=True)
class Line:
    """An arrow as drawn, up to its head; `is_back`: the head points to the left."""

    points: tuple[tuple[float, float], ...]
    is_back: bool


@dataclass(frozen=True)
class Drawing:
    """The columns (None: where an arrow names no step), boxes, and a line for each arrow in the sheet's order."""

    columns: tuple[Stage | None, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    height: float


Arrow = tuple[int, int]  # keys of two spots
Slot = int | tuple[int, int]  # a spot's key, or (arrow, column) of a lane


def drawing_of(rows: Sequence[PathRow]) -> Drawing:
    """Steps joined by arrows stand together; a column has the order that crosses the fewest arrows of those tried."""
    spots, arrows = _graph(rows)
    columns = _columns(spots.values())
    column_of = {key: columns.index(_rank(spot)) for key, spot in spots.items()}
    places: dict[Slot, float] = {}
    height = 0.0
    for keys in _groups(spots, arrows):
        layers = _layers(keys, arrows, column_of, len(columns))
        size = max(_height(layer) for layer in layers)
        for layer in layers:
            places.update(_stacked(layer, height + (size - _height(layer)) / 2))
        height += size
    boxes = tuple(Box(spot, column_of[key], places[key]) for key, spot in spots.items())
    lines = tuple(_lines(arrows, column_of, places))
    stages = tuple(ORDER[rank] if 0 <= rank < len(ORDER) else None for rank in columns)
    return Drawing(stages, boxes, lines, height)


def _graph(rows: Sequence[PathRow]) -> tuple[dict[int, Spot], list[Arrow]]:
    """Each step once, in the order of their numbers; an end that is not named is a spot of its own arrow."""
    spots: dict[int, Spot] = {}
    arrows: list[Arrow] = []
    for row in rows:
        source = _spot(row.source, len(spots), is_end=False)
        spots.setdefault(source.key, source)
        for arrow in row.arrows:
            target = _spot(arrow.target, len(spots), is_end=True)
            spots.setdefault(target.key, target)
            arrows.append((source.key, target.key))
    return dict(sorted(spots.items(), key=lambda item: _number(item[1]))), arrows


def _number(spot: Spot) -> float:
    number = spot.step.number if spot.step else ""
    return int(number) if number.isdecimal() else inf


def _spot(step: PathStep | None, place: int, *, is_end: bool) -> Spot:
    return Spot(-1 - place, None, is_end) if step is None else Spot(step.key, step)


def _rank(spot: Spot) -> int:
    if spot.step is None:
        return len(ORDER) if spot.is_end else -1
    return ORDER.index(spot.step.stage)


def _columns(spots: Iterable[Spot]) -> list[int]:
    return sorted({_rank(spot) for spot in spots})


def _groups(spots: dict[int, Spot], arrows: list[Arrow]) -> Iterator[list[int]]:
    """The steps that arrows join, whichever way, in the order of the first."""
    group = {key: key for key in spots}

    def head(key: int) -> int:
        while group[key] != key:
            key = group[key]
        return key

    for source, target in arrows:
        group[head(target)] = head(source)
    found: dict[int, list[int]] = {}
    for key in spots:
        found.setdefault(head(key), []).append(key)
    yield from found.values()


def _layers(keys: list[int], arrows: list[Arrow], column_of: dict[int, int], columns: int) -> list[list[Slot]]:
    """Boxes and lanes of each column in the order that crosses the fewest arrows of those tried."""
    layers: list[list[Slot]] = [[key for key in keys if column_of[key] == column] for column in range(columns)]
    edges: list[list[tuple[Slot, Slot]]] = [[] for _column in range(columns)]
    members = set(keys)
    for place, (source, target) in enumerate(arrows):
        if source in members:
            chain = _chain(place, source, target, column_of)
            for column, slot in chain[1:-1]:
                layers[column].append(slot)
            for (column, slot), (_next, following) in pairwise(chain):
                edges[column].append((slot, following))
    return _least_crossed(layers, edges)


def _chain(place: int, source: int, target: int, column_of: dict[int, int]) -> list[tuple[int, Slot]]:
    """An arrow's slots from left to right, whichever way it points; none between two of one column."""
    left, right = sorted((source, target), key=lambda key: column_of[key])
    if column_of[left] == column_of[right]:
        return [(column_of[left], left)]
    between = range(column_of[left] + 1, column_of[right])
    return [(column_of[left], left), *((column, (place, column)) for column in between), (column_of[right], right)]


Edges = list[list[tuple[Slot, Slot]]]


def _least_crossed(layers: list[list[Slot]], edges: Edges) -> list[list[Slot]]:
    best, least = layers, _crossings(layers, edges)
    for sweep in range(SWEEPS):
        if not least:
            break
        layers = _swept(layers, edges, rightwards=sweep % 2 == 0)
        crossed = _crossings(layers, edges)
        if crossed < least:
            best, least = layers, crossed
    return best


def _swept(layers: list[list[Slot]], edges: Edges, *, rightwards: bool) -> list[list[Slot]]:
    """Each column sorted by the middle of what it is joined to in the column before (or after) it."""
    swept = [list(layer) for layer in layers]
    order = range(1, len(layers)) if rightwards else range(len(layers) - 2, -1, -1)
    for column in order:
        fixed = column - 1 if rightwards else column + 1
        places = {slot: place for place, slot in enumerate(swept[fixed])}
        joined: dict[Slot, list[int]] = {}
        for left, right in edges[min(column, fixed)]:
            moved, other = (right, left) if rightwards else (left, right)
            joined.setdefault(moved, []).append(places[other])
        own = {slot: place for place, slot in enumerate(swept[column])}
        swept[column].sort(key=lambda slot: fmean(joined[slot]) if slot in joined else own[slot])
    return swept


def _crossings(layers: list[list[Slot]], edges: Edges) -> int:
    crossed = 0
    for column, joined in enumerate(edges[:-1]):
        left = {slot: place for place, slot in enumerate(layers[column])}
        right = {slot: place for place, slot in enumerate(layers[column + 1])}
        ends = sorted((left[source], right[target]) for source, target in joined)
        crossed += sum(
            before[0] < after[0] and before[1] > after[1] for place, after in enumerate(ends) for before in ends[:place]
        )
    return crossed


def _slot_height(slot: Slot) -> int:
    return BOX_HEIGHT + BOX_GAP if isinstance(slot, int) else LANE_HEIGHT


def _height(layer: list[Slot]) -> int:
    return sum(_slot_height(slot) for slot in layer)


def _stacked(layer: list[Slot], top: float) -> Iterator[tuple[Slot, float]]:
    for slot in layer:
        yield slot, top + _slot_height(slot) / 2
        top += _slot_height(slot)


def _lines(arrows: list[Arrow], column_of: dict[int, int], places: dict[Slot, float]) -> Iterator[Line]:
    ports = _ports(arrows, column_of, places)
    for place, (source, target) in enumerate(arrows):
        start, end = places[source] + ports[place, "out"], places[target] + ports[place, "in"]
        first, last = column_of[source], column_of[target]
        if first == last:
            yield Line(tuple(_round_the_side(last + HALF_WIDTH, start, end)), is_back=True)
            continue
        way = 1 if first < last else -1
        points = [(first + way * HALF_WIDTH, start)]
        for column in range(first + way, last, way):
            points += _bend(points[-1], (column - way * HALF_WIDTH, places[place, column]))
            points.append((column + way * HALF_WIDTH, places[place, column]))
        points += _bend(points[-1], (last - way * (HALF_WIDTH + HEAD), end))
        yield Line(tuple(points), is_back=way < 0)


def _ports(arrows: list[Arrow], column_of: dict[int, int], places: dict[Slot, float]) -> dict[tuple[int, str], float]:
    """How far from the middle of its box each arrow leaves and reaches it, in the order of the other ends."""
    sides: dict[tuple[int, bool], list[tuple[float, int, str]]] = {}
    for place, (source, target) in enumerate(arrows):
        is_back = column_of[source] > column_of[target]
        is_within = column_of[source] == column_of[target]
        sides.setdefault((source, not is_back), []).append((places[target], place, "out"))
        sides.setdefault((target, is_back or is_within), []).append((places[source], place, "in"))
    found: dict[tuple[int, str], float] = {}
    for ends in sides.values():
        gap = min(PORT_GAP, PORTS_HEIGHT / max(1, len(ends) - 1))
        for position, (_other, place, side) in enumerate(sorted(ends)):
            found[place, side] = (position - (len(ends) - 1) / 2) * gap
    return found


def _bend(start: tuple[float, float], end: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """From a point, which is not given again, to another: level at both."""
    if start[1] == end[1]:
        yield end
        return
    for step in range(1, BEND_POINTS + 1):
        part = step / BEND_POINTS
        eased = part * part * (3 - 2 * part)
        yield start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * eased


def _round_the_side(edge: float, start: float, end: float) -> Iterator[tuple[float, float]]:
    for step in range(2 * BEND_POINTS + 1):
        part = step / (2 * BEND_POINTS)
        out = HEAD * part + BULGE * 4 * part * (1 - part)
        yield edge + out, start + (end - start) * part
