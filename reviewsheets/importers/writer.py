"""The loader's hands: ministries, payees, projects, sheets and the rows of a sheet, written in bulk."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import F

from reviewsheets.formats import records as r
from reviewsheets.formats.layout import FormatError
from reviewsheets.importers.bulk import BulkWriter, stored
from reviewsheets.importers.tables import TABLES, Table
from reviewsheets.models import Ministry, Payee, Project, ReviewSheet, SheetSource
from reviewsheets.models.bulk import batches
from reviewsheets.units.names import is_corporate_number, name_key, payee_key
from reviewsheets.units.payees import kind_of

NO_ORDER = 999
LONGEST_PAYEE_KEY = 300
SHEETS_AT_ONCE = 500  # sheets whose rows are read or deleted together
_SHEET_FIELDS = tuple(name for name in r.SheetRecord._fields if name not in ("ministry", "policy_ministry"))
_SHEET_GIVEN = (
    "project_id",
    "ministry_id",
    "policy_ministry_id",
    "published_at",
    "created_at",
    "updated_at",
    "is_project_fixed",
    *_SHEET_FIELDS,
)
_SOURCE_GIVEN = ("sheet_id", "file_id", "code", "source_row", "digest", "own_cells")
_WITH_PAYEE = (r.PaymentRecord, r.MultiYearRecord)
_TENDERED = (r.ContractRecord, r.MultiYearRecord)
_MARKED = (r.BudgetYearRecord, r.ContractRecord, r.MultiYearRecord)


@dataclass(frozen=True)
class Plan:
    """How a table's records become rows: worked out once, used a million times."""

    table: Table
    given: tuple[str, ...]
    own: Callable[[Any], Sequence[Any]] | None  # the record's cells without its pointers; none where it has none
    pointers: tuple[tuple[int, type[Any]], ...]  # their places in the record, and what they point at
    converted: tuple[int, ...]  # which of these the drivers do not take as they are
    has_owner: bool
    has_payee: bool
    has_marks: bool  # to count
    has_more_than_owner: bool  # pointers, a payee or marks to count
    is_pointed_at: bool

    @classmethod
    def of(cls, table: Table) -> "Plan":
        """The plan of a table."""
        fields, names = table.fields, table.record._fields
        types = table.record.__annotations__
        has_owner, has_payee = table.owner == "sheet", table.record in _WITH_PAYEE
        has_marks = has_payee or table.record in _MARKED
        owner = ("sheet_id",) if has_owner else ()
        payee = ("payee_id",) if has_payee else ()
        return cls(
            table=table,
            given=(*(f"{name}_id" for name in table.pointers), *owner, *payee, *fields),
            own=itemgetter(*(names.index(name) for name in fields)) if table.pointers else None,
            pointers=tuple((names.index(name), target) for name, target in table.pointers.items()),
            converted=tuple(place for place, name in enumerate(fields) if _needs_conversion(types[name])),
            has_owner=has_owner,
            has_payee=has_payee,
            has_marks=has_marks,
            has_more_than_owner=bool(table.pointers) or has_marks or not has_owner,
            is_pointed_at=any(table.record in other.pointers.values() for other in TABLES.values()),
        )

    def cells(self, entries: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """The records' own cells as the drivers take them."""
        rows = list(map(self.own, entries)) if self.own else entries
        return [self._converted(row) for row in rows] if self.converted else rows

    def _converted(self, cells: Sequence[Any]) -> Sequence[Any]:
        changed = list(cells)
        for place in self.converted:
            if changed[place] is not None:
                changed[place] = stored(changed[place])
        return changed


def _needs_conversion(annotation: Any) -> bool:
    return "Decimal" in str(annotation) or "tuple" in str(annotation)


_PLANS = {record: Plan.of(table) for record, table in TABLES.items()}


class _Checked(dict[str, bool]):
    """Corporate numbers and whether they are right, each worked out once."""

    def __missing__(self, number: str) -> bool:
        self[number] = is_corporate_number(number)
        return self[number]


class SheetWriter:
    """Writes sheets and their records inside the caller's transaction."""

    def __init__(self, now: datetime, *, has_locked: bool = False) -> None:
        self.now = now
        self.bulk = BulkWriter(has_locked=has_locked)
        self._projects = self.bulk.target(Project, ("key", "name", "ministry_id"))
        self._sheets = self.bulk.target(ReviewSheet, _SHEET_GIVEN)
        self._payee_rows = self.bulk.target(Payee, ("key", "corporate_number", "name", "search_name", "kind"))
        for plan in _PLANS.values():
            self.bulk.target(plan.table.model, plan.given)
        self._sources = self.bulk.target(SheetSource, _SOURCE_GIVEN)
        self.flags: Counter[str] = Counter()
        self.new_sheets: set[int] = set()
        self.blocks: dict[int, dict[str, int]] = {}  # sheet id → letter → block id, of the sheets this run wrote
        self._ministries: dict[str, int] = dict(Ministry.objects.values_list("name", "pk"))
        self._payees: dict[str, int] = dict(Payee.objects.values_list("key", "pk"))
        self._is_right = _Checked()
        self._payee_ids: dict[tuple[str, str], int | None] = {}
        self._spelled: Counter[tuple[str, str]] = Counter()  # how often a number and name stood together
        self._first_names: dict[int, str] = {}  # new payee → the name it was written under
        self.remarks: dict[int, str] = {}  # sheet → what 6-1 says of it; written by `settle`
        self._project_keys = set(Project.objects.values_list("key", flat=True))

    def add_sheet(self, sheet: r.SheetRecord) -> int:
        """A new sheet, published, in a project of its own until it is linked."""
        ministry_id = self._ministry(sheet.ministry, sheet)
        policy_id = self._ministry(sheet.policy_ministry, sheet) if sheet.policy_ministry else None
        project_id = self._project(sheet, ministry_id)
        own = (getattr(sheet, name) for name in _SHEET_FIELDS)
        values = (project_id, ministry_id, policy_id, self.now, self.now, self.now, False, *own)
        sheet_id = self.bulk.add(self._sheets, [stored(value) for value in values])
        self.new_sheets.add(sheet_id)
        return sheet_id

    def update_sheet(self, sheet_id: int, sheet: r.SheetRecord) -> None:
        """The sheet's own columns as a newer file has them."""
        own = {name: _listed(getattr(sheet, name)) for name in _SHEET_FIELDS}
        ReviewSheet.objects.filter(pk=sheet_id).update(
            ministry_id=self._ministry(sheet.ministry, sheet),
            policy_ministry_id=self._ministry(sheet.policy_ministry, sheet) if sheet.policy_ministry else None,
            **own,
        )

    def touch(self, sheet_ids: Iterable[int]) -> None:
        """Sheets whose rows changed are a new edition: a page that is open for entry is told so."""
        for batch in batches(sheet_ids, SHEETS_AT_ONCE):
            ReviewSheet.objects.filter(pk__in=batch).update(edition=F("edition") + 1, updated_at=self.now)

    def add_source(
        self, sheet_id: int, file_id: int, code: str, row: int, digest: str, own_cells: Mapping[str, Any]
    ) -> None:
        """Which file this part of the sheet came from."""
        self.bulk.add(self._sources, (sheet_id, file_id, code, row, digest, stored(dict(own_cells))))

    def add_parts(self, sheet_id: int, parts: Mapping[type[Any], Sequence[Any]]) -> None:
        """A sheet's rows, each after those it points at. Blocks of the sheet that were written before are known."""
        named: dict[type[Any], dict[Any, int]] = {r.BlockRecord: self.blocks.setdefault(sheet_id, {})}
        for record, plan in _PLANS.items():
            if entries := parts.get(record):
                self._add_records(sheet_id, plan, entries, named)

    def _add_records(
        self, sheet_id: int, plan: Plan, entries: Sequence[Any], named: dict[type[Any], dict[Any, int]]
    ) -> None:
        table = plan.table
        heads: Iterable[Sequence[Any]] = repeat((sheet_id,))
        if plan.has_more_than_owner:
            heads = zip(*self._head_columns(sheet_id, plan, entries, named), strict=False)
        row_ids = self.bulk.add_all(self.bulk.target(table.model, plan.given), heads, plan.cells(entries))
        if plan.is_pointed_at:
            keys = [getattr(entry, table.name) for entry in entries] if table.name else range(len(entries))
            named.setdefault(table.record, {}).update(zip(keys, row_ids, strict=True))

    def _head_columns(
        self, sheet_id: int, plan: Plan, entries: Sequence[Any], named: dict[type[Any], dict[Any, int]]
    ) -> list[Iterable[Any]]:
        """What stands before the rows' own cells: the rows they point at, their sheet, their payees."""
        columns: list[Iterable[Any]] = [
            [self._pointed(sheet_id, target, entry[place], named) for entry in entries]
            for place, target in plan.pointers
        ]
        if plan.has_owner:
            columns.append(repeat(sheet_id, len(entries)))
        if plan.has_payee:
            columns.append(self._payees_of(entries))
        if plan.has_marks:
            self._count_flags(plan, entries)
        return columns

    def _pointed(
        self, sheet_id: int, target: type[Any], name: Any, named: dict[type[Any], dict[Any, int]]
    ) -> int | None:
        if name is None or name == "":
            return None
        known = named.setdefault(target, {})
        if name not in known and target is r.BlockRecord:
            implied = r.BlockRecord(position=len(known), letter=name, is_implied=True)
            self._add_records(sheet_id, _PLANS[target], [implied], named)
        return known[name]

    def _count_flags(self, plan: Plan, entries: Sequence[Any]) -> None:
        record, flags = plan.table.record, self.flags
        if plan.has_payee:
            numbers = (entry.corporate_number for entry in entries)
            flags["wrong_number"] += sum(1 for number in numbers if number and not self._is_right[number])
        for entry in entries if record in _TENDERED else ():
            flags["zero_bidders"] += entry.bidders is None and entry.bidders_text != ""
            flags["zero_award_rate"] += entry.award_rate_percent is None and entry.award_rate_text != ""
        if record is r.BudgetYearRecord:
            flags.update(f"basis_{entry.published_basis}" for entry in entries if entry.published_basis)

    def _ministry(self, name: str, sheet: r.SheetRecord) -> int:
        if name not in self._ministries:
            order = sheet.ministry_order if sheet.ministry_order is not None else NO_ORDER
            self._ministries[name] = Ministry.objects.create(name=name, order=order).pk
        return self._ministries[name]

    def _project(self, sheet: r.SheetRecord, ministry_id: int) -> int:
        key = f"{sheet.sheet_year}-{sheet.ministry}-{sheet.number}"
        if key in self._project_keys:
            raise FormatError(f"事業キー {key} は別の事業のものです", column="予算事業ID", value=sheet.number)
        self._project_keys.add(key)
        return self.bulk.add(self._projects, (key, sheet.name, ministry_id))

    def _payees_of(self, entries: Sequence[Any]) -> list[int | None]:
        keys = [(entry.corporate_number, entry.name) for entry in entries]
        known = self._payee_ids
        for key in keys:
            if key not in known:
                known[key] = self._new_payee(key[1], key[0])
        self._spelled.update(keys)
        return [known[key] for key in keys]

    def _new_payee(self, name: str, number: str) -> int | None:
        searched = name_key(name)
        if not searched:
            return None
        if len(searched) > LONGEST_PAYEE_KEY:  # ㍿ and its like grow when a name is spelled out
            raise FormatError(f"略さずに書くと{LONGEST_PAYEE_KEY}文字を超える名前です", column="支出先名", value=name)
        key = payee_key(number, name)
        if key not in self._payees:
            known_number = number if is_corporate_number(number) else ""
            values = (key, known_number, name, searched, kind_of(known_number, name).value)
            self._payees[key] = self.bulk.add(self._payee_rows, values)
            self._first_names[self._payees[key]] = name
        return self._payees[key]

    def settle(self) -> None:
        """Write what waits, and what is known only once everything was read."""
        self.bulk.flush()
        self._settle_payee_names()
        table = connection.ops.quote_name(ReviewSheet._meta.db_table)
        rows = [(remarks, sheet_id) for sheet_id, remarks in self.remarks.items()]
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET remarks = %s WHERE id = %s", rows)  # noqa: S608 - our own name

    def _settle_payee_names(self) -> None:
        """Name each new payee as most of its rows do: many a number is shared by a ministry and its offices."""
        times: dict[int, Counter[str]] = {}
        for (number, name), number_of_rows in self._spelled.items():
            payee_id = self._payee_ids[number, name]
            if payee_id in self._first_names:
                times.setdefault(payee_id, Counter())[name] += number_of_rows
        usual = {payee_id: max(names, key=names.__getitem__) for payee_id, names in times.items()}
        rename([(name, pk) for pk, name in usual.items() if name != self._first_names[pk]])


def rename(names: Sequence[tuple[str, int]]) -> None:
    """Write these names of payees, each with its id; their keys stay."""
    table = connection.ops.quote_name(Payee._meta.db_table)
    rows = [(name, name_key(name), pk) for name, pk in names]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET name = %s, search_name = %s WHERE id = %s", rows)  # noqa: S608 - our own name


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
