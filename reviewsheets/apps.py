"""The one app."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from reviewsheets.checks import japanese_is_searchable


class ReviewSheetsConfig(AppConfig):
    name = "reviewsheets"
    verbose_name = _("行政事業レビュー")

    def ready(self) -> None:
        register(japanese_is_searchable, Tags.database)
