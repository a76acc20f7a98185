"""The one app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewSheetsConfig(AppConfig):
    name = "reviewsheets"
    verbose_name = _("行政事業レビュー")
