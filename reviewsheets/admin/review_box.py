"""What the review finds on a sheet while it is entered: beside the cells, and together in one box above them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reviewsheets import access
from reviewsheets.admin.cells import NotedCell
from reviewsheets.admin.entry import SheetEntry
from reviewsheets.admin.findings import figures_mark, remarks, time_mark
from reviewsheets.models import Finding, ReviewSheet
from reviewsheets.review.places import told_apart
from reviewsheets.review.rule import Cell, Found, Rule, Subject
from reviewsheets.review.rules import registry
from reviewsheets.review.runner import RuleResult, evaluate_sheet
from reviewsheets.review.words import sentence, stored

FEW = 12  # findings that the box shows without folding
# The inputs that are not called like the column they fill.
INPUTS = {
    ("sheet", "start_year"): "start",
    ("sheet", "end_year"): "end",
    ("payment", "bidders"): "bidder_count",
    ("payment", "award_rate_percent"): "award_rate",
    ("payment", "number"): "corporate_number",
    ("link", ""): "source_letter",
    ("link", "source"): "source_letter",
    ("link", "target"): "target_letter",
}
UNITS = ("_yen", "_percent", "_text")
# Where to look when a finding stands at no input of its own.
SECTIONS = {
    "sheet": ("project", _("事業")),
    "budget_year": ("budget", _("予算・執行")),
    "indicator": ("outcomes", _("成果")),
    "indicator_value": ("outcomes", _("成果")),
    "unit_cost": ("unit-costs", _("単位コスト")),
    "unit_cost_year": ("unit-costs", _("単位コスト")),
    "answer": ("checks", _("点検")),
    "evaluation": ("evaluation", _("所見")),
    "link": ("flow", _("資金の流れ")),
    "block": ("blocks", pgettext_lazy("一覧", "支出先")),
    "payment": ("blocks", pgettext_lazy("一覧", "支出先")),
    "contract": ("blocks", pgettext_lazy("一覧", "支出先")),
}


@dataclass(frozen=True)
class RowOnPage:
    """The inputs of a stored row: fields of a form that are called `<before><column><after>`."""

    form: Any
    before: str = ""
    after: str = ""

    def cell(self, table: str, column: str) -> NotedCell | None:
        """The input of a column; the row's first for no column, None where the page has none."""
        column = INPUTS.get((table, column), column)
        if not column:
            names = self.form.fields
            return next((self.form[name] for name in names if name.endswith(self.after) and self.is_seen(name)), None)
        names = [column, *(column.removesuffix(unit) for unit in UNITS)]
        called = (f"{self.before}{name}{self.after}" for name in names)
        return next((self.form[name] for name in called if name in self.form.fields), None)

    def is_seen(self, name: str) -> bool:
        """One of the row's own inputs that a person sees."""
        return name.startswith(self.before) and not self.form.fields[name].widget.is_hidden


@dataclass(frozen=True)
class BoxItem:
    """One finding: what it says, the input it stands at, and for a published sheet the stored one to answer."""

    rule: Rule
    says: str
    anchor: str
    label: str
    finding: Finding | None

    @property
    def remarks(self) -> list[str]:
        """What a reader of its answer must know besides."""
        return remarks(self.finding) if self.finding else []

    @property
    def seen_at(self) -> str:
        """When the answer was given that the page shows."""
        return time_mark(self.finding) if self.finding else ""

    @property
    def seen_figures(self) -> str:
        """The stored figures that the page shows."""
        return figures_mark(self.finding) if self.finding else ""


@dataclass(frozen=True)
class BoxGroup:
    """The findings about one subject."""

    subject: Subject
    items: list[BoxItem]


@dataclass(frozen=True)
class ReviewBox:
    """All findings of a sheet as it stands, by subject; `closed` are stored ones that no longer hold."""

    groups: list[BoxGroup]
    closed: list[BoxItem] = field(default_factory=list)
    is_trial: bool = False
    may_dispose: bool = False

    @property
    def count(self) -> int:
        """How many hold."""
        return sum(len(group.items) for group in self.groups)

    @property
    def is_long(self) -> bool:
        """Too many to stand unfolded above the form."""
        return self.count > FEW


@contextmanager
def tried(sheet: ReviewSheet) -> Iterator[ReviewSheet]:
    """One transaction over the sheet, its row held, that is taken back at its end whatever was written."""
    with transaction.atomic():
        sheets = ReviewSheet.objects.select_for_update(of=("self",), no_key=True).select_related("ministry")
        yield get_object_or_404(sheets, pk=sheet.pk)
        transaction.set_rollback(True)


def box_of(sheet: ReviewSheet, entry: SheetEntry | None, user: Any, *, is_trial: bool = False) -> ReviewBox:
    """What every rule says of the sheet as the database has it now; noted at the entry's inputs as well."""
    rows = {} if entry is None else dict(rows_on_page(entry))
    known = {(row.rule, row.place): row for row in findings_of(sheet)}
    groups: dict[Subject, list[BoxItem]] = {subject: [] for subject in Subject}
    for result in evaluate_sheet(sheet.pk):
        for place, found in places_of(result):
            finding = known.pop((result.rule.code, place), None)
            groups[result.rule.subject].append(item_of(result.rule, found, finding, rows))
    return ReviewBox(
        [BoxGroup(subject, items) for subject, items in groups.items() if items],
        [item for row in known.values() if not row.is_open and (item := closed_item(row))],
        is_trial=is_trial,
        may_dispose=not is_trial and access.may_dispose(user, sheet),
    )


def findings_of(sheet: ReviewSheet) -> list[Finding]:
    """The stored findings; a draft's are closed, and nobody is asked about them."""
    rows = Finding.objects.filter(sheet=sheet).select_related("disposed_by").order_by("rule", "place")
    return list(rows) if sheet.is_published else []


def places_of(result: RuleResult) -> Iterator[tuple[str, Found]]:
    """What a rule found, each under the name it is stored by."""
    places = told_apart(found.place for found in result.found)
    return zip(places, result.found, strict=True)


def item_of(rule: Rule, found: Found, finding: Finding | None, rows: dict[tuple[str, int], RowOnPage]) -> BoxItem:
    """A finding with the way to its input, which is told of it."""
    says = sentence(rule, stored(found.figures))
    cell = cell_at(found.cell, rows)
    if cell is not None:
        cell.notes.append(says)
        label = cell.field.widget.attrs.get("aria-label") or cell.label
        return BoxItem(rule, says, cell.id_for_label or cell.auto_id, str(label), finding)
    anchor, label = SECTIONS.get(found.cell.table, ("", "")) if found.cell and ("sheet", 0) in rows else ("", "")
    return BoxItem(rule, says, anchor, str(label), finding)


def closed_item(finding: Finding) -> BoxItem | None:
    """A finding that no longer holds, in the words of its last figures."""
    rule = registry.get(finding.rule)
    return BoxItem(rule, sentence(rule, finding.figures), "", "", finding) if rule else None


def cell_at(cell: Cell | None, rows: dict[tuple[str, int], RowOnPage]) -> NotedCell | None:
    """The input that a rule's cell means, where the page has it."""
    row = rows.get((cell.table, cell.pk)) if cell else None
    return row.cell(cell.table, cell.column) if cell and row else None


# --- The rows of the page, by the names the rules have for their tables


def rows_on_page(entry: SheetEntry) -> Iterator[tuple[tuple[str, int], RowOnPage]]:
    """Every stored row that has inputs: (table, id) → its inputs. The sheet's own columns stand under 0 as well."""
    parts = entry.parts
    if "header" in parts:
        yield ("sheet", 0), RowOnPage(parts["header"])
        yield ("sheet", entry.sheet.pk), RowOnPage(parts["header"])
        yield from matrix_of("budget_year", parts["budget"])
        for name in ("outcomes", "activities"):
            yield from rows_with_years("indicator", parts[name])
        for policy in parts["policies"].forms:
            yield from rows_with_years("indicator", policy.tables["measures"])
        yield from rows_with_years("unit_cost", parts["unit_costs"])
        for question, answer in parts["checks"].stored.items():
            yield ("answer", answer.pk), RowOnPage(parts["checks"], before=f"{question}-")
        yield from rows_of("block", parts["blocks"])
        for block in parts["blocks"].forms:
            yield from rows_of("payment", block.tables["payments"])
        yield from rows_of("link", parts["links"])
    if entry["evaluation"].instance.pk:
        yield ("evaluation", entry["evaluation"].instance.pk), RowOnPage(entry["evaluation"])


def rows_of(table: str, rows: Any) -> Iterator[tuple[tuple[str, int], RowOnPage]]:
    """The rows of a table."""
    for form in rows.forms:
        if form.instance.pk:
            yield (table, form.instance.pk), RowOnPage(form)


def rows_with_years(table: str, rows: Any) -> Iterator[tuple[tuple[str, int], RowOnPage]]:
    """The same with the columns of each, which are rows of their own in the database."""
    yield from rows_of(table, rows)
    for form in rows.forms:
        yield from matrix_of("indicator_value" if table == "indicator" else f"{table}_year", form)


def matrix_of(table: str, form: Any) -> Iterator[tuple[tuple[str, int], RowOnPage]]:
    """The stored columns of a matrix."""
    for key, row in form.stored.items():
        if row.pk:
            yield (table, row.pk), RowOnPage(form, after=f"_{key}")
