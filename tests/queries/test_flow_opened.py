"""A node of several opens into exactly those that it stands for."""

import pytest
from pytest_django import DjangoAssertNumQueries

from reviewsheets import access
from reviewsheets.models import Payment, ReviewSheet
from reviewsheets.queries.flow_opened import OpenedNode, opened_node
from reviewsheets.queries.flow_steps import flows, payee_centre, project_centre
from reviewsheets.queries.flows import Opens, Published, Step
from reviewsheets.summaries.refresh import refresh
from tests.factories import make_block, make_link, make_payment, make_sheet
from tests.queries.flow_sheets import asked, published, sheet_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def many_of_each() -> None:
    """Eighty projects of two ministries, each with payees of its own, one that names no one and one of them all."""
    for number in range(80):
        ministry = "総務省" if number % 2 else "財務省"
        paid = {f"社{number:02}": 100 - number, f"組合{number:02}": 1, "その他": 2, "見本社": 3}
        sheet_of(ministry, f"事業{number:02}", paid)
    refresh()


def opened(opens: Opens, *, page: str = "", public: Published | None = None, **chosen: object) -> OpenedNode:
    found = opened_node(flows(public or published(), asked(opened=opens, page=page, **chosen)))
    assert found is not None
    return found


def assert_opens_whole(opens: Opens, rows: int, **chosen: object) -> None:
    """All pages of the list have so many rows, which add up to the node."""
    first = opened(opens, **chosen)
    pages = [opened(opens, page=str(number), **chosen) for number in first.page.paginator.page_range]
    amounts = [row.amount_yen for page in pages for row in page.rows]
    assert first.page.paginator.count == len(amounts) == rows
    assert first.node.number in (rows, 1)  # 1: what names no one has no number
    assert sum(amounts) == first.amount_yen
    assert amounts == sorted(amounts, reverse=True)


@pytest.mark.usefixtures("many_of_each")
@pytest.mark.parametrize(("opens", "rows"), [(Opens.PROJECT, 70), (Opens.PAYEE, 151), (Opens.NO_ONE, 80)])
def test_node_opens_into_all_that_it_stands_for(opens: Opens, rows: int) -> None:
    assert_opens_whole(opens, rows)
    assert_opens_whole(opens, rows, public=published(sheet_year=2024))


@pytest.mark.usefixtures("many_of_each")
def test_node_of_narrowed_sheets_opens_into_theirs_alone() -> None:
    narrowing = {"sheet_year": 2024, "ministry__name": "財務省", "name__lt": "事業30"}
    public = published(**narrowing)
    assert_opens_whole(Opens.PROJECT, 5, public=public, ministry="財務省")
    assert_opens_whole(Opens.PAYEE, 21, public=public, ministry="財務省")
    assert_opens_whole(Opens.NO_ONE, 15, public=public, ministry="財務省")
    row = opened(Opens.PROJECT, public=public, ministry="財務省", given={"q": "事業"}).rows[0]
    sheet = ReviewSheet.objects.get(name="事業20")
    assert (row.name, row.where, row.amount_yen, row.page) == (
        "事業20",
        "財務省",
        86_000_000,
        f"/sheets/2024/財務省/{sheet.number}/",
    )
    assert row.address == f"/flows/?year=2024&q=事業&ministry=財務省&project={sheet.project.key}"


@pytest.mark.usefixtures("many_of_each")
def test_payee_as_the_centre_opens_into_the_projects_that_pay_it() -> None:
    centre = payee_centre(access.public_payee_sums(), "見本社")
    assert_opens_whole(Opens.PROJECT, 70, centre=centre)
    rest = flows(published(), asked(centre=centre, given={"q": "事業"}))
    node = rest.nodes_of(Step.PROJECT)[-1]
    assert rest.addresses[node] == "/flows/?year=2024&q=事業&payee=見本社&open=project#opened"


def test_project_as_the_centre_opens_into_its_blocks_and_payees() -> None:
    sheet = make_sheet(sheet_year=2024, name="甲事業")
    for number in range(14):
        make_link(None, block := make_block(sheet, chr(ord("A") + number), name="請負事業者"))
        make_payment(block, f"社{number:02}", amount_million=50 - number)
        make_payment(block, "その他", amount_million=1)
    sheet_of("総務省", "乙事業", {"その他": 9, "別社": 8})
    refresh()
    centre = project_centre(access.public_summaries(), sheet.project.key)
    assert centre is not None
    public = published(sheet_year=2024, sheet__project=centre.pk)
    assert_opens_whole(Opens.BLOCK, 4, public=public, centre=centre)
    assert_opens_whole(Opens.PAYEE, 4, public=public, centre=centre)
    assert_opens_whole(Opens.NO_ONE, 1, public=public, centre=centre)
    assert [row.name for row in opened(Opens.PAYEE, public=public, centre=centre).rows] == [
        "社10",
        "社11",
        "社12",
        "社13",
    ]


def test_what_is_not_together_opens_into_nothing() -> None:
    sheet_of("総務省", "甲事業", {"見本社": 60})
    refresh()
    assert opened_node(flows(published(), asked(opened=Opens.PAYEE))) is None


@pytest.mark.usefixtures("many_of_each")
def test_payee_with_money_back_is_among_the_others() -> None:
    Payment.objects.filter(name="組合07").update(amount_yen=-5)
    refresh()
    assert_opens_whole(Opens.PAYEE, 151)


@pytest.mark.parametrize("opens", [Opens.PROJECT, Opens.PAYEE, Opens.NO_ONE])
@pytest.mark.usefixtures("many_of_each")
def test_opened_list_asks_few_questions_more(opens: Opens, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    found = flows(published(), asked(opened=opens))
    with django_assert_num_queries({Opens.PROJECT: 1, Opens.PAYEE: 2, Opens.NO_ONE: 3}[opens]):
        opened_node(found)
