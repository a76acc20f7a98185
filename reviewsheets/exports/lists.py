"""What stands above a list of sheets, as CSV lines."""

from collections.abc import Iterator, Sequence

from reviewsheets.exports.lines import Layout, Line, percent, whole
from reviewsheets.queries.facets import FacetValue
from reviewsheets.queries.totals import SetTotals


def _groups(added: SetTotals) -> Iterator[Line]:
    for group in added.groups:
        totals = group.totals
        sums = (whole(totals.total_yen), whole(totals.executed_yen))
        rate = percent(totals.net_rate_percent)
        yield (group.name, str(totals.sheets), *sums, str(totals.with_result), rate)


def _rates(rates: Sequence[FacetValue]) -> Iterator[Line]:
    return ((str(rate.label), str(rate.sheets)) for rate in rates)


LIST_LAYOUTS: dict[str, Layout] = {
    "groups": Layout(
        "一覧の集計",
        (
            "府省庁・担当部局庁",
            "シート数",
            "前年度の計（歳出予算現額、円）",
            "前年度の執行額（円）",
            "執行率の対象のシート数",
            "執行率（繰越控除後、％）",
        ),
        _groups,
    ),
    "rates": Layout("一覧の執行率の分布", ("執行率（繰越控除後）", "シート数"), _rates),
}
