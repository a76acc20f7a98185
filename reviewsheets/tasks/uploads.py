"""Uploaded files while an import needs them: on disk, in a folder of their own, gone when it is done.

The folder also tells how far an import is. The database cannot: an import is one transaction, and SQLite has one
writer.
"""

import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

FILES, LOCK, PROGRESS = "files", "lock", "progress.json"
LONGEST_NAME_BYTES, LONGEST_SUFFIX = 200, 10  # a file system takes 255 bytes
_UNSAFE = re.compile(r"[^\w.・、（）()-]")  # the official names hold ・ and 、
TELL_EVERY_SECONDS = 0.5


@dataclass(frozen=True)
class UploadedName:
    """A file as it was uploaded: its safe name, its size and hash."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class UploadProgress:
    """What an import is reading, and how much of all bytes it has read."""

    doing: str
    done_bytes: int
    all_bytes: int


def safe_name(given: str) -> str:
    """A file name that is no path, not hidden and not too long, as near to the given one as that lets."""
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    plain = _UNSAFE.sub("_", last).lstrip(".")
    stem, suffix = os.path.splitext(plain)
    if len(suffix) > LONGEST_SUFFIX:
        stem, suffix = plain, ""
    kept = stem.encode()[: LONGEST_NAME_BYTES - len(suffix.encode())].decode(errors="ignore")
    return f"{kept or 'file'}{suffix}"


@dataclass(frozen=True)
class Upload:
    """The folder of one upload, by the token that its runs keep."""

    token: str

    def __post_init__(self) -> None:
        if not (self.token.isascii() and self.token.isalnum()):
            raise ValueError("a run without files has no upload")

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return Path(settings.UPLOAD_DIR) / self.token

    @property
    def is_there(self) -> bool:
        """Its files were not deleted yet."""
        return (self.folder / FILES).is_dir()

    def paths(self) -> list[Path]:
        """Its files in the order they were given."""
        places = sorted((self.folder / FILES).glob("*"), key=lambda place: int(place.name))
        return [path for place in places for path in place.iterdir()]

    def delete(self) -> None:
        """Throw all of it away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Worked on by this process. The system lets go of it when the process dies, however it dies."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / LOCK).open("wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    @property
    def is_held(self) -> bool:
        """Some process works on it now."""
        try:
            with (self.folder / LOCK).open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    def teller(self) -> Callable[[str, int, int], None]:
        """Writes down how far an import is, now and then."""
        told_at = 0.0

        def tell(doing: str, done_bytes: int, all_bytes: int) -> None:
            nonlocal told_at
            if time.monotonic() - told_at < TELL_EVERY_SECONDS and done_bytes < all_bytes:
                return
            told_at = time.monotonic()
            new = self.folder / f"{PROGRESS}.new"
            new.write_text(json.dumps([doing, done_bytes, all_bytes]))
            os.replace(new, self.folder / PROGRESS)  # a reader never sees half of it

        return tell

    def progress(self) -> UploadProgress | None:
        """How far the import was when it last told; None before that."""
        try:
            doing, done_bytes, all_bytes = json.loads((self.folder / PROGRESS).read_text())
        except FileNotFoundError:
            return None
        return UploadProgress(doing, done_bytes, all_bytes)


def keep(files: Iterable[UploadedFile]) -> tuple[Upload, Sequence[UploadedName]]:
    """Write uploaded files to disk as they are read; `OSError` where the disk does not take them, and nothing stays."""
    upload = Upload(secrets.token_hex(16))
    try:
        return upload, [_keep(file, upload.folder / FILES / str(place)) for place, file in enumerate(files, 1)]
    except BaseException:
        upload.delete()
        raise


def _keep(file: UploadedFile, place: Path) -> UploadedName:
    """One file in a place of its own, so that two of one name do not meet."""
    place.mkdir(parents=True)
    name = safe_name(file.name or "")
    digest, size_bytes = hashlib.sha256(), 0
    with (place / name).open("xb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
            digest.update(chunk)
            size_bytes += len(chunk)
    return UploadedName(name, size_bytes, digest.hexdigest())
