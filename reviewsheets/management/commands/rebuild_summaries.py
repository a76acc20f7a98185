"""Works out anew what lists and totals are made from, for all sheets."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db.transaction import atomic
from django.utils.translation import gettext as _

from reviewsheets.importers.flags import mark_all_doubtful_amounts
from reviewsheets.summaries.refresh import refresh, refresh_missing


class Command(BaseCommand):
    """Needed after the database was changed by other means than an import or a save; `--missing` after an upgrade."""

    help = "一覧と集計のもとになる要約をすべてのシートについて作り直します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--missing", action="store_true", help="要約や検索の索引がまだないシートだけを作ります。")

    def handle(self, *args: object, **options: object) -> None:
        if options["missing"]:
            count = refresh_missing()
        else:
            with atomic():
                mark_all_doubtful_amounts()
                count = refresh()
        if count or not options["missing"]:
            self.stdout.write(_("%(count)s枚のシートの要約を作り直しました。") % {"count": f"{count:,}"})
