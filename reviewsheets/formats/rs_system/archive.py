"""A whole file of the RS System as bytes: UTF-8 with BOM, CRLF, quotes where they are needed, alone in a zip."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from reviewsheets.formats.rs_system.files import archive_name

BOM = "\ufeff"
STAMP = (1980, 1, 1, 0, 0, 0)  # the same cells make the same zip


def write_archive(
    folder: Path, code: str, title: str, sheet_year: int, header: Sequence[str], rows: Iterable[Sequence[str]]
) -> Path:
    """Write one archive into the folder; gives its path."""
    path = folder / archive_name(code, title, sheet_year)
    member = zipfile.ZipInfo(path.with_suffix(".csv").name, date_time=STAMP)
    member.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "w") as archive, archive.open(member, "w") as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8", newline="")
        text.write(BOM)
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(rows)
        text.flush()
    return path
