"""What was asked for next, and what the review came to: requests, verdicts, responses, outside experts."""

from django.utils.translation import gettext_lazy as _

from reviewsheets.models import Evaluation
from reviewsheets.review.facts import BudgetRow, EvaluationRow, SheetFacts
from reviewsheets.review.limits import Limits
from reviewsheets.review.places import evaluation_place, sheet_place, year_place
from reviewsheets.review.rule import Cell, Found, Level, Results, Subject, rule
from reviewsheets.review.rules.budget import cell, executed_row, gross_rate, is_low
from reviewsheets.units.money import percent
from reviewsheets.units.years import FIRST_YEAR, LAST_YEAR, fiscal_year_from

_ADVICE = (Evaluation.TeamVerdict.REBUILD, Evaluation.TeamVerdict.IMPROVE)
_ENDING = (Evaluation.ResponseKind.ABOLISH, Evaluation.ResponseKind.ENDING, Evaluation.ResponseKind.WILL_END)


def _reviewed_year(evaluation: EvaluationRow | None) -> int | None:
    """外部有識者点検の最終実施年度, where it can be read and a sheet can be of it."""
    year = fiscal_year_from(evaluation.expert_last_year) if evaluation else None
    return year if year is not None and FIRST_YEAR <= year <= LAST_YEAR else None


def _cell(evaluation: EvaluationRow, column: str) -> Cell:
    return Cell("evaluation", evaluation.pk, column)


def _asked(facts: SheetFacts) -> tuple[BudgetRow, int, int] | None:
    """The request's row, what is asked for and the sheet year's initial budget, where that is above 0."""
    own, request = facts.own_year, facts.request
    if own is None or request is None:
        return None
    initial_yen, requested_yen = own.amount_yen("initial"), request.amount_yen("requested")
    if initial_yen is None or requested_yen is None or initial_yen <= 0:
        return None
    return request, requested_yen, initial_yen


@rule(
    "B07",
    subject=Subject.BUDGET,
    level=Level.QUESTION,
    title=_("執行率が低く、要求額が減っていない"),
    definition=_(
        "前年度の執行額が計（翌年度への繰越しを引く前）の{low_execution_percent}未満で、翌年度の要求額がシートの年度の当初予算以上。"
    ),
    not_evaluable=_(
        "前年度の執行率が求められない、要求額か当初予算が記載されていない、または当初予算が0円以下のとき。"
    ),
    says=_("{budget_year}の執行率は{rate_percent}で、翌年度の要求額{requested_yen}は当初予算{initial_yen}以上。"),
    limits=["low_execution_percent", "budget_floor_yen"],
)
def low_execution_request_not_cut(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: low execution, request not cut."""
    row, asked = executed_row(facts.result, limits), _asked(facts)
    if row is None or asked is None:
        return
    request, requested_yen, initial_yen = asked
    if not is_low(row, limits) or requested_yen < initial_yen:
        yield None
        return
    yield Found(
        {
            "budget_year": row.budget_year,
            "rate_percent": gross_rate(row),
            "requested_yen": requested_yen,
            "initial_yen": initial_yen,
        },
        place=year_place(request.budget_year, "requested"),
        amount_yen=requested_yen,
        cell=cell(request, "requested"),
    )


@rule(
    "B08",
    subject=Subject.BUDGET,
    level=Level.QUESTION,
    title=_("執行率が低く、所見が「現状通り」"),
    definition=_(
        "前年度の執行額が計（翌年度への繰越しを引く前）の{low_execution_percent}未満で、"
        "行政事業レビュー推進チームの所見の区分が「現状通り」。"
    ),
    not_evaluable=_("前年度の執行率が求められない、または所見の区分が記載されていないとき。"),
    says=_("{budget_year}の執行率は{rate_percent}（計{total_yen}）で、チームの所見は「{verdict}」。"),
    limits=["low_execution_percent", "budget_floor_yen"],
)
def low_execution_kept(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: low execution that the team says to keep as it is; there counted among B07's."""
    row, evaluation = executed_row(facts.result, limits), facts.evaluation
    if row is None or evaluation is None or not evaluation.team_verdict:
        return
    if not is_low(row, limits) or evaluation.team_verdict != Evaluation.TeamVerdict.KEEP:
        yield None
        return
    yield Found(
        {
            "budget_year": row.budget_year,
            "rate_percent": gross_rate(row),
            "total_yen": row.figures.gross_total_yen,
            "verdict": evaluation.team_verdict,
        },
        place=evaluation_place("team_verdict"),
        amount_yen=row.figures.gross_total_yen - (row.figures.executed_yen or 0),
        cell=_cell(evaluation, "team_verdict"),
    )


@rule(
    "B09",
    subject=Subject.BUDGET,
    level=Level.QUESTION,
    title=_("改善の所見に対して「現状通り」"),
    definition=_(
        "行政事業レビュー推進チームの所見の区分が「事業内容の一部改善」か「事業全体の抜本的な改善」で、"
        "反映状況の区分が「現状通り」。"
    ),
    not_evaluable=_("所見の区分か反映状況の区分が記載されていないとき。"),
    says=_("チームの所見は「{verdict}」、反映状況は「{response}」。"),
)
def advice_without_effect(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: advice without effect."""
    evaluation = facts.evaluation
    if evaluation is None or not evaluation.team_verdict or not evaluation.response_kind:
        return
    if evaluation.team_verdict not in _ADVICE or evaluation.response_kind != Evaluation.ResponseKind.KEEP:
        yield None
        return
    yield Found(
        {"verdict": evaluation.team_verdict, "response": evaluation.response_kind},
        place=evaluation_place("response_kind"),
        amount_yen=_own_total_yen(facts),
        cell=_cell(evaluation, "response_kind"),
    )


@rule(
    "B10",
    subject=Subject.BUDGET,
    level=Level.NOTE,
    title=_("要求額が当初予算より大きく増える"),
    definition=_("翌年度の要求額が、シートの年度の当初予算の{request_jump_percent}を超える。"),
    not_evaluable=_("要求額か当初予算が記載されていない、または当初予算が0円以下のとき。"),
    says=_("翌年度の要求額{requested_yen}は、当初予算{initial_yen}の{share_percent}。"),
    limits=["request_jump_percent"],
)
def request_jumps(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: request jumps."""
    if (asked := _asked(facts)) is None:
        return
    request, requested_yen, initial_yen = asked
    share = percent(requested_yen, initial_yen)
    if share is None or share <= limits.request_jump_percent:
        yield None
        return
    yield Found(
        {"requested_yen": requested_yen, "initial_yen": initial_yen, "share_percent": share},
        place=year_place(request.budget_year, "requested"),
        amount_yen=requested_yen - initial_yen,
        cell=cell(request, "requested"),
    )


@rule(
    "B11",
    subject=Subject.BUDGET,
    level=Level.QUESTION,
    title=_("外部有識者の点検から年数がたっている"),
    definition=_("外部有識者点検の最終実施年度から、シートの年度まで{outside_review_years}年を超える。"),
    not_evaluable=_("外部有識者点検の最終実施年度が記載されていない、または年度として読めないとき。"),
    says=_("外部有識者点検の最終実施年度は{reviewed_year}で、シートの年度まで{years}年。"),
    limits=["outside_review_years"],
)
def outside_review_overdue(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: outside review overdue."""
    evaluation = facts.evaluation
    reviewed_year = _reviewed_year(evaluation)
    if evaluation is None or reviewed_year is None:
        return
    years = facts.sheet_year - reviewed_year
    if years <= limits.outside_review_years:
        yield None
        return
    yield Found(
        {"reviewed_year": reviewed_year, "years": years},
        place=evaluation_place("expert_last_year"),
        amount_yen=_own_total_yen(facts),
        cell=_cell(evaluation, "expert_last_year"),
    )


@rule(
    "B12",
    subject=Subject.BUDGET,
    level=Level.NOTE,
    title=_("外部有識者の点検の年度が分からない"),
    definition=_(
        "2024年度からの様式で、外部有識者点検の最終実施年度が空欄である、または年度として読めない。"
        "始まって間もない事業など、点検をまだ受けていないものも含む。"
    ),
    not_evaluable=_("この欄のない様式（2023年度まで）のとき、または点検・評価のファイルを取り込んでいないとき。"),
    says=_("{sheet_year}のシートに、外部有識者点検の最終実施年度の記載がない。"),
)
def outside_review_unknown(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: outside review overdue, blank; a wholly blank row of 4-1 is stored as no evaluation."""
    evaluation = facts.evaluation
    if not facts.is_rs_form or not facts.publishes_evaluation:
        return
    if _reviewed_year(evaluation) is not None:
        yield None
        return
    yield Found(
        {"sheet_year": facts.sheet_year},
        place=evaluation_place("expert_last_year"),
        amount_yen=_own_total_yen(facts),
        cell=_cell(evaluation, "expert_last_year") if evaluation else None,
    )


@rule(
    "B17",
    subject=Subject.BUDGET,
    level=Level.QUESTION,
    title=_("廃止・終了とされた事業に要求額がある"),
    definition=_("反映状況の区分が「廃止」「予定通り終了」「終了予定」のどれかで、翌年度の要求額が0円を超える。"),
    not_evaluable=_("反映状況の区分か要求額が記載されていないとき。"),
    says=_("反映状況は「{response}」で、翌年度の要求額は{requested_yen}。"),
)
def ending_but_requested(facts: SheetFacts, limits: Limits) -> Results:
    """A project that ends asks for no money after its last year."""
    evaluation, request = facts.evaluation, facts.request
    requested_yen = request.amount_yen("requested") if request else None
    if evaluation is None or not evaluation.response_kind or request is None or requested_yen is None:
        return
    if evaluation.response_kind not in _ENDING or requested_yen <= 0:
        yield None
        return
    yield Found(
        {"response": evaluation.response_kind, "requested_yen": requested_yen},
        place=evaluation_place("response_kind"),
        amount_yen=requested_yen,
        cell=_cell(evaluation, "response_kind"),
    )


@rule(
    "B18",
    subject=Subject.BUDGET,
    level=Level.QUESTION,
    title=_("「縮減」とされ、要求額が減っていない"),
    definition=_("反映状況の区分が「縮減」で、翌年度の要求額がシートの年度の当初予算以上。"),
    not_evaluable=_(
        "反映状況の区分が「縮減」でない、要求額か当初予算が記載されていない、または当初予算が0円以下のとき。"
    ),
    says=_("反映状況は「{response}」で、翌年度の要求額{requested_yen}は当初予算{initial_yen}以上。"),
)
def cut_but_request_not_lower(facts: SheetFacts, limits: Limits) -> Results:
    """縮減 is a cut in the request; what else was asked for more may hide it."""
    evaluation, asked = facts.evaluation, _asked(facts)
    if evaluation is None or evaluation.response_kind != Evaluation.ResponseKind.CUT or asked is None:
        return
    request, requested_yen, initial_yen = asked
    if requested_yen < initial_yen:
        yield None
        return
    yield Found(
        {"response": evaluation.response_kind, "requested_yen": requested_yen, "initial_yen": initial_yen},
        place=year_place(request.budget_year, "requested"),
        amount_yen=requested_yen,
        cell=cell(request, "requested"),
    )


@rule(
    "B19",
    subject=Subject.BUDGET,
    level=Level.QUESTION,
    title=_("終了（予定）年度の後に要求額がある"),
    definition=_("事業終了（予定）年度がシートの年度以前で、翌年度の要求額が0円を超える。"),
    not_evaluable=_("事業終了（予定）年度か要求額が記載されていないとき。"),
    says=_("事業終了（予定）年度は{end_year}で、{budget_year}の要求額は{requested_yen}。"),
)
def requested_after_end(facts: SheetFacts, limits: Limits) -> Results:
    """Money is asked for a year after the project's last."""
    end_year, request = facts.header.end_year, facts.request
    requested_yen = request.amount_yen("requested") if request else None
    if end_year is None or request is None or requested_yen is None:
        return
    if end_year > facts.sheet_year or requested_yen <= 0:
        yield None
        return
    yield Found(
        {"end_year": end_year, "budget_year": request.budget_year, "requested_yen": requested_yen},
        place=sheet_place("end_year"),
        amount_yen=requested_yen,
        cell=Cell("sheet", facts.header.pk, "end_year"),
    )


def _own_total_yen(facts: SheetFacts) -> int | None:
    """計 of the sheet's own year, to sort by."""
    own = facts.own_year
    return own.figures.gross_total_yen if own and own.has_total else None
