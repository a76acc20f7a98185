"""Payees looked for by name or number."""

from django.db import connection
from django.db.models import Q, QuerySet

from reviewsheets.models import Payee
from reviewsheets.units.names import name_key

FEW_PAYEES = 1_000  # ids in a question; more are looked for again in each


def names_beginning(start: str) -> Q:
    """Keys of names that begin so, by the index: PostgreSQL has one of patterns, SQLite's stands in code points."""
    if connection.vendor == "postgresql":
        return Q(search_name__startswith=start)
    return Q(search_name__gte=start, search_name__lt=start[:-1] + chr(ord(start[-1]) + 1))


def payees_named(text: str) -> "list[int] | QuerySet[Payee, int] | None":
    """The payees whose name has what is searched for, or whose number starts so; None: nothing is."""
    key = name_key(text)
    if not key:
        return None
    wanted = Q(search_name__contains=key)
    if key.isascii() and key.isdigit():
        wanted |= Q(corporate_number__startswith=key)
    hits = Payee.objects.filter(wanted).order_by().values_list("pk", flat=True)
    few = list(hits[: FEW_PAYEES + 1])
    return hits if len(few) > FEW_PAYEES else few
