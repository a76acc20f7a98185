"""Stores sheet trees in bulk, each under its natural key; a sheet that is already there is left as it is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.db.models import Model

from reviewsheets.demo.tree import SheetTree
from reviewsheets.models import (
    Block,
    BlockLink,
    BudgetLine,
    BudgetYear,
    CheckAnswer,
    Evaluation,
    Indicator,
    IndicatorValue,
    ItemUse,
    Ministry,
    PastSheetNumber,
    Payee,
    Payment,
    PolicyEvaluation,
    Project,
    RelatedProject,
    ReviewSheet,
    UnitCost,
    UnitCostYear,
)
from reviewsheets.summaries.refresh import refresh
from reviewsheets.units.names import is_corporate_number, name_key, payee_key
from reviewsheets.units.payees import kind_of

BATCH_SHEETS = 200  # some 25,000 rows in memory at a time
# Each model after those its rows point at.
MODELS: tuple[type[Model], ...] = (
    BudgetYear,
    BudgetLine,
    PolicyEvaluation,
    Indicator,
    IndicatorValue,
    UnitCost,
    UnitCostYear,
    CheckAnswer,
    Evaluation,
    PastSheetNumber,
    RelatedProject,
    Block,
    BlockLink,
    Payment,
    ItemUse,
)
SheetKey = tuple[int, str, str]


@dataclass(frozen=True)
class WriteReport:
    """What a load did: sheets stored, and sheets left alone because their key was taken."""

    written: tuple[SheetKey, ...] = ()
    already_there: tuple[SheetKey, ...] = ()

    def __add__(self, other: "WriteReport") -> "WriteReport":
        return WriteReport(self.written + other.written, self.already_there + other.already_there)


def write_trees(trees: Iterable[SheetTree]) -> WriteReport:
    """Stores the trees in one transaction, a batch in memory at a time."""
    stream = iter(trees)
    report = WriteReport()
    with transaction.atomic():
        while batch := list(islice(stream, BATCH_SHEETS)):
            report += _write_batch(batch)
    return report


def sheet_key(tree: SheetTree) -> SheetKey:
    """The natural key: sheet year, ministry, number."""
    return tree.sheet.sheet_year, tree.sheet.ministry.name, tree.sheet.number


def _write_batch(batch: Sequence[SheetTree]) -> WriteReport:
    taken = _stored_keys(batch)
    fresh = [tree for tree in batch if sheet_key(tree) not in taken]
    if fresh:
        _link_stored_owners(fresh)
        _link_stored_payees([payment for tree in fresh for payment in tree.of(Payment)])
        ReviewSheet.objects.bulk_create([tree.sheet for tree in fresh])
        _write_rows([row for tree in fresh for row in tree.rows])
        refresh([tree.sheet.pk for tree in fresh])
    return WriteReport(
        tuple(sheet_key(tree) for tree in fresh),
        tuple(sheet_key(tree) for tree in batch if sheet_key(tree) in taken),
    )


def _stored_keys(batch: Sequence[SheetTree]) -> set[SheetKey]:
    sheets = ReviewSheet.objects.filter(
        ministry__name__in={tree.sheet.ministry.name for tree in batch},
        sheet_year__in={tree.sheet.sheet_year for tree in batch},
        number__in={tree.sheet.number for tree in batch},
    )
    return set(sheets.values_list("sheet_year", "ministry__name", "number"))


def _write_rows(rows: Sequence[Model]) -> None:
    for model in MODELS:
        model._default_manager.bulk_create([row for row in rows if isinstance(row, model)])


def _link_stored_owners(trees: Sequence[SheetTree]) -> None:
    """Ministries and projects come from the database, those that are missing are made."""
    related = [row for tree in trees for row in tree.of(RelatedProject) if row.project]
    named = [tree.sheet.project for tree in trees] + list(_projects_of(related))
    ministries = _stored_ministries([project.ministry for project in named])
    projects = _stored_projects(named, ministries)
    for tree in trees:
        tree.sheet.ministry = ministries[tree.sheet.ministry.name]
        tree.sheet.project = projects[tree.sheet.project.key]
    for row, project in zip(related, _projects_of(related), strict=True):
        row.project = projects[project.key]


def _projects_of(related: Iterable[RelatedProject]) -> Iterator[Project]:
    return (row.project for row in related if row.project)


def _stored_ministries(named: Iterable[Ministry]) -> dict[str, Ministry]:
    wanted = {ministry.name: ministry for ministry in named}
    stored = {ministry.name: ministry for ministry in Ministry.objects.filter(name__in=wanted)}
    missing = [ministry for name, ministry in wanted.items() if name not in stored]
    return stored | {ministry.name: ministry for ministry in Ministry.objects.bulk_create(missing)}


def _stored_projects(named: Iterable[Project], ministries: dict[str, Ministry]) -> dict[str, Project]:
    wanted = {project.key: project for project in named}
    stored = {project.key: project for project in Project.objects.filter(key__in=wanted)}
    missing = [project for key, project in wanted.items() if key not in stored]
    for project in missing:
        project.ministry = ministries[project.ministry.name]
    return stored | {project.key: project for project in Project.objects.bulk_create(missing)}


def _link_stored_payees(payments: Sequence[Payment]) -> None:
    """Every named payment gets its payee, as hand entry would give it."""
    wanted = {payee.key: payee for payment in payments if (payee := _payee_meant(payment))}
    stored = {payee.key: payee for payee in Payee.objects.filter(key__in=wanted)}
    missing = [payee for key, payee in wanted.items() if key not in stored]
    payees = stored | {payee.key: payee for payee in Payee.objects.bulk_create(missing)}
    for payment in payments:
        payment.payee = payees.get(payee_key(payment.corporate_number, payment.name))


def _payee_meant(payment: Payment) -> Payee | None:
    if not payment.name:
        return None
    number = payment.corporate_number if is_corporate_number(payment.corporate_number) else ""
    key = payee_key(number, payment.name)
    kind = kind_of(number, payment.name)
    return Payee(key=key, name=payment.name, corporate_number=number, search_name=name_key(payment.name), kind=kind)
