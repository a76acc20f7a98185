"""`make test`: the suite on SQLite and, where one answers, on PostgreSQL beside it. What did not run is told at last.

The two share nothing but the checkout; together they take little longer than one. PostgreSQL's output follows SQLite's.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TextIO

import psycopg

TOP = Path(__file__).resolve().parent.parent
POSTGRESQL_URL = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
OURS = (
    "DATABASE_URL",
    "REVIEWSHEETS_ENV",
    "DEBUG",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "TRUSTED_PROXY",
    "HSTS_SECONDS",
    "UPLOAD_DIR",
)


def postgresql_answers(url: str) -> bool:
    """A server is there and lets us in."""
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def start_suite(environment: dict[str, str], output: TextIO | None = None) -> subprocess.Popen[bytes]:
    """One run of pytest; what a developer's shell sets for the dashboard does not reach it."""
    clean = {key: value for key, value in os.environ.items() if key not in OURS}
    command = [sys.executable, "-m", "pytest", *sys.argv[1:]]
    return subprocess.Popen(command, cwd=TOP, env=clean | environment, stdout=output, stderr=output)


def run_both() -> int:
    """The worse of the two results."""
    with tempfile.TemporaryFile("w+") as output:
        on_postgresql = start_suite({"DATABASE_URL": POSTGRESQL_URL}, output)
        try:
            print("── SQLite ──", flush=True)
            on_sqlite = start_suite({}).wait()
            print("── PostgreSQL ──", flush=True)
            result = on_postgresql.wait()
        finally:
            on_postgresql.terminate()
        output.seek(0)
        print(output.read(), flush=True)
    return max(abs(on_sqlite), abs(result))  # below zero: ended by a signal


def main() -> int:
    """What pytest ends with."""
    if postgresql_answers(POSTGRESQL_URL):
        return run_both()
    address = POSTGRESQL_URL.rpartition("@")[2]
    missing = f"the whole suite on PostgreSQL (none answers at {address}; TEST_DATABASE_URL=… names another)"
    if os.environ.get("CI") == "true":
        print(f"CI: not run: {missing}", file=sys.stderr)
        return 1
    return start_suite({"REVIEWSHEETS_TESTS_NOT_RUN": missing}).wait()


if __name__ == "__main__":
    sys.exit(main())
