"""How fast the loaded site is, on both databases: pages, at the official data's size and at 60,000 sheets; CSV; charts.

Loads all official files into new databases, then runs the other benchmarks on them. Fails where one of them does.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench_import import DATA, OURS, new_postgresql, new_sqlite

HERE = Path(__file__).resolve().parent
ENLARGED = 60_000


def run(command: list[str], environment: dict[str, str], *, is_silent: bool = False) -> bool:
    """Whether it ended well."""
    said = subprocess.DEVNULL if is_silent else None
    return subprocess.run(command, env=os.environ | environment, stdout=said, check=False).returncode == 0  # noqa: S603


def benchmark(name: str, environment: dict[str, str]) -> list[bool]:
    """A loaded database's benchmarks; what draws charts does not depend on the database."""
    for step in (["migrate", "--verbosity", "0"], ["collectstatic", "--noinput"], ["import_sheets", str(DATA)]):
        if not run([*OURS, *step], environment, is_silent=True):
            raise SystemExit(f"{step[0]} failed")
    scripts = [["bench_pages.py"], ["bench_csv.py"], ["bench_pages.py", "--sheets", str(ENLARGED)]]
    if name == "SQLite":
        scripts.insert(1, ["bench_charts.py"])
    return [run([sys.executable, str(HERE / script), *options], environment) for script, *options in scripts]


def main() -> None:
    """Both databases."""
    if not DATA.is_dir():
        raise SystemExit(f"No official data at {DATA}")
    results: list[bool] = []
    for name, new in (("SQLite", new_sqlite), ("PostgreSQL", new_postgresql)):
        with new() as url, tempfile.TemporaryDirectory() as var:
            results += benchmark(name, {"DATABASE_URL": url, "REVIEWSHEETS_VAR": var})
    if not all(results):
        raise SystemExit("A limit is broken.")


if __name__ == "__main__":
    main()
