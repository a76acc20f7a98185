"""Lists count, add and page from arrays: the same sheets as the database finds, under every choice of filters."""

from collections.abc import Iterator
from itertools import combinations, product
from urllib.parse import urlencode

import pytest
from django.db.models import Q, Sum
from django.http import QueryDict
from django.test import Client

from reviewsheets import access
from reviewsheets.filters.sheets import SheetFilter
from reviewsheets.models import ReviewSheet, SheetSummary
from reviewsheets.models.columns import RUN
from reviewsheets.queries.columns import COUNTED, all_columns
from reviewsheets.queries.totals import set_totals
from reviewsheets.summaries.refresh import refresh
from tests.factories import make_budget_year, make_indicator, make_ministry, make_sheet

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
CHOICES = (
    "q=整備",
    "q=整備 道路",
    "q=ない言葉",
    "year=2018",
    "ministry=総務省",
    "ministry=ない省",
    "account=一般会計",
    "account=一般",
    "method=補助",
    "policy=SDGs",
    "policy=sdgs",
    "kind=new",
    "rate=to-50",
    "gross=to-80",
    "outcome=reached",
    "ministry=総務省&bureau=自治行政局",
)


@pytest.fixture
def many_sheets() -> None:
    """Sixty sheets of three years and ministries that differ in all that one can choose."""
    ministries = [make_ministry(name, order=order) for order, name in enumerate(("総務省", "財務省", "環境省"))]
    rows = product(
        ("道路の整備", "調査 道路", "港の整備"), (["一般会計"], ["一般会計", "特別会計"], []), (0, 1, 2), range(3)
    )
    for place, (name, accounts, year, ministry) in enumerate(rows):
        if place % 4 == 3:
            continue
        sheet = make_sheet(
            ministry=ministries[ministry],
            sheet_year=2017 + year,
            name=name,
            number=f"{place * 7 % 61:04}",
            bureau="自治行政局" if place % 2 else "",
            accounts=accounts,
            methods=["補助"] if place % 3 else ["委託"],
            policies=["SDGs"] if place % 5 == 0 else [],
            start_year=2018 if place % 3 else None,
        )
        make_budget_year(
            sheet, 2016 + year, initial_million=100, executed_million=place if place % 4 else None,
            carried_out_million=10 if place % 2 else None,
        )  # fmt: skip
        make_indicator(sheet, "outcome", {2016 + year: (10, 9 + place % 2)}, direction="up")
    refresh()


def all_choices() -> Iterator[str]:
    """Nothing, each choice, and every two of them."""
    yield ""
    for number in (1, 2):
        for chosen in combinations(CHOICES, number):
            yield "&".join(chosen)


@pytest.mark.usefixtures("many_sheets")
def test_both_forms_of_a_filter_let_the_same_sheets_through() -> None:
    public, sheets = access.public_summaries(), all_columns(access.public_columns())
    seen = set()
    for text in all_choices():
        chosen = SheetFilter.of(QueryDict(text))
        by_database = sorted(chosen.narrowed(public).values_list("pk", flat=True))
        assert chosen.within(sheets, public).but()["id"].tolist() == by_database, text
        seen.add(len(by_database))
    assert {0, len(sheets)} < seen


@pytest.mark.usefixtures("many_sheets")
def test_sums_and_counts_are_those_of_the_database() -> None:
    public, sheets = access.public_summaries(), all_columns(access.public_columns())
    for text in all_choices():
        chosen = SheetFilter.of(QueryDict(text))
        narrowed, rows = chosen.within(sheets, public), chosen.narrowed(public)
        totals = set_totals(narrowed.but(), rows).totals
        expected = rows.aggregate(total=Sum("total_yen"), executed=Sum("executed_yen"), unused=Sum("unused_yen"))
        told = (totals.sheets, totals.total_yen, totals.executed_yen, totals.unused_yen)
        assert told == (rows.count(), *expected.values()), text
        facets = chosen.facets(narrowed, public)
        for name, values in {**facets.classes, **facets.lines, "year": facets.years}.items():
            for value in values:
                under = SheetFilter.of(QueryDict(f"{text}&{urlencode({name: value.value})}"))
                assert value.sheets == under.narrowed(public).count(), (text, name, value)


@pytest.mark.usefixtures("many_sheets")
def test_what_is_chosen_hides_no_other_value() -> None:
    public, sheets = access.public_summaries(), all_columns(access.public_columns())
    asked = ("year=2018&ministry=総務省", "account=特別会計&kind=new")
    one, other = (SheetFilter.of(QueryDict(text)) for text in asked)
    places, kinds = (chosen.facets(chosen.within(sheets, public), public) for chosen in (one, other))
    assert [value.value for value in places.years] == ["2019", "2018", "2017"]
    assert [value.value for value in places.ministries] == ["総務省", "財務省", "環境省"]
    assert [value.value for value in kinds.lines["account"]] == ["一般会計", "特別会計"]
    assert [value.value for value in kinds.classes["kind"]] == ["new", "continuing", "unknown"]


@pytest.mark.usefixtures("many_sheets")
@pytest.mark.parametrize("narrowed", ["", "ministry=総務省", "q=整備", "account=一般会計"])
@pytest.mark.parametrize("sort", ["", "net_rate", "-net_rate", "-unused_yen", "outcomes_missed", "number", "-ministry"])
def test_pages_hold_the_rows_of_the_whole_list(client: Client, narrowed: str, sort: str) -> None:
    address = f"/sheets/?{narrowed}&sort={sort}" if sort else f"/sheets/?{narrowed}"
    whole = [row.record.pk for row in client.get(f"{address}&rows=200").context["table"].paginated_rows]
    by_database = client.get(address.replace("/?", ".csv?")).getvalue().decode("utf-8-sig").splitlines()[1:]
    assert len(whole) == len(by_database) > 3
    numbers = dict(SheetSummary.objects.values_list("pk", "number"))
    assert all(numbers[pk] in line for pk, line in zip(whole, by_database, strict=True))
    small = pytest.MonkeyPatch()
    small.setattr("reviewsheets.views.sheets.PAGE_SIZES", (7,))
    try:
        pages = [client.get(f"{address}&page={page}").context["table"] for page in range(1, -(-len(whole) // 7) + 1)]
    finally:
        small.undo()
    assert [row.record.pk for table in pages for row in table.paginated_rows] == whole


def test_arrays_follow_what_is_saved_moved_unpublished_and_deleted() -> None:
    one, two = make_sheet(sheet_year=2018), make_sheet(sheet_year=2018)
    make_budget_year(one, 2017, initial_million=100, executed_million=60)
    refresh()
    assert kept() == {one.pk: (2018, 100 * MILLION), two.pk: (2018, None)}
    ReviewSheet.objects.filter(pk=two.pk).update(sheet_year=2019)
    refresh([two.pk])
    assert kept() == {one.pk: (2018, 100 * MILLION), two.pk: (2019, None)}
    ReviewSheet.objects.filter(pk=one.pk).update(published_at=None)
    refresh([one.pk])
    assert kept() == {two.pk: (2019, None)}
    refresh()
    assert kept() == {two.pk: (2019, None)}


def test_there_is_a_list_without_any_sheet(client: Client) -> None:
    assert all_columns(access.public_columns(), COUNTED)["id"].tolist() == []
    assert client.get("/sheets/?sort=net_rate&page=3").status_code == 200


def test_arrays_of_some_rows_are_read_alone() -> None:
    sheet = make_sheet()
    refresh()
    of_its_row, of_others = Q(first_id=sheet.pk - sheet.pk % RUN), Q(first_id__gt=sheet.pk)
    assert all_columns(access.public_columns().filter(of_its_row))["id"].tolist() == [sheet.pk]
    assert all_columns(access.public_columns().filter(of_others))["id"].tolist() == []


def kept() -> dict[int, tuple[int, int | None]]:
    """Year and 計 by sheet, as the arrays have them."""
    sheets = all_columns(access.public_columns())
    given = set(sheets.giving("total_yen")["id"].tolist())
    rows = zip(sheets["id"].tolist(), sheets["sheet_year"].tolist(), sheets["total_yen"].tolist(), strict=True)
    return {pk: (year, yen if pk in given else None) for pk, year, yen in rows}
