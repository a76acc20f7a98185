"""What is stored."""

from reviewsheets.models.budget import BudgetLine, BudgetYear
from reviewsheets.models.evaluation import CheckAnswer, CheckQuestion, CheckSection, Evaluation
from reviewsheets.models.indicators import Indicator, IndicatorValue, PolicyEvaluation, UnitCost, UnitCostYear
from reviewsheets.models.organisations import Ministry, Payee
from reviewsheets.models.sheets import PastSheetNumber, Project, RelatedProject, ReviewSheet
from reviewsheets.models.spending import Block, BlockLink, ItemUse, Payment

__all__ = [
    "Block",
    "BlockLink",
    "BudgetLine",
    "BudgetYear",
    "CheckAnswer",
    "CheckQuestion",
    "CheckSection",
    "Evaluation",
    "Indicator",
    "IndicatorValue",
    "ItemUse",
    "Ministry",
    "PastSheetNumber",
    "Payee",
    "Payment",
    "PolicyEvaluation",
    "Project",
    "RelatedProject",
    "ReviewSheet",
    "UnitCost",
    "UnitCostYear",
]
