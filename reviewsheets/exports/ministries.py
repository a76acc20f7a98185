"""A ministry by sheet year as CSV lines."""

from collections.abc import Iterator

from reviewsheets.exports.budget import BASIS_WORDS
from reviewsheets.exports.lines import Layout, Line, percent, yen
from reviewsheets.queries.ministries import MinistryPage, Sums

SUMS_HEADER = ("計（円）", "執行額（円）", "執行率・繰越控除前（％）", "執行率・繰越控除後（％）")


def _sums(sums: Sums, *, has_figures: bool = True) -> Line:
    rates = (percent(sums.gross_rate_percent), percent(sums.net_rate_percent))
    return (yen(sums.total) if has_figures else "", yen(sums.executed), *rates)


def _years(page: MinistryPage) -> Iterator[Line]:
    for row in page.years:
        counts = (str(row.sheets), str(row.sheets_with_figures))
        bases = "・".join(BASIS_WORDS[basis] for basis in row.bases)
        sums = _sums(row.sums, has_figures=bool(row.sheets_with_figures))
        yield (str(row.sheet_year), str(row.result_year), *counts, bases, *sums, yen(row.requested))


def _bureaus(page: MinistryPage) -> Iterator[Line]:
    for row in page.bureaus:
        counts = (str(row.sheets), str(row.sheets_with_figures))
        sums = _sums(row.sums, has_figures=bool(row.sheets_with_figures))
        yield (str(page.chosen.sheet_year), str(page.chosen.result_year), row.name, *counts, *sums)


def _largest(page: MinistryPage) -> Iterator[Line]:
    years = (str(page.chosen.sheet_year), str(page.chosen.result_year))
    for row in page.largest:
        named = (row.number, row.name, row.bureau)
        yield (*years, str(row.rank), *named, BASIS_WORDS[row.basis], *_sums(row.sums), row.url)


MINISTRY_LAYOUTS: dict[str, Layout] = {
    "years": Layout(
        "年度別の集計",
        (
            "事業年度",
            "予算年度",
            "シート数",
            "予算年度の数値があるシート数",
            "計の基準",
            *SUMS_HEADER,
            "翌年度の要求額（円）",
        ),
        _years,
    ),
    "bureaus": Layout(
        "部局別の集計",
        ("事業年度", "予算年度", "担当部局庁", "シート数", "予算年度の数値があるシート数", *SUMS_HEADER),
        _bureaus,
    ),
    "largest": Layout(
        "計の大きいシート",
        ("事業年度", "予算年度", "順位", "事業番号", "事業名", "担当部局庁", "計の基準", *SUMS_HEADER, "ページ"),
        _largest,
    ),
}
