"""A sheet year's direct payments as steps: ministry, project, payee; each step adds up to the same total.

Only what the ministries pay themselves flows; money that a payee passes on (再委託等) stays beside it, never added.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.encoding import uri_to_iri

from reviewsheets.models import Ministry, PayeeSums, Receipt, SheetSummary, SpendingSums, SummaryColumns

TOPS = (10, 20, 30)  # how many of a step have nodes of their own
ALL = "all"
OPENED = "opened"  # where the list stands that a node opens
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


class Gap(StrEnum):
    """How a sheet's direct payments and own costs stand to its 執行額."""

    BLANK = "blank"  # it gives no 執行額
    ZERO = "zero"  # it gives 0
    MORE = "more"
    LESS = "less"


@dataclass(frozen=True)
class GapPart:
    """The sheets of one kind, and how far their direct payments and own costs exceed 執行額; below zero they do not."""

    gap: Gap
    sheets: int
    excess_yen: int


@dataclass(frozen=True)
class FlowTotals:
    """What the sheets say in sum, in yen; None where none says it. `executed_yen` is None where it says nothing.

    `gap_parts` add up to the gap, with the sign turned.
    """

    direct_yen: int | None = None
    recommissioned_yen: int | None = None
    other_yen: int | None = None
    unknown_yen: int | None = None
    unnamed_yen: int | None = None
    own_cost_yen: int | None = None
    executed_yen: int | None = None
    doubtful: int = 0
    gap_parts: tuple[GapPart, ...] = ()

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


class Opens(StrEnum):
    """Which node is opened into the list of what it stands for."""

    PROJECT = "project"
    BLOCK = "block"
    PAYEE = "payee"
    NO_ONE = "no-one"


@dataclass(frozen=True)
class FlowsAsked:
    """What a page is asked for. The year may have no sheet. `given`: the rest of its query string, as it narrows."""

    sheet_year: int
    top: int = TOPS[0]
    has_all_ministries: bool = False
    ministry: str = ""
    centre: Centre | None = None
    opened: Opens | None = None
    page: str = ""  # of the list that is opened
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
    summaries: QuerySet[SheetSummary]
    columns: QuerySet[SummaryColumns]
    narrowed: QuerySet[SheetSummary] | None = None


def opens_of(node: Node) -> Opens:
    """What a node of others, or of no one payee, is opened by."""
    return Opens.NO_ONE if node.role is Role.NO_ONE else Opens(node.step)


@dataclass(frozen=True)
class Flows:
    """The nodes and links of a year. `is_fictional`: only made-up ministries are in them."""

    asked: FlowsAsked
    steps: tuple[Step, ...]
    links: tuple[FlowLink, ...]
    totals: FlowTotals
    is_fictional: bool = False
    own: "FlowSet | None" = None  # what it is drawn from

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
        return self.address_of(node) if node.role is Role.OWN else self._opened_address(node)

    def address_of(self, node: Node) -> str:
        """Where one of a step leads."""
        centre = self.asked.centre
        if node.step is Step.MINISTRY:
            if self.asked.ministry and not centre:
                return uri_to_iri(f"{reverse('ministry', args=[node.key])}?year={self.sheet_year}")
            return self._flows("bureau", ministry=node.key)
        if node.step is Step.PROJECT:
            return node.page if self.asked.project else self._flows(ministry=self.asked.ministry, project=node.key)
        if node.step is Step.BLOCK:
            return f"{node.page}#flow"
        return uri_to_iri(reverse("payee", args=[node.key])) if self.asked.payee else self._flows(payee=node.key)

    def _opened_address(self, node: Node) -> str:
        centre = self.asked.centre
        told = {"ministry": self.asked.ministry, **({centre.step.value: centre.key} if centre else {})}
        if node.step is Step.MINISTRY:
            return self._flows(**told, ministries=ALL)
        ministries = ALL if self.asked.has_all_ministries else ""
        return f"{self._flows(**told, ministries=ministries, open=opens_of(node))}#{OPENED}"

    def _flows(self, *without: str, **more: str) -> str:
        given = {name: value for name, value in self.asked.given.items() if name not in without}
        top = {"top": str(self.asked.top)} if self.asked.top != TOPS[0] else {}
        return self._with(reverse("flows"), {"year": str(self.sheet_year), **given, **top, **more})

    @staticmethod
    def _with(place: str, given: Mapping[str, str]) -> str:
        return uri_to_iri(f"{place}?{urlencode({name: value for name, value in given.items() if value})}")


@dataclass(frozen=True)
class FlowSet:
    """The counted receipts with direct money, and that by sheet.

    `payee_sums` hold the same by payee; where nothing kept does, the `cells`.
    """

    receipts: QuerySet[Receipt]
    ministries: Mapping[int, Ministry]
    totals: FlowTotals
    sheet_yen: Mapping[int, int]
    ministry_of: Mapping[int, int]
    payee_sums: QuerySet[PayeeSums] | None
    cells: tuple[Cell, ...] = ()


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
    """The year asked for, though it may have no sheet, else the newest with direct payments, else the newest."""
    direct = [year.sheet_year for year in years if year.has_direct]
    newest = next(iter(direct or [year.sheet_year for year in years]), None)
    return newest if asked is None or newest is None else asked
