"""Fiscal years in the reader's language: by era where it says so (和暦), else by the western year (西暦)."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reviewsheets.units.years import era_label, full_year_label, short_era_label


def _names_eras() -> bool:
    """Whether this language names fiscal years by era (和暦); the others translate the word below (西暦)."""
    return pgettext("年度の書き方", "和暦") == "和暦"


def western_year(fiscal_year: int) -> str:
    """2018年度, FY2018."""
    return _("%(year)d年度") % {"year": fiscal_year}


def short_year(fiscal_year: int, sheet_year: int) -> str:
    """30年度: a column head of the form of that sheet year."""
    return short_era_label(fiscal_year, seen_from=sheet_year) if _names_eras() else western_year(fiscal_year)


def form_year(fiscal_year: int, sheet_year: int) -> str:
    """平成30年度, as the form of that sheet year writes it."""
    return era_label(fiscal_year, seen_from=sheet_year) if _names_eras() else western_year(fiscal_year)


def full_year(fiscal_year: int) -> str:
    """平成30年度 (2018)."""
    return full_year_label(fiscal_year) if _names_eras() else western_year(fiscal_year)


def year_span(first_year: int, last_year: int) -> str:
    """平成27年度 (2015)～平成30年度 (2018); one year alone."""
    if first_year == last_year:
        return full_year(first_year)
    return _("%(first)s～%(last)s") % {"first": full_year(first_year), "last": full_year(last_year)}
