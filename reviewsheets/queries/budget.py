"""Was the money used as budgeted: budget and execution by year and account, budget lines and items."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from reviewsheets.models import BudgetLine, BudgetYear, ReviewSheet
from reviewsheets.queries.forms import is_rs_form
from reviewsheets.units.cells import YenCell, is_pending
from reviewsheets.units.money import Basis

BLANK = YenCell()
PARTS = ("initial", "supplementary", "carried_in", "carried_out", "contingency")


@dataclass(frozen=True)
class ExecutionYear:
    """One budget year as one sheet reports it; amounts in yen, rates in percent, `carried_out` positive.

    `total` is computed from the parts, and blank where there is but a request, which is no budget;
    `published_total_yen` is what an imported file says. Rates are None where they cannot be computed.
    """

    budget_year: int
    is_request: bool
    basis: Basis
    initial: YenCell = BLANK
    supplementary: YenCell = BLANK
    carried_in: YenCell = BLANK
    carried_out: YenCell = BLANK
    contingency: YenCell = BLANK
    executed: YenCell = BLANK
    requested: YenCell = BLANK
    total: YenCell = BLANK
    execution_rate_percent: Decimal | None = None
    gross_rate_percent: Decimal | None = None
    net_rate_percent: Decimal | None = None
    appropriation_rate_percent: Decimal | None = None
    unused_yen: int | None = None
    published_total_yen: int | None = None
    total_mismatch_yen: int | None = None
    published_rate_percent: Decimal | None = None
    rate_differs: bool = False
    change_reason: str = ""
    notes: str = ""
    prints_request: bool = False  # as 計: the paper form does

    @property
    def is_execution_pending(self) -> bool:
        """The year has not ended: the official file says 0 and means not yet."""
        return is_pending(self.executed)

    @property
    def executed_known(self) -> YenCell:
        """執行額 where there is one: what its rates follow."""
        return BLANK if self.is_execution_pending else self.executed

    @property
    def is_asked(self) -> bool:
        """The row tells what is asked for the year, not what was given."""
        return self.is_request and not self.requested.is_blank

    @property
    def total_basis(self) -> Basis | None:
        """What 計 means; None where a request stands in its place."""
        return None if self.is_asked else self.basis

    @property
    def form_total(self) -> YenCell:
        """計 as the sheet's own form prints it: a request too on paper, a dash as 0."""
        return YenCell(self.requested.yen or 0) if self.is_asked and self.prints_request else self.total

    @property
    def form_total_basis(self) -> Basis | None:
        """What the 計 of the form means."""
        return None if self.is_asked and self.form_total.is_blank else self.basis

    @property
    def asked_or_initial(self) -> YenCell:
        """The cell of the row 当初予算: in the column of the year requested the form has the request there."""
        return self.requested if self.is_asked else self.initial

    @property
    def has_other_request(self) -> bool:
        """A request that the row 当初予算 does not show."""
        return not self.requested.is_blank and self.asked_or_initial is not self.requested


def execution_by_year(sheet: ReviewSheet) -> tuple[ExecutionYear, ...]:
    """One row a budget year, oldest first: the years the sheet reports, on the paper form all its five (Y-3 … Y+1).

    A year of the form that the sheet does not report is a blank row.
    """
    known = {row.budget_year: row for row in sheet.budget_years.all()}
    form_years = set() if known and is_rs_form(sheet) else set(sheet.budget_year_range)
    years = sorted(known.keys() | form_years)
    return tuple(_execution_year(sheet, year, known.get(year)) for year in years)


def _execution_year(sheet: ReviewSheet, budget_year: int, stored: BudgetYear | None) -> ExecutionYear:
    is_request = budget_year == sheet.sheet_year + 1
    if stored is None:
        return ExecutionYear(budget_year, is_request, sheet.basis)
    figures, asked = stored.figures, _cell(stored, "requested")
    total = BLANK if is_request and not asked.is_blank else _total(stored)
    return ExecutionYear(
        budget_year=budget_year,
        is_request=is_request,
        basis=stored.basis,
        **{part: _cell(stored, part) for part in (*PARTS, "executed", "requested")},
        total=total,
        execution_rate_percent=figures.execution_rate_percent,
        gross_rate_percent=figures.gross_execution_rate_percent,
        net_rate_percent=figures.net_execution_rate_percent,
        appropriation_rate_percent=figures.appropriation_rate_percent,
        unused_yen=figures.unused_yen,
        published_total_yen=stored.published_total_yen,
        total_mismatch_yen=_request_mismatch(stored, asked, total) if is_request else stored.total_mismatch_yen,
        published_rate_percent=stored.published_rate_percent,
        rate_differs=stored.rate_differs,
        change_reason=stored.change_reason,
        notes=stored.notes,
        prints_request=not is_rs_form(sheet),
    )


def _cell(row: BudgetYear | BudgetLine, part: str) -> YenCell:
    return YenCell(getattr(row, f"{part}_yen"), getattr(row, f"{part}_text"))


def _total(stored: BudgetYear) -> YenCell:
    """計: blank while no part is written."""
    if all(_cell(stored, part).is_blank for part in PARTS):
        return BLANK
    return YenCell(stored.figures.total_yen)


def _request_mismatch(stored: BudgetYear, asked: YenCell, total: YenCell) -> int | None:
    """The published 計 of the year requested is held against the request, a dash taken for 0."""
    computed_yen = total.yen if asked.is_blank else asked.yen or 0
    if stored.published_total_yen is None or computed_yen is None:
        return None
    return stored.published_total_yen - computed_yen or None


@dataclass(frozen=True)
class BudgetLineRow:
    """One 歳出予算目: the sheet year's initial budget and the next year's request, in yen."""

    name: str
    initial: YenCell
    requested: YenCell


@dataclass(frozen=True)
class BudgetLines:
    """予算内訳 with its computed totals: a number, a dash where only dashes stand, blank where nothing does."""

    rows: tuple[BudgetLineRow, ...]
    initial_total: YenCell
    requested_total: YenCell


def budget_lines(sheet: ReviewSheet) -> BudgetLines:
    """The sheet's budget lines in their order."""
    rows = tuple(
        BudgetLineRow(line.name, _cell(line, "initial"), _cell(line, "requested")) for line in sheet.budget_lines.all()
    )
    return BudgetLines(rows, sum_of(row.initial for row in rows), sum_of(row.requested for row in rows))


def sum_of(cells: Iterable[YenCell]) -> YenCell:
    """A column's total: its numbers added; a dash where only dashes stand, blank where nothing does."""
    written = [cell for cell in cells if not cell.is_blank]
    numbers = [cell.yen for cell in written if cell.yen is not None]
    if numbers:
        return YenCell(sum(numbers))
    return written[0] if written else BLANK
