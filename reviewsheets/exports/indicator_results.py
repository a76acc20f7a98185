"""Results of indicators, their counts, and outcomes beside the money, as CSV lines."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from reviewsheets.exports.lines import Layout, Line, flag, number, percent, whole
from reviewsheets.queries.indicator_results import ResultCounts, ResultPart, ResultsPage, Told
from reviewsheets.queries.indicator_results_list import ListedResult
from reviewsheets.queries.indicator_spending import Change, SpendingPage
from reviewsheets.units.cells import plain_number

KINDS = {"outcome": "成果指標（アウトカム）", "activity": "活動指標（アウトプット）"}
DIRECTIONS = {"up": "上向き（大きいほど良い）", "down": "下向き（小さいほど良い）", "": ""}
STATES = {
    "exceeded": "大きく上回った（150％超）",
    "reached": "達した",
    "missed": "達しなかった",
    "not-comparable": "比べられない",
    "no-target": "目標なし",
    "no-actual": "実績なし",
    "blank": "どちらもなし",
}
BANDS = {
    "to-50": "50％未満",
    "to-80": "50％以上80％未満",
    "to-100": "80％以上100％未満",
    "100": "100％",
    "to-150": "100％超150％以下",
    "over-150": "150％超",
    "none": "達成度なし",
}
TOLD = {Told.KNOWN: "あり", Told.UNKNOWN: "なし"}
TOLD_HEAD = "改善の方向の記載"
SPENDING = {Change.ROSE: "10％以上増", Change.SAME: "増減が10％未満", Change.FELL: "10％以上減"}
ACHIEVEMENT = {
    Change.ROSE: "10ポイント以上上昇",
    Change.SAME: "増減が10ポイント未満",
    Change.FELL: "10ポイント以上低下",
}
_SHEET_HEADER = ("事業年度", "府省庁", "事業番号", "事業名")
RESULTS_HEADER: Line = (
    *_SHEET_HEADER,
    "種別",
    "定量的な成果目標",
    "指標",
    "単位",
    "改善の方向",
    "目標・実績の年度",
    "目標値",
    "実績値",
    "達成度（％、小数第3位以下切り捨て。改善の方向の記載がなければ実績／目標）",
    "結果",
    "2年前の達成度（％）",
    "達成度の2年間の変化（ポイント）",
    "シートの執行額（円）",
    "シートの2年前の執行額（円）",
    "ページ",
)
SPENDING_HEADER: Line = (
    *_SHEET_HEADER,
    "定量的な成果目標",
    "指標",
    "単位",
    "改善の方向",
    "執行額と達成度の年度",
    "シートの2年前の執行額（円）",
    "シートの執行額（円）",
    "執行額の増減（円）",
    "執行額の増減（％）",
    "2年前の達成度（％）",
    "達成度（％）",
    "達成度の2年間の変化（ポイント）",
    "ページ",
)
COUNTS_HEADER: Line = ("指標の数", *STATES.values(), *(f"達成度：{label}" for label in BANDS.values()))


def result_lines(rows: Iterable[ListedResult]) -> Iterator[Line]:
    """One line an indicator."""
    for row in rows:
        yield (
            *_sheet(row),
            KINDS[row.kind],
            row.goal,
            row.name,
            row.unit,
            DIRECTIONS[row.direction],
            str(row.result_year),
            number(row.target),
            number(row.actual),
            _exact(row.achievement_percent),
            STATES[row.state],
            _exact(row.earlier_percent),
            _exact(row.change_points),
            whole(row.executed_yen),
            whole(row.earlier_executed_yen),
            row.sheet_url,
        )


def spending_lines(rows: Iterable[ListedResult]) -> Iterator[Line]:
    """One line an outcome."""
    for row in rows:
        yield (
            *_sheet(row),
            row.goal,
            row.name,
            row.unit,
            DIRECTIONS[row.direction],
            str(row.result_year),
            whole(row.earlier_executed_yen),
            whole(row.executed_yen),
            whole(row.change_yen),
            percent(row.executed_change_percent),
            _exact(row.earlier_percent),
            _exact(row.achievement_percent),
            _exact(row.change_points),
            row.sheet_url,
        )


def _sheet(row: ListedResult) -> Line:
    return str(row.sheet_year), row.ministry_name, row.sheet_number, row.sheet_name


def _exact(rate_percent: Decimal | None) -> str:
    return "" if rate_percent is None else plain_number(rate_percent)


def _counts(counts: ResultCounts) -> Line:
    states = (str(counts.states.get(state, 0)) for state in STATES)
    return str(counts.indicators), *states, *(str(counts.bands.get(band, 0)) for band in BANDS)


def _states(page: ResultsPage) -> Iterator[Line]:
    for row in page.states:
        numbers = (str(row.indicators), percent(row.indicators_percent), str(row.known))
        yield STATES[row.state], *numbers, str(row.indicators - row.known)


def _ministries(page: ResultsPage) -> Iterator[Line]:
    return ((*_part(part), row.name, *_counts(row.counts)) for part in page.parts for row in part.ministries)


def _years(page: ResultsPage) -> Iterator[Line]:
    return ((*_part(part), str(row.sheet_year), *_counts(row.counts)) for part in page.parts for row in part.years)


def _part(part: ResultPart) -> Line:
    return (TOLD[part.told],)


def _changes(page: SpendingPage) -> Iterator[Line]:
    for count in page.counts:
        numbers = (str(count.indicators), str(count.known), str(count.indicators - count.known))
        yield SPENDING[count.spending], ACHIEVEMENT[count.achievement], *numbers, flag(count.is_listed)


RESULT_LAYOUTS: dict[str, Layout] = {
    "states": Layout(
        "指標の結果",
        ("結果", "指標の数", "割合（％）", f"うち{TOLD_HEAD}あり", f"うち{TOLD_HEAD}なし"),
        _states,
    ),
    "ministries": Layout("府省庁別の達成度", (TOLD_HEAD, "府省庁", *COUNTS_HEADER), _ministries),
    "years": Layout("年度別の達成度", (TOLD_HEAD, "事業年度", *COUNTS_HEADER), _years),
}
SPENDING_LAYOUT = Layout(
    "執行額と達成度の増減",
    (
        "執行額の2年間の増減",
        "達成度の2年間の変化",
        "指標の数",
        f"うち{TOLD_HEAD}あり",
        f"うち{TOLD_HEAD}なし",
        "一覧にある",
    ),
    _changes,
)
