"""A ministry's published sheets by sheet year: sums, bureaus, the largest sheets."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet, Sum

from reviewsheets.models import Ministry, ReviewSheet
from reviewsheets.units.cells import YenCell
from reviewsheets.units.money import Basis, BudgetFigures

AMOUNTS = tuple(field.name for field in fields(BudgetFigures) if field.name != "basis")
LARGEST = 20


@dataclass(frozen=True)
class Sums:
    """計 and 執行額 of many sheets in yen, added from each sheet's own result year (sheet year − 1).

    計 is each sheet's on its own basis. The rates are those of the sheets that report an execution; None without any.
    """

    total_yen: int = 0
    executed_yen: int | None = None
    gross_rate_percent: Decimal | None = None
    net_rate_percent: Decimal | None = None

    @property
    def total(self) -> YenCell:
        """計."""
        return YenCell(self.total_yen)

    @property
    def executed(self) -> YenCell:
        """執行額, blank where no sheet reports one."""
        return YenCell(self.executed_yen)


def sums_of(rows: Iterable[BudgetFigures]) -> Sums:
    """The rows added, whatever their bases."""
    told = list(rows)
    executed = [row for row in told if row.executed_yen is not None]
    parts = {name: sum(getattr(row, name) or 0 for row in executed) for name in AMOUNTS}
    added = BudgetFigures(basis=Basis.NET, **parts)  # neither rate below follows the basis
    return Sums(
        total_yen=sum(row.total_yen for row in told),
        executed_yen=added.executed_yen if executed else None,
        gross_rate_percent=added.gross_execution_rate_percent if executed else None,
        net_rate_percent=added.net_execution_rate_percent if executed else None,
    )


@dataclass(frozen=True)
class MinistryYear:
    """A sheet year: its sheets, how many have figures of the result year, their sums, and the requests in yen.

    The sums are of the sheets of that year alone: no figure of a later sheet replaces them.
    """

    sheet_year: int
    sheets: int
    sheets_with_figures: int
    bases: tuple[Basis, ...]
    sums: Sums
    requested: YenCell

    @property
    def result_year(self) -> int:
        """The budget year whose execution the sheets report first."""
        return self.sheet_year - 1

    @property
    def sheets_without_figures(self) -> int:
        """Sheets that add nothing to the sums."""
        return self.sheets - self.sheets_with_figures


@dataclass(frozen=True)
class BureauRow:
    """担当部局庁 as the sheets write it, with its sheets of one sheet year; blank where none is written."""

    name: str
    sheets: int
    sheets_with_figures: int
    sums: Sums


@dataclass(frozen=True)
class LargestRow:
    """A sheet with its result year's figures."""

    rank: int
    number: str
    name: str
    bureau: str
    url: str
    basis: Basis
    sums: Sums


@dataclass(frozen=True)
class MinistryPage:
    """A ministry over the sheet years, newest first, and one of them by bureau and by size."""

    name: str
    is_fictional: bool
    years: tuple[MinistryYear, ...]
    chosen: MinistryYear
    bureaus: tuple[BureauRow, ...]
    largest: tuple[LargestRow, ...]


def ministry_at(sheets: QuerySet[ReviewSheet], name: str, *, sheet_year: int | None = None) -> MinistryPage | None:
    """The ministry of that name as `sheets` tell it; None when none of them is its. Without such a year, its newest."""
    if "\x00" in name:  # PostgreSQL refuses it
        return None
    ministry = Ministry.objects.filter(name=name).first()
    own = sheets.filter(ministry=ministry).order_by()
    years = _years(own) if ministry else ()
    if ministry is None or not years:
        return None
    chosen = next((year for year in years if year.sheet_year == sheet_year), years[0])
    of_year = own.filter(sheet_year=chosen.sheet_year)
    figures = _figures_by_sheet(of_year, chosen.sheet_year)
    return MinistryPage(
        name=ministry.name,
        is_fictional=ministry.is_fictional,
        years=years,
        chosen=chosen,
        bureaus=_bureaus(of_year, figures),
        largest=_largest(of_year, figures),
    )


@dataclass(frozen=True)
class _Added:
    """Rows of one sheet year added in the database: how many have figures, their sums, and the sum of the requests."""

    sheet_year: int
    is_result: bool
    rows: int
    figures: BudgetFigures
    requested_yen: int | None


def _years(own: QuerySet[ReviewSheet]) -> tuple[MinistryYear, ...]:
    counts = own.order_by("-sheet_year").values_list("sheet_year").annotate(sheets=Count("pk"))
    added = _added(own)
    return tuple(_year(year, sheets, [row for row in added if row.sheet_year == year]) for year, sheets in counts)


def _year(sheet_year: int, sheets: int, added: list[_Added]) -> MinistryYear:
    results = [row for row in added if row.is_result and row.rows]
    asked = [row.requested_yen for row in added if not row.is_result and row.requested_yen is not None]
    return MinistryYear(
        sheet_year=sheet_year,
        sheets=sheets,
        sheets_with_figures=sum(row.rows for row in results),
        bases=tuple(sorted({row.figures.basis for row in results})),
        sums=sums_of(row.figures for row in results),
        requested=YenCell(sum(asked) if asked else None),
    )


def _added(own: QuerySet[ReviewSheet]) -> list[_Added]:
    """The result years and the years requested, apart by what 計 means and by whether an execution is reported."""
    offset, executed = F("budget_years__budget_year") - F("sheet_year"), Q(budget_years__executed_yen__isnull=False)
    result, asked = Q(budget_years__budget_year=F("sheet_year") - 1), Q(budget_years__budget_year=F("sheet_year") + 1)
    rows = own.filter(result | asked).annotate(
        offset=offset, has_executed=ExpressionWrapper(executed, output_field=BooleanField())
    )
    grouped = rows.values_list("sheet_year", "offset", "budget_years__published_basis", "has_executed")
    sums = {f"sum_{name}": Sum(f"budget_years__{name}") for name in AMOUNTS}
    written = Q(*[(f"budget_years__{name}__isnull", False) for name in AMOUNTS], _connector=Q.OR)
    return [
        _Added(sheet_year, offset == -1, number, _figures(sheet_year, basis, amounts), requested)
        for sheet_year, offset, basis, _has, number, requested, *amounts in grouped.annotate(
            number=Count("pk", filter=written), sum_requested=Sum("budget_years__requested_yen"), **sums
        )
    ]


def _figures(sheet_year: int, published_basis: str, amounts: Iterable[int | None]) -> BudgetFigures:
    basis = Basis(published_basis) if published_basis else Basis.of_sheet_year(sheet_year)
    return BudgetFigures(basis=basis, **dict(zip(AMOUNTS, amounts, strict=True)))


def _figures_by_sheet(of_year: QuerySet[ReviewSheet], sheet_year: int) -> dict[int, BudgetFigures]:
    """Of the sheets whose result year has figures."""
    columns = [f"budget_years__{name}" for name in ("published_basis", *AMOUNTS)]
    rows = of_year.filter(budget_years__budget_year=sheet_year - 1).values_list("pk", *columns)
    return {
        sheet: _figures(sheet_year, basis, amounts)
        for sheet, basis, *amounts in rows
        if any(amount_yen is not None for amount_yen in amounts)
    }


def _bureaus(of_year: QuerySet[ReviewSheet], figures: dict[int, BudgetFigures]) -> tuple[BureauRow, ...]:
    """Largest 計 first."""
    sheets: dict[str, list[int]] = {}
    for pk, bureau in of_year.values_list("pk", "bureau"):
        sheets.setdefault(bureau, []).append(pk)
    rows = [_bureau(name, pks, [figures[pk] for pk in pks if pk in figures]) for name, pks in sheets.items()]
    return tuple(sorted(rows, key=lambda row: (-row.sums.total_yen, row.name)))


def _bureau(name: str, pks: list[int], figures: list[BudgetFigures]) -> BureauRow:
    return BureauRow(name, len(pks), len(figures), sums_of(figures))


def _largest(of_year: QuerySet[ReviewSheet], figures: dict[int, BudgetFigures]) -> tuple[LargestRow, ...]:
    """By 計, each on its own basis; at most LARGEST."""
    first = sorted(figures, key=lambda pk: (-figures[pk].total_yen, pk))[:LARGEST]
    named = of_year.select_related("ministry").only("sheet_year", "number", "name", "bureau", "ministry__name")
    sheets = named.in_bulk(first)
    return tuple(_largest_row(rank, sheets[pk], figures[pk]) for rank, pk in enumerate(first, start=1))


def _largest_row(rank: int, sheet: ReviewSheet, figures: BudgetFigures) -> LargestRow:
    url = sheet.get_absolute_url()
    return LargestRow(rank, sheet.number, sheet.name, sheet.bureau, url, figures.basis, sums_of([figures]))
