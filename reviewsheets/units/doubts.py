"""Which amounts cannot be right (単位誤りの疑い). Pure: importers mark by it, the review finds by it."""

from collections.abc import Iterable

# More than ten times the project's largest budget figure: in half of the cases where a payee exceeds its project at
# all. Most are yen typed into a column of million yen.
TIMES_LARGEST_BUDGET = 10


def measure_yen(budgeted_yen: int | None, requested_yen: int | None) -> int:
    """The largest figure of a sheet, 0 for none: what next year asks for measures nothing where nothing was budgeted.

    The money of a sheet without a budget of its own stands on another sheet.
    """
    return max(budgeted_yen or 0, requested_yen or 0) if (budgeted_yen or 0) > 0 else 0


def is_far_above(amount_yen: int | None, largest_yen: int | None, *, times: int = TIMES_LARGEST_BUDGET) -> bool:
    """A sheet whose budget is nothing has no measure."""
    return (amount_yen or 0) > times * (largest_yen or 0) > 0


def is_block_far_above(
    amounts_yen: Iterable[int | None],
    total_yen: int | None,
    largest_yen: int | None,
    *,
    times: int = TIMES_LARGEST_BUDGET,
) -> bool:
    """A payee of the block is far above the measure, and so is the block's own total where it states one."""
    if total_yen is not None and not is_far_above(total_yen, largest_yen, times=times):
        return False
    return any(is_far_above(amount_yen, largest_yen, times=times) for amount_yen in amounts_yen)


def is_above_in_such_a_block(amount_yen: int | None, largest_yen: int | None) -> bool:
    """Of a block that is far above, also each payee that alone got more than the measure: one slip fills the column."""
    return (amount_yen or 0) > (largest_yen or 0) > 0
