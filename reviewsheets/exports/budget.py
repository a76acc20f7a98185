"""Budget tables as CSV lines."""

from collections.abc import Iterable, Iterator

from reviewsheets.exports.lines import Layout, Line, percent, whole, yen
from reviewsheets.queries.accounts import AccountTable, BudgetItemYear
from reviewsheets.queries.budget import BudgetLines, ExecutionYear
from reviewsheets.units.money import Basis

PENDING = "未確定"  # the year has not ended: the official 0 is no amount
BASIS_WORDS: dict[Basis | None, str] = {Basis.NET: "繰越控除後", Basis.GROSS: "繰越控除前", None: ""}


def _budget(rows: Iterable[ExecutionYear]) -> Iterator[Line]:
    for row in rows:
        parts = (row.initial, row.supplementary, row.carried_in, row.carried_out, row.contingency)
        rates = (
            row.execution_rate_percent,
            row.gross_rate_percent,
            row.net_rate_percent,
            row.appropriation_rate_percent,
        )
        yield (
            str(row.budget_year),
            *(yen(part) for part in parts),
            yen(row.form_total),
            BASIS_WORDS[row.form_total_basis],
            whole(row.published_total_yen),
            PENDING if row.is_execution_pending else yen(row.executed),
            *(percent(rate) for rate in rates),
            percent(row.published_rate_percent),
            whole(row.unused_yen),
            yen(row.requested),
        )


def _budget_lines(table: BudgetLines) -> Iterator[Line]:
    for row in table.rows:
        yield row.name, yen(row.initial), yen(row.requested)
    yield "計", yen(table.initial_total), yen(table.requested_total)


def _budget_notes(rows: Iterable[ExecutionYear]) -> Iterator[Line]:
    for row in rows:
        if row.change_reason or row.notes:
            yield str(row.budget_year), row.change_reason, row.notes


def _accounts(table: AccountTable) -> Iterator[Line]:
    for row in table.rows:
        amounts = (PENDING if row.is_execution_pending and cell.text else yen(cell) for cell in row.amounts)
        yield (str(row.budget_year), row.account_kind, row.account, row.subaccount, *amounts, row.notes)


def _budget_items(years: Iterable[BudgetItemYear]) -> Iterator[Line]:
    for year in years:
        for row in year.rows:
            yield (
                str(row.budget_year),
                row.account_kind,
                row.account,
                row.subaccount,
                row.budget_kind,
                row.jurisdiction,
                row.organisation,
                row.item,
                row.sub_item,
                row.supplement,
                yen(row.amount),
                yen(row.next_requested),
                row.notes,
            )


LAYOUTS: dict[str, Layout] = {
    "budget": Layout(
        "予算額・執行額",
        (
            "予算年度",
            "当初予算（円）",
            "補正予算（円）",
            "前年度から繰越し（円）",
            "翌年度へ繰越し（円、正の数）",
            "予備費等（円）",
            "計（円、計算値）",
            "計の基準",
            "公表された計（円）",
            "執行額（円）",
            "執行率（％）",
            "執行率・繰越控除前（％）",
            "執行率・繰越控除後（％）",
            "当初予算＋補正予算に対する執行額の割合（％）",
            "公表された執行率（％）",
            "不用額（円）",
            "要求額（円）",
        ),
        _budget,
    ),
    "budget-lines": Layout("予算内訳", ("歳出予算目", "当初予算（円）", "翌年度要求（円）"), _budget_lines),
    "budget-notes": Layout("主な増減理由・特記事項", ("予算年度", "主な増減理由", "その他特記事項"), _budget_notes),
    "budget-accounts": Layout(
        "会計別の予算額・執行額",
        (
            "予算年度",
            "会計区分",
            "会計",
            "勘定",
            "当初予算",
            "第1次補正予算",
            "第2次補正予算",
            "第3次補正予算",
            "第4次補正予算",
            "第5次補正予算",
            "前年度から繰越し",
            "予備費等1",
            "予備費等2",
            "予備費等3",
            "予備費等4",
            "歳出予算現額",
            "執行額",
            "翌年度要求額",
            "要望額",
            "備考",
        ),
        _accounts,
    ),
    "budget-items": Layout(
        "歳出予算項目",
        (
            "予算年度",
            "会計区分",
            "会計",
            "勘定",
            "予算種別",
            "所管",
            "組織・勘定",
            "項",
            "目",
            "歳出予算項目の補足情報",
            "予算額（歳出予算項目ごと）",
            "翌年度要求額（歳出予算項目ごと）",
            "備考（歳出予算項目ごと）",
        ),
        _budget_items,
    ),
}
