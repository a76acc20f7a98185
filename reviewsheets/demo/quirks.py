"""What is odd on purpose: single irregularities of single sheets, as published sheets have them.

Each gives the pages and the automated review something to show. A quirk changes the rows of one sheet only.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from reviewsheets.demo.spending_rows import NO_COMPETITION, OPEN_BID
from reviewsheets.demo.tree import SheetTree
from reviewsheets.models import (
    Block,
    BlockLink,
    BudgetYear,
    Evaluation,
    Indicator,
    IndicatorValue,
    Payment,
)
from reviewsheets.units.money import MILLION

Quirk = Callable[[SheetTree], None]
REVISED_YEAR = 2019  # budget year


def _year(tree: SheetTree, budget_year: int) -> BudgetYear:
    return next(row for row in tree.of(BudgetYear) if row.budget_year == budget_year)


def _payments(tree: SheetTree, letter: str) -> list[Payment]:
    return [row for row in tree.of(Payment) if row.block.letter == letter]


def executed_was_revised(tree: SheetTree) -> None:
    """From this sheet on another 執行額 of 2019 than the sheets before gave."""
    row = _year(tree, REVISED_YEAR)
    row.executed_yen = (row.executed_yen or 0) * 97 // 100


def supplementary_was_revised(tree: SheetTree) -> None:
    """From this sheet on another 補正予算 of 2019 than the sheets before gave."""
    row = _year(tree, REVISED_YEAR)
    row.supplementary_yen = (row.supplementary_yen or 0) + 240 * MILLION


def carry_chain_is_broken(tree: SheetTree) -> None:
    """What one year carries out is not what the next one carries in."""
    row = _year(tree, tree.sheet.sheet_year - 1)
    row.carried_in_yen = (row.carried_in_yen or 0) - 85 * MILLION


def published_total_differs(tree: SheetTree) -> None:
    """An imported 計 that is not the sum of its parts."""
    row = _year(tree, tree.sheet.sheet_year - 1)
    row.published_total_yen = row.figures.total_yen + 120 * MILLION
    row.published_basis = row.figures.basis


def published_rate_differs(tree: SheetTree) -> None:
    """An imported 執行率 that is another one than 執行額 gives."""
    _year(tree, tree.sheet.sheet_year - 1).published_rate_percent = Decimal("91.4")


def request_without_change_after_advice(tree: SheetTree) -> None:
    """The team asks for an improvement, the response is 現状通り."""
    evaluation = tree.of(Evaluation)[0]
    evaluation.response_kind = Evaluation.ResponseKind.KEEP
    evaluation.response = "引き続き、現在の内容で実施する。"


def abolished(tree: SheetTree) -> None:
    """The team's verdict is 廃止, and so is the response."""
    evaluation = tree.of(Evaluation)[0]
    evaluation.team_verdict = Evaluation.TeamVerdict.ABOLISH
    evaluation.team_opinion = "事業の役割は終わっており、廃止すること。"
    evaluation.response_kind = Evaluation.ResponseKind.ABOLISH
    evaluation.response = "所見のとおり廃止する。"


def single_bid(tree: SheetTree) -> None:
    """One bidder, an award rate near 100, a large amount, and no reason given."""
    payment = _payments(tree, "A")[0]
    payment.contract_method, payment.bidders = OPEN_BID, 1
    payment.award_rate_percent, payment.reason = Decimal("99.8"), ""


def no_competition(tree: SheetTree) -> None:
    """A contract without competition, with its reason."""
    payment = _payments(tree, "A")[0]
    payment.contract_method, payment.bidders, payment.award_rate_percent = NO_COMPETITION, None, None
    payment.reason = "既存の設備と一体で運用する必要があり、競争を許さないため。次期の更新から分けて調達する。"


def award_rate_over_hundred(tree: SheetTree) -> None:
    """A 落札率 that cannot be."""
    payment = _payments(tree, "A")[0]
    payment.contract_method, payment.bidders, payment.award_rate_percent = OPEN_BID, 2, Decimal("104.2")


def competition_without_bidders(tree: SheetTree) -> None:
    """A competitive contract with 0 bidders, and an award rate in words."""
    payment = _payments(tree, "A")[0]
    payment.contract_method, payment.bidders = OPEN_BID, 0
    payment.award_rate_percent, payment.award_rate_text = None, "非公表"


def wrong_check_digit(tree: SheetTree) -> None:
    """A 法人番号 with a wrong check digit, kept as published."""
    payment = _payments(tree, "A")[0]
    digit = int(payment.corporate_number[0]) % 9 + 1
    payment.corporate_number = f"{digit}{payment.corporate_number[1:]}"


def other_number(tree: SheetTree) -> None:
    """The number of a payee under the name of another one."""
    first, second = _payments(tree, "A")[:2]
    second.name = first.name


def opaque_payees(tree: SheetTree) -> None:
    """Payees whose name tells nothing, one without an amount, one with words instead."""
    *_others, third, second, last = _payments(tree, "A")
    for payment, name in ((third, "個人Ａ"), (second, "その他"), (last, "未定")):
        payment.name, payment.corporate_number = name, ""
    second.amount_yen = None
    last.amount_yen, last.amount_text = None, "-"


def yen_typed_as_million(tree: SheetTree) -> None:
    """Yen typed into a million-yen column."""
    payment = _payments(tree, "A")[-1]
    payment.amount_yen = (payment.amount_yen or 0) * MILLION


def block_total_differs(tree: SheetTree) -> None:
    """A block's total a third above its payees, and so above what was executed."""
    block = tree.of(Block)[0]
    block.total_yen = (block.total_yen or 0) * 4 // 3


def children_over_parent(tree: SheetTree) -> None:
    """A block that gets more than the one it is paid by."""
    parent, child = tree.of(Block)[:2]
    child.total_yen = (parent.total_yen or 0) * 13 // 10


def cycle_is_a_correction(tree: SheetTree) -> None:
    """The arrow that turns back says why."""
    tree.of(BlockLink)[-1].note = "【試験結果の検証を再び委託】"


def target_was_lowered(tree: SheetTree) -> None:
    """From this sheet on the final target is lower."""
    outcome = next(row for row in tree.of(Indicator) if row.kind == Indicator.Kind.OUTCOME)
    for value in tree.of(IndicatorValue):
        if value.indicator is outcome and value.column == IndicatorValue.Column.FINAL and value.target:
            value.target = (value.target * 9 / 10).quantize(Decimal(1))


def indicator_was_replaced(tree: SheetTree) -> None:
    """The outcome goes by another name than on last year's sheet, without unit and source."""
    outcome = next(row for row in tree.of(Indicator) if row.kind == Indicator.Kind.OUTCOME)
    outcome.name, outcome.unit, outcome.source = "研修の３年後も続けている就農者数", "", ""


def target_is_missing(tree: SheetTree) -> None:
    """Actual values without a target to compare with."""
    outcome = next(row for row in tree.of(Indicator) if row.kind == Indicator.Kind.OUTCOME)
    for value in tree.of(IndicatorValue):
        if value.indicator is outcome:
            value.target, value.target_text = None, ""


def target_cannot_be_set(tree: SheetTree) -> None:
    """No quantitative goal, and the reason for that."""
    tree.sheet.no_target_reason = "関係機関の接続が始まったばかりで、効果を測る基準がまだ定まっていないため。"


def is_draft(tree: SheetTree) -> None:
    """Not published yet."""
    tree.sheet.published_at = None


# By theme and sheet year.
QUIRKS: Mapping[tuple[str, int], tuple[Quirk, ...]] = {
    ("遠隔医療", 2020): (opaque_payees,),
    ("遠隔医療", 2021): (executed_was_revised,),
    ("遠隔医療", 2022): (executed_was_revised,),
    ("無線実証", 2019): (single_bid,),
    ("無線実証", 2021): (wrong_check_digit,),
    ("担い手", 2020): (request_without_change_after_advice,),
    ("担い手", 2021): (indicator_was_replaced,),
    ("担い手", 2022): (indicator_was_replaced,),
    ("堤防", 2021): (carry_chain_is_broken,),
    ("手続電子化", 2020): (no_competition,),
    ("手続電子化", 2022): (single_bid,),
    ("観光", 2022): (request_without_change_after_advice,),
    ("中小企業", 2021): (supplementary_was_revised,),
    ("中小企業", 2022): (supplementary_was_revised,),
    ("衛星", 2020): (no_competition,),
    ("衛星", 2022): (single_bid,),
    ("研究基盤", 2019): (block_total_differs,),
    ("備蓄", 2020): (competition_without_bidders,),
    ("備蓄", 2021): (yen_typed_as_million,),
    ("水道", 2020): (published_total_differs,),
    ("水道", 2022): (published_rate_differs,),
    ("文化財", 2020): (target_was_lowered,),
    ("文化財", 2021): (target_was_lowered,),
    ("文化財", 2022): (target_was_lowered,),
    ("森林", 2021): (other_number,),
    ("留学生", 2022): (abolished,),
    ("空き家", 2020): (target_is_missing,),
    ("海洋", 2022): (is_draft,),
    ("ロボット", 2019): (cycle_is_a_correction,),
    ("港湾", 2021): (award_rate_over_hundred,),
    ("鉄道", 2021): (children_over_parent,),
    ("鉄道", 2022): (is_draft,),
    ("防災情報", 2021): (target_cannot_be_set,),
    ("防災情報", 2022): (target_cannot_be_set,),
}


def apply_quirks(tree: SheetTree, theme: str) -> None:
    """Makes the sheet as odd as it is meant to be."""
    for quirk in QUIRKS.get((theme, tree.sheet.sheet_year), ()):
        quirk(tree)
