"""One sheet year's money as tiles: ministry, bureau, project. All from the summaries."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import get_script_prefix, reverse
from django.utils.encoding import uri_to_iri

from reviewsheets.models import SheetSummary
from reviewsheets.models.summary import RATE_UNITS_PER_PERCENT
from reviewsheets.queries.dashboard import YearTotals, counted
from reviewsheets.queries.sheets import listed
from reviewsheets.units.money import percent

OWN_TILES = 120
SMALL_BUREAU_PARTS = 100  # a bureau with less than a hundredth of its ministry's 計 reads as nothing
_TOLD = (
    *("sheet_year", "ministry__name", "number", "name", "bureau"),
    *("total_yen", "executed_yen", "unused_yen", "rate", "net_rate"),
)


@dataclass(frozen=True)
class Result:
    """What sheets that give both 計 and 執行額 spent and left, in yen: the sums that the rate of many sheets is of."""

    executed_yen: int = 0
    unused_yen: int = 0

    def __add__(self, other: "Result") -> "Result":
        return Result(self.executed_yen + other.executed_yen, self.unused_yen + other.unused_yen)

    def __sub__(self, other: "Result") -> "Result":
        return Result(self.executed_yen - other.executed_yen, self.unused_yen - other.unused_yen)

    @property
    def net_rate(self) -> int | None:
        """執行率 in the units of the summaries."""
        rate_percent = percent(self.executed_yen, self.executed_yen + self.unused_yen)
        return None if rate_percent is None else int(rate_percent * RATE_UNITS_PER_PERCENT)


@dataclass(frozen=True)
class Tile:
    """A sheet of the year, or several of one bureau or of several small bureaus together; 計 of the result year."""

    sheet_year: int
    ministry: str
    bureau: str  # blank where the sheets name none, and where there are several
    total_yen: int
    sheets: int = 1
    bureaus: int = 1
    sheet: SheetSummary | None = None  # the one sheet
    is_rest: bool = False  # other sheets of the bureau have tiles of their own
    result: "Result | None" = None  # of several

    @property
    def net_rate(self) -> int | None:
        """The one sheet's, as its summary has it, or that of several."""
        if self.sheet:
            return self.sheet.net_rate
        return self.result.net_rate if self.result else None

    @cached_property
    def address(self) -> str:
        """The sheet's page; of several the list that they stand in, the largest first. As people read it."""
        place = (get_script_prefix(), self.sheet_year, self.ministry)
        return _sheet_address(*place, self.sheet.number) if self.sheet else _list_address(*place, self.bureau)


# To make the addresses of a page's tiles anew takes a tenth of its time, and they are the same for every reader.
@lru_cache(maxsize=2_000)
def _sheet_address(_prefix: str, sheet_year: int, ministry: str, number: str) -> str:
    return uri_to_iri(reverse("sheet", args=[sheet_year, ministry, number]))


@lru_cache(maxsize=2_000)
def _list_address(_prefix: str, sheet_year: int, ministry: str, bureau: str) -> str:
    given = {"year": sheet_year, "ministry": ministry, "bureau": bureau, "sort": "-total_yen"}
    return uri_to_iri(f"{reverse('sheets')}?{urlencode({name: value for name, value in given.items() if value})}")


@dataclass(frozen=True)
class Landscape:
    """The tiles, larger ministries and bureaus first; in each the sheets before what is left."""

    sheet_year: int
    tiles: tuple[Tile, ...]
    left_out: int  # sheets whose 計 is blank, zero or less
    # Of all sheets of the year, of a ministry, and of a bureau by both names: as the tables and lists tell them.
    net_rate: int | None = None
    ministry_rates: Mapping[str, int | None] = field(default_factory=dict)
    bureau_rates: Mapping[tuple[str, str], int | None] = field(default_factory=dict)

    @property
    def total_yen(self) -> int:
        """All tiles added."""
        return sum(tile.total_yen for tile in self.tiles)

    @property
    def own(self) -> list[Tile]:
        """The tiles of one sheet, the largest first."""
        return sorted((tile for tile in self.tiles if tile.sheet), key=lambda tile: -tile.total_yen)


@dataclass(frozen=True)
class _Bureau:
    name: str
    sheets: int
    total_yen: int
    result: Result
    own: list[SheetSummary]


def landscape(summaries: QuerySet[SheetSummary], year: YearTotals) -> Landscape:
    """The counted sheets of a year with a 計 above zero; the largest are tiles of their own."""
    found = counted(summaries, year)
    own: dict[tuple[str, str], list[SheetSummary]] = defaultdict(list)
    for sheet in _largest(found.filter(total_yen__gt=0)):
        own[sheet.ministry.name, sheet.bureau].append(sheet)
    ministries: dict[str, list[_Bureau]] = defaultdict(list)
    for ministry, bureau, sheets, total_yen, *result in _bureaus(found):
        told = Result(*(amount_yen or 0 for amount_yen in result))
        ministries[ministry].append(_Bureau(bureau, sheets, total_yen or 0, told, own.get((ministry, bureau), [])))
    drawn = {name: [bureau for bureau in bureaus if bureau.sheets] for name, bureaus in ministries.items()}
    ordered = sorted(drawn.items(), key=lambda item: (-_sum(item[1]), item[0]))
    tiles = tuple(tile for name, bureaus in ordered for tile in _ministry_tiles(year.sheet_year, name, bureaus))
    return Landscape(
        sheet_year=year.sheet_year,
        tiles=tiles,
        left_out=year.totals.sheets - sum(tile.sheets for tile in tiles),
        net_rate=_result([bureau for bureaus in ministries.values() for bureau in bureaus]).net_rate,
        ministry_rates={name: _result(bureaus).net_rate for name, bureaus in ministries.items()},
        bureau_rates={(name, each.name): each.result.net_rate for name, bureaus in drawn.items() for each in bureaus},
    )


def _largest(summaries: QuerySet[SheetSummary]) -> QuerySet[SheetSummary]:
    ordered = listed(summaries).order_by("-total_yen", "pk")
    return ordered.only(*_TOLD)[:OWN_TILES]


def _bureaus(summaries: QuerySet[SheetSummary]) -> Iterator[tuple[str, str, int, int | None, int | None, int | None]]:
    """Ministry, bureau, its sheets with a 計 above zero and their 計; then what makes a `Result`, of all its sheets."""
    groups = summaries.order_by().values_list("ministry__name", "bureau")
    has_area = Q(total_yen__gt=0)
    yield from groups.annotate(
        sheets=Count("pk", filter=has_area),
        sum_yen=Sum("total_yen", filter=has_area),
        result_executed=Sum("executed_yen", filter=Q(unused_yen__isnull=False)),
        result_unused=Sum("unused_yen"),
    )


def _ministry_tiles(sheet_year: int, ministry: str, bureaus: Sequence[_Bureau]) -> Iterator[Tile]:
    small_yen = _sum(bureaus) // SMALL_BUREAU_PARTS
    small = [bureau for bureau in bureaus if not bureau.own and bureau.total_yen < small_yen]
    told = [bureau for bureau in bureaus if len(small) < 2 or bureau not in small]
    for bureau in sorted(told, key=lambda bureau: (-bureau.total_yen, bureau.name)):
        yield from _bureau_tiles(sheet_year, ministry, bureau)
    if len(small) > 1:
        sheets = sum(bureau.sheets for bureau in small)
        yield Tile(sheet_year, ministry, "", _sum(small), sheets, len(small), result=_result(small))


def _bureau_tiles(sheet_year: int, ministry: str, bureau: _Bureau) -> Iterator[Tile]:
    for sheet in bureau.own:
        yield Tile(sheet_year, ministry, bureau.name, sheet.total_yen or 0, sheet=sheet)
    if left := bureau.sheets - len(bureau.own):
        left_yen = bureau.total_yen - sum(sheet.total_yen or 0 for sheet in bureau.own)
        result = bureau.result - sum((_result_of(sheet) for sheet in bureau.own), Result())
        yield Tile(sheet_year, ministry, bureau.name, left_yen, left, is_rest=bool(bureau.own), result=result)


def _result_of(sheet: SheetSummary) -> Result:
    return Result() if sheet.unused_yen is None else Result(sheet.executed_yen or 0, sheet.unused_yen)


def _result(bureaus: Sequence[_Bureau]) -> Result:
    return sum((bureau.result for bureau in bureaus), Result())


def _sum(bureaus: Sequence[_Bureau]) -> int:
    return sum(bureau.total_yen for bureau in bureaus)
