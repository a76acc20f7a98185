"""The first page: one sheet year's totals, ministries and the sheets that stand out, and ready-made questions."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reviewsheets import access
from reviewsheets.charts.dashboard import ministries_chart, outcomes_chart, rates_chart, years_chart
from reviewsheets.charts.landscape import PATTERN_INK, TOGETHER, shades, table_of, treemap_chart
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.charts.words import chart_unit
from reviewsheets.exports.dashboard import DASHBOARD_LAYOUTS, LANDSCAPE_LAYOUT, LARGEST_LAYOUTS
from reviewsheets.filters.sheets import SheetFilter
from reviewsheets.queries.dashboard import LISTS, SHOWN, Dashboard, dashboard, largest_of
from reviewsheets.queries.landscape import landscape
from reviewsheets.views.responses import found_or_404, layout_response


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """`?year=`: a sheet year, else the newest."""
    public, asked = access.public_summaries(), SheetFilter.of(request.GET)
    page = dashboard(access.public_sums(), access.public_indicator_results(), sheet_year=asked.sheet_year)
    if page is None:
        return render(request, "home.html", {"page": None})
    land = landscape(public, page.chosen)
    unit_yen, unit = chart_unit(max(row.totals.total_yen or 0 for row in page.years))
    context = {
        "page": page,
        "absent_year": asked.absent_year(page.sheet_year),
        "unit": unit,
        "unit_yen": unit_yen,
        "year_query": f"?year={page.sheet_year}",
        "land": land,
        "treemap": treemap_chart(land),
        "tiles": {"shades": shades(), "together": TOGETHER, "ink": PATTERN_INK, "table": table_of(land, unit_yen)},
        **_ministry_charts(page),
        "years_chart": years_chart(page.years),
        "largest": [(name, largest_of(public, page.chosen, name).only(*SHOWN)) for name in LISTS],
    }
    return render(request, "home.html", context)


def _ministry_charts(page: Dashboard) -> dict[str, Chart | NoData]:
    return {
        "ministries_chart": ministries_chart(page.ministries),
        "rates_chart": rates_chart(page.ministries),
        "outcomes_chart": outcomes_chart(page.ministries),
    }


@require_safe
def dashboard_csv(request: HttpRequest, table: str) -> StreamingHttpResponse:
    """One table of the first page, for the same `?year=`."""
    public = access.public_summaries()
    sums, results, asked_year = access.public_sums(), access.public_indicator_results(), SheetFilter.of(request.GET)
    is_years = table == "years"
    page = found_or_404(dashboard(sums, results, sheet_year=asked_year.sheet_year, of_all=is_years))
    name = page.sheet_years if is_years else str(page.sheet_year)
    if table in LARGEST_LAYOUTS:
        return layout_response(name, LARGEST_LAYOUTS[table], largest_of(public, page.chosen, table))
    if table == "treemap":
        return layout_response(name, LANDSCAPE_LAYOUT, landscape(public, page.chosen))
    return layout_response(name, found_or_404(DASHBOARD_LAYOUTS.get(table)), page)
