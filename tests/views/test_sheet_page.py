import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from reviewsheets.access import Role
from reviewsheets.demo.load import load_demo
from reviewsheets.summaries.refresh import refresh
from tests.factories import (
    make_block,
    make_budget_year,
    make_indicator,
    make_link,
    make_ministry,
    make_payment,
    make_sheet,
    make_user,
)
from tests.wording import text_of

pytestmark = pytest.mark.django_db
SEED = "/sheets/2018/総務省/新30-0006/"
PAGE = "/sheets/2018/総務省/0001/"
PREVIEW = "/preview/2018/総務省/0001/"


@pytest.fixture
def seed(client: Client) -> str:
    load_demo(sheets=0)
    return client.get(SEED).content.decode()


def table(page: str, section: str) -> list[list[str]]:
    """The rows of a section's first table, cell by cell."""
    part = page.partition(f'id="{section}"')[2].partition("<table")[2].partition("</table>")[0]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", part, re.DOTALL)
    return [
        [text_of(cell).strip() for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)] for row in rows
    ]


def test_budget_of_the_seed_sheet_is_the_forms(seed: str) -> None:
    assert table(seed, "budget")[:10] == [
        ["", "27年度", "28年度", "29年度", "30年度", "31年度要求"],
        ["予算の状況", "当初予算", "-", "-", "-", "599", "-"],
        ["補正予算", "-", "-", "-", "-", ""],
        ["前年度から繰越し", "-", "-", "-", "-", ""],
        ["翌年度へ繰越し", "-", "-", "-", "-", ""],
        ["予備費等", "-", "-", "-", "-", ""],
        ["計", "0", "0", "0", "599", "0"],
        ["執行額", "0", "0", "0", "", ""],
        ["執行率（％）", "-", "-", "-", "", ""],
        ["当初予算＋補正予算に対する執行額の割合（％）", "-", "-", "-", "", ""],
    ]


def test_indicators_of_the_seed_sheet_are_the_forms(seed: str) -> None:
    assert table(seed, "outcomes") == [
        ["定量的な成果目標", "成果指標", "", "単位", "27年度", "28年度", "29年度", "中間目標 -", "目標最終年度 30年度"],
        [
            "注意喚起を実施する大手・中堅ISP事業者数を８者とする",
            "注意喚起を実施する大手・中堅ISP事業者数",
            *["成果実績", "者", "-", "-", "-", "-", "-"],
        ],
        ["目標値", "者", "-", "-", "-", "-", "8"],
        ["達成度", "％", "-", "-", "-", "-", "-"],
        ["結果", "", "-", "-", "-", "-", "年度終了前"],
    ]
    assert table(seed, "unit-costs")[1:] == [
        ["IoT機器の脆弱性の調査等に係る執行額／調査したIPアドレス数", "単位当たりコスト", "円", "-", "-", "-", "1.8"],
        ["計算式", "百万円/百万件", "-", "-", "-", "350/200"],
        ["前年度からの増減", "円", "", "", "", ""],
    ]


def test_charts_of_the_seed_sheet_say_what_there_is(seed: str) -> None:
    text = text_of(seed)
    assert "平成30年度 (2018)の計は599百万円。執行額はまだ報告されていません（記載なし）。" in text
    assert "目標値 8者（平成30年度 (2018)）のみで、実績はまだありません。" in text
    assert "総務省 599百万円 → A.請負事業者（金額の記載なし）。" in text
    assert seed.count("data-chart=") == 1


def test_page_with_a_chart_brings_plotlys_style_before_its_script(seed: str) -> None:
    style = seed.index('id="plotly.js-style-global"')
    assert style < seed.index("vendor/plotly/plotly.min") < seed.index("js/charts")
    assert '<script id="chart-budget" type="application/json">' in seed


def test_page_without_a_chart_brings_no_plotly(client: Client) -> None:
    make_sheet(number="0001")
    assert b"plotly" not in client.get(PAGE).content


def test_page_holds_no_inline_style_script_or_event(seed: str) -> None:
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", seed)
    scripts = re.findall(r"<script\b([^>]*)>", seed)
    assert all("src=" in attributes or 'type="application/json"' in attributes for attributes in scripts)


def test_every_table_has_its_csv(client: Client, seed: str) -> None:
    names = set(re.findall(r'href="[^"]*/([a-z-]+)\.csv"', seed))
    assert names == {
        *("outline", "budget", "budget-lines", "outcomes", "activities", "unit-costs", "policies", "checks", "related"),
        *("opinions", "past-numbers", "blocks", "links", "flow-sums", "items", "payees", "review"),
    }
    for name in names:
        response = client.get(f"{SEED}{name}.csv")
        assert response.status_code == 200
        assert response["Content-Type"] == "text/csv; charset=utf-8"


def test_csv_is_named_for_what_it_holds(client: Client, seed: str) -> None:
    response = client.get(f"{SEED}items.csv")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''2018_%E7%B7%8F%E5%8B%99%E7%9C%81_")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()[1:]  # type: ignore[attr-defined]
    assert lines == ["A,請負事業者,計,,0", "B,,計,,0"]


def test_csv_says_the_same_in_every_language(client: Client, seed: str) -> None:
    japanese = b"".join(client.get(f"{SEED}checks.csv").streaming_content)  # type: ignore[attr-defined]
    english = b"".join(client.get(f"{SEED}checks.csv", headers={"accept-language": "en"}).streaming_content)  # type: ignore[attr-defined]
    assert english == japanese
    assert "国費投入の必要性" in japanese.decode()


def test_unknown_table_is_not_found(client: Client, seed: str) -> None:
    assert client.get(f"{SEED}secrets.csv").status_code == 404


@pytest.mark.parametrize(
    "path", ["/sheets/2018/%00/1/", "/sheets/99999999999999999999/総務省/1/", "/sheets/0/総務省/1/"]
)
def test_address_that_makes_no_sense_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_draft_is_hidden_from_strangers_and_another_ministry(client: Client) -> None:
    make_sheet(number="0001", published=False)
    other = make_user(Role.EDITOR, ministries=[make_ministry("財務省")])
    for visitor in (None, other):
        if visitor:
            client.force_login(visitor)
        assert [client.get(path).status_code for path in (PAGE, PREVIEW, f"{PAGE}budget.csv")] == [404, 404, 404]


def test_own_draft_is_previewed_with_a_banner_and_without_csv(client: Client) -> None:
    make_sheet(number="0001", published=False)
    client.force_login(make_user(Role.EDITOR, ministries=[make_ministry("総務省")]))
    response = client.get(PREVIEW)
    assert response.status_code == 200
    assert "下書き：このシートは公開されていません。" in response.content.decode()
    assert b".csv" not in response.content
    assert "private" in response["Cache-Control"]
    assert client.get(PAGE).status_code == 404


def test_published_sheet_has_no_draft_banner(client: Client) -> None:
    make_sheet(number="0001")
    assert "下書き" not in client.get(PREVIEW).content.decode()


def test_fictional_ministry_is_told(client: Client) -> None:
    make_sheet(number="1", ministry=make_ministry("見本省", is_fictional=True))
    assert "見本データ（架空）" in client.get("/sheets/2018/見本省/1/").content.decode()


def test_wrong_corporate_number_is_shown_and_marked(client: Client) -> None:
    block = make_block(make_sheet(number="0001"))
    make_payment(block, corporate_number="1234567890123")
    page = client.get(PAGE).content.decode()
    assert "1234567890123" in page
    assert "検査数字が合いません" in page


def test_text_of_a_sheet_cannot_leave_its_place(client: Client) -> None:
    sheet = make_sheet(number="0001", name="</title><script>alert(1)</script>", purpose="<img src=x onerror=alert(1)>")
    block = make_block(sheet, name="</script><script>alert(2)</script>", total_million=1)
    make_link(None, block)
    page = client.get(PAGE).content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page


@pytest.mark.parametrize("rows", [3, 30])
def test_page_takes_the_same_queries_whatever_its_rows(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sheet = make_sheet(number="0001")
    for place in range(rows):
        make_budget_year(sheet, 1990 + place, initial_million=1)
        make_indicator(sheet, values={2016: (1, 1), 2017: (1, 2)})
        make_payment(make_block(sheet, f"A{place}", total_million=1))
    refresh()
    with django_assert_num_queries(32):
        assert client.get(PAGE).status_code == 200


def test_hand_entered_sheet_says_so(seed: str) -> None:
    assert "数値の出所：手入力" in text_of(seed)


def test_doubtful_amount_of_the_paper_form_is_marked_and_told(client: Client) -> None:
    block = make_block(make_sheet(number="0001"))
    make_payment(block, amount_million=118_800_000, is_amount_doubtful=True)
    page = client.get(PAGE).content.decode()
    assert "118,800,000 ⚠ 単位誤りの疑い" in text_of(page)
    assert "単位誤りの疑いがある金額（1件）は公表のまま載せ、合計・順位・図に入れていません。" in text_of(page)
    assert 'href="/sheets/2018/%E7%B7%8F%E5%8B%99%E7%9C%81/0001/payments.csv"' in page


def test_unknown_direction_of_the_paper_form_is_told(client: Client) -> None:
    make_indicator(make_sheet(number="0001"), values={2016: (10, 8), 2017: (10, 12)}, direction="")
    assert "改善の方向の記載はありません。" in text_of(client.get(PAGE).content.decode())
