"""A filter that is on, and the way to take it off."""

from dataclasses import dataclass

from django.http import QueryDict


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
