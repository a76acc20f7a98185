"""A project over all its sheets."""

from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from reviewsheets import access
from reviewsheets.models import Project, ReviewSheet
from reviewsheets.queries.projects import FormerName, ProjectHistory, project_at
from reviewsheets.units.cells import Cell, YenCell
from tests.factories import (
    make_block,
    make_budget_year,
    make_indicator,
    make_link,
    make_payment,
    make_project,
    make_sheet,
)

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
PROJECT_QUERIES = 7


@pytest.fixture
def project() -> Project:
    return make_project(key="k1")


def history() -> ProjectHistory:
    found = project_at(access.public_sheets(), "k1")
    assert found is not None
    return found


def pay(sheet: ReviewSheet, letter: str, name: str, *, direct: bool | None = None, **fields: object) -> None:
    """A payment in a block of its own; `direct` draws an arrow from the ministry, False one from another block."""
    block = make_block(sheet, letter)
    make_payment(block, name, **fields)  # type: ignore[arg-type]  # passed on
    if direct is not None:
        make_link(None if direct else sheet.blocks.exclude(pk=block.pk)[0], block)


def test_project_without_a_public_sheet_is_not_there(project: Project) -> None:
    make_sheet(project=project, published=False)
    assert project_at(access.public_sheets(), "k1") is None
    assert project_at(access.public_sheets(), "k\x00") is None


def test_each_year_is_the_newest_sheets_that_reports_it(project: Project) -> None:
    old, new = (make_sheet(project=project, sheet_year=year, number=str(year)) for year in (2018, 2019))
    make_budget_year(old, 2016, initial_million=10, executed_million=9)
    make_budget_year(old, 2017, initial_million=20, executed_million=15)
    make_budget_year(new, 2017, initial_million=20, executed_million=16)
    rows = [(row.figures.budget_year, row.figures.executed.yen, row.sheet.sheet_year) for row in history().years]
    assert rows == [(2017, 16 * MILLION, 2019), (2016, 9 * MILLION, 2018)]
    assert history().years[0].figures.gross_rate_percent == Decimal(80)


def test_blank_row_of_a_newer_sheet_reports_nothing(project: Project) -> None:
    old, new = (make_sheet(project=project, sheet_year=year) for year in (2018, 2019))
    make_budget_year(old, 2017, initial_million=20)
    make_budget_year(new, 2017)
    assert [(row.figures.budget_year, row.sheet.sheet_year) for row in history().years] == [(2017, 2018)]


def test_request_is_kept_though_a_newer_sheet_has_the_year_without_it(project: Project) -> None:
    old, new = (make_sheet(project=project, sheet_year=year) for year in (2018, 2019))
    make_budget_year(old, 2019, requested_million=30)
    make_budget_year(new, 2019, initial_million=25)
    (row,) = history().years
    assert (row.figures.initial, row.sheet.sheet_year) == (YenCell(25 * MILLION), 2019)
    assert (row.requested, row.requested_sheet and row.requested_sheet.sheet_year) == (YenCell(30 * MILLION), 2018)


def test_amount_that_differs_between_successive_sheets_is_a_revision(project: Project) -> None:
    sheets = [make_sheet(project=project, sheet_year=year) for year in (2018, 2019, 2020)]
    for sheet, executed in zip(sheets, (15, 15, 16), strict=True):
        make_budget_year(sheet, 2017, initial_million=20, executed_million=executed)
    (row,) = history().revisions
    assert (row.budget_year, row.label, row.old.yen, row.new.yen) == (2017, "執行額", 15_000_000, 16_000_000)
    assert (row.old_sheet.sheet_year, row.new_sheet.sheet_year) == (2019, 2020)
    assert (row.change_yen, row.is_open_year) == (1_000_000, False)
    assert history().late_revisions == 1


def test_change_of_a_year_that_was_running_is_marked(project: Project) -> None:
    old, new = (make_sheet(project=project, sheet_year=year) for year in (2018, 2019))
    make_budget_year(old, 2018, initial_million=20, supplementary_million=0)
    make_budget_year(new, 2018, initial_million=20, supplementary_million=5, executed_million=24)
    (row,) = history().revisions
    assert (row.label, row.change_yen, row.is_open_year) == ("補正予算", 5_000_000, True)


def test_blank_and_dash_and_not_yet_revise_nothing(project: Project) -> None:
    old, new = (make_sheet(project=project, sheet_year=year) for year in (2024, 2025))
    make_budget_year(old, 2024, initial_million=20, supplementary_million="-", executed_text="0")
    make_budget_year(new, 2024, initial_million=20, supplementary_million=0, carried_in_million=3, executed_million=7)
    assert history().revisions == ()


def test_indicator_of_one_name_is_continued_with_the_newest_numbers(project: Project) -> None:
    old, new = (make_sheet(project=project, sheet_year=year) for year in (2018, 2019))
    make_indicator(old, name="利用者 数", unit="人", values={2016: (100, 90), 2017: (100, 95)})
    make_indicator(new, name="利用者数", unit="人", values={2017: (100, 96), 2018: (110, "-")})
    make_indicator(new, "activity", name="利用者数", unit="人", values={2018: (1, 1)})
    outcome, activity = history().indicators.rows
    assert (outcome.name, outcome.sheet_years, activity.sheet_years) == ("利用者数", (2018, 2019), (2019,))
    told = [(cells.fiscal_year, cells.actual.written, cells.actual_sheet_year) for cells in outcome.years]
    assert told == [(2016, "90", 2018), (2017, "96", 2019), (2018, "-", 2019)]
    assert history().indicators.continued == (outcome,)
    assert history().indicators.single == (activity,)


def test_number_stands_before_newer_words(project: Project) -> None:
    old, new = (make_sheet(project=project, sheet_year=year) for year in (2018, 2019))
    make_indicator(old, values={2016: (100, 90)})
    make_indicator(new, values={2016: ("-", None)})
    (cells,) = history().indicators.rows[0].years
    assert (cells.target, cells.target_sheet_year) == (Cell(Decimal(100)), 2018)


def test_same_name_twice_in_a_sheet_is_two_indicators(project: Project) -> None:
    sheet = make_sheet(project=project)
    make_indicator(sheet, values={2016: (1, 1)})
    make_indicator(sheet, values={2016: (2, 2)})
    assert [row.years[0].target.written for row in history().indicators.rows] == ["1", "2"]


def test_payees_of_direct_blocks_by_sheet_year_largest_first(project: Project) -> None:
    old, new = (make_sheet(project=project, sheet_year=year) for year in (2023, 2024))
    pay(old, "A", "甲社", direct=True, amount_million=5)
    pay(old, "B", "孫請社", direct=False, amount_million=99)
    pay(new, "A", "甲社", direct=True, amount_million=7)
    pay(new, "B", "乙社", direct=True, amount_million=30)
    payees = history().payees
    assert [(row.name, row.sum_yen // MILLION) for row in payees.rows] == [("乙社", 30), ("甲社", 12)]
    assert payees.rows[0].amounts == (YenCell(), YenCell(30 * MILLION))
    assert [year.sheet_year for year in payees.years] == [2023, 2024]
    assert payees.years_without_flow == ()


def test_sheet_without_a_flow_counts_every_block_and_says_so(project: Project) -> None:
    sheet = make_sheet(project=project, sheet_year=2018)
    pay(sheet, "A", "甲社", amount_million=5)
    assert [row.name for row in history().payees.rows] == ["甲社"]
    assert history().payees.years_without_flow == (2018,)


def test_one_name_under_several_keys_is_possibly_the_same_payee(project: Project) -> None:
    old, new = (make_sheet(project=project, sheet_year=year) for year in (2018, 2019))
    pay(old, "A", "兵庫県", amount_million=50)
    pay(new, "A", "兵庫県", corporate_number="8000020280003", amount_million=40)
    pay(new, "B", "見本（株）", corporate_number="7010401022916", amount_million=30)
    pay(new, "C", "見本株式会社", corporate_number="1020001071491", amount_million=20)
    pay(new, "D", "愛知県", amount_million=10)
    assert [(row.name, list(map(str, row.namesakes))) for row in history().payees.rows] == [
        ("兵庫県", ["同じ名前で、法人番号のある記載があります"]),
        ("兵庫県", ["同じ名前で、有効な法人番号のない記載があります"]),
        ("見本（株）", ["同じ名前で、法人番号の異なる記載があります"]),
        ("見本株式会社", ["同じ名前で、法人番号の異なる記載があります"]),
        ("愛知県", []),
    ]


def test_doubtful_amounts_and_others_are_left_out_and_counted(project: Project) -> None:
    sheet = make_sheet(project=project)
    pay(sheet, "A", "甲社", amount_million=5_000_000, is_amount_doubtful=True)
    pay(sheet, "B", "その他", amount_million=5, is_other=True)
    pay(sheet, "C", "個人A", amount_million=5)
    payees = history().payees
    assert (payees.rows, payees.doubtful, payees.others) == ((), 1, 2)


def test_former_names_have_their_years(project: Project) -> None:
    for year, name in ((2018, "旧名"), (2019, "旧名"), (2020, "今の名")):
        make_sheet(project=project, sheet_year=year, name=name)
    assert (history().name, history().former_names) == ("今の名", (FormerName("旧名", 2018, 2019),))


@pytest.mark.parametrize("rows", [3, 30])
def test_same_queries_whatever_the_rows(
    project: Project, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for year in (2018, 2019):
        sheet = make_sheet(project=project, sheet_year=year)
        for place in range(rows):
            make_budget_year(sheet, 1990 + place, initial_million=1)
            make_indicator(sheet, values={2016: (1, 1)})
            pay(sheet, f"A{place}", f"社{place}", direct=True, amount_million=1)
    with django_assert_num_queries(PROJECT_QUERIES):
        assert len(history().payees.rows) == rows
