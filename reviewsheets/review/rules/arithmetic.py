"""Figures of the budget table that do not fit each other, on one sheet or between two. Amounts in yen."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from reviewsheets.review.facts import BudgetRow, SheetFacts
from reviewsheets.review.limits import Limits
from reviewsheets.review.places import year_place
from reviewsheets.review.rule import Found, Level, Results, Subject, rule
from reviewsheets.review.rules.budget import cell
from reviewsheets.units.money import percent
from reviewsheets.units.revisions import WRITTEN, Revised, Told, revised, told

_BUDGET_YEARS = _("予算年度")
_NO_FIGURES = _("前年度の計か執行額が記載されていない、または計が0円のとき。")
_REVISABLE = {  # 要求額 is left out: of a year that has ended nothing is asked for
    "initial": gettext_noop("当初予算"),
    "supplementary": gettext_noop("補正予算"),
    "carried_in": gettext_noop("前年度から繰越し"),
    "carried_out": gettext_noop("翌年度へ繰越し"),
    "contingency": gettext_noop("予備費等"),
    "total": gettext_noop("計（歳出予算現額）"),
    "executed": gettext_noop("執行額"),
}


def told_result(facts: SheetFacts) -> BudgetRow | None:
    """The result year, where 計 and 執行額 are both given."""
    row = facts.result
    return row if row and row.has_total and row.figures.executed_yen is not None else None


@rule(
    "A01",
    subject=Subject.ARITHMETIC,
    level=Level.CONTRADICTION,
    title=_("公表された計が内訳の合計と違う"),
    definition=_(
        "公表された計と、当初予算・補正予算・前年度からの繰越し・予備費等の合計（2023年度までの様式では翌年度への繰越しを引いたもの）"
        "との差が、表示単位の1（2023年度までは百万円、2024年度からは1円）も、計の{total_difference_percent}も超える。"
    ),
    not_evaluable=_("計が公表されていない、または内訳の記載がない予算年度。"),
    says=_(
        "{budget_year}の公表された計は{published_total_yen}、内訳の合計は{computed_total_yen}（差{difference_yen}）。"
    ),
    looks_at=_BUDGET_YEARS,
    limits=["total_difference_percent"],
)
def total_differs(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: total differs. Each form says by itself what 計 means."""
    for row in facts.budget.values():
        published_yen, computed_yen = row.published_total_yen, row.figures.total_yen
        if published_yen is None or not row.has_total:
            continue
        difference_yen = published_yen - computed_yen
        tolerated = abs(published_yen) * limits.total_difference_percent / 100
        if abs(difference_yen) <= facts.unit_yen or abs(difference_yen) <= tolerated:
            yield None
            continue
        yield Found(
            {
                "budget_year": row.budget_year,
                "published_total_yen": published_yen,
                "computed_total_yen": computed_yen,
                "difference_yen": difference_yen,
            },
            place=year_place(row.budget_year, "total"),
            amount_yen=abs(difference_yen),
            cell=cell(row, "total"),
        )


@rule(
    "A02",
    subject=Subject.ARITHMETIC,
    level=Level.CONTRADICTION,
    title=_("執行額が計を超える"),
    definition=_(
        "前年度の執行額が、当初予算・補正予算・前年度からの繰越し・予備費等の合計を超える"
        "（百万円単位の2023年度までの様式では、百万円を超えて上回る）。"
    ),
    not_evaluable=_NO_FIGURES,
    says=_("{budget_year}の執行額{executed_yen}は、計{total_yen}を{difference_yen}超える。"),
)
def executed_exceeds_total(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: executed over total; 計 before anything is carried over, so that neither form's meaning matters."""
    row = told_result(facts)
    if row is None or row.figures.gross_total_yen == 0:
        return
    executed_yen, total_yen = row.figures.executed_yen or 0, row.figures.gross_total_yen
    if executed_yen - total_yen <= (0 if facts.is_rs_form else facts.unit_yen):
        yield None
        return
    yield Found(
        {
            "budget_year": row.budget_year,
            "executed_yen": executed_yen,
            "total_yen": total_yen,
            "difference_yen": executed_yen - total_yen,
        },
        place=year_place(row.budget_year, "executed"),
        amount_yen=executed_yen - total_yen,
        cell=cell(row, "executed"),
    )


@rule(
    "A03",
    subject=Subject.ARITHMETIC,
    level=Level.CONTRADICTION,
    title=_("不用額が負になる"),
    definition=_(
        "前年度の計（翌年度への繰越しを引く前）から執行額と翌年度への繰越しを引くと負になり、"
        "その大きさが表示単位の1（2023年度までは百万円、2024年度からは1円）を超える。"
    ),
    not_evaluable=_NO_FIGURES,
    says=_(
        "{budget_year}の計{total_yen}から執行額{executed_yen}と翌年度への繰越し{carried_out_yen}を引くと{unused_yen}になる。"
    ),
)
def unused_is_negative(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: negative unused. A year without budget is told by A04."""
    row = told_result(facts)
    if row is None or row.figures.gross_total_yen == 0:
        return
    unused_yen = row.figures.unused_yen or 0
    if unused_yen >= -facts.unit_yen:
        yield None
        return
    yield Found(
        {
            "budget_year": row.budget_year,
            "total_yen": row.figures.gross_total_yen,
            "executed_yen": row.figures.executed_yen or 0,
            "carried_out_yen": row.figures.carried_out_yen or 0,
            "unused_yen": unused_yen,
        },
        place=year_place(row.budget_year, "carried_out"),
        amount_yen=-unused_yen,
        cell=cell(row, "carried_out"),
    )


@rule(
    "A04",
    subject=Subject.ARITHMETIC,
    level=Level.QUESTION,
    title=_("計が0円で執行額がある"),
    definition=_(
        "前年度の計（翌年度への繰越しを引く前）が0円で、執行額が0円を超える。"
        "他の事業に一括して計上された予算を執行した場合も含む。"
    ),
    not_evaluable=_("前年度の計か執行額が記載されていないとき。"),
    says=_("{budget_year}の計は0円で、執行額は{executed_yen}。"),
)
def executed_without_budget(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: executed without budget."""
    row = told_result(facts)
    if row is None:
        return
    executed_yen = row.figures.executed_yen or 0
    if row.figures.gross_total_yen != 0 or executed_yen <= 0:
        yield None
        return
    yield Found(
        {"budget_year": row.budget_year, "executed_yen": executed_yen},
        place=year_place(row.budget_year, "executed"),
        amount_yen=executed_yen,
        cell=cell(row, "executed"),
    )


@rule(
    "A05",
    subject=Subject.ARITHMETIC,
    level=Level.CONTRADICTION,
    title=_("翌年度への繰越しが、翌年度の「前年度から繰越し」と違う"),
    definition=_(
        "同じシートの、ある年度の「翌年度へ繰越し」と次の年度の「前年度から繰越し」（シートの年度まで）との差が、"
        "表示単位の1（2023年度までは百万円、2024年度からは1円）を超える。"
    ),
    not_evaluable=_("どちらかが記載されていない年度の組。「-」は0円とみる。"),
    says=_(
        "{budget_year}の「翌年度へ繰越し」は{carried_out_yen}、"
        "その翌年度の「前年度から繰越し」は{carried_in_yen}（差{difference_yen}）。"
    ),
    looks_at=_("続く2年度の組"),
)
def carry_chain_broken(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: carry chain broken; 翌年度繰越(N) = 前年度繰越(N+1) holds on all of RS 2024."""
    for budget_year, row in facts.budget.items():
        after = facts.budget.get(budget_year + 1)
        if after is None or after.budget_year > facts.sheet_year:
            continue
        out_yen, in_yen = row.amount_yen("carried_out"), after.amount_yen("carried_in")
        if out_yen is None or in_yen is None:
            continue
        if abs(out_yen - in_yen) <= facts.unit_yen:
            yield None
            continue
        yield Found(
            {
                "budget_year": budget_year,
                "carried_out_yen": out_yen,
                "carried_in_yen": in_yen,
                "difference_yen": in_yen - out_yen,
            },
            place=year_place(budget_year, "carried_out"),
            amount_yen=abs(in_yen - out_yen),
            cell=cell(row, "carried_out"),
        )


@rule(
    "A06",
    subject=Subject.ARITHMETIC,
    level=Level.CONTRADICTION,
    title=_("公表された執行率が計算と違う"),
    definition=_("公表された執行率と、執行額÷計（その様式の計）との差が{rate_difference_points}を超える。"),
    not_evaluable=_("執行率が公表されていない、または計か執行額から計算できない予算年度。"),
    says=_(
        "{budget_year}の公表された執行率は{published_rate_percent}、"
        "計{total_yen}と執行額{executed_yen}から計算すると{computed_rate_percent}。"
    ),
    looks_at=_BUDGET_YEARS,
    limits=["rate_difference_points"],
)
def stated_rate_differs(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: stated rate differs."""
    for row in facts.budget.values():
        published, computed = row.published_rate_percent, row.figures.execution_rate_percent
        if published is None or computed is None or not row.has_total:
            continue
        if abs(published - computed) <= limits.rate_difference_points:
            yield None
            continue
        yield Found(
            {
                "budget_year": row.budget_year,
                "published_rate_percent": published,
                "computed_rate_percent": computed,
                "total_yen": row.figures.total_yen,
                "executed_yen": row.figures.executed_yen or 0,
            },
            place=year_place(row.budget_year, "rate"),
            amount_yen=row.figures.executed_yen,
            cell=cell(row, "executed"),
        )


@rule(
    "A13",
    subject=Subject.ARITHMETIC,
    level=Level.QUESTION,
    title=_("終わった年度の額が前年のシートと違う"),
    definition=_(
        "前年のシートの時点で終わっていた予算年度の額が、前年のシートとこのシートで"
        "{revised_percent}かつ{revised_floor_yen}を超えて違う。計は同じ基準（翌年度への繰越しを引く前か後か）のものだけを比べる。"
    ),
    not_evaluable=_("前年のシートがない、同じ予算年度がない、または項目がどちらかで空欄のとき。「-」は0円とみる。"),
    says=_("{budget_year}の{figure}は、{earlier_year}のシートで{old_yen}、このシートで{new_yen}。"),
    looks_at=_("予算年度の項目"),
    limits=["revised_percent", "revised_floor_yen"],
    needs_earlier=True,
)
def figure_revised(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: figure revised; the comparison is that of the pages on revisions."""
    previous = facts.previous
    if previous is None:
        return
    for budget_year, old in previous.budget.items():
        new = facts.budget.get(budget_year)
        if new is None or budget_year >= previous.sheet_year:
            continue
        years = [(previous, _told(old)), (facts, _told(new))]
        changed = {change.figure: change for change in revised(years) if _is_large(change, limits)}
        for figure in _comparable(years[0][1], years[1][1]):
            yield _revision(new, changed[figure]) if figure in changed else None


def _told(row: BudgetRow) -> Told:
    written = {name: row.cell(name) for name in WRITTEN}
    basis, published_yen = row.figures.basis, row.published_total_yen
    return told(written, basis=basis, published_total_yen=published_yen, is_request=False)


def _comparable(old: Told, new: Told) -> Iterator[str]:
    for figure in _REVISABLE:
        is_told = not (old.cells[figure].is_blank or new.cells[figure].is_blank)
        if is_told and (figure != "total" or old.basis is new.basis):
            yield figure


def _is_large(change: Revised[SheetFacts], limits: Limits) -> bool:
    old_yen, new_yen = change.old.yen or 0, change.new.yen or 0
    share = percent(abs(new_yen - old_yen), abs(old_yen))
    is_over = share is None or share > limits.revised_percent
    return is_over and abs(new_yen - old_yen) > limits.revised_floor_yen


def _revision(row: BudgetRow, change: Revised[SheetFacts]) -> Found:
    old_yen, new_yen = change.old.yen or 0, change.new.yen or 0
    return Found(
        {
            "budget_year": row.budget_year,
            "figure": _REVISABLE[change.figure],
            "earlier_year": change.old_sheet.sheet_year,
            "old_yen": old_yen,
            "new_yen": new_yen,
            "difference_yen": new_yen - old_yen,
        },
        place=year_place(row.budget_year, change.figure),
        amount_yen=abs(new_yen - old_yen),
        cell=cell(row, change.figure),
    )
