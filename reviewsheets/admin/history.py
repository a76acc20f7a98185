"""Every hand-made change of a sheet: who, when, old and new value, and the way back (django-reversion).

A save of the entry page is one revision: a snapshot of the sheet with all its rows. Changes are read off two
neighbouring snapshots. Imports write no revisions; the first change by hand keeps what was there before it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import reversion
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from reversion.errors import RevertError
from reversion.models import Revision, Version

from reviewsheets.importers.flags import mark_doubtful_amounts
from reviewsheets.models import (
    Block,
    BlockLink,
    BudgetAccount,
    BudgetItem,
    BudgetLine,
    BudgetYear,
    CheckAnswer,
    Contract,
    Evaluation,
    Indicator,
    IndicatorValue,
    ItemUse,
    Law,
    MultiYearContract,
    OwnCost,
    PastSheetNumber,
    PathLink,
    PathNode,
    Payment,
    Plan,
    Policy,
    PolicyEvaluation,
    ReflectedAmount,
    RelatedProject,
    Remark,
    ReviewSheet,
    SheetOrganisation,
    SubsidyRate,
    UnitCost,
    UnitCostYear,
)
from reviewsheets.summaries.refresh import refresh, refresh_projects

FOLLOWED: dict[type, tuple[str, ...]] = {
    ReviewSheet: (
        "budget_years",
        "budget_lines",
        "policy_evaluations",
        "indicators",
        "unit_costs",
        "check_answers",
        "evaluation",
        "related_projects",
        "past_numbers",
        "blocks",
        "block_links",
        "organisations",
        "policy_list",
        "law_list",
        "plan_list",
        "subsidy_rates",
        "budget_items",
        "path_nodes",
        "path_links",
        "reflected_amounts",
        "received_remarks",
        "own_costs",
        "multi_year_contracts",
    ),
    BudgetYear: ("accounts",),
    Payment: ("contracts",),
    Indicator: ("values",),
    UnitCost: ("years",),
    Block: ("payments", "item_uses"),
    **dict.fromkeys(
        [
            BudgetLine,
            PolicyEvaluation,
            IndicatorValue,
            UnitCostYear,
            CheckAnswer,
            Evaluation,
            RelatedProject,
            PastSheetNumber,
            BlockLink,
            ItemUse,
            BudgetAccount,
            BudgetItem,
            Contract,
            Law,
            MultiYearContract,
            OwnCost,
            PathLink,
            PathNode,
            Plan,
            Policy,
            ReflectedAmount,
            Remark,
            SheetOrganisation,
            SubsidyRate,
        ],
        (),
    ),
}
BOOKKEEPING = {
    "edition",
    "updated_at",
    "updated_by_id",
    "created_at",
    "published_by_id",
    "position",
    "payee_id",
    "is_amount_doubtful",
    "source_row",
}
PARENTS = {"sheet", "indicator", "unit_cost", "block", "year", "payment"}
BEFORE_FIRST_EDIT = gettext_lazy("手入力による最初の変更の前")
CHANGED_OTHERWISE = gettext_lazy("取り込みによる変更の後")

for model, follow in FOLLOWED.items():
    reversion.register(model, follow=follow)


class StaleError(Exception):
    """The sheet was saved after the page was opened."""


@dataclass(frozen=True)
class Change:
    """One column of one row that differs between two snapshots, as text."""

    where: str
    what: str
    old: str
    new: str


@dataclass(frozen=True)
class Edition:
    """One save by hand with what it changed."""

    revision: Revision
    changes: list[Change]
    is_first: bool


@contextmanager
def recorded(user: Any, comment: str) -> Iterator[None]:
    """One transaction whose saves make one revision."""
    with transaction.atomic(), reversion.create_revision():
        reversion.set_user(user)
        reversion.set_comment(comment)
        yield


@contextmanager
def recorded_change(sheet: ReviewSheet, user: Any, comment: str, *, edition: str = "") -> Iterator[ReviewSheet]:
    """The same for one sheet, whose row is held to the end: two people who save at once come one after the other.

    With the `edition` that a page was opened at, `StaleError` when the sheet was saved since.
    """
    with transaction.atomic():
        sheets = ReviewSheet.objects.select_for_update(of=("self",), no_key=True).select_related("ministry")
        held = get_object_or_404(sheets, pk=sheet.pk)
        if edition and edition != str(held.edition):
            raise StaleError
        keep_state_before_edit(held)
        project_id = held.project_id
        with recorded(user, comment):
            yield held
        mark_doubtful_amounts((), [held.pk])
        refresh([held.pk])
        if not ReviewSheet.objects.filter(pk=held.pk, project=project_id).exists():
            refresh_projects(ReviewSheet.objects.filter(project=project_id).values_list("pk", flat=True))


def keep_state_before_edit(sheet: ReviewSheet) -> None:
    """What is stored is kept before a change, where no revision holds it: never edited by hand, or imported since.

    So the first change has an old value, and nobody is told to have made what an import changed.
    """
    last = Version.objects.get_for_object(sheet).first()
    if last and last.field_dict["edition"] == sheet.edition:
        return
    with reversion.create_revision():
        reversion.set_comment(str(CHANGED_OTHERWISE if last else BEFORE_FIRST_EDIT))
        reversion.add_to_revision(sheet)


def editions_of(sheet: ReviewSheet) -> list[Edition]:
    """All saves by hand, newest first."""
    versions = Version.objects.get_for_object(sheet).select_related("revision__user")
    versions = versions.prefetch_related("revision__version_set__content_type")
    revisions = [version.revision for version in versions]
    snapshots = [snapshot(revision) for revision in revisions]
    before: list[Any] = [*snapshots, {}][1:]
    return [
        Edition(revision, changes_between(old, new) if old else [], is_first=not old)
        for revision, old, new in zip(revisions, before, snapshots, strict=True)
    ]


def snapshot(revision: Revision) -> dict[tuple[int, str], Version]:
    """A revision's rows by content type and id."""
    return {(version.content_type_id, version.object_id): version for version in revision.version_set.all()}


def changes_between(old: dict[Any, Version], new: dict[Any, Version]) -> list[Change]:
    """What differs, row by row."""
    keys = [*new, *(key for key in old if key not in new)]
    rows = old | new
    return [
        Change(place_of(rows[key], rows), *difference)
        for key in keys
        for difference in row_changes(old.get(key), new.get(key))
    ]


def place_of(version: Version, rows: dict[Any, Version]) -> str:
    """What row it is, said from its parent on: 指標の値 見本指標 2017."""
    model: Any = version.content_type.model_class()
    names = [model._meta.verbose_name, version.object_repr]
    for field in model._meta.concrete_fields:
        if field.name in PARENTS and field.related_model in FOLLOWED and field.related_model is not ReviewSheet:
            content_type = ContentType.objects.get_for_model(field.related_model)
            parent = rows.get((content_type.pk, str(version.field_dict.get(field.attname))))
            names.insert(1, parent.object_repr if parent else "")
    return " ".join(str(name).strip() for name in names if name)


def row_changes(old: Version | None, new: Version | None) -> Iterator[tuple[str, str, str]]:
    """The columns of one row that differ; a row that came or went has a blank side."""
    if old and new and old.serialized_data == new.serialized_data:
        return
    version = new or old
    assert version is not None  # noqa: S101  # one of the two snapshots has the row
    model: Any = version.content_type.model_class()
    before, after = (side.field_dict if side else {} for side in (old, new))
    for field in model._meta.concrete_fields:
        if field.attname in BOOKKEEPING or field.primary_key or field.name in PARENTS:
            continue
        was, now = before.get(field.attname), after.get(field.attname)
        if was != now and not (says_nothing(was) and says_nothing(now)):
            yield str(field.verbose_name), shown(field, was), shown(field, now)


def says_nothing(value: Any) -> bool:
    """Blank, or a mark that is not set; 0 says something."""
    return value is None or value is False or value in ("", [])


def shown(field: models.Field, value: Any) -> str:
    """A stored value as text: a choice by its label, another row by its name as of now."""
    if value is None or value == "":
        return _("（空欄）")
    if field.is_relation:
        related: Any = field.related_model
        return str(related._base_manager.filter(pk=value).first() or f"#{value}")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, list):
        return _("、").join(map(str, value))
    return f"{value:,}" if isinstance(value, int) and abs(value) > 9999 else str(value)


def changes_back_to(sheet: ReviewSheet, revision: Revision) -> list[Change]:
    """What would change if the sheet went back to a revision."""
    latest = Version.objects.get_for_object(sheet).select_related("revision").first()
    changes = changes_between(snapshot(latest.revision), snapshot(revision)) if latest else []
    published_at = str(ReviewSheet._meta.get_field("published_at").verbose_name)
    return [change for change in changes if change.what != published_at]  # that stays as it is now


def ministry_then(sheet: ReviewSheet, revision: Revision) -> int:
    """The ministry that a revision's sheet belonged to, by id."""
    version = Version.objects.get_for_object(sheet).get(revision=revision)
    ministry_id: int = version.field_dict["ministry_id"]
    return ministry_id


def go_back_to(sheet: ReviewSheet, revision: Revision, user: Any, *, edition: str = "") -> bool:
    """Bring a revision's rows back as a new edition; False where today's other rows do not let it.

    Whether the sheet is published stays as it is now.
    """
    when = localtime(revision.date_created)
    comment = _("%(when)s の版に戻した") % {"when": f"{when:%Y-%m-%d %H:%M}"}
    try:
        with recorded_change(sheet, user, comment, edition=edition) as now:
            free_letters(now)
            revision.revert(delete=True)
            restored = ReviewSheet.objects.get(pk=now.pk)
            restored.published_at, restored.published_by_id = now.published_at, now.published_by_id
            restored.edition, restored.updated_by = now.edition + 1, user
            restored.save()
    except (RevertError, IntegrityError):
        return False
    return True


def free_letters(sheet: ReviewSheet) -> None:
    """Take the blocks' letters away, so that earlier ones can come back in any order."""
    for place, block in enumerate(sheet.blocks.all()):
        sheet.blocks.filter(pk=block.pk).update(letter=f"~{place}")


def revisions_of(sheet: ReviewSheet) -> QuerySet[Revision]:
    """The revisions that hold a snapshot of this sheet."""
    versions = Version.objects.get_for_object(sheet)
    return Revision.objects.filter(pk__in=versions.values("revision"))


def deleted_sheets() -> QuerySet[Version]:
    """The last snapshot of each sheet that was deleted, newest first."""
    return Version.objects.get_deleted(ReviewSheet).select_related("revision__user")


def bring_back(version: Version, user: Any) -> ReviewSheet | None:
    """A deleted sheet again with all its rows, as a draft; None where today's other rows do not let it."""
    try:
        with recorded(user, _("削除から元に戻した")):
            version.revision.revert()
            sheet = ReviewSheet.objects.get(pk=version.object_id)
            sheet.published_at, sheet.published_by, sheet.updated_by = None, None, user
            sheet.edition += 1
            sheet.save()
            mark_doubtful_amounts((), [sheet.pk])
            refresh([sheet.pk])
    except (RevertError, IntegrityError):
        return None
    return sheet
