"""Loads the demonstration data: one real sheet and a fictional ministry's."""

from argparse import ArgumentParser
from collections.abc import Sequence

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from reviewsheets.demo.load import load_demo
from reviewsheets.demo.writer import SheetKey

NAMED_AT_MOST = 3


class Command(BaseCommand):
    """Arguments and printing only; a second run changes nothing."""

    help = "見本データ（実在のシート1枚と架空の府省庁のシート）を入れます。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sheets", type=int, metavar="N", help="架空の府省庁のシートの総数（性能測定用）")

    def handle(self, *args: object, sheets: int | None = None, **options: object) -> None:
        if sheets is not None and sheets < 0:
            raise CommandError(_("--sheets には0以上の数を入れてください。"))
        report = load_demo(sheets=sheets)
        self.stdout.write(_("見本データ：シート%(count)s枚を入れました。") % {"count": f"{len(report.written):,}"})
        if report.already_there:
            count, names = f"{len(report.already_there):,}", _names(report.already_there)
            self.stdout.write(_("既にある%(count)s枚はそのままです：%(names)s") % {"count": count, "names": names})


def _names(keys: Sequence[SheetKey]) -> str:
    """The first few sheets by name: 2018 総務省 新30-0006、…"""
    named = "、".join(" ".join(map(str, key)) for key in keys[:NAMED_AT_MOST])
    return named + (" …" if len(keys) > NAMED_AT_MOST else "")
