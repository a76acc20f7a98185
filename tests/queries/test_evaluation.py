import pytest

from reviewsheets.models import CheckQuestion, Evaluation, ReflectedAmount, Remark
from reviewsheets.queries.evaluation import (
    Opinions,
    ReflectedRow,
    RemarkRow,
    check_groups,
    opinions_of,
    reflected_of,
    remarks_of,
)
from reviewsheets.units.cells import YenCell
from tests.factories import make_check_answer, make_part, make_sheet

pytestmark = pytest.mark.django_db


def test_every_question_stands_in_the_forms_order() -> None:
    groups = check_groups(make_sheet())
    assert [(group.section, len(group.rows)) for group in groups] == [
        ("国費投入の必要性", 3),
        ("事業の効率性", 10),
        ("事業の有効性", 4),
        ("関連事業", 1),
    ]
    assert [row.question for group in groups for row in group.rows if row.is_sub_question] == [
        "一般競争契約、指名競争契約又は随意契約（企画競争）による支出のうち、一者応札又は一者応募となったものはないか。",
        "競争性のない随意契約となったものはないか。",
    ]


def test_answer_stands_at_its_question_and_others_are_blank() -> None:
    sheet = make_sheet()
    make_check_answer(sheet, CheckQuestion.NEED_STATE, "△", "一部は委ねられる。")
    need = check_groups(sheet)[0].rows
    assert [(row.mark, row.explanation) for row in need] == [("", ""), ("△", "一部は委ねられる。"), ("", "")]


def test_opinions_are_read_as_written() -> None:
    sheet = make_sheet()
    Evaluation.objects.filter(sheet=sheet).update(check_result="-", team_verdict="現状通り")
    sheet.refresh_from_db()
    assert opinions_of(sheet) == Opinions(check_result="-", team_verdict="現状通り")


def test_sheet_without_an_evaluation_has_blank_opinions() -> None:
    sheet = make_sheet()
    Evaluation.objects.filter(sheet=sheet).delete()
    sheet.refresh_from_db()
    assert opinions_of(sheet) == Opinions()


def test_what_the_rs_form_adds_is_read() -> None:
    sheet = make_sheet(sheet_year=2024)
    Evaluation.objects.filter(sheet=sheet).update(effect_review="評価", reflected_general_yen=-5)
    make_part(ReflectedAmount, sheet, account="特会", subaccount="勘定", amount_million=-2)
    sheet.refresh_from_db()
    said = opinions_of(sheet)
    assert (said.effect_review, said.reflected_general, said.is_blank) == ("評価", YenCell(-5), False)
    assert reflected_of(sheet) == (ReflectedRow("特会", "勘定", YenCell(-2_000_000)),)


def test_remarks_of_the_review_come_first() -> None:
    sheet = make_sheet(sheet_year=2024)
    make_part(Remark, sheet, kind="other", origin="会計検査院", text="指摘二")
    make_part(Remark, sheet, kind="review", origin="公開プロセス", remark_year="2022", text="指摘一", response="対応")
    assert remarks_of(sheet) == (
        RemarkRow("過去に受けた指摘事項", "公開プロセス", "2022", "指摘一", "対応"),
        RemarkRow("その他の指摘事項", "会計検査院", "", "指摘二", ""),
    )
