"""Starting a sheet from last year's: everything that stays true is copied, the columns move one year on.

Not copied: the ministry's check, opinions and responses, amounts and payees of the funding flow, and the figures of
the requested year, because they are last year's judgements and money.
"""

from typing import Any

from django.db import models

from reviewsheets.models import BlockLink, BudgetYear, PastSheetNumber, ReviewSheet

COPIED_FIELDS = (
    "bureau",
    "division",
    "officer",
    "start_year",
    "start_year_text",
    "end_year",
    "end_year_text",
    "accounts",
    "policies",
    "expense_items",
    "methods",
    "laws",
    "plans",
    "purpose",
    "outline",
    "no_target_reason",
    "outlay_note",
)


def copy_last_year(last: ReviewSheet, sheet: ReviewSheet) -> None:
    """Fill a saved, empty sheet from last year's. The caller holds the transaction."""
    for name in COPIED_FIELDS:
        setattr(sheet, name, getattr(last, name))
    sheet.save()
    copy_budget(last, sheet)
    copy_indicators(last, sheet)
    copy_blocks(last, sheet)
    for related in last.related_projects.all():
        copy_row(related, sheet=sheet)
    copy_past_numbers(last, sheet)


def copy_row(row: Any, **changes: Any) -> Any:
    """A stored row again, under another parent; what was published of the old one was not of the new."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and not field.name.startswith("published_")
    }
    clone = type(row)(**values)
    for name, value in changes.items():
        setattr(clone, name, value)
    clone.save()
    return clone


def copy_children(rows: models.QuerySet, years: range, **parent: Any) -> None:
    """The values of an indicator: target columns always, years only where the new form has them."""
    for value in rows:
        is_target = getattr(value, "column", "year") != "year"
        if is_target or value.fiscal_year in years:
            copy_row(value, **parent)


def copy_budget(last: ReviewSheet, sheet: ReviewSheet) -> None:
    """The years that the new form reports again, last year's carry-over as carried in, and the budget lines' names."""
    own_year = sheet.sheet_year
    for row in last.budget_years.filter(budget_year__in=sheet.result_year_range):
        copy_row(row, sheet=sheet, requested_yen=None, requested_text="")
    carried = last.budget_years.filter(budget_year=last.sheet_year).first()
    if carried and (carried.carried_out_yen is not None or carried.carried_out_text):
        BudgetYear.objects.create(
            sheet=sheet,
            budget_year=own_year,
            carried_in_yen=carried.carried_out_yen,
            carried_in_text=carried.carried_out_text,
        )
    for line in last.budget_lines.all():
        copy_row(line, sheet=sheet, initial_yen=None, initial_text="", requested_yen=None, requested_text="")


def copy_indicators(last: ReviewSheet, sheet: ReviewSheet) -> None:
    """Indicators, unit costs and policy measures with the years of the new form."""
    policies: dict[int | None, Any] = {row.pk: copy_row(row, sheet=sheet) for row in last.policy_evaluations.all()}
    for indicator in last.indicators.all():
        policy = policies.get(indicator.policy_evaluation_id)
        clone = copy_row(indicator, sheet=sheet, policy_evaluation=policy)
        copy_children(indicator.values.all(), sheet.budget_year_range, indicator=clone)
    for unit_cost in last.unit_costs.all():
        copy = copy_row(unit_cost, sheet=sheet)
        copy_children(unit_cost.years.all(), sheet.budget_year_range, unit_cost=copy)


def copy_blocks(last: ReviewSheet, sheet: ReviewSheet) -> None:
    """Blocks and arrows, without amounts and payees."""
    blocks: dict[int | None, Any] = {None: None}
    for block in last.blocks.all():
        blocks[block.pk] = copy_row(block, sheet=sheet, total_yen=None, total_text="")
    for link in last.block_links.all():
        source, target = blocks[link.source_id], blocks[link.target_id]
        BlockLink.objects.create(
            sheet=sheet, position=link.position, source=source, target=target, kind=link.kind, note=link.note
        )


def copy_past_numbers(last: ReviewSheet, sheet: ReviewSheet) -> None:
    """Last year's list, and last year's own number."""
    for past in last.past_numbers.exclude(past_year=last.sheet_year):
        copy_row(past, sheet=sheet)
    PastSheetNumber.objects.create(sheet=sheet, past_year=last.sheet_year, number=last.number)
