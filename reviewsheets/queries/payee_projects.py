"""The projects that a payee got money from, grouped and sorted by the database: a payee may have two thousand."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, CharField, Count, F, Max, Min, QuerySet, Sum, Value, Window
from django.db.models.functions import Cast, Coalesce, Concat, Greatest
from django.urls import reverse

from reviewsheets.models import Payee, Receipt
from reviewsheets.models.receipts import REACHES
from reviewsheets.queries.reach_amounts import FIGURES, ReachAmounts

PROJECTS_SHOWN = 50
_NO_AMOUNT = Value(-(10**18), BigIntegerField())  # sorts after all amounts, also negative ones
_YEAR_DIGITS = 4
_BETWEEN = "\x1f"  # stands in no name


@dataclass(frozen=True)
class PayeeProject:
    """What the sheets of a project say together: their years, and name and ministry as the newest of them has them."""

    key: str
    name: str
    ministry: str
    is_fictional: bool
    first_year: int
    last_year: int
    sheets: int
    amounts: ReachAmounts

    @property
    def url(self) -> str:
        """The project's page."""
        return reverse("project", args=[self.key])


def largest_amount(columns: tuple[str, ...]) -> Greatest:
    """The largest of the kinds of money in these columns."""
    return Greatest(*(Coalesce(name, _NO_AMOUNT) for name in columns))


def payee_projects(
    receipts: QuerySet[Receipt], payee: Payee, *, shown: int | None = PROJECTS_SHOWN
) -> tuple[tuple[PayeeProject, ...], int]:
    """Those with the largest amounts, by the largest of the kinds of money, and how many there are: one query."""
    added: dict[str, Any] = {f"sum_{name}": Sum(name) for name in FIGURES}
    newest = Max(
        Concat(Cast("sheet_year", CharField()), F("ministry__name"), Value(_BETWEEN), F("sheet__name")),
        output_field=CharField(),
    )
    grouped: QuerySet[Any, Any] = receipts.filter(payee=payee).order_by()
    grouped = grouped.values(key=F("sheet__project__key"), is_fictional=F("ministry__is_fictional"))
    grouped = grouped.annotate(
        **added, newest=newest, first=Min("sheet_year"), last=Max("sheet_year"), sheets=Count("pk")
    )
    largest = largest_amount(tuple(f"sum_{name}" for name in REACHES))
    rows = list(
        grouped.annotate(largest=largest, projects=Window(Count("*"))).order_by("-largest", "-last", "key")[:shown]
    )
    return tuple(map(_project, rows)), rows[0]["projects"] if rows else 0


def _project(row: dict[str, Any]) -> PayeeProject:
    ministry, name = row["newest"][_YEAR_DIGITS:].split(_BETWEEN, 1)
    amounts = ReachAmounts(*(row[f"sum_{name}"] for name in FIGURES))
    years = (row["first"], row["last"])
    return PayeeProject(row["key"], name, ministry, row["is_fictional"], *years, row["sheets"], amounts)
