"""What a payee got by sheet year, the kinds of money beside each other and never on top of each other."""

from django.utils.translation import gettext as _

from reviewsheets.charts import theme, words
from reviewsheets.charts.figures import Figure, Trace, bar
from reviewsheets.charts.spending import REACH_COLOURS
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.payee import PayeePage, PayeeYear
from reviewsheets.queries.reach_amounts import REACH_LABELS

CSV = "years"
HEIGHT = 320
COLOURS = {f"{reach}_yen": colour for reach, colour in REACH_COLOURS.items()}


def payee_chart(page: PayeePage) -> Chart | NoData:
    """A bar a kind of money and sheet year, as long as what the payee got."""
    title = _("年度別の受取額")
    largest_yen = max((amount for year in page.years for _name, amount in year.amounts.given), default=0)
    if largest_yen <= 0:
        return NoData("payee", title, _("金額の記載はありません。"), CSV)
    unit_yen, unit = words.axis_unit(largest_yen)
    years = words.year_span(page.years[0].budget_year, page.years[-1].budget_year)
    if len(page.years) == 1:
        years = words.full_year(page.years[0].budget_year)
    return Chart("payee", title, unit, years, _sentence(page), CSV, _figure(page, unit_yen, unit))


def _figure(page: PayeePage, unit_yen: int, unit: str) -> Figure:
    bars = [_bar(page, name, unit_yen) for name in page.columns]
    return Figure(
        bars,
        theme.layout(
            height=HEIGHT,
            barmode="group",
            bargap=0.3,
            hovermode="x unified",
            xaxis=theme.year_axis((year.sheet_year, str(year.sheet_year)) for year in page.years)
            | {"title": {"text": _("シートの事業年度")}, "automargin": True},
            yaxis=theme.value_axis(unit),
        ),
    )


def _bar(page: PayeePage, name: str, unit_yen: int) -> Trace:
    label = str(REACH_LABELS[name])
    amounts = [getattr(year.amounts, name) for year in page.years]
    return bar(
        name=label,
        x=[year.sheet_year for year in page.years],
        y=[None if amount is None else words.in_unit(amount, unit_yen) for amount in amounts],
        customdata=["" if amount is None else words.exact_yen(amount) for amount in amounts],
        hovertemplate=f"{label} %{{customdata}}<extra></extra>",
        marker={"color": COLOURS[name]},
    )


def _sentence(page: PayeePage) -> str:
    newest: PayeeYear = next(year for year in reversed(page.years) if year.amounts.given)
    told = _("、").join(f"{label} {words.short_amount(amount)}" for label, amount in newest.amounts.labelled)
    return _("%(year)sのシートでは、%(told)sです。") % {"year": words.full_year(newest.sheet_year), "told": told}
