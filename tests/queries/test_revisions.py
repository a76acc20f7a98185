from decimal import Decimal

import pytest

from reviewsheets import access
from reviewsheets.queries.revision_facts import (
    Changes,
    CountedSheets,
    FigureChanges,
    MinistryChanges,
    Sums,
    counted_sheets,
    revision_groups,
    revisions_page,
)
from reviewsheets.queries.revisions import columns_of_revisions, known_sort, listed_revisions, sorted_revisions, sorts
from reviewsheets.summaries.refresh import refresh
from tests.factories import make_budget_year, make_ministry, make_project, make_sheet

pytestmark = pytest.mark.django_db


def test_counts_by_figure_and_ministry() -> None:
    ministry = make_ministry("総務省")
    project = make_project(ministry=ministry)
    for sheet_year, initial, executed in ((2018, 10, 7), (2019, 12, 5), (2020, 9, 5)):
        sheet = make_sheet(project=project, sheet_year=sheet_year, ministry=ministry)
        make_budget_year(sheet, 2017, initial_yen=initial, executed_yen=executed)
    refresh()
    found, sheets = access.public_revisions(), counted_sheets(access.public_revising_sheets())
    assert [row for row in sheets if not row.figure] == [
        CountedSheets(2019, ministry, "", revising=1, revising_largely=0, compared=1),
        CountedSheets(2020, ministry, "", revising=1, revising_largely=0, compared=1),
    ]
    page = revisions_page(found, revision_groups(access.public_revision_sums()), sheets, figure="initial")
    assert (page.revisions, page.fictional, page.compared, page.sheet_years) == (3, 0, 2, (2019, 2020))
    assert page.changes == Changes(revisions=3, late=3, raised=1, sheets=2)
    assert (page.changes.lowered, page.share_percent) == (2, Decimal(100))
    assert page.figures == (
        FigureChanges("initial", Changes(2, 2, 1, 2), Sums(2, -3), 2),
        FigureChanges("executed", Changes(1, 1, 0, 1), Sums(0, -2), 2),
    )
    assert [row.share_percent for row in page.figures] == [Decimal(100), Decimal(50)]
    assert page.ministries == (MinistryChanges("総務省", Changes(3, 3, 1, 2), Sums(2, -3), 2),)


def test_no_revisions_are_no_share() -> None:
    page = revisions_page(access.public_revisions(), [], [])
    assert (page.figures, page.ministries, page.compared, page.share_percent) == ((), (), 0, None)


def test_row_tells_both_sheets_and_the_change() -> None:
    project = make_project()
    for sheet_year, name, requested in ((2024, "前の名", -8), (2025, "今の名", 4)):
        sheet = make_sheet(project=project, sheet_year=sheet_year, name=name, number=f"n{sheet_year}")
        make_budget_year(sheet, 2025, requested_yen=requested)
    refresh()
    (row,) = listed_revisions(columns_of_revisions(sorted_revisions(access.public_revisions(), "-size")))
    assert (row.sheet_name, row.label, row.is_open_year) == ("今の名", "要求額", True)
    assert (row.old_yen, row.new_yen, row.change_yen, row.change_percent) == (-8, 4, 12, Decimal(150))
    assert row.sheet_url.endswith("/n2025/")
    assert row.older_url.endswith("/n2024/")


def test_change_in_percent_of_nothing_is_none_and_stands_last() -> None:
    for old, new in ((0, 5), (10, 11), (10, 30)):
        project = make_project()
        for sheet_year, executed in ((2018, old), (2019, new)):
            make_budget_year(make_sheet(project=project, sheet_year=sheet_year), 2017, executed_yen=executed)
    refresh()
    found = [
        [row.change_percent for row in listed_revisions(columns_of_revisions(sorted_revisions(revisions, sort)))]
        for revisions, sort in ((access.public_revisions(), "-percent"), (access.public_revisions(), "percent"))
    ]
    assert found == [[Decimal(200), Decimal(10), None], [Decimal(10), Decimal(200), None]]


def test_amounts_past_64_bits_in_hundredths_are_still_ordered() -> None:
    for new in (9 * 10**18, 8 * 10**18):
        project = make_project()
        for sheet_year, executed in ((2018, 1), (2019, new)):
            make_budget_year(make_sheet(project=project, sheet_year=sheet_year), 2017, executed_yen=executed)
    refresh()
    rows = listed_revisions(columns_of_revisions(sorted_revisions(access.public_revisions(), "percent")))
    assert [row.new_yen for row in rows] == [8 * 10**18, 9 * 10**18]


@pytest.mark.parametrize(
    ("asked", "sort"), [("", "-size"), ("x", "-size"), ("percent", "percent"), ("-sheet", "-sheet")]
)
def test_unknown_order_is_the_largest_first(asked: str, sort: str) -> None:
    assert known_sort(asked) == sort


def test_column_gives_its_largest_first_and_then_its_smallest() -> None:
    found = sorts("-percent")
    assert (found["percent"].state, found["percent"].next) == ("descending", "percent")
    assert (found["size"].state, found["size"].next) == ("", "-size")
