"""The sheets a sheet refers to: its own of earlier years, and those of related projects."""

from dataclasses import dataclass

from reviewsheets.models import PastSheetNumber, RelatedProject, ReviewSheet
from reviewsheets.queries.forms import is_rs_form

FIRST_PAST_YEAR = 2010  # the first year of the reviews; the paper form lists every year since


@dataclass(frozen=True)
class PastNumber:
    """The sheet number of an earlier fiscal year, as written ("－" too), with its ministry where one is named."""

    past_year: int | None
    number: str
    past_year_text: str = ""


def past_numbers_of(sheet: ReviewSheet) -> tuple[PastNumber, ...]:
    """関連する過去のレビューシートの事業番号: every one there is, and blank those of the paper form's other years."""
    known = [_past_number(past) for past in sheet.past_numbers.all()]
    form_years = range(0) if is_rs_form(sheet) else range(FIRST_PAST_YEAR, sheet.sheet_year)
    missing = set(form_years) - {past.past_year for past in known}
    rows = [*known, *(PastNumber(year, "") for year in missing)]
    return tuple(sorted(rows, key=lambda row: (row.past_year is None, row.past_year or 0)))


def _past_number(past: PastSheetNumber) -> PastNumber:
    number = " ".join(filter(None, (past.ministry_name, past.number)))
    return PastNumber(past.past_year, number, past.past_year_text)


@dataclass(frozen=True)
class RelatedRow:
    """A related project as the sheet names it; `url` is the address of its published sheet of the same year."""

    ministry_name: str
    number: str
    name: str
    role: str
    relation: str = ""
    url: str = ""


def related_of(sheet: ReviewSheet) -> tuple[RelatedRow, ...]:
    """関連事業, in the sheet's order; one query where a number is written."""
    rows = list(sheet.related_projects.all())
    sheets = _sheets_numbered(sheet, {row.number for row in rows if row.number})
    return tuple(_related_row(row, sheets) for row in rows)


def _related_row(row: RelatedProject, sheets: list[ReviewSheet]) -> RelatedRow:
    found = [sheet for sheet in sheets if sheet.number == row.number]
    named = [sheet for sheet in found if row.ministry_name in ("", sheet.ministry.name)]
    url = named[0].get_absolute_url() if len(named) == 1 else ""
    return RelatedRow(row.ministry_name, row.number, row.name, row.role, row.relation, url)


def _sheets_numbered(sheet: ReviewSheet, numbers: set[str]) -> list[ReviewSheet]:
    """The published sheets of that year with these numbers."""
    if not numbers:
        return []
    published = ReviewSheet.objects.published().filter(sheet_year=sheet.sheet_year, number__in=numbers)
    return list(published.select_related("ministry").only("sheet_year", "number", "ministry__name"))
