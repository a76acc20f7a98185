"""GET parameters as the filter that the list of payees and its CSV share."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from reviewsheets.filters.asked import Asked, year_label, year_number
from reviewsheets.filters.chips import Chip, quoted, without
from reviewsheets.queries.payees import ALL_YEARS, SORTS, PayeeQuestion, ReceiptPlace, kind_words
from reviewsheets.units.ministry_names import ministry_words


@dataclass(frozen=True)
class PayeeFilter(Asked):
    """What a list of payees is narrowed to; an order that cannot be read orders nothing."""

    q: str = ""
    year: str = ""
    ministry: str = ""
    kind: str = ""
    sort: str = ""

    @classmethod
    def of(cls, parameters: QueryDict) -> "PayeeFilter":
        """`?q=電気&year=2024&ministry=総務省&kind=company&sort=-direct`; `year=all` for all years.

        A year, ministry or kind that no receipt has stays: the list is empty and a chip says why.
        """
        given = cls.given(parameters)
        if given["sort"].removeprefix("-") not in SORTS:
            given["sort"] = ""
        return cls(**given)

    def question(self, places: Sequence[ReceiptPlace]) -> PayeeQuestion:
        """The same as what is asked: of the newest year with receipts where no year is chosen."""
        sheet_year = None if self.year == ALL_YEARS else year_number(self.year)
        if not self.year and places:
            sheet_year = max(place.sheet_year for place in places)
        return PayeeQuestion(sheet_year, self.ministry, self.kind, self.q, self.sort)

    def chips(self, parameters: QueryDict) -> list[Chip]:
        """Every filter that is on, with the way to take it off."""
        on = [name for name in ("q", "year", "ministry", "kind") if getattr(self, name)]
        return [Chip(self._label(name), without(parameters, name)) for name in on]

    def _label(self, name: str) -> str:
        value: str = getattr(self, name)
        if name == "q":
            return quoted(value)
        if name == "year":
            return _("すべての年度") if value == ALL_YEARS else year_label(value)
        if name == "ministry":
            return ministry_words(value)
        return kind_words().get(value, value) if name == "kind" else value
