"""Databases of a test's own, beside the one under test and of its kind: committed to, looked into, thrown away."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

TOP = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Scratch:
    """A database: what Django calls it, and its DATABASE_URL."""

    name: str
    url: str

    def environment(self) -> dict[str, str]:
        """The variables of a program that works on it."""
        return os.environ | {"DATABASE_URL": self.url, "SECRET_KEY": "scratch", "PYTHONUNBUFFERED": "1"}

    def manage(self, *arguments: str | Path) -> str:
        """Run a command of manage.py to its end; gives what it printed."""
        command = [sys.executable, "manage.py", *map(str, arguments)]
        done = subprocess.run(command, cwd=TOP, env=self.environment(), capture_output=True, text=True)  # noqa: S603
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def state(self, *, without: frozenset[str] = frozenset()) -> dict[str, str]:
        """Each table's name and a hash of all its rows."""
        with closing(_connect(self)) as opened:
            return {name: _hash(opened, name) for name in _tables(opened) if name not in without}


def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def _server(name: str) -> str:
    """The address of a database of that name on the server of the database under test."""
    given: Any = connection.settings_dict
    password = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
    return f"postgres://{given['USER']}{password}@{given['HOST']}:{given['PORT'] or 5432}/{name}"


def _connect(scratch: Scratch) -> Any:
    return sqlite3.connect(scratch.name) if _is_sqlite() else psycopg.connect(scratch.url)


def _tables(opened: Any) -> list[str]:
    question = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        if _is_sqlite()
        else "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    )
    return [name for (name,) in opened.execute(question).fetchall()]


def _hash(opened: Any, table: str) -> str:
    rows = sorted(map(repr, opened.execute(f'SELECT * FROM "{table}"').fetchall()))  # noqa: S608 - its own tables
    return f"{len(rows)} {hashlib.sha256(chr(10).join(rows).encode()).hexdigest()}"


@contextmanager
def scratch_database(folder: Path, name: str, *, like: Scratch | None = None) -> Iterator[Scratch]:
    """An empty database, or a copy of another; gone at the end."""
    if _is_sqlite():
        path = folder / f"{name}.sqlite3"
        if like:
            with closing(sqlite3.connect(like.name)) as source, closing(sqlite3.connect(path)) as target:
                source.backup(target)
        yield Scratch(str(path), f"sqlite:///{path}")
        return
    whole = f"scratch_{name}_{os.getpid()}"
    template = like.name if like else "template1"
    _on_server("CREATE DATABASE {} TEMPLATE {}", whole, template)
    try:
        yield Scratch(whole, _server(whole))
    finally:
        _on_server("DROP DATABASE {} WITH (FORCE)", whole)


def _on_server(statement: str, *names: str) -> None:
    with psycopg.connect(_server("postgres"), autocommit=True) as server:
        server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]
