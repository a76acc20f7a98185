"""The first page: one sheet year's totals, ministries and the sheets that stand out, and ready-made questions."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reviewsheets import access
from reviewsheets.charts.dashboard import ministries_chart, years_chart
from reviewsheets.charts.words import chart_unit
from reviewsheets.exports.dashboard import DASHBOARD_LAYOUTS, LARGEST_LAYOUTS
from reviewsheets.filters import SheetFilter
from reviewsheets.queries.dashboard import dashboard, largest_by
from reviewsheets.queries.sheets import latest_sheets
from reviewsheets.views.responses import found_or_404, layout_response


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """`?year=`: a sheet year, else the newest."""
    public = access.public_sheets()
    page = dashboard(public, sheet_year=SheetFilter.of(request.GET).sheet_year)
    if page is None:
        return render(request, "home.html", {"page": None})
    unit_yen, unit = chart_unit(max((row.totals.total_yen for row in page.years), default=0))
    context = {
        "page": page,
        "unit": unit,
        "unit_yen": unit_yen,
        "year_query": f"?year={page.sheet_year}",
        "years_chart": years_chart(page.years),
        "ministries_chart": ministries_chart(page.ministries),
        "largest": [(figure, largest_by(public, page.chosen, figure)) for figure in LARGEST_LAYOUTS],
        "latest": latest_sheets(public, limit=5),
    }
    return render(request, "home.html", context)


@require_safe
def dashboard_csv(request: HttpRequest, table: str) -> StreamingHttpResponse:
    """One table of the first page, for the same `?year=`."""
    public = access.public_sheets()
    page = found_or_404(dashboard(public, sheet_year=SheetFilter.of(request.GET).sheet_year))
    name = str(page.sheet_year)
    if table in LARGEST_LAYOUTS:
        return layout_response(name, LARGEST_LAYOUTS[table], largest_by(public, page.chosen, table))
    return layout_response(name, found_or_404(DASHBOARD_LAYOUTS.get(table)), page)
