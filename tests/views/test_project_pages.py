"""The pages of a project and of a ministry, and their CSV."""

import re
from urllib.parse import quote

import pytest
from django.test import Client

from reviewsheets.models import Project
from reviewsheets.summaries.sheets import summarise
from tests.factories import (
    make_block,
    make_budget_year,
    make_indicator,
    make_link,
    make_ministry,
    make_payment,
    make_project,
    make_sheet,
)

pytestmark = pytest.mark.django_db
MINISTRY = f"/ministries/{quote('総務省')}/"


@pytest.fixture
def _story() -> None:
    """A project on two sheets: a revision, an indicator, a payee, a former name."""
    project = make_project(key="k1")
    old = make_sheet(project=project, sheet_year=2018, number="1", name="旧事業", bureau="甲局")
    new = make_sheet(project=project, sheet_year=2019, number="2", name="=新事業", bureau="甲局")
    make_budget_year(old, 2017, initial_million=20, executed_million=15)
    make_budget_year(new, 2017, initial_million=20, executed_million=16)
    make_budget_year(
        new, 2018, initial_million=20, supplementary_million=20, carried_out_million=8, executed_million=16
    )
    make_budget_year(new, 2020, requested_million=30)
    for sheet in (old, new):
        make_indicator(sheet, name="利用者数", unit="人", values={2017: (100, "90.5")})
    block = make_block(new, "A")
    make_link(None, block)
    make_payment(block, "=甲社", corporate_number="7000012050002", amount_million=12)
    summarise()


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.getvalue().decode()


def lines(client: Client, path: str) -> list[str]:
    """The file's lines without its header."""
    whole = text(client, path)
    assert whole.startswith("\ufeff")
    return whole.split("\r\n")[1:-1]


@pytest.mark.usefixtures("_story")
def test_project_page_tells_years_revisions_indicators_payees_and_sheets(client: Client) -> None:
    page = text(client, "/projects/k1/")
    assert '<h1 lang="ja">=新事業</h1>' in page
    assert "以前の名称：" in page
    assert '<span lang="ja">旧事業</span>（平成30年度 (2018)）' in page
    assert 'id="chart-budget"' in page
    assert "平成30年度 (2018)は計32百万円のうち16百万円を執行" in page
    assert "1件あります（うち年度終了後の額が変わったもの1件）" in page
    assert "利用者数（人）" in page
    assert '<th scope="row" class="name" lang="ja"><a href="/payees/7000012050002/">=甲社</a></th>' in page
    assert 'href="/sheets/2018/%E7%B7%8F%E5%8B%99%E7%9C%81/1/"' in page
    assert f'href="{MINISTRY}"' in page


@pytest.mark.usefixtures("_story")
def test_amounts_of_a_table_have_as_many_decimals(client: Client) -> None:
    make_budget_year(
        make_sheet(project=Project.objects.get(key="k1"), sheet_year=2022, number="3"),
        2021,
        initial_yen=1_234_500,
        executed_yen=1_134_560,
    )
    page = text(client, "/projects/k1/")
    cells = re.findall(r'<td class="amount" title="([^"]+)">([^<]+)</td>', page[page.index('id="years"') :])
    assert ("1,134,560円", "1.13") in cells
    assert ("8,000,000円", "8.00") in cells  # positive, as the sheets that count it in 計 give it
    assert page.count("1円単位の額はCSVにあります。") == 1


def test_revisions_of_open_years_alone_do_not_count_the_others(client: Client) -> None:
    project = make_project(key="k1")
    for sheet_year, amount in ((2018, 10), (2019, 20)):
        sheet = make_sheet(project=project, sheet_year=sheet_year, number=str(sheet_year))
        make_budget_year(sheet, 2018, initial_million=amount)
    assert "1件あります（いずれも年度終了前の額）。" in text(client, "/projects/k1/")


def test_project_on_one_sheet_names_its_year_once(client: Client) -> None:
    make_sheet(project=make_project(key="k1"), sheet_year=2018)
    assert "<span>平成30年度 (2018)のシート1件</span>" in text(client, "/projects/k1/")


@pytest.mark.usefixtures("_story")
def test_project_csv_has_the_rows_of_each_table(client: Client) -> None:
    new = "2019,総務省,2,/sheets/2019/%E7%B7%8F%E5%8B%99%E7%9C%81/2/"
    old = "2018,総務省,1,/sheets/2018/%E7%B7%8F%E5%8B%99%E7%9C%81/1/"
    assert lines(client, "/projects/k1/years.csv") == [
        f"2020,,,,,,,,,,,,,30000000,2019,{new}",
        f"2018,20000000,20000000,,8000000,,32000000,繰越控除後,,16000000,40.0,50.0,16000000,,,{new}",
        f"2017,20000000,,,,,20000000,繰越控除後,,16000000,80.0,80.0,4000000,,,{new}",
    ]
    assert lines(client, "/projects/k1/revisions.csv") == [
        f"2017,執行額,15000000,16000000,1000000,年度終了後,{old},{new}"
    ]
    assert lines(client, "/projects/k1/indicators.csv") == [
        "成果指標（アウトカム）,利用者数,人,2018・2019,2017,100,2019,90.5,2019,上向き,達しなかった"
    ]
    assert lines(client, "/projects/k1/payees.csv") == [
        "1,'=甲社,7000012050002,12000000,2019,12000000,直接支出のブロック"
    ]
    assert lines(client, "/projects/k1/sheets.csv") == [
        f"{new},'=新事業,甲局,,2018,32000000,繰越控除後,16000000,40.0,50.0",
        f"{old},旧事業,甲局,,2017,20000000,繰越控除後,15000000,75.0,75.0",
    ]


@pytest.mark.usefixtures("_story")
def test_file_says_the_same_in_every_language(client: Client) -> None:
    client.post("/i18n/setlang/", {"language": "en", "next": "/"})
    assert lines(client, "/projects/k1/revisions.csv")[0].startswith("2017,執行額,")
    assert lines(client, "/projects/k1/indicators.csv")[0].startswith("成果指標（アウトカム）,")


@pytest.mark.usefixtures("_story")
def test_ministry_page_tells_years_bureaus_and_largest_sheets(client: Client) -> None:
    page = text(client, MINISTRY)
    assert '<h1 lang="ja">総務省</h1>' in page
    assert "平成30年度 (2018)は計32百万円のうち16百万円を執行" in page
    assert "府省庁の予算の総額ではありません。" in page
    assert f'href="{MINISTRY}bureaus.csv?year=2019"' in page
    assert 'href="/sheets/?year=2019&amp;ministry=%E7%B7%8F%E5%8B%99%E7%9C%81"' in page
    assert '<a href="/sheets/2019/%E7%B7%8F%E5%8B%99%E7%9C%81/2/">=新事業</a>' in page
    assert "旧事業" not in page
    assert "旧事業" in text(client, f"{MINISTRY}?year=2018")


@pytest.mark.usefixtures("_story")
def test_ministry_csv_has_the_rows_of_each_table(client: Client) -> None:
    assert lines(client, f"{MINISTRY}years.csv") == [
        "2019,2018,1,1,繰越控除後,32000000,16000000,40.0,50.0,30000000",
        "2018,2017,1,1,繰越控除後,20000000,15000000,75.0,75.0,",
    ]
    assert lines(client, f"{MINISTRY}bureaus.csv?year=2018") == ["2018,2017,甲局,1,1,20000000,15000000,75.0,75.0"]
    assert lines(client, f"{MINISTRY}largest.csv") == [
        "2019,2018,1,2,'=新事業,甲局,繰越控除後,32000000,16000000,40.0,50.0,/sheets/2019/%E7%B7%8F%E5%8B%99%E7%9C%81/2/"
    ]


def test_sums_are_shown_in_whole_million_with_the_exact_yen_beside(client: Client) -> None:
    make_budget_year(make_sheet(sheet_year=2018), 2017, initial_yen=1_234_500_000, executed_yen=1_499_999)
    summarise()
    page = text(client, MINISTRY)
    assert '<td class="amount" title="1,234,500,000円">1,235</td>' in page
    assert '<td class="amount" title="1,499,999円">1</td>' in page


def test_sheet_without_figures_is_said_and_drawn_nowhere(client: Client) -> None:
    make_sheet(project=make_project(key="k1"))
    summarise()
    page = text(client, "/projects/k1/")
    assert "予算額・執行額に0でない数値の記載はありません。" in page
    assert "同じ予算年度の額がシートによって違うものはありません。" in page
    assert "指標の記載はありません。" in page
    assert "支出先の記載はありません。" in page
    assert "plotly" not in page
    assert "前年度の数値があるシートはありません。" in text(client, MINISTRY)


def test_made_up_ministry_is_marked(client: Client) -> None:
    ministry = make_ministry("架空省", is_fictional=True)
    make_sheet(project=make_project(ministry=ministry, key="k1"), ministry=ministry)
    summarise()
    for path in ("/projects/k1/", f"/ministries/{quote('架空省')}/"):
        assert "見本データ（架空）" in text(client, path)


@pytest.mark.parametrize(
    "path",
    [
        "/projects/none/",
        "/projects/none/years.csv",
        "/projects/k1/nothing.csv",
        f"/ministries/{quote('無い省')}/",
        f"/ministries/{quote('無い省')}/years.csv",
        f"{MINISTRY}nothing.csv",
        "/projects/k2/",
    ],
)
def test_what_is_not_public_is_not_there(client: Client, path: str) -> None:
    make_sheet(project=make_project(key="k1"))
    make_sheet(project=make_project(key="k2"), published=False)
    summarise()
    assert client.get(path).status_code == 404


def test_sheet_leads_to_its_project_and_ministry(client: Client) -> None:
    make_sheet(project=make_project(key="k1"), sheet_year=2018, number="1")
    page = text(client, f"/sheets/2018/{quote('総務省')}/1/")
    assert '<a href="/projects/k1/">この事業のすべての年度を見る</a>' in page
    assert f'<a href="{MINISTRY}">総務省</a>' in page
