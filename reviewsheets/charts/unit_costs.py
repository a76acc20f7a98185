"""What one unit of activity costs over the years, in the sheet's own unit."""

from decimal import Decimal

from django.utils.translation import gettext as _

from reviewsheets.charts import theme, words
from reviewsheets.charts.figures import Figure, Trace, bar
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.indicators import UnitCostCells, UnitCostMatrix, UnitCostRow
from reviewsheets.units.cells import grouped_number
from reviewsheets.units.money import rounded_percent

CSV = "unit-costs"
NAME_LENGTH = 40


def unit_cost_charts(matrix: UnitCostMatrix, *, sheet_year: int) -> tuple[Chart | NoData, ...]:
    """A chart for each unit cost with numbers of two years, else words; the sheet's year and later are plans."""
    return tuple(_chart(row, place, sheet_year) for place, row in enumerate(matrix.rows, start=1))


def _chart(row: UnitCostRow, place: int, sheet_year: int) -> Chart | NoData:
    key = f"unit-cost-{place}"
    name = theme.shortened(row.basis or _("名称の記載なし"), length=NAME_LENGTH)
    title = _("単位当たりコスト：%(name)s") % {"name": name}
    known = [cells for cells in row.years if cells.value.number is not None]
    if len(known) < 2:
        return NoData(key, title, _few_words(row, known), CSV)
    return Chart(
        key=key,
        title=title,
        unit=row.unit,
        years=words.year_span(known[0].fiscal_year, known[-1].fiscal_year),
        sentence=_sentence(row, known, sheet_year),
        csv=CSV,
        figure=_figure(row, known, sheet_year),
    )


def _figure(row: UnitCostRow, known: list[UnitCostCells], sheet_year: int) -> Figure:
    done = [cells for cells in known if cells.fiscal_year < sheet_year]
    planned = [cells for cells in known if cells.fiscal_year >= sheet_year]
    layout = theme.layout(
        height=240,
        bargap=0.6,
        hovermode="x unified",
        xaxis=theme.year_axis((cells.fiscal_year, words.short_year(cells.fiscal_year, sheet_year)) for cells in known),
        yaxis=theme.value_axis(theme.plain(row.unit)),
    )
    bars = ((_("実績"), done, theme.EXECUTED), (_("活動見込"), planned, theme.BUDGET))
    return Figure([_bars(row, name, cells, colour) for name, cells, colour in bars if cells], layout)


def _bars(row: UnitCostRow, name: str, years: list[UnitCostCells], colour: str) -> Trace:
    return bar(
        name=name,
        x=[cells.fiscal_year for cells in years],
        y=[cells.value.number for cells in years],
        customdata=[theme.plain(_with_unit(cells, row)) for cells in years],
        hovertemplate=f"{name} %{{customdata}}<extra></extra>",
        marker={"color": colour},
        offsetgroup="one",
    )


def _with_unit(cells: UnitCostCells, row: UnitCostRow) -> str:
    return f"{words.number(cells.value)}{row.unit}"


def _few_words(row: UnitCostRow, known: list[UnitCostCells]) -> str:
    """The only year with a number, or that there is none."""
    if not known:
        return _("単位当たりコストに数値の記載がありません。")
    return _("%(year)sは%(value)s。数値のある年度が1つのため、図にしていません。") % {
        "year": words.full_year(known[0].fiscal_year),
        "value": _with_unit(known[0], row),
    }


def _sentence(row: UnitCostRow, known: list[UnitCostCells], sheet_year: int) -> str:
    """The newest year beside the one before it that has a number, and whether it is a plan."""
    before, newest = known[-2:]
    told = {
        "year": words.full_year(newest.fiscal_year) + (_("（活動見込）") if newest.fiscal_year >= sheet_year else ""),
        "value": _with_unit(newest, row),
        "before": words.full_year(before.fiscal_year),
        "earlier": _with_unit(before, row),
    }
    said = _("%(year)sは%(value)s、%(before)sは%(earlier)s。") % told
    change = (newest.value.number or Decimal(0)) - (before.value.number or Decimal(0))
    if not change:
        return said + _("増減はありません。")
    return said + _("差は%(change)s%(unit)s%(rate)s。") % {
        "change": signed(change),
        "unit": row.unit,
        "rate": _rate(change, before.value.number),
    }


def _rate(change: Decimal, before: Decimal | None) -> str:
    if before is None or before <= 0:
        return ""
    return _("（%(rate)s％）") % {"rate": f"{rounded_percent(change * 100 / before):+,}"}


def signed(change: Decimal) -> str:
    """+0.3, -1,200, 0."""
    return f"+{grouped_number(change)}" if change > 0 else grouped_number(change)
