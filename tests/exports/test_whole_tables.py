"""Cells of whole tables: numbers, dashes, blanks, formulas; blocks of bytes."""

import pytest

from reviewsheets.exports.whole_tables import WHOLE_TABLES, WholeTable, whole_table_stream
from reviewsheets.exports.whole_tables.columns import (
    PERCENT,
    Column,
    decimals,
    flag,
    joined,
    number_check,
    quantity,
    rate_cells,
    text,
    year,
    yen,
)


def cells(column: Column, *rows: tuple[object, ...]) -> str:
    """The column's cells of those rows, in a table of its own."""
    content = b"".join(whole_table_stream(WholeTable("表", "", (column,)), [rows]))
    return content.decode("utf-8-sig").partition("\r\n")[2].replace("\r\n", "\n")


def test_file_starts_with_a_mark_and_ends_its_lines_as_windows_does() -> None:
    table = WholeTable("表", "", (year("年度", "", "a"), text("名前", "", "b")))
    chunks = list(whole_table_stream(table, [[(2018, '二行\n"引用"')], [(None, "")]]))
    assert chunks == ["\ufeff年度,名前\r\n".encode(), '2018,"二行\n""引用"""\r\n'.encode(), b",\r\n"]


def test_amount_dash_zero_and_blank_are_four_things() -> None:
    rows = ((599_000_000, ""), (None, "-"), (0, ""), (None, ""), (-5, ""), (None, None))
    assert cells(yen("額（円）", "", "x"), *rows) == '599000000\n-\n0\n""\n-5\n""\n'


@pytest.mark.parametrize("formula", ["=1+1", "+SUM(A1)", "-cmd", "@x", "＝1+1", "\tx"])
def test_formula_in_a_text_is_made_text(formula: str) -> None:
    assert cells(text("名前", "", "x"), (formula,)) == f"'{formula}\n"
    assert cells(yen("額（円）", "", "x"), (None, formula)) == f"'{formula}\n"


@pytest.mark.parametrize("plain", ["-5", "+5", "-", "▲3", "平成30年度", "5-3"])
def test_number_or_plain_words_in_a_text_stay(plain: str) -> None:
    assert cells(text("名前", "", "x"), (plain,)) == f"{plain}\n"


def test_exact_number_comes_before_its_rounding() -> None:
    rows = ((1e17, "123456789012345678"), (95.1, ""), (None, "検討中"), (None, "0"), (0, ""), (1e-05, ""), (None, None))
    column = quantity("落札率（％）", "", "n", "t", kind=PERCENT, unit="％")
    assert cells(column, *rows) == '123456789012345678\n95.1\n検討中\n0\n0\n0.00001\n""\n'


def test_truth_is_written_as_the_official_files_do_whatever_the_database_has_for_it() -> None:
    assert cells(flag("印", "", "x"), (1,), (False,), (True,), (0,), (None,)) == 'TRUE\nFALSE\nTRUE\nFALSE\n""\n'


def test_list_is_joined() -> None:
    assert cells(joined("方法", "", "x"), ('["補助", "交付"]',), ("[]",), ('["=1"]',)) == '補助、交付\n""\n\'=1\n'


def test_wrong_corporate_number_is_said_and_that_of_the_payee_is_right() -> None:
    right = "4010001129759"
    rows = ((right, right), (right, ""), ("1234567890123", ""), ("", ""), ("", right), ("1234567890123", None))
    wrong = "検査数字が合いません"
    assert cells(number_check("確認", "", "a", "b"), *rows) == f'""\n""\n{wrong}\n""\n""\n{wrong}\n'


def test_doubles_give_the_decimal_that_was_stored() -> None:
    assert [str(number) for number in decimals((0.1, 12345.678, None, 3))] == ["0.1", "12345.678", "None", "3"]


def test_rate_in_hundredths_has_one_decimal() -> None:
    assert rate_cells((8066, None, 10000)) == ["80.7", "", "100"]


@pytest.mark.parametrize("name", WHOLE_TABLES)
def test_every_table_begins_with_its_sheet_and_names_each_column_once(name: str) -> None:
    header = WHOLE_TABLES[name].header
    assert header[:4] == ("事業年度", "府省庁", "事業番号", "事業名")
    assert len(set(header)) == len(header)


@pytest.mark.parametrize("name", WHOLE_TABLES)
def test_every_column_says_what_it_means_and_an_amount_its_unit(name: str) -> None:
    for column in WHOLE_TABLES[name].columns:
        assert str(column.meaning).endswith("。"), column.name
        if str(column.unit) in ("円", "％"):
            assert str(column.unit) in column.name
