"""With English chosen, a page whose data are in Latin letters holds no Japanese."""

import pytest
from django.test import Client
from django.urls import reverse

from reviewsheets.access import Role
from reviewsheets.models import CheckQuestion, PastSheetNumber, RelatedProject, ReviewSheet
from reviewsheets.summaries.refresh import refresh
from tests.factories import (
    make_block,
    make_budget_line,
    make_budget_year,
    make_check_answer,
    make_indicator,
    make_item_use,
    make_link,
    make_ministry,
    make_payment,
    make_policy_evaluation,
    make_sheet,
    make_unit_cost,
    make_user,
)
from tests.wording import japanese_in


@pytest.fixture
def sheet(db: None) -> ReviewSheet:
    """Something in every section, all of it in Latin letters, so that Japanese on a page is the program's own."""
    sheet = make_sheet(
        ministry=make_ministry("Ministry of Samples", is_fictional=True),
        name="Sample project",
        number="0001",
        outlay_million=599,
        outlay_note="role",
        start_year=2015,
        end_year=2020,
        no_target_reason="reason",
    )
    for year in range(2015, 2019):
        make_budget_year(
            sheet, year, initial_million=599, executed_million=500, carried_out_million=20, published_total_yen=1
        )
    make_budget_year(sheet, 2019, requested_million=30_000)
    make_budget_line(sheet, name="line", initial_million=599)
    make_rows(sheet)
    make_flow(sheet)
    sheet.evaluation.team_verdict, sheet.evaluation.response_kind = "事業内容の一部改善", "執行等改善"
    sheet.evaluation.save()
    return sheet


def make_rows(sheet: ReviewSheet) -> None:
    """Indicators, unit costs, policies, checks, related projects and past numbers."""
    named = {"name": "indicator", "unit": "cases", "goal": "goal", "source": "source"}
    make_indicator(sheet, "outcome", {2016: (10, 12), 2017: (10, "-")}, final=(2020, 20), direction="down", **named)
    make_indicator(sheet, "outcome", {2016: (10, 12)}, interim=(None, 15), **named)
    make_indicator(sheet, "activity", {2016: (10, 12), 2018: (10, None)}, **named)
    make_indicator(sheet, "activity", {}, **named)
    policy = make_policy_evaluation(sheet, policy="policy", measure="measure")
    make_indicator(sheet, "policy", {2017: (1, 2)}, final=(None, 90), policy_evaluation=policy, **named)
    make_unit_cost(sheet, {2017: ("1.8", "350/200")}, basis="basis", unit="yen")
    for question, mark in zip(CheckQuestion, "○△×‐有無", strict=False):
        make_check_answer(sheet, question, mark)
    RelatedProject.objects.create(sheet=sheet, name="related", number="1", ministry_name="Ministry")
    PastSheetNumber.objects.create(sheet=sheet, past_year=2015, number="1")


def make_flow(sheet: ReviewSheet) -> None:
    """Two sources for one block, an arrow that is no money, one that leads back, a lone block, a wrong number."""
    first, second, third, lone = (
        make_block(sheet, letter, name=f"block {letter}", total_million=total)
        for letter, total in zip("ABCD", (300, 200, 100, None), strict=True)
    )
    for source, target in ((None, first), (None, second), (first, third), (second, third), (third, third)):
        make_link(source, target)
    make_link(first, second, kind="reference", note="note")
    make_payment(first, "Payee", corporate_number="1234567890123", amount_million=300, contract_method="tender")
    make_item_use(first, "item", use="use", amount_million=300)
    make_item_use(lone, "item", use="use")


def in_english(client: Client, url: str) -> str:
    """A page as a reader of English gets it."""
    return client.get(url, headers={"accept-language": "en"}).content.decode()


def test_the_reader_of_pages_hears_names_and_charts() -> None:
    page = (
        '<p aria-label="名">x</p><script type="application/json">{"a": "\\u56f3"}</script><button lang="ja">日</button>'
    )
    assert japanese_in(page) == ["名", '{"a": "図"}']


@pytest.mark.parametrize("name", ["home", "sheets", "about", "admin:login"])
def test_public_page_has_no_japanese_in_english(client: Client, sheet: ReviewSheet, name: str) -> None:
    page = in_english(client, reverse(name))
    assert 'lang="en' in page
    assert japanese_in(page) == []


@pytest.mark.parametrize(
    "address",
    [
        "/sheets/?ministry=Ministry of Samples&rate=to-50&q=project",
        "/compare/?project={key}&q=Sample",
        "/data/",
        "/projects/{key}/",
        "/ministries/Ministry of Samples/",
        "/payees/?ministry=Ministry of Samples",
        "/payees/?q=nothing of the kind&kind=company",
        "/payees/payee/",
        "/flows/",
        "/flows/?payee=payee",
        "/flows/?project={key}",
        "/contracts/",
        "/contracts/?single=1&year=2018",
        "/indicators/",
        "/indicators/?kind=activity&q=sample&direction=known&achievement=to-50",
        "/indicators/spending/",
        "/indicators/spending/?year=2018",
        "/findings/",
        "/findings/?year=2018&level=question&disposition=none",
        "/findings/B01/",
        "/ministries/Ministry of Samples/reading/",
        "/revisions/",
        "/revisions/?all=1&ended=1&budget=2017",
    ],
)
def test_page_of_many_sheets_has_no_japanese_in_english(client: Client, sheet: ReviewSheet, address: str) -> None:
    refresh()
    page = in_english(client, address.format(key=sheet.project.key))
    assert 'lang="en' in page
    assert japanese_in(page) == []


def test_sheet_page_has_no_japanese_in_english(client: Client, sheet: ReviewSheet) -> None:
    page = in_english(client, sheet.get_absolute_url())
    assert "Partial improvement of the project" in page
    assert japanese_in(page) == []


def test_sheet_page_of_blanks_has_no_japanese_in_english(client: Client, db: None) -> None:
    blank = make_sheet(ministry="Ministry of Samples", name="Blank")
    assert japanese_in(in_english(client, blank.get_absolute_url())) == []


def test_missing_page_has_no_japanese_in_english(client: Client, db: None) -> None:
    page = in_english(client, "/nowhere/")
    assert "Page not found" in page
    assert japanese_in(page) == []


@pytest.fixture
def desk(client: Client, sheet: ReviewSheet) -> Client:
    """An administrator's browser."""
    client.force_login(make_user(Role.ADMINISTRATOR, username="administrator"))
    return client


@pytest.mark.parametrize(
    "page_name", ["changelist", "add", "change", "history", "deleted", "index", "ministry", "project", "payee", "user"]
)
def test_admin_page_has_no_japanese_in_english(desk: Client, sheet: ReviewSheet, page_name: str) -> None:
    urls = {name: f"admin:reviewsheets_reviewsheet_{name}" for name in ("changelist", "add", "deleted")}
    lists = {name: f"admin:reviewsheets_{name}_add" for name in ("ministry", "project", "payee")}
    address = (urls | lists | {"index": "admin:index", "user": "admin:auth_user_add"}).get(page_name)
    url = reverse(address) if address else reverse(f"admin:reviewsheets_reviewsheet_{page_name}", args=[sheet.pk])
    page = in_english(desk, url)
    assert "Administrative Project Review" in page
    assert japanese_in(page) == []


def test_refused_entry_has_no_japanese_in_english(desk: Client, sheet: ReviewSheet) -> None:
    url = reverse("admin:reviewsheets_reviewsheet_change", args=[sheet.pk])
    answer = desk.post(url, {"edition": "0", "budget-initial_2018": "x"}, headers={"accept-language": "en"})
    page = answer.content.decode()
    assert "Nothing has been saved" in page or "nothing has been saved" in page
    assert japanese_in(page) == []


def test_django_s_own_words_follow_the_reader(client: Client, db: None) -> None:
    assert "Password" in in_english(client, reverse("admin:login"))
    assert "パスワード" in client.get(reverse("admin:login"), headers={"accept-language": "ja"}).content.decode()


def test_source_text_shows_in_japanese(client: Client, db: None) -> None:
    page = client.get("/", headers={"accept-language": "ja"}).content.decode()
    assert "予算は使われたか。成果は出たか。誰が受け取ったか。" in page
