"""Which amounts successive sheets give otherwise for one budget year, counted by figure and by ministry.

計 and its parts are never added: sums are of one figure. Made-up ministries count only where there are no others.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet

from reviewsheets.models import FigureRevision, Ministry, RevisingSheets, RevisionSums
from reviewsheets.units.money import percent

Figure = FigureRevision.Figure
FIGURE_WORDS = dict(Figure.choices)
SUMMED = ("raised_yen", "lowered_yen")


@dataclass(frozen=True)
class RevisionGroup:
    """Revisions that are alike in all that one narrows to; in yen how much more they say, how much less (≤ 0)."""

    sheet_year: int
    ministry: Ministry
    figure: str
    budget_year: int
    is_open_year: bool
    is_large: bool
    revisions: int
    raised: int
    raised_yen: int
    lowered_yen: int


@dataclass(frozen=True)
class CountedSheets:
    """Sheets of a year and ministry that revise a figure, or any (blank); `largely`: more than a little.

    `compared`, with any figure: those whose project has an earlier one that tells of years they budget both.
    """

    sheet_year: int
    ministry: Ministry
    figure: str
    revising: int
    revising_largely: int
    compared: int


@dataclass(frozen=True)
class Revising:
    """Sheets that have one of a set of revisions, by figure, and by ministry's id."""

    by_figure: Counter[str]
    by_ministry: Counter[int]


@dataclass(frozen=True)
class Changes:
    """Revisions counted: `late` after the budget year had ended, on so many `sheets`."""

    revisions: int = 0
    late: int = 0
    raised: int = 0
    sheets: int = 0

    @property
    def lowered(self) -> int:
        """Those that say less."""
        return self.revisions - self.raised


@dataclass(frozen=True)
class Sums:
    """How much more, and how much less (≤ 0), one figure was made, in yen."""

    raised_yen: int = 0
    lowered_yen: int = 0


@dataclass(frozen=True)
class FigureChanges:
    """The revisions of one figure, and the share of sheets that have an earlier one to compare."""

    figure: str
    changes: Changes
    sums: Sums
    compared: int | None

    @property
    def label(self) -> str:
        """The figure in words."""
        return str(FIGURE_WORDS[self.figure])

    @property
    def share_percent(self) -> Decimal | None:
        """Sheets that revise it among those with an earlier one."""
        return percent(self.changes.sheets, self.compared)


@dataclass(frozen=True)
class MinistryChanges:
    """The revisions of one ministry; `sums` of the page's figure alone."""

    name: str
    changes: Changes
    sums: Sums
    compared: int | None

    @property
    def share_percent(self) -> Decimal | None:
        """Sheets that revise something among those with an earlier one."""
        return percent(self.changes.sheets, self.compared)


@dataclass(frozen=True)
class RevisionsPage:
    """A set of revisions; `compared`: sheets with an earlier one, None where the share would say nothing."""

    revisions: int  # of all ministries, as the list has them
    fictional: int  # left out of all below
    changes: Changes
    compared: int | None
    summed: str  # the figure whose sums stand beside the ministries
    figures: tuple[FigureChanges, ...]
    ministries: tuple[MinistryChanges, ...]
    sheet_years: tuple[int, ...]  # oldest first

    @property
    def share_percent(self) -> Decimal | None:
        """Sheets that revise something among those with an earlier one."""
        return percent(self.changes.sheets, self.compared)

    @property
    def summed_label(self) -> str:
        """That figure in words."""
        return str(FIGURE_WORDS[self.summed])


def revision_groups(sums: QuerySet[RevisionSums]) -> list[RevisionGroup]:
    """One query, and one for the ministries."""
    ministries = {ministry.pk: ministry for ministry in Ministry.objects.all()}
    keys = ("figure", "budget_year", "is_open_year", "is_large")
    rows = sums.order_by().values_list("sheet_year", "ministry", *keys, "revisions", "raised", *SUMMED)
    return [RevisionGroup(year, ministries[pk], *told) for year, pk, *told in rows]


def counted_sheets(counts: QuerySet[RevisingSheets]) -> list[CountedSheets]:
    """One query, and one for the ministries."""
    ministries = {ministry.pk: ministry for ministry in Ministry.objects.all()}
    rows: Any = counts.order_by("sheet_year", "ministry", "figure")
    told = rows.values_list("sheet_year", "ministry", "figure", "revising", "revising_largely", "compared")
    return [CountedSheets(year, ministries[pk], *numbers) for year, pk, *numbers in told]


def revisions_page(
    revisions: QuerySet[FigureRevision],
    groups: Sequence[RevisionGroup],
    compared: Sequence[CountedSheets] | None,
    *,
    revising: Revising | None = None,
    figure: str = "",
) -> RevisionsPage:
    """What is said of a set of revisions; `groups` are those of `revisions`.

    `compared`: the sheets that could have revised, where their share is asked for; `revising`: those that did, where
    they are counted already: two queries else. `figure`: what is summed; blank: 計.
    """
    real = [group for group in groups if not group.ministry.is_fictional] or list(groups)
    counted = revisions if len(real) == len(groups) else revisions.filter(ministry__is_fictional=False)
    sheets = revising or Revising(_sheets(counted, "figure"), _sheets(counted, "ministry"))
    ministries = {group.ministry.pk: group.ministry for group in real}
    by_figure, by_ministry = sheets.by_figure, sheets.by_ministry
    whole, number = _changes(real, sum(by_ministry[pk] for pk in ministries)), sum(group.revisions for group in groups)
    shared = _compared(compared, real)
    every = None if shared is None else shared.total()
    groups_of = _apart(real, lambda group: group.ministry.pk)
    groups_with = _apart(real, lambda group: group.figure)
    summed = figure or Figure.TOTAL.value
    return RevisionsPage(
        revisions=number,
        fictional=number - whole.revisions,
        changes=whole,
        compared=every,
        summed=summed,
        figures=tuple(
            FigureChanges(name, _changes(own, by_figure[name]), _sums(own), every)
            for name in Figure.values
            if (own := groups_with.get(name))
        ),
        ministries=tuple(
            MinistryChanges(
                ministry.name,
                _changes(own := groups_of[ministry.pk], by_ministry[ministry.pk]),
                _sums(group for group in own if group.figure == summed),
                None if shared is None else shared[ministry.pk],
            )
            for ministry in sorted(ministries.values(), key=lambda ministry: (ministry.order, ministry.name))
        ),
        sheet_years=tuple(sorted({group.sheet_year for group in real})),
    )


def _apart(groups: Iterable[RevisionGroup], key: Callable[[RevisionGroup], Any]) -> dict[Any, list[RevisionGroup]]:
    """The groups by that key, each in their order."""
    apart: dict[Any, list[RevisionGroup]] = {}
    for group in groups:
        apart.setdefault(key(group), []).append(group)
    return apart


def _sheets(revisions: QuerySet[FigureRevision], column: str) -> Counter[Any]:
    """The sheets with a revision, by the value of a column."""
    rows: Any = revisions.order_by().values_list(column)
    return Counter(dict(rows.annotate(Count("sheet", distinct=True))))


def _compared(compared: Sequence[CountedSheets] | None, groups: Sequence[RevisionGroup]) -> Counter[int] | None:
    """By ministry; made-up ones only where the revisions are theirs."""
    if compared is None:
        return None
    is_fictional = any(group.ministry.is_fictional for group in groups)
    counts: Counter[int] = Counter()
    for row in compared:
        if row.ministry.is_fictional == is_fictional:
            counts[row.ministry.pk] += row.compared
    return counts


def _changes(groups: Iterable[RevisionGroup], sheets: int) -> Changes:
    rows = list(groups)
    return Changes(
        revisions=sum(row.revisions for row in rows),
        late=sum(row.revisions for row in rows if not row.is_open_year),
        raised=sum(row.raised for row in rows),
        sheets=sheets,
    )


def _sums(groups: Iterable[RevisionGroup]) -> Sums:
    rows = list(groups)
    return Sums(sum(row.raised_yen for row in rows), sum(row.lowered_yen for row in rows))
