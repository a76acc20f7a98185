"""Marks on what was published and cannot be right: kept as it stands, left out of sums and rankings."""

from collections.abc import Collection, Iterator

from django.db.models import BigIntegerField, Max, Value
from django.db.models.functions import Coalesce, Greatest

from reviewsheets.models import BudgetYear, Payment
from reviewsheets.models.bulk import batches

# A payee with more than ten times the project's largest budget figure: in half of the cases where a payee exceeds
# its project at all. Most are yen typed into a column of million yen.
TIMES_LARGEST_BUDGET = 10
SHEETS_AT_ONCE = 5_000
_AMOUNTS = ("published_total_yen", "initial_yen", "executed_yen", "requested_yen", "carried_in_yen")
_ZERO = Value(0, output_field=BigIntegerField())


def mark_doubtful_amounts(new: Collection[int], changed: Collection[int]) -> int:
    """Set `is_amount_doubtful` anew on the payments of these sheets; gives how many bear it.

    A sheet whose budget is nothing (its money stands on another sheet) has no measure: none of its payees is marked.
    """
    doubtful = [pk for batch in batches((*new, *changed), SHEETS_AT_ONCE) for pk in _doubtful(batch)]
    for batch in batches(changed, SHEETS_AT_ONCE):
        Payment.objects.filter(block__sheet__in=batch, is_amount_doubtful=True).update(is_amount_doubtful=False)
    for batch in batches(doubtful, SHEETS_AT_ONCE):
        Payment.objects.filter(pk__in=batch).update(is_amount_doubtful=True)
    return len(doubtful)


def _doubtful(sheet_ids: list[int]) -> Iterator[int]:
    budgets = _largest_budget_yen(sheet_ids)
    payments = Payment.objects.filter(block__sheet__in=sheet_ids, amount_yen__gt=0).order_by()
    largest = dict(
        payments.values("block__sheet").annotate(largest=Max("amount_yen")).values_list("block__sheet", "largest")
    )
    suspected = [sheet_id for sheet_id, amount_yen in largest.items() if _is_far_above(amount_yen, budgets, sheet_id)]
    rows = payments.filter(block__sheet__in=suspected).values_list("pk", "block__sheet", "amount_yen")
    return (pk for pk, sheet_id, amount_yen in rows if _is_far_above(amount_yen, budgets, sheet_id))


def _is_far_above(amount_yen: int, budgets: dict[int, int], sheet_id: int) -> bool:
    return amount_yen > TIMES_LARGEST_BUDGET * budgets.get(sheet_id, 0) > 0


def _largest_budget_yen(sheet_ids: list[int]) -> dict[int, int]:
    largest = Greatest(*(Coalesce(amount, _ZERO) for amount in _AMOUNTS))
    rows = BudgetYear.objects.filter(sheet__in=sheet_ids).order_by().values("sheet").annotate(largest=Max(largest))
    return dict(rows.values_list("sheet", "largest"))
