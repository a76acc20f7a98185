"""A project over all its published sheets, and the CSV of each of its tables."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from reviewsheets import access
from reviewsheets.charts.projects import project_chart
from reviewsheets.exports.contracts import PROJECT_CONCENTRATION_LAYOUT
from reviewsheets.exports.projects import PROJECT_LAYOUTS
from reviewsheets.queries.concentration import project_concentration
from reviewsheets.queries.projects import project_at
from reviewsheets.views.responses import found_or_404, layout_response


@require_safe
def project(request: HttpRequest, key: str) -> HttpResponse:
    """The project's years, revisions, indicators, payees and sheets."""
    history = found_or_404(project_at(access.public_sheets(), key))
    concentration = project_concentration(access.public_receipts(), key)
    context = {"project": history, "chart": project_chart(history), "concentration": concentration}
    return render(request, "projects/project.html", context)


@require_safe
def project_csv(request: HttpRequest, key: str, table: str) -> StreamingHttpResponse:
    """One of the tables."""
    with translation.override("ja"):
        history = found_or_404(project_at(access.public_sheets(), key))
    if table == "concentration":
        rows = project_concentration(access.public_receipts(), key)
        return layout_response(history.key, PROJECT_CONCENTRATION_LAYOUT, rows)
    layout = found_or_404(PROJECT_LAYOUTS.get(table))
    return layout_response(history.key, layout, history)
