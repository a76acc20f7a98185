"""What is stored."""

from reviewsheets.models.basis import Law, Plan, Policy, SheetOrganisation, SubsidyRate
from reviewsheets.models.budget import BudgetAccount, BudgetItem, BudgetLine, BudgetYear
from reviewsheets.models.columns import SummaryColumns
from reviewsheets.models.evaluation import CheckAnswer, CheckQuestion, CheckSection, Evaluation, ReflectedAmount, Remark
from reviewsheets.models.findings import Finding, RuleTally, SheetReview
from reviewsheets.models.indicators import (
    Indicator,
    IndicatorValue,
    PathLink,
    PathNode,
    PolicyEvaluation,
    UnitCost,
    UnitCostYear,
)
from reviewsheets.models.organisations import FormerPayeeKey, Ministry, Payee
from reviewsheets.models.receipts import ContractFacts, PayeeCount, PayeeSums, Receipt, SpendingSums
from reviewsheets.models.results import FigureRevision, IndicatorResult, RevisingSheets, RevisionSums
from reviewsheets.models.search import SearchText
from reviewsheets.models.sheets import PastSheetNumber, Project, RelatedProject, ReviewSheet
from reviewsheets.models.sources import ImportRun, SheetLink, SheetSource, SourceFile
from reviewsheets.models.spending import Block, BlockLink, Contract, ItemUse, MultiYearContract, OwnCost, Payment
from reviewsheets.models.summary import RowCounts, SheetSummary, SummaryLines, YearSums
from reviewsheets.models.version import DataVersion

__all__ = [
    "Block",
    "BlockLink",
    "BudgetAccount",
    "BudgetItem",
    "BudgetLine",
    "BudgetYear",
    "CheckAnswer",
    "CheckQuestion",
    "CheckSection",
    "Contract",
    "ContractFacts",
    "DataVersion",
    "Evaluation",
    "FigureRevision",
    "Finding",
    "FormerPayeeKey",
    "ImportRun",
    "Indicator",
    "IndicatorResult",
    "IndicatorValue",
    "ItemUse",
    "Law",
    "Ministry",
    "MultiYearContract",
    "OwnCost",
    "PastSheetNumber",
    "PathLink",
    "PathNode",
    "Payee",
    "PayeeCount",
    "PayeeSums",
    "Payment",
    "Plan",
    "Policy",
    "PolicyEvaluation",
    "Project",
    "Receipt",
    "ReflectedAmount",
    "RelatedProject",
    "Remark",
    "ReviewSheet",
    "RevisingSheets",
    "RevisionSums",
    "RowCounts",
    "RuleTally",
    "SearchText",
    "SheetLink",
    "SheetOrganisation",
    "SheetReview",
    "SheetSource",
    "SheetSummary",
    "SourceFile",
    "SpendingSums",
    "SubsidyRate",
    "SummaryColumns",
    "SummaryLines",
    "UnitCost",
    "UnitCostYear",
    "YearSums",
]
