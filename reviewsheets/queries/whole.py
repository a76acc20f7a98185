"""A sheet with the rows of all its tables, read once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reviewsheets.models import ReviewSheet
from reviewsheets.queries.budget import BudgetLines, ExecutionYear, budget_lines, execution_by_year
from reviewsheets.queries.evaluation import CheckGroup, Opinions, check_groups, opinions_of
from reviewsheets.queries.indicators import (
    IndicatorMatrix,
    PolicyRow,
    UnitCostMatrix,
    activities_of,
    outcomes_of,
    policies_of,
    unit_costs_of,
)
from reviewsheets.queries.sheets import outline_of
from reviewsheets.queries.spending import Flow, PastNumber, RelatedRow, flow_of, past_numbers_of, related_of

# What each table of a sheet is read from; a table of that name has its layout in exports.
TABLES: dict[str, Callable[[ReviewSheet], Any]] = {
    "outline": outline_of,
    "budget": execution_by_year,
    "budget-lines": budget_lines,
    "outcomes": outcomes_of,
    "activities": activities_of,
    "unit-costs": unit_costs_of,
    "policies": policies_of,
    "checks": check_groups,
    "related": related_of,
    "opinions": opinions_of,
    "past-numbers": past_numbers_of,
    "blocks": flow_of,
    "links": flow_of,
    "items": flow_of,
    "payees": flow_of,
}


@dataclass(frozen=True)
class WholeSheet:
    """A sheet and the rows of its tables, in the order of the paper form."""

    sheet: ReviewSheet
    execution: tuple[ExecutionYear, ...]
    lines: BudgetLines
    outcomes: IndicatorMatrix
    activities: IndicatorMatrix
    unit_costs: UnitCostMatrix
    policies: tuple[PolicyRow, ...]
    checks: tuple[CheckGroup, ...]
    related: tuple[RelatedRow, ...]
    opinions: Opinions
    past_numbers: tuple[PastNumber, ...]
    flow: Flow

    @property
    def has_other_request(self) -> bool:
        """A request that the row 当初予算 does not show."""
        return any(row.has_other_request for row in self.execution)


def whole_sheet(sheet: ReviewSheet) -> WholeSheet:
    """All tables of a sheet that `sheet_at` loaded; no query of its own."""
    return WholeSheet(
        sheet=sheet,
        execution=execution_by_year(sheet),
        lines=budget_lines(sheet),
        outcomes=outcomes_of(sheet),
        activities=activities_of(sheet),
        unit_costs=unit_costs_of(sheet),
        policies=policies_of(sheet),
        checks=check_groups(sheet),
        related=related_of(sheet),
        opinions=opinions_of(sheet),
        past_numbers=past_numbers_of(sheet),
        flow=flow_of(sheet),
    )
