"""5-1 … 5-4: blocks, payees, contracts, the arrows between blocks, what was bought, and contracts over years."""

from collections.abc import Iterator, Sequence

from reviewsheets.formats.cells import (
    AWARD_RATE,
    BIDDERS,
    CORPORATE_NUMBER,
    COUNT,
    LETTER,
    LINE,
    OWN_LETTER,
    T_F,
    T_F_BLANK,
    TRUE_FALSE,
    YEN,
)
from reviewsheets.formats.layout import FormatError, Layout, Parts, Row, column
from reviewsheets.formats.records import (
    BlockLinkRecord,
    BlockRecord,
    ContractRecord,
    ItemUseRecord,
    MultiYearRecord,
    OwnCostRecord,
    PaymentRecord,
)
from reviewsheets.formats.rs_system.listing import FIRST, ListFile

BLOCK_HEADER = "支出先ブロック番号"
_BLOCK = Layout(
    BlockRecord,
    (
        column(BLOCK_HEADER, "letter", LETTER),
        column("支出先ブロック名", "name", LINE),
        column("支出先の数", "payee_count", COUNT),
        column("事業を行う上での役割", "role"),
        column("ブロックの合計支出額", "total_yen", YEN),
    ),
    FIRST,
)
_PAYEE = Layout(
    PaymentRecord,
    (
        column("支出先名", "name", LINE),
        column("法人番号", "corporate_number", CORPORATE_NUMBER),
        column("所在地", "location"),
        column("法人種別", "legal_kind", LINE),
        column("その他支出先", "is_other", TRUE_FALSE),
        column("支出先の合計支出額", "amount_yen", YEN),
    ),
    FIRST + 5,
)
_CONTRACT = Layout(
    ContractRecord,
    (
        column("契約概要", "summary"),
        column("金額", "amount_yen", YEN),
        column("契約方式等", "contract_method", LINE),
        column("具体的な契約方式等", "contract_method_detail"),
        column("入札者数", "bidders", BIDDERS),
        column("落札率", "award_rate_percent", AWARD_RATE),
        column("一者応札・一者応募又は競争性のない随意契約となった理由及び改善策（支出額10億円以上）", "reason"),
        column("その他の契約", "is_other", TRUE_FALSE),
    ),
    FIRST + 11,
)
_PAYEE_TOTAL = len(_PAYEE.columns) - 1


class Spending:
    """5-1: rows of three kinds. A block is followed by its payees, each followed by its contracts.

    A contract's row repeats its payee without the payee's total, a payee's row repeats the block's letter.
    """

    code = "5-1"
    title = "支出先_支出情報"
    headers = _BLOCK.headers + _PAYEE.headers + _CONTRACT.headers

    def read(self, rows: Sequence[Row]) -> Parts:
        """The blocks, payments and contracts of a sheet."""
        blocks: dict[str, BlockRecord] = {}
        payments: list[PaymentRecord] = []
        contracts: list[ContractRecord] = []
        payee_row: Row | None = None
        for row in rows:
            if not any(row.cells[FIRST:]):
                continue
            if any(row.cells[FIRST + 1 : _PAYEE.first]):
                self._add_block(blocks, row)
                payee_row = None
                continue
            self._check_letter(blocks, row)
            if _CONTRACT.is_blank(row):
                payments.append(self._payment(row, len(payments)))
                payee_row = row
            else:
                self._check_payee(payee_row, row)
                contracts.append(
                    _CONTRACT.read(row, payment=len(payments) - 1, position=len(contracts), source_row=row.number)
                )
        return {BlockRecord: list(blocks.values()), PaymentRecord: payments, ContractRecord: contracts}

    def write(self, parts: Parts) -> Iterator[list[str]]:
        """Blocks, payees and contracts in turn, or a blank row; blocks that only other files name are left out."""
        blocks = [block for block in parts.get(BlockRecord, ()) if not block.is_implied]
        if not blocks:
            yield [""] * len(self.headers)
        contracts: dict[int, list[ContractRecord]] = {}
        for contract in parts.get(ContractRecord, ()):
            contracts.setdefault(contract.payment, []).append(contract)
        payments: dict[str, list[tuple[int, PaymentRecord]]] = {}
        for place, payment in enumerate(parts.get(PaymentRecord, ())):
            payments.setdefault(payment.block, []).append((place, payment))
        for block in blocks:
            yield _BLOCK.write(block) + _PAYEE.write(None) + _CONTRACT.write(None)
            head = [block.letter, *_BLOCK.write(None)[1:]]
            for place, payment in payments.get(block.letter, ()):
                payee = _PAYEE.write(payment)
                yield head + payee + _CONTRACT.write(None)
                for contract in contracts.get(place, ()):
                    yield [*head, *payee[:_PAYEE_TOTAL], "", *_CONTRACT.write(contract)]

    def _add_block(self, blocks: dict[str, BlockRecord], row: Row) -> None:
        if not _PAYEE.is_blank(row) or not _CONTRACT.is_blank(row):
            raise _error(row, "ブロックと支出先が同じ行にあります")
        block = _BLOCK.read(row, position=len(blocks), source_row=row.number)
        if not block.letter:
            raise _error(row, "ブロック番号がありません")
        if block.letter in blocks:
            raise _error(row, "同じブロックが2つあります")
        blocks[block.letter] = block

    @staticmethod
    def _check_letter(blocks: dict[str, BlockRecord], row: Row) -> None:
        if row.cells[FIRST] != next(reversed(blocks), None):
            raise _error(row, "この行の上に、同じブロックの行がありません")

    @staticmethod
    def _payment(row: Row, position: int) -> PaymentRecord:
        return _PAYEE.read(row, block=row.cells[FIRST], position=position, source_row=row.number)

    @staticmethod
    def _check_payee(payee_row: Row | None, row: Row) -> None:
        payee = slice(_PAYEE.first, _PAYEE.first + _PAYEE_TOTAL)
        if payee_row is None or payee_row.cells[payee] != row.cells[payee]:
            message, value = "この契約の上に、同じ支出先の行がありません", row.cells[_PAYEE.first]
            raise FormatError(message, row=row.number, column="支出先名", value=value)
        if row.cells[_PAYEE.first + _PAYEE_TOTAL]:
            raise _error(row, "支出先の合計と契約が同じ行にあります")


def _error(row: Row, message: str) -> FormatError:
    return FormatError(message, row=row.number, column=BLOCK_HEADER, value=row.cells[FIRST])


_LINK = Layout(
    BlockLinkRecord,
    (
        column("支出元の支出先ブロック", "source", LETTER),
        column("支出元の支出先ブロック名", "source_name"),
        column("担当組織からの支出", "kind"),  # replaced on the way: the kind is ours
        column("支出先の支出先ブロック", "target", LETTER),
        column("支出先の支出先ブロック名", "target_name"),
        column("資金の流れの補足情報", "note", LINE),
    ),
    FIRST,
)
_OWN_COST = Layout(
    OwnCostRecord,
    (
        column("国自らが支出する間接経費", "name"),
        column("国自らが支出する間接経費の項目", "item"),
        column("国自らが支出する間接経費の金額", "amount_yen", YEN),
    ),
    FIRST + 6,
)
_FROM_MINISTRY = {"TRUE": True, "FALSE": False}
REFERENCE = "参考"


class Flow:
    """5-2: an arrow or the ministry's own cost a row, in any order; `position` counts both."""

    code = "5-2"
    title = "支出先_支出ブロックのつながり"
    headers = _LINK.headers + _OWN_COST.headers

    def read(self, rows: Sequence[Row]) -> Parts:
        """The arrows and own costs of a sheet."""
        links, costs = [], []
        for position, row in enumerate(rows):
            if not _LINK.is_blank(row):
                links.append(self._link(row, position))
            elif not _OWN_COST.is_blank(row):
                costs.append(_OWN_COST.read(row, position=position, source_row=row.number))
        return {BlockLinkRecord: links, OwnCostRecord: costs}

    def write(self, parts: Parts) -> Iterator[list[str]]:
        """The rows of both, by position, or a blank row."""
        rows: list[tuple[int, list[str]]] = []
        for link in parts.get(BlockLinkRecord, ()):
            cells = _LINK.write(link)
            cells[2] = "FALSE" if link.source else "TRUE"
            rows.append((link.position, cells + _OWN_COST.write(None)))
        for cost in parts.get(OwnCostRecord, ()):
            rows.append((cost.position, _LINK.write(None) + _OWN_COST.write(cost)))
        yield from (cells for _position, cells in sorted(rows, key=lambda row: row[0]))
        if not rows:
            yield [""] * len(self.headers)

    @staticmethod
    def _link(row: Row, position: int) -> BlockLinkRecord:
        if not _OWN_COST.is_blank(row):
            raise FormatError("つながりと間接経費が同じ行にあります", row=row.number, column=_OWN_COST.headers[0])
        values = _LINK.values(row)
        from_ministry = _FROM_MINISTRY.get(values["kind"])
        if from_ministry is None or from_ministry == bool(values["source"]):
            message = "支出元のブロックがなければ TRUE、あれば FALSE のはずです"
            raise FormatError(message, row=row.number, column=_LINK.headers[2], value=values["kind"])
        if not values["target"]:
            raise FormatError("支出先のブロックがありません", row=row.number, column=_LINK.headers[3])
        is_reference = REFERENCE in values["note"] or REFERENCE in values["target_name"]
        values["kind"] = "reference" if is_reference else "money"
        return BlockLinkRecord(position=position, source_row=row.number, **values)


ITEM_USES = ListFile(
    "5-3",
    "支出先_費目・使途",
    Layout(
        ItemUseRecord,
        (
            column(BLOCK_HEADER, "block", OWN_LETTER),
            column("支出先名", "payee_name", LINE),
            column("法人番号", "corporate_number", CORPORATE_NUMBER),
            column("契約概要", "contract_summary"),
            column("費目", "item", LINE),
            column("使途", "use"),
            column("金額", "amount_yen", YEN),
        ),
        FIRST,
    ),
)

_MULTI_YEAR = "（国庫債務負担行為等による契約）"
MULTI_YEAR_CONTRACTS = ListFile(
    "5-4",
    "支出先_国庫債務負担行為等による契約",
    Layout(
        MultiYearRecord,
        (
            column(f"支出先ブロック{_MULTI_YEAR}", "block_letter", LETTER),
            column(f"契約先名{_MULTI_YEAR}", "name", LINE),
            column(f"契約先の法人番号{_MULTI_YEAR}", "corporate_number", CORPORATE_NUMBER),
            column(f"契約先の所在地{_MULTI_YEAR}", "location"),
            column(f"契約先の法人種別{_MULTI_YEAR}", "legal_kind", LINE),
            column(f"契約概要（契約名）{_MULTI_YEAR}", "summary"),
            column("その他の契約", "is_other_contract", T_F_BLANK),
            column(f"契約額{_MULTI_YEAR}", "amount_yen", YEN),
            column(f"契約方式等{_MULTI_YEAR}", "contract_method", LINE),
            column(f"具体的な契約方式等{_MULTI_YEAR}", "contract_method_detail"),
            column(f"入札者数（応募者数）{_MULTI_YEAR}", "bidders", BIDDERS),
            column(f"落札率（％）{_MULTI_YEAR}", "award_rate_percent", AWARD_RATE),
            column(
                f"一者応札・一者応募又は競争性のない随意契約となった理由及び改善策（契約額10億円以上）{_MULTI_YEAR}",
                "reason",
            ),
            column(f"その他の契約{_MULTI_YEAR}", "is_other", T_F),
        ),
        FIRST,
    ),
)
