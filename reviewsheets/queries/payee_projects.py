"""The projects that a payee got money from, added from its receipts, which the page has at hand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from django.urls import reverse

from reviewsheets.models.receipts import REACHES
from reviewsheets.queries.reach_amounts import FIGURES, ReachAmounts

PROJECTS_SHOWN = 50
NO_AMOUNT = -(10**18)  # sorts after all amounts, also negative ones


class PayeeReceipt(NamedTuple):
    """What a payee got on one sheet, and whose sheet it is, by their ids. A tuple, as a payee may have thousands."""

    sheet: int
    sheet_year: int
    project: int
    is_fictional: bool
    direct_yen: int | None
    recommissioned_yen: int | None
    other_yen: int | None
    unknown_yen: int | None
    payments: int
    doubtful: int

    @property
    def amounts(self) -> ReachAmounts:
        """The same apart from whose they are."""
        kinds = (self.direct_yen, self.recommissioned_yen, self.other_yen, self.unknown_yen)
        return ReachAmounts(*kinds, payments=self.payments, doubtful=self.doubtful)


FIGURES_START = PayeeReceipt._fields.index(FIGURES[0])


class SheetWords(NamedTuple):
    """What a sheet is called."""

    ministry: str
    number: str
    name: str
    project_key: str


@dataclass(slots=True)
class ProjectReceipts:
    """Receipts of one project as they are added: its newest sheet, and of several of a year the largest, names it."""

    newest: PayeeReceipt
    first_year: int
    sheets: int
    sums: list[int | None]  # in the order of `FIGURES`

    @classmethod
    def of(cls, receipt: PayeeReceipt) -> "ProjectReceipts":
        """The first of them."""
        return cls(receipt, receipt.sheet_year, 1, list(receipt[FIGURES_START:]))

    def add(self, receipt: PayeeReceipt) -> None:
        """One that is not larger than those before it."""
        if receipt.sheet_year > self.newest.sheet_year:
            self.newest = receipt
        self.first_year = min(self.first_year, receipt.sheet_year)
        self.sheets += 1
        for place, figure in enumerate(receipt[FIGURES_START:]):
            if figure is not None:
                self.sums[place] = figure + (self.sums[place] or 0)

    @property
    def order(self) -> tuple[int, int, int]:
        """Ascending: the largest of the kinds of money first, then the newest, then as the projects were entered."""
        largest = max((amount for amount in self.sums[: len(REACHES)] if amount is not None), default=NO_AMOUNT)
        return -largest, -self.newest.sheet_year, self.newest.project


@dataclass(frozen=True)
class PayeeProject:
    """What the sheets of a project say together, with name and ministry as the newest of them has them."""

    key: str
    name: str
    ministry: str
    is_fictional: bool
    first_year: int
    last_year: int
    sheets: int
    amounts: ReachAmounts

    @property
    def url(self) -> str:
        """The project's page."""
        return reverse("project", args=[self.key])


def by_project(receipts: Iterable[PayeeReceipt]) -> list[ProjectReceipts]:
    """A payee's receipts, given the largest first, added by project; those with the largest amounts first."""
    projects: dict[tuple[int, bool], ProjectReceipts] = {}
    for receipt in receipts:
        key = receipt.project, receipt.is_fictional
        if found := projects.get(key):
            found.add(receipt)
        else:
            projects[key] = ProjectReceipts.of(receipt)
    return sorted(projects.values(), key=attrgetter("order"))


def told(projects: Iterable[ProjectReceipts], words: Mapping[int, SheetWords]) -> Iterator[PayeeProject]:
    """In words; a project whose sheet was taken back since the receipts were read is left out."""
    for each in projects:
        if named := words.get(each.newest.sheet):
            years = (each.first_year, each.newest.sheet_year)
            amounts = ReachAmounts(*each.sums)  # type: ignore[arg-type]  # the last two are never blank
            yield PayeeProject(
                named.project_key, named.name, named.ministry, each.newest.is_fictional, *years, each.sheets, amounts
            )
