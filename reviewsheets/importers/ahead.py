"""Reading ahead: a second process reads files into records while this one writes them."""

import gc
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from reviewsheets.formats.layout import FormatError
from reviewsheets.importers.reader import Reading, in_file
from reviewsheets.importers.reading import ReadSheet, read_judgit, read_table

SHEETS_AT_ONCE = 50
WORTH_A_PROCESS_BYTES = 2_000_000  # below it, starting one takes longer than reading


@dataclass(frozen=True)
class Job:
    """A file to read; a year for a table, none for JSON."""

    path: Path
    sheet_year: int | None


@dataclass(frozen=True)
class _Batch:
    """Sheets of a job and how many bytes of its file were read; `is_last`, or what stopped it."""

    sheets: list[ReadSheet]
    read_bytes: int
    is_last: bool = False
    error: FormatError | None = None


Read = Callable[[Job, Reading], Iterator[ReadSheet]]


@contextmanager
def reader_of(jobs: Sequence[Job]) -> Iterator[Read]:
    """How these jobs are read: here, or ahead where they are large. Each must be read once, in this order."""
    if sum(job.path.stat().st_size for job in jobs) < WORTH_A_PROCESS_BYTES:
        yield _read
        return
    context = multiprocessing.get_context("spawn")  # a fork would share our database connection
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_read_all, args=(theirs, list(jobs)), daemon=True)
    process.start()
    theirs.close()
    try:
        yield lambda _job, reading: _received(ours, reading)
    finally:
        ours.close()
        process.kill()
        process.join()


def _read(job: Job, reading: Reading) -> Iterator[ReadSheet]:
    if job.sheet_year is None:
        return read_judgit(job.path, reading)
    return read_table(job.path, job.sheet_year, reading)


def _received(pipe: Connection, reading: Reading) -> Iterator[ReadSheet]:
    """The sheets of the next job."""
    while True:
        batch: _Batch = pipe.recv()
        yield from batch.sheets
        reading(batch.read_bytes)
        if batch.error:
            raise batch.error
        if batch.is_last:
            return


def _read_all(pipe: Connection, jobs: list[Job]) -> None:
    """The second process: every job in turn, sent in batches."""
    gc.disable()
    for job in jobs:
        try:
            with in_file(job.path):
                _send(pipe, job)
        except FormatError as error:
            pipe.send(_Batch([], 0, error=error))
        except BrokenPipeError:
            return  # the import has stopped


def _send(pipe: Connection, job: Job) -> None:
    read_bytes = [0]
    waiting: list[ReadSheet] = []
    for sheet in _read(job, lambda done: read_bytes.__setitem__(0, done)):
        waiting.append(sheet)
        if len(waiting) >= SHEETS_AT_ONCE:
            pipe.send(_Batch(waiting, read_bytes[0]))
            waiting = []
    pipe.send(_Batch(waiting, read_bytes[0], is_last=True))
