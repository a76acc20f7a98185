"""What the database holds of a sheet, as the records its official file would give."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import CASCADE, F, Q

from reviewsheets.formats.records import IndicatorRecord, ItemUseRecord, RemarksRecord, SheetRecord
from reviewsheets.importers.tables import RECORDS_OF, TABLES, Table
from reviewsheets.models import ReviewSheet

SheetParts = dict[int, dict[type[Any], list[Any]]]  # sheet id → record type → records
_RELATED = {"ministry": "ministry__name", "policy_ministry": "policy_ministry__name"}
# Rows of a file go in its order, those typed in after them. JUDGIT! numbers its rows anew in each list.
_FILE_ORDER: dict[type[Any], tuple[Any, ...]] = {
    IndicatorRecord: (F("source_row").asc(nulls_last=True), "-kind", "position", "pk"),
    ItemUseRecord: (F("source_row").asc(nulls_last=True), "block__position", "position", "pk"),
}
_ORDER = {
    "year__sheet": ("year__budget_year", "position", "pk"),
    "block__sheet": ("block__position", "block", "position", "pk"),
    "payment__block__sheet": ("payment__block__position", "payment__block", "payment__position", "position", "pk"),
    "indicator__sheet": ("indicator", "fiscal_year", "pk"),
}


def stored_parts(codes: Iterable[str], sheet_ids: Collection[int]) -> SheetParts:
    """The records of these files for each sheet, in the files' order. A query a table."""
    records = [record for code in codes for record in RECORDS_OF[code]]
    wanted = dict.fromkeys([needed for record in records for needed in _with_pointed(record)])
    parts: SheetParts = {sheet_id: {record: [] for record in wanted} for sheet_id in sheet_ids}
    places: dict[type[Any], dict[int, Any]] = {}
    for record in wanted:
        if record is SheetRecord:
            _add_sheets(parts)
        elif record is RemarksRecord:
            _add_remarks(parts)
        else:
            places[record] = _add_records(parts, TABLES[record], places)
    return parts


def _with_pointed(record: type[Any]) -> list[type[Any]]:
    """A record type after those its pointers name."""
    table = TABLES.get(record)
    pointed = [needed for target in table.pointers.values() for needed in _with_pointed(target)] if table else []
    return [*pointed, record]


def _add_sheets(parts: SheetParts) -> None:
    paths = [_RELATED.get(name, name) for name in SheetRecord.__annotations__]
    for sheet_id, *values in ReviewSheet.objects.filter(pk__in=parts).values_list("pk", *paths):
        record = SheetRecord(*(_cell(value) for value in values))
        parts[sheet_id][SheetRecord].append(record._replace(policy_ministry=record.policy_ministry or ""))


def _add_remarks(parts: SheetParts) -> None:
    for sheet_id, remarks in ReviewSheet.objects.filter(pk__in=parts).values_list("pk", "remarks"):
        parts[sheet_id][RemarksRecord].append(RemarksRecord(remarks))


def _add_records(parts: SheetParts, table: Table, places: Mapping[type[Any], Mapping[int, Any]]) -> dict[int, Any]:
    """Add a table's records to their sheets; gives how other records name each of its rows."""
    order = _ORDER.get(table.owner, ("budget_year",) if table.name == "budget_year" else ("position", "pk"))
    if not table.key:
        order = ("pk",)
    elif table.key[0] == "kind":
        order = ("kind", "position", "pk")
    ordered: tuple[Any, ...] = _FILE_ORDER.get(table.record, order)
    pointers = tuple(f"{name}_id" for name in table.pointers)
    rows = (
        table.model._default_manager.filter(**{f"{table.owner}__in": list(parts)})
        .order_by(table.owner, *ordered)
        .values_list("pk", f"{table.owner}_id" if table.owner == "sheet" else table.owner, *pointers, *table.fields)
    )
    named: dict[int, Any] = {}
    counted: dict[int, int] = defaultdict(int)
    for row_id, sheet_id, *values in rows.iterator(chunk_size=5_000):
        pointed = values[: len(pointers)]
        given = dict(zip(table.fields, (_cell(value) for value in values[len(pointers) :]), strict=True))
        for (name, target), pointed_id in zip(table.pointers.items(), pointed, strict=True):
            given[name] = _pointer(places[target], pointed_id, by_letter=bool(TABLES[target].name))
        record = table.record(**given)
        parts[sheet_id][table.record].append(record)
        named[row_id] = getattr(record, table.name) if table.name else counted[sheet_id]
        counted[sheet_id] += 1
    return named


def _pointer(named: Mapping[int, Any], row_id: int | None, *, by_letter: bool) -> Any:
    if row_id is None:
        return "" if by_letter else None
    return named[row_id]


def _cell(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def sheets_with_more(codes: Iterable[str], sheet_ids: Collection[int]) -> set[int]:
    """The sheets with cells or rows that these files cannot say: they would be lost with the rows they stand on."""
    tables = [TABLES[record] for code in codes for record in RECORDS_OF[code] if record in TABLES]
    models = {table.model for table in tables}
    found: set[int] = set()
    for table in tables:
        rows = table.model._default_manager.filter(**{f"{table.owner}__in": list(sheet_ids)}).order_by()
        for more in (_filled_beside(table), *_rows_beside(table, models)):
            found.update(rows.filter(more).values_list(table.owner, flat=True))
    return found


def _filled_beside(table: Table) -> Q:
    """A column that people fill in and the record does not have is not blank."""
    filled = Q(pk__in=[])
    for field in table.model._meta.concrete_fields:
        if field.editable and not field.is_relation and not field.primary_key and field.name not in table.fields:
            blank = field.get_default()
            filled |= Q(**{f"{field.name}__isnull": False}) if blank is None else ~Q(**{field.name: blank})
    return filled


def _rows_beside(table: Table, models: Collection[type[Any]]) -> list[Q]:
    """Rows of other models that go when these go."""
    relations = [relation for relation in table.model._meta.related_objects if relation.on_delete is CASCADE]
    return [Q(**{f"{relation.name}__isnull": False}) for relation in relations if relation.related_model not in models]
