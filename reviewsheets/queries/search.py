"""Which sheets hold the words of a query, the best first, and where in them the words stand."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Case, Expression, IntegerField, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from reviewsheets.models import Payment, ReviewSheet, SearchText, SheetSummary
from reviewsheets.units.search_words import Phrase, SnippetPart, folded, folded_line, search_words, snippet_parts

# One row a hit: the sheet. The index's own question comes first, by the whole phrase.
_SQLITE = """
    SELECT sheet_id FROM reviewsheets_searchtext
    WHERE id IN (SELECT rowid FROM reviewsheets_searchindex WHERE tokens MATCH %s)
"""
_POSTGRESQL = "SELECT sheet_id FROM reviewsheets_searchtext WHERE tokens @@ %s::tsquery"
_OF_FIELD = " AND field = %s"
Listed = TypeVar("Listed", ReviewSheet, SheetSummary)  # both have a sheet's id, year, ministry and number
_RANKED = (SearchText.Field.NAME, SearchText.Field.NUMBER, SearchText.Field.TEXT)
_LINES = ("name", "number")
_PROSE = ("name", "number", "purpose", "outline")


@dataclass(frozen=True)
class Snippet:
    """Words of a query in one field of a sheet: the field's official name and the text around the first hit."""

    label: str
    parts: tuple[SnippetPart, ...]


def found_sheets(sheets: QuerySet[Listed], text: str) -> QuerySet[Listed]:
    """One row a sheet that holds every word of the query: hits in names first, then numbers, texts, payees.

    Words apart at spaces; `search_words` tells which of them are too short. A blank query leaves all sheets as they
    are, one that is too short finds none. Among equals the newest sheet is first. Searched: 事業名, 事業番号,
    事業の目的, 事業概要, 支出先 of published sheets.
    """
    return ranked(among(sheets, found_ids(text)), text)


def found_ids(text: str) -> tuple[int, ...] | None:
    """The sheets that hold every word, by id; None where nothing is asked. The index is asked once for each word."""
    words = search_words(text)
    if words.is_too_short:
        return ()
    if not words.phrases:
        return None
    found = set.intersection(*(set(_ids_holding(phrase)) for phrase in words.phrases))
    return tuple(sorted(found))


def among(sheets: QuerySet[Listed], sheet_ids: Sequence[int] | None) -> QuerySet[Listed]:
    """Those of the sheets; all of them for None. One parameter, however many there are."""
    if sheet_ids is None:
        return sheets
    if connection.vendor == "postgresql":
        return sheets.filter(pk__in=RawSQL("SELECT unnest(%s::bigint[])", (list(sheet_ids),)))
    return sheets.filter(pk__in=RawSQL("SELECT value FROM json_each(%s)", (str(list(sheet_ids)),)))


def ranked(sheets: QuerySet[Listed], text: str) -> QuerySet[Listed]:
    """Sheets that are known to hold the words, the best first; as they are where nothing is asked."""
    phrases = search_words(text).phrases
    if not phrases:
        return sheets
    found = sheets.annotate(search_rank=reduce(add, map(_rank, phrases)))
    return found.order_by("search_rank", "-sheet_year", "ministry__order", "number", "pk")


def _holding(phrase: Phrase, field: SearchText.Field | None = None) -> RawSQL:
    """The ids of the sheets that hold a phrase, in one field or any."""
    is_postgresql = connection.vendor == "postgresql"
    sql = _POSTGRESQL if is_postgresql else _SQLITE
    question = _tsquery(phrase) if is_postgresql else _match(phrase)
    if field is None:
        return RawSQL(sql, (question,))  # noqa: S611 - constants; the words are parameters
    return RawSQL(sql + _OF_FIELD, (question, int(field)))  # noqa: S611


def _ids_holding(phrase: Phrase) -> list[int]:
    holding = _holding(phrase)
    with connection.cursor() as cursor:
        cursor.execute(holding.sql, holding.params)
        return [sheet_id for (sheet_id,) in cursor.fetchall()]


def _rank(phrase: Phrase) -> Expression:
    """The place of the best field that holds the phrase."""
    best = [When(pk__in=_holding(phrase, field), then=Value(int(field))) for field in _RANKED]
    return Case(*best, default=Value(int(SearchText.Field.PAYEES)), output_field=IntegerField())


def _match(phrase: Phrase) -> str:
    """The phrase as FTS5 asks for it. No token holds a quotation mark or any other ASCII sign."""
    return f'"{" ".join(phrase.tokens)}"{" *" if phrase.is_open else ""}'


def _tsquery(phrase: Phrase) -> str:
    """The phrase as a tsquery."""
    return " <-> ".join(f"'{token}'" for token in phrase.tokens) + (":*" if phrase.is_open else "")


def snippets(sheet_ids: Collection[int], text: str) -> dict[int, Snippet]:
    """For each sheet, by id, the field that holds most words of the query, with the hits marked, in the order of rank.

    Two queries whatever the number of sheets. A sheet that holds none of the words has no snippet.
    """
    phrases = search_words(text).phrases
    if not phrases:
        return {}
    payees = _payee_names(sheet_ids)
    rows = ReviewSheet.objects.filter(pk__in=sheet_ids).order_by().values("pk", *_PROSE)
    found = {row["pk"]: _snippet([row[name] for name in _PROSE], payees[row["pk"]], phrases) for row in rows}
    return {sheet_id: snippet for sheet_id, snippet in found.items() if snippet}


def _snippet(prose: list[str], payees: list[str], phrases: Sequence[Phrase]) -> Snippet | None:
    label, text, most = "", "", 0
    for name, candidate, key in _candidates(prose, payees):
        words = sum(phrase.is_in(key) for phrase in phrases)
        if words > most:
            label, text, most = name, candidate, words
        if words == len(phrases):
            break
    return Snippet(label, snippet_parts(text, phrases)) if most else None


def _candidates(prose: list[str], payees: list[str]) -> Iterator[tuple[str, str, str]]:
    """Each field's name, text and folded text, worked out only as far as they are asked for."""
    for name, text in zip(_PROSE, prose, strict=True):
        field: Any = ReviewSheet._meta.get_field(name)
        yield str(field.verbose_name), text, folded_line(text) if name in _LINES else folded(text)
    for payee in payees:
        yield str(SearchText.Field.PAYEES.label), payee, folded_line(payee)


def _payee_names(sheet_ids: Collection[int]) -> defaultdict[int, list[str]]:
    names: defaultdict[int, list[str]] = defaultdict(list)
    payments = Payment.objects.filter(block__sheet__in=sheet_ids).order_by("block__position", "position", "pk")
    for sheet_id, name in payments.values_list("block__sheet", "name"):
        names[sheet_id].append(name)
    return names
