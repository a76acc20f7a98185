"""Two at once: people who save sheets of one project, and a run over all sheets."""

import threading
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connections, transaction

from reviewsheets.admin.history import recorded_change
from reviewsheets.models import Finding, Project, ReviewSheet, RuleTally, SheetReview
from reviewsheets.review.runner import review
from reviewsheets.summaries.refresh import refresh
from tests.factories import make_budget_year, make_project, make_sheet, make_superuser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def project() -> Project:
    """A project with a sheet of 2018 and one of 2019, each with a low execution rate."""
    project = make_project()
    for sheet_year in (2018, 2019):
        sheet = make_sheet(project=project, sheet_year=sheet_year, number="1")
        make_budget_year(sheet, sheet_year - 1, initial_million=600, executed_million=100)
    refresh()
    return project


@pytest.fixture
def person() -> User:
    return make_superuser()


def beside(work: Callable[[], object]) -> tuple[threading.Thread, list[DatabaseError]]:
    """Do it in a thread with connections of its own; what the database refused."""
    refused: list[DatabaseError] = []

    def run() -> None:
        try:
            work()
        except DatabaseError as error:
            refused.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, refused


def execute(sheet: ReviewSheet, person: User, executed_yen: int) -> None:
    with recorded_change(sheet, person, "入力") as held:
        held.budget_years.update(executed_yen=executed_yen)


def test_two_who_save_sheets_of_one_project_come_one_after_the_other(project: Project, person: User) -> None:
    older, newer = project.sheets.order_by("sheet_year")
    with recorded_change(older, person, "入力") as held:
        held.budget_years.update(executed_yen=500_000_000)
        refresh([held.pk])  # all that a save writes, while the other begins
        thread, refused = beside(lambda: execute(newer, person, 550_000_000))
        thread.join(timeout=1)
    thread.join()
    assert refused == []
    assert not Finding.objects.filter(rule="B01", closed_at=None).exists()
    assert sorted(RuleTally.objects.filter(rule="B01").values_list("sheet_year", "sheets_passed")) == [
        (2018, 1),
        (2019, 1),
    ]


def test_a_save_waits_for_a_run_over_all_sheets(project: Project, person: User) -> None:
    older = project.sheets.get(sheet_year=2018)
    with transaction.atomic():
        review()
        thread, refused = beside(lambda: execute(older, person, 500_000_000))
        thread.join(timeout=1)
        assert thread.is_alive()
    thread.join()
    assert refused == []
    assert list(Finding.objects.filter(rule="B01", closed_at=None).values_list("sheet_year", flat=True)) == [2019]
    assert SheetReview.objects.count() == 2
