"""An upgrade takes back that no outcome was missed where nobody can say, in the summaries and their columns."""

from importlib import import_module

import numpy as np
import pytest
from django.apps import apps

from reviewsheets.models import SheetSummary, SummaryColumns
from reviewsheets.models.columns import BLANK, FORMS
from reviewsheets.summaries.refresh import refresh, refresh_missing
from tests.factories import make_indicator, make_sheet

pytestmark = pytest.mark.django_db
unsay = import_module("reviewsheets.migrations.0023_outcomes_missed").unsay


def test_what_nobody_can_say_is_taken_back_at_an_upgrade() -> None:
    unknown, reached = make_sheet(number="1"), make_sheet(number="2")
    make_indicator(unknown, "outcome", {2017: (100, 99)}, direction="")
    make_indicator(reached, "outcome", {2017: (100, 100)}, direction="up")
    refresh()
    SheetSummary.objects.update(outcomes_missed=0)  # as the version before said it
    unsay(apps, None)
    assert dict(SheetSummary.objects.values_list("sheet", "outcomes_missed")) == {unknown.pk: None, reached.pk: 0}
    refresh_missing()
    kept = SummaryColumns.objects.get()
    missed = np.frombuffer(kept.outcomes_missed, FORMS["outcomes_missed"])
    assert [missed[sheet.pk - kept.first_id] for sheet in (unknown, reached)] == [BLANK, 0]
