"""Write the official files of a year from the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from reviewsheets.importers.official import write_judgit, write_rs_system

WRITERS = {"rs-system": write_rs_system, "judgit": write_judgit}


class Command(BaseCommand):
    help = _("データベースから公式の形のファイルを書き出す")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--format", choices=WRITERS, required=True)
        parser.add_argument("--year", type=int, required=True, metavar="Y")

    def handle(self, *args: Any, **options: Any) -> None:
        written = WRITERS[options["format"]](options["year"], options["folder"])
        for name, rows in written.files:
            self.stdout.write(_("%(name)s：%(rows)s行") % {"name": name, "rows": f"{rows:,}"})
        if written.left_out:
            message = _("この形式のファイルから取り込んでいないシートは入っていません：%(count)s")
            self.stdout.write(message % {"count": f"{written.left_out:,}"})
        if not written.files:
            message = _("%(year)d年度に、この形式のファイルから取り込んだシートはありません。")
            raise CommandError(message % {"year": options["year"]})
