"""A run's kept report, ready for its page: what would change or has changed, in the words of the form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviewsheets.importers.linking.facts import Method
from reviewsheets.importers.report import MOST_PROBLEMS, Change
from reviewsheets.importers.summary import FLAG_NAMES, ascii_safe
from reviewsheets.importers.tables import TABLES
from reviewsheets.models import ImportRun, ReviewSheet

LONGEST_VALUE = 400  # characters of an old or new value that the table shows
METHOD_NAMES: Mapping[str, Any] = {
    Method.PROJECT_ID: gettext_lazy("予算事業ID"),
    Method.FORMER_NUMBER: gettext_lazy("旧事業番号"),
    Method.PAST_REFERENCE: gettext_lazy("関連する過去のレビューシート"),
    Method.PREVIOUS_NUMBER: gettext_lazy("前年度の事業番号"),
    Method.PUBLISHED_ID: gettext_lazy("JUDGIT!の事業ID"),
    Method.NAME: gettext_lazy("事業名と担当"),
    Method.FIGURES: gettext_lazy("予算の数字"),
}
_SAYS_SOMETHING = ("problems", "new_sheets", "changed_sheets", "change_count", "conflict_count")
# A change names the record of the official file it stands in; two kinds of record are the sheet's own row.
_MODELS = {"Sheet": ReviewSheet, "Remarks": ReviewSheet} | {
    record.__name__.removesuffix("Record"): table.model for record, table in TABLES.items()
}


@dataclass(frozen=True)
class Count:
    """A line of the report: what was counted and how often."""

    label: str
    number: int


@dataclass(frozen=True)
class ShownProblem:
    """What is wrong in a file, with its place; the row as a spreadsheet counts it (header = 1)."""

    file: str
    row: int | None
    column: str
    value: str
    message: str


@dataclass(frozen=True)
class UploadedFile:
    """A file of the run. What it is stays blank while it was not read; size in bytes."""

    name: str
    size_bytes: int
    sha256: str
    code: str = ""
    sheet_years: tuple[int, ...] = ()
    rows: int | None = None


@dataclass(frozen=True)
class ShownReport:
    """What came of a run. Changes and conflicts are listed up to a number, and counted whole."""

    sheets: tuple[Count, ...]
    rows: tuple[Count, ...]
    links: tuple[Count, ...]
    flags: tuple[Count, ...]
    problems: tuple[ShownProblem, ...]
    has_more_problems: bool
    changes: tuple[Change, ...]
    change_count: int
    conflicts: tuple[Change, ...]
    conflict_count: int
    missing_sheets: tuple[str, ...]
    passed_over: tuple[str, ...]
    changes_nothing: bool
    seconds: int


def report_of(run: ImportRun) -> ShownReport | None:
    """The report of a run that came to its end."""
    kept: Mapping[str, Any] = run.report
    if "problems" not in kept:
        return None
    problems = tuple(ShownProblem(**problem) for problem in kept["problems"])
    return ShownReport(
        sheets=_sheet_counts(kept),
        rows=_counts(kept["rows"], {model.__name__: model._meta.verbose_name for model in _all_models()}),
        links=_counts(kept["links"], METHOD_NAMES),
        flags=_counts(kept["flags"], FLAG_NAMES),
        problems=tuple(replace(problem, value=ascii_safe(problem.value)) for problem in problems),
        has_more_problems=len(problems) >= MOST_PROBLEMS,
        changes=tuple(_in_words(change) for change in kept["changes"]),
        change_count=kept["change_count"],
        conflicts=tuple(_in_words(change) for change in kept["conflicts"]),
        conflict_count=kept["conflict_count"],
        missing_sheets=tuple(kept["missing_sheets"]),
        passed_over=tuple(kept["passed_over"]),
        changes_nothing=not any(kept[name] for name in _SAYS_SOMETHING),
        seconds=kept["seconds"],
    )


def files_of(run: ImportRun, uploads: Iterable[Mapping[str, Any]]) -> list[UploadedFile]:
    """The run's files: what was read of them, then those that were uploaded and not read."""
    read = [
        UploadedFile(
            file["name"], file["size_bytes"], file["sha256"], file["code"], tuple(file["sheet_years"]), file["rows"]
        )
        for file in run.report.get("files", [])
    ]
    hashes = {file.sha256 for file in read}
    return read + [UploadedFile(**upload) for upload in uploads if upload["sha256"] not in hashes]


def _sheet_counts(kept: Mapping[str, Any]) -> tuple[Count, ...]:
    return (
        Count(_("新しいシート"), kept["new_sheets"]),
        Count(_("変わるシート"), kept["changed_sheets"]),
        Count(_("同じシート"), kept["same_sheets"]),
        Count(_("新しいファイルにないシート（残します）"), len(kept["missing_sheets"])),
    )


def _counts(kept: Mapping[str, int], names: Mapping[str, Any]) -> tuple[Count, ...]:
    """The largest first, without zeros."""
    largest = sorted(kept.items(), key=lambda pair: -pair[1])
    return tuple(Count(str(names.get(name, name)), number) for name, number in largest if number)


def _all_models() -> Iterable[Any]:
    return apps.get_app_config("reviewsheets").get_models()


def _in_words(kept: Mapping[str, str]) -> Change:
    """A change whose record and column are named as on the form."""
    change = Change(**kept)
    label, space, rest = change.record.partition(" ")
    model: Any = _MODELS.get(label)
    name = str(model._meta.verbose_name) if model else label
    return replace(
        change,
        record=f"{name}{space}{rest}",
        column=_column_name(model, change.column),
        old=_shown(change.old, is_yen=change.column.endswith("_yen")),
        new=_shown(change.new, is_yen=change.column.endswith("_yen")),
    )


def _column_name(model: Any, column: str) -> str:
    """The official term, with the unit of money."""
    if not column:
        return _("（行）")
    try:
        name = str(model._meta.get_field(column).verbose_name) if model else column
    except FieldDoesNotExist:
        return column
    return _("%(column)s（円）") % {"column": name} if column.endswith("_yen") else name


def _shown(value: str, *, is_yen: bool) -> str:
    if is_yen and value.removeprefix("-").isdecimal():
        return f"{int(value):,}"
    return value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}…"
