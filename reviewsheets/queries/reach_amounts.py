"""Money told apart by how it comes, and how such amounts are added."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.functional import Promise

from reviewsheets.models import PayeeSums, Receipt
from reviewsheets.models.receipts import REACHES

FIGURES = (*REACHES, "payments", "doubtful")
REACH_LABELS: dict[str, "str | Promise"] = {
    field.name: field.verbose_name for field in Receipt._meta.concrete_fields if field.name in REACHES
}


@dataclass(frozen=True)
class ReachAmounts:
    """Yen by how the money comes, None where no row gives any; the kinds are never added to each other.

    `payments`: rows of 支出先上位10者リスト; `doubtful`: those of them whose amount is left out (単位誤りの疑い).
    """

    direct_yen: int | None = None
    recommissioned_yen: int | None = None
    other_yen: int | None = None
    unknown_yen: int | None = None
    payments: int = 0
    doubtful: int = 0

    @property
    def given(self) -> tuple[tuple[str, int], ...]:
        """The columns that hold an amount, with it."""
        amounts = ((name, getattr(self, name)) for name in REACHES)
        return tuple((name, amount) for name, amount in amounts if amount is not None)

    @property
    def without_money(self) -> "ReachAmounts":
        """The rows alone."""
        return ReachAmounts(payments=self.payments, doubtful=self.doubtful)

    @property
    def labelled(self) -> tuple[tuple["str | Promise", int], ...]:
        """The same under their names for readers."""
        return tuple((REACH_LABELS[name], amount) for name, amount in self.given)


def added(parts: Iterable[ReachAmounts]) -> ReachAmounts:
    """Several as one, kind by kind."""
    sums: dict[str, int] = {}
    payments = doubtful = 0
    for each in parts:
        for name, amount in each.given:
            sums[name] = sums.get(name, 0) + amount
        payments += each.payments
        doubtful += each.doubtful
    return ReachAmounts(**sums, payments=payments, doubtful=doubtful)


def summed(rows: "QuerySet[PayeeSums] | QuerySet[Receipt]") -> ReachAmounts:
    """All these rows as one, added by the database."""
    found = rows.order_by().aggregate(**{f"sum_{name}": Sum(name) for name in FIGURES})
    sums: dict[str, Any] = {name: found[f"sum_{name}"] for name in FIGURES}
    return ReachAmounts(**sums | {name: sums[name] or 0 for name in ("payments", "doubtful")})


def less(whole: ReachAmounts, part: ReachAmounts) -> ReachAmounts:
    """What is left, kind by kind."""
    amounts = dict(part.given)
    return ReachAmounts(
        **{name: amount - amounts.get(name, 0) for name, amount in whole.given},
        payments=whole.payments - part.payments,
        doubtful=whole.doubtful - part.doubtful,
    )
