"""How contracts came about: one bidder, no competition, award rates. All from the contracts that publish such terms.

Contracts of payments and contracts over several years (国庫債務負担行為等; their 契約額 is of the whole contract) are
told apart and never added. A number of bidders or an award rate of 0 is blank.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, Sum, Value, When
from django.utils.translation import gettext_lazy as _

from reviewsheets.models import ContractFacts, Ministry, SpendingSums
from reviewsheets.units.money import percent

REASON_FROM_YEN = 1_000_000_000  # from here on the form asks why nobody else bid
FAILED = "不落・不調"  # negotiated after a tender came to nothing
Competition = ContractFacts.Competition


class Form(StrEnum):
    """Where a contract stands, which says what its amount is."""

    PAYMENTS = "payments"
    MULTI_YEAR = "multi-year"


class Bidders(StrEnum):
    """How many bid, as far as shares ask."""

    BLANK = "blank"
    ONE = "one"
    SEVERAL = "several"


FORM_WORDS = {
    Form.PAYMENTS: _("支出先の契約"),
    Form.MULTI_YEAR: _("国庫債務負担行為等による契約（複数年度の契約の全体）"),
}
COMPETITION_WORDS = dict(Competition.choices)
# Kept in hundredths of a percent, cut off: a class begins at its lower bound.
_RATES: tuple[tuple[str, Any, Q], ...] = (
    ("to-70", _("70％未満"), Q(award_rate__lt=7_000)),
    ("to-80", _("70％以上80％未満"), Q(award_rate__gte=7_000, award_rate__lt=8_000)),
    ("to-90", _("80％以上90％未満"), Q(award_rate__gte=8_000, award_rate__lt=9_000)),
    ("to-95", _("90％以上95％未満"), Q(award_rate__gte=9_000, award_rate__lt=9_500)),
    ("to-99", _("95％以上99％未満"), Q(award_rate__gte=9_500, award_rate__lt=9_900)),
    ("to-100", _("99％以上100％未満"), Q(award_rate__gte=9_900, award_rate__lt=10_000)),
    ("100", _("100％"), Q(award_rate=10_000)),
    ("over-100", _("100％を超える"), Q(award_rate__gt=10_000)),
    ("blank", _("落札率の記載なし"), Q(award_rate=None)),
)
_ASKED_WHY = Q(amount_yen__gte=REASON_FROM_YEN) & (
    Q(bidders=1) | (Q(competition=Competition.NONE) & ~Q(contract_method__contains=FAILED))
)
_BIDDERS = Case(
    When(bidders=None, then=Value(Bidders.BLANK.value)),
    When(bidders=1, then=Value(Bidders.ONE.value)),
    default=Value(Bidders.SEVERAL.value),
    output_field=CharField(),
)


@dataclass(frozen=True)
class ContractGroup:
    """Contracts that are alike in all that one narrows to and tells apart; yen without doubtful amounts."""

    sheet_year: int
    ministry: Ministry
    form: Form
    method: str
    competition: str
    bidders: Bidders
    contracts: int
    amount_yen: int | None
    doubtful: int


@dataclass(frozen=True)
class Bids:
    """Contracts that several could bid for, those whose number of bidders is known, those of them with one."""

    contracts: int = 0
    known: int = 0
    single: int = 0

    @property
    def known_percent(self) -> Decimal | None:
        """How many of them the share of single bids rests on."""
        return percent(self.known, self.contracts)

    @property
    def single_percent(self) -> Decimal | None:
        """一者応札・一者応募 among those whose number of bidders is known."""
        return percent(self.single, self.known)


@dataclass(frozen=True)
class Shares:
    """Contracts of one form counted. `outside` and `blank` have no place in the share without competition."""

    contracts: int
    amount_yen: int | None
    doubtful: int  # contracts whose amount is left out
    competitive: Bids
    tenders: Bids  # of those 一般競争 and 指名競争
    calls: Bids  # of those 企画競争 and 公募
    without_competition: int
    failed: int  # of those 不落・不調
    outside: int
    blank: int

    @property
    def judged(self) -> int:
        """Contracts whose method says whether there was competition."""
        return self.competitive.contracts + self.without_competition

    @property
    def judged_percent(self) -> Decimal | None:
        """How many of all contracts the share without competition rests on."""
        return percent(self.judged, self.contracts)

    @property
    def no_competition_percent(self) -> Decimal | None:
        """競争性のない随意契約 among those."""
        return percent(self.without_competition, self.judged)


@dataclass(frozen=True)
class MethodRow:
    """契約方式等 as published, with its part of the contracts and of their amounts; blank where none is written."""

    method: str
    competition: str
    shares: Shares
    contracts_percent: Decimal | None
    amount_percent: Decimal | None

    @property
    def bids(self) -> Bids:
        """How many bid, where the method is competitive."""
        return self.shares.competitive

    @property
    def competition_words(self) -> str:
        """What the method says of competition."""
        return str(COMPETITION_WORDS[self.competition])


@dataclass(frozen=True)
class MinistryShares:
    """A ministry's contracts of one form."""

    name: str
    shares: Shares


@dataclass(frozen=True)
class YearShares:
    """The contracts of one form on the sheets of a year; payments are of the year before."""

    form: Form
    sheet_year: int
    shares: Shares

    @property
    def form_words(self) -> str:
        """The form in words."""
        return str(FORM_WORDS[self.form])


@dataclass(frozen=True)
class RateCount:
    """Contracts with an award rate in a class, or with none."""

    key: str
    label: str
    contracts: int


@dataclass(frozen=True)
class Reasons:
    """Contracts of 10億円 or more, as published, with one bidder or without competition (不落・不調 apart).

    `given`: those of them that say why.
    """

    contracts: int = 0
    given: int = 0

    @property
    def missing(self) -> int:
        """Those that leave the reason blank."""
        return self.contracts - self.given

    @property
    def missing_percent(self) -> Decimal | None:
        """Of those asked."""
        return percent(self.missing, self.contracts)


@dataclass(frozen=True)
class ContractPart:
    """All that is said of the contracts of one form."""

    form: Form
    shares: Shares
    methods: tuple[MethodRow, ...]
    ministries: tuple[MinistryShares, ...]
    years: tuple[YearShares, ...]  # newest first
    rates: tuple[RateCount, ...]
    reasons: Reasons

    @property
    def name(self) -> str:
        """The form in words."""
        return str(FORM_WORDS[self.form])

    @property
    def is_multi_year(self) -> bool:
        """The amounts are of whole contracts."""
        return self.form is Form.MULTI_YEAR


@dataclass(frozen=True)
class ContractsPage:
    """A set of contracts: those of made-up ministries count only where there are no others."""

    contracts: int  # of all ministries, as the list has them
    fictional: int  # left out of the parts
    parts: tuple[ContractPart, ...]


def contract_groups(facts: QuerySet[ContractFacts]) -> list[ContractGroup]:
    """One query, and one for the ministries."""
    ministries = {ministry.pk: ministry for ministry in Ministry.objects.all()}
    keys = ("sheet_year", "ministry", "is_multi_year", "contract_method", "competition", "bid")
    rows: Any = facts.order_by().annotate(bid=_BIDDERS).values_list(*keys)
    doubtful = Q(is_amount_doubtful=True)
    counted = rows.annotate(
        number=Count("*"), yen=Sum("amount_yen", filter=~doubtful), doubtful=Count("pk", filter=doubtful)
    )
    return [
        ContractGroup(
            sheet_year=year,
            ministry=ministries[ministry_id],
            form=Form.MULTI_YEAR if is_multi_year else Form.PAYMENTS,
            method=method,
            competition=competition,
            bidders=Bidders(bid),
            contracts=number,
            amount_yen=amount_yen,
            doubtful=left_out,
        )
        for year, ministry_id, is_multi_year, method, competition, bid, number, amount_yen, left_out in counted
    ]


def contracts_page(facts: QuerySet[ContractFacts], groups: Sequence[ContractGroup]) -> ContractsPage:
    """What is said of a set of contracts; `groups` are those of `facts`. One query more."""
    real = [group for group in groups if not group.ministry.is_fictional] or list(groups)
    measured = _measured(facts if len(real) == len(groups) else facts.filter(ministry__is_fictional=False))
    contracts = sum(group.contracts for group in groups)
    return ContractsPage(
        contracts=contracts,
        fictional=contracts - sum(group.contracts for group in real),
        parts=tuple(
            contract_part(form, [group for group in real if group.form is form], *measured[form])
            for form in Form
            if form in measured
        ),
    )


def contract_part(
    form: Form, groups: Sequence[ContractGroup], rates: tuple[RateCount, ...], reasons: Reasons
) -> ContractPart:
    """The groups of one form, told apart by method, ministry and year."""
    whole = shares_of(groups)
    by_ministry: defaultdict[tuple[int, str], list[ContractGroup]] = defaultdict(list)
    by_year: defaultdict[int, list[ContractGroup]] = defaultdict(list)
    for group in groups:
        by_ministry[group.ministry.order, group.ministry.name].append(group)
        by_year[group.sheet_year].append(group)
    return ContractPart(
        form=form,
        shares=whole,
        methods=_methods(groups, whole),
        ministries=tuple(MinistryShares(name, shares_of(own)) for (_order, name), own in sorted(by_ministry.items())),
        years=tuple(YearShares(form, year, shares_of(own)) for year, own in sorted(by_year.items(), reverse=True)),
        rates=rates,
        reasons=reasons,
    )


def ministry_contracts(facts: QuerySet[ContractFacts], name: str) -> tuple[YearShares, ...]:
    """A ministry's contracts by sheet year and form, newest first."""
    own = facts.filter(ministry__name=name)
    groups = contract_groups(own)
    places = sorted({(group.sheet_year, group.form) for group in groups}, key=lambda place: (-place[0], place[1]))
    return tuple(
        YearShares(form, year, shares_of(row for row in groups if (row.sheet_year, row.form) == (year, form)))
        for year, form in places
    )


def _methods(groups: Sequence[ContractGroup], whole: Shares) -> tuple[MethodRow, ...]:
    """The most contracts first, blank last."""
    by_method: dict[tuple[str, str], list[ContractGroup]] = {}
    for group in groups:
        by_method.setdefault((group.method, group.competition), []).append(group)
    rows = []
    for (method, competition), own in by_method.items():
        shares = shares_of(own)
        parts = (percent(shares.contracts, whole.contracts), percent(shares.amount_yen, whole.amount_yen))
        rows.append(MethodRow(method, competition, shares, *parts))
    return tuple(sorted(rows, key=lambda row: (not row.method, -row.shares.contracts, row.method)))


def shares_of(groups: Iterable[ContractGroup]) -> Shares:
    """Groups of one form counted together."""
    rows = list(groups)
    amounts_yen = [row.amount_yen for row in rows if row.amount_yen is not None]
    by_competition: defaultdict[str, list[ContractGroup]] = defaultdict(list)
    for row in rows:
        by_competition[row.competition].append(row)
    competitive, without = by_competition[Competition.COMPETITIVE], by_competition[Competition.NONE]
    return Shares(
        contracts=_contracts(rows),
        amount_yen=sum(amounts_yen) if amounts_yen else None,
        doubtful=sum(row.doubtful for row in rows),
        competitive=_bids(competitive),
        tenders=_bids([row for row in competitive if is_tender(row.method)]),
        calls=_bids([row for row in competitive if not is_tender(row.method)]),
        without_competition=_contracts(without),
        failed=_contracts(row for row in without if FAILED in row.method),
        outside=_contracts(by_competition[Competition.OUTSIDE]),
        blank=_contracts(by_competition[Competition.BLANK]),
    )


def is_tender(method: str) -> bool:
    """一般競争 or 指名競争: sealed bids, which 企画競争 and 公募 are not."""
    return "一般競争" in method or "指名競争" in method


def _contracts(rows: Iterable[ContractGroup]) -> int:
    return sum(row.contracts for row in rows)


def _bids(rows: Sequence[ContractGroup]) -> Bids:
    return Bids(
        contracts=_contracts(rows),
        known=_contracts(row for row in rows if row.bidders is not Bidders.BLANK),
        single=_contracts(row for row in rows if row.bidders is Bidders.ONE),
    )


def _measured(facts: QuerySet[ContractFacts]) -> dict[Form, tuple[tuple[RateCount, ...], Reasons]]:
    """Award rates by class and reasons, of the forms that there are."""
    counts = {f"rate_{place}": Count("pk", filter=which) for place, (_key, _label, which) in enumerate(_RATES)}
    counts |= {"asked": Count("pk", filter=_ASKED_WHY), "given": Count("pk", filter=_ASKED_WHY & Q(has_reason=True))}
    rows: Any = facts.order_by().values("is_multi_year").annotate(**counts)
    return {
        (Form.MULTI_YEAR if row["is_multi_year"] else Form.PAYMENTS): (
            tuple(RateCount(key, str(label), row[f"rate_{place}"]) for place, (key, label, _q) in enumerate(_RATES)),
            Reasons(row["asked"], row["given"]),
        )
        for row in rows
    }


def years_without_terms(groups: Iterable[ContractGroup], sums: QuerySet[SpendingSums]) -> dict[Form, tuple[int, ...]]:
    """Sheet years in whose data no contract of a real ministry says how it came about, by form; oldest first.

    `groups` are those of all contracts.
    """
    published = set(sums.filter(ministry__is_fictional=False).order_by().values_list("sheet_year", flat=True))
    told = {(group.sheet_year, group.form) for group in groups if not group.ministry.is_fictional}
    return {form: tuple(sorted(year for year in published if (year, form) not in told)) for form in Form}


def payee_name(facts: QuerySet[ContractFacts], key: str) -> str:
    """The name of the payee of that key; blank where none of the contracts is its."""
    return facts.filter(payee__key=key).order_by().values_list("payee__name", flat=True).first() or "" if key else ""
