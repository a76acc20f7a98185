"""A JUDGIT! sheet written from its records: equal JSON to what was read."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from reviewsheets.formats.cells import NUMBER
from reviewsheets.formats.judgit.keys import ABSENT, AMOUNTS, NUMBER_KEYS, PAST_NUMBER_KEYS
from reviewsheets.formats.layout import Parts
from reviewsheets.formats.records import (
    BudgetYearRecord,
    IndicatorRecord,
    IndicatorValueRecord,
    PastNumberRecord,
    PaymentRecord,
    SheetRecord,
)
from reviewsheets.units.cells import plain_number
from reviewsheets.units.money import million_from_yen

_DIGITS = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def write_sheet(parts: Parts, own_cells: Mapping[str, Any]) -> dict[str, Any]:
    """The object of one sheet; numbers as `Decimal`."""
    (sheet,) = parts[SheetRecord]
    written = _header(sheet) | {
        "予算": [_budget_year(year) for year in sorted(parts[BudgetYearRecord], key=lambda year: year.budget_year)],
        "支出先": [_payee(payment, sheet.sheet_year) for payment in parts[PaymentRecord]],
        "アウトカム": list(_indicators(parts, "outcome")),
        "アウトプット": list(_indicators(parts, "activity")),
        "関連する過去のレビューシート": [_past(past) for past in parts[PastNumberRecord]],
    }
    for path, cell in own_cells.items():
        if path != ABSENT:
            _set_at(written, path, cell)
    return {key: value for key, value in written.items() if key not in own_cells.get(ABSENT, ())}


def _header(sheet: SheetRecord) -> dict[str, Any]:
    parts = sheet.number_parts or ("",) * len(NUMBER_KEYS)
    return {
        "ID": sheet.judgit_id,
        "事業ID": sheet.judgit_project_id,
        "公開年度": sheet.sheet_year,
        "事業名": sheet.name,
        "開始年度": sheet.start_year,
        "終了年度": sheet.end_year,
        "府省庁": sheet.ministry,
        "事業番号": sheet.number,
        **{key: part or None for key, part in zip(NUMBER_KEYS, parts, strict=True)},
        "担当部局庁": sheet.bureau or None,
        "担当課室": sheet.division or None,
        "作成責任者": sheet.officer or None,
        "会計区分": list(sheet.accounts),
        "事業目的": sheet.purpose,
        "事業概要": sheet.outline,
        "実施方法": list(sheet.methods),
        "主要施策": list(sheet.policies),
        "定量的な目標が設定できない理由": sheet.no_target_reason or None,
        "url": sheet.source_url or None,
    }


def _budget_year(year: BudgetYearRecord) -> dict[str, Any]:
    """Only the amounts that are there: a request stands alone, a running year has no 執行額."""
    written: dict[str, Any] = {"年度": year.budget_year}
    for key, name in AMOUNTS:
        amount_yen, text = getattr(year, f"{name}_yen"), getattr(year, f"{name}_text")
        if amount_yen is not None or text:
            leaves = key == "翌年度へ繰越し" and amount_yen is not None
            written[key] = _million(-amount_yen if leaves else amount_yen, text)
    return written


def _payee(payment: PaymentRecord, sheet_year: int) -> dict[str, Any]:
    return {
        "年度": sheet_year - 1,
        "グループ": payment.block,
        "番号": payment.position + 1,
        "支出先名": payment.name,
        "法人番号": payment.corporate_number or None,
        "業務概要": payment.work,
        "支出額": _million(payment.amount_yen, payment.amount_text),
    }


def _indicators(parts: Parts, kind: str) -> Iterator[dict[str, Any]]:
    values: dict[int, list[IndicatorValueRecord]] = {}
    for value in parts[IndicatorValueRecord]:
        values.setdefault(value.indicator, []).append(value)
    for place, indicator in enumerate(parts[IndicatorRecord]):
        if indicator.kind == kind:
            years = sorted((v for v in values.get(place, ()) if v.column == "year"), key=lambda v: v.fiscal_year or 0)
            final = next((value for value in values.get(place, ()) if value.column == "final"), None)
            yield _outcome(indicator, final, years) if kind == "outcome" else _activity(indicator, years)


def _outcome(
    indicator: IndicatorRecord, final: IndicatorValueRecord | None, years: list[IndicatorValueRecord]
) -> dict[str, Any]:
    return {
        "成果目標": indicator.goal,
        "成果指標": indicator.name or None,
        "単位": indicator.unit or None,
        "目標値": (NUMBER.write(final.target, final.target_text) if final else "") or None,
        "目標最終年度": _final_year(final),
        "成果実績": [_year(value, "成果実績", "目標値") for value in years],
    }


def _activity(indicator: IndicatorRecord, years: list[IndicatorValueRecord]) -> dict[str, Any]:
    return {
        "活動指標": indicator.name,
        "単位": indicator.unit,
        "活動実績": [_year(value, "活動実績", "当初見込み") for value in years],
    }


def _final_year(final: IndicatorValueRecord | None) -> int | None:
    if final is None:
        return None
    return int(final.fiscal_year_text) if final.fiscal_year_text.isdecimal() else final.fiscal_year


def _year(value: IndicatorValueRecord, actual_key: str, target_key: str) -> dict[str, Any]:
    return {
        "年度": value.fiscal_year,
        actual_key: _number(value.actual, value.actual_text),
        target_key: _number(value.target, value.target_text),
    }


def _past(past: PastNumberRecord) -> dict[str, Any]:
    parts = past.number_parts or ("", past.number, "")
    return {
        "府省庁": past.ministry_name,
        "年度": int(past.past_year_text) if past.past_year_text.isdecimal() else past.past_year,
        **{key: part or None for key, part in zip(PAST_NUMBER_KEYS, parts, strict=True)},
    }


def _number(number: Decimal | None, text: str = "") -> Decimal | str | None:
    """A number with a decimal point, as every number of a JUDGIT sheet is written; words typed since as they are."""
    digits = text if _DIGITS.fullmatch(text) or number is None else plain_number(number)
    if not _DIGITS.fullmatch(digits):
        return digits or None
    return Decimal(digits if "." in digits else f"{digits}.0")


def _million(amount_yen: int | None, text: str) -> Decimal | str | None:
    return _number(None if amount_yen is None else million_from_yen(amount_yen), text)


def _set_at(value: dict[str, Any], path: str, cell: Any) -> None:
    """Put one of `own_cells` in its place; a place that is gone since is left alone."""
    *parents, last = path.split("/")
    holder: Any = value
    for parent in parents:
        if isinstance(holder, list) and int(parent) >= len(holder):
            return
        holder = holder[int(parent)] if isinstance(holder, list) else holder[parent]
    if not isinstance(holder, list):
        holder[last] = holder.get(last) or cell
    elif int(last) < len(holder):
        holder[int(last)] = holder[int(last)] or cell
