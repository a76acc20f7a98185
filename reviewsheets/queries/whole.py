"""A sheet with the rows of all its tables, read once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reviewsheets.models import ReviewSheet
from reviewsheets.queries.accounts import AccountTable, BudgetItemYear, accounts_of, budget_items_of
from reviewsheets.queries.basis import (
    LawRow,
    MeasureRow,
    OrganisationRow,
    PlanRow,
    SubsidyRow,
    laws_of,
    measures_of,
    organisations_of,
    plans_of,
    subsidies_of,
    web_address,
)
from reviewsheets.queries.budget import BudgetLines, ExecutionYear, budget_lines, execution_by_year
from reviewsheets.queries.contracts import (
    Competition,
    MultiYearRow,
    OwnCostRow,
    multi_year_contracts_of,
    own_costs_of,
)
from reviewsheets.queries.evaluation import (
    CheckGroup,
    Opinions,
    ReflectedRow,
    RemarkRow,
    check_groups,
    opinions_of,
    reflected_of,
    remarks_of,
)
from reviewsheets.queries.forms import is_rs_form
from reviewsheets.queries.indicators import (
    ActionRow,
    IndicatorMatrix,
    PolicyRow,
    UnitCostMatrix,
    actions_of,
    activities_of,
    indicators_of,
    outcomes_of,
    policies_of,
    unit_costs_of,
)
from reviewsheets.queries.path import PathRow, path_of
from reviewsheets.queries.references import PastNumber, RelatedRow, past_numbers_of, related_of
from reviewsheets.queries.review import SheetOutcomes, review_of
from reviewsheets.queries.sheets import outline_of
from reviewsheets.queries.sources import SourceRow, sources_of
from reviewsheets.queries.spending import Flow, flow_of

# What each table of a sheet is read from; a table of that name has its layout in exports.
TABLES: dict[str, Callable[[ReviewSheet], Any]] = {
    "outline": outline_of,
    "organisations": organisations_of,
    "measures": measures_of,
    "laws": laws_of,
    "plans": plans_of,
    "subsidy-rates": subsidies_of,
    "related-projects": related_of,
    "budget": execution_by_year,
    "budget-notes": execution_by_year,
    "budget-accounts": accounts_of,
    "budget-items": budget_items_of,
    "budget-lines": budget_lines,
    "indicators": indicators_of,
    "path": path_of,
    "outcomes": outcomes_of,
    "activities": activities_of,
    "unit-costs": unit_costs_of,
    "policies": policies_of,
    "checks": check_groups,
    "related": related_of,
    "opinions": opinions_of,
    "evaluation": opinions_of,
    "reflected-amounts": reflected_of,
    "remarks-received": remarks_of,
    "past-numbers": past_numbers_of,
    "blocks": flow_of,
    "links": flow_of,
    "flow-sums": flow_of,
    "own-costs": own_costs_of,
    "items": flow_of,
    "item-uses": flow_of,
    "payees": flow_of,
    "payments": flow_of,
    "contracts": flow_of,
    "multi-year-contracts": multi_year_contracts_of,
    "review": review_of,
    "sources": sources_of,
}


@dataclass(frozen=True)
class WholeSheet:
    """A sheet and the rows of its tables, in the order of the RS form; what only the paper form has stands last."""

    sheet: ReviewSheet
    organisations: tuple[OrganisationRow, ...]
    measures: tuple[MeasureRow, ...]
    laws: tuple[LawRow, ...]
    plans: tuple[PlanRow, ...]
    subsidies: tuple[SubsidyRow, ...]
    related: tuple[RelatedRow, ...]
    execution: tuple[ExecutionYear, ...]
    accounts: AccountTable
    budget_items: tuple[BudgetItemYear, ...]
    actions: tuple[ActionRow, ...]
    activities: IndicatorMatrix
    outcomes: IndicatorMatrix
    path: tuple[PathRow, ...]
    opinions: Opinions
    reflected: tuple[ReflectedRow, ...]
    remarks: tuple[RemarkRow, ...]
    flow: Flow
    own_costs: tuple[OwnCostRow, ...]
    multi_year: tuple[MultiYearRow, ...]
    sources: tuple[SourceRow, ...]
    lines: BudgetLines
    unit_costs: UnitCostMatrix
    policies: tuple[PolicyRow, ...]
    checks: tuple[CheckGroup, ...]
    past_numbers: tuple[PastNumber, ...]
    review: SheetOutcomes

    @property
    def multi_year_competition(self) -> Competition:
        """How its contracts over several years came about."""
        return Competition.of(row.terms for row in self.multi_year)

    @property
    def contract_competition(self) -> Competition:
        """How the contracts below its payees came about."""
        payees = (payee for block in self.flow.blocks for payee in block.payees)
        return Competition.of(contract.terms for payee in payees for contract in payee.contracts)

    @property
    def is_rs_form(self) -> bool:
        """The sheet is on the form of the RS System."""
        return is_rs_form(self.sheet)

    @property
    def has_other_request(self) -> bool:
        """A request that the row 当初予算 does not show."""
        return any(row.has_other_request for row in self.execution)

    @property
    def has_pending_execution(self) -> bool:
        """A year of the sheet has not ended."""
        return any(row.is_execution_pending for row in self.execution)

    @property
    def noted_years(self) -> tuple[ExecutionYear, ...]:
        """The budget years with a reason for a change or a note, newest first."""
        return tuple(row for row in reversed(self.execution) if row.change_reason or row.notes)

    @property
    def has_checks(self) -> bool:
        """Some check question is answered."""
        return any(row.mark or row.explanation for group in self.checks for row in group.rows)

    @property
    def officers(self) -> tuple[str, ...]:
        """作成責任者 of the sheet's own division."""
        named = (self.sheet.officer, *(row.officer for row in self.organisations if not row.organisation))
        return tuple(dict.fromkeys(filter(None, named)))

    @property
    def further_organisations(self) -> tuple[OrganisationRow, ...]:
        """その他担当組織: those beside the sheet's own division."""
        return tuple(row for row in self.organisations if row.organisation)

    @property
    def source_link(self) -> str:
        """Where the ministry published the sheet, if a page may link to it."""
        return web_address(self.sheet.source_url)

    @property
    def outline_link(self) -> str:
        """Where the outline is, if a page may link to it."""
        return web_address(self.sheet.outline_url)

    @property
    def citations(self) -> tuple[str, ...]:
        """What its sources ask to be cited as."""
        return tuple(dict.fromkeys(row.citation for row in self.sources))


def whole_sheet(sheet: ReviewSheet) -> WholeSheet:
    """All tables of a sheet that `sheet_at` loaded; one query of its own where related projects have numbers."""
    return WholeSheet(
        sheet=sheet,
        organisations=organisations_of(sheet),
        measures=measures_of(sheet),
        laws=laws_of(sheet),
        plans=plans_of(sheet),
        subsidies=subsidies_of(sheet),
        related=related_of(sheet),
        execution=execution_by_year(sheet),
        accounts=accounts_of(sheet),
        budget_items=budget_items_of(sheet),
        actions=actions_of(sheet),
        activities=activities_of(sheet),
        outcomes=outcomes_of(sheet),
        path=path_of(sheet),
        opinions=opinions_of(sheet),
        reflected=reflected_of(sheet),
        remarks=remarks_of(sheet),
        flow=flow_of(sheet),
        own_costs=own_costs_of(sheet),
        multi_year=multi_year_contracts_of(sheet),
        sources=sources_of(sheet),
        lines=budget_lines(sheet),
        unit_costs=unit_costs_of(sheet),
        policies=policies_of(sheet),
        checks=check_groups(sheet),
        past_numbers=past_numbers_of(sheet),
        review=review_of(sheet),
    )
