"""The list of payees, a payee's page, and their CSV."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from reviewsheets.models import MultiYearContract
from reviewsheets.summaries.refresh import refresh
from tests.factories import make_block, make_link, make_part, make_payment, make_sheet

pytestmark = pytest.mark.django_db
ELECTRIC = "7010401022916"
LIST_QUERIES = 7
SEARCH_QUERIES = 8
PAYEE_QUERIES = 11
GROUP_QUERIES = 7
PAYEES_HEADER = (
    "シートの事業年度,府省庁,支出先,法人番号,支出先の種類,シート数,直接支出（円）,再委託等（円）,その他の資金（円）,"
    "流れの記載なし（円）,行数,単位誤りの疑いで除いた行数,ページ"
)
AMOUNTS = "直接支出（円）,再委託等（円）,その他の資金（円）,流れの記載なし（円）,行数,単位誤りの疑いで除いた行数"


@pytest.fixture
def paid() -> None:
    """2024 with arrows, a group and a doubtful amount; 2018 without arrows; a draft."""
    sheet = make_sheet(sheet_year=2024, ministry="総務省", number="1", name="流れの事業")
    direct, below = make_block(sheet, "A"), make_block(sheet, "B")
    make_link(None, direct)
    make_link(direct, below)
    make_payment(direct, "日本電気（株）", corporate_number=ELECTRIC, amount_million="100.25")
    make_payment(direct, "その他", amount_million=70)
    make_payment(below, "日本電気株式会社", corporate_number=ELECTRIC, amount_million=20)
    make_payment(below, "A/B 100%?", amount_million=8)
    make_payment(below, "A/B 100%?", amount_million=9_000_000, is_amount_doubtful=True)
    make_part(
        MultiYearContract,
        sheet,
        payee=direct.payments.all()[0].payee,
        name="日本電気",
        contract_method="一般競争契約（最低価格）",
        amount_million=50,
    )
    old = make_sheet(sheet_year=2018, ministry="財務省", number="2", name="古い事業")
    make_payment(make_block(old, "C"), "日本電気株式会社", corporate_number="7010401022926", amount_million=7)
    make_payment(make_block(make_sheet(name="下書き事業", published=False), "A"), "下書き社", amount_million=1)
    refresh()


def text(client: Client, path: str) -> str:
    """The page without its tags."""
    response = client.get(path, follow=True)
    assert response.status_code == 200
    return " ".join(re.sub(r"<script.*?</script>|<[^>]+>", " ", response.content.decode(), flags=re.S).split())


def csv_lines(client: Client, path: str) -> list[str]:
    response = client.get(path)
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]


@pytest.mark.usefixtures("paid")
def test_list_says_what_it_shows(client: Client) -> None:
    page = text(client, "/payees/")
    assert "支出先（全2者、金額の単位：百万円）" in page
    assert "令和6年度 (2024)のシートの支出先上位10者リストに載る、令和5年度 (2023)の支出です。" in page
    assert "支出先は2者です。 直接支出の合計は100百万円。再委託等の合計は28百万円。" in page
    assert "この条件では「その他の資金、流れの記載なし」の額がある支出先がないため、その列を省いています。" in page
    assert "特定の一者ではない記載（その他・個人Aなど）は1行あり、この順位に入れていません。直接支出70百万円。" in page
    assert "単位誤りの疑いがある1行の金額は除いています。" in page
    assert "日本電気（株） 7010401022916 会社 1 100.3 20.0 A/B 100%? 有効な法人番号なし 1 - 8.0" in page
    assert 'title="100,250,000円"' in client.get("/payees/").content.decode()


@pytest.mark.usefixtures("paid")
def test_group_is_shown_when_it_is_chosen(client: Client) -> None:
    page = text(client, "/payees/?kind=group")
    assert "これらの記載は特定の一者ではありません。" in page
    assert "1種類の記載です。 直接支出の合計は70百万円。" in page
    assert "特定の一者ではない記載（全1種類）" in page
    assert "記載ごとの額は足さず、シート数と行数だけを示します。" in page
    assert "支出先 法人番号 種類 シート数 行数 その他 特定の一者ではない記載（その他・個人Aなど） 1 1" in page
    assert csv_lines(client, "/payees.csv?kind=group")[1].startswith(
        "2024,,その他,,特定の一者ではない記載（その他・個人Aなど）,1,,,,,1,0,"
    )
    assert "特定の一者ではない記載（その他・個人Aなど） ×" in page


@pytest.mark.usefixtures("paid")
def test_list_as_csv(client: Client) -> None:
    assert csv_lines(client, "/payees.csv") == [
        PAYEES_HEADER,
        "2024,,日本電気（株）,7010401022916,会社,1,100250000,20000000,,,2,0,/payees/7010401022916/",
        "2024,,A/B 100%?,,有効な法人番号なし,1,,8000000,,,2,1,/payees/a/b100%25%3F/",
    ]
    assert csv_lines(client, "/payees.csv?year=2018&ministry=財務省") == [
        PAYEES_HEADER,
        (
            "2018,財務省,日本電気株式会社,,有効な法人番号なし,1,,,,7000000,1,0,"
            "/payees/%E6%97%A5%E6%9C%AC%E9%9B%BB%E6%B0%97%E6%A0%AA%E5%BC%8F%E4%BC%9A%E7%A4%BE/"
        ),
    ]
    client.cookies["django_language"] = "en"
    assert csv_lines(client, "/payees.csv?year=all&q=a/b")[1].startswith("全年度,,A/B 100%?,,有効な法人番号なし,1,")


def test_list_pages_and_its_csv_has_all(client: Client) -> None:
    block = make_block(make_sheet(), "A")
    for place in range(51):
        make_payment(block, f"見本社{place:02}", amount_million=100 - place)
    refresh()
    assert "見本社49" in text(client, "/payees/")
    assert "見本社50" not in text(client, "/payees/")
    assert "見本社50" in text(client, "/payees/?page=2")
    assert "見本社50" in text(client, "/payees/?rows=100")
    assert len(csv_lines(client, "/payees.csv")) == 52


@pytest.mark.parametrize(
    "query",
    ["year=" + "9" * 5000, "year=２０１８", "sort=nothing", "page=x", "page=99", "ministry=%00", "q=%00", "q=%25_"],
)
def test_query_that_makes_no_sense_is_answered(client: Client, query: str) -> None:
    make_payment(make_block(make_sheet(), "A"), "見本社")
    refresh()
    assert client.get(f"/payees/?{query}").status_code == 200


def test_year_that_is_none_lets_nothing_through_and_is_told(client: Client) -> None:
    make_payment(make_block(make_sheet(), "A"), "見本社")
    refresh()
    page = client.get("/payees/?year=foo").content.decode()
    assert '<li>foo <span class="leaves">外すと1件</span> <a href="/payees/" aria-label="「foo」を外す">' in page
    assert "見本社" not in page
    assert len(csv_lines(client, "/payees.csv?year=foo")) == 1


def test_no_receipts_are_said_in_words(client: Client) -> None:
    assert "条件に合う支出先はありません。" in text(client, "/payees/")
    assert csv_lines(client, "/payees.csv") == [PAYEES_HEADER]


@pytest.mark.usefixtures("paid")
def test_filters_that_are_on_can_be_taken_off(client: Client) -> None:
    page = client.get("/payees/?year=2024&ministry=総務省&q=電気").content.decode()
    chips = re.findall(r'<li>([^<]+) <a href="([^"]+)" aria-label', page)
    assert [label for label, _rest in chips] == ["「電気」", "令和6年度 (2024)", "総務省"]
    assert chips[0][1] == "/payees/?year=2024&amp;ministry=%E7%B7%8F%E5%8B%99%E7%9C%81"


@pytest.mark.usefixtures("paid")
@pytest.mark.parametrize(
    ("query", "label", "option"),
    [
        ("ministry=無い省", "無い省", '<option value="無い省" selected>無い省（0）</option>'),
        ("year=1999", "平成11年度 (1999)", '<option value="1999" selected>平成11年度 (1999)（0）</option>'),
        ("kind=zzz", "zzz", '<option value="zzz" selected>zzz（0）</option>'),
        ("ministry=無い省&q=電気", "無い省", '<option value="無い省" selected>無い省（0）</option>'),
    ],
)
def test_a_value_that_no_payee_has_empties_the_list_and_can_be_taken_off(
    client: Client, query: str, label: str, option: str
) -> None:
    page = client.get(f"/payees/?{query}").content.decode()
    assert label in re.findall(r"<li>([^<]+) <span", page)
    assert option in page
    assert "支出先は0者です。" in page
    assert "条件に合う支出先はありません。" in page
    assert csv_lines(client, f"/payees.csv?{query}") == [PAYEES_HEADER]


@pytest.mark.usefixtures("paid")
def test_page_tells_all_of_a_payee(client: Client) -> None:
    page = text(client, f"/payees/{ELECTRIC}/")
    assert "法人番号 7010401022916 種類 会社 法人番号の数字から 支出先として載るシート 1" in page
    assert "令和6年度 (2024)のシートでは、直接支出 100百万円、再委託等 20百万円です。" in page
    assert "1事業です。 同じ事業の各年度のシートの額を足しています。" in page
    assert "流れの事業 総務省 2024 1 100.3 20.0" in page
    assert "流れの事業 令和6年度 (2024) 総務省 A（直接支出）、B（再委託等） 100.3 20.0" in page
    assert "一般競争契約（最低価格） 国庫債務負担行為等（数年度の契約） 1 50.0" in page
    assert "受取額には足していません。" in page
    assert "日本電気株式会社 7010401022916 1 2024" in page
    assert "同じ名前で、有効な法人番号がありません ⚠ 公表された法人番号7010401022926は検査数字が合いません 1" in page


@pytest.mark.usefixtures("paid")
def test_tables_of_a_payee_as_csv(client: Client) -> None:
    assert csv_lines(client, f"/payees/{ELECTRIC}/years.csv") == [
        f"事業年度,予算年度,シート数,{AMOUNTS}",
        "2024,2023,1,100250000,20000000,,,2,0",
    ]
    assert csv_lines(client, f"/payees/{ELECTRIC}/ministries.csv") == [
        f"府省庁,シート数,{AMOUNTS}",
        "総務省,1,100250000,20000000,,,2,0",
    ]
    assert csv_lines(client, f"/payees/{ELECTRIC}/sheets.csv") == [
        f"事業年度,予算年度,府省庁,事業番号,事業名,ブロック,{AMOUNTS},ページ",
        (
            "2024,2023,総務省,1,流れの事業,A（直接支出）・B（再委託等）,100250000,20000000,,,2,0,"
            "/sheets/2024/%E7%B7%8F%E5%8B%99%E7%9C%81/1/"
        ),
    ]
    assert csv_lines(client, f"/payees/{ELECTRIC}/methods.csv") == [
        "区分,契約方式等,契約数,金額のある契約数,金額（円）",
        "国庫債務負担行為等,一般競争契約（最低価格）,1,1,50000000",
    ]
    assert csv_lines(client, f"/payees/{ELECTRIC}/names.csv") == [
        "支出先（記載）,法人番号（記載）,検査数字が合う,行数,事業年度",
        "日本電気株式会社,7010401022916,TRUE,1,2024",
        "日本電気（株）,7010401022916,TRUE,1,2024",
    ]
    assert csv_lines(client, f"/payees/{ELECTRIC}/candidates.csv") == [
        "支出先,法人番号,理由,公表された誤りのある法人番号,シート数,ページ",
        (
            "日本電気株式会社,,同じ名前で、有効な法人番号がありません,7010401022926,1,"
            "/payees/%E6%97%A5%E6%9C%AC%E9%9B%BB%E6%B0%97%E6%A0%AA%E5%BC%8F%E4%BC%9A%E7%A4%BE/"
        ),
    ]
    assert csv_lines(client, f"/payees/{ELECTRIC}/projects.csv") == [
        f"事業名,府省庁,最初の事業年度,最後の事業年度,シート数,{AMOUNTS},ページ",
        "流れの事業,総務省,2024,2024,1,100250000,20000000,,,2,0,/projects/p1/",
    ]
    assert client.get(f"/payees/{ELECTRIC}/nothing.csv").status_code == 404


@pytest.mark.usefixtures("paid")
def test_other_spellings_lead_to_the_address(client: Client) -> None:
    spelled = client.get("/payees/７０１０４０１０２２９１６/?x=1")
    assert (spelled.status_code, spelled["Location"]) == (301, f"/payees/{ELECTRIC}/?x=1")
    csv = client.get("/payees/７０１０４０１０２２９１６/years.csv")
    assert (csv.status_code, csv["Location"]) == (301, f"/payees/{ELECTRIC}/years.csv")
    slash = client.get("/payees/A/B%20100%25%3F/")
    assert (slash.status_code, slash["Location"]) == (301, "/payees/a/b100%25%3F/")
    assert "A/B 100%?" in text(client, "/payees/a/b100%25%3F/")
    assert csv_lines(client, "/payees/a/b100%25%3F/years.csv")[1] == "2024,2023,1,,8000000,,,2,1"


def test_a_name_that_one_payee_bears_leads_to_its_number_for_now(client: Client) -> None:
    make_payment(make_block(make_sheet(), "A"), "日本電気株式会社", corporate_number=ELECTRIC)
    refresh()
    found = client.get("/payees/日本電気（株）/")
    assert (found.status_code, found["Location"]) == (302, f"/payees/{ELECTRIC}/")


@pytest.mark.usefixtures("paid")
def test_drafts_are_not_known(client: Client) -> None:
    assert client.get("/payees/下書き社/").status_code == 404
    assert client.get("/payees/下書き社/sheets.csv").status_code == 404
    assert "下書き" not in text(client, "/payees/?year=all")


@pytest.mark.usefixtures("paid")
def test_group_page_says_it_is_no_one(client: Client) -> None:
    page = text(client, "/payees/その他/")
    assert "この記載は特定の一者ではありません。" in page
    assert "流れの事業" in page
    assert "年度別の受取額" not in page


@pytest.mark.usefixtures("paid")
def test_sheet_and_project_lead_to_the_payee(client: Client) -> None:
    page = client.get("/sheets/2024/総務省/1/").content.decode()
    assert f'<a href="/payees/{ELECTRIC}/">日本電気（株）</a>' in page
    assert '<a href="/payees/a/b100%25%3F/">A/B 100%?</a>' in page
    assert f'<a href="/payees/{ELECTRIC}/">日本電気（株）</a>' in client.get("/projects/p1/").content.decode()


@pytest.mark.parametrize(
    ("language", "told"),
    [("ja", "A・C（直接支出）、B（再委託等）"), ("en", "A, C (Direct payments), B (Re-commissioned etc.)")],
)
def test_blocks_of_a_sheet_are_told_with_the_signs_of_the_language(client: Client, language: str, told: str) -> None:
    sheet = make_sheet()
    direct, below, other = (make_block(sheet, letter) for letter in "ABC")
    make_link(None, direct)
    make_link(None, other)
    make_link(direct, below)
    for block in (direct, below, other):
        make_payment(block, "見本社", amount_million=1)
    refresh()
    page = client.get("/payees/見本社/", headers={"accept-language": language}).content.decode()
    assert f"<td>{told}</td>" in page


@pytest.mark.parametrize("rows", [3, 30])
def test_number_of_queries_does_not_grow(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for place in range(rows):
        block = make_block(make_sheet(), "A")
        make_payment(block, "見本社", amount_million=place)
        make_payment(block, "その他", amount_million=place)
        make_payment(block, f"見本社{place}", amount_million=place)
        make_payment(block, "株式会社見本社", amount_million=place)
    refresh()
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/payees/")
    with django_assert_num_queries(SEARCH_QUERIES):
        client.get("/payees/?q=見本")
    with django_assert_num_queries(PAYEE_QUERIES):
        client.get("/payees/見本社/")
    with django_assert_num_queries(GROUP_QUERIES):
        client.get("/payees/その他/")
