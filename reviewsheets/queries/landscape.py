"""One sheet year's money as tiles: ministry, bureau, project. All from the summaries."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urlencode

from django.db.models import Count, QuerySet, Sum
from django.urls import get_script_prefix, reverse
from django.utils.encoding import uri_to_iri

from reviewsheets.models import SheetSummary
from reviewsheets.queries.dashboard import YearTotals, counted
from reviewsheets.queries.sheets import listed

OWN_TILES = 120
SMALL_BUREAU_PARTS = 100  # a bureau with less than a hundredth of its ministry's 計 reads as nothing


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

    @property
    def net_rate(self) -> int | None:
        """The one sheet's, as its summary has it; of several none is told."""
        return self.sheet.net_rate if self.sheet else None

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
    own: list[SheetSummary]


def landscape(summaries: QuerySet[SheetSummary], year: YearTotals) -> Landscape:
    """The counted sheets of a year with a 計 above zero; the largest are tiles of their own."""
    found = counted(summaries, year).filter(total_yen__gt=0)
    own: dict[tuple[str, str], list[SheetSummary]] = defaultdict(list)
    for sheet in _largest(found):
        own[sheet.ministry.name, sheet.bureau].append(sheet)
    ministries: dict[str, list[_Bureau]] = defaultdict(list)
    for ministry, bureau, sheets, total_yen in _bureaus(found):
        ministries[ministry].append(_Bureau(bureau, sheets, total_yen, own.get((ministry, bureau), [])))
    ordered = sorted(ministries.items(), key=lambda item: (-_sum(item[1]), item[0]))
    tiles = tuple(tile for name, bureaus in ordered for tile in _ministry_tiles(year.sheet_year, name, bureaus))
    return Landscape(year.sheet_year, tiles, year.totals.sheets - sum(tile.sheets for tile in tiles))


def _largest(summaries: QuerySet[SheetSummary]) -> QuerySet[SheetSummary]:
    ordered = listed(summaries).order_by("-total_yen", "pk")
    return ordered.only("sheet_year", "ministry__name", "number", "name", "bureau", "total_yen", "rate", "net_rate")[
        :OWN_TILES
    ]


def _bureaus(summaries: QuerySet[SheetSummary]) -> Iterator[tuple[str, str, int, int]]:
    groups = summaries.order_by().values_list("ministry__name", "bureau")
    yield from groups.annotate(sheets=Count("*"), sum_yen=Sum("total_yen"))


def _ministry_tiles(sheet_year: int, ministry: str, bureaus: Sequence[_Bureau]) -> Iterator[Tile]:
    small_yen = _sum(bureaus) // SMALL_BUREAU_PARTS
    small = [bureau for bureau in bureaus if not bureau.own and bureau.total_yen < small_yen]
    told = [bureau for bureau in bureaus if len(small) < 2 or bureau not in small]
    for bureau in sorted(told, key=lambda bureau: (-bureau.total_yen, bureau.name)):
        yield from _bureau_tiles(sheet_year, ministry, bureau)
    if len(small) > 1:
        sheets = sum(bureau.sheets for bureau in small)
        yield Tile(sheet_year, ministry, "", _sum(small), sheets, len(small))


def _bureau_tiles(sheet_year: int, ministry: str, bureau: _Bureau) -> Iterator[Tile]:
    for sheet in bureau.own:
        yield Tile(sheet_year, ministry, bureau.name, sheet.total_yen or 0, sheet=sheet)
    if left := bureau.sheets - len(bureau.own):
        left_yen = bureau.total_yen - sum(sheet.total_yen or 0 for sheet in bureau.own)
        yield Tile(sheet_year, ministry, bureau.name, left_yen, left, is_rest=bool(bureau.own))


def _sum(bureaus: Sequence[_Bureau]) -> int:
    return sum(bureau.total_yen for bureau in bureaus)
