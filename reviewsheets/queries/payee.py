"""One payee: its names, what it got by year, ministry, project and sheet, how, and who may be the same."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import BigIntegerField, Count, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reviewsheets.models import (
    BlockLink,
    ContractFacts,
    FormerPayeeKey,
    Payee,
    PayeeSums,
    Payment,
    Receipt,
    ReviewSheet,
)
from reviewsheets.models.receipts import REACHES
from reviewsheets.queries.payee_names import names_beginning
from reviewsheets.queries.payee_projects import (
    NO_AMOUNT,
    PROJECTS_SHOWN,
    PayeeProject,
    PayeeReceipt,
    SheetWords,
    by_project,
    told,
)
from reviewsheets.queries.payees import payee_url
from reviewsheets.queries.reach_amounts import FIGURES, REACH_LABELS, ReachAmounts, added
from reviewsheets.units.flow import Reach, depths, reach_at
from reviewsheets.units.names import is_corporate_number, name_key, payee_key
from reviewsheets.units.payees import other_spellings, without_trailing_bracket

SHEETS_SHOWN = 50


@dataclass(frozen=True)
class Spelling:
    """A name and number as the sheets publish them, in how many rows of which sheet years."""

    name: str
    corporate_number: str
    rows: int
    sheet_years: tuple[int, ...]

    @property
    def has_wrong_corporate_number(self) -> bool:
        """A number is given and it is none."""
        return bool(self.corporate_number) and not is_corporate_number(self.corporate_number)


@dataclass(frozen=True)
class PayeeYear:
    """What the sheets of a year say; the money is of the year before."""

    sheet_year: int
    sheets: int
    amounts: ReachAmounts

    @property
    def budget_year(self) -> int:
        """The year of the money."""
        return self.sheet_year - 1


@dataclass(frozen=True)
class PayeeMinistry:
    """What the sheets of a ministry say, all years together."""

    name: str
    is_fictional: bool
    sheets: int
    amounts: ReachAmounts


@dataclass(frozen=True)
class PayeeSheet:
    """A sheet that names the payee, and in which blocks."""

    sheet_year: int
    ministry: str
    is_fictional: bool
    number: str
    name: str
    blocks: tuple[tuple[str, Reach], ...]
    amounts: ReachAmounts

    @property
    def url(self) -> str:
        """The sheet's page."""
        return reverse("sheet", args=[self.sheet_year, self.ministry, self.number])

    @property
    def labelled_blocks(self) -> tuple[tuple[list[str], "str | Promise"], ...]:
        """The letters of the blocks whose money comes in one way, with that in words."""
        letters: dict[Reach, list[str]] = {}
        for letter, reach in self.blocks:
            letters.setdefault(reach, []).append(letter)
        return tuple((found, REACH_LABELS[f"{reach}_yen"]) for reach, found in letters.items())


@dataclass(frozen=True)
class PayeeMethod:
    """Its contracts of one 契約方式等 whose amounts are added; `with_amount` of them give one."""

    is_multi_year: bool
    contract_method: str
    contracts: int
    with_amount: int
    amount_yen: int | None


@dataclass(frozen=True)
class Candidate:
    """Another payee that is possibly the same, why so, and its published numbers that are none."""

    key: str
    name: str
    corporate_number: str
    sheets: int
    reason: "str | Promise"
    wrong_numbers: tuple[str, ...]

    @property
    def url(self) -> str:
        """Its page."""
        return payee_url(self.key)


@dataclass(frozen=True)
class PayeeSources:
    """What a payee's page may know: payees, their sums, their receipts and their contracts."""

    payees: QuerySet[Payee]
    sums: QuerySet[PayeeSums]
    receipts: QuerySet[Receipt]
    facts: QuerySet[ContractFacts]


@dataclass(frozen=True)
class PayeePage:
    """All that is known of a payee from published sheets; of a text that names no one payee only its sheets."""

    key: str
    name: str
    corporate_number: str
    kind: str
    spellings: tuple[Spelling, ...]
    years: tuple[PayeeYear, ...]  # oldest first
    ministries: tuple[PayeeMinistry, ...]
    projects: tuple[PayeeProject, ...]
    project_count: int
    sheets: tuple[PayeeSheet, ...]
    sheet_count: int
    methods: tuple[PayeeMethod, ...]
    candidates: tuple[Candidate, ...]
    is_fictional: bool  # made-up ministries alone name it
    has_uncounted: bool  # made-up ministries name it too: its sums leave them out

    @property
    def kind_label(self) -> "str | Promise":
        """The kind for readers."""
        return Payee.Kind(self.kind).label

    @property
    def is_group(self) -> bool:
        """A text that names no one payee."""
        return self.kind == Payee.Kind.GROUP

    @cached_property
    def amounts(self) -> ReachAmounts:
        """All years together."""
        return added(year.amounts for year in self.years)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The kinds of money that it got; of a text that names no one payee those of the sheets shown."""
        told = added(sheet.amounts for sheet in self.sheets) if self.is_group else self.amounts
        return tuple(name for name, _amount in told.given)

    @property
    def column_labels(self) -> tuple["str | Promise", ...]:
        """Their names for readers."""
        return tuple(REACH_LABELS[name] for name in self.columns)


def payee_found(payees: QuerySet[Payee], key: str) -> Payee | None:
    """The payee of that key or of another spelling of it; of a bare name when no other of `payees` bears it too."""
    if "\x00" in key:  # PostgreSQL refuses it
        return None
    spelled = spelled_key(key)
    by_key = {payee.key: payee for payee in payees.filter(key__in={key, spelled})}
    if by_key:
        return by_key.get(key) or by_key[spelled]
    former = FormerPayeeKey.objects.filter(key__in={key, spelled}).values("payee")
    if moved := payees.filter(pk__in=former).first():
        return moved
    namesakes = payees.filter(search_name=name_key(key)).order_by("pk")[:2]
    return namesakes[0] if len(namesakes) == 1 else None


def spelled_key(text: str) -> str:
    """The key that a name, or a number in digits of any width, means."""
    return payee_key(name_key(text), text)


def payee_page(payee: Payee, sources: PayeeSources, *, all_rows: bool = False) -> PayeePage:
    """With `all_rows` more projects and sheets than a page shows."""
    is_group = payee.kind == Payee.Kind.GROUP
    own = _own_sums(sources.sums, payee)
    receipts = _receipts(sources.receipts, payee, shown=SHEETS_SHOWN if is_group and not all_rows else None)
    projects = [] if is_group else by_project(receipts)
    shown_projects, shown = (projects, receipts) if all_rows else (projects[:PROJECTS_SHOWN], receipts[:SHEETS_SHOWN])
    named = [receipt.sheet for receipt in shown] + [project.newest.sheet for project in shown_projects]
    words = _sheet_words(named)
    real = [row for row in own if not row["ministry__is_fictional"]]
    counted = real or own
    return PayeePage(
        key=payee.key,
        name=payee.name,
        corporate_number=payee.corporate_number,
        kind=payee.kind,
        spellings=() if is_group else _spellings(payee, receipts),
        years=() if is_group else _years(counted),
        ministries=() if is_group else _ministries(counted),
        projects=tuple(told(shown_projects, words)),
        project_count=len(projects),
        sheets=tuple(_sheets(payee, shown, words)),
        sheet_count=sum(row["sheets"] for row in own),
        methods=() if is_group else _methods(sources.facts, payee),
        candidates=() if is_group else _candidates(sources.payees, payee),
        is_fictional=bool(own) and not real,
        has_uncounted=0 < len(real) < len(own),
    )


def _own_sums(sums: QuerySet[PayeeSums], payee: Payee) -> list[Any]:
    names = ("sheet_year", "ministry__name", "ministry__is_fictional", "sheets", *FIGURES)
    own = sums.filter(payee=payee, sheet_year__isnull=False, ministry__isnull=False)
    return list(own.order_by("ministry__order", "ministry__name", "sheet_year").values(*names))


def _amounts(row: dict[str, Any]) -> ReachAmounts:
    return ReachAmounts(*(row[name] for name in FIGURES))


def _years(own: list[Any]) -> tuple[PayeeYear, ...]:
    by_year: defaultdict[int, list[Any]] = defaultdict(list)
    for row in own:
        by_year[row["sheet_year"]].append(row)
    return tuple(
        PayeeYear(sheet_year, sum(row["sheets"] for row in rows), added(map(_amounts, rows)))
        for sheet_year, rows in sorted(by_year.items())
    )


def _ministries(own: list[Any]) -> tuple[PayeeMinistry, ...]:
    """Those with the most sheets first."""
    by_name: defaultdict[tuple[str, bool], list[Any]] = defaultdict(list)
    for row in own:
        by_name[row["ministry__name"], row["ministry__is_fictional"]].append(row)
    found = [
        PayeeMinistry(*named, sum(row["sheets"] for row in rows), added(map(_amounts, rows)))
        for named, rows in by_name.items()
    ]
    return tuple(sorted(found, key=lambda ministry: -ministry.sheets))


def _spellings(payee: Payee, receipts: Iterable[PayeeReceipt]) -> tuple[Spelling, ...]:
    """The most frequent first. Sheets are told their years here: the database takes three times as long to do it."""
    years = {receipt.sheet: receipt.sheet_year for receipt in receipts}
    rows = Payment.objects.filter(payee=payee).order_by().values_list("name", "corporate_number", "block__sheet")
    by_name: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for name, corporate_number, sheet_id, number in rows.annotate(number=Count("*")):
        if sheet_id in years:
            by_name[name, corporate_number][years[sheet_id]] += number
    found = [Spelling(*named, own.total(), tuple(sorted(own))) for named, own in by_name.items()]
    return tuple(sorted(found, key=lambda spelling: (-spelling.rows, spelling.name, spelling.corporate_number)))


def _payments(payee: Payee, sheet_ids: Iterable[int]) -> QuerySet[Payment]:
    return Payment.objects.filter(payee=payee, block__sheet__in=sheet_ids).order_by()


def _receipts(receipts: QuerySet[Receipt], payee: Payee, *, shown: int | None) -> list[PayeeReceipt]:
    """Largest first, by the largest of the kinds of money."""
    largest = Greatest(*(Coalesce(name, Value(NO_AMOUNT, BigIntegerField())) for name in REACHES))
    own = receipts.filter(payee=payee).order_by(largest.desc(), "-sheet_year", "pk")
    names = ("sheet", "sheet_year", "sheet__project", "ministry__is_fictional", *FIGURES)
    return [PayeeReceipt(*row) for row in own.values_list(*names)[:shown]]


def _sheet_words(sheet_ids: Iterable[int]) -> dict[int, SheetWords]:
    rows = ReviewSheet.objects.filter(pk__in=set(sheet_ids)).order_by()
    names = rows.values_list("pk", "ministry__name", "number", "name", "project__key")
    return {sheet_id: SheetWords(*words) for sheet_id, *words in names}


def _sheets(payee: Payee, receipts: Sequence[PayeeReceipt], words: Mapping[int, SheetWords]) -> Iterator[PayeeSheet]:
    blocks = _blocks(payee, [receipt.sheet for receipt in receipts])
    for receipt in receipts:
        if named := words.get(receipt.sheet):
            yield PayeeSheet(
                sheet_year=receipt.sheet_year,
                ministry=named.ministry,
                is_fictional=receipt.is_fictional,
                number=named.number,
                name=named.name,
                blocks=tuple(blocks[receipt.sheet]),
                amounts=receipt.amounts,
            )


def _blocks(payee: Payee, sheet_ids: list[int]) -> dict[int, list[tuple[str, Reach]]]:
    """Of each sheet the blocks that name the payee, and how their money comes."""
    money = BlockLink.objects.filter(sheet__in=sheet_ids, kind=BlockLink.Kind.MONEY).order_by()
    arrows: defaultdict[int, list[tuple[int | None, int]]] = defaultdict(list)
    for sheet_id, source_id, target_id in money.values_list("sheet", "source", "target"):
        arrows[sheet_id].append((source_id, target_id))
    reached = {sheet_id: depths(own) for sheet_id, own in arrows.items()}
    blocks: defaultdict[int, list[tuple[str, Reach]]] = defaultdict(list)
    named = _payments(payee, sheet_ids).order_by("block__position", "block")
    for sheet_id, block_id, letter in named.values_list("block__sheet", "block", "block__letter").distinct():
        depth = reached.get(sheet_id, {}).get(block_id)
        blocks[sheet_id].append((letter, reach_at(depth, has_arrows=sheet_id in reached)))
    return blocks


def _methods(facts: QuerySet[ContractFacts], payee: Payee) -> tuple[PayeeMethod, ...]:
    """Contracts of a year first, then those over several years; the most frequent method first."""
    rows: QuerySet[Any, Any] = facts.filter(payee=payee).order_by().values_list("is_multi_year", "contract_method")
    counted = rows.annotate(contracts=Count("*"), with_amount=Count("amount_yen"), amount=Sum("amount_yen"))
    return tuple(PayeeMethod(*row) for row in counted.order_by("is_multi_year", "-contracts", "contract_method"))


def _candidates(payees: QuerySet[Payee], payee: Payee) -> tuple[Candidate, ...]:
    """Payees of the same name, or of the same but for its legal form or what stands in brackets at its end.

    Those with the most sheets first.
    """
    bare = without_trailing_bracket(payee.search_name)
    names = {payee.search_name, bare, *other_spellings(payee.search_name)}
    named = Q(search_name__in=names) | names_beginning(f"{bare}(")
    by_index = Payee.objects.filter(named).order_by().values("pk")  # apart: within the question SQLite scans all
    alike = payees.filter(pk__in=by_index).exclude(Q(pk=payee.pk) | Q(kind=Payee.Kind.GROUP))
    found = [
        each
        for each in alike.annotate(sheets=Count("receipts")).order_by("-sheets", "pk")
        if each.search_name in names or without_trailing_bracket(each.search_name) == bare
    ]
    wrong = _wrong_numbers([each for each in found if not each.corporate_number])
    return tuple(
        Candidate(each.key, each.name, each.corporate_number, each.sheets, _reason(payee, each), wrong[each.pk])
        for each in found
    )


def _reason(payee: Payee, other: Payee) -> "str | Promise":
    if other.search_name != payee.search_name:
        if without_trailing_bracket(other.search_name) == without_trailing_bracket(payee.search_name):
            return _("括弧書きを除くと同じ名前です")
        return _("法人格の書き方を除くと同じ名前です")
    if not other.corporate_number:
        return _("同じ名前で、有効な法人番号がありません")
    return _("同じ名前で、法人番号が異なります") if payee.corporate_number else _("同じ名前で、法人番号があります")


def _wrong_numbers(payees: list[Payee]) -> defaultdict[int, tuple[str, ...]]:
    """The numbers that published sheets give for payees known by name alone: their check digits are wrong."""
    rows = Payment.objects.filter(payee__in=payees, block__sheet__published_at__isnull=False)
    found: Any = rows.exclude(corporate_number="").order_by("payee", "corporate_number")
    numbers: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for payee_id, corporate_number in found.values_list("payee", "corporate_number").distinct():
        numbers[payee_id] += (corporate_number,)
    return numbers
