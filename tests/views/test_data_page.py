"""/data/: which official files the figures come from, and the same as CSV."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reviewsheets import access
from reviewsheets.models import ReviewSheet, SourceFile
from reviewsheets.queries.source_files import OtherSheets, other_sheets
from reviewsheets.summaries.refresh import refresh
from tests.factories import make_ministry, make_sheet, make_source

pytestmark = pytest.mark.django_db
HASH = "ab" * 32
IMPORTED_AT = datetime(2024, 11, 1, 3, 0, tzinfo=UTC)
HEADER = (
    "事業年度,形式,ファイル番号,ファイル名,行数,シート数,取得日時,取り込み日時,大きさ（バイト）,SHA-256,取得元,"
    "利用条件,出典\r\n"
)


def make_official(sheet_year: int = 2024, code: str = "5-1", **fields: Any) -> ReviewSheet:
    """A sheet that a file of that year gave."""
    sheet = make_sheet(sheet_year=sheet_year)
    given = {"sha256": HASH, "size_bytes": 1_234_567, "rows": 194_133, "imported_at": IMPORTED_AT}
    make_source(sheet, code, **given | fields)
    return sheet


def page(client: Client) -> str:
    return client.get("/data/").content.decode()


def test_nothing_imported_is_said(client: Client) -> None:
    text = page(client)
    assert "公式ファイルはまだ取り込まれていません。" in text
    assert "公式ファイル以外のシート" not in text
    assert "sources.csv" not in text


def test_file_stands_with_rows_date_size_hash_and_terms(client: Client) -> None:
    make_official(name="5-1_RS_2024_支出先_支出情報.zip")
    text = page(client)
    assert "令和6年度 (2024) RSシステム（行政事業レビュー見える化サイト）" in text
    assert '<td class="file-name">5-1_RS_2024_支出先_支出情報.zip</td>' in text
    assert '<td class="amount">194,133</td>' in text
    assert "取り込み 2024-11-01" in text
    assert 'title="1,234,567 B"' in text
    assert HASH in text
    assert "政府標準利用規約に従って利用できます。" in text
    assert "出典：行政事業レビュー見える化サイト" in text
    assert "CC BY" not in text


def test_judgit_files_have_their_own_terms(client: Client) -> None:
    make_official(2018, "judgit", format="judgit", name="judgit-2018.ndjson.gz")
    text = page(client)
    assert "平成30年度 (2018) JUDGIT!" in text
    assert "CC BY 4.0（クリエイティブ・コモンズ 表示 4.0 国際）で利用できます。内閣官房の" in text
    assert "政府標準利用規約" not in text


def test_newest_year_first_then_code(client: Client) -> None:
    for sheet_year, code in ((2024, "5-1"), (2025, "2-1"), (2024, "1-2")):
        make_official(sheet_year, code)
    text = page(client)
    places = [text.index(name) for name in ("2-1_RS_2025_", "1-2_RS_2024_", "5-1_RS_2024_")]
    assert places == sorted(places)
    assert text.count("<h3 id=") == 2


def test_file_that_gave_nothing_public_any_more_is_left_out(client: Client) -> None:
    draft = make_official(2024, "5-1")
    ReviewSheet.objects.filter(pk=draft.pk).update(published_at=None)
    SourceFile.objects.filter().update(name="only-a-draft.zip")
    make_official(2024, "1-2", name="public.zip")
    assert "public.zip" in page(client)
    assert "only-a-draft.zip" not in page(client)


def test_fetched_file_links_to_where_it_came_from(client: Client) -> None:
    make_official(url="https://example.go.jp/5-1.zip", fetched_at=IMPORTED_AT)
    text = page(client)
    assert '<a href="https://example.go.jp/5-1.zip" rel="noreferrer">' in text
    assert "取得 2024-11-01" in text


def test_hand_entered_and_made_up_sheets_are_counted_apart(client: Client) -> None:
    make_official()
    make_sheet(ministry="総務省")
    make_sheet(ministry="総務省", published=False)
    for _ in range(2):
        make_sheet(ministry=make_ministry("見本省", is_fictional=True))
    refresh()
    text = page(client)
    assert "手入力のシート：1件" in text
    assert "見本データ（架空の府省庁）のシート：2件。実在しません。" in text


def test_sheets_of_files_are_not_among_the_others() -> None:
    fiction = make_ministry("見本省", is_fictional=True)
    for ministry in ("総務省", fiction):
        for published in (True, False):
            make_source(make_sheet(ministry=ministry, published=published), "5-1", sha256=HASH)
            make_sheet(ministry=ministry, published=published)
    make_sheet(ministry="総務省")
    several = make_sheet(ministry="総務省")
    for code in ("1-1", "2-1"):
        make_source(several, code, sha256=HASH)
    refresh()
    assert other_sheets(access.public_row_counts()) == OtherSheets(entered_by_hand=2, fictional=1)


def test_many_files_of_a_year_are_cut_and_the_csv_has_all(client: Client) -> None:
    for place in range(51):
        make_official(2018, "judgit", format="judgit", name=f"{place:02}.json")
    text = page(client)
    assert "49.json" in text
    assert "50.json" not in text
    assert "全51ファイルのうち、はじめの50です。" in text
    assert client.get("/data/sources.csv").getvalue().decode().count("\r\n") == 52


@pytest.mark.parametrize("language", ["ja", "en"])
def test_csv_has_the_same_files_in_every_language(client: Client, language: str) -> None:
    make_official(name="5-1_RS_2024_支出先_支出情報.zip", url="https://example.go.jp/5-1.zip", fetched_at=IMPORTED_AT)
    response = client.get("/data/sources.csv", headers={"Accept-Language": language})
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.getvalue().decode() == (
        f"\ufeff{HEADER}2024,RSシステム（行政事業レビュー見える化サイト）,5-1,5-1_RS_2024_支出先_支出情報.zip,194133,1,"
        f"2024-11-01T12:00:00+09:00,2024-11-01T12:00:00+09:00,1234567,{HASH},https://example.go.jp/5-1.zip,"
        "政府標準利用規約に従って利用できます。,行政事業レビュー見える化サイト\r\n"
    )


def test_every_page_leads_to_it(client: Client) -> None:
    assert client.get("/").content.decode().count('href="/data/"') == 2


def test_same_number_of_queries_for_more_files(client: Client, django_assert_num_queries: Any) -> None:
    make_official()
    with CaptureQueriesContext(connection) as for_one:
        page(client)
    for _ in range(10):
        make_official()
    with django_assert_num_queries(len(for_one)):
        page(client)
