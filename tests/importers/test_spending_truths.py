"""Who got the money in RS 2024, added once more by a few lines that know nothing of the importer. Money in yen.

The rows of 5-1 with a payee's total are payments; the arrows of 5-2 say which blocks the ministry pays.

    direct           129,724,816,195,116   the ministry pays the block: what /flows/ draws
    recommissioned    25,108,450,851,521   a block pays it out of that
    other                125,393,336,246   arrows, but none leads there from the ministry
    unknown               19,262,770,179   the sheet gives no arrow of money at all
    left out              54,843,036,000   11 rows over ten times their project's budget, or in such a block (単位誤り)
    all rows         155,032,766,189,062   counts what is commissioned again twice, so no page shows it

The direct blocks' own totals add up to 129,725,227,195,116: 411,000,000 of that is in a row that is left out.
"""

import csv
import io
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.db.models import Sum

from reviewsheets import access
from reviewsheets.models import Payment
from reviewsheets.models.receipts import REACHES
from reviewsheets.queries.flow_steps import flows
from reviewsheets.queries.flows import FlowsAsked, FlowTotals, Published

pytestmark = pytest.mark.usefixtures("official_database")

RS = 2024
ALL_ROWS_YEN = 155_032_766_189_062
SUMS_YEN = {
    "direct_yen": 129_724_816_195_116,
    "recommissioned_yen": 25_108_450_851_521,
    "other_yen": 125_393_336_246,
    "unknown_yen": 19_262_770_179,
}
LEFT_OUT = {  # project, payee, amount
    ("2514", "兵庫労働局", 4_856_400_000),
    ("2514", "北海道労働局", 5_130_946_000),
    ("2514", "千葉労働局", 4_453_842_000),
    ("2514", "埼玉労働局", 6_399_286_000),
    ("2514", "大分労働局", 6_758_400_000),
    ("2514", "大阪労働局", 5_148_000_000),
    ("2514", "奈良労働局", 4_221_256_000),
    ("2514", "福島労働局", 4_600_800_000),
    ("2514", "茨城労働局", 4_552_990_000),
    ("2514", "広島労働局", 8_310_116_000),
    ("7689", "アマゾン基金", 411_000_000),
}
PAYEES = {  # corporate number → direct money of a ministry, a prefecture, a city, agencies, a university, companies
    "2000012100001": 3_441_831_087_325,  # 国土交通省
    "8000020130001": 1_375_503_615_659,  # 東京都
    "3000020141003": 364_765_938_602,  # 横浜市
    "7010005013337": 12_317_048_084_735,  # 全国健康保険協会
    "2020005008480": 2_831_165_162_409,  # 新エネルギー・産業技術総合開発機構
    "9012405001241": 593_437_274_205,  # 宇宙航空研究開発機構
    "5010005007398": 104_152_535_653,  # 東京大学
    "7010401022916": 167_230_284_595,  # 日本電気
    "1020001071491": 181_766_930_216,  # 富士通
    "8010401050387": 559_335_023_664,  # 三菱重工業
}

RawPayment = tuple[str, str, str, str, int]  # project, corporate number, name, how the money comes, yen


def raw_rows(shared_data: Path, code: str) -> Iterator[dict[str, str]]:
    """The rows of an official file as a spreadsheet has them."""
    (path,) = shared_data.glob(f"rs-system-2024*/{code}_*.zip")
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as file:
        yield from csv.DictReader(io.TextIOWrapper(file, encoding="utf-8-sig", newline=""))


@cache
def raw_payments(shared_data: Path) -> list[RawPayment]:
    """Every payee's total of 5-1, with the name of the sum that 5-2 puts it in."""
    arrows: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in raw_rows(shared_data, "5-2"):
        source, target = row["支出元の支出先ブロック"], row["支出先の支出先ブロック"]
        if target and "参考" not in row["資金の流れの補足情報"] + row["支出先の支出先ブロック名"]:
            arrows[row["予算事業ID"]].add((source, target))
    found = []
    for row in raw_rows(shared_data, "5-1"):
        if row["支出先の合計支出額"]:
            project = row["予算事業ID"]
            how = how_money_comes(arrows.get(project, set()), row["支出先ブロック番号"])
            found.append((project, row["法人番号"], row["支出先名"], how, int(row["支出先の合計支出額"])))
    return found


def how_money_comes(arrows: set[tuple[str, str]], block: str) -> str:
    """Of a project's arrows, where a blank source is the ministry."""
    if not arrows:
        return "unknown_yen"
    if ("", block) in arrows:
        return "direct_yen"
    reached = {""}
    while more := {target for source, target in arrows if source in reached} - reached:
        reached |= more
    return "recommissioned_yen" if block in reached else "other_yen"


def raw_sums(shared_data: Path, *, corporate_number: str | None = None) -> Counter[str]:
    """The four sums of the raw rows, of all payees or of one, without the rows that are left out."""
    sums: Counter[str] = Counter()
    for project, number, name, how, yen in raw_payments(shared_data):
        if (project, name, yen) not in LEFT_OUT and corporate_number in (None, number):
            sums[how] += yen
    return sums


def flow_totals(sheet_year: int = RS) -> FlowTotals:
    """What /flows/ says of a year."""
    public = Published(
        receipts=access.public_receipts(),
        payee_sums=access.public_payee_sums(),
        spending=access.public_spending_sums(),
        summaries=access.public_summaries(),
        columns=access.public_columns(),
    )
    found = flows(public, FlowsAsked(sheet_year))
    for step in found.steps:
        assert sum(found.amounts[node] for node in found.nodes_of(step)) == found.totals.direct_yen
    return found.totals


def test_rows_that_are_left_out_are_these_eleven() -> None:
    marked = Payment.objects.filter(is_amount_doubtful=True, block__sheet__sheet_year=RS)
    assert set(marked.values_list("block__sheet__number", "name", "amount_yen")) == LEFT_OUT


def test_all_rows_are_reconciled_with_the_four_sums(shared_data: Path) -> None:
    assert sum(yen for *_names, yen in raw_payments(shared_data)) == ALL_ROWS_YEN
    left_out_yen = sum(yen for _project, _name, yen in LEFT_OUT)
    assert (left_out_yen, ALL_ROWS_YEN - left_out_yen) == (54_843_036_000, sum(SUMS_YEN.values()))


def test_raw_sums_are_the_kept_sums_and_those_of_the_flows_page(shared_data: Path) -> None:
    kept = access.public_spending_sums().filter(sheet_year=RS).aggregate(**{name: Sum(name) for name in REACHES})
    page = flow_totals()
    assert raw_sums(shared_data) == SUMS_YEN
    assert kept == SUMS_YEN
    assert {name: getattr(page, name) for name in REACHES} == SUMS_YEN
    assert (page.executed_yen, page.own_cost_yen, page.doubtful) == (129_518_856_972_958, 57_161_676_374, 11)
    assert page.gap_yen == -263_120_898_532


def test_payees_of_all_kinds_together_got_what_the_raw_rows_say(shared_data: Path) -> None:
    """The sums by payee and the rows without a name, which have no payee, are all there is."""
    by_payee = access.public_payee_sums().filter(sheet_year=RS, ministry=None)
    nameless = access.public_receipts().filter(sheet_year=RS, payee=None)
    for name, yen in raw_sums(shared_data).items():
        added = [rows.aggregate(sum=Sum(name))["sum"] or 0 for rows in (by_payee, nameless)]
        assert (name, sum(added)) == (name, yen)


@pytest.mark.parametrize(("corporate_number", "direct_yen"), PAYEES.items())
def test_payee_got_what_its_raw_rows_say(shared_data: Path, corporate_number: str, direct_yen: int) -> None:
    sums = access.public_payee_sums().get(sheet_year=RS, ministry=None, payee__corporate_number=corporate_number)
    raw = raw_sums(shared_data, corporate_number=corporate_number)
    assert {name: getattr(sums, name) or 0 for name in REACHES} == {name: raw[name] for name in REACHES}
    assert raw["direct_yen"] == direct_yen
