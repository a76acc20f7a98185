"""How many sheets each value of a filter would leave: counts beside the values of a list."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Count, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from reviewsheets.models import Ministry, SheetSummary, SummaryLines
from reviewsheets.models.summary import CLASSES, LINES, classes_of, lines_of
from reviewsheets.queries.columns import Columns, Flags, counted
from reviewsheets.units.ministry_names import ministry_words

_CHOICES: dict[str, Any] = {
    "kind": SheetSummary.Kind.choices,
    "size": SheetSummary.Size.choices,
    "rate": SheetSummary.Rate.choices,
    "gross": SheetSummary.Rate.choices,
    "carry": SheetSummary.Carry.choices,
    "outcome": SheetSummary.Outcome.choices,
}
_RATES = {"rate": _("執行率（繰越控除後）"), "gross": _("執行率（繰越控除前）")}


@dataclass(frozen=True)
class FacetValue:
    """A value one can narrow to, its name for readers and the number of sheets."""

    value: str
    label: str
    sheets: int


def ministry_value(name: str, sheets: int) -> FacetValue:
    """A ministry as one can narrow to it: by its Japanese name, under the reader's."""
    return FacetValue(name, ministry_words(name), sheets)


def year_counts(sheets: Columns) -> dict[int, int]:
    """Sheets by sheet year, newest first."""
    return dict(reversed(counted(sheets["sheet_year"]).items()))


def ministry_counts(sheets: Columns) -> dict[str, int]:
    """Sheets by ministry, in the official order."""
    counts = counted(sheets["ministry_id"])
    return {name: counts[pk] for pk, name in Ministry.objects.filter(pk__in=counts).values_list("pk", "name")}


def bureau_counts(summaries: QuerySet[SheetSummary]) -> list[FacetValue]:
    """Sheets by bureau, the largest number first; blank ones are left out."""
    rows = summaries.exclude(bureau="").order_by().values_list("bureau").annotate(sheets=Count("*"))
    return [FacetValue(name, name, number) for name, number in rows.order_by("-sheets", "bureau")]


@dataclass(frozen=True)
class KeptLines:
    """What sheets say together of the columns that hold several values (`LINES`), by ascending id of the row."""

    ids: NDArray[np.int64]
    lines: Sequence[tuple[str, ...]]

    def beside(self, sheets: Columns) -> Columns:
        """The sheets with the row of each among these, for what follows."""
        return sheets.beside("row", np.searchsorted(self.ids, sheets["lines_id"]))

    def having(self, column: str, value: str, sheets: Columns) -> Flags:
        """The sheets that have this value in that column."""
        place, line = LINES.index(column), f"\n{value}\n"
        has_line = np.array([line in lines[place] for lines in self.lines], np.bool_)
        flags: Flags = has_line[sheets["row"]]
        return flags

    def counts(self, column: str, sheets: Columns) -> list[FacetValue]:
        """Sheets by each value of that column, the largest number first."""
        together: Counter[str] = Counter()
        for row, number in counted(sheets["row"]).items():
            together[self.lines[row][LINES.index(column)]] += number
        return _largest_first(_apart(together))


def kept_lines() -> KeptLines:
    """All rows there are; asked after the sheets, none of which then names one that is not among them."""
    rows = SummaryLines.objects.order_by("pk").values_list("pk", *LINES)
    ids, lines = zip(*((pk, tuple(told)) for pk, *told in rows), strict=True) if rows else ((), ())
    return KeptLines(np.array(ids, np.int64), lines)


def _apart(together: Mapping[str, int]) -> Counter[str]:
    """Sheets by each of the values that stand together."""
    counts: Counter[str] = Counter()
    for lines, number in together.items():
        for value in lines_of(lines):
            counts[value] += number
    return counts


def _largest_first(counts: Counter[str]) -> list[FacetValue]:
    largest_first = sorted(counts.items(), key=lambda value_and_number: (-value_and_number[1], value_and_number[0]))
    return [FacetValue(value, value, number) for value, number in largest_first]


def class_counts(sheets: Columns, chosen: Mapping[str, str]) -> dict[str, list[FacetValue]]:
    """Sheets by each class of their summary; each class under what is `chosen` of the others."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for code, number in counted(sheets["class_code"]).items():
        found = classes_of(code)
        differing = [name for name, value in chosen.items() if found[name] != value]
        for name in CLASSES if not differing else differing if len(differing) == 1 else ():
            counts[name][found[name]] += number
    return {name: list(_values(name, counts[name])) for name in CLASSES}


def has_class(sheets: Columns, name: str, value: str) -> Flags:
    """The sheets of one value of a class."""
    codes = [code for code in counted(sheets["class_code"]) if classes_of(code)[name] == value]
    return np.isin(sheets["class_code"], codes)


def _values(name: str, counts: Counter[str]) -> Iterable[FacetValue]:
    return (FacetValue(value, label, counts[value]) for value, label in _CHOICES[name] if counts[value])


def value_label(name: str, value: str) -> str:
    """The name of a class's value; what is none as it stands."""
    return str(dict(_CHOICES[name]).get(value, value))


def class_label(name: str, value: str) -> str:
    """The same where no class is named beside it: of a rate also which one."""
    label = value_label(name, value)
    is_rate = name in _RATES and value in dict(_CHOICES[name])
    return gettext("%(rate)s%(label)s") % {"rate": _RATES[name], "label": label} if is_rate else label
