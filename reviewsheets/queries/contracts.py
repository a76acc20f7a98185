"""How the money was contracted: terms of contracts, contracts over several years, and the ministry's own cost."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from reviewsheets.models import Contract, MultiYearContract, Payment, ReviewSheet
from reviewsheets.models.spending import is_competitive, is_without_competition
from reviewsheets.units.cells import Cell, YenCell, number_from
from reviewsheets.units.names import is_corporate_number

BLANK = Cell()
# The codes that stand in the official files for 法人種別 (法人番号公表サイト).
LEGAL_KINDS = {
    "101": "国の機関",
    "201": "地方公共団体",
    "301": "株式会社",
    "302": "有限会社",
    "303": "合名会社",
    "304": "合資会社",
    "305": "合同会社",
    "399": "その他の設立登記法人",
    "401": "外国会社等",
    "499": "その他",
}


@dataclass(frozen=True)
class Terms:
    """How a contract came about, as published; the award rate in percent."""

    contract_method: str = ""
    contract_method_detail: str = ""
    bidders: Cell = BLANK
    award_rate: Cell = BLANK
    reason: str = ""

    @property
    def known_bidders(self) -> Cell:
        """The number of bidders; blank where 0 is written, which stands for blank."""
        return _unless_zero(self.bidders)

    @property
    def known_award_rate(self) -> Cell:
        """The award rate; blank where 0 is written, which stands for blank."""
        return _unless_zero(self.award_rate)


def _unless_zero(cell: Cell) -> Cell:
    return BLANK if cell.number is None and number_from(cell.text) == 0 else cell


def terms_of(row: Payment | Contract | MultiYearContract) -> Terms:
    """The terms of anything that has some."""
    bidders = None if row.bidders is None else Decimal(row.bidders)
    return Terms(
        contract_method=row.contract_method,
        contract_method_detail=row.contract_method_detail,
        bidders=Cell(bidders, row.bidders_text),
        award_rate=Cell(row.award_rate_percent, row.award_rate_text),
        reason=row.reason,
    )


@dataclass(frozen=True)
class Competition:
    """How contracts of one sheet came about: those whose method is given, and of the competitive ones how many bid."""

    contracts: int
    competitive: int
    known: int  # of the competitive ones, whose number of bidders is given
    single: int  # of these, with one bidder
    without: int  # negotiated, and nobody else could

    @classmethod
    def of(cls, terms: Iterable[Terms]) -> "Competition":
        """The same of terms; those without a method tell nothing."""
        told = [one for one in terms if one.contract_method]
        competitive = [one for one in told if is_competitive(one.contract_method)]
        known = [one.known_bidders.number for one in competitive if one.known_bidders.number is not None]
        without = sum(is_without_competition(one.contract_method) for one in told)
        return cls(len(told), len(competitive), len(known), known.count(Decimal(1)), without)


@dataclass(frozen=True)
class ContractRow:
    """A contract of a payee, in yen: part of what the payee got, never added to it."""

    summary: str
    amount: YenCell
    terms: Terms
    is_other: bool


def contract_row(contract: Contract) -> ContractRow:
    """A stored contract."""
    return ContractRow(contract.summary, YenCell(contract.amount_yen), terms_of(contract), contract.is_other)


@dataclass(frozen=True)
class MultiYearRow:
    """A contract over several years (5-4), in yen: the whole contract, no payment of a year."""

    block_letter: str
    name: str
    corporate_number: str
    has_wrong_corporate_number: bool
    location: str
    legal_kind: str
    summary: str
    amount: YenCell
    terms: Terms
    is_other_contract: bool | None
    is_other: bool

    @property
    def legal_kind_words(self) -> str:
        """The kind of legal person in words; a code nobody knows as it is."""
        return LEGAL_KINDS.get(self.legal_kind, self.legal_kind)


def multi_year_contracts_of(sheet: ReviewSheet) -> tuple[MultiYearRow, ...]:
    """国庫債務負担行為等による契約, in the sheet's order."""
    return tuple(_multi_year_row(contract) for contract in sheet.multi_year_contracts.all())


def _multi_year_row(contract: MultiYearContract) -> MultiYearRow:
    number = contract.corporate_number
    return MultiYearRow(
        block_letter=contract.block_letter,
        name=contract.name,
        corporate_number=number,
        has_wrong_corporate_number=bool(number) and not is_corporate_number(number),
        location=contract.location,
        legal_kind=contract.legal_kind,
        summary=contract.summary,
        amount=YenCell(contract.amount_yen),
        terms=terms_of(contract),
        is_other_contract=contract.is_other_contract,
        is_other=contract.is_other,
    )


@dataclass(frozen=True)
class OwnCostRow:
    """What the ministry spends itself (国自らが支出する間接経費), in yen."""

    name: str
    item: str
    amount: YenCell


def own_costs_of(sheet: ReviewSheet) -> tuple[OwnCostRow, ...]:
    """The ministry's own cost, in the sheet's order."""
    return tuple(OwnCostRow(row.name, row.item, YenCell(row.amount_yen)) for row in sheet.own_costs.all())
