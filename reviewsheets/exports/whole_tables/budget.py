"""The table of budget years."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from reviewsheets.exports.budget import BASIS_WORDS, PENDING
from reviewsheets.exports.lines import percent
from reviewsheets.exports.whole_tables.columns import (
    PERCENT,
    YEN,
    Column,
    Derived,
    WholeTable,
    choice,
    decimals,
    number_or_words,
    text,
    year,
    yen,
)
from reviewsheets.exports.whole_tables.sheet_columns import PROJECT, SHEET
from reviewsheets.units.money import Basis, BudgetFigures

_B = "budget_years__"
_PARTS = tuple(f"{_B}{part}" for part in ("initial", "supplementary", "carried_in", "carried_out", "contingency"))
_ASKED = tuple(f"{_B}requested{end}" for end in ("_yen", "_text"))


def _percent_cells(rates: Iterable[Decimal | None]) -> list[str]:
    return [percent(rate) for rate in rates]


def _basis(sheet_year: int, published_basis: str) -> Basis:
    return Basis(published_basis) if published_basis else Basis.of_sheet_year(sheet_year)


def _is_request(sheet_year: int, budget_year: int, asked_yen: int | None, asked_text: str) -> bool:
    return budget_year == sheet_year + 1 and (asked_yen is not None or bool(asked_text))


def _totals(requests: Any, figures: Any, *parts: Any) -> Iterator[Any]:
    """計: blank where no part is written, and where there is but a request, which is no budget."""
    for is_request, row, *cells in zip(requests, figures, *parts, strict=True):
        is_written = not is_request and any(cell is not None and cell != "" for cell in cells)
        yield row.total_yen if is_written else ""


def _total_basis(is_request: bool, basis: Basis) -> Basis | None:
    return None if is_request else basis


def _executed(amounts: Any, words: Any) -> list[Any]:
    cells = number_or_words(amounts, words)
    return [PENDING if yen is None and cell == "0" else cell for yen, cell in zip(amounts, cells, strict=True)]


def _of_figures(name: str, meaning: Any, figure: str, *, kind: Any = PERCENT) -> Column:
    cells = _percent_cells if kind is PERCENT else list
    unit = "％" if kind is PERCENT else _("円")
    return Column(name, meaning, kind, unit, ("figures",), lambda rows: cells([getattr(row, figure) for row in rows]))


BUDGET_YEARS = WholeTable(
    _("予算額・執行額"),
    _(
        "1行が1枚のシートの1つの予算年度です。同じ予算年度が複数の年のシートに載るので、足すときは事業年度を1つ選びます。"
    ),
    (
        *SHEET,
        PROJECT,
        year("予算年度", _("お金の年度。"), f"{_B}budget_year"),
        yen("当初予算（合計）（円）", _("年度のはじめの予算。"), f"{_B}initial"),
        yen("補正予算（合計）（円）", _("年度の途中で加えた（負は減らした）予算。"), f"{_B}supplementary"),
        yen("前年度からの繰越し（合計）（円）", _("前の年度から繰り越された額。"), f"{_B}carried_in"),
        yen(
            "翌年度への繰越し（合計）（円、正の数）",
            _("次の年度へ繰り越した額。出ていく額を正の数で書く。"),
            f"{_B}carried_out",
        ),
        yen("予備費等（合計）（円）", _("予備費などから加わった額。"), f"{_B}contingency"),
        Column(
            "計（歳出予算現額合計）（円、計算値）",
            _(
                "左の額から計算した計。翌年度への繰越しを除くかは「計の基準」による。翌年度の要求の行では空欄（要求額の列にある）。"
            ),
            YEN,
            _("円"),
            ("is_request", "figures", *(f"{part}{end}" for part in _PARTS for end in ("_yen", "_text"))),
            _totals,
        ),
        choice(
            "計の基準",
            _("計と執行率が、翌年度への繰越しを除いた後のものか、除く前のものか。計のない要求の行では空欄。"),
            "total_basis",
            BASIS_WORDS,
        ),
        yen("計（歳出予算現額合計）（円、公表値）", _("公式ファイルに書かれた計。"), f"{_B}published_total"),
        Column(
            "執行額（合計）（円）",
            _("使った額。年度が終わっていない公式の0は「未確定」。"),
            YEN,
            _("円"),
            (f"{_B}executed_yen", f"{_B}executed_text"),
            _executed,
        ),
        _of_figures("執行率（％）", _("執行額÷計（「計の基準」による）。計算値。"), "execution_rate_percent"),
        _of_figures(
            "執行率・繰越控除前（％）",
            _("執行額÷翌年度への繰越しを除く前の計。計算値。"),
            "gross_execution_rate_percent",
        ),
        _of_figures(
            "執行率・繰越控除後（％）", _("執行額÷翌年度への繰越しを除いた計。計算値。"), "net_execution_rate_percent"
        ),
        _of_figures(
            "当初予算＋補正予算に対する執行額の割合（％）",
            _("執行額÷（当初予算＋補正予算）。計算値。"),
            "appropriation_rate_percent",
        ),
        Column(
            "公表された執行率（％）",
            _("公式ファイルに書かれた執行率。"),
            PERCENT,
            "％",
            (f"{_B}published_rate_percent",),
            lambda rates: _percent_cells(decimals(rates)),
        ),
        _of_figures("不用額（円）", _("使わず繰り越しもしなかった額（負は超過）。計算値。"), "unused_yen", kind=YEN),
        yen("要求額（円）", _("この予算年度のために要求した額。"), f"{_B}requested"),
        text("主な増減理由", _("額が増減した主な理由。"), f"{_B}change_reason"),
        text("その他特記事項", _("そのほかに書かれたこと。"), f"{_B}notes"),
    ),
    (
        Derived("basis", ("sheet_year", f"{_B}published_basis"), _basis),
        Derived("figures", ("basis", *(f"{part}_yen" for part in _PARTS), f"{_B}executed_yen"), BudgetFigures),
        Derived("is_request", ("sheet_year", f"{_B}budget_year", *_ASKED), _is_request),
        Derived("total_basis", ("is_request", "basis"), _total_basis),
    ),
)
