"""Whole tables of the database: every row of every given sheet, streamed, in the order of the list of sheets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Case, Exists, Model, OuterRef, Q, QuerySet, Sum, Value, When

from reviewsheets.models import BlockLink, Indicator, ReviewSheet, RuleTally, SpendingSums
from reviewsheets.queries.findings import found_by
from reviewsheets.queries.forms import FIRST_RS_YEAR
from reviewsheets.queries.sheets import FEW, few_ids
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
    may_be_missing: str = ""
    worked_out: Mapping[str, Any] = field(default_factory=dict)


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
        may_be_missing="indicators__values",
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
    sheets: QuerySet[ReviewSheet],
    hidden: QuerySet[ReviewSheet],
    sums: QuerySet[SpendingSums],
    tallies: QuerySet[RuleTally],
    *,
    few: int = FEW,
) -> dict[str, int]:
    """How many rows each table has of `sheets`; `hidden` are all others, `sums` and `tallies` those of the same."""
    known = _counted_already(sums, tallies)
    others = few_ids(hidden, few=few)
    counted = {name: rows for name, rows in _TABLES.items() if name not in known}
    if others is None:
        return {name: _count(sheets, rows) for name, rows in counted.items()} | known
    drafts = ReviewSheet.objects.filter(pk__in=others)
    counts = _count_all(counted)
    return {name: counts[name] - (_count(drafts, rows) if others else 0) for name, rows in counted.items()} | known


def _counted_already(sums: QuerySet[SpendingSums], tallies: QuerySet[RuleTally]) -> dict[str, int]:
    """The rows of the largest table, and of the one that is made of all sheets together."""
    payments: int = sums.aggregate(payments=Sum("payments"))["payments"] or 0
    found = found_by(tallies.filter(rule__in=_KNOWN_RULES), "rule")
    return {"payments": payments, "findings": sum(found.values())}


def _count(sheets: QuerySet[ReviewSheet], rows: _Rows) -> int:
    return _joined(sheets, rows).values_list(f"{rows.may_be_missing or rows.relation or 'pk'}").count()


def _count_all(tables: Mapping[str, _Rows]) -> dict[str, int]:
    """The rows of all sheets there are, in one question: PostgreSQL counts several tables side by side."""
    parts = [part for name, rows in tables.items() for part in _parts_to_count(name, rows)]
    # A count that stands alone in its question is the one that SQLite takes from an index without reading the rows.
    asked = (f"SELECT {place}, n FROM (SELECT COUNT(*) AS n FROM {part[2]}) t" for place, part in enumerate(parts))  # noqa: S608
    statement = " UNION ALL ".join(asked)
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found = dict(cursor.fetchall())
    counts = dict.fromkeys(tables, 0)
    for place, (name, sign, _told) in enumerate(parts):
        counts[name] += sign * found[place]
    return counts


def _parts_to_count(name: str, rows: _Rows) -> Iterator[tuple[str, int, str]]:
    """The name, whether its rows are added or taken off, and what they stand in."""
    yield name, 1, connection.ops.quote_name(_model_at(rows.relation)._meta.db_table)
    if rows.may_be_missing:
        parts, link = _model_at(rows.may_be_missing), _field_at(rows.may_be_missing).remote_field
        table, column = map(connection.ops.quote_name, (parts._meta.db_table, link.column))
        yield name, 1, table
        # To look for those that have none takes three times as long.
        yield name, -1, f"(SELECT DISTINCT {column} FROM {table}) told"  # noqa: S608 - names of ours


def _model_at(relation: str) -> Any:
    """What a path from the sheet leads to."""
    return _field_at(relation).related_model if relation else ReviewSheet


def _field_at(relation: str) -> Any:
    """The last step of a path from the sheet."""
    field: Any = None
    model: type[Model] = ReviewSheet
    for name in relation.split("__"):
        field = model._meta.get_field(name)
        model = field.related_model
    return field


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
