"""成果指標, 活動指標, 単位当たりコスト and 政策評価 of a fictional sheet."""

from decimal import Decimal

from django.db.models import Model

from reviewsheets.demo.plots import LESS_IS_BETTER, Course
from reviewsheets.demo.story import INTERIM_YEAR, TARGET_YEAR, Story
from reviewsheets.demo.themes import POLICIES
from reviewsheets.demo.tree import number_cells
from reviewsheets.models import Indicator, IndicatorValue, PolicyEvaluation, ReviewSheet, UnitCost, UnitCostYear
from reviewsheets.units.cells import plain_number
from reviewsheets.units.money import million_from_yen
from reviewsheets.units.years import era_label

SATISFIED_TARGET = Decimal(80)  # percent
FIRST_SET_TARGET = 2018  # where targets are words, they stand from this year on
POLICY_BASE, POLICY_STEP, POLICY_TARGET_YEAR = 40, 2, 2022  # percent, percentage points a year


def indicator_rows(story: Story, sheet: ReviewSheet) -> list[Model]:
    """All indicators with their values by year."""
    return [*_outcomes(story, sheet), *_activity(story, sheet), *_unit_cost(story, sheet), *_policy(story, sheet)]


def _outcomes(story: Story, sheet: ReviewSheet) -> list[Model]:
    if story.plot.course is Course.NONE:
        return []
    return _main_outcome(story, sheet) + (_satisfaction(story, sheet) if story.plot.second_outcome else [])


def _main_outcome(story: Story, sheet: ReviewSheet) -> list[Model]:
    theme, target_year = story.theme, story.plot.end or TARGET_YEAR
    target = plain_number(story.target(target_year))
    outcome = Indicator(
        sheet=sheet,
        kind=Indicator.Kind.OUTCOME,
        goal=theme.goal.format(year=era_label(target_year), target=f"{target}{theme.unit}"),
        name=theme.outcome,
        unit=theme.unit,
        source=theme.source,
        direction=Indicator.Direction.DOWN if story.plot.course in LESS_IS_BETTER else Indicator.Direction.UP,
    )
    years = [_outcome_year(story, sheet, outcome, year) for year in sheet.result_year_range]
    final = _value(outcome, IndicatorValue.Column.FINAL, target_year, target=target)
    if target_year <= INTERIM_YEAR:
        return [outcome, *years, final]
    return [outcome, *years, _interim(story, sheet, outcome), final]


def _outcome_year(story: Story, sheet: ReviewSheet, outcome: Indicator, fiscal_year: int) -> IndicatorValue:
    if fiscal_year < story.plot.start:
        return _year(outcome, fiscal_year, target="-", actual="-")
    is_undecided = story.plot.course is Course.WORDS and fiscal_year < FIRST_SET_TARGET
    target = "検討中" if is_undecided else plain_number(story.target(fiscal_year))
    return _year(outcome, fiscal_year, target=target, actual=_outcome_actual(story, sheet, fiscal_year))


def _outcome_actual(story: Story, sheet: ReviewSheet, fiscal_year: int) -> str:
    is_counting = story.plot.course is Course.WORDS and fiscal_year == sheet.sheet_year - 1
    return "集計中" if is_counting else plain_number(story.actual(fiscal_year))


def _interim(story: Story, sheet: ReviewSheet, outcome: Indicator) -> IndicatorValue:
    is_over = story.plot.start <= INTERIM_YEAR < sheet.sheet_year
    actual = _outcome_actual(story, sheet, INTERIM_YEAR) if is_over else ""
    target = plain_number(story.target(INTERIM_YEAR))
    return _value(outcome, IndicatorValue.Column.INTERIM, INTERIM_YEAR, target=target, actual=actual)


def _satisfaction(story: Story, sheet: ReviewSheet) -> list[Model]:
    outcome = Indicator(
        sheet=sheet,
        kind=Indicator.Kind.OUTCOME,
        position=1,
        goal=f"「役に立った」と答える利用者の割合を毎年度{SATISFIED_TARGET}％以上とする",
        name="「役に立った」と答えた利用者の割合",
        unit="％",
        source="見本利用者調査",
    )
    target = plain_number(SATISFIED_TARGET)
    years = [
        _year(outcome, year, target=target, actual=plain_number(_satisfied_percent(story, year)))
        for year in sheet.result_year_range
    ]
    return [outcome, *years, _value(outcome, IndicatorValue.Column.FINAL, TARGET_YEAR, target=target)]


def _satisfied_percent(story: Story, fiscal_year: int) -> Decimal:
    """Between 74 and 90 percent."""
    return Decimal(740 + (story.index * 37 + fiscal_year * 53) % 161) / 10


def _activity(story: Story, sheet: ReviewSheet) -> list[Model]:
    theme = story.theme
    kind = Indicator.Kind.ACTIVITY
    activity = Indicator(sheet=sheet, kind=kind, name=theme.activity, unit=theme.activity_unit)
    return [activity, *(_activity_year(story, sheet, activity, year) for year in sheet.budget_year_range)]


def _activity_year(story: Story, sheet: ReviewSheet, activity: Indicator, fiscal_year: int) -> IndicatorValue:
    if not story.plot.start <= fiscal_year <= story.last_year:
        return _year(activity, fiscal_year, target="-", actual="-")
    actual = str(story.done_count(fiscal_year)) if fiscal_year < sheet.sheet_year else ""
    return _year(activity, fiscal_year, target=str(story.planned_count(fiscal_year)), actual=actual)


def _unit_cost(story: Story, sheet: ReviewSheet) -> list[Model]:
    theme = story.theme
    cost = UnitCost(
        sheet=sheet,
        basis=f"執行額／{theme.activity}",
        unit="千円",
        formula_unit=f"百万円/{theme.activity_unit}",
    )
    years = range(sheet.sheet_year - 3, sheet.sheet_year + 1)
    return [cost, *(_unit_cost_year(story, sheet, cost, year) for year in years)]


def _unit_cost_year(story: Story, sheet: ReviewSheet, cost: UnitCost, fiscal_year: int) -> UnitCostYear:
    money, is_past = story.money[fiscal_year], fiscal_year < sheet.sheet_year
    spent_yen = money.executed_yen if is_past else money.initial_yen
    if not spent_yen:
        return UnitCostYear(unit_cost=cost, fiscal_year=fiscal_year, formula="-", **number_cells(value="-"))
    count = story.done_count(fiscal_year) if is_past else story.planned_count(fiscal_year)
    value = (Decimal(spent_yen) / count / 1000).quantize(Decimal("0.1"))
    formula = f"{plain_number(million_from_yen(spent_yen))}/{count}"
    written = number_cells(value=plain_number(value))
    return UnitCostYear(unit_cost=cost, fiscal_year=fiscal_year, formula=formula, **written)


def _policy(story: Story, sheet: ReviewSheet) -> list[Model]:
    policy_name, measure_name, indicator_name = POLICIES[story.theme.policy]
    relation = f"{story.theme.outcome}の改善を通じて、「{measure_name[2:]}」に役立つ。"
    policy = PolicyEvaluation(sheet=sheet, policy=policy_name, measure=measure_name, relation=relation)
    measure = Indicator(
        sheet=sheet, policy_evaluation=policy, kind=Indicator.Kind.POLICY, name=indicator_name, unit="％"
    )
    years = [
        _year(measure, year, target=str(_policy_target(year)), actual=plain_number(_policy_actual(story, year)))
        for year in sheet.result_year_range
    ]
    final = str(_policy_target(POLICY_TARGET_YEAR))
    return [policy, measure, *years, _value(measure, IndicatorValue.Column.FINAL, POLICY_TARGET_YEAR, target=final)]


def _policy_target(fiscal_year: int) -> int:
    return POLICY_BASE + POLICY_STEP * (fiscal_year - 2015)


def _policy_actual(story: Story, fiscal_year: int) -> Decimal:
    """One series a policy: every project that serves it reports the same."""
    return _policy_target(fiscal_year) + Decimal((story.theme.policy * 17 + fiscal_year * 7) % 41 - 25) / 10


def _year(indicator: Indicator, fiscal_year: int, **written: str) -> IndicatorValue:
    return _value(indicator, IndicatorValue.Column.YEAR, fiscal_year, **written)


def _value(indicator: Indicator, column: str, fiscal_year: int, **written: str) -> IndicatorValue:
    return IndicatorValue(indicator=indicator, column=column, fiscal_year=fiscal_year, **number_cells(**written))
