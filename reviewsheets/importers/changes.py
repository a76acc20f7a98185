"""What a newer file changes: two lots of one sheet's records, compared cell by cell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from reviewsheets.importers.report import Change
from reviewsheets.importers.tables import TABLES

NOT_COMPARED = frozenset(("source_row", "position", "is_implied"))  # where a row stands is no content


def changes_of(
    sheet: str, old: Mapping[type[Any], Sequence[Any]], new: Mapping[type[Any], Sequence[Any]]
) -> list[Change]:
    """Every cell that differs; a record that came or went is one change of all its cells."""
    found: list[Change] = []
    for record in dict.fromkeys((*old, *new)):
        found += _record_changes(sheet, record, old.get(record, ()), new.get(record, ()))
    return found


def _record_changes(sheet: str, record: type[Any], old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    label = record.__name__.removesuffix("Record")
    olds, news = _by_key(record, old), _by_key(record, new)
    for key in dict.fromkeys((*olds, *news)):
        where = " ".join((label, *(str(part) for part in key if part is not None)))
        before, after = olds.get(key), news.get(key)
        if before is None or after is None:
            yield Change(sheet, where, "", _whole(before), _whole(after))
        else:
            yield from (
                Change(sheet, where, name, _text(getattr(before, name)), _text(getattr(after, name)))
                for name in _differing(before, after)
            )


def _by_key(record: type[Any], records: Iterable[Any]) -> dict[tuple[Any, ...], Any]:
    """Records by their natural key; one that repeats a key is told by its place among them too."""
    names = TABLES[record].key if record in TABLES else ()
    keyed: dict[tuple[Any, ...], Any] = {}
    for entry in records:
        key = tuple(getattr(entry, name) for name in names)
        repeats = 0
        while (place := (*key, repeats or None)) in keyed:
            repeats += 1
        keyed[place] = entry
    return keyed


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
    return "" if value is None else "、".join(value) if isinstance(value, tuple) else str(value)
