"""Splits and merges: what is left beside the one continuation of each project between two years."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from reviewsheets.importers.linking.choice import ids, rank
from reviewsheets.importers.linking.evidence import Evidence, Figure, FigureKey, Sheet, is_settled, million

BRANCH_POINTS = 9.0
BRANCH_FIGURES, PART_FIGURES = 3, 4  # an agreement of fewer is too often chance
COVERED_PERCENT = 80


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet whose money is what a main pair lacks: `whole` = `main_part` + `part`, figure by figure."""

    whole: Sheet
    main_part: Sheet
    part: Sheet
    agreeing: int
    compared: int

    @property
    def is_split(self) -> bool:
        """One project became two; else two became one."""
        return self.whole.facts.sheet_year < self.part.facts.sheet_year


def beside_main(main: Sequence[Evidence], pairs: Sequence[Evidence]) -> list[Evidence]:
    """Pairs that a number states, and sheets left over that have the figures of one that found its continuation."""
    taken = {sheet_id for pair in main for sheet_id in ids(pair)}
    chosen = {ids(pair) for pair in main}
    found: list[Evidence] = []
    for pair in sorted(pairs, key=rank):
        left_over = set(ids(pair)) - taken
        is_like = pair.points >= BRANCH_POINTS and pair.agreeing >= BRANCH_FIGURES and len(left_over) == 1
        if ids(pair) not in chosen and (pair.stated or is_like):
            found.append(pair)
            taken |= left_over
    return found


def parts(main: Sequence[Evidence], branches: Sequence[Evidence], sheets: Collection[Sheet]) -> list[Part]:
    """Sheets without a link that make up what one side of a main pair has more than the other; each once."""
    linked = {sheet_id for pair in (*main, *branches) for sheet_id in ids(pair)}
    by_figure: defaultdict[tuple[int, str, Figure], list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        if sheet.facts.sheet_id not in linked:
            for key, yen in sheet.amounts.items():
                by_figure[sheet.facts.sheet_year, sheet.ministry, (key, million(yen))].append(sheet)
    found: dict[int, Part] = {}
    for pair in main:
        for part in parts_of(pair, by_figure):
            found.setdefault(part.part.facts.sheet_id, part)
    return list(found.values())


def parts_of(pair: Evidence, by_figure: dict[tuple[int, str, Figure], list[Sheet]]) -> Iterator[Part]:
    """What one pair lacks: looked for among the later sheets (a split), then among the earlier ones (a merge)."""
    for whole, main_part in ((pair.earlier, pair.later), (pair.later, pair.earlier)):
        rest = remainder(whole, main_part, pair.earlier.facts.sheet_year)
        counts: Counter[Sheet] = Counter()
        for key, yen in rest.items():
            near = (million(yen) + step for step in (-1, 0, 1))
            sharing = [
                by_figure.get((main_part.facts.sheet_year, whole.ministry, (key, amount)), ()) for amount in near
            ]
            counts.update({sheet for sheets in sharing for sheet in sheets})
        best = max(counts, key=lambda sheet: (counts[sheet], -sheet.facts.sheet_id), default=None)
        if best and counts[best] >= max(PART_FIGURES, -(-COVERED_PERCENT * len(rest) // 100)):
            yield Part(whole, main_part, best, counts[best], len(rest))


def remainder(whole: Sheet, part: Sheet, earlier_year: int) -> dict[FigureKey, int]:
    """Yen that the whole has more, by figure; empty when the part has more anywhere."""
    rest: dict[FigureKey, int] = {}
    for key, yen in whole.amounts.items():
        other_yen = part.amounts.get(key)
        if other_yen is None or other_yen == yen or not is_settled(key, earlier_year):
            continue
        if million(yen) != million(other_yen):
            if million(yen - other_yen) <= 0:
                return {}
            rest[key] = yen - other_yen
    return rest
