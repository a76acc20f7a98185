"""Amounts of contracts that cannot be right: kept as published, left out of sums and of the order by amount."""

from collections.abc import Collection
from typing import Any

from django.db.models import BigIntegerField, Case, F, Max, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest

from reviewsheets.models import BudgetYear, ContractFacts

# The measure that marks payees: more than ten times the largest figure of the sheet's budget (単位誤りの疑い).
TIMES_LARGEST_BUDGET = 10
_ZERO = Value(0, output_field=BigIntegerField())
_BUDGET = ("published_total_yen", "initial_yen", "executed_yen", "requested_yen", "carried_in_yen")
_KNOWN = ("total_yen", "initial_yen", "executed_yen", "requested_yen")  # the summary's part of it
_MARKED = Q(payment__is_amount_doubtful=True) | Q(contract__payment__is_amount_doubtful=True)


def doubtful_contracts(facts: QuerySet[ContractFacts]) -> frozenset[int]:
    """Ids of contracts whose payee's amount is marked, and of those over several years that are far above the budget.

    A sheet whose budget is nothing has no measure. Two queries, the second of the few sheets that may be meant.
    """
    known_yen = Greatest(*(Coalesce(f"sheet__summary__{name}", _ZERO) for name in _KNOWN))
    far_above = Q(is_multi_year=True, amount_yen__gt=TIMES_LARGEST_BUDGET * known_yen)
    found = facts.filter(_MARKED | far_above).order_by().values_list("pk", "sheet", "is_multi_year", "amount_yen")
    rows: list[Any] = list(found)
    largest = _largest_budget_yen({sheet_id for _pk, sheet_id, is_multi_year, _yen in rows if is_multi_year})
    return frozenset(
        pk
        for pk, sheet_id, is_multi_year, amount_yen in rows
        if not is_multi_year or amount_yen > TIMES_LARGEST_BUDGET * largest.get(sheet_id, 0) > 0
    )


def _largest_budget_yen(sheet_ids: Collection[int]) -> dict[int, int]:
    largest = Greatest(*(Coalesce(name, _ZERO) for name in _BUDGET))
    rows = BudgetYear.objects.filter(sheet__in=sheet_ids).order_by().values("sheet").annotate(largest=Max(largest))
    return dict(rows.values_list("sheet", "largest"))


def undoubted_yen(doubtful: Collection[int]) -> Case:
    """The amount; None where it is doubtful."""
    return Case(When(pk__in=doubtful, then=None), default=F("amount_yen"), output_field=BigIntegerField(null=True))
