"""Every direct payment of `/flows/` as CSV lines: a payee on a sheet."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reviewsheets.exports.lines import Line, whole

FLOWS_HEADER: Line = (
    "事業年度",
    "予算年度",
    "府省庁",
    "事業番号",
    "事業名",
    "支出先",
    "法人番号",
    "支出先の種類",
    "直接支出（円）",
    "単位誤りの疑いで除いた行数",
)


def flow_lines(rows: Iterable[tuple[Any, ...]], kinds: Mapping[str, str]) -> Iterator[Line]:
    """Of the rows of `flow_rows`; `kinds`: the words of a payee's kind. A row without a name has no payee."""
    for sheet_year, ministry, number, name, payee, corporate_number, kind, direct_yen, doubtful in rows:
        named = (payee or "", corporate_number or "", kinds.get(kind or "", ""))
        years = (str(sheet_year), str(sheet_year - 1))
        yield (*years, ministry, number, name, *named, whole(direct_yen), str(doubtful))
