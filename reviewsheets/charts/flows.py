"""A year's direct payments as a Sankey of three steps, and the same nodes and links in words."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviewsheets.charts import theme, words
from reviewsheets.charts.figures import Figure, Layout, Trace, sankey
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.flows import FlowLink, Flows, Gap, GapPart, Node, Role, Step
from reviewsheets.units.ministry_names import ministry_words
from reviewsheets.units.money import percent
from reviewsheets.units.money_words import SMALLEST_TOLD, short_amount

KEY = "flows"
LABEL_LENGTH = 14
NODE_HEIGHT, LEAST_HEIGHT = 34, 300
PAD = 18
MARGIN = (12, 16)  # above and below
LINK = "rgba(59,111,212,0.28)"
LINK_TOGETHER = "rgba(125,135,150,0.22)"
STEP_NAMES: dict[Step, "str | Promise"] = {
    Step.MINISTRY: gettext_lazy("府省庁"),
    Step.PROJECT: gettext_lazy("事業"),
    Step.BLOCK: gettext_lazy("支出先ブロック"),
    Step.PAYEE: gettext_lazy("支出先"),
}


class NodeRow(NamedTuple):
    """A node in words: where it leads, its amount and its part of the whole."""

    label: str
    address: str
    amount: str
    exact: str
    share: str


class LinkRow(NamedTuple):
    """A link in words."""

    source: str
    source_address: str
    target: str
    target_address: str
    amount_yen: int


def label_of(node: Node) -> str:
    """What a node is called."""
    if node.role is Role.NO_ONE:
        return _("特定の一者ではない記載")
    if node.role is Role.OWN:
        return ministry_words(node.name) if node.step is Step.MINISTRY else node.name
    rest = {
        Step.MINISTRY: _("ほか%(number)s府省庁"),
        Step.PROJECT: _("ほか%(number)s事業"),
        Step.BLOCK: _("ほか%(number)sブロック"),
        Step.PAYEE: _("ほか%(number)s者"),
    }
    return rest[node.step] % {"number": f"{node.number:,}"}


def flows_chart(flows: Flows) -> Chart | NoData:
    """Bands as wide as the direct payments; a node leads on."""
    title = _("府省庁が直接支払った資金の流れ")
    drawn = [link for link in flows.links if link.amount_yen > 0]
    if not drawn:
        return NoData(KEY, title, nothing_in_words(flows), KEY)
    years = _("%(money)sの支出（%(sheets)sのシート）") % {
        "money": words.full_year(flows.sheet_year - 1),
        "sheets": words.full_year(flows.sheet_year),
    }
    figure = Figure([_sankey(flows, drawn)], _layout(flows))
    return Chart(KEY, title, "", years, sentence_of(flows), KEY, figure, _notes(flows))


def steps_of(flows: Flows) -> list[tuple[Step, str, list[NodeRow]]]:
    """Each step with its nodes, the largest first."""
    return [(step, str(STEP_NAMES[step]), [_row(flows, node) for node in flows.nodes_of(step)]) for step in flows.steps]


def links_of(flows: Flows) -> list[LinkRow]:
    """Every link, as the nodes of its source and target stand."""
    places = {node: place for place, node in enumerate(flows.amounts)}
    ordered = sorted(flows.links, key=lambda link: (places[link.source], places[link.target]))
    return [
        LinkRow(
            label_of(link.source),
            flows.addresses[link.source],
            label_of(link.target),
            flows.addresses[link.target],
            link.amount_yen,
        )
        for link in ordered
    ]


def nothing_in_words(flows: Flows) -> str:
    """Why nothing is drawn."""
    totals = flows.totals
    if totals.unknown_yen is not None and totals.direct_yen is None:
        return _(
            "%(year)sのシートは、どの支払いを府省庁が直接行ったかを公表していないため、府省庁からの流れは描けません。"
        ) % {"year": words.full_year(flows.sheet_year)}
    return _("条件に合う支払いのうち、府省庁が直接支払ったと公表されているものはありません。")


def sentence_of(flows: Flows) -> str:
    """The largest node of the first and the last step that is one of it."""
    said = [_largest_words(flows, step) for step in (flows.steps[0], flows.steps[1], flows.steps[-1])]
    told = [words_of_step for words_of_step in said if words_of_step]
    return _("最も大きいのは、%(told)sです。") % {"told": _("、").join(told)} if told else ""


def _largest_words(flows: Flows, step: Step) -> str:
    own = [node for node in flows.nodes_of(step) if node.role is Role.OWN]
    if len(flows.nodes_of(step)) < 2 or not own:
        return ""
    return _("%(step)sでは%(name)s（%(amount)s、全体の%(share)s）") % {
        "step": STEP_NAMES[step],
        "name": label_of(own[0]),
        "amount": _told(flows.amounts[own[0]]),
        "share": _share(flows, flows.amounts[own[0]]),
    }


def _row(flows: Flows, node: Node) -> NodeRow:
    yen = flows.amounts[node]
    amount = words.amount(yen, beside_yen=flows.totals.direct_yen or 0)
    return NodeRow(label_of(node), flows.addresses[node], amount, words.exact_yen(yen), _share(flows, yen))


def _share(flows: Flows, yen: int) -> str:
    share = percent(yen, flows.totals.direct_yen or 0)
    return "-" if share is None else words.rate(share)


def _sankey(flows: Flows, drawn: Sequence[FlowLink]) -> Trace:
    ends = {link.source for link in drawn} | {link.target for link in drawn}
    nodes = [node for node in flows.amounts if node in ends]
    places = {node: place for place, node in enumerate(nodes)}
    return sankey(
        arrangement="fixed",  # with "snap" a press begins to move a node and is no click
        valueformat=",",
        node=_nodes(flows, nodes),
        link={
            "source": [places[link.source] for link in drawn],
            "target": [places[link.target] for link in drawn],
            "value": [link.amount_yen for link in drawn],
            "color": [LINK if _is_own(link) else LINK_TOGETHER for link in drawn],
            "customdata": [_link_words(link) for link in drawn],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
    )


def _is_own(link: FlowLink) -> bool:
    return link.source.role is link.target.role is Role.OWN


def _link_words(link: FlowLink) -> str:
    ends = f"{theme.plain(label_of(link.source))} → {theme.plain(label_of(link.target))}"
    return f"{ends}<br>{words.exact_yen(link.amount_yen)}"


def _nodes(flows: Flows, nodes: Sequence[Node]) -> dict[str, Any]:
    return {
        "label": [_node_label(flows, node) for node in nodes],
        # what a click leads to, and what the pointer tells
        "customdata": [[flows.addresses[node], _node_words(flows, node)] for node in nodes],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "color": [theme.EXECUTED if node.role is Role.OWN else theme.BUDGET for node in nodes],
        "x": [_across(flows, node) for node in nodes],
        "y": _down(flows, nodes),
        "line": {"width": 0},
        "pad": PAD,
        "thickness": 12,
    }


def _across(flows: Flows, node: Node) -> float:
    """Each step is a column; plotly takes 0 for no place."""
    return (0.001, 0.5, 0.999)[flows.steps.index(node.step)]


def _down(flows: Flows, nodes: Sequence[Node]) -> list[float]:
    """The middle of each node, one below the other in its column with a gap between them, as parts of the height.

    Plotly makes all nodes as high as the fullest column has room for.
    """
    height = _height(flows) - sum(MARGIN)
    whole_yen = max(flows.totals.direct_yen or 1, 1)
    room = height - PAD * (_most_nodes(flows) - 1)
    reached = dict.fromkeys(flows.steps, Decimal(0))
    places = []
    for node in nodes:
        high = Decimal(flows.amounts[node]) * room / whole_yen
        middle = (reached[node.step] + high / 2) / height
        reached[node.step] += high + PAD
        places.append(min(max(round(float(middle), 4), 0.001), 0.999))
    return places


def _most_nodes(flows: Flows) -> int:
    return max(len(flows.nodes_of(step)) for step in flows.steps)


def _height(flows: Flows) -> int:
    return max(LEAST_HEIGHT, NODE_HEIGHT * _most_nodes(flows) + LEAST_HEIGHT // 3)


def _node_label(flows: Flows, node: Node) -> str:
    amount = words.amount(flows.amounts[node], beside_yen=flows.totals.direct_yen or 0)
    return f"{theme.plain(theme.fitted(label_of(node), length=LABEL_LENGTH))} {amount}"


def _node_words(flows: Flows, node: Node) -> str:
    yen = flows.amounts[node]
    told = _("%(amount)s（全体の%(share)s）") % {"amount": words.exact_yen(yen), "share": _share(flows, yen)}
    return f"{theme.plain(label_of(node))}<br>{told}"


def _layout(flows: Flows) -> Layout:
    return theme.layout(height=_height(flows), margin={"l": 8, "r": 8, "t": MARGIN[0], "b": MARGIN[1]})


def _notes(flows: Flows) -> tuple[str, ...]:
    how = _(
        "帯の太さは金額です。左から%(steps)sで、名前を押すとそこを中心にした流れへ、「ほか」と「特定の一者ではない記載」を押すとその中身の一覧へ移ります。"
    ) % {"steps": _("、").join(str(STEP_NAMES[step]) for step in flows.steps)}
    below = [link for link in flows.links if link.amount_yen < 0]
    undrawn = _("0円に満たない%(number)s件は描けないため、表にだけあります。") % {"number": len(below)}
    return (how, undrawn) if below else (how,)


def said_of(flows: Flows) -> list[str]:
    """The totals in sentences: what flows, what executed amounts say beside it, and what stays out of it."""
    said = [_direct_words(flows), _gap_words(flows), _beside_words(flows), _left_out_words(flows)]
    return [sentence for sentence in said if sentence]


def _direct_words(flows: Flows) -> str:
    totals = flows.totals
    if totals.direct_yen is None:
        return ""
    who = flows.asked.payee.name if flows.asked.payee else ""
    told = _(
        "%(year)sに府省庁が%(whom)s直接支払った額は%(direct)s（%(exact)s）です。%(steps)sのどの段で足しても、この額になります。"
    ) % {
        "year": words.full_year(flows.sheet_year - 1),
        "whom": _("%(name)sに") % {"name": who} if who else "",
        "direct": _told(totals.direct_yen),
        "exact": words.exact_yen(totals.direct_yen),
        "steps": _("・").join(str(STEP_NAMES[step]) for step in flows.steps),
    }
    if not totals.unnamed_yen:
        return told
    return told + _(
        "このうち%(unnamed)s（%(share)s）は「その他」「個人A」「年金受給者」など特定の一者ではない記載で、順位に入れず別に示しています。"
    ) % {"unnamed": _beside(totals.unnamed_yen, flows), "share": _share(flows, totals.unnamed_yen)}


def _gap_words(flows: Flows) -> str:
    """執行額 beside the direct payments."""
    totals = flows.totals
    if totals.gap_yen is None or totals.executed_yen is None or totals.direct_yen is None:
        return ""
    own_yen = totals.own_cost_yen or 0
    told = _("同じシートの執行額は%(executed)sです。") % {"executed": _beside(totals.executed_yen, flows)}
    own = _("国自らが支出する間接経費%(own)sは支出先への支払いではないので、この流れに入っていません。")
    told += own % {"own": _beside(own_yen, flows)} if own_yen else ""
    if len(totals.gap_parts) > 1:
        return told + _gap_parts_words(flows, totals.gap_yen)
    if not totals.gap_yen:
        return told + _("直接支出と間接経費を足すと、執行額と一致します。")
    more = _("執行額のうち残りの%(gap)sは、シートの支出先の表に載っていない額です。内訳は公表されていません。")
    less = _(
        "直接支出と間接経費の合計は、執行額より%(gap)s多くなっています。多い理由は、公表されたデータからは分かりません。"
    )
    return told + (more if totals.gap_yen > 0 else less) % {"gap": _beside(abs(totals.gap_yen), flows)}


def _gap_parts_words(flows: Flows, gap_yen: int) -> str:
    """The gap by the sheets that it comes from, exactly."""
    even = _("直接支出と間接経費の合計は、執行額の合計と同じです。")
    less = _("直接支出と間接経費の合計は、執行額より%(gap)s（%(exact)s）少なくなっています。")
    more = _("直接支出と間接経費の合計は、執行額より%(gap)s（%(exact)s）多くなっています。")
    told = {"gap": _beside(abs(gap_yen), flows), "exact": words.exact_yen(abs(gap_yen))}
    parts = _("、").join(_gap_part_words(part) for part in flows.totals.gap_parts)
    said = even if not gap_yen else (less if gap_yen > 0 else more) % told
    return said + _("シートごとに執行額と比べると、%(parts)sで、足すとこの差になります。") % {"parts": parts}


def _gap_part_words(part: GapPart) -> str:
    told = {
        Gap.BLANK: _("執行額の記載がない%(sheets)s枚の額が%(amount)s"),
        Gap.ZERO: _("執行額が0円の%(sheets)s枚の額が%(amount)s"),
        Gap.MORE: _("執行額より多い%(sheets)s枚の差が%(amount)s"),
        Gap.LESS: _("執行額より少ない%(sheets)s枚の差が%(amount)s"),
    }
    sign = "+" if part.excess_yen > 0 else ""
    return told[part.gap] % {"sheets": f"{part.sheets:,}", "amount": f"{sign}{words.exact_yen(part.excess_yen)}"}


def _beside_words(flows: Flows) -> str:
    """Money that is not in the flow, each kind for itself."""
    totals = flows.totals
    kinds = (
        (totals.recommissioned_yen, _("支出先が次の支出先へ支払った額（再委託等）%(amount)s")),
        (totals.other_yen, _("府省庁からの矢印がつながらない支出先の額（その他の資金）%(amount)s")),
        (totals.unknown_yen, _("資金の流れの記載がないシートの支出先の額%(amount)s")),
    )
    told = [sentence % {"amount": _beside(yen, flows)} for yen, sentence in kinds if yen]
    if not told:
        return ""
    said = _("この流れに足していない額：%(told)s。") % {"told": _("、").join(told)}
    twice = _("再委託等は直接支出の中から支払われるので、足すと二重になります。")
    return said + twice if totals.recommissioned_yen else said


def _beside(yen: int, flows: Flows) -> str:
    """In the unit that suits the whole, or in yen."""
    return _told(yen, beside_yen=flows.totals.direct_yen or 0)


def _told(yen: int, *, beside_yen: int = 0) -> str:
    """An amount inside a sentence."""
    return short_amount(yen) if abs(yen) < SMALLEST_TOLD else words.amount(yen, beside_yen=beside_yen)


def _left_out_words(flows: Flows) -> str:
    if not flows.totals.doubtful:
        return ""
    return _("単位誤りの疑いがある%(number)s行は、どの額にも入れていません。") % {"number": flows.totals.doubtful}
