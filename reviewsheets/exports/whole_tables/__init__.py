"""The whole tables of the database by the names they have in addresses, and the dictionary of all their columns.

A header is the one of the RS System where it has such a column, followed by the unit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from reviewsheets.exports.lines import Layout, Line
from reviewsheets.exports.source_files import SOURCE_FILES
from reviewsheets.exports.whole_tables.budget import BUDGET_YEARS
from reviewsheets.exports.whole_tables.columns import INTEGER, TEXT, YEAR, Column, WholeTable, whole_table_stream
from reviewsheets.exports.whole_tables.findings import FINDINGS
from reviewsheets.exports.whole_tables.indicators import INDICATORS
from reviewsheets.exports.whole_tables.sheets import SHEETS
from reviewsheets.exports.whole_tables.spending import BLOCKS, CONTRACTS, PAYMENTS

__all__ = ["DICTIONARY", "WHOLE_TABLES", "DictionaryEntry", "WholeTable", "dictionary", "whole_table_stream"]

WHOLE_TABLES: dict[str, WholeTable] = {
    "sheets": SHEETS,
    "budget-years": BUDGET_YEARS,
    "indicators": INDICATORS,
    "blocks": BLOCKS,
    "payments": PAYMENTS,
    "contracts": CONTRACTS,
    "findings": FINDINGS,
}


@dataclass(frozen=True)
class DictionaryEntry:
    """A CSV of /data/ in the dictionary: the name in its address, its title, what a row is, its columns."""

    name: str
    title: Any
    row_meaning: Any
    columns: tuple[Column, ...]


_SOURCE_MEANINGS: tuple[tuple[Any, Any, Any], ...] = (
    (_("ファイルのシートの年度。"), YEAR, _("西暦")),
    (_("RSシステムかJUDGIT!か。"), TEXT, ""),
    (_("公式のファイルの番号。"), TEXT, ""),
    (_("ファイルの名前。"), TEXT, ""),
    (_("ファイルの行の数。"), INTEGER, _("行")),
    (_("ファイルが一部でも使われているシートの数。"), INTEGER, _("件")),
    (_("ファイルを取得した時刻（ISO 8601）。"), TEXT, ""),
    (_("ファイルを取り込んだ時刻（ISO 8601）。"), TEXT, ""),
    (_("ファイルの大きさ。"), INTEGER, _("バイト")),
    (_("同じファイルかを確かめるための値。"), TEXT, ""),
    (_("ファイルを取得した場所。"), TEXT, ""),
    (_("ファイルを使うときの条件。"), TEXT, ""),
    (_("ファイルを使うときに示す出典。"), TEXT, ""),
)
_SOURCES = tuple(
    Column(name, *described) for name, described in zip(SOURCE_FILES.header, _SOURCE_MEANINGS, strict=True)
)
_OWN = (
    Column("ファイル", _("列のあるCSVの名前。")),
    Column("表", _("そのCSVが何の表か。")),
    Column("列の順番", _("CSVの中で何番目の列か。"), INTEGER, _("番目")),
    Column("見出し", _("CSVでの列の見出し。")),
    Column("意味", _("列の意味。")),
    Column("単位", _("値の単位。")),
    Column("型", _("値の型（文字、整数、円、％、年度、数値）。")),
)


def dictionary() -> Iterator[DictionaryEntry]:
    """Every CSV of /data/ with all its columns."""
    for name, table in WHOLE_TABLES.items():
        yield DictionaryEntry(name, table.title, table.row_meaning, table.columns)
    yield DictionaryEntry("sources", _("元のファイル"), _("1行が1つの公式ファイルです。"), _SOURCES)
    yield DictionaryEntry("dictionary", _("列の辞書"), _("1行が1つのCSVの1つの列です。"), _OWN)


def _lines(entries: Iterator[DictionaryEntry]) -> Iterator[Line]:
    for entry in entries:
        for place, column in enumerate(entry.columns, start=1):
            described = (column.name, str(column.meaning), str(column.unit), str(column.kind))
            yield (f"{entry.name}.csv", str(entry.title), str(place), *described)


DICTIONARY = Layout("列の辞書", tuple(column.name for column in _OWN), _lines)
