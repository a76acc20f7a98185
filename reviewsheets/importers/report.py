"""What came of an import, as data: printed by the command, kept with the run, shown in the admin."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from reviewsheets.formats.layout import Problem

MOST_PROBLEMS = 100  # a file with more is wrong as a whole
MOST_LISTED = 2_000  # changes and conflicts that are listed one by one; all are counted


@dataclass(frozen=True)
class FileReport:
    """A file that was read."""

    name: str
    format: str
    code: str
    sheet_years: tuple[int, ...]
    rows: int
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class Change:
    """A cell that a newer file changes: the sheet, the record it stands in, the column, its old and new text."""

    sheet: str
    record: str
    column: str
    old: str
    new: str


@dataclass
class ImportReport:
    """An import as it goes on, and its result. `conflicts` are changes kept back because of a hand edit."""

    files: list[FileReport] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    new_sheets: int = 0
    changed_sheets: set[int] = field(default_factory=set)
    seen_sheets: set[int] = field(default_factory=set)
    same_sheets: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    change_count: int = 0
    changes: list[Change] = field(default_factory=list)
    conflict_count: int = 0
    conflicts: list[Change] = field(default_factory=list)
    missing_sheets: list[str] = field(default_factory=list)
    links: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    is_dry_run: bool = False
    seconds: int = 0

    @property
    def is_refused(self) -> bool:
        """Something was wrong, so nothing was stored."""
        return bool(self.problems)

    @property
    def has_too_many_problems(self) -> bool:
        """Reading on would only repeat them."""
        return len(self.problems) >= MOST_PROBLEMS

    def add_changes(self, changes: list[Change], *, is_conflict: bool) -> None:
        """Count these, and list them while there is room."""
        if is_conflict:
            self.conflict_count += len(changes)
            self.conflicts += changes[: MOST_LISTED - len(self.conflicts)]
        else:
            self.change_count += len(changes)
            self.changes += changes[: MOST_LISTED - len(self.changes)]

    def as_json(self) -> Mapping[str, Any]:
        """The report as it is kept with its run."""
        kept = asdict(self)
        return kept | {
            "changed_sheets": len(self.changed_sheets),
            "seen_sheets": len(self.seen_sheets),
            "rows": dict(self.rows),
            "links": dict(self.links),
            "flags": dict(self.flags),
        }
