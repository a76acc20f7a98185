"""A filter that is on, and the way to take it off."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Chip:
    """A filter that is on: what it says, and the query string without it."""

    label: str
    rest: str


def without(parameters: QueryDict, name: str) -> str:
    """The query string without what is chosen under a name."""
    rest = parameters.copy()
    for gone in (name, "page", *(["bureau"] if name == "ministry" else [])):
        rest.pop(gone, None)
    return f"?{rest.urlencode()}" if rest else ""


def quoted(words: str) -> str:
    """What is searched for, as a chip says it."""
    return _("「%(words)s」") % {"words": words}
