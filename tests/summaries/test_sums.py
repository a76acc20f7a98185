"""Kept sums by year and ministry: they are always what adding the summaries gives."""

import threading
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction

from reviewsheets.models import ReviewSheet, SheetSummary, YearSums
from reviewsheets.summaries.refresh import refresh_missing
from reviewsheets.summaries.sheets import summarise
from reviewsheets.summaries.sums import add_up
from tests.factories import make_budget_year, make_indicator, make_ministry, make_sheet

pytestmark = pytest.mark.django_db
MILLION = 1_000_000


def sheets_by_place() -> dict[tuple[int, str], int]:
    rows = YearSums.objects.values_list("sheet_year", "ministry__name", "sheets")
    return {(sheet_year, name): sheets for sheet_year, name, sheets in rows}


def test_figures_of_a_place_are_added() -> None:
    one = make_sheet(sheet_year=2018, start_year=2018)
    make_budget_year(one, 2017, initial_million=100, carried_out_million=20, executed_million=60)
    make_budget_year(one, 2019, requested_million=7)
    make_indicator(one, "outcome", {2017: (10, 9)}, direction="up")
    two = make_sheet(sheet_year=2018)
    make_budget_year(two, 2017, initial_million=50, executed_million="-")
    make_sheet(sheet_year=2018, end_year=2018)
    make_sheet(sheet_year=2018, published=False)
    summarise()
    expected: dict[str, Any] = {
        "sheet_year": 2018,
        "ministry__name": "総務省",
        "sheets": 3,
        "new": 1,
        "ending": 1,
        "with_figures": 2,
        "total_yen": 130 * MILLION,
        "executed_yen": 60 * MILLION,
        "requested_yen": 7 * MILLION,
        "unused_yen": 20 * MILLION,
        "carried_out_yen": 20 * MILLION,
        "with_result": 1,
        "result_executed_yen": 60 * MILLION,
        "result_carried_out_yen": 20 * MILLION,
        "outcomes_reached": 0,
        "outcomes_missed": 1,
        "outcomes_not_comparable": 0,
    }
    assert YearSums.objects.values(*expected).get() == expected


def test_amounts_that_no_sheet_gives_are_blank() -> None:
    make_sheet()
    summarise()
    sums = YearSums.objects.get()
    assert (sums.total_yen, sums.requested_yen, sums.result_executed_yen, sums.with_result) == (None, None, 0, 0)


def test_sheet_that_moves_is_taken_off_where_it_was() -> None:
    sheet, other = make_sheet(sheet_year=2018), make_sheet(sheet_year=2018)
    summarise()
    assert sheets_by_place() == {(2018, "総務省"): 2}
    ReviewSheet.objects.filter(pk=sheet.pk).update(sheet_year=2019, ministry=make_ministry("財務省"))
    summarise([sheet.pk])
    assert sheets_by_place() == {(2018, "総務省"): 1, (2019, "財務省"): 1}
    ReviewSheet.objects.filter(pk=other.pk).update(published_at=None)
    summarise([other.pk])
    assert sheets_by_place() == {(2019, "財務省"): 1}


def test_many_places_are_added_as_well_as_few() -> None:
    sheets = [make_sheet(sheet_year=1990 + place) for place in range(25)]
    summarise([sheet.pk for sheet in sheets])
    assert len(sheets_by_place()) == 25
    SheetSummary.objects.filter(sheet_year__lt=2000).delete()
    add_up([(1990 + place, sheets[0].ministry_id) for place in range(10)])
    assert sorted(year for year, _name in sheets_by_place()) == list(range(2000, 2015))
    add_up([])
    assert len(sheets_by_place()) == 15


def test_sums_that_an_upgrade_left_empty_are_made() -> None:
    make_sheet()
    refresh_missing()
    YearSums.objects.all().delete()
    assert refresh_missing() == 0
    assert sheets_by_place() == {(2018, "総務省"): 1}


@pytest.mark.django_db(transaction=True)
def test_two_who_save_sheets_of_one_ministry_at_once_are_both_counted() -> None:
    first, second = make_sheet(sheet_year=2018), make_sheet(sheet_year=2018)
    make_sheet(sheet_year=2018)
    summarise()
    failed: list[BaseException] = []

    def withdraw_second() -> None:
        try:
            ReviewSheet.objects.filter(pk=second.pk).update(published_at=None)
            summarise([second.pk])
        except DatabaseError as error:
            failed.append(error)
        finally:
            connections.close_all()

    other = threading.Thread(target=withdraw_second)
    with transaction.atomic():
        ReviewSheet.objects.filter(pk=first.pk).update(published_at=None)
        summarise([first.pk])
        other.start()
        other.join(timeout=1)
        assert other.is_alive()  # it waits for this transaction
    other.join()
    assert failed == []
    assert sheets_by_place() == {(2018, "総務省"): 1}
