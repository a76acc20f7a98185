"""What the linker is told about a sheet, and what it answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Method(StrEnum):
    """How two sheets were found to be of one project, the strongest first."""

    PROJECT_ID = "project_id"  # 予算事業ID, the same project in every RS year
    FORMER_NUMBER = "former_number"  # 旧事業番号
    PAST_REFERENCE = "past_reference"  # 関連する過去のレビューシート
    PREVIOUS_NUMBER = "previous_number"  # 2021-総務-20-0068: a hint, never enough
    PUBLISHED_ID = "published_id"  # JUDGIT 事業ID: a hint, never enough after 2019
    NAME = "name"  # name, ministry, start year, division
    FIGURES = "figures"  # the same budget years, the same money


class PastReference(NamedTuple):
    """A number that a sheet gives for an earlier one. `number` as published, its parts joined by hyphens."""

    sheet_year: int
    ministry: str
    number: str


class YearFigures(NamedTuple):
    """One budget year as a sheet reports it. Whole yen; None where blank; carried_out positive.

    `requested_yen` stands at the year that it is requested for.
    """

    budget_year: int
    initial_yen: int | None = None
    supplementary_yen: int | None = None
    carried_in_yen: int | None = None
    carried_out_yen: int | None = None
    contingency_yen: int | None = None
    executed_yen: int | None = None
    requested_yen: int | None = None

    def amounts(self) -> Iterator[tuple[str, int]]:
        """(kind, yen) of what is not blank, without the request."""
        named = (
            ("initial", self.initial_yen),
            ("supplementary", self.supplementary_yen),
            ("carried_in", self.carried_in_yen),
            ("carried_out", self.carried_out_yen),
            ("contingency", self.contingency_yen),
            ("executed", self.executed_yen),
        )
        return ((kind, yen) for kind, yen in named if yen is not None)


class SheetFacts(NamedTuple):
    """One sheet. Texts as published, blank where there is none. Named tuples go to another process fastest."""

    sheet_id: int
    sheet_year: int
    ministry: str
    number: str
    name: str
    bureau: str = ""
    division: str = ""
    start_year: int | None = None
    published_project_id: int | None = None
    former_number: str = ""
    references: tuple[PastReference, ...] = ()
    figures: tuple[YearFigures, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetLink:
    """A later sheet continues an earlier one.

    `is_main`: the one continuation. A sheet has at most one main link back and one forward, so main links alone make
    up projects; the others are the branches of a split or merge, or a number that a ministry gave beside it.
    `evidence`: what speaks for and against, as `kind:value` parted by "; ".
    """

    earlier_id: int
    later_id: int
    method: Method
    evidence: str
    is_main: bool
