"""The sheet the project starts from: FY2018, 総務省, 新30-0006, as its paper form says it.

Figures, names and labels are the form's; the long paragraphs are shortened. Amounts in million yen as printed.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Model

from reviewsheets.demo.tree import SheetTree, million_cells, number_cells
from reviewsheets.models import (
    Block,
    BlockLink,
    BudgetLine,
    BudgetYear,
    CheckAnswer,
    CheckQuestion,
    Evaluation,
    Indicator,
    IndicatorValue,
    Ministry,
    PastSheetNumber,
    PolicyEvaluation,
    Project,
    RelatedProject,
    ReviewSheet,
    UnitCost,
    UnitCostYear,
)

SHEET_YEAR = 2018
PAST_YEARS = (2015, 2016, 2017)
PUBLISHED_AT = datetime(2018, 9, 7, 10, tzinfo=ZoneInfo("Asia/Tokyo"))
NAME = "IoTセキュリティ総合対策の推進"

PURPOSE = (
    "攻撃の的になっているIoT機器を、官民が連携して守り、"
    "国全体のサイバーセキュリティを高めて、安心して使える通信環境をつくる。"
)
OUTLINE = (
    "IoT機器の弱点を調べ、見つかった機器の持ち主に知らせるとともに、"
    "これから作られる機器の安全を確かにするための啓発などを、関係者と共に行う。"
)
RELATION = "設定に不備のあるIoT機器を調べて利用者に知らせることで、サイバーセキュリティの確保と社会の発展に役立つ。"
EXPLANATIONS = {
    CheckQuestion.NEED_SOCIETY: "IoT機器への攻撃は社会に大きな被害を与えるため、国として対処する必要性が高い。",
    CheckQuestion.NEED_STATE: "事業者の枠を越えた連携の仕組みづくりであり、国が主体となって行うべきものである。",
    CheckQuestion.NEED_PRIORITY: "国の対処能力を高める事業であり、閣議決定された戦略にも記載があるため、優先度は高い。",
}
# The explanation of the question above covers its sub-questions; the related projects' stands beside each project.
WITHOUT_EXPLANATION = (
    CheckQuestion.EFFICIENCY_SINGLE_BID,
    CheckQuestion.EFFICIENCY_NO_COMPETITION,
    CheckQuestion.RELATED_ROLES,
)


def seed_tree() -> SheetTree:
    """The whole sheet, unsaved."""
    sheet = _header()
    parts = (_budget, _outcome, _activity, _unit_cost, _policy, _checks, _evaluation, _references, _flow)
    return SheetTree(sheet, tuple(row for part in parts for row in part(sheet)))


def _header() -> ReviewSheet:
    ministry = Ministry(name="総務省", name_en="Ministry of Internal Affairs and Communications", order=15)
    return ReviewSheet(
        project=Project(key="総務省-新30-0006", name=NAME, ministry=ministry),
        ministry=ministry,
        sheet_year=SHEET_YEAR,
        number="新30-0006",
        name=NAME,
        bureau="サイバーセキュリティ統括官",
        division="サイバーセキュリティ統括官（室）",
        officer="参事官　赤阪　晋介",
        start_year=2018,
        end_year=2018,
        accounts=["一般会計"],
        policies=["ＩＴ戦略"],
        expense_items=["その他の事項経費"],
        methods=["委託・請負"],
        laws="サイバーセキュリティ基本法第16条及び第18条、総務省設置法第4条第1項第70号",
        plans=(
            "世界最先端デジタル国家創造宣言・官民データ活用推進基本計画（平成30年６月閣議決定）、"
            "未来投資戦略2018（平成30年６月閣議決定）、サイバーセキュリティ戦略（平成30年７月閣議決定）"
        ),
        purpose=PURPOSE,
        outline=OUTLINE,
        outlay_yen=599_000_000,
        published_at=PUBLISHED_AT,
        created_at=PUBLISHED_AT,
    )


def _budget(sheet: ReviewSheet) -> list[Model]:
    dashes = million_cells(supplementary="-", carried_in="-", carried_out="-", contingency="-")
    past = million_cells(initial="-", executed="0")
    return [
        *(BudgetYear(sheet=sheet, budget_year=year, **past, **dashes) for year in PAST_YEARS),
        BudgetYear(sheet=sheet, budget_year=2018, **million_cells(initial="599"), **dashes),
        BudgetYear(sheet=sheet, budget_year=2019, **million_cells(requested="-")),
        BudgetLine(sheet=sheet, name="情報通信技術研究開発推進業務庁費", **million_cells(initial="599", requested="-")),
    ]


def _value(indicator: Indicator, column: str, year: int | None, **cells: str) -> IndicatorValue:
    return IndicatorValue(indicator=indicator, column=column, fiscal_year=year, **number_cells(**cells))


def _past_dashes(indicator: Indicator) -> list[Model]:
    return [_value(indicator, IndicatorValue.Column.YEAR, year, target="-", actual="-") for year in PAST_YEARS]


def _outcome(sheet: ReviewSheet) -> list[Model]:
    outcome = Indicator(
        sheet=sheet,
        kind=Indicator.Kind.OUTCOME,
        goal="注意喚起を実施する大手・中堅ISP事業者数を８者とする",
        name="注意喚起を実施する大手・中堅ISP事業者数",
        unit="者",
        source="大手・中堅ISP事業者数",
    )
    interim = _value(outcome, IndicatorValue.Column.INTERIM, None, target="-", actual="-")
    interim.fiscal_year_text = "-"
    final = _value(outcome, IndicatorValue.Column.FINAL, 2018, target="8", actual="-")
    return [outcome, *_past_dashes(outcome), interim, final]


def _activity(sheet: ReviewSheet) -> list[Model]:
    activity = Indicator(sheet=sheet, kind=Indicator.Kind.ACTIVITY, name="調査したIPアドレス数", unit="百万件")
    return [
        activity,
        *_past_dashes(activity),
        _value(activity, IndicatorValue.Column.YEAR, 2018, target="200", actual="-"),
        _value(activity, IndicatorValue.Column.YEAR, 2019, target="-", actual="-"),
    ]


def _unit_cost(sheet: ReviewSheet) -> list[Model]:
    cost = UnitCost(
        sheet=sheet,
        basis="IoT機器の脆弱性の調査等に係る執行額／調査したIPアドレス数",
        unit="円",
        formula_unit="百万円/百万件",
    )
    written = [*((year, "-", "-") for year in PAST_YEARS), (2018, "1.8", "350/200")]
    return [
        cost,
        *(
            UnitCostYear(unit_cost=cost, fiscal_year=year, formula=formula, **number_cells(value=value))
            for year, value, formula in written
        ),
    ]


def _policy(sheet: ReviewSheet) -> list[Model]:
    policy = PolicyEvaluation(
        sheet=sheet,
        policy="V．情報通信（ＩＣＴ政策）",
        measure="１．情報通信技術の研究開発・標準化の推進",
        relation=RELATION,
    )
    measure = Indicator(
        sheet=sheet,
        policy_evaluation=policy,
        kind=Indicator.Kind.POLICY,
        name="成果の普及状況（標準化、実用化又は特許等を取得した課題の割合）",
        unit="％",
    )
    interim = _value(measure, IndicatorValue.Column.INTERIM, None, target="-", actual="-")
    # The form's text does not tell 90's column; the target year is where a final target belongs.
    final = _value(measure, IndicatorValue.Column.FINAL, None, target="90", actual="-")
    return [policy, measure, *_past_dashes(measure), interim, final]


def _checks(sheet: ReviewSheet) -> list[Model]:
    return [_check(sheet, question) for question in CheckQuestion]


def _check(sheet: ReviewSheet, question: CheckQuestion) -> CheckAnswer:
    if question in EXPLANATIONS:
        good, explanation = CheckAnswer.Mark.GOOD, EXPLANATIONS[question]
        return CheckAnswer(sheet=sheet, question=question, mark=good, explanation=explanation)
    explanation = "" if question in WITHOUT_EXPLANATION else "-"
    return CheckAnswer(sheet=sheet, question=question, mark=CheckAnswer.Mark.NONE, explanation=explanation)


def _evaluation(sheet: ReviewSheet) -> list[Model]:
    opinion = "事業の目的の達成に向け、適正な予算執行に努めること。"
    return [Evaluation(sheet=sheet, check_result="-", improvement="-", team_opinion=opinion)]


def _references(sheet: ReviewSheet) -> list[Model]:
    return [
        *(PastSheetNumber(sheet=sheet, past_year=year, number="－") for year in range(2010, 2017)),
        PastSheetNumber(sheet=sheet, past_year=2017, number="新30 0008"),
        RelatedProject(sheet=sheet, ministry_name="-", number="-", name="-"),
    ]


def _flow(sheet: ReviewSheet) -> list[Model]:
    contractor = Block(sheet=sheet, position=0, letter="A", name="請負事業者")
    unnamed = Block(sheet=sheet, position=1, letter="B")
    return [contractor, unnamed, BlockLink(sheet=sheet, target=contractor)]
