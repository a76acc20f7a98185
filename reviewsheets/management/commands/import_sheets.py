"""Import official review sheets: RS System CSVs and JUDGIT! JSON, files and folders."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from reviewsheets.importers.runs import new_run, run_import
from reviewsheets.importers.summary import problem_line, summary_lines

LOG_EVERY_PERCENT = 10


class Command(BaseCommand):
    help = _("公式のレビューシート（RSシステムのCSV・zip、JUDGIT!のjson・ndjson・gz。ファイルとフォルダー）を取り込む")
    requires_system_checks = (Tags.models,)  # those of the pages would load all of them, which takes a second

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help=_("確かめるだけで、何も変えない"))
        parser.add_argument(
            "--overwrite", action="store_true", help=_("取り込み後の手入力も新しいファイルで上書きする")
        )
        parser.add_argument(
            "--load-only",
            action="store_true",
            help=_("検索の索引と支出先の集計を作らない（あとで rebuild_summaries で作る）"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        run = new_run(is_dry_run=options["dry_run"], overwrites_edits=options["overwrite"])
        with _Progress(self.stderr) as progress:
            report = run_import(run, options["paths"], progress.show, is_load_only=options["load_only"])
        for line in summary_lines(report):
            self.stdout.write(line)
        if report.is_refused:
            for problem in report.problems:
                self.stderr.write(problem_line(problem))
            raise CommandError(_("取り込めませんでした。何も変えていません。"))


class _Progress:
    """A bar with rate and time left on a terminal, a plain line each tenth in a log."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._bar: Any = None
        self._told_percent = -LOG_EVERY_PERCENT
        self._told_doing = ""

    def __enter__(self) -> "_Progress":
        return self

    def __exit__(self, *_error: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, doing: str, done_bytes: int, all_bytes: int) -> None:
        """What is being read, and how far all files are read."""
        if sys.stderr.isatty():
            self._show_bar(doing, done_bytes, all_bytes)
            return
        percent = 100 * done_bytes // max(all_bytes, 1)
        is_step = done_bytes == all_bytes and doing != self._told_doing
        if percent >= self._told_percent + LOG_EVERY_PERCENT or is_step:
            self._told_percent, self._told_doing = percent, doing
            self._stream.write(f"{percent:3d}% {doing}")

    def _show_bar(self, doing: str, done_bytes: int, all_bytes: int) -> None:
        if self._bar is None:
            self._bar = tqdm(total=all_bytes, unit="B", unit_scale=True)
        self._bar.set_description(doing, refresh=False)
        self._bar.update(done_bytes - self._bar.n)
