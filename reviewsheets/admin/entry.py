"""A whole sheet as one page of entry: every part in the order of the paper form, checked and saved together."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from reviewsheets.admin.budget import BudgetForm, BudgetLineRows
from reviewsheets.admin.evaluation import CheckForm, EvaluationForm, OpinionForm
from reviewsheets.admin.indicators import ActivityRows, OutcomeRows, PolicyRows, UnitCostRows
from reviewsheets.admin.sheets import HeaderForm, PastNumberForm, RelatedProjectRows
from reviewsheets.admin.spending import BlockLinkRows, BlockRows
from reviewsheets.models import (
    Block,
    BlockLink,
    Evaluation,
    Indicator,
    Ministry,
    PolicyEvaluation,
    Project,
    ReviewSheet,
    UnitCost,
)


@dataclass(frozen=True)
class CellProblem:
    """An error of one cell: where it stands on the page and what it says. `anchor` is the input's id."""

    anchor: str
    label: str
    message: str
    may_be_confirmed: bool


def with_plain_line_ends(data: Any) -> Any:
    """Posted data with the browser's CR LF as one character, as texts are stored."""
    plain = data.copy()
    for name, texts in data.lists():
        plain.setlist(name, [text.replace("\r\n", "\n") for text in texts])
    return plain


class SheetEntry:
    """The parts of the page that a person may change, over one sheet."""

    parts: dict[str, Any]

    def __init__(self, sheet: ReviewSheet, data: Any = None) -> None:
        self.sheet, self.data = sheet, data and with_plain_line_ends(data)
        self.parts = self.make_parts()

    def make_parts(self) -> dict[str, Any]:
        """Form or formset by name, in the order of the form, which is the order of saving."""
        raise NotImplementedError

    def __getitem__(self, name: str) -> Any:
        return self.parts[name]

    @property
    def evaluation(self) -> Evaluation:
        """The sheet's evaluation, stored or new."""
        return getattr(self.sheet, "evaluation", None) or Evaluation(sheet=self.sheet)

    @property
    def is_stale(self) -> bool:
        """Somebody saved the sheet after this page was opened."""
        return self.data is not None and self.data.get("edition") != str(self.sheet.edition)

    def is_valid(self) -> bool:
        """Every part is; all are asked, so that every error is on the page at once."""
        verdicts = [part.is_valid() for part in self.parts.values()]
        return all(verdicts)

    def has_changed(self) -> bool:
        """Something on the page says something else than what is stored."""
        return any(part.has_changed() for part in self.parts.values())

    def save(self, user: Any) -> None:
        """Write every part. The caller holds the transaction."""
        for part in self.parts.values():
            part.save_rows() if hasattr(part, "save_rows") else part.save()
        self.sheet = self.typed_sheet
        self.sheet.edition += 1
        self.sheet.updated_by = user
        if "header" in self.parts and "project" in self.parts["header"].changed_data:
            self.sheet.is_project_fixed = True  # chosen here: no import puts it elsewhere
        self.sheet.save()

    @property
    def typed_sheet(self) -> ReviewSheet:
        """The sheet with what was typed in its own columns."""
        return self.sheet

    def problems(self) -> list[CellProblem]:
        """Every error of the page in page order; after `is_valid`."""
        return [problem for part in self.parts.values() for problem in problems_of(part)]

    @property
    def needs_confirmation(self) -> bool:
        """There are warnings, and nothing but warnings."""
        problems = self.problems() if self.data is not None else []
        return bool(problems) and all(problem.may_be_confirmed for problem in problems)


class FullEntry(SheetEntry):
    """The whole sheet, for those who enter it."""

    def __init__(
        self, sheet: ReviewSheet, data: Any = None, *, ministries: QuerySet[Ministry], projects: QuerySet[Project]
    ) -> None:
        self.ministries, self.projects = ministries, projects
        super().__init__(sheet, data)

    def make_parts(self) -> dict[str, Any]:
        sheet, data = self.sheet, self.data
        # The header is typed into a copy: the other parts and the page's title go by the sheet that is stored.
        own: dict[str, Any] = {"ministries": self.ministries, "projects": self.projects}
        header = HeaderForm(data, instance=copy(sheet), prefix="sheet", **own)
        row_options: dict[str, Any] = {"instance": sheet, "form_kwargs": {"sheet": sheet}}
        indicators = Indicator.objects.prefetch_related("values")
        policies = PolicyEvaluation.objects.prefetch_related(Prefetch("measures", indicators))
        blocks = Block.objects.prefetch_related("payments", "item_uses")
        links = BlockLink.objects.select_related("source", "target")
        unit_costs = UnitCost.objects.prefetch_related("years")
        confirmed = data is not None and bool(data.get("confirm"))
        return {
            "header": header,
            "budget": BudgetForm(data, sheet=sheet, confirmed=confirmed),
            "lines": BudgetLineRows(data, instance=sheet, prefix="lines"),
            "outcomes": OutcomeRows(
                data, queryset=indicators.filter(kind=Indicator.Kind.OUTCOME), prefix="outcomes", **row_options
            ),
            "activities": ActivityRows(
                data, queryset=indicators.filter(kind=Indicator.Kind.ACTIVITY), prefix="activities", **row_options
            ),
            "unit_costs": UnitCostRows(data, queryset=unit_costs, prefix="unit-costs", **row_options),
            "policies": PolicyRows(data, queryset=policies, prefix="policies", **row_options),
            "checks": CheckForm(data, sheet=sheet),
            "related": RelatedProjectRows(data, instance=sheet, prefix="related"),
            "evaluation": EvaluationForm(data, instance=self.evaluation, prefix="evaluation"),
            "past": PastNumberForm(data, sheet=sheet),
            "blocks": BlockRows(data, queryset=blocks, prefix="blocks", **row_options),
            "links": BlockLinkRows(data, queryset=links, prefix="links", **row_options),
        }

    @property
    def typed_sheet(self) -> ReviewSheet:
        typed: ReviewSheet = self["header"].instance
        return typed

    def is_valid(self) -> bool:
        valid = super().is_valid()
        return self["links"].check_letters(self["blocks"].letters()) and valid


class OpinionEntry(SheetEntry):
    """The opinions and the response, for reviewers."""

    def make_parts(self) -> dict[str, Any]:
        return {"evaluation": OpinionForm(self.data, instance=self.evaluation, prefix="evaluation")}


def problems_of(part: Any) -> Iterator[CellProblem]:
    """The errors of a form, or of a table's rows and their own tables."""
    if not hasattr(part, "forms"):
        yield from form_problems(part)
        return
    for message in part.non_form_errors():
        yield CellProblem(f"table-{part.prefix}", "", str(message), may_be_confirmed=False)
    for form in part.kept_forms():
        yield from form_problems(form)
        for table in getattr(form, "tables", {}).values():
            yield from problems_of(table)


def form_problems(form: Any) -> Iterator[CellProblem]:
    """One problem an error, labelled by the cell's accessible name."""
    for name, errors in form.errors.as_data().items():
        field = form.fields.get(name)
        label = field.widget.attrs.get("aria-label") or form[name].label if field else ""
        anchor = form[name].id_for_label if field else ""
        for error in errors:
            yield CellProblem(anchor, str(label), " ".join(error.messages), error.code == "confirm")
