"""The floor an import is measured against: the same files parsed and put into plain tables, nothing else.

Usage: bare_import.py DATABASE_URL FOLDER. No keys, no checks, no links, no index; every official column as text.
"""

import csv
import gzip
import io
import json
import sqlite3
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import psycopg

BATCH = 5_000
Insert = Callable[[str, Iterable[tuple[Any, ...]], int], None]
SHEET_LISTS = ("会計区分", "実施方法", "主要施策")
NESTED = (*SHEET_LISTS, "予算", "支出先", "アウトカム", "アウトプット", "関連する過去のレビューシート")


def sqlite_insert(connection: sqlite3.Connection) -> Insert:
    """executemany into a table made at first sight."""

    def insert(table: str, rows: Iterable[tuple[Any, ...]], width: int) -> None:
        columns = ", ".join(f"c{place}" for place in range(width))
        connection.execute(f'CREATE TABLE IF NOT EXISTS "{table}" ({columns})')
        connection.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * width)})', rows)  # noqa: S608

    return insert


def postgresql_insert(connection: psycopg.Connection[Any]) -> Insert:
    """COPY into a table made at first sight."""

    def insert(table: str, rows: Iterable[tuple[Any, ...]], width: int) -> None:
        with connection.cursor() as cursor:
            columns = ", ".join(f"c{place} text" for place in range(width))
            cursor.execute(f'CREATE TABLE IF NOT EXISTS "{table}" ({columns})')
            with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)

    return insert


def load_table(path: Path, insert: Insert) -> None:
    """One RS System archive: a table as wide as its header."""
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as raw:
        reader = csv.reader(io.TextIOWrapper(raw, encoding="utf-8-sig", newline=""))
        width = len(next(reader))
        insert(path.stem[:3], (tuple(row) for row in reader), width)


class Gathered:
    """Rows by table, inserted in batches."""

    def __init__(self, insert: Insert) -> None:
        self._insert = insert
        self._rows: dict[str, list[tuple[Any, ...]]] = {}

    def add(self, table: str, row: tuple[Any, ...]) -> None:
        rows = self._rows.setdefault(table, [])
        rows.append(row)
        if len(rows) >= BATCH:
            self._write(table, rows)

    def flush(self) -> None:
        for table, rows in self._rows.items():
            if rows:
                self._write(table, rows)

    def _write(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        self._insert(table, rows, len(rows[0]))
        rows.clear()


def load_sheets(path: Path, insert: Insert) -> None:
    """One JUDGIT! file: a table for sheets and one for each of their lists."""
    gathered = Gathered(insert)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            sheet = json.loads(line)
            own = tuple(value for key, value in sheet.items() if key not in NESTED)
            lists = tuple(json.dumps(sheet[key], ensure_ascii=False) for key in SHEET_LISTS)
            gathered.add("sheets", own + lists)
            for table, row in child_rows(sheet):
                gathered.add(table, (sheet["ID"], *row))
    gathered.flush()


def child_rows(sheet: dict[str, Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The rows of a sheet's lists."""
    amounts = (
        "年度",
        "当初予算",
        "補正予算",
        "前年度から繰越し",
        "翌年度へ繰越し",
        "予備費等",
        "予算計",
        "執行額",
        "要求額",
    )
    for year in sheet["予算"]:
        yield "budget", tuple(year.get(key) for key in amounts)
    for payee in sheet["支出先"]:
        yield "payees", tuple(payee.values())
    for past in sheet["関連する過去のレビューシート"]:
        yield "past", tuple(past[key] for key in sorted(past))
    for kind, values in (("アウトカム", "成果実績"), ("アウトプット", "活動実績")):
        for place, indicator in enumerate(sheet[kind]):
            yield kind, (place, *(value for key, value in indicator.items() if key != values))
            for year in indicator[values]:
                yield values, (place, *year.values())


def load(folder: Path, insert: Insert) -> None:
    """Everything in the folder."""
    for path in sorted(folder.rglob("*.zip")):
        load_table(path, insert)
    for path in sorted(folder.rglob("*.ndjson.gz")):
        load_sheets(path, insert)


def main(url: str, folder: Path) -> None:
    """Load the folder into the database at the URL, in one transaction."""
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
            load(folder, sqlite_insert(connection))
    else:
        with psycopg.connect(url) as connection:
            load(folder, postgresql_insert(connection))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
