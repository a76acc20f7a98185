"""Payees ranked: the money told apart, groups and doubtful amounts left out, made-up ministries apart."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from reviewsheets import access
from reviewsheets.filters.payees import PayeeFilter
from reviewsheets.models import Receipt
from reviewsheets.models.receipts import REACHES
from reviewsheets.queries import payee_names
from reviewsheets.queries.payees import PayeeSet, payee_url, receipt_places
from reviewsheets.queries.reach_amounts import ReachAmounts
from reviewsheets.summaries.refresh import refresh
from tests.factories import make_block, make_link, make_ministry, make_payment, make_sheet

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
ELECTRIC = "7010401022916"


def payees(query: str = "") -> PayeeSet:
    places = receipt_places(access.public_spending_sums())
    question = PayeeFilter.of(QueryDict(query)).question(places)
    sums, receipts, kept = access.public_payee_sums(), access.public_receipts(), access.public_payee_counts()
    return PayeeSet(sums, receipts, places, question, kept)


def names(query: str = "") -> list[str]:
    return [line.name for line in payees(query).every_line(at_once=2)]


@pytest.fixture
def two_years() -> None:
    """2024: direct, re-commissioned, a group and a doubtful amount; 2018: no arrows; a draft."""
    sheet = make_sheet(sheet_year=2024, ministry="総務省")
    direct, below = make_block(sheet, "A"), make_block(sheet, "B")
    make_link(None, direct)
    make_link(direct, below)
    make_payment(direct, "日本電気株式会社", corporate_number=ELECTRIC, amount_million="100.5")
    make_payment(direct, "その他", amount_million=70)
    make_payment(direct, "", amount_million=5)
    make_payment(direct, "大き過ぎる社", amount_million=9_000_000, is_amount_doubtful=True)
    make_payment(below, "日本電気株式会社", corporate_number=ELECTRIC, amount_million=20)
    make_payment(below, "孫請け社", amount_million=8)
    other = make_block(make_sheet(sheet_year=2024, ministry="財務省"), "A")
    make_link(None, other)
    make_payment(other, "見本社", amount_million=300)
    old = make_block(make_sheet(sheet_year=2018, ministry="財務省"), "A")
    make_payment(old, "見本社", amount_million=7)
    draft = make_block(make_sheet(sheet_year=2024, published=False), "A")
    make_payment(draft, "下書き社", amount_million=1)
    refresh()


@pytest.mark.usefixtures("two_years")
def test_the_newest_year_is_ranked_by_direct_money() -> None:
    assert names() == ["見本社", "日本電気株式会社", "大き過ぎる社", "孫請け社"]
    found = payees()
    assert (found.payees, found.columns) == (4, ("direct_yen", "recommissioned_yen"))
    assert found.totals == ReachAmounts(400_500_000, 28 * MILLION, None, None, payments=5, doubtful=1)
    assert found.groups == ReachAmounts(75 * MILLION, payments=2)


@pytest.mark.usefixtures("two_years")
def test_a_year_without_arrows_is_ranked_by_what_there_is() -> None:
    found = payees("year=2018")
    assert (names("year=2018"), found.sort, found.columns) == (["見本社"], "-unknown", ("unknown_yen",))


@pytest.mark.usefixtures("two_years")
@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("year=all", ["見本社", "日本電気株式会社", "大き過ぎる社", "孫請け社"]),
        ("ministry=財務省", ["見本社"]),
        ("kind=company", ["日本電気株式会社"]),
        ("kind=group", ["その他"]),
        ("q=電気", ["日本電気株式会社"]),
        ("q=７０１０４０１", ["日本電気株式会社"]),
        ("q=そ の他", []),
        ("q=その他&kind=group", ["その他"]),
        ("q=下書き", []),
        ("sort=direct", ["日本電気株式会社", "見本社", "大き過ぎる社", "孫請け社"]),
        ("sort=-recommissioned", ["日本電気株式会社", "孫請け社", "大き過ぎる社", "見本社"]),
        ("sort=name", ["大き過ぎる社", "孫請け社", "日本電気株式会社", "見本社"]),
        ("year=２０２４&sort=x", ["見本社", "日本電気株式会社", "大き過ぎる社", "孫請け社"]),
        ("year=x", []),
        ("year=1999", []),
        ("ministry=無い省", []),
        ("ministry=無い省&year=all&q=電気", []),
        ("kind=x", []),
    ],
)
def test_narrowed_and_sorted(query: str, told: list[str]) -> None:
    assert names(query) == told
    assert payees(query).payees == len(told)


@pytest.mark.usefixtures("two_years")
@pytest.mark.parametrize(
    "sort", ["", "-direct", "direct", "-recommissioned", "recommissioned", "-other", "sheets", "name"]
)
@pytest.mark.parametrize("year", ["2024", "2018", "all"])
def test_pages_follow_each_other_from_amounts_to_blanks(sort: str, year: str) -> None:
    found = payees(f"year={year}&sort={sort}")
    listed = list(found.rows())
    assert len(listed) == found.payees == (1 if year == "2018" else 4)
    for size in (1, 2, 3, 4):
        pages = [range(start, min(start + size, len(listed))) for start in range(0, len(listed), size)]
        assert [row for places in pages for row in found.rows_at(places)] == listed


@pytest.mark.usefixtures("two_years")
def test_each_value_says_how_many_it_would_leave() -> None:
    facets = payees().facets
    assert [(value.value, value.sheets) for value in facets.years] == [("2024", 4), ("2018", 1), ("all", 4)]
    assert [(value.value, value.sheets) for value in facets.ministries] == [("総務省", 3), ("財務省", 1)]
    assert [(value.value, value.sheets) for value in facets.kinds] == [("company", 1), ("unnumbered", 3), ("group", 1)]
    found = payees("q=見本").facets
    assert [(value.value, value.sheets) for value in found.years] == [("2024", 1), ("2018", 1), ("all", 1)]
    assert [(value.value, value.sheets) for value in found.ministries] == [("財務省", 1)]


@pytest.mark.usefixtures("two_years")
@pytest.mark.parametrize("few", [0, 1_000])
@pytest.mark.parametrize(
    ("query", "years", "ministries", "told"),
    [
        ("q=社", [4, 1, 4], [("総務省", 3), ("財務省", 1)], ["見本社", "日本電気株式会社", "大き過ぎる社", "孫請け社"]),
        ("q=社&ministry=財務省&year=all", [1, 1, 1], [("総務省", 3), ("財務省", 1)], ["見本社"]),
        ("q=本&year=2018&kind=unnumbered", [1, 1, 1], [("財務省", 1)], ["見本社"]),
        ("q=本&kind=company", [1, 0, 1], [("総務省", 1)], ["日本電気株式会社"]),
    ],
)
def test_many_found_payees_are_counted_as_few_are(
    monkeypatch: pytest.MonkeyPatch, few: int, query: str, years: list[int], ministries: list[object], told: list[str]
) -> None:
    monkeypatch.setattr(payee_names, "FEW_PAYEES", few)
    found = payees(query)
    assert [value.sheets for value in found.facets.years] == years
    assert [(value.value, value.sheets) for value in found.facets.ministries] == ministries
    assert names(query) == told


@pytest.mark.usefixtures("two_years")
@pytest.mark.parametrize("query", ["", "year=all", "year=2018", "ministry=総務省", "ministry=総務省&year=all"])
def test_named_and_unnamed_are_all_receipts(query: str) -> None:
    found = payees(query)
    receipts = Receipt.objects.filter(ministry__name__in={place.ministry_name for place in found.counted})
    if found.asked.sheet_year:
        receipts = receipts.filter(sheet_year=found.asked.sheet_year)
    for name in REACHES:
        whole = sum(amount or 0 for amount in receipts.values_list(name, flat=True))
        assert (getattr(found.totals, name) or 0) + (getattr(found.groups, name) or 0) == whole


def test_money_of_nobody_alone_leaves_no_column() -> None:
    block = make_block(make_sheet(sheet_year=2024), "A")
    make_link(None, block)
    make_payment(block, "その他", amount_million=5)
    make_payment(block, "見本社")
    refresh()
    assert payees().totals == ReachAmounts(payments=1)
    assert [str(label) for label in payees().empty_columns] == [
        "直接支出",
        "再委託等",
        "その他の資金",
        "流れの記載なし",
    ]


def test_made_up_ministries_count_where_they_are_alone_or_chosen() -> None:
    fiction = make_ministry("見本省", is_fictional=True)
    for ministry, year, million in ((fiction, 2024, 900), ("総務省", 2024, 5), (fiction, 2020, 3)):
        block = make_block(make_sheet(sheet_year=year, ministry=ministry), "A")
        make_payment(block, "両方の社", amount_million=million)
        if year == 2024 and ministry == fiction:
            make_payment(block, "架空の社", amount_million=1)
    refresh()
    assert [(line.name, line.amounts.unknown_yen) for line in payees().every_line(at_once=9)] == [
        ("両方の社", 5 * MILLION)
    ]
    assert payees().totals.unknown_yen == 5 * MILLION
    assert names("ministry=見本省") == ["両方の社", "架空の社"]
    assert payees("year=2020").is_fictional
    assert payees("year=2020").totals.unknown_yen == 3 * MILLION
    assert [(value.value, value.sheets) for value in payees().facets.years] == [("2024", 1), ("2020", 1), ("all", 1)]
    assert names("q=架空") == []
    assert payees("year=all").totals.unknown_yen == 5 * MILLION


@pytest.mark.parametrize("key", [ELECTRIC, "日本電気", "a/b?c#d%e", "a.b~c:d@e!$&'()*+,;=[]", "//a", 'a"<b>'])
def test_address_is_the_site_maps(key: str) -> None:
    assert payee_url(key) == reverse("payee", args=[key])
