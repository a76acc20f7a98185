"""Contracts, their shares, and how concentrated the money is, as CSV lines."""

from collections.abc import Iterable, Iterator

from reviewsheets.exports.lines import Layout, Line, percent, whole
from reviewsheets.queries.concentration import Concentration, ConcentrationPage
from reviewsheets.queries.contract_facts import Bids, ContractsPage, Form, Shares, YearShares
from reviewsheets.queries.contract_list import ListedContract

FORMS = {Form.PAYMENTS: "支出先の契約", Form.MULTI_YEAR: "国庫債務負担行為等による契約"}
COMPETITION = {
    "competitive": "競争性のある契約",
    "none": "競争性のない随意契約",
    "outside": "契約方式の区分の外",
    "blank": "契約方式の記載なし",
}
DOUBTFUL = "単位誤りの疑い"
FORM = "契約の種類"
BIDS_HEADER = ("入札者数の記載がある契約数", "記載がある割合（％）", "一者応札・一者応募の契約数", "一者の割合（％）")
SHARES_HEADER = (
    "契約数",
    "金額の合計（円、国庫債務負担行為等は契約の全体の額）",
    "単位誤りの疑いで金額を除いた契約数",
    "競争性のある契約数",
    *BIDS_HEADER,
    "うち一般競争・指名競争の契約数",
    *(f"一般競争・指名競争の{name}" for name in BIDS_HEADER),
    "競争性のない随意契約数",
    "うち不落・不調の契約数",
    "競争性の有無が分かる契約数",
    "競争性のない契約の割合（％）",
    "契約方式の区分の外の契約数",
    "契約方式の記載がない契約数",
)
CONCENTRATION_HEADER = (
    "事業年度",
    "支出の年度",
    "名前のある支出先への支出（円）",
    "最大の支出先への支出（円）",
    "最大の支出先の割合（％）",
    "上位3者への支出（円）",
    "上位3者の割合（％）",
    "HHI（0～10,000）",
    "支出先の名前が分からない支出（円）",
    "単位誤りの疑いで除いた行数",
)
CONTRACTS_HEADER: Line = (
    "事業年度",
    "府省庁",
    "事業番号",
    "事業名",
    FORM,
    "契約先",
    "法人番号",
    "契約概要",
    "契約方式等",
    "競争性",
    "入札者数（応募者数）",
    "落札率（％）",
    "金額（円、国庫債務負担行為等は契約の全体の額）",
    "金額の注記",
    "一者応札・一者応募又は競争性のない随意契約となった理由及び改善策",
    "ページ",
)


def contract_lines(rows: Iterable[ListedContract]) -> Iterator[Line]:
    """One line a contract."""
    for row in rows:
        yield (
            str(row.sheet_year),
            row.ministry_name,
            row.sheet_number,
            row.sheet_name,
            FORMS[row.form],
            row.payee_name,
            row.corporate_number,
            row.summary,
            row.contract_method,
            COMPETITION[row.competition],
            whole(row.bidders),
            "" if row.award_rate_percent is None else str(row.award_rate_percent),
            whole(row.amount_yen),
            DOUBTFUL if row.is_doubtful else "",
            row.reason,
            row.sheet_url,
        )


def _bids(bids: Bids) -> Line:
    return str(bids.known), percent(bids.known_percent), str(bids.single), percent(bids.single_percent)


def _shares(shares: Shares) -> Line:
    return (
        str(shares.contracts),
        whole(shares.amount_yen),
        str(shares.doubtful),
        str(shares.competitive.contracts),
        *_bids(shares.competitive),
        str(shares.tenders.contracts),
        *_bids(shares.tenders),
        str(shares.without_competition),
        str(shares.failed),
        str(shares.judged),
        percent(shares.no_competition_percent),
        str(shares.outside),
        str(shares.blank),
    )


def _methods(page: ContractsPage) -> Iterator[Line]:
    for part in page.parts:
        for row in part.methods:
            counts = (str(row.shares.contracts), percent(row.contracts_percent))
            sums = (whole(row.shares.amount_yen), percent(row.amount_percent), str(row.shares.doubtful))
            yield (FORMS[part.form], row.method, COMPETITION[row.competition], *counts, *sums, *_bids(row.bids))


def _whole(page: ContractsPage) -> Iterator[Line]:
    return ((FORMS[part.form], *_shares(part.shares)) for part in page.parts)


def _ministries(page: ContractsPage) -> Iterator[Line]:
    return ((FORMS[part.form], row.name, *_shares(row.shares)) for part in page.parts for row in part.ministries)


def _years(page: ContractsPage) -> Iterator[Line]:
    for part in page.parts:
        for row in part.years:
            yield FORMS[part.form], str(row.sheet_year), *_shares(row.shares)


def _rates(page: ContractsPage) -> Iterator[Line]:
    return ((FORMS[part.form], rate.label, str(rate.contracts)) for part in page.parts for rate in part.rates)


def _reasons(page: ContractsPage) -> Iterator[Line]:
    for part in page.parts:
        reasons = part.reasons
        counts = (str(reasons.contracts), str(reasons.given), str(reasons.missing))
        yield FORMS[part.form], *counts, percent(reasons.missing_percent)


def _of_ministry(rows: Iterable[YearShares]) -> Iterator[Line]:
    return ((FORMS[row.form], str(row.sheet_year), *_shares(row.shares)) for row in rows)


def _concentration(row: Concentration) -> Line:
    return (
        str(row.sheet_year),
        str(row.result_year),
        whole(row.named_yen),
        whole(row.largest_yen),
        percent(row.largest_percent),
        whole(row.largest_3_yen),
        percent(row.largest_3_percent),
        whole(row.hhi),
        whole(row.unnamed_yen),
        str(row.doubtful),
    )


def _all_ministries(page: ConcentrationPage) -> Iterator[Line]:
    return ((row.name, *_concentration(row.shares)) for row in page.rows)


def _one_ministry(rows: Iterable[Concentration]) -> Iterator[Line]:
    return (_concentration(row) for row in rows)


def _project(rows: Iterable[Concentration]) -> Iterator[Line]:
    for row in rows:
        yield "直接支出" if row.is_direct else "流れの記載なし（すべてのブロック）", *_concentration(row)


CONTRACT_LAYOUTS: dict[str, Layout] = {
    "methods": Layout(
        "契約方式別の契約",
        (
            FORM,
            "契約方式等",
            "競争性",
            "契約数",
            "契約数の割合（％）",
            "金額の合計（円、国庫債務負担行為等は契約の全体の額）",
            "金額の割合（％）",
            "単位誤りの疑いで金額を除いた契約数",
            *BIDS_HEADER,
        ),
        _methods,
    ),
    "shares": Layout("一者応札と競争性のない契約の割合", (FORM, *SHARES_HEADER), _whole),
    "ministries": Layout("府省庁別の契約", (FORM, "府省庁", *SHARES_HEADER), _ministries),
    "years": Layout("年度別の契約", (FORM, "事業年度", *SHARES_HEADER), _years),
    "rates": Layout("落札率の分布", (FORM, "落札率", "契約数"), _rates),
    "reasons": Layout(
        "10億円以上の契約の理由の記載",
        (
            FORM,
            "一者応札又は競争性のない10億円以上の契約数",
            "理由の記載あり",
            "理由の記載なし",
            "記載なしの割合（％）",
        ),
        _reasons,
    ),
}
CONCENTRATION_LAYOUT = Layout("府省庁別の支出先の集中", ("府省庁", *CONCENTRATION_HEADER), _all_ministries)
MINISTRY_CONTRACTS_LAYOUT = Layout("年度別の契約", (FORM, "事業年度", *SHARES_HEADER), _of_ministry)
MINISTRY_CONCENTRATION_LAYOUT = Layout("年度別の支出先の集中", CONCENTRATION_HEADER, _one_ministry)
PROJECT_CONCENTRATION_LAYOUT = Layout("支出先の集中", ("数えた支出", *CONCENTRATION_HEADER), _project)
