"""The dashboard's tables as CSV lines."""

from collections.abc import Iterator

from reviewsheets.exports.budget import BASIS_WORDS
from reviewsheets.exports.lines import Layout, Line, percent, whole
from reviewsheets.exports.sheets import SHEETS_HEADER, rate_cell, sheet_lines
from reviewsheets.queries.dashboard import Dashboard, MinistryTotals, YearTotals
from reviewsheets.queries.landscape import Landscape
from reviewsheets.units.cells import DASH

TOTALS_HEADER: Line = (
    "シート数",
    "新規の事業",
    "終了の事業",
    "計（歳出予算現額、円）",
    "計の基準",
    "執行額（円）",
    "執行率（繰越控除後、％）",
    "執行率（繰越控除前、％）",
    "執行率の対象のシート数",
    "不用額（円）",
    "翌年度へ繰越し（円）",
    "翌年度の要求額（円）",
    "達した成果目標の数",
    "達しなかった成果目標の数",
    "比べられない・値のない成果目標の数",
)


def totals_line(row: YearTotals | MinistryTotals) -> Line:
    """The cells under `TOTALS_HEADER`; a dash for outcomes where the page has one."""
    totals = row.totals
    counts = (totals.sheets, totals.new, totals.ending)
    rates = (percent(totals.net_rate_percent), percent(totals.gross_rate_percent))
    told = (totals.outcomes_reached, row.missed, totals.outcomes_not_comparable)
    outcomes = (DASH if number is None or not totals.outcomes else str(number) for number in told)
    basis = "" if totals.total_yen is None else BASIS_WORDS[row.basis]
    amounts = (totals.unused_yen, totals.carried_out_yen, totals.requested_yen)
    sums = (whole(totals.total_yen), basis, whole(totals.executed_yen))
    return (*map(whole, counts), *sums, *rates, *map(whole, (totals.with_result, *amounts)), *outcomes)


def _years(page: Dashboard) -> Iterator[Line]:
    return ((str(row.sheet_year), str(row.result_year), *totals_line(row)) for row in page.years)


def _ministries(page: Dashboard) -> Iterator[Line]:
    for row in page.ministries:
        yield (str(row.sheet_year), str(row.sheet_year - 1), row.name, *totals_line(row))


def _tiles(land: Landscape) -> Iterator[Line]:
    for tile in land.tiles:
        named = (tile.sheet.number, tile.sheet.name) if tile.sheet else ("", "")
        years = (str(tile.sheet_year), str(tile.sheet_year - 1))
        counts = (str(tile.bureaus), str(tile.sheets))
        yield (
            *years,
            tile.ministry,
            tile.bureau,
            *named,
            *counts,
            str(tile.total_yen),
            rate_cell(tile.net_rate),
            tile.address,
        )


LANDSCAPE_LAYOUT = Layout(
    "府省庁・部局・事業の計",
    (
        "事業年度",
        "予算年度",
        "府省庁",
        "担当部局庁",
        "事業番号",
        "事業名",
        "部局の数",
        "シート数",
        "計（歳出予算現額、円）",
        "執行率（繰越控除後、％）",
        "ページ",
    ),
    _tiles,
)
DASHBOARD_LAYOUTS: dict[str, Layout] = {
    "years": Layout("年度別の集計", ("事業年度", "予算年度", *TOTALS_HEADER), _years),
    "ministries": Layout("府省庁別の集計", ("事業年度", "予算年度", "府省庁", *TOTALS_HEADER), _ministries),
}
LARGEST_LAYOUTS: dict[str, Layout] = {
    "unused_yen": Layout("不用額の大きいシート", SHEETS_HEADER, sheet_lines),
    "carried_out_yen": Layout("翌年度への繰越しの大きいシート", SHEETS_HEADER, sheet_lines),
    "new": Layout("当初予算の大きい新規のシート", SHEETS_HEADER, sheet_lines),
    "ending": Layout("前年度の計の大きい終了のシート", SHEETS_HEADER, sheet_lines),
}
