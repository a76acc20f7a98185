from decimal import Decimal
from typing import Any

import pytest

from reviewsheets.models import ReviewSheet, SheetSummary, SummaryLines
from reviewsheets.models.summary import class_code, classes_of
from reviewsheets.summaries.sheets import carry_of, kind_of, missed_of, outcome_of, rate_of, size_of, summarise
from tests.factories import make_budget_year, make_indicator, make_sheet


@pytest.mark.django_db
def test_figures_of_the_result_year_the_own_year_and_the_request() -> None:
    sheet = make_sheet(
        sheet_year=2018,
        start_year=2015,
        number="0001",
        name="事業",
        bureau="局",
        division="課",
        accounts=["一般会計", "一般会計", "特許\n特別会計"],
    )
    make_budget_year(sheet, 2016, initial_million=777, executed_million=777)
    make_budget_year(
        sheet, 2017, initial_million=100, carried_in_million=20, carried_out_million=40, executed_million=60
    )
    make_budget_year(sheet, 2018, initial_million=250)
    make_budget_year(sheet, 2019, requested_million=300)
    make_indicator(sheet, "outcome", {2016: (1, 1), 2017: (100, 99)}, direction="up")
    make_indicator(sheet, "outcome", {2017: (100, 99)}, direction="down")
    make_indicator(sheet, "outcome", {2017: (100, "検討中")}, direction="up")
    make_indicator(sheet, "activity", {2017: (100, 1)}, direction="up")
    assert summarise([sheet.pk]) == 1
    expected: dict[str, Any] = {
        "sheet_year": 2018,
        "ministry__name": "総務省",
        "number": "0001",
        "name": "事業",
        "bureau": "局",
        "division": "課",
        "lines__accounts": "\n一般会計\n特許 特別会計\n",
        "lines__methods": "",
        "lines__policies": "",
        "basis": "net",
        "kind": "continuing",
        "size": "to-10",
        "rate": "to-80",
        "gross": "to-80",
        "carry": "some",
        "outcome": "missed",
        "class_code": 4498,
        "initial_yen": 250_000_000,
        "initial_text": "",
        "requested_yen": 300_000_000,
        "total_yen": 80_000_000,
        "executed_yen": 60_000_000,
        "executed_text": "",
        "unused_yen": 20_000_000,
        "carried_out_yen": 40_000_000,
        "gross_rate": 5000,
        "net_rate": 7500,
        "outcomes_reached": 1,
        "outcomes_missed": 1,
        "outcomes_not_comparable": 1,
    }
    assert SheetSummary.objects.values(*expected).get() == expected


def test_every_class_can_be_read_from_its_code() -> None:
    assert classes_of(4498) == {
        "kind": "continuing",
        "size": "to-10",
        "rate": "to-80",
        "gross": "to-80",
        "carry": "some",
        "outcome": "missed",
    }
    assert [class_code(classes_of(code)) for code in range(4 * 7 * 6 * 6 * 3 * 4)] == list(range(12_096))


@pytest.mark.django_db
def test_sheets_that_say_the_same_share_their_lines() -> None:
    for number, methods in (("1", ["補助"]), ("2", ["補助"]), ("3", ["補助", "その他"]), ("4", [])):
        make_sheet(number=number, methods=methods)
    summarise()
    summarise()
    kept = SheetSummary.objects.order_by("number").values_list("lines__methods", flat=True)
    assert (list(kept), SummaryLines.objects.count()) == (["\n補助\n", "\n補助\n", "\n補助\nその他\n", ""], 3)


@pytest.mark.django_db
def test_a_sheet_without_figures_has_none() -> None:
    sheet = make_sheet(sheet_year=2018)
    make_budget_year(sheet, 2017, executed_million="-")
    summarise()
    summary = SheetSummary.objects.get()
    assert (summary.total_yen, summary.executed_yen, summary.executed_text, summary.unused_yen, summary.net_rate) == (
        *(None, None, "-", None, None),
    )
    assert (summary.size, summary.rate, summary.carry, summary.outcome) == ("blank", "blank", "blank", "blank")


@pytest.mark.django_db
def test_the_basis_of_the_total_is_the_forms() -> None:
    for sheet_year in (2023, 2024):
        sheet = make_sheet(sheet_year=sheet_year)
        make_budget_year(sheet, sheet_year - 1, initial_million=100, carried_out_million=40, executed_million=30)
    summarise()
    totals = SheetSummary.objects.order_by("sheet_year").values_list("total_yen", "unused_yen", "net_rate")
    assert list(totals) == [(60_000_000, 30_000_000, 5000), (100_000_000, 30_000_000, 5000)]


@pytest.mark.django_db
def test_summaries_made_again_are_the_same_number() -> None:
    first, second = make_sheet(), make_sheet()
    assert (summarise(), summarise([first.pk]), SheetSummary.objects.count()) == (2, 1, 2)
    second.delete()
    assert SheetSummary.objects.count() == 1


@pytest.mark.django_db
def test_a_draft_has_none_and_loses_the_one_it_had() -> None:
    sheet = make_sheet()
    assert (summarise(), SheetSummary.objects.count()) == (1, 1)
    ReviewSheet.objects.update(published_at=None)
    assert (summarise([sheet.pk]), SheetSummary.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("yen", "size"),
    [
        (None, "blank"),
        (0, "none"),
        (1, "to-1"),
        (99_999_999, "to-1"),
        (100_000_000, "to-10"),
        (999_999_999, "to-10"),
        (1_000_000_000, "to-100"),
        (10_000_000_000, "to-1000"),
        (100_000_000_000, "over-1000"),
    ],
)
def test_size(yen: int | None, size: str) -> None:
    assert size_of(yen) == size


@pytest.mark.parametrize(
    ("rate", "name"),
    [
        (None, "blank"),
        ("0", "to-50"),
        ("49.999", "to-50"),
        ("50", "to-80"),
        ("80", "to-95"),
        ("95", "to-100"),
        ("100", "to-100"),
        ("100.001", "over-100"),
    ],
)
def test_rate(rate: str | None, name: str) -> None:
    assert rate_of(None if rate is None else Decimal(rate)) == name


@pytest.mark.parametrize(("yen", "name"), [(None, "blank"), (0, "none"), (1, "some")])
def test_carry(yen: int | None, name: str) -> None:
    assert carry_of(yen) == name


@pytest.mark.parametrize(
    ("counts", "outcome"),
    [((0, 0, 0), "blank"), ((0, 0, 2), "not-comparable"), ((1, 0, 2), "reached"), ((1, 1, 0), "missed")],
)
def test_outcome(counts: tuple[int, int, int], outcome: str) -> None:
    assert outcome_of(*counts) == outcome


@pytest.mark.parametrize(
    ("counts", "told"), [((0, 0, 0), None), ((4, 0, 0), 0), ((4, 0, 2), None), ((0, 1, 2), 1), ((1, 3, 0), 3)]
)
def test_none_missed_is_said_only_where_all_are_reached(counts: tuple[int, int, int], told: int | None) -> None:
    assert missed_of(*counts) == told


@pytest.mark.parametrize(
    ("start_year", "end_year", "kind"),
    [
        (None, None, "unknown"),
        (2018, None, "new"),
        (2017, None, "continuing"),
        (2017, 2018, "ending"),
        (None, 2017, "ending"),
        (2017, 2019, "continuing"),
    ],
)
def test_kind(start_year: int | None, end_year: int | None, kind: str) -> None:
    assert kind_of(2018, start_year, end_year) == kind
