"""How many payees there are, as it is kept by year, ministry and kind."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from reviewsheets.models import Payee, PayeeCount

_Place = tuple[int | None, int | None]


@dataclass(frozen=True)
class KeptPayees:
    """By sheet year (None: all) and ministry's id (None: any) the number of payees of each kind."""

    by_place: dict[_Place, dict[str, int]]

    def by_kind(self, sheet_year: int | None, ministry_id: int | None) -> dict[str, int]:
        """Of a place."""
        return self.by_place.get((sheet_year, ministry_id), {})

    def number(self, sheet_year: int | None, ministry_id: int | None, kind: str) -> int:
        """Of a kind, or where that is blank of all kinds that are one payee."""
        kinds = self.by_kind(sheet_year, ministry_id)
        return kinds.get(kind, 0) if kind else sum(kinds.values()) - kinds.get(Payee.Kind.GROUP, 0)


def kept_payees(counts: QuerySet[PayeeCount], sheet_year: int | None, ministry_id: int | None) -> KeptPayees:
    """What a list of this year and ministry asks: that year at every ministry, and that ministry in every year."""
    rows = counts.filter(Q(sheet_year=sheet_year) | Q(ministry=ministry_id)).order_by()
    found: dict[_Place, dict[str, int]] = {}
    for year, ministry, kind, payees in rows.values_list("sheet_year", "ministry", "kind", "payees"):
        found.setdefault((year, ministry), {})[kind] = payees
    return KeptPayees(found)
