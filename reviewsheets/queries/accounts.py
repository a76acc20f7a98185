"""In which accounts and budget items the money stands: the parts of a budget year, never added to its totals."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from reviewsheets.models import BudgetAccount, BudgetItem, ReviewSheet
from reviewsheets.units.cells import YenCell, is_pending

ACCOUNT_AMOUNTS = (
    "initial",
    "supplementary_1",
    "supplementary_2",
    "supplementary_3",
    "supplementary_4",
    "supplementary_5",
    "carried_in",
    "contingency_1",
    "contingency_2",
    "contingency_3",
    "contingency_4",
    "total",
    "executed",
    "next_requested",
    "wished",
)


@dataclass(frozen=True)
class AccountRow:
    """The part of a budget year in one account: `amounts` in yen, one each of ACCOUNT_AMOUNTS.

    `shown` are those of the columns in which any account of the sheet has more than 0.
    """

    budget_year: int
    account_kind: str
    account: str
    subaccount: str
    amounts: tuple[YenCell, ...]
    shown: tuple[YenCell, ...]
    notes: str
    is_execution_pending: bool

    @property
    def name(self) -> str:
        """一般会計, or the special account with its subaccount."""
        return " ".join(filter(None, (self.account or self.account_kind, self.subaccount)))


@dataclass(frozen=True)
class AccountYear:
    """A budget year with its accounts."""

    budget_year: int
    rows: tuple[AccountRow, ...]


@dataclass(frozen=True)
class AccountTable:
    """会計別の予算額・執行額, newest year first; `columns` are the official names of the columns shown."""

    columns: tuple[str, ...]
    years: tuple[AccountYear, ...]

    @property
    def rows(self) -> tuple[AccountRow, ...]:
        """All rows, year after year."""
        return tuple(row for year in self.years for row in year.rows)

    @property
    def has_several(self) -> bool:
        """Some year stands in more than one account."""
        return any(len(year.rows) > 1 for year in self.years)

    @property
    def has_notes(self) -> bool:
        """Some row has a note."""
        return any(row.notes for row in self.rows)


def accounts_of(sheet: ReviewSheet) -> AccountTable:
    """The accounts of all budget years of a sheet."""
    years = {year.budget_year: list(year.accounts.all()) for year in sheet.budget_years.all()}
    shown = [name for name in ACCOUNT_AMOUNTS if any(_says_more(_cell(a, name)) for a in _all(years.values()))]
    return AccountTable(
        columns=tuple(_official_name(name) for name in shown),
        years=tuple(
            AccountYear(budget_year, tuple(_account_row(budget_year, account, shown) for account in years[budget_year]))
            for budget_year in sorted(years, reverse=True)
            if years[budget_year]
        ),
    )


def _all(lists: Iterable[list[BudgetAccount]]) -> Iterator[BudgetAccount]:
    return (account for accounts in lists for account in accounts)


def _says_more(cell: YenCell) -> bool:
    return bool(cell.yen) or is_pending(cell)


def _cell(account: BudgetAccount, name: str) -> YenCell:
    return YenCell(getattr(account, f"{name}_yen"), account.executed_text if name == "executed" else "")


def _official_name(name: str) -> str:
    field: Any = BudgetAccount._meta.get_field(f"{name}_yen")
    return str(field.verbose_name)


def _account_row(budget_year: int, account: BudgetAccount, shown: list[str]) -> AccountRow:
    cells = {name: _cell(account, name) for name in ACCOUNT_AMOUNTS}
    return AccountRow(
        budget_year=budget_year,
        account_kind=account.account_kind,
        account=account.account,
        subaccount=account.subaccount,
        amounts=tuple(cells.values()),
        shown=tuple(cells[name] for name in shown),
        notes=account.notes,
        is_execution_pending=is_pending(cells["executed"]),
    )


@dataclass(frozen=True)
class BudgetItemRow:
    """A row of 2-2, amounts in yen."""

    budget_year: int
    account_kind: str
    account: str
    subaccount: str
    budget_kind: str
    jurisdiction: str
    organisation: str
    item: str
    sub_item: str
    supplement: str
    amount: YenCell
    next_requested: YenCell
    notes: str

    @property
    def account_name(self) -> str:
        """一般会計, or the special account with its subaccount."""
        return " ".join(filter(None, (self.account or self.account_kind, self.subaccount)))

    @property
    def place(self) -> str:
        """所管 and 組織・勘定; said once where they are one."""
        return " ".join(dict.fromkeys(filter(None, (self.jurisdiction, self.organisation))))


@dataclass(frozen=True)
class BudgetItemKind:
    """Rows that follow each other in one account and of one kind of budget (当初予算 …)."""

    account_name: str
    budget_kind: str
    rows: tuple[BudgetItemRow, ...]


@dataclass(frozen=True)
class BudgetItemYear:
    """The budget items of one budget year."""

    budget_year: int
    kinds: tuple[BudgetItemKind, ...]

    @property
    def rows(self) -> tuple[BudgetItemRow, ...]:
        """All rows, kind after kind."""
        return tuple(row for kind in self.kinds for row in kind.rows)

    @property
    def has_requests(self) -> bool:
        """Some row asks for money of the next year."""
        return any(row.next_requested.yen for row in self.rows)

    @property
    def has_notes(self) -> bool:
        """Some row has a note."""
        return any(row.notes for row in self.rows)


def budget_items_of(sheet: ReviewSheet) -> tuple[BudgetItemYear, ...]:
    """歳出予算項目 as the sheet lists them, a budget year after the other."""
    rows = [_item_row(item) for item in sheet.budget_items.all()]
    return tuple(
        BudgetItemYear(budget_year, tuple(_kinds(group)))
        for budget_year, group in groupby(rows, key=lambda row: row.budget_year)
    )


def _kinds(rows: Iterable[BudgetItemRow]) -> Iterator[BudgetItemKind]:
    for (account_name, kind), group in groupby(rows, key=lambda row: (row.account_name, row.budget_kind)):
        yield BudgetItemKind(account_name, kind, tuple(group))


def _item_row(item: BudgetItem) -> BudgetItemRow:
    return BudgetItemRow(
        budget_year=item.budget_year,
        account_kind=item.account_kind,
        account=item.account,
        subaccount=item.subaccount,
        budget_kind=item.budget_kind,
        jurisdiction=item.jurisdiction,
        organisation=item.organisation,
        item=item.item,
        sub_item=item.sub_item,
        supplement=item.supplement,
        amount=YenCell(item.amount_yen),
        next_requested=YenCell(item.next_requested_yen),
        notes=item.notes,
    )
