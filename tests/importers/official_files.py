"""Official files for tests: rows of our own in the official layout, a small year whole and consistent.

    year = small_year()                                 # three projects: 101 full, 102 nearly blank, 103 with oddities
    year.put("2-1", 2, "当初予算（合計）", "五百")       # row as a spreadsheet counts it: the header is 1
    year.write(tmp_path)                                # fifteen CSVs; zipped=True for archives; codes=("1-2", "2-1")

`official_csv` makes the bytes of one file from rows of cells.
Project 101: budget of 2024 and 2023, blocks A (two payees, one contract) and B, arrows from the ministry to A and from
A to B, own cost, an outcome and an activity. Project 103: a wrong corporate number, a bidder count and an award rate
of 0, a payee far above its budget, a self-arrow, and a block C that only 5-2 and 5-3 name.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reviewsheets.formats.rs_system.contracts import CONTRACTS, header_of
from reviewsheets.formats.rs_system.files import FILES, archive_name
from reviewsheets.formats.rs_system.listing import COMMON, SHEET_KIND

CODES = tuple(code for code, _title in FILES)
HEADERS = {contract.code: header_of(contract) for contract in CONTRACTS}
_TITLES = dict(FILES)
_BOM = "\ufeff"
RIGHT_NUMBER, OTHER_NUMBER, WRONG_NUMBER = "2000012020001", "7000012050002", "1234567890123"
Cells = Mapping[str, str]  # header → cell; the others are blank


@dataclass(frozen=True)
class Project:
    """The cells that all files repeat."""

    number: str
    name: str = "見本事業"
    ministry: str = "総務省"
    bureau: str = "見本局"
    division: str = "見本課"
    order: str = "8"
    sheet_year: int = 2024

    def common(self, code: str) -> list[str]:
        """The thirteen first cells in that file; 5-2 writes them its own way, `official_row` sees to that."""
        start = [SHEET_KIND, str(self.sheet_year), self.number, self.name, self.order, self.ministry, self.ministry]
        return [*start, self.bureau, "", self.division, "", "", ""]


def official_row(code: str, project: Project, cells: Cells | None = None) -> list[str]:
    """A row of that file: the common cells of the project, then these, by header."""
    headers = HEADERS[code][len(COMMON) :]
    unknown = set(cells or {}) - set(headers)
    assert not unknown, f"{code} has no {unknown}"
    common = project.common(code)
    if code == "5-2" and not cells:
        common[6] = ""  # 府省庁 of a sheet without a flow
    return common + [(cells or {}).get(header, "") for header in headers]


def official_csv(code: str, rows: Iterable[Sequence[str]], *, header: Sequence[str] | None = None) -> bytes:
    """The bytes of a file: UTF-8 with BOM, CRLF, quoted where needed."""
    text = io.StringIO(_BOM, newline="")
    text.seek(0, io.SEEK_END)
    csv.writer(text).writerows([header or HEADERS[code], *rows])
    return text.getvalue().encode()


@dataclass
class OfficialYear:
    """The rows of a year's files, to be changed by a test and written."""

    sheet_year: int
    rows: dict[str, list[list[str]]] = field(default_factory=dict)

    def put(self, code: str, row: int, column: str, value: str) -> None:
        """Set a cell; the first row after the header is 2."""
        self.rows[code][row - 2][HEADERS[code].index(column)] = value

    def cell(self, code: str, row: int, column: str) -> str:
        """A cell."""
        return self.rows[code][row - 2][HEADERS[code].index(column)]

    def row_of(self, code: str, **cells: str) -> int:
        """The first row that holds these cells, as a spreadsheet counts it."""
        wanted = {HEADERS[code].index(column): value for column, value in cells.items()}
        found = (place for place, row in enumerate(self.rows[code], 2) if all(row[i] == v for i, v in wanted.items()))
        return next(found)

    def drop_project(self, number: str) -> None:
        """Take a project out of every file."""
        for code, rows in self.rows.items():
            self.rows[code] = [row for row in rows if row[2] != number]

    def write(self, folder: Path, *, codes: Iterable[str] = CODES, zipped: bool = False) -> Path:
        """Write these files under their official names; gives the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for code in codes:
            name = archive_name(code, _TITLES[code], self.sheet_year)
            text = official_csv(code, self.rows[code])
            if zipped:
                (folder / name).write_bytes(zip_of({name.replace(".zip", ".csv"): text}))
            else:
                (folder / name.replace(".zip", ".csv")).write_bytes(text)
        return folder


def zip_of(members: Mapping[str, bytes]) -> bytes:
    """An archive of these files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def small_year(sheet_year: int = 2024, *, projects: int = 3) -> OfficialYear:
    """A consistent year: projects 101, 102, 103 as the module says, then the same three kinds again."""
    year = OfficialYear(sheet_year, {code: [] for code in CODES})
    kinds = (_FULL, _BLANK, _ODD)
    for place in range(projects):
        project = Project(str(101 + place), f"見本事業{place + 1}", sheet_year=sheet_year)
        cells_of = kinds[place % len(kinds)]
        for code in CODES:
            cells = [_in_year(one, sheet_year) for one in cells_of.get(code, ())]
            year.rows[code] += [official_row(code, project, one) for one in cells or [_blank_cells(code)]]
    return year


def _in_year(cells: Cells, sheet_year: int) -> Cells:
    """The cells with their 予算年度, written as the distance from the sheet's, made a year."""
    if "予算年度" not in cells:
        return cells
    return {**cells, "予算年度": str(sheet_year + int(cells["予算年度"]))}


def _blank_cells(code: str) -> Cells:
    """What a file holds of a project that has nothing to say there."""
    if code == "1-2":
        return {"事業区分": "継続事業", "開始年度不明": "FALSE", "終了予定なし": "TRUE", "事業開始年度": "2010"}
    return {}


def _total(year: str, initial: int, executed: int, **cells: str) -> Cells:
    """A total of 2-1 of that much 当初予算 and 執行額, nothing else."""
    rate = {"執行率": f"{executed / initial:g}"} if executed else {"執行率": "0"}
    amounts = {
        "当初予算（合計）": str(initial),
        "補正予算（合計）": "0",
        "前年度からの繰越し（合計）": "0",
        "予備費等（合計）": "0",
        "計（歳出予算現額合計）": str(initial),
        "執行額（合計）": str(executed),
        "翌年度への繰越し(合計）": "0",
    }
    return {"予算年度": year, **amounts, **rate, **cells}


def _account(year: str, initial: int, executed: int) -> Cells:
    amounts = {"当初予算": str(initial), "歳出予算現額": str(initial), "執行額": str(executed)}
    return {"予算年度": year, "会計区分": "一般会計", "会計": "一般会計", **amounts}


def _item(year: str, sub_item: str, amount: int) -> Cells:
    names = {"所管": "総務省", "組織・勘定": "総務本省", "項": "見本項", "目": sub_item}
    kind = {"会計区分": "一般会計", "会計": "一般会計", "予算種別": "当初予算"}
    return {"予算年度": year, **kind, **names, "予算額（歳出予算項目ごと）": str(amount)}


def _indicator(kind: str, number: str, name: str, values: Mapping[str, tuple[str, str, str, str]]) -> list[Cells]:
    """The four lines of an indicator: year → (mark, target, actual, achievement)."""
    head = {
        "アクティビティ・アウトプット・アウトカムの番号": number,
        "種別（アクティビティ・アウトプット・アウトカム）": kind,
        "成果目標の種類": "定量的",
        "アクティビティ／活動目標／成果目標": f"{name}を増やす",
        "活動指標／成果指標": name,
        "単位": "件",
        "改善の上向き／下向き": "上向き",
    }
    lines = ("1.目標年度", "2.目標値", "3.実績値", "4.達成率")
    return [
        {**head, "目標年度／目標値／実績値／達成率": line, **{year: cells[place] for year, cells in values.items()}}
        for place, line in enumerate(lines)
    ]


_ACTION = {
    "アクティビティ・アウトプット・アウトカムの番号": "1",
    "種別（アクティビティ・アウトプット・アウトカム）": "アクティビティ",
    "アクティビティ／活動目標／成果目標": "研修を開く",
}


def _step(side: str, kind: str, number: str, text: str) -> Cells:
    """A step of 3-2; the two sides name the last column differently."""
    last = "派生元ーアクティビティの内容/ 活動目標／成果目標" if side == "派生元" else "派生先ー 活動目標／成果目標"
    return {
        f"{side}ーアクティビティ・アウトプット・アウトカムの番号": number,
        f"{side}ー種別（アクティビティ・アウトプット・アウトカム）": kind,
        last: text,
    }


def _block(letter: str, name: str, total: int) -> Cells:
    cells = {"支出先ブロック名": name, "支出先の数": "1", "事業を行う上での役割": "運営"}
    return {"支出先ブロック番号": letter, **cells, "ブロックの合計支出額": str(total)}


def _payee(letter: str, name: str, number: str, total: str) -> Cells:
    cells = {"支出先名": name, "法人番号": number, "その他支出先": "FALSE"}
    return {"支出先ブロック番号": letter, **cells, "支出先の合計支出額": total}


def _contract(letter: str, name: str, number: str, **cells: str) -> Cells:
    return {**_payee(letter, name, number, ""), "その他の契約": "FALSE", **cells}


def _link(source: str, target: str, **cells: str) -> Cells:
    from_ministry = "FALSE" if source else "TRUE"
    ends = {"支出元の支出先ブロック": source, "支出先の支出先ブロック": target}
    return {**ends, "担当組織からの支出": from_ministry, **cells}


def _use(letter: str, name: str, number: str, amount: int) -> Cells:
    cells = {"支出先名": name, "法人番号": number, "契約概要": "運営業務", "費目": "人件費", "使途": "職員の給与"}
    return {"支出先ブロック番号": letter, **cells, "金額": str(amount)}


_OUTLINE = {
    "事業の目的": "見本の目的",
    "現状・課題": "見本の課題\n2行目",
    "事業の概要": "見本の概要",
    "事業区分": "継続事業",
    "事業開始年度": "2015",
    "開始年度不明": "FALSE",
    "終了予定なし": "TRUE",
    "実施方法ー直接実施": "1",
    "旧事業番号": "2023-総務-22-0001",
}
_FULL: dict[str, tuple[Cells, ...]] = {
    "1-1": (
        {"その他担当組織_作成責任者_no": "1", "課（その他担当組織）": "見本課", "作成責任者": "課長　見本太郎"},
        {"その他担当組織_作成責任者_no": "2", "課（その他担当組織）": "別の課", "作成責任者": "課長　見本花子"},
    ),
    "1-2": ({**_OUTLINE, "主要経費": "科学技術振興費"}, {**_OUTLINE, "主要経費": "その他の事項経費"}),
    "1-3": (
        {
            "番号（政策・施策）": "1",
            "政策": "見本政策",
            "施策": "見本施策",
            "番号（根拠法令）": "1",
            "法令名": "見本法",
        },
        {"番号（政策・施策）": "2", "政策": "第二政策", "施策": "第二施策"},
    ),
    "1-4": ({"番号（補助率等）": "1", "補助対象": "設備", "補助率": "'1/2"},),
    "1-5": ({"番号（関連事業）": "1", "関連事業の事業ID": "102", "関連事業の事業名": "見本事業2", "関連性": "親事業"},),
    "2-1": (
        _total("0", 2_000_000, 0, **{"翌年度要求額（合計）": "2500000.0", "主な増減理由": "対象が増えたため"}),
        _account("0", 2_000_000, 0),
        _total("-1", 1_000_000, 900_000),
        _account("-1", 1_000_000, 900_000),
    ),
    "2-2": (_item("0", "見本業務庁費", 2_000_000), _item("-1", "見本業務庁費", 1_000_000)),
    "3-1": (
        _ACTION,
        *_indicator("アウトプット", "1", "研修の回数", {"2023": ("1", "10", "8", "80")}),
        *_indicator("アウトカム", "1", "受講者数", {"2023": ("", "200", "-", ""), "2026": ("1", "300", "", "")}),
    ),
    "3-2": (
        _step("派生元", "アクティビティ", "1", "研修を開く") | _step("派生先", "アウトプット", "1", "研修の回数"),
        _step("派生元", "アウトプット", "1", "研修の回数") | _step("派生先", "アウトカム", "1", "受講者数"),
    ),
    "4-1": (
        {
            "事業所管部局による点検・改善ー点検結果": "見本の点検結果",
            "外部有識者による点検ー点検対象": "対象外",
            "行政事業レビュー推進チームの所見": "現状通り",
            "所見を踏まえた改善点／概算要求における反映状況": "現状通り",
            "過去に受けた指摘事項－区分": "公開プロセス",
            "過去に受けた指摘事項－取りまとめ年度": "2019",
            "過去に受けた指摘事項－取りまとめ内容": "見本の指摘",
        },
    ),
    "5-1": (
        _block("A", "見本請負", 800_000),
        _payee("A", "見本株式会社", RIGHT_NUMBER, "500000"),
        _contract("A", "見本株式会社", RIGHT_NUMBER, 契約概要="運営業務", 金額="500000", 入札者数="2", 落札率="95.5"),
        _payee("A", "個人A", "", "300000"),
        _block("B", "見本再委託", 200_000),
        _payee("B", "別の株式会社", OTHER_NUMBER, "200000"),
    ),
    "5-2": (
        _link("", "A", 支出先の支出先ブロック名="見本請負", 資金の流れの補足情報="【一般競争契約】"),
        _link("A", "B", 支出元の支出先ブロック名="見本請負", 支出先の支出先ブロック名="見本再委託"),
        {
            "国自らが支出する間接経費": "事務費",
            "国自らが支出する間接経費の項目": "旅費",
            "国自らが支出する間接経費の金額": "100000",
        },
    ),
    "5-3": (_use("A", "見本株式会社", RIGHT_NUMBER, 400_000), _use("B", "別の株式会社", OTHER_NUMBER, 150_000)),
    "5-4": (
        {
            "支出先ブロック（国庫債務負担行為等による契約）": "A",
            "契約先名（国庫債務負担行為等による契約）": "見本株式会社",
            "契約先の法人番号（国庫債務負担行為等による契約）": RIGHT_NUMBER,
            "契約概要（契約名）（国庫債務負担行為等による契約）": "3年の運営業務",
            "その他の契約": "f",
            "契約額（国庫債務負担行為等による契約）": "1500000",
            "入札者数（応募者数）（国庫債務負担行為等による契約）": "3",
            "落札率（％）（国庫債務負担行為等による契約）": "101.25",
            "その他の契約（国庫債務負担行為等による契約）": "f",
        },
    ),
    "6-1": ({"備考": "見本の備考"},),
}
_BLANK: dict[str, tuple[Cells, ...]] = {"2-1": (_total("0", 0, 0), _total("-1", 0, 0))}
_ODD: dict[str, tuple[Cells, ...]] = {
    "2-1": (_total("0", 1_000, 0), _total("-1", 1_000, 900)),
    "5-1": (
        _block("A", "見本請負", 900),
        _payee("A", "桁違い株式会社", WRONG_NUMBER, "10001"),
        _contract("A", "桁違い株式会社", WRONG_NUMBER, 契約概要="調査", 入札者数="0", 落札率="0"),
        _payee("A", "見本株式会社", RIGHT_NUMBER, "900"),
    ),
    "5-2": (_link("", "A"), _link("A", "A"), _link("A", "C", 資金の流れの補足情報="参考")),
    "5-3": (_use("C", "表にない株式会社", "", 50),),
}
