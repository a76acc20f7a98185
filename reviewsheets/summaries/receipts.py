"""`Receipt` and `ContractFacts` rows made anew for the sheets that changed: what payees got, and how contracts came."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, F, Model, Q, Value
from django.db.models.expressions import Combinable

from reviewsheets.models import BlockLink, Contract, ContractFacts, MultiYearContract, Payment, Receipt, ReviewSheet
from reviewsheets.models.bulk import SHEETS_AT_ONCE, among, batches, columns_of, hold, write_rows
from reviewsheets.models.spending import is_competitive, is_without_competition
from reviewsheets.models.summary import RATE_UNITS_PER_PERCENT
from reviewsheets.summaries.doubts import largest_budget_yen
from reviewsheets.summaries.sums import Place
from reviewsheets.units.doubts import is_far_above
from reviewsheets.units.flow import Reach, depths, reach_at

_REACH_PLACES = {reach: place for place, reach in enumerate(Reach)}
_PAYMENTS, _DOUBTFUL = len(_REACH_PLACES), len(_REACH_PLACES) + 1
_RECEIPT = (
    *(f"{reach}_yen" for reach in Reach),
    "payments",
    "doubtful",
    "sheet_id",
    "sheet_year",
    "ministry_id",
    "payee_id",
)
_FACTS = columns_of(ContractFacts)
_TERMS = ("contract_method", "bidders", "award_rate_percent", "reason")
_SOURCES: tuple[tuple[type[Model], str, str, str, Combinable], ...] = (
    # the model; which column of the facts points at it; its sheet and payee; whether its payment is marked
    (Payment, "payment_id", "block__sheet_id", "payee_id", F("is_amount_doubtful")),
    (Contract, "contract_id", "payment__block__sheet_id", "payment__payee_id", F("payment__is_amount_doubtful")),
    (MultiYearContract, "multi_year_id", "sheet_id", "payee_id", Value(False, output_field=BooleanField())),
)


@dataclass
class Touched:
    """Whose sums the sheets were in before or are in now."""

    payees: set[int] = field(default_factory=set)
    places: set[Place] = field(default_factory=set)

    def add(self, sheet_ids: Collection[int]) -> None:
        """Those that these sheets' receipts are in as they stand."""
        receipts = Receipt.objects.filter(among("sheet", sheet_ids)).order_by()
        for payee_id, sheet_year, ministry_id in receipts.values_list("payee", "sheet_year", "ministry"):
            self.places.add((sheet_year, ministry_id))
            if payee_id is not None:
                self.payees.add(payee_id)


def receive(sheet_ids: Collection[int] | None = None) -> Touched:
    """Rebuild the receipts and contract facts of these sheets, or of all; gives whose sums they change."""
    touched = Touched()
    if sheet_ids is None:
        hold(Receipt)
        Receipt.objects.all().delete()
        ContractFacts.objects.all().delete()
    ids = ReviewSheet.objects.order_by("pk").values_list("pk", flat=True) if sheet_ids is None else sorted(sheet_ids)
    for batch in batches(ids, SHEETS_AT_ONCE):
        if sheet_ids is not None:
            touched.add(batch)
            Receipt.objects.filter(among("sheet", batch)).delete()
            ContractFacts.objects.filter(among("sheet", batch)).delete()
        places = _places(batch)
        write_rows(Receipt, _RECEIPT, list(_receipts(places)))
        write_rows(ContractFacts, _FACTS, list(_facts(places)))
        if sheet_ids is not None:
            touched.add(batch)
        touched.places.update(places.values())
    return touched


def _places(sheet_ids: list[int]) -> dict[int, Place]:
    """The published ones of these sheets, each with its year and ministry."""
    sheets = ReviewSheet.objects.published().filter(among("pk", sheet_ids)).order_by()
    return {pk: (year, ministry_id) for pk, year, ministry_id in sheets.values_list("pk", "sheet_year", "ministry")}


def _receipts(places: dict[int, Place]) -> Iterator[list[Any]]:
    """Rows as `_RECEIPT`, the amounts and counts of a sheet's payee first."""
    reached = _reaches(list(places))
    got: dict[tuple[int, int | None], list[Any]] = {}
    payments = Payment.objects.filter(among("block__sheet", places)).order_by("pk")
    columns = ("block__sheet_id", "block_id", "payee_id", "amount_yen", "is_amount_doubtful")
    for sheet_id, block_id, payee_id, amount_yen, is_doubtful in payments.values_list(*columns).iterator():
        own = got.get((sheet_id, payee_id))
        if own is None:
            own = got[sheet_id, payee_id] = [None] * len(_REACH_PLACES) + [0, 0]
        own[_PAYMENTS] += 1
        own[_DOUBTFUL] += is_doubtful
        if amount_yen is not None and not is_doubtful:
            reach = reached[sheet_id].get(block_id, Reach.OTHER) if sheet_id in reached else Reach.UNKNOWN
            place = _REACH_PLACES[reach]
            own[place] = (own[place] or 0) + amount_yen
    for (sheet_id, payee_id), own in got.items():
        yield [*own, sheet_id, *places[sheet_id], payee_id]


def _reaches(sheet_ids: list[int]) -> dict[int, dict[int | None, Reach]]:
    """Sheet → block → how money gets there, of the sheets that give arrows of money; a block not named: other."""
    money = BlockLink.objects.filter(among("sheet", sheet_ids), kind=BlockLink.Kind.MONEY).order_by()
    arrows: defaultdict[int, list[tuple[int | None, int]]] = defaultdict(list)
    for sheet_id, source_id, target_id in money.values_list("sheet", "source", "target"):
        arrows[sheet_id].append((source_id, target_id))
    return {
        sheet_id: {block_id: reach_at(depth) for block_id, depth in depths(own).items()}
        for sheet_id, own in arrows.items()
    }


def _facts(places: dict[int, Place]) -> Iterator[list[Any]]:
    """A row a contract that says how it came about."""
    says = ~Q(contract_method="") | Q(bidders__isnull=False) | Q(award_rate_percent__isnull=False)
    budgets = largest_budget_yen(list(places))
    for model, pointer, sheet, payee, marked in _SOURCES:
        rows = model._default_manager.filter(says, **{f"{sheet.removesuffix('_id')}__in": list(places)})
        columns: Any = rows.order_by("pk").values_list("pk", sheet, payee, "amount_yen", marked, *_TERMS)
        for pk, sheet_id, payee_id, amount_yen, is_marked, *terms in columns:
            values = {"sheet_id": sheet_id, "payee_id": payee_id, "amount_yen": amount_yen, **_terms(*terms)}
            sheet_year, ministry_id = places[sheet_id]
            pointers = {own_pointer: pk if own_pointer == pointer else None for _, own_pointer, *_rest in _SOURCES}
            values |= {"sheet_year": sheet_year, "ministry_id": ministry_id, **pointers}
            values["is_multi_year"] = model is MultiYearContract
            far_above = values["is_multi_year"] and is_far_above(amount_yen, budgets.get(sheet_id))
            values["is_amount_doubtful"] = is_marked or far_above
            yield [values[name] for name in _FACTS]


def _terms(contract_method: str, bidders: int | None, award_rate_percent: Any, reason: str) -> dict[str, Any]:
    rate = None if award_rate_percent is None else int(award_rate_percent * RATE_UNITS_PER_PERCENT)
    return {
        "contract_method": contract_method,
        "competition": str(competition_of(contract_method)),
        "bidders": bidders,
        "award_rate": rate,
        "has_reason": bool(reason),
    }


def competition_of(contract_method: str) -> ContractFacts.Competition:
    """Whether others could bid, by the published words of 契約方式等."""
    if not contract_method:
        return ContractFacts.Competition.BLANK
    if is_competitive(contract_method):
        return ContractFacts.Competition.COMPETITIVE
    return (
        ContractFacts.Competition.NONE if is_without_competition(contract_method) else ContractFacts.Competition.OUTSIDE
    )
