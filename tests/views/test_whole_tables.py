"""/data/: whole tables as CSV, their row counts, and the dictionary of every column served."""

import csv
import io
import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from reviewsheets.models import Finding, Payment
from reviewsheets.summaries.refresh import refresh
from tests.factories import (
    make_block,
    make_budget_year,
    make_contract,
    make_indicator,
    make_link,
    make_payment,
    make_project,
    make_sheet,
    make_source,
)

pytestmark = pytest.mark.django_db
PAYMENTS = (
    "事業年度,府省庁,事業番号,事業名,事業キー,支出先ブロック番号,支出先ブロック名,担当組織からの支出,掲載順,支出先名,法人番号,"
    "法人番号の確認,支出先キー,所在地,法人種別,その他支出先,業務概要,支出先の合計支出額（円）,金額の確認,契約方式等,"
    "具体的な契約方式等,入札者数,落札率（％）,"
    "一者応札・一者応募又は競争性のない随意契約となった理由及び改善策（支出額10億円以上）"
)


def file_of(client: Client, name: str) -> str:
    """A CSV of /data/ as text."""
    response = client.get(f"/data/{name}.csv")
    assert response.status_code == 200
    return response.getvalue().decode()


def table_of(client: Client, name: str) -> list[dict[str, str]]:
    """The same by its headers."""
    return list(csv.DictReader(io.StringIO(file_of(client, name).removeprefix("\ufeff"), newline="")))


def links_to_csv(client: Client) -> list[str]:
    """The names of the CSVs that /data/ and its dictionary offer."""
    text = client.get("/data/").content.decode() + client.get("/data/dictionary/").content.decode()
    return sorted(set(re.findall(r'href="/data/([\w-]+)\.csv"', text)))


def make_everything() -> None:
    """A sheet with a row in every table, and more than one in some."""
    sheet = make_sheet(sheet_year=2018)
    make_source(sheet)
    for budget_year in (2016, 2017):
        make_budget_year(sheet, budget_year, initial_million=10)
    make_indicator(sheet, values={2016: (1, 2), 2017: (1, "-")})
    make_contract(make_payment(make_block(sheet)))
    make_block(make_sheet(published=False))
    refresh()  # finds that the budget years have no execution, among others


def test_payments_whole_file(client: Client) -> None:
    sheet = make_sheet(sheet_year=2018, number="新30-0006", project=make_project(key="2018-総務省-新30-0006"))
    block = make_block(sheet, "A", name="請負事業者")
    make_link(None, block)
    make_payment(block, "=見本株式会社", corporate_number="4010001129759", amount_million="599.5", work="-", bidders=2)
    make_payment(block, "見本組合", corporate_number="1234567890123", amount_million="-", bidders_text="0")
    make_payment(block, "個人A", amount_million=0, is_other=True, is_amount_doubtful=True)
    response = client.get("/data/payments.csv")
    assert response.streaming
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    head = "2018,総務省,新30-0006,見本事業,2018-総務省-新30-0006,A,請負事業者,TRUE"
    assert response.getvalue().decode() == (
        f"\ufeff{PAYMENTS}\r\n"
        f"{head},1,'=見本株式会社,4010001129759,,4010001129759,,,FALSE,-,599500000,,,,2,,\r\n"
        f"{head},2,見本組合,1234567890123,検査数字が合いません,見本組合,,,FALSE,,-,,,,0,,\r\n"
        f"{head},3,個人A,,,個人a,,,TRUE,,0,単位誤りの疑い,,,,,\r\n"
    )


def test_award_rate_is_exact_in_either_database(client: Client) -> None:
    block = make_block(make_sheet())
    for rate in ("95.1", "100", "0.0000000001", "33.3333333333"):
        make_payment(block, award_rate_percent=rate)
    found = [row["落札率（％）"] for row in table_of(client, "payments")]
    assert found == ["95.1", "100", "0.0000000001", "33.3333333333"]


def test_budget_years_tell_the_same_as_the_sheet(client: Client) -> None:
    sheet = make_sheet(sheet_year=2018, number="1")
    make_budget_year(sheet, 2015, initial_text="-", executed_million=1)
    make_budget_year(sheet, 2016, initial_million=100, carried_out_million=20, executed_million=60)
    make_budget_year(sheet, 2017, initial_million=0, executed_text="0")
    make_budget_year(sheet, 2018, published_total_million=5, executed_million=2)
    make_budget_year(sheet, 2019, requested_million="-")
    same = {
        "当初予算（合計）（円）": "当初予算（円）",
        "翌年度への繰越し（合計）（円、正の数）": "翌年度へ繰越し（円、正の数）",
        "計（歳出予算現額合計）（円、計算値）": "計（円、計算値）",
        "計（歳出予算現額合計）（円、公表値）": "公表された計（円）",
        "執行額（合計）（円）": "執行額（円）",
    } | {
        name: name
        for name in ("予算年度", "計の基準", "執行率（％）", "執行率・繰越控除前（％）", "不用額（円）", "要求額（円）")
    }
    text = client.get(f"{sheet.get_absolute_url()}budget.csv").getvalue().decode("utf-8-sig")
    of_sheet = list(csv.DictReader(io.StringIO(text, newline="")))
    found = table_of(client, "budget-years")
    *rows, asked = [{name: row[name] for name in same} for row in found]
    *of_form, asked_on_paper = [{name: row[other] for name, other in same.items()} for row in of_sheet]
    assert rows == of_form
    total, basis = "計（歳出予算現額合計）（円、計算値）", "計の基準"
    assert (asked_on_paper[total], asked_on_paper[basis]) == ("0", "繰越控除後")  # as the paper form prints a request
    assert asked == asked_on_paper | {total: "", basis: ""}
    assert [row["計（歳出予算現額合計）（円、計算値）"] for row in found] == ["0", "80000000", "0", "", ""]
    assert [row["執行額（合計）（円）"] for row in found] == ["1000000", "60000000", "未確定", "2000000", ""]
    assert [row["執行率（％）"] for row in found] == ["", "75.0", "", "", ""]


def test_a_request_is_no_total_in_the_whole_table(client: Client) -> None:
    make_budget_year(make_sheet(sheet_year=2024, number="1"), 2025, requested_million=7)
    (row,) = table_of(client, "budget-years")
    assert (row["予算年度"], row["要求額（円）"]) == ("2025", "7000000")
    assert (row["計（歳出予算現額合計）（円、計算値）"], row["計の基準"]) == ("", "")


def test_indicator_values_keep_words_and_say_what_was_achieved(client: Client) -> None:
    sheet = make_sheet(sheet_year=2018)
    make_indicator(sheet, values={2016: ("100", "66.66"), 2017: ("検討中", "-")}, final=(2020, 0), direction="down")
    names = (
        "種別（アクティビティ・アウトプット・アウトカム）",
        "列",
        "年度",
        "目標値",
        "実績値",
        "達成率（計算値、％）",
    )
    assert [tuple(row[name] for name in names) for row in table_of(client, "indicators")] == [
        ("アウトカム", "年度", "2016", "100", "66.66", "150.0"),
        ("アウトカム", "年度", "2017", "検討中", "-", ""),
        ("アウトカム", "目標最終年度", "2020", "0", "", ""),
    ]


def test_sheets_have_their_lists_and_page(client: Client) -> None:
    sheet = make_sheet(
        sheet_year=2018, number="新30-0006", methods=["補助", "交付"], start_year=2016, end_year_text="-"
    )
    (row,) = table_of(client, "sheets")
    assert row["実施方法"] == "補助、交付"
    assert (row["事業開始年度"], row["事業終了（予定）年度"], row["開始年度不明"]) == ("2016", "-", "FALSE")
    assert row["ページ"] == sheet.get_absolute_url()


@pytest.fixture
def low_rate() -> Finding:
    """B01 of a sheet where it stands beside what other rules found."""
    sheet = make_sheet(
        sheet_year=2018, number="新30-0006", name="=見本事業", project=make_project(key="2018-総務省-新30-0006")
    )
    make_budget_year(sheet, 2017, initial_million=600, executed_million=100)
    refresh()
    found = Finding.objects.get(rule="B01")
    found.found_at = datetime(2026, 3, 31, 15, 0, tzinfo=UTC)  # midnight in Japan
    found.save()
    return found


def test_finding_stands_in_words_with_its_figures(client: Client, low_rate: Finding) -> None:
    (line,) = [line for line in file_of(client, "findings").split("\r\n") if ",B01," in line]
    assert line == (
        "2018,総務省,新30-0006,'=見本事業,2018-総務省-新30-0006,B01,執行率が低い（繰越しを引く前の計に対して）,"
        "予算と執行,確認したい,平成29年度 (2017)の執行率は16.66％（計600百万円、執行額100百万円）。,"
        "budget/2017/executed,500000000,予算年度=2017; 割合=16.66; 計=600000000; 執行額=100000000,2026-04-01,,,,"
    )


def test_finding_says_what_staff_said_and_whether_it_changed_since(client: Client, low_rate: Finding) -> None:
    low_rate.disposition, low_rate.explanation = Finding.Disposition.EXPLAINED, "@入札が不調だったため"
    low_rate.disposed_at, low_rate.disposed_figures = datetime(2026, 4, 9, 16, 0, tzinfo=UTC), low_rate.figures
    low_rate.save()
    disposed = ("対応", "対応の説明", "対応の日", "対応の後に数値が変わった")
    for figures, is_changed in ((low_rate.figures, "FALSE"), ({"budget_year": 2016}, "TRUE")):
        Finding.objects.filter(pk=low_rate.pk).update(disposed_figures=figures)
        (row,) = [row for row in table_of(client, "findings") if row["規則"] == "B01"]
        assert [row[name] for name in disposed] == ["説明あり", "'@入札が不調だったため", "2026-04-10", is_changed]


def test_figures_stand_as_the_sentence_names_them(client: Client, low_rate: Finding) -> None:
    figures = {name: low_rate.figures[name] for name in sorted(low_rate.figures, reverse=True)}
    Finding.objects.filter(pk=low_rate.pk).update(figures=figures | {"bidders": 1, "blocks": 2})
    (row,) = [row for row in table_of(client, "findings") if row["規則"] == "B01"]
    assert row["用いた数値"] == ("予算年度=2017; 割合=16.66; 計=600000000; 執行額=100000000; 入札者数=1; ブロック=2")


@pytest.mark.usefixtures("low_rate")
def test_findings_are_those_of_the_list_of_findings(client: Client) -> None:
    listed = csv.DictReader(io.StringIO(client.get("/findings.csv").getvalue().decode("utf-8-sig"), newline=""))
    found = table_of(client, "findings")
    same = [name for name in found[0] if name != "事業キー"]
    here, there = ([[row[name] for name in same] for row in rows] for rows in (found, listed))
    assert sorted(here) == sorted(there)
    assert len(here) > 1


def test_page_leads_to_the_rules(client: Client) -> None:
    assert 'href="/findings/rules.csv"' in client.get("/data/").content.decode()


def test_page_counts_the_rows_of_each_file(client: Client) -> None:
    make_everything()
    make_indicator(make_sheet(), values={})
    refresh()
    text = client.get("/data/").content.decode()
    shown = re.findall(r'href="/data/([\w-]+)\.csv">[\w-]+\.csv</a></td><td class="amount">([\d,]+)</td>', text)
    *others, (last, _found) = shown
    assert others == [
        ("sheets", "2"),
        ("budget-years", "2"),
        ("indicators", "3"),
        ("blocks", "1"),
        ("payments", "1"),
        ("contracts", "1"),
    ]
    assert last == "findings"
    assert [(name, str(len(table_of(client, name)))) for name, _ in shown] == shown


def test_names_of_files_are_printed(client: Client) -> None:
    for page in ("/data/", "/data/dictionary/"):
        assert '<a href="/data/payments.csv">payments.csv</a>' in client.get(page).content.decode()


def test_dictionary_has_every_header_that_is_served_and_no_more(client: Client) -> None:
    make_everything()
    served = {(f"{name}.csv", header) for name in links_to_csv(client) for header in table_of(client, name)[0]}
    entries = table_of(client, "dictionary")
    assert {(row["ファイル"], row["見出し"]) for row in entries} == served
    assert len(entries) == len(served)
    assert len(links_to_csv(client)) == 9
    assert all(row["意味"] and row["型"] in ("文字", "整数", "円", "％", "年度", "数値") for row in entries)


def test_dictionary_page_has_the_same_rows_as_its_file(client: Client) -> None:
    text = client.get("/data/dictionary/").content.decode()
    shown = re.findall(r'<th scope="row" class="header" lang="ja">(.+?)</th><td class="meaning">(.+?)</td>', text)
    assert shown == [(row["見出し"], row["意味"]) for row in table_of(client, "dictionary")]


@pytest.mark.parametrize("name", ["payments", "indicators", "findings", "dictionary"])
def test_file_says_the_same_in_every_language(client: Client, name: str) -> None:
    make_everything()
    sent = []
    for code in ("ja", "en"):
        response = client.get(f"/data/{name}.csv", headers={"Accept-Language": code})
        sent.append((response.getvalue(), response.headers["Content-Disposition"]))  # read before the next is asked
    japanese, english = sent
    assert japanese == english


def test_file_is_named_after_what_it_holds(client: Client) -> None:
    disposition = client.get("/data/contracts.csv").headers["Content-Disposition"]
    assert disposition == (
        "attachment; filename*=utf-8''%E8%A1%8C%E6%94%BF%E4%BA%8B%E6%A5%AD%E3%83%AC%E3%83%93%E3%83%A5%E3%83%BC%E3%82%B7"
        "%E3%83%BC%E3%83%88_%E6%94%AF%E5%87%BA%E5%85%88%E3%81%AE%E5%A5%91%E7%B4%84.csv"
    )


def test_table_that_is_none_is_not_found(client: Client) -> None:
    assert client.get("/data/users.csv").status_code == 404


def test_more_rows_than_a_block_all_come(client: Client) -> None:
    block = make_block(make_sheet())
    Payment.objects.bulk_create(Payment(block=block, position=place, name=str(place)) for place in range(4_001))
    assert [row["支出先名"] for row in table_of(client, "payments")] == [str(place) for place in range(4_001)]
