"""The reading list: a ministry's figures and findings of one year, made to be printed."""

import re
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from reviewsheets.models import Evaluation, ReviewSheet
from reviewsheets.summaries.refresh import refresh
from tests.factories import make_budget_year, make_sheet

pytestmark = pytest.mark.django_db
MINISTRY = f"/ministries/{quote('総務省')}/"
QUERIES = 9


def low(number: str, *, total_million: int = 600, executed_million: int = 0, **fields: object) -> ReviewSheet:
    sheet = make_sheet(number=number, name=f"{number}の事業", **fields)
    own = {"initial_million": total_million, "executed_million": executed_million}
    make_budget_year(sheet, sheet.sheet_year - 1, **own)
    return sheet


@pytest.fixture
def _story() -> None:
    """Three sheets of 2018, of which two are found by B01, one of 2017 and one of another ministry."""
    low("小", total_million=100)
    large = low("大", total_million=900, executed_million=300)
    Evaluation.objects.filter(sheet=large).update(team_verdict="事業内容の一部改善", response_kind="現状通り")
    low("無", executed_million=600)
    low("前", sheet_year=2017, executed_million=60)
    low("他", ministry="財務省", executed_million=600)
    low("稿", published=False)
    refresh()


def html(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def listed(client: Client, query: str = "") -> list[str]:
    return re.findall(r'<h3><a href="[^"]+" lang="ja">(\w)の事業', html(client, f"{MINISTRY}reading/{query}"))


@pytest.mark.usefixtures("_story")
def test_sheets_with_findings_stand_by_size(client: Client) -> None:
    assert listed(client, "?subject=budget") == ["大", "小"]
    assert listed(client, "?year=2017&subject=budget") == ["前"]
    assert listed(client, "?subject=answers") == []
    page = html(client, f"{MINISTRY}reading/?subject=budget")
    assert "3枚のシートのうち、指摘のある事業は2です。" in page
    assert "平成29年度 (2017)の執行率は33.33％（計900百万円、執行額300百万円）。" in page
    assert "事業内容の一部改善" in page


@pytest.mark.usefixtures("_story")
def test_the_rate_stands_beside_that_of_all_ministries(client: Client) -> None:
    page = html(client, f"{MINISTRY}reading/")
    row = re.search(r'<span class="code">B01</span>.*?</tr>', page, re.DOTALL)
    assert row
    assert re.findall(r'<td class="amount">([^<]*)</td>', row[0]) == ["2", "3", "66.7", "50.0"]


@pytest.mark.usefixtures("_story")
def test_figures_of_the_year_and_the_one_before(client: Client) -> None:
    table = html(client, f"{MINISTRY}reading/").partition('id="figures-title"')[2].partition("</table>")[0]
    cells = [re.findall(r'<td class="amount"[^>]*>([^<]*)</td>', row) for row in table.split("<tr>")[2:]]
    assert cells == [
        ["3", "1,600", "900", "56.3", "56.3", "700", "-", "-"],
        ["1", "600", "60", "10.0", "10.0", "540", "-", "-"],
    ]


@pytest.mark.usefixtures("_story")
def test_the_list_as_csv(client: Client) -> None:
    response = client.get(f"{MINISTRY}reading.csv?subject=budget")
    text = b"".join(response.streaming_content).decode("utf-8-sig").replace("\r\n", "\n")  # type: ignore[attr-defined]
    rows = [line for line in text.splitlines() if ",B01," in line]
    assert [row.split(",")[3:13] for row in rows] == [
        ["大", "大の事業", "", "", "900000000", "300000000", "33.3", "33.3", "600000000", ""],
        ["小", "小の事業", "", "", "100000000", "0", "0.0", "0.0", "100000000", ""],
    ]


@pytest.mark.usefixtures("_story")
def test_a_draft_and_an_unknown_ministry_are_not_there(client: Client) -> None:
    assert "稿の事業" not in html(client, f"{MINISTRY}reading/?rows=all")
    assert client.get(f"/ministries/{quote('無い省')}/reading/").status_code == 404
    assert client.get(f"/ministries/{quote('無い省')}/reading.csv").status_code == 404
    assert client.get("/ministries/%00/reading/").status_code == 404


def test_the_same_number_of_queries_however_many(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for round_ in range(2):
        for number in range(4):
            low(f"{round_}{number}")
        refresh()
        client.get(f"{MINISTRY}reading/")
        with django_assert_num_queries(QUERIES):
            client.get(f"{MINISTRY}reading/")


def test_the_ministry_page_leads_there(client: Client) -> None:
    low("一")
    refresh()
    assert f'href="{MINISTRY}reading/?year=2018"' in html(client, MINISTRY)


@pytest.mark.usefixtures("_story")
def test_a_year_without_sheets_and_an_unknown_subject_are_told(client: Client) -> None:
    said = "平成11年度 (1999)のシートはありません。平成30年度 (2018)を表示しています。"
    for path in ("reading/", ""):
        assert f'role="status">{said}</p>' in html(client, f"{MINISTRY}{path}?year=1999")
        assert 'role="status"' not in html(client, f"{MINISTRY}{path}?year=2017")
        assert 'role="status"' not in html(client, f"{MINISTRY}{path}")
    assert listed(client, "?subject=foo") == []
    assert '<li>foo <span class="leaves">外すと3件</span> <a href="' in html(client, f"{MINISTRY}reading/?subject=foo")
