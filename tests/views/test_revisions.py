"""The page of revised amounts, its CSV, and the tables above the list."""

import re
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from reviewsheets.models import ReviewSheet
from reviewsheets.summaries.refresh import refresh
from tests.factories import make_budget_year, make_ministry, make_project, make_sheet

pytestmark = pytest.mark.django_db
PAGE_QUERIES = 7
SOUMU, ZAIMU = quote("総務省"), quote("財務省")


def csv_text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode("utf-8-sig").replace("\r\n", "\n")  # type: ignore[attr-defined]


def lines(client: Client, path: str) -> list[str]:
    """The lines below the header."""
    return csv_text(client, path).splitlines()[1:]


def rows(client: Client, query: str = "") -> list[str]:
    """Which project revised which figure, in the order of the page's list."""
    page = client.get(f"/revisions/{query}").content.decode()
    return [f"{name} {figure}" for name, figure in re.findall(ROW, page)]


ROW = (
    r'lang="ja">(\w+)</a> <span class="brief">[^<]+</span></td>\s*<td class="brief">[^<]+</td><td class="brief">([^<]+)'
)


def make_pair(name: str, ministry: str = "総務省", *, first_year: int = 2018) -> tuple[ReviewSheet, ReviewSheet]:
    """A project's two successive sheets."""
    project = make_project(ministry=ministry, name=name)
    years = (first_year, first_year + 1)
    old, new = (make_sheet(project=project, sheet_year=year, ministry=ministry, name=name) for year in years)
    return old, new


def revise(pair: tuple[ReviewSheet, ReviewSheet], budget_year: int, figure: str, old: int, new: int) -> None:
    """An amount that the two sheets give otherwise, in yen."""
    for sheet, amount in zip(pair, (old, new), strict=True):
        make_budget_year(sheet, budget_year, **{f"{figure}_yen": amount})


@pytest.fixture
def _story() -> None:
    """Two ministries, four projects with an earlier sheet, three of them with revisions, and a made-up ministry."""
    revise(first := make_pair("甲事業"), 2017, "executed", 100_000_000, 90_000_000)
    revise(first, 2018, "supplementary", 0, 50_000_000)
    revise(make_pair("乙事業", "財務省", first_year=2019), 2017, "executed", 400_000_000, 402_000_000)
    revise(make_pair("丙事業", "財務省"), 2016, "initial", 10_000_000, 11_000_000)
    revise(make_pair("丁事業", "財務省"), 2016, "initial", 5, 5)
    make_ministry("見本省", is_fictional=True)
    revise(make_pair("架空事業", "見本省"), 2018, "carried_out", 0, 3_000_000)
    refresh()


@pytest.mark.usefixtures("_story")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["甲事業 補正予算", "甲事業 執行額", "架空事業 翌年度へ繰越し"]),
        (
            "?all=1",
            ["甲事業 補正予算", "甲事業 執行額", "架空事業 翌年度へ繰越し", "乙事業 執行額", "丙事業 当初予算"],
        ),
        ("?all=1&sort=size&ministry=財務省", ["丙事業 当初予算", "乙事業 執行額"]),
        (
            "?all=1&sort=-percent",
            ["丙事業 当初予算", "乙事業 執行額", "甲事業 執行額", "甲事業 補正予算", "架空事業 翌年度へ繰越し"],
        ),
        ("?all=1&sort=change&figure=executed", ["甲事業 執行額", "乙事業 執行額"]),
        ("?all=1&sort=-sheet&figure=executed", ["乙事業 執行額", "甲事業 執行額"]),
        ("?all=1&sort=sheet&figure=executed", ["甲事業 執行額", "乙事業 執行額"]),
        ("?all=1&year=2020", ["乙事業 執行額"]),
        ("?ministry=総務省", ["甲事業 補正予算", "甲事業 執行額"]),
        ("?budget=2018", ["甲事業 補正予算", "架空事業 翌年度へ繰越し"]),
        ("?ended=1", ["甲事業 執行額"]),
        ("?year=1999", []),
        ("?ministry=無い省", []),
        (
            "?sort=x&page=x&rows=x",
            ["甲事業 補正予算", "甲事業 執行額", "架空事業 翌年度へ繰越し"],
        ),
        *((f"?{name}=x", []) for name in ("year", "figure", "budget", "ended", "all")),
    ],
)
def test_list_and_its_csv_have_the_rows_asked_for(client: Client, query: str, found: list[str]) -> None:
    assert rows(client, query) == found
    told = [line.split(",") for line in lines(client, f"/revisions.csv{query}")]
    assert [f"{cells[3]} {cells[5]}" for cells in told] == found


@pytest.mark.parametrize(
    ("old", "new", "is_large"),
    [
        (100_000_000, 101_000_000, False),
        (100_000_000, 101_000_001, True),
        (200_000_000, 202_000_000, False),
        (200_000_000, 202_000_001, True),
        (-200_000_000, -202_000_000, False),
        (0, 1_000_000, False),
        (0, 1_000_001, True),
    ],
)
def test_floor_is_one_percent_and_a_million(client: Client, old: int, new: int, *, is_large: bool) -> None:
    revise(make_pair("甲事業"), 2017, "executed", old, new)
    refresh()
    assert bool(rows(client)) is is_large
    assert rows(client, "?all=1") == ["甲事業 執行額"]


@pytest.mark.usefixtures("_story")
def test_csv_of_the_list(client: Client) -> None:
    numbers = dict(ReviewSheet.objects.values_list("sheet_year", "number").filter(ministry__name="総務省"))
    pages = f"/sheets/2019/{SOUMU}/{numbers[2019]}/,/sheets/2018/{SOUMU}/{numbers[2018]}/"
    assert csv_text(client, "/revisions.csv?ministry=総務省") == (
        "事業年度,府省庁,事業番号,事業名,予算年度,項目,前のシートの事業年度,前のシートの額（円）,後のシートの額（円）,"
        "差（円）,差の割合（％）,前のシートの時点,ページ,前のシートのページ\n"
        f"2019,総務省,{numbers[2019]},甲事業,2018,補正予算,2018,0,50000000,50000000,,年度終了前,{pages}\n"
        f"2019,総務省,{numbers[2019]},甲事業,2017,執行額,2018,100000000,90000000,-10000000,-10.0,年度終了後,{pages}\n"
    )


@pytest.mark.usefixtures("_story")
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("figures.csv", ["補正予算,1,1,0,0,1,4,25.0,50000000,0", "執行額,1,0,1,1,1,4,25.0,0,-10000000"]),
        (
            "figures.csv?all=1&ministry=財務省",
            ["当初予算,1,1,0,1,1,3,33.3,1000000,0", "執行額,1,1,0,1,1,3,33.3,2000000,0"],
        ),
        ("figures.csv?year=2019&figure=executed", ["執行額,1,0,1,1,1,3,33.3,0,-10000000"]),
        ("figures.csv?budget=2017", ["執行額,1,0,1,1,1,,,0,-10000000"]),
        ("figures.csv?ministry=見本省", ["翌年度へ繰越し,1,1,0,0,1,1,100.0,3000000,0"]),
        ("ministries.csv", ["総務省,2,1,1,1,1,1,100.0,計（歳出予算現額）,0,0"]),
        (
            "ministries.csv?all=1&figure=executed",
            ["総務省,1,0,1,1,1,1,100.0,執行額,0,-10000000", "財務省,1,1,0,1,1,3,33.3,執行額,2000000,0"],
        ),
    ],
)
def test_csv_of_the_tables(client: Client, path: str, expected: list[str]) -> None:
    assert lines(client, f"/revisions/by/{path}") == expected


@pytest.mark.usefixtures("_story")
def test_page_tells_the_numbers_above_the_list(client: Client) -> None:
    page = client.get("/revisions/").content.decode()
    assert "前の額の1％と100万円を超える改訂は、この条件で3件です。" in page
    assert "架空の府省庁の改訂1件は、一覧にはありますが、集計に入れていません。" in page
    assert "2件のうち、増額は1件、減額は1件です。" in page
    assert "改訂があるのは1枚のシートです。" in page
    assert "同じ事業の3年度以内のシートが前にある4枚の25.0％に当たります。" in page
    assert "1％・100万円超（3）" in page
    assert "小さな改訂も含める（5）" in page
    assert '<td class="amount" title="-10,000,000円">-10</td>' in page
    assert 'data-chart="chart-revisions"' in page


@pytest.mark.usefixtures("_story")
def test_share_is_not_told_of_one_budget_year(client: Client) -> None:
    page = client.get("/revisions/?budget=2017").content.decode()
    assert "予算年度を選んでいるため、前のシートがあるシートに対する割合は出していません。" in page
    assert "に当たります" not in page


def test_sheet_too_far_from_the_earlier_one_has_no_part_in_the_share(client: Client) -> None:
    revise(make_pair("甲事業"), 2017, "executed", 1, 2_000_000)
    project = make_project(name="乙事業")
    for year in (2018, 2022):
        make_sheet(project=project, sheet_year=year)
    make_sheet(project=project, sheet_year=2019, published=False)
    refresh()
    assert lines(client, "/revisions/by/figures.csv") == ["執行額,1,1,0,1,1,1,100.0,1999999,0"]


@pytest.mark.usefixtures("_story")
def test_each_filter_is_a_chip_that_can_be_taken_off(client: Client) -> None:
    page = client.get(
        "/revisions/?year=2019&figure=executed&ended=1&all=1&budget=2017&ministry=総務省"
    ).content.decode()
    assert [re.sub(r"\s*<a.*", "", chip) for chip in re.findall(r"<li>(.+?×)</a>", page)] == [
        "令和元年度 (2019)のシート",
        "総務省",
        "執行額",
        "平成29年度 (2017)の予算",
        "年度終了後に変わった額だけ",
        "小さな改訂も含める",
    ]


def test_page_without_revisions(client: Client) -> None:
    page = client.get("/revisions/").content.decode()
    assert "条件に合う改訂はありません。" in page
    assert "項目別・府省庁別の改訂" not in page


def test_queries_do_not_grow_with_rows(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for projects in (1, 9):
        for place in range(projects):
            revise(make_pair(f"事業{place}"), 2017, "executed", 0, 2_000_000)
        refresh()
        with django_assert_num_queries(PAGE_QUERIES):
            client.get("/revisions/")


def test_pages_of_the_list(client: Client) -> None:
    for place in range(51):
        revise(make_pair(f"事業{place}"), 2017, "executed", 0, 2_000_000 + place)
    refresh()
    assert rows(client)[0] == "事業50 執行額"
    assert rows(client, "?page=2") == ["事業0 執行額"]
    assert len(rows(client, "?rows=100")) == 51


def test_project_page_leads_to_its_ministry(client: Client) -> None:
    old, _new = pair = make_pair("甲事業")
    revise(pair, 2017, "executed", 0, 2_000_000)
    refresh()
    page = client.get(f"/projects/{old.project.key}/").content.decode()
    assert f'<a href="/revisions/?ministry={SOUMU}">この府省庁の額の改訂</a>' in page
