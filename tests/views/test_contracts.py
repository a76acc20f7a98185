"""The page of contracts and of concentration, its CSV, and the parts of it on other pages."""

import re
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from reviewsheets.models import MultiYearContract, Payee, ReviewSheet
from reviewsheets.summaries.refresh import refresh
from tests.factories import make_block, make_link, make_ministry, make_part, make_payment, make_project, make_sheet

pytestmark = pytest.mark.django_db
TENDER, OTHER = "一般競争契約（最低価格）", "随意契約（その他）"
PAGE_QUERIES = 8
MINISTRY = f"/ministries/{quote('総務省')}/"


def over_years(sheet: ReviewSheet, method: str = TENDER, name: str = "甲株式会社", **terms: Any) -> MultiYearContract:
    given = {"name": name, "payee": Payee.named(name, ""), "contract_method": method, "summary": name}
    return make_part(MultiYearContract, sheet, **given | terms)


def csv_text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode("utf-8-sig").replace("\r\n", "\n")  # type: ignore[attr-defined]


def lines(client: Client, path: str) -> list[str]:
    """The lines below the header."""
    return csv_text(client, path).splitlines()[1:]


def rows(client: Client, query: str = "") -> list[str]:
    """What the contracts of the page's list are about."""
    return re.findall(r'<td class="name" lang="ja">(\w+号)', client.get(f"/contracts/{query}").content.decode())


@pytest.fixture
def _story() -> None:
    """Two ministries, three contracts over several years, two of payments, one of a made-up ministry."""
    old = make_sheet(sheet_year=2024, ministry="総務省", number="1", name="=見本事業")
    new = make_sheet(sheet_year=2025, ministry="財務省", number="2")
    over_years(old, bidders=1, award_rate_percent=Decimal("98.76"), amount_yen=100, summary="一号", reason="理由")
    over_years(old, OTHER, "乙株式会社", amount_yen=300, summary="二号")
    over_years(new, bidders=4, amount_yen=200, summary="三号")
    block = make_block(new)
    make_link(None, block)
    make_payment(block, "甲株式会社", work="四号", contract_method=TENDER, bidders=1, amount_yen=50)
    make_payment(block, "乙株式会社", work="五号", contract_method=OTHER, amount_yen=150)
    fiction = make_sheet(sheet_year=2025, ministry=make_ministry("見本省", is_fictional=True), number="3")
    over_years(fiction, amount_yen=1, summary="六号", name="丙株式会社")
    make_sheet(sheet_year=2018)
    refresh()


@pytest.mark.usefixtures("_story")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["二号", "三号", "五号", "一号", "四号", "六号"]),
        ("?sort=-amount", ["二号", "三号", "五号", "一号", "四号", "六号"]),
        ("?sort=bidders&year=2025", ["四号", "三号", "六号", "五号"]),
        ("?sort=-rate&ministry=総務省", ["一号", "二号"]),
        ("?form=multi-year&sort=amount", ["六号", "一号", "三号", "二号"]),
        ("?form=payments&sort=amount", ["四号", "五号"]),
        ("?method=随意契約（その他）&sort=amount", ["五号", "二号"]),
        ("?competition=none&sort=amount", ["五号", "二号"]),
        ("?single=1&sort=amount", ["四号", "一号"]),
        ("?payee=乙株式会社&sort=amount", ["五号", "二号"]),
        ("?payee=無い", []),
        ("?year=1999", []),
        ("?year=２０２４&sort=amount", ["一号", "二号"]),
        *((f"?{name}=x", []) for name in ("year", "ministry", "form", "method", "competition", "single")),
    ],
)
def test_list_and_its_csv_have_the_rows_asked_for(client: Client, query: str, found: list[str]) -> None:
    assert rows(client, query) == found
    assert [line.split(",")[7] for line in lines(client, f"/contracts.csv{query}")] == found


@pytest.mark.usefixtures("_story")
def test_csv_of_the_list(client: Client) -> None:
    assert csv_text(client, "/contracts.csv?ministry=総務省") == (
        "事業年度,府省庁,事業番号,事業名,契約の種類,契約先,法人番号,契約概要,契約方式等,競争性,入札者数（応募者数）,落札率（％）,"
        "金額（円、国庫債務負担行為等は契約の全体の額）,金額の注記,一者応札・一者応募又は競争性のない随意契約となった理由及び改善策,"
        "ページ\n"
        "2024,総務省,1,'=見本事業,国庫債務負担行為等による契約,乙株式会社,,二号,随意契約（その他）,競争性のない随意契約,,,"
        f"300,,,/sheets/2024/{quote('総務省')}/1/\n"
        "2024,総務省,1,'=見本事業,国庫債務負担行為等による契約,甲株式会社,,一号,一般競争契約（最低価格）,競争性のある契約,1,98.76,"
        f"100,,理由,/sheets/2024/{quote('総務省')}/1/\n"
    )


OVER_YEARS, PAYMENTS = "国庫債務負担行為等による契約", "支出先の契約"


@pytest.mark.usefixtures("_story")
@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "methods",
            [
                f"{PAYMENTS},一般競争契約（最低価格）,競争性のある契約,1,50.0,50,25.0,0,1,100.0,1,100.0",
                f"{PAYMENTS},随意契約（その他）,競争性のない随意契約,1,50.0,150,75.0,0,0,,0,",
                f"{OVER_YEARS},一般競争契約（最低価格）,競争性のある契約,2,66.7,300,50.0,0,2,100.0,1,50.0",
                f"{OVER_YEARS},随意契約（その他）,競争性のない随意契約,1,33.3,300,50.0,0,0,,0,",
            ],
        ),
        (
            "shares",
            [
                f"{PAYMENTS},2,200,0,1,1,100.0,1,100.0,1,1,100.0,1,100.0,1,0,2,50.0,0,0",
                f"{OVER_YEARS},3,600,0,2,2,100.0,1,50.0,2,2,100.0,1,50.0,1,0,3,33.3,0,0",
            ],
        ),
        (
            "ministries",
            [
                f"{PAYMENTS},財務省,2,200,0,1,1,100.0,1,100.0,1,1,100.0,1,100.0,1,0,2,50.0,0,0",
                f"{OVER_YEARS},総務省,2,400,0,1,1,100.0,1,100.0,1,1,100.0,1,100.0,1,0,2,50.0,0,0",
                f"{OVER_YEARS},財務省,1,200,0,1,1,100.0,0,0.0,1,1,100.0,0,0.0,0,0,1,0.0,0,0",
            ],
        ),
        (
            "years",
            [
                f"{PAYMENTS},2025,2,200,0,1,1,100.0,1,100.0,1,1,100.0,1,100.0,1,0,2,50.0,0,0",
                f"{OVER_YEARS},2025,1,200,0,1,1,100.0,0,0.0,1,1,100.0,0,0.0,0,0,1,0.0,0,0",
                f"{OVER_YEARS},2024,2,400,0,1,1,100.0,1,100.0,1,1,100.0,1,100.0,1,0,2,50.0,0,0",
            ],
        ),
        ("reasons", [f"{PAYMENTS},0,0,0,", f"{OVER_YEARS},0,0,0,"]),
        ("concentration", ["財務省,2025,2024,200,150,75.0,200,100.0,6250,,0"]),
    ],
)
def test_csv_of_each_table(client: Client, table: str, expected: list[str]) -> None:
    assert lines(client, f"/contracts/by/{table}.csv") == expected


@pytest.mark.usefixtures("_story")
def test_csv_of_award_rates(client: Client) -> None:
    found = [line for line in lines(client, "/contracts/by/rates.csv?form=multi-year") if not line.endswith(",0")]
    assert found == [f"{OVER_YEARS},95％以上99％未満,1", f"{OVER_YEARS},落札率の記載なし,2"]
    assert client.get("/contracts/by/nothing.csv").status_code == 404


@pytest.mark.usefixtures("_story")
def test_csv_says_the_same_in_english(client: Client) -> None:
    for path in ("/contracts.csv", "/contracts/by/rates.csv", "/contracts/by/methods.csv"):
        response = client.get(path, headers={"accept-language": "en"})
        assert b"".join(response.streaming_content).decode("utf-8-sig").replace("\r\n", "\n") == csv_text(client, path)  # type: ignore[attr-defined]


@pytest.mark.usefixtures("_story")
def test_page_says_what_it_counts(client: Client) -> None:
    page = " ".join(client.get("/contracts/").content.decode().split())
    assert "この条件の契約は6件です。" in page
    assert "架空の府省庁の契約1件は、一覧にはありますが、集計に入れていません。" in page
    assert "2つは足さずに、別々に集計しています。" in page
    assert "競争性の有無が分かる3件のうち、競争性のない随意契約は1件（33.3％）です。" in page


@pytest.mark.usefixtures("_story")
def test_filters_have_counts_and_chips(client: Client) -> None:
    page = client.get("/contracts/?payee=乙株式会社&year=2025").content.decode()
    assert re.findall(r"<li>([^<]+) <a", page) == ["令和7年度 (2025)", "乙株式会社"]
    assert '<option value="2024">令和6年度 (2024)（1）</option>' in page
    assert '<option value="payments">支出先の契約（1）</option>' in page
    assert '<input type="hidden" name="payee" value="乙株式会社">' in page


def test_page_without_contracts_says_so(client: Client) -> None:
    sheet = make_sheet(sheet_year=2018)
    make_payment(make_block(sheet), amount_yen=5)
    draft = make_sheet(sheet_year=2024, published=False)
    over_years(draft, name="秘密株式会社")
    refresh()
    page = client.get("/contracts/?payee=秘密株式会社").content.decode()
    assert page.count("秘密株式会社") == client.get("/contracts/?payee=無い").content.decode().count("無い")
    page = client.get("/contracts/").content.decode()
    assert "条件に合う契約はありません。" in page
    assert "支出先の契約は、2018年度のシートのデータに契約方式・入札者数・落札率の記載がありません。" in page
    assert "名前のある支出先への直接支出が分かる府省庁はありません。" in page
    assert lines(client, "/contracts.csv") == []


@pytest.mark.parametrize("query", ["ministry=%00", "page=x", "page=99", "rows=x", "sort=x", "payee=%00", "method=%27"])
def test_query_that_makes_no_sense_is_answered(client: Client, query: str) -> None:
    assert client.get(f"/contracts/?{query}").status_code == 200


@pytest.mark.parametrize("contracts", [3, 30])
def test_queries_do_not_grow(client: Client, contracts: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    sheet = make_sheet(sheet_year=2024)
    for place in range(contracts):
        over_years(sheet, name=f"{place}号株式会社")
    refresh()
    client.get("/contracts/")
    with django_assert_num_queries(PAGE_QUERIES):
        client.get("/contracts/")


@pytest.mark.usefixtures("_story")
def test_ministry_page_has_both_parts_and_their_csv(client: Client) -> None:
    page = client.get(f"/ministries/{quote('財務省')}/").content.decode()
    assert 'id="contracts"' in page
    assert "6,250" in page
    assert lines(client, f"/ministries/{quote('財務省')}/concentration.csv") == [
        "2025,2024,200,150,75.0,200,100.0,6250,,0"
    ]
    assert lines(client, f"{MINISTRY}contracts.csv") == [
        f"{OVER_YEARS},2024,2,400,0,1,1,100.0,1,100.0,1,1,100.0,1,100.0,1,0,2,50.0,0,0"
    ]
    assert lines(client, f"{MINISTRY}concentration.csv") == []
    assert "資金の流れの記載があるシートがなく" in client.get(MINISTRY).content.decode()


def test_project_page_says_which_money_it_counts(client: Client) -> None:
    project = make_project(key="k1")
    direct = make_block(make_sheet(project=project, sheet_year=2019))
    make_link(None, direct)
    make_payment(direct, "甲株式会社", amount_yen=3)
    make_payment(direct, "乙株式会社", amount_yen=1)
    make_payment(make_block(make_sheet(project=project, sheet_year=2018)), "甲株式会社", amount_yen=5)
    refresh()
    assert csv_text(client, "/projects/k1/concentration.csv") == (
        "数えた支出,事業年度,支出の年度,名前のある支出先への支出（円）,最大の支出先への支出（円）,最大の支出先の割合（％）,"
        '上位3者への支出（円）,上位3者の割合（％）,"HHI（0～10,000）",支出先の名前が分からない支出（円）,単位誤りの疑いで除いた行数\n'
        "直接支出,2019,2018,4,3,75.0,4,100.0,6250,,0\n"
        "流れの記載なし（すべてのブロック）,2018,2017,5,5,100.0,5,100.0,10000,,0\n"
    )
    assert "6,250" in client.get("/projects/k1/").content.decode()


@pytest.mark.usefixtures("_story")
def test_concentration_says_whom_it_counts_and_that_the_index_is_cut_off(client: Client) -> None:
    page = client.get("/contracts/").content.decode()
    assert "国の機関（ほかの府省庁や、その府省庁自身の組織）への支出も数えるため" in page
    assert "二乗の和で、小数点以下を切り捨てています。最大は10,000です。" in page
