"""One archive from the web, whole or not at all.

The half lies in `<name>.part`, with what it is half of in `<name>.part.json`. Only what is proved whole gets its name.
"""

import json
import os
import re
import time
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Protocol
from urllib.parse import urljoin, urlsplit

import requests
from django.utils.translation import gettext as _

CHUNK_BYTES = 1 << 14  # what a broken connection loses at most
MOST_REDIRECTS = 5
ZIP_START = b"PK\x03\x04"  # of a zip with something in it
CONTENT_RANGE = re.compile(r"^bytes (\d+)-\d+/(\d+)$")
MAY_PASS = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}  # besides all from 500


class DownloadError(Exception):
    """An archive could not be fetched; the message is for people."""


class PassingError(DownloadError):
    """What may pass when asked again."""


class UnreachableError(PassingError):
    """The server does not answer at all."""


class StorageError(DownloadError):
    """The folder takes nothing: a full disk, no permission."""


@contextmanager
def storing() -> Iterator[None]:
    """What the disk refuses in here is a StorageError."""
    try:
        yield
    except OSError as error:
        raise StorageError(_("保存できません：%(reason)s") % {"reason": error.strerror or error}) from error


@dataclass(frozen=True)
class Validators:
    """What names one version of a file on its server; blank where the server says nothing."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class Patience:
    """How often and how long to wait: one more try after each of `waits`."""

    waits: tuple[timedelta, ...] = tuple(timedelta(seconds=seconds) for seconds in (1, 3, 10, 30))
    connect: timedelta = timedelta(seconds=10)
    silence: timedelta = timedelta(seconds=60)  # between two pieces of an answer


class Watcher(Protocol):
    """Who looks on: bytes for a bar, waits for a log."""

    def receives(self, name: str, received: int, total: int | None) -> None:
        """`received` of `total` bytes are there, those of an earlier run counted in; None is not known."""

    def waits(self, name: str, problem: str, wait: timedelta) -> None:
        """It failed with `problem` and is tried again after `wait`."""


@dataclass(frozen=True)
class Half:
    """The half of `url` that lies beside its place."""

    path: Path
    url: str

    @property
    def _note(self) -> Path:
        return self.path.with_name(f"{self.path.name}.json")

    def of_version(self) -> Validators | None:
        """Which version it is half of; None where that isn't known, or where there is nothing."""
        try:
            note = json.loads(self._note.read_bytes())
            known = Validators(etag=note["etag"], last_modified=note["last_modified"])
            return known if note["url"] == self.url and self.path.stat().st_size else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def headers(self) -> dict[str, str]:
        """Asks for the rest of this very version; a weak tag does not promise the same bytes."""
        known = self.of_version()
        strong = "" if known is None or known.etag.startswith("W/") else known.etag
        named = strong or (known.last_modified if known else "")
        return {"Range": f"bytes={self.path.stat().st_size}-", "If-Range": named} if named else {}

    def name_version(self, version: Validators) -> None:
        self._note.write_text(json.dumps(asdict(version) | {"url": self.url}))

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)


@dataclass(frozen=True)
class Span:
    """Where the body of an answer begins in the file, and how long the file is, in bytes; None is not known."""

    start: int
    total: int | None


@dataclass(frozen=True)
class Downloader:
    """Fetches files one after the other, through one connection where the server keeps it."""

    watcher: Watcher
    patience: Patience = Patience()
    session: requests.Session = field(default_factory=requests.Session)

    def get(self, url: str, place: Path, *, unless: Validators | None = None) -> Validators | None:
        """Put the file of `url` at `place`; None when the server still has the version `unless`.

        Raises DownloadError after the last try; what lay at `place` before is then untouched.
        """
        for wait in (*self.patience.waits, None):
            try:
                return self._try(url, place, unless)
            except PassingError as problem:
                if wait is None:
                    raise
                self.watcher.waits(place.name, str(problem), wait)
                time.sleep(wait.total_seconds())
        raise AssertionError("the last try returns or raises")

    def _try(self, url: str, place: Path, unless: Validators | None) -> Validators | None:
        half = Half(place.with_name(f"{place.name}.part"), url)
        with storing(), self._open(url, conditions(unless) | half.headers()) as response:
            if unless and is_same_version(response, unless, place):
                half.drop()
                return None
            refuse_bad_status(response, half)
            self._receive(response, half, span_of(response, half))
            refuse_broken(response, half)
            version = half.of_version()
            half.path.replace(place)
            half.drop()
        return version

    def _open(self, url: str, headers: Mapping[str, str]) -> requests.Response:
        """The answer after redirects within the same host."""
        for _hop in range(MOST_REDIRECTS + 1):
            response = self._ask(url, headers)
            target = self.session.get_redirect_target(response)
            if target is None:
                return response
            response.close()
            following = same_host_address(url, target)
            if following is None:
                raise DownloadError(_("ほかの場所に転送されました：%(url)s") % {"url": target})
            url = following
        raise DownloadError(_("転送が繰り返されています。"))

    def _ask(self, url: str, headers: Mapping[str, str]) -> requests.Response:
        # identity: the bytes of the file itself, or Range would count those of a compressed copy.
        asked = {"Accept-Encoding": "identity", "User-Agent": "reviewsheets"} | dict(headers)
        timeout = (self.patience.connect.total_seconds(), self.patience.silence.total_seconds())
        try:
            return self.session.get(url, headers=asked, timeout=timeout, stream=True, allow_redirects=False)
        except requests.ConnectionError as error:
            reason = getattr(error.args[0], "reason", None) if error.args else None
            raise UnreachableError(_("サーバーにつながりません：%(reason)s") % {"reason": reason or error}) from error
        except requests.Timeout as error:
            raise PassingError(_("サーバーの応答が途絶えました。")) from error
        except (requests.RequestException, ValueError) as error:  # the second: a redirect to what is no address
            raise PassingError(_("サーバーの応答を読めません：%(reason)s") % {"reason": error}) from error

    def _receive(self, response: requests.Response, half: Half, span: Span) -> None:
        """Write the body; what arrived stays in the half when the rest doesn't come."""
        received = span.start
        try:
            with half.path.open("ab" if span.start else "wb") as file:
                if not span.start:  # emptied by now: an old half never bears the new version's name
                    half.name_version(version_of(response))
                for chunk in response.iter_content(CHUNK_BYTES):
                    file.write(chunk)
                    received += len(chunk)
                    self.watcher.receives(half.path.stem, received, span.total)
                file.flush()
                os.fsync(file.fileno())
        except requests.RequestException as error:
            raise broken_off(received, span) from error
        if span.total not in (None, received):
            raise broken_off(received, span)


def conditions(unless: Validators | None) -> dict[str, str]:
    """Asks for the file only if it is another version."""
    if unless is None:
        return {}
    asked = {"If-None-Match": unless.etag, "If-Modified-Since": unless.last_modified}
    return {name: text for name, text in asked.items() if text}


def is_plain(response: requests.Response) -> bool:
    """The body is the file itself, not a compressed copy whose bytes can't be counted or resumed."""
    return response.headers.get("Content-Encoding", "identity") == "identity"


def version_of(response: requests.Response) -> Validators:
    """The version that an answer says it is of."""
    if not is_plain(response):
        return Validators()
    return Validators(response.headers.get("ETag", ""), response.headers.get("Last-Modified", ""))


def is_same_version(response: requests.Response, unless: Validators, place: Path) -> bool:
    """The server says so; or it ignores conditions, and names the same tag and size."""
    if response.status_code != HTTPStatus.OK:
        return response.status_code == HTTPStatus.NOT_MODIFIED
    same_tag = bool(unless.etag) and version_of(response).etag == unless.etag
    return same_tag and body_bytes(response) == place.stat().st_size


def body_bytes(response: requests.Response) -> int | None:
    """The file's length as the answer claims it; None is not known."""
    length = response.headers.get("Content-Length", "") if is_plain(response) else ""
    return int(length) if length.isascii() and length.isdigit() else None


def refuse_bad_status(response: requests.Response, half: Half) -> None:
    """Nothing but the file, or the rest of it that was asked for."""
    status = response.status_code
    if status == HTTPStatus.OK or (status == HTTPStatus.PARTIAL_CONTENT and half.of_version()):
        return
    if status == HTTPStatus.NOT_FOUND:
        raise DownloadError(_("サーバーにありません（404）。"))
    if status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        half.drop()
        raise misfit()
    kind = PassingError if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in MAY_PASS else DownloadError
    raise kind(_("サーバーがエラーを返しました（%(status)s）。") % {"status": status})


def span_of(response: requests.Response, half: Half) -> Span:
    """The place of the body in the file; a rest that doesn't fit to the half is an error."""
    if response.status_code == HTTPStatus.OK:
        return Span(start=0, total=body_bytes(response))
    match = CONTENT_RANGE.match(response.headers.get("Content-Range", ""))
    if match is None or int(match[1]) != half.path.stat().st_size or is_other_version(response, half):
        half.drop()
        raise misfit()
    return Span(start=int(match[1]), total=int(match[2]))


def is_other_version(response: requests.Response, half: Half) -> bool:
    """A rest names another version than the half; it need not repeat all that named the whole."""
    here, there = half.of_version() or Validators(), version_of(response)
    pairs = ((here.etag, there.etag), (here.last_modified, there.last_modified))
    return any(one and other and one != other for one, other in pairs)


def misfit() -> PassingError:
    """The half was dropped; the next try begins anew."""
    return PassingError(_("途中までのファイルがサーバーのものと合わないため、初めから取り直します。"))


def refuse_broken(response: requests.Response, half: Half) -> None:
    """A zip that opens and whose every member has its check sum; anything else is dropped."""
    with half.path.open("rb") as file:
        start = file.read(len(ZIP_START))
    if start == ZIP_START and is_whole_zip(half.path):
        return
    half.drop()
    if ZIP_START.startswith(start):
        raise PassingError(_("届いたZIPファイルが壊れています。"))
    kind = response.headers.get("Content-Type", "") or _("種類不明")
    raise DownloadError(_("ZIPファイルではないものが返されました（%(kind)s）。") % {"kind": kind})


def is_whole_zip(path: Path) -> bool:
    """It opens, and every member reads with the right check sum."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.testzip() is None
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):  # encrypted; unknown method
        return False


def same_host_address(url: str, target: str) -> str | None:
    """Where a redirect leads; None when that is another host or port, leaves https, or is no address."""
    try:
        following = urljoin(url, target)
        here, there = urlsplit(url), urlsplit(following)
        ports = (here.port, there.port)
    except ValueError:
        return None
    turns_safe = (here.scheme, there.scheme, *ports) == ("http", "https", None, None)
    is_same = turns_safe or (here.scheme, ports[0]) == (there.scheme, ports[1])
    return following if is_same and here.hostname == there.hostname else None


def broken_off(received: int, span: Span) -> PassingError:
    """The body ended or stalled before its time."""
    sizes = {"received": f"{received:,}", "total": _("不明") if span.total is None else f"{span.total:,}"}
    return PassingError(_("途中で切れました（%(received)s／%(total)sバイト）。") % sizes)
