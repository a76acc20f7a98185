"""The nodes and links of `/flows/`: the largest of each step, its others together, and what names no one payee."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.encoding import uri_to_iri

from reviewsheets.models import BlockLink, FormerPayeeKey, Payee, PayeeSums, Payment, ReviewSheet, SheetSummary
from reviewsheets.queries.flow_set import CELL, added, counted_receipts, flow_set, is_no_one
from reviewsheets.queries.flows import (
    Cell,
    Centre,
    FlowLink,
    Flows,
    FlowsAsked,
    FlowSet,
    Node,
    Published,
    Role,
    Step,
)
from reviewsheets.queries.payee import spelled_key

NO_ONE = Node(Step.PAYEE, Role.NO_ONE)
STEPS = (Step.MINISTRY, Step.PROJECT, Step.PAYEE)
STEPS_OF_A_PROJECT = (Step.PROJECT, Step.BLOCK, Step.PAYEE)
_SHEET = ("pk", "sheet_year", "ministry__name", "number", "name", "project__key")


def flows(public: Published, asked: FlowsAsked) -> Flows:
    """The direct payments asked for. Every step of the links adds up to `totals.direct_yen`."""
    own = flow_set(public, asked)
    if asked.project:
        links = _project_links(own, asked.top)
    elif asked.payee:
        links = _payee_links(own, asked)
    else:
        links = _set_links(own, asked)
    return Flows(
        own=own,
        asked=asked,
        steps=STEPS_OF_A_PROJECT if asked.project else STEPS,
        links=tuple(FlowLink(source, target, yen) for (source, target), yen in links.items() if yen),
        totals=own.totals,
        is_fictional=any(ministry.is_fictional for ministry in own.ministries.values()),
    )


def project_centre(summaries: QuerySet[SheetSummary], key: str) -> Centre | None:
    """The project of that key by its newest sheet; None without a sheet."""
    if "\x00" in key:  # PostgreSQL refuses it
        return None
    found = summaries.filter(sheet__project__key=key).order_by("-sheet_year", "pk")
    row = found.values_list("sheet__project", "name", "ministry__name").first()
    return Centre(Step.PROJECT, row[0], row[1], key, row[2]) if row else None


def has_sheets_of(summaries: QuerySet[SheetSummary], project: Centre, ministry: str) -> bool:
    """The project has a sheet of that ministry, in whatever year; of any for none."""
    if ministry in ("", project.ministry):
        return True
    return summaries.filter(sheet__project=project.pk, ministry__name=ministry).exists()


def payee_centre(sums: QuerySet[PayeeSums], key: str) -> Centre | None:
    """The payee of that key, or that had it before, or of another spelling of it; None where no sheet names it.

    None also of a text that names no one payee: what it got is the sum of many.
    """
    if "\x00" in key:
        return None
    keys = [key, spelled_key(key)]
    known = sums.filter(sheet_year=None, ministry=None).exclude(kind=Payee.Kind.GROUP)
    rows = known.filter(payee__key__in=keys).values_list("payee", "payee__name", "payee__key")
    if found := sorted(rows, key=lambda row: keys.index(row[2])):
        return Centre(Step.PAYEE, *found[0])
    former = FormerPayeeKey.objects.filter(key__in=keys).values("payee")
    row = known.filter(payee__in=former).values_list("payee", "payee__name", "payee__key").first()
    return Centre(Step.PAYEE, *row) if row else None


Links = Counter[tuple[Node, Node]]


@dataclass(frozen=True)
class _Money:
    """The direct money of a set's largest payees, and how many payees have any."""

    payee_yen: Mapping[int, int]
    payees: int


def paid_payees(sums: QuerySet[PayeeSums]) -> QuerySet[PayeeSums]:
    """Of kept sums those of single payees with direct money, the largest first."""
    given = sums.filter(direct_yen__isnull=False).exclude(direct_yen=0)
    return given.exclude(kind=Payee.Kind.GROUP).order_by("-direct_yen", "payee")


def payee_amounts(own: FlowSet) -> dict[int, int]:
    """The same of cells, by payee."""
    return added((cell[2], cell[-1]) for cell in own.cells if cell[2] is not None and not is_no_one(cell))


def ordered_keys(amounts: Mapping[int, int]) -> list[int]:
    """The keys of amounts, the largest first; 0 is none."""
    return sorted((key for key, yen in amounts.items() if yen), key=lambda key: (-amounts[key], key))


def _kept_money(sums: QuerySet[PayeeSums], top: int) -> _Money:
    found = paid_payees(sums)
    largest = list(found.values_list("payee", "direct_yen")[:top])
    return _Money({pk: yen or 0 for pk, yen in largest}, found.count() if len(largest) == top else len(largest))


def _added_money(own: FlowSet, top: int) -> _Money:
    amounts = payee_amounts(own)
    ordered = ordered_keys(amounts)
    return _Money({pk: amounts[pk] for pk in ordered[:top]}, len(ordered))


def _set_links(own: FlowSet, asked: FlowsAsked) -> Links:
    """By way of ids, each pair of nodes once: there are thousands of sheets."""
    sums = own.payee_sums
    money = _added_money(own, asked.top) if sums is None else _kept_money(sums, asked.top)
    sheets = _own_or_rest(Step.PROJECT, own.sheet_yen, asked.top, sheet_nodes)
    rest = next((node for node in sheets.values() if node.role is Role.REST), Node(Step.PROJECT, Role.REST))
    drawn = {sheet_id: node for sheet_id, node in sheets.items() if node is not rest}
    links = _ministry_links(own, asked, drawn, rest)
    links.update(_payee_parts(own, money, drawn, rest))
    return links


def _ministry_links(own: FlowSet, asked: FlowsAsked, drawn: Mapping[int, Node], rest: Node) -> Links:
    parts: Counter[tuple[int, int | None]] = Counter()
    for sheet_id, yen in own.sheet_yen.items():
        parts[own.ministry_of[sheet_id], sheet_id if sheet_id in drawn else None] += yen
    amounts = added((ministry_id, yen) for (ministry_id, _sheet), yen in parts.items())
    ministries = _ministries(own, asked, amounts)
    links: Links = Counter()
    for (ministry_id, drawn_id), yen in parts.items():
        links[ministries[ministry_id], rest if drawn_id is None else drawn[drawn_id]] += yen
    return links


def _payee_parts(own: FlowSet, money: _Money, drawn: Mapping[int, Node], rest: Node) -> Links:
    """First all money as that of the other sheets, then each sheet with a node takes its own out of it."""
    named = payee_nodes(money.payee_yen)
    others = Node(Step.PAYEE, Role.REST, number=money.payees - len(named))
    unnamed_yen = own.totals.unnamed_yen or 0
    links: Links = Counter({(rest, named[pk]): yen for pk, yen in money.payee_yen.items()})
    links[rest, NO_ONE] = unnamed_yen
    links[rest, others] = sum(own.sheet_yen.values()) - unnamed_yen - sum(money.payee_yen.values())
    for (sheet_id, payee), yen in _parts_of(own, drawn, named).items():
        target = NO_ONE if payee is None else named.get(payee, others)
        links[drawn[sheet_id], target] += yen
        links[rest, target] -= yen
    return links


def _parts_of(own: FlowSet, drawn: Mapping[int, Node], named: Mapping[int, Node]) -> Counter[tuple[int, int | None]]:
    """By sheet and payee: None for no one payee, 0 for all the others."""
    rows: Iterable[Cell] = own.cells if own.payee_sums is None else ()
    if own.payee_sums is not None:
        rows = own.receipts.filter(sheet__in=drawn).order_by().values_list(*CELL)
    parts: Counter[tuple[int, int | None]] = Counter()
    for cell in rows:
        if cell[0] in drawn:
            payee = cell[2] if cell[2] in named else 0
            parts[cell[0], None if is_no_one(cell) else payee] += cell[-1]
    return parts


def _payee_links(own: FlowSet, asked: FlowsAsked) -> Links:
    if asked.payee is None:
        return Counter()
    sheets = _own_or_rest(Step.PROJECT, own.sheet_yen, asked.top, sheet_nodes)
    ministries = _ministries(own, asked, added((cell[1], cell[-1]) for cell in own.cells))
    payee = Node(Step.PAYEE, Role.OWN, asked.payee.name, asked.payee.key)
    links: Links = Counter()
    for sheet_id, ministry_id, *_payee, yen in own.cells:
        links[ministries[ministry_id], sheets[sheet_id]] += yen
        links[sheets[sheet_id], payee] += yen
    return links


@dataclass(frozen=True)
class ProjectPayments:
    """What the blocks paid by the ministry pay, as rows; the nodes of blocks; a project may have several sheets."""

    sheets: Mapping[int, Node]
    blocks: Mapping[int, Node]
    rows: list[tuple[Any, ...]]

    @property
    def block_yen(self) -> dict[int, int]:
        """The amounts of the blocks."""
        return added((row[1], row[-1]) for row in self.rows)


def project_payments(own: FlowSet) -> ProjectPayments:
    """The payments of the project that is the centre."""
    sheets = sheet_nodes(set(own.sheet_yen))
    arrows = BlockLink.objects.filter(sheet__in=sheets, kind=BlockLink.Kind.MONEY, source=None)
    counted = Payment.objects.filter(amount_yen__isnull=False, is_amount_doubtful=False)
    paid = counted.filter(block__in=arrows.order_by().values("target")).order_by()
    columns = ("block__sheet", "block", "block__letter", "block__name")
    rows = list(paid.values_list(*columns, "payee", "payee__kind", "payee__key", "payee__name", "amount_yen"))
    named = {row[1]: Node(Step.BLOCK, Role.OWN, f"{row[2]}.{row[3]}", page=sheets[row[0]].page) for row in rows}
    return ProjectPayments(sheets, named, rows)


def _project_links(own: FlowSet, top: int) -> Links:
    """By blocks that the ministry pays."""
    paid = project_payments(own)
    sheets, rows = paid.sheets, paid.rows
    blocks = _own_or_rest(Step.BLOCK, paid.block_yen, top, lambda pks: _some(paid.blocks, pks))
    people = {row[4]: Node(Step.PAYEE, Role.OWN, row[7], row[6]) for row in rows if not _is_no_one(row)}
    amounts = added((row[4], row[-1]) for row in rows if not _is_no_one(row))
    payees = _own_or_rest(Step.PAYEE, amounts, top, lambda pks: _some(people, pks))
    links: Links = Counter()
    for row in rows:
        links[sheets[row[0]], blocks[row[1]]] += row[-1]
        links[blocks[row[1]], NO_ONE if _is_no_one(row) else payees[row[4]]] += row[-1]
    return links


def _is_no_one(row: tuple[Any, ...]) -> bool:
    return row[4] is None or row[5] == Payee.Kind.GROUP


def _some(nodes: Mapping[int, Node], keys: Collection[int]) -> dict[int, Node]:
    return {key: nodes[key] for key in keys}


def _own_or_rest(
    step: Step, amounts: Mapping[int, int], top: int, nodes_of: Callable[[list[int]], dict[int, Node]]
) -> dict[int, Node]:
    """Every key's node: the largest have their own, the others are one together; of those one alone is no "others"."""
    own = nodes_of(_largest(amounts, top))
    rest = Node(step, Role.REST, number=sum(1 for yen in amounts.values() if yen) - len(own))
    return {key: own.get(key, rest) for key in amounts}


def _largest(amounts: Mapping[int, int], top: int) -> list[int]:
    """The keys of the largest amounts; with one more than that all, as one alone is no "others"."""
    ordered = ordered_keys(amounts)
    return ordered if len(ordered) == top + 1 else ordered[:top]


def _ministries(own: FlowSet, asked: FlowsAsked, amounts: Mapping[int, int]) -> dict[int, Node]:
    top = len(amounts) if asked.has_all_ministries else asked.top
    return _own_or_rest(Step.MINISTRY, amounts, top, lambda pks: _ministry_nodes(own, pks))


def payee_nodes(pks: Collection[int]) -> dict[int, Node]:
    """A node for each of these payees."""
    rows = Payee.objects.filter(pk__in=pks).order_by().values_list("pk", "name", "key")
    return {pk: Node(Step.PAYEE, Role.OWN, name, key) for pk, name, key in rows}


def _ministry_nodes(own: FlowSet, pks: Collection[int]) -> dict[int, Node]:
    return {pk: Node(Step.MINISTRY, Role.OWN, own.ministries[pk].name, own.ministries[pk].name) for pk in pks}


def sheet_nodes(sheet_ids: Collection[int]) -> dict[int, Node]:
    """A node for each of these sheets."""
    rows = ReviewSheet.objects.filter(pk__in=sheet_ids).order_by().values_list(*_SHEET)
    return {
        pk: Node(Step.PROJECT, Role.OWN, name, key, uri_to_iri(reverse("sheet", args=[year, ministry, number])))
        for pk, year, ministry, number, name, key in rows
    }


def flow_rows(public: Published, asked: FlowsAsked) -> QuerySet[Any, Any]:
    """Every link of the set as `exports.flows` writes it: a payee's direct money on a sheet; the largest first.

    Also what holds only doubtful rows: the column of those adds up to what the page says is left out.
    """
    largest_first = F("direct_yen").desc(nulls_last=True)
    ordered = counted_receipts(public, asked).order_by("ministry__order", "ministry__name", largest_first, "pk")
    return ordered.values_list(*ROW_COLUMNS)


ROW_COLUMNS = (
    "sheet_year",
    "ministry__name",
    "sheet__number",
    "sheet__name",
    "payee__name",
    "payee__corporate_number",
    "payee__kind",
    "direct_yen",
    "doubtful",
)
