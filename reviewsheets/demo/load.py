"""The demonstration data as a whole."""

from itertools import chain

from reviewsheets.demo.fiction import fictional_trees
from reviewsheets.demo.seed import seed_tree
from reviewsheets.demo.writer import WriteReport, write_trees
from reviewsheets.models import ReviewSheet


def load_demo(*, sheets: int | None = None) -> WriteReport:
    """Stores the real sheet and the fictional ministries': 見本省's, or with a number so many."""
    return write_trees(chain([seed_tree()], fictional_trees(sheets)))


def has_no_sheets() -> bool:
    """The database is still empty: a first start."""
    return not ReviewSheet.objects.exists()
