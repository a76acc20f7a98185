"""Reading ahead: a second process reads files into records while this one writes them.

Records travel as plain tuples, which costs half of what sending named ones does.
"""

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

from reviewsheets.formats import records
from reviewsheets.formats.layout import FormatError
from reviewsheets.importers.reader import Reading, in_file
from reviewsheets.importers.reading import ReadSheet, read_judgit, read_table

SHEETS_AT_ONCE = 50
BATCHES_AHEAD = 40  # that wait while the other process writes: some 20 MB
WORTH_A_PROCESS_BYTES = 2_000_000  # below it, starting one takes longer than reading


@dataclass(frozen=True)
class Job:
    """A file to read; a year for a table, none for JSON."""

    path: Path
    sheet_year: int | None


Packed = tuple[Any, ...]  # a sheet's fields; its parts as (place of the record's type, records)
_PARTS = ReadSheet._fields.index("parts")


@dataclass(frozen=True)
class _Batch:
    """Sheets of a job and how many bytes of its file were read; `is_last`, or what stopped it."""

    sheets: list[Packed]
    read_bytes: int
    is_last: bool = False
    error: FormatError | None = None


Read = Callable[[Job, Reading], Iterator[ReadSheet]]

_TYPES = [getattr(records, name) for name in records.__all__]
_PLACES = {record: place for place, record in enumerate(_TYPES)}
_MAKE = [partial(tuple.__new__, record) for record in _TYPES]


def packed(sheet: ReadSheet) -> Packed:
    """A sheet as it travels."""
    parts = [(_PLACES[record], [tuple(entry) for entry in entries]) for record, entries in sheet.parts.items()]
    return (*sheet[:_PARTS], parts, *sheet[_PARTS + 1 :])


def unpacked(packed_sheet: Packed) -> ReadSheet:
    """The sheet as it was read."""
    parts = {_TYPES[place]: list(map(_MAKE[place], entries)) for place, entries in packed_sheet[_PARTS]}
    return ReadSheet._make((*packed_sheet[:_PARTS], parts, *packed_sheet[_PARTS + 1 :]))


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
        yield from map(unpacked, batch.sheets)
        reading(batch.read_bytes)
        if batch.error:
            raise batch.error
        if batch.is_last:
            return


def _read_all(pipe: Connection, jobs: list[Job]) -> None:
    """The second process: every job in turn, sent in batches by a thread, so that reading goes on meanwhile."""
    gc.disable()
    batches: Queue[_Batch | None] = Queue(BATCHES_AHEAD)
    sender = Thread(target=_send_all, args=(pipe, batches))
    sender.start()
    try:
        for job in jobs:
            try:
                with in_file(job.path):
                    _put(batches, job)
            except FormatError as error:
                batches.put(_Batch([], 0, error=error))
    finally:
        batches.put(None)
        sender.join()


def _send_all(pipe: Connection, batches: "Queue[_Batch | None]") -> None:
    try:
        while (batch := batches.get()) is not None:
            pipe.send(batch)
    except BrokenPipeError:
        os._exit(0)  # the import has stopped: nobody waits for what is being read


def _put(batches: "Queue[_Batch | None]", job: Job) -> None:
    read_bytes = [0]
    waiting: list[Packed] = []
    for sheet in _read(job, lambda done: read_bytes.__setitem__(0, done)):
        waiting.append(packed(sheet))
        if len(waiting) >= SHEETS_AT_ONCE:
            batches.put(_Batch(waiting, read_bytes[0]))
            waiting = []
    batches.put(_Batch(waiting, read_bytes[0], is_last=True))
