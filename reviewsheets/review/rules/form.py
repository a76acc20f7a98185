"""What is missing on the form. A part that the year's form or the published file does not have is never missing."""

from django.utils.translation import gettext_lazy as _

from reviewsheets.review.blanks import is_nothing
from reviewsheets.review.facts import EvaluationRow, IndicatorRow, SheetFacts
from reviewsheets.review.indicators import has_numbers, is_new, name_of, says_something, short
from reviewsheets.review.limits import Limits
from reviewsheets.review.places import evaluation_place, indicator_place, sheet_place
from reviewsheets.review.rule import Cell, Found, Level, Results, Subject, rule

_OUTCOMES = _("成果指標")
_ALWAYS = _("どのシートでも評価できる。")
_NO_CHECK = _(
    "シートの元のファイルに点検・改善の欄がないとき（JUDGIT!）、または前年度より後に始まった事業のとき（新規開始・新規要求を含む）。"
)


def _of_sheet(facts: SheetFacts, column: str, *, is_missing: bool) -> Found | None:
    if not is_missing:
        return None
    return Found({}, place=sheet_place(column), cell=Cell("sheet", facts.header.pk, column))


def _of_indicator(row: IndicatorRow, column: str, *, is_missing: bool) -> Found | None:
    if not is_missing:
        return None
    words = {"indicator": name_of(row)} if column != "name" else {"goal": short(row.goal)}
    return Found(words, place=indicator_place(row), cell=Cell("indicator", row.pk, column))


def _of_evaluation(row: EvaluationRow | None, column: str, *, is_missing: bool) -> Found | None:
    if not is_missing:
        return None
    cell = Cell("evaluation", row.pk, column) if row else None
    return Found({}, place=evaluation_place(column), cell=cell)


@rule(
    "F01",
    subject=Subject.FORM,
    level=Level.QUESTION,
    title=_("事業の目的がない"),
    definition=_("「事業の目的」が空欄または「-」「該当なし」等のシート。"),
    not_evaluable=_ALWAYS,
    says=_("「事業の目的」の記載がない。"),
)
def purpose_missing(facts: SheetFacts, _limits: Limits) -> Results:
    """RULES: section missing."""
    yield _of_sheet(facts, "purpose", is_missing=is_nothing(facts.header.purpose))


@rule(
    "F02",
    subject=Subject.FORM,
    level=Level.QUESTION,
    title=_("事業概要がない"),
    definition=_("「事業概要」が空欄または「-」「該当なし」等のシート。"),
    not_evaluable=_ALWAYS,
    says=_("「事業概要」の記載がない。"),
)
def outline_missing(facts: SheetFacts, _limits: Limits) -> Results:
    """RULES: section missing."""
    yield _of_sheet(facts, "outline", is_missing=is_nothing(facts.header.outline))


@rule(
    "F03",
    subject=Subject.FORM,
    level=Level.QUESTION,
    title=_("担当部局庁がない"),
    definition=_(
        "「担当部局庁」が空欄または「-」「該当なし」等のシート。RSシステムの様式では、局・庁、部、課のどれも記載がないシート"
        "（外局等が府省庁の欄に立つため、局のない組織がある）。"
    ),
    not_evaluable=_ALWAYS,
    says=_("担当部局庁の記載がない。"),
)
def bureau_missing(facts: SheetFacts, _limits: Limits) -> Results:
    """RULES: section missing. In the newer form outer agencies stand as ministries and have divisions alone."""
    header = facts.header
    units = (header.bureau, header.department, header.division) if facts.is_rs_form else (header.bureau,)
    yield _of_sheet(facts, "bureau", is_missing=all(is_nothing(unit) for unit in units))


@rule(
    "F04",
    subject=Subject.FORM,
    level=Level.QUESTION,
    title=_("作成責任者がない"),
    definition=_("「作成責任者」が空欄または「-」「該当なし」等のシート。2023年度までの様式。"),
    not_evaluable=_("2024年度以降の様式のとき（作成責任者は担当組織ごとに別に公表される）。"),
    says=_("作成責任者の記載がない。"),
)
def officer_missing(facts: SheetFacts, _limits: Limits) -> Results:
    """RULES: section missing."""
    if not facts.is_rs_form:
        yield _of_sheet(facts, "officer", is_missing=is_nothing(facts.header.officer))


@rule(
    "F05",
    subject=Subject.FORM,
    level=Level.NOTE,
    title=_("事業開始年度がない"),
    definition=_("「事業開始年度」が空欄または「-」等で、「開始年度不明」等の記載もないシート。"),
    not_evaluable=_ALWAYS,
    says=_("事業開始年度の記載がない。"),
)
def start_year_missing(facts: SheetFacts, _limits: Limits) -> Results:
    """RULES: section missing."""
    header = facts.header
    is_told = header.start_year is not None or header.is_start_unknown or not is_nothing(header.start_year_text)
    yield _of_sheet(facts, "start_year", is_missing=not is_told)


@rule(
    "F06",
    subject=Subject.FORM,
    level=Level.QUESTION,
    title=_("成果指標に成果目標の文がない"),
    definition=_("指標の名か数値が記載されているのに、成果目標の欄が空欄または「-」「該当なし」等の成果指標。"),
    not_evaluable=_("成果指標がないとき。"),
    says=_("成果指標「{indicator}」に、成果目標の記載がない。"),
    looks_at=_OUTCOMES,
)
def goal_missing(facts: SheetFacts, _limits: Limits) -> Results:
    """RULES: section missing."""
    for row in facts.outcomes:
        if says_something(row):
            yield _of_indicator(row, "goal", is_missing=is_nothing(row.goal))


@rule(
    "F07",
    subject=Subject.FORM,
    level=Level.QUESTION,
    title=_("成果指標の出典がない"),
    definition=_(
        "目標値か実績値に数値があるのに、「根拠として用いた統計・データ名（出典）」が空欄または「-」「該当なし」等の成果指標。"
    ),
    not_evaluable=_("数値のある成果指標がないとき、またはシートの元のファイルに出典の欄がないとき（JUDGIT!）。"),
    says=_("成果指標「{indicator}」に、根拠として用いた統計・データ名（出典）の記載がない。"),
    looks_at=_OUTCOMES,
)
def source_missing(facts: SheetFacts, _limits: Limits) -> Results:
    """RULES: section missing."""
    for row in facts.outcomes:
        if has_numbers(row) and not (facts.is_judgit and is_nothing(row.source)):
            yield _of_indicator(row, "source", is_missing=is_nothing(row.source))


@rule(
    "F08",
    subject=Subject.FORM,
    level=Level.QUESTION,
    title=_("活動指標がない"),
    definition=_("活動指標が1つも記載されていないシート。「-」「該当なし」等だけの欄は記載とみなさない。"),
    not_evaluable=_("シートの元のファイルに活動指標の欄がないとき。"),
    says=_("活動指標の記載がない。"),
)
def activity_missing(facts: SheetFacts, _limits: Limits) -> Results:
    """RULES: section missing. JUDGIT! has no activities of sheet years from 2021."""
    has_activity = any(says_something(row) for row in facts.activities)
    if has_activity or facts.publishes_activities:
        yield None if has_activity else Found({}, place=sheet_place("activities"))


def _check_part(facts: SheetFacts, column: str, text: str) -> Results:
    """点検結果 and 改善の方向性; a project that began after the result year has nothing to check."""
    if not is_nothing(text):
        yield None
    elif facts.publishes_evaluation and not is_new(facts):
        yield _of_evaluation(facts.evaluation, column, is_missing=True)


@rule(
    "F09",
    subject=Subject.FORM,
    level=Level.QUESTION,
    title=_("点検結果がない"),
    definition=_("事業所管部局による「点検結果」が空欄または「-」「該当なし」等のシート。"),
    not_evaluable=_NO_CHECK,
    says=_("事業所管部局による点検結果の記載がない。"),
)
def check_result_missing(facts: SheetFacts, _limits: Limits) -> Results:
    """点検結果."""
    return _check_part(facts, "check_result", facts.evaluation.check_result if facts.evaluation else "")


@rule(
    "F10",
    subject=Subject.FORM,
    level=Level.NOTE,
    title=_("改善の方向性がない"),
    definition=_("「改善の方向性」が空欄または「-」「該当なし」等のシート。「特になし」は記載とみなす。"),
    not_evaluable=_NO_CHECK,
    says=_("改善の方向性の記載がない。"),
)
def improvement_missing(facts: SheetFacts, _limits: Limits) -> Results:
    """改善の方向性."""
    return _check_part(facts, "improvement", facts.evaluation.improvement if facts.evaluation else "")


def _has_opinion(row: EvaluationRow) -> bool:
    return bool(row.team_verdict) or not is_nothing(row.team_opinion)


def _has_response(row: EvaluationRow) -> bool:
    return bool(row.response_kind) or not is_nothing(row.response)


@rule(
    "F11",
    subject=Subject.FORM,
    level=Level.QUESTION,
    title=_("所見に対する反映状況がない"),
    definition=_(
        "行政事業レビュー推進チームの所見（区分か文）が記載されているのに、「所見を踏まえた改善点／概算要求における反映状況」の"
        "区分も文もないシート。"
    ),
    not_evaluable=_(
        "所見の記載がないとき（JUDGIT!は所見を公表していない）、または前年度より後に始まった事業のとき（新規開始・新規要求を含む）。"
    ),
    says=_("推進チームの所見はあるが、反映状況の記載がない。"),
)
def opinion_without_response(facts: SheetFacts, _limits: Limits) -> Results:
    """所見 without 反映."""
    row = facts.evaluation
    if row and _has_opinion(row) and not is_new(facts):
        yield _of_evaluation(row, "response", is_missing=not _has_response(row))


@rule(
    "F12",
    subject=Subject.FORM,
    level=Level.QUESTION,
    title=_("反映状況はあるが所見がない"),
    definition=_(
        "「所見を踏まえた改善点／概算要求における反映状況」（区分か文）が記載されているのに、行政事業レビュー推進チームの所見の"
        "区分も文もないシート。"
    ),
    not_evaluable=_(
        "反映状況の記載がないとき（JUDGIT!は公表していない）、または前年度より後に始まった事業のとき（新規開始・新規要求を含む）。"
    ),
    says=_("反映状況の記載はあるが、推進チームの所見の記載がない。"),
)
def response_without_opinion(facts: SheetFacts, _limits: Limits) -> Results:
    """反映 without 所見."""
    row = facts.evaluation
    if row and _has_response(row) and not is_new(facts):
        yield _of_evaluation(row, "team_opinion", is_missing=not _has_opinion(row))


@rule(
    "F13",
    subject=Subject.FORM,
    level=Level.QUESTION,
    title=_("成果目標に成果指標の名がない"),
    definition=_(
        "成果目標か数値が記載されているのに、成果指標の欄が空欄または「-」「該当なし」等のもの。定性的な目標を除く。"
    ),
    not_evaluable=_("成果目標がないとき。"),
    says=_("成果目標「{goal}」に、成果指標の記載がない。"),
    looks_at=_OUTCOMES,
)
def indicator_missing(facts: SheetFacts, _limits: Limits) -> Results:
    """RULES: section missing."""
    for row in facts.outcomes:
        if says_something(row) and not row.is_qualitative:
            yield _of_indicator(row, "name", is_missing=is_nothing(row.name))
