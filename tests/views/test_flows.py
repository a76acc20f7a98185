"""The page of the year's flows and its CSV."""

import pytest
from django.test import Client

from reviewsheets.models import ReviewSheet
from reviewsheets.summaries.refresh import refresh
from tests.factories import make_block, make_link, make_payment, make_sheet

pytestmark = pytest.mark.django_db
HEADER = (
    "事業年度,予算年度,府省庁,事業番号,事業名,支出先,法人番号,支出先の種類,直接支出（円）,単位誤りの疑いで除いた行数"
)


@pytest.fixture(autouse=True)
def _sheets() -> None:
    for ministry, number, name, bureau in (("総務省", "1", "=甲事業", "甲局"), ("財務省", "2", "乙事業", "乙局")):
        sheet = make_sheet(sheet_year=2024, ministry=ministry, number=number, name=name, bureau=bureau)
        block = make_block(sheet, name="請負事業者")
        make_link(None, block)
        make_payment(block, "見本株式会社", corporate_number="7000012050002", amount_million=12)
    make_payment(block, "その他", amount_million=3)
    make_payment(block, "", amount_million=2)
    make_payment(make_block(make_sheet(sheet_year=2018, ministry="総務省")), "旧社", amount_million=1)
    make_link(None, secret := make_block(make_sheet(sheet_year=2024, published=False, name="秘密の事業")))
    make_payment(secret, "秘密社", amount_million=7)
    refresh()


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.getvalue().decode()


def lines(client: Client, path: str) -> list[str]:
    """The file's lines under its header."""
    first, *rest = text(client, path).removeprefix("\ufeff").split("\r\n")[:-1]
    assert first == HEADER
    return rest


def test_page_draws_the_newest_year_with_direct_payments(client: Client) -> None:
    page = text(client, "/flows/")
    assert "令和5年度 (2023)に府省庁が直接支払った額は29百万円（29,000,000円）です。" in page
    assert 'data-chart="chart-flows"' in page
    assert '<a href="/flows/?year=2024&amp;ministry=総務省">総務省</a>' in page
    assert '<a href="/flows/?year=2024&amp;payee=7000012050002">見本株式会社</a>' in page
    assert '<a href="/flows/?year=2024&amp;open=no-one#opened">特定の一者ではない記載</a>' in page
    assert "図と同じ数値の表（5行）" in page
    assert 'href="/flows.csv"' in page
    assert "秘密" not in page


def test_year_without_published_arrows_says_so_and_leads_to_the_payees(client: Client) -> None:
    page = text(client, "/flows/?year=2018")
    assert "平成30年度 (2018)のシートは、どの支払いを府省庁が直接行ったかを公表していないため" in page
    assert '<a href="/payees/?year=2018">' in page
    assert "plotly" not in page
    assert lines(client, "/flows.csv?year=2018") == []


def test_filter_of_the_list_narrows_the_flow_and_its_chips_take_it_off(client: Client) -> None:
    page = text(client, "/flows/?year=2024&bureau=乙局")
    assert "直接支払った額は17百万円" in page
    assert '<a href="/flows/?year=2024" aria-label="「乙局」を外す">×</a>' in page
    assert '<input type="hidden" name="bureau" value="乙局">' in page
    assert lines(client, "/flows.csv?year=2024&bureau=甲局") == [
        "2024,2023,総務省,1,'=甲事業,見本株式会社,7000012050002,国の機関,12000000,0"
    ]


def test_centre_is_named_and_its_chip_takes_it_off(client: Client) -> None:
    key = ReviewSheet.objects.get(name="乙事業").project.key
    page = text(client, f"/flows/?year=2024&project={key}")
    assert "A.請負事業者" in page
    assert '乙事業 <a href="/flows/?year=2024" aria-label="「乙事業」を外す">×</a>' in page
    assert f'<a href="/projects/{key}/">この事業のページ</a>' in page
    page = text(client, "/flows/?payee=7000012050002")
    assert "府省庁が見本株式会社に直接支払った額は24百万円" in page
    assert '<a href="/payees/7000012050002/">この支出先のページ</a>' in page


@pytest.mark.parametrize("query", ["top=7", "ministries=x"])
def test_what_cannot_be_read_narrows_nothing(client: Client, query: str) -> None:
    assert "直接支払った額は29百万円" in text(client, f"/flows/?{query}")


@pytest.mark.parametrize("path", ["/flows/", "/flows.csv"])
@pytest.mark.parametrize(
    "query",
    [
        "project=無い",
        "payee=無い",
        "payee=その他",
        "payee=%00",
        "year=x",
        "year=0",
        "project=%00",
        "project=無い&payee=7000012050002",
        "open=x",
    ],
)
def test_centre_or_list_that_there_is_not_is_no_page(client: Client, path: str, query: str) -> None:
    assert client.get(f"{path}?{query}").status_code == 404


def test_project_and_payee_are_no_centre_together_and_a_payee_has_no_blocks(client: Client) -> None:
    key = ReviewSheet.objects.get(name="乙事業").project.key
    assert client.get(f"/flows/?project={key}&payee=7000012050002").status_code == 404
    assert client.get("/flows/?payee=7000012050002&open=block").status_code == 404


def test_year_without_sheets_stays_and_says_which_years_there_are(client: Client) -> None:
    page = text(client, "/flows/?year=1999")
    assert "平成11年度 (1999)のシートには、支出先の記載がある公表されたものがありません。" in page
    assert '<a href="/flows/?year=2024">令和6年度 (2024)</a>、<a href="/flows/?year=2018">平成30年度 (2018)</a>' in page
    assert '<option value="1999" selected>' in page
    assert '平成11年度 (1999) <span class="leaves">外すと4件</span> <a href="/flows/" aria-label=' in page
    assert "直接支払った額は" not in page
    assert lines(client, "/flows.csv?year=1999") == []


def test_another_ministry_chosen_in_the_form_drops_the_project(client: Client) -> None:
    key = ReviewSheet.objects.get(name="乙事業").project.key
    response = client.get(f"/flows/?q=&year=2024&ministry=総務省&top=20&project={key}")
    assert (response.status_code, response.headers["Location"]) == (
        302,
        "/flows/?q=&year=2024&ministry=%E7%B7%8F%E5%8B%99%E7%9C%81&top=20",
    )
    assert "A.請負事業者" in text(client, f"/flows/?ministry=財務省&project={key}")


def test_node_without_one_payee_opens_on_the_page(client: Client) -> None:
    page = text(client, "/flows/?year=2024&open=no-one")
    assert "「特定の一者ではない記載」の一覧" in page
    assert "大きい順に全2行で、足すと5,000,000円です。" in page
    key = ReviewSheet.objects.get(name="乙事業").project.key
    assert f'<td lang="ja">その他</td><td class="name" lang="ja"><a href="/flows/?year=2024&amp;project={key}">' in page
    assert '<td class="amount">3,000,000</td>' in page
    assert 'href="/flows.csv?year=2024"' in page
    assert "1つにまとめて描いたものはありません" in text(client, "/flows/?open=payee")


def test_page_claims_no_more_than_is_true(client: Client) -> None:
    page = text(client, "/flows/")
    assert "二度数えることはありません" not in page
    assert "親事業と子事業の両方のシートに載っている場合" in page


def test_file_has_every_payment_and_says_the_same_in_every_language(client: Client) -> None:
    client.post("/i18n/setlang/", {"language": "en", "next": "/"})
    assert lines(client, "/flows.csv?top=10") == [
        "2024,2023,総務省,1,'=甲事業,見本株式会社,7000012050002,国の機関,12000000,0",
        "2024,2023,財務省,2,乙事業,見本株式会社,7000012050002,国の機関,12000000,0",
        "2024,2023,財務省,2,乙事業,その他,,特定の一者ではない記載（その他・個人Aなど）,3000000,0",
        "2024,2023,財務省,2,乙事業,,,,2000000,0",
    ]


def test_without_any_receipt_words_stand_for_the_page(client: Client) -> None:
    ReviewSheet.objects.all().delete()
    refresh()
    assert "支出先の記載がある公表されたシートはまだありません。" in text(client, "/flows/")
    assert lines(client, "/flows.csv") == []
