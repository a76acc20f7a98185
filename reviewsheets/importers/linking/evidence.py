"""What two sheets have in common, weighed. The weights were chosen on half of the sheets of 2018 and 2019."""

import math
import re
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from reviewsheets.importers.linking.facts import Method, SheetFacts
from reviewsheets.importers.linking.numbers import SheetNumber, home_ministry, sheet_number
from reviewsheets.units.money import MILLION
from reviewsheets.units.names import name_key

FigureKey = tuple[int, str]  # budget year, kind
Figure = tuple[FigureKey, int]  # and million yen
Sign = tuple[str, object]  # kind, value

PIECE_LENGTH = 4

_FORMER_NAME = re.compile(r"\(旧(?:名称|事業名|名)?:?([^()]{4,})\)")
_ASIDE = re.compile(r"[(【〔\[〈<](?:仮称|新規|旧|平成|令和)[^)】〕\]〉>]*[)】〕\]〉>]|※.*$")

NAME_POINTS = 6.0
SAME_NAME_POINTS = 7.2
FIGURE_POINTS, MOST_FIGURE_POINTS = 0.35, 8.4
AGAINST_POINTS, MOST_AGAINST = 1.0, 4
REQUEST_POINTS = 0.7
MINISTRY_POINTS, OTHER_MINISTRY_POINTS = 1.0, -2.0
START_POINTS = 1.0
PLACE_POINTS = 0.5
HINT_POINTS = 1.0
REFERENCE_POINTS = 10.0
CLOSE_SHARE = 200  # two reports of one figure differ by less than a million or by half a percent


class Sheet:
    """A sheet with what comparing needs, worked out once."""

    def __init__(self, facts: SheetFacts) -> None:
        self.facts = facts
        self.key = name_key(facts.name)
        self.ministry = home_ministry(facts.ministry)
        self.amounts: dict[FigureKey, int] = {
            (year.budget_year, kind): yen for year in facts.figures for kind, yen in year.amounts()
        }
        self.requests = {year.budget_year: year.requested_yen for year in facts.figures if year.requested_yen}
        self.initials = {year.budget_year: year.initial_yen for year in facts.figures if year.initial_yen}

    @cached_property
    def settled(self) -> list[tuple[FigureKey, int]]:
        """The amounts that a later sheet can only repeat."""
        return [(key, yen) for key, yen in self.amounts.items() if is_settled(key, self.facts.sheet_year)]

    @cached_property
    def core(self) -> str:
        """The name without asides such as (仮称) and (旧…)."""
        return _ASIDE.sub("", self.key) or self.key

    @cached_property
    def former_names(self) -> list[str]:
        """The names that the name itself calls former ones."""
        return _FORMER_NAME.findall(self.key)

    @cached_property
    def pieces(self) -> frozenset[str]:
        """Every two neighbouring characters of the core."""
        return frozenset(self.core[place : place + 2] for place in range(max(len(self.core) - 1, 1)))

    @cached_property
    def signs(self) -> frozenset[Sign]:
        """What it may have in common with another sheet of its project, as values to look up."""
        return frozenset(_signs(self))

    @cached_property
    def place(self) -> tuple[str, str]:
        """Bureau and division as compared."""
        return _place_key(self.facts.bureau), _place_key(self.facts.division)

    @cached_property
    def number(self) -> SheetNumber | None:
        """The sheet's number told apart."""
        return sheet_number(self.facts.sheet_year, self.facts.ministry, self.facts.number)


class Evidence(NamedTuple):
    """What speaks for and against an earlier and a later sheet being one project."""

    earlier: Sheet
    later: Sheet
    stated: Method | None  # a number given for the earlier sheet
    hints: frozenset[Method]
    likeness_percent: int  # of the names; 100 is the same
    agreeing: int  # figures
    compared: int
    points: float

    @property
    def method(self) -> Method:
        """The strongest method that supports the link."""
        by_figures = self.likeness_percent < 100 and self.agreeing
        return self.stated or (Method.FIGURES if by_figures else Method.NAME)

    def written(self) -> str:
        """`past_reference:0043; name:100; figures:5/5; start_year:same; …`."""
        earlier, later = self.earlier.facts, self.later.facts
        start = "same" if earlier.start_year == later.start_year else f"{earlier.start_year}→{later.start_year}"
        parts = [f"{self.stated}:{earlier.number}"] if self.stated else []
        parts += sorted(self.hints)
        parts += [f"name:{self.likeness_percent}", f"figures:{self.agreeing}/{self.compared}", f"start_year:{start}"]
        if self.earlier.ministry != self.later.ministry:
            parts.append(f"ministry:{earlier.ministry}→{later.ministry}")
        return "; ".join(parts)


@lru_cache(maxsize=20_000)  # more than there are divisions
def _place_key(name: str) -> str:
    """`name_key`, worked out once for the sheets of a division."""
    return name_key(name)


def million(yen: int) -> int:
    """Rounded to million yen: the unit in which sheets to 2023 are written."""
    return (yen + MILLION // 2) // MILLION


def figures_of(sheet: Sheet) -> Iterator[Figure]:
    """Every amount but zeros, in million yen."""
    return ((key, million(yen)) for key, yen in sheet.amounts.items() if yen)


def _signs(sheet: Sheet) -> Iterator[Sign]:
    if sheet.key:
        yield from (("name", name) for name in (sheet.key, sheet.core, *sheet.former_names))
    for place in range(len(sheet.core) - PIECE_LENGTH + 1):
        yield "piece", sheet.core[place : place + PIECE_LENGTH]
    yield "place", (sheet.ministry, *sheet.place)
    yield from (("figure", figure) for figure in figures_of(sheet))
    for kind in ("initial", "executed"):
        years = sorted((key[0], yen) for key, yen in sheet.amounts.items() if key[1] == kind and yen)
        yield from (("run", (kind, *years_and_yen)) for years_and_yen in pairwise(years))
    if sheet.facts.published_project_id is not None:
        yield "id", sheet.facts.published_project_id


def likeness(earlier: Sheet, later: Sheet) -> int:
    """How alike two names are in percent: shared pairs of characters; a former name counts as the name."""
    if not (earlier.key and later.key):
        return 0
    if earlier.key == later.key:
        return 100
    if earlier.core == later.core or earlier.key in later.former_names:
        return 95
    shared = len(earlier.pieces & later.pieces)
    return min(94, 200 * shared // (len(earlier.pieces) + len(later.pieces)))


def is_close(one_yen: int, other_yen: int) -> bool:
    """The same figure, rounded or slightly revised."""
    difference_yen = abs(one_yen - other_yen)
    return difference_yen < MILLION or difference_yen <= abs(one_yen) // CLOSE_SHARE


def common_figures(earlier: Sheet, later: Sheet) -> list[tuple[FigureKey, int, int]]:
    """(key, earlier's yen, later's yen) of what both report as settled and not both as zero."""
    amounts = later.amounts
    return [
        (key, earlier_yen, later_yen)
        for key, earlier_yen in earlier.settled
        if (later_yen := amounts.get(key)) is not None and (earlier_yen or later_yen)
    ]


def is_settled(key: FigureKey, sheet_year: int) -> bool:
    """The sheets of that year know the figure: of their own year the initial budget alone."""
    return key[0] < sheet_year or key == (sheet_year, "initial")


def figure_points(earlier: Sheet, later: Sheet, rarity: Mapping[Figure, int], number: int) -> tuple[int, int, float]:
    """(agreeing, compared, points): an agreement weighs the more the fewer sheets of that year have the figure."""
    agreeing = compared = 0
    points = 0.0
    for key, earlier_yen, later_yen in common_figures(earlier, later):
        compared += 1
        if earlier_yen and later_yen and is_close(earlier_yen, later_yen):
            agreeing += 1
            points += math.log(number / rarity.get((key, million(earlier_yen)), 1))
    against = compared - agreeing
    lost = AGAINST_POINTS * min(against, MOST_AGAINST) * against / compared if against else 0.0
    return agreeing, compared, min(FIGURE_POINTS * points, MOST_FIGURE_POINTS) - lost


def circumstance_points(earlier: Sheet, later: Sheet) -> float:
    """Ministry, start year, bureau and division; and the request that became the budget."""
    points = MINISTRY_POINTS if earlier.ministry == later.ministry else OTHER_MINISTRY_POINTS
    if earlier.facts.start_year and later.facts.start_year:
        points += START_POINTS if earlier.facts.start_year == later.facts.start_year else -START_POINTS
    points += PLACE_POINTS * sum(
        bool(one) and one == other for one, other in zip(earlier.place, later.place, strict=True)
    )
    next_year = earlier.facts.sheet_year + 1
    requested, granted = earlier.requests.get(next_year), later.initials.get(next_year)
    if requested and granted and is_close(requested, granted):
        points += REQUEST_POINTS
    return points


def weigh(
    earlier: Sheet,
    later: Sheet,
    *,
    stated: Method | None,
    hints: frozenset[Method],
    rarity: Mapping[Figure, int],
    number: int,
) -> Evidence:
    """All that two sheets have in common. `rarity`: how many of the `number` earlier sheets report a figure."""
    alike = likeness(earlier, later)
    agreeing, compared, points = figure_points(earlier, later, rarity, number)
    points += SAME_NAME_POINTS if alike == 100 else NAME_POINTS * alike / 100
    points += circumstance_points(earlier, later)
    points += HINT_POINTS * len(hints) + (REFERENCE_POINTS if stated else 0.0)
    return Evidence(earlier, later, stated, hints, alike, agreeing, compared, points)
