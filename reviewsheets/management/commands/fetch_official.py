"""Fetches a year's official archives, and imports them where asked to."""

from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from reviewsheets.importers.download import Downloader, Patience
from reviewsheets.importers.fetch import (
    OFFICIAL_ADDRESS,
    ArchiveResult,
    FetchError,
    FetchReport,
    Outcome,
    fetch_year,
)

PATIENCE = Patience()


class Command(BaseCommand):
    """Arguments and printing only; a second run fetches what the server has replaced, and nothing else."""

    help = "行政事業レビュー見える化サイト（RSシステム）が公開する、ある年度の15ファイルを取得します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, required=True, metavar="Y", help="事業年度（例：2025）")
        parser.add_argument("--base-url", default=OFFICIAL_ADDRESS, metavar="URL", help="取得元（初期値：%(default)s）")
        parser.add_argument("--to", type=Path, metavar="DIR", help="保存先（初期値：var/official/<年度>）")
        parser.add_argument("--import", action="store_true", dest="also_import", help="取得したあと取り込みます")

    def handle(
        self, *args: object, year: int, base_url: str, to: Path | None, also_import: bool, **options: object
    ) -> None:
        folder = to or settings.VAR_DIR / "official" / str(year)
        with Bar(self) as bar:
            try:
                report = fetch_year(
                    year, folder, downloader=Downloader(bar, PATIENCE), base_url=base_url, done=bar.done
                )
            except FetchError as problem:
                raise CommandError(str(problem)) from problem
        self.stdout.write(summary(report))
        if failed := report.with_outcome(Outcome.FAILED):
            names = "、".join(result.name for result in failed)
            raise CommandError(_("取得できなかったファイルがあります：%(names)s") % {"names": names})
        if also_import:
            call_command("import_sheets", str(folder), stdout=self.stdout, stderr=self.stderr)


class Bar:
    """A line for each archive; besides, on a terminal, a bar of the one under way."""

    def __init__(self, command: BaseCommand) -> None:
        self.stdout = command.stdout
        self.name = ""
        # disable=None: no bar where stderr is no terminal.
        self.bar = tqdm(unit="B", unit_scale=True, leave=False, disable=None)

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *error: object) -> None:
        self.bar.close()

    def receives(self, name: str, received: int, total: int | None) -> None:
        if self.bar.disable:
            return
        if name != self.name or received < self.bar.n:
            self.name = name
            self.bar.reset()
            self.bar.total = total
            self.bar.initial = self.bar.n = received  # what an earlier run fetched is no speed
            self.bar.set_description(name.partition("_")[0])
        self.bar.update(received - self.bar.n)

    def waits(self, name: str, problem: str, wait: timedelta) -> None:
        self.write(
            _("%(name)s：%(problem)s %(seconds)s秒後にもう一度試します。")
            % {"name": name, "problem": problem, "seconds": wait.seconds}
        )

    def done(self, result: ArchiveResult) -> None:
        self.write(line(result))

    def write(self, text: str) -> None:
        with self.bar.external_write_mode():
            self.stdout.write(text)


def line(result: ArchiveResult) -> str:
    """What became of one archive."""
    said = {"name": result.name, "size": f"{result.size:,}", "problem": result.problem}
    match result.outcome:
        case Outcome.NEW:
            return _("%(name)s：取得しました（%(size)sバイト）") % said
        case Outcome.REPLACED:
            return _("%(name)s：差し替えられていたため取り直しました（%(size)sバイト）") % said
        case Outcome.UNCHANGED:
            return _("%(name)s：変わりありません（%(size)sバイト）") % said
        case Outcome.FAILED:
            return _("%(name)s：取得できません。%(problem)s") % said


def summary(report: FetchReport) -> str:
    """The number of archives by outcome, and where they lie."""
    counts = {outcome.value: len(report.with_outcome(outcome)) for outcome in Outcome}
    return _(
        "%(folder)s：新規 %(new)s、差し替え %(replaced)s、変わりなし %(unchanged)s、失敗 %(failed)s"
        "（取得日時とハッシュは manifest.json）"
    ) % (counts | {"folder": report.folder})
