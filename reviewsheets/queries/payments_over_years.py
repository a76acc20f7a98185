"""Who got a project's money, sheet by sheet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reviewsheets.models import BlockLink, Payee, Payment, ReviewSheet
from reviewsheets.queries.payees import payee_url
from reviewsheets.units.cells import YenCell
from reviewsheets.units.names import name_key

TOP_PAYEES = 50


@dataclass(frozen=True)
class PayeeSheetYear:
    """A sheet year of the table; `has_flow`: its sheet tells how the money flows."""

    sheet_year: int
    has_flow: bool


@dataclass(frozen=True)
class PayeeOverYears:
    """A payee with its amounts in yen by sheet year, and their sum: the money is of the year before each sheet's."""

    name: str
    corporate_number: str
    amounts: tuple[YenCell, ...]
    sum_yen: int
    key: str = ""
    namesakes: "tuple[str | Promise, ...]" = ()  # why other rows are possibly the same payee

    @property
    def url(self) -> str:
        """The payee's page."""
        return payee_url(self.key)


@dataclass(frozen=True)
class PayeeSeries:
    """Payees by the sum of what they got, largest first.

    Doubtful amounts, and rows that name no one payee (その他支出先, 個人A), are only counted.
    Where a sheet tells the flow of money, what the ministry paid directly; else (the paper form's open data have no
    arrows) what stands in any block.
    """

    years: tuple[PayeeSheetYear, ...]
    rows: tuple[PayeeOverYears, ...]
    doubtful: int
    others: int

    @property
    def top(self) -> tuple[PayeeOverYears, ...]:
        """Those that a page shows."""
        return self.rows[:TOP_PAYEES]

    @property
    def years_without_flow(self) -> tuple[int, ...]:
        """The sheet years in which every block counts."""
        return tuple(year.sheet_year for year in self.years if not year.has_flow)


Paid = tuple[int, int, str, str, str, int | None, bool, bool]


def payee_series(loaded: Sequence[ReviewSheet]) -> PayeeSeries:
    """Two queries whatever the number of sheets and payees."""
    sheet_years = {sheet.pk: sheet.sheet_year for sheet in loaded}
    money = BlockLink.objects.filter(sheet__in=sheet_years, kind=BlockLink.Kind.MONEY).order_by()
    arrows = list(money.values_list("sheet_id", "source_id", "target_id"))
    direct = {target for _sheet, source, target in arrows if source is None}
    with_flow = {sheet_years[sheet] for sheet, _source, _target in arrows}
    paid = [row for row in _payments(sheet_years) if row[1] in direct or row[0] not in with_flow]
    counted = [row for row in paid if not (row[6] or row[7])]
    years = tuple(PayeeSheetYear(year, year in with_flow) for year in sorted({row[0] for row in paid}))
    return PayeeSeries(
        years=years,
        rows=_rows(counted, years),
        doubtful=sum(row[6] for row in paid),
        others=sum(row[7] and not row[6] for row in paid),
    )


def _payments(sheet_years: dict[int, int]) -> list[Any]:
    """Rows as `Paid`; the last says that it is no one payee."""
    payments = Payment.objects.filter(block__sheet__in=sheet_years, payee__isnull=False)
    columns = ("block_id", "payee__key", "payee__name", "payee__corporate_number", "amount_yen")
    flags = ("is_amount_doubtful", "is_other")
    found = payments.order_by("pk").values_list("block__sheet__sheet_year", *columns, *flags, "payee__kind")
    return [(*row, is_other or kind == Payee.Kind.GROUP) for *row, is_other, kind in found]


def _rows(counted: list[Paid], years: tuple[PayeeSheetYear, ...]) -> tuple[PayeeOverYears, ...]:
    amounts: dict[str, dict[int, int]] = {}
    named: dict[str, tuple[str, str]] = {}
    for sheet_year, _block, key, name, corporate_number, amount_yen, *_flags in counted:
        named[key] = (name, corporate_number)
        by_year = amounts.setdefault(key, {})
        if amount_yen is not None:
            by_year[sheet_year] = by_year.get(sheet_year, 0) + amount_yen
    rows = [
        PayeeOverYears(
            *named[key], tuple(YenCell(by_year.get(year.sheet_year)) for year in years), sum(by_year.values()), key
        )
        for key, by_year in amounts.items()
    ]
    return tuple(sorted(_with_namesakes(rows), key=lambda row: (-row.sum_yen, row.name)))


def _with_namesakes(rows: Sequence[PayeeOverYears]) -> Iterator[PayeeOverYears]:
    """A name may stand with a corporate number, without one and with another: told at each of the rows."""
    numbers: defaultdict[str, list[str]] = defaultdict(list)
    names = [name_key(row.name) for row in rows]
    for name, row in zip(names, rows, strict=True):
        numbers[name].append(row.corporate_number)
    for name, row in zip(names, rows, strict=True):
        others = [number for number in numbers[name] if number != row.corporate_number]
        yield replace(row, namesakes=tuple(_reasons(row.corporate_number, others))) if others else row


def _reasons(own_number: str, other_numbers: Iterable[str]) -> "Iterator[str | Promise]":
    if not own_number:
        yield _("同じ名前で、法人番号のある記載があります")
        return
    if any(other_numbers):
        yield _("同じ名前で、法人番号の異なる記載があります")
    if not all(other_numbers):
        yield _("同じ名前で、有効な法人番号のない記載があります")
