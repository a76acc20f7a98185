"""A made-up sheet on the RS form with something in each of its tables."""

from decimal import Decimal

from reviewsheets.models import (
    BudgetItem,
    Evaluation,
    IndicatorValue,
    Law,
    MultiYearContract,
    OwnCost,
    PathNode,
    Plan,
    Policy,
    ReflectedAmount,
    RelatedProject,
    Remark,
    ReviewSheet,
    SheetOrganisation,
    SubsidyRate,
)
from tests.factories import (
    make_account,
    make_block,
    make_budget_year,
    make_contract,
    make_indicator,
    make_item_use,
    make_link,
    make_ministry,
    make_part,
    make_path_link,
    make_payment,
    make_sheet,
    make_source,
)

RS_PAGE = "/sheets/2024/総務省/501/"


def make_rs_sheet(*, number: str = "501", payees: int = 3) -> ReviewSheet:
    """The sheet, with that many payees of two contracts each in its first block."""
    sheet = make_sheet(
        sheet_year=2024,
        number=number,
        name="見本システムの整備",
        policy_ministry=make_ministry("デジタル庁"),
        bureau="見本局",
        department="見本部",
        division="見本課",
        office="見本室",
        stage="前年度事業",
        start_year=2014,
        has_no_planned_end=True,
        methods=["直接実施", "補助"],
        expense_items=["その他の事項経費"],
        purpose="見本の目的",
        issues="見本の現状と課題",
        outline="見本の概要",
        outline_url="https://example.go.jp/outline",
        outline_remarks="概要の備考",
        former_number="2023-総務-22-0001",
        source_url="javascript:alert(1)",
        remarks="6-1の備考",
    )
    _basis(sheet)
    _budget(sheet)
    _indicators(sheet)
    _evaluation(sheet)
    _spending(sheet, payees)
    for code in ("1-2", "5-1"):
        make_source(sheet, code)
    return sheet


def _basis(sheet: ReviewSheet) -> None:
    make_part(SheetOrganisation, sheet, officer="課長　見本太郎")
    make_part(SheetOrganisation, sheet, ministry_name="財務省", bureau="他局", division="他課", officer="他の責任者")
    make_part(Policy, sheet, ministry_name="総務省", policy="政策一", measure="施策一", url="https://example.go.jp/p")
    make_part(Law, sheet, name="見本法", law_number="令和三年法律第三十六号", article="第四条", paragraph="2")
    make_part(Plan, sheet, name="見本計画", url="別添のとおり")
    make_part(SubsidyRate, sheet, target="地方公共団体", rate="10/10", ceiling="1,000千円")
    make_part(RelatedProject, sheet, number="502", name="統合先の事業", relation="統合先")
    make_part(RelatedProject, sheet, number="999", name="どこにもない事業", relation="子事業")


def _budget(sheet: ReviewSheet) -> None:
    gross = {"published_basis": "gross"}
    past = make_budget_year(
        sheet,
        2023,
        initial_million=100,
        supplementary_million=20,
        carried_in_million=0,
        contingency_million=0,
        carried_out_million=5,
        executed_million=90,
        published_total_yen=120_000_000,
        published_rate_percent=Decimal(75),
        change_reason="増えた理由",
        **gross,
    )
    make_account(past, initial_million=100, supplementary_1_million=20, total_million=120, executed_million=90)
    this = make_budget_year(
        sheet, 2024, initial_million=110, executed_text="0", published_total_yen=110_000_000, notes="特記", **gross
    )
    make_account(this, initial_million=60, total_million=60, executed_text="0", notes="会計の備考")
    special = {"account_kind": "特別会計", "subaccount": "見本勘定"}
    make_account(this, "見本特別会計", initial_million=50, total_million=50, executed_text="0", **special)
    make_budget_year(sheet, 2025, requested_million=130)
    item = {"account_kind": "一般会計", "account": "一般会計", "jurisdiction": "総務省", "organisation": "総務本省"}
    item |= {"budget_kind": "当初予算", "item": "見本費"}
    make_part(
        BudgetItem, sheet, budget_year=2024, sub_item="庁費", amount_million=70, next_requested_million=80, **item
    )
    make_part(BudgetItem, sheet, budget_year=2024, sub_item="旅費", amount_million=40, supplement="補足", **item)
    make_part(BudgetItem, sheet, budget_year=2023, budget_kind="前年度から繰越し", amount_million=0)


def _indicators(sheet: ReviewSheet) -> None:
    make_indicator(sheet, "action", number="1", goal="研修を行う", name="", unit="")
    make_indicator(sheet, "activity", {2023: (10, 9)}, number="1", name="研修の回数", unit="回", direction="")
    outcome = make_indicator(
        sheet,
        "outcome",
        {2022: (80, 60), 2023: (90, 99), 2030: (95, None)},
        number="1",
        term="3.長期",
        goal_kind="定量的",
        goal="満足度を上げる",
        name="満足度",
        unit="％",
        source="調査",
        decision="見本戦略",
        decision_part="第2章",
        decision_url="https://example.go.jp/kpi",
    )
    IndicatorValue.objects.filter(indicator=outcome, fiscal_year=2030).update(goal_mark="1")
    IndicatorValue.objects.filter(indicator=outcome, fiscal_year=2023).update(published_achievement_percent=110)
    make_indicator(
        sheet,
        "outcome",
        number="2",
        goal_kind="定性的",
        goal="暮らしを良くする",
        name="",
        unit="",
        qualitative_reason="数えられないため",
        qualitative_result="良くなった",
    )
    steps = [
        make_part(PathNode, sheet, kind=kind, number="1", text=text, term=term)
        for kind, text, term in (
            ("アクティビティ", "研修を行う", ""),
            ("アウトプット", "研修の回数", ""),
            ("アウトカム", "満足度を上げる", "3.長期"),
        )
    ]
    make_path_link(steps[0], steps[1])
    make_path_link(steps[1], steps[2], follow_up="研修が身につくため", single_stage_reason="測れないため")


def _evaluation(sheet: ReviewSheet) -> None:
    Evaluation.objects.filter(sheet=sheet).update(
        check_result="適切である",
        effect_review="効果があった",
        expert_last_year="2020",
        expert_review="外部有識者による点検対象外",
        public_process_result="公開の結果",
        team_verdict="現状通り",
        team_opinion="努めること",
        response_kind="縮減",
        response="縮減する",
        reflected_general_yen=-3_000_000,
    )
    make_part(ReflectedAmount, sheet, account="見本特別会計", subaccount="見本勘定", amount_million=-2)
    make_part(Remark, sheet, kind="other", origin="会計検査院", remark_year="2022", text="他の指摘", response="改めた")
    make_part(Remark, sheet, kind="review", origin="公開プロセス", remark_year="2021", text="指摘", response="対応した")


def _spending(sheet: ReviewSheet, payees: int) -> None:
    a = make_block(sheet, "A", name="見本社ほか", role="運営", total_million=60, payee_count=payees)
    b = make_block(sheet, "B", name="桁違い社", total_million=9_000_000)
    for block in (a, b):
        make_link(None, block)
    for place in range(payees):
        payment = make_payment(
            a, f"見本社{place}", amount_million=20, location="東京都千代田区1", legal_kind="301", is_other=place == 1
        )
        make_contract(
            payment,
            amount_million=15,
            contract_method="随意契約（その他）",
            contract_method_detail="特命",
            bidders=1,
            award_rate_percent=Decimal("99.5"),
            reason="他にできる者がないため",
        )
        make_contract(payment, "少額のもの", amount_million=5, bidders_text="0", award_rate_text="0", is_other=True)
    make_payment(b, "桁違い社", amount_million=9_000_000, is_amount_doubtful=True)
    make_item_use(a, "雑役務費", use="研修", amount_million=3, payee_name="見本社0", contract_summary="見本業務")
    make_item_use(a, "旅費", use="出張", amount_million=1, payee_name="見本社0", contract_summary="見本業務")
    make_part(OwnCost, sheet, name="間接経費", item="職員旅費", amount_million=2)
    make_part(
        MultiYearContract,
        sheet,
        block_letter="A",
        name="見本社0",
        corporate_number="1234567890123",
        location="東京都港区2",
        legal_kind="301",
        summary="五年の賃貸借",
        is_other_contract=False,
        amount_million=241,
        contract_method="一般競争契約（最低価格）",
        bidders=3,
        award_rate_text="0",
    )
