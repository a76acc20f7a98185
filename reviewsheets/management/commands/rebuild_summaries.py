"""Works out anew what lists and totals are made from, for all sheets."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from reviewsheets.summaries.refresh import refresh


class Command(BaseCommand):
    """Needed after the database was changed by other means than an import or a save."""

    help = "一覧と集計のもとになる要約をすべてのシートについて作り直します。"

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(_("%(count)s枚のシートの要約を作り直しました。") % {"count": f"{refresh():,}"})
