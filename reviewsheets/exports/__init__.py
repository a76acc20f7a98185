"""Tables as CSV: a layout for each table of a sheet, and the list of sheets."""

from reviewsheets.exports import budget, evaluation, findings, indicators, sheets, spending
from reviewsheets.exports.lines import Layout, Line, csv_stream, flag, number, percent, safe, whole, yen
from reviewsheets.exports.sheets import SHEETS_HEADER, sheet_lines

__all__ = [
    "LAYOUTS",
    "SHEETS_HEADER",
    "Layout",
    "Line",
    "csv_stream",
    "flag",
    "number",
    "percent",
    "safe",
    "sheet_lines",
    "whole",
    "yen",
]

LAYOUTS: dict[str, Layout] = {
    **sheets.LAYOUTS,
    **budget.LAYOUTS,
    **indicators.LAYOUTS,
    **evaluation.LAYOUTS,
    **spending.LAYOUTS,
    **findings.LAYOUTS,
}
