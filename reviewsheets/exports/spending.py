"""Who got the money, as CSV lines."""

from collections.abc import Iterable, Iterator

from reviewsheets.exports.lines import Layout, Line, flag, number, percent, whole, yen
from reviewsheets.queries.contracts import MultiYearRow, OwnCostRow, Terms
from reviewsheets.queries.flow import ArrowKind, ArrowRow, Balance, End, Place, Undrawn
from reviewsheets.queries.spending import BlockRow, Flow, PayeeRow
from reviewsheets.units.flow import Reach

WRONG_NUMBER = "検査数字が合いません"
DOUBTFUL = "単位誤りの疑い"
ARROW_WORDS = {
    ArrowKind.DIRECT: "直接支出",
    ArrowKind.RECOMMISSIONED: "再委託等",
    ArrowKind.OTHER: "別の資金",
    ArrowKind.OWN_COST: "間接経費",
    ArrowKind.REFERENCE: "参考",
    ArrowKind.SELF: "自己",
}
END_WORDS = {Place.OTHER_MONEY: "別の資金", Place.OWN_COST: "国自らが支出する間接経費"}
UNDRAWN_WORDS = {
    Undrawn.SELF: "描いていない（自らに戻る）",
    Undrawn.BLANK: "描いていない（金額の記載なし）",
    Undrawn.NOT_POSITIVE: "描いていない（0円以下）",
    Undrawn.DOUBTFUL: "描いていない（単位誤りの疑い）",
}
REACH_WORDS = {
    Reach.DIRECT: "直接支出",
    Reach.RECOMMISSIONED: "再委託等",
    Reach.OTHER: "その他",
    Reach.UNKNOWN: "流れの記載なし",
}


def _blocks(flow: Flow) -> Iterator[Line]:
    for block in flow.blocks:
        yield block.letter, block.name, block.role, yen(block.total), REACH_WORDS[block.reach]


def _links(flow: Flow) -> Iterator[Line]:
    for arrow in ArrowRow.all_of(flow):
        ends = (arrow.source.letter, _end(arrow.source), arrow.target.letter, _end(arrow.target))
        told = ("資金" if arrow.is_money else "参考", arrow.note, ARROW_WORDS[arrow.kind], yen(arrow.amount))
        has_sources = arrow.is_money and arrow.kind is not ArrowKind.SELF
        yield (*ends, *told, str(arrow.sources) if has_sources else "", _drawn(arrow))


def _end(end: End) -> str:
    return END_WORDS.get(end.place, end.name)


def _drawn(arrow: ArrowRow) -> str:
    if arrow.undrawn is not None:
        return UNDRAWN_WORDS[arrow.undrawn]
    if arrow.is_repeated:
        return "描いている（上の同じ矢印と1本）"
    if not arrow.is_money:
        return "細い線で描いている（金額ではない）"
    return "等分して描いている（内訳は公表なし）" if arrow.is_split else "描いている"


def _flow_sums(flow: Flow) -> Iterator[Line]:
    balance = Balance.of(flow)
    amounts = (balance.direct, balance.own_cost, balance.outlay, balance.entered, balance.executed)
    yield (*(yen(cell) for cell in amounts), whole(balance.gap_yen), percent(balance.gap_percent))


def _items(flow: Flow) -> Iterator[Line]:
    for block in flow.blocks:
        for row in block.items:
            yield block.letter, block.name, row.item, row.use, yen(row.amount)
        yield block.letter, block.name, "計", "", str(block.item_total_yen)


def _payees(flow: Flow) -> Iterator[Line]:
    for block in flow.blocks:
        for row in block.payees:
            yield (
                block.letter,
                block.name,
                str(row.rank),
                row.name,
                row.corporate_number,
                WRONG_NUMBER if row.has_wrong_corporate_number else "",
                row.work,
                yen(row.amount),
                row.contract_method,
                number(row.bidders),
                number(row.award_rate),
                row.reason,
            )


def _payments(flow: Flow) -> Iterator[Line]:
    """A line a block, then one a payee: what the block got and what each payee got of it."""
    for block in flow.listed_blocks:
        yield (*_block(block), *("",) * 8)
        for payee in block.payees:
            doubt = DOUBTFUL if payee.is_amount_doubtful else ""
            yield (block.letter, block.name, *("",) * 3, *_payee(payee), yen(payee.amount), doubt)


def _block(block: BlockRow) -> Line:
    return block.letter, block.name, whole(block.payee_count), block.role, yen(block.total)


def _payee(payee: PayeeRow) -> Line:
    wrong = WRONG_NUMBER if payee.has_wrong_corporate_number else ""
    where = (payee.location, payee.legal_kind, flag(payee.is_other))
    return payee.name, payee.corporate_number, wrong, *where


def _contracts(flow: Flow) -> Iterator[Line]:
    for block in flow.blocks:
        for payee in block.payees:
            for row in payee.contracts:
                named = (block.letter, block.name, payee.name, payee.corporate_number)
                yield (*named, row.summary, yen(row.amount), *_terms(row.terms), flag(row.is_other))


def _terms(terms: Terms) -> Line:
    method = (terms.contract_method, terms.contract_method_detail)
    return *method, number(terms.bidders), number(terms.award_rate), terms.reason


def _item_uses(flow: Flow) -> Iterator[Line]:
    for block in flow.blocks:
        for row in block.items:
            named = (block.letter, row.payee_name, row.corporate_number, row.contract_summary)
            yield (*named, row.item, row.use, yen(row.amount))


def _own_costs(rows: Iterable[OwnCostRow]) -> Iterator[Line]:
    return ((row.name, row.item, yen(row.amount)) for row in rows)


def _multi_year(rows: Iterable[MultiYearRow]) -> Iterator[Line]:
    for row in rows:
        wrong = WRONG_NUMBER if row.has_wrong_corporate_number else ""
        named = (row.block_letter, row.name, row.corporate_number, wrong, row.location, row.legal_kind)
        contract = (row.summary, flag(row.is_other_contract), yen(row.amount))
        yield (*named, *contract, *_terms(row.terms), flag(row.is_other))


LAYOUTS: dict[str, Layout] = {
    "blocks": Layout("支出先ブロック", ("ブロック", "ブロック名", "役割", "合計支出額（円）", "支出の段階"), _blocks),
    "links": Layout(
        "資金の流れ",
        (
            "支出元",
            "支出元の名称",
            "支出先",
            "支出先の名称",
            "種類",
            "補足情報",
            "矢印の種類",
            "金額（円）",
            "資金元の数",
            "図",
        ),
        _links,
    ),
    "flow-sums": Layout(
        "図に入る金額と執行額",
        (
            "直接支出（円）",
            "国自らが支出する間接経費（円）",
            "資金の流れ（府省庁の額、円）",
            "図に入る金額（円）",
            "前年度の執行額（円）",
            "執行額－図に入る金額（円）",
            "執行額に対する割合（％）",
        ),
        _flow_sums,
    ),
    "items": Layout("費目・使途", ("ブロック", "ブロック名", "費目", "使途", "金額（円）"), _items),
    "payees": Layout(
        "支出先上位１０者リスト",
        (
            "ブロック",
            "ブロック名",
            "順位",
            "支出先",
            "法人番号",
            "法人番号の確認",
            "業務概要",
            "支出額（円）",
            "契約方式等",
            "入札者数（応募者数）",
            "落札率（％）",
            "一者応札・一者応募又は競争性のない随意契約となった理由及び改善策",
        ),
        _payees,
    ),
    "payments": Layout(
        "支出先",
        (
            "支出先ブロック番号",
            "支出先ブロック名",
            "支出先の数",
            "事業を行う上での役割",
            "ブロックの合計支出額（円）",
            "支出先名",
            "法人番号",
            "法人番号の確認",
            "所在地",
            "法人種別",
            "その他支出先",
            "支出先の合計支出額（円）",
            "金額の確認",
        ),
        _payments,
    ),
    "contracts": Layout(
        "支出先の契約",
        (
            "支出先ブロック番号",
            "支出先ブロック名",
            "支出先名",
            "法人番号",
            "契約概要",
            "金額（円）",
            "契約方式等",
            "具体的な契約方式等",
            "入札者数",
            "落札率（％）",
            "一者応札・一者応募又は競争性のない随意契約となった理由及び改善策（支出額10億円以上）",
            "その他の契約",
        ),
        _contracts,
    ),
    "item-uses": Layout(
        "費目・使途（支出先別）",
        ("支出先ブロック番号", "支出先名", "法人番号", "契約概要", "費目", "使途", "金額（円）"),
        _item_uses,
    ),
    "own-costs": Layout(
        "国自らが支出する間接経費",
        ("国自らが支出する間接経費", "国自らが支出する間接経費の項目", "国自らが支出する間接経費の金額（円）"),
        _own_costs,
    ),
    "multi-year-contracts": Layout(
        "国庫債務負担行為等による契約",
        (
            "支出先ブロック（国庫債務負担行為等による契約）",
            "契約先名（国庫債務負担行為等による契約）",
            "契約先の法人番号（国庫債務負担行為等による契約）",
            "法人番号の確認",
            "契約先の所在地（国庫債務負担行為等による契約）",
            "契約先の法人種別（国庫債務負担行為等による契約）",
            "契約概要（契約名）（国庫債務負担行為等による契約）",
            "その他の契約",
            "契約額（円）（国庫債務負担行為等による契約）",
            "契約方式等（国庫債務負担行為等による契約）",
            "具体的な契約方式等（国庫債務負担行為等による契約）",
            "入札者数（応募者数）（国庫債務負担行為等による契約）",
            "落札率（％）（国庫債務負担行為等による契約）",
            "一者応札・一者応募又は競争性のない随意契約となった理由及び改善策（契約額10億円以上）（国庫債務負担行為等による契約）",
            "その他の契約（国庫債務負担行為等による契約）",
        ),
        _multi_year,
    ),
}
