"""Goals and results of the sheet's result year: did the goals come true, and can it be seen at all?"""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from reviewsheets.models import CheckQuestion
from reviewsheets.review.blanks import is_nothing
from reviewsheets.review.facts import IndicatorRow, SheetFacts, ValueRow
from reviewsheets.review.indicators import (
    compared_in,
    has_numbers,
    is_new,
    judged_outcomes,
    name_of,
    numbered,
    results,
    says_something,
    value_cell,
    value_figures,
)
from reviewsheets.review.limits import Limits
from reviewsheets.review.places import indicator_place, sheet_place
from reviewsheets.review.rule import Cell, Found, Level, Results, Subject, rule
from reviewsheets.units.achievement import Direction

_INDICATORS = _("指標")
_OUTCOMES = _("成果指標")
_NOT_COMPARED = _(
    "前年度の目標値と実績値が両方とも数値の成果指標がない、または改善の方向が分からないとき（JUDGIT!は方向を公表していない）。"
)


def result_values(facts: SheetFacts) -> Iterator[tuple[IndicatorRow, ValueRow]]:
    """Outcomes and activities with what they say of the result year."""
    for indicator in numbered(facts):
        value = indicator.value_of(facts.result_year)
        if value is not None:
            yield indicator, value


@rule(
    "G01",
    subject=Subject.GOALS,
    level=Level.QUESTION,
    title=_("成果指標が目標値に達しなかった"),
    definition=_(
        "前年度の実績値が目標値に達しなかった（改善の方向が下向きの指標では目標値を超えた）成果指標。"
        "方向はシートの記載による。手で入力した紙様式のシートは、変えなければ上向き。"
    ),
    not_evaluable=_NOT_COMPARED,
    says=_("「{indicator}」の{fiscal_year}の目標値{target}に対して、実績値は{actual}。"),
    looks_at=_OUTCOMES,
    questions=[CheckQuestion.EFFECT_OUTCOME],
)
def target_missed(facts: SheetFacts, _limits: Limits) -> Results:
    """RULES: missed."""
    for row in judged_outcomes(facts):
        if not row.is_missed:
            yield None
            continue
        place = indicator_place(row.indicator, row.value.fiscal_year)
        yield Found(row.figures(), place=place, cell=value_cell(row.value, "actual"))


@rule(
    "G02",
    subject=Subject.GOALS,
    level=Level.QUESTION,
    title=_("成果指標が目標値を大きく上回った"),
    definition=_(
        "前年度の達成度（改善の方向が上向きの指標では目標値に対する実績値、下向きの指標では実績値に対する目標値の割合）が"
        "{far_exceeded_percent}超の成果指標。"
    ),
    not_evaluable=_("前年度の達成度を計算できる成果指標がない、または改善の方向が分からないとき。"),
    says=_("「{indicator}」の{fiscal_year}の目標値{target}に対して、実績値は{actual}（達成度{achievement_percent}）。"),
    looks_at=_OUTCOMES,
    limits=["far_exceeded_percent"],
    questions=[CheckQuestion.EFFECT_OUTCOME],
)
def target_far_exceeded(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: far exceeded, over 150 %."""
    for row in judged_outcomes(facts):
        achievement = row.achievement_percent
        if achievement is None:
            continue
        if achievement <= limits.far_exceeded_percent:
            yield None
            continue
        figures = row.figures() | {"achievement_percent": achievement}
        place = indicator_place(row.indicator, row.value.fiscal_year)
        yield Found(figures, place=place, cell=value_cell(row.value, "target"))


@rule(
    "G03",
    subject=Subject.GOALS,
    level=Level.QUESTION,
    title=_("実績値はあるが目標値がない"),
    definition=_(
        "前年度の実績値が数値で、同じ年度の目標値（活動指標では当初見込み）が空欄または「-」「該当なし」等の成果指標・活動指標。"
    ),
    not_evaluable=_("前年度の実績値が数値の指標がないとき。"),
    says=_("「{indicator}」の{fiscal_year}は、実績値{actual}に対する目標値の記載がない。"),
    looks_at=_INDICATORS,
    questions=[CheckQuestion.EFFECT_OUTCOME, CheckQuestion.EFFECT_ACTIVITY],
)
def actual_without_target(facts: SheetFacts, _limits: Limits) -> Results:
    """RULES: not comparable, actual without target."""
    for indicator, value in result_values(facts):
        if value.actual is None:
            continue
        if value.target is not None or not is_nothing(value.target_text):
            yield None
            continue
        place = indicator_place(indicator, value.fiscal_year)
        yield Found(value_figures(indicator, value), place=place, cell=value_cell(value, "target"))


@rule(
    "G04",
    subject=Subject.GOALS,
    level=Level.QUESTION,
    title=_("目標値はあるが実績値がない"),
    definition=_(
        "前年度の目標値（活動指標では当初見込み）が数値で、同じ年度の実績値が空欄または「-」「該当なし」等の成果指標・活動指標。"
    ),
    not_evaluable=_("前年度の目標値が数値の指標がないとき。"),
    says=_("「{indicator}」の{fiscal_year}は、目標値{target}に対する実績値の記載がない。"),
    looks_at=_INDICATORS,
    questions=[CheckQuestion.EFFECT_OUTCOME, CheckQuestion.EFFECT_ACTIVITY],
)
def target_without_actual(facts: SheetFacts, _limits: Limits) -> Results:
    """RULES: not comparable, target without actual."""
    for indicator, value in result_values(facts):
        if value.target is None:
            continue
        if value.actual is not None or not is_nothing(value.actual_text):
            yield None
            continue
        place = indicator_place(indicator, value.fiscal_year)
        yield Found(value_figures(indicator, value), place=place, cell=value_cell(value, "actual"))


@rule(
    "G05",
    subject=Subject.GOALS,
    level=Level.NOTE,
    title=_("目標値が0で達成度を計算できない"),
    definition=_(
        "前年度の目標値（活動指標では当初見込み）が0の成果指標・活動指標。改善の方向が下向きの指標では0も目標になるため除く。"
    ),
    not_evaluable=_("前年度の目標値が数値の指標がないとき。"),
    says=_("「{indicator}」の{fiscal_year}の目標値は{target}。"),
    looks_at=_INDICATORS,
    questions=[CheckQuestion.EFFECT_OUTCOME, CheckQuestion.EFFECT_ACTIVITY],
)
def target_is_zero(facts: SheetFacts, _limits: Limits) -> Results:
    """RULES: not comparable, target 0."""
    for indicator, value in result_values(facts):
        if value.target is None:
            continue
        if value.target != 0 or indicator.direction == Direction.DOWN:
            yield None
            continue
        place = indicator_place(indicator, value.fiscal_year)
        yield Found(value_figures(indicator, value), place=place, cell=value_cell(value, "target"))


@rule(
    "G06",
    subject=Subject.GOALS,
    level=Level.QUESTION,
    title=_("指標の単位がない"),
    definition=_(
        "目標値か実績値に数値があるのに、単位が空欄または「-」「該当なし」等の成果指標・活動指標。年度を問わず、"
        "中間目標・最終目標も含む。"
    ),
    not_evaluable=_("数値のある指標がないとき。"),
    says=_("「{indicator}」には数値があるが、単位の記載がない。"),
    looks_at=_INDICATORS,
)
def unit_missing(facts: SheetFacts, _limits: Limits) -> Results:
    """RULES: not comparable, no unit."""
    for indicator in numbered(facts):
        if not has_numbers(indicator):
            continue
        if not is_nothing(indicator.unit):
            yield None
            continue
        cell = Cell("indicator", indicator.pk, "unit")
        yield Found({"indicator": name_of(indicator)}, place=indicator_place(indicator), cell=cell)


@rule(
    "G07",
    subject=Subject.GOALS,
    level=Level.QUESTION,
    title=_("目標値と実績値を比べられる年度がない"),
    definition=_(
        "目標値と実績値が両方とも数値の年度が、前年度までに1つもない成果指標。定性的な目標と、「-」「該当なし」等だけが"
        "記載されたものを除く。"
    ),
    not_evaluable=_("成果指標がない、または前年度より後に始まった事業のとき（新規開始・新規要求を含む）。"),
    says=_("「{indicator}」には、目標値と実績値の両方が数値の年度がない。"),
    looks_at=_OUTCOMES,
    questions=[CheckQuestion.EFFECT_OUTCOME],
)
def no_comparable_pair(facts: SheetFacts, _limits: Limits) -> Results:
    """RULES: no comparable pair at all."""
    if is_new(facts):
        return
    for indicator in facts.outcomes:
        if not says_something(indicator) or indicator.is_qualitative:
            continue
        years = [value.fiscal_year for value in indicator.values if value.column == "year" and value.fiscal_year]
        if any(compared_in(indicator, year) for year in years if year <= facts.result_year):
            yield None
            continue
        cell = Cell("indicator", indicator.pk, "name")
        yield Found({"indicator": name_of(indicator)}, place=indicator_place(indicator), cell=cell)


@rule(
    "G08",
    subject=Subject.GOALS,
    level=Level.QUESTION,
    title=_("成果指標も、設定できない理由もない"),
    definition=_(
        "成果目標・成果指標が1つも記載されておらず、定量的な目標が設定できない理由も記載されていないシート。"
        "「-」「該当なし」等だけの欄は記載とみなさない。"
    ),
    not_evaluable=_("シートの元のファイルに成果指標の欄がないとき。"),
    says=_("成果指標の記載がなく、定量的な目標が設定できない理由の記載もない。"),
    questions=[CheckQuestion.EFFECT_OUTCOME],
)
def no_outcome(facts: SheetFacts, _limits: Limits) -> Results:
    """RULES: sheets without outcome, here only those that do not say why."""
    has_outcome = any(says_something(row) for row in facts.outcomes)
    if not has_outcome and not facts.publishes_outcomes:
        return
    if has_outcome or not is_nothing(facts.header.no_target_reason):
        yield None
        return
    yield Found({}, place=sheet_place("outcomes"), cell=Cell("sheet", facts.header.pk, "no_target_reason"))


@rule(
    "G15",
    subject=Subject.GOALS,
    level=Level.NOTE,
    title=_("改善の方向が分からず、達したかどうかを言えない"),
    definition=_(
        "前年度の目標値と実績値が数値で、互いに異なるのに、改善の方向（上向き・下向き）の記載がない成果指標・活動指標。"
    ),
    not_evaluable=_(
        "前年度の目標値と実績値が両方とも数値の指標がないとき、またはシートの元のファイルに改善の方向の欄がないとき（JUDGIT!）。"
    ),
    says=_("「{indicator}」の{fiscal_year}の目標値は{target}、実績値は{actual}で、改善の方向の記載がない。"),
    looks_at=_INDICATORS,
)
def direction_unknown(facts: SheetFacts, _limits: Limits) -> Results:
    """JUDGIT! has no place for the direction: of its sheets this would be said of nearly every indicator."""
    for row in results(facts, numbered(facts)):
        if row.is_direction_known or (not facts.is_judgit and row.target == row.actual):
            yield None
        elif not facts.is_judgit:
            place = indicator_place(row.indicator, row.value.fiscal_year)
            yield Found(row.figures(), place=place, cell=Cell("indicator", row.indicator.pk, "direction"))


@rule(
    "G16",
    subject=Subject.GOALS,
    level=Level.CONTRADICTION,
    title=_("公表された達成度が計算と異なる"),
    definition=_(
        "前年度の公表された達成度と、目標値と実績値から計算した達成度（改善の方向が下向きの指標では実績値に対する目標値の割合）の"
        "差が{rate_difference_points}超の成果指標・活動指標。"
    ),
    not_evaluable=_("達成度が公表されていない、または計算できないとき。"),
    says=_(
        "「{indicator}」の{fiscal_year}の公表された達成度は{published_achievement_percent}、"
        "目標値{target}と実績値{actual}から計算すると{achievement_percent}。"
    ),
    looks_at=_INDICATORS,
    limits=["rate_difference_points"],
)
def published_achievement_differs(facts: SheetFacts, limits: Limits) -> Results:
    """達成度 beside its own figures."""
    for row in results(facts, numbered(facts)):
        published, achievement = row.value.published_achievement_percent, row.achievement_percent
        if published is None or achievement is None or not row.is_direction_known:
            continue
        difference = abs(published - achievement)
        if difference <= limits.rate_difference_points:
            yield None
            continue
        figures = row.figures() | {
            "published_achievement_percent": published,
            "achievement_percent": achievement,
            "difference_points": difference,
        }
        place = indicator_place(row.indicator, row.value.fiscal_year)
        yield Found(figures, place=place, cell=value_cell(row.value, "published_achievement"))
