"""The measure of amounts that cannot be right (単位誤りの疑い): kept as published, left out of sums and rankings."""

from collections.abc import Collection

from django.db.models import BigIntegerField, Max, Value
from django.db.models.functions import Coalesce, Greatest

from reviewsheets.models import BudgetYear
from reviewsheets.models.bulk import among

# More than ten times the project's largest budget figure: in half of the cases where a payee exceeds its project at
# all. Most are yen typed into a column of million yen.
TIMES_LARGEST_BUDGET = 10
_AMOUNTS = ("published_total_yen", "initial_yen", "executed_yen", "requested_yen", "carried_in_yen")
_ZERO = Value(0, output_field=BigIntegerField())


def is_far_above(amount_yen: int | None, largest_yen: int | None) -> bool:
    """A sheet whose budget is nothing (its money stands on another sheet) has no measure."""
    return (amount_yen or 0) > TIMES_LARGEST_BUDGET * (largest_yen or 0) > 0


def largest_budget_yen(sheet_ids: Collection[int]) -> dict[int, int]:
    """Sheet → the largest figure of its budget years. One query."""
    largest = Greatest(*(Coalesce(amount, _ZERO) for amount in _AMOUNTS))
    rows = BudgetYear.objects.filter(among("sheet", sheet_ids)).order_by().values("sheet")
    return dict(rows.annotate(largest=Max(largest)).values_list("sheet", "largest"))
