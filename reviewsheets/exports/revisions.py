"""Revised amounts, one by one and counted, as CSV lines."""

from collections.abc import Iterable, Iterator

from reviewsheets.exports.lines import Layout, Line, percent, whole
from reviewsheets.queries.revision_facts import Changes, RevisionsPage, Sums
from reviewsheets.queries.revisions import ListedRevision

FIGURES = {
    "initial": "当初予算",
    "supplementary": "補正予算",
    "carried_in": "前年度から繰越し",
    "carried_out": "翌年度へ繰越し",
    "contingency": "予備費等",
    "total": "計（歳出予算現額）",
    "executed": "執行額",
    "requested": "要求額",
}
REVISIONS_HEADER: Line = (
    "事業年度",
    "府省庁",
    "事業番号",
    "事業名",
    "予算年度",
    "項目",
    "前のシートの事業年度",
    "前のシートの額（円）",
    "後のシートの額（円）",
    "差（円）",
    "差の割合（％）",
    "前のシートの時点",
    "ページ",
    "前のシートのページ",
)
COUNTS_HEADER = (
    "改訂の件数",
    "うち増額",
    "うち減額",
    "うち年度終了後の額の改訂",
    "改訂のあるシート数",
    "前のシートがあるシート数",
    "改訂のあるシートの割合（％）",
)
SUMS_HEADER = ("増額の合計（円）", "減額の合計（円）")


def revision_lines(rows: Iterable[ListedRevision]) -> Iterator[Line]:
    """One line a revision."""
    for row in rows:
        yield (
            str(row.sheet_year),
            row.ministry_name,
            row.sheet_number,
            row.sheet_name,
            str(row.budget_year),
            FIGURES[row.figure],
            str(row.older_sheet_year),
            str(row.old_yen),
            str(row.new_yen),
            str(row.change_yen),
            percent(row.change_percent),
            "年度終了前" if row.is_open_year else "年度終了後",
            row.sheet_url,
            row.older_url,
        )


def _counts(changes: Changes) -> Line:
    return str(changes.revisions), str(changes.raised), str(changes.lowered), str(changes.late), str(changes.sheets)


def _sums(sums: Sums) -> Line:
    return str(sums.raised_yen), str(sums.lowered_yen)


def _figures(page: RevisionsPage) -> Iterator[Line]:
    for row in page.figures:
        share = (whole(row.compared), percent(row.share_percent))
        yield FIGURES[row.figure], *_counts(row.changes), *share, *_sums(row.sums)


def _ministries(page: RevisionsPage) -> Iterator[Line]:
    for row in page.ministries:
        share = (whole(row.compared), percent(row.share_percent))
        yield row.name, *_counts(row.changes), *share, FIGURES[page.summed], *_sums(row.sums)


REVISION_LAYOUTS: dict[str, Layout] = {
    "figures": Layout("項目別", ("項目", *COUNTS_HEADER, *SUMS_HEADER), _figures),
    "ministries": Layout("府省庁別", ("府省庁", *COUNTS_HEADER, "合計した項目", *SUMS_HEADER), _ministries),
}
