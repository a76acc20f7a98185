"""One payee: found by any spelling, its sums, sheets, names, contracts and possible doubles."""

import pytest

from reviewsheets import access
from reviewsheets.models import ContractFacts, MultiYearContract, Payee
from reviewsheets.queries.payee import PayeePage, PayeeSources, PayeeYear, payee_found, payee_page
from reviewsheets.queries.reach_amounts import ReachAmounts
from reviewsheets.summaries.refresh import refresh
from reviewsheets.units.flow import Reach
from tests.factories import (
    make_block,
    make_contract,
    make_link,
    make_ministry,
    make_part,
    make_payment,
    make_project,
    make_sheet,
)

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
ELECTRIC, OTHER_ELECTRIC = "7010401022916", "8000012010038"
MISSPELLED = "7010401022926"


def found(key: str) -> str | None:
    payee = payee_found(access.public_payees(), key)
    return payee and payee.key


def page(key: str, *, all_rows: bool = False) -> PayeePage:
    refresh()
    sources = PayeeSources(
        access.public_payees(), access.public_payee_sums(), access.public_receipts(), access.public_contract_facts()
    )
    return payee_page(Payee.objects.get(key=key), sources, all_rows=all_rows)


@pytest.mark.parametrize(
    ("key", "canonical"),
    [
        (ELECTRIC, ELECTRIC),
        ("７０１０４０１０２２９１６", ELECTRIC),
        ("日本電気株式会社", ELECTRIC),
        ("日本電気（株）", ELECTRIC),
        ("a/b 100%?.", None),
        ("A/B　100％?", "a/b100%?"),
        ("二つの社", None),
        ("下書き社", None),
        ("旧名社", "新名社"),
        ("", None),
        ("日本\x00電気", None),
    ],
)
def test_found_by_any_spelling_of_its_key(key: str, canonical: str | None) -> None:
    block = make_block(make_sheet(), "A")
    make_payment(block, "日本電気（株）", corporate_number=ELECTRIC, amount_million=1)
    make_payment(block, "A/B 100%?", amount_million=1)
    make_payment(block, "二つの社", corporate_number=OTHER_ELECTRIC)
    make_payment(block, "二つの社", corporate_number="2000012010019")
    payee = make_payment(block, "旧名社").payee
    assert payee
    payee.name = "新名社"
    payee.save()
    make_payment(make_block(make_sheet(published=False), "A"), "下書き社")
    refresh()
    assert found(key) == canonical


def test_a_namesake_of_a_draft_hides_nothing() -> None:
    make_payment(make_block(make_sheet(), "A"), "見本社", corporate_number=ELECTRIC)
    make_payment(make_block(make_sheet(published=False), "A"), "見本社", corporate_number=OTHER_ELECTRIC)
    refresh()
    assert found("見本社") == ELECTRIC


def test_years_ministries_and_sheets_tell_the_money_apart() -> None:
    sheet = make_sheet(sheet_year=2024, ministry="総務省", number="1", name="流れの事業")
    direct, below = make_block(sheet, "A"), make_block(sheet, "B")
    make_link(None, direct)
    make_link(direct, below)
    make_payment(direct, "見本社", amount_million=100)
    make_payment(below, "見本社", amount_million=20)
    make_payment(below, "見本社", amount_million=9_999, is_amount_doubtful=True)
    old = make_sheet(sheet_year=2018, ministry="財務省", number="2", name="古い事業")
    make_payment(make_block(old, "C"), "見本社", amount_million=300)
    make_payment(make_block(make_sheet(published=False), "A"), "見本社", amount_million=1)
    seen = page("見本社")
    flow = ReachAmounts(100 * MILLION, 20 * MILLION, None, None, payments=3, doubtful=1)
    before = ReachAmounts(unknown_yen=300 * MILLION, payments=1)
    assert seen.years == (PayeeYear(2018, 1, before), PayeeYear(2024, 1, flow))
    assert [(row.name, row.sheets, row.amounts) for row in seen.ministries] == [
        ("総務省", 1, flow),
        ("財務省", 1, before),
    ]
    assert [(row.name, row.blocks, row.amounts) for row in seen.sheets] == [
        ("古い事業", (("C", Reach.UNKNOWN),), before),
        ("流れの事業", (("A", Reach.DIRECT), ("B", Reach.RECOMMISSIONED)), flow),
    ]
    assert seen.sheet_count == 2
    assert seen.columns == ("direct_yen", "recommissioned_yen", "unknown_yen")


def test_projects_add_their_sheets_and_bear_the_newest_name_the_largest_first() -> None:
    project = make_project(ministry="財務省", name="名前のない事業")
    for year, ministry, name, million in (
        (2018, "財務省", "古い名", 5),
        (2024, "総務省", "新しい名", 30),
        (2019, "財務省", "乱", 1),
    ):
        sheet = make_sheet(sheet_year=year, ministry=ministry, name=name, project=project)
        make_payment(make_block(sheet, "A"), "見本社", amount_million=million)
    larger = make_block(make_sheet(sheet_year=2020, ministry="財務省", name="大きな事業"), "A")
    make_link(None, larger)
    make_payment(larger, "見本社", amount_million=40)
    make_payment(larger, "別の社", amount_million=900)
    make_payment(make_block(make_sheet(project=project, published=False, name="下書き"), "A"), "見本社")
    seen = page("見本社")
    assert [(row.name, row.ministry, row.first_year, row.last_year, row.sheets) for row in seen.projects] == [
        ("大きな事業", "財務省", 2020, 2020, 1),
        ("新しい名", "総務省", 2018, 2024, 3),
    ]
    assert [row.amounts for row in seen.projects] == [
        ReachAmounts(direct_yen=40 * MILLION, payments=1),
        ReachAmounts(unknown_yen=36 * MILLION, payments=3),
    ]
    assert seen.project_count == 2


def test_of_several_sheets_of_the_newest_year_the_largest_names_a_project() -> None:
    project = make_project(ministry="財務省")
    for number, name, million in (("1", "小さいほう", 5), ("2", "大きいほう", 30), ("3", "金額のないほう", None)):
        sheet = make_sheet(sheet_year=2024, ministry="財務省", number=number, name=name, project=project)
        make_payment(make_block(sheet, "A"), "見本社", amount_million=million)
    (row,) = page("見本社").projects
    assert (row.name, row.sheets, row.amounts) == (
        "大きいほう",
        3,
        ReachAmounts(unknown_yen=35 * MILLION, payments=3),
    )


def test_projects_without_an_amount_come_after_those_below_zero() -> None:
    for name, million in (("無", None), ("負", -5), ("零", 0)):
        make_payment(make_block(make_sheet(name=name, number=name), "A"), "見本社", amount_million=million)
    assert [row.name for row in page("見本社").projects] == ["零", "負", "無"]


def test_fifty_projects_are_shown_and_all_are_counted() -> None:
    for place in range(52):
        make_payment(
            make_block(make_sheet(number=str(place), name=f"事業{place}"), "A"), "見本社", amount_million=place
        )
    seen, every = page("見本社"), page("見本社", all_rows=True)
    assert (len(seen.projects), seen.projects[0].name, seen.project_count) == (50, "事業51", 52)
    assert (len(every.projects), every.projects[-1].name) == (52, "事業0")


def test_names_as_published_with_rows_and_years() -> None:
    for year, name in ((2018, "見本（株）"), (2019, "見本株式会社"), (2020, "見本株式会社")):
        make_payment(make_block(make_sheet(sheet_year=year), "A"), name, corporate_number="123")
    rows = [(row.name, row.corporate_number, row.rows, row.sheet_years) for row in page("見本株式会社").spellings]
    assert rows == [("見本株式会社", "123", 2, (2019, 2020)), ("見本（株）", "123", 1, (2018,))]
    assert page("見本株式会社").spellings[0].has_wrong_corporate_number


def test_contracts_by_method_those_over_years_apart() -> None:
    sheet = make_sheet(sheet_year=2024)
    payment = make_payment(make_block(sheet, "A"), "見本社", amount_million=10)
    for million in (3, 4, None):
        make_contract(payment, contract_method="随意契約（少額）", amount_million=million)
    make_contract(payment, contract_method="一般競争契約（最低価格）", amount_million=2)
    make_part(
        MultiYearContract,
        sheet,
        payee=payment.payee,
        name="見本社",
        contract_method="随意契約（公募）",
        amount_million=50,
    )
    rows = [
        (row.is_multi_year, row.contract_method, row.contracts, row.with_amount, row.amount_yen)
        for row in page("見本社").methods
    ]
    assert rows == [
        (False, "随意契約（少額）", 3, 2, 7 * MILLION),
        (False, "一般競争契約（最低価格）", 1, 1, 2 * MILLION),
        (True, "随意契約（公募）", 1, 1, 50 * MILLION),
    ]
    assert ContractFacts.objects.count() == 5


def test_a_payee_of_a_contract_over_years_alone_has_a_page() -> None:
    sheet, draft = make_sheet(sheet_year=2024), make_sheet(sheet_year=2024, published=False)
    make_part(MultiYearContract, sheet, payee=Payee.named("契約だけの社", ""), name="契約だけの社")
    make_part(MultiYearContract, draft, payee=Payee.named("下書きの社", ""), name="下書きの社")
    assert (page("契約だけの社").sheets, page("契約だけの社").years) == ((), ())
    assert (found("契約だけの社"), found("下書きの社")) == ("契約だけの社", None)


def test_possible_doubles_with_the_reason_and_never_merged() -> None:
    block = make_block(make_sheet(), "A")
    make_payment(block, "日本電気株式会社", corporate_number=ELECTRIC, amount_million=1)
    make_payment(block, "日本電気株式会社", corporate_number=OTHER_ELECTRIC, amount_million=1)
    make_payment(block, "日本電気株式会社", corporate_number=MISSPELLED, amount_million=1)
    make_payment(block, "日本電気", amount_million=1)
    make_payment(block, "別の電気", amount_million=1)
    make_payment(make_block(make_sheet(published=False), "A"), "日本電気有限会社")
    rows = [(row.key, str(row.reason), row.wrong_numbers, row.sheets) for row in page(ELECTRIC).candidates]
    assert rows == [
        (OTHER_ELECTRIC, "同じ名前で、法人番号が異なります", (), 1),
        ("日本電気株式会社", "同じ名前で、有効な法人番号がありません", (MISSPELLED,), 1),
        ("日本電気", "法人格の書き方を除くと同じ名前です", (), 1),
    ]
    assert [str(row.reason) for row in page("日本電気株式会社").candidates][:1] == ["同じ名前で、法人番号があります"]
    assert page(ELECTRIC).amounts == ReachAmounts(unknown_yen=MILLION, payments=1)


@pytest.mark.parametrize("key", ["経済協力開発機構", "経済協力開発機構(oecd)"])
def test_a_name_with_a_bracket_at_its_end_may_be_the_same_as_without(key: str) -> None:
    block = make_block(make_sheet(), "A")
    for name in (
        "経済協力開発機構",
        "経済協力開発機構（ＯＥＣＤ）",
        "経済協力開発機構（OECD）（本部）",
        "経済協力開発機構原子力機関",
        "経済協力開発",
    ):
        make_payment(block, name)
    reasons = {row.name: str(row.reason) for row in page(key).candidates}
    other = "経済協力開発機構" if key.endswith(")") else "経済協力開発機構（ＯＥＣＤ）"
    assert reasons[other] == "括弧書きを除くと同じ名前です"
    assert reasons.keys() <= {other, "経済協力開発機構（OECD）（本部）"}


def test_a_group_has_its_sheets_alone() -> None:
    block = make_block(make_sheet(name="見本事業"), "A")
    make_payment(block, "その他", amount_million=5)
    seen = page("その他")
    assert (seen.is_group, seen.years, seen.ministries, seen.spellings, seen.candidates) == (True, (), (), (), ())
    assert (seen.projects, seen.project_count) == ((), 0)
    assert [(row.name, row.amounts.unknown_yen) for row in seen.sheets] == [("見本事業", 5 * MILLION)]


def test_made_up_ministries_are_left_out_of_the_sums_and_not_of_the_sheets() -> None:
    for ministry, million in ((make_ministry("見本省", is_fictional=True), 900), (make_ministry("総務省"), 5)):
        make_payment(make_block(make_sheet(ministry=ministry), "A"), "両方の社", amount_million=million)
    seen = page("両方の社")
    assert (seen.amounts.unknown_yen, seen.has_uncounted, seen.is_fictional) == (5 * MILLION, True, False)
    assert [row.is_fictional for row in seen.sheets] == [True, False]


def test_the_largest_sheets_first_and_all_of_them_when_asked() -> None:
    for place in range(102):
        make_payment(make_block(make_sheet(number=str(place)), "A"), "見本社", amount_million=place)
    make_payment(make_block(make_sheet(number="blank"), "A"), "見本社")
    seen = page("見本社")
    assert (len(seen.sheets), seen.sheets[0].number, seen.sheet_count) == (50, "101", 103)
    assert [row.number for row in page("見本社", all_rows=True).sheets][-2:] == ["0", "blank"]
