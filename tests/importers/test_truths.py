"""What holds without exception in the official files holds in the database they were imported into. Money in yen.

Figures are those of DATA.md and of the files themselves: RS System 2024 with the reconstructed 5-1, JUDGIT! 2018-2020.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db.models import F, Q, Sum

from reviewsheets.models import (
    Block,
    BlockLink,
    BudgetAccount,
    BudgetItem,
    BudgetYear,
    Contract,
    MultiYearContract,
    OwnCost,
    Payment,
    ReviewSheet,
    SourceFile,
)
from reviewsheets.units.names import is_corporate_number

pytestmark = pytest.mark.usefixtures("official_database")

RS = 2024
KINDS = {  # 予算種別 of 2-2 → column of 2-1's rows by account
    "当初予算": "initial_yen",
    "前年度から繰越し": "carried_in_yen",
    **{f"第{place}次補正予算": f"supplementary_{place}_yen" for place in range(1, 6)},
    **{f"予備費等{place}": f"contingency_{place}_yen" for place in range(1, 5)},
}


def totals() -> Any:
    """The totals of 2-1: a project × a budget year."""
    return BudgetYear.objects.filter(sheet__sheet_year=RS, published_total_yen__isnull=False).order_by()


def sums(queryset: Any, *columns: str) -> tuple[int, ...]:
    found = queryset.aggregate(**{f"sum_{column}": Sum(column) for column in columns})
    return tuple(found[f"sum_{column}"] or 0 for column in columns)


def test_every_row_of_every_file_is_accounted_for() -> None:
    files = SourceFile.objects.order_by("format", "sheet_year", "code").values_list("sheet_year", "code", "rows")
    assert [(code, rows) for year, code, rows in files if year == RS] == [
        ("1-1", 8_537),
        ("1-2", 5_948),
        ("1-3", 14_991),
        ("1-4", 5_909),
        ("1-5", 6_311),
        ("2-1", 37_981),
        ("2-2", 55_609),
        ("3-1", 11),
        ("3-2", 28_362),
        ("4-1", 5_692),
        ("5-1", 192_039),
        ("5-2", 22_662),
        ("5-3", 33_986),
        ("5-4", 9_290),
        ("6-1", 5_664),
    ]
    assert [rows for year, _code, rows in files if year != RS] == [5_145, 5_198, 5_445]


def test_rows_by_table() -> None:
    models = apps.get_app_config("reviewsheets").get_models()
    counts = {model.__name__: model._base_manager.count() for model in models}
    assert {name: count for name, count in counts.items() if count and name not in ("Project", "SheetLink")} == {
        "Ministry": 37,
        "Payee": 54_661,
        "ReviewSheet": 21_452,
        "PastSheetNumber": 9_409,
        "RelatedProject": 1_224,
        "SheetOrganisation": 8_537,
        "Policy": 6_139,
        "Law": 8_073,
        "Plan": 10_795,
        "SubsidyRate": 2_261,
        "BudgetYear": 103_129,
        "BudgetAccount": 19_457,
        "BudgetItem": 55_609,
        "Indicator": 50_522,
        "IndicatorValue": 168_570,
        "PathNode": 36_456,
        "PathLink": 28_308,
        "Evaluation": 5_424,
        "ReflectedAmount": 88,
        "Remark": 495,
        "Block": 69_370,
        "BlockLink": 20_074,
        "Payment": 311_309,
        "Contract": 98_159,
        "OwnCost": 2_359,
        "ItemUse": 32_680,
        "MultiYearContract": 4_149,
        "ImportRun": 1,
        "SourceFile": 18,
        "SheetSource": 94_591,
        "SheetSummary": 21_452,
        "SummaryLines": 1_127,
        "SummaryColumns": 6,
        "SearchText": 83_038,
        "DataVersion": 1,
        "YearSums": 97,
        "FigureRevision": 8_846,
        "Receipt": 237_140,
        "PayeeSums": 358_568,
        "SpendingSums": 97,
        "ContractFacts": 3_963,
        "IndicatorResult": 50_520,
        "Finding": 48_174,
        "RuleTally": 8_924,
        "PayeeCount": 862,
        "RevisingSheets": 282,
        "RevisionSums": 815,
        "RowCounts": 97,
        "SheetReview": 21_452,
    }
    assert ReviewSheet.objects.filter(sheet_year=RS).count() == 5_664


def test_rows_of_5_1_are_each_of_one_kind() -> None:
    """Every row is a block, a payee, a contract, or the blank row of a project without any."""
    blocks = Block.objects.filter(sheet__sheet_year=RS, is_implied=False).count()
    payees = Payment.objects.filter(block__sheet__sheet_year=RS).count()
    assert (blocks, payees, Contract.objects.count()) == (18_932, 74_948, 98_159)
    assert blocks + payees + Contract.objects.count() == 192_039


# --- 2-1 and 2-2 -----------------------------------------------------------------------------------------------------


def test_the_parts_of_all_18524_totals_add_up() -> None:
    assert totals().count() == 18_524
    gross = F("initial_yen") + F("supplementary_yen") + F("carried_in_yen") + F("contingency_yen")
    assert totals().filter(published_total_yen=gross).count() == 18_524
    assert totals().filter(published_basis="gross").count() == 18_524


def test_the_sums_of_2023() -> None:
    of_2023 = totals().filter(budget_year=2023)
    assert sums(of_2023, "published_total_yen", "executed_yen") == (151_123_034_375_145, 129_518_856_972_958)


def accounts() -> Iterator[tuple[BudgetAccount, tuple[Any, ...]]]:
    """The rows by account, each with sheet, budget year and account."""
    for row in BudgetAccount.objects.select_related("year").iterator(chunk_size=5_000):
        yield row, (row.year.sheet_id, row.year.budget_year, row.account_kind, row.account, row.subaccount)


def total_of(row: BudgetAccount, column: str, last: int) -> int:
    return sum(getattr(row, f"{column}_{place}_yen") or 0 for place in range(1, last + 1))


def test_rows_by_account_add_up_to_the_totals() -> None:
    parts: dict[int, list[int]] = defaultdict(lambda: [0] * 6)
    for row, _key in accounts():
        supplementary, contingency = total_of(row, "supplementary", 5), total_of(row, "contingency", 4)
        cells = (row.initial_yen, supplementary, row.carried_in_yen, contingency, row.total_yen, row.executed_yen)
        parts[row.year_id] = [whole + (cell or 0) for whole, cell in zip(parts[row.year_id], cells, strict=True)]
    names = ("initial", "supplementary", "carried_in", "contingency", "published_total", "executed")
    wanted = totals().values_list("pk", *(f"{name}_yen" for name in names))
    assert len(parts) == 18_521  # three years of nothing have no row by account
    assert [pk for pk, *cells in wanted if parts[pk] != [cell or 0 for cell in cells]] == []


def test_2_2_adds_up_to_2_1_by_year_account_and_kind_of_budget() -> None:
    """The items of a kind in an account are that account's cell of the kind, and no such cell is without items."""
    items: dict[tuple[Any, ...], int] = defaultdict(int)
    requests: dict[tuple[Any, ...], int] = defaultdict(int)
    for item in BudgetItem.objects.iterator(chunk_size=5_000):
        key = (item.sheet_id, item.budget_year, item.account_kind, item.account, item.subaccount)
        requests[key] += item.next_requested_yen or 0
        if item.budget_kind:
            items[*key, item.budget_kind] += item.amount_yen or 0
    cells: dict[tuple[Any, ...], int] = defaultdict(int)
    requested: dict[tuple[Any, ...], int] = defaultdict(int)
    for row, key in accounts():
        requested[key] += row.next_requested_yen or 0
        for kind, column in KINDS.items():
            cells[*key, kind] += getattr(row, column) or 0
    assert without_zeros(items) == without_zeros(cells)
    assert (len(without_zeros(items)), sum(items.values())) == (25_327, 598_852_048_825_725)
    assert without_zeros(requests) == without_zeros(requested)


def without_zeros(sums: dict[tuple[Any, ...], int]) -> dict[tuple[Any, ...], int]:
    return {key: amount for key, amount in sums.items() if amount}


def test_execution_rates_are_executed_of_total_to_five_places() -> None:
    rows = totals().filter(published_rate_percent__isnull=False)
    found = list(rows.values_list("published_rate_percent", "executed_yen", "published_total_yen"))
    assert len(found) == 11_652
    half = Decimal("0.0005")
    assert [row for row in found if abs(row[0] - Decimal(row[1]) * 100 / row[2]) > half] == []
    without = totals().filter(published_rate_percent=None).exclude(executed_yen=None).exclude(published_total_yen=0)
    assert (without.count(), without.exclude(executed_yen=0).count()) == (383, 0)


def test_what_leaves_a_year_enters_the_next() -> None:
    years = {(row[0], row[1]): row[2:] for row in totals().values_list("sheet", "budget_year", *_CARRIED)}
    pairs = [(years[sheet, year][1], years[sheet, year + 1][0]) for sheet, year in years if (sheet, year + 1) in years]
    assert (len(pairs), sum(out for out, _into in pairs)) == (12_859, 42_322_561_267_843)
    assert [pair for pair in pairs if pair[0] != pair[1]] == []


_CARRIED = ("carried_in_yen", "carried_out_yen")


def test_the_year_that_has_not_ended_has_no_execution_yet() -> None:
    running = totals().filter(budget_year=RS)
    assert (running.count(), running.filter(executed_yen=None, executed_text="0").count()) == (5_664, 5_664)
    assert totals().exclude(budget_year=RS).filter(executed_yen=None).count() == 0


# --- 5-1 to 5-4 ------------------------------------------------------------------------------------------------------


def test_blank_bidders_and_rates_of_multi_year_contracts() -> None:
    contracts = MultiYearContract.objects.all()
    assert contracts.filter(bidders=None, bidders_text="0").count() == 423
    assert contracts.filter(award_rate_percent=None, award_rate_text="0").count() == 481
    assert contracts.filter(award_rate_percent__gt=100).count() == 32
    assert contracts.filter(Q(bidders=0) | Q(award_rate_percent=0)).count() == 0


def test_the_state_s_own_costs() -> None:
    assert (OwnCost.objects.count(), sums(OwnCost.objects, "amount_yen")) == (2_359, (57_161_676_374,))


Arrow = tuple[int, int | None, int]  # sheet, block it comes from (none: the ministry), block it goes to


def arrows() -> list[Arrow]:
    return list(BlockLink.objects.order_by("pk").values_list("sheet_id", "source_id", "target_id"))


def reached_from(block: int, out: dict[int | None, set[int]]) -> set[int]:
    reached: set[int] = set()
    waiting = set(out[block])
    while waiting:
        reached |= waiting
        waiting = {target for source in waiting for target in out[source]} - reached
    return reached


def test_the_flow_is_a_graph() -> None:
    found, sources, out = arrows(), defaultdict(set), defaultdict(set)
    for _sheet, source, target in found:
        sources[target].add(source)
        out[source].add(target)
    assert len(found) == 20_074
    assert sum(len(several) > 1 for several in sources.values()) == 123
    assert sum(source == target for _sheet, source, target in found) == 17
    assert len({sheet for sheet, _source, target in found if target in reached_from(target, out)}) == 12


def test_direct_money_and_all_money() -> None:
    """Adding all blocks counts what is commissioned again twice."""
    blocks = Block.objects.filter(sheet__sheet_year=RS)
    direct = {target for _sheet, source, target in arrows() if source is None}
    total_yen = dict(blocks.values_list("pk", "total_yen"))
    assert (len(direct), sum(total_yen[pk] or 0 for pk in direct)) == (13_088, 129_725_227_494_116)
    assert (len(total_yen), sum(yen or 0 for yen in total_yen.values())) == (19_699, 155_032_766_189_062)
    assert blocks.filter(is_implied=True).count() == 767


def test_payees_and_contracts_add_up_and_are_never_added_to_each_other() -> None:
    payments = Payment.objects.filter(block__sheet__sheet_year=RS)
    assert sums(payments, "amount_yen") == (155_032_766_189_062,)
    assert sums(Contract.objects, "amount_yen") == (155_032_766_189_062,)
    paid_yen = dict(payments.order_by().values_list("block").annotate(Sum("amount_yen")))
    blocks = Block.objects.filter(sheet__sheet_year=RS, is_implied=False)
    assert paid_yen == dict(blocks.values_list("pk", "total_yen"))


# --- JUDGIT! ---------------------------------------------------------------------------------------------------------


def paper_years() -> Any:
    return BudgetYear.objects.filter(sheet__sheet_year__lt=RS, published_total_yen__isnull=False).order_by()


def test_paper_totals_are_net_of_what_is_carried_out() -> None:
    """One sheet of 2020 publishes a total that is a million less than its parts."""
    net = F("initial_yen") + F("supplementary_yen") + F("carried_in_yen") - F("carried_out_yen") + F("contingency_yen")
    assert paper_years().count() == 63_152
    (other,) = paper_years().exclude(published_total_yen=net)
    assert (other.sheet.sheet_year, other.budget_year, other.total_mismatch_yen) == (2020, 2019, -1_000_000)
    assert paper_years().filter(published_basis="net").count() == 63_152


@pytest.mark.parametrize(
    ("sheet_year", "sheets", "total_yen", "executed_yen"),
    [
        (2018, 5_145, 432_462_786_813_486, 308_495_132_765_808),
        (2019, 5_198, 440_565_363_589_373, 311_489_280_219_856),
        (2020, 5_445, 491_887_865_758_580, 317_769_138_925_843),
    ],
)
def test_sums_of_a_paper_year(sheet_year: int, sheets: int, total_yen: int, executed_yen: int) -> None:
    years = paper_years().filter(sheet__sheet_year=sheet_year)
    assert ReviewSheet.objects.filter(sheet_year=sheet_year).count() == sheets
    assert (years.count(), *sums(years, "published_total_yen", "executed_yen")) == (sheets * 4, total_yen, executed_yen)


def test_paper_money_that_leaves_is_positive() -> None:
    assert paper_years().filter(carried_out_yen__gt=0).count() == 6_611
    assert paper_years().filter(carried_out_yen__lt=0).count() == 12


def test_paper_years_that_have_not_ended_have_no_execution_and_the_next_only_a_request() -> None:
    assert paper_years().filter(executed_yen=None, budget_year=F("sheet__sheet_year")).count() == 15_788
    assert paper_years().filter(executed_yen=None).count() == 15_788
    requests = BudgetYear.objects.filter(sheet__sheet_year__lt=RS, requested_yen__isnull=False)
    assert requests.count() == requests.filter(published_total_yen=None, initial_yen=None).count() == 15_788


def test_paper_payees_without_a_number_or_with_a_wrong_one() -> None:
    numbers = Payment.objects.filter(block__sheet__sheet_year__lt=RS).values_list("corporate_number", flat=True)
    found = list(numbers.order_by())
    wrong = [number for number in found if number and not is_corporate_number(number)]
    assert (len(found), found.count(""), len(wrong)) == (236_361, 49_107, 1_616)


@pytest.mark.parametrize(("sheet_year", "doubtful"), [(2018, 9), (2019, 7), (2020, 7), (2024, 11)])
def test_amounts_far_above_their_project_are_marked(sheet_year: int, doubtful: int) -> None:
    marked = Payment.objects.filter(is_amount_doubtful=True, block__sheet__sheet_year=sheet_year)
    assert marked.count() == doubtful
