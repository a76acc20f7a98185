"""Which amounts successive sheets give otherwise for one budget year, counted by figure and by ministry.

計 and its parts are never added: sums are of one figure. Made-up ministries count only where there are no others.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Sum, Window
from django.db.models.functions import Abs, Lag

from reviewsheets.models import FigureRevision, Ministry, ReviewSheet
from reviewsheets.units.money import MILLION, percent

Figure = FigureRevision.Figure
FIGURE_WORDS = dict(Figure.choices)
FLOOR_YEN = MILLION
WHOLE_OF_FLOOR = 100  # one of them: a change has to be over 1 % of the older amount
YEARS_BETWEEN = 3  # a sheet tells of its own year and three before: from here on two share no year that both budget
IS_LARGE = Q(size_yen__gt=FLOOR_YEN) & Q(size_yen__gt=Abs(F("old_yen")) / WHOLE_OF_FLOOR)


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
class ComparedSheets:
    """Sheets of a year and ministry whose project has an earlier one that tells of years they budget both."""

    sheet_year: int
    ministry: Ministry
    sheets: int


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


def revision_groups(revisions: QuerySet[FigureRevision]) -> list[RevisionGroup]:
    """One query, and one for the ministries."""
    ministries = {ministry.pk: ministry for ministry in Ministry.objects.all()}
    keys = ("sheet_year", "ministry", "figure", "budget_year", "is_open_year", "large")
    more, less = Q(change_yen__gt=0), Q(change_yen__lt=0)
    rows: Any = revisions.order_by().annotate(large=IS_LARGE).values_list(*keys)
    counted = rows.annotate(
        number=Count("*"),
        raised=Count("pk", filter=more),
        raised_yen=Sum("change_yen", filter=more),
        lowered_yen=Sum("change_yen", filter=less),
    )
    return [
        RevisionGroup(
            year, ministries[pk], figure, budget_year, is_open, is_large, number, raised, more or 0, less or 0
        )
        for year, pk, figure, budget_year, is_open, is_large, number, raised, more, less in counted
    ]


def compared_sheets(sheets: QuerySet[ReviewSheet]) -> list[ComparedSheets]:
    """The sheets that could have revised an amount. One query, and one for the ministries."""
    ministries = {ministry.pk: ministry for ministry in Ministry.objects.all()}
    before = Window(Lag("sheet_year"), partition_by="project", order_by="sheet_year")
    rows = sheets.order_by().annotate(years=F("sheet_year") - before).filter(years__lte=YEARS_BETWEEN)
    sql, parameters = rows.values_list("sheet_year", "ministry").query.sql_with_params()
    with connection.cursor() as cursor:  # groups of what a window let through are beyond Django's queries
        cursor.execute(f"SELECT sheet_year, ministry, COUNT(*) FROM ({sql}) AS later GROUP BY 1, 2", parameters)  # noqa: S608 - Django's own
        counted = sorted(cursor.fetchall())
    return [ComparedSheets(year, ministries[pk], number) for year, pk, number in counted]


def revisions_page(
    revisions: QuerySet[FigureRevision],
    groups: Sequence[RevisionGroup],
    compared: Sequence[ComparedSheets] | None,
    *,
    figure: str = "",
) -> RevisionsPage:
    """What is said of a set of revisions; `groups` are those of `revisions`. Two queries more.

    `compared`: the sheets that could have revised, where their share is asked for. `figure`: what is summed; blank: 計.
    """
    real = [group for group in groups if not group.ministry.is_fictional] or list(groups)
    counted = revisions if len(real) == len(groups) else revisions.filter(ministry__is_fictional=False)
    by_figure, by_ministry = _sheets(counted, "figure"), _sheets(counted, "ministry")
    whole, number = _changes(real, by_ministry.total()), sum(group.revisions for group in groups)
    shared = _compared(compared, real)
    every = None if shared is None else shared.total()
    ministries = {group.ministry.pk: group.ministry for group in real}
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


def _compared(compared: Sequence[ComparedSheets] | None, groups: Sequence[RevisionGroup]) -> Counter[int] | None:
    """By ministry; made-up ones only where the revisions are theirs."""
    if compared is None:
        return None
    is_fictional = any(group.ministry.is_fictional for group in groups)
    counts: Counter[int] = Counter()
    for row in compared:
        if row.ministry.is_fictional == is_fictional:
            counts[row.ministry.pk] += row.sheets
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
