"""Which model a record is stored in, and how records of one sheet point at each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from reviewsheets.formats import records as r
from reviewsheets.models import (
    Block,
    BlockLink,
    BudgetAccount,
    BudgetItem,
    BudgetYear,
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
    ReflectedAmount,
    RelatedProject,
    Remark,
    SheetOrganisation,
    SubsidyRate,
)


@dataclass(frozen=True)
class Table:
    """A record type's model.

    `owner` is the path from the model to its sheet. `pointers` are the fields that name another record of the sheet;
    `name` is the field by which others name this one, none for its place in the list. `key` is what a record is told
    by when a newer file is compared with it.
    """

    record: type[Any]
    model: type[Model]
    owner: str = "sheet"
    pointers: Mapping[str, type[Any]] = field(default_factory=dict)
    name: str = ""
    key: tuple[str, ...] = ("position",)

    @property
    def fields(self) -> tuple[str, ...]:
        """The record's own fields, without pointers."""
        names: tuple[str, ...] = self.record._fields
        return tuple(name for name in names if name not in self.pointers)


TABLES: dict[type[Any], Table] = {
    table.record: table
    for table in (
        Table(r.PastNumberRecord, PastSheetNumber),
        Table(r.OrganisationRecord, SheetOrganisation),
        Table(r.PolicyRecord, Policy, key=("policy", "measure")),
        Table(r.LawRecord, Law, key=("name", "article", "paragraph")),
        Table(r.PlanRecord, Plan, key=("name",)),
        Table(r.SubsidyRecord, SubsidyRate, key=("target",)),
        Table(r.RelatedRecord, RelatedProject, key=("number", "relation")),
        Table(r.BudgetYearRecord, BudgetYear, name="budget_year", key=("budget_year",)),
        Table(
            r.BudgetAccountRecord,
            BudgetAccount,
            owner="year__sheet",
            pointers={"year": r.BudgetYearRecord},
            key=("year", "account_kind", "account", "subaccount"),
        ),
        Table(
            r.BudgetItemRecord,
            BudgetItem,
            key=(
                "budget_year",
                "account",
                "subaccount",
                "budget_kind",
                "organisation",
                "item",
                "sub_item",
                "supplement",
            ),
        ),
        Table(r.IndicatorRecord, Indicator, key=("kind", "number", "term")),
        Table(
            r.IndicatorValueRecord,
            IndicatorValue,
            owner="indicator__sheet",
            pointers={"indicator": r.IndicatorRecord},
            key=("indicator", "column", "fiscal_year"),
        ),
        Table(r.PathNodeRecord, PathNode, key=("kind", "number", "term", "text")),
        Table(
            r.PathLinkRecord,
            PathLink,
            pointers={"source": r.PathNodeRecord, "target": r.PathNodeRecord},
            key=("source", "target"),
        ),
        Table(r.EvaluationRecord, Evaluation, key=()),
        Table(r.ReflectedRecord, ReflectedAmount, key=("account", "subaccount")),
        Table(r.RemarkRecord, Remark, key=("kind", "position")),
        Table(r.BlockRecord, Block, name="letter", key=("letter",)),
        Table(
            r.PaymentRecord,
            Payment,
            owner="block__sheet",
            pointers={"block": r.BlockRecord},
            key=("block", "corporate_number", "name"),
        ),
        Table(
            r.ContractRecord,
            Contract,
            owner="payment__block__sheet",
            pointers={"payment": r.PaymentRecord},
            key=("summary",),
        ),
        Table(
            r.BlockLinkRecord,
            BlockLink,
            pointers={"source": r.BlockRecord, "target": r.BlockRecord},
            key=("source", "target", "target_name"),
        ),
        Table(r.OwnCostRecord, OwnCost, key=("name", "item")),
        Table(
            r.ItemUseRecord,
            ItemUse,
            owner="block__sheet",
            pointers={"block": r.BlockRecord},
            key=("block", "payee_name", "contract_summary", "item", "use"),
        ),
        Table(r.MultiYearRecord, MultiYearContract, key=("block_letter", "corporate_number", "name", "summary")),
    )
}

# The records each file holds. 5-1 to 5-3 meet at the blocks: they are written together.
RECORDS_OF: dict[str, tuple[type[Any], ...]] = {
    "1-1": (r.OrganisationRecord,),
    "1-2": (r.SheetRecord,),
    "1-3": (r.PolicyRecord, r.LawRecord, r.PlanRecord),
    "1-4": (r.SubsidyRecord,),
    "1-5": (r.RelatedRecord,),
    "2-1": (r.BudgetYearRecord, r.BudgetAccountRecord),
    "2-2": (r.BudgetItemRecord,),
    "3-1": (r.IndicatorRecord, r.IndicatorValueRecord),
    "3-2": (r.PathNodeRecord, r.PathLinkRecord),
    "4-1": (r.EvaluationRecord, r.ReflectedRecord, r.RemarkRecord),
    "5-1": (r.BlockRecord, r.PaymentRecord, r.ContractRecord),
    "5-2": (r.BlockLinkRecord, r.OwnCostRecord),
    "5-3": (r.ItemUseRecord,),
    "5-4": (r.MultiYearRecord,),
    "6-1": (r.RemarksRecord,),
    "judgit": (
        r.SheetRecord,
        r.PastNumberRecord,
        r.BudgetYearRecord,
        r.IndicatorRecord,
        r.IndicatorValueRecord,
        r.BlockRecord,
        r.PaymentRecord,
    ),
}
SHARING_BLOCKS = ("5-1", "5-2", "5-3")
