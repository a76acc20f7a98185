"""Lists as tables: columns, sorting, paging."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.core.paginator import Page, Paginator
from django.db.models import F
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from reviewsheets.models import SheetSummary
from reviewsheets.units.cells import DASH
from reviewsheets.units.languages import language_mark, marked
from reviewsheets.units.ministry_names import ministry_words
from reviewsheets.units.money import MILLION, rounded_percent
from reviewsheets.units.money_words import exact_yen, tenths
from reviewsheets.units.year_words import full_year

AMOUNT = {"th": {"class": "amount"}, "td": {"class": "amount"}}
SHEET_ORDER = ("-sheet_year", "ministry__order", "number", "pk")
USUAL_COLUMNS = ("ministry", "number", "bureau", "initial_yen", "executed_yen", "net_rate")


class KnownPages(Paginator):
    """Pages of a list of `count` rows, of which `object_list` holds those after the first `before`, or some of them."""

    def __init__(self, object_list: Any, per_page: int, *, count: int, before: int = 0) -> None:
        super().__init__(object_list, per_page)
        self.count = count
        self._before = before

    def page(self, number: Any) -> Page[Any]:
        """The page; its rows have to be among those held."""
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        top = min(bottom + self.per_page, self.count)
        return Page(self.object_list[bottom - self._before : top - self._before], number, self)


class CellColumn(tables.Column):
    """A column that writes its cell itself: tables2's own way takes five times as long."""

    def kept(self, sheet: SheetSummary) -> Any:
        """What the sheet has under the column's name."""
        return getattr(sheet, str(self.accessor))

    def cell(self, sheet: SheetSummary) -> Any:
        """What stands in the sheet's row."""
        return self.kept(sheet)

    def order(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        """By the column, then as the list stands: else a sheet could stand on two pages, and another on none."""
        sign = "-" if is_descending else ""
        first = [f"{sign}{name}" for name in self.order_by or (self.accessor,)]
        return queryset.order_by(*first, *SHEET_ORDER), True


class TextColumn(CellColumn):
    """A text as it is kept."""

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(accessor=name, **options)

    def cell(self, sheet: SheetSummary) -> SafeString:
        """The text, marked where it is Japanese on another page."""
        return marked(self.kept(sheet))


class YearColumn(CellColumn):
    """平成30年度 (2018)."""

    def cell(self, sheet: SheetSummary) -> str:
        """The year in words."""
        return full_year(sheet.sheet_year)


class NameColumn(CellColumn):
    """The name, leading to the sheet."""

    def cell(self, sheet: SheetSummary) -> SafeString:
        """The link."""
        return format_html('<a href="{}"{}>{}</a>', sheet.get_absolute_url(), language_mark(sheet.name), sheet.name)


class MinistryColumn(CellColumn):
    """The ministry, marked where it does not exist."""

    def cell(self, sheet: SheetSummary) -> SafeString:
        """The name and the mark."""
        name = marked(ministry_words(sheet.ministry.name))
        if not sheet.ministry.is_fictional:
            return name
        return format_html('{} <span class="tag">{}</span>', name, _("見本データ（架空）"))


class FigureColumn(CellColumn):
    """A figure; sheets without it come last, whichever way the list is sorted."""

    def __init__(self, name: str, **options: Any) -> None:
        self.figure = F(name)
        super().__init__(accessor=name, attrs=AMOUNT, **options)

    def order(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        """By the figure, then as the list stands."""
        first = self.figure.desc(nulls_last=True) if is_descending else self.figure.asc(nulls_last=True)
        return queryset.order_by(first, *SHEET_ORDER), True


class AmountColumn(FigureColumn):
    """Yen, written in million yen to one decimal; the words of the cell where it holds some."""

    def cell(self, sheet: SheetSummary) -> str | SafeString:
        """The amount with the exact yen in its title."""
        amount_yen: int | None = self.kept(sheet)
        if amount_yen is None:
            return getattr(sheet, str(self.accessor).replace("_yen", "_text"), "")
        return format_html('<span title="{}">{}</span>', exact_yen(amount_yen), tenths(amount_yen, MILLION))


class RateColumn(FigureColumn):
    """A rate, kept in hundredths of a percent."""

    def cell(self, sheet: SheetSummary) -> str:
        """To one decimal."""
        rate: int | None = self.kept(sheet)
        return "" if rate is None else f"{rounded_percent(Decimal(rate).scaleb(-2)):,}"


class CountColumn(FigureColumn):
    """A number of things; "-" where nobody can say."""

    def cell(self, sheet: SheetSummary) -> str:
        """The number."""
        number: int | None = self.kept(sheet)
        return DASH if number is None else f"{number:,}"


@dataclass(frozen=True)
class Row:
    """A sheet and its cells as they are written, in two parts: a snippet may stand between, at the end of its name."""

    sheet: SheetSummary
    to_name: SafeString
    rest: SafeString


def _opening(css: str) -> SafeString:
    return format_html('<td class="{}">', css) if css else SafeString("<td>")


class SheetTable(tables.Table):
    """The sheets of `queries.sheets.listed`."""

    sheet_year = YearColumn(verbose_name=_("事業年度"), attrs={"td": {"class": "brief"}})
    name = NameColumn(verbose_name=_("事業名"), attrs={"td": {"class": "name"}})
    ministry = MinistryColumn(
        attrs={"td": {"class": "brief"}}, verbose_name=_("府省庁"), order_by=("ministry__order", "ministry__name")
    )
    number = TextColumn("number", verbose_name=_("事業番号"), attrs={"td": {"class": "brief"}})
    bureau = TextColumn("bureau", verbose_name=_("担当部局庁"))
    initial_yen = AmountColumn("initial_yen", verbose_name=_("当初予算（百万円）"))
    requested_yen = AmountColumn("requested_yen", verbose_name=_("翌年度の要求額（百万円）"))
    total_yen = AmountColumn("total_yen", verbose_name=_("前年度の計（百万円）"))
    executed_yen = AmountColumn("executed_yen", verbose_name=_("前年度の執行額（百万円）"))
    net_rate = RateColumn("net_rate", verbose_name=_("執行率（繰越控除後、％）"))
    gross_rate = RateColumn("gross_rate", verbose_name=_("執行率（繰越控除前、％）"))
    unused_yen = AmountColumn("unused_yen", verbose_name=_("不用額（百万円）"))
    carried_out_yen = AmountColumn("carried_out_yen", verbose_name=_("翌年度へ繰越し（百万円）"))
    outcomes_missed = CountColumn("outcomes_missed", verbose_name=_("達しなかった成果目標"))

    class Meta:
        template_name = "parts/table.html"
        order_by = None

    def written_rows(self) -> Iterator[Row]:
        """The rows of the page, not left to the template: it would take twice as long."""
        columns = [(_opening(bound.attrs["td"].get("class", "")), bound.column) for bound in self.columns]
        named = 1 + [bound.name for bound in self.columns].index("name")
        for row in self.paginated_rows:
            cells = [opening + conditional_escape(column.cell(row.record)) for opening, column in columns]
            rest = "".join(f"</td>{cell}" for cell in cells[named:])
            yield Row(row.record, mark_safe("</td>".join(cells[:named])), mark_safe(f"{rest}</td>"))  # noqa: S308 - escaped

    @classmethod
    def optional_columns(cls) -> dict[str, Any]:
        """The columns that one can choose, with their heads."""
        columns = cls.base_columns  # type: ignore[attr-defined]  # made by its metaclass
        return {name: column.verbose_name for name, column in columns.items() if name not in ("sheet_year", "name")}

    @classmethod
    def figures(cls) -> list[str]:
        """The columns that hold a figure."""
        columns = cls.base_columns  # type: ignore[attr-defined]  # made by its metaclass
        return [name for name, column in columns.items() if isinstance(column, FigureColumn)]

    @classmethod
    def shown_columns(cls, chosen: Collection[str], sorted_by: str = "") -> tuple[str, ...]:
        """Of the columns one can choose those that stand in the list: the usual ones where none is chosen.

        The column that the list is sorted by is among them: it tells why the rows stand as they do.
        """
        columns = cls.optional_columns()
        kept = [name for name in columns if name in chosen] or USUAL_COLUMNS
        return tuple(name for name in columns if name in kept or name == sorted_by)
