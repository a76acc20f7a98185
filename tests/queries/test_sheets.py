import pytest
from pytest_django import DjangoAssertNumQueries

from reviewsheets import access
from reviewsheets.models import (
    BudgetItem,
    Law,
    MultiYearContract,
    OwnCost,
    PathNode,
    Plan,
    Policy,
    ReflectedAmount,
    RelatedProject,
    Remark,
    ReviewSheet,
    SheetOrganisation,
    SubsidyRate,
)
from reviewsheets.queries.sheets import (
    OutlineRow,
    SheetYear,
    listed,
    outline_of,
    sheet_at,
    sheet_years,
)
from reviewsheets.queries.whole import whole_sheet
from reviewsheets.summaries.refresh import refresh
from reviewsheets.summaries.sheets import summarise
from tests.factories import (
    make_account,
    make_block,
    make_budget_line,
    make_budget_year,
    make_check_answer,
    make_contract,
    make_indicator,
    make_item_use,
    make_link,
    make_ministry,
    make_part,
    make_path_link,
    make_payment,
    make_policy_evaluation,
    make_sheet,
    make_source,
    make_unit_cost,
)

pytestmark = pytest.mark.django_db
SHEET_QUERIES = 33
PLAIN_PARTS = (SheetOrganisation, Policy, Law, Plan, SubsidyRate, ReflectedAmount, OwnCost, MultiYearContract)


def fill(sheet: ReviewSheet, rows: int) -> None:
    """That many rows in every table."""
    make_check_answer(sheet)
    policy = make_policy_evaluation(sheet)
    previous = None
    for place in range(rows):
        make_account(make_budget_year(sheet, 1990 + place, initial_million=1))
        make_budget_line(sheet)
        make_indicator(sheet, values={2016: (1, 1), 2017: (1, 1)})
        make_indicator(sheet, "activity", values={2017: (1, 1)})
        make_indicator(sheet, "policy", values={2017: (1, 1)}, policy_evaluation=policy)
        make_unit_cost(sheet, {2017: (1, "1/1")})
        block = make_block(sheet, f"A{place}", total_million=1)
        make_link(previous, block)
        make_contract(make_payment(block))
        make_item_use(block, amount_million=1)
        previous = block
        fill_rs_parts(sheet, place)


def fill_rs_parts(sheet: ReviewSheet, place: int) -> None:
    """A row in each of the RS form's tables."""
    for model in PLAIN_PARTS:
        make_part(model, sheet)
    make_part(BudgetItem, sheet, budget_year=2018)
    make_part(Remark, sheet, kind="review")
    make_part(RelatedProject, sheet, number=f"x{place}")
    make_path_link(make_part(PathNode, sheet), make_part(PathNode, sheet))
    make_source(sheet, f"{place}-1")


@pytest.mark.parametrize("rows", [3, 30])
def test_whole_sheet_takes_the_same_queries_whatever_its_rows(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(make_sheet(sheet_year=2018, number="0001"), rows)
    refresh()
    with django_assert_num_queries(SHEET_QUERIES):
        found = sheet_at(ReviewSheet.objects.all(), 2018, "総務省", "0001")
        assert found is not None
        assert len(whole_sheet(found).flow.blocks) == rows


def test_sheet_is_found_by_year_ministry_and_number() -> None:
    sheet = make_sheet(sheet_year=2018, number="0001")
    make_sheet(sheet_year=2019, number="0001")
    make_sheet(sheet_year=2018, number="0001", ministry="財務省")
    assert sheet_at(ReviewSheet.objects.all(), 2018, "総務省", "0001") == sheet
    assert sheet_at(ReviewSheet.objects.all(), 2018, "総務省", "0002") is None


def test_draft_is_not_among_the_public() -> None:
    make_sheet(sheet_year=2018, number="0001", published=False)
    assert sheet_at(access.public_sheets(), 2018, "総務省", "0001") is None


def test_list_is_in_the_official_order_newest_year_first() -> None:
    later, first = make_ministry("財務省", order=2), make_ministry("総務省", order=1)
    for number, sheet_year, ministry in (
        ("1", 2018, later),
        ("3", 2018, first),
        ("2", 2018, first),
        ("9", 2019, later),
    ):
        make_sheet(number=number, sheet_year=sheet_year, ministry=ministry)
    summarise()
    assert [row.number for row in listed(access.public_summaries())] == ["9", "2", "3", "1"]


def test_sheet_years_are_counted_newest_first() -> None:
    make_sheet(sheet_year=2018)
    make_sheet(sheet_year=2018)
    make_sheet(sheet_year=2020)
    assert sheet_years(ReviewSheet.objects.all()) == [SheetYear(2020, 1), SheetYear(2018, 2)]


def test_outline_has_the_rs_forms_entries_where_they_say_something() -> None:
    paper = [row.label for row in outline_of(make_sheet(sheet_year=2018))]
    assert "現状・課題" not in paper
    sheet = make_sheet(sheet_year=2024, issues="課題", has_no_planned_end=True, policy_ministry=make_ministry("財務省"))
    added = [row for row in outline_of(sheet) if row.label not in paper]
    assert added == [
        OutlineRow("政策所管府省庁", "財務省"),
        OutlineRow("終了予定なし", "TRUE"),
        OutlineRow("現状・課題", "課題"),
    ]
