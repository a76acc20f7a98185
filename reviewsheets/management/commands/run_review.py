"""`manage.py run_review`: every rule over all published sheets, as after a threshold was changed."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from reviewsheets.review.runner import review


class Command(BaseCommand):
    """Runs the review."""

    help = "すべてのシートに点検の規則を当て直します。しきい値を変えたときに使います。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(_("%(count)s枚のシートを点検しました。") % {"count": f"{review():,}"})
