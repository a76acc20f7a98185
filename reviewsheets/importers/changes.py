"""What a newer file changes: two lots of one sheet's records, compared cell by cell."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from reviewsheets.importers.report import Change
from reviewsheets.importers.tables import TABLES

NOT_COMPARED = frozenset(("source_row", "position", "is_implied"))  # where a row stands is no content
ORDER = "順番"
Records = Mapping[type[Any], Sequence[Any]]


def changes_of(sheet: str, old: Records, new: Records) -> list[Change]:
    """Every cell that differs; a record that came or went is one change of all its cells."""
    found: list[Change] = []
    for record in dict.fromkeys((*old, *new)):
        before, after = _by_key(record, old), _by_key(record, new)
        found += _record_changes(sheet, record, before, after)
    return found


def cell_changes(sheet: str, code: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """What a file repeats otherwise than the sheet's own columns have it."""
    names = [name for name in dict.fromkeys((*old, *new)) if old.get(name) != new.get(name)]
    return [Change(sheet, code, name, _text(old.get(name)), _text(new.get(name))) for name in names]


def _record_changes(
    sheet: str, record: type[Any], olds: Mapping[tuple[Any, ...], Any], news: Mapping[tuple[Any, ...], Any]
) -> Iterator[Change]:
    label = record.__name__.removesuffix("Record")
    pointers = TABLES[record].pointers if record in TABLES else {}
    for key in dict.fromkeys((*olds, *news)):
        where = " ".join((label, *(str(part) for part in key if part not in (None, ""))))
        before, after = olds.get(key), news.get(key)
        if before is None or after is None:
            yield Change(sheet, where, "", _whole(before), _whole(after))
        else:
            yield from (
                Change(sheet, where, name, _text(getattr(before, name)), _text(getattr(after, name)))
                for name in _differing(before, after)
                if name not in pointers
            )


def _by_key(record: type[Any], parts: Records) -> dict[tuple[Any, ...], Any]:
    """Records by their natural key; one that repeats a key is told by its place among them too.

    What a record points at is part of its key, by its own natural key: places in a list shift when a row comes in.
    """
    keyed: dict[tuple[Any, ...], Any] = {}
    pointers = TABLES[record].pointers if record in TABLES else {}
    pointed = {name: _names(target, parts) for name, target in pointers.items() if not TABLES[target].name}
    for entry in parts.get(record, ()):
        key = tuple(
            pointed[name].get(value, "") if name in pointed else value
            for name, value in ((name, getattr(entry, name)) for name in _key_of(record))
        )
        repeats = 0
        while (place := (*key, repeats or None)) in keyed:
            repeats += 1
        keyed[place] = entry
    return keyed


def _key_of(record: type[Any]) -> tuple[str, ...]:
    if record not in TABLES:
        return ()
    table = TABLES[record]
    return tuple(dict.fromkeys((*table.pointers, *table.key)))


def _names(record: type[Any], parts: Records) -> dict[int, str]:
    """The natural keys of records, in words, by their place in the list."""
    keys = list(_by_key(record, parts))
    return {place: " ".join(str(part) for part in key if part not in (None, "")) for place, key in enumerate(keys)}


def _differing(before: Any, after: Any) -> list[str]:
    names = [name for name in before._fields if name not in NOT_COMPARED]
    return [name for name in names if not _is_same(before, after, name)]


def _is_same(before: Any, after: Any, name: str) -> bool:
    """Equal cells; a number is equal too where its text says so, as the text holds all its digits."""
    one, other = getattr(before, name), getattr(after, name)
    if one == other:
        return True
    beside = f"{name.removesuffix('_yen').removesuffix('_percent')}_text"
    text = getattr(before, beside, "")
    return isinstance(one, Decimal) and bool(text) and text == getattr(after, beside, "")


def _whole(entry: Any) -> str:
    if entry is None:
        return ""
    cells = (_text(getattr(entry, name)) for name in entry._fields if name not in NOT_COMPARED)
    return "｜".join(filter(None, cells))


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, tuple | list):
        return "、".join(map(str, value))
    return "" if value is None else str(value)
