"""All parts of one sheet, read with questions whose SQL is worked out once.

Django's prefetch works the same questions out anew for each page, and builds one for each block and payee that is never
asked: two thirds of the time that reading a sheet with many payees took.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple, cast

from django.db.models import F, ForeignKey, Model, QuerySet
from django.db.models.fields.reverse_related import ManyToOneRel

from reviewsheets.models import ReviewSheet


class Part(NamedTuple):
    """A table: the name of the relation that leads to its rows, from the rows of `above` or from the sheet."""

    name: str
    above: str = ""


# Everything a sheet's page shows; what a part hangs on stands before it.
PARTS = (
    *map(
        Part,
        (
            "organisations",
            "policy_list",
            "law_list",
            "plan_list",
            "subsidy_rates",
            "budget_years",
            "budget_items",
            "budget_lines",
            "indicators",
            "policy_evaluations",
            "unit_costs",
            "check_answers",
            "past_numbers",
            "related_projects",
            "path_nodes",
            "path_links",
            "reflected_amounts",
            "received_remarks",
            "blocks",
            "block_links",
            "own_costs",
            "multi_year_contracts",
        ),
    ),
    Part("accounts", "budget_years"),
    Part("values", "indicators"),
    Part("years", "unit_costs"),
    Part("payments", "blocks"),
    Part("item_uses", "blocks"),
    Part("contracts", "payments"),
)
_ABOVE = {part.name: part.above for part in PARTS}
_ADDED = {"payments": {"payee_key": F("payee__key")}}
_ARROWS = {"path_links": "path_nodes", "block_links": "blocks"}  # by what they lead from and to


def load_parts(sheet: ReviewSheet) -> None:
    """Let the relations of the sheet and of its parts answer from what is read here, in as many queries as there are
    parts at most: below a part without rows nothing is asked for.
    """
    rows: dict[str, Sequence[Model]] = {"": [sheet]}
    for part in PARTS:
        above = rows[part.above]
        rows[part.name] = _rows(part, sheet.pk) if above else ()
        _hand_out(rows[part.name], above, _relation(part.name))
    for arrows, ends in _ARROWS.items():
        _point(rows[arrows], {row.pk: row for row in rows[ends]})


def _rows(part: Part, sheet_id: int) -> list[Model]:
    model = _relation(part.name).related_model
    return list(model._default_manager.raw(_sql(part.name), [sheet_id]))


@cache
def _sql(name: str) -> str:
    """The question for a part's rows by the sheet's id, in the order of the model."""
    model = _relation(name).related_model
    asked = model._default_manager.filter(**{_way_up(name): 0}).annotate(**_ADDED.get(name, {}))
    sql, (_sheet_id,) = asked.query.sql_with_params()
    return str(sql)


def _way_up(name: str) -> str:
    """block__sheet: from a part's rows to the sheet."""
    own = _relation(name).field.name
    return f"{own}__{_way_up(_ABOVE[name])}" if _ABOVE[name] else own


@cache
def _relation(name: str) -> ManyToOneRel:
    above = _ABOVE[name]
    model: type[Model] = _relation(above).related_model if above else ReviewSheet
    relation: ManyToOneRel = cast(Any, model._meta.get_field(name))
    return relation


def _hand_out(rows: Sequence[Model], above: Sequence[Model], relation: ManyToOneRel) -> None:
    """What `prefetch_related` does in the end: each row knows what it belongs to, and that has its rows at hand."""
    field: ForeignKey[Any, Any] = relation.field
    owned: dict[int, list[Model]] = {}
    for row in rows:
        owned.setdefault(getattr(row, field.attname), []).append(row)
    nothing = _answered(relation.related_model, [])
    for owner in above:
        own = owned.get(owner.pk)
        kept = vars(owner).setdefault("_prefetched_objects_cache", {})
        kept[relation.accessor_name] = _answered(relation.related_model, own) if own else nothing
        for row in own or ():
            field.set_cached_value(row, owner)


def _answered(model: type[Model], rows: list[Model]) -> QuerySet[Model]:
    """A question that has its answer."""
    answered: QuerySet[Model] = QuerySet(model)
    answered._result_cache = rows
    vars(answered)["_prefetch_done"] = True  # its type says nothing of it
    return answered


def _point(arrows: Iterable[Model], ends: dict[int, Model]) -> None:
    """Let arrows know the rows they lead from and to."""
    for arrow in arrows:
        for name in ("source", "target"):
            field: Any = arrow._meta.get_field(name)
            end = ends.get(getattr(arrow, field.attname))
            if end is not None:
                field.set_cached_value(arrow, end)
