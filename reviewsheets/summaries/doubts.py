"""The measure of amounts that cannot be right (単位誤りの疑い): kept as published, left out of sums and rankings."""

from collections.abc import Collection

from django.db.models import BigIntegerField, Max, Value
from django.db.models.functions import Coalesce, Greatest

from reviewsheets.models import BudgetYear
from reviewsheets.models.bulk import among
from reviewsheets.units.doubts import measure_yen

_BUDGETED = ("published_total_yen", "initial_yen", "executed_yen", "carried_in_yen")
_ZERO = Value(0, output_field=BigIntegerField())


def largest_budget_yen(sheet_ids: Collection[int]) -> dict[int, int]:
    """Sheet → the largest figure of its budget years, 0 where a request is all it has. One query."""
    budgeted = Max(Greatest(*(Coalesce(amount, _ZERO) for amount in _BUDGETED)))
    rows = BudgetYear.objects.filter(among("sheet", sheet_ids)).order_by().values("sheet")
    figures = rows.annotate(budgeted=budgeted, requested=Max("requested_yen"))
    return {pk: measure_yen(*found) for pk, *found in figures.values_list("sheet", "budgeted", "requested")}
