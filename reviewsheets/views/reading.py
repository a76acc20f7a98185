"""The reading list of a ministry and year, made to be printed, and its CSV."""

from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from reviewsheets import access
from reviewsheets.exports.reading import READING_LAYOUT
from reviewsheets.filters.chips import loosened
from reviewsheets.filters.findings import FindingFilter
from reviewsheets.queries.reading import ReadingList, reading_list
from reviewsheets.review.rule import Subject
from reviewsheets.views.responses import found_or_404, layout_response

LENGTHS = (30, 100)
ALL = "all"


@require_safe
def reading(request: HttpRequest, ministry_name: str) -> HttpResponse:
    """`?year=2024&subject=budget&rows=all`: the largest sheets on which something was found."""
    length = request.GET.get("rows", "")
    length = length if length in (*map(str, LENGTHS), ALL) else str(LENGTHS[0])
    page = _page(request.GET, ministry_name, most=None if length == ALL else int(length))
    chosen = FindingFilter.of(request.GET)
    chips = FindingFilter(subject=chosen.subject).chips(request.GET)
    if not page.sheets:
        chips = loosened(chips, lambda rest: _page(rest, ministry_name, most=1).sheets_found)
    context = {
        "page": page,
        "absent_year": chosen.absent_year(page.sheet_year),
        "chips": chips,
        "subjects": Subject.choices,
        "lengths": LENGTHS,
        "length": length,
    }
    return render(request, "ministries/reading.html", context)


@require_safe
def reading_csv(request: HttpRequest, ministry_name: str) -> StreamingHttpResponse:
    """A line a finding, all sheets, for the same query string."""
    with translation.override("ja"):
        page = _page(request.GET, ministry_name, most=None)
        return layout_response(f"{ministry_name}_{page.sheet_year}", READING_LAYOUT, page)


def _page(parameters: QueryDict, ministry_name: str, *, most: int | None) -> ReadingList:
    chosen = FindingFilter.of(parameters)
    return found_or_404(
        reading_list(
            access.public_summaries(),
            access.public_findings(),
            access.public_tallies(),
            ministry_name,
            sheet_year=chosen.sheet_year,
            subject=chosen.subject,
            most=most,
        )
    )
