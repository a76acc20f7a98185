"""The page that compares, and its CSV."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reviewsheets.models import ReviewSheet
from reviewsheets.summaries.refresh import refresh
from tests.factories import make_budget_year, make_indicator, make_ministry, make_project, make_sheet

pytestmark = pytest.mark.django_db
MINISTRY = quote("総務省")
BILLION = 1_000_000_000


def project_with_sheet(key: str, total_million: int = 10, **fields: object) -> ReviewSheet:
    """A project named after its key with one sheet, number and all."""
    sheet = make_sheet(project=make_project(key=key), number=key, name=f"{key}の事業", **fields)  # type: ignore[arg-type]  # passed on
    make_budget_year(sheet, 2017, initial_million=total_million, executed_million=total_million * 9 // 10)
    return sheet


def text(client: Client, query: str = "") -> str:
    response = client.get(f"/compare/{query}")
    assert response.status_code == 200
    return response.getvalue().decode()


def test_without_a_choice_one_sentence_a_search_and_ready_made_comparisons(client: Client) -> None:
    for number, total_million in enumerate((10, 30, 20), start=1):
        project_with_sheet(f"k{number}", total_million)
    project_with_sheet("old", 999, sheet_year=2017)
    make_budget_year(make_sheet(ministry=make_ministry("架空省", is_fictional=True)), 2017, initial_million=999)
    refresh()
    page = text(client)
    assert "2つから5つまでのシートまたは事業を選ぶと" in page
    assert 'name="q"' in page
    assert '<a href="/compare/?project=k2&amp;project=k3">計の最も大きい2つの事業</a>' in page
    assert "不用額の最も大きい2つの事業" not in page  # the same two
    assert "翌年度への繰越しの最も大きい2つの事業" not in page  # there is none
    assert "plotly" not in page


def test_no_sheet_at_all_is_no_failure(client: Client) -> None:
    assert "すぐに見られる比較" not in text(client)


def test_found_sheets_are_offered_with_the_address_that_adds_them(client: Client) -> None:
    project_with_sheet("k1")
    project_with_sheet("k2")
    make_sheet(number="k3", name="k3の事業", published=False)
    refresh()
    page = text(client, "?project=k1&q=の事業")
    sheet = f"?project=k1&amp;sheet=2018/{quote('総務省')}/"
    assert f'href="/compare/{sheet}k2"' in page
    assert 'href="/compare/?project=k1&amp;project=k2"' in page
    assert '<input type="hidden" name="project" value="k1">' in page
    assert "事業は加えてあります" in page
    assert "k3の事業" not in page


def test_search_that_finds_nothing_says_so(client: Client) -> None:
    assert "「無いことば」のあるシートはありません。" in text(client, "?q=無いことば")
    assert "「無」は短すぎて探せません。" in text(client, "?q=無")


def test_two_stand_side_by_side_in_one_unit(client: Client) -> None:
    first = project_with_sheet("k1", 100, purpose="人を助ける。")
    second = project_with_sheet("k2", 70)
    make_budget_year(second, 2016, initial_yen=20 * BILLION, executed_text="-")
    make_indicator(first, name="利用者数", unit="人", values={2017: (100, "90.5")})
    page = text(client, f"?project=k1&sheet=2018/{MINISTRY}/k2")
    assert '<a href="/projects/k1/" lang="ja">k1の事業</a>' in page
    assert f'<a href="/sheets/2018/{MINISTRY}/k2/" lang="ja">k2の事業</a>' in page
    assert f'<a href="/compare/?sheet=2018/{MINISTRY}/k2">外す' in page
    assert '<a href="/compare/?project=k1">外す' in page
    assert "（単位：億円）" in page
    assert '<td class="amount" title="20,000,000,000円">200.0</td>' in page
    assert '<td class="amount" title="90,000,000円">0.9</td>' in page
    assert '<td class="amount">90.0</td>' in page
    assert '<td colspan="9" class="nothing">この年度の記載はありません</td>' in page
    assert "平成29年度 (2017)の執行額は、最も大きいA「k1の事業」が90百万円" in page
    assert '<td class="amount">90.5</td>' in page
    assert "前年度の値がある成果指標はありません。" in page
    assert "人を助ける。" in page
    assert "事業の目的の記載はありません。" in page
    assert 'id="chart-compare"' in page
    assert f'href="/compare.csv?project=k1&amp;sheet=2018/{MINISTRY}/k2"' in page


def test_what_cannot_be_shown_is_told_in_words(client: Client) -> None:
    for number in range(6):
        project_with_sheet(f"k{number}")
    page = text(client, "?project=k0&project=k0&project=none&sheet=2018/x/<b>")
    assert "「k0」は2回以上指定されています。1つだけ表示します。" in page
    assert "「none」に当たる公開されたシート・事業はありません。" in page
    assert "「2018/x/&lt;b&gt;」に当たる公開されたシート・事業はありません。" in page
    full = text(client, "?" + "&".join(f"project=k{number}" for number in range(6)) + "&q=事業")
    assert "一度に比べられるのは5つまでです。6つ目からの1件は表示していません。" in full
    assert "5つ選ばれています。" in full
    assert "k4の事業" in full
    assert "k5の事業" not in full


def test_without_figures_words_stand_for_table_and_chart(client: Client) -> None:
    for key in ("k1", "k2"):
        make_sheet(project=make_project(key=key))
    page = text(client, "?project=k1&project=k2")
    assert "計・執行額に0でない数値の記載はありません。" in page
    assert "予算額・執行額の記載はありません。" in page
    assert "plotly" not in page


def test_made_up_ministry_is_marked(client: Client) -> None:
    make_sheet(project=make_project(key="k1"), ministry=make_ministry("架空省", is_fictional=True))
    assert "Aは見本データ（架空）" in text(client, "?project=k1")


def test_csv_has_the_rows_of_the_table(client: Client) -> None:
    project_with_sheet("k1")
    project_with_sheet("k2", 20)
    response = client.get(f"/compare.csv?project=k1&sheet=2018/{MINISTRY}/k2&project=none")
    first, second = (f"2018,総務省,{key},/sheets/2018/{MINISTRY}/{key}/" for key in ("k1", "k2"))
    assert response.getvalue().decode().split("\r\n")[1:] == [
        f"2017,A,k1の事業,総務省,事業,10000000,10000000,繰越控除後,,9000000,90.0,90.0,1000000,,,{first}",
        f"2017,B,k2の事業,総務省,シート,20000000,20000000,繰越控除後,,18000000,90.0,90.0,2000000,,,{second}",
        "",
    ]
    assert client.get("/compare.csv").getvalue().decode().count("\r\n") == 1


def queries_of_page(client: Client) -> int:
    refresh()
    with CaptureQueriesContext(connection) as asked:
        text(client, f"?project=k1&sheet=2018/{MINISTRY}/k2&q=事業")
    return len(asked)


def test_page_with_a_search_asks_the_same_queries_however_many_rows(client: Client) -> None:
    sheets = [project_with_sheet(key) for key in ("k1", "k2")]
    counts = []
    for rows in (1, 12):
        for number in range(rows):
            for sheet in sheets:
                make_indicator(sheet, name=f"指標{number}", values={2017: (1, 1), 2016: (1, 1)})
            project_with_sheet(f"more-{rows}-{number}")
        counts.append(queries_of_page(client))
    assert counts == [9, 9]


def test_sheet_and_project_lead_to_the_comparison(client: Client) -> None:
    project_with_sheet("k1")
    refresh()
    sheet = client.get(f"/sheets/2018/{MINISTRY}/k1/").getvalue().decode()
    assert f'<a href="/compare/?sheet=2018/{MINISTRY}/k1">この事業をほかと比べる</a>' in sheet
    project = client.get("/projects/k1/").getvalue().decode()
    assert '<a href="/compare/?project=k1">この事業をほかと比べる</a>' in project
