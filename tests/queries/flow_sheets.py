"""Sheets whose ministry pays, and what a page of flows is asked for."""

from reviewsheets import access
from reviewsheets.models import ReviewSheet
from reviewsheets.queries.flows import FlowsAsked, Published
from tests.factories import make_block, make_budget_year, make_link, make_payment, make_sheet

Paid = dict[str, int]


def sheet_of(
    ministry: str, name: str, paid: Paid, *, sheet_year: int = 2024, executed: int | None = None
) -> ReviewSheet:
    """A sheet whose ministry pays these payees, in million yen."""
    sheet = make_sheet(sheet_year=sheet_year, ministry=ministry, name=name)
    block = make_block(sheet, name="請負事業者")
    make_link(None, block)
    for payee, million in paid.items():
        make_payment(block, payee, amount_million=million)
    if executed is not None:
        make_budget_year(sheet, sheet_year - 1, executed_million=executed)
    return sheet


def published(**narrowing: object) -> Published:
    summaries = access.public_summaries()
    return Published(
        receipts=access.public_receipts(),
        payee_sums=access.public_payee_sums(),
        spending=access.public_spending_sums(),
        summaries=summaries,
        columns=access.public_columns(),
        narrowed=summaries.filter(**narrowing) if narrowing else None,
    )


def asked(**chosen: object) -> FlowsAsked:
    return FlowsAsked(2024, **chosen)  # type: ignore[arg-type]  # as the test names them
