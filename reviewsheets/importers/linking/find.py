"""A sheet finds its project across years: links between sheets, each with its method and evidence."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from reviewsheets.importers.linking.branches import Part, beside_main, parts
from reviewsheets.importers.linking.candidates import EarlierYear
from reviewsheets.importers.linking.choice import chosen_pairs
from reviewsheets.importers.linking.evidence import Evidence, Sheet, likeness
from reviewsheets.importers.linking.facts import Method, SheetFacts, SheetLink

ENOUGH_POINTS = 5.0
ENOUGH_POINTS_ACROSS_A_GAP = 7.5  # where no figure of a common year speaks: name, ministry and start year must
ENOUGH_POINTS_UNDER_ANOTHER_NAME = 8.5  # some round figures and a start year are no project
ANOTHER_NAME_PERCENT = 60
MOST_YEARS_APART = 6

Years = dict[int, list[Sheet]]


def find_links(sheets: Iterable[SheetFacts], *, hidden: frozenset[Method] = frozenset()) -> list[SheetLink]:
    """Every link between sheets of different years, by later and earlier sheet; `hidden` methods are not looked at.

    A sheet is linked to the nearest year where it is found, so the links of a project are a chain and not a web.
    Raises ValueError where two sheets have one id.
    """
    years = sheets_by_year(sheets, hidden)
    continued: set[int] = set()
    links: list[SheetLink] = []
    for later_year in sorted(years):
        links += links_back(later_year, years, continued, hidden)
    return sorted(links, key=lambda link: (link.later_id, link.earlier_id))


def sheets_by_year(sheets: Iterable[SheetFacts], hidden: frozenset[Method]) -> Years:
    """The sheets of every year, without what is hidden, in the order of their ids."""
    years: defaultdict[int, list[Sheet]] = defaultdict(list)
    for facts in sorted(sheets, key=lambda facts: facts.sheet_id):
        years[facts.sheet_year].append(Sheet(without(facts, hidden)))
    ids = {sheet.facts.sheet_id for same_year in years.values() for sheet in same_year}
    if len(ids) != sum(len(same_year) for same_year in years.values()):
        raise ValueError("two sheets have one id")
    return years


def links_back(later_year: int, years: Years, continued: set[int], hidden: frozenset[Method]) -> Iterator[SheetLink]:
    """The links of one year to all before it, the nearest first. `continued` sheets are passed over and added to."""
    waiting = years[later_year]
    for earlier_year in years_before(later_year, years):
        earlier = [sheet for sheet in years[earlier_year] if sheet.facts.sheet_id not in continued]
        main, others = links_between(earlier, waiting, hidden)
        yield from (*main, *others)
        continued.update(link.earlier_id for link in (*main, *others))
        linked = {link.later_id for link in (*main, *others)}
        waiting = [sheet for sheet in waiting if sheet.facts.sheet_id not in linked]


def years_before(later_year: int, years: Years) -> list[int]:
    """The years that a sheet may skip to, the nearest first."""
    return sorted((year for year in years if later_year - MOST_YEARS_APART <= year < later_year), reverse=True)


def links_between(
    earlier: Sequence[Sheet], later: Sequence[Sheet], hidden: frozenset[Method]
) -> tuple[list[SheetLink], list[SheetLink]]:
    """(main links, branches) between the sheets of two years."""
    index = EarlierYear(earlier, hidden)
    pairs = [pair for sheet in later for pair in index.evidence_for(sheet) if is_enough(pair)]
    main = chosen_pairs(pairs)
    branches = beside_main(main, pairs)
    others = [link_of(pair, is_main=False) for pair in branches]
    others += [link_of_part(part) for part in parts(main, branches, [*earlier, *later])]
    return [link_of(pair, is_main=True) for pair in main], others


def is_enough(pair: Evidence) -> bool:
    """The evidence makes a link."""
    gap = pair.later.facts.sheet_year - pair.earlier.facts.sheet_year
    if pair.stated:
        return True
    if pair.likeness_percent < ANOTHER_NAME_PERCENT:
        return pair.points >= ENOUGH_POINTS_UNDER_ANOTHER_NAME
    return pair.points >= (ENOUGH_POINTS_ACROSS_A_GAP if gap > 1 and not pair.compared else ENOUGH_POINTS)


def without(facts: SheetFacts, hidden: frozenset[Method]) -> SheetFacts:
    """The sheet as the linker may see it."""
    return facts._replace(
        former_number="" if Method.FORMER_NUMBER in hidden else facts.former_number,
        references=() if Method.PAST_REFERENCE in hidden else facts.references,
        published_project_id=None if Method.PUBLISHED_ID in hidden else facts.published_project_id,
        name="" if Method.NAME in hidden else facts.name,
        figures=() if Method.FIGURES in hidden else facts.figures,
    )


def link_of(pair: Evidence, *, is_main: bool) -> SheetLink:
    """A pair as it is stored."""
    return SheetLink(
        pair.earlier.facts.sheet_id, pair.later.facts.sheet_id, pair.method, pair.written(), is_main=is_main
    )


def link_of_part(part: Part) -> SheetLink:
    """A part of a split or merge as it is stored."""
    earlier, later = (part.whole, part.part) if part.is_split else (part.part, part.whole)
    evidence = f"sum_with:{part.main_part.facts.number}; figures:{part.agreeing}/{part.compared}"
    evidence += f"; name:{likeness(earlier, later)}"
    return SheetLink(earlier.facts.sheet_id, later.facts.sheet_id, Method.FIGURES, evidence, is_main=False)
