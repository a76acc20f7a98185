"""How contracts came about, by ministry and by award rate; how concentrated each ministry's money is."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from reviewsheets.charts import theme, words
from reviewsheets.charts.bars import NAME_LENGTH, ROW_HEIGHT
from reviewsheets.charts.figures import Figure, bar
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.concentration import ConcentrationPage
from reviewsheets.queries.contract_facts import ContractPart
from reviewsheets.units.ministry_names import ministry_words
from reviewsheets.units.money import rounded_percent

DRAWN_MINISTRIES = 12
HEAD = 110
Bar = tuple[str, Decimal, str]  # name, percent, what it is a share of


def single_bids_chart(part: ContractPart) -> Chart | NoData:
    """The share of single bids of the ministries with the most contracts whose number of bidders is known."""
    key, title = f"single-{part.form}", _("府省庁別の一者応札・一者応募の割合")
    by_known = sorted(part.ministries, key=lambda row: row.shares.competitive.known, reverse=True)
    rated = [(ministry_words(row.name), row.shares.competitive) for row in by_known if row.shares.competitive.known]
    drawn = rated[:DRAWN_MINISTRIES]
    if not drawn:
        return NoData(key, title, _("入札者数の記載がある競争性のある契約はありません。"), "ministries")
    name, most = drawn[0]
    sentence = _("入札者数の記載がある契約が最も多いのは%(name)sで、%(known)s件のうち%(single)s件が一者です。") % {
        "name": name,
        "known": f"{most.known:,}",
        "single": f"{most.single:,}",
    }
    bars = [
        (name, bids.single_percent or Decimal(0), f"{bids.single:,} / {bids.known:,}") for name, bids in reversed(drawn)
    ]
    figure = _percent_bars([(_("一者応札・一者応募の割合"), theme.EXECUTED, bars)])
    notes = (
        (_("図は入札者数の記載がある契約の多い%(drawn)sの府省庁です。すべては表にあります。") % {"drawn": len(drawn)},)
        if len(rated) > len(drawn)
        else ()
    )
    return Chart(key, title, _("％"), _sheet_years(part), sentence, "ministries", figure, notes)


def rates_chart(part: ContractPart) -> Chart | NoData:
    """How many contracts have which award rate; those without one stand in the sentence."""
    key, title = f"rates-{part.form}", _("落札率の分布")
    drawn = [rate for rate in part.rates if rate.key != "blank"]
    known = sum(rate.contracts for rate in drawn)
    if not known:
        return NoData(key, title, _("落札率の記載がある契約はありません。"), "rates")
    sentence = _(
        "落札率の記載がある%(known)s件のうち、95％以上は%(high)s件です。ほかの%(blank)s件には記載がありません。"
    )
    counts = {
        "known": f"{known:,}",
        "high": f"{sum(rate.contracts for rate in drawn if rate.key in _FROM_95):,}",
        "blank": f"{sum(rate.contracts for rate in part.rates) - known:,}",
    }
    figure = Figure(
        [
            bar(
                orientation="h",
                x=[rate.contracts for rate in reversed(drawn)],
                y=[rate.label for rate in reversed(drawn)],
                texttemplate="%{x:,}",
                textposition="auto",
                hovertemplate="%{y} %{x:,}<extra></extra>",
                marker={"color": theme.EXECUTED},
            )
        ],
        theme.layout(
            height=HEAD + ROW_HEIGHT * len(drawn),
            bargap=0.35,
            xaxis=theme.value_axis(_("契約数")),
            yaxis={"type": "category", "automargin": True, "fixedrange": True},
            showlegend=False,
        ),
    )
    return Chart(key, title, _("件"), _sheet_years(part), sentence % counts, "rates", figure)


def _sheet_years(part: ContractPart) -> str:
    first, last = part.years[-1].sheet_year, part.years[0].sheet_year
    years = words.full_year(last) if first == last else words.year_span(first, last)
    return _("%(years)sのシート") % {"years": years}


_FROM_95 = ("to-99", "to-100", "100", "over-100")


def concentration_chart(page: ConcentrationPage) -> Chart | NoData:
    """The largest payee's and the three largest ones' share of each ministry's direct payments, highest HHI on top."""
    key, title = "concentration", _("府省庁別の最大の支出先と上位3者の割合")
    drawn = [(ministry_words(row.name), row.shares) for row in page.rows if row.shares.named_yen][:DRAWN_MINISTRIES]
    if not drawn or page.sheet_year is None:
        return NoData(key, title, _("名前のある支出先への直接支出が分かる府省庁はありません。"), "concentration")
    name, first = drawn[0]
    sentence = _(
        "HHIが最も高いのは%(name)sの%(hhi)sで、最大の支出先（国の機関を含む）が%(largest)sを受け取っています。"
    ) % {
        "name": name,
        "hhi": f"{first.hhi:,}",
        "largest": words.rate(first.largest_percent or Decimal(0)),
    }
    series = []
    for label, colour, figure in (
        (_("最大の支出先"), theme.EXECUTED, "largest"),
        (_("上位3者"), theme.BUDGET, "largest_3"),
    ):
        bars = [
            (name, getattr(shares, f"{figure}_percent"), words.amount(getattr(shares, f"{figure}_yen")))
            for name, shares in reversed(drawn)
        ]
        series.append((label, colour, bars))
    left_out = len([row for row in page.rows if row.shares.named_yen]) - len(drawn)
    notes = (
        (_("図はHHIの高い%(drawn)sの府省庁です。すべては表にあります。") % {"drawn": len(drawn)},) if left_out else ()
    )
    years = words.full_year(page.sheet_year - 1)
    return Chart(key, title, _("％"), years, sentence, "concentration", _percent_bars(series), notes)


def _percent_bars(series: Sequence[tuple[str, str, Sequence[Bar]]]) -> Figure:
    """A bar a name and series; the last name on top."""
    names = [theme.plain(name) for name, _percent, _said in series[0][2]]
    return Figure(
        [
            bar(
                name=label,
                orientation="h",
                x=[rounded_percent(percent) for _name, percent, _said in bars],
                y=names,
                customdata=[theme.plain(said) for _name, _percent, said in bars],
                hovertemplate=f"{label} %{{x:.1f}}％（%{{customdata}}）<extra></extra>",
                marker={"color": colour},
            )
            for label, colour, bars in series
        ],
        theme.layout(
            height=HEAD + ROW_HEIGHT * len(names),
            barmode="group",
            bargap=0.3,
            hovermode="y unified",
            xaxis=theme.value_axis(_("％"), range=[0, 100]),
            yaxis={
                "type": "category",
                "tickvals": names,
                "ticktext": [theme.plain(theme.fitted(name, length=NAME_LENGTH)) for name, *_rest in series[0][2]],
                "automargin": True,
                "fixedrange": True,
            },
            showlegend=len(series) > 1,
        ),
    )
