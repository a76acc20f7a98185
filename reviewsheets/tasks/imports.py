"""Imports that were asked for in the admin: checked first, then applied, each in the worker process.

An upload's runs share its folder's token: first the dry run, then the one that applies it. Every step is one
conditional change of a run's state, so two people or two workers never take the same step twice.
"""

import logging
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from enum import StrEnum

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task

from reviewsheets.importers.runs import run_import
from reviewsheets.models import ImportRun
from reviewsheets.tasks.uploads import Upload, UploadedName

logger = logging.getLogger(__name__)
UPLOADS, DISCARDED_AT, DISCARDED_BY = "uploads", "discarded_at", "discarded_by"  # what a run's report holds besides
GRACE = timedelta(seconds=10)  # between a run's new state and the hold on its folder
LONGEST_COMMAND = timedelta(hours=6)  # a run without a folder is a command's; the longest takes minutes
State = ImportRun.State


class Stand(StrEnum):
    """Where an import stands: its state, and what the state alone does not tell."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPED = "stopped"  # said to be running, and no process works on it
    CHECKED = "checked"
    APPLIED = "applied"
    REFUSED = "refused"
    FAILED = "failed"
    DISCARDED = "discarded"


GOING_ON = frozenset((Stand.WAITING, Stand.RUNNING))


def stand_of(run: ImportRun, *, is_discarded: bool) -> Stand:
    """Where this run stands."""
    if is_discarded:
        return Stand.DISCARDED
    if run.state == State.RUNNING and not _is_worked_on(run):
        return Stand.STOPPED
    return Stand(run.state)


def is_discarded(run: ImportRun) -> bool:
    """Its upload was thrown away."""
    return DISCARDED_AT in run.report


def _is_worked_on(run: ImportRun) -> bool:
    age = timezone.now() - (run.started_at or run.created_at)
    if not run.folder:
        return age < LONGEST_COMMAND
    return age < GRACE or Upload(run.folder).is_held


# --- What the pages ask for ------------------------------------------------------------------------------------------


def check(upload: Upload, files: Sequence[UploadedName], user: User) -> ImportRun:
    """Put a dry run of an upload in the queue."""
    report = {UPLOADS: [asdict(file) for file in files]}
    with transaction.atomic():
        run = ImportRun.objects.create(is_dry_run=True, folder=upload.token, user=user, report=report)
        carry_out.enqueue(run.pk)
    return run


def apply(checked: ImportRun, user: User, *, overwrites_edits: bool) -> ImportRun | None:
    """Put the real run of a checked upload in the queue; None where that was done already or cannot be."""
    with transaction.atomic():
        runs = _runs_of(checked)
        is_free = [run.pk for run in runs] == [checked.pk] and runs[0].state == State.CHECKED
        if not is_free or is_discarded(runs[0]) or not Upload(checked.folder).is_there:
            return None
        report = {UPLOADS: checked.report.get(UPLOADS, [])}
        run = ImportRun.objects.create(
            folder=checked.folder, user=user, overwrites_edits=overwrites_edits, report=report
        )
        carry_out.enqueue(run.pk)
    return run


def may_start_again(run: ImportRun) -> bool:
    """It stopped, waits, or was checked and not applied; and its files are still there."""
    if not run.folder or is_discarded(run) or not Upload(run.folder).is_there:
        return False
    stand = stand_of(run, is_discarded=False)
    if stand is Stand.CHECKED:
        return applied_by(run) is None
    return stand in {Stand.STOPPED, Stand.FAILED, Stand.WAITING}


def start_again(run: ImportRun) -> bool:
    """Put a run in the queue once more. One that still waits there is carried out once all the same."""
    with transaction.atomic():
        (now,) = (same for same in _runs_of(run) if same.pk == run.pk)
        if not may_start_again(now):
            return False
        ImportRun.objects.filter(pk=now.pk).update(state=State.WAITING, started_at=None, finished_at=None)
        carry_out.enqueue(now.pk)
    return True


def may_discard(run: ImportRun) -> bool:
    """Its files are there and no run works on them."""
    return bool(run.folder) and not is_discarded(run) and _may_discard(list(_same_upload(run)))


def discard(run: ImportRun, user: User) -> bool:
    """Throw an upload away; False where a run works on it or has applied it."""
    with transaction.atomic():
        runs = _runs_of(run)
        if not _may_discard(runs):
            return False
        for one in runs:
            one.report |= {DISCARDED_AT: timezone.now().isoformat(), DISCARDED_BY: user.get_username()}
            if one.state in {State.WAITING, State.RUNNING}:
                one.state = State.FAILED
            one.save(update_fields=["report", "state"])
    Upload(run.folder).delete()
    return True


def _may_discard(runs: Sequence[ImportRun]) -> bool:
    stands = {stand_of(one, is_discarded=is_discarded(one)) for one in runs}
    return Upload(runs[0].folder).is_there and not stands & {Stand.RUNNING, Stand.APPLIED, Stand.DISCARDED}


def applied_by(checked: ImportRun) -> ImportRun | None:
    """The run that applies what this dry run checked."""
    return _same_upload(checked).filter(is_dry_run=False).first() if checked.folder else None


def checked_by(run: ImportRun) -> ImportRun | None:
    """The dry run that this run follows."""
    return _same_upload(run).filter(is_dry_run=True).first() if run.folder else None


def is_outdated(checked: ImportRun) -> bool:
    """Another import was applied after this check, so applying may change other things than it said."""
    return ImportRun.objects.filter(state=State.APPLIED, finished_at__gt=checked.started_at).exists()


def _same_upload(run: ImportRun) -> QuerySet[ImportRun]:
    return ImportRun.objects.filter(folder=run.folder)


def _runs_of(run: ImportRun) -> list[ImportRun]:
    """The runs of an upload, held to the end of the transaction, the dry run first.

    Asked twice: who waits for another's hold gets the rows as they were before, without those the other has made.
    """
    held = _same_upload(run).select_for_update().order_by("pk")
    list(held)
    return list(held.all())


# --- What the worker does --------------------------------------------------------------------------------------------


@task()
def carry_out(run_id: int) -> None:
    """Carry a waiting run out, unless somebody has or it was thrown away; its files go when they are of no more use."""
    waiting = ImportRun.objects.filter(pk=run_id, state=State.WAITING)
    if not waiting.update(state=State.RUNNING, started_at=timezone.now()):
        return
    run = ImportRun.objects.get(pk=run_id)
    upload = Upload(run.folder)
    uploaded = run.report.get(UPLOADS, [])
    with upload.held():
        try:
            run_import(run, upload.paths(), upload.teller())
        except BaseException:
            logger.exception("Import %s stopped", run_id)
            raise
        run.report |= {UPLOADS: uploaded}
        run.save(update_fields=["report"])
        if run.state != State.CHECKED:
            upload.delete()
