"""What people typed into imported sheets stays: reported as a conflict, overwritten only when told so."""

from pathlib import Path
from typing import Any

import pytest

from reviewsheets.models import Block, BudgetYear, Evaluation, Indicator, Payment, ReviewSheet
from reviewsheets.units.cells import number_from
from tests.factories import (
    make_block,
    make_budget_year,
    make_check_answer,
    make_indicator,
    make_item_use,
    make_link,
    make_policy_evaluation,
    make_sheet,
)
from tests.importers.importing import all_rows, changed_tables, imported
from tests.importers.judgit_files import judgit_object, ndjson
from tests.importers.official_files import small_year

pytestmark = pytest.mark.django_db

NEVER = 1_234_567


def official(folder: Path, *cells: tuple[str, int, str, str]) -> Path:
    year = small_year()
    for code, row, column, value in cells:
        year.put(code, row, column, value)
    return year.write(folder)


def paper(folder: Path, **changes: Any) -> Path:
    folder.mkdir(parents=True)
    (folder / "judgit-2018.ndjson").write_bytes(ndjson([judgit_object(**changes)]))
    return folder


def the_sheet(number: str = "101") -> ReviewSheet:
    return ReviewSheet.objects.get(number=number)


def edit(sheet: ReviewSheet, **fields: Any) -> None:
    """A save of the entry page: rows, then the sheet as a new edition."""
    for name, value in fields.items():
        setattr(sheet, name, value)
    sheet.edition += 1
    sheet.save()


def edit_executed(budget_year: int = 2023) -> None:
    BudgetYear.objects.filter(sheet=the_sheet(), budget_year=budget_year).update(executed_yen=NEVER)
    edit(the_sheet())


def executed() -> int | None:
    return BudgetYear.objects.get(sheet=the_sheet(), budget_year=2023).executed_yen


@pytest.fixture
def year(tmp_path: Path) -> Path:
    """A year, stored."""
    folder = official(tmp_path / "first")
    imported(folder)
    return folder


# --- Sheets of the newer form ----------------------------------------------------------------------------------------


def test_the_same_file_again_keeps_an_edit_and_reports_it(year: Path) -> None:
    edit_executed()
    before = all_rows()
    report = imported(year)
    assert changed_tables(before) == {}
    (conflict,) = report.conflicts
    assert (conflict.sheet, conflict.record, conflict.column) == ("2024 101", "BudgetYear 2023", "executed_yen")
    assert (conflict.old, conflict.new) == ("1234567", "900000")
    assert (report.conflict_count, report.change_count) == (1, 0)


def test_the_option_overwrites_an_edit_with_the_same_file(year: Path) -> None:
    edit_executed()
    report = imported(year, overwrites_edits=True)
    assert (report.conflict_count, report.change_count, executed()) == (0, 1, 900_000)
    before = all_rows()
    assert imported(year).conflict_count == 0
    assert changed_tables(before) == {}


def test_a_newer_file_keeps_an_edit_and_reports_it(year: Path, tmp_path: Path) -> None:
    edit_executed()
    newer = official(tmp_path / "newer", ("2-1", 4, "執行額（合計）", "850000"), ("6-1", 2, "備考", "新しい備考"))
    report = imported(newer)
    assert [(change.column, change.old, change.new) for change in report.conflicts] == [
        ("executed_yen", "1234567", "850000")
    ]
    assert [change.column for change in report.changes] == ["remarks"]
    assert (executed(), the_sheet().remarks) == (NEVER, "新しい備考")
    assert imported(newer, overwrites_edits=True).change_count == 1
    assert executed() == 850_000


def test_an_edit_before_another_part_changed_is_still_seen(year: Path, tmp_path: Path) -> None:
    edit_executed()
    imported(official(tmp_path / "newer", ("6-1", 2, "備考", "新しい備考")))
    assert imported(year, overwrites_edits=True).change_count == 2
    assert executed() == 900_000


def test_an_edit_in_1_2_keeps_the_sheet_s_columns(year: Path, tmp_path: Path) -> None:
    edit(the_sheet("102"), purpose="手で直した目的")
    report = imported(official(tmp_path / "newer", ("1-2", 4, "事業の目的", "新しい目的")))
    assert [(change.old, change.new) for change in report.conflicts] == [("手で直した目的", "新しい目的")]
    assert the_sheet("102").purpose == "手で直した目的"


def test_a_row_typed_in_stays(year: Path, tmp_path: Path) -> None:
    block = the_sheet().blocks.get(letter="A")
    Payment.objects.create(block=block, name="手で足した支出先", position=99, amount_yen=5)
    edit(the_sheet())
    report = imported(official(tmp_path / "newer", ("5-1", 4, "金額", "490000")))
    assert [change.record for change in report.conflicts] == [
        "Payment A 手で足した支出先",
        "Contract A 2000012020001 見本株式会社 運営業務",
    ]
    assert Payment.objects.filter(name="手で足した支出先").exists()


def test_words_in_an_amount_are_an_edit(year: Path, tmp_path: Path) -> None:
    BudgetYear.objects.filter(sheet=the_sheet(), budget_year=2024).update(carried_out_yen=None, carried_out_text="-")
    edit(the_sheet())
    report = imported(official(tmp_path / "newer", ("2-1", 4, "執行額（合計）", "850000")))
    assert ("carried_out_text", "-", "") in [(change.column, change.old, change.new) for change in report.conflicts]
    assert executed() == 900_000


def test_terms_typed_beside_a_payee_stay_when_its_arrows_change(year: Path, tmp_path: Path) -> None:
    Payment.objects.filter(block__sheet=the_sheet(), name="個人A").update(contract_method="随意契約（少額）")
    edit(the_sheet())
    report = imported(official(tmp_path / "newer", ("5-2", 3, "資金の流れの補足情報", "【随意契約】")))
    assert (report.conflict_count, report.change_count) == (1, 0)
    assert Payment.objects.get(name="個人A").contract_method == "随意契約（少額）"


def test_a_name_given_to_a_block_that_5_1_lacks_stays(year: Path, tmp_path: Path) -> None:
    Block.objects.filter(sheet=the_sheet("103"), letter="C").update(name="手で付けた名")
    edit(the_sheet("103"))
    newer = official(tmp_path / "newer", ("5-3", 5, "使途", "新しい使途"))
    assert imported(newer).change_count == 2
    assert the_sheet("103").blocks.get(letter="C").name == "手で付けた名"


def test_a_measure_of_the_policy_evaluation_is_no_accident(year: Path, tmp_path: Path) -> None:
    sheet = the_sheet()
    make_indicator(sheet, "policy", policy_evaluation=make_policy_evaluation(sheet))
    edit(sheet)
    report = imported(official(tmp_path / "newer", ("3-1", 5, "2023", "9")))
    assert (report.conflict_count, report.change_count) == (2, 0)
    assert Indicator.objects.filter(sheet=sheet, kind="policy").exists()


def test_what_no_official_file_holds_is_never_touched(year: Path, tmp_path: Path) -> None:
    sheet = the_sheet()
    make_check_answer(sheet, explanation="手入力")
    edit(sheet, laws="手で入れた法令", change_reason="手で入れた理由")
    newer = official(tmp_path / "newer", ("1-2", 2, "事業の目的", "新しい目的"), ("1-2", 3, "事業の目的", "新しい目的"))
    assert imported(newer).conflict_count == 0
    sheet.refresh_from_db()
    assert (sheet.purpose, sheet.laws, sheet.change_reason) == ("新しい目的", "手で入れた法令", "手で入れた理由")
    assert sheet.check_answers.get().explanation == "手入力"


def test_a_withdrawn_sheet_stays_withdrawn(year: Path, tmp_path: Path) -> None:
    edit(the_sheet(), published_at=None)
    imported(official(tmp_path / "newer", ("2-1", 4, "執行額（合計）", "850000")))
    assert (the_sheet().published_at, executed()) == (None, 850_000)


# --- Paper sheets ----------------------------------------------------------------------------------------------------


@pytest.fixture
def paper_sheet(tmp_path: Path) -> ReviewSheet:
    imported(paper(tmp_path / "first"))
    return the_sheet("0001")


def completed(sheet: ReviewSheet, what: str) -> None:
    """What the paper form has and JUDGIT! has not, typed into one of its sheets."""
    block = sheet.blocks.get(letter="A")
    if what == "terms":
        Payment.objects.filter(block=block).update(contract_method="一般競争契約（最低価格）", bidders=2)
    elif what == "block":
        Block.objects.filter(pk=block.pk).update(name="見本請負", role="運営")
    elif what == "arrow":
        make_link(None, block)
    elif what == "item":
        make_item_use(block)
    elif what == "interim":
        indicator = sheet.indicators.get(kind="outcome")
        indicator.values.create(column="interim", fiscal_year=2019, target=80)
    elif what == "measure":
        make_indicator(sheet, "policy", policy_evaluation=make_policy_evaluation(sheet))
    elif what == "header":
        sheet.department = "見本部"
    edit(sheet)


@pytest.mark.parametrize("what", ["terms", "block", "arrow", "item", "interim", "measure", "header"])
def test_what_was_added_to_a_paper_sheet_is_not_lost(paper_sheet: ReviewSheet, tmp_path: Path, what: str) -> None:
    completed(paper_sheet, what)
    before = all_rows()
    report = imported(paper(tmp_path / "newer", 事業概要="新しい概要"))
    assert changed_tables(before) == {}
    assert "新しい概要" in [change.new for change in report.conflicts]
    assert imported(paper(tmp_path / "third")).change_count == 0
    assert changed_tables(before) == {}


@pytest.mark.parametrize("text", ["-", "1,000", "▲5", "1.80", "検討中", "²"])
def test_any_words_typed_into_a_paper_sheet_stay(paper_sheet: ReviewSheet, tmp_path: Path, text: str) -> None:
    value = paper_sheet.indicators.get(kind="outcome").values.get(column="year")
    value.actual, value.actual_text = number_from(text), text
    value.save()
    edit(paper_sheet)
    before = all_rows()
    report = imported(paper(tmp_path / "newer", 事業概要="新しい概要"))
    assert changed_tables(before) == {}
    assert report.conflict_count >= 2


def test_a_dash_typed_into_an_amount_of_a_paper_sheet_stays(paper_sheet: ReviewSheet, tmp_path: Path) -> None:
    paper_sheet.budget_years.filter(budget_year=2017).update(executed_yen=None, executed_text="-")
    edit(paper_sheet)
    report = imported(paper(tmp_path / "newer"))
    assert [(change.column, change.old, change.new) for change in report.conflicts] == [
        ("executed_yen", "", "80500000"),
        ("executed_text", "-", ""),
    ]


def test_the_option_brings_the_file_s_own_sheet_back(paper_sheet: ReviewSheet, tmp_path: Path) -> None:
    completed(paper_sheet, "block")
    imported(paper(tmp_path / "newer", 事業概要="新しい概要"), overwrites_edits=True)
    assert the_sheet("0001").outline == "新しい概要"
    assert the_sheet("0001").blocks.get(letter="A").name == ""


def test_check_marks_of_a_paper_sheet_are_never_touched(paper_sheet: ReviewSheet, tmp_path: Path) -> None:
    make_check_answer(paper_sheet, explanation="手入力")
    edit(paper_sheet)
    report = imported(paper(tmp_path / "newer", 事業概要="新しい概要"))
    assert (report.change_count, report.conflict_count) == (1, 0)
    assert the_sheet("0001").check_answers.get().explanation == "手入力"


# --- Sheets that were typed in whole ---------------------------------------------------------------------------------


def test_a_hand_entered_paper_sheet_of_the_same_number_stays(tmp_path: Path) -> None:
    sheet = make_sheet(number="0001", name="手で入れた事業")
    make_budget_year(sheet, 2017, initial_million=1)
    before = all_rows()
    report = imported(paper(tmp_path / "a"))
    assert changed_tables(before) == {}
    assert (report.new_sheets, report.change_count) == (0, 0)
    assert ("name", "手で入れた事業", "見本事業") in [(one.column, one.old, one.new) for one in report.conflicts]


def test_a_hand_entered_sheet_keeps_what_it_says_and_takes_what_it_lacks(tmp_path: Path) -> None:
    sheet = make_sheet(sheet_year=2024, number="101", name="手で入れた事業", published=False)
    make_budget_year(sheet, 2023, initial_million=1)
    make_block(sheet, "A", name="手で入れたブロック")
    report = imported(official(tmp_path / "a"))
    sheet.refresh_from_db()
    assert (sheet.name, sheet.published_at, report.new_sheets) == ("手で入れた事業", None, 2)
    assert list(sheet.budget_years.values_list("budget_year", "initial_yen")) == [(2023, 1_000_000)]
    assert list(sheet.blocks.values_list("name", flat=True)) == ["手で入れたブロック"]
    assert (sheet.block_links.count(), sheet.own_costs.count()) == (0, 0)
    assert sheet.law_list.count() == 1
    assert Evaluation.objects.get(sheet=sheet).check_result == "見本の点検結果"


def test_the_option_replaces_a_hand_entered_sheet(tmp_path: Path) -> None:
    sheet = make_sheet(sheet_year=2024, number="101", name="手で入れた事業")
    imported(official(tmp_path / "a"), overwrites_edits=True)
    sheet.refresh_from_db()
    assert (sheet.name, sheet.blocks.count(), sheet.edition) == ("見本事業1", 2, 2)
