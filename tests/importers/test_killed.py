"""An import that is killed at any moment leaves the database as it was."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.importers.judgit_files import judgit_object, ndjson
from tests.importers.official_files import small_year
from tests.importers.scratch import TOP, Scratch, scratch_database

KILLS = 20
PROJECTS = 150
QUICKER = 0.9
RUNS = frozenset(("reviewsheets_importrun",))  # what was asked for is kept, come what may
CHANGED_COLUMNS = (
    ("2-2", "予算年度", "備考（歳出予算項目ごと）"),
    ("5-1", "支出先ブロック名", "事業を行う上での役割"),
    ("6-1", "備考", "備考"),
)
State = dict[str, str]  # table → hash of its rows
PER_CENT = b"% "  # in a line of progress: the import has begun


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year that is stored, and the next files: sheets changed and new, of two years."""
    folder = tmp_path_factory.mktemp("killed")
    small_year(projects=PROJECTS).write(folder / "stored")
    year = small_year(projects=PROJECTS * 2)
    for code, beside, column in CHANGED_COLUMNS:
        for row in range(2, len(year.rows[code]) + 2):
            if year.cell(code, row, beside):
                year.put(code, row, column, "変わった記載")
    year.write(folder / "next")
    small_year(2025, projects=PROJECTS).write(folder / "next")
    return folder


@pytest.fixture(scope="module")
def stored(folder: Path) -> Iterator[Scratch]:
    """A database that holds the first year."""
    with scratch_database(folder, "stored") as scratch:
        scratch.manage("migrate", "--verbosity", "0")
        scratch.manage("import_sheets", folder / "stored")
        yield scratch


def begin(scratch: Scratch, folder: Path) -> subprocess.Popen[bytes]:
    """An import of the next files that has begun to read."""
    command = [sys.executable, "manage.py", "import_sheets", str(folder / "next")]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    process = subprocess.Popen(command, cwd=TOP, env=scratch.environment(), **quiet)  # type: ignore[call-overload]  # noqa: S603
    assert process.stderr is not None
    assert PER_CENT in process.stderr.readline()
    return process


def seconds_of_an_import(stored: Scratch, folder: Path) -> tuple[float, State]:
    """How long one takes from when it begins to read, and what it leaves."""
    with scratch_database(folder, "whole", like=stored) as scratch:
        process = begin(scratch, folder)
        started = time.monotonic()
        assert process.wait() == 0
        return time.monotonic() - started, scratch.state(without=RUNS)


def counts(state: State) -> list[str]:
    """Rows by table: ids and times are another import's own, and so is how many arrays its ids take."""
    return [rows.split()[0] for table, rows in state.items() if table != "reviewsheets_summarycolumns"]


def state_after_a_kill(seconds: float, scratch: Scratch, folder: Path) -> State:
    """What an import leaves that is killed so long after it began, unless it ended before."""
    process = begin(scratch, folder)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    assert process.stderr is not None
    process.stderr.read()  # ends when whoever reads ahead for it has ended too
    process.stderr.close()
    return scratch.state(without=RUNS)


def test_killed_at_any_moment_it_leaves_the_database_as_it_was(stored: Scratch, folder: Path) -> None:
    before = stored.state(without=RUNS)
    seconds, after = seconds_of_an_import(stored, folder)
    changed = [name for name in before if before[name] != after[name]]
    own_tables = [name for name in changed if not name.startswith("reviewsheets_searchindex")]  # of SQLite's index
    assert len(own_tables) == 44
    chance = random.Random(20)  # noqa: S311 - the same moments in every run
    killed, ended = 0, 0
    while killed < KILLS:
        assert ended < KILLS
        with scratch_database(folder, f"killed{ended}", like=stored) as scratch:
            while killed < KILLS:
                moment = seconds * (killed + chance.random()) / KILLS
                left = state_after_a_kill(moment, scratch, folder)
                if counts(left) == counts(after):  # it ended before: it is quicker now
                    seconds, ended = seconds * QUICKER, ended + 1
                    break
                assert left == before, f"killed after {moment:.2f} of {seconds:.2f} seconds"
                killed += 1


def test_killed_while_another_process_reads_ahead(stored: Scratch, folder: Path) -> None:
    """Of large files: their reader is another process, and ends with the import."""
    before = stored.state(without=RUNS)
    large = folder / "large"
    (large / "next").mkdir(parents=True)
    sheets = [judgit_object(事業番号=f"{number:04}", 事業概要="長" * 500) for number in range(4_000)]
    (large / "next" / "judgit-2018.ndjson").write_bytes(ndjson(sheets))
    with scratch_database(folder, "ahead", like=stored) as scratch:
        for seconds in (0.01, 0.3, 0.6):
            assert state_after_a_kill(seconds, scratch, large) == before
