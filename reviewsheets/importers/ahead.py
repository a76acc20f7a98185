"""The second process of a large import: it reads files while this one writes, and links while this one makes indexes.

Records travel as plain tuples, which costs half of what sending named ones does.
"""

import gc
import multiprocessing
import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

from reviewsheets.formats import records
from reviewsheets.formats.layout import FormatError
from reviewsheets.importers.linking.facts import SheetFacts, SheetLink
from reviewsheets.importers.linking.find import find_links
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


Links = Callable[[], list[SheetLink]]


@dataclass(frozen=True)
class Ahead:
    """Who reads the jobs, each once and in their order, and then finds links, answering when the links are taken."""

    read: Callable[[Job, Reading], Iterator[ReadSheet]]
    find_links: Callable[[Sequence[SheetFacts]], Links]


_TYPES = [getattr(records, name) for name in records.__all__]
_PLACES = {record: place for place, record in enumerate(_TYPES)}
_MAKE = [partial(tuple.__new__, record) for record in _TYPES]


def packed(sheet: ReadSheet) -> Packed:
    """A sheet as it travels."""
    parts = [(_PLACES[record], list(map(tuple, entries))) for record, entries in sheet.parts.items()]
    return (*sheet[:_PARTS], parts, *sheet[_PARTS + 1 :])


def unpacked(packed_sheet: Packed) -> ReadSheet:
    """The sheet as it was read."""
    parts = {_TYPES[place]: list(map(_MAKE[place], entries)) for place, entries in packed_sheet[_PARTS]}
    return ReadSheet._make((*packed_sheet[:_PARTS], parts, *packed_sheet[_PARTS + 1 :]))


@contextmanager
def ahead_with(jobs: Sequence[Job]) -> Iterator[Ahead]:
    """How these jobs are done: here when asked for, or in a second process where they are large."""
    if sum(job.path.stat().st_size for job in jobs) < WORTH_A_PROCESS_BYTES:
        yield Ahead(_read, lambda facts: partial(find_links, facts))
        return
    context = multiprocessing.get_context("spawn")  # a fork would share our database connection
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, list(jobs)), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Ahead(lambda _job, reading: _received(ours, reading), partial(_asked_for_links, ours))
    finally:
        process.kill()
        process.join()
        ours.close()


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


def _asked_for_links(pipe: Connection, facts: Sequence[SheetFacts]) -> Links:
    pipe.send(facts)
    return partial(_links, pipe)


def _links(pipe: Connection) -> list[SheetLink]:
    answer: list[SheetLink] | Exception = pipe.recv()
    if isinstance(answer, Exception):
        raise answer
    return answer


def _work(pipe: Connection, jobs: list[Job]) -> None:
    """The second process: it ends with the first, whatever it does."""
    gc.disable()
    Thread(target=_end_with_the_first, daemon=True).start()
    _read_all(pipe, jobs)
    with suppress(EOFError, BrokenPipeError):  # the import has stopped: nobody waits for links
        pipe.send(_answer(pipe.recv()))


def _end_with_the_first() -> None:
    first = multiprocessing.parent_process()
    assert first is not None  # noqa: S101 - this process was spawned
    first.join()
    os._exit(0)


def _answer(facts: Sequence[SheetFacts]) -> list[SheetLink] | Exception:
    try:
        return find_links(facts)
    except Exception as error:  # raised again where the links are taken
        error.add_note(traceback.format_exc())
        return error


def _read_all(pipe: Connection, jobs: list[Job]) -> None:
    """Every job in turn, sent in batches by a thread, so that reading goes on meanwhile."""
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
