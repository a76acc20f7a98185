"""What an import stores: whole sets, parts in any order, newer files, the same again; what it marks."""

from pathlib import Path

import pytest
from django.core.management import call_command

from reviewsheets.importers.report import Change
from reviewsheets.models import (
    BudgetYear,
    Contract,
    Payee,
    Payment,
    ReviewSheet,
    SourceFile,
)
from tests.importers.importing import all_rows, changed_tables, imported
from tests.importers.judgit_files import judgit_object, judgit_payee, ndjson
from tests.importers.official_files import RIGHT_NUMBER, OfficialYear, small_year

pytestmark = pytest.mark.django_db


def sheet(number: str = "101", sheet_year: int = 2024) -> ReviewSheet:
    return ReviewSheet.objects.get(sheet_year=sheet_year, number=number)


def as_told(changes: list[Change]) -> list[tuple[str, ...]]:
    return [(change.sheet, change.record, change.column, change.old, change.new) for change in changes]


def judgit_file(folder: Path, *sheets: object) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "judgit-2018.ndjson").write_bytes(ndjson(sheets))  # type: ignore[arg-type]
    return folder


# --- A set for the first time ----------------------------------------------------------------------------------------


def test_a_year_is_stored_whole(tmp_path: Path) -> None:
    report = imported(small_year().write(tmp_path, zipped=True))
    assert (report.new_sheets, report.same_sheets, len(report.changed_sheets)) == (3, 0, 0)
    assert dict(report.rows) == {
        "Project": 3,
        "ReviewSheet": 3,
        "SheetSource": 45,
        "SheetOrganisation": 2,
        "Policy": 2,
        "Law": 1,
        "SubsidyRate": 1,
        "RelatedProject": 1,
        "BudgetYear": 9,
        "BudgetAccount": 2,
        "BudgetItem": 2,
        "Indicator": 3,
        "IndicatorValue": 3,
        "PathNode": 3,
        "PathLink": 2,
        "Evaluation": 1,
        "Remark": 1,
        "Block": 4,
        "Payment": 5,
        "Payee": 4,
        "Contract": 2,
        "BlockLink": 5,
        "OwnCost": 1,
        "ItemUse": 3,
        "MultiYearContract": 1,
    }
    assert {name: len(rows) for name, rows in all_rows().items() if name in report.rows} == dict(report.rows)


def test_a_sheet_holds_what_its_files_say(tmp_path: Path) -> None:
    imported(small_year().write(tmp_path))
    one = sheet()
    assert (one.name, one.ministry.name, one.start_year, one.has_no_planned_end) == ("見本事業1", "総務省", 2015, True)
    assert (one.expense_items, one.methods) == (["科学技術振興費", "その他の事項経費"], ["直接実施"])
    assert (one.issues, one.remarks, one.former_number) == ("見本の課題\n2行目", "見本の備考", "2023-総務-22-0001")
    years = one.budget_years.values_list("budget_year", "initial_yen", "executed_yen", "executed_text", "requested_yen")
    assert list(years) == [
        (2023, 1_000_000, 900_000, "", None),
        (2024, 2_000_000, None, "0", None),
        (2025, None, None, "", 2_500_000),
    ]
    assert one.is_published


def test_each_file_and_row_is_known_afterwards(tmp_path: Path) -> None:
    imported(small_year().write(tmp_path))
    assert SourceFile.objects.count() == 15
    source = sheet("103").sources.get(code="5-1")
    assert (source.source_row, source.file.code, source.file.rows, source.file.sheet_year) == (9, "5-1", 11, 2024)
    assert list(Payment.objects.filter(block__sheet=sheet("103")).values_list("source_row", flat=True)) == [10, 12]
    assert source.file.name == "5-1_RS_2024_支出先_支出情報.csv"


def test_two_years_of_one_call_stand_side_by_side(tmp_path: Path) -> None:
    small_year(2024).write(tmp_path)
    small_year(2025).write(tmp_path)
    assert imported(tmp_path).new_sheets == 6
    assert list(ReviewSheet.objects.order_by("pk").values_list("sheet_year", flat=True)) == [2024] * 3 + [2025] * 3


def test_paper_sheets_are_stored_beside(tmp_path: Path) -> None:
    small_year().write(tmp_path)
    report = imported(judgit_file(tmp_path, judgit_object()))
    assert report.new_sheets == 4
    assert report.files[-1].sheet_years == (2018,)
    one = sheet("0001", 2018)
    years = one.budget_years.values_list("budget_year", "initial_yen", "executed_yen", "requested_yen")
    assert list(years) == [
        (2017, 100_000_000, 80_500_000, None),
        (2018, 120_000_000, None, None),
        (2019, None, None, 130_000_000),
    ]


def test_a_payee_is_named_as_most_of_its_rows_name_it(tmp_path: Path) -> None:
    office = judgit_object(支出先=[judgit_payee("A", "見本省見本局", RIGHT_NUMBER, 1.0)])
    whole = judgit_object(公開年度=2019, 支出先=[judgit_payee(letter, "見本省", RIGHT_NUMBER, 1.0) for letter in "AB"])
    imported(judgit_file(tmp_path, office, whole))
    assert Payee.objects.values_list("key", "name", "search_name").get() == (RIGHT_NUMBER, "見本省", "見本省")
    Payee.objects.update(name="手で直した名前")
    imported(judgit_file(tmp_path / "newer", judgit_object(公開年度=2020, 支出先=office["支出先"])))
    assert Payee.objects.get().name == "手で直した名前"


def test_a_file_with_several_years_says_which(tmp_path: Path) -> None:
    report = imported(judgit_file(tmp_path, judgit_object(), judgit_object(公開年度=2016)))
    assert report.files[0].sheet_years == (2016, 2018)


# --- The same again --------------------------------------------------------------------------------------------------


def test_importing_again_changes_no_row_and_says_so(tmp_path: Path) -> None:
    folder = judgit_file(small_year().write(tmp_path), judgit_object())
    imported(folder)
    before = all_rows()
    report = imported(folder)
    assert changed_tables(before) == {}
    assert (report.new_sheets, report.same_sheets, len(report.changed_sheets), report.rows.total()) == (0, 4, 0, 0)
    assert (report.change_count, report.conflict_count) == (0, 0)


def test_the_same_content_packed_otherwise_changes_nothing(tmp_path: Path) -> None:
    imported(small_year().write(tmp_path / "a"))
    before = all_rows()
    imported(small_year().write(tmp_path / "b", zipped=True))
    assert changed_tables(before) == {}


def test_a_sheet_written_otherwise_in_json_is_the_same(tmp_path: Path) -> None:
    """100 is 100.0, and the order of years and blocks' rows is theirs."""
    imported(judgit_file(tmp_path / "a", judgit_object()))
    before = all_rows()
    whole = judgit_object(予算=[*reversed(judgit_object()["予算"])])
    whole["予算"][2]["当初予算"] = 100
    imported(judgit_file(tmp_path / "b", whole))
    assert changed_tables(before) == {}


def test_a_command_says_that_nothing_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small_year().write(tmp_path)
    call_command("import_sheets", tmp_path)
    capsys.readouterr()
    call_command("import_sheets", tmp_path)
    assert "変わったものはありません。" in capsys.readouterr().out


# --- A newer file ----------------------------------------------------------------------------------------------------


def newer(folder: Path, *cells: tuple[str, int, str, str]) -> OfficialYear:
    """A year stored, and the same year with other cells."""
    imported(small_year().write(folder / "older"))
    year = small_year()
    for code, row, column, value in cells:
        year.put(code, row, column, value)
    return year


def test_a_newer_file_is_told_field_by_field(tmp_path: Path) -> None:
    year = newer(
        tmp_path,
        ("1-2", 4, "事業の目的", "新しい目的"),
        ("2-1", 4, "執行額（合計）", "850000"),
        ("3-1", 5, "2023", "9"),
        ("5-1", 4, "金額", "490000"),
        ("5-2", 3, "資金の流れの補足情報", "【随意契約】"),
    )
    report = imported(year.write(tmp_path / "newer"))
    assert as_told(report.changes) == [
        ("2024 102", "Sheet", "purpose", "", "新しい目的"),
        ("2024 101", "BudgetYear 2023", "executed_yen", "900000", "850000"),
        ("2024 101", "IndicatorValue activity 1 year 2023", "actual", "8", "9"),
        ("2024 101", "Contract A 2000012020001 見本株式会社 運営業務", "amount_yen", "500000", "490000"),
        ("2024 101", "BlockLink A B 見本再委託", "note", "", "【随意契約】"),
    ]
    assert (report.change_count, report.new_sheets, len(report.changed_sheets), report.same_sheets) == (5, 0, 2, 1)
    assert BudgetYear.objects.get(sheet=sheet(), budget_year=2023).executed_yen == 850_000
    assert Contract.objects.get(payment__block__sheet=sheet()).amount_yen == 490_000


def test_a_newer_file_leaves_the_rest_as_it_was(tmp_path: Path) -> None:
    year = newer(tmp_path, ("2-1", 4, "執行額（合計）", "850000"))
    before = all_rows()
    imported(year.write(tmp_path / "newer"))
    assert sorted(changed_tables(before)) == [
        *("BudgetAccount", "BudgetYear", "ContractFacts", "Finding", "IndicatorResult", "PayeeSums", "Receipt"),
        *("ReviewSheet", "RuleTally", "SearchText", "SheetReview", "SheetSource", "SheetSummary", "SourceFile"),
        *("SummaryColumns", "YearSums"),
    ]
    assert SourceFile.objects.count() == 16


def test_a_row_that_comes_or_goes_is_told_whole(tmp_path: Path) -> None:
    year = newer(tmp_path)
    del year.rows["2-2"][1]
    year.rows["5-3"].insert(0, [*year.rows["5-3"][0]])
    year.put("5-3", 2, "費目", "旅費")
    assert as_told(imported(year.write(tmp_path / "newer")).changes) == [
        (
            "2024 101",
            "BudgetItem 2023 一般会計 当初予算 総務本省 見本項 見本業務庁費",
            "",
            "2023｜一般会計｜一般会計｜当初予算｜総務省｜総務本省｜見本項｜見本業務庁費｜1000000",
            "",
        ),
        (
            "2024 101",
            "ItemUse A 見本株式会社 運営業務 旅費 職員の給与",
            "",
            "",
            "A｜見本株式会社｜2000012020001｜運営業務｜旅費｜職員の給与｜400000",
        ),
    ]


def test_a_payee_put_first_does_not_shift_the_others(tmp_path: Path) -> None:
    year = newer(tmp_path)
    year.rows["5-1"].insert(1, [*year.rows["5-1"][1]])
    year.put("5-1", 3, "支出先名", "先頭の株式会社")
    year.put("5-1", 3, "法人番号", "")
    (change,) = imported(year.write(tmp_path / "newer")).changes
    assert (change.record, change.old) == ("Payment A 先頭の株式会社", "")


def test_rows_in_another_order_are_told_as_that(tmp_path: Path) -> None:
    year = newer(tmp_path)
    year.rows["2-2"][:2] = year.rows["2-2"][1::-1]
    assert as_told(imported(year.write(tmp_path / "newer")).changes) == [("2024 101", "2-2", "順番", "", "")]


def test_a_cell_that_every_file_repeats_is_told_too(tmp_path: Path) -> None:
    year = newer(tmp_path, ("6-1", 2, "課", "別の課"))
    assert as_told(imported(year.write(tmp_path / "newer")).changes) == [("2024 101", "6-1", "課", "", "別の課")]
    assert sheet().sources.get(code="6-1").own_cells == {"課": "別の課"}


def test_a_newer_paper_sheet_is_told_field_by_field(tmp_path: Path) -> None:
    imported(judgit_file(tmp_path / "older", judgit_object()))
    changed = judgit_object(事業概要="新しい概要", 主要施策=None)
    changed["アウトカム"][0]["成果実績"][0]["成果実績"] = 71.5
    changed["支出先"][1]["支出額"] = 21.0
    report = imported(judgit_file(tmp_path / "newer", changed))
    assert as_told(report.changes) == [
        ("2018 総務省 0001", "Sheet", "outline", "見本の概要", "新しい概要"),
        ("2018 総務省 0001", "IndicatorValue outcome year 2017", "actual", "70", "71.5"),
        ("2018 総務省 0001", "Payment B 見本市", "amount_yen", "20000000", "21000000"),
    ]


def test_a_sheet_missing_from_a_newer_file_stays_and_is_named(tmp_path: Path) -> None:
    year = newer(tmp_path)
    year.drop_project("103")
    report = imported(year.write(tmp_path / "newer"))
    assert (report.missing_sheets, report.same_sheets) == (["2024 103"], 2)
    assert sheet("103").blocks.count() == 2


def test_an_open_entry_page_is_told(tmp_path: Path) -> None:
    year = newer(tmp_path, ("2-1", 4, "執行額（合計）", "850000"))
    imported(year.write(tmp_path / "newer"))
    assert (sheet("101").edition, sheet("102").edition) == (2, 1)


def test_ids_are_never_given_twice(tmp_path: Path) -> None:
    imported(small_year().write(tmp_path / "2024"))
    last = ReviewSheet.objects.get(number="103")
    last_id = last.pk
    last.delete()
    imported(small_year(2025).write(tmp_path / "2025"))
    assert min(ReviewSheet.objects.filter(sheet_year=2025).values_list("pk", flat=True)) > last_id


# --- A dry run -------------------------------------------------------------------------------------------------------


def test_a_dry_run_reports_and_changes_nothing(tmp_path: Path) -> None:
    year = newer(tmp_path, ("2-1", 4, "執行額（合計）", "850000"))
    before = all_rows()
    report = imported(year.write(tmp_path / "newer"), is_dry_run=True)
    assert changed_tables(before) == {}
    assert as_told(report.changes) == [("2024 101", "BudgetYear 2023", "executed_yen", "900000", "850000")]


def test_a_dry_run_of_a_first_import_changes_nothing(tmp_path: Path) -> None:
    before = all_rows()
    assert imported(small_year().write(tmp_path), is_dry_run=True).new_sheets == 3
    assert changed_tables(before) == {}


# --- Beside the demonstration ----------------------------------------------------------------------------------------


def test_demo_and_official_sheets_live_side_by_side(tmp_path: Path) -> None:
    call_command("load_demo", sheets=2)
    demo = all_rows()
    report = imported(judgit_file(small_year().write(tmp_path), judgit_object()))
    assert (report.new_sheets, report.missing_sheets, report.conflict_count) == (4, [], 0)
    now = all_rows()
    for name in ("BudgetYear", "Indicator", "Payment", "Block", "CheckAnswer", "Evaluation"):
        assert now[name][: len(demo[name])] == demo[name]
    imported(tmp_path)
    assert all_rows() == now
