"""GET parameters as the filter that the list of payees and its CSV share."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields

from django.http import QueryDict
from django.utils.translation import gettext as _

from reviewsheets.filters.chips import Chip, quoted, without
from reviewsheets.models import Payee
from reviewsheets.queries.payees import ALL_YEARS, SORTS, PayeeQuestion, ReceiptPlace
from reviewsheets.units.ministry_names import ministry_words
from reviewsheets.units.year_words import full_year


@dataclass(frozen=True)
class PayeeFilter:
    """What a list of payees is narrowed to; what cannot be read, or what no receipt has, narrows nothing."""

    q: str = ""
    year: str = ""
    ministry: str = ""
    kind: str = ""
    sort: str = ""

    @classmethod
    def of(cls, parameters: QueryDict, places: Sequence[ReceiptPlace]) -> "PayeeFilter":
        """`?q=電気&year=2024&ministry=総務省&kind=company&sort=-direct`; `year=all` for all years."""
        given = {field.name: parameters.get(field.name, "").replace("\x00", "").strip() for field in fields(cls)}
        known: dict[str, Collection[str]] = {
            "year": {ALL_YEARS, *(str(place.sheet_year) for place in places)},
            "ministry": {place.ministry_name for place in places},
            "kind": Payee.Kind.values,
            "sort": {*SORTS, *(f"-{name}" for name in SORTS)},
        }
        return cls(**given | {name: "" for name, values in known.items() if given[name] not in values})

    def question(self, places: Sequence[ReceiptPlace]) -> PayeeQuestion:
        """The same as what is asked: of the newest year with receipts where no year is chosen."""
        sheet_year = int(self.year) if self.year and self.year != ALL_YEARS else None
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
            return _("すべての年度") if value == ALL_YEARS else full_year(int(value))
        if name == "ministry":
            return ministry_words(value)
        return str(Payee.Kind(value).label) if name == "kind" else value
