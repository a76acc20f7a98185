"""What a node of `/flows/` that is several together stands for, one by one, the largest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils.encoding import uri_to_iri

from reviewsheets.models import Payee
from reviewsheets.queries.flow_steps import (
    ordered_keys,
    paid_payees,
    payee_amounts,
    payee_nodes,
    project_payments,
    sheet_nodes,
)
from reviewsheets.queries.flows import Flows, FlowSet, Node, Opens, Role, Step, opens_of
from reviewsheets.queries.payees import payee_url

PAGE_ROWS = 50
_STEPS = {Opens.PROJECT: Step.PROJECT, Opens.BLOCK: Step.BLOCK, Opens.PAYEE: Step.PAYEE}
_NO_ONE = ("sheet", "ministry", "payee__name", "direct_yen")


@dataclass(frozen=True)
class OpenedRow:
    """One of them: `address`: itself as the centre; `page`: its own page; `where`: whose sheet it is."""

    name: str
    address: str
    page: str
    where: str
    amount_yen: int


@dataclass(frozen=True)
class OpenedNode:
    """A page of the list: all its rows, `page.paginator.count`, add up to the amount of the node."""

    opens: Opens
    node: Node
    amount_yen: int
    page: Page[int]
    rows: tuple[OpenedRow, ...]


def opens_at(flows: Flows) -> frozenset[Opens]:
    """What may be opened; a step with one node has no others."""
    steps = {Opens(step) for step in flows.steps if step is not Step.MINISTRY}
    return frozenset({Opens.PROJECT} if flows.asked.payee else {*steps, Opens.NO_ONE})


def opened_node(flows: Flows) -> OpenedNode | None:
    """What is asked to be opened; None where nothing is, or no node stands for several."""
    opens, own = flows.asked.opened, flows.own
    together = [node for node in flows.amounts if node.role is not Role.OWN and node.step is not Step.MINISTRY]
    node = next((node for node in together if opens_of(node) is opens), None)
    if opens is None or own is None or node is None:
        return None
    keys = _no_one_keys(own) if opens is Opens.NO_ONE else range(node.number)
    page = Paginator(keys, PAGE_ROWS).get_page(flows.asked.page)
    listed = cast(Sequence[int], page.object_list)
    rows = _no_one_rows(flows, own, listed) if opens is Opens.NO_ONE else _rows(flows, own, _STEPS[opens], listed)
    return OpenedNode(opens, node, flows.amounts[node], page, tuple(rows))


def _rows(flows: Flows, own: FlowSet, step: Step, places: Sequence[int]) -> list[OpenedRow]:
    """`places` among those that have no node of their own."""
    if not places:
        return []
    drawn = sum(1 for node in flows.nodes_of(step) if node.role is Role.OWN)
    bottom, top = drawn + places[0], drawn + places[-1] + 1
    if step is Step.BLOCK:
        return _block_rows(flows, own, bottom, top)
    return (_project_rows if step is Step.PROJECT else _payee_rows)(flows, own, bottom, top)


def _project_rows(flows: Flows, own: FlowSet, bottom: int, top: int) -> list[OpenedRow]:
    sheet_ids = ordered_keys(own.sheet_yen)[bottom:top]
    nodes = sheet_nodes(sheet_ids)
    return [
        OpenedRow(
            name=nodes[sheet_id].name,
            address=flows.address_of(nodes[sheet_id]),
            page=nodes[sheet_id].page,
            where=own.ministries[own.ministry_of[sheet_id]].name,
            amount_yen=own.sheet_yen[sheet_id],
        )
        for sheet_id in sheet_ids
    ]


def _payee_rows(flows: Flows, own: FlowSet, bottom: int, top: int) -> list[OpenedRow]:
    if own.payee_sums is None:
        amounts = payee_amounts(own)
        amounts = {pk: amounts[pk] for pk in ordered_keys(amounts)[bottom:top]}
    else:
        amounts = dict(paid_payees(own.payee_sums).values_list("payee", "direct_yen")[bottom:top])
    nodes = payee_nodes(amounts)
    return [
        OpenedRow(nodes[pk].name, flows.address_of(nodes[pk]), uri_to_iri(payee_url(nodes[pk].key)), "", yen)
        for pk, yen in amounts.items()
    ]


def _block_rows(flows: Flows, own: FlowSet, bottom: int, top: int) -> list[OpenedRow]:
    paid = project_payments(own)
    amounts = paid.block_yen
    nodes = [(paid.blocks[pk], amounts[pk]) for pk in ordered_keys(amounts)[bottom:top]]
    return [OpenedRow(node.name, flows.address_of(node), node.page, "", yen) for node, yen in nodes]


def _no_one_keys(own: FlowSet) -> list[int]:
    """The receipts that name no one payee."""
    found = own.receipts.filter(Q(payee=None) | Q(payee__kind=Payee.Kind.GROUP)).exclude(direct_yen=0)
    return list(found.order_by("-direct_yen", "pk").values_list("pk", flat=True))


def _no_one_rows(flows: Flows, own: FlowSet, receipts: Sequence[int]) -> list[OpenedRow]:
    """As the sheets write them; "" where a row has no name."""
    found = own.receipts.filter(pk__in=receipts).order_by("-direct_yen", "pk")
    rows = list(found.values_list(*_NO_ONE))
    nodes = sheet_nodes({row[0] for row in rows})
    return [
        OpenedRow(
            name=name or "",
            address=flows.address_of(nodes[sheet_id]),
            page=nodes[sheet_id].page,
            where=f"{own.ministries[ministry_id].name} {nodes[sheet_id].name}",
            amount_yen=yen or 0,
        )
        for sheet_id, ministry_id, name, yen in rows
    ]
