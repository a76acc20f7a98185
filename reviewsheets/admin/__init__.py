"""Data entry in the Django admin: one sheet on one page."""

from reviewsheets.admin.findings import FindingAdmin
from reviewsheets.admin.imports import ImportRunAdmin, SourceFileAdmin
from reviewsheets.admin.links import SheetLinkAdmin
from reviewsheets.admin.organisations import MinistryAdmin, PayeeAdmin, ProjectAdmin
from reviewsheets.admin.people import GroupAdmin, UserAdmin
from reviewsheets.admin.review_sheet import ReviewSheetAdmin

__all__ = [
    "FindingAdmin",
    "GroupAdmin",
    "ImportRunAdmin",
    "MinistryAdmin",
    "PayeeAdmin",
    "ProjectAdmin",
    "ReviewSheetAdmin",
    "SheetLinkAdmin",
    "SourceFileAdmin",
    "UserAdmin",
]
