"""The official archives of a sheet year, fetched into a folder, with `manifest.json` on where each came from.

Published at https://rssystem.go.jp/files/<year>/rs/, replaced within the year: date and hash tell which were fetched.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from django.core.files import locks
from django.utils.translation import gettext as _

from reviewsheets.formats.rs_system.files import FILES, archive_name
from reviewsheets.importers.download import (
    Downloader,
    DownloadError,
    StorageError,
    UnreachableError,
    Validators,
    storing,
)

OFFICIAL_ADDRESS = "https://rssystem.go.jp/files"
MANIFEST_NAME = "manifest.json"


class FetchError(Exception):
    """Nothing can be fetched at all; the message is for people."""


@dataclass(frozen=True)
class Version:
    """One version of an archive. Size in bytes; fetched_at in ISO 8601 with zone, blank when not known."""

    size: int
    sha256: str
    fetched_at: str = ""
    last_modified: str = ""
    etag: str = ""


@dataclass(frozen=True)
class ManifestEntry:
    """An archive in the folder, and the versions that lay there earlier, the newest first."""

    name: str
    url: str
    version: Version
    earlier: tuple[Version, ...] = ()


class Outcome(StrEnum):
    """What became of an archive."""

    NEW = "new"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True)
class ArchiveResult:
    """One archive: its size in bytes, or the problem where it failed.

    `ends_run`: what went wrong would go wrong with every further archive too.
    """

    name: str
    outcome: Outcome
    size: int = 0
    problem: str = ""
    ends_run: bool = False


@dataclass(frozen=True)
class FetchReport:
    """All archives of a year, in the official order."""

    folder: Path
    results: tuple[ArchiveResult, ...]

    def with_outcome(self, outcome: Outcome) -> tuple[ArchiveResult, ...]:
        return tuple(result for result in self.results if result.outcome == outcome)


def fetch_year(
    sheet_year: int,
    folder: Path,
    *,
    downloader: Downloader,
    base_url: str = OFFICIAL_ADDRESS,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    done: Callable[[ArchiveResult], None] = lambda result: None,
) -> FetchReport:
    """Bring the folder to what the server has; one missing archive does not keep the others out.

    `done` hears of each archive as it ends. Raises FetchError when the address or the folder can't be used.
    """
    address = f"{checked_address(base_url)}/{sheet_year}/rs"
    results: list[ArchiveResult] = []
    with folder_alone(folder):
        fetcher = Fetcher(folder, address, downloader, now)
        for code, title in FILES:
            name = archive_name(code, title, sheet_year)
            results.append(not_tried(name) if results and results[-1].ends_run else fetcher.fetch(name))
            done(results[-1])
    return FetchReport(folder, tuple(results))


def not_tried(name: str) -> ArchiveResult:
    return ArchiveResult(name, Outcome.FAILED, problem=_("上の理由により、試していません。"), ends_run=True)


@dataclass(frozen=True)
class Fetcher:
    """Fetches archives of one address into one folder and keeps its manifest."""

    folder: Path
    address: str
    downloader: Downloader
    now: Callable[[], datetime]

    def fetch(self, name: str) -> ArchiveResult:
        """Bring one archive to what the server has."""
        try:
            with storing():
                return self._fetch(name, f"{self.address}/{quote(name)}")
        except DownloadError as problem:
            ends_run = isinstance(problem, UnreachableError | StorageError)
            return ArchiveResult(name, Outcome.FAILED, problem=str(problem), ends_run=ends_run)

    def _fetch(self, name: str, url: str) -> ArchiveResult:
        place = self.folder / name
        entries = read_manifest(self.folder)
        entry = next((entry for entry in entries if entry.name == name), None)
        there = described(place) if place.exists() else None
        # Only what lies here unharmed and came from this address may be found unchanged by its tag.
        is_listed = entry and there and entry.url == url and entry.version.sha256 == there.sha256
        unless = Validators(entry.version.etag, entry.version.last_modified) if entry and is_listed else None
        got = self.downloader.get(url, place, unless=unless)
        if got is None:
            return ArchiveResult(name, Outcome.UNCHANGED, place.stat().st_size)
        now = self.now().isoformat(timespec="seconds")
        fetched = replace(described(place), fetched_at=now, last_modified=got.last_modified, etag=got.etag)
        former = entry or unlisted(name, there)
        following = entry_after(former, ManifestEntry(name, url, fetched))
        write_manifest(self.folder, [*(other for other in entries if other.name != name), following])
        return ArchiveResult(name, outcome_of(former, there, fetched), fetched.size)


def unlisted(name: str, there: Version | None) -> ManifestEntry | None:
    """What a file without an entry would have: nobody knows where it came from and when."""
    return ManifestEntry(name, "", there) if there else None


def entry_after(former: ManifestEntry | None, fetched: ManifestEntry) -> ManifestEntry:
    """The entry of what was fetched: the same bytes keep their date, other bytes keep the former version."""
    if former is None:
        return fetched
    if former.version.sha256 != fetched.version.sha256:
        return replace(fetched, earlier=(former.version, *former.earlier))
    first_date = former.version.fetched_at or fetched.version.fetched_at
    return replace(fetched, version=replace(fetched.version, fetched_at=first_date), earlier=former.earlier)


def outcome_of(former: ManifestEntry | None, there: Version | None, fetched: Version) -> Outcome:
    """Replaced is what the server replaced; a file that was lost or harmed in the folder is fetched as a new one."""
    if there and there.sha256 == fetched.sha256:
        return Outcome.UNCHANGED
    return Outcome.REPLACED if former and former.version.sha256 != fetched.sha256 else Outcome.NEW


def described(path: Path) -> Version:
    """A file's size and hash."""
    with path.open("rb") as file:
        return Version(size=path.stat().st_size, sha256=hashlib.file_digest(file, "sha256").hexdigest())


# --- The manifest ----------------------------------------------------------------------------------------------------


def read_manifest(folder: Path) -> tuple[ManifestEntry, ...]:
    """Where the archives of a folder came from; none where nothing was fetched. Raises FetchError when unreadable."""
    path = folder / MANIFEST_NAME
    try:
        rows = json.loads(path.read_bytes())["archives"] if path.exists() else []
        return tuple(entry_from(row) for row in rows)
    except (ValueError, KeyError, TypeError) as error:
        raise FetchError(_("%(path)s を読めません。消すと、全て取り直します。") % {"path": path}) from error


def entry_from(row: dict[str, Any]) -> ManifestEntry:
    versions = [Version(**version) for version in (row["version"], *row["earlier"])]
    return ManifestEntry(row["name"], row["url"], versions[0], tuple(versions[1:]))


def write_manifest(folder: Path, entries: Iterable[ManifestEntry]) -> None:
    """Replace the manifest in one step: it is never half written."""
    rows = [asdict(entry) for entry in sorted(entries, key=lambda entry: entry.name)]
    fresh = folder / f"{MANIFEST_NAME}.part"
    fresh.write_text(json.dumps({"archives": rows}, ensure_ascii=False, indent=2) + "\n")
    fresh.replace(folder / MANIFEST_NAME)


# --- The address and the folder --------------------------------------------------------------------------------------


def checked_address(base_url: str) -> str:
    """An address that names follow after a slash; without a password, since the manifest keeps it."""
    try:
        parts = urlsplit(base_url)
        is_usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        is_usable = False
    if not is_usable or set(base_url) & set("?#@ "):
        raise FetchError(_("取得元は https://ホスト/… の形で指定してください：%(url)s") % {"url": base_url})
    return base_url.rstrip("/")


@contextmanager
def folder_alone(folder: Path) -> Iterator[None]:
    """The folder, made where it is missing, and no other run in it: two would write into one half."""
    try:
        with storing():
            folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(folder, os.O_RDONLY)
    except StorageError as problem:
        raise FetchError(str(problem)) from problem
    try:
        if not locks.lock(handle, locks.LOCK_EX | locks.LOCK_NB):
            raise FetchError(_("%(folder)s には別の取得が書き込んでいます。") % {"folder": folder})
        yield
    finally:
        os.close(handle)  # and with it the lock
