"""Marks on what was published and cannot be right: kept as it stands, left out of sums and rankings."""

from collections.abc import Collection, Iterator

from django.db.models import Max

from reviewsheets.models import Payment
from reviewsheets.models.bulk import SHEETS_AT_ONCE, among, batches
from reviewsheets.summaries.doubts import is_far_above, largest_budget_yen


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
    budgets = largest_budget_yen(sheet_ids)
    payments = Payment.objects.filter(among("block__sheet", sheet_ids), amount_yen__gt=0).order_by()
    largest = dict(
        payments.values("block__sheet").annotate(largest=Max("amount_yen")).values_list("block__sheet", "largest")
    )
    suspected = [pk for pk, amount_yen in largest.items() if is_far_above(amount_yen, budgets.get(pk))]
    rows = payments.filter(block__sheet__in=suspected).values_list("pk", "block__sheet", "amount_yen")
    return (pk for pk, sheet_id, amount_yen in rows if is_far_above(amount_yen, budgets.get(sheet_id)))
