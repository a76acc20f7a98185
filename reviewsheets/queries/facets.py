"""How many sheets each value of a filter would leave: counts beside the values of a list."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet
from django.utils.translation import gettext_lazy as _

from reviewsheets.models import Ministry, SheetSummary, SummaryLines
from reviewsheets.models.summary import CLASSES, LINES, classes_of, lines_of

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


def year_counts(summaries: QuerySet[SheetSummary]) -> dict[int, int]:
    """Sheets by sheet year, newest first."""
    return dict(summaries.order_by("-sheet_year").values_list("sheet_year").annotate(sheets=Count("*")))


def ministry_counts(summaries: QuerySet[SheetSummary]) -> dict[str, int]:
    """Sheets by ministry, in the official order."""
    counts = dict(summaries.order_by().values_list("ministry").annotate(sheets=Count("*")))
    return {name: counts[pk] for pk, name in Ministry.objects.filter(pk__in=counts).values_list("pk", "name")}


def bureau_counts(summaries: QuerySet[SheetSummary]) -> list[FacetValue]:
    """Sheets by bureau, the largest number first; blank ones are left out."""
    rows = summaries.exclude(bureau="").order_by().values_list("bureau").annotate(sheets=Count("*"))
    return [FacetValue(name, name, number) for name, number in rows.order_by("-sheets", "bureau")]


def line_counts(
    summaries: QuerySet[SheetSummary], columns: Sequence[str], kept: Mapping[int, tuple[str, ...]]
) -> dict[str, list[FacetValue]]:
    """Sheets by each value of these columns that hold several, in one query; `kept` is `kept_lines`."""
    together: dict[str, Counter[str]] = {column: Counter() for column in LINES}
    for lines_id, number in summaries.order_by().values_list("lines").annotate(sheets=Count("*")):
        for column, lines in zip(LINES, kept[lines_id], strict=True):
            together[column][lines] += number
    return {column: _largest_first(_apart(together[column])) for column in columns}


def _apart(together: Mapping[str, int]) -> Counter[str]:
    """Sheets by each of the values that stand together."""
    counts: Counter[str] = Counter()
    for lines, number in together.items():
        for value in lines_of(lines):
            counts[value] += number
    return counts


def kept_lines() -> dict[int, tuple[str, ...]]:
    """What sheets say together of the columns that hold several values (`LINES`), by the id of the row."""
    return {pk: tuple(lines) for pk, *lines in SummaryLines.objects.values_list("pk", *LINES)}


def _largest_first(counts: Counter[str]) -> list[FacetValue]:
    largest_first = sorted(counts.items(), key=lambda value_and_number: (-value_and_number[1], value_and_number[0]))
    return [FacetValue(value, value, number) for value, number in largest_first]


def class_counts(
    summaries: QuerySet[SheetSummary], chosen: Mapping[str, str], *, by_id: bool = False
) -> dict[str, list[FacetValue]]:
    """Sheets by each class of their summary, in one query; each class under what is `chosen` of the others.

    `by_id`: the sheets are told by their ids, which the index of classes does not hold. SQLite would take its order for
    the groups and look each sheet up; a class that is worked out has no index.
    """
    code = F("class_code") + 0 if by_id else F("class_code")
    rows = summaries.order_by().annotate(code=code).values_list("code").annotate(sheets=Count("*"))
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for code, number in rows:
        found = classes_of(code)
        differing = [name for name, value in chosen.items() if found[name] != value]
        for name in CLASSES if not differing else differing if len(differing) == 1 else ():
            counts[name][found[name]] += number
    return {name: list(_values(name, counts[name])) for name in CLASSES}


def _values(name: str, counts: Counter[str]) -> Iterable[FacetValue]:
    return (FacetValue(value, label, counts[value]) for value, label in _CHOICES[name] if counts[value])


def is_class(name: str, value: str) -> bool:
    """Whether a class has such a value."""
    return value in dict(_CHOICES[name])


def class_label(name: str, value: str) -> str:
    """The name of a class's value; of a rate also which one."""
    return f"{_RATES.get(name, '')}{dict(_CHOICES[name])[value]}"
