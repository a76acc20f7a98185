"""Links between sheets, found by `linking`, kept in the database; a project is what main links join.

Staff decide over the linker: a rejected link joins nothing, a link made by hand joins for good, and a sheet whose
project was chosen by hand keeps it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from reviewsheets.importers.bulk import BulkWriter
from reviewsheets.importers.linking.facts import PastReference, SheetFacts, YearFigures
from reviewsheets.importers.linking.facts import SheetLink as LinkFound
from reviewsheets.models import BudgetYear, PastSheetNumber, Project, RelatedProject, ReviewSheet, SheetLink

BY_HAND = "by_hand"
_LINK_GIVEN = ("earlier_id", "later_id", "method", "evidence", "is_main")
_FIGURES = ("initial", "supplementary", "carried_in", "carried_out", "contingency", "executed", "requested")
_ROWS_AT_ONCE = 10_000
_MOVE = """
    UPDATE {table} SET project_id = moved.to_id FROM unnest(%s::bigint[], %s::bigint[]) AS moved (id, to_id)
    WHERE {table}.id = moved.id
"""
_RENAME = """
    UPDATE {table} SET name = renamed.name, ministry_id = renamed.ministry_id
    FROM unnest(%s::text[], %s::bigint[], %s::bigint[]) AS renamed (name, ministry_id, id)
    WHERE {table}.id = renamed.id
"""


def link_projects(found: Sequence[LinkFound]) -> Counter[str]:
    """Store the links found between all published sheets, and let the projects follow; their number by method."""
    decided = set(SheetLink.objects.exclude(decided_by=None, is_rejected=False).values_list("earlier", "later"))
    wanted = {
        (link.earlier_id, link.later_id): (str(link.method), link.evidence, link.is_main)
        for link in found
        if (link.earlier_id, link.later_id) not in decided
    }
    _store(wanted, decided)
    assign_projects(ReviewSheet.objects.all())
    return Counter(str(link.method) for link in found)


def _store(wanted: dict[tuple[int, int], tuple[str, str, bool]], decided: set[tuple[int, int]]) -> None:
    """Keep the links that stand, take the others out, add the new ones."""
    rows = SheetLink.objects.values_list("pk", "earlier", "later", "method", "evidence", "is_main")
    outdated = []
    for pk, earlier_id, later_id, *found in rows:
        pair = (earlier_id, later_id)
        if pair in decided:
            continue
        if wanted.get(pair) == tuple(found):
            del wanted[pair]
        else:
            outdated.append(pk)
    SheetLink.objects.filter(pk__in=outdated).delete()
    bulk = BulkWriter()
    target = bulk.target(SheetLink, _LINK_GIVEN)
    for pair, found_now in wanted.items():
        bulk.add(target, (*pair, *found_now))
    bulk.flush()


def sheet_facts() -> Iterator[SheetFacts]:
    """What the linker is told of every published sheet."""
    figures, references = _figures(), _references()
    rows = ReviewSheet.objects.published().values_list(
        "pk",
        "sheet_year",
        "ministry__name",
        "number",
        "name",
        "bureau",
        "division",
        "start_year",
        "judgit_project_id",
        "former_number",
    )
    for row in rows.iterator(chunk_size=_ROWS_AT_ONCE):
        yield SheetFacts(*row, references=tuple(references[row[0]]), figures=tuple(figures[row[0]]))


def _figures() -> dict[int, list[YearFigures]]:
    figures: defaultdict[int, list[YearFigures]] = defaultdict(list)
    rows = BudgetYear.objects.order_by().values_list("sheet", "budget_year", *(f"{name}_yen" for name in _FIGURES))
    for sheet_id, *values in rows.iterator(chunk_size=_ROWS_AT_ONCE):
        figures[sheet_id].append(YearFigures(*values))
    return figures


def _references() -> dict[int, list[PastReference]]:
    references: defaultdict[int, list[PastReference]] = defaultdict(list)
    rows = PastSheetNumber.objects.order_by()
    for sheet_id, year, ministry, number in rows.values_list("sheet", "past_year", "ministry_name", "number"):
        if year is not None:
            references[sheet_id].append(PastReference(year, ministry, number))
    return references


@dataclass(frozen=True)
class _Member:
    """A sheet as projects see it."""

    pk: int
    project_id: int
    sheet_year: int
    ministry_id: int
    key: str
    name: str
    is_fixed: bool


def assign_projects(sheets: Any) -> None:
    """Give every sheet of this queryset the project of the sheets it is joined with.

    A project stays with the group that holds its oldest sheet; what is split off gets one of its own.
    """
    members = {member.pk: member for member in _members(sheets)}
    groups = sorted(_groups(members), key=lambda group: _age(group[0]))
    taken: set[int] = set()
    chosen: list[tuple[list[_Member], int]] = []
    for group in groups:
        project_id = _project_of(group, taken)
        taken.add(project_id)
        chosen.append((group, project_id))
    _move(chosen)
    _rename(chosen)
    emptied = {member.project_id for member in members.values()} - taken
    _delete_projects(sorted(emptied))


def _delete_projects(emptied: list[int]) -> None:
    """Projects without a sheet; one that still has some, of another state, breaks its key and the import."""
    table = connection.ops.quote_name(Project._meta.db_table)
    for batch in _batches(emptied):
        RelatedProject.objects.filter(project__in=batch).update(project=None)
        with connection.cursor() as cursor:
            places = ", ".join(["%s"] * len(batch))
            cursor.execute(f"DELETE FROM {table} WHERE id IN ({places})", batch)  # noqa: S608 - our own name


def _members(sheets: Any) -> Iterator[_Member]:
    rows = sheets.order_by().values_list(
        "pk", "project_id", "sheet_year", "ministry_id", "ministry__name", "number", "name", "is_project_fixed"
    )
    for pk, project_id, year, ministry_id, ministry, number, name, is_fixed in rows.iterator(chunk_size=_ROWS_AT_ONCE):
        yield _Member(pk, project_id, year, ministry_id, f"{year}-{ministry}-{number}", name, is_fixed)


def _age(member: _Member) -> tuple[int, int]:
    return member.sheet_year, member.pk


def _groups(members: dict[int, _Member]) -> list[list[_Member]]:
    """Sheets that belong together, each group oldest first."""
    joined = _Joined(members)
    for group in _fixed(members.values()).values():
        for pk in group[1:]:
            joined.join(group[0], pk)
    links = SheetLink.objects.filter(Q(is_main=True) | Q(method=BY_HAND), is_rejected=False)
    by_hand_first = sorted(links.values_list("method", "earlier", "later"), key=lambda link: link[0] != BY_HAND)
    for _method, earlier_id, later_id in by_hand_first:
        if earlier_id in members and later_id in members:
            joined.join(earlier_id, later_id)
    return [sorted((members[pk] for pk in group), key=_age) for group in joined.groups()]


def _fixed(members: Iterable[_Member]) -> dict[int, list[int]]:
    fixed: defaultdict[int, list[int]] = defaultdict(list)
    for member in members:
        if member.is_fixed:
            fixed[member.project_id].append(member.pk)
    return fixed


class _Joined:
    """Disjoint sets of sheets; two sets whose projects were fixed by hand to different ones are not joined."""

    def __init__(self, members: dict[int, _Member]) -> None:
        self._parent = {pk: pk for pk in members}
        self._fixed = {pk: member.project_id for pk, member in members.items() if member.is_fixed}

    def join(self, one: int, other: int) -> None:
        first, second = self._root(one), self._root(other)
        fixed = {self._fixed[root] for root in (first, second) if root in self._fixed}
        if first == second or len(fixed) > 1:
            return
        self._parent[second] = first
        if fixed:
            self._fixed[first] = fixed.pop()

    def groups(self) -> list[list[int]]:
        groups: defaultdict[int, list[int]] = defaultdict(list)
        for pk in self._parent:
            groups[self._root(pk)].append(pk)
        return list(groups.values())

    def _root(self, pk: int) -> int:
        while self._parent[pk] != pk:
            self._parent[pk] = self._parent[self._parent[pk]]
            pk = self._parent[pk]
        return pk


def _project_of(group: list[_Member], taken: set[int]) -> int:
    """The project chosen by hand, else that of the oldest sheet whose project no older group has, else a new one."""
    fixed = [member.project_id for member in group if member.is_fixed]
    for project_id in (*fixed, *(member.project_id for member in group)):
        if project_id not in taken or project_id in fixed:
            return project_id
    first = group[0]
    key = first.key
    while Project.objects.filter(key=key).exists():
        key += "-2"
    return Project.objects.create(key=key, name=first.name, ministry_id=first.ministry_id).pk


def _move(chosen: list[tuple[list[_Member], int]]) -> None:
    moved = [
        (project_id, member.pk) for group, project_id in chosen for member in group if member.project_id != project_id
    ]
    table = connection.ops.quote_name(ReviewSheet._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            ids, project_ids = [pk for _project_id, pk in moved], [project_id for project_id, _pk in moved]
            cursor.execute(_MOVE.format(table=table), [ids, project_ids])
        else:
            cursor.executemany(f"UPDATE {table} SET project_id = %s WHERE id = %s", moved)  # noqa: S608 - our own name


def _rename(chosen: list[tuple[list[_Member], int]]) -> None:
    """A project is called as its newest sheet is, unless its sheets were put together by hand."""
    named = {project_id: group[-1] for group, project_id in chosen if not any(member.is_fixed for member in group)}
    stored = Project.objects.values_list("pk", "name", "ministry_id")
    renamed = [
        (named[pk].name, named[pk].ministry_id, pk)
        for pk, name, ministry_id in stored
        if pk in named and (named[pk].name, named[pk].ministry_id) != (name, ministry_id)
    ]
    table = connection.ops.quote_name(Project._meta.db_table)
    with connection.cursor() as cursor:
        if renamed and connection.vendor == "postgresql":
            cursor.execute(_RENAME.format(table=table), [list(column) for column in zip(*renamed, strict=True)])
        else:
            statement = f"UPDATE {table} SET name = %s, ministry_id = %s WHERE id = %s"  # noqa: S608 - our own name
            cursor.executemany(statement, renamed)


def _batches(values: list[int]) -> Iterator[list[int]]:
    return (values[start : start + _ROWS_AT_ONCE] for start in range(0, len(values), _ROWS_AT_ONCE))
