"""A year's direct payments from ministry to project to payee: nothing twice, nothing lost."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from reviewsheets import access
from reviewsheets.models import Payment, ReviewSheet
from reviewsheets.queries.flow_steps import flow_rows, flows, payee_centre, project_centre
from reviewsheets.queries.flows import (
    Flows,
    FlowsAsked,
    Gap,
    GapPart,
    Role,
    Step,
    chosen_year,
    flow_years,
)
from reviewsheets.summaries.refresh import refresh
from tests.factories import make_block, make_budget_year, make_link, make_ministry, make_part, make_payment, make_sheet
from tests.queries.flow_sheets import Paid, asked, published, sheet_of

pytestmark = pytest.mark.django_db
FLOWS_QUERIES = 10


def links(found: Flows) -> dict[str, int]:
    """Every link in words and million yen."""
    return {f"{_words(k.source)} > {_words(k.target)}": k.amount_yen // 1_000_000 for k in found.links}


def _words(node: object) -> str:
    name, role, number = node.name, node.role, node.number  # type: ignore[attr-defined]  # a node
    return name or (f"ほか{number}" if role is Role.REST else "一者ではない")


def assert_conserves(found: Flows) -> None:
    for step in found.steps:
        assert sum(found.amounts[node] for node in found.nodes_of(step)) == (found.totals.direct_yen or 0)


@pytest.fixture
def two_ministries() -> None:
    one = sheet_of("総務省", "甲事業", {"見本社": 60, "見本組合": 30, "その他": 10}, executed=120)
    make_part(type(one).own_costs.rel.related_model, one, name="間接経費", amount_million=15)
    sheet_of("財務省", "乙事業", {"見本社": 5}, executed=5)
    second = make_block(one, "B", name="再委託先")
    make_link(one.blocks.get(letter="A"), second)
    make_payment(second, "見本下請", amount_million=40)
    refresh()


@pytest.mark.usefixtures("two_ministries")
def test_only_direct_money_flows_and_each_step_adds_up() -> None:
    found = flows(published(), asked())
    assert links(found) == {
        "総務省 > 甲事業": 100,
        "財務省 > 乙事業": 5,
        "甲事業 > 見本社": 60,
        "甲事業 > 見本組合": 30,
        "甲事業 > 一者ではない": 10,
        "乙事業 > 見本社": 5,
    }
    assert_conserves(found)


@pytest.mark.usefixtures("two_ministries")
def test_what_stays_out_is_said_apart() -> None:
    totals = flows(published(), asked()).totals
    amounts = (
        totals.direct_yen,
        totals.recommissioned_yen,
        totals.unnamed_yen,
        totals.own_cost_yen,
        totals.executed_yen,
    )
    assert amounts == (105_000_000, 40_000_000, 10_000_000, 15_000_000, 125_000_000)
    assert totals.gap_yen == 5_000_000


@pytest.mark.usefixtures("two_ministries")
def test_narrowed_sheets_say_the_same_as_the_kept_sums() -> None:
    whole, narrowed = flows(published(), asked()), flows(published(sheet_year=2024), asked())
    assert (links(narrowed), narrowed.totals) == (links(whole), whole.totals)
    one = flows(published(name="乙事業", sheet_year=2024), asked())
    assert links(one) == {"財務省 > 乙事業": 5, "乙事業 > 見本社": 5}
    assert (one.totals.executed_yen, one.totals.own_cost_yen, one.totals.recommissioned_yen) == (5_000_000, None, None)


@pytest.mark.usefixtures("two_ministries")
def test_ministry_as_the_centre() -> None:
    found = flows(published(), asked(ministry="財務省"))
    assert links(found) == {"財務省 > 乙事業": 5, "乙事業 > 見本社": 5}
    assert flows(published(), asked(ministry="無い省")).links == ()


@pytest.mark.usefixtures("two_ministries")
def test_payee_as_the_centre_shows_where_its_direct_money_is_from() -> None:
    centre = payee_centre(access.public_payee_sums(), "見本社")
    found = flows(published(), asked(centre=centre))
    assert links(found) == {
        "総務省 > 甲事業": 60,
        "甲事業 > 見本社": 60,
        "財務省 > 乙事業": 5,
        "乙事業 > 見本社": 5,
    }
    assert (found.totals.direct_yen, found.totals.executed_yen) == (65_000_000, None)
    only_passed_on = flows(published(), asked(centre=payee_centre(access.public_payee_sums(), "見本下請")))
    assert (only_passed_on.links, only_passed_on.totals.recommissioned_yen) == ((), 40_000_000)


@pytest.mark.usefixtures("two_ministries")
def test_project_as_the_centre_shows_the_blocks_that_the_ministry_pays() -> None:
    key = ReviewSheet.objects.get(name="甲事業").project.key
    centre = project_centre(access.public_summaries(), key)
    assert centre is not None
    found = flows(published(sheet_year=2024, sheet__project=centre.pk), asked(centre=centre))
    assert found.steps == (Step.PROJECT, Step.BLOCK, Step.PAYEE)
    assert links(found) == {
        "甲事業 > A.請負事業者": 100,
        "A.請負事業者 > 見本社": 60,
        "A.請負事業者 > 見本組合": 30,
        "A.請負事業者 > 一者ではない": 10,
    }
    assert_conserves(found)


@pytest.mark.parametrize("key", ["無い", "その他", "秘密社", "\x00"])
def test_what_is_no_public_payee_is_no_centre(key: str) -> None:
    sheet_of("総務省", "甲事業", {"その他": 1})
    make_payment(make_block(make_sheet(published=False)), "秘密社", amount_million=1)
    refresh()
    assert payee_centre(access.public_payee_sums(), key) is None


@pytest.mark.parametrize("key", ["無い", "draft", "\x00"])
def test_what_is_no_public_project_is_no_centre(key: str) -> None:
    draft = make_sheet(published=False)
    refresh()
    assert project_centre(access.public_summaries(), draft.project.key if key == "draft" else key) is None


def test_others_of_each_step_are_one_node_and_open() -> None:
    for number in range(13):
        sheet_of(f"見本省{number:02}", f"事業{number:02}", {f"社{number:02}": 100 - number})
    refresh()
    found = flows(published(), asked())
    assert [len(found.nodes_of(step)) for step in found.steps] == [11, 11, 11]
    assert {k: yen for k, yen in links(found).items() if "ほか" in k} == {"ほか3 > ほか3": 267}
    rest = [found.nodes_of(step)[-1] for step in found.steps]
    assert [found.addresses[node] for node in rest] == [
        "/flows/?year=2024&ministries=all",
        "/flows/?year=2024&open=project#opened",
        "/flows/?year=2024&open=payee#opened",
    ]
    opened = flows(published(), asked(has_all_ministries=True, top=10))
    assert len(opened.nodes_of(Step.MINISTRY)) == 13
    assert_conserves(opened)


def test_one_alone_is_no_others() -> None:
    for number in range(11):
        sheet_of("総務省", f"事業{number:02}", {"見本社": 1})
    refresh()
    found = flows(published(), asked())
    assert {node.role for node in found.nodes_of(Step.PROJECT)} == {Role.OWN}


def test_doubtful_rows_stay_out_and_are_counted() -> None:
    sheet_of("総務省", "甲事業", {"見本社": 60, "誤り社": 9_000})
    Payment.objects.filter(name="誤り社").update(is_amount_doubtful=True)
    refresh()
    found = flows(published(), asked())
    assert links(found) == {"総務省 > 甲事業": 60, "甲事業 > 見本社": 60}
    assert (found.totals.doubtful, found.totals.direct_yen) == (1, 60_000_000)


def test_made_up_ministries_count_only_where_there_are_no_others() -> None:
    make_ministry("架空省", is_fictional=True)
    sheet_of("架空省", "架空事業", {"架空社": 7, "その他": 1})
    refresh()
    alone = flows(published(), asked())
    assert (links(alone)["架空省 > 架空事業"], alone.is_fictional) == (8, True)
    sheet_of("総務省", "甲事業", {"見本社": 60, "その他": 2})
    refresh()
    beside = flows(published(), asked())
    assert (links(beside), beside.is_fictional) == (
        {"総務省 > 甲事業": 62, "甲事業 > 見本社": 60, "甲事業 > 一者ではない": 2},
        False,
    )
    assert beside.totals.unnamed_yen == 2_000_000
    assert links(flows(published(), asked(ministry="架空省")))["架空事業 > 架空社"] == 7


def test_year_is_the_one_asked_for_else_the_newest_with_direct_payments() -> None:
    sheet_of("総務省", "甲事業", {"見本社": 1}, sheet_year=2022)
    make_payment(make_block(make_sheet(sheet_year=2023)), amount_million=1)  # no arrows
    refresh()
    years = flow_years(access.public_spending_sums())
    assert [(year.sheet_year, year.has_direct, year.ministries) for year in years] == [
        (2023, False, ("総務省",)),
        (2022, True, ("総務省",)),
    ]
    assert [chosen_year(years, year) for year in (None, 2023, 1999)] == [2022, 2023, 1999]
    assert chosen_year([], 2022) is None
    unknown = flows(published(), FlowsAsked(2023))
    assert (unknown.links, unknown.totals.direct_yen, unknown.totals.unknown_yen) == ((), None, 1_000_000)


@pytest.mark.usefixtures("two_ministries")
def test_rows_are_all_payments_whatever_is_drawn() -> None:
    rows = [(row[1], row[3], row[4], row[7]) for row in flow_rows(published(), asked())]
    assert sorted(rows) == [
        ("総務省", "甲事業", "その他", 10_000_000),
        ("総務省", "甲事業", "見本社", 60_000_000),
        ("総務省", "甲事業", "見本組合", 30_000_000),
        ("財務省", "乙事業", "見本社", 5_000_000),
    ]


PAYEES = ("甲社", "乙社", "丙社", "丁社", "その他", "個人A")
AMOUNTS = st.dictionaries(st.sampled_from(PAYEES), st.integers(0, 10**6), min_size=1)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(("総務省", "財務省", "外務省")), AMOUNTS), min_size=1, max_size=6))
def test_every_step_adds_up_to_the_total_however_few_are_drawn(sheets: list[tuple[str, Paid]]) -> None:
    ReviewSheet.objects.all().delete()
    for place, (ministry, paid) in enumerate(sheets):
        sheet_of(ministry, f"事業{place}", paid)
    refresh()
    whole = sum(sum(paid.values()) for _ministry, paid in sheets) * 1_000_000
    for public in (published(), published(sheet_year=2024)):
        found = flows(public, asked(top=2))
        assert found.totals.direct_yen == whole
        assert_conserves(found)
        assert all(link.amount_yen > 0 for link in found.links)


@pytest.mark.parametrize("rows", [3, 30])
def test_same_queries_whatever_the_rows(rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(rows):
        sheet_of(f"見本省{number % 12}", f"事業{number}", {f"社{number}": 1, "見本社": 2})
    refresh()
    with django_assert_num_queries(FLOWS_QUERIES - (rows < 10)):  # fewer than are drawn are not counted
        flows(published(), asked())


def test_gap_is_told_by_kinds_of_sheets_which_add_up() -> None:
    sheet_of("総務省", "記載なし", {"見本社": 60})
    sheet_of("総務省", "零", {"見本社": 7}, executed=0)
    over = sheet_of("総務省", "多い", {"見本社": 30}, executed=25)
    make_part(type(over).own_costs.rel.related_model, over, name="間接経費", amount_million=4)
    sheet_of("総務省", "少ない", {"見本社": 5}, executed=12)
    sheet_of("総務省", "同じ", {"見本社": 5}, executed=5)
    make_budget_year(make_sheet(sheet_year=2024, ministry="総務省"), 2023, executed_million=2)
    refresh()
    for public in (published(), published(sheet_year=2024)):
        totals = flows(public, asked()).totals
        assert totals.gap_parts == (
            GapPart(Gap.BLANK, 1, 60_000_000),
            GapPart(Gap.ZERO, 1, 7_000_000),
            GapPart(Gap.MORE, 1, 9_000_000),
            GapPart(Gap.LESS, 2, -9_000_000),
        )
        assert totals.gap_yen == -67_000_000
        assert (totals.executed_yen, totals.own_cost_yen) == (44_000_000, 4_000_000)


def test_rows_of_the_file_add_up_to_the_doubtful_ones_of_the_page() -> None:
    sheet_of("総務省", "甲事業", {"見本社": 60, "誤り社": 9_000})
    Payment.objects.filter(name="誤り社").update(is_amount_doubtful=True)
    refresh()
    rows = [(row[4], row[7], row[8]) for row in flow_rows(published(), asked())]
    assert rows == [("見本社", 60_000_000, 0), ("誤り社", None, 1)]
    assert sum(row[2] for row in rows) == flows(published(), asked()).totals.doubtful


@pytest.mark.parametrize("key", ["7000012050002", "７００００１２０５０００２"])
def test_number_of_a_payee_is_found_in_digits_of_any_width(key: str) -> None:
    sheet = make_sheet(sheet_year=2024)
    make_link(None, block := make_block(sheet))
    make_payment(block, "国税庁", corporate_number="7000012050002", amount_million=1)
    make_payment(block, "（株）見本", amount_million=1)
    refresh()
    found = payee_centre(access.public_payee_sums(), key)
    assert found is not None
    assert found.key == "7000012050002"
    spelled = payee_centre(access.public_payee_sums(), "㈱ 見本")
    assert spelled is not None
    assert spelled.name == "（株）見本"
