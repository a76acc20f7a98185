"""Payees, and one payee, as CSV lines."""

from collections.abc import Iterable, Iterator, Mapping

from reviewsheets.exports.lines import Layout, Line, flag, whole
from reviewsheets.queries.payee import PayeePage
from reviewsheets.queries.payees import PayeeLine
from reviewsheets.queries.reach_amounts import ReachAmounts
from reviewsheets.units.flow import Reach

AMOUNTS_HEADER = ("直接支出（円）", "再委託等（円）", "その他の資金（円）", "流れの記載なし（円）")
ROWS_HEADER = ("行数", "単位誤りの疑いで除いた行数")
SHEETS_COUNT = "シート数"
PAYEES_HEADER = (
    "シートの事業年度",
    "府省庁",
    "支出先",
    "法人番号",
    "支出先の種類",
    SHEETS_COUNT,
    *AMOUNTS_HEADER,
    *ROWS_HEADER,
    "ページ",
)
REACH_WORDS = {
    Reach.DIRECT: "直接支出",
    Reach.RECOMMISSIONED: "再委託等",
    Reach.OTHER: "その他の資金",
    Reach.UNKNOWN: "流れの記載なし",
}


def payee_lines(lines: Iterable[PayeeLine], scope: Line, kinds: Mapping[str, str]) -> Iterator[Line]:
    """`scope`: the year and ministry that the sums are of; `kinds`: the words of each kind."""
    for line in lines:
        named = (line.name, line.corporate_number, kinds[line.kind], str(line.sheets))
        yield (*scope, *named, *_amounts(line.amounts), line.url)


def _amounts(amounts: ReachAmounts) -> Line:
    kinds = (amounts.direct_yen, amounts.recommissioned_yen, amounts.other_yen, amounts.unknown_yen)
    return (*map(whole, kinds), str(amounts.payments), str(amounts.doubtful))


def _names(page: PayeePage) -> Iterator[Line]:
    for row in page.spellings:
        is_right = flag(not row.has_wrong_corporate_number) if row.corporate_number else ""
        years = "・".join(str(year) for year in row.sheet_years)
        yield row.name, row.corporate_number, is_right, str(row.rows), years


def _years(page: PayeePage) -> Iterator[Line]:
    for row in page.years:
        yield (str(row.sheet_year), str(row.budget_year), str(row.sheets), *_amounts(row.amounts))


def _ministries(page: PayeePage) -> Iterator[Line]:
    return ((row.name, str(row.sheets), *_amounts(row.amounts)) for row in page.ministries)


def _projects(page: PayeePage) -> Iterator[Line]:
    for row in page.projects:
        years = (str(row.first_year), str(row.last_year))
        yield (row.name, row.ministry, *years, str(row.sheets), *_amounts(row.amounts), row.url)


def _sheets(page: PayeePage) -> Iterator[Line]:
    for row in page.sheets:
        blocks = "・".join(f"{letter}（{REACH_WORDS[reach]}）" for letter, reach in row.blocks)
        place = (str(row.sheet_year), str(row.sheet_year - 1), row.ministry, row.number, row.name)
        yield (*place, blocks, *_amounts(row.amounts), row.url)


def _methods(page: PayeePage) -> Iterator[Line]:
    for row in page.methods:
        counts = (str(row.contracts), str(row.with_amount), whole(row.amount_yen))
        yield "国庫債務負担行為等" if row.is_multi_year else "当年度の支出", row.contract_method, *counts


def _candidates(page: PayeePage) -> Iterator[Line]:
    for row in page.candidates:
        wrong = "・".join(row.wrong_numbers)
        yield row.name, row.corporate_number, str(row.reason), wrong, str(row.sheets), row.url


PAYEE_LAYOUTS: dict[str, Layout] = {
    "names": Layout(
        "公表された名称", ("支出先（記載）", "法人番号（記載）", "検査数字が合う", "行数", "事業年度"), _names
    ),
    "years": Layout("年度別の受取額", ("事業年度", "予算年度", SHEETS_COUNT, *AMOUNTS_HEADER, *ROWS_HEADER), _years),
    "ministries": Layout("府省庁別の受取額", ("府省庁", SHEETS_COUNT, *AMOUNTS_HEADER, *ROWS_HEADER), _ministries),
    "projects": Layout(
        "事業別の受取額",
        ("事業名", "府省庁", "最初の事業年度", "最後の事業年度", SHEETS_COUNT, *AMOUNTS_HEADER, *ROWS_HEADER, "ページ"),
        _projects,
    ),
    "sheets": Layout(
        "支出先として載るシート",
        (
            "事業年度",
            "予算年度",
            "府省庁",
            "事業番号",
            "事業名",
            "ブロック",
            *AMOUNTS_HEADER,
            *ROWS_HEADER,
            "ページ",
        ),
        _sheets,
    ),
    "methods": Layout("契約方式別の契約", ("区分", "契約方式等", "契約数", "金額のある契約数", "金額（円）"), _methods),
    "candidates": Layout(
        "同じ支出先かもしれない記載",
        ("支出先", "法人番号", "理由", "公表された誤りのある法人番号", SHEETS_COUNT, "ページ"),
        _candidates,
    ),
}
