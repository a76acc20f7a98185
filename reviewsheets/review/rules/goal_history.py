"""Goals over the years and from sheet to sheet, and results beside plan and money (G09-G14)."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from reviewsheets.models import CheckQuestion
from reviewsheets.review.blanks import is_nothing
from reviewsheets.review.continued import continued_from, earlier_of, units_agree
from reviewsheets.review.facts import IndicatorRow, SheetFacts, ValueRow
from reviewsheets.review.indicators import (
    Compared,
    compared_in,
    cost_steps,
    is_below_plan,
    judged_outcomes,
    name_of,
    planned_activities,
    short,
    value_cell,
    written,
)
from reviewsheets.review.limits import Limits
from reviewsheets.review.places import (
    earlier_indicator_place,
    indicator_place,
    target_place,
    unit_cost_place,
)
from reviewsheets.review.rule import Cell, Figure, Found, Level, Results, Subject, rule
from reviewsheets.units.achievement import Direction
from reviewsheets.units.money import percent

_OUTCOMES = _("成果指標")
_YEARS_BETWEEN = 2  # the first and the last of the three years with results


@rule(
    "G09",
    subject=Subject.GOALS,
    level=Level.QUESTION,
    title=_("目標値を上回り続けても目標値が変わらない"),
    definition=_(
        "前年度まで続けて{never_raised_years}年度以上、目標値が同じで、実績値がそのどの年度でも目標値を上回った"
        "（改善の方向が下向きの指標では下回った）成果指標。シートにない年度は、それより前のシートの同じ指標による。"
    ),
    not_evaluable=_(
        "続けて{never_raised_years}年度の目標値と実績値がそろった成果指標がない、または改善の方向が分からないとき。"
    ),
    says=_("「{indicator}」は{first_year}から{last_year}まで{years}年度続けて、同じ目標値{target}より良い実績だった。"),
    looks_at=_OUTCOMES,
    limits=["never_raised_years"],
    questions=[CheckQuestion.EFFECT_OUTCOME],
    needs_earlier=True,
)
def target_never_raised(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: target never raised though beaten."""
    for newest in judged_outcomes(facts):
        history = list(_history(facts, newest))
        if len(history) < limits.never_raised_years:
            continue
        beaten = _first_run(history)
        if len(beaten) < limits.never_raised_years:
            yield None
            continue
        figures: dict[str, Figure] = {
            "indicator": name_of(newest.indicator),
            "target": written(newest.target, newest.indicator.unit),
            "first_year": facts.result_year - len(beaten) + 1,
            "last_year": facts.result_year,
            "years": len(beaten),
        }
        place = indicator_place(newest.indicator, facts.result_year)
        yield Found(figures, place=place, cell=value_cell(newest.value, "target"))


def _history(facts: SheetFacts, newest: Compared) -> Iterator[Compared]:
    """The years back from the result year that have two numbers, on this sheet or, where it has none, on older ones."""
    rows: list[IndicatorRow] = [newest.indicator]
    is_whole = False
    fiscal_year = facts.result_year
    while True:
        found = next((pair for pair in (compared_in(row, fiscal_year) for row in rows) if pair), None)
        if found is None and not is_whole:
            rows, is_whole = [newest.indicator, *earlier_of(facts, newest.indicator)], True
            continue
        if found is None:
            return
        yield found
        fiscal_year -= 1


def _first_run(history: list[Compared]) -> list[Compared]:
    """The newest years in a row with one target, beaten; the way that is better is the newest sheet's."""
    run: list[Compared] = []
    newest = history[0]
    for row in history:
        own_way = Compared(newest.indicator, row.value, row.target, row.actual)
        if row.target != newest.target or not own_way.is_beaten:
            return run
        run.append(row)
    return run


@rule(
    "G10",
    subject=Subject.GOALS,
    level=Level.QUESTION,
    title=_("前のシートより目標値を下げた"),
    definition=_(
        "同じ成果指標の同じ年度（中間目標・最終目標では同じ目標年度）の目標値が、前の年度のシートより低い"
        "（改善の方向が下向きの指標では高い）もの。指標の名か、単位と実績値の並びか、成果目標が同じで、単位も同じ指標を比べる。"
    ),
    not_evaluable=_(
        "前の年度のシートがないとき、同じ指標・同じ年度の目標値がないとき、または改善の方向が分からないとき。"
    ),
    says=_("「{indicator}」の{target_year}の目標値は、前のシートの{old_target}から{new_target}になった。"),
    looks_at=_("成果指標の目標値"),
    questions=[CheckQuestion.EFFECT_OUTCOME],
    needs_earlier=True,
)
def target_lowered(facts: SheetFacts, _limits: Limits) -> Results:
    """RULES: target lowered."""
    if facts.previous is None:
        return
    matched = continued_from(facts.outcomes, facts.previous.outcomes)
    for old in facts.previous.outcomes:
        new = matched.get(old.pk)
        if new is not None and units_agree(new, old) and new.direction and new.direction == old.direction:
            yield from _targets(new, old)


def _targets(new: IndicatorRow, old: IndicatorRow) -> Results:
    before = {(row.column, row.fiscal_year): row.target for row in old.values}
    for row in new.values:
        old_target = before.get((row.column, row.fiscal_year))
        if row.fiscal_year is not None and row.target is not None and old_target is not None:
            yield _lowered(new, row, old_target, row.target)


def _lowered(indicator: IndicatorRow, row: ValueRow, old_target: Decimal, new_target: Decimal) -> Found | None:
    is_easier = new_target > old_target if indicator.direction == Direction.DOWN else new_target < old_target
    if not is_easier:
        return None
    figures: dict[str, Figure] = {
        "indicator": name_of(indicator),
        "target_year": row.fiscal_year or 0,
        "old_target": written(old_target, indicator.unit),
        "new_target": written(new_target, indicator.unit),
    }
    return Found(figures, place=target_place(indicator, row), cell=value_cell(row, "target"))


@rule(
    "G11",
    subject=Subject.GOALS,
    level=Level.NOTE,
    title=_("前のシートの成果指標がなくなった"),
    definition=_(
        "前の年度のシートの成果指標のうち、指標の名も、単位と実績値の並び（両方のシートにある年度）も、成果目標と単位も"
        "同じものがないもの。空白や全角・半角の違いは問わない。別の指標に替えた場合も含む。"
    ),
    not_evaluable=_(
        "前の年度のシートがない、そこに成果指標がない、またはシートの元のファイルに成果指標の欄がないとき。"
    ),
    says=_("{earlier_year}のシートの成果指標「{indicator}」と同じものがない。"),
    looks_at=_("前のシートの成果指標"),
    questions=[CheckQuestion.EFFECT_OUTCOME],
    needs_earlier=True,
)
def indicator_dropped(facts: SheetFacts, _limits: Limits) -> Results:
    """RULES: indicator dropped or replaced."""
    before = facts.previous
    if before is None or not (facts.outcomes or facts.publishes_outcomes):
        return
    matched = continued_from(facts.outcomes, before.outcomes)
    for old in before.outcomes:
        if is_nothing(old.name):
            continue
        if old.pk in matched:
            yield None
            continue
        figures: dict[str, Figure] = {
            "indicator": name_of(old),
            "earlier_year": before.sheet_year,
            "outcomes": len(facts.outcomes),
        }
        yield Found(figures, place=earlier_indicator_place(before.sheet_year, old))


@rule(
    "G12",
    subject=Subject.GOALS,
    level=Level.QUESTION,
    title=_("執行額が増え、成果指標の達成度が下がった"),
    definition=_(
        "3年度前から前年度までに執行額が{spending_rise_percent}を超えて増え、同じ間に達成度が{result_fall_points}を超えて"
        "下がった成果指標。"
    ),
    not_evaluable=_(
        "両方の年度の執行額がない（3年度前が0円以下の場合を含む）、両方の年度の達成度を計算できる成果指標がない、"
        "または改善の方向が分からないとき。"
    ),
    says=_(
        "執行額は{earlier_executed_yen}から{executed_yen}に{rise_percent}増え、"
        "「{indicator}」の達成度は{earlier_achievement_percent}から{achievement_percent}に下がった。"
    ),
    looks_at=_OUTCOMES,
    limits=["spending_rise_percent", "result_fall_points"],
    questions=[CheckQuestion.EFFECT_OUTCOME],
)
def spending_rose_result_fell(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: money up, result down, over the three years with results."""
    spent = _spent(facts)
    if spent is None:
        return
    before_yen, now_yen = spent
    rise = percent(now_yen - before_yen, before_yen)
    for row in judged_outcomes(facts):
        before = compared_in(row.indicator, facts.result_year - _YEARS_BETWEEN)
        now_percent, before_percent = row.achievement_percent, before.achievement_percent if before else None
        if now_percent is None or before_percent is None or rise is None:
            continue
        if rise <= limits.spending_rise_percent or before_percent - now_percent <= limits.result_fall_points:
            yield None
            continue
        figures: dict[str, Figure] = {
            "indicator": name_of(row.indicator),
            "earlier_executed_yen": before_yen,
            "executed_yen": now_yen,
            "rise_percent": rise,
            "earlier_achievement_percent": before_percent,
            "achievement_percent": now_percent,
        }
        place = indicator_place(row.indicator, facts.result_year)
        yield Found(figures, place=place, amount_yen=now_yen - before_yen, cell=value_cell(row.value, "actual"))


def _spent(facts: SheetFacts) -> tuple[int, int] | None:
    """What was executed in the first and the last of the three years; the first above 0."""
    before, now = facts.budget.get(facts.result_year - _YEARS_BETWEEN), facts.result
    before_yen = before.figures.executed_yen if before else None
    now_yen = now.figures.executed_yen if now else None
    if before_yen is None or now_yen is None or before_yen <= 0:
        return None
    return before_yen, now_yen


@rule(
    "G13",
    subject=Subject.GOALS,
    level=Level.QUESTION,
    title=_("単位当たりコストが大きく上がった"),
    definition=_("前年度の単位当たりコストが、その前の年度の{unit_cost_jump_percent}を超えるもの。"),
    not_evaluable=_(
        "続く2年度の単位当たりコストが数値でない、前の額が0以下、または様式に欄がない（JUDGIT!、RSシステム）とき。"
    ),
    says=_("「{item}」は、{fiscal_year}に{value}で、その前の年度の{earlier_value}の{rate_percent}。"),
    looks_at=_("単位当たりコスト"),
    limits=["unit_cost_jump_percent"],
    questions=[CheckQuestion.EFFICIENCY_UNIT_COST],
)
def unit_cost_jumped(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: unit cost jumps."""
    for step in cost_steps(facts):
        if not step.is_jump(limits):
            yield None
            continue
        unit = step.cost.unit
        figures: dict[str, Figure] = {
            "item": short(step.cost.basis),
            "fiscal_year": step.fiscal_year,
            "value": written(step.value, unit),
            "earlier_value": written(step.earlier_value, unit),
            "rate_percent": percent(step.value, step.earlier_value) or Decimal(0),
        }
        place = unit_cost_place(step.cost, step.fiscal_year)
        yield Found(figures, place=place, cell=Cell("unit_cost_year", step.pk, "value"))


@rule(
    "G14",
    subject=Subject.GOALS,
    level=Level.QUESTION,
    title=_("活動実績が当初見込みを大きく下回った"),
    definition=_(
        "前年度の活動実績が当初見込みの{low_activity_percent}未満の活動指標。改善の方向が下向きと記載されたものを除く。"
    ),
    not_evaluable=_("前年度の当初見込みと活動実績が両方とも数値の活動指標がない、または見込みが0以下のとき。"),
    says=_("「{indicator}」の{fiscal_year}の当初見込み{planned}に対して、活動実績は{actual}（{rate_percent}）。"),
    looks_at=_("活動指標"),
    limits=["low_activity_percent"],
    questions=[CheckQuestion.EFFECT_ACTIVITY],
)
def activity_below_plan(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: activity under plan."""
    for row in planned_activities(facts):
        if not is_below_plan(row, limits):
            yield None
            continue
        figures: dict[str, Figure] = {
            "indicator": name_of(row.indicator),
            "fiscal_year": facts.result_year,
            "planned": written(row.target, row.indicator.unit),
            "actual": written(row.actual, row.indicator.unit),
            "rate_percent": percent(row.actual, row.target) or Decimal(0),
        }
        place = indicator_place(row.indicator, facts.result_year)
        yield Found(figures, place=place, cell=value_cell(row.value, "actual"))
