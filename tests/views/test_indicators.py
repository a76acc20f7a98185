"""The page of indicators' results and that of outcomes beside the money, with their CSV."""

import re
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from reviewsheets.summaries.refresh import refresh
from tests.factories import make_budget_year, make_indicator, make_ministry, make_sheet

pytestmark = pytest.mark.django_db
PAGE_QUERIES, SPENDING_QUERIES = 5, 5
MILLION = 1_000_000


def csv_text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode("utf-8-sig").replace("\r\n", "\n")  # type: ignore[attr-defined]


def lines(client: Client, path: str) -> list[str]:
    """The lines below the header."""
    return csv_text(client, path).splitlines()[1:]


def html(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def rows(client: Client, path: str) -> list[str]:
    """The names of the indicators of the page's list."""
    return re.findall(r'<td class="name" lang="ja">(\w+率)', html(client, path))


@pytest.fixture
def _story() -> None:
    """Three sheets with outcomes, one with an activity, one of a made-up ministry."""
    old = make_sheet(sheet_year=2018, ministry="総務省", number="1", name="=道路事業")
    new = make_sheet(sheet_year=2020, ministry="財務省", number="2", name="防災事業")
    for sheet, earlier, now in ((old, 100, 300), (new, 100, 200)):
        make_budget_year(sheet, sheet.sheet_year - 3, executed_million=earlier)
        make_budget_year(sheet, sheet.sheet_year - 1, executed_million=now)
    make_indicator(old, values={2017: (200, 100), 2015: (200, 150)}, name="一率", direction="up", goal="見本の目標")
    make_indicator(old, values={2017: ("検討中", 3)}, name="二率", direction="")
    make_indicator(new, values={2019: (3, 1), 2017: (3, 3)}, name="三率", direction="", unit="％")
    make_indicator(new, values={2019: (50, 100), 2017: (50, 51)}, name="四率", direction="down")
    make_indicator(new, "activity", values={2019: (10, 10)}, name="五率", direction="")
    make_indicator(make_sheet(sheet_year=2020, ministry=make_ministry("見本省", is_fictional=True)), name="六率")
    make_indicator(make_sheet(published=False), name="秘密率")
    refresh()


@pytest.mark.usefixtures("_story")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["一率", "二率", "三率", "四率", "六率"]),
        ("?kind=activity", ["五率"]),
        ("?year=2020", ["三率", "四率", "六率"]),
        ("?ministry=総務省&sort=-achievement", ["一率", "二率"]),
        ("?state=missed", ["一率", "四率"]),
        ("?state=not-comparable&direction=unknown", ["二率", "三率"]),
        ("?direction=known", ["一率", "四率", "六率"]),
        ("?achievement=to-50", ["三率"]),
        ("?achievement=to-80", ["一率", "四率"]),
        ("?achievement=none", ["二率", "六率"]),
        ("?q=防災", ["三率", "四率"]),
        ("?q=道路&state=missed", ["一率"]),
        ("?q=防災 四", ["四率"]),
        ("?sort=change", ["三率", "四率", "一率", "二率", "六率"]),
        ("?sort=achievement", ["三率", "一率", "四率", "二率", "六率"]),
        ("?sort=-", ["一率", "二率", "三率", "四率", "六率"]),
        *((f"?{name}=x", []) for name in ("year", "state", "direction", "achievement", "kind")),
        ("?q=%01%02", ["一率", "二率", "三率", "四率", "六率"]),
        ("?year=1999", []),
        ("?q=無い語", []),
    ],
)
def test_list_and_its_csv_have_the_rows_asked_for(client: Client, query: str, found: list[str]) -> None:
    assert rows(client, f"/indicators/{query}") == found
    assert [line.split(",")[6] for line in lines(client, f"/indicators.csv{query}")] == found


@pytest.mark.usefixtures("_story")
def test_csv_of_the_list(client: Client) -> None:
    assert csv_text(client, "/indicators.csv?ministry=総務省") == (
        "事業年度,府省庁,事業番号,事業名,種別,定量的な成果目標,指標,単位,改善の方向,目標・実績の年度,目標値,実績値,"
        "達成度（％、小数第3位以下切り捨て。改善の方向の記載がなければ実績／目標）,結果,2年前の達成度（％）,"
        "達成度の2年間の変化（ポイント）,シートの執行額（円）,シートの2年前の執行額（円）,ページ\n"
        "2018,総務省,1,'=道路事業,成果指標（アウトカム）,見本の目標,一率,件,上向き（大きいほど良い）,2017,200,100,"
        f"50,達しなかった,75,-25,300000000,100000000,/sheets/2018/{quote('総務省')}/1/\n"
        "2018,総務省,1,'=道路事業,成果指標（アウトカム）,,二率,件,,2017,検討中,3,"
        f",比べられない,,,300000000,100000000,/sheets/2018/{quote('総務省')}/1/\n"
    )


@pytest.mark.usefixtures("_story")
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "states",
            [
                "大きく上回った（150％超）,0,0.0,0,0",
                "達した,0,0.0,0,0",
                "達しなかった,2,50.0,2,0",
                "比べられない,2,50.0,0,2",
                "目標なし,0,0.0,0,0",
                "実績なし,0,0.0,0,0",
                "どちらもなし,0,0.0,0,0",
            ],
        ),
        (
            "ministries",
            [
                "あり,総務省,1,0,0,1,0,0,0,0,0,1,0,0,0,0,0",
                "あり,財務省,1,0,0,1,0,0,0,0,0,1,0,0,0,0,0",
                "なし,総務省,1,0,0,0,1,0,0,0,0,0,0,0,0,0,1",
                "なし,財務省,1,0,0,0,1,0,0,0,1,0,0,0,0,0,0",
            ],
        ),
        (
            "years",
            [
                "あり,2020,1,0,0,1,0,0,0,0,0,1,0,0,0,0,0",
                "あり,2018,1,0,0,1,0,0,0,0,0,1,0,0,0,0,0",
                "なし,2020,1,0,0,0,1,0,0,0,1,0,0,0,0,0,0",
                "なし,2018,1,0,0,0,1,0,0,0,0,0,0,0,0,0,1",
            ],
        ),
    ],
)
def test_tables_above_the_list(client: Client, path: str, expected: list[str]) -> None:
    assert lines(client, f"/indicators/by/{path}.csv") == expected
    assert lines(client, f"/indicators/by/{path}.csv?year=1999&q=") == (
        [line.split(",")[0] + ",0,,0,0" for line in expected] if path == "states" else []
    )


@pytest.mark.usefixtures("_story")
def test_share_that_tells_a_direction_is_said(client: Client) -> None:
    page = html(client, "/indicators/")
    assert "この条件の4件のうち、どちらに動けば良いか（改善の方向）の記載があるのは2件（50.0％）です。" in page
    assert "架空の府省庁の指標1件は、一覧にはありますが、集計に入れていません。" in page
    assert "「比べられない」のうち1件は、目標値と実績値の両方が数値で" in page
    assert "達成度の分布：改善の方向の記載がある指標（2件）" in page
    assert "達成度の分布：改善の方向の記載がない指標（2件）" in page
    assert '<span class="under">実績／目標（方向の記載なし）</span>' in page
    assert '<span class="under">小さいほど良い</span>' in page
    assert "秘密率" not in page


@pytest.mark.usefixtures("_story")
def test_what_is_chosen_stands_as_chips_and_is_kept(client: Client) -> None:
    page = html(client, "/indicators/?q=防災&state=missed&kind=activity&direction=known&achievement=to-50&year=2020")
    chips = re.findall(r"<li>([^<]+) <span", page)
    assert chips == [
        *("活動指標（アウトプット）", "「防災」", "令和2年度 (2020)", "達しなかった"),
        *("改善の方向の記載がある指標", "達成度：50％未満"),
    ]
    assert "どの条件も1つ外すだけでは見つかりません。2つ以上の条件を外してください。" in page


@pytest.mark.usefixtures("_story")
def test_counts_beside_values_are_of_what_all_else_lets_through(client: Client) -> None:
    page = html(client, "/indicators/?state=missed&year=2020")
    assert re.findall(r"<option value=[^>]*>([^<]*（\d+）)", page) == [
        *("令和2年度 (2020)（1）", "平成30年度 (2018)（1）", "財務省（1）", "達しなかった（1）", "比べられない（1）"),
        *("どちらもなし（1）", "達成度：50％以上80％未満（1）", "改善の方向の記載がある指標（1）"),
    ]


@pytest.mark.usefixtures("_story")
def test_more_money_and_less_done(client: Client) -> None:
    assert rows(client, "/indicators/spending/") == ["一率", "三率", "四率"]
    assert rows(client, "/indicators/spending/?sort=change") == ["三率", "四率", "一率"]
    assert rows(client, "/indicators/spending/?direction=known&year=2020") == ["四率"]
    assert rows(client, "/indicators/spending/?ministry=総務省&state=reached&q=x&kind=activity") == ["一率"]
    page = html(client, "/indicators/spending/")
    assert "執行額が10％以上増え、成果指標の達成度が10ポイント以上下がったものを並べます。" in page
    assert "両方の変化が分かる成果指標は3件で、そのうち改善の方向の記載があるのは2件です。" in page
    assert "下がったことが悪化とは限りません。" in page


@pytest.mark.usefixtures("_story")
def test_csv_of_more_money_and_less_done(client: Client) -> None:
    assert csv_text(client, "/indicators/spending.csv?year=2020&direction=unknown") == (
        "事業年度,府省庁,事業番号,事業名,定量的な成果目標,指標,単位,改善の方向,執行額と達成度の年度,シートの2年前の執行額（円）,"
        "シートの執行額（円）,執行額の増減（円）,執行額の増減（％）,2年前の達成度（％）,達成度（％）,達成度の2年間の変化（ポイント）,"
        "ページ\n"
        "2020,財務省,2,防災事業,,三率,％,,2019,100000000,200000000,100000000,100.0,100,33.33,-66.67,"
        f"/sheets/2020/{quote('財務省')}/2/\n"
    )


@pytest.mark.usefixtures("_story")
def test_csv_of_both_changes(client: Client) -> None:
    assert lines(client, "/indicators/by/changes.csv") == [
        "10％以上増,10ポイント以上低下,3,2,1,TRUE",
        "10％以上増,増減が10ポイント未満,0,0,0,FALSE",
        "10％以上増,10ポイント以上上昇,0,0,0,FALSE",
        "増減が10％未満,10ポイント以上低下,0,0,0,FALSE",
        "増減が10％未満,増減が10ポイント未満,0,0,0,FALSE",
        "増減が10％未満,10ポイント以上上昇,0,0,0,FALSE",
        "10％以上減,10ポイント以上低下,0,0,0,FALSE",
        "10％以上減,増減が10ポイント未満,0,0,0,FALSE",
        "10％以上減,10ポイント以上上昇,0,0,0,FALSE",
    ]


def test_pages_without_any_indicator(client: Client) -> None:
    assert "条件に合う指標はありません。" in html(client, "/indicators/")
    assert "条件に合う成果指標はありません。" in html(client, "/indicators/spending/")


@pytest.mark.parametrize(("size", "shown"), [("100", 100), ("7", 50), ("", 50)])
def test_page_sizes(client: Client, size: str, shown: int) -> None:
    sheet = make_sheet()
    for _ in range(101):
        make_indicator(sheet, name="見本率")
    refresh()
    assert len(rows(client, f"/indicators/?rows={size}")) == shown
    assert len(rows(client, f"/indicators/?rows={size}&q=見本")) == shown
    assert len(rows(client, f"/indicators/?rows={size}&page=99")) == 1


def test_what_falls_just_short_does_not_read_as_reached(client: Client) -> None:
    make_indicator(make_sheet(), values={2017: (10_000, 9_999), 2015: (10_000, 10_004)}, direction="up")
    refresh()
    page = html(client, "/indicators/")
    assert '<td class="amount">99.9<span' in page
    assert '<td class="amount">0.0</td>' in page


@pytest.mark.parametrize("indicators", [3, 30])
def test_queries_do_not_grow(
    client: Client, indicators: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(indicators):
        sheet = make_sheet(sheet_year=2018 + place % 3, ministry=f"見本{place}省")
        make_budget_year(sheet, sheet.sheet_year - 3, executed_yen=MILLION)
        make_budget_year(sheet, sheet.sheet_year - 1, executed_yen=2 * MILLION)
        make_indicator(sheet, values={sheet.sheet_year - 3: (1, 1), sheet.sheet_year - 1: (1, 0)}, name="見本率")
    refresh()
    with django_assert_num_queries(PAGE_QUERIES):
        assert len(rows(client, "/indicators/")) == indicators
    with django_assert_num_queries(SPENDING_QUERIES):
        assert len(rows(client, "/indicators/spending/")) == indicators
