"""Was the money used as budgeted, over many sheets: a project's years, a ministry's sums."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from reviewsheets.charts.budget import budget_chart
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.budget import ExecutionYear
from reviewsheets.queries.ministries import MinistryYear
from reviewsheets.queries.projects import ProjectHistory
from reviewsheets.units.cells import YenCell
from reviewsheets.units.money import Basis

CSV = "years"


def project_chart(history: ProjectHistory) -> Chart | NoData:
    """計, 要求額 and 執行額 of the project's budget years."""
    rows = history.charted
    return _over_sheets(rows, budget_chart(rows, sheet_year=history.newest_sheet_year))


def ministry_chart(years: Sequence[MinistryYear]) -> Chart | NoData:
    """計 and 執行額 of each sheet year's own result year; `years` is newest first."""
    rows = [_result(year) for year in reversed(years)]
    return _over_sheets(rows, budget_chart(rows, sheet_year=years[0].sheet_year))


def _result(year: MinistryYear) -> ExecutionYear:
    return ExecutionYear(
        year.result_year,
        is_request=False,
        basis=year.bases[0] if year.bases else Basis.of_sheet_year(year.sheet_year),
        total=YenCell(year.totals.total_yen),
        executed=YenCell(year.totals.executed_yen),
        gross_rate_percent=year.totals.gross_rate_percent,
        net_rate_percent=year.totals.net_rate_percent,
    )


def _over_sheets(rows: Sequence[ExecutionYear], chart: Chart | NoData) -> Chart | NoData:
    """Western years, as one axis holds several eras; a note where 計 changes its meaning on the way."""
    if not isinstance(chart, Chart):
        return replace(chart, csv=CSV)
    years = {"ticktext": [str(row.budget_year) for row in rows], "title": {"text": _("予算年度")}, "automargin": True}
    chart.figure.layout["xaxis"] |= years
    if len({row.basis for row in rows if row.total.yen}) < 2:
        return replace(chart, csv=CSV)
    note = _("計は、2023年度までのシートでは翌年度へ繰越した額を引いた額、2024年度からのシートでは引く前の額です。")
    return replace(chart, csv=CSV, notes=(*chart.notes, note))
