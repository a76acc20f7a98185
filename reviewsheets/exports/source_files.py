"""The official files the figures come from, as CSV lines."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.timezone import localtime

from reviewsheets.exports.lines import Layout, Line
from reviewsheets.queries.source_files import OfficialFile


def _moment(at: datetime | None) -> str:
    """ISO 8601 in the site's time zone, or blank."""
    return localtime(at).isoformat(timespec="seconds") if at else ""


def _source_files(rows: Iterable[OfficialFile]) -> Iterator[Line]:
    for row in rows:
        yield (
            str(row.sheet_year),
            row.format_name,
            row.code,
            row.name,
            str(row.rows),
            str(row.sheets),
            _moment(row.fetched_at),
            _moment(row.imported_at),
            str(row.size_bytes),
            row.sha256,
            row.url,
            row.terms,
            row.citation,
        )


SOURCE_FILES = Layout(
    "元のファイル",
    (
        "事業年度",
        "形式",
        "ファイル番号",
        "ファイル名",
        "行数",
        "シート数",
        "取得日時",
        "取り込み日時",
        "大きさ（バイト）",
        "SHA-256",
        "取得元",
        "利用条件",
        "出典",
    ),
    _source_files,
)
