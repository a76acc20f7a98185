"""Which sheets a query finds, in which order, and the words it marks. The index is the database's own."""

import pytest
from pytest_django import DjangoAssertNumQueries

from reviewsheets import access
from reviewsheets.models import ReviewSheet, SearchText
from reviewsheets.queries import search
from reviewsheets.queries.search import Snippet, found_sheets, snippets
from reviewsheets.summaries.search import index_sheets
from reviewsheets.units.search_words import SnippetPart
from tests.factories import make_block, make_payment, make_sheet

pytestmark = pytest.mark.django_db


def index(*sheets: ReviewSheet) -> None:
    index_sheets([sheet.pk for sheet in sheets])


def found(text: str) -> list[str]:
    """The numbers of the sheets found, in order."""
    return [sheet.number for sheet in found_sheets(access.public_sheets(), text)]


@pytest.fixture
def corpus() -> None:
    """Six sheets of 2018 and a draft that holds all their words."""
    pension = make_sheet(number="0001", name="年金生活者支援給付金", purpose="公的年金の受給者を支える。")
    disaster = make_sheet(
        number="新30-0006", name="防災・減災対策", purpose="４〜６月に訓練を行う。", outline="ＧＰＳとﾚｰﾀﾞｰを使う。"
    )
    cyber = make_sheet(
        number="0003", name="サイバーセキュリティ強化", outline="Cyber Security研究。\n年金\n機構は含まない。"
    )
    space = make_sheet(
        number="0004", name="宇宙開発", purpose="防災に役立つ衛星。平成30年、金融とは別。", outline="100%の打上げ"
    )
    region = make_sheet(number="0005", name="地方創生推進", outline="データ通信（第3回）を年金事務所と行う。")
    quiet = make_sheet(number="0006", name="庁費")
    make_payment(make_block(pension), "日本年金機構")
    make_payment(make_block(disaster), "㈱見本宇宙")
    make_payment(make_block(cyber), "株式会社　見 本\nデ－タ")
    make_payment(make_block(quiet, "A"), "ＮＴＴデータ")
    make_payment(make_block(quiet, "B"), "国立大学法人見本大学")
    make_payment(make_block(quiet, "C"), "年")
    make_payment(make_block(quiet, "D"), "金庫")
    draft = make_sheet(number="9999", name="年金 防災 宇宙 サイバー 地方創生 GPS", published=False)
    index(pension, disaster, cyber, space, region, quiet, draft)


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("年金", ["0001", "0003", "0005"]),  # not 年、金 nor 年 and 金 of two payees
        ("防災", ["新30-0006", "0004"]),
        ("宇宙", ["0004", "新30-0006"]),
        ("地方創生", ["0005"]),
        ("サイバーセキュリティ", ["0003"]),
        ("ｻｲﾊﾞｰ", ["0003"]),
        ("サイバ", ["0003"]),
        ("レーダー", ["新30-0006"]),
        ("レ－ダ―", ["新30-0006"]),
        ("レダ", []),
        ("gps", ["新30-0006"]),
        ("ＧＰＳ", ["新30-0006"]),
        ("４～６月", ["新30-0006"]),
        ("4〜6月", ["新30-0006"]),
        ("新30-0006", ["新30-0006"]),
        ("新３０－０００６", ["新30-0006"]),
        ("0006", ["0006", "新30-0006"]),
        ("000", ["0001", "0003", "0004", "0005", "0006", "新30-0006"]),
        ("株式会社見本", ["0003", "新30-0006"]),
        ("(株)見本", ["0003", "新30-0006"]),
        ("㈱", ["0003", "新30-0006"]),
        ("NTTデータ", ["0006"]),
        ("データ", ["0005", "0003", "0006"]),
        ("cyber sec", ["0003"]),
        ("urity", []),
        ("年金　防災", []),
        ("防災 衛星", ["0004"]),
        ("衛星　宇宙", ["0004"]),
        ("第3回", ["0005"]),
        ("年金機構", ["0001"]),
        ("防災・減災", ["新30-0006"]),
        ("100%", ["0004"]),
        ("存在しない語", []),
        ("年", []),
        ('"', []),
        ('" * AND NEAR', []),
        ("年金'; DROP TABLE", []),
        ("年金%", []),
        ("年金*", []),
        ('"年金"', ["0001", "0003", "0005"]),
        ("「年金」 “機構”", ["0001", "0003"]),
        ("年金\\:*|!&", []),
        ("年\x00金", []),
        ("年金\x00機構", ["0001", "0003"]),
    ],
)
def test_query_finds_these_sheets_in_this_order(text: str, numbers: list[str]) -> None:
    assert found(text) == numbers


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize("sparse", [0, 1_000_000])  # ids as one value; marks on all sheets
def test_many_hits_are_found_and_ordered_as_few_are(monkeypatch: pytest.MonkeyPatch, sparse: int) -> None:
    monkeypatch.setattr(search, "FEW", 0)
    monkeypatch.setattr(search, "SPARSE", sparse)
    make_sheet(number="0099", name="索引にまだないシート")
    assert found("データ") == ["0005", "0003", "0006"]
    assert found("0006") == ["0006", "新30-0006"]
    assert found("防災 衛星") == ["0004"]
    assert found("存在しない語") == []


@pytest.mark.usefixtures("corpus")
def test_blank_query_leaves_all_sheets_in_their_order() -> None:
    assert found(" 　") == ["0001", "0003", "0004", "0005", "0006", "新30-0006"]


@pytest.mark.usefixtures("corpus")
def test_search_is_one_filter_among_others(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    sheets = found_sheets(access.public_sheets().filter(name__startswith="地方"), "年金")
    with django_assert_num_queries(2):
        assert sheets.count() == 1
        assert [sheet.number for sheet in sheets.filter(sheet_year=2018)] == ["0005"]


def test_newer_sheet_stands_before_an_older_one_of_the_same_rank() -> None:
    index(make_sheet(number="1", sheet_year=2016, name="年金"), make_sheet(number="2", sheet_year=2018, name="年金"))
    assert found("年金") == ["2", "1"]


def test_changed_sheet_is_found_by_its_new_words_only() -> None:
    sheet, other = make_sheet(number="1", name="年金"), make_sheet(number="2", name="宇宙")
    index(sheet, other)
    ReviewSheet.objects.filter(pk=sheet.pk).update(name="防災")
    index(sheet)
    assert (found("年金"), found("防災"), found("宇宙")) == ([], ["1"], ["2"])


def test_withdrawn_and_deleted_sheets_are_not_in_the_index() -> None:
    withdrawn, deleted = (make_sheet(number=number, name="年金") for number in "12")
    index(withdrawn, deleted)
    withdrawn.set_published(None, user=None)
    index(withdrawn)
    deleted.delete()
    assert list(found_sheets(ReviewSheet.objects.all(), "年金")) == []
    assert not SearchText.objects.exists()


def test_all_published_sheets_are_indexed_anew() -> None:
    make_sheet(number="1", name="年金")
    make_sheet(number="2", name="年金", published=False)
    stale = make_sheet(number="3", name="年金")
    index(stale)
    ReviewSheet.objects.filter(pk=stale.pk).update(name="宇宙")
    assert index_sheets(None) == 2
    assert (found("年金"), found("宇宙")) == (["1"], ["3"])


def test_first_index_of_all_is_asked_like_any_other() -> None:
    make_sheet(number="1", name="年金")
    assert index_sheets() == 1
    assert found("年金") == ["1"]


def test_index_is_right_after_many_changes() -> None:
    sheet = make_sheet(number="1", name="年金")
    for place in range(300):
        ReviewSheet.objects.filter(pk=sheet.pk).update(name=f"防災{place}")
        index(sheet)
    assert (found("年金"), found("防災298"), found("防災299")) == ([], [], ["1"])


def test_index_is_right_after_the_ids_began_anew() -> None:
    sheet = make_sheet(number="1", name="年金")
    index(sheet)
    SearchText.objects.all().delete()
    ReviewSheet.objects.filter(pk=sheet.pk).update(name="防災")
    index(sheet)
    assert (found("年金"), found("防災")) == ([], ["1"])


def test_words_of_a_sheet_with_many_payees_are_all_found() -> None:
    sheet = make_sheet(number="1")
    block = make_block(sheet)
    for place in range(400):
        make_payment(block, f"株式会社第{place}見本")
    index(sheet)
    assert found("株式会社第399見本") == ["1"]
    assert found("株式会社第400見本") == []


def test_word_in_the_middle_of_a_long_text_is_found() -> None:
    sheet = make_sheet(number="1", purpose="あ" * 995 + "宇宙開発利用大綱" + "い" * 20_000 + "防災訓練")
    index(sheet)
    assert (found("宇宙開発利用大綱"), found("防災訓練"), found("大綱防災")) == (["1"], ["1"], [])


@pytest.mark.parametrize("sheets", [3, 30])
def test_payees_are_read_only_where_a_text_lacks_a_word(
    sheets: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ids = [make_sheet(name="年金").pk for _ in range(sheets)]
    with django_assert_num_queries(1):
        assert len(snippets(ids, "年金")) == sheets
    for pk in ids:
        make_payment(make_block(ReviewSheet.objects.get(pk=pk)), "年金見本")
    with django_assert_num_queries(2):
        assert {snippet.label for snippet in snippets(ids, "年金 見本").values()} == {"支出先"}


def test_snippet_names_the_field_that_holds_most_words() -> None:
    sheet = make_sheet(number="1", name="年金の事業", outline="公的年金と防災")
    make_payment(make_block(sheet), "㈱見本")
    assert snippets([sheet.pk], "年金 防災") == {
        sheet.pk: Snippet(
            "事業概要",
            (
                SnippetPart("公的", is_hit=False),
                SnippetPart("年金", is_hit=True),
                SnippetPart("と", is_hit=False),
                SnippetPart("防災", is_hit=True),
            ),
        )
    }
    assert snippets([sheet.pk], "年金")[sheet.pk].label == "事業名"
    assert snippets([sheet.pk], "株式会社") == {
        sheet.pk: Snippet("支出先", (SnippetPart("㈱", is_hit=True), SnippetPart("見本", is_hit=False)))
    }
    assert snippets([sheet.pk], "宇宙") == snippets([sheet.pk], "年") == {}
