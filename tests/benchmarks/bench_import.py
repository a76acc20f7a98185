"""How long an import takes against a bare script, as a ratio in one run: `make bench`.

Both sides load the same official files into a new database, by turns; medians of the rounds are printed with the
ratio, and the import's peak memory. Fails where a limit is broken.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

TOP = Path(__file__).resolve().parent.parent.parent
DATA = TOP.parent / "shared" / "data"
ROUNDS = int(os.environ.get("ROUNDS", "3"))
MOST_TIMES_BARE = 4
MOST_MEGABYTES = 1_000
POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
BARE = [sys.executable, str(TOP / "tests" / "benchmarks" / "bare_import.py")]
OURS = [sys.executable, str(TOP / "manage.py")]


@dataclass(frozen=True)
class Measured:
    """One side's seconds by round, and the most memory a round took."""

    seconds: list[float]
    megabytes: int


@contextmanager
def new_sqlite() -> Iterator[str]:
    """The URL of a database that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/bench.sqlite3"


@contextmanager
def new_postgresql() -> Iterator[str]:
    """The same on the test server."""
    name = f"bench_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(POSTGRESQL, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        try:
            yield POSTGRESQL.rsplit("/", 1)[0] + f"/{name}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def timed(command: list[str], url: str) -> tuple[float, int]:
    """Seconds and peak megabytes of a command."""
    started = time.perf_counter()
    with subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url}, stdout=subprocess.DEVNULL) as process:  # noqa: S603
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} failed")
    return time.perf_counter() - started, usage.ru_maxrss // 1024


def bare(url: str) -> tuple[float, int]:
    """The bare script's round."""
    return timed([*BARE, url, str(DATA)], url)


def ours(url: str) -> tuple[float, int]:
    """The import's round, without making the tables and the search's index."""
    timed([*OURS, "migrate", "--verbosity", "0"], url)
    return timed([*OURS, "import_sheets", "--load-only", str(DATA)], url)


def measure(name: str) -> dict[str, Measured]:
    """Both sides by turns on new databases."""
    rounds: dict[str, list[tuple[float, int]]] = {"bare": [], "import": []}
    for _ in range(ROUNDS):
        for side, run in (("bare", bare), ("import", ours)):
            with new_sqlite() if name == "SQLite" else new_postgresql() as url:
                rounds[side].append(run(url))
    return {
        side: Measured([seconds for seconds, _ in runs], max(memory for _, memory in runs))
        for side, runs in rounds.items()
    }


def report(name: str, sides: dict[str, Measured]) -> bool:
    """Print a database's figures; whether they are within the limits."""
    bare_seconds = statistics.median(sides["bare"].seconds)
    import_seconds = statistics.median(sides["import"].seconds)
    ratio = import_seconds / bare_seconds
    memory = sides["import"].megabytes
    print(  # noqa: T201
        f"{name}: bare {bare_seconds:.1f} s, import {import_seconds:.1f} s, ratio {ratio:.2f} (at most"
        f" {MOST_TIMES_BARE}), peak {memory} MB (below {MOST_MEGABYTES}), medians of {ROUNDS}"
    )
    return ratio <= MOST_TIMES_BARE and memory < MOST_MEGABYTES


def main() -> None:
    """Measure both databases."""
    if not DATA.is_dir():
        raise SystemExit(f"No official data at {DATA}")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    results = [report(name, measure(name)) for name in ("SQLite", "PostgreSQL")]
    if not all(results):
        raise SystemExit("A limit is broken.")


if __name__ == "__main__":
    main()
