"""Official files into rows: told by their content, read once, never trusted.

A path is a file or a folder tree. A file is a CSV or JSON text, plain, gzipped, or alone in a zip.
"""

import csv
import gzip
import hashlib
import io
import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, cast

from reviewsheets.formats.cells import LARGEST_CELL
from reviewsheets.formats.layout import LONGEST_QUOTE, FormatError, Row

LARGEST_TEXT_BYTES = 2 * 1024**3  # a file unpacked; the largest official one is 55 MB
LARGEST_RATIO = 300  # unpacked to packed; the official files reach 15
LARGEST_LINE = 20 * LARGEST_CELL  # characters read before a cell or line is given up; a shorter cell is named
LARGEST_JSON = 100 * LARGEST_CELL
MANIFEST = "manifest.json"  # what a download keeps beside its files
BOM = b"\xef\xbb\xbf"
DATA_NAMES = (
    ".csv",
    ".zip",
    ".gz",
    ".json",
    ".ndjson",
    ".jsonl",
)  # a folder's file of such a name is never passed over
_CP932_HEAD = "シート種別".encode("cp932")
_UTF8_HEAD = "シート種別".encode()
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_PACKED = (b"PK\x03\x04", b"\x1f\x8b")
_WRONG_ENCODING = "文字コードがUTF-8ではありません"
_DAMAGED = (
    *(zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, lzma.LZMAError, struct.error, EOFError),
    *(NotImplementedError, RuntimeError, ValueError, OSError),
)
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

    @property
    def size_bytes(self) -> int:
        """Of all files to import, as they lie on disk."""
        return sum(source.size_bytes for source in self.sources)


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
        if _is_table(head) or _is_json(head):
            return Source(path, path.stat().st_size, _sha256(path), _is_table(head))
        if not is_named and not path.name.lower().endswith(DATA_NAMES):
            return None
        raise FormatError(_wrong_head(head), row=1)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _wrong_head(head: bytes) -> str:
    """What is wrong with a file that begins so."""
    if not head.removeprefix(BOM).strip():
        return "ファイルが空です"
    if head.startswith(_PACKED):
        return "圧縮ファイルの中に圧縮ファイルがあります"
    if head.startswith(_UTF16) or head.removeprefix(b'"').startswith(_CP932_HEAD):
        return _WRONG_ENCODING
    return "RSシステムのCSVでもJUDGIT!のJSONでもありません"


def _is_table(head: bytes) -> bool:
    return head.removeprefix(BOM).removeprefix(b'"').startswith(_UTF8_HEAD)


def _is_json(head: bytes) -> bool:
    return head.removeprefix(BOM).lstrip()[:1] in (b"{", b"[")


@contextmanager
def in_file(path: Path) -> Iterator[None]:
    """What is wrong with a file's content is said with its name."""
    try:
        yield
    except FormatError as error:
        raise error.at(path.name) from None


@contextmanager
def _undamaged() -> Iterator[None]:
    """What the system and the unpackers raise for a file that they cannot read."""
    try:
        yield
    except FormatError:
        raise
    except _DAMAGED as error:
        raise FormatError(f"読めないか、壊れた圧縮ファイルです（{error or type(error).__name__}）") from None


@contextmanager
def text_bytes(path: Path, reading: Reading | None = None) -> Iterator[IO[bytes]]:
    """The unpacked bytes of a file."""
    with ExitStack() as opened:
        with _undamaged():
            file = opened.enter_context(path.open("rb"))
            unpacked = _unpacked(file, opened)
            size_bytes = path.stat().st_size
        yield _Limited(unpacked, file, reading, size_bytes)  # type: ignore[misc]  # a raw stream is one too


def _unpacked(file: IO[bytes], opened: ExitStack) -> IO[bytes]:
    magic = file.read(4)
    file.seek(0)
    if magic.startswith(b"PK"):
        archive = opened.enter_context(zipfile.ZipFile(file))
        return opened.enter_context(archive.open(_only_member(archive)))
    if magic.startswith(b"\x1f\x8b"):
        opened.enter_context(unpacked := gzip.GzipFile(fileobj=file))
        return cast(IO[bytes], unpacked)
    return file


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
        with _undamaged():
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
    csv.field_size_limit(LARGEST_LINE)
    number, header = 0, list[str]()
    with in_file(path), text_bytes(path, reading) as stream:
        try:
            for number, cells in enumerate(csv.reader(_lines(_text(stream)), strict=True), 1):
                header = header or cells
                if len(cells) != len(header):
                    raise FormatError(f"列の数が{len(header)}ではなく{len(cells)}です", row=number)
                _check_cells(number, header, cells)
                yield Row(number, cells)
        except csv.Error as error:
            raise FormatError(_csv_message(str(error)), row=number + 1) from None
        except UnicodeDecodeError:
            raise _wrongly_encoded(path, is_table=True) from None


def _text(stream: IO[bytes], errors: str = "strict") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedReader(stream, 1 << 20), "utf-8-sig", errors, newline="")  # type: ignore[type-var]  # the same


def _lines(text: IO[str]) -> Iterator[str]:
    while line := text.readline(LARGEST_LINE):
        if len(line) == LARGEST_LINE:
            raise csv.Error("field larger")
        yield line


def _check_cells(row: int, header: Sequence[str], cells: Sequence[str]) -> None:
    whole = "".join(cells)
    if len(whole) <= LARGEST_CELL and "\0" not in whole:
        return
    for name, cell in zip(header, cells, strict=True):
        if "\0" in cell:
            raise FormatError("NUL文字があります", row=row, column=name, value=cell)
        if len(cell) > LARGEST_CELL:
            message = f"{LARGEST_CELL:,}文字までのところに{len(cell):,}文字あります"
            raise FormatError(message, row=row, column=name, value=cell)


def _csv_message(message: str) -> str:
    if "field larger" in message:
        return f"{LARGEST_LINE:,}文字を超えるセルがあります"
    if "unexpected end" in message:
        return "引用符が閉じないままファイルが終わっています"
    return f"CSVとして読めません（{message}）"


def _wrongly_encoded(path: Path, *, is_table: bool) -> FormatError:
    """Where the first bytes are that are no UTF-8. The file is read again: decoding runs ahead of the rows."""
    with text_bytes(path) as stream:
        lines = _lines(_text(stream, "surrogateescape"))
        header: list[str] = []
        for number, cells in enumerate(csv.reader(lines) if is_table else ([line] for line in lines), 1):
            header = header or cells
            for place, cell in enumerate(cells):
                if not _is_utf8(cell):
                    column = header[place] if is_table and place < len(header) else ""
                    return FormatError(_WRONG_ENCODING, row=number, column=column, value=_visible(cell))
    raise AssertionError("bytes that were no UTF-8 once are now")


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _visible(text: str) -> str:
    """The text with what is no character written out."""
    return text[:LONGEST_QUOTE].encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def json_objects(path: Path, reading: Reading | None = None) -> Iterator[tuple[int, Any]]:
    """The objects of a JSON file (one, or a list) or of an ndjson file, with the line or place from 1."""
    with in_file(path), text_bytes(path, reading) as stream:
        try:
            yield from _objects(_text(stream))
        except UnicodeDecodeError:
            raise _wrongly_encoded(path, is_table=False) from None


def _objects(text: IO[str]) -> Iterator[tuple[int, Any]]:
    first = text.readline(LARGEST_JSON)
    if first.lstrip().startswith("["):
        value = _json(first + text.read(LARGEST_JSON), 1)
        yield from enumerate(value if isinstance(value, list) else [value], 1)
        return
    second = text.readline(LARGEST_JSON)
    if not second.strip() or second.startswith("{"):
        yield 1, _json(first, 1)
        yield from _object_lines(second, text)
    else:
        yield 1, _json(first + second + text.read(LARGEST_JSON), 1)


def _object_lines(second: str, text: IO[str]) -> Iterator[tuple[int, Any]]:
    line, number = second, 2
    while line:
        if line.strip():
            yield number, _json(line.rstrip(), number)
        line, number = text.readline(LARGEST_JSON), number + 1


def _json(text: str, row: int) -> Any:
    if len(text) >= LARGEST_JSON:
        raise FormatError(f"{LARGEST_JSON:,}文字を超えるJSONです", row=row)
    if "\0" in text:
        raise FormatError("NUL文字があります", row=row)
    try:
        value = json.loads(text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        message = f"JSONとして読めません（{error.colno}文字目：{error.msg}）"
        raise FormatError(message, row=row + error.lineno - 1) from None
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise FormatError(f"JSONとして読めません（{error}）", row=row) from None
    if "\\u" in text:
        _check_texts(value, row, "")
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} は数ではありません")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        names = [name for name, _value in pairs]
        raise ValueError(f"同じ項目が2つあります：{next(name for name in names if names.count(name) > 1)}")
    return value


def _check_texts(value: Any, row: int, path: str) -> None:
    """Escapes can write what no text holds: NUL, and halves of a character."""
    if isinstance(value, str) and ("\0" in value or not _is_utf8(value)):
        message = "NUL文字があります" if "\0" in value else "文字になっていない文字があります"
        raise FormatError(message, row=row, column=path, value=value.encode("utf-8", "backslashreplace").decode())
    named: Mapping[Any, Any] = {}
    if isinstance(value, dict):
        named = value
        _check_texts("".join(value), row, path)
    elif isinstance(value, list):
        named = dict(enumerate(value))
    for name, inner in named.items():
        _check_texts(inner, row, f"{path}/{name}".removeprefix("/"))


def with_first(rows: Iterator[Row]) -> tuple[Row, Iterator[Row]]:
    """The header row, and the rest."""
    header = next(rows, None)
    if header is None:
        raise FormatError("ファイルが空です")
    return header, rows
