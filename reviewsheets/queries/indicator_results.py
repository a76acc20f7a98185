"""How indicators came out in the year before their sheet's: states, and how much of the target was done.

Which way is better (改善の方向) is told by some sheets only, and indicators that tell it are counted apart from those
that do not: without it 達成度 is the share of the target that was done, which says nothing of better or worse.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Case, CharField, Count, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from reviewsheets.models import Indicator, IndicatorResult, Ministry
from reviewsheets.units.money import percent

State = IndicatorResult.State
STATE_WORDS = dict(State.choices)
KINDS = (Indicator.Kind.OUTCOME, Indicator.Kind.ACTIVITY)
KIND_WORDS = {kind.value: kind.label for kind in KINDS}


class Told(StrEnum):
    """Whether the sheet says which way is better."""

    KNOWN = "known"
    UNKNOWN = "unknown"


TOLD_WORDS = {Told.KNOWN: _("改善の方向の記載がある指標"), Told.UNKNOWN: _("改善の方向の記載がない指標")}
DEFINITIONS: dict[str, Any] = {
    State.EXCEEDED: _("目標に達し、達成度が150％を超える。改善の方向の記載がある指標だけ"),
    State.REACHED: _("実績値が目標値と同じか、それより良い。改善の方向の記載がない指標は、同じときだけ"),
    State.MISSED: _("実績値が目標値より悪い。改善の方向の記載がある指標だけ"),
    State.NOT_COMPARABLE: _("改善の方向の記載がなく2つの値が異なる。または目標値か実績値が数値でない"),
    State.NO_TARGET: _("実績値だけがある"),
    State.NO_ACTUAL: _("目標値だけがある"),
    State.BLANK: _("目標値も実績値もない"),
}
NO_ACHIEVEMENT = "none"
# Kept in hundredths of a percent, cut off.
_BANDS: tuple[tuple[str, Any, Q], ...] = (
    ("to-50", _("50％未満"), Q(achievement__lt=5_000)),
    ("to-80", _("50％以上80％未満"), Q(achievement__gte=5_000, achievement__lt=8_000)),
    ("to-100", _("80％以上100％未満"), Q(achievement__gte=8_000, achievement__lt=10_000)),
    ("100", _("100％"), Q(achievement=10_000)),
    ("to-150", _("100％超150％以下"), Q(achievement__gt=10_000, achievement__lte=15_000)),
    ("over-150", _("150％超"), Q(achievement__gt=15_000)),
    (NO_ACHIEVEMENT, _("達成度なし"), Q(achievement=None)),
)
BAND_WORDS: dict[str, Any] = {key: label for key, label, _which in _BANDS}
DRAWN_BANDS = tuple(key for key in BAND_WORDS if key != NO_ACHIEVEMENT)
_BAND = Case(
    *(When(which, then=Value(key)) for key, _label, which in _BANDS[:-1]),
    default=Value(NO_ACHIEVEMENT),
    output_field=CharField(),
)
_IS_DIFFERING = Case(
    When(state=State.NOT_COMPARABLE, target__isnull=False, actual__isnull=False, then=Value(1)),
    default=Value(0),
    output_field=IntegerField(),
)
# A text, as a boolean would be converted row by row on SQLite.
_TOLD = Case(
    When(is_direction_known=True, then=Value(Told.KNOWN.value)),
    default=Value(Told.UNKNOWN.value),
    output_field=CharField(),
)
KEYS = ("sheet_year", "ministry", "state", "told", "band", "is_differing")
Key = tuple[Any, ...]  # a value for each of these


@dataclass(frozen=True)
class ResultGroup:
    """Indicators that are alike in all that one narrows to; `differing`: two numbers that nobody says how to judge."""

    key: Key
    sheet_year: int
    ministry: Ministry
    state: str
    told: Told
    band: str
    indicators: int
    differing: int


@dataclass(frozen=True)
class BandNumber:
    """A class of 達成度 and how many indicators are in it."""

    band: str
    indicators: int


@dataclass(frozen=True)
class ResultCounts:
    """Indicators counted by state and by 達成度."""

    indicators: int
    states: Mapping[str, int]
    bands: Mapping[str, int]

    @property
    def measured(self) -> int:
        """Those with a 達成度, which shares of bands rest on."""
        return self.indicators - self.bands.get(NO_ACHIEVEMENT, 0)

    @property
    def band_numbers(self) -> tuple[BandNumber, ...]:
        """Each class of 達成度, the lowest first."""
        return tuple(BandNumber(band, self.bands.get(band, 0)) for band in DRAWN_BANDS)

    def band_percent(self, band: str) -> Decimal | None:
        """A class's part of those with a 達成度."""
        return percent(self.bands.get(band, 0), self.measured)


@dataclass(frozen=True)
class MinistryResults:
    """A ministry's indicators."""

    name: str
    counts: ResultCounts


@dataclass(frozen=True)
class YearResults:
    """The indicators of a year's sheets; the results are of the year before."""

    sheet_year: int
    counts: ResultCounts


@dataclass(frozen=True)
class ResultPart:
    """All that is said of the indicators that tell which way is better, or of those that do not."""

    told: Told
    counts: ResultCounts
    ministries: tuple[MinistryResults, ...]
    years: tuple[YearResults, ...]  # newest first

    @property
    def name(self) -> str:
        """The part in words."""
        return str(TOLD_WORDS[self.told])

    @property
    def is_known(self) -> bool:
        """The sheets say which way is better."""
        return self.told is Told.KNOWN


@dataclass(frozen=True)
class StateCount:
    """A state with its indicators; `known`: those of them that tell which way is better."""

    state: str
    indicators: int
    known: int
    indicators_percent: Decimal | None

    @property
    def label(self) -> str:
        """The state in words."""
        return str(STATE_WORDS[self.state])

    @property
    def definition(self) -> str:
        """What it means."""
        return str(DEFINITIONS[self.state])


@dataclass(frozen=True)
class ResultsPage:
    """A set of indicators: those of made-up ministries count only where there are no others."""

    indicators: int  # of all ministries, as the list has them
    fictional: int  # left out of all below
    counted: int
    known: int
    differing: int  # of the not comparable ones
    states: tuple[StateCount, ...]
    parts: tuple[ResultPart, ...]

    @property
    def known_percent(self) -> Decimal | None:
        """Of the counted ones, those that tell which way is better."""
        return percent(self.known, self.counted)


def result_groups(results: QuerySet[IndicatorResult]) -> list[ResultGroup]:
    """One query, and one for the ministries."""
    rows: Any = with_keys(results).order_by().values_list(*KEYS).annotate(indicators=Count("*"))
    return groups_of({tuple(key): number for *key, number in rows})


def with_keys(results: QuerySet[IndicatorResult]) -> QuerySet[IndicatorResult]:
    """With all of `KEYS`."""
    return results.annotate(told=_TOLD, band=_BAND, is_differing=_IS_DIFFERING)


def in_band(band: str) -> Q:
    """Of a class of 達成度."""
    return next(which for key, _label, which in _BANDS if key == band)


def groups_of(numbers: Mapping[Key, int]) -> list[ResultGroup]:
    """Groups by their key. One query, for the ministries."""
    ministries = {ministry.pk: ministry for ministry in Ministry.objects.all()}
    return [
        ResultGroup(
            key=key,
            sheet_year=key[0],
            ministry=ministries[key[1]],
            state=key[2],
            told=Told(key[3]),
            band=key[4],
            indicators=number,
            differing=number if key[5] else 0,
        )
        for key, number in numbers.items()
    ]


def results_page(groups: Sequence[ResultGroup]) -> ResultsPage:
    """What is said of a set of indicators."""
    real = [group for group in groups if not group.ministry.is_fictional] or list(groups)
    known = [group for group in real if group.told is Told.KNOWN]
    indicators, counted = _number(groups), _number(real)
    return ResultsPage(
        indicators=indicators,
        fictional=indicators - counted,
        counted=counted,
        known=_number(known),
        differing=sum(group.differing for group in real),
        states=_states(counts_of(real), counts_of(known)),
        parts=tuple(part for told in Told if (part := _part(told, real)).counts.indicators),
    )


def counts_of(groups: Iterable[ResultGroup]) -> ResultCounts:
    """Groups counted together."""
    states: Counter[str] = Counter()
    bands: Counter[str] = Counter()
    for group in groups:
        states[group.state] += group.indicators
        bands[group.band] += group.indicators
    return ResultCounts(states.total(), states, bands)


def _states(counts: ResultCounts, known: ResultCounts) -> tuple[StateCount, ...]:
    """All states, also those that no indicator has."""
    return tuple(
        StateCount(
            state=state,
            indicators=counts.states.get(state, 0),
            known=known.states.get(state, 0),
            indicators_percent=percent(counts.states.get(state, 0), counts.indicators),
        )
        for state in State.values
    )


def _part(told: Told, groups: Sequence[ResultGroup]) -> ResultPart:
    own = [group for group in groups if group.told is told]
    by_ministry: dict[Ministry, list[ResultGroup]] = {}
    by_year: dict[int, list[ResultGroup]] = {}
    for group in own:
        by_ministry.setdefault(group.ministry, []).append(group)
        by_year.setdefault(group.sheet_year, []).append(group)
    ministries = sorted(by_ministry, key=lambda ministry: (ministry.order, ministry.name))
    return ResultPart(
        told=told,
        counts=counts_of(own),
        ministries=tuple(MinistryResults(ministry.name, counts_of(by_ministry[ministry])) for ministry in ministries),
        years=tuple(YearResults(year, counts_of(by_year[year])) for year in sorted(by_year, reverse=True)),
    )


def _number(groups: Iterable[ResultGroup]) -> int:
    return sum(group.indicators for group in groups)
