"""Marks on what was published and cannot be right: kept as it stands, left out of sums and rankings."""

from collections.abc import Collection, Iterator
from itertools import groupby

from django.db.models import Max

from reviewsheets.models import Payment, ReviewSheet
from reviewsheets.models.bulk import SHEETS_AT_ONCE, among, batches
from reviewsheets.summaries.doubts import largest_budget_yen
from reviewsheets.units.doubts import is_above_in_such_a_block, is_block_far_above, is_far_above


def mark_doubtful_amounts(new: Collection[int], changed: Collection[int]) -> int:
    """Set `is_amount_doubtful` anew on the payments of these sheets; gives how many bear it.

    A sheet whose budget is nothing (its money stands on another sheet) has no measure: none of its payees is marked.
    In a block that is far above as a whole every row above the measure is marked, not the largest alone.
    """
    doubtful = [pk for batch in batches((*new, *changed), SHEETS_AT_ONCE) for pk in _doubtful(batch)]
    for batch in batches(changed, SHEETS_AT_ONCE):
        Payment.objects.filter(block__sheet__in=batch, is_amount_doubtful=True).update(is_amount_doubtful=False)
    for batch in batches(doubtful, SHEETS_AT_ONCE):
        Payment.objects.filter(pk__in=batch).update(is_amount_doubtful=True)
    return len(doubtful)


def mark_all_doubtful_amounts() -> int:
    """The same of all sheets."""
    return mark_doubtful_amounts((), list(ReviewSheet.objects.order_by("pk").values_list("pk", flat=True)))


def _doubtful(sheet_ids: list[int]) -> Iterator[int]:
    budgets = largest_budget_yen(sheet_ids)
    payments = Payment.objects.filter(among("block__sheet", sheet_ids), amount_yen__gt=0).order_by()
    largest = dict(
        payments.values("block__sheet").annotate(largest=Max("amount_yen")).values_list("block__sheet", "largest")
    )
    suspected = [pk for pk, amount_yen in largest.items() if is_far_above(amount_yen, budgets.get(pk))]
    columns = ("block", "block__sheet", "block__total_yen", "pk", "amount_yen")
    rows = payments.filter(block__sheet__in=suspected).order_by("block").values_list(*columns)
    for (_block_id, sheet_id, total_yen), own in groupby(rows, key=lambda row: row[:3]):
        yield from _doubtful_of_block([row[3:] for row in own], total_yen, budgets[sheet_id])


def _doubtful_of_block(rows: list[tuple[int, int]], total_yen: int | None, largest_yen: int) -> Iterator[int]:
    """Of rows with an amount each."""
    is_wrong = is_block_far_above((amount_yen for _pk, amount_yen in rows), total_yen, largest_yen)
    for pk, amount_yen in rows:
        if is_far_above(amount_yen, largest_yen) or (is_wrong and is_above_in_such_a_block(amount_yen, largest_yen)):
            yield pk
