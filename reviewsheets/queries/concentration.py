"""How concentrated the money is on few payees: the largest one's share, the three largest ones', and the HHI.

Of positive amounts of payees with a name of one payee; その他, 個人 and blank ones and doubtful amounts are left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from reviewsheets.models import Payee, Receipt, SpendingSums
from reviewsheets.units.concentration import HIGH_HHI, hhi
from reviewsheets.units.money import percent

_SUMS = ("named_direct_yen", "largest_yen", "largest_3_yen", "hhi", "unnamed_yen", "doubtful")


@dataclass(frozen=True)
class Concentration:
    """The money of the year before the sheets', in yen; None where no sheet says how it flows or none has a name.

    `doubtful`: rows left out. `is_direct`: what the ministry paid; else what stands in any block.
    """

    sheet_year: int
    named_yen: int | None
    largest_yen: int | None
    largest_3_yen: int | None
    hhi: int | None
    unnamed_yen: int | None
    doubtful: int
    is_direct: bool = True

    @property
    def result_year(self) -> int:
        """The budget year of the money."""
        return self.sheet_year - 1

    @property
    def largest_percent(self) -> Decimal | None:
        """The largest payee's share."""
        return percent(self.largest_yen, self.named_yen)

    @property
    def largest_3_percent(self) -> Decimal | None:
        """The three largest payees' share."""
        return percent(self.largest_3_yen, self.named_yen)

    @property
    def is_high(self) -> bool:
        """Over the line that is commonly drawn."""
        return self.hhi is not None and self.hhi > HIGH_HHI


@dataclass(frozen=True)
class MinistryConcentration:
    """A ministry's direct payments of one sheet year."""

    name: str
    shares: Concentration


@dataclass(frozen=True)
class ConcentrationPage:
    """The ministries of one sheet year, the highest HHI first. `without_flow`: sheet years that give no arrows."""

    sheet_year: int | None
    rows: tuple[MinistryConcentration, ...]
    without_flow: tuple[int, ...]


def concentration_by_ministry(
    sums: QuerySet[SpendingSums], *, sheet_year: int | None = None, ministry_name: str = ""
) -> ConcentrationPage:
    """The chosen sheet year, else the newest that says how money flows; made-up ministries only where no others are."""
    found = sums.select_related("ministry").order_by("sheet_year", "ministry__order", "ministry__name")
    named = found.filter(ministry__name=ministry_name) if ministry_name else found
    rows = list(named)
    rows = [row for row in rows if not row.ministry.is_fictional] or rows
    told = {row.sheet_year for row in rows if row.direct_yen is not None}
    year = sheet_year or max(told, default=None)
    shown = [MinistryConcentration(row.ministry.name, _of(row)) for row in rows if row.sheet_year == year]
    return ConcentrationPage(
        sheet_year=year,
        rows=tuple(sorted(shown, key=lambda row: -1 if row.shares.hhi is None else row.shares.hhi, reverse=True)),
        without_flow=tuple(sorted({row.sheet_year for row in rows} - told)),
    )


def ministry_concentration(sums: QuerySet[SpendingSums], ministry_name: str) -> tuple[Concentration, ...]:
    """A ministry's direct payments by sheet year, newest first; years without any are left out."""
    found = sums.filter(ministry__name=ministry_name, direct_yen__isnull=False).order_by("-sheet_year")
    return tuple(_of(row) for row in found)


def _of(sums: SpendingSums) -> Concentration:
    named_yen, largest_yen, largest_3_yen, index, unnamed_yen, doubtful = (getattr(sums, name) for name in _SUMS)
    return Concentration(sums.sheet_year, named_yen, largest_yen, largest_3_yen, index, unnamed_yen, doubtful)


def project_concentration(receipts: QuerySet[Receipt], project_key: str) -> tuple[Concentration, ...]:
    """A project's payees by sheet year, newest first: one query.

    Where a sheet of the year says how money flows, what the ministry paid directly; else what stands in any block.
    """
    columns = ("sheet_year", "payee", "payee__kind", "direct_yen", "unknown_yen", "doubtful")
    found = receipts.filter(sheet__project__key=project_key).order_by("-sheet_year").values_list(*columns)
    by_year: dict[int, list[ReceiptRow]] = {}
    for sheet_year, *row in found:
        by_year.setdefault(sheet_year, []).append(ReceiptRow(*row))
    rows = (_of_project(year, own) for year, own in by_year.items())
    return tuple(row for row in rows if row is not None)


@dataclass(frozen=True)
class ReceiptRow:
    """What concentration asks of a receipt."""

    payee_id: int | None
    kind: str | None
    direct_yen: int | None
    unknown_yen: int | None
    doubtful: int


def _of_project(sheet_year: int, rows: Sequence[ReceiptRow]) -> Concentration | None:
    """None where the year has no money of these kinds."""
    is_direct = any(row.direct_yen is not None for row in rows)
    named: dict[int, int] = {}
    unnamed: list[int] = []
    for row in rows:
        amount_yen = row.direct_yen if is_direct else row.unknown_yen
        if amount_yen is None:
            continue
        if row.payee_id is None or row.kind == Payee.Kind.GROUP:
            unnamed.append(amount_yen)
        else:
            named[row.payee_id] = named.get(row.payee_id, 0) + amount_yen
    if not named and not unnamed:
        return None
    paid = sorted((amount for amount in named.values() if amount > 0), reverse=True)
    return Concentration(
        sheet_year=sheet_year,
        named_yen=sum(paid) if paid else None,
        largest_yen=paid[0] if paid else None,
        largest_3_yen=sum(paid[:3]) if paid else None,
        hhi=hhi(paid),
        unnamed_yen=sum(unnamed) if unnamed else None,
        doubtful=sum(row.doubtful for row in rows),
        is_direct=is_direct,
    )
