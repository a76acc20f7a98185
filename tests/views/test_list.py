import re
from urllib.parse import unquote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from reviewsheets.summaries.refresh import refresh
from reviewsheets.summaries.sheets import summarise
from tests.factories import make_budget_year, make_ministry, make_sheet

pytestmark = pytest.mark.django_db
LIST_QUERIES = 8
MOST_LIST_KB = 150


def numbers(client: Client, query: str) -> list[str]:
    page = client.get(f"/sheets/{query}").content.decode()
    return re.findall(r'href="/sheets/\d+/[^/]+/([^/]+)/"', page)


def csv_lines(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/sheets.csv{query}")
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]


def test_list_holds_published_sheets_only(client: Client) -> None:
    make_sheet(number="1")
    make_sheet(number="2", published=False)
    summarise()
    assert numbers(client, "") == ["1"]
    assert len(csv_lines(client)) == 2


@pytest.mark.parametrize(
    "query",
    [
        *("?year=2018", "?year=２０１８", "?ministry=財務省", "?sort=-number"),
        *("?year=x", "?year=99999999999999", "?rate=x", "?kind=x", "?q=%E2%80%8B", "?q=“見本”"),
    ],
)
def test_list_and_its_csv_have_the_same_rows(client: Client, query: str) -> None:
    make_sheet(number="1", sheet_year=2018)
    make_sheet(number="2", sheet_year=2017)
    make_sheet(number="3", sheet_year=2018, ministry="財務省")
    summarise()
    assert [line.split(",")[2] for line in csv_lines(client, query)[1:]] == numbers(client, query)


@pytest.mark.parametrize(
    "query", ["year=" + "9" * 5000, "year=２０１８", "sort=nothing", "page=x", "page=99", "ministry=%00"]
)
def test_query_that_makes_no_sense_is_answered(client: Client, query: str) -> None:
    assert client.get(f"/sheets/?{query}").status_code == 200


def test_list_is_sorted_by_an_amount(client: Client) -> None:
    for number, amount in (("1", 5), ("2", 7), ("3", 6)):
        make_budget_year(make_sheet(number=number, sheet_year=2018), 2018, initial_million=amount)
    make_sheet(number="4", sheet_year=2018)
    summarise()
    assert numbers(client, "?sort=-initial_yen") == ["2", "3", "1", "4"]
    assert numbers(client, "?sort=initial_yen") == ["1", "3", "2", "4"]


def test_csv_has_exact_yen_and_every_page(client: Client) -> None:
    for place in range(51):
        make_sheet(number=f"{place:03}", sheet_year=2018, bureau="局")
    sheet = make_sheet(number="999", sheet_year=2019)
    make_budget_year(sheet, 2019, initial_million="1.5")
    make_budget_year(sheet, 2018, initial_million=8, carried_out_million=2, executed_million="-")
    make_budget_year(sheet, 2020, requested_million=3)
    summarise()
    lines = csv_lines(client)
    assert len(lines) == 53
    assert lines[:2] == [
        (
            "事業年度,府省庁,事業番号,事業名,担当部局庁,担当課室,事業年度の当初予算（円）,翌年度の要求額（円）,"
            "前年度の計（歳出予算現額、円）,計の基準,前年度の執行額（円）,執行率（繰越控除後、％）,執行率（繰越控除前、％）,不用額（円）,"
            "翌年度へ繰越し（円）,達した成果目標の数,達しなかった成果目標の数,比べられない・値のない成果目標の数,ページ"
        ),
        (
            "2019,総務省,999,見本事業,,,1500000,3000000,6000000,繰越控除後,-,,,,2000000,0,-,0,"
            "/sheets/2019/%E7%B7%8F%E5%8B%99%E7%9C%81/999/"
        ),
    ]
    assert len(numbers(client, "")) == 50
    assert len(numbers(client, "?page=2")) == 2


def test_csv_link_takes_the_query_along_but_not_the_page(client: Client) -> None:
    page = client.get("/sheets/?year=2018&page=1").content.decode()
    assert 'href="/sheets.csv?year=2018"' in page


def test_fictional_ministry_is_told_in_the_list(client: Client) -> None:
    make_sheet(ministry=make_ministry("見本省", is_fictional=True))
    summarise()
    assert "見本データ（架空）" in client.get("/sheets/").content.decode()


def test_page_of_a_hundred_sheets_with_long_names_is_small(client: Client) -> None:
    for number in range(100):
        sheet = make_sheet(
            number=f"新30-{number:04}",
            name="地方公共団体の情報システムの標準化・共通化の推進" * 3,
            bureau="大臣官房総括審議官",
        )
        for budget_year in (2017, 2018):
            make_budget_year(sheet, budget_year, initial_million=123_456, executed_million=98_765)
    summarise()
    page = client.get("/sheets/?rows=100").content
    assert page.count(b"</tr>") > 100
    assert len(page) <= MOST_LIST_KB * 1000


@pytest.mark.parametrize("rows", [3, 30])
def test_list_takes_the_same_queries_whatever_its_rows(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        make_sheet()
    summarise()
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/sheets/")


def test_values_of_a_filter_tell_how_many_sheets_they_leave(client: Client) -> None:
    rates = (("1", "総務省", 40), ("2", "総務省", 99), ("3", "財務省", 30))
    for number, ministry, executed in rates:
        sheet = make_sheet(number=number, sheet_year=2018, ministry=ministry)
        make_budget_year(sheet, 2017, initial_million=100, executed_million=executed)
    summarise()
    page = client.get("/sheets/?rate=to-50").content.decode()
    assert "総務省（1）" in page
    assert "財務省（1）" in page
    assert "50％未満（2）" in page
    assert "95％以上100％以下（1）" in page  # what choosing it instead would leave
    assert numbers(client, "?rate=to-50") == ["1", "3"]
    assert "この条件のシートの前年度の計は200百万円、執行額は70百万円です。" in page
    assert "計と執行額の両方がある2件の執行率（繰越控除後）は35.0％です。" in page


def test_values_that_a_sheet_has_several_of_are_counted_each(client: Client) -> None:
    make_sheet(number="1", accounts=["一般会計", "特許特別会計"], methods=["補助"], policies=["地方創生"])
    make_sheet(number="2", accounts=["一般会計"], methods=["補助", "その他"])
    make_sheet(number="3", accounts=["特許特別会計勘定"])
    summarise()
    page = client.get("/sheets/?account=一般会計").content.decode()
    assert "一般会計（2）" in page
    assert "特許特別会計（1）" in page  # what choosing it instead would leave
    assert "補助（2）" in page
    assert "地方創生（1）" in page
    assert numbers(client, "?account=特許特別会計") == ["1"]
    assert numbers(client, "?account=一般会計&method=その他") == ["2"]
    assert numbers(client, "?policy=地方創生") == ["1"]


def test_gross_rate_narrows_by_itself_and_says_so(client: Client) -> None:
    for number, carried_out in (("1", 60), ("2", 0)):
        sheet = make_sheet(number=number, sheet_year=2024)
        make_budget_year(
            sheet, 2023, initial_million=100, carried_out_million=carried_out, executed_million=40 + int(number)
        )
    make_budget_year(make_sheet(number="3", sheet_year=2024), 2023, initial_million=100, executed_million=90)
    summarise()
    assert numbers(client, "?gross=to-50") == ["1", "2"]
    assert numbers(client, "?rate=to-50") == ["2"]
    assert "執行率（繰越控除前）50％未満 <a" in client.get("/sheets/?gross=to-50").content.decode()


def test_chosen_value_stays_where_it_leaves_nothing(client: Client) -> None:
    make_sheet(sheet_year=2018)
    summarise()
    page = client.get("/sheets/?year=1999&size=over-1000&ministry=財務省").content.decode()
    for value, label in (("1999", "平成11年度 (1999)"), ("over-1000", "1,000億円以上"), ("財務省", "財務省")):
        assert f'<option value="{value}" selected>{label}（0）</option>' in page


def test_an_option_does_not_repeat_which_rate_its_label_names(client: Client) -> None:
    make_sheet()
    summarise()
    page = client.get("/sheets/?rate=to-50&gross=over-100").content.decode()
    assert '<option value="to-50" selected>50％未満（0）</option>' in page
    assert '<option value="over-100" selected>100％を超える（0）</option>' in page
    assert '<li>執行率（繰越控除後）50％未満 <span class="leaves">外すと0件</span> <a' in page


@pytest.mark.parametrize("query", ["rate=foo", "kind=foo", "year=foo", "year=1900", "policy=foo", "ministry=foo"])
def test_a_value_that_nothing_has_lets_nothing_through_and_is_told(client: Client, query: str) -> None:
    make_sheet(number="1")
    summarise()
    value = query.partition("=")[2]
    assert numbers(client, f"?{query}") == []
    assert len(csv_lines(client, f"?{query}")) == 1
    page = client.get(f"/sheets/?{query}").content.decode()
    told = f'<li>{value} <span class="leaves">外すと1件</span> <a href="/sheets/" aria-label="「{value}」を外す">'
    assert told in page


def test_a_year_may_be_written_in_wide_digits(client: Client) -> None:
    make_sheet(number="1", sheet_year=2018)
    make_sheet(number="2", sheet_year=2019)
    summarise()
    assert numbers(client, "?year=２０１９") == ["2"]


def test_signs_nobody_sees_search_for_nothing(client: Client) -> None:
    make_sheet(number="1")
    summarise()
    for nothing in ("%01%02", "%E2%80%8B%E2%80%8B", "%EF%BB%BF"):
        assert numbers(client, f"?q={nothing}") == ["1"]
        assert 'class="chips"' not in client.get(f"/sheets/?q={nothing}").content.decode()


@pytest.mark.parametrize("words", ['"年金"', "“年金”", "「年金」", "｢年金｣", "年\u200b金", "『年金』　「事業」"])
def test_quotation_marks_around_a_word_are_not_searched_for(client: Client, words: str) -> None:
    make_sheet(number="1", name="年金の事業")
    make_sheet(number="2", name="防災の事業")
    refresh()
    assert numbers(client, f"?q={words}") == ["1"]


def test_made_up_ministries_are_left_out_of_the_sums_and_told(client: Client) -> None:
    fictional = make_sheet(sheet_year=2018, ministry=make_ministry("見本省", is_fictional=True))
    make_budget_year(fictional, 2017, initial_million=900, executed_million=900)
    summarise()
    alone = client.get("/sheets/").content.decode()
    assert "この条件のシートの前年度の計は900百万円、執行額は900百万円です。" in alone
    assert "足していません。" not in alone
    make_budget_year(make_sheet(sheet_year=2018), 2017, initial_million=50, executed_million=10)
    summarise()
    both = client.get("/sheets/").content.decode()
    assert "この条件のシートの前年度の計は50百万円、執行額は10百万円です。" in both
    assert "架空の府省庁の1枚は足していません。" in both


@pytest.fixture
def three_sheets() -> None:
    """総務省 has two bureaus, 財務省 the most money; one sheet of another year."""
    given = (("1", "総務省", "甲局", 100, 40), ("2", "総務省", "乙局", 300, 300), ("3", "財務省", "丙局", 900, 450))
    for number, ministry, bureau, total, executed in given:
        sheet = make_sheet(number=number, sheet_year=2018, ministry=ministry, bureau=bureau)
        make_budget_year(sheet, 2017, initial_million=total, executed_million=executed)
    make_sheet(number="4", sheet_year=2017)
    summarise()


@pytest.mark.usefixtures("three_sheets")
def test_charts_above_the_list_are_of_what_it_is_narrowed_to(client: Client) -> None:
    page = client.get("/sheets/?year=2018").content.decode()
    assert "計が最も大きいのは財務省で900百万円、執行額は450百万円です。" in page
    assert "最も多いのは「50％未満」の1件です。" in page
    page = client.get("/sheets/?ministry=総務省&rate=to-50").content.decode()
    assert "部局別の計と執行額" in page
    assert "計が最も大きいのは甲局で100百万円、執行額は40百万円です。" in page
    assert "最も多いのは「50％未満」の1件です。" in page
    assert 'href="/sheets/by/groups.csv?ministry=%E7%B7%8F%E5%8B%99%E7%9C%81&amp;rate=to-50"' in page


@pytest.mark.usefixtures("three_sheets")
def test_charts_of_the_list_as_csv(client: Client) -> None:
    def lines(path: str) -> list[str]:
        return client.get(path).getvalue().decode("utf-8-sig").splitlines()

    assert lines("/sheets/by/groups.csv?year=2018") == [
        "府省庁・担当部局庁,シート数,前年度の計（歳出予算現額、円）,前年度の執行額（円）,執行率の対象のシート数,執行率（繰越控除後、％）",
        "財務省,1,900000000,450000000,1,50.0",
        "総務省,2,400000000,340000000,2,85.0",
    ]
    assert lines("/sheets/by/groups.csv?ministry=総務省")[1:] == [
        "乙局,1,300000000,300000000,1,100.0",
        "甲局,1,100000000,40000000,1,40.0",
        ",1,,,0,",
    ]
    assert lines("/sheets/by/rates.csv") == [
        "執行率（繰越控除後）,シート数",
        "執行率を計算できない,1",
        "50％未満,1",
        "50％以上80％未満,1",
        "95％以上100％以下,1",
    ]
    assert client.get("/sheets/by/nothing.csv").status_code == 404


def test_no_chart_is_loaded_above_an_empty_list(client: Client) -> None:
    page = client.get("/sheets/?size=over-1000").content.decode()
    assert "plotly" not in page


def test_empty_list_says_nothing_of_sums(client: Client) -> None:
    page = client.get("/sheets/?size=over-1000").content.decode()
    assert "条件に合うシートはありません。" in page
    assert 'class="totals"' not in page


def test_list_without_figures_says_so(client: Client) -> None:
    make_sheet(sheet_year=2018)
    summarise()
    assert "この条件のシートに、前年度の計の記載はありません。" in client.get("/sheets/").content.decode()
    make_budget_year(make_sheet(sheet_year=2018), 2017, initial_million=50)
    summarise()
    page = client.get("/sheets/").content.decode()
    assert "この条件のシートの前年度の計は50百万円です。執行額の記載はありません。" in page


def test_a_filter_that_is_on_is_taken_off_by_its_chip(client: Client) -> None:
    make_sheet(sheet_year=2018, bureau="局")
    summarise()
    page = client.get("/sheets/?year=2018&ministry=総務省&bureau=局&page=1&sort=name").content.decode()
    without_ministry = 'href="/sheets/?year=2018&amp;sort=name" aria-label="「総務省」を外す"'
    assert without_ministry in page
    assert 'aria-label="「平成30年度 (2018)」を外す"' in page
    assert "局（1）" in page


def test_columns_and_rows_of_a_page_are_chosen(client: Client) -> None:
    for _ in range(51):
        make_sheet()
    summarise()
    page = client.get("/sheets/?columns=unused_yen&rows=100").content.decode()
    assert "不用額（百万円）</a></th>" in page
    assert "担当部局庁</a></th>" not in page
    assert len(numbers(client, "?rows=100")) == 51
    assert len(numbers(client, "?rows=7")) == 50


@pytest.mark.parametrize("query", ["per_page=-1", "per_page=3000", "rows=-1", "rows=99999", "page=0", "page=-3"])
def test_size_of_a_page_is_one_of_those_offered(client: Client, query: str) -> None:
    for place in range(52):
        make_sheet(number=f"{place:03}")
    summarise()
    assert len(numbers(client, f"?{query}")) in (50, 2)  # beyond the last page stands the last


def test_column_that_is_sorted_by_is_shown(client: Client) -> None:
    for number, executed in (("1", 90), ("2", 10)):
        make_budget_year(
            make_sheet(number=number, sheet_year=2018), 2017, initial_million=100, executed_million=executed
        )
    summarise()
    page = client.get("/sheets/?sort=-unused_yen").content.decode()
    assert numbers(client, "?sort=-unused_yen") == ["2", "1"]
    assert 'aria-sort="descending"' in page
    assert "不用額（百万円）</a></th>" in page
    assert "執行率（繰越控除後、％）</a></th>" in page


def test_no_sheet_left_says_what_to_loosen(client: Client) -> None:
    make_sheet(sheet_year=2018)
    summarise()
    page = client.get("/sheets/?year=2018&size=over-1000").content.decode()
    assert "条件に合うシートはありません。1,000億円以上を外すと1件が見つかります。" in page
    assert re.findall(r'<li>([^<]+) <span class="leaves">([^<]+)</span>', page) == [
        ("1,000億円以上", "外すと1件"),
        ("平成30年度 (2018)", "外すと0件"),
    ]
    hopeless = client.get("/sheets/?year=2019&size=over-1000").content.decode()
    assert "どの条件も1つ外すだけでは見つかりません。2つ以上の条件を外してください。" in hopeless
    assert 'class="leaves"' not in client.get("/sheets/?year=2018").content.decode()


def test_a_bureau_without_its_ministry_has_its_number(client: Client) -> None:
    for ministry, bureau in (("総務省", "大臣官房"), ("財務省", "大臣官房"), ("財務省", "主税局")):
        make_sheet(ministry=ministry, bureau=bureau)
    summarise()
    page = client.get("/sheets/?bureau=大臣官房").content.decode()
    assert '<option value="大臣官房" selected>大臣官房（2）</option>' in page


def test_files_are_named_after_what_is_chosen(client: Client) -> None:
    make_sheet(sheet_year=2018)
    summarise()
    query = "?q=年金/医療&year=2018&ministry=総務省&rate=to-50"
    paths = ("/sheets.csv", f"/sheets.csv{query}", f"/sheets/by/groups.csv{query}", "/sheets.csv?q=" + 50 * "あ")
    names = [unquote(client.get(path)["Content-Disposition"].split("''")[1]) for path in paths]
    assert names == [
        "レビューシート一覧.csv",
        "2018年度_総務省_年金医療_執行率（繰越控除後）50％未満_レビューシート一覧.csv",
        "2018年度_総務省_年金医療_執行率（繰越控除後）50％未満_レビューシート_一覧の集計.csv",
        39 * "あ" + "…_レビューシート一覧.csv",
    ]


def test_totals_of_both_bases_say_so(client: Client) -> None:
    for year in (2018, 2020, 2024):
        make_budget_year(make_sheet(sheet_year=year), year - 1, initial_million=8)
    summarise()
    note = "計は、2023年度までのシートでは翌年度へ繰越した額を引いた額、2024年度からのシートでは引く前の額です。"
    assert note in client.get("/sheets/").content.decode()
    assert note not in client.get("/sheets/?year=2024").content.decode()
