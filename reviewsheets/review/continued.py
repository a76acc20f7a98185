"""Which indicator of a sheet is which of the sheet before."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from decimal import Decimal
from functools import lru_cache

from reviewsheets.review.facts import IndicatorRow, SheetFacts
from reviewsheets.units.names import name_key

Key = Callable[[IndicatorRow], Hashable]
_LONGEST = 20_000  # names kept at once


@lru_cache(maxsize=_LONGEST)
def compared(text: str) -> str:
    """A name, unit or goal as it is compared."""
    return name_key(text)


def continued_from(new: Sequence[IndicatorRow], old: Sequence[IndicatorRow]) -> dict[int, IndicatorRow]:
    """The old indicators' ids → the new ones that continue them; what is not there was dropped or replaced.

    One for one, in this order: the same name; the same unit and the same actuals in all years that both give; the same
    goal and unit. Spaces, full-width forms and capitals do not count.
    """
    found: dict[int, IndicatorRow] = {}
    _match(found, new, old, _by_name)
    _match_actuals(found, new, old)
    _match(found, new, old, _by_goal)
    return found


def units_agree(one: IndicatorRow, other: IndicatorRow) -> bool:
    """Numbers of both can be compared."""
    return compared(one.unit) == compared(other.unit)


def earlier_of(facts: SheetFacts, indicator: IndicatorRow) -> list[IndicatorRow]:
    """The same indicator, in the same unit, on the sheets before, newest first; ends where a sheet has none."""
    found: list[IndicatorRow] = []
    newer, rows = indicator, _of_kind(facts, indicator.kind)
    for sheet in facts.earlier:
        older_rows = _of_kind(sheet, indicator.kind)
        pairs = continued_from(rows, older_rows)
        older = next((row for row in older_rows if row.pk in pairs and pairs[row.pk] is newer), None)
        if older is None or not units_agree(older, newer):
            return found
        found.append(older)
        newer, rows = older, older_rows
    return found


def _of_kind(facts: SheetFacts, kind: str) -> list[IndicatorRow]:
    return [row for row in facts.indicators if row.kind == kind]


def _by_name(row: IndicatorRow) -> Hashable:
    return compared(row.name)


def _by_goal(row: IndicatorRow) -> Hashable:
    return (compared(row.goal), compared(row.unit)) if row.goal else ""


def _match(found: dict[int, IndicatorRow], new: Sequence[IndicatorRow], old: Sequence[IndicatorRow], key: Key) -> None:
    """Add the pairs that this key makes of those not yet paired, in their order."""
    taken = {row.pk for row in found.values()}
    free: defaultdict[Hashable, list[IndicatorRow]] = defaultdict(list)
    for row in new:
        if row.pk not in taken:
            free[key(row)].append(row)
    for row in old:
        own = key(row)
        if row.pk not in found and own and free.get(own):
            found[row.pk] = free[own].pop(0)


def _match_actuals(found: dict[int, IndicatorRow], new: Sequence[IndicatorRow], old: Sequence[IndicatorRow]) -> None:
    taken = {row.pk for row in found.values()}
    free = [row for row in new if row.pk not in taken]
    for row in old:
        if row.pk in found:
            continue
        same = next((other for other in free if units_agree(other, row) and _actuals_agree(other, row)), None)
        if same is not None:
            found[row.pk] = same
            free.remove(same)


def _actuals_agree(one: IndicatorRow, other: IndicatorRow) -> bool:
    """Both give actuals of some years, the same ones, and not only zeros."""
    first, second = _actuals(one), _actuals(other)
    shared = first.keys() & second.keys()
    return any(first[year] for year in shared) and all(first[year] == second[year] for year in shared)


def _actuals(row: IndicatorRow) -> dict[int | None, Decimal]:
    return {
        value.fiscal_year: value.actual for value in row.values if value.column == "year" and value.actual is not None
    }
