import re
from decimal import Decimal
from urllib.parse import unquote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from reviewsheets.summaries.results import measure
from reviewsheets.summaries.sheets import summarise
from reviewsheets.templatetags.changes import signed
from tests.factories import make_budget_year, make_indicator, make_ministry, make_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_years() -> None:
    """2018: two ministries; 2017: one sheet; a made-up ministry; a draft."""
    health = make_sheet(sheet_year=2018, ministry="厚生労働省", number="1", name="年金の事業", start_year=2018)
    make_budget_year(health, 2017, initial_million=60_000, carried_out_million=10_000, executed_million=40_000)
    make_budget_year(health, 2019, requested_million=70_000)
    make_indicator(health, "outcome", {2017: (10, 9)}, direction="up")
    finance = make_sheet(sheet_year=2018, ministry="財務省", number="2", name="税の事業", start_year=2001)
    make_budget_year(finance, 2017, initial_million=20_000, executed_million=20_000)
    make_sheet(sheet_year=2018, ministry="財務省", number="3", name="数値のない事業")
    before = make_sheet(sheet_year=2017, ministry="財務省", number="2", name="税の事業")
    make_budget_year(before, 2016, initial_million=30_000, executed_million=15_000)
    fictional = make_sheet(sheet_year=2018, ministry=make_ministry("見本省", is_fictional=True), number="9")
    make_budget_year(fictional, 2017, initial_million=900_000, executed_million=1)
    draft = make_sheet(sheet_year=2018, number="8", published=False)
    make_budget_year(draft, 2017, initial_million=900_000, executed_million=1)
    summarise()


def text(client: Client, path: str = "/") -> str:
    """The page without its tags."""
    return " ".join(re.sub(r"<script.*?</script>|<[^>]+>", " ", client.get(path).content.decode(), flags=re.S).split())


def csv_lines(client: Client, path: str) -> list[str]:
    response = client.get(path)
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]


@pytest.mark.usefixtures("two_years")
def test_totals_of_the_newest_year_with_the_year_before(client: Client) -> None:
    page = text(client)
    assert "平成30年度 (2018)のシート" in page
    assert "シート 3枚 +2枚 前年度 1枚" in page
    assert "計（歳出予算現額） 700億円 +133.3％ 前年度 300億円" in page
    assert "執行額 600億円 +300.0％ 前年度 150億円" in page
    assert "執行率（繰越控除後） 85.7％ +35.7ポイント 前年度 50.0％" in page
    assert "執行率（繰越控除前） 75.0％ +25.0ポイント 前年度 50.0％" in page
    assert "翌年度の要求額 700億円 計と執行額は" in page
    assert "どちらかがない1枚を除きます。" in page
    assert "架空の府省庁の1枚は、実在の府省庁のシートがあるときは足していません。" in page


@pytest.mark.usefixtures("two_years")
def test_a_year_without_sheets_is_said(client: Client) -> None:
    assert "平成11年度 (1999)のシートはありません。平成30年度 (2018)を表示しています。" in text(client, "/?year=1999")
    assert "xのシートはありません。平成30年度 (2018)を表示しています。" in text(client, "/?year=x")
    assert "のシートはありません" not in text(client, "/?year=２０１７") + text(client)


def test_amounts_of_one_ranking_have_one_unit(client: Client) -> None:
    for number, amount in (("1", 12_000), ("2", 9_400)):
        sheet = make_sheet(sheet_year=2018, number=number, start_year=2018, end_year=2018)
        make_budget_year(sheet, 2018, initial_million=amount)
        make_budget_year(sheet, 2017, initial_million=amount, executed_million=9)
    summarise()
    page = text(client)
    assert re.findall(r"前年度の計\d\S+", page) == ["前年度の計120億円", "前年度の計94億円"]
    assert "計94億円のうち93.9億円" in page


@pytest.mark.usefixtures("two_years")
def test_nothing_is_said_to_be_left_out_where_nothing_is(client: Client) -> None:
    page = text(client, "/?year=2017")
    assert "この年度のシートだけを足しています。" in page
    assert "枚を除きます。" not in page


@pytest.mark.usefixtures("two_years")
def test_another_year_is_chosen(client: Client) -> None:
    page = text(client, "/?year=2017")
    assert "平成29年度 (2017)のシート" in page
    assert "シート 1枚 前年度のシートはここにありません" in page
    assert "平成30年度 (2018)のシート" in text(client, "/?year=1999")


@pytest.mark.usefixtures("two_years")
def test_tables_as_csv(client: Client) -> None:
    totals = (
        "シート数,新規の事業,終了の事業,計（歳出予算現額、円）,計の基準,執行額（円）,執行率（繰越控除後、％）,執行率（繰越控除前、％）,"
        "執行率の対象のシート数,不用額（円）,翌年度へ繰越し（円）,翌年度の要求額（円）,達した成果目標の数,達しなかった成果目標の数,"
        "比べられない・値のない成果目標の数"
    )
    assert csv_lines(client, "/dashboard/ministries.csv?year=2018") == [
        f"事業年度,予算年度,府省庁,{totals}",
        "2018,2017,厚生労働省,1,1,0,50000000000,繰越控除後,40000000000,80.0,66.7,1,10000000000,10000000000,70000000000,0,1,0",
        "2018,2017,財務省,2,0,0,20000000000,繰越控除後,20000000000,100.0,100.0,1,0,,,-,-,-",
    ]
    assert csv_lines(client, "/dashboard/years.csv") == [
        f"事業年度,予算年度,{totals}",
        "2018,2017,3,1,0,70000000000,繰越控除後,60000000000,85.7,75.0,2,10000000000,10000000000,70000000000,0,1,0",
        "2017,2016,1,0,0,30000000000,繰越控除後,15000000000,50.0,50.0,1,15000000000,,,-,-,-",
    ]
    unused = csv_lines(client, "/dashboard/unused_yen.csv?year=2018")
    assert [line.split(",")[3] for line in unused[1:]] == ["年金の事業"]
    carried = csv_lines(client, "/dashboard/carried_out_yen.csv?year=2017")
    assert len(carried) == 1
    assert client.get("/dashboard/nothing.csv").status_code == 404


@pytest.mark.usefixtures("two_years")
def test_the_largest_unused_and_carried_over(client: Client) -> None:
    page = text(client)
    assert "不用額の大きい事業 CSV 年金の事業 厚生労働省 計500億円のうち100億円" in page
    assert "翌年度への繰越しの大きい事業 CSV 年金の事業 厚生労働省 100億円" in page


@pytest.mark.usefixtures("two_years")
def test_ready_made_questions_lead_to_lists_with_rows(client: Client) -> None:
    page = client.get("/").content.decode()
    questions = re.search(r'<ul class="questions">(.*?)</ul>', page, re.S)
    links = re.findall(r'href="(/sheets/[^"]+)"', questions[1] if questions else "")
    found = [re.findall(r"（全(\d+)件）", client.get(link.replace("&amp;", "&")).content.decode()) for link in links]
    assert len(links) == 5
    assert found == [["1"], ["1"], ["1"], ["1"], ["0"]]


def test_made_up_sheets_are_counted_in_a_year_without_others(client: Client) -> None:
    sheet = make_sheet(sheet_year=2018, ministry=make_ministry("見本省", is_fictional=True))
    make_budget_year(sheet, 2017, initial_million=100, executed_million=60)
    make_sheet(sheet_year=2017, ministry="総務省")
    summarise()
    page = text(client)
    assert "計（歳出予算現額） 100百万円" in page
    assert "見本データ（架空）：この府省庁と事業は実在しません。" in page
    assert "前年度のシートはここにありません" in page
    assert "見本データ（架空）" not in text(client, "/?year=2017")


def test_a_year_without_figures_says_so_in_words(client: Client) -> None:
    make_sheet(sheet_year=2018)
    summarise()
    page = text(client)
    assert "計が報告された府省庁はありません。" in page
    assert "執行率（繰越控除後） -" in page
    assert "この額が報告されたシートはありません。" in page


@pytest.mark.parametrize("rows", [2, 20])
def test_the_page_takes_the_same_queries_whatever_its_rows(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(rows):
        sheet = make_sheet(sheet_year=2000 + place, ministry=f"{place}省")
        make_budget_year(sheet, 1999 + place, initial_million=100, executed_million=50)
    summarise()
    with django_assert_num_queries(9):
        client.get("/")


def test_total_of_another_basis_is_not_compared(client: Client) -> None:
    for sheet_year in (2023, 2024):
        make_budget_year(
            make_sheet(sheet_year=sheet_year), sheet_year - 1, initial_million=100, executed_million=sheet_year - 1973
        )
    summarise()
    page = text(client)
    assert "計（歳出予算現額） 100百万円 前年度 100百万円" in page
    assert "執行額 51百万円 +2.0％ 前年度 50百万円" in page
    assert "前年度とは計の基準（翌年度への繰越しを除くか）が違うため、計の増減は示しません。" in page


def test_treemap_its_table_and_its_csv_hold_the_same_tiles(client: Client) -> None:
    sheet = make_sheet(sheet_year=2018, ministry="厚生労働省", bureau="年金局", number="1", name="年金の<b>事業")
    make_budget_year(sheet, 2017, initial_million=60_000, carried_out_million=10_000, executed_million=40_000)
    make_sheet(sheet_year=2018, ministry="厚生労働省", bureau="年金局", number="2")
    summarise()
    page = client.get("/?year=2018").content.decode()
    assert '<tr><th scope="rowgroup" colspan="4">厚生労働省</th></tr>' in page
    assert (
        '<tr><td>年金局</td><td><a href="/sheets/2018/厚生労働省/1/">年金の&lt;b&gt;事業</a></td>'
        '<td class="amount" title="50,000,000,000円">500.0</td><td class="amount">80.0％</td></tr>'
    ) in page
    assert '<script id="chart-treemap" type="application/json">' in page
    assert "計が0円以下か記載のない1枚は入っていません。" in page
    assert csv_lines(client, "/dashboard/treemap.csv?year=2018") == [
        "事業年度,予算年度,府省庁,担当部局庁,事業番号,事業名,部局の数,シート数,計（歳出予算現額、円）,執行率（繰越控除後、％）,ページ",
        "2018,2017,厚生労働省,年金局,1,年金の<b>事業,1,1,50000000000,80.0,/sheets/2018/厚生労働省/1/",
    ]


def test_what_is_new_and_what_ends(client: Client) -> None:
    for number, start, end in (("1", 2018, None), ("2", 2018, None), ("3", 2001, 2018), ("4", 2001, None)):
        sheet = make_sheet(number=number, name=f"事業{number}", start_year=start, end_year=end)
        make_budget_year(sheet, 2017, initial_million=50, executed_million=1)
        make_budget_year(sheet, 2018, initial_million=int(number) * 100)
    make_sheet(number="5", start_year=2018)
    summarise()
    page = text(client)
    assert "新しく始まった事業 CSV 事業2 総務省 当初予算200百万円 事業1 総務省 当初予算100百万円 開始年度が" in page
    assert "新しく始まった事業3件を大きい順に見る" in page
    assert "終わる事業 CSV 事業3 総務省 前年度の計50百万円 終了年度が" in page
    names = [
        [line.split(",")[3] for line in csv_lines(client, f"/dashboard/{name}.csv")[1:]] for name in ("new", "ending")
    ]
    assert names == [["事業2", "事業1"], ["事業3"]]


@pytest.mark.usefixtures("two_years")
def test_rates_and_outcomes_stand_beside_the_table(client: Client) -> None:
    page = text(client)
    assert "執行率（繰越控除後）は、最も高い財務省が100.0％、最も低い厚生労働省が80.0％です。" in page
    assert "1件の成果目標のうち、達したものは0件、達しなかったものは1件、比べられないか値のないものは0件です。" in page
    assert "厚生労働省 1 1 0 500.0 400.0 80.0％ 66.7％ 100.0" in page
    assert "この年度には、前年度の目標値か実績値のある成果目標がありません。" in text(client, "/?year=2017")


def test_without_a_direction_nobody_can_say_what_was_missed(client: Client) -> None:
    make_indicator(make_sheet(sheet_year=2019), "outcome", {2018: (10, 9)}, direction="")
    make_indicator(make_sheet(sheet_year=2018), "outcome", {2017: (10, 10)}, direction="up")
    summarise()
    measure()
    words = "達しなかった成果目標の数は、改善の方向の記載がないため分かりません（「-」）。"
    assert words in text(client, "/?year=2019")
    assert "- - - 0 - 1 成果目標は前年度の" in text(client, "/?year=2019")
    assert words not in text(client, "/?year=2018")
    assert [line.split(",")[-3:] for line in csv_lines(client, "/dashboard/years.csv")[1:]] == [
        ["0", "-", "1"],
        ["1", "0", "0"],
    ]
    (of_ministry,) = csv_lines(client, "/dashboard/ministries.csv?year=2019")[1:]
    assert of_ministry.split(",")[-3:] == ["0", "-", "1"]


def test_the_question_of_overspending_follows_the_basis_of_the_year(client: Client) -> None:
    for number, executed in (("1", 101), ("2", 90)):
        sheet = make_sheet(sheet_year=2024, number=number)
        make_budget_year(sheet, 2023, initial_million=100, carried_out_million=20, executed_million=executed)
    make_sheet(sheet_year=2023)
    summarise()
    question = re.compile(r'href="([^"]+)">計（0円以下を除く）を超えて執行した事業はどれか')
    links = [question.search(client.get(f"/?year={year}").content.decode()) for year in (2024, 2023)]
    addresses = [link[1].replace("&amp;", "&") if link else "" for link in links]
    assert addresses == [
        "/sheets/?year=2024&gross=over-100&sort=-gross_rate",
        "/sheets/?year=2023&rate=over-100&sort=-net_rate",
    ]
    assert "レビューシート（全1件）" in client.get(addresses[0]).content.decode()


def test_the_question_of_goals_leads_to_the_newest_year_with_results(client: Client) -> None:
    make_sheet(sheet_year=2024)
    make_indicator(make_sheet(sheet_year=2020), "outcome", {2019: (10, 9)}, direction="up")
    summarise()
    link = '<a href="/indicators/?year=2020">目標は達成されたか'
    assert f"{link}（令和2年度 (2020)のシート）</a>" in client.get("/?year=2024").content.decode()
    assert f"{link}</a>" in client.get("/?year=2020").content.decode()


def test_the_question_of_goals_names_no_year_where_none_has_results(client: Client) -> None:
    make_sheet(sheet_year=2024)
    summarise()
    assert '<a href="/indicators/">目標は達成されたか</a>' in client.get("/").content.decode()


def test_what_starts_and_ends_in_its_year_is_said_to_end(client: Client) -> None:
    make_sheet(sheet_year=2018, start_year=2018, end_year=2018)
    summarise()
    page = text(client)
    assert "新しく始まった事業0件を大きい順に見る" in page
    assert "その年度に終わる単年度の事業は「終わる事業」に数えます。" in page
    assert "終わる事業1件を大きい順に見る" in page


def test_the_file_of_years_is_named_after_all_of_them(client: Client) -> None:
    make_sheet(sheet_year=2018)
    make_sheet(sheet_year=2024)
    summarise()
    names = [unquote(client.get(f"/dashboard/{table}.csv")["Content-Disposition"]) for table in ("years", "ministries")]
    assert names == [
        "attachment; filename*=utf-8''2018-2024_年度別の集計.csv",
        "attachment; filename*=utf-8''2024_府省庁別の集計.csv",
    ]


def test_changes_carry_their_sign() -> None:
    assert [signed(12), signed(-1234), signed(0)] == ["+12", "−1,234", "±0"]
    assert [signed(Decimal("3.25")), signed(Decimal("-0.04")), signed(Decimal("-1234.5"))] == [
        "+3.3",
        "±0.0",
        "−1,234.5",
    ]
