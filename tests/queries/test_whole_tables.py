"""Every row of a table, in blocks, of the sheets that were asked for."""

from typing import Any

import pytest

from reviewsheets import access
from reviewsheets.models import BudgetYear, Finding, ReviewSheet, RuleTally
from reviewsheets.queries import whole_tables
from reviewsheets.queries.whole_tables import row_blocks, row_counts
from reviewsheets.summaries.refresh import refresh
from tests.factories import (
    make_block,
    make_budget_year,
    make_contract,
    make_indicator,
    make_link,
    make_ministry,
    make_payment,
    make_sheet,
)

pytestmark = pytest.mark.django_db


def rows(table: str, *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for block in row_blocks(access.public_sheets(), table, fields) for row in block]


def counts() -> dict[str, int]:
    """The number of public rows of each table."""
    return row_counts(access.public_row_counts(), access.public_spending_sums(), access.public_tallies())


def make_finding(sheet: ReviewSheet, rule: str) -> Finding:
    return Finding.objects.create(sheet=sheet, sheet_year=sheet.sheet_year, ministry=sheet.ministry, rule=rule)


def test_newest_year_first_then_ministry_order_then_number() -> None:
    late = make_ministry("財務省", order=2)
    early = make_ministry("総務省", order=1)
    for sheet_year, ministry, number in ((2018, early, "2"), (2018, late, "1"), (2018, early, "1"), (2019, late, "9")):
        make_sheet(sheet_year=sheet_year, ministry=ministry, number=number)
    assert rows("sheets", "sheet_year", "ministry__name", "number") == [
        (2019, "財務省", "9"),
        (2018, "総務省", "1"),
        (2018, "総務省", "2"),
        (2018, "財務省", "1"),
    ]


def test_payees_stand_as_their_sheet_has_them() -> None:
    sheet = make_sheet()
    second = make_block(sheet, "B", position=1)
    first = make_block(sheet, "A", position=0)
    for block, name, position in ((second, "三", 0), (first, "二", 1), (first, "一", 0)):
        make_payment(block, name, position=position)
    fields = ("blocks__letter", "blocks__payments__name")
    assert rows("payments", *fields) == [("A", "一"), ("A", "二"), ("B", "三")]


@pytest.mark.parametrize(
    ("table", "count"),
    [("sheets", 2), ("budget-years", 2), ("indicators", 4), ("blocks", 2), ("payments", 1), ("contracts", 1)],
)
def test_count_is_that_of_the_rows_and_drafts_are_left_out(table: str, count: int) -> None:
    make_sheet()
    for published in (True, False):
        sheet = make_sheet(published=published)
        for budget_year in (2016, 2017):
            make_budget_year(sheet, budget_year)
        make_indicator(sheet, values={2016: (1, 2), 2017: (1, 2)})
        make_indicator(sheet, values={})
        make_indicator(sheet, "activity", values={2017: (1, None)})
        make_block(sheet, "B")
        make_contract(make_payment(make_block(sheet)))
    refresh()
    assert counts()[table] == count
    assert len(rows(table, "pk")) == count


def test_findings_that_hold_are_counted_and_listed_by_sheet_and_rule() -> None:
    for number, published in (("2", True), ("1", True), ("3", True), ("4", False)):
        sheet = make_sheet(number=number, published=published)
        make_budget_year(sheet, sheet.sheet_year - 1, initial_million=600, executed_million=100)
    refresh()
    BudgetYear.objects.filter(sheet__number="3").update(executed_yen=590_000_000)  # its low rate no longer holds
    refresh()
    draft = make_finding(sheet, "B01")
    unknown = make_finding(make_sheet(number="5"), "ZZ9")
    RuleTally.objects.create(rule="ZZ9", sheet_year=unknown.sheet_year, ministry=unknown.ministry, items_found=1)
    assert Finding.objects.filter(sheet__number="3", rule="B01", closed_at=None).count() == 0
    assert Finding.objects.filter(sheet__number="3", rule="B01").count() == 1
    found = rows("findings", "number", "findings__rule")
    assert [row for row in found if row[1] == "B01"] == [("1", "B01"), ("2", "B01")]
    assert found == sorted(found)
    assert len({rule for _, rule in found}) > 1
    assert {number for number, _ in found} == {"1", "2", "3"}
    assert draft.is_open
    assert counts()["findings"] == len(found)


def test_indicator_without_values_has_one_row() -> None:
    make_indicator(make_sheet(), name="値のない指標")
    assert rows("indicators", "indicators__name", "indicators__values__fiscal_year") == [("値のない指標", None)]


@pytest.mark.parametrize(
    ("sheet_year", "direction", "better"),
    [(2018, "", "up"), (2024, "", ""), (2018, "down", "down"), (2024, "down", "down"), (2024, "up", "up")],
)
def test_way_that_is_better_is_taken_for_granted_on_the_paper_form_only(
    sheet_year: int, direction: str, better: str
) -> None:
    make_indicator(make_sheet(sheet_year=sheet_year), direction=direction)
    assert rows("indicators", "better") == [(better,)]


def test_block_is_direct_where_an_arrow_of_money_comes_from_the_ministry() -> None:
    sheet = make_sheet()
    direct, passed_on, referred = (make_block(sheet, letter) for letter in "ABC")
    make_link(None, direct)
    make_link(direct, passed_on)
    make_link(None, referred, kind="reference")
    make_block(make_sheet(number="9999"), "Z")
    found = rows("blocks", "blocks__letter", "is_direct")
    assert [(letter, None if flag is None else bool(flag)) for letter, flag in found] == [
        ("A", True),
        ("B", False),
        ("C", False),
        ("Z", None),
    ]


def test_rows_come_in_blocks_of_one_query(monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any) -> None:
    monkeypatch.setattr(whole_tables, "ROWS_A_BLOCK", 2)
    block = make_block(make_sheet())
    for place in range(5):
        make_payment(block, f"支出先{place}")
    with django_assert_num_queries(1):
        blocks = list(row_blocks(access.public_sheets(), "payments", ("blocks__payments__name",)))
    assert [len(each) for each in blocks] == [2, 2, 1]
