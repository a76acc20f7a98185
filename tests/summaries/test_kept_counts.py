"""Counts that are kept: after every way a sheet can change they are what counting the rows gives."""

from collections import Counter
from typing import Any

import pytest
from django.utils import timezone

from reviewsheets import access
from reviewsheets.models import (
    FigureRevision,
    Payee,
    PayeeCount,
    PayeeSums,
    Project,
    ReviewSheet,
    RevisingSheets,
    RevisionSums,
    RowCounts,
)
from reviewsheets.models.results import IS_LARGE
from reviewsheets.queries.version import data_version
from reviewsheets.queries.whole_tables import COUNTED, row_blocks
from reviewsheets.summaries.kept import keep
from reviewsheets.summaries.refresh import refresh, refresh_missing, refresh_payee, refresh_sums, sums_without
from tests.factories import (
    make_block,
    make_budget_year,
    make_contract,
    make_indicator,
    make_link,
    make_ministry,
    make_payment,
    make_project,
    make_sheet,
    make_source,
)

pytestmark = pytest.mark.django_db
Place = tuple[int, int]


def told(project: Project, sheet_year: int, executed: int, *, ministry: str = "総務省") -> ReviewSheet:
    """A sheet with something in each table: budget, indicators, payees, contracts, on a file."""
    sheet = make_sheet(project=project, sheet_year=sheet_year, ministry=ministry)
    make_budget_year(sheet, 2017, executed_million=executed, initial_yen=executed)
    make_indicator(sheet, values={2016: (1, 2), 2017: (1, 2)})
    make_indicator(sheet, values={})
    block = make_block(sheet)
    make_link(None, block)
    make_contract(make_payment(block, "見本株式会社", amount_million=executed))
    make_payment(block, f"一般社団法人{sheet_year}", amount_million=2)
    make_payment(block, "その他", amount_million=1)
    make_source(sheet, "5-1", sha256="a" * 64)
    return sheet


@pytest.fixture
def sheets() -> list[ReviewSheet]:
    """Three of a project, each saying another amount, one of another ministry and project."""
    project = make_project(key="k1")
    found = [told(project, year, executed) for year, executed in ((2018, 10), (2019, 30), (2020, 20))]
    found.append(told(make_project(), 2020, 7, ministry="財務省"))
    refresh()
    return found


def assert_counts_are_of_the_rows() -> None:
    assert _kept_payees() == _counted_payees()
    assert _kept_rows() == _counted_rows()
    assert _kept_revisions() == _counted_revisions()
    assert _kept_revising() == _counted_revising()
    assert _kept_compared() == _counted_compared()


def _kept_payees() -> Counter[Any]:
    rows = PayeeCount.objects.values_list("sheet_year", "ministry", "kind", "payees")
    return Counter({tuple(key): payees for *key, payees in rows})


def _counted_payees() -> Counter[Any]:
    return Counter(PayeeSums.objects.values_list("sheet_year", "ministry", "kind"))


def _kept_rows() -> dict[str, dict[Place, int]]:
    rows = list(RowCounts.objects.values())
    assert len({(row["sheet_year"], row["ministry_id"]) for row in rows}) == len(rows)
    names = COUNTED | {"sourced": "sourced"}
    return {
        table: {(row["sheet_year"], row["ministry_id"]): row[name] for row in rows if row[name]}
        for table, name in names.items()
    }


def _counted_rows() -> dict[str, dict[Place, int]]:
    place = ("sheet_year", "ministry")
    counts = {
        table: dict(Counter(row for block in row_blocks(access.public_sheets(), table, place) for row in block))
        for table in COUNTED
    }
    sourced = access.public_sheets().filter(sources__isnull=False).distinct()
    return counts | {"sourced": dict(Counter(sheet_place(sheet) for sheet in sourced))}


def sheet_place(sheet: ReviewSheet) -> Place:
    return sheet.sheet_year, sheet.ministry_id


def _kept_revisions() -> dict[Any, tuple[int, ...]]:
    key = ("sheet_year", "ministry", "figure", "budget_year", "is_open_year", "is_large")
    rows = RevisionSums.objects.values_list(*key, "revisions", "raised", "raised_yen", "lowered_yen")
    return {row[:6]: row[6:] for row in rows}


def _counted_revisions() -> dict[Any, tuple[int, ...]]:
    counts: dict[Any, tuple[int, ...]] = {}
    for row in FigureRevision.objects.annotate(large=IS_LARGE):
        key = (*_place(row), row.figure, row.budget_year, row.is_open_year, row.large)
        more, less = max(row.change_yen, 0), min(row.change_yen, 0)
        before = counts.get(key, (0, 0, 0, 0))
        counts[key] = (before[0] + 1, before[1] + (more > 0), before[2] + more, before[3] + less)
    return counts


def _place(row: FigureRevision) -> Place:
    return row.sheet_year, row.ministry_id


def _kept_revising() -> dict[Any, tuple[int, int]]:
    rows = RevisingSheets.objects.all()
    return {(*_at(row), row.figure): (row.revising, row.revising_largely) for row in rows if row.revising}


def _at(row: RevisingSheets) -> Place:
    return row.sheet_year, row.ministry_id


def _counted_revising() -> dict[Any, tuple[int, int]]:
    every: dict[Any, set[int]] = {}
    large: dict[Any, set[int]] = {}
    for row in FigureRevision.objects.annotate(large=IS_LARGE):
        for figure in ("", row.figure):
            every.setdefault((*_place(row), figure), set()).add(row.sheet_id)
            large.setdefault((*_place(row), figure), set()).update([row.sheet_id] if row.large else [])
    return {key: (len(found), len(large[key])) for key, found in every.items()}


def _kept_compared() -> Counter[Place]:
    return Counter({_at(row): row.compared for row in RevisingSheets.objects.filter(figure="", compared__gt=0)})


def _counted_compared() -> Counter[Place]:
    """Sheets with another of their project one to three years before, as the tests here have no two of one year."""
    years = {(sheet.project_id, sheet.sheet_year) for sheet in access.public_sheets()}
    return Counter(
        sheet_place(sheet)
        for sheet in access.public_sheets()
        if any((sheet.project_id, sheet.sheet_year - before) in years for before in (1, 2, 3))
    )


@pytest.mark.usefixtures("sheets")
def test_all_made_anew() -> None:
    assert_counts_are_of_the_rows()
    assert sum(_kept_compared().values()) == 2
    assert _kept_payees()[None, None, Payee.Kind.UNNUMBERED] == 4
    assert _kept_payees()[2020, None, Payee.Kind.UNNUMBERED] == 2
    assert sum(_kept_rows()["indicators"].values()) == 12


def test_withdrawn_and_published_again(sheets: list[ReviewSheet]) -> None:
    for sheet in (sheets[1], sheets[3]):
        sheet.set_published(None, user=None)
        refresh([sheet.pk])
        assert_counts_are_of_the_rows()
    sheets[1].set_published(timezone.now(), user=None)
    refresh([sheets[1].pk])
    assert_counts_are_of_the_rows()


def test_sheet_saved_with_other_parts(sheets: list[ReviewSheet]) -> None:
    sheets[2].budget_years.update(executed_yen=30_000_000, initial_yen=30)
    sheets[2].blocks.all().delete()
    sheets[2].indicators.all().delete()
    refresh([sheets[2].pk])
    assert_counts_are_of_the_rows()


def test_sheet_that_moves(sheets: list[ReviewSheet]) -> None:
    ReviewSheet.objects.filter(pk=sheets[1].pk).update(sheet_year=2021, ministry=make_ministry("防衛省"))
    refresh([sheets[1].pk])
    assert_counts_are_of_the_rows()
    ReviewSheet.objects.filter(pk=sheets[0].pk).update(project=make_project())
    refresh([sheets[0].pk])
    assert_counts_are_of_the_rows()


@pytest.mark.parametrize("place", [0, 1, 3])
def test_deleted_sheet(sheets: list[ReviewSheet], place: int) -> None:
    with sums_without(sheets[place]):
        sheets[place].delete()
    assert_counts_are_of_the_rows()
    assert sum(_kept_rows()["sheets"].values()) == 3


@pytest.mark.usefixtures("sheets")
def test_payee_that_is_named_otherwise() -> None:
    payee = Payee.objects.get(name="見本株式会社")
    Payee.objects.filter(pk=payee.pk).update(kind=Payee.Kind.COMPANY)
    refresh_payee(payee.pk)
    assert _kept_payees()[None, None, Payee.Kind.COMPANY] == 1
    assert_counts_are_of_the_rows()


def test_imported_together(sheets: list[ReviewSheet]) -> None:
    new = told(sheets[0].project, 2021, 90)
    refresh([new.pk], adds_up=False)
    refresh_sums([new.pk])
    assert_counts_are_of_the_rows()


@pytest.mark.usefixtures("sheets")
def test_counts_that_an_upgrade_left_empty_are_made() -> None:
    for model in (PayeeCount, RevisingSheets, RevisionSums, RowCounts):
        model._default_manager.all().delete()
    refresh_missing()
    assert _kept_rows()["sheets"]
    assert_counts_are_of_the_rows()


@pytest.mark.django_db(transaction=True)
def test_count_that_is_missing_is_another_version_of_the_pages() -> None:
    row = (2018, make_ministry().pk, *[1] * 6)
    before = data_version()
    keep(RowCounts, [row])
    written = data_version()
    keep(RowCounts, [row])
    assert before != written == data_version()
