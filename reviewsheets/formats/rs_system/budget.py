"""2-1 and 2-2: budget and execution by year and account, and the budget lines."""

from collections.abc import Iterator, Sequence
from typing import Any

from reviewsheets.formats.cells import FRACTION, LINE, TEXT, YEAR, YEN, YEN_OR_WORDS, YEN_WITH_POINT
from reviewsheets.formats.layout import Column, FormatError, Layout, Parts, Row, column
from reviewsheets.formats.records import BudgetAccountRecord, BudgetItemRecord, BudgetYearRecord
from reviewsheets.formats.rs_system.listing import FIRST, YEAR_COLUMN, ListFile
from reviewsheets.units.money import Basis

BUDGET_ITEMS = ListFile(
    "2-2",
    "予算・執行_予算種別・歳出予算項目",
    Layout(
        BudgetItemRecord,
        (
            column("予算年度", "budget_year", YEAR),
            column("会計区分", "account_kind", LINE),
            column("会計", "account", LINE),
            column("勘定", "subaccount", LINE),
            column("予算種別", "budget_kind", LINE),
            column("所管", "jurisdiction", LINE),
            column("組織・勘定", "organisation", LINE),
            column("項", "item", LINE),
            column("目", "sub_item", LINE),
            column("歳出予算項目の補足情報", "supplement"),
            column("予算額（歳出予算項目ごと）", "amount_yen", YEN),
            column("翌年度要求額（歳出予算項目ごと）", "next_requested_yen", YEN),
            column("備考（歳出予算項目ごと）", "notes"),
        ),
        FIRST,
    ),
)

_YEAR = Layout(
    BudgetYearRecord,
    (
        column("予算年度", "budget_year", YEAR),
        column("当初予算（合計）", "initial_yen", YEN_OR_WORDS),
        column("補正予算（合計）", "supplementary_yen", YEN_OR_WORDS),
        column("前年度からの繰越し（合計）", "carried_in_yen", YEN_OR_WORDS),
        column("予備費等（合計）", "contingency_yen", YEN_OR_WORDS),
        column("計（歳出予算現額合計）", "published_total_yen", YEN_OR_WORDS),
        column("執行額（合計）", "executed_yen", YEN_OR_WORDS),
        column("執行率", "published_rate_percent", FRACTION),
        column("翌年度への繰越し(合計）", "carried_out_yen", YEN_OR_WORDS),
        column("翌年度要求額（合計）", "requested_yen", YEN_WITH_POINT),
        Column("主な増減理由", ("change_reason",), TEXT),
        Column("その他特記事項", ("notes",), TEXT),
    ),
    FIRST,
)
_ACCOUNT = Layout(
    BudgetAccountRecord,
    (
        column("会計区分", "account_kind", LINE),
        column("会計", "account", LINE),
        column("勘定", "subaccount", LINE),
        column("当初予算", "initial_yen", YEN),
        column("第1次補正予算", "supplementary_1_yen", YEN),
        column("第2次補正予算", "supplementary_2_yen", YEN),
        column("第3次補正予算", "supplementary_3_yen", YEN),
        column("第4次補正予算", "supplementary_4_yen", YEN),
        column("第5次補正予算", "supplementary_5_yen", YEN),
        column("前年度から繰越し", "carried_in_yen", YEN),
        column("予備費等1", "contingency_1_yen", YEN),
        column("予備費等2", "contingency_2_yen", YEN),
        column("予備費等3", "contingency_3_yen", YEN),
        column("予備費等4", "contingency_4_yen", YEN),
        column("歳出予算現額", "total_yen", YEN),
        column("執行額", "executed_yen", YEN_OR_WORDS),
        column("翌年度要求額", "next_requested_yen", YEN),
        column("要望額", "wished_yen", YEN),
        column("備考", "notes"),
    ),
    FIRST + len(_YEAR.columns),
)
NOT_YET = "0"  # executed in a year that has not ended
_TOTALS_ONLY = slice(FIRST + 1, FIRST + len(_YEAR.columns))


class Summary:
    """2-1: a total for each budget year, newest first, each followed by its parts by account.

    The request in a year's row is the next year's money, so it is kept with that year.
    """

    code = "2-1"
    title = "予算・執行_サマリ"
    headers = _YEAR.headers + _ACCOUNT.headers

    def read(self, rows: Sequence[Row]) -> Parts:
        """The years of a sheet, and their parts."""
        years: dict[int, BudgetYearRecord] = {}
        accounts: list[BudgetAccountRecord] = []
        sheet_year = int(rows[0].cells[YEAR_COLUMN])
        for row in rows:
            if any(row.cells[_TOTALS_ONLY]):
                self._add_year(years, row, sheet_year)
            else:
                accounts.append(self._account(years, row, sheet_year, len(accounts)))
        return {BudgetYearRecord: with_requests_moved(years), BudgetAccountRecord: accounts}

    def write(self, parts: Parts) -> Iterator[list[str]]:
        """Each year with its parts; a year that holds nothing but a request has no row of its own."""
        years = {record.budget_year: record for record in parts.get(BudgetYearRecord, ())}
        for budget_year, record in sorted(years.items(), reverse=True):
            if is_request_only(record):
                continue
            request = years.get(budget_year + 1)
            requested_yen = request.requested_yen if request else None
            yield _YEAR.write(record._replace(requested_yen=requested_yen)) + _ACCOUNT.write(None)
            for account in parts.get(BudgetAccountRecord, ()):
                if account.year == budget_year:
                    yield [str(budget_year), *_YEAR.write(None)[1:], *_ACCOUNT.write(account)]

    @staticmethod
    def _add_year(years: dict[int, BudgetYearRecord], row: Row, sheet_year: int) -> None:
        record = _YEAR.read(row, source_row=row.number)
        if not _ACCOUNT.is_blank(row):
            raise _error(row, "合計と会計別の金額が同じ行にあります")
        if record.budget_year > sheet_year:
            raise _error(row, f"{sheet_year}年度のシートの予算年度ではありません")
        if record.budget_year in years:
            raise _error(row, "同じ予算年度の合計が2つあります")
        if years and record.budget_year > min(years):
            raise _error(row, "予算年度が新しい順に並んでいません")
        if sheet_year == record.budget_year and record.executed_yen == 0:
            record = record._replace(executed_yen=None, executed_text=NOT_YET)
        years[record.budget_year] = record._replace(published_basis=basis_of(record, sheet_year).value)

    @staticmethod
    def _account(years: dict[int, Any], row: Row, sheet_year: int, position: int) -> BudgetAccountRecord:
        budget_year = next(reversed(years), None)
        if budget_year is None or row.cells[FIRST] != str(budget_year):
            raise _error(row, "この会計の行の上に、同じ予算年度の合計がありません")
        values = _ACCOUNT.values(row)
        is_not_yet = budget_year == sheet_year and values["executed_yen"] == 0
        values |= {"executed_yen": None, "executed_text": NOT_YET} if is_not_yet else {}
        return BudgetAccountRecord(year=budget_year, position=position, source_row=row.number, **values)


def _error(row: Row, message: str) -> FormatError:
    return FormatError(message, row=row.number, column="予算年度", value=row.cells[FIRST])


def basis_of(record: BudgetYearRecord, sheet_year: int) -> Basis:
    """What the published 計 means: the sum that equals it; the form's own meaning where both or neither do."""
    parts = (record.initial_yen, record.supplementary_yen, record.carried_in_yen, record.contingency_yen)
    gross_yen = sum(part or 0 for part in parts)
    net_yen = gross_yen - (record.carried_out_yen or 0)
    is_gross, is_net = record.published_total_yen == gross_yen, record.published_total_yen == net_yen
    if is_gross == is_net:
        return Basis.of_sheet_year(sheet_year)
    return Basis.GROSS if is_gross else Basis.NET


def is_request_only(record: BudgetYearRecord) -> bool:
    """The year stands here for its request alone."""
    return record == BudgetYearRecord(
        record.budget_year, requested_yen=record.requested_yen, requested_text=record.requested_text
    )


def with_requests_moved(years: dict[int, BudgetYearRecord]) -> list[BudgetYearRecord]:
    """The years, oldest first, each with the request for it that the year before published."""
    requests = {budget_year + 1: record.requested_yen for budget_year, record in years.items()}
    moved = []
    for budget_year in sorted(years.keys() | requests.keys()):
        record = years.get(budget_year) or BudgetYearRecord(budget_year)
        moved.append(record._replace(requested_yen=requests.get(budget_year)))
    return moved
