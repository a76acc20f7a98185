"""The facts of many sheets at once, in a fixed number of queries; each sheet with its project's earlier sheets."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from typing import Any

from django.db.models import Sum

from reviewsheets.models import (
    Block,
    BlockLink,
    BudgetYear,
    CheckAnswer,
    Contract,
    Evaluation,
    Indicator,
    IndicatorValue,
    MultiYearContract,
    OwnCost,
    Payment,
    ReviewSheet,
    SheetSource,
    UnitCost,
    UnitCostYear,
)
from reviewsheets.review.facts import (
    AnswerRow,
    BlockRow,
    BudgetRow,
    CostRow,
    EvaluationRow,
    HeaderRow,
    IndicatorRow,
    LinkRow,
    PaymentRow,
    SheetFacts,
    TermsRow,
    UnitCostRow,
    ValueRow,
)
from reviewsheets.units.cells import DASHES
from reviewsheets.units.money import Basis, BudgetFigures
from reviewsheets.units.revisions import WRITTEN

Facts = dict[int, SheetFacts]
_HEADER = (
    "pk",
    "project",
    "ministry",
    "ministry__name",
    "sheet_year",
    "number",
    "name",
    "bureau",
    "department",
    "division",
    "officer",
    "start_year",
    "start_year_text",
    "is_start_unknown",
    "end_year",
    "stage",
    "purpose",
    "outline",
    "issues",
    "no_target_reason",
    "change_reason",
)
_TOTAL = ("initial_yen", "supplementary_yen", "carried_in_yen", "carried_out_yen", "contingency_yen")
_BUDGET = (
    "sheet",
    "pk",
    "budget_year",
    "published_basis",
    "requested_yen",
    "published_total_yen",
    "published_rate_percent",
    "change_reason",
    "notes",
    *_TOTAL,
    "executed_yen",
)
_TEXTS = tuple(f"{name}_text" for name in WRITTEN)
_NO_DASHES: frozenset[str] = frozenset()
_TERMS = ("contract_method", "bidders", "award_rate_percent", "reason", "amount_yen")
_EVALUATION = (
    "sheet",
    "pk",
    "check_result",
    "improvement",
    "expert_last_year",
    "expert_opinion",
    "team_verdict",
    "team_opinion",
    "response_kind",
    "response",
)

_FILES = ("judgit", "1-2", "3-1", "4-1")
_ABSENT = "ない項目"  # what the importer of JUDGIT! files calls items that a sheet does not have


def load(sheet_ids: Collection[int]) -> Facts:
    """The facts of these sheets by their ids. Sheets of one project that stand among them are each other's earlier."""
    headers = ReviewSheet.objects.filter(pk__in=sheet_ids).order_by("sheet_year", "pk")
    rows: Any = headers.values_list(*_HEADER, "published_at")
    facts = {
        values[0]: SheetFacts(HeaderRow._make([*values, published_at is not None])) for *values, published_at in rows
    }
    ids = list(facts)
    for add in _PARTS:
        add(facts, ids)
    _tell_earlier(facts.values())
    return facts


def _tell_earlier(facts: Collection[SheetFacts]) -> None:
    """Each sheet's older published ones; of several in a year its own ministry's, none where that gives several."""
    projects: defaultdict[int, defaultdict[int, list[SheetFacts]]] = defaultdict(lambda: defaultdict(list))
    for own in facts:
        if own.header.is_published:
            projects[own.header.project_pk][own.sheet_year].append(own)
    for own in facts:
        years = projects[own.header.project_pk]
        found = (_one(own, years[older]) for older in sorted(years, reverse=True) if older < own.sheet_year)
        own.earlier = tuple(sheet for sheet in found if sheet is not None)


def _one(own: SheetFacts, sheets: list[SheetFacts]) -> SheetFacts | None:
    same = [sheet for sheet in sheets if sheet.header.ministry_pk == own.header.ministry_pk]
    candidates = same or sheets
    return candidates[0] if len(candidates) == 1 else None


def _add_budget(facts: Facts, ids: list[int]) -> None:
    rows = BudgetYear.objects.filter(sheet__in=ids).order_by("budget_year")
    columns = rows.values_list(*_BUDGET, *_TEXTS).iterator()
    for sheet_id, pk, year, basis, requested, total, rate, reason, notes, *rest in columns:
        own = facts[sheet_id]
        amounts, texts = rest[: -len(_TEXTS)], rest[-len(_TEXTS) :]
        form = Basis(basis) if basis else Basis.of_sheet_year(own.sheet_year)
        has_total = any(amount is not None for amount in amounts[:-1])
        figures = BudgetFigures(form, *amounts)
        dashes = _dashes(texts) if any(texts) else _NO_DASHES
        own.budget[year] = BudgetRow(
            pk, year, figures, has_total, requested, total, rate, reason, notes=notes, dashes=dashes
        )


def _dashes(texts: list[str]) -> frozenset[str]:
    return frozenset(name for name, text in zip(WRITTEN, texts, strict=True) if text in DASHES)


def _add_blocks(facts: Facts, ids: list[int]) -> None:
    rows = Block.objects.filter(sheet__in=ids).order_by("position", "pk")
    for sheet_id, *values in rows.values_list(
        "sheet", "pk", "letter", "name", "role", "total_yen", "is_implied", "payee_count"
    ).iterator():
        facts[sheet_id].blocks[values[0]] = BlockRow(*values)


def _add_links(facts: Facts, ids: list[int]) -> None:
    rows = BlockLink.objects.filter(sheet__in=ids).order_by("position", "pk")
    for sheet_id, pk, source, target, kind in rows.values_list("sheet", "pk", "source", "target", "kind").iterator():
        facts[sheet_id].links.append(LinkRow(pk, source, target, kind == BlockLink.Kind.MONEY))


def _add_payments(facts: Facts, ids: list[int]) -> None:
    """Payees, and the terms that the paper form gives with them."""
    rows = Payment.objects.filter(block__sheet__in=ids).order_by("block", "position", "pk")
    payee = ("payee", "payee__kind", "name", "corporate_number", "amount_yen", "is_other", "is_amount_doubtful")
    columns = ("block__sheet", "block__letter", "pk", "block", *payee, *_TERMS[:-1])
    for sheet_id, letter, pk, block_pk, *rest in rows.values_list(*columns).iterator():
        payment = PaymentRow(pk, block_pk, rest[0], rest[1] or "", *rest[2:7])
        facts[sheet_id].payments.append(payment)
        method, bidders, rate, reason = rest[7:]
        if method or bidders is not None or rate is not None:
            terms = TermsRow(
                pk,
                "payment",
                payment.payee_pk,
                payment.name,
                method,
                bidders,
                rate,
                reason,
                payment.amount_yen,
                letter,
            )
            facts[sheet_id].terms.append(terms)


def _add_contracts(facts: Facts, ids: list[int]) -> None:
    rows = Contract.objects.filter(payment__block__sheet__in=ids).exclude(
        contract_method="", bidders=None, award_rate_percent=None
    )
    columns = ("payment__block__sheet", "pk", "payment__payee", "payment__name", *_TERMS, "payment__block__letter")
    for sheet_id, pk, *values in rows.order_by("pk").values_list(*columns).iterator():
        facts[sheet_id].terms.append(TermsRow(pk, "contract", *values))


def _add_multi_year(facts: Facts, ids: list[int]) -> None:
    rows = MultiYearContract.objects.filter(sheet__in=ids).exclude(
        contract_method="", bidders=None, award_rate_percent=None
    )
    columns = ("sheet", "pk", "payee", "name", *_TERMS, "block_letter")
    for sheet_id, pk, *values in rows.order_by("position", "pk").values_list(*columns).iterator():
        facts[sheet_id].terms.append(TermsRow(pk, "multi-year", *values))


def _add_own_costs(facts: Facts, ids: list[int]) -> None:
    rows: Any = OwnCost.objects.filter(sheet__in=ids).order_by().values_list("sheet").annotate(Sum("amount_yen"))
    for sheet_id, amount_yen in rows:
        facts[sheet_id].own_cost_yen = amount_yen


def _add_indicators(facts: Facts, ids: list[int]) -> None:
    rows = Indicator.objects.filter(sheet__in=ids).order_by("kind", "position", "pk")
    texts = ("goal", "name", "unit", "source", "direction", "qualitative_reason", "goal_kind")
    indicators: dict[int, IndicatorRow] = {}
    for sheet_id, *values in rows.values_list("sheet", "pk", "kind", "position", "number", *texts).iterator():
        indicators[values[0]] = row = IndicatorRow(*values)
        facts[sheet_id].indicators.append(row)
    values_of = IndicatorValue.objects.filter(indicator__sheet__in=ids).order_by("fiscal_year", "pk")
    cells = ("column", "fiscal_year", "target", "target_text", "actual", "actual_text", "goal_mark")
    columns: Any = values_of.values_list("indicator", "pk", *cells, "published_achievement_percent").iterator()
    for indicator_pk, *rest, mark, achievement in columns:
        indicators[indicator_pk].values.append(ValueRow._make([*rest, bool(mark), achievement]))


def _add_unit_costs(facts: Facts, ids: list[int]) -> None:
    costs: dict[int, UnitCostRow] = {}
    rows = UnitCost.objects.filter(sheet__in=ids).order_by("position", "pk")
    for sheet_id, *values in rows.values_list("sheet", "pk", "position", "basis", "unit").iterator():
        costs[values[0]] = row = UnitCostRow(*values)
        facts[sheet_id].unit_costs.append(row)
    years = UnitCostYear.objects.filter(unit_cost__sheet__in=ids).order_by("fiscal_year")
    for cost_pk, *values in years.values_list("unit_cost", "pk", "fiscal_year", "value").iterator():
        costs[cost_pk].years.append(CostRow(*values))


def _add_answers(facts: Facts, ids: list[int]) -> None:
    rows = CheckAnswer.objects.filter(sheet__in=ids).order_by("pk")
    columns = ("sheet", "question", "pk", "mark", "explanation")
    for sheet_id, question, pk, mark, explanation in rows.values_list(*columns).iterator():
        facts[sheet_id].answers[question] = AnswerRow(pk, mark, explanation)


def _add_evaluations(facts: Facts, ids: list[int]) -> None:
    for sheet_id, *values in Evaluation.objects.filter(sheet__in=ids).order_by().values_list(*_EVALUATION).iterator():
        facts[sheet_id].evaluation = EvaluationRow(*values)


def _add_files(facts: Facts, ids: list[int]) -> None:
    """Only those files that rules ask for."""
    rows: Any = SheetSource.objects.filter(sheet__in=ids, code__in=_FILES).order_by()
    for sheet_id, code, absent in rows.values_list("sheet", "code", f"own_cells__{_ABSENT}").iterator():
        own = facts[sheet_id]
        own.files |= {code}
        own.absent |= frozenset(absent or ())


_PARTS: tuple[Callable[[Facts, list[int]], None], ...] = (
    _add_budget,
    _add_blocks,
    _add_links,
    _add_payments,
    _add_contracts,
    _add_multi_year,
    _add_own_costs,
    _add_indicators,
    _add_unit_costs,
    _add_answers,
    _add_evaluations,
    _add_files,
)


def projects_of(sheet_ids: Collection[int]) -> list[int]:
    """Every sheet of the projects that these sheets belong to."""
    projects = ReviewSheet.objects.filter(pk__in=sheet_ids).values("project")
    return list(ReviewSheet.objects.filter(project__in=projects).order_by("project", "pk").values_list("pk", flat=True))


def in_batches(sheet_ids: Collection[int] | None, size: int) -> Iterator[list[int]]:
    """Sheets in lists of about `size`, a project's sheets always together; all sheets for None."""
    sheets = ReviewSheet.objects.order_by("project", "pk")
    if sheet_ids is not None:
        sheets = sheets.filter(pk__in=sheet_ids)
    batch: list[int] = []
    last_project = None
    for pk, project in list(sheets.values_list("pk", "project")):
        if len(batch) >= size and project != last_project:
            yield batch
            batch = []
        batch.append(pk)
        last_project = project
    if batch:
        yield batch
