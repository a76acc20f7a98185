"""Which sheets may stand on a page of a list: told from the arrays, so that the database sorts few."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import F, QuerySet
from numpy.typing import NDArray

from reviewsheets.models import Ministry, SheetSummary
from reviewsheets.models.columns import BLANK
from reviewsheets.queries.columns import Columns
from reviewsheets.queries.search import Hits

_PLACE_BITS = 32  # a year and the place of a ministry, 16 each
_LAST_YEAR = 0xFFFF
_Key = NDArray[np.int64]


@dataclass(frozen=True)
class Candidates:
    """The sheets of a page, and those that sort with its first or its last; `before` stand on earlier pages."""

    ids: list[int]
    before: int


def page_candidates(
    sheets: Columns, bottom: int, top: int, *, hits: Hits | None = None, figure: str = "", is_descending: bool = False
) -> Candidates:
    """Of the list of these sheets its rows `bottom` up to `top`.

    Sorted by a figure, blank ones last; or by how well they match; then the newest first, in the order of ministries.
    Which number comes first is left to the database: it has its own order of letters.
    """
    if not len(sheets) or bottom >= top:
        return Candidates([], 0)
    first_key = _figure_key(sheets[figure], is_descending) if figure else _match_key(sheets, hits)
    keys = (first_key << _PLACE_BITS) + _place_key(sheets)
    first, last = np.partition(keys, (bottom, top - 1))[[bottom, top - 1]]
    return Candidates(sheets["id"][(keys >= first) & (keys <= last)].tolist(), int(np.count_nonzero(keys < first)))


def few_listed(summaries: QuerySet[SheetSummary], sheet_ids: list[int]) -> QuerySet[SheetSummary]:
    """`listed` where these few are asked for: PostgreSQL would walk the whole index of years to find them."""
    newest_first = (-F("sheet_year")).asc()
    few = summaries.select_related("ministry").filter(pk__in=sheet_ids)
    return few.order_by(newest_first, "ministry__order", "number", "pk")


def _figure_key(figures: NDArray[Any], is_descending: bool) -> _Key:
    """The places of the values among all; a blank comes after them."""
    values, places = np.unique(figures, return_inverse=True)
    placed = len(values) - places if is_descending else places
    return np.where(figures == BLANK, len(values) + 1, placed)


def _match_key(sheets: Columns, hits: Hits | None) -> _Key:
    ids = sheets["id"]
    return np.zeros(len(ids), np.int64) if hits is None else hits.ranks[ids - 1].astype(np.int64)


def _place_key(sheets: Columns) -> _Key:
    orders = dict(Ministry.objects.order_by().values_list("pk", "order"))
    order_of = np.zeros(max(orders, default=0) + 1, np.int64)
    order_of[list(orders)] = list(orders.values())
    key: _Key = ((_LAST_YEAR - sheets["sheet_year"].astype(np.int64)) << 16) + order_of[sheets["ministry_id"]]
    return key
