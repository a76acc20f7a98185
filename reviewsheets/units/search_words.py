"""How Japanese text is searched: one folding, one tokenizer, phrases of a query, and where they stand in a text.

A unit is a latin or digit word or any other character; a token is two neighbouring units, so that words of two
characters are found and a phrase of tokens is found exactly where the folded text holds the folded words. Latin words
are found from their beginning. Line breaks stand between units that are no neighbours.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from reviewsheets.units.names import name_key

BREAK = "\ue000"  # not in any text; not white space, which a name's key leaves out
SHORTEST = 2  # characters
MOST_WORDS = 10
MOST_UNITS = 50  # of a phrase
CHUNK_UNITS = 1000  # PostgreSQL keeps 256 places of a token and places to 16,383
CONTEXT = 40  # characters of a snippet before and after the first hit

# By expressions: `str.translate` takes five times as long on Japanese.
_CONTROLS = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85{BREAK}]")
_LINES = re.compile(r"\s*[\r\n\u2028\u2029]\s*")
_LATIN_SPACE = re.compile(r"(?<=[0-9A-Za-z])\s+(?=[0-9A-Za-z])")
_DASHES = re.compile("[‐‑‒–—―−─]")  # NFKC keeps these apart
_WAVES = re.compile("[〜∼∿]")
_KATAKANA_DASH = re.compile(r"(?<=[ァ-ヺー])-")
_UNITS = re.compile(r"[0-9a-z]+|[^0-9a-z]")
_WORD = re.compile(r"[0-9a-z]+")
# Half-width marks belong to the letter before; (株) is spelled out as one.
_CLUSTERS = re.compile(r"\s+|[(（].{1,2}[)）]|.[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*", re.DOTALL)
# ASCII signs as their wide forms: a token then holds nothing that a query language of a database reads.
_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_QUOTES = "\"'“”„‟‘’‚‛「」『』«»"  # after NFKC


def folded(text: str) -> str:
    """A text as compared: as a name's key, with one form a dash and a wave; lines and latin words apart."""
    text = unicodedata.normalize("NFKC", _CONTROLS.sub(" ", text))
    return _folded_signs(name_key(_LATIN_SPACE.sub(BREAK, _LINES.sub(BREAK, text.strip()))))


def _folded_signs(key: str) -> str:
    return _KATAKANA_DASH.sub("ー", _WAVES.sub("~", _DASHES.sub("-", key)))


def _units(key: str) -> list[str]:
    """The units of a folded text, its signs wide."""
    return _UNITS.findall(_SIGNS.sub(lambda sign: chr(ord(sign[0]) + 0xFEE0), key))


@lru_cache(20_000)  # payees come again
def folded_line(text: str) -> str:
    """A name as compared: what a line break split is joined."""
    return folded(_LINES.sub(" ", text))


def chunks(text: str) -> Iterator[list[str]]:
    """The tokens of a folded text, in pieces that overlap by a longest phrase. The last unit before a break is one."""
    units = _units(text)
    units.append(BREAK)
    for start in range(0, max(len(units) - 1, 0), CHUNK_UNITS):
        piece = units[start : start + CHUNK_UNITS + MOST_UNITS]
        tokens = [one if two == BREAK else one + two for one, two in pairwise(piece) if one != BREAK]
        if tokens:
            yield tokens


@dataclass(frozen=True)
class Phrase:
    """A word of a query: its folded text and the tokens that stand side by side in a text that holds it."""

    text: str
    tokens: tuple[str, ...]
    is_open: bool  # the last token may go on: it ends in a latin word

    @classmethod
    def of(cls, text: str) -> "Phrase":
        """The phrase of a folded word without breaks."""
        units = _units(text)[:MOST_UNITS]
        tokens = tuple(one + two for one, two in pairwise(units)) or tuple(units)
        return cls(text, tokens, is_open=bool(_WORD.fullmatch(units[-1])))

    def is_in(self, text: str) -> bool:
        """A folded text holds it."""
        return self.text in text and any(True for _ in self.places_in(text))

    def places_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a folded text holds it: start and end."""
        start = text.find(self.text)
        while start >= 0:
            if not (_WORD.match(self.text) and _WORD.match(text[start - 1 : start])):
                yield start, start + len(self.text)
            start = text.find(self.text, start + len(self.text))


@dataclass(frozen=True)
class SearchWords:
    """A query: phrases that must all be there, and words that are too short to be asked for."""

    phrases: tuple[Phrase, ...]
    too_short: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Nothing was typed."""
        return not self.phrases and not self.too_short

    @property
    def is_too_short(self) -> bool:
        """Something was typed and nothing of it can be asked for."""
        return bool(self.too_short) and not self.phrases


def as_searched(text: str) -> str:
    """A query as typed, without what nobody sees; blank where no word is left."""
    seen = _INVISIBLE.sub("", _CONTROLS.sub(" ", text)).strip()
    return "" if search_words(seen).is_blank else seen


def search_words(text: str) -> SearchWords:
    """The words of a query, apart at spaces of any width, without quotation marks around them; each once."""
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", _CONTROLS.sub(" ", text)))
    words = dict.fromkeys(word.strip(_QUOTES) or word for word in plain.split())
    keys = {key: word for word in words if (key := folded(word).replace(BREAK, ""))}
    long = [Phrase.of(key) for key in keys if len(key) >= SHORTEST]
    return SearchWords(tuple(long[:MOST_WORDS]), tuple(word for key, word in keys.items() if len(key) < SHORTEST))


@dataclass(frozen=True)
class SnippetPart:
    """A stretch of a text as published; marked where a word of the query stands."""

    text: str
    is_hit: bool


def snippet_parts(text: str, phrases: Sequence[Phrase], context: int = CONTEXT) -> tuple[SnippetPart, ...]:
    """A text as published around its first hit, the hits marked; "…" where it was cut."""
    key, origins = _traced(text)
    spans = [place for phrase in phrases for place in phrase.places_in(key)]
    places = list(_joined((origins[start][0], origins[end - 1][1]) for start, end in spans))
    first_start, first_end = places[0] if places else (0, 0)
    start = max(first_start - context, 0)
    end = min(max(first_end, start + context) + context, len(text))
    return tuple(_parts(text, places, start, end))


def _traced(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The folded text with, for each of its characters, the stretch of the published one it comes from."""
    letters: list[str] = []
    origins: list[tuple[int, int]] = []
    for match in _CLUSTERS.finditer(text):
        letter = _folded_space(text, *match.span()) if match[0].isspace() else _folded_cluster(match[0])
        letters.append(letter)
        origins += [match.span()] * len(letter)
    return _folded_signs("".join(letters)), origins


@lru_cache(10_000)
def _folded_cluster(cluster: str) -> str:
    return folded(cluster)


def _folded_space(text: str, start: int, end: int) -> str:
    """What `folded` makes of white space inside a text."""
    return BREAK if BREAK in folded(text[max(start - 1, 0) : end + 1]) else ""


def _joined(places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The places in order, those that touch as one."""
    last: tuple[int, int] | None = None
    for start, end in sorted(places):
        if last and start <= last[1]:
            last = last[0], max(last[1], end)
            continue
        if last:
            yield last
        last = start, end
    if last:
        yield last


def _parts(text: str, places: list[tuple[int, int]], start: int, end: int) -> Iterator[SnippetPart]:
    at, lead = start, "…" if start else ""
    for first, last in places:
        if first >= end:
            break
        if before := lead + text[at:first]:
            yield SnippetPart(before, is_hit=False)
        yield SnippetPart(text[first:last], is_hit=True)
        at, lead = last, ""
    tail = lead + text[at:end] + ("…" if max(at, end) < len(text) else "")
    if tail:
        yield SnippetPart(tail, is_hit=False)
