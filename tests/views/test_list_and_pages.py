import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import make_budget_year, make_ministry, make_sheet

pytestmark = pytest.mark.django_db


def numbers(client: Client, query: str) -> list[str]:
    page = client.get(f"/sheets/{query}").content.decode()
    return re.findall(r'href="/sheets/\d+/[^/]+/([^/]+)/"', page)


def csv_lines(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/sheets.csv{query}")
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]


def test_list_holds_published_sheets_only(client: Client) -> None:
    make_sheet(number="1")
    make_sheet(number="2", published=False)
    assert numbers(client, "") == ["1"]
    assert len(csv_lines(client)) == 2


@pytest.mark.parametrize(
    "query", ["?year=2018", "?ministry=財務省", "?sort=-number", "?year=x", "?year=99999999999999"]
)
def test_list_and_its_csv_have_the_same_rows(client: Client, query: str) -> None:
    make_sheet(number="1", sheet_year=2018)
    make_sheet(number="2", sheet_year=2017)
    make_sheet(number="3", sheet_year=2018, ministry="財務省")
    assert [line.split(",")[2] for line in csv_lines(client, query)[1:]] == numbers(client, query)


@pytest.mark.parametrize(
    "query", ["year=" + "9" * 5000, "year=２０１８", "sort=nothing", "page=x", "page=99", "ministry=%00"]
)
def test_query_that_makes_no_sense_is_answered(client: Client, query: str) -> None:
    assert client.get(f"/sheets/?{query}").status_code == 200


def test_list_is_sorted_by_an_amount(client: Client) -> None:
    for number, amount in (("1", 5), ("2", 7), ("3", 6)):
        make_budget_year(make_sheet(number=number, sheet_year=2018), 2018, initial_million=amount)
    assert numbers(client, "?sort=-initial_yen") == ["2", "3", "1"]


def test_csv_has_exact_yen_and_every_page(client: Client) -> None:
    for place in range(51):
        make_sheet(number=f"{place:03}", sheet_year=2018, bureau="局")
    make_budget_year(make_sheet(number="999", sheet_year=2019), 2019, initial_million="1.5")
    lines = csv_lines(client)
    assert len(lines) == 53
    assert lines[:2] == [
        "事業年度,府省庁,事業番号,事業名,担当部局庁,担当課室,事業年度の当初予算（円）,前年度の執行額（円）,ページ",
        "2019,総務省,999,見本事業,,,1500000,,/sheets/2019/%E7%B7%8F%E5%8B%99%E7%9C%81/999/",
    ]
    assert len(numbers(client, "")) == 50
    assert len(numbers(client, "?page=2")) == 2


def test_csv_link_takes_the_query_along_but_not_the_page(client: Client) -> None:
    page = client.get("/sheets/?year=2018&page=1").content.decode()
    assert 'href="/sheets.csv?year=2018"' in page


def test_fictional_ministry_is_told_in_the_list(client: Client) -> None:
    make_sheet(ministry=make_ministry("見本省", is_fictional=True))
    assert "見本データ（架空）" in client.get("/sheets/").content.decode()


@pytest.mark.parametrize("rows", [3, 30])
def test_list_takes_the_same_queries_whatever_its_rows(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        make_sheet()
    with django_assert_num_queries(4):
        client.get("/sheets/")


def test_home_counts_the_sheets_of_each_year(client: Client) -> None:
    make_sheet(sheet_year=2018)
    make_sheet(sheet_year=2018, published=False)
    page = client.get("/").content.decode()
    assert 'href="/sheets/?year=2018"' in page
    assert "平成30年度 (2018)" in page
    assert "1件" in page


def test_empty_home_says_so(client: Client) -> None:
    assert "公開されたシートはまだありません。" in client.get("/").content.decode()


def test_about_names_its_sources(client: Client) -> None:
    assert "行政事業レビュー見える化サイト" in client.get("/about/").content.decode()


def test_health_answers_in_plain_text(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        response = client.get("/health/")
    assert (response.status_code, response.content, response["Content-Type"]) == (200, b"ok", "text/plain")


def test_unknown_page_says_so_within_the_site(client: Client) -> None:
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert "ページが見つかりません" in response.content.decode()


def test_language_is_chosen_and_the_reader_stays_on_the_page(client: Client) -> None:
    response = client.post("/i18n/setlang/", {"language": "en", "next": "/about/"})
    assert response.headers["Location"] == "/about/"
    assert '<html lang="en">' in client.get("/about/").content.decode()


@pytest.mark.parametrize("path", ["/", "/sheets/", "/sheets.csv", "/about/", "/health/"])
def test_pages_are_read_only(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
