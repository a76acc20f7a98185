"""The search index, kept in step with the published sheets: their names, numbers, texts and payees.

Drafts are never in it. It writes inside the caller's transaction.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from operator import itemgetter

from django.db import connection

from reviewsheets.models import Payment, ReviewSheet, SearchText
from reviewsheets.models.bulk import among
from reviewsheets.units.search_words import BREAK, chunks, folded, folded_line

BATCH = 500  # sheets in memory at a time
MOST_STALE = 2  # rows of SQLite's index to a row that counts, before all is made anew
_COLUMNS = ("pk", "name", "number", "purpose", "outline")
_SQLITE_EMPTY = "INSERT INTO reviewsheets_searchindex (reviewsheets_searchindex) VALUES ('delete-all')"
_SQLITE_LAST = "SELECT coalesce(max(id), 0), count(*) FROM reviewsheets_searchindex_docsize"
_SQLITE_TEXTS = "INSERT INTO reviewsheets_searchtext (id, sheet_id, field) VALUES (?, ?, ?)"
_SQLITE_TOKENS = "INSERT INTO reviewsheets_searchindex (rowid, tokens) VALUES (?, ?)"
_POSTGRESQL_ROWS = "COPY reviewsheets_searchtext (sheet_id, field, tokens) FROM STDIN"
# GIN made at once takes a fraction of the time of GIN that grows.
_POSTGRESQL_DROP = "DROP INDEX reviewsheets_searchtext_tokens"
_POSTGRESQL_INDEX = """
    SET CONSTRAINTS ALL IMMEDIATE; -- no index is made of a table whose rows are still to be checked
    CREATE INDEX reviewsheets_searchtext_tokens ON reviewsheets_searchtext USING gin (tokens);
    SET CONSTRAINTS ALL DEFERRED
"""

Row = tuple[int, int, list[str]]  # sheet, field, tokens


def index_sheets(sheet_ids: Collection[int] | None = None) -> int:
    """Make the index of these sheets, or of all, anew; gives the number of published ones."""
    if sheet_ids is None or _is_mostly_stale():
        return _index_all()
    given = sorted(sheet_ids)
    return sum(_index_again(given[start : start + BATCH]) for start in range(0, len(given), BATCH))


def _index_all() -> int:
    is_first = connection.vendor == "postgresql" and not SearchText.objects.exists()
    _remove_all()
    if is_first:  # nobody waits for an index of nothing
        _execute(_POSTGRESQL_DROP)
    published = list(ReviewSheet.objects.published().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(published), BATCH):
        _write(_by_field(_rows(published[start : start + BATCH])))
    if is_first:
        _execute(_POSTGRESQL_INDEX)
    return len(published)


def _index_again(sheet_ids: list[int]) -> int:
    _remove(sheet_ids)
    published = list(ReviewSheet.objects.published().filter(among("pk", sheet_ids)).values_list("pk", flat=True))
    _write(_by_field(_rows(published)))
    return len(published)


def _by_field(rows: Iterable[Row]) -> list[Row]:
    """Fields of a kind side by side: a word that is in most names is then read from a few pages of the table."""
    return sorted(rows, key=itemgetter(1))


def _rows(sheet_ids: list[int]) -> Iterator[Row]:
    """Every piece of every field of these sheets."""
    payees = _payee_names(sheet_ids)
    sheets = ReviewSheet.objects.filter(among("pk", sheet_ids)).order_by("pk")
    for sheet_id, name, number, purpose, outline in sheets.values_list(*_COLUMNS):
        texts = {
            SearchText.Field.NAME: folded_line(name),
            SearchText.Field.NUMBER: folded_line(number),
            SearchText.Field.TEXT: folded(purpose) + BREAK + folded(outline),
            SearchText.Field.PAYEES: BREAK.join(map(folded_line, payees[sheet_id])),
        }
        for field, text in texts.items():
            for tokens in chunks(text):
                yield sheet_id, int(field), tokens


def _payee_names(sheet_ids: list[int]) -> defaultdict[int, dict[str, None]]:
    """The names of each sheet's payees, each once."""
    names: defaultdict[int, dict[str, None]] = defaultdict(dict)
    payments = Payment.objects.filter(among("block__sheet", sheet_ids)).order_by()
    for sheet_id, name in payments.values_list("block__sheet", "name"):
        names[sheet_id][name] = None
    return names


def _remove(sheet_ids: list[int]) -> None:
    """On SQLite the index keeps its rows; they count for nothing without these."""
    SearchText.objects.filter(among("sheet", sheet_ids)).delete()


def _remove_all() -> None:
    SearchText.objects.all().delete()
    if connection.vendor == "sqlite":
        _execute(_SQLITE_EMPTY)


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _is_mostly_stale() -> bool:
    """SQLite's index holds far more rows of what was changed or deleted than rows that count."""
    if connection.vendor != "sqlite":
        return False
    return _sqlite_last()[1] > MOST_STALE * SearchText.objects.count() + BATCH


def _sqlite_last() -> tuple[int, int]:
    """The highest id that ever stood in the index, and its number of rows."""
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE_LAST)
        last, rows = cursor.fetchone()
    return last, rows


def _write(rows: list[Row]) -> None:
    """Rows that are all there: while COPY runs the connection answers no question."""
    if connection.vendor == "postgresql":
        _copy(rows)
    else:
        _insert(rows)


def _copy(rows: list[Row]) -> None:
    with connection.cursor() as cursor, cursor.copy(_POSTGRESQL_ROWS) as copy:
        for sheet_id, field, tokens in rows:
            copy.write_row((sheet_id, field, _with_places(tokens)))


def _with_places(tokens: list[str]) -> str:
    """A tsvector as PostgreSQL reads it."""
    return " ".join([f"{token}:{place}" for place, token in enumerate(tokens, start=1)])


def _insert(rows: list[Row]) -> None:
    # Ids above all that ever stood in the index, also when the ids of the other table began anew.
    numbered = list(enumerate(rows, start=_sqlite_last()[0] + 1))
    database = connection.connection
    database.executemany(_SQLITE_TEXTS, [(row_id, sheet_id, field) for row_id, (sheet_id, field, _) in numbered])
    database.executemany(_SQLITE_TOKENS, [(row_id, " ".join(tokens)) for row_id, (_, _, tokens) in numbered])
