"""Starting from last year's sheet: what comes along, what does not, and the columns one year on."""

import pytest
from django.test import Client

from reviewsheets.models import BudgetYear, ReviewSheet
from tests.admin.conftest import whole_sheet
from tests.admin.typing_in import Answer, Typist, entry_url
from tests.factories import make_budget_year, make_project, make_sheet


@pytest.fixture
def last(db: None) -> ReviewSheet:
    """Last year's sheet, carrying 12 million over."""
    sheet = whole_sheet()
    BudgetYear.objects.filter(sheet=sheet, budget_year=2018).update(carried_out_yen=12_000_000, supplementary_yen=5)
    BudgetYear.objects.create(sheet=sheet, budget_year=2015, initial_yen=1)
    sheet.change_reason, sheet.remarks = "増減の理由", "備考"
    sheet.evaluation.response = "反映した"
    sheet.evaluation.save()
    sheet.save()
    return sheet


def copied(desk: Client, last: ReviewSheet) -> ReviewSheet:
    """The sheet that このシートから翌年度を作る makes."""
    answer = Typist(desk, f"/admin/reviewsheets/reviewsheet/add/?after={last.pk}").save()
    assert answer.was_saved, answer.page.errors
    return ReviewSheet.objects.get(sheet_year=last.sheet_year + 1)


def test_the_form_offers_next_year_of_the_same_project(desk: Client, last: ReviewSheet) -> None:
    cells = Typist(desk, f"/admin/reviewsheets/reviewsheet/add/?after={last.pk}").cells
    assert (cells["sheet_year"], cells["number"], cells["name"]) == ("2019", "新30-0006", "見本の対策")
    assert (cells["ministry"], cells["project"]) == (str(last.ministry_id), str(last.project_id))
    assert cells["copy_last_year"] == "on"


def test_texts_come_along_and_judgements_do_not(desk: Client, last: ReviewSheet) -> None:
    sheet = copied(desk, last)
    assert (sheet.project, sheet.is_published, sheet.edition) == (last.project, False, 1)
    assert (sheet.accounts, sheet.purpose) == (["一般会計", "特別会計"], "目的の一行目\n二行目")
    assert (sheet.start_year, sheet.start_year_text, sheet.end_year_text) == (2018, "平成30年度", "終了予定なし")
    assert (sheet.change_reason, sheet.remarks, sheet.outlay_yen) == ("", "", None)
    assert not hasattr(sheet, "evaluation")
    assert sheet.check_answers.count() == 0
    assert [row.name for row in sheet.related_projects.all()] == ["関連の事業"]


def test_budget_columns_move_one_year_on(desk: Client, last: ReviewSheet) -> None:
    rows = copied(desk, last).budget_years.all()
    assert [(row.budget_year, row.initial_yen, row.executed_yen, row.carried_in_yen) for row in rows] == [
        (2017, 100_000_000, 90_500_000, None),
        (2018, 599_000_000, None, None),
        (2019, None, None, 12_000_000),
    ]
    assert rows[1].supplementary_yen == 5
    assert {(row.requested_yen, row.requested_text) for row in rows} == {(None, "")}


def test_budget_lines_keep_their_names_only(desk: Client, last: ReviewSheet) -> None:
    lines = copied(desk, last).budget_lines.all()
    assert [(line.name, line.initial_yen, line.requested_yen, line.requested_text) for line in lines] == [
        ("見本業務庁費", None, None, "")
    ]


def test_indicators_keep_the_years_of_the_new_form(desk: Client, last: ReviewSheet) -> None:
    outcome = last.indicators.get(kind="outcome")
    outcome.values.create(column="year", fiscal_year=2015, target=1)
    sheet = copied(desk, last)
    values = sheet.indicators.get(kind="outcome").values.order_by("pk")
    assert [(value.column, value.fiscal_year, value.target, value.target_text) for value in values] == [
        ("year", 2017, 100, ""),
        ("interim", 2019, None, "検討中"),
        ("final", 2022, 8, ""),
    ]
    measure = sheet.indicators.get(kind="policy")
    assert measure.policy_evaluation is not None
    assert (measure.policy_evaluation.sheet, measure.policy_evaluation.relation) == (sheet, "関係の説明")
    assert [(year.fiscal_year, year.formula) for year in sheet.unit_costs.get().years.all()] == [(2018, "350/200")]


def test_the_flow_comes_without_money_and_payees(desk: Client, last: ReviewSheet) -> None:
    sheet = copied(desk, last)
    assert [(block.letter, block.name, block.total_yen) for block in sheet.blocks.all()] == [
        ("A", "請負事業者", None),
        ("B", "再委託先", None),
    ]
    assert [(link.source and link.source.letter, link.target.letter) for link in sheet.block_links.all()] == [
        (None, "A"),
        ("A", "B"),
    ]
    assert {link.target.sheet for link in sheet.block_links.all()} == {sheet}
    assert [block.payments.count() + block.item_uses.count() for block in sheet.blocks.all()] == [0, 0]


def test_past_numbers_gain_last_years(desk: Client, last: ReviewSheet) -> None:
    rows = copied(desk, last).past_numbers.all()
    assert [(row.past_year, row.number) for row in rows] == [(2017, "新30 0008"), (2018, "新30-0006")]


def test_last_years_sheet_stays_as_it_was(desk: Client, last: ReviewSheet) -> None:
    copied(desk, last)
    assert (last.budget_years.count(), last.blocks.count(), last.past_numbers.count()) == (4, 2, 1)


def new_of_project(desk: Client, project: int, **more: str) -> Answer:
    """A new sheet of 2019 for a project."""
    typist = Typist(desk, "/admin/reviewsheets/reviewsheet/add/")
    for name, text in {"sheet_year": "2019", "number": "0009", "name": "新", "project": str(project)}.items():
        typist[name] = text
    return typist.save(**more)


@pytest.mark.parametrize(("carried_out", "prefilled"), [("12", "12"), ("-", "-"), ("0", "0"), (None, "")])
def test_carried_in_is_prefilled_where_nothing_was_copied(
    desk: Client, carried_out: str | None, prefilled: str
) -> None:
    project = make_project()
    last = make_sheet(project=project, number="0001")
    make_budget_year(last, 2018, initial_million=20, carried_out_million=carried_out)
    assert new_of_project(desk, project.pk).was_saved
    sheet = ReviewSheet.objects.get(sheet_year=2019)
    typist = Typist(desk, entry_url(sheet))
    assert typist["budget-carried_in_2019"] == prefilled
    assert typist.save().said[-1] == ("保存しました（第2版）。" if prefilled else "変更はありませんでした。")
    assert sheet.budget_years.count() == (1 if prefilled else 0)


@pytest.mark.parametrize(("published", "is_copied"), [(True, True), (False, False)])
def test_another_ministrys_draft_is_not_there_to_be_copied(desk: Client, published: bool, is_copied: bool) -> None:
    last = make_sheet(ministry="財務省", published=published, purpose="他省の目的")
    make_sheet(ministry="財務省", sheet_year=2012, project=last.project)  # so that the project itself is known
    make_budget_year(last, 2018, carried_out_million=7)
    answer = new_of_project(desk, last.project.pk, copy_last_year="on")
    assert answer.was_saved is is_copied
    if not is_copied:
        message = "この事業の前年度のシートが見つからないか、複数あります。"
        assert answer.page.errors == {"copy_last_year": message}
        assert new_of_project(desk, last.project.pk).was_saved
        sheet = ReviewSheet.objects.get(sheet_year=2019)
        assert Typist(desk, entry_url(sheet))["budget-carried_in_2019"] == ""


@pytest.mark.parametrize("sheets_last_year", [0, 2])
def test_without_one_sheet_of_last_year_nothing_is_copied(desk: Client, sheets_last_year: int) -> None:
    project = make_project()
    for number in range(sheets_last_year):
        make_sheet(project=project, number=f"000{number}")
    answer = new_of_project(desk, project.pk, copy_last_year="on")
    assert answer.page.errors == {"copy_last_year": "この事業の前年度のシートが見つからないか、複数あります。"}
    assert ReviewSheet.objects.filter(sheet_year=2019).count() == 0


def test_what_was_published_of_last_year_is_not_of_this(desk: Client, last: ReviewSheet) -> None:
    own = {"published_total_yen": 7, "published_basis": "gross", "published_rate_percent": 9}
    BudgetYear.objects.filter(sheet=last).update(**own)
    copies = copied(desk, last).budget_years.values_list("published_total_yen", "published_basis")
    assert set(copies) == {(None, "")}


def test_emptied_prefill_stays_empty(desk: Client) -> None:
    project = make_project()
    before = make_sheet(sheet_year=2017, project=project)
    make_budget_year(before, 2017, carried_out_million=40)
    sheet = make_sheet(sheet_year=2018, project=project, published=False)
    typist = Typist(desk, entry_url(sheet))
    assert typist.cells["budget-carried_in_2018"] == "40"
    assert typist.save(**{"budget-carried_in_2018": ""}).was_saved
    assert Typist(desk, entry_url(sheet)).cells["budget-carried_in_2018"] == ""
