"""The charts of one sheet."""

from dataclasses import dataclass

from reviewsheets.charts.budget import budget_chart
from reviewsheets.charts.flow_words import FlowWords, flow_words
from reviewsheets.charts.indicators import activity_charts, outcome_charts
from reviewsheets.charts.path import path_chart
from reviewsheets.charts.spending import flow_chart
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.charts.unit_costs import unit_cost_charts
from reviewsheets.queries.whole import WholeSheet


@dataclass(frozen=True)
class SheetCharts:
    """Was the money used, did the goals come true, who got the money."""

    budget: Chart | NoData
    outcomes: tuple[Chart | NoData, ...]
    activities: tuple[Chart | NoData, ...]
    path: Chart | NoData
    unit_costs: tuple[Chart | NoData, ...]
    flow: Chart | NoData
    flow_words: FlowWords

    @property
    def has_figures(self) -> bool:
        """There is something for plotly to draw."""
        return any(chart.figure for chart in self._all)

    @property
    def _all(self) -> tuple[Chart | NoData, ...]:
        return (self.budget, *self.outcomes, *self.activities, self.path, *self.unit_costs, self.flow)


def sheet_charts(whole: WholeSheet) -> SheetCharts:
    """A chart, or words in its place, for each question."""
    year = whole.sheet.sheet_year
    return SheetCharts(
        budget=budget_chart(whole.execution, sheet_year=year),
        outcomes=outcome_charts(whole.outcomes, sheet_year=year),
        activities=activity_charts(whole.activities, sheet_year=year),
        path=path_chart(whole.path, sheet_year=year),
        unit_costs=unit_cost_charts(whole.unit_costs, sheet_year=year),
        flow=flow_chart(whole.flow, sheet_year=year),
        flow_words=flow_words(whole.flow, sheet_year=year),
    )
