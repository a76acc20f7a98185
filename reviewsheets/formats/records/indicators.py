"""Indicators with their values, and the path they stand on."""

from decimal import Decimal
from typing import NamedTuple


class IndicatorRecord(NamedTuple):
    """3-1 or a JUDGIT アウトカム/アウトプット: an indicator without its values."""

    position: int
    kind: str
    goal: str = ""
    name: str = ""
    unit: str = ""
    source: str = ""
    direction: str = ""
    number: str = ""
    term: str = ""
    goal_kind: str = ""
    decision: str = ""
    decision_part: str = ""
    decision_url: str = ""
    qualitative_reason: str = ""
    qualitative_result: str = ""
    source_row: int | None = None


class IndicatorValueRecord(NamedTuple):
    """A year of the indicator at that place in the list."""

    indicator: int
    column: str
    fiscal_year: int | None
    fiscal_year_text: str = ""
    target: Decimal | None = None
    target_text: str = ""
    actual: Decimal | None = None
    actual_text: str = ""
    published_achievement_percent: Decimal | None = None
    published_achievement_text: str = ""
    goal_mark: str = ""


class PathNodeRecord(NamedTuple):
    """3-2: a step of the path."""

    position: int
    kind: str
    number: str
    term: str
    text: str


class PathLinkRecord(NamedTuple):
    """3-2: an arrow between the steps at these places."""

    position: int
    source: int | None
    target: int | None
    follow_up: str
    single_stage_reason: str
    source_row: int | None = None
