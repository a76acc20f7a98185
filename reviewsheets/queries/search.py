"""Which sheets hold the words of a query, the best first, and where in them the words stand."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from django.db import connection
from django.db.models import BinaryField, Func, IntegerField, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from numpy.typing import NDArray

from reviewsheets.models import Payment, ReviewSheet, SearchText, SheetSummary
from reviewsheets.queries.columns import Flags
from reviewsheets.units.search_words import Phrase, SnippetPart, folded, folded_line, search_words, snippet_parts

# All hits as one value, as a row a hit takes several times as long to read, and told apart by field takes a third more
# of PostgreSQL's time. The index's own question comes first, by the whole phrase.
_FIELDS = 8  # more than there are: sheet and field are one number
_SQLITE = f"""
    SELECT json_group_array(sheet_id * {_FIELDS} + field)
    FROM reviewsheets_searchindex CROSS JOIN reviewsheets_searchtext ON id = reviewsheets_searchindex.rowid
    WHERE tokens MATCH %s
"""  # noqa: S608 - our own number
# As a binary copy: as letters PostgreSQL's numbers took half of the time of a common word.
_POSTGRESQL = f"""
    COPY (
        SELECT array_agg(sheet_id * {_FIELDS} + field) FROM reviewsheets_searchtext WHERE tokens @@ %s::tsquery
    ) TO STDOUT (FORMAT BINARY)
"""  # noqa: S608 - our own number
# What PostgreSQL sends of an array: dimensions, flags, type, length, first place; then each number behind its size.
_ARRAY_HEAD = 20
_ARRAY_ITEM = np.dtype([("size", ">i4"), ("number", ">i8")])
FEW = 1_000  # hits; more are sent as one value
SPARSE = 6  # sheets to a hit; where hits are more, all sheets are read in one go and looked up among the marks
# Ids as one parameter, however many they are.
_SQLITE_IDS = "SELECT value FROM json_each(%s)"
_POSTGRESQL_IDS = "SELECT unnest(%s::bigint[])"
LAST_RANK = 255
Listed = TypeVar("Listed", ReviewSheet, SheetSummary)  # both have a sheet's id, year, ministry and number
_LINES = ("name", "number")
_PROSE = ("name", "number", "purpose", "outline")


@dataclass(frozen=True)
class Snippet:
    """Words of a query in one field of a sheet: the field's official name and the text around the first hit."""

    label: str
    parts: tuple[SnippetPart, ...]


@dataclass(frozen=True)
class Hits:
    """The sheets that hold every word of a query: a byte for each, in the order of ids from 1 up to the last hit.

    It is the sheet's rank, 1 the best, or 0 for no hit. As one value it is sent to the database and looked into far
    faster than thousands of ids.
    """

    ranks: NDArray[np.uint8]

    @cached_property
    def number(self) -> int:
        """How many were found."""
        return int(np.count_nonzero(self.ranks))

    @cached_property
    def sheet_ids(self) -> list[int]:
        """Who was found, ascending."""
        return (self.ranks.nonzero()[0] + 1).tolist()

    def found(self, sheet_ids: NDArray[np.int64]) -> Flags:
        """Which of these were found."""
        last = int(sheet_ids.max(initial=0))
        return np.pad(self.ranks, (1, max(0, last - len(self.ranks))))[sheet_ids] > 0

    @property
    def ids(self) -> RawSQL:
        """Their ids as one parameter, in text: an array would be written anew for each query, number by number."""
        is_postgresql = connection.vendor == "postgresql"
        numbers = ",".join(map(str, self.sheet_ids))
        values = f"{{{numbers}}}" if is_postgresql else f"[{numbers}]"
        return RawSQL(_POSTGRESQL_IDS if is_postgresql else _SQLITE_IDS, (values,))  # noqa: S611 - constants

    @property
    def mark(self) -> Func:
        """A sheet's own byte, in the database: orders by rank; blank past the last hit."""
        place, marks = Cast("pk", IntegerField()), Value(self.ranks.tobytes(), BinaryField())
        return Func(marks, place, 1, function="substr", output_field=BinaryField())


def found_sheets(sheets: QuerySet[Listed], text: str) -> QuerySet[Listed]:
    """One row a sheet that holds every word of the query: hits in names first, then numbers, texts, payees.

    Words apart at spaces; `search_words` tells which of them are too short. A blank query leaves all sheets as they
    are, one that is too short finds none. Among equals the newest sheet is first. Searched: 事業名, 事業番号,
    事業の目的, 事業概要, 支出先 of published sheets.
    """
    hits = find(text)
    return ranked(among(sheets, hits), hits)


def find(text: str) -> Hits | None:
    """The hits of a query; None where nothing is asked. The index is asked once for each word."""
    words = search_words(text)
    if words.is_too_short:
        return Hits(np.zeros(0, np.uint8))
    if not words.phrases:
        return None
    by_phrase = [_best_fields(phrase) for phrase in words.phrases]
    last = min(map(len, by_phrase))  # a sheet after it lacks one of the phrases
    places = np.array([places[:last] for places in by_phrase])
    ranks = np.minimum(places.sum(axis=0), LAST_RANK) * places.all(axis=0)
    return Hits(np.trim_zeros(ranks, "b").astype(np.uint8))


def among(sheets: QuerySet[Listed], hits: Hits | None) -> QuerySet[Listed]:
    """Those of the sheets that were found; all of them where nothing was asked."""
    if hits is None:
        return sheets
    if hits.number <= FEW:
        return sheets.filter(pk__in=hits.sheet_ids)
    if hits.number * SPARSE <= len(hits.ranks):
        return sheets.filter(pk__in=hits.ids)
    return sheets.alias(search_mark=hits.mark).filter(search_mark__gt=b"\0")


def ranked(sheets: QuerySet[Listed], hits: Hits | None) -> QuerySet[Listed]:
    """Found sheets, the best first; as they are where nothing was asked."""
    if hits is None:
        return sheets
    return sheets.order_by(hits.mark, "-sheet_year", "ministry__order", "number", "pk")


def _best_fields(phrase: Phrase) -> NDArray[np.uint16]:
    """For each sheet, in the order of ids from 1, the place of the best field that holds a phrase, or 0."""
    numbers = _found_postgresql(phrase) if connection.vendor == "postgresql" else _found_sqlite(phrase)
    sheet_ids, places = np.divmod(numbers, _FIELDS)
    best = np.zeros(sheet_ids.max(initial=0), np.uint16)
    for place in sorted(SearchText.Field.values, reverse=True):  # of several the best is kept
        best[sheet_ids[places == place] - 1] = place
    return best


def _found_sqlite(phrase: Phrase) -> NDArray[np.int64]:
    """The sheets that hold the phrase, with the field that does, as numbers."""
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE, [_match(phrase)])
        return np.array(json.loads(cursor.fetchone()[0]), np.int64)


def _found_postgresql(phrase: Phrase) -> NDArray[np.int64]:
    """The same."""
    asked = connection.ops.compose_sql(_POSTGRESQL, [_tsquery(phrase)])  # type: ignore[attr-defined]  # PostgreSQL's alone
    with connection.cursor() as cursor, cursor.copy(asked) as copied:
        copied.set_types(["bytea"])
        ((found,),) = copied.rows()
    return np.frombuffer((found or b"")[_ARRAY_HEAD:], _ARRAY_ITEM)["number"].astype(np.int64)


def _match(phrase: Phrase) -> str:
    """The phrase as FTS5 asks for it. No token holds a quotation mark or any other ASCII sign."""
    return f'"{" ".join(phrase.tokens)}"{" *" if phrase.is_open else ""}'


def _tsquery(phrase: Phrase) -> str:
    """The phrase as a tsquery."""
    return " <-> ".join(f"'{token}'" for token in phrase.tokens) + (":*" if phrase.is_open else "")


def snippets(sheet_ids: Collection[int], text: str) -> dict[int, Snippet]:
    """For each sheet, by id, the field that holds most words of the query, with the hits marked, in the order of rank.

    Two queries at most, whatever the number of sheets: the payees are read of those alone whose texts lack a word. A
    sheet that holds none of the words has no snippet.
    """
    phrases = search_words(text).phrases
    if not phrases:
        return {}
    rows = ReviewSheet.objects.filter(pk__in=sheet_ids).order_by().values("pk", *_PROSE)
    fullest = {row["pk"]: _fullest(_Field(), _texts(row), phrases) for row in rows}
    lacking = [pk for pk, field in fullest.items() if field.words < len(phrases)]
    for pk, names in _payee_names(lacking).items():
        fullest[pk] = _fullest(fullest[pk], _payees(names), phrases)
    return {
        pk: Snippet(field.label, snippet_parts(field.text, phrases)) for pk, field in fullest.items() if field.words
    }


@dataclass(frozen=True)
class _Field:
    """A field of a sheet: its official name, its text as written and folded, how many words of the query it holds."""

    label: str = ""
    text: str = ""
    key: str = ""
    words: int = 0


def _fullest(fullest: _Field, fields: Iterator[_Field], phrases: Sequence[Phrase]) -> _Field:
    """The first field with the most words of the query; none is looked at once all are found."""
    for field in fields:
        words = sum(phrase.is_in(field.key) for phrase in phrases)
        if words > fullest.words:
            fullest = replace(field, words=words)
        if words == len(phrases):
            break
    return fullest


def _texts(row: Mapping[str, str]) -> Iterator[_Field]:
    """Each text of a sheet, folded only as far as they are asked for."""
    for name in _PROSE:
        field: Any = ReviewSheet._meta.get_field(name)
        fold = folded_line if name in _LINES else folded
        yield _Field(str(field.verbose_name), row[name], fold(row[name]))


def _payees(names: Iterable[str]) -> Iterator[_Field]:
    for name in names:
        yield _Field(str(SearchText.Field.PAYEES.label), name, folded_line(name))


def _payee_names(sheet_ids: Collection[int]) -> defaultdict[int, list[str]]:
    names: defaultdict[int, list[str]] = defaultdict(list)
    payments = Payment.objects.filter(block__sheet__in=sheet_ids).order_by("block__position", "position", "pk")
    for sheet_id, name in payments.values_list("block__sheet", "name"):
        names[sheet_id].append(name)
    return names
