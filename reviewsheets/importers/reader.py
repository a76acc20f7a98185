"""Official files into rows: told by their content, read once, never trusted.

A path is a file or a folder tree. A file is a CSV or JSON text, plain, gzipped, or alone in a zip.
"""

import csv
import gzip
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import chain
from pathlib import Path
from typing import IO, Any

from reviewsheets.formats.layout import FormatError, Row

LARGEST_TEXT_BYTES = 2 * 1024**3  # a file unpacked; the largest official one is 55 MB
LARGEST_RATIO = 300  # unpacked to packed; the official files reach 15
LARGEST_CELL = 1_000_000  # characters; the longest official cell has 5,041
MANIFEST = "manifest.json"  # what a download keeps beside its files
BOM = b"\xef\xbb\xbf"
_CP932_HEAD = "シート種別".encode("cp932")
_UTF8_HEAD = "シート種別".encode()
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, NotImplementedError, RuntimeError)
Reading = Callable[[int], None]  # told how many bytes of the file on disk were read


@dataclass(frozen=True)
class Source:
    """A file to import: its path, its size and hash on disk, and whether it holds a table or JSON."""

    path: Path
    size_bytes: int
    sha256: str
    is_table: bool

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.path.name


@dataclass(frozen=True)
class Found:
    """What lies at the paths: files to import, and files of a folder that are neither table nor sheets."""

    sources: tuple[Source, ...]
    passed_over: tuple[Path, ...]


def find_sources(paths: Sequence[Path]) -> Found:
    """Every official file at these paths; `FormatError` for a named file that is none."""
    sources, passed_over = [], []
    for path in paths:
        if not path.exists():
            raise FormatError(f"ファイルがありません：{path}")
        inside = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
        for file in inside:
            source = None if file.name == MANIFEST else _source(file, is_named=not path.is_dir())
            if source:
                sources.append(source)
            elif file.name != MANIFEST:
                passed_over.append(file)
    if not sources:
        raise FormatError("取り込めるファイルがありません")
    return Found(tuple(sources), tuple(passed_over))


def _source(path: Path, *, is_named: bool) -> Source | None:
    with in_file(path):
        with text_bytes(path) as stream:
            head = stream.read(64)
        looks_official = _is_table(head) or _is_json(head)
        if head.startswith(_UTF16) or head.startswith(_CP932_HEAD):
            raise FormatError("文字コードがUTF-8ではありません", row=1)
        if not looks_official and not is_named:
            return None
        if not head.strip():
            raise FormatError("ファイルが空です")
        if not looks_official:
            raise FormatError("RSシステムのCSVでもJUDGIT!のJSONでもありません", row=1)
    with path.open("rb") as file:
        return Source(path, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest(), _is_table(head))


def _is_table(head: bytes) -> bool:
    return head.removeprefix(BOM).removeprefix(b'"').startswith(_UTF8_HEAD)


def _is_json(head: bytes) -> bool:
    return head.removeprefix(BOM).lstrip()[:1] in (b"{", b"[")


@contextmanager
def in_file(path: Path) -> Iterator[None]:
    """Whatever is wrong with a file is a `FormatError` that names it."""
    try:
        yield
    except FormatError as error:
        raise error.at(path.name) from None
    except _DAMAGED as error:
        raise FormatError(f"圧縮ファイルが壊れています（{error or type(error).__name__}）").at(path.name) from None
    except UnicodeDecodeError as error:
        message = f"文字コードがUTF-8ではありません（{error.object[error.start : error.start + 4]!r}）"
        raise FormatError(message).at(path.name) from None


@contextmanager
def text_bytes(path: Path, reading: Reading | None = None) -> Iterator[IO[bytes]]:
    """The unpacked bytes of a file."""
    with path.open("rb") as file:
        magic = file.read(4)
        file.seek(0)
        if magic.startswith(b"PK"):
            with zipfile.ZipFile(file) as archive, archive.open(_only_member(archive)) as member:
                yield _Limited(member, file, reading, path.stat().st_size)  # type: ignore[misc]
        elif magic.startswith(b"\x1f\x8b"):
            with gzip.GzipFile(fileobj=file) as unpacked:
                yield _Limited(unpacked, file, reading, path.stat().st_size)  # type: ignore[misc]
        else:
            yield _Limited(file, file, reading, path.stat().st_size)  # type: ignore[misc]


def _only_member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) != 1:
        raise FormatError(f"zipの中のファイルは1つのはずですが、{len(members)}つあります")
    (member,) = members
    if member.filename.lower().endswith((".zip", ".gz")):
        raise FormatError(f"圧縮ファイルの中に圧縮ファイルがあります（{member.filename}）")
    return member


class _Limited(io.RawIOBase):
    """A stream that stops at a size no official file has, and says how far the file on disk was read."""

    def __init__(self, stream: IO[bytes], file: IO[bytes], reading: Reading | None, packed_bytes: int) -> None:
        self._stream, self._file, self._reading = stream, file, reading
        self._read_bytes = 0
        self._most_bytes = min(LARGEST_TEXT_BYTES, max(packed_bytes, 10_000) * LARGEST_RATIO)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        self._read_bytes += len(data)
        if self._read_bytes > self._most_bytes:
            raise FormatError(f"展開すると大きすぎます（{self._most_bytes:,}バイトを超えます）")
        buffer[: len(data)] = data
        if self._reading:
            self._reading(self._file.tell())
        return len(data)


def table_rows(path: Path, reading: Reading | None = None) -> Iterator[Row]:
    """The rows of a CSV from its header on (row 1); each as wide as the header."""
    csv.field_size_limit(LARGEST_CELL)
    number = 0
    with in_file(path), text_bytes(path, reading) as stream:
        text = io.TextIOWrapper(io.BufferedReader(stream, 1 << 20), encoding="utf-8-sig", newline="")  # type: ignore[type-var]
        try:
            width = 0
            for number, cells in enumerate(csv.reader(_without_nul(text), strict=True), 1):
                width = width or len(cells)
                if len(cells) != width:
                    raise FormatError(f"列の数が{width}ではなく{len(cells)}です", row=number)
                yield Row(number, cells)
        except csv.Error as error:
            raise FormatError(_csv_message(str(error)), row=number + 1) from None
        except _NulError:
            raise FormatError("NUL文字があります", row=number + 1) from None


class _NulError(ValueError):
    """A NUL character in a text."""


def _without_nul(lines: IO[str]) -> Iterator[str]:
    for line in lines:
        if "\0" in line:
            raise _NulError
        yield line


def _csv_message(message: str) -> str:
    if "field larger" in message:
        return f"{LARGEST_CELL:,}文字を超えるセルがあります"
    if "unexpected end" in message:
        return "引用符が閉じないままファイルが終わっています"
    return f"CSVとして読めません（{message}）"


def json_objects(path: Path, reading: Reading | None = None) -> Iterator[tuple[int, Any]]:
    """The objects of a JSON file (one, or a list) or of an ndjson file, with the line or place from 1."""
    with in_file(path), text_bytes(path, reading) as stream:
        text = io.TextIOWrapper(io.BufferedReader(stream, 1 << 20), encoding="utf-8-sig", newline="\n")  # type: ignore[type-var]
        first = text.readline()
        if first.strip() in ("[", "{") or first.lstrip().startswith("["):
            value = _json(first + text.read(), 1)
            yield from enumerate(value if isinstance(value, list) else [value], 1)
            return
        try:
            yield 1, _json(first, 1)
        except FormatError:
            rest = text.read()
            if not rest.strip() or rest.lstrip().startswith('{"'):
                raise
            yield 1, _json(first + rest, 1)
            return
        for number, line in enumerate(text, 2):
            if line.strip():
                yield number, _json(line, number)


def _json(text: str, row: int) -> Any:
    if len(text) > 100 * LARGEST_CELL or "\\u0000" in text or "\0" in text:
        raise FormatError("NUL文字があるか、大きすぎます", row=row)
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_constant)
    except (json.JSONDecodeError, InvalidOperation, RecursionError) as error:
        raise FormatError(f"JSONとして読めません（{error}）", row=row) from None


def _no_constant(name: str) -> Any:
    raise InvalidOperation(name)


def with_first(rows: Iterator[Row]) -> tuple[Row, Iterator[Row]]:
    """The header row, and the rest."""
    header = next(rows, None)
    if header is None:
        raise FormatError("ファイルが空です")
    return header, chain(rows)
