"""The government's direct payments of a year from ministry to project to payee, and their CSV."""

from dataclasses import fields, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_safe

from reviewsheets import access
from reviewsheets.charts.flows import flows_chart, label_of, links_of, said_of, steps_of
from reviewsheets.charts.words import chart_unit
from reviewsheets.exports.flows import FLOWS_HEADER, flow_lines
from reviewsheets.filters.asked import NO_YEAR
from reviewsheets.filters.chips import Chip, loosened
from reviewsheets.filters.sheets import SheetFilter
from reviewsheets.queries.flow_opened import opened_node, opens_at
from reviewsheets.queries.flow_steps import flow_rows, flows, has_sheets_of, payee_centre, project_centre
from reviewsheets.queries.flows import (
    ALL,
    OPENED,
    TOPS,
    Centre,
    Flows,
    FlowsAsked,
    FlowYear,
    Opens,
    Published,
    chosen_year,
    flow_years,
)
from reviewsheets.queries.payees import kind_words
from reviewsheets.views.responses import csv_response, found_or_404

SHOWN_FIELDS = ("year", "ministry", "q")  # of the filter in the form; the others go along


@require_safe
def flow_page(request: HttpRequest) -> HttpResponse:
    """`?year=` the newest with direct payments; narrowed as the list of sheets; `?project=`, `?payee=`: the centre."""
    chosen = SheetFilter.of(request.GET)
    years = flow_years(access.public_spending_sums())
    asked = _asked(request.GET, chosen, years)
    if asked is None:
        return render(request, "flows/flows.html", {"flows": None})
    if asked.project and not has_sheets_of(access.public_summaries(), asked.project, asked.ministry):
        return redirect(f"{request.path}?{_without(request, 'project').urlencode()}")
    found = flows(_published(chosen, asked), asked)
    _assert_opens(found)
    return render(request, "flows/flows.html", _context(request, chosen, years, found))


def _context(request: HttpRequest, chosen: SheetFilter, years: list[FlowYear], found: Flows) -> dict[str, Any]:
    asked = found.asked
    unit_yen, unit = chart_unit(found.totals.direct_yen or 0)
    opened, chips = opened_node(found), _chips(request, chosen, asked)
    year = next((year for year in years if year.sheet_year == asked.sheet_year), None)
    return {
        "flows": found,
        "asked": asked,
        "chosen": chosen,
        "chips": chips if found.links else loosened(chips, _links_of),
        "years": years,
        "has_year": year is not None,
        "ministries": year.ministries if year else (),
        "tops": TOPS,
        "kept": _kept(asked),
        "said": said_of(found),
        "money_year": found.sheet_year - 1,
        "chart": flows_chart(found),
        "steps": steps_of(found),
        "links": links_of(found),
        "unit": unit,
        "unit_yen": unit_yen,
        "opened": opened,
        "opened_label": label_of(opened.node) if opened else "",
        "opened_id": OPENED,
    }


@require_safe
def flows_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every ministry, project and payee of the same query string, not only those that are drawn."""
    chosen = SheetFilter.of(request.GET)
    asked = _asked(request.GET, chosen, flow_years(access.public_spending_sums()))
    if asked is None:
        return csv_response("資金の流れ.csv", FLOWS_HEADER, ())
    rows = flow_rows(_published(chosen, asked), asked)
    with translation.override("ja"):  # a file says the same whoever asks
        kinds = {kind: str(label) for kind, label in kind_words().items()}
    lines = flow_lines(rows.iterator(chunk_size=2_000), kinds)
    return csv_response(f"資金の流れ_{asked.sheet_year}.csv", FLOWS_HEADER, lines)


def _asked(parameters: QueryDict, chosen: SheetFilter, years: list[FlowYear]) -> FlowsAsked | None:
    """The query string; a centre or a list that there is not is a page that there is not. None without any receipt."""
    if chosen.sheet_year == NO_YEAR:
        raise Http404
    sheet_year = chosen_year(years, chosen.sheet_year)
    if sheet_year is None:
        return None
    top = parameters.get("top", "")
    given = {field.name: getattr(chosen, field.name) for field in fields(chosen)}
    return FlowsAsked(
        sheet_year=sheet_year,
        top=int(top) if top in map(str, TOPS) else TOPS[0],
        has_all_ministries=parameters.get("ministries") == ALL,
        ministry=chosen.ministry,
        centre=_centre(parameters),
        opened=_opened(parameters),
        page=parameters.get("page", ""),
        given={name: value for name, value in given.items() if value and name not in ("year", "ministry")},
    )


def _centre(parameters: QueryDict) -> Centre | None:
    """A project or a payee; both at once are no centre."""
    project, payee = (parameters.get(name, "").strip() for name in ("project", "payee"))
    if project and payee:
        raise Http404
    if project:
        return found_or_404(project_centre(access.public_summaries(), project))
    return found_or_404(payee_centre(access.public_payee_sums(), payee)) if payee else None


def _opened(parameters: QueryDict) -> Opens | None:
    asked = parameters.get("open", "")
    if asked and asked not in set(Opens):
        raise Http404
    return Opens(asked) if asked else None


def _assert_opens(found: Flows) -> None:
    if found.asked.opened and found.asked.opened not in opens_at(found):
        raise Http404


def _published(chosen: SheetFilter, asked: FlowsAsked) -> Published:
    public = access.public_summaries()
    narrowed = replace(chosen, year=str(asked.sheet_year)).narrowed(public) if asked.given or asked.project else None
    if narrowed is not None and asked.project:
        narrowed = narrowed.filter(sheet__project=asked.project.pk)
    return Published(
        receipts=access.public_receipts(),
        payee_sums=access.public_payee_sums(),
        spending=access.public_spending_sums(),
        summaries=public,
        columns=access.public_columns(),
        narrowed=narrowed,
    )


def _links_of(parameters: QueryDict) -> int:
    """How many payments from a ministry a query string lets through: of one payee on one sheet each."""
    chosen = SheetFilter.of(parameters)
    asked = _asked(parameters, chosen, flow_years(access.public_spending_sums()))
    return flow_rows(_published(chosen, asked), asked).exclude(direct_yen=None).count() if asked else 0


def _kept(asked: FlowsAsked) -> list[tuple[str, str]]:
    """What goes along when the form is sent: the filters that it has no field for, and the centre."""
    centre = {asked.centre.step.value: asked.centre.key} if asked.centre else {}
    kept = {**asked.given, **centre, **({"ministries": ALL} if asked.has_all_ministries else {})}
    return [(name, value) for name, value in kept.items() if name not in SHOWN_FIELDS]


def _chips(request: HttpRequest, chosen: SheetFilter, asked: FlowsAsked) -> list[Chip]:
    """The filter's, and the centre's."""
    chips = chosen.chips(_without(request))
    if asked.centre is None:
        return chips
    rest = _without(request, asked.centre.step.value)
    return [Chip(asked.centre.name, f"?{rest.urlencode()}" if rest else ""), *chips]


def _without(request: HttpRequest, *names: str) -> QueryDict:
    """The query string without these, and without the list that was opened."""
    rest = request.GET.copy()
    for name in (*names, "open", "page"):
        rest.pop(name, None)
    return rest
