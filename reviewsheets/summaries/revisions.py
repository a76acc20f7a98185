"""`FigureRevision` rows made anew: which amounts a project's successive sheets give otherwise for one budget year."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Q

from reviewsheets.models import BudgetYear, FigureRevision, Project, ReviewSheet
from reviewsheets.models.bulk import batches, columns_of, hold, write_rows
from reviewsheets.summaries.revision_sums import count_revisions
from reviewsheets.units.cells import YenCell
from reviewsheets.units.money import Basis
from reviewsheets.units.revisions import WRITTEN, Revised, Told, revised, told

PROJECTS_AT_ONCE = 2_000
_COLUMNS = columns_of(FigureRevision)
_SHEET = ("sheet__project", "sheet", "sheet__sheet_year", "sheet__ministry")
_YEAR = ("budget_year", "published_basis", "published_total_yen")
_OLDEST_FIRST = ("sheet__sheet_year", "-sheet__ministry__order", "-sheet__number")  # as a project's page, backwards
_CELLS = tuple(column for name in WRITTEN for column in (f"{name}_yen", f"{name}_text"))


class _Sheet(NamedTuple):
    """The sheet of a row."""

    pk: int
    sheet_year: int
    ministry_id: int


def revise(sheet_ids: Collection[int] | None = None) -> None:
    """Rebuild the revisions of the projects that these sheets belong to or did, or of all. In the caller's transaction.

    Two people who save sheets of one project at once come one after the other: the second sees what the first saved.
    """
    if sheet_ids is not None and not sheet_ids:
        return
    hold(FigureRevision)
    if sheet_ids is None:
        FigureRevision.objects.all().delete()
    projects = (
        Project.objects.order_by("pk").values_list("pk", flat=True) if sheet_ids is None else _projects(sheet_ids)
    )
    for batch in batches(projects, PROJECTS_AT_ONCE):
        if sheet_ids is not None:
            FigureRevision.objects.filter(sheet__project__in=batch).delete()
        write_rows(FigureRevision, _COLUMNS, list(_revisions(batch)))
    count_revisions()


def _projects(sheet_ids: Collection[int]) -> list[int]:
    """Those of the sheets as they stand, and those where a revision stands of when they were on other projects."""
    found: set[int] = set()
    for batch in batches(sorted(sheet_ids)):
        found.update(ReviewSheet.objects.filter(pk__in=batch).order_by().values_list("project", flat=True))
        rows = FigureRevision.objects.filter(Q(sheet__in=batch) | Q(older_sheet__in=batch)).order_by()
        for pair in rows.values_list("sheet__project", "older_sheet__project"):
            found.update(pair)
    return sorted(found)


def _revisions(project_ids: list[int]) -> Iterator[list[Any]]:
    """Rows as `_COLUMNS`."""
    for years in _compared(project_ids):
        by_year: defaultdict[int, list[tuple[_Sheet, Told]]] = defaultdict(list)
        for sheet, budget_year, year in years:
            by_year[budget_year].append((sheet, year))
        for budget_year, sheets in by_year.items():
            for found in revised(sheets):
                yield _row(budget_year, found)


def _compared(project_ids: list[int]) -> Iterator[list[tuple[_Sheet, int, Told]]]:
    """Of each project with several sheets what they say of their budget years, the oldest sheet first."""
    rows = BudgetYear.objects.filter(sheet__project__in=project_ids, sheet__published_at__isnull=False)
    columns = rows.order_by("sheet__project", *_OLDEST_FIRST).values_list(*_SHEET, *_YEAR, *_CELLS).iterator()
    for _project, own in groupby(columns, key=lambda row: row[0]):
        told_rows = list(own)
        if told_rows[0][1] != told_rows[-1][1]:
            yield [_told(row) for row in told_rows]


def _told(row: tuple[Any, ...]) -> tuple[_Sheet, int, Told]:
    """A row of the columns above."""
    _project, sheet_id, sheet_year, ministry_id, budget_year, basis, published_total_yen, *cells = row
    written = {
        name: YenCell(amount_yen, text) for name, amount_yen, text in zip(WRITTEN, cells[::2], cells[1::2], strict=True)
    }
    year = told(
        written,
        basis=Basis(basis) if basis else Basis.of_sheet_year(sheet_year),
        published_total_yen=published_total_yen,
        is_request=budget_year == sheet_year + 1,
    )
    return _Sheet(sheet_id, sheet_year, ministry_id), budget_year, year


def _row(budget_year: int, found: Revised[_Sheet]) -> list[Any]:
    old_yen, new_yen = found.old.yen or 0, found.new.yen or 0
    values = {
        "sheet_id": found.new_sheet.pk,
        "older_sheet_id": found.old_sheet.pk,
        "sheet_year": found.new_sheet.sheet_year,
        "ministry_id": found.new_sheet.ministry_id,
        "budget_year": budget_year,
        "figure": found.figure,
        "old_yen": old_yen,
        "new_yen": new_yen,
        "change_yen": new_yen - old_yen,
        "size_yen": abs(new_yen - old_yen),
        "is_open_year": found.old_sheet.sheet_year <= budget_year,
    }
    return [values[name] for name in _COLUMNS]
