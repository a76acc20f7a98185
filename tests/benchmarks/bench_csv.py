"""How fast all payments stream as CSV against a bare cursor that feeds csv.writer, as a ratio in one run.

Reads the loaded database of DATABASE_URL, changes nothing: `DATABASE_URL=… python tests/benchmarks/bench_csv.py`. Both
sides read the same rows in the same order, by turns, each in a process of its own; medians of ROUNDS are printed with
the ratio and how much a process grew while it streamed. Fails where a limit is broken.
"""

import csv
import io
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

TOP = Path(__file__).resolve().parent.parent.parent
ROUNDS = int(os.environ.get("ROUNDS", "3"))
LEAST_SHARE = 0.6
MOST_MEGABYTES = 64
BLOCK = 2_000
BARE_QUERY = """
SELECT s.sheet_year, m.name, s.number, s.name, pr.key, b.letter, b.name,
    CASE WHEN EXISTS (SELECT 1 FROM reviewsheets_blocklink l
                      WHERE l.kind = 'money' AND l.target_id = b.id AND l.source_id IS NULL) THEN 'TRUE'
         WHEN EXISTS (SELECT 1 FROM reviewsheets_blocklink l WHERE l.kind = 'money' AND l.sheet_id = s.id) THEN 'FALSE'
         ELSE '' END,
    p.position + 1, p.name, p.corporate_number, '', e.key, p.location, p.legal_kind, p.is_other, p.work,
    COALESCE(CAST(p.amount_yen AS TEXT), p.amount_text), p.is_amount_doubtful, p.contract_method,
    p.contract_method_detail, COALESCE(CAST(p.bidders AS TEXT), p.bidders_text),
    COALESCE(CAST(p.award_rate_percent AS TEXT), p.award_rate_text), p.reason
FROM reviewsheets_payment p
JOIN reviewsheets_block b ON b.id = p.block_id
JOIN reviewsheets_reviewsheet s ON s.id = b.sheet_id
JOIN reviewsheets_ministry m ON m.id = s.ministry_id
JOIN reviewsheets_project pr ON pr.id = s.project_id
LEFT JOIN reviewsheets_payee e ON e.id = p.payee_id
WHERE s.published_at IS NOT NULL
ORDER BY s.sheet_year DESC, m."order", m.id, s.number, s.id, b.position, b.id, p.position, p.id
"""


def bare(url: str) -> Iterator[bytes]:
    """The rows of a bare cursor through csv.writer."""
    is_sqlite = url.startswith("sqlite:///")
    connection = sqlite3.connect(url.removeprefix("sqlite:///")) if is_sqlite else psycopg.connect(url)
    cursor = connection.cursor() if isinstance(connection, sqlite3.Connection) else connection.cursor("payments")
    yield b""
    cursor.execute(BARE_QUERY)
    while rows := cursor.fetchmany(BLOCK):
        buffer = io.StringIO(newline="")
        csv.writer(buffer).writerows(rows)
        yield buffer.getvalue().encode()


def ours() -> Iterator[bytes]:
    """The body of /data/payments.csv."""
    import django  # the bare side does without it

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reviewsheets.settings")
    sys.path.insert(0, str(TOP))
    django.setup()
    from django.test import RequestFactory

    from reviewsheets.views.data import whole_table_csv

    response = whole_table_csv(RequestFactory().get("/data/payments.csv"), "payments")
    yield b""
    yield from response


def measure(chunks: Iterator[bytes]) -> None:
    """Print seconds, megabytes grown and bytes of one side; what comes before the first chunk is not timed."""
    next(chunks)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    size = sum(len(chunk) for chunk in chunks)
    seconds = time.perf_counter() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    print(seconds, grown, size)  # noqa: T201


def round_of(side: str) -> tuple[float, int, int]:
    """One round of a side in a process of its own."""
    done = subprocess.run([sys.executable, __file__, side], check=True, capture_output=True, text=True)  # noqa: S603
    seconds, grown, size = done.stdout.split()
    return float(seconds), int(grown), int(size)


def row_count(url: str) -> int:
    """How many rows both sides read."""
    is_sqlite = url.startswith("sqlite:///")
    connection = sqlite3.connect(url.removeprefix("sqlite:///")) if is_sqlite else psycopg.connect(url)
    query = f"SELECT COUNT(*) FROM ({BARE_QUERY}) AS rows_read"  # noqa: S608
    (count,) = connection.execute(query).fetchone() or (0,)
    return int(count)


def main(url: str) -> int:
    """Both sides by turns; 1 where a limit is broken."""
    rows = row_count(url)
    rounds = [(round_of("bare"), round_of("ours")) for _ in range(ROUNDS)]
    rates = [rows / statistics.median(each[side][0] for each in rounds) for side in (0, 1)]
    grown = [max(each[side][1] for each in rounds) for side in (0, 1)]
    share = rates[1] / rates[0]
    print(  # noqa: T201
        f"{url.partition(':')[0]}: {rows:,} rows, {rounds[0][1][2] / 1e6:.0f} MB\n"
        f"  bare cursor and csv.writer  {rates[0]:>9,.0f} rows/s  grew {grown[0]} MB\n"
        f"  /data/payments.csv          {rates[1]:>9,.0f} rows/s  grew {grown[1]} MB\n"
        f"  share {share:.2f}, at least {LEAST_SHARE}; growth at most {MOST_MEGABYTES} MB"
    )
    return int(share < LEAST_SHARE or grown[1] > MOST_MEGABYTES)


if __name__ == "__main__":
    database = os.environ["DATABASE_URL"]
    if len(sys.argv) == 1:
        sys.exit(main(database))
    measure(bare(database) if sys.argv[1] == "bare" else ours())
