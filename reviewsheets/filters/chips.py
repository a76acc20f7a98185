"""A filter that is on, and the way to take it off."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

FILE_WORDS_LENGTH = 40
_UNSAFE = re.compile(r"[^\w・ー（）％-]+")


@dataclass(frozen=True)
class Chip:
    """A filter that is on: what it says, and the query string without it."""

    label: str
    rest: str
    leaves: int | None = None  # what would be found without it, told where nothing is found


def without(parameters: QueryDict, name: str) -> str:
    """The query string without what is chosen under a name."""
    rest = parameters.copy()
    for gone in (name, "page", *(["bureau"] if name == "ministry" else [])):
        rest.pop(gone, None)
    return f"?{rest.urlencode()}" if rest else ""


def loosened(chips: Iterable[Chip], count: Callable[[QueryDict], int]) -> list[Chip]:
    """The same where nothing is found: each tells the `count` of what is left without it, the most first."""
    told = (replace(chip, leaves=count(QueryDict(chip.rest.removeprefix("?")))) for chip in chips)
    return sorted(told, key=lambda chip: -(chip.leaves or 0))


def file_name_of(words: Iterable[str]) -> str:
    """What is chosen as part of a file's name: letters, figures and marks that every system takes, cut where long."""
    told = "_".join(filter(None, (_UNSAFE.sub("", each) for each in words)))
    return told if len(told) <= FILE_WORDS_LENGTH else f"{told[: FILE_WORDS_LENGTH - 1]}…"


def quoted(words: str) -> str:
    """What is searched for, as a chip says it."""
    return _("「%(words)s」") % {"words": words}
