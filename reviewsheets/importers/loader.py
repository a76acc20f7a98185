"""The import: every file of a call read once and stored in one transaction, or nothing."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from reviewsheets.formats.judgit.keys import CODE as JUDGIT
from reviewsheets.formats.layout import Contract, FormatError
from reviewsheets.formats.rs_system.contracts import contract_for
from reviewsheets.importers.ahead import Ahead, Job, ahead_with
from reviewsheets.importers.first_load import foreign_keys_at_the_end, is_large, make_anew, set_aside
from reviewsheets.importers.flags import mark_doubtful_amounts
from reviewsheets.importers.judgit import JudgitSheets
from reviewsheets.importers.projects import link_projects, sheet_facts
from reviewsheets.importers.reader import Found, Source, find_sources, in_file, table_rows, with_first
from reviewsheets.importers.reading import OUTLINE, sheet_year_of
from reviewsheets.importers.report import FileReport, ImportReport
from reviewsheets.importers.rs_system import RsSystemYear
from reviewsheets.importers.writer import SheetWriter
from reviewsheets.models import ImportRun, SourceFile
from reviewsheets.summaries.refresh import refresh, refresh_sums

Progress = Callable[[str, int, int], None]  # what is being read, bytes read of all files, bytes of all files
IMPORT_LOCK = 2_024_0315  # any number that no other advisory lock of this database has


@dataclass(frozen=True)
class Options:
    """How to import. A dry run does everything and then takes it back.

    After a load alone, without the search's index and the sums of payees, which take as long again, the sheets are not
    found by their words and the pages of payees do not know them, until `rebuild_summaries` makes both.
    """

    overwrites_edits: bool = False
    is_dry_run: bool = False
    is_load_only: bool = False


@dataclass(frozen=True)
class Table:
    """A CSV with its contract."""

    source: Source
    contract: Contract
    header: tuple[str, ...]
    sheet_year: int


def _silent(_doing: str, _done: int, _all: int) -> None:
    return None


def _table(source: Source) -> Table:
    header, rows = with_first(table_rows(source.path))
    contract = contract_for(header.cells)
    first = next(rows, None)
    if first is None:
        raise FormatError("見出しだけで、行がありません", row=1)
    return Table(source, contract, tuple(header.cells), sheet_year_of(first))


class _RefusedError(Exception):
    """Takes the transaction back; the report says why."""


def import_files(paths: Sequence[Path], run: ImportRun, options: Options, progress: Progress = _silent) -> ImportReport:
    """Import files and folders as `run`. Whatever is wrong is in the report's problems, and then nothing is stored."""
    report = ImportReport(is_dry_run=options.is_dry_run)
    started = time.monotonic()
    try:
        found = find_sources(paths)
        with foreign_keys_at_the_end(found), transaction.atomic():
            _lock()
            _Import(run, options, report, progress).load(found)
            if report.is_refused or options.is_dry_run:
                raise _RefusedError
    except FormatError as error:
        report.problems.append(error.problem)
    except _RefusedError:
        pass
    report.seconds = round(time.monotonic() - started)
    return report


def _lock() -> None:
    """One import at a time: SQLite has one writer anyway, and it is taken before the first read."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
        else:
            cursor.execute("UPDATE django_migrations SET id = id WHERE id IS NULL")


class _Import:
    """One call's files, the RS System's by year, then JUDGIT!'s; then links and marks."""

    def __init__(self, run: ImportRun, options: Options, report: ImportReport, progress: Progress) -> None:
        self._run, self._options, self._report = run, options, report
        self._progress = progress
        self._done_bytes = self._all_bytes = 0

    def load(self, found: Found) -> None:
        self._all_bytes = found.size_bytes
        self._report.passed_over = [path.name for path in found.passed_over]
        aside = set_aside() if is_large(found) else []
        writer = SheetWriter(timezone.now(), has_locked=bool(aside))
        years = self._tables(source for source in found.sources if source.is_table)
        sheets = [source for source in found.sources if not source.is_table]
        jobs = [Job(table.source.path, year) for year, tables in years.items() for table in tables]
        with ahead_with([*jobs, *(Job(source.path, None) for source in sheets)]) as ahead:
            for year, tables in years.items():
                self._load_year(year, tables, writer, ahead)
            self._load_judgit(sheets, writer, ahead)
            if not self._report.is_refused:
                self._finish(found, writer, aside, ahead)

    def _tables(self, sources: Iterable[Source]) -> dict[int, list[Table]]:
        """The CSVs by year, 1-2 first; each file of a year once."""
        years: dict[int, list[Table]] = defaultdict(list)
        for source in sources:
            with in_file(source.path):
                table = _table(source)
                if any(other.contract.code == table.contract.code for other in years[table.sheet_year]):
                    raise FormatError(f"{table.sheet_year}年度の {table.contract.code} のファイルが2つあります")
                years[table.sheet_year].append(table)
        for tables in years.values():
            tables.sort(key=lambda table: (table.contract.code != OUTLINE, table.contract.code))
        return years

    def _load_year(self, sheet_year: int, tables: list[Table], writer: SheetWriter, ahead: Ahead) -> None:
        year = RsSystemYear(sheet_year, writer, self._report, overwrites_edits=self._options.overwrites_edits)
        for table in tables:
            if self._report.has_too_many_problems:
                return
            code = table.contract.code
            with self._file(table.source, SourceFile.Format.RS_SYSTEM, code, table.header) as file:
                sheets = ahead.read(Job(table.source.path, sheet_year), self._reading(f"{sheet_year} {code}"))
                file.rows, file.sheet_year = year.load(table.contract, sheets, file.pk), sheet_year
            self._add_report(table.source, file, (sheet_year,))

    def _load_judgit(self, sources: list[Source], writer: SheetWriter, ahead: Ahead) -> None:
        if not sources:
            return
        sheets = JudgitSheets(writer, self._report, overwrites_edits=self._options.overwrites_edits)
        for source in sources:
            if self._report.has_too_many_problems:
                return
            sheets.years.clear()
            with self._file(source, SourceFile.Format.JUDGIT, JUDGIT, ()) as file:
                file.rows = sheets.load(ahead.read(Job(source.path, None), self._reading(source.name)), file.pk)
                file.sheet_year = max(sheets.years, default=0)
            self._add_report(source, file, tuple(sorted(sheets.years)))

    @contextmanager
    def _file(self, source: Source, file_format: str, code: str, header: tuple[str, ...]) -> Iterator[SourceFile]:
        """A file while it is read: its row in the database, its name on its problems."""
        report, before = self._report, len(self._report.problems)
        file = SourceFile.objects.create(
            run=self._run,
            format=file_format,
            code=code,
            sheet_year=0,
            name=source.name,
            sha256=source.sha256,
            size_bytes=source.size_bytes,
            header=list(header),
        )
        try:
            with in_file(source.path):
                yield file
        finally:
            report.problems[before:] = [replace(problem, file=source.name) for problem in report.problems[before:]]
        self._done_bytes += source.size_bytes
        file.save(update_fields=["rows", "sheet_year"])

    def _add_report(self, source: Source, file: SourceFile, years: tuple[int, ...]) -> None:
        self._report.files.append(
            FileReport(source.name, file.format, file.code, years, file.rows, source.size_bytes, source.sha256)
        )

    def _reading(self, doing: str) -> Callable[[int], None]:
        return lambda read_bytes: self._progress(doing, self._done_bytes + read_bytes, self._all_bytes)

    def _finish(self, found: Found, writer: SheetWriter, aside: list[str], ahead: Ahead) -> None:
        report = self._report
        writer.settle()
        touched = writer.new_sheets | report.changed_sheets
        links = ahead.find_links(list(sheet_facts()) if touched else [])
        make_anew(aside)
        writer.touch(report.changed_sheets - writer.new_sheets)
        report.changed_sheets -= writer.new_sheets
        report.same_sheets = len(report.seen_sheets - writer.new_sheets - report.changed_sheets)
        SourceFile.objects.filter(run=self._run, sheet_parts=None).delete()  # it gave nothing that was not there
        report.flags = writer.flags
        report.rows = writer.bulk.written
        if touched:
            self._progress("marks", self._all_bytes, self._all_bytes)
            report.flags["doubtful_amount"] = mark_doubtful_amounts(writer.new_sheets, report.changed_sheets)
            refresh(None if aside else touched, is_load_only=self._options.is_load_only, adds_up=False)
            self._progress("links", self._all_bytes, self._all_bytes)
            report.links = link_projects(links())
            refresh_sums(None if aside else touched, is_load_only=self._options.is_load_only)
        if connection.vendor == "postgresql" or is_large(found):
            connection.check_constraints()
