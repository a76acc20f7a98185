"""The reading list as CSV lines."""

from collections.abc import Iterator

from reviewsheets.exports.findings import FINDINGS_HEADER, finding_lines
from reviewsheets.exports.lines import Layout, Line, percent, whole
from reviewsheets.queries.reading import ReadingList

_FIRST = 5  # 事業年度 … 事業名, before the sheet's figures


def _lines(page: ReadingList) -> Iterator[Line]:
    """A line a finding, with the figures of its sheet."""
    for sheet in page.sheets:
        figures = (
            whole(sheet.initial_yen),
            whole(sheet.requested_yen),
            whole(sheet.total_yen),
            whole(sheet.executed_yen),
            percent(sheet.gross_rate_percent),
            percent(sheet.net_rate_percent),
            whole(sheet.unused_yen),
            whole(sheet.carried_out_yen),
            sheet.team_verdict,
            sheet.response_kind,
            sheet.expert_last_year,
        )
        for line in finding_lines(sheet.findings):
            yield (*line[:_FIRST], *figures, *line[_FIRST:])


READING_LAYOUT = Layout(
    "読み合わせ",
    (
        *FINDINGS_HEADER[:_FIRST],
        "当初予算（シートの年度、円）",
        "要求額（翌年度、円）",
        "計（前年度、円）",
        "執行額（前年度、円）",
        "執行率（繰越控除前、％）",
        "執行率（繰越控除後、％）",
        "不用額（円）",
        "翌年度へ繰越し（円）",
        "所見の区分",
        "反映状況の区分",
        "外部有識者点検の最終実施年度",
        *FINDINGS_HEADER[_FIRST:],
    ),
    _lines,
)
