"""The tables of the RS form as CSV: whole lines, headers as the official files have them."""

import csv
import zipfile
from pathlib import Path

import pytest

from reviewsheets.exports import LAYOUTS, csv_stream
from reviewsheets.models import ReviewSheet
from reviewsheets.queries.sheets import sheet_at
from reviewsheets.queries.whole import TABLES
from tests.views.rs_sheet import make_rs_sheet

OURS = {  # columns that no official file has; a year's four lines of 3-1 stand side by side here
    *("目標年度", "目標値", "実績値", "達成率"),
    *(
        "法人番号の確認",
        "金額の確認",
        "年度",
        "達成率（計算値）",
        "結果",
        "項目",
        "記載",
        "種別",
        "区分・調査等の名称",
        "指摘内容",
    ),
    *(
        "対応状況",
        "ファイル番号",
        "ファイル名",
        "出典",
        "元のファイルの行",
        "取得元",
        "取得日時",
        "取り込み日時",
        "SHA-256",
    ),
}
RS_TABLES = (
    *("organisations", "measures", "laws", "plans", "subsidy-rates", "related-projects", "budget-notes"),
    *("budget-accounts", "budget-items", "indicators", "path", "evaluation", "reflected-amounts", "remarks-received"),
    *("payments", "contracts", "own-costs", "item-uses", "multi-year-contracts", "sources"),
)


@pytest.fixture
def sheet(db: None) -> ReviewSheet:
    make_rs_sheet(payees=2)
    found = sheet_at(ReviewSheet.objects.all(), 2024, "総務省", "501")
    assert found is not None
    return found


def lines(sheet: ReviewSheet, table: str) -> str:
    """The table's lines without its header."""
    layout = LAYOUTS[table]
    text = b"".join(csv_stream(layout.header, layout.lines(TABLES[table](sheet)))).decode("utf-8-sig")
    return text.partition("\r\n")[2].replace("\r\n", "\n")


@pytest.mark.parametrize("table", RS_TABLES)
def test_every_line_has_a_cell_for_each_header(sheet: ReviewSheet, table: str) -> None:
    layout = LAYOUTS[table]
    rows = list(layout.lines(TABLES[table](sheet)))
    assert rows
    assert {len(row) for row in rows} == {len(layout.header)}


def test_headers_are_those_of_the_official_files(shared_data: Path) -> None:
    """But for the unit, which the official files leave out of most."""
    official = {header for path in shared_data.glob("rs-system-2024*/*.zip") for header in official_headers(path)}
    ours = {header for table in RS_TABLES for header in LAYOUTS[table].header} - official
    assert {header.replace("（円）", "").replace("（％）", "") for header in ours} - official == OURS


def test_amounts_of_payees_and_contracts_have_their_unit_in_the_header() -> None:
    found = {
        table: [header for header in LAYOUTS[table].header if "（円）" in header or "（％）" in header]
        for table in ("payments", "contracts", "item-uses", "own-costs", "multi-year-contracts")
    }
    assert found == {
        "payments": ["ブロックの合計支出額（円）", "支出先の合計支出額（円）"],
        "contracts": ["金額（円）", "落札率（％）"],
        "item-uses": ["金額（円）"],
        "own-costs": ["国自らが支出する間接経費の金額（円）"],
        "multi-year-contracts": [
            "契約額（円）（国庫債務負担行為等による契約）",
            "落札率（％）（国庫債務負担行為等による契約）",
        ],
    }


def official_headers(path: Path) -> list[str]:
    """The first line of the file in an official archive."""
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as file:
        return next(csv.reader([file.readline().decode("utf-8-sig")]))


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("organisations", "1,,,,,,,,課長　見本太郎\n2,財務省,他局,,他課,,,,他の責任者\n"),
        ("measures", "1,総務省,政策一,施策一,https://example.go.jp/p\n"),
        ("laws", "1,見本法,令和三年法律第三十六号,,第四条,2,\n"),
        ("plans", "1,見本計画,別添のとおり\n"),
        ("subsidy-rates", '1,地方公共団体,10/10,"1,000千円",\n'),
        ("related-projects", "1,502,統合先の事業,統合先\n2,999,どこにもない事業,子事業\n"),
        ("budget-notes", "2023,増えた理由,\n2024,,特記\n"),
        (
            "budget-accounts",
            (
                "2024,一般会計,一般会計,,60000000,,,,,,,,,,,60000000,未確定,,,会計の備考\n"
                "2024,特別会計,見本特別会計,見本勘定,50000000,,,,,,,,,,,50000000,未確定,,,\n"
                "2023,一般会計,一般会計,,100000000,20000000,,,,,,,,,,120000000,90000000,,,\n"
            ),
        ),
        (
            "budget-items",
            (
                "2024,一般会計,一般会計,,当初予算,総務省,総務本省,見本費,庁費,,70000000,80000000,\n"
                "2024,一般会計,一般会計,,当初予算,総務省,総務本省,見本費,旅費,補足,40000000,,\n"
                "2023,,,,前年度から繰越し,,,,,,0,,\n"
            ),
        ),
        (
            "path",
            (
                "1,アクティビティ,,研修を行う,1,アウトプット,,研修の回数,,\n"
                "1,アウトプット,,研修の回数,1,アウトカム,3.長期,満足度を上げる,研修が身につくため,測れないため\n"
            ),
        ),
        ("reflected-amounts", "見本特別会計,見本勘定,-2000000\n"),
        (
            "remarks-received",
            "過去に受けた指摘事項,公開プロセス,2021,指摘,対応した\nその他の指摘事項,会計検査院,2022,他の指摘,改めた\n",
        ),
        ("own-costs", "間接経費,職員旅費,2000000\n"),
        ("item-uses", "A,見本社0,,見本業務,雑役務費,研修,3000000\nA,見本社0,,見本業務,旅費,出張,1000000\n"),
        (
            "multi-year-contracts",
            (
                "A,見本社0,1234567890123,検査数字が合いません,東京都港区2,301,五年の賃貸借,FALSE,241000000,"
                "一般競争契約（最低価格）,,3,0,,FALSE\n"
            ),
        ),
        (
            "payments",
            (
                "A,見本社ほか,2,運営,60000000,,,,,,,,\n"
                "A,見本社ほか,,,,見本社0,,,東京都千代田区1,301,FALSE,20000000,\n"
                "A,見本社ほか,,,,見本社1,,,東京都千代田区1,301,TRUE,20000000,\n"
                "B,桁違い社,,,9000000000000,,,,,,,,\n"
                "B,桁違い社,,,,桁違い社,,,,,FALSE,9000000000000,単位誤りの疑い\n"
            ),
        ),
    ],
)
def test_table_is_given_whole(sheet: ReviewSheet, table: str, expected: str) -> None:
    assert lines(sheet, table) == expected


def test_contracts_keep_what_is_written(sheet: ReviewSheet) -> None:
    assert lines(sheet, "contracts").splitlines()[:2] == [
        "A,見本社ほか,見本社0,,見本業務,15000000,随意契約（その他）,特命,1,99.5,他にできる者がないため,FALSE",
        "A,見本社ほか,見本社0,,少額のもの,5000000,,,0,0,,TRUE",
    ]


def test_indicators_have_a_line_a_year_and_one_without_years(sheet: ReviewSheet) -> None:
    written = lines(sheet, "indicators").splitlines()
    decision = "見本戦略,第2章,https://example.go.jp/kpi"
    named = "アウトカム,1,3.長期,定量的,満足度を上げる,満足度,％,上向き（大きいほど良い）"
    assert written == [
        "アクティビティ,1,,,研修を行う" + "," * 16,
        "アウトプット,1,,,,研修の回数,回,,2023,,10,9,,,,,,,,,比べられない",
        f"{named},2022,,80,60,,75.0,調査,,,{decision},達しなかった",
        f"{named},2023,,90,99,110,110.0,調査,,,{decision},達した",
        f"{named},2030,1,95,,,,調査,,,{decision},年度終了前",
        "アウトカム,2,,定性的,暮らしを良くする,,,上向き（大きいほど良い）,,,,,,,,数えられないため,良くなった,,,,",
    ]


def test_evaluation_has_a_line_a_field(sheet: ReviewSheet) -> None:
    written = dict(row for row in csv.reader(lines(sheet, "evaluation").splitlines()))
    assert len(written) == 13
    assert written["反映額（一般会計）"] == "-3000000"
    assert written["所見を踏まえた改善点／概算要求における反映状況"] == "縮減"


def test_execution_of_a_year_that_has_not_ended_is_no_zero(sheet: ReviewSheet) -> None:
    header = LAYOUTS["budget"].header
    rows = [dict(zip(header, row, strict=True)) for row in csv.reader(lines(sheet, "budget").splitlines())]
    assert [row["執行額（円）"] for row in rows] == ["90000000", "未確定", ""]
