"""When a sheet revises an amount of an earlier one: the one rule of a project's page and of the list of all revisions.

A blank cell revises nothing; "-" is taken for 0 where the other sheet has a number. 計 is compared with 計 of the same
basis only: net of what is carried over to sheet year 2023, gross from 2024.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from reviewsheets.units.cells import YenCell, is_pending
from reviewsheets.units.money import Basis, BudgetFigures

PARTS = ("initial", "supplementary", "carried_in", "carried_out", "contingency")
WRITTEN = (*PARTS, "executed", "requested")
FIGURES = (*PARTS, "total", "executed", "requested")
BLANK = YenCell()
Sheet = TypeVar("Sheet")


@dataclass(frozen=True)
class Told:
    """What a sheet says of a budget year: a cell for each of `FIGURES`, and what its 計 means."""

    cells: Mapping[str, YenCell]
    basis: Basis


@dataclass(frozen=True)
class Revised(Generic[Sheet]):
    """An amount that a sheet gives otherwise than the one before it that has it."""

    figure: str
    old_sheet: Sheet
    old: YenCell
    new_sheet: Sheet
    new: YenCell


def told(written: Mapping[str, YenCell], *, basis: Basis, published_total_yen: int | None, is_request: bool) -> Told:
    """The figures of a budget year from its cells of `WRITTEN`; `is_request`: 計 there is what is asked for."""
    total = BLANK if is_request else _total(written, basis, published_total_yen)
    executed = BLANK if is_pending(written["executed"]) else written["executed"]
    return Told({**written, "total": total, "executed": executed}, basis)


def _total(written: Mapping[str, YenCell], basis: Basis, published_total_yen: int | None) -> YenCell:
    """計 as computed; as published where a part of it is blank, which filled in later would revise nothing."""
    parts = PARTS if basis is Basis.NET else [part for part in PARTS if part != "carried_out"]
    if any(written[part].is_blank for part in parts):
        return YenCell(published_total_yen)
    return YenCell(BudgetFigures(basis, **{f"{part}_yen": written[part].yen for part in PARTS}).total_yen)


def revised(years: Sequence[tuple[Sheet, Told]]) -> Iterator[Revised[Sheet]]:
    """The revisions of one budget year by `FIGURES`; `years`: what each sheet says of it, the oldest sheet first."""
    for figure in FIGURES:
        for comparable in _comparable(years, figure):
            cells = [(sheet, cell) for sheet, year in comparable if not (cell := year.cells[figure]).is_blank]
            for (old_sheet, old), (new_sheet, new) in pairwise(cells):
                if (old.yen or 0) != (new.yen or 0):
                    yield Revised(figure, old_sheet, old, new_sheet, new)


def _comparable(years: Sequence[tuple[Sheet, Told]], figure: str) -> Iterator[Sequence[tuple[Sheet, Told]]]:
    if figure != "total":
        yield years
        return
    for basis in Basis:
        yield [(sheet, year) for sheet, year in years if year.basis is basis]
