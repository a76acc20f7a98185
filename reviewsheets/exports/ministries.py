"""A ministry by sheet year as CSV lines."""

from collections.abc import Iterator

from reviewsheets.exports.budget import BASIS_WORDS
from reviewsheets.exports.lines import Layout, Line, percent, whole, yen
from reviewsheets.exports.sheets import rate_cell
from reviewsheets.queries.ministries import MinistryPage
from reviewsheets.queries.totals import Totals
from reviewsheets.units.cells import YenCell
from reviewsheets.units.money import Basis

SUMS_HEADER = ("計（円）", "執行額（円）", "執行率・繰越控除前（％）", "執行率・繰越控除後（％）")


def _counts(totals: Totals) -> Line:
    return str(totals.sheets), str(totals.with_figures)


def _sums(totals: Totals) -> Line:
    rates = (percent(totals.gross_rate_percent), percent(totals.net_rate_percent))
    return (whole(totals.total_yen), whole(totals.executed_yen), *rates)


def _years(page: MinistryPage) -> Iterator[Line]:
    for row in page.years:
        bases = "・".join(BASIS_WORDS[basis] for basis in row.bases)
        years, requested = (str(row.sheet_year), str(row.result_year)), whole(row.totals.requested_yen)
        yield (*years, *_counts(row.totals), bases, *_sums(row.totals), requested)


def _bureaus(page: MinistryPage) -> Iterator[Line]:
    years = (str(page.chosen.sheet_year), str(page.chosen.result_year))
    return ((*years, row.name, *_counts(row.totals), *_sums(row.totals)) for row in page.bureaus)


def _largest(page: MinistryPage) -> Iterator[Line]:
    years = (str(page.chosen.sheet_year), str(page.chosen.result_year))
    for rank, sheet in enumerate(page.largest, start=1):
        named = (sheet.number, sheet.name, sheet.bureau, BASIS_WORDS[Basis(sheet.basis)])
        amounts = (whole(sheet.total_yen), yen(YenCell(sheet.executed_yen, sheet.executed_text)))
        rates = (rate_cell(sheet.gross_rate), rate_cell(sheet.net_rate))
        yield (*years, str(rank), *named, *amounts, *rates, sheet.get_absolute_url())


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
