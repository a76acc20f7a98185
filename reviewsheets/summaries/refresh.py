"""All that is worked out from sheets, made anew together: the one door for imports, saves and the demo."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.transaction import atomic

from reviewsheets.models import (
    FigureRevision,
    Indicator,
    IndicatorResult,
    PayeeCount,
    PayeeSums,
    Payment,
    Receipt,
    ReviewSheet,
    RevisingSheets,
    RowCounts,
    RuleTally,
    SearchText,
    SheetReview,
    SheetSummary,
    SummaryColumns,
    YearSums,
)
from reviewsheets.models.bulk import among, batches
from reviewsheets.review.loading import projects_of
from reviewsheets.review.rules import registry
from reviewsheets.review.runner import review, tally_without
from reviewsheets.summaries.columns import keep_columns
from reviewsheets.summaries.payee_sums import add_up_payees, add_up_spending, count_payees
from reviewsheets.summaries.receipts import Touched, receive
from reviewsheets.summaries.results import measure
from reviewsheets.summaries.revision_sums import count_revisions
from reviewsheets.summaries.revisions import revise
from reviewsheets.summaries.row_counts import count_rows
from reviewsheets.summaries.search import index_sheets
from reviewsheets.summaries.sheets import summarise
from reviewsheets.summaries.sums import Place, add_up


def refresh(sheet_ids: Collection[int] | None = None, *, is_load_only: bool = False, adds_up: bool = True) -> int:
    """Rebuild what lists, totals and the search ask of these sheets, or of all; gives their number. One transaction.

    Who writes more afterwards in its transaction adds up at its end, by `refresh_sums`: the sums are held from then on.
    `is_load_only` leaves out the search, the receipts of payees, the results of indicators, and what is asked of the
    sheets of a project side by side: revisions and the review.
    """
    with atomic():
        touched, places = Touched(), _places(sheet_ids) if adds_up else set()
        if not is_load_only:
            index_sheets(sheet_ids)
            touched = receive(sheet_ids)
            measure(sheet_ids)
            if adds_up:
                add_up_payees(None if sheet_ids is None else touched.payees)
        count = summarise(sheet_ids, adds_up=adds_up)
        if adds_up:
            count_rows(None if sheet_ids is None else places | _places(sheet_ids))
            add_up_spending(None if sheet_ids is None else touched.places)
            if not is_load_only:
                refresh_projects(sheet_ids)
        if sheet_ids is None:
            count_for_plans()
        return count


def refresh_sums(sheet_ids: Collection[int] | None = None, *, is_load_only: bool = False) -> None:
    """Add up all sums again, and look at these sheets, or at all, beside the others of their projects."""
    with atomic():
        if not is_load_only:
            add_up_payees()
        add_up()
        keep_columns()
        if not is_load_only:
            count_rows()
            add_up_spending()
            revise()  # links may have moved any sheet to another project
            review(sheet_ids)
        count_for_plans()


@contextmanager
def sums_without(sheet: ReviewSheet) -> Iterator[None]:
    """Around the deletion of a sheet, whose summaries go with it: the sums it was in are added again."""
    touched, gone = Touched(), [sheet.pk]
    touched.add(gone)
    place = (sheet.sheet_year, sheet.ministry_id)
    others = [pk for pk in projects_of(gone) if pk not in gone]
    with atomic():
        yield
        add_up_payees(touched.payees)
        add_up([place])
        keep_columns(gone)
        count_rows([place])
        add_up_spending([place])
        refresh_projects(others)
        tally_without([place])


def refresh_projects(sheet_ids: Collection[int] | None) -> None:
    """What is asked of a project's sheets side by side, of the projects that these sheets are in now, or of all."""
    with atomic():
        revise(sheet_ids)
        review(sheet_ids)


def refresh_payee(payee_id: int) -> None:
    """Add up a payee again whose name or number was corrected, and the places that tell the named from the others."""
    places = set(Receipt.objects.filter(payee=payee_id).values_list("sheet_year", "ministry"))
    with atomic():
        add_up_payees([payee_id])
        add_up_spending(places)


def refresh_missing() -> int:
    """Build what is not there, as after an upgrade that made a table anew; gives the number of sheets."""
    published = set(ReviewSheet.objects.published().values_list("pk", flat=True))
    lacking: dict[Callable[[Collection[int] | None], object], set[int]] = {
        index_sheets: published - set(SearchText.objects.values_list("sheet", flat=True).distinct()),
        _receive_and_add_up: published & _paid_sheets() - set(Receipt.objects.values_list("sheet", flat=True)),
        summarise: published - set(SheetSummary.objects.values_list("sheet", flat=True)),
        measure: published & _measured_sheets() - set(IndicatorResult.objects.values_list("sheet", flat=True)),
    }
    with atomic():
        for build, ids in lacking.items():
            if ids:
                build(None if len(ids) == len(published) else ids)
        if not FigureRevision.objects.exists():
            revise()
        elif not RevisingSheets.objects.exists():
            count_revisions()
        if not PayeeCount.objects.exists() and PayeeSums.objects.exists():
            count_payees()
        _review_missing(published)
        if not YearSums.objects.exists() and SheetSummary.objects.exists():
            add_up()
        if not SummaryColumns.objects.exists() and SheetSummary.objects.exists():
            keep_columns()
        if published and (lacking[summarise] or not RowCounts.objects.exists()):
            count_rows()
        if any(lacking.values()):
            count_for_plans()
    return len(set().union(*lacking.values()))


def count_for_plans() -> None:
    """SQLite plans by counts that it takes only when told to: without them a list of sheets took three times as long.

    PostgreSQL's server sees to it by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _review_missing(published: set[int]) -> None:
    """The sheets that were not reviewed; all of them where this version has other rules."""
    unreviewed = published - set(SheetReview.objects.values_list("sheet", flat=True))
    tallied = set(RuleTally.objects.values_list("rule", flat=True).distinct())
    if unreviewed == published or tallied != {rule.code for rule in registry}:
        unreviewed = published
    if unreviewed:
        review(None if unreviewed == published else unreviewed)


def _places(sheet_ids: Collection[int] | None) -> set[Place]:
    """Where these sheets stand as summarised now; of all it need not be known."""
    found: set[Place] = set()
    for batch in batches(sorted(sheet_ids or ())):
        found.update(SheetSummary.objects.filter(among("sheet", batch)).values_list("sheet_year", "ministry"))
    return found


def _paid_sheets() -> set[int]:
    return set(Payment.objects.order_by().values_list("block__sheet", flat=True).distinct())


def _measured_sheets() -> set[int]:
    kinds = (Indicator.Kind.OUTCOME, Indicator.Kind.ACTIVITY)
    return set(Indicator.objects.filter(kind__in=kinds).order_by().values_list("sheet", flat=True).distinct())


def _receive_and_add_up(sheet_ids: Collection[int] | None) -> None:
    touched = receive(sheet_ids)
    add_up_payees(None if sheet_ids is None else touched.payees)
    add_up_spending(None if sheet_ids is None else touched.places)
