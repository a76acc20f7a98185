"""Two to five sheets or projects side by side: their budget years, outcomes and purposes; what could be compared."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from reviewsheets.models import Indicator, ReviewSheet, SheetSummary
from reviewsheets.queries.budget import BLANK, ExecutionYear, execution_by_year
from reviewsheets.queries.indicators import IndicatorCells, IndicatorRow, outcomes_of
from reviewsheets.queries.projects import NEWEST_FIRST, SeriesYear, series_of
from reviewsheets.units.cells import DASH, YenCell

MOST_COMPARED = 5
CANDIDATES = 10
LOADED = (
    "budget_years",
    Prefetch("indicators", Indicator.objects.filter(kind=Indicator.Kind.OUTCOME).prefetch_related("values")),
)
READY_FIGURES = ("total_yen", "unused_yen", "carried_out_yen")  # of the summary


@dataclass(frozen=True)
class Reference:
    """What an address names: `parameter` is "project" with a key, or "sheet" with year/ministry/number."""

    parameter: str
    value: str


@dataclass(frozen=True)
class SheetPlace:
    """The sheet that figures are from."""

    sheet_year: int
    ministry_name: str
    number: str
    url: str


@dataclass(frozen=True)
class ComparedYear:
    """A budget year of one thing compared, as `sheet` reports it; amounts in yen."""

    figures: ExecutionYear
    requested: YenCell
    sheet: SheetPlace

    @property
    def total(self) -> YenCell:
        """計, the published one where no part is given; blank where there is but a request."""
        if self.figures.is_asked:
            return BLANK
        published_yen = self.figures.published_total_yen
        is_published_only = self.figures.total.is_blank and published_yen is not None
        return YenCell(published_yen) if is_published_only else self.figures.total

    @property
    def unused(self) -> YenCell:
        """不用額; a dash where it can't be computed though 執行額 says something."""
        yen, executed = self.figures.unused_yen, self.figures.executed_known
        return YenCell(yen) if yen is not None or executed.is_blank else YenCell(text=DASH)

    @property
    def cells(self) -> tuple[YenCell, ...]:
        """Every amount of the row."""
        row = self.figures
        return row.initial, self.total, row.executed_known, self.unused, row.carried_out, self.requested

    @property
    def says_something(self) -> bool:
        """Some amount is written."""
        return self.figures.is_execution_pending or any(not cell.is_blank for cell in self.cells)


@dataclass(frozen=True)
class ComparedOutcome:
    """An outcome indicator with its target, actual and achievement of the result year."""

    row: IndicatorRow
    result: IndicatorCells


@dataclass(frozen=True)
class Compared:
    """One sheet or project: its years oldest first; `kind` and `purpose` are of `sheet`, of a project the newest.

    The outcomes are those that `outcome_sheet` tells of the year before its own: of a project the newest sheet that
    tells some. `without_result`: its outcome indicators that say nothing of that year.
    """

    letter: str
    reference: Reference
    name: str
    ministry_name: str
    is_fictional: bool
    kind: str
    sheet: SheetPlace
    years: tuple[ComparedYear, ...]
    outcome_sheet: SheetPlace
    outcomes: tuple[ComparedOutcome, ...]
    without_result: int
    purpose: str

    @property
    def is_project(self) -> bool:
        """All sheets of a project, else one sheet."""
        return self.reference.parameter == "project"

    @property
    def result_year(self) -> int:
        """The year that the outcomes are of."""
        return self.outcome_sheet.sheet_year - 1

    @property
    def by_year(self) -> dict[int, ComparedYear]:
        """The years by their number."""
        return {row.figures.budget_year: row for row in self.years}


YearRows = tuple[tuple[Compared, ComparedYear | None], ...]


@dataclass(frozen=True)
class Comparison:
    """What an address asks for: what is there of it, and what is not shown and why."""

    compared: tuple[Compared, ...] = ()
    unknown: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    left_out: int = 0

    @property
    def is_enough(self) -> bool:
        """There are two at least."""
        return len(self.compared) > 1

    @property
    def is_full(self) -> bool:
        """No other can be added."""
        return len(self.compared) >= MOST_COMPARED

    @property
    def references(self) -> tuple[Reference, ...]:
        """The address of what is shown."""
        return tuple(one.reference for one in self.compared)

    @property
    def query(self) -> str:
        """`?project=…&sheet=…` of what is shown."""
        return query_of(self.references)

    @property
    def years(self) -> tuple[tuple[int, YearRows], ...]:
        """Every budget year that one of them has, newest first, with a row for each of them; None: it has nothing."""
        by_year = [(one, one.by_year) for one in self.compared]
        budget_years = sorted({year for _one, years in by_year for year in years}, reverse=True)
        return tuple((year, tuple((one, years.get(year)) for one, years in by_year)) for year in budget_years)

    @property
    def without(self) -> tuple[tuple[Compared, str], ...]:
        """Each with the query string of the others."""
        return tuple(
            (one, query_of(other for other in self.references if other != one.reference)) for one in self.compared
        )

    @property
    def has_both_bases(self) -> bool:
        """計 means two things among them."""
        return len({row.figures.basis for one in self.compared for row in one.years if row.total.yen}) > 1

    @property
    def has_pending_execution(self) -> bool:
        """Some year has not ended."""
        return any(row.figures.is_execution_pending for one in self.compared for row in one.years)

    @property
    def mismatches(self) -> tuple[tuple[Compared, ComparedYear], ...]:
        """Years whose published 計 is another one than the computed."""
        return tuple((one, row) for one in self.compared for row in one.years if row.figures.total_mismatch_yen)


@dataclass(frozen=True)
class Candidate:
    """A sheet that could be added: the query strings with it and with its project, None where it is there already."""

    name: str
    ministry_name: str
    number: str
    sheet_year: int
    url: str
    with_sheet: str | None
    with_project: str | None


def query_of(references: Iterable[Reference]) -> str:
    """`?project=…&sheet=…`; blank for none."""
    pairs = [(reference.parameter, reference.value) for reference in references]
    return f"?{urlencode(pairs, safe='/')}" if pairs else ""


def comparison_of(sheets: QuerySet[ReviewSheet], project_keys: Sequence[str], addresses: Sequence[str]) -> Comparison:
    """The projects of those keys, then the sheets at those addresses (year/ministry/number), as `sheets` tell them.

    Five are looked up at most, whatever the address asks. Five queries for all together.
    """
    asked = [Reference("project", key) for key in project_keys if key]
    asked += [Reference("sheet", address) for address in addresses if address]
    times = Counter(asked)
    looked_up = list(times)[:MOST_COMPARED]
    found = dict(_found(sheets, looked_up))
    return Comparison(
        compared=tuple(_lettered(found.items())),
        unknown=tuple(reference.value for reference in looked_up if reference not in found),
        repeated=tuple(reference.value for reference in looked_up if times[reference] > 1),
        left_out=len(times) - len(looked_up),
    )


def candidates(found: QuerySet[SheetSummary], comparison: Comparison) -> tuple[Candidate, ...]:
    """The best of the sheets found; two queries."""
    first = list(found[:CANDIDATES])
    with_projects = SheetSummary.objects.filter(pk__in=[row.pk for row in first]).order_by()
    keys = dict(with_projects.values_list("pk", "sheet__project__key"))
    return tuple(_candidate(row, keys[row.pk], comparison.references) for row in first)


def ready_made(summaries: QuerySet[SheetSummary]) -> dict[str, str]:
    """For each figure of a summary the query string of the two projects of the newest year with the most of it.

    Made-up ministries stand in only where there is no other. Left out: a figure that no two projects have, and one
    that leads to the same two as a figure before it.
    """
    years = summaries.order_by("ministry__is_fictional", "-sheet_year").values("ministry__is_fictional", "sheet_year")
    newest = years.first()
    if newest is None:
        return {}
    pairs = {figure: _two_largest(summaries.filter(**newest), figure) for figure in READY_FIGURES}
    first = {frozenset(pair): figure for figure, pair in reversed(pairs.items()) if len(pair) > 1}
    return {figure: query_of(pair) for figure, pair in pairs.items() if first.get(frozenset(pair)) == figure}


def _two_largest(summaries: QuerySet[SheetSummary], figure: str) -> list[Reference]:
    found = summaries.filter(**{f"{figure}__gt": 0}).order_by(f"-{figure}", "pk")
    keys = found.values_list("sheet__project__key", flat=True)[:2]
    return [Reference("project", key) for key in dict.fromkeys(keys)]


def _candidate(row: SheetSummary, project_key: str, chosen: tuple[Reference, ...]) -> Candidate:
    own = Reference("sheet", f"{row.sheet_year}/{row.ministry.name}/{row.number}")
    project = Reference("project", project_key)
    return Candidate(
        name=row.name,
        ministry_name=row.ministry.name,
        number=row.number,
        sheet_year=row.sheet_year,
        url=row.get_absolute_url(),
        with_sheet=None if own in chosen else query_of((*chosen, own)),
        with_project=None if project in chosen else query_of((*chosen, project)),
    )


Place = tuple[int, str, str]
Unlettered = tuple[Reference, list[ReviewSheet]]


def _found(sheets: QuerySet[ReviewSheet], references: Sequence[Reference]) -> Iterator[Unlettered]:
    """What there is of each reference: its sheet, of a project all, newest first."""
    keys = [reference.value for reference in references if reference.parameter == "project"]
    places = [_place_at(reference.value) for reference in references if reference.parameter == "sheet"]
    related = sheets.select_related("ministry", "summary", "project").order_by(*NEWEST_FIRST)
    of_projects = list(related.filter(project__key__in=[key for key in keys if "\x00" not in key])) if keys else []
    alone = _sheets_at(related, [place for place in places if place])
    prefetch_related_objects([*of_projects, *alone], *LOADED)
    for reference in references:
        if reference.parameter == "project":
            found = [sheet for sheet in of_projects if sheet.project.key == reference.value]
        else:
            found = [sheet for sheet in alone if _is_at(sheet, _place_at(reference.value))]
        if found:
            yield reference, found


def _place_at(address: str) -> Place | None:
    """2024/総務省/000123; None for what is no address of a sheet."""
    year, *names = address.split("/")
    if len(names) != 2 or not (year.isascii() and year.isdigit() and len(year) == 4) or "\x00" in address:
        return None
    return int(year), names[0], names[1]


def _sheets_at(sheets: QuerySet[ReviewSheet], places: Iterable[Place]) -> list[ReviewSheet]:
    wanted = Q()
    for sheet_year, ministry_name, number in places:
        wanted |= Q(sheet_year=sheet_year, ministry__name=ministry_name, number=number)
    return list(sheets.filter(wanted)) if wanted else []


def _is_at(sheet: ReviewSheet, place: Place | None) -> bool:
    return (sheet.sheet_year, sheet.ministry.name, sheet.number) == place


def _lettered(found: Iterable[Unlettered]) -> Iterator[Compared]:
    """A, B, C … in the order of the address."""
    for number, (reference, sheets) in enumerate(found):
        sheet = sheets[0]
        all_told = ((one, _outcomes_told(one)) for one in sheets)
        outcome_sheet, told = next((one for one in all_told if one[1]), (sheet, ()))
        summary = getattr(sheet, "summary", None)
        is_project = reference.parameter == "project"
        years = (_series_year(row) for row in reversed(series_of(sheets))) if is_project else _own_years(sheet)
        yield Compared(
            letter=chr(ord("A") + number),
            reference=reference,
            name=sheet.name,
            ministry_name=sheet.ministry.name,
            is_fictional=sheet.ministry.is_fictional,
            kind=str(summary.get_kind_display()) if summary else "",
            sheet=_place_of(sheet),
            years=tuple(row for row in years if row.says_something),
            outcome_sheet=_place_of(outcome_sheet),
            outcomes=told,
            without_result=len(outcome_sheet.indicators.all()) - len(told),
            purpose=sheet.purpose,
        )


def _place_of(sheet: ReviewSheet) -> SheetPlace:
    return SheetPlace(sheet.sheet_year, sheet.ministry.name, sheet.number, sheet.get_absolute_url())


def _own_years(sheet: ReviewSheet) -> Iterator[ComparedYear]:
    for row in execution_by_year(sheet):
        yield ComparedYear(row, row.requested, _place_of(sheet))


def _series_year(row: SeriesYear) -> ComparedYear:
    place = SheetPlace(row.sheet.sheet_year, row.sheet.ministry_name, row.sheet.number, row.sheet.url)
    return ComparedYear(row.figures, row.requested, place)


def _outcomes_told(sheet: ReviewSheet) -> tuple[ComparedOutcome, ...]:
    result_year = sheet.sheet_year - 1
    results = [
        ComparedOutcome(row, cells)
        for row in outcomes_of(sheet).rows
        for cells in row.years
        if cells.fiscal_year == result_year
    ]
    return tuple(outcome for outcome in results if not outcome.result.is_blank)
