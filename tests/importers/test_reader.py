"""Which files are official, and what cannot be read: told by content, with file, row, column and value."""

import gzip
import io
import random
import zipfile
from pathlib import Path

import pytest

from reviewsheets.formats.layout import FormatError
from reviewsheets.importers.reader import find_sources, json_objects, table_rows
from reviewsheets.importers.summary import problem_line
from tests.importers.judgit_files import judgit_object, ndjson
from tests.importers.official_files import HEADERS, Project, official_csv, official_row, small_year, zip_of

PLAIN = official_csv("6-1", [official_row("6-1", Project("101"), {"備考": "見本\n2行目"})])
HEAD = ",".join(HEADERS["6-1"])
ROW = "レビューシート,2024,101,見本事業,8,総務省,総務省,見本局,,見本課,,,,"  # a row of 6-1, its 備考 blank


def refused(path: Path) -> str:
    """What is said of a file that is read to its end."""
    with pytest.raises(FormatError) as caught:
        read_all(path)
    return problem_line(caught.value.problem)


def read_all(path: Path) -> None:
    for source in find_sources([path]).sources:
        list(table_rows(source.path) if source.is_table else json_objects(source.path))


def rows(path: Path) -> list[list[str]]:
    return [row.cells for row in table_rows(path)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "6-1.csv"


# --- What is read ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("6-1.csv", PLAIN),
        ("6-1.zip", zip_of({"6-1.csv": PLAIN})),
        ("6-1.csv.gz", gzip.compress(PLAIN)),
        ("備考.txt", PLAIN),
        ("備考", zip_of({"6-1.csv": PLAIN})),
        ("6-1.csv", PLAIN.removeprefix(b"\xef\xbb\xbf")),
        ("6-1.csv", PLAIN.replace(b"\r\n", b"\n")),
    ],
)
def test_a_table_is_told_by_its_content(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    (source,) = find_sources([tmp_path / name]).sources
    assert source.is_table
    assert rows(source.path)[1] == [*Project("101").common("6-1"), "見本\n2行目"]


@pytest.mark.parametrize(
    "content",
    [
        b'{"a": 1}\n{"a": 2}\n',
        b'{"a": 1}\n\n{"a": 2}',
        b'\xef\xbb\xbf{"a": 1}\r\n{"a": 2}\r\n',
        b'[{"a": 1}, {"a": 2}]',
        b'[\n  {\n    "a": 1\n  },\n  {"a": 2}\n]\n',
        gzip.compress(b'{"a": 1}\n{"a": 2}\n'),
    ],
)
def test_objects_come_a_line_or_as_a_list(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "sheets.txt").write_bytes(content)
    assert [value for _row, value in json_objects(tmp_path / "sheets.txt")] == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize("content", [b'{"a": 1}', b'{\n  "a":\n 1\n}\n', b'{"a":\n 1}'])
def test_one_object_is_a_file_too(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "sheet.json").write_bytes(content)
    assert list(json_objects(tmp_path / "sheet.json")) == [(1, {"a": 1})]


def test_files_of_a_folder_that_are_no_data_are_passed_over_and_named(tmp_path: Path) -> None:
    small_year().write(tmp_path / "2024", codes=("1-2", "6-1"))
    (tmp_path / "2024" / "README.md").write_text("# 公式のファイル")
    (tmp_path / "2024" / "manifest.json").write_text("{}")
    (tmp_path / "2024" / "judgit.ndjson").write_bytes(ndjson([judgit_object()]))
    found = find_sources([tmp_path])
    assert [source.name for source in found.sources] == [
        "1-2_RS_2024_基本情報_事業概要等.csv",
        "6-1_RS_2024_その他備考.csv",
        "judgit.ndjson",
    ]
    assert [path.name for path in found.passed_over] == ["README.md"]


def test_a_row_is_counted_as_a_spreadsheet_does(file: Path) -> None:
    file.write_text(f'{HEAD}\n{ROW}"1行目\n2行目"\n{ROW}\n')
    assert [row.number for row in table_rows(file)] == [1, 2, 3]


# --- Archives --------------------------------------------------------------------------------------------------------


def test_a_truncated_zip_is_refused(tmp_path: Path) -> None:
    whole = zip_of({"6-1.csv": PLAIN * 50})
    (tmp_path / "6-1.zip").write_bytes(whole[:-30])
    assert refused(tmp_path / "6-1.zip") == "6-1.zip：読めないか、壊れた圧縮ファイルです（File is not a zip file）"


def test_a_zip_whose_content_is_damaged_is_refused(tmp_path: Path) -> None:
    whole = bytearray(zip_of({"6-1.csv": PLAIN}))
    whole[100] ^= 255
    (tmp_path / "6-1.zip").write_bytes(whole)
    assert refused(tmp_path / "6-1.zip").startswith("6-1.zip：読めないか、壊れた圧縮ファイルです（")


def test_any_damage_to_an_archive_is_said_or_does_no_harm(tmp_path: Path) -> None:
    chance = random.Random(3)  # noqa: S311 - the same damages in every run
    good = zip_of({"6-1.csv": PLAIN}), gzip.compress(PLAIN)
    for number in range(600):
        damaged = bytearray(good[number % 2])
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        (tmp_path / "6-1.zip").write_bytes(damaged)
        try:
            found = [rows(source.path) for source in find_sources([tmp_path / "6-1.zip"]).sources]
        except FormatError:
            continue
        assert found == [[list(HEADERS["6-1"]), [*Project("101").common("6-1"), "見本\n2行目"]]]


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"a.csv": PLAIN, "b.csv": PLAIN}, "zipの中のファイルは1つのはずですが、2つあります"),
        ({}, "zipの中のファイルは1つのはずですが、0つあります"),
        ({"a.zip": zip_of({"6-1.csv": PLAIN})}, "圧縮ファイルの中に圧縮ファイルがあります（a.zip）"),
        ({"a.csv.gz": gzip.compress(PLAIN)}, "圧縮ファイルの中に圧縮ファイルがあります（a.csv.gz）"),
    ],
)
def test_an_archive_holds_one_plain_file(tmp_path: Path, members: dict[str, bytes], message: str) -> None:
    (tmp_path / "6-1.zip").write_bytes(zip_of(members))
    assert refused(tmp_path / "6-1.zip") == f"6-1.zip：{message}"


@pytest.mark.parametrize(
    "packed", [zip_of({"6-1.csv": zip_of({"6-1.csv": PLAIN})}), gzip.compress(gzip.compress(PLAIN))]
)
def test_an_archive_inside_another_is_told_by_its_content(tmp_path: Path, packed: bytes) -> None:
    (tmp_path / "6-1.zip").write_bytes(packed)
    assert refused(tmp_path) == "6-1.zip 1行目：圧縮ファイルの中に圧縮ファイルがあります"


@pytest.mark.parametrize("pack", [lambda content: zip_of({"6-1.csv": content}), gzip.compress])
def test_a_bomb_is_not_unpacked(tmp_path: Path, pack: object) -> None:
    bomb = pack(f"{HEAD}\n{ROW}".encode() + b"0" * 50_000_000)  # type: ignore[operator]
    assert len(bomb) < 60_000
    (tmp_path / "6-1.zip").write_bytes(bomb)
    largest = f"{len(bomb) * 300:,}"
    assert refused(tmp_path / "6-1.zip") == f"6-1.zip：展開すると大きすぎます（{largest}バイトを超えます）"


def test_a_zip_under_a_password_is_refused(tmp_path: Path) -> None:
    whole = bytearray(zip_of({"6-1.csv": PLAIN}))
    whole[6] |= 1
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "6-1.zip").write_bytes(whole)
    problem = refused(tmp_path / "6-1.zip")
    assert problem.startswith("6-1.zip：読めないか、壊れた圧縮ファイルです（File ")
    assert "is encrypted, password required" in problem


@pytest.mark.parametrize("length", [5, 30, 60])
def test_a_truncated_gz_is_refused(tmp_path: Path, length: int) -> None:
    (tmp_path / "6-1.csv.gz").write_bytes(gzip.compress(PLAIN)[:length])
    assert refused(tmp_path / "6-1.csv.gz").startswith(
        "6-1.csv.gz：読めないか、壊れた圧縮ファイルです（Compressed file ended"
    )


def test_a_zip_with_another_packing_is_read_too(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("6-1.csv", PLAIN)
    (tmp_path / "6-1.zip").write_bytes(packed.getvalue())
    assert len(rows(tmp_path / "6-1.zip")) == 2


# --- Encodings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["cp932", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_another_encoding_is_refused(file: Path, encoding: str, quote: str) -> None:
    text = f"{HEAD}\n{ROW}\n".replace("シート種別", f"{quote}シート種別{quote}")
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    file.write_bytes(mark + text.encode(encoding))
    assert refused(file) == "6-1.csv 1行目：文字コードがUTF-8ではありません"


def test_one_cell_in_another_encoding_is_named(file: Path) -> None:
    content = f"{HEAD}\n" + f'{ROW}"改行\nのある備考"\n' * 3000 + f"{ROW}"
    file.write_bytes(content.encode() + "備考".encode("cp932") + b"\n")
    assert refused(file) == r"6-1.csv 3002行目 「備考」 値 \x94\xf5\x8dl：文字コードがUTF-8ではありません"


def test_json_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes('{"a": 1}\n{"事業名": "見本"}\n'.encode("cp932"))
    assert refused(tmp_path / "a.json").startswith("a.json 2行目")
    assert refused(tmp_path / "a.json").endswith("：文字コードがUTF-8ではありません")


# --- Texts of a table ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "6-1.csv 1行目：ファイルが空です"),
        (b"\xef\xbb\xbf\r\n", "6-1.csv 1行目：ファイルが空です"),
        (b"a,b\r\n1,2\r\n", "6-1.csv 1行目：RSシステムのCSVでもJUDGIT!のJSONでもありません"),
        (f'{HEAD}\n{ROW}"閉じない\n{ROW}\n'.encode(), "6-1.csv 2行目：引用符が閉じないままファイルが終わっています"),
        (f'{HEAD}\n{ROW}\n{ROW}"a"b\n'.encode(), "6-1.csv 3行目：CSVとして読めません（',' expected after '\"'）"),
        (f"{HEAD}\n{ROW}\n{ROW},余分\n".encode(), "6-1.csv 3行目：列の数が14ではなく15です"),
        (f"{HEAD}\n{ROW[:-1]}\n".encode(), "6-1.csv 2行目：列の数が14ではなく13です"),
        (f"{HEAD}\n\n{ROW}\n".encode(), "6-1.csv 2行目：列の数が14ではなく0です"),
        (f"{HEAD}\n{ROW}\n{ROW}見\0本\n".encode(), "6-1.csv 3行目 「備考」 値 見\\x00本：NUL文字があります"),
    ],
)
def test_a_wrong_text_is_named_by_its_row(file: Path, content: bytes, problem: str) -> None:
    file.write_bytes(content)
    assert refused(file) == problem


def test_a_cell_of_ten_million_characters_is_refused(file: Path) -> None:
    file.write_text(f"{HEAD}\n{ROW}\n{ROW}{'長' * 10_000_000}\n")
    message = "1,000,000文字までのところに10,000,000文字あります"
    assert refused(file) == f"6-1.csv 3行目 「備考」 値 {'長' * 200}：{message}"


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_without_end_is_given_up(file: Path, quote: str) -> None:
    file.write_text(f"{HEAD}\n{ROW}{quote}" + "0" * 20_000_001)
    assert refused(file) == "6-1.csv 2行目：20,000,000文字を超えるセルがあります"


# --- Texts of a JSON file --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ('{"a": 1}\n{"a": \n', "2行目：JSONとして読めません（6文字目：Expecting value）"),
        ('[{"a": 1},\n {"a" 2}]', "2行目：JSONとして読めません（7文字目：Expecting ':' delimiter）"),
        ('{"a": NaN}', "1行目：JSONとして読めません（NaN は数ではありません）"),
        ('{"a": -Infinity}', "1行目：JSONとして読めません（-Infinity は数ではありません）"),
        ('{"a": 1, "b": 2, "a": 3}', "1行目：JSONとして読めません（同じ項目が2つあります：a）"),
        ('{"a": "\\u0000"}', "1行目 「a」 値 \\x00：NUL文字があります"),
        ('{"a": 1}\n{"b": [{"c": "x\\ud800"}]}', "2行目 「b/0/c」 値 x\\ud800：文字になっていない文字があります"),
        ('{"a\\ud800": 1}', "1行目 値 a\\ud800：文字になっていない文字があります"),
        ('{"a": "\0"}', "1行目：NUL文字があります"),
    ],
)
def test_a_wrong_object_is_named_by_its_line(tmp_path: Path, content: str, problem: str) -> None:
    (tmp_path / "a.json").write_text(content)
    assert refused(tmp_path / "a.json") == f"a.json {problem}"


@pytest.mark.parametrize("content", ["[" * 100_000, '{"a": ' + "1" * 5000 + "}", '{"a": 1e' + "9" * 30 + "}"])
def test_json_that_no_parser_bears_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content)
    assert refused(tmp_path / "a.json").startswith("a.json 1行目：JSONとして読めません（")


def test_nothing_at_the_path_is_said(tmp_path: Path) -> None:
    assert refused(tmp_path / "ない.csv") == f"：ファイルがありません：{tmp_path}/ない.csv"
    assert refused(tmp_path) == "：取り込めるファイルがありません"
