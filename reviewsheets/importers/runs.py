"""An import as it is kept: who, when, which files, what came of it."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.utils import timezone

from reviewsheets.importers.loader import Options, Progress, import_files
from reviewsheets.importers.report import ImportReport
from reviewsheets.models import ImportRun


def run_import(
    run: ImportRun, paths: Sequence[Path], progress: Progress, *, is_load_only: bool = False
) -> ImportReport:
    """Import these files as `run` asks, and keep its report with it; whatever stops it is kept as its state too."""
    run.state, run.started_at = ImportRun.State.RUNNING, timezone.now()
    run.save()
    try:
        options = Options(run.overwrites_edits, run.is_dry_run, is_load_only=is_load_only or run.is_dry_run)
        with _without_collector():
            report = import_files(paths, run, options, progress)
    except BaseException:  # told on; the run must not stay "running"
        _finish(run, ImportRun.State.FAILED)
        raise
    run.report = dict(report.as_json())
    _finish(run, _state_of(report))
    return report


@contextmanager
def _without_collector() -> Iterator[None]:
    """A million short-lived records and no cycles: looking for some takes an eighth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _state_of(report: ImportReport) -> ImportRun.State:
    if report.is_refused:
        return ImportRun.State.REFUSED
    return ImportRun.State.CHECKED if report.is_dry_run else ImportRun.State.APPLIED


def _finish(run: ImportRun, state: ImportRun.State) -> None:
    run.state, run.finished_at = state, timezone.now()
    run.save()


def new_run(*, is_dry_run: bool = False, overwrites_edits: bool = False) -> ImportRun:
    """A run that nobody's account asked for: the command's."""
    return ImportRun.objects.create(is_dry_run=is_dry_run, overwrites_edits=overwrites_edits)
