"""Two to five sheets or projects side by side, and the CSV of their figures; the address says which."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reviewsheets import access
from reviewsheets.charts.compare import compare_chart, table_unit
from reviewsheets.exports.compare import COMPARE_LAYOUT
from reviewsheets.filters.sheets import SheetFilter
from reviewsheets.queries.compare import Comparison, candidates, comparison_of, ready_made
from reviewsheets.views.responses import layout_response


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """`?project=<key>&sheet=<year/ministry/number>`, each as often as needed; `q` searches for others to add."""
    summaries, page, chosen = access.public_summaries(), _asked(request), SheetFilter.of(request.GET)
    unit_yen, unit = table_unit(page)
    context = {
        "page": page,
        "unit_yen": unit_yen,
        "unit": unit,
        "chart": compare_chart(page) if page.is_enough else None,
        "chosen": chosen,
        "candidates": candidates(chosen.rows(summaries), page) if chosen.q and not page.is_full else (),
        "ready": {} if page.is_enough else ready_made(summaries),
    }
    return render(request, "compare/compare.html", context)


@require_safe
def compare_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The rows of the figures table, for the same address."""
    return layout_response("比較", COMPARE_LAYOUT, _asked(request))


def _asked(request: HttpRequest) -> Comparison:
    return comparison_of(access.public_sheets(), request.GET.getlist("project"), request.GET.getlist("sheet"))
