"""Whole tables of the database: every row of every given sheet, streamed, in the order of the list of sheets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Sum, Value, When

from reviewsheets.models import BlockLink, Indicator, ReviewSheet, RowCounts, RuleTally, SpendingSums
from reviewsheets.queries.findings import found_by
from reviewsheets.queries.forms import FIRST_RS_YEAR
from reviewsheets.review.rules import registry

ROWS_A_BLOCK = 2_000
SHEET_ORDER = ("-sheet_year", "ministry__order", "ministry_id", "number", "pk")
BLOCK_ORDER = ("blocks__position", "blocks__pk")
PAYMENT_ORDER = (*BLOCK_ORDER, "blocks__payments__position", "blocks__payments__pk")

_MONEY = BlockLink.objects.filter(kind=BlockLink.Kind.MONEY)
# Whether the ministry pays the block itself; None on a sheet without arrows of money, which does not say.
_IS_DIRECT = Case(
    When(Exists(_MONEY.filter(target=OuterRef("blocks__pk"), source=None)), then=Value(True)),
    When(Exists(_MONEY.filter(sheet=OuterRef("pk"))), then=Value(False)),
    default=None,
    output_field=BooleanField(null=True),
)
# Which way is better: the paper form, where it does not say, means more; on the RS form nothing is taken for granted.
_BETTER = Case(
    When(Q(indicators__direction="", sheet_year__lt=FIRST_RS_YEAR), then=Value(Indicator.Direction.UP.value)),
    default="indicators__direction",
)


@dataclass(frozen=True)
class _Rows:
    """What one row of a table is: the relation of the sheet that makes it, its order, what is worked out of it.

    `only` is what of the relation is told of at all.
    """

    relation: str = ""
    order: tuple[str, ...] = ()
    only: Mapping[str, Any] = field(default_factory=dict)
    worked_out: Mapping[str, Any] = field(default_factory=dict)


# Under which name the rows of a table are counted.
COUNTED = {
    "sheets": "sheets",
    "budget-years": "budget_years",
    "indicators": "indicators",
    "blocks": "blocks",
    "contracts": "contracts",
}
_KNOWN_RULES = tuple(rule.code for rule in registry)  # what others found cannot be said in words
_TABLES = {
    "sheets": _Rows(),
    "budget-years": _Rows("budget_years", ("budget_years__budget_year",)),
    # A line a value; an indicator without values has one line too.
    "indicators": _Rows(
        "indicators",
        (
            "indicators__kind",
            "indicators__position",
            "indicators__pk",
            "indicators__values__fiscal_year",
            "indicators__values__pk",
        ),
        worked_out={"better": _BETTER},
    ),
    "blocks": _Rows("blocks", BLOCK_ORDER, worked_out={"is_direct": _IS_DIRECT}),
    "payments": _Rows("blocks__payments", PAYMENT_ORDER, worked_out={"is_direct": _IS_DIRECT}),
    "contracts": _Rows(
        "blocks__payments__contracts",
        (*PAYMENT_ORDER, "blocks__payments__contracts__position", "blocks__payments__contracts__pk"),
    ),
    "findings": _Rows(
        "findings",
        ("findings__rule", "findings__pk"),
        only={"findings__closed_at": None, "findings__rule__in": _KNOWN_RULES},
    ),
}


def row_counts(
    counts: QuerySet[RowCounts], sums: QuerySet[SpendingSums], tallies: QuerySet[RuleTally]
) -> dict[str, int]:
    """How many rows each table has of published sheets: all are kept, by year and ministry."""
    numbers = counts.aggregate(**{f"sum_{name}": Sum(name) for name in COUNTED.values()})
    payments: int = sums.aggregate(payments=Sum("payments"))["payments"] or 0
    found = found_by(tallies.filter(rule__in=_KNOWN_RULES), "rule")
    known = {"payments": payments, "findings": sum(found.values())}
    return {table: numbers[f"sum_{name}"] or 0 for table, name in COUNTED.items()} | known


def row_blocks(sheets: QuerySet[ReviewSheet], table: str, fields: Sequence[str]) -> Iterator[list[tuple[Any, ...]]]:
    """The rows in blocks, each row the values of `fields` as paths from the sheet; one query, read as it is asked for.

    Money in yen. Newest sheets first, ministries in their order; within a sheet as the sheet has them. Values are as
    the database gives them, which takes half the time: SQLite has 0 and 1 for a truth and doubles for decimals, and
    lists are JSON.
    """
    rows = _TABLES[table]
    asked = _joined(sheets, rows).annotate(**rows.worked_out).order_by(*SHEET_ORDER, *rows.order)
    statement, values = asked.values_list(*fields).query.sql_with_params()
    with connection.chunked_cursor() as cursor:  # on PostgreSQL the rows stay on the server
        cursor.execute(statement, values)
        while block := cursor.fetchmany(ROWS_A_BLOCK):
            yield block


def _joined(sheets: QuerySet[ReviewSheet], rows: _Rows) -> QuerySet[ReviewSheet]:
    ordered = sheets.order_by()
    return ordered.filter(**{f"{rows.relation}__isnull": False}, **rows.only) if rows.relation else ordered
