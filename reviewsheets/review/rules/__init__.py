"""The rules, a file a subject; importing this package registers them."""

from reviewsheets.review.rule import registry
from reviewsheets.review.rules import budget

__all__ = ["budget", "registry"]
