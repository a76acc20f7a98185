"""What tests of the import share: run one, read its problems, and compare the whole database before and after."""

from pathlib import Path
from typing import Any

from django.apps import apps

from reviewsheets.importers.loader import Options, import_files
from reviewsheets.importers.report import ImportReport
from reviewsheets.importers.runs import new_run
from reviewsheets.importers.summary import problem_line
from reviewsheets.models import ImportRun

Tables = dict[str, list[tuple[Any, ...]]]


def import_paths(*paths: Path, **options: bool) -> ImportReport:
    """An import as the command runs it."""
    return import_files(paths, new_run(), Options(**options))


def imported(*paths: Path, **options: bool) -> ImportReport:
    """An import that finds nothing wrong."""
    report = import_paths(*paths, **options)
    assert problem_lines(report) == []
    return report


def problem_lines(report: ImportReport) -> list[str]:
    """What the command prints of the problems."""
    return [problem_line(problem) for problem in report.problems]


def all_rows() -> Tables:
    """Every row of every table of ours but the list of imports."""
    models = [model for model in apps.get_app_config("reviewsheets").get_models() if model is not ImportRun]
    return {model.__name__: list(model._base_manager.order_by("pk").values_list()) for model in models}


def changed_tables(before: Tables) -> dict[str, tuple[int, int]]:
    """The tables that differ from before, with their rows before and now."""
    now = all_rows()
    return {name: (len(before[name]), len(rows)) for name, rows in now.items() if rows != before[name]}
