"""`make test`: the suite on SQLite, then on PostgreSQL where one answers. What did not run is said at the end."""

import os
import subprocess
import sys
from pathlib import Path

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


def run_suite(name: str, environment: dict[str, str]) -> int:
    """One run of pytest; what a developer's shell sets for the dashboard does not reach it."""
    print(f"── {name} ──", flush=True)
    clean = {key: value for key, value in os.environ.items() if key not in OURS}
    return subprocess.run([sys.executable, "-m", "pytest", *sys.argv[1:]], cwd=TOP, env=clean | environment).returncode


def main() -> int:
    """The worse of the two results."""
    if postgresql_answers(POSTGRESQL_URL):
        return max(run_suite("SQLite", {}), run_suite("PostgreSQL", {"DATABASE_URL": POSTGRESQL_URL}))
    address = POSTGRESQL_URL.rpartition("@")[2]
    missing = f"the whole suite on PostgreSQL (none answers at {address}; TEST_DATABASE_URL=… names another)"
    if os.environ.get("CI") == "true":
        print(f"CI: not run: {missing}", file=sys.stderr)
        return 1
    return run_suite("SQLite", {"REVIEWSHEETS_TESTS_NOT_RUN": missing})


if __name__ == "__main__":
    sys.exit(main())
