"""Which form a sheet is on: the paper form of the years to 2023, or the RS System's."""

from reviewsheets.models import ReviewSheet

FIRST_RS_YEAR = 2024


def is_rs_form(sheet: ReviewSheet) -> bool:
    """The sheet is on the form of the RS System."""
    return sheet.sheet_year >= FIRST_RS_YEAR
