"""Who got the money, as CSV lines."""

from collections.abc import Iterable, Iterator

from reviewsheets.exports.lines import Layout, Line, flag, number, whole, yen
from reviewsheets.queries.contracts import MultiYearRow, OwnCostRow, Terms
from reviewsheets.queries.spending import BlockRow, Flow, PayeeRow, Reach

WRONG_NUMBER = "検査数字が合いません"
DOUBTFUL = "単位誤りの疑い"
REACH_WORDS = {Reach.DIRECT: "直接支出", Reach.RECOMMISSIONED: "再委託等", Reach.OTHER: "その他"}


def _blocks(flow: Flow) -> Iterator[Line]:
    for block in flow.blocks:
        yield block.letter, block.name, block.role, yen(block.total), REACH_WORDS[block.reach]


def _links(flow: Flow) -> Iterator[Line]:
    names = {block.letter: block.name for block in flow.blocks}
    for link in flow.links:
        source_name = flow.ministry_name if link.source is None else names[link.source]
        kind = "資金" if link.is_money else "参考"
        yield link.source or "", source_name, link.target, names[link.target], kind, link.note


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
    "links": Layout("資金の流れ", ("支出元", "支出元の名称", "支出先", "支出先の名称", "種類", "補足情報"), _links),
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
            "ブロックの合計支出額",
            "支出先名",
            "法人番号",
            "法人番号の確認",
            "所在地",
            "法人種別",
            "その他支出先",
            "支出先の合計支出額",
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
            "金額",
            "契約方式等",
            "具体的な契約方式等",
            "入札者数",
            "落札率",
            "一者応札・一者応募又は競争性のない随意契約となった理由及び改善策（支出額10億円以上）",
            "その他の契約",
        ),
        _contracts,
    ),
    "item-uses": Layout(
        "費目・使途（支出先別）",
        ("支出先ブロック番号", "支出先名", "法人番号", "契約概要", "費目", "使途", "金額"),
        _item_uses,
    ),
    "own-costs": Layout(
        "国自らが支出する間接経費",
        ("国自らが支出する間接経費", "国自らが支出する間接経費の項目", "国自らが支出する間接経費の金額"),
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
            "契約額（国庫債務負担行為等による契約）",
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
