"""A sheet with everything that hangs on it, before it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Model

from reviewsheets.models import ReviewSheet
from reviewsheets.units.cells import read_cell, read_yen_cell

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class SheetTree:
    """An unsaved sheet and its unsaved rows, in any order; their foreign keys point at each other unsaved."""

    sheet: ReviewSheet
    rows: tuple[Model, ...]

    def of(self, model: type[Row]) -> list[Row]:
        """The rows of one model, in their order."""
        return [row for row in self.rows if isinstance(row, model)]


def number_cells(**written: str) -> Mapping[str, Decimal | str | None]:
    """number_cells(target="-") → the columns `target` and `target_text`; blank, a number and words told apart."""
    cells = {column: read_cell(text) for column, text in written.items()}
    return {name: cell.number for name, cell in cells.items()} | {f"{n}_text": cell.text for n, cell in cells.items()}


def million_cells(**written: str) -> Mapping[str, Any]:
    """million_cells(initial="599") → the columns `initial_yen` and `initial_text`, from million yen."""
    cells = {column: read_yen_cell(text) for column, text in written.items()}
    return {f"{n}_yen": cell.yen for n, cell in cells.items()} | {f"{n}_text": cell.text for n, cell in cells.items()}
