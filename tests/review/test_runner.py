"""The run over sheets: findings are opened, kept with their disposition, and closed."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.utils import timezone, translation

from reviewsheets.models import Evaluation, Finding, Indicator, ReviewSheet, RuleTally, SheetReview
from reviewsheets.review.places import told_apart
from reviewsheets.review.rules import registry
from reviewsheets.review.runner import evaluate_sheet, review, tally_without
from reviewsheets.review.words import figure, sentence, stored
from tests.factories import make_budget_year, make_indicator, make_project, make_sheet
from tests.review.reviewing import asked

pytestmark = pytest.mark.django_db


def low_sheet(*, executed_million: int = 100, **fields: object) -> ReviewSheet:
    """A sheet whose execution is 100 of 600 million yen."""
    sheet = make_sheet(**fields)
    make_budget_year(sheet, sheet.sheet_year - 1, initial_million=600, executed_million=executed_million)
    return sheet


def execute(sheet: ReviewSheet, executed_yen: int) -> None:
    sheet.budget_years.update(executed_yen=executed_yen)
    review([sheet.pk])


def test_a_finding_is_kept_with_its_figures() -> None:
    sheet = low_sheet()
    assert review([sheet.pk]) == 1
    finding = Finding.objects.get(sheet=sheet, rule="B01")
    assert (finding.place, finding.amount_yen, finding.is_open) == ("budget/2017/executed", 500_000_000, True)
    assert finding.figures == {
        "budget_year": 2017,
        "rate_percent": "16.66",
        "total_yen": 600_000_000,
        "executed_yen": 100_000_000,
    }
    assert (finding.sheet_year, finding.ministry) == (2018, sheet.ministry)


def test_what_no_longer_holds_is_closed_and_opens_again() -> None:
    sheet = low_sheet()
    review()
    first = Finding.objects.get(sheet=sheet, rule="B01")
    execute(sheet, 500_000_000)
    first.refresh_from_db()
    assert first.closed_at is not None
    execute(sheet, 200_000_000)
    first.refresh_from_db()
    assert (first.closed_at, first.figures["rate_percent"]) == (None, "33.33")
    assert Finding.objects.filter(sheet=sheet, rule="B01").count() == 1


def test_a_rerun_keeps_the_disposition_and_tells_changed_figures(django_user_model: type[User]) -> None:
    sheet = low_sheet()
    review()
    finding = Finding.objects.get(sheet=sheet, rule="B01")
    finding.disposition, finding.explanation = Finding.Disposition.EXPLAINED, "入札が不調だったため"
    finding.disposed_at, finding.disposed_figures = timezone.now(), finding.figures
    finding.disposed_by = django_user_model.objects.create_user("tanto")
    finding.save()
    review()
    finding.refresh_from_db()
    assert (finding.disposition, finding.explanation, finding.is_changed_since) == (
        "explained",
        "入札が不調だったため",
        False,
    )
    execute(sheet, 50_000_000)
    finding.refresh_from_db()
    assert (finding.disposition, finding.disposed_by.username, finding.is_changed_since) == ("explained", "tanto", True)


def test_drafts_have_no_findings_and_a_withdrawn_sheet_closes_its_own() -> None:
    draft = low_sheet(published=False)
    review()
    assert not Finding.objects.exists()
    assert "B01" in [row.rule.code for row in evaluate_sheet(draft.pk) if row.found]
    sheet = low_sheet()
    review()
    ReviewSheet.objects.filter(pk=sheet.pk).update(published_at=None)
    review([sheet.pk])
    assert not Finding.objects.filter(closed_at=None).exists()
    assert not SheetReview.objects.filter(sheet=sheet).exists()
    assert not RuleTally.objects.exists()


def test_results_are_counted_by_year_and_ministry() -> None:
    low_sheet()
    low_sheet(executed_million=500)
    make_sheet()
    low_sheet(ministry="財務省")
    review()
    counts = ("sheets_passed", "sheets_found", "sheets_not_evaluable", "items", "items_found")
    rows = RuleTally.objects.filter(rule="B01").order_by("ministry__name").values_list("ministry__name", *counts)
    rows_before = list(rows)
    assert rows_before == [("総務省", 1, 1, 1, 2, 1), ("財務省", 0, 1, 0, 1, 1)]
    gone = ReviewSheet.objects.get(ministry__name="財務省")
    gone.delete()
    tally_without([(2018, gone.ministry_id)])
    assert list(RuleTally.objects.filter(rule="B01").values_list("ministry__name", *counts)) == rows_before[:1]


def test_a_saved_sheet_is_counted_alone_and_all_others_stay() -> None:
    low_sheet()
    changed = low_sheet()
    review()
    execute(changed, 500_000_000)
    row = RuleTally.objects.get(rule="B01")
    assert (row.sheets_passed, row.sheets_found) == (1, 1)


def test_a_draft_beside_a_published_sheet_tells_nothing_of_itself() -> None:
    project = make_project()
    make_sheet(project=project, sheet_year=2017, published=False)
    newer = make_sheet(project=project, sheet_year=2018)
    assert review([newer.pk]) == 2
    assert list(SheetReview.objects.values_list("sheet", flat=True)) == [newer.pk]


def test_an_explanation_stays_with_its_indicator_when_another_is_put_above() -> None:
    sheet = make_sheet()
    first = make_indicator(sheet, values={2017: (None, 5)}, name="甲", unit="件")
    review()
    Finding.objects.filter(sheet=sheet, rule="G03").update(disposition="explained", explanation="甲の説明")
    Indicator.objects.filter(pk=first.pk).update(position=1)
    make_indicator(sheet, values={2017: (None, 9)}, name="乙", unit="件", position=0)
    review([sheet.pk])
    found = Finding.objects.filter(sheet=sheet, rule="G03", closed_at=None)
    assert sorted(found.values_list("figures__indicator", "explanation")) == [("乙", ""), ("甲", "甲の説明")]


def test_places_that_are_alike_are_told_apart() -> None:
    assert list(told_apart(["x", "x#2", "x", "x", "y"])) == ["x", "x#2", "x#3", "x#4", "y"]


@pytest.mark.parametrize("expert_last_year", ["1018", "2999", "未実施"])
def test_a_year_that_is_none_is_not_evaluable(expert_last_year: str) -> None:
    sheet = make_sheet(sheet_year=2024)
    Evaluation.objects.filter(sheet=sheet).update(expert_last_year=expert_last_year)
    assert not asked(sheet, "B11")[0]
    assert len(asked(sheet, "B12")[1]) == 1


def test_figures_as_long_as_the_columns_let_them_be_are_kept() -> None:
    assert stored({"rate_percent": Decimal(f"1{'0' * 26}.129")}) == {"rate_percent": f"1{'0' * 26}.12"}


def test_a_finding_of_an_older_rule_tells_its_figures() -> None:
    rule = registry.get("B01")
    assert rule
    with translation.override("ja"):
        assert sentence(rule, {"rate_percent": "48.2", "gone": "x"}) == "割合 48.2％、gone x"
        assert sentence(rule, {}) == ""
        assert figure("reviewed_year", 1018) == "1018"
