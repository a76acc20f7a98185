import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from reviewsheets.summaries.sheets import summarise
from tests.factories import make_sheet

pytestmark = pytest.mark.django_db


def test_home_counts_the_sheets_of_each_year(client: Client) -> None:
    make_sheet(sheet_year=2018)
    make_sheet(sheet_year=2018, published=False)
    summarise()
    page = client.get("/").content.decode()
    assert 'href="/sheets/?year=2018"' in page
    assert "平成30年度 (2018)" in page


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
