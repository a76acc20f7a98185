"""A year whose files come in several runs, in any order."""

from pathlib import Path

import pytest

from reviewsheets.models import (
    Block,
    BlockLink,
    BudgetAccount,
    Finding,
    ItemUse,
    Payment,
    Project,
    ReviewSheet,
    SheetSource,
    SourceFile,
)
from tests.importers.importing import all_rows, import_paths, imported, problem_lines
from tests.importers.official_files import CODES, small_year

pytestmark = pytest.mark.django_db


def sheet(number: str = "101") -> ReviewSheet:
    return ReviewSheet.objects.get(number=number)


def test_files_may_come_one_by_one(tmp_path: Path) -> None:
    imported(small_year().write(tmp_path / "whole"))
    whole = {name: len(rows) for name, rows in all_rows().items()}
    for model in (SheetSource, SourceFile, Block, ReviewSheet, Project):
        model.objects.all().delete()
    others = [code for code in CODES if code != "1-2"]
    for place, code in enumerate(["1-2", *reversed(others)]):
        imported(small_year().write(tmp_path / str(place), codes=(code,)))
    Finding.objects.exclude(closed_at=None).delete()  # of files that had not come yet
    assert {name: len(rows) for name, rows in all_rows().items()} == whole
    assert not Block.objects.filter(sheet__number="101", is_implied=True).exists()


def test_blocks_that_only_arrows_name_become_real_when_5_1_comes(tmp_path: Path) -> None:
    imported(small_year().write(tmp_path / "a", codes=("1-2", "5-2")))
    blocks = Block.objects.order_by("sheet__number", "position").values_list("sheet__number", "letter", "is_implied")
    assert list(blocks) == [("101", "A", True), ("101", "B", True), ("103", "A", True), ("103", "C", True)]
    report = imported(small_year().write(tmp_path / "b", codes=("5-1",)))
    assert report.conflict_count == 0
    assert list(blocks.all()) == [("101", "A", False), ("101", "B", False), ("103", "A", False), ("103", "C", True)]
    assert BlockLink.objects.count() == 5
    assert Payment.objects.filter(block__letter="A", block__sheet__number="101").count() == 2


def test_items_in_another_order_than_blocks_are_no_hand_edit(tmp_path: Path) -> None:
    year = small_year()
    year.rows["5-3"][:2] = year.rows["5-3"][1::-1]
    imported(year.write(tmp_path / "a"))
    year.put("5-3", 2, "使途", "新しい使途")
    report = imported(year.write(tmp_path / "b"))
    assert (report.change_count, report.conflict_count) == (2, 0)  # 使途 is part of an item's key
    assert list(ItemUse.objects.filter(block__sheet=sheet()).order_by("source_row").values_list("use", flat=True)) == [
        "新しい使途",
        "職員の給与",
    ]


def test_the_rest_without_1_2_finds_the_stored_sheets(tmp_path: Path) -> None:
    imported(small_year().write(tmp_path / "a", codes=("1-2",)))
    report = imported(small_year().write(tmp_path / "b", codes=("2-1", "6-1")))
    assert (report.new_sheets, len(report.changed_sheets), report.missing_sheets) == (0, 3, [])
    assert BudgetAccount.objects.count() == 2


def test_without_1_2_at_all_nothing_is_stored(tmp_path: Path) -> None:
    lines = problem_lines(import_paths(small_year().write(tmp_path, codes=("6-1",))))
    assert lines[0] == (
        "6-1_RS_2024_その他備考.csv 2行目 「予算事業ID」 値 101：1-2（基本情報_事業概要等）にない事業です"
    )
    assert len(lines) == 3
