"""What is typed comes back as it was typed, and what is not touched stays."""

import pytest
from django.test import Client
from reversion.models import Revision

from reviewsheets.models import BudgetYear, Evaluation, ReviewSheet
from tests.admin.typing_in import Typist, entry_url
from tests.factories import make_budget_year, make_payment, make_sheet


def test_saving_the_untouched_page_changes_nothing(typist: Typist, sheet: ReviewSheet) -> None:
    answer = typist.save()
    assert answer.said == ["変更はありませんでした。"]
    sheet.refresh_from_db()
    assert (sheet.edition, sheet.updated_by) == (1, None)
    assert [str(revision.comment) for revision in Revision.objects.all()] == ["手入力による最初の変更の前"]


def test_a_second_save_of_the_page_changes_nothing(typist: Typist, sheet: ReviewSheet) -> None:
    typist["sheet-purpose"] = "一行目\n二行目\n"
    assert typist.save().said == ["保存しました（第2版）。"]
    typist.open()
    assert typist["sheet-purpose"] == "一行目\n二行目"
    assert typist.save().said == ["変更はありませんでした。"]


def test_text_published_with_spaces_around_it_is_no_change(desk: Client) -> None:
    sheet = make_sheet(
        published=False, purpose="　目的\r\n二行目　", bureau=" 統計局 ", accounts=["一般会計 ", "特別会計"]
    )
    Evaluation.objects.filter(sheet=sheet).update(team_opinion="現状通り。\n")
    assert Typist(desk, entry_url(sheet)).save().said == ["変更はありませんでした。"]


def test_an_empty_sheet_is_no_change(desk: Client) -> None:
    sheet = make_sheet(published=False)
    assert Typist(desk, entry_url(sheet)).save().said == ["変更はありませんでした。"]


def test_a_sheet_without_an_evaluation_row_can_be_saved(desk: Client) -> None:
    sheet = make_sheet(published=False)
    sheet.evaluation.delete()
    typist = Typist(desk, entry_url(sheet))
    assert typist.save().said == ["変更はありませんでした。"]
    typist.open()
    typist["budget-initial_2018"] = "1"
    assert typist.save().said == ["保存しました（第2版）。"]
    typist.open()
    typist["evaluation-response"] = "反映した"
    assert typist.save().said == ["保存しました（第3版）。"]
    assert Evaluation.objects.get(sheet=sheet).response == "反映した"


def test_every_shown_value_is_the_stored_one(typist: Typist) -> None:
    shown = {name: value for name, value in typist.cells.items() if value and "FORMS" not in name and "-id" not in name}
    for name in ("csrfmiddlewaretoken", "sheet-ministry", "sheet-project"):
        del shown[name]
    owners = ("-sheet", "-block", "-policy_evaluation")
    assert {name: value for name, value in shown.items() if not name.endswith(owners)} == {
        "edition": "1",
        "sheet-sheet_year": "2018",
        "sheet-number": "新30-0006",
        "sheet-name": "見本の対策",
        "sheet-start": "平成30年度",
        "sheet-end": "終了予定なし",
        "sheet-accounts": "一般会計\n特別会計",
        "sheet-purpose": "目的の一行目\n二行目",
        "sheet-outlay": "599",
        "budget-initial_2017": "100",
        "budget-carried_out_2017": "-",
        "budget-executed_2017": "90.5",
        "budget-initial_2018": "599",
        "budget-requested_2019": "-",
        "lines-0-name": "見本業務庁費",
        "lines-0-initial_budget": "599",
        "lines-0-requested": "-",
        "outcomes-0-name": "見本指標",
        "outcomes-0-unit": "件",
        "outcomes-0-direction": "up",
        "outcomes-0-actual_2017": "1.80",
        "outcomes-0-target_2017": "100",
        "outcomes-0-target_interim": "検討中",
        "outcomes-0-year_interim": "2019",
        "outcomes-0-target_final": "8",
        "outcomes-0-year_final": "2022",
        "outcomes-1-direction": "up",
        "activities-0-name": "見本指標",
        "activities-0-unit": "件",
        "activities-0-actual_2017": "9",
        "activities-0-target_2017": "10",
        "activities-0-target_2018": "200",
        "unit-costs-0-basis": "見本の額／見本の数",
        "unit-costs-0-unit": "円",
        "unit-costs-0-value_2018": "1.8",
        "unit-costs-0-formula_2018": "350/200",
        "policies-0-policy": "見本政策",
        "policies-0-measure": "見本施策",
        "policies-0-relation": "関係の説明",
        "policies-0-measures-0-name": "見本指標",
        "policies-0-measures-0-unit": "件",
        "policies-0-measures-0-direction": "up",
        "policies-0-measures-0-actual_2017": "-",
        "policies-0-measures-0-target_2017": "90",
        "policies-0-measures-1-direction": "up",
        "policies-1-measures-0-direction": "up",
        "check-need-state-mark": "△",
        "check-need-state-explanation": "説明",
        "related-0-ministry_name": "経済産業省",
        "related-0-number": "0001",
        "related-0-name": "関連の事業",
        "related-0-role": "分担",
        "past-2017": "新30 0008",
        "links-0-target_letter": "A",
        "links-0-kind": "money",
        "links-0-note": "【一般競争契約】",
        "links-1-source_letter": "A",
        "links-1-target_letter": "B",
        "links-1-kind": "money",
        "links-2-kind": "money",
        "blocks-0-letter": "A",
        "blocks-0-name": "請負事業者",
        "blocks-0-total": "350",
        "blocks-0-items-0-item": "人件費",
        "blocks-0-items-0-amount": "300",
        "blocks-0-payments-0-name": "見本株式会社",
        "blocks-0-payments-0-corporate_number": "7000012050002",
        "blocks-0-payments-0-amount": "350",
        "blocks-0-payments-0-contract_method": "一般競争契約（最低価格）",
        "blocks-0-payments-0-bidder_count": "3",
        "blocks-0-payments-0-award_rate": "95.5",
        "blocks-1-letter": "B",
        "blocks-1-name": "再委託先",
        "blocks-1-payments-0-name": "例示合同会社",
        "blocks-1-payments-0-amount": "12.5",
    }


YEN_CELLS = [
    "budget-initial_2018",
    "budget-supplementary_2016",
    "budget-executed_2015",
    "budget-requested_2019",
    "lines-0-initial_budget",
    "lines-0-requested",
    "sheet-outlay",
    "blocks-0-total",
    "blocks-0-items-0-amount",
    "blocks-1-payments-0-amount",
]


TEXT_CELLS = {
    "sheet-name": "別の名前",
    "sheet-laws": "法律第1条\n法律第2条",
    "sheet-methods": "委託・請負\n補助",
    "sheet-remarks": "備考",
    "sheet-change_reason": "増減の理由",
    "check-effect-used-mark": "×",
    "check-need-state-mark": "",
    "check-need-state-explanation": "",
    "evaluation-check_result": "点検結果",
    "evaluation-team_verdict": "現状通り",
    "evaluation-response_kind": "執行等改善",
    "past-2010": "－",
    "past-2017": "",
    "related-1-name": "二つ目の関連事業",
    "lines-1-name": "諸謝金",
    "links-0-note": "【随意契約】",
    "links-1-kind": "reference",
    "outcomes-0-direction": "down",
    "policies-0-relation": "",
    "policies-0-measures-1-name": "二つ目の測定指標",
    "blocks-0-payments-1-name": "二社目",
    "blocks-0-items-1-use": "旅費の使途",
}
VALUE_CELLS = [
    "outcomes-0-actual_2017",
    "outcomes-0-target_2015",
    "outcomes-0-target_interim",
    "outcomes-0-target_final",
    "activities-0-actual_2016",
    "activities-0-target_2019",
    "unit-costs-0-value_2018",
    "unit-costs-0-formula_2017",
    "policies-0-measures-0-target_2016",
]
COUNT_CELLS = ["blocks-1-payments-0-bidder_count", "blocks-1-payments-0-award_rate"]
YEAR_CELLS = ["outcomes-0-year_interim", "outcomes-0-year_final", "sheet-start", "sheet-end"]


def typed_back(typist: Typist, typed: dict[str, str]) -> dict[str, str]:
    """Type, save, open the page again, and read the same cells; a further save changes nothing."""
    for cell, text in typed.items():
        typist[cell] = text
    assert typist.save(confirm="1").problems_if_refused == []
    typist.open()
    assert typist.save().said == ["変更はありませんでした。"]
    return {cell: typist[cell] for cell in typed}


@pytest.mark.parametrize(
    ("typed", "comes_back"),
    [
        ("", ""),
        ("0", "0"),
        ("-", "-"),
        ("－", "－"),
        ("1.80", "1.8"),
        ("1,234.5", "1234.5"),
        ("１２３．５", "123.5"),
        ("0.000001", "0.000001"),
        ("9000000000000", "9000000000000"),
    ],
)
def test_money_cells_give_back_the_amount(typist: Typist, typed: str, comes_back: str) -> None:
    assert typed_back(typist, dict.fromkeys(YEN_CELLS, typed)) == dict.fromkeys(YEN_CELLS, comes_back)


@pytest.mark.parametrize("typed", ["▲5.5", "△5.5", "-5.5", "−５．５"])
def test_a_triangle_is_a_minus_where_one_may_be(typist: Typist, typed: str) -> None:
    cells = ["budget-supplementary_2018", "budget-contingency_2018", "blocks-0-items-0-amount"]
    assert typed_back(typist, dict.fromkeys(cells, typed)) == dict.fromkeys(cells, "-5.5")


@pytest.mark.parametrize("typed", ["", "0", "-", "検討中"])
def test_blank_zero_dash_and_words_are_four_things(typist: Typist, typed: str) -> None:
    cells = dict.fromkeys([*VALUE_CELLS, *COUNT_CELLS], typed)
    assert typed_back(typist, cells) == cells


@pytest.mark.parametrize(
    "typed",
    [
        "1.80",
        "350/200",
        "1,234.5",
        "１２３",
        "▲5",
        "+5",
        "0.00000000001",
        "0.123456789012345",
        "12345678901234567890",
        "99999999999999.9",
    ],
)
def test_a_value_is_kept_as_it_was_written(typist: Typist, typed: str) -> None:
    assert typed_back(typist, dict.fromkeys(VALUE_CELLS, typed)) == dict.fromkeys(VALUE_CELLS, typed)


@pytest.mark.parametrize("typed", ["令和4年度", "H31", "2022", "-", "未定", ""])
def test_a_year_is_kept_as_it_was_written(typist: Typist, typed: str) -> None:
    assert typed_back(typist, dict.fromkeys(YEAR_CELLS, typed)) == dict.fromkeys(YEAR_CELLS, typed)


def test_text_cells_give_back_what_was_typed(typist: Typist) -> None:
    assert typed_back(typist, TEXT_CELLS) == TEXT_CELLS


def test_an_added_block_is_saved_with_its_payees_and_items(typist: Typist, sheet: ReviewSheet) -> None:
    row = typist.add_row("blocks")
    payee = typist.add_row(f"{row}-payments")
    item = typist.add_row(f"{row}-items")
    typist[f"{row}-letter"], typist[f"{payee}-name"], typist[f"{item}-amount"] = "C", "三次請負", "-"
    link = typist.add_row("links")
    typist[f"{link}-source_letter"], typist[f"{link}-target_letter"] = "B", "C"
    assert typist.save().was_saved
    block = sheet.blocks.get(letter="C")
    assert [row.name for row in block.payments.all()] == ["三次請負"]
    assert [(row.amount_yen, row.amount_text) for row in block.item_uses.all()] == [(None, "-")]
    assert block.incoming.get().source.letter == "B"


def test_rows_keep_the_order_of_the_page(typist: Typist, sheet: ReviewSheet) -> None:
    for name in ("諸謝金", "旅費"):
        typist[f"{typist.add_row('lines')}-name"] = name
    typist.tick("lines-0-DELETE")
    assert typist.save().was_saved
    assert [(line.position, line.name) for line in sheet.budget_lines.all()] == [(0, "諸謝金"), (1, "旅費")]


def test_a_ticked_block_goes_with_its_rows_and_arrows(typist: Typist, sheet: ReviewSheet) -> None:
    typist.tick("blocks-1-DELETE")
    typist.tick("links-1-DELETE")
    assert typist.save().was_saved
    assert [block.letter for block in sheet.blocks.all()] == ["A"]
    assert sheet.block_links.count() == 1


def test_two_blocks_can_swap_letters(typist: Typist, sheet: ReviewSheet) -> None:
    typist["blocks-0-letter"], typist["blocks-1-letter"] = "B", "A"
    assert typist.save().was_saved
    assert [(block.letter, block.name) for block in sheet.blocks.all()] == [("B", "請負事業者"), ("A", "再委託先")]
    arrows = [(link.source and link.source.name, link.target.name) for link in sheet.block_links.all()]
    assert arrows == [(None, "再委託先"), ("再委託先", "請負事業者")]


def test_a_deleted_blocks_letter_can_be_given_to_a_new_one(typist: Typist, sheet: ReviewSheet) -> None:
    typist.tick("blocks-1-DELETE")
    typist["blocks-2-letter"], typist["blocks-2-name"] = "B", "新しいB"
    assert typist.save().was_saved
    assert [(block.letter, block.name) for block in sheet.blocks.all()] == [("A", "請負事業者"), ("B", "新しいB")]
    assert [link.target.name for link in sheet.block_links.all()] == ["請負事業者", "新しいB"]


def test_emptied_cells_leave_no_rows_behind(typist: Typist, sheet: ReviewSheet) -> None:
    for name in ("initial", "executed", "carried_out"):
        typist[f"budget-{name}_2017"] = ""
    assert typist.save().was_saved
    assert [row.budget_year for row in sheet.budget_years.all()] == [2018, 2019]


def test_a_published_total_outlives_its_cells(desk: Client) -> None:
    sheet = make_sheet(published=False)
    make_budget_year(sheet, 2017, initial_million=5, published_total_yen=5_000_000)
    typist = Typist(desk, entry_url(sheet))
    typist["budget-initial_2017"] = ""
    assert typist.save().was_saved
    assert BudgetYear.objects.get(sheet=sheet).published_total_yen == 5_000_000


def test_the_sheet_year_can_be_corrected(typist: Typist, sheet: ReviewSheet) -> None:
    typist["sheet-sheet_year"] = "2019"
    assert typist.save().said == ["保存しました（第2版）。"]
    sheet.refresh_from_db()
    assert sheet.sheet_year == 2019
    typist.open()
    assert typist["budget-executed_2017"] == "90.5"
    assert typist["budget-requested_2019"] == "-"
    assert typist.save().said == ["変更はありませんでした。"]


def test_payees_are_found_by_number_else_by_name(typist: Typist, sheet: ReviewSheet) -> None:
    typist["blocks-1-payments-0-corporate_number"] = "7000012050002"
    row = typist.add_row("blocks-1-payments")
    typist[f"{row}-name"] = "㈱見本　商事"
    assert typist.save().was_saved
    first, second = sheet.blocks.get(letter="B").payments.all()
    assert first.payee == sheet.blocks.get(letter="A").payments.get().payee
    assert (first.name, first.payee.name) == ("例示合同会社", "見本株式会社")
    assert (second.payee.key, second.payee.corporate_number) == ("株式会社見本商事", "")


def test_a_number_published_wrong_and_not_touched_can_be_saved(desk: Client, sheet: ReviewSheet) -> None:
    payment = make_payment(
        sheet.blocks.get(letter="B"), "番号違い", corporate_number="1234567890123", award_rate_percent=120
    )
    typist = Typist(desk, entry_url(sheet))
    typist["blocks-1-payments-1-work"] = "業務"
    assert typist.save().was_saved
    payment.refresh_from_db()
    assert (payment.corporate_number, payment.work, payment.award_rate_percent) == ("1234567890123", "業務", 120)
