"""Which sheets of an earlier year are worth comparing with a later one: by index, so that the work stays linear."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from reviewsheets.importers.linking.evidence import Evidence, Sheet, Sign, figures_of, weigh
from reviewsheets.importers.linking.facts import Method, SheetFacts
from reviewsheets.importers.linking.numbers import SheetNumber, former_numbers, previous_number, sheet_number

FIRST_RS_YEAR = 2024
LAST_TRUSTED_ID_YEAR = 2019  # that year's 事業ID says what the references say, and is followed as they are
# kind → (how much one sign counts, how many sheets may share it: what more share tells little and costs much)
_SIGNS = {"name": (2, 20), "place": (1, 40), "run": (2, 12), "id": (2, 12), "figure": (1, 12), "piece": (1, 10)}
_ENOUGH = 2


class EarlierYear:
    """The sheets of one year as a later year looks for them."""

    def __init__(self, sheets: Sequence[Sheet], hidden: frozenset[Method]) -> None:
        self.sheets = sheets
        self._rarity = Counter(figure for sheet in sheets for figure in figures_of(sheet))
        self._by_number = {sheet.number: sheet for sheet in sheets if sheet.number}
        self._by_project_id = {
            sheet.facts.number: sheet
            for sheet in sheets
            if sheet.facts.sheet_year >= FIRST_RS_YEAR and Method.PROJECT_ID not in hidden
        }
        self._by_published_id = {sheet.facts.published_project_id: sheet for sheet in sheets}
        self._reads_previous_number = Method.PREVIOUS_NUMBER not in hidden
        self._by_sign: defaultdict[Sign, list[Sheet]] = defaultdict(list)
        for sheet in sheets:
            for sign in sheet.signs:
                self._by_sign[sign].append(sheet)

    def evidence_for(self, later: Sheet) -> Iterator[Evidence]:
        """Every sheet of the year that may be the later one's, weighed."""
        stated = self._stated(later)
        previous = self._previous(later)
        for earlier in stated.keys() | self._alike(later):
            yield weigh(
                earlier,
                later,
                stated=stated.get(earlier),
                hints=hints(earlier, later, previous),
                rarity=self._rarity,
                number=len(self.sheets),
            )

    def _alike(self, later: Sheet) -> set[Sheet]:
        counts: defaultdict[Sheet, int] = defaultdict(int)
        for sign in later.signs:
            weight, most = _SIGNS[sign[0]]
            sharing = self._by_sign.get(sign, ())
            if len(sharing) <= most:
                for earlier in sharing:
                    counts[earlier] += weight
        return {earlier for earlier, count in counts.items() if count >= _ENOUGH}

    def _stated(self, later: Sheet) -> dict[Sheet, Method]:
        """The sheets of this year whose number the later one gives, by the strongest method."""
        found: dict[Sheet, Method] = {}
        if same_project := self._by_project_id.get(later.facts.number):
            found[same_project] = Method.PROJECT_ID
        for method, number in stated_numbers(later):
            if earlier := self._by_number.get(number):
                found.setdefault(earlier, method)
        if same_id := self._by_trusted_id(later.facts):
            found.setdefault(same_id, Method.PUBLISHED_ID)
        return found

    def _by_trusted_id(self, later: SheetFacts) -> Sheet | None:
        if later.published_project_id is None or later.sheet_year > LAST_TRUSTED_ID_YEAR:
            return None
        return self._by_published_id.get(later.published_project_id)

    def _previous(self, later: Sheet) -> Sheet | None:
        number = previous_number(later.number) if self._reads_previous_number and later.number else None
        return self._by_number.get(number) if number else None


def hints(earlier: Sheet, later: Sheet, previous: Sheet | None) -> frozenset[Method]:
    """What points at the earlier sheet without being enough."""
    published_id = later.facts.published_project_id
    same_id = published_id is not None and published_id == earlier.facts.published_project_id
    found = ((Method.PREVIOUS_NUMBER, earlier is previous), (Method.PUBLISHED_ID, same_id))
    return frozenset(method for method, holds in found if holds)


def stated_numbers(later: Sheet) -> Iterator[tuple[Method, SheetNumber]]:
    """Every earlier sheet that a sheet names, the stronger method first."""
    for number in former_numbers(later.facts.former_number, later.facts.ministry):
        yield Method.FORMER_NUMBER, number
    for reference in later.facts.references:
        if number_there := sheet_number(reference.sheet_year, reference.ministry, reference.number):
            yield Method.PAST_REFERENCE, number_there
