"""`PayeeSums` and `SpendingSums` rows made anew from the receipts: of the payees and places whose sheets changed."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import Count, Model, Q, QuerySet, Sum

from reviewsheets.models import OwnCost, Payee, PayeeCount, PayeeSums, Receipt, SpendingSums
from reviewsheets.models.bulk import batches, hold
from reviewsheets.models.receipts import REACHES
from reviewsheets.summaries.kept import keep
from reviewsheets.summaries.sums import MOST_NAMED, Place, at
from reviewsheets.units.concentration import hhi

MOST_PAYEES = 2_000  # payees added one by one; for more all are added anew
PAYEES_AT_ONCE = 500
_FIGURES = (*REACHES, "payments", "doubtful")
_ROLL_UPS: tuple[tuple[str, ...], ...] = (("sheet_year", "ministry"), ("sheet_year",), ("ministry",), ())
_SPENDING = tuple(field.name for field in SpendingSums._meta.concrete_fields if field.name != "id")


def add_up_payees(payee_ids: Collection[int] | None = None) -> None:
    """Add the receipts of these payees, or of all. Inside the caller's transaction.

    The payees are held meanwhile: of two who save sheets of one payee the second adds what the first saved.
    """
    if payee_ids is None or len(payee_ids) > MOST_PAYEES:
        hold(PayeeSums)
        PayeeSums.objects.all().delete()
        _insert_sums(Receipt.objects.filter(payee__isnull=False))
        return
    for batch in batches(sorted(payee_ids), PAYEES_AT_ONCE):
        list(Payee.objects.select_for_update(no_key=True).filter(pk__in=batch).order_by("pk").values_list("pk"))
        PayeeSums.objects.filter(payee__in=batch).delete()
        _insert_sums(Receipt.objects.filter(payee__in=batch))


def _insert_sums(receipts: "QuerySet[Receipt]") -> None:
    """By year and ministry from the receipts, then by each and by neither: grouped and written by the database."""
    for names in _ROLL_UPS:
        grouped = receipts.order_by().values("payee", "payee__kind", *names)
        sums = grouped.annotate(**{f"sum_{name}": Sum(name) for name in _FIGURES}, sum_sheets=Count("pk"))
        into = ("payee", "kind", *names, *_FIGURES, "sheets")
        _insert_from(PayeeSums, into, sums)


def _insert_from(model: type[Model], names: Sequence[str], rows: "QuerySet[Any, Any]") -> None:
    quoted = connection.ops.quote_name
    attributes = {field.name: str(field.column) for field in model._meta.concrete_fields}
    columns = ", ".join(quoted(attributes[name]) for name in names)
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) {sql}", params)


def add_up_spending(places: Collection[Place] | None = None) -> None:
    """Add the receipts of these years and ministries, or of all, and measure their concentration; last of all sums."""
    is_named = places is not None and len(places) <= MOST_NAMED
    which = at(places or ()) if is_named else Q()
    held = SpendingSums.objects.select_for_update().filter(which).order_by("pk")
    emptied = {(year, ministry_id): pk for pk, year, ministry_id in held.values_list("pk", "sheet_year", "ministry")}
    rows = list(_spending(which))
    for row in rows:
        emptied.pop((row.sheet_year, row.ministry_id), None)
    SpendingSums.objects.filter(pk__in=emptied.values()).delete()
    SpendingSums.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["sheet_year", "ministry"],
        update_fields=[name for name in _SPENDING if name not in ("sheet_year", "ministry")],
    )
    count_payees(places if is_named else None)


def count_payees(places: Collection[Place] | None = None) -> None:
    """Count the payees of these years and ministries, of each year, each ministry and all; or everywhere."""
    which = Q() if places is None else _around(places)
    hold(PayeeCount)
    rows: Any = PayeeSums.objects.filter(which).order_by().values_list("sheet_year", "ministry", "kind")
    keep(PayeeCount, rows.annotate(payees=Count("*")), which)


def _around(places: Collection[Place]) -> Q:
    """These places and what they are added to: where a sheet's payees are counted."""
    if not places:
        return Q(pk__in=[])
    years, ministries = {year for year, _pk in places}, {pk for _year, pk in places}
    return (
        at(places)
        | Q(sheet_year__in=years, ministry=None)
        | Q(sheet_year=None, ministry__in=ministries)
        | Q(sheet_year=None, ministry=None)
    )


def _spending(which: Q) -> Iterator[SpendingSums]:
    added = {f"sum_{name}": Sum(name) for name in _FIGURES}
    found: Any = Receipt.objects.filter(which).order_by().values("sheet_year", "ministry_id").annotate(**added)
    sums = {(row["sheet_year"], row["ministry_id"]): row for row in found}
    shares = _shares(which)
    own_costs = _own_costs(list(sums))
    for place, row in sums.items():
        yield SpendingSums(
            sheet_year=place[0],
            ministry_id=place[1],
            own_cost_yen=own_costs.get(place),
            **{name: row[f"sum_{name}"] for name in _FIGURES},
            **shares.get(place, {}),
        )


def _own_costs(places: list[Place]) -> dict[Place, int | None]:
    costs = OwnCost.objects.filter(sheet__published_at__isnull=False).order_by()
    if len(places) <= MOST_NAMED:
        costs = costs.filter(at(places, path="sheet__"))
    found: Any = costs.values_list("sheet__sheet_year", "sheet__ministry").annotate(Sum("amount_yen"))
    return {(year, ministry_id): amount for year, ministry_id, amount in found}


def _shares(which: Q) -> dict[Place, dict[str, Any]]:
    """How the direct money of a place is shared by its payees, those with no name of one payee apart."""
    sums = PayeeSums.objects.filter(which, sheet_year__isnull=False, ministry__isnull=False).order_by()
    amounts: dict[Place, list[int]] = {}
    unnamed: dict[Place, int] = {}
    rows: Any = sums.values_list("sheet_year", "ministry", "kind", "direct_yen")
    for year, ministry_id, kind, direct_yen in rows:
        place = (year, ministry_id)
        if kind != Payee.Kind.GROUP:
            amounts.setdefault(place, []).append(direct_yen or 0)
        elif direct_yen is not None:
            unnamed[place] = unnamed.get(place, 0) + direct_yen
    nameless = Receipt.objects.filter(which, payee=None, direct_yen__isnull=False).order_by()
    for year, ministry_id, direct_yen in nameless.values_list("sheet_year", "ministry", "direct_yen"):
        unnamed[year, ministry_id] = unnamed.get((year, ministry_id), 0) + direct_yen
    return {place: _share(amounts.get(place, []), unnamed.get(place)) for place in amounts.keys() | unnamed.keys()}


def _share(amounts_yen: list[int], unnamed_yen: int | None) -> dict[str, Any]:
    paid = sorted((amount for amount in amounts_yen if amount > 0), reverse=True)
    return {
        "unnamed_yen": unnamed_yen,
        "payees": len(amounts_yen),
        "named_direct_yen": sum(paid) if paid else None,
        "largest_yen": paid[0] if paid else None,
        "largest_3_yen": sum(paid[:3]) if paid else None,
        "hhi": hhi(paid),
    }
