"""The seed sheet, against literals read from the paper form's text."""

from decimal import Decimal

import pytest

from reviewsheets.demo.load import load_demo
from reviewsheets.models import CheckQuestion, Indicator, ReviewSheet

MILLION = 1_000_000
pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet() -> ReviewSheet:
    load_demo(sheets=0)
    return ReviewSheet.objects.get(sheet_year=2018, ministry__name="総務省", number="新30-0006")


def test_the_header_is_the_forms(sheet: ReviewSheet) -> None:
    header = {
        "name": "IoTセキュリティ総合対策の推進",
        "bureau": "サイバーセキュリティ統括官",
        "division": "サイバーセキュリティ統括官（室）",
        "officer": "参事官　赤阪　晋介",
        "start_year": 2018,
        "end_year": 2018,
        "accounts": ["一般会計"],
        "policies": ["ＩＴ戦略"],
        "expense_items": ["その他の事項経費"],
        "methods": ["委託・請負"],
        "laws": "サイバーセキュリティ基本法第16条及び第18条、総務省設置法第4条第1項第70号",
        "plans": "世界最先端デジタル国家創造宣言・官民データ活用推進基本計画（平成30年６月閣議決定）、"
        "未来投資戦略2018（平成30年６月閣議決定）、サイバーセキュリティ戦略（平成30年７月閣議決定）",
        "change_reason": "",
        "remarks": "",
    }
    assert {column: getattr(sheet, column) for column in header} == header
    assert sheet.is_published
    assert not sheet.ministry.is_fictional


def test_past_years_hold_dashes_and_an_executed_zero(sheet: ReviewSheet) -> None:
    columns = ("initial", "supplementary", "carried_in", "carried_out", "contingency", "executed", "requested")
    written = [
        [year.budget_year, *((getattr(year, f"{c}_yen"), getattr(year, f"{c}_text")) for c in columns)]
        for year in sheet.budget_years.all()
    ]
    dash, blank = (None, "-"), (None, "")
    past = [dash, dash, dash, dash, dash, (0, ""), blank]
    assert written == [
        [2015, *past],
        [2016, *past],
        [2017, *past],
        [2018, (599 * MILLION, ""), dash, dash, dash, dash, blank, blank],
        [2019, blank, blank, blank, blank, blank, blank, dash],
    ]


def test_totals_are_derived_and_rates_have_nothing_to_divide(sheet: ReviewSheet) -> None:
    figures = [year.figures for year in sheet.budget_years.all()]
    assert [row.total_yen for row in figures] == [0, 0, 0, 599 * MILLION, 0]
    assert [row.execution_rate_percent for row in figures] == [None] * 5


def test_the_budget_line_is_the_forms(sheet: ReviewSheet) -> None:
    lines = sheet.budget_lines.values_list("name", "initial_yen", "initial_text", "requested_yen", "requested_text")
    assert list(lines) == [("情報通信技術研究開発推進業務庁費", 599 * MILLION, "", None, "-")]


def _values(indicator: Indicator) -> list[tuple[object, ...]]:
    rows = indicator.values.order_by("pk")
    return [
        (v.column, v.fiscal_year, v.fiscal_year_text, v.target, v.target_text, v.actual, v.actual_text) for v in rows
    ]


DASHES = [("year", year, "", None, "-", None, "-") for year in (2015, 2016, 2017)]


def test_the_outcome_has_eight_providers_as_its_final_target(sheet: ReviewSheet) -> None:
    outcome = sheet.indicators.get(kind="outcome")
    assert outcome.goal == "注意喚起を実施する大手・中堅ISP事業者数を８者とする"
    assert outcome.name == "注意喚起を実施する大手・中堅ISP事業者数"
    assert (outcome.unit, outcome.source) == ("者", "大手・中堅ISP事業者数")
    assert _values(outcome) == [
        *DASHES,
        ("interim", None, "-", None, "-", None, "-"),
        ("final", 2018, "", Decimal(8), "", None, "-"),
    ]


def test_the_activity_plans_two_hundred_in_2018(sheet: ReviewSheet) -> None:
    activity = sheet.indicators.get(kind="activity")
    assert (activity.name, activity.unit) == ("調査したIPアドレス数", "百万件")
    assert _values(activity) == [
        *DASHES,
        ("year", 2018, "", Decimal(200), "", None, "-"),
        ("year", 2019, "", None, "-", None, "-"),
    ]


def test_the_unit_cost_keeps_its_printed_value_and_formula(sheet: ReviewSheet) -> None:
    cost = sheet.unit_costs.get()
    assert cost.basis == "IoT機器の脆弱性の調査等に係る執行額／調査したIPアドレス数"
    assert (cost.unit, cost.formula_unit) == ("円", "百万円/百万件")
    years = cost.years.values_list("fiscal_year", "value", "value_text", "formula")
    past = [(year, None, "-", "-") for year in (2015, 2016, 2017)]
    assert list(years) == [*past, (2018, Decimal("1.8"), "", "350/200")]


def test_the_policy_measure_aims_at_ninety_percent(sheet: ReviewSheet) -> None:
    policy = sheet.policy_evaluations.get()
    assert policy.policy == "V．情報通信（ＩＣＴ政策）"
    assert policy.measure == "１．情報通信技術の研究開発・標準化の推進"
    measure = policy.measures.get()
    assert measure.name == "成果の普及状況（標準化、実用化又は特許等を取得した課題の割合）"
    assert measure.unit == "％"
    assert _values(measure) == [
        *DASHES,
        ("interim", None, "", None, "-", None, "-"),
        ("final", None, "", Decimal(90), "", None, "-"),
    ]


def test_three_questions_are_answered_and_the_rest_are_dashes(sheet: ReviewSheet) -> None:
    marks = dict(sheet.check_answers.values_list("question", "mark"))
    assert [marks[question] for question in CheckQuestion] == ["○"] * 3 + ["‐"] * 15
    explained = dict(sheet.check_answers.values_list("question", "explanation"))
    assert all(len(explained[question]) > 10 for question in list(CheckQuestion)[:3])
    assert [explained[question] for question in CheckQuestion].count("-") == 12


def test_the_team_spoke_and_nobody_else(sheet: ReviewSheet) -> None:
    evaluation = sheet.evaluation
    assert evaluation.team_opinion == "事業の目的の達成に向け、適正な予算執行に努めること。"
    assert (evaluation.check_result, evaluation.improvement) == ("-", "-")
    assert (evaluation.expert_opinion, evaluation.response, evaluation.team_verdict) == ("", "", "")


def test_past_numbers_are_dashes_until_2017(sheet: ReviewSheet) -> None:
    numbers = list(sheet.past_numbers.values_list("past_year", "number"))
    assert numbers == [*((year, "－") for year in range(2010, 2017)), (2017, "新30 0008")]


def test_the_related_projects_table_holds_a_dash_in_each_column(sheet: ReviewSheet) -> None:
    assert list(sheet.related_projects.values_list("ministry_name", "number", "name")) == [("-", "-", "-")]


def test_the_ministry_pays_block_a_and_block_b_is_empty(sheet: ReviewSheet) -> None:
    assert sheet.outlay_yen == 599 * MILLION
    blocks = list(sheet.blocks.values_list("letter", "name", "total_yen", "total_text"))
    assert blocks == [("A", "請負事業者", None, ""), ("B", "", None, "")]
    assert list(sheet.block_links.values_list("source", "target__letter", "kind")) == [(None, "A", "money")]
    assert not any(block.payments.exists() or block.item_uses.exists() for block in sheet.blocks.all())
