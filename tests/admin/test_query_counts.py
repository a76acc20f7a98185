"""The entry page asks the database as often for thirty rows as for three."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reviewsheets.models import PastSheetNumber, RelatedProject, ReviewSheet
from tests.admin.typing_in import entry_url
from tests.factories import (
    make_block,
    make_budget_line,
    make_indicator,
    make_item_use,
    make_link,
    make_payment,
    make_policy_evaluation,
    make_sheet,
    make_unit_cost,
)


def sheet_with(rows: int) -> ReviewSheet:
    """A sheet with so many rows in every table, and two in each table within a row."""
    sheet = make_sheet(published=False)
    for number in range(rows):
        make_budget_line(sheet)
        make_indicator(sheet, "outcome", {2017: (1, 2), 2016: (3, 4)})
        make_indicator(sheet, "activity", {2017: (1, 2)})
        make_unit_cost(sheet, {2017: (1, "1/1"), 2018: (2, "2/1")})
        policy = make_policy_evaluation(sheet)
        block = make_block(sheet, f"{number}")
        make_link(None, block)
        make_link(block, block)
        RelatedProject.objects.create(sheet=sheet, name="関連")
        PastSheetNumber.objects.create(sheet=sheet, past_year=1990 + number, number="1")
        for _ in range(2):
            make_payment(block)
            make_item_use(block)
            make_indicator(sheet, "policy", {2017: (1, 2)}, policy_evaluation=policy)
    return sheet


@pytest.mark.parametrize("rows", [3, 30])
def test_the_entry_page_costs_the_same_queries(desk: Client, rows: int) -> None:
    sheet = sheet_with(rows)
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(entry_url(sheet)).status_code == 200
    of_sheets = [query["sql"] for query in queries if 'FROM "reviewsheets_' in query["sql"]]
    assert (len(of_sheets), len(queries)) == (44, 49)
