"""Revised amounts are right again after every way a sheet can change, and the same as on the project's page."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from reviewsheets import access
from reviewsheets.models import FigureRevision, Project, ReviewSheet
from reviewsheets.queries.projects import project_at
from reviewsheets.summaries.refresh import refresh, refresh_missing, refresh_sums, sums_without
from reviewsheets.summaries.revisions import revise
from tests.factories import make_budget_year, make_ministry, make_project, make_sheet

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
Row = tuple[int, int, int, str, int, int]


def told(project: Project, sheet_year: int, executed: int | str | None, *, published: bool = True) -> ReviewSheet:
    """A sheet that says what was executed in 2017, in million yen."""
    sheet = make_sheet(project=project, sheet_year=sheet_year, published=published)
    make_budget_year(sheet, 2017, executed_million=executed)
    return sheet


def rows() -> list[Row]:
    """Newer and older sheet year, budget year, figure, old and new amount in million yen; newest first."""
    found = FigureRevision.objects.order_by("-sheet_year", "figure")
    columns = found.values_list("sheet_year", "older_sheet__sheet_year", "budget_year", "figure", "old_yen", "new_yen")
    return [(*key, old // MILLION, new // MILLION) for *key, old, new in columns]  # type: ignore[misc]


@pytest.fixture
def project() -> Project:
    return make_project(key="k1")


@pytest.fixture
def sheets(project: Project) -> list[ReviewSheet]:
    """Three sheets that each say another amount."""
    found = [told(project, year, executed) for year, executed in ((2018, 10), (2019, 30), (2020, 20))]
    refresh()
    return found


@pytest.mark.usefixtures("sheets")
def test_each_sheet_is_compared_with_the_one_before_it() -> None:
    assert rows() == [(2020, 2019, 2017, "executed", 30, 20), (2019, 2018, 2017, "executed", 10, 30)]


def test_row_tells_where_it_stands_and_how_much_it_is(project: Project) -> None:
    old = make_sheet(project=project, sheet_year=2018)
    new = make_sheet(project=project, sheet_year=2019, ministry="財務省")
    make_budget_year(old, 2018, supplementary_million=7)
    make_budget_year(new, 2018, supplementary_million="-")
    refresh()
    (row,) = FigureRevision.objects.all()
    assert (row.sheet, row.older_sheet, row.ministry.name, row.is_open_year) == (new, old, "財務省", True)
    assert (row.old_yen, row.new_yen, row.change_yen, row.size_yen) == (7 * MILLION, 0, -7 * MILLION, 7 * MILLION)


def test_year_that_had_ended_is_not_open(sheets: list[ReviewSheet]) -> None:
    assert set(FigureRevision.objects.values_list("is_open_year", flat=True)) == {False}


def test_draft_and_another_project_are_not_compared(project: Project) -> None:
    told(project, 2018, 10), told(project, 2019, 30, published=False), told(make_project(), 2020, 40)
    refresh()
    assert rows() == []


def test_published_sheet_comes_between_and_withdrawn_it_goes(sheets: list[ReviewSheet]) -> None:
    middle = sheets[1]
    middle.set_published(None, user=None)
    refresh([middle.pk])
    assert rows() == [(2020, 2018, 2017, "executed", 10, 20)]
    middle.set_published(timezone.now(), user=None)
    refresh([middle.pk])
    assert [row[:2] for row in rows()] == [(2020, 2019), (2019, 2018)]


@pytest.mark.parametrize(
    ("place", "left"),
    [
        (0, [(2020, 2019, 2017, "executed", 30, 20)]),
        (1, [(2020, 2018, 2017, "executed", 10, 20)]),
        (2, [(2019, 2018, 2017, "executed", 10, 30)]),
    ],
)
def test_deleted_sheet_leaves_its_neighbours_compared(sheets: list[ReviewSheet], place: int, left: list[Row]) -> None:
    with sums_without(sheets[place]):
        sheets[place].delete()
    assert rows() == left


def test_sheet_moved_to_another_project_is_compared_there(sheets: list[ReviewSheet]) -> None:
    other = make_project(key="k2")
    told(other, 2018, 25)
    middle = sheets[1]
    middle.project = other
    middle.save()
    refresh([middle.pk])
    assert rows() == [(2020, 2018, 2017, "executed", 10, 20), (2019, 2018, 2017, "executed", 25, 30)]


def test_corrected_amount_revises_nothing_any_more(sheets: list[ReviewSheet]) -> None:
    sheets[1].budget_years.update(executed_yen=10 * MILLION)
    refresh([sheets[1].pk])
    assert rows() == [(2020, 2019, 2017, "executed", 10, 20)]


def test_other_projects_stay_as_they_are(sheets: list[ReviewSheet]) -> None:
    kept = list(FigureRevision.objects.order_by("pk").values_list("pk", flat=True))
    refresh([told(make_project(key="k2"), 2018, 1).pk])
    assert list(FigureRevision.objects.order_by("pk").values_list("pk", flat=True)) == kept


def test_links_found_after_the_import_are_followed(sheets: list[ReviewSheet]) -> None:
    """The importer links projects after the summaries: any sheet may have moved."""
    refresh([sheets[0].pk], adds_up=False)
    ReviewSheet.objects.filter(pk=sheets[2].pk).update(project=make_project(key="k2"))
    refresh_sums([sheets[0].pk])
    assert rows() == [(2019, 2018, 2017, "executed", 10, 30)]


def test_missing_ones_are_made(sheets: list[ReviewSheet]) -> None:
    FigureRevision.objects.all().delete()
    refresh_missing()
    assert len(rows()) == 2


def test_no_sheets_are_none_and_not_all(sheets: list[ReviewSheet]) -> None:
    FigureRevision.objects.all().delete()
    revise([])
    assert rows() == []


def test_project_page_has_the_same_revisions() -> None:
    """Dashes, blanks, years not ended, two ministries in one year, and both meanings of 計."""
    project = make_project(key="k1")
    first, second = make_ministry("甲省", order=1), make_ministry("乙省", order=2)
    written = [
        (2022, first, {"initial": 10, "supplementary": "-", "carried_in": 0, "carried_out": 0, "contingency": 0}),
        (2023, first, {"initial": 10, "supplementary": 5, "carried_in": 0, "carried_out": 2, "contingency": 0}),
        (2023, second, {"initial": 12, "supplementary": None, "executed": 9}),
        (2024, first, {"initial": 10, "supplementary": 5, "carried_in": 0, "carried_out": 3, "contingency": "-"}),
        (2025, first, {"initial": 10, "supplementary": 6, "carried_in": 1, "carried_out": 3, "contingency": 0}),
    ]
    for place, (year, ministry, cells) in enumerate(written):
        sheet = make_sheet(project=project, sheet_year=year, ministry=ministry, number=f"{place}")
        make_budget_year(sheet, 2022, **{f"{name}_million": cell for name, cell in cells.items()})
    refresh()
    history = project_at(access.viewable_sheets(AnonymousUser()), "k1")
    assert history is not None
    on_page = {
        (row.label, row.old_sheet.url, row.new_sheet.url, row.old.yen or 0, row.new.yen or 0, row.is_open_year)
        for row in history.revisions
    }
    stored = {
        (
            row.get_figure_display(),
            row.older_sheet.get_absolute_url(),
            row.sheet.get_absolute_url(),
            row.old_yen,
            row.new_yen,
            row.is_open_year,
        )
        for row in FigureRevision.objects.all()
    }
    assert stored == on_page
    totals = [row for row in stored if row[0].startswith("計")]
    assert sorted((row[3] // MILLION, row[4] // MILLION) for row in totals) == [(10, 13), (15, 17)]
    assert len(stored) == 9
