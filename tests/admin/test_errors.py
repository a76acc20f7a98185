"""An error stands at its cell, the summary leads to it, and nothing that was typed is lost."""

import re

import pytest
from django.test import Client

from reviewsheets.access import Role
from reviewsheets.models import ReviewSheet
from tests.admin.typing_in import Answer, Typist, entry_url
from tests.factories import make_budget_year, make_ministry, make_sheet, make_user

pytestmark = pytest.mark.django_db
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
PAYEE = "blocks-1-payments-0"
WRONG = {
    f"{PAYEE}-corporate_number": [
        (
            "1000012050002",
            "法人番号の検査数字（先頭の桁）が合いません。続く12桁が正しければ 7 です。",
        ),
        ("700001205000", "法人番号は13桁の半角数字です。"),
        ("７０００012050002", "法人番号は13桁の半角数字です。"),
    ],
    f"{PAYEE}-award_rate": [
        ("100.1", "落札率は100以下の数値（％）です。"),
        ("-1", "負の値は入れられません。"),
    ],
    f"{PAYEE}-bidder_count": [
        ("1.5", "0以上の整数で入れてください。"),
        ("-1", "0以上の整数で入れてください。"),
        ("3者", "整数で入れてください。"),
        ("2147483648", "数値が大きすぎます。"),
    ],
    f"{PAYEE}-amount": [("-1", "負の金額は入れられません。符号を付けずに入れてください。")],
    f"{PAYEE}-name": [("㍿" * 300, "支出先名が長すぎます。")],
    "budget-initial_2018": [
        ("-1", "負の金額は入れられません。符号を付けずに入れてください。"),
        ("百万", "百万円単位の数値、「-」または空欄にしてください（円未満は不可）。"),
        ("0.0000001", "百万円単位の数値、「-」または空欄にしてください（円未満は不可）。"),
        ("9300000000000", "金額が大きすぎます。"),
    ],
    "budget-carried_out_2018": [("▲5", "負の金額は入れられません。符号を付けずに入れてください。")],
    "budget-executed_2016": [("-0.5", "負の金額は入れられません。符号を付けずに入れてください。")],
    "lines-0-requested": [("abc", "百万円単位の数値、「-」または空欄にしてください（円未満は不可）。")],
    "outcomes-0-actual_2017": [("1" * 21, "数値が大きすぎます。")],
    "outcomes-0-year_final": [
        ("1850", "年度が範囲の外です（1850）。"),
        ("1989", "1990年度から2100年度までの年度を入れてください。"),
        ("2101", "年度が範囲の外です（2101）。"),
    ],
    "sheet-start": [("1867", "年度が範囲の外です（1867）。")],
    "sheet-sheet_year": [
        ("1989", "1990年度以降の年度を入れてください。"),
        ("2101", "2100年度以前の年度を入れてください。"),
        ("50", "1990年度以降の年度を入れてください。"),
        ("99999999", "2100年度以前の年度を入れてください。"),
        ("", "このフィールドは必須です。"),
    ],
    "sheet-number": [
        ("新30/0006", "事業番号には空白と / ? # \\ を使えません。"),
        ("", "このフィールドは必須です。"),
        ("taken", "この府省庁・年度には同じ事業番号のシートが既にあります。"),
    ],
    "links-0-source_letter": [("Z", "ブロック「Z」はこのシートにありません。")],
    "links-0-target_letter": [("a", "ブロック「a」はこのシートにありません。")],
    "blocks-2-letter": [("A", "同じ記号のブロックがあります。")],
}
MANY = [(cell, typed, message) for cell, cases in WRONG.items() for typed, message in cases]


def stands_at(answer: Answer, cell: str, message: str) -> None:
    """The refusal says this of this cell, at the cell and in the summary, and nothing else."""
    assert not answer.was_saved
    anchor = answer.page.ids[cell]
    assert anchor == f"id_{cell}"
    assert answer.page.errors == {cell: message}
    assert answer.page.invalid == {cell}
    assert answer.problems == [(anchor, message)]
    assert answer.page.links == [anchor]


@pytest.mark.parametrize(("cell", "typed", "message"), MANY)
def test_an_error_stands_at_its_cell(typist: Typist, sheet: ReviewSheet, cell: str, typed: str, message: str) -> None:
    make_sheet(sheet_year=2018, number="taken")
    typist[cell] = typed
    typist["sheet-remarks"] = "別に入れた備考"
    answer = typist.save()
    stands_at(answer, cell, message)
    assert answer.page.cells == typist.cells | {"csrfmiddlewaretoken": answer.page.cells["csrfmiddlewaretoken"]}
    sheet.refresh_from_db()
    assert (sheet.edition, sheet.remarks) == (1, "")


def test_no_bidders_for_a_competitive_contract(typist: Typist) -> None:
    typist["blocks-0-payments-0-bidder_count"] = "0"
    message = "競争のある契約方式では、入札者数は1以上です。分からないときは空欄にしてください。"
    stands_at(typist.save(), "blocks-0-payments-0-bidder_count", message)
    typist["blocks-0-payments-0-contract_method"] = "随意契約（その他）"
    assert typist.save().was_saved


def test_a_payee_under_a_new_block_without_a_letter(typist: Typist, sheet: ReviewSheet) -> None:
    payee = typist.add_row("blocks-2-payments")
    typist[f"{payee}-name"] = "記号のないブロックの支出先"
    answer = typist.save()
    stands_at(answer, "blocks-2-letter", "このフィールドは必須です。")
    assert answer.page.cells[f"{payee}-name"] == "記号のないブロックの支出先"
    assert sheet.blocks.count() == 2


def test_added_rows_and_rows_within_rows_come_back(typist: Typist, sheet: ReviewSheet) -> None:
    block = typist.add_row("blocks")
    payee, second, item = (typist.add_row(f"{block}-{table}") for table in ("payments", "payments", "items"))
    policy = typist.add_row("policies")
    measure = typist.add_row(f"{policy}-measures")
    outcome, line = typist.add_row("outcomes"), typist.add_row("lines")
    typed = {
        f"{block}-letter": "C",
        f"{payee}-name": "三次",
        f"{second}-amount": "十億円",
        f"{item}-use": "使途\n二行目",
        f"{policy}-policy": "二つ目の政策",
        f"{measure}-actual_2016": "検討中",
        f"{outcome}-year_final": "令和4年度",
        f"{line}-requested": "-",
    }
    for cell, text in typed.items():
        typist[cell] = text
    typist.tick("blocks-1-items-0-DELETE")
    answer = typist.save()
    stands_at(answer, f"{second}-amount", "百万円単位の数値、「-」または空欄にしてください（円未満は不可）。")
    assert {cell: answer.page.cells[cell] for cell in typed} == typed
    assert answer.page.cells["blocks-1-items-0-DELETE"] == "on"
    assert answer.page.cells == typist.cells | {"csrfmiddlewaretoken": answer.page.cells["csrfmiddlewaretoken"]}


def test_the_page_of_a_refused_save_can_be_corrected_and_sent(typist: Typist, sheet: ReviewSheet) -> None:
    typist["budget-initial_2018"], typist["sheet-remarks"] = "abc", "備考"
    answer = typist.save()
    typist.cells = answer.page.cells
    typist["budget-initial_2018"] = "600"
    assert typist.save().was_saved
    sheet.refresh_from_db()
    assert (sheet.remarks, sheet.budget_years.get(budget_year=2018).initial_yen) == ("備考", 600_000_000)


def test_all_errors_are_told_at_once_in_page_order(typist: Typist) -> None:
    for cell in ("blocks-0-total", "budget-initial_2018", "outcomes-0-year_final"):
        typist[cell] = "1,2"
    typist["outcomes-0-year_final"] = "1850"
    answer = typist.save()
    assert [anchor for anchor, _ in answer.problems] == [
        "id_budget-initial_2018",
        "id_outcomes-0-year_final",
        "id_blocks-0-total",
    ]
    assert "3 か所に誤りがあります。保存していません。" in answer.response.content.decode()


def test_errors_of_a_row_that_is_ticked_away_do_not_count(typist: Typist, sheet: ReviewSheet) -> None:
    typist["blocks-1-payments-0-amount"] = "abc"
    typist.tick("blocks-1-payments-0-DELETE")
    typist["lines-0-requested"] = "xyz"
    assert typist.save().problems == [
        ("id_lines-0-requested", "百万円単位の数値、「-」または空欄にしてください（円未満は不可）。")
    ]
    typist["lines-0-requested"] = "5"
    assert typist.save().was_saved
    assert sheet.blocks.get(letter="B").payments.count() == 0


class TestExecutedOverTotal:
    """A warning: saved once the person says so."""

    WARNING = "執行額が計を超えています。"

    def test_is_not_saved_at_first_and_saved_when_confirmed(self, typist: Typist, sheet: ReviewSheet) -> None:
        typist["budget-executed_2017"] = "100.000001"
        answer = typist.save()
        stands_at(answer, "budget-executed_2017", self.WARNING)
        assert "確認が必要な箇所があります。保存していません。" in answer.response.content.decode()
        assert "confirm" in answer.page.ids
        assert typist.save(confirm="1").was_saved
        assert sheet.budget_years.get(budget_year=2017).executed_yen == 100_000_001

    def test_equal_to_the_total_is_no_warning(self, typist: Typist) -> None:
        typist["budget-executed_2017"] = "100"
        assert typist.save().was_saved

    def test_carried_out_money_is_off_the_total_to_2023(self, typist: Typist) -> None:
        typist["budget-executed_2017"], typist["budget-carried_out_2017"] = "95", "10"
        stands_at(typist.save(), "budget-executed_2017", self.WARNING)

    def test_confirming_does_not_override_an_error(self, typist: Typist, sheet: ReviewSheet) -> None:
        typist["budget-executed_2017"], typist["budget-executed_2016"] = "101", "abc"
        answer = typist.save(confirm="1")
        assert not answer.was_saved
        assert [anchor for anchor, _ in answer.problems] == ["id_budget-executed_2016"]
        assert sheet.budget_years.get(budget_year=2017).executed_yen == 90_500_000

    def test_beside_an_error_it_cannot_be_confirmed_yet(self, typist: Typist) -> None:
        typist["budget-executed_2017"], typist["lines-0-requested"] = "101", "abc"
        answer = typist.save()
        assert [anchor for anchor, _ in answer.problems] == ["id_budget-executed_2017", "id_lines-0-requested"]
        assert "confirm" not in answer.page.ids

    def test_a_stored_one_is_not_asked_again(self, desk: Client) -> None:
        sheet = make_sheet(published=False)
        make_budget_year(sheet, 2017, initial_million=1, executed_million=2)
        typist = Typist(desk, entry_url(sheet))
        typist["sheet-remarks"] = "備考"
        assert typist.save().was_saved


class TestNewSheet:
    """The short form before the entry page."""

    URL = "/admin/reviewsheets/reviewsheet/add/"

    def form(self, desk: Client, **typed: str) -> Answer:
        typist = Typist(desk, self.URL)
        for name, text in {"sheet_year": "2018", "number": "0001", "name": "新事業", **typed}.items():
            typist[name] = text
        return typist.save()

    def test_is_a_draft_with_a_project_of_its_own(self, desk: Client) -> None:
        assert self.form(desk).was_saved
        sheet = ReviewSheet.objects.get()
        assert (sheet.is_published, sheet.edition, sheet.ministry.name) == (False, 1, "総務省")
        assert (sheet.project.key, sheet.project.name) == ("2018-総務省-0001", "新事業")
        assert sheet.updated_by is not None
        assert sheet.updated_by.username == "editor"

    def test_a_taken_number_stands_at_the_number(self, desk: Client) -> None:
        make_sheet(number="0001")
        answer = self.form(desk)
        assert answer.page.errors == {"number": "この府省庁・年度には同じ事業番号のシートが既にあります。"}
        assert answer.page.invalid == {"number"}
        assert answer.page.cells["name"] == "新事業"
        assert ReviewSheet.objects.count() == 1

    @pytest.mark.parametrize(
        ("cell", "typed", "message"),
        [
            ("sheet_year", "1989", "1990年度以降の年度を入れてください。"),
            ("sheet_year", "2101", "2100年度以前の年度を入れてください。"),
            ("number", "a b", "事業番号には空白と / ? # \\ を使えません。"),
            ("name", "", "このフィールドは必須です。"),
            ("ministry", "", "このフィールドは必須です。"),
            ("ministry", "999999", "一覧から選んでください。"),
            ("ministry", "abc", "一覧から選んでください。"),
            ("project", "9" * 40, "一覧から選んでください。"),
        ],
    )
    def test_an_error_stands_at_its_cell(self, desk: Client, cell: str, typed: str, message: str) -> None:
        answer = self.form(desk, **{cell: typed})
        assert not answer.was_saved
        assert answer.page.errors == {cell: message}
        assert ReviewSheet.objects.count() == 0

    def test_a_number_too_long_for_a_project_key(self, client: Client) -> None:
        ministry = make_ministry("省" * 90)
        client.force_login(make_user(Role.EDITOR, ministries=[ministry]))
        answer = self.form(client, number="1" * 60)
        assert answer.page.errors == {"number": "事業番号が長すぎます。"}


@pytest.mark.parametrize("typed", ["999999", "abc", "9" * 40, ""])
def test_a_ministry_that_is_none_is_refused(typist: Typist, typed: str) -> None:
    typist["sheet-ministry"] = typed
    answer = typist.save()
    message = "一覧から選んでください。" if typed else "このフィールドは必須です。"
    assert answer.page.errors == {"sheet-ministry": message}


def test_the_same_errors_in_english(desk: Client, sheet: ReviewSheet) -> None:
    typist = Typist(desk, entry_url(sheet), headers={"Accept-Language": "en"})
    make_sheet(number="taken")
    wrong = {
        "sheet-number": "taken",
        f"{PAYEE}-corporate_number": "1000012050002",
        f"{PAYEE}-award_rate": "100.1",
        "blocks-0-payments-0-bidder_count": "0",
        "budget-initial_2018": "-1",
        "budget-initial_2016": "abc",
        "budget-initial_2015": "9300000000000",
        "outcomes-0-year_final": "1850",
        "outcomes-0-year_interim": "1989",
        "links-0-target_letter": "Z",
        "sheet-start": "1867",
    }
    for cell, text in wrong.items():
        typist[cell] = text
    answer = typist.save()
    assert set(answer.page.errors) == set(wrong)
    in_japanese = {cell: said for cell, said in answer.page.errors.items() if JAPANESE.search(said)}
    assert in_japanese == {}


def test_overspending_is_measured_on_the_basis_of_the_year(desk: Client) -> None:
    sheet = make_sheet(sheet_year=2024, published=False)
    net = {"initial_million": 100, "carried_out_million": 40, "published_basis": "net", "published_total_million": 60}
    make_budget_year(sheet, 2022, **net)
    answer = Typist(desk, entry_url(sheet)).save(**{"budget-executed_2022": "80"})
    assert not answer.was_saved
    assert "執行額が計を超えています。" in answer.response.content.decode()
