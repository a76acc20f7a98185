"""How the project is to take effect: the steps of the path and the arrows between them (3-2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from reviewsheets.models import PathLink, PathNode, ReviewSheet


class Stage(StrEnum):
    """How far a step is on the way to the effect; OUTCOME without a term that tells it, OTHER without a kind."""

    ACTIVITY = "activity"
    OUTPUT = "output"
    SHORT_TERM = "short-term"
    MIDDLE_TERM = "middle-term"
    LONG_TERM = "long-term"
    OUTCOME = "outcome"
    OTHER = "other"


TERMS = (("短期", Stage.SHORT_TERM), ("中期", Stage.MIDDLE_TERM), ("長期", Stage.LONG_TERM))


@dataclass(frozen=True)
class PathStep:
    """A step of the path: アクティビティ, アウトプット or アウトカム; `kind` in words, the text as written.

    `key` tells apart steps of a sheet that say the same.
    """

    kind: str
    number: str
    term: str
    text: str
    stage: Stage = Stage.OTHER
    key: int = 0


@dataclass(frozen=True)
class PathArrow:
    """An arrow to a later step; None where the sheet names no step."""

    target: PathStep | None
    follow_up: str
    single_stage_reason: str


@dataclass(frozen=True)
class PathRow:
    """A step with the arrows that start there, one after the other as the sheet lists them; none for a step alone."""

    source: PathStep | None
    arrows: tuple[PathArrow, ...]


def path_of(sheet: ReviewSheet) -> tuple[PathRow, ...]:
    """目標のつながり in the sheet's order; arrows that follow each other from one step stand together.

    Steps that no arrow leaves or reaches come last.
    """
    links = list(sheet.path_links.all())
    rows = [
        PathRow(_step(arrows[0].source), tuple(_arrow(link) for link in arrows))
        for _source, group in groupby(links, key=lambda link: link.source_id)
        for arrows in [list(group)]
    ]
    return (*rows, *_steps_alone(sheet, links))


def _steps_alone(sheet: ReviewSheet, links: list[PathLink]) -> Iterator[PathRow]:
    linked = {end for link in links for end in (link.source_id, link.target_id)}
    for node in sheet.path_nodes.all():
        if node.pk not in linked:
            yield PathRow(_step(node), ())


def _arrow(link: PathLink) -> PathArrow:
    return PathArrow(_step(link.target), link.follow_up, link.single_stage_reason)


def _step(node: PathNode | None) -> PathStep | None:
    if node is None:
        return None
    return PathStep(str(node.get_kind_display()), node.number, node.term, node.text, _stage(node), node.pk)


def _stage(node: PathNode) -> Stage:
    if node.kind == PathNode.Kind.ACTIVITY:
        return Stage.ACTIVITY
    if node.kind == PathNode.Kind.OUTPUT:
        return Stage.OUTPUT
    if node.kind == PathNode.Kind.OUTCOME:
        return next((stage for word, stage in TERMS if word in node.term), Stage.OUTCOME)
    return Stage.OTHER
