"""What tests of imports in the admin share: an administrator's uploads, and the worker."""

from collections.abc import Iterable
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from reviewsheets.models import ImportRun
from tests.importers.official_files import OfficialYear

CODES = ("1-2", "2-1")
RUNS = "/admin/reviewsheets/importrun/"


def worker() -> Worker:
    """The queue's own worker; `.run()` does all that is in the queue, outside of a test's transaction."""
    return Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    )


def work() -> None:
    """Let the worker do what is in the queue, within the test's transaction."""
    for waiting in DBTaskResult.objects.ready():
        worker().run_task(waiting)


def upload(client: Client, files: Iterable[SimpleUploadedFile]) -> ImportRun:
    """Upload these files; gives the run that checks them."""
    response = client.post(f"{RUNS}add/", {"files": list(files)})
    run = ImportRun.objects.latest("pk")
    assert (response.status_code, response.url) == (302, page_of(run))  # type: ignore[attr-defined]  # a redirect has it
    return run


def checked(client: Client, files: Iterable[SimpleUploadedFile]) -> ImportRun:
    """Upload files and let the worker check them."""
    run = upload(client, files)
    work()
    run.refresh_from_db()
    return run


def files_of(year: OfficialYear, folder: Path) -> list[SimpleUploadedFile]:
    """The two files that tests of imports need of a year, as archives."""
    return files_in(year.write(folder, codes=CODES, zipped=True))


def files_in(folder: Path) -> list[SimpleUploadedFile]:
    """Every file of a folder."""
    return [SimpleUploadedFile(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]


def page_of(run: ImportRun) -> str:
    """The address of a run's page."""
    return f"{RUNS}{run.pk}/change/"


def text_of(client: Client, run: ImportRun) -> str:
    """A run's page."""
    return client.get(page_of(run)).content.decode()


def act(client: Client, run: ImportRun, action: str, **data: str) -> ImportRun:
    """Press one of the buttons of a run's page; gives the newest run."""
    response = client.post(f"{RUNS}{run.pk}/{action}/", data)
    assert response.status_code == 302
    return ImportRun.objects.latest("pk")
