"""How much of the target indicators did, by ministry and by year; and what changed in the money and in that."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from reviewsheets.charts import theme, words
from reviewsheets.charts.bars import NAME_LENGTH
from reviewsheets.charts.figures import Figure
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.indicator_results import BAND_WORDS, DRAWN_BANDS, ResultCounts, ResultPart
from reviewsheets.queries.indicator_results_list import ListedResult
from reviewsheets.units.ministry_names import ministry_words
from reviewsheets.units.money import percent, rounded_percent

ROW, HEAD = 24, 150  # the legend above the rows and the axis below
LEAST_HEIGHT = 360  # room for the legend on a phone, a line a class
# Below 100 % blue, above it green, further away darker; far above hatched too.
SHADES = {
    "to-50": ("#1b3f92", ""),
    "to-80": (theme.EXECUTED, ""),
    "to-100": ("#9dbcf2", ""),
    "100": (theme.BUDGET, ""),
    "to-150": ("#6cc0b2", ""),
    "over-150": ("#0f6b5e", "/"),
}
MOST_PERCENT, LEAST_POINTS = 1_000, -200  # what lies further out is drawn at the edge
MOST_POINTS_DRAWN = 300
Bar = tuple[str, ResultCounts]


def ministries_chart(part: ResultPart) -> Chart | NoData:
    """Each ministry's indicators with a 達成度 as parts of a whole, in the official order from the top."""
    key, title = f"ministries-{part.told}", _("府省庁別の達成度の分布")
    rows = [(theme.plain(ministry_words(row.name)), row.counts) for row in part.ministries if row.counts.measured]
    return _bands_chart(key, title, "ministries", part, rows)


def years_chart(part: ResultPart) -> Chart | NoData:
    """The same by sheet year, the newest on top."""
    key, title = f"years-{part.told}", _("年度別の達成度の分布")
    rows = [(words.full_year(row.sheet_year), row.counts) for row in part.years if row.counts.measured]
    return _bands_chart(key, title, "years", part, rows)


def _bands_chart(key: str, title: str, csv: str, part: ResultPart, rows: Sequence[Bar]) -> Chart | NoData:
    if not rows:
        return NoData(key, title, _("達成度を計算できる指標はありません。"), csv)
    figure = Figure(
        _band_bars(rows[::-1]),
        theme.layout(
            height=max(LEAST_HEIGHT, HEAD + ROW * len(rows)),
            barmode="stack",
            bargap=0.25,
            hovermode="closest",
            xaxis=theme.value_axis(_("％"), range=[0, 100]),
            yaxis={
                "type": "category",
                "tickvals": [name for name, _counts in rows],
                "ticktext": [theme.fitted(name, length=NAME_LENGTH) for name, _counts in rows],
                "automargin": True,
                "fixedrange": True,
            },
            legend=theme.LEGEND | {"traceorder": "normal"},
        ),
    )
    return Chart(key, title, _("％（達成度のある指標に占める割合）"), _sheet_years(part), _sentence(part), csv, figure)


def _band_bars(rows: Sequence[Bar]) -> list[dict[str, Any]]:
    """A bar a class; as dicts: plotly checks them once, in the figure."""
    return [
        {
            "type": "bar",
            "name": str(BAND_WORDS[band]),
            "orientation": "h",
            "x": [rounded_percent(counts.band_percent(band) or Decimal(0)) for _name, counts in rows],
            "y": [name for name, _counts in rows],
            "customdata": [f"{counts.bands.get(band, 0):,} / {counts.measured:,}" for _name, counts in rows],
            "hovertemplate": f"%{{y}}<br>{BAND_WORDS[band]} %{{x:.1f}}％（%{{customdata}}）<extra></extra>",
            "marker": {"color": SHADES[band][0], "pattern": {"shape": SHADES[band][1], "size": 6, "solidity": 0.2}},
        }
        for band in DRAWN_BANDS
    ]


def _sentence(part: ResultPart) -> str:
    counts = part.counts
    at_least = sum(counts.bands.get(band, 0) for band in ("100", "to-150", "over-150"))
    told = {
        "all": f"{counts.indicators:,}",
        "measured": f"{counts.measured:,}",
        "number": f"{at_least:,}",
        "share": words.rate(percent(at_least, counts.measured) or Decimal(0)),
    }
    if part.is_known:
        return _("%(all)s件のうち達成度があるのは%(measured)s件で、100％以上は%(number)s件（%(share)s）です。") % told
    return (
        _("%(all)s件のうち達成度（実績／目標）があるのは%(measured)s件で、100％以上は%(number)s件（%(share)s）です。")
        % told
    )


def _sheet_years(part: ResultPart) -> str:
    first, last = part.years[-1].sheet_year, part.years[0].sheet_year
    years = words.full_year(last) if first == last else words.year_span(first, last)
    return _("%(years)sのシート") % {"years": years}


def spending_chart(rows: Sequence[ListedResult]) -> Chart | NoData:
    """A dot an outcome: 執行額 rose so many percent (log scale), 達成度 fell so many points, over two years."""
    key, title = "spending", _("執行額が増え、達成度が下がった成果指標")
    if not rows:
        return NoData(key, title, _("条件に合う成果指標はありません。"), key)
    drawn = sorted(rows, key=lambda row: row.executed_yen or 0, reverse=True)[:MOST_POINTS_DRAWN]
    known = [row for row in drawn if row.is_direction_known]
    unknown = [row for row in drawn if not row.is_direction_known]
    figure = Figure(
        [
            _dots(own, name, colour, symbols)
            for own, name, colour, symbols in (
                (
                    unknown,
                    _("改善の方向の記載なし（実績／目標の低下）"),
                    theme.UNKNOWN,
                    ("circle-open", "triangle-up-open"),
                ),
                (known, _("改善の方向の記載あり"), theme.GROSS_RATE, ("circle", "triangle-up")),
            )
            if own
        ],
        theme.layout(
            height=460,
            hovermode="closest",
            xaxis=theme.value_axis(
                _("執行額の増加（％、対数目盛）"),
                type="log",
                tickvals=[10, 20, 50, 100, 200, 500, MOST_PERCENT],
                range=[0.96, 3.05],
            ),
            yaxis=theme.value_axis(
                _("達成度の変化（ポイント）"), rangemode="normal", range=[LEAST_POINTS - 8, 0], zeroline=False
            ),
        ),
    )
    sentence = _(
        "%(number)s件のうち、改善の方向の記載があるのは%(known)s件です。執行額が最も大きいのは%(ministry)sの「%(name)s」の%(amount)sです。"
    ) % {
        "number": f"{len(rows):,}",
        "known": f"{sum(row.is_direction_known for row in rows):,}",
        "ministry": ministry_words(drawn[0].ministry_name),
        "name": drawn[0].sheet_name,
        "amount": words.amount(drawn[0].executed_yen or 0),
    }
    return Chart(key, title, "", _years_of(rows), sentence, key, figure, _spending_notes(rows, drawn))


def _dots(rows: Sequence[ListedResult], name: str, colour: str, symbols: tuple[str, str]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [min(_percent(row), Decimal(MOST_PERCENT)) for row in rows],
        "y": [max(_points(row), Decimal(LEAST_POINTS)) for row in rows],
        "text": [
            theme.plain(theme.shortened(f"{row.sheet_name}：{' '.join(row.name.split())}", length=60)) for row in rows
        ],
        "customdata": [
            _("執行額%(amount)s（%(percent)s増）、達成度%(points)sポイント")
            % {
                "amount": words.amount(row.executed_yen or 0),
                "percent": words.rate(_percent(row)),
                "points": f"{_points(row):,.1f}",
            }
            for row in rows
        ],
        "hovertemplate": "%{text}<br>%{customdata}<extra></extra>",
        "marker": {"color": colour, "size": 8, "symbol": [symbols[_is_outside(row)] for row in rows]},
    }


def _percent(row: ListedResult) -> Decimal:
    return rounded_percent(row.executed_change_percent or Decimal(0))


def _points(row: ListedResult) -> Decimal:
    return row.change_points or Decimal(0)


def _is_outside(row: ListedResult) -> bool:
    return _percent(row) > MOST_PERCENT or _points(row) < LEAST_POINTS


def _years_of(rows: Sequence[ListedResult]) -> str:
    years = sorted({row.sheet_year for row in rows})
    told = words.full_year(years[0]) if len(years) == 1 else words.year_span(years[0], years[-1])
    return _("%(years)sのシート、その前年度を2年前と比べた変化") % {"years": told}


def _spending_notes(rows: Sequence[ListedResult], drawn: Sequence[ListedResult]) -> tuple[str, ...]:
    outside = sum(map(_is_outside, drawn))
    notes = []
    if outside:
        told = {"percent": f"{MOST_PERCENT:,}", "points": f"{-LEAST_POINTS:,}", "number": f"{outside:,}"}
        notes.append(
            _("増加が%(percent)s％か低下が%(points)sポイントを超える%(number)s件は、図の端に三角で描いています。")
            % told
        )
    if len(rows) > len(drawn):
        notes.append(_("図は執行額の大きい%(drawn)s件です。すべてはCSVにあります。") % {"drawn": f"{len(drawn):,}"})
    return tuple(notes)
