"""The contracts whose terms are published, one by one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Case, F, QuerySet, When
from django.urls import reverse

from reviewsheets.models import ContractFacts
from reviewsheets.queries.contract_facts import COMPETITION_WORDS, FORM_WORDS, Form
from reviewsheets.queries.payees import payee_url
from reviewsheets.units.cells import YenCell

SORTS = {"amount": "undoubted_yen", "bidders": "bidders", "rate": "award_rate"}
_ORDER = ("-sheet_year", "ministry__order", "ministry__name", "sheet__number", "pk")
_COLUMNS = (
    *("sheet_year", "ministry__name", "ministry__is_fictional", "sheet__number", "sheet__name", "is_multi_year"),
    *("payee__name", "payee__key", "payee__corporate_number", "contract_method", "competition"),
    *("bidders", "award_rate", "amount_yen", "is_amount_doubtful"),
)
_UNDOUBTED_YEN = Case(
    When(is_amount_doubtful=True, then=None), default=F("amount_yen"), output_field=BigIntegerField(null=True)
)
# The same in the three places where a contract stands: its payee's published name, what it is about, why none else bid.
_PLACES = (
    ("payment__name", "contract__payment__name", "multi_year__name"),
    ("payment__work", "contract__summary", "multi_year__summary"),
    ("payment__reason", "contract__reason", "multi_year__reason"),
)


@dataclass(frozen=True)
class ListedContract:
    """A contract and the sheet that it stands on; the money of a payment's contract is of the year before the sheet's.

    A doubtful amount (単位誤りの疑い) is shown and stays out of order and sums.
    """

    sheet_year: int
    ministry_name: str
    is_fictional: bool
    sheet_number: str
    sheet_name: str
    form: Form
    payee_name: str
    payee_key: str
    corporate_number: str
    contract_method: str
    competition: str
    bidders: int | None
    award_rate_percent: Decimal | None
    amount_yen: int | None
    is_doubtful: bool
    summary: str
    reason: str

    @property
    def sheet_url(self) -> str:
        """The sheet's page."""
        return reverse("sheet", args=[self.sheet_year, self.ministry_name, self.sheet_number])

    @property
    def payee_url(self) -> str:
        """The payee's page; blank where no payee is named."""
        return payee_url(self.payee_key) if self.payee_key else ""

    @property
    def amount(self) -> YenCell:
        """The amount as a cell."""
        return YenCell(self.amount_yen)

    @property
    def form_words(self) -> str:
        """Where it stands."""
        return str(FORM_WORDS[self.form])

    @property
    def is_multi_year(self) -> bool:
        """The amount is of the whole contract."""
        return self.form is Form.MULTI_YEAR

    @property
    def competition_words(self) -> str:
        """What its method says of competition."""
        return str(COMPETITION_WORDS[self.competition])


def listed_contracts(facts: QuerySet[ContractFacts], *, sort: str = "") -> "QuerySet[Any, tuple[Any, ...]]":
    """The columns of `contracts_of`, newest sheets first, or by one of `SORTS` ("-amount": largest first)."""
    places = [name for names in _PLACES for name in names]
    return _sorted(facts, sort).values_list(*_COLUMNS, *places)


def contract_ids(facts: QuerySet[ContractFacts], *, sort: str = "") -> "QuerySet[Any, int]":
    """The ids of the same in the same order: without the texts, which stand in other tables."""
    return _sorted(facts, sort).values_list("pk", flat=True)


def _sorted(facts: QuerySet[ContractFacts], sort: str) -> QuerySet[ContractFacts]:
    column = SORTS.get(sort.removeprefix("-"))
    found = facts.annotate(undoubted_yen=_UNDOUBTED_YEN)
    order: list[Any] = list(_ORDER)
    if column:
        figure = F(column)
        order.insert(0, figure.desc(nulls_last=True) if sort.startswith("-") else figure.asc(nulls_last=True))
    return found.order_by(*order)


def contracts_of(rows: Iterable[tuple[Any, ...]]) -> Iterator[ListedContract]:
    """Rows of `listed_contracts`."""
    for row in rows:
        year, ministry, is_fictional, number, name, is_multi_year, *rest = row[: len(_COLUMNS)]
        payee_name, key, corporate_number, method, competition, bidders, rate, amount_yen, is_doubtful = rest
        published, summary, reason = (_first(row, place) for place in range(len(_PLACES)))
        yield ListedContract(
            sheet_year=year,
            ministry_name=ministry,
            is_fictional=is_fictional,
            sheet_number=number,
            sheet_name=name,
            form=Form.MULTI_YEAR if is_multi_year else Form.PAYMENTS,
            payee_name=payee_name or published,
            payee_key=key or "",
            corporate_number=corporate_number or "",
            contract_method=method,
            competition=competition,
            bidders=bidders,
            award_rate_percent=None if rate is None else Decimal(rate).scaleb(-2),
            amount_yen=amount_yen,
            is_doubtful=amount_yen is not None and is_doubtful,
            summary=summary,
            reason=reason,
        )


def _first(row: tuple[Any, ...], place: int) -> str:
    """The text of the one place where the contract stands."""
    start = len(_COLUMNS) + place * len(_PLACES[place])
    return next((text for text in row[start : start + len(_PLACES[place])] if text), "")


@dataclass(frozen=True)
class Sort:
    """A column one can sort by: how the list stands by it now, and what to ask for next."""

    state: str  # as aria-sort has it; blank: by another
    next: str


def sorts(sort: str) -> dict[str, Sort]:
    """Of each of `SORTS`: the largest first at first, then the smallest."""
    return {
        name: Sort(
            state={name: "ascending", f"-{name}": "descending"}.get(sort, ""),
            next=name if sort == f"-{name}" else f"-{name}",
        )
        for name in SORTS
    }
