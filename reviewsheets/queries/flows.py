"""A sheet year's direct payments as steps: ministry, project, payee; each step adds up to the same total.

Only what the ministries pay themselves flows; money that a payee passes on (再委託等) stays beside it, never added.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.encoding import uri_to_iri

from reviewsheets.models import Ministry, OwnCost, Payee, PayeeSums, Receipt, SheetSummary, SpendingSums, YearSums
from reviewsheets.models.receipts import REACHES

TOPS = (10, 20, 30)  # how many of a step have nodes of their own
ALL = "all"
CELL = ("sheet", "ministry", "payee", "payee__kind", "direct_yen")
Cell = tuple[int, int, int | None, str | None, int]


class Step(StrEnum):
    """What the nodes of one column are."""

    MINISTRY = "ministry"
    PROJECT = "project"
    BLOCK = "block"
    PAYEE = "payee"


class Role(StrEnum):
    """Whether a node is one of its step, all the smaller ones, or rows that name no one payee."""

    OWN = "own"
    REST = "rest"
    NO_ONE = "no-one"


@dataclass(frozen=True)
class Node:
    """A place that money comes from or goes to. `key`: what it is chosen by; `number`: how many it stands for."""

    step: Step
    role: Role
    name: str = ""
    key: str = ""
    page: str = ""  # where the one sheet stands
    number: int = 1


@dataclass(frozen=True)
class FlowLink:
    """Direct payments from one node to the next, in yen."""

    source: Node
    target: Node
    amount_yen: int


@dataclass(frozen=True)
class FlowTotals:
    """What the sheets say in sum, in yen; None where none says it. `executed_yen` is None where it says nothing."""

    direct_yen: int | None = None
    recommissioned_yen: int | None = None
    other_yen: int | None = None
    unknown_yen: int | None = None
    unnamed_yen: int | None = None
    own_cost_yen: int | None = None
    executed_yen: int | None = None
    doubtful: int = 0

    @property
    def gap_yen(self) -> int | None:
        """執行額 less what the flow and the own costs account for."""
        if self.executed_yen is None:
            return None
        return self.executed_yen - (self.direct_yen or 0) - (self.own_cost_yen or 0)


@dataclass(frozen=True)
class FlowYear:
    """A sheet year, whether a sheet of it says that the ministry itself pays, and its ministries as they are listed."""

    sheet_year: int
    has_direct: bool
    ministries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Centre:
    """The one project or payee that the page is about."""

    step: Step
    pk: int
    name: str
    key: str
    ministry: str = ""


@dataclass(frozen=True)
class FlowsAsked:
    """What a page is asked for. `given`: the rest of its query string, as it narrows the sheets."""

    sheet_year: int
    top: int = TOPS[0]
    has_all_ministries: bool = False
    ministry: str = ""
    centre: Centre | None = None
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def payee(self) -> Centre | None:
        """The payee it is about."""
        return self.centre if self.centre and self.centre.step is Step.PAYEE else None

    @property
    def project(self) -> Centre | None:
        """The project it is about; `Published.narrowed` holds its sheets alone."""
        return self.centre if self.centre and self.centre.step is Step.PROJECT else None


@dataclass(frozen=True)
class Published:
    """What the page may know: kept sums and receipts; `narrowed`: the sheets it is narrowed to, None for all."""

    receipts: QuerySet[Receipt]
    payee_sums: QuerySet[PayeeSums]
    spending: QuerySet[SpendingSums]
    year_sums: QuerySet[YearSums]
    summaries: QuerySet[SheetSummary]
    narrowed: QuerySet[SheetSummary] | None = None


@dataclass(frozen=True)
class Flows:
    """The nodes and links of a year. `is_fictional`: only made-up ministries are in them."""

    asked: FlowsAsked
    steps: tuple[Step, ...]
    links: tuple[FlowLink, ...]
    totals: FlowTotals
    is_fictional: bool = False

    @property
    def sheet_year(self) -> int:
        """The year of the sheets; the money is of the year before."""
        return self.asked.sheet_year

    @cached_property
    def amounts(self) -> dict[Node, int]:
        """What each node passes on or gets: by step, the largest first, those together last."""
        sums: Counter[Node] = Counter()
        for link in self.links:
            if link.source.step == self.steps[0]:
                sums[link.source] += link.amount_yen
            sums[link.target] += link.amount_yen
        roles = list(Role)
        ordered = sorted(sums, key=lambda node: (self.steps.index(node.step), roles.index(node.role), -sums[node]))
        return {node: sums[node] for node in ordered}

    def nodes_of(self, step: Step) -> list[Node]:
        """The nodes of one column."""
        return [node for node in self.amounts if node.step == step]

    @cached_property
    def addresses(self) -> dict[Node, str]:
        """Where each node leads, as people read it: to itself as the centre, what is the centre already to its page.

        What is together opens into the list that it stands for.
        """
        return {node: self._address(node) for node in self.amounts}

    def _address(self, node: Node) -> str:
        if node.role is Role.NO_ONE:
            return self._payees(kind=Payee.Kind.GROUP)
        return self._rest_address(node.step) if node.role is Role.REST else self._own_address(node)

    def _own_address(self, node: Node) -> str:
        centre = self.asked.centre
        if node.step is Step.MINISTRY:
            if self.asked.ministry and not centre:
                return uri_to_iri(f"{reverse('ministry', args=[node.key])}?year={self.sheet_year}")
            return self._flows(without=("bureau",), ministry=node.key)
        if node.step is Step.PROJECT:
            return node.page if self.asked.project else self._flows(ministry=self.asked.ministry, project=node.key)
        if node.step is Step.BLOCK:
            return f"{node.page}#flow"
        return uri_to_iri(reverse("payee", args=[node.key])) if self.asked.payee else self._flows(payee=node.key)

    def _rest_address(self, step: Step) -> str:
        centre = self.asked.centre
        if step is Step.MINISTRY:
            return self._flows(ministries=ALL, payee=self.asked.payee.key if self.asked.payee else "")
        if centre and centre.step is Step.PAYEE:
            return uri_to_iri(reverse("payee", args=[centre.key]))
        if centre:
            return self.nodes_of(Step.PROJECT)[0].page
        if step is Step.PROJECT:
            return self._with(reverse("sheets"), self._narrowing | {"sort": "-executed_yen"})
        return self._payees()

    @property
    def _narrowing(self) -> dict[str, str]:
        return {"year": str(self.sheet_year), "ministry": self.asked.ministry, **self.asked.given}

    def _payees(self, **more: str) -> str:
        given = {"year": str(self.sheet_year), "ministry": self.asked.ministry}
        return self._with(reverse("payees"), given | more)

    def _flows(self, *, without: tuple[str, ...] = (), **more: str) -> str:
        given = {name: value for name, value in self.asked.given.items() if name not in without}
        top = {"top": str(self.asked.top)} if self.asked.top != TOPS[0] else {}
        return self._with(reverse("flows"), {"year": str(self.sheet_year), **given, **top, **more})

    @staticmethod
    def _with(place: str, given: Mapping[str, str]) -> str:
        return uri_to_iri(f"{place}?{urlencode({name: value for name, value in given.items() if value})}")


@dataclass(frozen=True)
class FlowSet:
    """The counted receipts with direct money. `payee_sums` hold the same; where nothing kept does, the `cells`."""

    receipts: QuerySet[Receipt]
    ministries: Mapping[int, Ministry]
    totals: FlowTotals
    payee_sums: QuerySet[PayeeSums] | None
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class _Counted:
    """The receipts of the ministries that count, and what was added by ministry; made-up ones beside real do not."""

    receipts: QuerySet[Receipt]
    ministries: Mapping[int, Ministry]
    rows: list[dict[str, Any]]
    is_kept: bool  # added from kept sums
    is_whole: bool  # no ministry is left out


def flow_years(spending: QuerySet[SpendingSums]) -> list[FlowYear]:
    """The years there are, newest first; made-up ministries only where there are no others."""
    ordered = spending.order_by("-sheet_year", "ministry__order", "ministry__name")
    rows = list(ordered.values_list("sheet_year", "ministry__name", "ministry__is_fictional", "direct_yen"))
    is_real = any(not is_fictional for _year, _name, is_fictional, _yen in rows)
    direct = {year for year, _name, is_fictional, yen in rows if yen is not None and not (is_real and is_fictional)}
    names: dict[int, list[str]] = {}
    for sheet_year, name, _is_fictional, _yen in rows:
        names.setdefault(sheet_year, []).append(name)
    return [FlowYear(year, year in direct, tuple(told)) for year, told in names.items()]


def chosen_year(years: list[FlowYear], asked: int | None) -> int | None:
    """The year asked for, else the newest with direct payments, else the newest."""
    told = [year.sheet_year for year in years]
    direct = [year.sheet_year for year in years if year.has_direct]
    return asked if asked in told else next(iter(direct or told), None)


def flow_set(public: Published, asked: FlowsAsked) -> FlowSet:
    """The receipts of the year, ministry, payee and sheets asked for, and their sums."""
    own = _counted(public, asked)
    sums = public.payee_sums.filter(sheet_year=asked.sheet_year)
    sums = sums.filter(ministry__in=own.ministries) if asked.ministry else sums.filter(ministry=None)
    direct = own.receipts.filter(direct_yen__isnull=False)
    totals = _totals(own, public, asked)
    if own.is_kept and own.is_whole:
        return FlowSet(direct, own.ministries, totals, sums)
    cells = tuple(direct.order_by().values_list(*CELL))  # few as a rule, and sooner added here than there
    unnamed_yen = _sum([cell[-1] for cell in cells if is_no_one(cell)])
    return FlowSet(direct, own.ministries, replace(totals, unnamed_yen=unnamed_yen), None, cells)


def counted_receipts(public: Published, asked: FlowsAsked) -> QuerySet[Receipt]:
    """The same receipts without their sums."""
    return _counted(public, asked).receipts.filter(direct_yen__isnull=False)


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


def is_no_one(cell: "Cell") -> bool:
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
    return list(rows.values("ministry", *REACHES, "doubtful", "unnamed_yen", "own_cost_yen"))


def _added_by_ministry(receipts: QuerySet[Receipt]) -> list[dict[str, Any]]:
    figures = {f"sum_{name}": Sum(name) for name in (*REACHES, "doubtful")}
    rows = receipts.order_by().values("ministry").annotate(**figures)
    return [{name.removeprefix("sum_"): value for name, value in row.items()} for row in rows]


def _totals(own: _Counted, public: Published, asked: FlowsAsked) -> FlowTotals:
    """All added; what the sheets executed and spent themselves, but for a payee, whose part of it nobody knows."""
    executed_yen = own_cost_yen = None
    if public.narrowed is not None and asked.payee is None:
        sheets = public.narrowed.filter(ministry__in=own.ministries).order_by()
        executed_yen = sheets.aggregate(Sum("executed_yen"))["executed_yen__sum"]
        own_costs = OwnCost.objects.filter(sheet__in=sheets.values("sheet"))
        own_cost_yen = own_costs.aggregate(Sum("amount_yen"))["amount_yen__sum"]
    elif asked.payee is None:
        kept = public.year_sums.filter(sheet_year=asked.sheet_year, ministry__in=own.ministries)
        executed_yen = kept.aggregate(Sum("executed_yen"))["executed_yen__sum"]
        own_cost_yen = _sum([row["own_cost_yen"] for row in own.rows])
    return FlowTotals(
        **{name: _sum([row.get(name) for row in own.rows]) for name in (*REACHES, "unnamed_yen")},
        own_cost_yen=own_cost_yen,
        executed_yen=executed_yen,
        doubtful=sum(row["doubtful"] or 0 for row in own.rows),
    )


def _sum(values: list[int | None]) -> int | None:
    given = [value for value in values if value is not None]
    return sum(given) if given else None
