"""How the project is to take effect: the steps of the path and the arrows between them (3-2)."""

from dataclasses import dataclass
from itertools import groupby

from reviewsheets.models import PathLink, PathNode, ReviewSheet


@dataclass(frozen=True)
class PathStep:
    """A step of the path: アクティビティ, アウトプット or アウトカム; `kind` in words, the text as written."""

    kind: str
    number: str
    term: str
    text: str


@dataclass(frozen=True)
class PathArrow:
    """An arrow to a later step; None where the sheet names no step."""

    target: PathStep | None
    follow_up: str
    single_stage_reason: str


@dataclass(frozen=True)
class PathRow:
    """A step with the arrows that start there, one after the other as the sheet lists them."""

    source: PathStep | None
    arrows: tuple[PathArrow, ...]


def path_of(sheet: ReviewSheet) -> tuple[PathRow, ...]:
    """目標のつながり in the sheet's order; arrows that follow each other from one step stand together."""
    links = sheet.path_links.all()
    return tuple(
        PathRow(_step(arrows[0].source), tuple(_arrow(link) for link in arrows))
        for _source, group in groupby(links, key=lambda link: link.source_id)
        for arrows in [list(group)]
    )


def _arrow(link: PathLink) -> PathArrow:
    return PathArrow(_step(link.target), link.follow_up, link.single_stage_reason)


def _step(node: PathNode | None) -> PathStep | None:
    if node is None:
        return None
    return PathStep(str(node.get_kind_display()), node.number, node.term, node.text)
