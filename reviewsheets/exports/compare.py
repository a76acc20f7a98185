"""Sheets and projects side by side as CSV lines."""

from collections.abc import Iterator

from reviewsheets.exports.budget import BASIS_WORDS, PENDING
from reviewsheets.exports.lines import Layout, Line, percent, whole, yen
from reviewsheets.queries.compare import Compared, ComparedYear, Comparison


def _figures(comparison: Comparison) -> Iterator[Line]:
    for budget_year, rows in comparison.years:
        for one, row in rows:
            yield (str(budget_year), *_named(one), *(_amounts(row) if row else [""] * len(AMOUNTS)))


def _named(one: Compared) -> Line:
    return one.letter, one.name, one.ministry_name, "事業" if one.is_project else "シート"


def _amounts(row: ComparedYear) -> Line:
    figures, sheet = row.figures, row.sheet
    return (
        yen(figures.initial),
        yen(row.total),
        "" if row.total.is_blank else BASIS_WORDS[figures.basis],
        whole(figures.published_total_yen),
        PENDING if figures.is_execution_pending else yen(figures.executed),
        percent(figures.net_rate_percent),
        percent(figures.gross_rate_percent),
        whole(figures.unused_yen),
        yen(figures.carried_out),
        yen(row.requested),
        *(str(sheet.sheet_year), sheet.ministry_name, sheet.number, sheet.url),
    )


AMOUNTS = (
    "当初予算（円）",
    "計（円）",
    "計の基準",
    "公表された計（円）",
    "執行額（円）",
    "執行率・繰越控除後（％）",
    "執行率・繰越控除前（％）",
    "不用額（円）",
    "翌年度へ繰越し（円、正の数）",
    "要求額（円）",
    *("シートの事業年度", "シートの府省庁", "シートの事業番号", "シートのページ"),
)
COMPARE_LAYOUT = Layout("予算額・執行額", ("予算年度", "記号", "事業名", "府省庁", "比べるもの", *AMOUNTS), _figures)
