"""Which sheets there are: one sheet with all its parts, lists of sheets, sheet years."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from reviewsheets.models import ReviewSheet, SheetSource, SheetSummary
from reviewsheets.queries.parts import load_parts

_SOURCES = Prefetch("sources", SheetSource.objects.select_related("file"))
FEW = 1_000  # sheets that are not told of, as drafts are


@dataclass(frozen=True)
class SheetYear:
    """One sheet year with the number of its sheets."""

    sheet_year: int
    sheets: int


def sheet_at(sheets: QuerySet[ReviewSheet], sheet_year: int, ministry_name: str, number: str) -> ReviewSheet | None:
    """The sheet at an address, all its parts loaded; None when `sheets` does not hold it."""
    if "\x00" in ministry_name + number:  # PostgreSQL refuses it
        return None
    found = sheets.filter(sheet_year=sheet_year, ministry__name=ministry_name, number=number)
    beside = found.select_related("ministry", "policy_ministry", "project", "evaluation").prefetch_related(_SOURCES)
    sheet = beside.first()
    if sheet:
        load_parts(sheet)
    return sheet


def listed(summaries: QuerySet[SheetSummary]) -> QuerySet[SheetSummary]:
    """One row a published sheet with its ministry, newest year first, then in the official order."""
    return summaries.select_related("ministry").order_by("-sheet_year", "ministry__order", "number", "pk")


def few_ids(sheets: QuerySet[ReviewSheet], *, few: int = FEW) -> list[int] | None:
    """The ids of these sheets; None where they are many.

    Where few are not told of, to count everything and take theirs off takes a tenth of the time of counting by sheet.
    """
    ids = list(sheets.order_by().values_list("pk", flat=True)[:few])
    return None if len(ids) == few else ids


def sheet_years(sheets: QuerySet[ReviewSheet]) -> list[SheetYear]:
    """Sheet years with the number of sheets in each, newest first."""
    counts = sheets.order_by("-sheet_year").values_list("sheet_year").annotate(sheets=Count("pk"))
    return [SheetYear(sheet_year, number) for sheet_year, number in counts]


@dataclass(frozen=True)
class OutlineRow:
    """An entry of the sheet that stands in no table, under its official name; amounts in yen."""

    label: str
    text: str


# (field, always): a field of the RS form alone stands there where it says something.
OUTLINE_FIELDS = (
    ("sheet_year", True),
    ("policy_ministry", False),
    ("ministry", True),
    ("number", True),
    ("name", True),
    ("bureau", True),
    ("department", False),
    ("division", True),
    ("office", False),
    ("team", False),
    ("section", False),
    ("officer", True),
    ("stage", False),
    ("start_year", True),
    ("is_start_unknown", False),
    ("end_year", True),
    ("has_no_planned_end", False),
    ("accounts", True),
    ("policies", True),
    ("expense_items", True),
    ("methods", True),
    ("laws", True),
    ("plans", True),
    ("purpose", True),
    ("issues", False),
    ("outline", True),
    ("outline_url", False),
    ("outline_remarks", False),
    ("change_reason", True),
    ("no_target_reason", True),
    ("outlay_yen", True),
    ("outlay_note", True),
    ("remarks", True),
    ("former_number", False),
    ("listing_order", False),
    ("source_url", False),
)


def outline_of(sheet: ReviewSheet) -> tuple[OutlineRow, ...]:
    """Header, purpose, outline and the single entries beside the tables, in the order of the form."""
    rows = [(OutlineRow(_official_name(name), _as_written(sheet, name)), always) for name, always in OUTLINE_FIELDS]
    return tuple(row for row, always in rows if always or row.text)


def _official_name(name: str) -> str:
    field: Any = ReviewSheet._meta.get_field(name)
    label = str(field.verbose_name)
    return f"{label}（円）" if name.endswith("_yen") else label


def _as_written(sheet: ReviewSheet, name: str) -> str:
    """The words where the cell holds some, else the value; a list with one entry a line."""
    words = getattr(sheet, name.removesuffix("_yen") + "_text", "")
    value = words or getattr(sheet, name)
    if isinstance(value, list):
        return "\n".join(value)
    if isinstance(value, bool):
        return "TRUE" if value else ""
    return "" if value is None else str(value)
