"""The records that travel between an official file and the database: one type a table, fields named as its columns.

A field that a file does not give keeps its default. Fields that point at another record of the same sheet hold what
names it there: `budget_year` of a year, `letter` of a block, the place in the list (from 0) of the others.
Money in whole yen, rates in percent.
"""

from reviewsheets.formats.records.budget import BudgetAccountRecord, BudgetItemRecord, BudgetYearRecord
from reviewsheets.formats.records.evaluation import EvaluationRecord, ReflectedRecord, RemarkRecord
from reviewsheets.formats.records.indicators import (
    IndicatorRecord,
    IndicatorValueRecord,
    PathLinkRecord,
    PathNodeRecord,
)
from reviewsheets.formats.records.sheets import (
    LawRecord,
    OrganisationRecord,
    PastNumberRecord,
    PlanRecord,
    PolicyRecord,
    RelatedRecord,
    RemarksRecord,
    SheetRecord,
    SubsidyRecord,
)
from reviewsheets.formats.records.spending import (
    BlockLinkRecord,
    BlockRecord,
    ContractRecord,
    ItemUseRecord,
    MultiYearRecord,
    OwnCostRecord,
    PaymentRecord,
)

__all__ = [
    "BlockLinkRecord",
    "BlockRecord",
    "BudgetAccountRecord",
    "BudgetItemRecord",
    "BudgetYearRecord",
    "ContractRecord",
    "EvaluationRecord",
    "IndicatorRecord",
    "IndicatorValueRecord",
    "ItemUseRecord",
    "LawRecord",
    "MultiYearRecord",
    "OrganisationRecord",
    "OwnCostRecord",
    "PastNumberRecord",
    "PathLinkRecord",
    "PathNodeRecord",
    "PaymentRecord",
    "PlanRecord",
    "PolicyRecord",
    "ReflectedRecord",
    "RelatedRecord",
    "RemarkRecord",
    "RemarksRecord",
    "SheetRecord",
    "SubsidyRecord",
]
