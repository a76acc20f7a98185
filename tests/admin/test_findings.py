"""What the review finds while a sheet is entered, and what staff say of it."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from reversion.models import Version

from reviewsheets.access import Role
from reviewsheets.admin.entry import FullEntry
from reviewsheets.admin.review_box import cell_at, rows_on_page
from reviewsheets.models import (
    Block,
    BlockLink,
    BudgetYear,
    CheckAnswer,
    DataVersion,
    Evaluation,
    Finding,
    Indicator,
    IndicatorValue,
    Ministry,
    Payee,
    Payment,
    Project,
    ReviewSheet,
    SheetSummary,
    UnitCost,
    UnitCostYear,
)
from reviewsheets.review.rule import Cell
from reviewsheets.summaries.refresh import refresh
from tests.admin.conftest import whole_sheet
from tests.admin.test_hostile import rows_of
from tests.admin.test_roles import browser, editor_of
from tests.admin.typing_in import Answer, Typist, entry_url
from tests.factories import make_budget_year, make_sheet

pytestmark = pytest.mark.django_db
LOW = "平成29年度 (2017)の執行率は16.66％（計600百万円、執行額100百万円）。"


def low_sheet(*, published: bool = True, ministry: str = "総務省", **fields: Any) -> ReviewSheet:
    """100 of 600 million yen were spent: one finding of B01, stored when published."""
    sheet = make_sheet(published=published, ministry=ministry, **fields)
    make_budget_year(sheet, 2017, initial_million=600, executed_million=100)
    refresh([sheet.pk])
    return sheet


def finding_of(sheet: ReviewSheet) -> Finding:
    return Finding.objects.get(sheet=sheet, rule="B01")


def said_of(response: Any, code: str = "B01") -> list[tuple[str, str, str]]:
    """The rule's findings in the box: (id of the input, its label, sentence)."""
    items = [item for group in response.context["box"].groups for item in group.items]
    return [(item.anchor, item.label, item.says) for item in items if item.rule.code == code]


def noted(response: Any) -> dict[str, str]:
    """The sentences beside inputs, by the id of the list they stand in."""
    parts = response.content.decode().split('<ul class="cell-notes" id="')[1:]
    return {part.partition('"')[0]: part.partition("</ul>")[0].partition(">")[2] for part in parts}


def as_cells(sheet: ReviewSheet) -> FullEntry:
    return FullEntry(sheet, ministries=Ministry.objects.all(), projects=Project.objects.all())


class TestWarnings:
    """Beside the cells, and in the box above."""

    def test_a_draft_tells_its_findings_when_opened(self, desk: Client) -> None:
        page = desk.get(entry_url(low_sheet(published=False)))
        assert said_of(page) == [("id_budget-executed_2017", "2017 執行額", LOW)]
        assert noted(page)["id_budget-executed_2017_notes"].startswith(f"<li><b>点検</b> {LOW}</li>")
        html = page.content.decode()
        assert 'aria-describedby="id_budget-executed_2017_notes"' in html
        assert f'<a href="#id_budget-executed_2017">2017 執行額</a>：{LOW}' in html
        assert f"点検で確認したい点 {page.context['box'].count}件" in html

    def test_a_saved_value_changes_what_is_told_and_nothing_blocks(self, desk: Client) -> None:
        sheet = low_sheet(published=False)
        typist = Typist(desk, entry_url(sheet))
        typist["budget-executed_2017"] = "200"
        answer = typist.save()
        assert answer.was_saved
        assert [says for *_, says in said_of(desk.get(entry_url(sheet)))] == [
            "平成29年度 (2017)の執行率は33.33％（計600百万円、執行額200百万円）。"
        ]
        typist.open()
        typist["budget-executed_2017"] = "500"
        typist.save()
        assert said_of(desk.get(entry_url(sheet))) == []

    def test_errors_stand_without_findings(self, desk: Client) -> None:
        typist = Typist(desk, entry_url(low_sheet(published=False)))
        typist["budget-initial_2016"] = "百万"
        answer = typist.save()
        assert [anchor for anchor, _ in answer.problems] == ["id_budget-initial_2016"]
        assert answer.response.context["box"] is None
        assert noted(answer.response) == {}

    def test_help_and_note_both_describe_an_input(self) -> None:
        entry = as_cells(whole_sheet())
        field = entry["header"]["purpose"]
        assert field.aria_describedby == "id_sheet-purpose_helptext"
        field.notes.append("確認")
        assert field.aria_describedby == "id_sheet-purpose_helptext id_sheet-purpose_notes"

    def test_notes_are_escaped(self) -> None:
        field = as_cells(whole_sheet())["header"]["purpose"]
        field.notes.append("<b>甲</b>")
        assert "&lt;b&gt;甲&lt;/b&gt;" in str(field)

    def test_a_reader_of_a_draft_sees_the_box_without_inputs(self) -> None:
        sheet = low_sheet(published=False)
        page = browser(Role.PUBLISHER).get(entry_url(sheet))
        assert said_of(page) == [("", "", LOW)]
        assert page.context["entry"] is None

    def test_a_reviewer_gets_no_way_to_cells_that_are_not_there(self) -> None:
        assert said_of(browser(Role.REVIEWER).get(entry_url(low_sheet()))) == [("", "", LOW)]


def input_id(table: str, row: Any, column: str) -> str | None:
    """The input that a rule's cell leads to on the page of the whole sheet."""
    sheet = ReviewSheet.objects.get()
    field = cell_at(Cell(table, row.pk, column), dict(rows_on_page(as_cells(sheet))))
    return field.auto_id if field else None


@pytest.mark.parametrize(
    ("table", "column", "found"),
    [
        ("sheet", "purpose", "id_sheet-purpose"),
        ("sheet", "start_year", "id_sheet-start"),
        ("sheet", "no_such", None),
        ("budget_year", "executed", "id_budget-executed_2017"),
        ("budget_year", "executed_yen", "id_budget-executed_2017"),
        ("budget_year", "", "id_budget-initial_2017"),
        ("budget_year", "total", None),
        ("block", "total", "id_blocks-0-total"),
        ("block", "", "id_blocks-0-letter"),
        ("payment", "bidders", "id_blocks-0-payments-0-bidder_count"),
        ("payment", "award_rate_percent", "id_blocks-0-payments-0-award_rate"),
        ("payment", "number", "id_blocks-0-payments-0-corporate_number"),
        ("payment", "amount_yen", "id_blocks-0-payments-0-amount"),
        ("payment", "reason", "id_blocks-0-payments-0-reason"),
        ("link", "", "id_links-0-source_letter"),
        ("link", "target", "id_links-0-target_letter"),
        ("indicator", "goal", "id_outcomes-0-goal"),
        ("indicator_value", "actual", "id_outcomes-0-actual_2017"),
        ("unit_cost", "basis", "id_unit-costs-0-basis"),
        ("unit_cost_year", "value", "id_unit-costs-0-value_2018"),
        ("answer", "mark", "id_check-need-state-mark"),
        ("evaluation", "response", "id_evaluation-response"),
        ("no_such_table", "x", None),
    ],
)
def test_a_rules_cell_is_an_input_of_the_page(table: str, column: str, found: str | None) -> None:
    sheet = whole_sheet()
    outcome = Indicator.objects.get(kind="outcome")
    rows: dict[str, Any] = {
        "sheet": sheet,
        "budget_year": BudgetYear.objects.get(budget_year=2017),
        "block": Block.objects.get(letter="A"),
        "payment": Payment.objects.get(block__letter="A"),
        "link": BlockLink.objects.get(source=None),
        "indicator": outcome,
        "indicator_value": IndicatorValue.objects.get(indicator=outcome, fiscal_year=2017, column="year"),
        "unit_cost": UnitCost.objects.get(),
        "unit_cost_year": UnitCostYear.objects.get(),
        "answer": CheckAnswer.objects.get(),
        "evaluation": Evaluation.objects.get(),
    }
    assert input_id(table, rows.get(table, sheet), column) == found


def test_the_interim_target_and_a_measure_have_their_inputs() -> None:
    whole_sheet()
    interim = IndicatorValue.objects.get(column="interim")
    measure = Indicator.objects.get(kind="policy")
    assert input_id("indicator_value", interim, "target") == "id_outcomes-0-target_interim"
    assert input_id("indicator", measure, "name") == "id_policies-0-measures-0-name"


class TestChecking:
    """保存せずに点検: as if it were saved, and nothing is."""

    def check(self, typist: Typist, **cells: str) -> Answer:
        return typist.save(check="保存せずに点検", **cells)

    def test_tells_what_saving_would_tell(self, desk: Client) -> None:
        sheet = low_sheet(published=False)
        typist = Typist(desk, entry_url(sheet))
        answer = self.check(typist, **{"budget-executed_2017": "150"})
        told = "平成29年度 (2017)の執行率は25％（計600百万円、執行額150百万円）。"
        assert said_of(answer.response) == [("id_budget-executed_2017", "2017 執行額", told)]
        assert noted(answer.response)["id_budget-executed_2017_notes"].startswith(f"<li><b>点検</b> {told}</li>")
        assert "保存していません。" in answer.response.content.decode()
        assert (answer.page.cells["budget-executed_2017"], answer.page.cells["edition"]) == ("150", "1")

    def test_a_year_that_is_not_stored_yet_is_noted_at_its_cell(self, desk: Client) -> None:
        sheet = make_sheet(published=False)
        typist = Typist(desk, entry_url(sheet))
        answer = self.check(typist, **{"budget-initial_2017": "600", "budget-executed_2017": "100"})
        assert said_of(answer.response) == [("id_budget-executed_2017", "2017 執行額", LOW)]
        assert not BudgetYear.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_keeps_nothing(self, desk: Client) -> None:
        sheet = whole_sheet()
        refresh([sheet.pk])
        typist = Typist(desk, entry_url(sheet))
        row = typist.add_row("blocks-0-payments")
        typist[f"{row}-name"] = "初めての会社"
        typist.tick("outcomes-0-DELETE")
        before = self.everything(sheet)
        answer = self.check(
            typist, **{"sheet-name": "変えた名前", "blocks-1-letter": "C", "links-1-target_letter": "C"}
        )
        assert (answer.problems, answer.response.status_code) == ([], 200)
        assert self.everything(sheet) == before
        assert answer.page.cells["sheet-name"] == "変えた名前"
        assert answer.page.cells[f"{row}-name"] == "初めての会社"
        assert answer.page.cells["outcomes-0-DELETE"] == "on"
        assert answer.said == []

    @pytest.mark.django_db(transaction=True)
    def test_keeps_nothing_of_a_published_sheet_either(self, desk: Client) -> None:
        sheet = low_sheet()
        typist = Typist(desk, entry_url(sheet))
        before = self.everything(sheet)
        answer = self.check(typist, **{"budget-executed_2017": "550"})
        assert said_of(answer.response) == []
        assert self.everything(sheet) == before
        assert "対応を記録する" not in answer.response.content.decode()

    def everything(self, sheet: ReviewSheet) -> list[Any]:
        """All that a save would change."""
        summaries = SheetSummary.objects.filter(sheet=sheet).values_list("executed_yen", flat=True)
        findings = Finding.objects.order_by("pk").values_list("figures", "closed_at")
        counted = [model.objects.count() for model in (Version, LogEntry, Payee, Project)]
        stamps = list(DataVersion.objects.values_list("pk", "stamp"))
        return [rows_of(sheet), list(summaries), list(findings), counted, stamps]

    def test_after_it_the_same_page_saves(self, desk: Client) -> None:
        sheet = low_sheet(published=False)
        typist = Typist(desk, entry_url(sheet))
        answer = self.check(typist, **{"budget-executed_2017": "150"})
        typist.page, typist.cells = answer.page, answer.page.cells
        assert typist.save().said == ["保存しました（第2版）。"]
        assert sheet.budget_years.get().executed_yen == 150_000_000

    def test_a_reviewers_check_leaves_the_edition(self) -> None:
        sheet = low_sheet()
        typist = Typist(browser(Role.REVIEWER), entry_url(sheet))
        answer = self.check(typist, **{"evaluation-response": "反映した"})
        assert (answer.page.cells["edition"], answer.page.cells["evaluation-response"]) == ("1", "反映した")
        assert Evaluation.objects.get().response == ""

    def test_errors_are_told_as_on_saving(self, desk: Client) -> None:
        answer = self.check(Typist(desk, entry_url(low_sheet(published=False))), **{"budget-initial_2016": "百万"})
        assert [anchor for anchor, _ in answer.problems] == ["id_budget-initial_2016"]
        assert answer.response.context["box"] is None
        assert "入力した内容で点検しました" not in answer.response.content.decode()

    def test_a_stale_page_is_told_so(self, desk: Client) -> None:
        sheet = low_sheet(published=False)
        typist = Typist(desk, entry_url(sheet))
        ReviewSheet.objects.filter(pk=sheet.pk).update(edition=2)
        answer = self.check(typist)
        assert answer.response.context["is_stale"]
        assert answer.response.context["box"] is None

    def test_who_may_not_enter_may_not_check(self) -> None:
        sheet = low_sheet()
        assert editor_of("財務省").post(entry_url(sheet), {"check": "1", "edition": "1"}).status_code == 403
        draft = low_sheet(published=False, number="2")
        assert editor_of("財務省").post(entry_url(draft), {"check": "1", "edition": "1"}).status_code == 404
