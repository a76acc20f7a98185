"""An upgrade marks doubtful amounts anew where marks stand, and what is worked out from them follows."""

from importlib import import_module

import pytest
from django.apps import apps

from reviewsheets.models import Payment, Receipt, RuleTally
from reviewsheets.summaries.refresh import refresh, refresh_missing
from tests.factories import make_block, make_budget_year, make_payment, make_sheet

pytestmark = pytest.mark.django_db
mark_anew = import_module("reviewsheets.migrations.0021_doubtful_amounts").mark_anew


def test_marks_receipts_and_tallies_follow_at_an_upgrade() -> None:
    asked, wrong = make_sheet(), make_sheet()
    make_budget_year(asked, 2019, requested_yen=10)
    make_budget_year(wrong, 2017, executed_yen=10)
    make_payment(make_block(asked), "要求だけ社", amount_yen=101, is_amount_doubtful=True)
    block = make_block(wrong, total_yen=191)
    make_payment(block, "大きい社", amount_yen=101, is_amount_doubtful=True)
    make_payment(block, "次に大きい社", amount_yen=90)
    refresh()
    mark_anew(apps, None)
    marked = Payment.objects.filter(is_amount_doubtful=True).values_list("name", flat=True)
    assert set(marked) == {"大きい社", "次に大きい社"}
    refresh_missing()
    received = Receipt.objects.values_list("payee__name", "unknown_yen", "doubtful")
    assert set(received) == {("要求だけ社", 101, 0), ("大きい社", None, 1), ("次に大きい社", None, 1)}
    assert sum(RuleTally.objects.filter(rule="M02").values_list("items_found", flat=True)) == 2
