"""A sheet on the RS form as its page: every table, in the form's order, and nothing where there is nothing."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from reviewsheets.models import Policy
from reviewsheets.summaries.refresh import refresh
from tests.factories import make_block, make_contract, make_part, make_payment, make_sheet
from tests.views.rs_sheet import RS_PAGE, make_rs_sheet
from tests.wording import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client) -> str:
    make_sheet(sheet_year=2024, number="502", name="統合先")
    make_rs_sheet()
    return client.get(RS_PAGE).content.decode()


def section(page: str, key: str) -> str:
    """A section's own part of the page."""
    return page.partition(f'<section class="form-section" id="{key}"')[2].partition("</section>")[0]


def cells(part: str) -> list[list[str]]:
    """The rows of all tables in a part, cell by cell."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", part, re.DOTALL)
    return [
        [text_of(cell).strip() for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)] for row in rows
    ]


def test_sections_follow_the_official_form(page: str) -> None:
    keys = re.findall(r'<section class="form-section" id="([^"]+)"', page)
    assert keys == [
        *("outline", "basis", "subsidy-rates", "related", "budget", "budget-items", "activities", "outcomes", "path"),
        *("evaluation", "payments", "flow", "item-uses", "multi-year-contracts", "remarks"),
    ]
    contents = page.partition('<nav class="contents"')[2].partition("</nav>")[0]
    assert re.findall(r'href="#([^"]+)"', contents) == [*keys, "review"]


def test_empty_sheet_shows_no_empty_table(client: Client) -> None:
    make_sheet(sheet_year=2024, number="1")
    page = client.get("/sheets/2024/総務省/1/").content.decode()
    keys = re.findall(r'<section class="form-section" id="([^"]+)"', page)
    assert keys == ["outline", "budget", "activities", "outcomes", "payments", "flow"]
    assert "支出先の記載はありません。" in text_of(page)


def test_paper_sheet_shows_what_it_has_of_the_rs_form(client: Client) -> None:
    make_part(Policy, make_sheet(sheet_year=2018, number="1"), policy="政策")
    page = client.get("/sheets/2018/総務省/1/").content.decode()
    keys = re.findall(r'<section class="form-section" id="([^"]+)"', page)
    assert keys[:3] == ["outline", "basis", "budget"]
    assert "payments" not in keys


def test_header_says_everything_of_the_form(page: str) -> None:
    said = text_of(section(page, "outline"))
    for words in (
        "政策所管府省庁 デジタル庁",
        "担当部局庁 見本局 見本部",
        "作成責任者 課長　見本太郎".replace("\u3000", " "),
        "室 見本室",
        "事業区分 前年度事業",
        "事業開始年度 平成26年度 (2014)",
        "事業終了（予定）年度 終了予定なし",
        "旧事業番号 2023-総務-22-0001",
        "現状・課題 見本の現状と課題",
        "備考 概要の備考",
        "財務省 他局 他課 他の責任者",
    ):
        assert words in said
    assert "根拠法令（" not in said


def test_only_web_addresses_are_linked(page: str) -> None:
    assert '<a href="https://example.go.jp/outline" rel="external noopener nofollow">' in page
    assert "javascript:alert(1)" in page
    assert 'href="javascript' not in page


def test_related_project_leads_to_its_sheet(page: str) -> None:
    assert cells(section(page, "related")) == [
        ["関連性", "事業番号", "事業名"],
        ["統合先", "502", "統合先の事業"],
        ["子事業", "999", "どこにもない事業"],
    ]
    assert section(page, "related").count("<a href") == 1


def test_budget_of_a_year_that_has_not_ended_is_not_zero(page: str) -> None:
    rows = {row[0]: row[1:] for row in cells(section(page, "budget"))}
    assert rows["執行額"] == ["90", "未確定", ""]
    assert rows["執行率（％）"] == ["75.0", "", ""]
    assert rows["翌年度へ繰越し"] == ["5", "", ""]
    assert "まだ確定していません" in text_of(section(page, "budget"))


def test_accounts_stand_below_their_year(page: str) -> None:
    part = section(page, "budget").partition('id="budget-accounts-title"')[2]
    assert cells(part) == [
        ["予算年度", "会計・勘定", "当初予算", "第1次補正予算", "歳出予算現額", "執行額", "備考"],
        ["令和6年度 (2024)", "一般会計", "60", "", "60", "未確定", "会計の備考"],
        ["見本特別会計 見本勘定", "50", "", "50", "未確定", ""],
        ["令和5年度 (2023)", "一般会計", "100", "20", "120", "90", ""],
    ]


def test_budget_items_are_grouped(page: str) -> None:
    assert cells(section(page, "budget-items"))[1:3] == [
        ["当初予算 一般会計", "総務省 総務本省", "見本費", "庁費", "70", "80"],
        ["総務省 総務本省", "見本費", "旅費 補足", "40", ""],
    ]


def test_outcome_marks_its_target_year_and_says_its_direction(page: str) -> None:
    part = section(page, "outcomes")
    assert cells(part)[:5] == [
        ["", "令和4年度 (2022)", "令和5年度 (2023)", "令和12年度 (2030) 目標年度"],
        ["目標値", "80", "90", "95"],
        ["成果実績", "60", "99", ""],
        ["達成率（％）", "75.0", "110.0", ""],
        ["結果", "達しなかった", "達した", "年度終了前"],
    ]
    said = text_of(part)
    assert "アウトカム 1 3.長期 定量的" in said
    assert "上向き（大きいほど良い）" in said
    assert "見本戦略 第2章" in said
    assert "定性的なアウトカム目標を設定している理由 数えられないため" in said


def test_unknown_direction_is_said(page: str) -> None:
    assert "改善の方向 記載なし（達成率は計算していません）" in text_of(section(page, "activities"))
    assert "アクティビティ 1 研修を行う" in text_of(section(page, "activities"))


def test_path_is_a_table(page: str) -> None:
    assert cells(section(page, "path"))[2] == [
        "アウトプット 1 研修の回数",
        "→ アウトカム 1 3.長期 満足度を上げる",
        "研修が身につくため アウトカムを複数段階で設定できない理由 ：測れないため",
    ]


def test_evaluation_has_remarks_and_reflected_amounts(page: str) -> None:
    part = section(page, "evaluation")
    assert cells(part) == [
        ["会計・勘定", "反映額"],
        ["一般会計", "-3"],
        ["見本特別会計 見本勘定", "-2"],
        ["指摘", "指摘内容", "対応状況"],
        ["過去に受けた指摘事項 公開プロセス 2021", "指摘", "対応した"],
        ["その他の指摘事項 会計検査院 2022", "他の指摘", "改めた"],
    ]
    assert "外部有識者による点検対象外 最終実施年度 ：2020" in text_of(part)


def test_contracts_stand_under_their_payee(page: str) -> None:
    part = section(page, "payments")
    rows = cells(part)
    assert rows[1:3] == [
        [
            *("見本社0 株式会社 東京都千代田区1", "20", "見本業務", "15", "随意契約（その他） 特命", "1", "99.5％"),
            "他にできる者がないため",
        ],
        ["少額のもの その他の契約", "5", "", "", "", ""],
    ]
    assert "60百万円 · 支出先3者 · 契約6件" in text_of(part)
    assert "契約の金額は支出先の支出額の内訳です（足し合わせません）。" in text_of(part)
    assert rows[-1] == ["桁違い社", "9,000,000 ⚠ 単位誤りの疑い"]


def test_doubtful_amount_is_in_no_sum_and_told(page: str) -> None:
    assert "直接支出はA.見本社ほかに60百万円。" in text_of(page)
    assert "単位誤りの疑いがある金額（1件）は公表のまま載せ、合計・順位・図に入れていません。" in text_of(page)
    assert "単位誤りの疑いがある金額を含むため、図と合計に入れていません：B.桁違い社。" in text_of(page)


def test_own_cost_uses_and_multi_year_contracts(page: str) -> None:
    assert cells(section(page, "flow"))[-2:] == [["区分", "項目", "金額"], ["間接経費", "職員旅費", "2"]]
    assert cells(section(page, "item-uses"))[1:] == [
        ["見本社0 見本業務", "雑役務費", "研修", "3"],
        ["旅費", "出張", "1"],
    ]
    (row,) = cells(section(page, "multi-year-contracts"))[1:]
    assert row[1] == "見本社0 1234567890123 株式会社 ⚠ 検査数字が合いません 東京都港区2"
    assert row[3:] == ["241", "一般競争契約（最低価格）", "3", "", ""]
    told = text_of(section(page, "multi-year-contracts"))
    assert "支出先の支出額には足しません。" in told
    assert "契約方式の記載がある契約1件のうち、競争性のある契約は1件、競争性のない随意契約は0件です。" in told
    assert "入札者数の記載があるのは1件、そのうち一者は0件です。" in told


def test_sources_are_cited(page: str) -> None:
    said = text_of(page.partition('<footer class="sheet-sources"')[2].partition("</footer>")[0])
    assert "出典：行政事業レビュー見える化サイト" in said
    assert "元のファイル2件" in said
    assert re.search(r"5-1_RS_2024_見本.zip 2行目 \d{4}-\d\d-\d\d 取り込み", said)


def test_every_table_on_the_page_has_its_csv(client: Client, page: str) -> None:
    names = set(re.findall(r'href="[^"]*/([a-z-]+)\.csv"', page))
    assert names == {
        *("outline", "organisations", "measures", "laws", "plans", "subsidy-rates", "related-projects", "budget"),
        *("budget-notes", "budget-accounts", "budget-items", "indicators", "outcomes", "path"),
        *("evaluation", "reflected-amounts", "remarks-received", "payments", "contracts", "links", "blocks"),
        *("flow-sums", "own-costs", "item-uses", "multi-year-contracts", "sources", "review"),
    }
    for name in names:
        assert client.get(f"{RS_PAGE}{name}.csv").status_code == 200, name


def test_number_of_an_unpublished_related_sheet_is_not_linked(client: Client) -> None:
    make_sheet(sheet_year=2024, number="502", name="秘密", published=False)
    make_rs_sheet()
    page = client.get(RS_PAGE).content.decode()
    assert "秘密" not in page
    assert section(page, "related").count("<a href") == 0


@pytest.mark.parametrize("payees", [3, 30])
def test_page_takes_the_same_queries_whatever_its_payees(
    client: Client, payees: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_rs_sheet(payees=payees)
    refresh()
    with django_assert_num_queries(33):
        assert client.get(RS_PAGE).status_code == 200


def test_page_of_many_contracts_stays_lean(client: Client) -> None:
    block = make_block(make_sheet(sheet_year=2024, number="501"), "A", name="多い")
    for _place in range(100):
        payment = make_payment(block, amount_million=1)
        for _contract in range(3):
            make_contract(payment, amount_million=1, contract_method="随意契約（その他）", bidders=1)
    assert len(client.get(RS_PAGE).content) < 160_000
