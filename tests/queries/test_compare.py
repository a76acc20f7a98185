"""Sheets and projects side by side: what an address names, and what each tells."""

from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from reviewsheets import access
from reviewsheets.models import ReviewSheet
from reviewsheets.queries.compare import Compared, Comparison, Reference, comparison_of
from reviewsheets.units.cells import Cell, YenCell
from tests.factories import make_budget_year, make_indicator, make_project, make_sheet

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
QUERIES_TOGETHER = 4  # the sheets, budget years, indicators, values


def compared(*, projects: tuple[str, ...] = (), sheets: tuple[str, ...] = ()) -> Comparison:
    return comparison_of(access.public_sheets(), projects, sheets)


def project_with_sheets(key: str, *sheet_years: int) -> list[ReviewSheet]:
    """A project with a sheet a year, named after it."""
    project = make_project(key=key)
    return [make_sheet(project=project, sheet_year=year, number=f"{key}-{year}", name=key) for year in sheet_years]


def tells(one: Compared) -> list[tuple[int, int | None, int]]:
    return [(row.figures.budget_year, row.figures.executed.yen, row.sheet.sheet_year) for row in one.years]


def test_sheet_stands_for_its_own_years_and_project_for_the_newest_of_each() -> None:
    old, new = project_with_sheets("k1", 2018, 2019)
    make_budget_year(old, 2016, initial_million=10, executed_million=9)
    make_budget_year(old, 2017, initial_million=20, executed_million=15)
    make_budget_year(new, 2017, initial_million=20, executed_million=16)
    project, sheet = compared(projects=("k1",), sheets=("2018/総務省/k1-2018",)).compared
    assert (project.letter, project.sheet.number, tells(project)) == (
        "A",
        "k1-2019",
        [(2016, 9 * MILLION, 2018), (2017, 16 * MILLION, 2019)],
    )
    assert (sheet.letter, sheet.sheet.number, tells(sheet)) == (
        "B",
        "k1-2018",
        [(2016, 9 * MILLION, 2018), (2017, 15 * MILLION, 2018)],
    )


def test_years_of_all_stand_in_one_list_newest_first() -> None:
    (first,), (second,) = project_with_sheets("k1", 2018), project_with_sheets("k2", 2019)
    make_budget_year(first, 2017, initial_million=1)
    make_budget_year(second, 2017, initial_million=2)
    make_budget_year(second, 2018, initial_million=3)
    years = compared(projects=("k1", "k2")).years
    assert [(year, [row and row.figures.initial.yen for _one, row in rows]) for year, rows in years] == [
        (2018, [None, 3 * MILLION]),
        (2017, [MILLION, 2 * MILLION]),
    ]


def test_request_is_no_total() -> None:
    (sheet,) = project_with_sheets("k1", 2018)
    make_budget_year(sheet, 2019, requested_million=30)
    ((row,),) = [one.years for one in compared(sheets=("2018/総務省/k1-2018",)).compared]
    assert (row.total, row.requested) == (YenCell(), YenCell(30 * MILLION))


def test_published_total_stands_where_no_part_is_given() -> None:
    (sheet,) = project_with_sheets("k1", 2018)
    make_budget_year(sheet, 2017, published_total_yen=7)
    ((row,),) = [one.years for one in compared(projects=("k1",)).compared]
    assert row.total == YenCell(7)


def test_published_total_that_differs_is_told() -> None:
    (sheet,) = project_with_sheets("k1", 2018)
    make_budget_year(sheet, 2016, initial_million=5, published_total_yen=5 * MILLION)
    make_budget_year(sheet, 2017, initial_million=5, published_total_yen=7 * MILLION)
    assert [row.figures.budget_year for _one, row in compared(projects=("k1",)).mismatches] == [2017]


def test_outcomes_are_those_of_the_newest_sheet_that_tells_the_year_before_its_own() -> None:
    old, new, _newest = project_with_sheets("k1", 2018, 2019, 2020)
    make_indicator(old, name="旧指標", values={2017: (10, 10)})
    make_indicator(new, name="指標", values={2017: (10, 5), 2018: (10, 8)})
    make_indicator(new, name="値のない指標", values={2016: (10, 5)})
    make_indicator(new, "activity", name="活動指標", values={2018: (10, 5)})
    (one,) = compared(projects=("k1",)).compared
    results = [(told.row.name, told.result.target, told.result.actual) for told in one.outcomes]
    assert results == [("指標", Cell(Decimal(10)), Cell(Decimal(8)))]
    assert one.outcomes[0].result.achievement_percent == 80
    assert (one.sheet.sheet_year, one.result_year, one.without_result) == (2020, 2018, 1)


def test_what_is_not_public_or_no_address_is_unknown() -> None:
    make_sheet(project=make_project(key="draft"), number="1", published=False)
    addresses = ("2018/総務省/1", "2018/総務省", "20x8/総務省/1", "2018/総務省/1/2", "2018/総\x00/1", "")
    found = comparison_of(access.public_sheets(), ["draft"], addresses[:2])
    assert (found.compared, found.unknown) == ((), ("draft", *addresses[:2]))
    assert compared(sheets=addresses[2:]).unknown == addresses[2:-1]
    assert compared(projects=("k\x00",)).unknown == ("k\x00",)


def test_named_twice_is_shown_once() -> None:
    project_with_sheets("k1", 2018)
    found = compared(projects=("k1", "k1"))
    assert ([one.name for one in found.compared], found.repeated) == (["k1"], ("k1",))


def test_sixth_is_left_out_and_never_looked_up(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(7):
        project_with_sheets(f"k{number}", 2018)
    without_indicators = QUERIES_TOGETHER - 1
    with django_assert_num_queries(without_indicators):
        found = compared(projects=tuple(f"k{number}" for number in range(7)))
    assert ([one.name for one in found.compared], found.left_out) == (["k0", "k1", "k2", "k3", "k4"], 2)
    assert found.is_full


def test_address_of_each_without_it() -> None:
    project_with_sheets("k&1", 2018)
    project_with_sheets("k2", 2018)
    found = compared(projects=("k&1",), sheets=("2018/総務省/k2-2018",))
    assert found.query == "?project=k%261&sheet=2018/%E7%B7%8F%E5%8B%99%E7%9C%81/k2-2018"
    assert [rest for _one, rest in found.without] == [
        "?sheet=2018/%E7%B7%8F%E5%8B%99%E7%9C%81/k2-2018",
        "?project=k%261",
    ]
    assert found.references[0] == Reference("project", "k&1")


@pytest.mark.parametrize("sheets_a_project", [1, 3])
def test_queries_do_not_grow_with_sheets_and_rows(
    sheets_a_project: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for key in ("k1", "k2"):
        for sheet in project_with_sheets(key, *range(2018, 2018 + sheets_a_project)):
            for year in range(2016, 2016 + sheets_a_project):
                make_budget_year(sheet, year, initial_million=1)
                make_indicator(sheet, values={year: (1, 1), 2017: (2, 2)} | {year + 1: (1, 1)})
    with django_assert_num_queries(QUERIES_TOGETHER):
        assert len(compared(projects=("k1", "k2")).years) == sheets_a_project
