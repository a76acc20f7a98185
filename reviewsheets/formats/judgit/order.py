"""The order in which a JUDGIT! sheet's lists are stored, whatever order its file has them in."""

from collections.abc import Mapping, Sequence
from typing import Any


def in_order(value: Mapping[str, Any]) -> dict[str, Any]:
    """The object with its lists as they are stored: by year, payees by block (in the order they appear) and number."""
    ordered = dict(value)
    if rows := _rows(value, "支出先"):
        blocks: dict[str, int] = {}
        places = [(blocks.setdefault(str(row.get("グループ")), len(blocks)), _whole(row.get("番号"))) for row in rows]
        ordered["支出先"] = _by_place(rows, places)
    if rows := _rows(value, "予算"):
        ordered["予算"] = _by_year(rows)
    for section, values in (("アウトカム", "成果実績"), ("アウトプット", "活動実績")):
        if rows := _rows(value, section):
            ordered[section] = [_with_years_in_order(row, values) for row in rows]
    return ordered


def _with_years_in_order(row: dict[str, Any], key: str) -> dict[str, Any]:
    years = _rows(row, key)
    sorted_years = _by_year(years)
    return row if sorted_years is years else {**row, key: sorted_years}


def _by_year(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return _by_place(rows, [_whole(row.get("年度")) for row in rows])


def _by_place(rows: list[dict[str, Any]], places: Sequence[Any]) -> list[dict[str, Any]]:
    """The rows by their places; the list itself where they stand so, as nearly all do."""
    in_place = sorted(range(len(rows)), key=places.__getitem__)
    return rows if in_place == list(range(len(rows))) else [rows[place] for place in in_place]


def _rows(owner: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """A list of objects; nothing where it is anything else, which its own reader will say."""
    rows = owner.get(key)
    return rows if isinstance(rows, list) and {*map(type, rows)} == {dict} else []


def _whole(value: Any) -> int:
    return value if type(value) is int else 0
