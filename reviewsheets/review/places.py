"""The names of places on a sheet that findings stand at: words of the sheet, so that they outlive its rows' ids.

A name begins with the part of the sheet; what follows is its own key, the same after the file is imported again.
"""

from collections.abc import Iterable, Iterator
from itertools import count

from reviewsheets.models.fields import TEXT_LENGTH
from reviewsheets.review.facts import IndicatorRow, PaymentRow, SheetFacts, TermsRow, UnitCostRow, ValueRow

LONGEST_NAME = 120
MOST_TOLD = 60  # characters of a name


def year_place(budget_year: int, column: str = "") -> str:
    """budget/2017, budget/2017/carried_out."""
    return _joined("budget", str(budget_year), column)


def sheet_place(column: str) -> str:
    """sheet/purpose: a column of the sheet itself."""
    return _joined("sheet", column)


def block_place(letter: str) -> str:
    """block/A."""
    return _joined("block", letter)


def link_place(source: str, target: str) -> str:
    """link/A/B; link//A from the ministry."""
    return _cut(f"link/{source}/{target}")


def payment_place(facts: SheetFacts, payment: PaymentRow) -> str:
    """payee/A/<name>: which payee of which block."""
    return _joined("payee", facts.letter_of(payment.block_pk), payment.name)


def terms_place(terms: TermsRow) -> str:
    """contract/A/<name>: with whom; contracts over several years begin with multi-year."""
    return _joined("multi-year" if terms.table == "multi-year" else "contract", terms.block_letter, terms.name)


def indicator_place(indicator: IndicatorRow, fiscal_year: int | None = None) -> str:
    """indicator/outcome/<name>/2017: by its name, as rows are added above others."""
    year = "" if fiscal_year is None else str(fiscal_year)
    return _joined("indicator", indicator.kind, _called(indicator), year)


def target_place(indicator: IndicatorRow, value: ValueRow) -> str:
    """indicator/outcome/<name>/final/2020: a year's target, the interim or the final one."""
    return _joined("indicator", indicator.kind, _called(indicator), value.column, str(value.fiscal_year or ""))


def earlier_indicator_place(sheet_year: int, indicator: IndicatorRow) -> str:
    """earlier-indicator/2017/outcome/<name>: on the sheet of that year."""
    return _joined("earlier-indicator", str(sheet_year), indicator.kind, _called(indicator))


def unit_cost_place(cost: UnitCostRow, fiscal_year: int) -> str:
    """unit-cost/<basis>/2017."""
    return _joined("unit-cost", cost.basis[:LONGEST_NAME] or str(cost.position), str(fiscal_year))


def _called(indicator: IndicatorRow) -> str:
    return (indicator.name or indicator.goal)[:LONGEST_NAME] or str(indicator.position)


def answer_place(question: str) -> str:
    """check/efficiency-single-bid."""
    return _joined("check", question)


def evaluation_place(column: str) -> str:
    """evaluation/response."""
    return _joined("evaluation", column)


def told_apart(places: Iterable[str]) -> Iterator[str]:
    """The names with #2, #3 … after those that came before: the same payee stands in a block more than once."""
    seen: set[str] = set()
    for place in places:
        numbered = (f"{_cut(place, TEXT_LENGTH - 8)}#{number}" for number in count(2))
        seen.add(own := place if place not in seen else next(name for name in numbered if name not in seen))
        yield own


def name_place(key: str) -> str:
    """name/<key>: a payee's name as compared, wherever on the sheet."""
    return _joined("name", key)


def cut(text: str) -> str:
    """A name as it is told among figures."""
    return text if len(text) <= MOST_TOLD else f"{text[: MOST_TOLD - 1]}…"


def _joined(*parts: str) -> str:
    return _cut("/".join(part for part in parts if part))


def _cut(place: str, length: int = TEXT_LENGTH - 8) -> str:
    return place[:length]
