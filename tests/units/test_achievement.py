"""Targets: reached, missed, or nothing to be said."""

from decimal import Decimal

import pytest

from reviewsheets.units.achievement import State, achievement_percent, is_reached, state_of


@pytest.mark.parametrize(
    ("direction", "target", "actual", "reached"),
    [
        ("up", 100, 100, True),
        ("up", 100, 101, True),
        ("up", 100, 99, False),
        ("down", 100, 99, True),
        ("down", 100, 101, False),
        ("", 100, 100, True),
        ("", 100, 101, None),
        ("", 0, -1, None),
    ],
)
def test_a_target_is_reached_in_its_direction(direction: str, target: int, actual: int, reached: bool | None) -> None:
    assert is_reached(direction, Decimal(target), Decimal(actual)) is reached


@pytest.mark.parametrize(
    ("direction", "target", "actual", "percent"),
    [
        ("up", 100, 150, 150),
        ("down", 100, 50, 200),
        ("", 80, 40, 50),
        ("up", 0, 5, None),
        ("up", -10, 5, None),
        ("down", 100, 0, None),
        ("up", None, 5, None),
        ("up", 5, None, None),
    ],
)
def test_the_achievement_is_a_share_of_the_target(
    direction: str, target: int | None, actual: int | None, percent: int | None
) -> None:
    numbers = (None if number is None else Decimal(number) for number in (target, actual))
    assert achievement_percent(direction, *numbers) == percent


@pytest.mark.parametrize(
    ("direction", "target", "actual", "texts", "state"),
    [
        ("up", 100, 150, ("", ""), State.REACHED),
        ("up", 100, 151, ("", ""), State.EXCEEDED),
        ("down", 100, 66, ("", ""), State.EXCEEDED),
        ("up", 100, 99, ("", ""), State.MISSED),
        ("up", 0, 5, ("", ""), State.REACHED),
        ("", 100, 99, ("", ""), State.NOT_COMPARABLE),
        ("up", None, 99, ("検討中", ""), State.NOT_COMPARABLE),
        ("up", None, 99, ("-", ""), State.NO_TARGET),
        ("up", 100, None, ("", "－"), State.NO_ACTUAL),
        ("up", 100, None, ("", "集計中"), State.NOT_COMPARABLE),
        ("up", None, None, ("-", ""), State.BLANK),
        ("up", None, None, ("", ""), State.BLANK),
    ],
)
def test_the_state_of_a_year(
    direction: str, target: int | None, actual: int | None, texts: tuple[str, str], state: State
) -> None:
    numbers = (None if number is None else Decimal(number) for number in (target, actual))
    assert state_of(direction, *numbers, *texts) is state
