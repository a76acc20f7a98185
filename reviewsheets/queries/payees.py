"""Who got the money: payees ranked by what the published sheets of a year say they got."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any
from urllib.parse import quote

from django.db.models import Count, F, OrderBy, QuerySet, Sum
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reviewsheets.models import Payee, PayeeCount, PayeeSums, Receipt, SpendingSums
from reviewsheets.models.receipts import REACHES
from reviewsheets.queries.facets import FacetValue, ministry_value
from reviewsheets.queries.payee_counts import KeptPayees, kept_payees
from reviewsheets.queries.payee_names import payees_named
from reviewsheets.queries.reach_amounts import FIGURES, REACH_LABELS, ReachAmounts, added, less, summed
from reviewsheets.units.year_words import full_year

ALL_YEARS = "all"
NAME_AND_SHEETS = ("sheets", "name")
SORTS = (*(name.removesuffix("_yen") for name in REACHES), *NAME_AND_SHEETS)
_UNQUOTED = "!$&'()*+,;=/~:@"  # what a path may hold as it is
_NO_MINISTRY = 0  # the id of none


def kind_words() -> dict[str, str]:
    """The kinds of payees in the words of today's language."""
    return {value: str(label) for value, label in Payee.Kind.choices}


def payee_url(key: str) -> str:
    """The address of a payee's page, as `reverse` gives it: a sheet has up to a thousand of them."""
    before, after = _address()
    return f"{before}{quote(key, safe=_UNQUOTED)}{after}"


@cache
def _address() -> tuple[str, str]:
    before, after = reverse("payee", args=["0"]).split("0")
    return before, after


@dataclass(frozen=True)
class ReceiptPlace:
    """A sheet year of a ministry with receipts, and all of them added."""

    sheet_year: int
    ministry_id: int
    ministry_name: str
    is_fictional: bool
    amounts: ReachAmounts


def receipt_places(spending: QuerySet[SpendingSums]) -> tuple[ReceiptPlace, ...]:
    """The newest year first, ministries in the official order."""
    names = ("sheet_year", "ministry", "ministry__name", "ministry__is_fictional")
    rows: Any = spending.order_by("-sheet_year", "ministry__order", "ministry__name").values_list(*names, *FIGURES)
    return tuple(ReceiptPlace(row[0], row[1], row[2], row[3], ReachAmounts(*row[4:])) for row in rows)


@dataclass(frozen=True)
class PayeeQuestion:
    """What a list of payees is narrowed to; no sheet year: all. Blank: all, of the kinds those of one payee."""

    sheet_year: int | None = None
    ministry: str = ""
    kind: str = ""
    q: str = ""
    sort: str = ""


@dataclass(frozen=True)
class PayeeLine:
    """A payee of the list with its sums in yen; `kind` as stored."""

    key: str
    name: str
    corporate_number: str
    kind: str
    sheets: int
    amounts: ReachAmounts

    @property
    def kind_label(self) -> "str | Promise":
        """The kind for readers."""
        return Payee.Kind(self.kind).label

    @property
    def url(self) -> str:
        """The payee's page."""
        return payee_url(self.key)


@dataclass(frozen=True)
class PayeeFacets:
    """The values one can narrow to, each with the number of payees that would be left."""

    years: list[FacetValue]
    ministries: list[FacetValue]
    kinds: list[FacetValue]


@dataclass(frozen=True)
class PayeeSet:
    """The payees that a question lets through. Made-up ministries count where they are chosen or there are no others.

    Texts that name no one payee (その他, 個人A, blank) are left out unless their kind is asked for.
    """

    sums: QuerySet[PayeeSums]
    receipts: QuerySet[Receipt]
    places: tuple[ReceiptPlace, ...]
    asked: PayeeQuestion
    kept: QuerySet[PayeeCount]

    @cached_property
    def counted(self) -> tuple[ReceiptPlace, ...]:
        """The years and ministries whose receipts the list adds."""
        return self._counted(self.asked.sheet_year)

    @property
    def asked_year(self) -> str:
        """The year as it stands in an address."""
        return ALL_YEARS if self.asked.sheet_year is None else str(self.asked.sheet_year)

    @property
    def is_fictional(self) -> bool:
        """It tells of made-up ministries alone."""
        return bool(self.counted) and all(place.is_fictional for place in self.counted)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Payees by kind, whatever kind is asked for."""
        if self.asked.q:
            return {kind: number for kind, (number, _amounts) in self._found.items()}
        if self._is_in_parts(self.asked.sheet_year):
            return dict(self._number("kind", self.asked.sheet_year, self._rows(self.asked.sheet_year)))
        return self._kept.by_kind(self.asked.sheet_year, self._asked_ministry)

    @cached_property
    def _kept(self) -> KeptPayees:
        return kept_payees(self.kept, self.asked.sheet_year, self._asked_ministry)

    @property
    def _asked_ministry(self) -> int | None:
        if not self.asked.ministry:
            return None
        return next((at.ministry_id for at in self.places if at.ministry_name == self.asked.ministry), _NO_MINISTRY)

    @property
    def payees(self) -> int:
        """How many the list has."""
        kind = self.asked.kind
        return self.counts.get(kind, 0) if kind else sum(self.counts.values()) - self.counts.get(Payee.Kind.GROUP, 0)

    @cached_property
    def groups(self) -> ReachAmounts:
        """What has no one payee: rows that name a group, and rows without a name."""
        if self.asked.q:
            return added(amounts for kind, (_number, amounts) in self._found.items() if kind == Payee.Kind.GROUP)
        groups = summed(self._rows(self.asked.sheet_year).filter(kind=Payee.Kind.GROUP))
        return added([groups, self._nameless()])

    def _nameless(self) -> ReachAmounts:
        receipts = self.receipts.filter(payee=None, ministry__in={place.ministry_id for place in self.counted})
        return summed(receipts if self.asked.sheet_year is None else receipts.filter(sheet_year=self.asked.sheet_year))

    @cached_property
    def totals(self) -> ReachAmounts:
        """The sums of the list. All payees are all receipts without the groups: faster than to add them one by one."""
        if self.asked.q:
            asked = {self.asked.kind} if self.asked.kind else {kind for kind in self._found if kind != Payee.Kind.GROUP}
            return added(amounts for kind, (_number, amounts) in self._found.items() if kind in asked)
        if self.asked.kind:
            return summed(self._listed)
        whole = added(place.amounts for place in self.counted)
        rest = less(whole, self.groups)
        unsure = [name for name, amount in rest.given if amount == 0]
        blank: dict[str, Any] = {
            name: None for name in unsure if not self._listed.filter(**{f"{name}__isnull": False}).exists()
        }
        return replace(rest, **blank)

    @cached_property
    def _found(self) -> dict[str, tuple[int, ReachAmounts]]:
        """What a search finds, of each kind the number of payees and their sums: in one look at them."""
        counted = self._number("kind", self.asked.sheet_year, self._rows(self.asked.sheet_year))
        rows = counted.annotate(**{f"sum_{name}": Sum(name) for name in FIGURES})
        return {kind: (number, ReachAmounts(*figures)) for kind, number, *figures in rows}

    @property
    def is_of_groups(self) -> bool:
        """It lists texts that name no one payee: each may mean others on every sheet, so their amounts are not told."""
        return self.asked.kind == Payee.Kind.GROUP

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The kinds of money that some payee of the list got."""
        return () if self.is_of_groups else tuple(name for name, _amount in self.totals.given)

    @property
    def column_labels(self) -> tuple["str | Promise", ...]:
        """Their names for readers."""
        return tuple(REACH_LABELS[name] for name in self.columns)

    @property
    def empty_columns(self) -> tuple["str | Promise", ...]:
        """The names of the others."""
        return tuple(REACH_LABELS[name] for name in REACHES if name not in self.columns)

    @property
    def sort(self) -> str:
        """What the list is sorted by, with - for the largest first: direct money, or the first that there is."""
        if self.is_of_groups and self.asked.sort.removeprefix("-") not in NAME_AND_SHEETS:
            return "-sheets"
        if self.asked.sort:
            return self.asked.sort
        return f"-{next(iter(self.columns), REACHES[0]).removesuffix('_yen')}"

    @cached_property
    def facets(self) -> PayeeFacets:
        """Years, ministries and kinds, each under what is asked of the others."""
        return PayeeFacets(self._years(), self._ministries(), self._kinds())

    def rows(self) -> QuerySet[Any, Any]:
        """The payees' ids and figures in the order asked for; payees without the figure last."""
        return self._figures(self._listed).order_by(*self._order())

    def _figures(self, rows: QuerySet[PayeeSums]) -> QuerySet[Any, Any]:
        told = Sum if self._is_in_parts(self.asked.sheet_year) else F
        figures: dict[str, Any] = {f"own_{name}": told(name) for name in (*FIGURES, "sheets")}
        return rows.order_by().values("payee").annotate(**figures)

    def rows_at(self, places: range) -> list[Any]:
        """The same, only those at these places: by an index where there is one of the figure.

        PostgreSQL has none that puts blanks last in falling order, so they are asked for apart from the others.
        """
        column = f"{self.sort.removeprefix('-')}_yen"
        if column not in REACHES or self.asked.q or self._is_in_parts(self.asked.sheet_year):
            return list(self.rows()[places.start : places.stop])
        is_blank = {f"{column}__isnull": True}
        told, blank = self._figures(self._listed.exclude(**is_blank)), self._figures(self._listed.filter(**is_blank))
        found = list(told.order_by(*self._order_of_index(column))[places.start : places.stop])
        if len(found) == len(places):
            return found
        before = places.start + len(found) if found else told.count()
        return found + list(blank.order_by("payee")[max(0, places.start - before) : places.stop - before])

    def _order_of_index(self, column: str) -> list[OrderBy]:
        """By the figure; year and ministry, the same in all rows, are where the index has them."""
        figures = [F("sheet_year"), F("ministry"), F(column)]
        is_descending = self.sort.startswith("-")
        return [*(figure.desc() if is_descending else figure.asc() for figure in figures), F("payee").asc()]

    def lines(self, rows: "Iterable[dict[str, Any]]") -> Iterator[PayeeLine]:
        """These rows with their payees' names."""
        found = list(rows)
        payees = Payee.objects.in_bulk([row["payee"] for row in found])
        for row in found:
            line = _line(row, payees[row["payee"]])
            yield replace(line, amounts=line.amounts.without_money) if self.is_of_groups else line

    def every_line(self, *, at_once: int) -> Iterator[PayeeLine]:
        """All payees of the list in its order."""
        batch: list[dict[str, Any]] = []
        for row in self.rows().iterator(chunk_size=at_once):
            batch.append(row)
            if len(batch) == at_once:
                yield from self.lines(batch)
                batch = []
        yield from self.lines(batch)

    def _order(self) -> tuple[Any, str]:
        name, is_descending = self.sort.removeprefix("-"), self.sort.startswith("-")
        column = {"name": "payee__search_name", "sheets": "own_sheets"}.get(name, f"own_{name}_yen")
        first = F(column).desc(nulls_last=True) if is_descending else F(column).asc(nulls_last=True)
        return first, "payee"

    @property
    def _listed(self) -> QuerySet[PayeeSums]:
        return self._of_kind(self._rows(self.asked.sheet_year))

    def _of_kind(self, rows: QuerySet[PayeeSums]) -> QuerySet[PayeeSums]:
        if self.asked.kind:
            return rows.filter(kind=self.asked.kind)
        return rows.exclude(kind=Payee.Kind.GROUP)  # one comparison a row; the six other kinds are six

    def _rows(self, sheet_year: int | None) -> QuerySet[PayeeSums]:
        """The sums of a year, of the ministry asked for or of all together."""
        rows = self._named(self.sums.filter(sheet_year=sheet_year))
        if self.asked.ministry or self._is_in_parts(sheet_year):
            return rows.filter(ministry__in={place.ministry_id for place in self._counted(sheet_year)})
        return rows.filter(ministry=None)

    def _is_in_parts(self, sheet_year: int | None) -> bool:
        """The sum of all ministries holds made-up ones: those that count are added one by one."""
        places = [place for place in self.places if sheet_year in (None, place.sheet_year)]
        return not self.asked.ministry and len({place.is_fictional for place in places}) > 1

    def _counted(self, sheet_year: int | None) -> tuple[ReceiptPlace, ...]:
        places = tuple(place for place in self.places if sheet_year in (None, place.sheet_year))
        if self.asked.ministry:
            return tuple(place for place in places if place.ministry_name == self.asked.ministry)
        return tuple(place for place in places if not place.is_fictional) or places

    def _named(self, rows: QuerySet[PayeeSums]) -> QuerySet[PayeeSums]:
        """Those of the payees searched for."""
        if self._hits is None:
            return rows
        if isinstance(self._hits, list):
            return rows.filter(payee__in=self._hits)
        # Many are looked for among the rows: by the payee's index SQLite would read every year's rows of each.
        return rows.alias(own=F("payee_id") + 0).filter(own__in=self._hits)

    @cached_property
    def _hits(self) -> "list[int] | QuerySet[Payee, int] | None":
        return payees_named(self.asked.q)

    def _number(self, by: str, sheet_year: int | None, rows: QuerySet[PayeeSums]) -> QuerySet[Any, Any]:
        number = Count("payee", distinct=True) if self._is_in_parts(sheet_year) else Count("*")
        return rows.order_by().values_list(by).annotate(number=number)

    def _years(self) -> list[FacetValue]:
        asked = [self.asked.sheet_year] if self.asked.sheet_year else []  # a year that there can be
        years = sorted({*asked, *(place.sheet_year for place in self.places)}, reverse=True)
        counts = self._year_counts([*years, None])
        of_years = [FacetValue(str(at), full_year(at), counts.get(at, 0)) for at in years]
        return [*of_years, FacetValue(ALL_YEARS, str(_("すべての年度")), counts.get(None, 0))]

    def _year_counts(self, years: Sequence[int | None]) -> dict[int | None, int]:
        if self.asked.q and not any(map(self._is_in_parts, years)):
            return self._few_by_year() if isinstance(self._hits, list) else self._found_by_year()
        kept = [] if self.asked.q else [at for at in years if not self._is_in_parts(at)]
        counts = {at: self._kept.number(at, self._asked_ministry, self.asked.kind) for at in kept}
        asked = [self._number("sheet_year", at, self._of_kind(self._rows(at))) for at in years if at not in counts]
        return counts | (dict(asked[0].union(*asked[1:], all=True)) if asked else {})

    def _found_by_year(self) -> dict[int | None, int]:
        """All years in one look at the names searched for."""
        at = {place.ministry_id for place in self._counted(None)}
        wanted = {"ministry__in": at} if self.asked.ministry else {"ministry": None}
        return dict(self._number("sheet_year", None, self._of_kind(self._named(self.sums).filter(**wanted))))

    def _few_by_year(self) -> Counter[int | None]:
        """Asked for of every ministry and told apart here: of one, SQLite would look through all payees."""
        at = {place.ministry_id for place in self._counted(None)} if self.asked.ministry else {None}
        rows = self._of_kind(self._named(self.sums)).order_by().values_list("ministry", "sheet_year")
        counts: Counter[int | None] = Counter()
        for ministry_id, sheet_year, number in rows.annotate(number=Count("*")):
            if ministry_id in at:
                counts[sheet_year] += number
        return counts

    def _ministries(self) -> list[FacetValue]:
        places = {place.ministry_name: place.ministry_id for place in self.places}
        counts = self._ministry_counts(places.values())
        values = [ministry_value(name, counts.get(pk, 0)) for name, pk in places.items()]
        return _told(values, self.asked.ministry)

    def _ministry_counts(self, ministries: Iterable[int]) -> dict[int, int]:
        if not self.asked.q:
            return {pk: self._kept.number(self.asked.sheet_year, pk, self.asked.kind) for pk in ministries}
        rows = self._named(self.sums.filter(sheet_year=self.asked.sheet_year, ministry__isnull=False))
        return dict(self._number("ministry", self.asked.sheet_year, self._of_kind(rows)))

    def _kinds(self) -> list[FacetValue]:
        values = [FacetValue(value, label, self.counts.get(value, 0)) for value, label in kind_words().items()]
        return _told(values, self.asked.kind)


def _told(values: list[FacetValue], asked: str) -> list[FacetValue]:
    """Those that leave a payee, and the one that is asked for, also where there is no such value."""
    told = [value for value in values if value.sheets or value.value == asked]
    return told if not asked or any(value.value == asked for value in told) else [*told, FacetValue(asked, asked, 0)]


def _line(row: Mapping[str, Any], payee: Payee) -> PayeeLine:
    amounts = ReachAmounts(*(row[f"own_{name}"] for name in FIGURES))
    return PayeeLine(payee.key, payee.name, payee.corporate_number, payee.kind, row["own_sheets"], amounts)
