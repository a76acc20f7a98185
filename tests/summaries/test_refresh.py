"""The one door of what is worked out, and the command that fills what an upgrade left empty."""

from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviewsheets import access
from reviewsheets.models import (
    Finding,
    Payee,
    PayeeSums,
    RuleTally,
    SearchText,
    SheetReview,
    SheetSummary,
    SpendingSums,
)
from reviewsheets.queries.search import found_sheets
from reviewsheets.summaries.refresh import refresh, refresh_missing
from tests.factories import make_block, make_budget_year, make_link, make_payment, make_sheet

pytestmark = pytest.mark.django_db


def told(**options: bool) -> str:
    out = StringIO()
    call_command("rebuild_summaries", stdout=out, **options)
    return out.getvalue()


def test_missing_ones_are_made_and_nothing_else() -> None:
    kept, without_summary, without_words = (
        make_sheet(name="有る"),
        make_sheet(name="要約無し"),
        make_sheet(name="語無し"),
    )
    make_sheet(published=False)
    refresh()
    SheetSummary.objects.filter(sheet=kept).update(name="前のまま")
    SheetSummary.objects.filter(sheet=without_summary).delete()
    SearchText.objects.filter(sheet=without_words).delete()
    assert told(missing=True) == "2枚のシートの要約を作り直しました。\n"
    assert dict(SheetSummary.objects.values_list("sheet", "name")) == {
        kept.pk: "前のまま",
        without_summary.pk: "要約無し",
        without_words.pk: "語無し",
    }
    assert list(found_sheets(access.public_sheets(), "語無し")) == [without_words]
    assert told(missing=True) == ""


def test_a_database_that_was_upgraded_is_filled_whole() -> None:
    make_sheet(), make_sheet()
    assert refresh_missing() == 2
    assert refresh_missing() == 0


def test_all_are_made_anew_without_the_option() -> None:
    sheet = make_sheet(name="今の名")
    refresh()
    SheetSummary.objects.update(name="前の名")
    assert told() == "1枚のシートの要約を作り直しました。\n"
    assert SheetSummary.objects.get(sheet=sheet).name == "今の名"


def test_sheets_are_reviewed_again_where_a_version_has_other_rules() -> None:
    sheet = make_sheet()
    make_budget_year(sheet, 2017, initial_million=600, executed_million=100)
    refresh()
    Finding.objects.all().delete()
    refresh_missing()
    assert not Finding.objects.exists()  # all that there is has been reviewed by these rules
    RuleTally.objects.filter(rule="B01").delete()
    refresh_missing()
    assert Finding.objects.filter(rule="B01").exists()
    Finding.objects.all().delete()
    SheetReview.objects.all().delete()
    refresh_missing()
    assert Finding.objects.filter(rule="B01").exists()


def test_sqlite_counts_its_tables_for_its_plans_after_all_was_made_anew() -> None:
    sheet = make_sheet()
    with CaptureQueriesContext(connection) as asked:
        refresh([sheet.pk])
    assert "ANALYZE" not in [query["sql"] for query in asked]  # one sheet changes no plan
    with CaptureQueriesContext(connection) as asked:
        refresh()
    counted = ["ANALYZE"] if connection.vendor == "sqlite" else []
    assert [query["sql"] for query in asked if query["sql"] == "ANALYZE"] == counted


def test_names_that_an_upgrade_knows_to_be_no_one_payees_leave_the_payees() -> None:
    block = make_block(make_sheet(sheet_year=2024), "A")
    make_link(None, block)
    make_payment(block, "退職者", amount_million=30)
    make_payment(block, "見本社", amount_million=12)
    Payee.objects.filter(name="退職者").update(kind="unnumbered")  # as the version before took it
    refresh()
    assert SpendingSums.objects.get().named_direct_yen == 42_000_000
    import_module("reviewsheets.migrations.0020_group_names").tell_groups(apps, None)
    assert refresh_missing() == 1
    assert set(PayeeSums.objects.values_list("payee__name", "kind")) == {("退職者", "group"), ("見本社", "unnumbered")}
    kept = SpendingSums.objects.get()
    assert (kept.unnamed_yen, kept.named_direct_yen, kept.payees) == (30_000_000, 12_000_000, 1)
    assert SheetReview.objects.count() == 1
