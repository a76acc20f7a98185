"""setup: database, static files, demo data and administrator, each only where it is missing."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from reviewsheets.demo.load import has_no_sheets


class Command(BaseCommand):
    help = "データベース、静的ファイル、見本データ、管理者を、無いものだけ用意します。"

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        call_command("rebuild_summaries", missing=True)
        if not settings.DEBUG and not collected_static_is_current():
            call_command("collectstatic", interactive=False, verbosity=0)
        if has_no_sheets():
            call_command("load_demo")
        call_command("make_admin")


def collected_static_is_current() -> bool:
    """No static file is newer than the collection."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return False
    collected_at = manifest.stat().st_mtime
    files = (Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([]))
    return all(file.stat().st_mtime <= collected_at for file in files)
