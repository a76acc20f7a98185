"""Whether a target came true, and how far. Which way is better is told by the sheet, or by nobody."""

from decimal import Decimal
from enum import StrEnum

from reviewsheets.units.money import percent

FAR_EXCEEDED_PERCENT = Decimal(150)
_DASHES = frozenset("-‐‑–—−－ー")


class Direction(StrEnum):
    """改善の方向."""

    UP = "up"
    DOWN = "down"
    UNKNOWN = ""


class State(StrEnum):
    """How one year of an indicator came out. The last four say why nothing can be said."""

    EXCEEDED = "exceeded"  # reached, by more than half of the target
    REACHED = "reached"
    MISSED = "missed"
    NOT_COMPARABLE = "not-comparable"  # words, or two numbers that differ on a sheet that tells no direction
    NO_TARGET = "no-target"
    NO_ACTUAL = "no-actual"
    BLANK = "blank"


COMPARED = (State.EXCEEDED, State.REACHED, State.MISSED)


def is_reached(direction: str, target: Decimal, actual: Decimal) -> bool | None:
    """Whether a target was reached; None where the direction is not given and the two differ."""
    if actual == target:
        return True
    if direction == Direction.UP:
        return actual > target
    if direction == Direction.DOWN:
        return actual < target
    return None


def achievement_percent(direction: str, target: Decimal | None, actual: Decimal | None) -> Decimal | None:
    """達成度: actual of target in percent, or target of actual where less is better; None where it has no meaning.

    Where the direction is not given it is the share of the target that was done, which says nothing of better or worse.
    """
    part, whole = (target, actual) if direction == Direction.DOWN else (actual, target)
    return None if whole is None or whole <= 0 else percent(part, whole)


def state_of(
    direction: str, target: Decimal | None, actual: Decimal | None, target_text: str = "", actual_text: str = ""
) -> State:
    """The state of a year's target and actual; the texts are what the cells say where they hold no number."""
    if target is not None and actual is not None:
        return _compared(direction, target, actual)
    has_target = target is not None or _says_something(target_text)
    has_actual = actual is not None or _says_something(actual_text)
    if has_target and has_actual:
        return State.NOT_COMPARABLE
    if has_actual:
        return State.NO_TARGET
    return State.NO_ACTUAL if has_target else State.BLANK


def _compared(direction: str, target: Decimal, actual: Decimal) -> State:
    reached = is_reached(direction, target, actual)
    if reached is None:
        return State.NOT_COMPARABLE
    achieved = achievement_percent(direction, target, actual)
    if reached and achieved is not None and achieved > FAR_EXCEEDED_PERCENT:
        return State.EXCEEDED
    return State.REACHED if reached else State.MISSED


def _says_something(text: str) -> bool:
    """More than a dash, which stands for nothing."""
    return bool(set(text.strip()) - _DASHES)
