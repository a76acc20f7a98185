"""A wrong cell anywhere in a set: said with file, row, column and value, and nothing of the set is stored."""

import csv
from pathlib import Path

import pytest

from tests.importers.importing import all_rows, changed_tables, import_paths, imported, problem_lines
from tests.importers.judgit_files import judgit_object, ndjson
from tests.importers.official_files import HEADERS, OfficialYear, small_year

pytestmark = pytest.mark.django_db

NAMES = {
    "1-2": "1-2_RS_2024_基本情報_事業概要等.csv",
    "2-1": "2-1_RS_2024_予算・執行_サマリ.csv",
    "2-2": "2-2_RS_2024_予算・執行_予算種別・歳出予算項目.csv",
    "3-1": "3-1_RS_2024_効果発現経路_目標・実績.csv",
    "4-1": "4-1_RS_2024_点検・評価.csv",
    "5-1": "5-1_RS_2024_支出先_支出情報.csv",
    "5-2": "5-2_RS_2024_支出先_支出ブロックのつながり.csv",
    "5-3": "5-3_RS_2024_支出先_費目・使途.csv",
    "5-4": "5-4_RS_2024_支出先_国庫債務負担行為等による契約.csv",
    "6-1": "6-1_RS_2024_その他備考.csv",
}


def refused(folder: Path) -> list[str]:
    """What is said of this set, which leaves the database as it was; an older year stands in it."""
    imported(small_year(2023).write(folder.parent / "older"))
    before = all_rows()
    problems = problem_lines(import_paths(folder))
    assert changed_tables(before) == {}
    return problems


def refused_year(year: OfficialYear, folder: Path) -> list[str]:
    return refused(year.write(folder))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "2024"


# --- Cells -----------------------------------------------------------------------------------------------------------

INTEGER = "整数ではありません"
OF_YEARS = "1990年から2100年までの年度ではありません"


@pytest.mark.parametrize(
    ("code", "row", "column", "value", "message"),
    [
        ("2-1", 2, "当初予算（合計）", "五百", INTEGER),
        ("2-1", 2, "当初予算（合計）", "1,000", INTEGER),
        ("2-1", 2, "当初予算（合計）", "100.5", INTEGER),
        ("2-1", 2, "当初予算（合計）", "1e3", INTEGER),
        ("2-1", 2, "当初予算（合計）", "０", INTEGER),
        ("2-1", 2, "当初予算（合計）", " 1", INTEGER),
        ("2-1", 2, "当初予算（合計）", "9223372036854775808", "大きすぎる数です"),
        ("2-1", 2, "当初予算（合計）", "9" * 5000, "大きすぎる数です"),
        ("2-1", 2, "翌年度要求額（合計）", "2500000", "「0.0」の形の金額ではありません"),
        ("2-1", 2, "執行率", "88.5%", "割合（0から1の小数）ではありません"),
        ("2-1", 4, "予算年度", "1989", OF_YEARS),
        ("2-1", 4, "予算年度", "2101", OF_YEARS),
        ("2-1", 2, "予算年度", "2025", "2024年度のシートの予算年度ではありません"),
        ("2-1", 4, "予算年度", "2024", "同じ予算年度の合計が2つあります"),
        ("2-1", 5, "予算年度", "2022", "この会計の行の上に、同じ予算年度の合計がありません"),
        ("2-2", 2, "予算年度", "平成30", INTEGER),
        ("2-2", 2, "予算年度", "", "年度がありません"),
        ("2-2", 2, "項", "長" * 301, "300文字までのところに301文字あります"),
        ("1-2", 2, "事業年度", "2102", "1990年から2099年までの年度ではありません"),
        ("1-2", 2, "事業年度", "二〇二四", "1990年から2099年までの年度ではありません"),
        ("1-2", 3, "事業年度", "2023", "2024年度のファイルです"),
        ("1-2", 3, "シート種別", "基金シート", "「レビューシート」ではありません"),
        ("1-2", 4, "予算事業ID", "1/02", "空欄か、空白や / ? # \\ を含むか、60文字を超えます"),
        ("1-2", 4, "府省庁の建制順", "32768", "0から32767までの整数ではありません"),
        ("1-2", 4, "開始年度不明", "はい", "TRUE・FALSE のどれでもありません"),
        ("1-2", 3, "事業の目的", "別の目的", "2行目と異なります"),
        ("1-2", 3, "主要経費", "科学技術振興費", "同じ事業の同じ主要経費の行が2つあるか、空欄です"),
        ("1-2", 4, "実施方法ー補助", "○", "1 か空欄のはずです"),
        ("3-1", 4, "2023", "多" * 301, "300文字までのところに301文字あります"),
        ("3-1", 3, "2023", "多" * 301, "300文字までのところに301文字あります"),
        ("4-1", 2, "行政事業レビュー推進チームの所見", "長" * 31, "30文字までのところに31文字あります"),
        ("5-1", 2, "ブロックの合計支出額", "80万", INTEGER),
        ("5-1", 6, "支出先ブロック番号", "A", "同じブロックが2つあります"),
        ("5-1", 3, "支出先ブロック番号", "B", "この行の上に、同じブロックの行がありません"),
        ("5-1", 4, "支出先名", "別の名", "この契約の上に、同じ支出先の行がありません"),
        ("5-1", 4, "入札者数", "-1", "0から2147483647までの整数ではありません"),
        ("5-1", 4, "落札率", "約9割", "落札率が数ではありません"),
        ("5-1", 4, "支出先の合計支出額", "500000", None),
        ("5-2", 3, "担当組織からの支出", "TRUE", "支出元のブロックがなければ TRUE、あれば FALSE のはずです"),
        ("5-3", 2, "支出先ブロック番号", "", "ブロックの番号がないか、10文字を超えます"),
        ("5-4", 2, "その他の契約", "x", "t・f のどれでもありません"),
    ],
)
def test_a_wrong_cell_is_named(folder: Path, code: str, row: int, column: str, value: str, message: str | None) -> None:
    year = small_year()
    year.put(code, row, column, value)
    place = f"{NAMES[code]} {row}行目 「{column}」 " + (f"値 {value[:200]}" if value else "")
    if message is None:
        place, message = f"{NAMES[code]} {row}行目 「支出先ブロック番号」 値 A", "支出先の合計と契約が同じ行にあります"
    assert refused_year(year, folder)[0] == f"{place.strip()}：{message}"


def test_a_name_too_long_to_compare_is_named(folder: Path) -> None:
    year = small_year()
    year.put("5-1", 5, "支出先名", "㍿" * 80)
    place = f"{NAMES['5-1']} 「支出先名」 値 {'㍿' * 80}"
    assert refused_year(year, folder) == [f"{place}：略さずに書くと300文字を超える名前です"]


# --- Rows ------------------------------------------------------------------------------------------------------------


def test_a_project_without_its_row_in_1_2_is_named_in_every_file(folder: Path) -> None:
    year = small_year()
    year.rows["1-2"] = [row for row in year.rows["1-2"] if row[2] != "102"]
    problems = refused_year(year, folder)
    assert len(problems) == 14
    assert problems[4] == f"{NAMES['2-1']} 6行目 「予算事業ID」 値 102：1-2（基本情報_事業概要等）にない事業です"


def test_a_wrong_row_in_1_2_is_said_once(folder: Path) -> None:
    year = small_year()
    year.put("1-2", 4, "開始年度不明", "はい")
    assert len(refused_year(year, folder)) == 1


def test_a_project_in_two_places_is_named(folder: Path) -> None:
    year = small_year()
    year.rows["6-1"].append(year.rows["6-1"][0])
    assert refused_year(year, folder) == [
        f"{NAMES['6-1']} 5行目 「予算事業ID」 値 101：同じ事業の行が離れた2か所にあります"
    ]


def test_a_project_twice_in_a_row_is_named(folder: Path) -> None:
    year = small_year()
    year.rows["6-1"].insert(0, year.rows["6-1"][0])
    assert refused_year(year, folder) == [f"{NAMES['6-1']} 3行目 「予算事業ID」 値 101：同じ事業の2行目です"]


def test_an_indicator_with_a_line_missing_is_named(folder: Path) -> None:
    year = small_year()
    del year.rows["3-1"][3]
    column = "目標年度／目標値／実績値／達成率"
    assert refused_year(year, folder) == [f"{NAMES['3-1']} 5行目 「{column}」 値 4.達成率：「3.実績値」の行のはずです"]


def test_all_problems_of_a_set_are_said_at_once(folder: Path) -> None:
    year = small_year()
    for code, column in (
        ("2-1", "当初予算（合計）"),
        ("2-2", "予算額（歳出予算項目ごと）"),
        ("5-1", "ブロックの合計支出額"),
    ):
        year.put(code, 2, column, "不明")
    assert [line.split("_")[0] for line in refused_year(year, folder)] == ["2-1", "2-2", "5-1"]


def test_after_a_hundred_problems_reading_stops(folder: Path) -> None:
    year = small_year(projects=120)
    for row in range(2, 2 + len(year.rows["2-1"])):
        year.put("2-1", row, "予算年度", "不明")
    problems = refused_year(year, folder)
    assert len(problems) == 100
    assert {line.split("_")[0] for line in problems} == {"2-1"}


# --- Headers and sets ------------------------------------------------------------------------------------------------


def with_header(year: OfficialYear, code: str, folder: Path, header: list[str], places: list[int]) -> None:
    """The file of that code with this header and these columns of its rows (-1: a blank one)."""
    rows = [[row[place] if place >= 0 else "" for place in places] for row in year.rows[code]]
    with (folder / NAMES[code]).open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, *rows])


HEADER = list(HEADERS["2-1"])
PLACES = list(range(len(HEADER)))
PROBLEM = "2-1 予算・執行_サマリ の見出しと合いません。"


@pytest.mark.parametrize(
    ("header", "places", "message"),
    [
        (HEADER[:-1], PLACES[:-1], f"{PROBLEM}ない列：備考"),
        (HEADER[:13] + HEADER[14:], PLACES[:13] + PLACES[14:], f"{PROBLEM}ない列：予算年度"),
        ([*HEADER[:-1], "備　考"], PLACES, f"{PROBLEM}ない列：備考。余分な列：備　考"),
        ([*HEADER, "新しい列"], [*PLACES, -1], f"{PROBLEM}余分な列：新しい列"),
        ([*HEADER[:-2], "備考", "要望額"], [*PLACES[:-2], -1, -2], f"{PROBLEM}列の順序が違うか、同じ列が2つあります"),
        ([*HEADER, "備考"], [*PLACES, -1], f"{PROBLEM}列の順序が違うか、同じ列が2つあります"),
        (["シート種別", "事業年度"], [0, 1], "RSシステムのCSVの見出しではありません"),
    ],
)
def test_a_header_must_be_the_official_one(folder: Path, header: list[str], places: list[int], message: str) -> None:
    year = small_year()
    year.write(folder)
    with_header(year, "2-1", folder, header, places)
    assert refused(folder) == [f"{NAMES['2-1']} 1行目：{message}"]


def test_the_years_of_3_1_have_no_gap(folder: Path) -> None:
    year, header = small_year(), list(HEADERS["3-1"])
    year.write(folder)
    gap = header.index("2030")
    places = [place for place in range(len(header)) if place != gap]
    with_header(year, "3-1", folder, [header[place] for place in places], places)
    problem = "3-1 効果発現経路_目標・実績 の見出しと合いません。ない列：2030"
    assert refused(folder) == [f"{NAMES['3-1']} 1行目：{problem}"]


def test_3_1_may_have_other_years_but_some(folder: Path) -> None:
    year, header = small_year(), list(HEADERS["3-1"])
    year.write(folder)
    places = [place for place, name in enumerate(header) if name < "2007" or name > "2060"]
    with_header(year, "3-1", folder, [header[place] for place in places], places)
    assert refused(folder)[0].startswith(
        f"{NAMES['3-1']} 1行目：3-1 効果発現経路_目標・実績 の見出しと合いません。ない列：2007"
    )


def test_a_header_alone_is_no_file(folder: Path) -> None:
    year = small_year()
    year.rows["2-1"] = []
    assert refused_year(year, folder) == [f"{NAMES['2-1']} 1行目：見出しだけで、行がありません"]


def test_an_empty_file_refuses_its_folder(folder: Path) -> None:
    small_year().write(folder)
    (folder / NAMES["2-1"]).write_bytes(b"")
    assert refused(folder) == [f"{NAMES['2-1']} 1行目：ファイルが空です"]


def test_a_file_that_breaks_off_refuses_its_folder(folder: Path) -> None:
    small_year().write(folder, zipped=True)
    name = NAMES["2-1"].replace(".csv", ".zip")
    (folder / name).write_bytes((folder / name).read_bytes()[:-10])
    assert refused(folder) == [f"{name}：読めないか、壊れた圧縮ファイルです（File is not a zip file）"]


def test_problems_before_a_file_breaks_off_keep_its_name(folder: Path) -> None:
    year = small_year()
    year.put("6-1", 3, "事業年度", "2023")
    year.write(folder)
    with (folder / NAMES["6-1"]).open("a", encoding="utf-8") as file:
        file.write("レビューシート,2024\n")
    assert refused(folder) == [
        f"{NAMES['6-1']} 3行目 「事業年度」 値 2023：2024年度のファイルです",
        f"{NAMES['6-1']} 5行目：列の数が14ではなく2です",
    ]


def test_two_files_of_one_code_and_year_are_refused(folder: Path) -> None:
    small_year().write(folder)
    (folder / "z.csv").write_bytes((folder / NAMES["6-1"]).read_bytes())
    assert refused(folder) == ["z.csv：2024年度の 6-1 のファイルが2つあります"]


def test_one_wrong_year_refuses_the_other_too(folder: Path) -> None:
    small_year(2025).write(folder)
    year = small_year()
    year.put("6-1", 2, "予算事業ID", "999")
    year.write(folder)
    assert refused(folder)[0].endswith("：1-2（基本情報_事業概要等）にない事業です")


# --- JUDGIT! ---------------------------------------------------------------------------------------------------------


def judgit_problem(folder: Path, **changes: object) -> str:
    """The one problem of a file whose second sheet has these changes."""
    folder.mkdir()
    sheets = [judgit_object(事業番号="0000"), judgit_object(**changes)]
    (folder / "judgit-2018.ndjson").write_bytes(ndjson(sheets))
    (problem,) = refused(folder)
    return problem


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"事業番号": "0000"}, "「事業番号」 値 0000：同じ府省庁・年度・事業番号のシートが2つあります"),
        ({"公開年度": None}, "「公開年度」：年度がありません"),
        ({"公開年度": 1899}, "「公開年度」 値 1899：1990年から2100年までの年度ではありません"),
        ({"公開年度": "2018"}, "「公開年度」 値 2018：整数ではありません"),
        ({"公開年度": True}, "「公開年度」 値 True：整数ではありません"),
        ({"ID": -1}, "「ID」 値 -1：0から2147483647までの整数ではありません"),
        ({"ID": 10**30}, "「ID」：大きすぎる数です"),
        ({"備考": "x"}, "：余分な項目：備考"),
        ({"予算": [{"年度": 2018}, {"年度": 2018}]}, "「予算/1/年度」 値 2018：同じ予算年度が2つあります"),
        ({"予算": [{"年度": 2018, "当初予算": "百"}]}, "「予算/0/当初予算」 値 百：数ではありません"),
        ({"予算": [{"年度": 2018, "当初予算": True}]}, "「予算/0/当初予算」 値 True：数ではありません"),
        ({"予算": [{"年度": 2018, "当初予算": 1e300}]}, "「予算/0/当初予算」：桁の多すぎる数です"),
        ({"予算": [{"年度": 2018, "当初予算": 1e15}]}, "「予算/0/当初予算」 値 1000000000000000.0：大きすぎる数です"),
        ({"予算": [{"年度": 2018, "当初": 1}]}, "「予算/0」：余分な項目：当初"),
        ({"予算": {"年度": 2018}}, "「予算」 値 {'年度': 2018}：一覧ではありません"),
        ({"予算": [2018]}, "「予算/0」 値 2018：オブジェクトではありません"),
        ({"支出先": [{"年度": 2017}]}, "「支出先/0」：ない項目：グループ、支出先名、支出額、業務概要、法人番号、番号"),
        ({"事業名": "長" * 301}, f"「事業名」 値 {'長' * 200}：300文字までのところに301文字あります"),
        ({"事業目的": 5}, "「事業目的」 値 5：文字列ではありません"),
        ({"事業目的": "長" * 1_000_001}, f"「事業目的」 値 {'長' * 200}：1000000文字までのところに1000001文字あります"),
        ({"会計区分": "一般会計"}, "「会計区分」 値 一般会計：一覧ではありません"),
        ({"府省庁": "総務/省"}, "「府省庁」 値 総務/省：空欄か、府省庁名に使えない文字です"),
    ],
)
def test_a_wrong_item_is_named(folder: Path, changes: dict[str, object], problem: str) -> None:
    separator = "" if problem.startswith("：") else " "
    assert judgit_problem(folder, **changes) == f"judgit-2018.ndjson 2行目{separator}{problem}"


def payee(**changes: object) -> dict[str, object]:
    return {**judgit_object()["支出先"][0], **changes}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (payee(グループ=""), "「支出先/0/グループ」：ブロックの番号がありません"),
        (payee(番号=0), "「支出先/0/番号」 値 0：1以上の番号ではありません"),
        (payee(支出額="50.25"), "「支出先/0/支出額」 値 50.25：数ではありません"),
        (payee(法人番号="1" * 31), f"「支出先/0/法人番号」 値 {'1' * 31}：30文字までのところに31文字あります"),
    ],
)
def test_a_wrong_payee_is_named(folder: Path, row: dict[str, object], problem: str) -> None:
    assert judgit_problem(folder, 支出先=[row]) == f"judgit-2018.ndjson 2行目 {problem}"


@pytest.mark.parametrize("content", [b"[]", b"[]\n"])
def test_a_list_without_sheets_is_refused(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / "a.json").write_bytes(content)
    assert refused(folder) == ["a.json：シートが1つもありません"]


def test_an_item_that_is_missing_is_named(folder: Path) -> None:
    sheet = judgit_object()
    del sheet["予算"]
    folder.mkdir()
    (folder / "a.json").write_bytes(ndjson([sheet]))
    assert refused(folder) == ["a.json 1行目：ない項目：予算"]
