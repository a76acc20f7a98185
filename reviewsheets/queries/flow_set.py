"""What the flows of `/flows/` are drawn from: the direct payments asked for by sheet and payee, and their sums."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet, Sum

from reviewsheets.models import Ministry, OwnCost, Payee, Receipt, SpendingSums
from reviewsheets.models.columns import BLANK
from reviewsheets.models.receipts import REACHES
from reviewsheets.queries.columns import all_columns
from reviewsheets.queries.flows import Cell, FlowsAsked, FlowSet, FlowTotals, Gap, GapPart, Published

CELL = ("sheet", "ministry", "payee", "payee__kind", "direct_yen")


@dataclass(frozen=True)
class _Counted:
    """The receipts of the ministries that count, and what was added by ministry; made-up ones beside real do not."""

    receipts: QuerySet[Receipt]
    ministries: Mapping[int, Ministry]
    rows: list[dict[str, Any]]
    is_kept: bool  # added from kept sums
    is_whole: bool  # no ministry is left out


def flow_set(public: Published, asked: FlowsAsked) -> FlowSet:
    """The receipts of the year, ministry, payee and sheets asked for, and their sums."""
    own = _counted(public, asked)
    sums = public.payee_sums.filter(sheet_year=asked.sheet_year)
    sums = sums.filter(ministry__in=own.ministries) if asked.ministry else sums.filter(ministry=None)
    direct = own.receipts.filter(direct_yen__isnull=False)
    if own.is_kept and own.is_whole:
        rows = list(direct.order_by().values_list("sheet", "ministry").annotate(yen=Sum("direct_yen")))
        sheet_yen, ministry_of = {row[0]: row[2] for row in rows}, {row[0]: row[1] for row in rows}
        return FlowSet(direct, own.ministries, _totals(own, public, asked, sheet_yen), sheet_yen, ministry_of, sums)
    cells = tuple(direct.order_by().values_list(*CELL))  # few as a rule, and sooner added here than there
    sheet_yen = added((cell[0], cell[-1]) for cell in cells)
    unnamed_yen = _sum([cell[-1] for cell in cells if is_no_one(cell)])
    totals = replace(_totals(own, public, asked, sheet_yen), unnamed_yen=unnamed_yen)
    return FlowSet(direct, own.ministries, totals, sheet_yen, {cell[0]: cell[1] for cell in cells}, None, cells)


def counted_receipts(public: Published, asked: FlowsAsked) -> QuerySet[Receipt]:
    """The same receipts without their sums, and those of which only doubtful rows are known."""
    return _counted(public, asked).receipts.filter(Q(direct_yen__isnull=False) | Q(doubtful__gt=0))


def added(amounts: Iterable[tuple[int, int]]) -> Counter[int]:
    """Amounts in yen by their keys."""
    sums: Counter[int] = Counter()
    for key, yen in amounts:
        sums[key] += yen
    return sums


def _counted(public: Published, asked: FlowsAsked) -> _Counted:
    is_kept = public.narrowed is None and asked.payee is None
    receipts = _receipts(public, asked)
    rows = _kept_by_ministry(public.spending, asked) if is_kept else _added_by_ministry(receipts)
    found = Ministry.objects.in_bulk([row["ministry"] for row in rows])
    counted = {pk: one for pk, one in found.items() if not one.is_fictional} or found
    if len(counted) < len(found):
        receipts = receipts.filter(ministry__in=counted)
    rows = [row for row in rows if row["ministry"] in counted]
    return _Counted(receipts, counted, rows, is_kept, len(counted) == len(found))


def is_no_one(cell: Cell) -> bool:
    """The row names no one payee."""
    return cell[2] is None or cell[3] == Payee.Kind.GROUP


def _receipts(public: Published, asked: FlowsAsked) -> QuerySet[Receipt]:
    receipts = public.receipts.filter(sheet_year=asked.sheet_year)
    if public.narrowed is not None:
        receipts = receipts.filter(sheet__in=public.narrowed.order_by().values("sheet"))
    elif asked.ministry:
        receipts = receipts.filter(ministry__name=asked.ministry)
    return receipts if asked.payee is None else receipts.filter(payee=asked.payee.pk)


def _kept_by_ministry(spending: QuerySet[SpendingSums], asked: FlowsAsked) -> list[dict[str, Any]]:
    rows = spending.filter(sheet_year=asked.sheet_year).order_by()
    if asked.ministry:
        rows = rows.filter(ministry__name=asked.ministry)
    return list(rows.values("ministry", *REACHES, "doubtful", "unnamed_yen"))


def _added_by_ministry(receipts: QuerySet[Receipt]) -> list[dict[str, Any]]:
    figures = {f"sum_{name}": Sum(name) for name in (*REACHES, "doubtful")}
    rows = receipts.order_by().values("ministry").annotate(**figures)
    return [{name.removeprefix("sum_"): value for name, value in row.items()} for row in rows]


def _totals(own: _Counted, public: Published, asked: FlowsAsked, sheet_yen: Mapping[int, int]) -> FlowTotals:
    """All added; what the sheets executed and spent themselves, but for a payee, whose part of it nobody knows."""
    amounts: dict[str, Any] = {name: _sum([row.get(name) for row in own.rows]) for name in (*REACHES, "unnamed_yen")}
    totals = FlowTotals(**amounts, doubtful=sum(row["doubtful"] or 0 for row in own.rows))
    if asked.payee is not None:
        return totals
    executed = _executed(own, public, asked)
    own_costs = _own_costs(public, asked, executed)
    return replace(
        totals,
        executed_yen=_sum(list(executed.values())),
        own_cost_yen=sum(own_costs.values()) if own_costs else None,
        gap_parts=_gap_parts(executed, _together(sheet_yen, own_costs)),
    )


def _executed(own: _Counted, public: Published, asked: FlowsAsked) -> dict[int, int | None]:
    """執行額 of every sheet of the year, also of those that pay nobody."""
    if public.narrowed is not None:
        return dict(public.narrowed.filter(ministry__in=own.ministries).order_by().values_list("sheet", "executed_yen"))
    found = all_columns(public.columns, ("ministry_id", "executed_yen"))
    found = found.of((found["sheet_year"] == asked.sheet_year) & np.isin(found["ministry_id"], list(own.ministries)))
    executed = zip(found["id"].tolist(), found["executed_yen"].tolist(), strict=True)
    return {sheet_id: None if yen == BLANK else yen for sheet_id, yen in executed}


def _own_costs(public: Published, asked: FlowsAsked, sheets: Container[int]) -> dict[int, int]:
    """国自らが支出する間接経費 of those of these sheets that give any."""
    given = OwnCost.objects.filter(amount_yen__isnull=False).order_by()
    if public.narrowed is None:
        given = given.filter(sheet__sheet_year=asked.sheet_year)
    else:
        given = given.filter(sheet__in=public.narrowed.order_by().values("sheet"))
    return added(
        (sheet_id, yen or 0) for sheet_id, yen in given.values_list("sheet", "amount_yen") if sheet_id in sheets
    )


def _together(one: Mapping[int, int], other: Mapping[int, int]) -> Counter[int]:
    sums = Counter(one)
    sums.update(other)  # + would drop what is below zero
    return sums


def _gap_parts(executed: Mapping[int, int | None], paid: Mapping[int, int]) -> tuple[GapPart, ...]:
    """By sheet: what is paid to payees and spent itself, less 執行額."""
    excesses: dict[Gap, list[int]] = {gap: [] for gap in Gap}
    for sheet_id, executed_yen in executed.items():
        excess_yen = paid.get(sheet_id, 0) - (executed_yen or 0)
        if excess_yen:
            excesses[_gap(executed_yen, excess_yen)].append(excess_yen)
    return tuple(GapPart(gap, len(found), sum(found)) for gap, found in excesses.items() if found)


def _gap(executed_yen: int | None, excess_yen: int) -> Gap:
    if not executed_yen:
        return Gap.BLANK if executed_yen is None else Gap.ZERO
    return Gap.MORE if excess_yen > 0 else Gap.LESS


def _sum(values: list[int | None]) -> int | None:
    given = [value for value in values if value is not None]
    return sum(given) if given else None
