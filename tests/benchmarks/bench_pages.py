"""How long each kind of page takes: asked in this process, warmed, of the database that DATABASE_URL names.

Prints a table; with `--sheets 60000` it first adds copies of the sheets, of earlier years, until there are so many (of
their budgets, words and payees too, not of indicators). `pace` is what django-tables2 takes to write a table of 100
rows and ten columns in its own way, before and after each page: machines differ, and one machine from minute to
minute. Fails where a page breaks a limit.
"""

import math
import statistics
import sys
import time
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from urllib.parse import quote, urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
import_module("reviewsheets.wsgi")  # sets Django up as the server does

from django.conf import settings  # noqa: E402 - after that, as all below
from django.db import connection  # noqa: E402
from django.db.models import Count, Max, Model  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django_tables2 import Column, Table  # noqa: E402

from reviewsheets.models import (  # noqa: E402
    Block,
    BlockLink,
    BudgetYear,
    Ministry,
    MultiYearContract,
    PayeeSums,
    Payment,
    ReviewSheet,
    SheetSummary,
)
from reviewsheets.summaries.refresh import refresh  # noqa: E402

ROUNDS, PACES = 40, 4
PLAIN = type("Plain", (Table,), {f"column_{place}": Column() for place in range(10)})
MOST_MILLISECONDS, MOST_UNCHANGED_MILLISECONDS, MOST_LIST_KB = 100, 10, 150
YEARS_EARLIER = 10
# What is copied to enlarge: the columns that point at a copied table, and those that hold a year.
COPIED: dict[type[Model], dict[str, type[Model]]] = {
    ReviewSheet: {},
    BudgetYear: {"sheet_id": ReviewSheet},
    Block: {"sheet_id": ReviewSheet},
    BlockLink: {"sheet_id": ReviewSheet, "source_id": Block, "target_id": Block},
    Payment: {"block_id": Block},
    MultiYearContract: {"sheet_id": ReviewSheet},
}
SHEET_OF: dict[type[Model], str] = {  # where no column names it
    ReviewSheet: "id",
    Payment: "(SELECT sheet_id FROM reviewsheets_block WHERE id = block_id)",
}
YEARS: dict[type[Model], tuple[str, ...]] = {ReviewSheet: ("sheet_year",), BudgetYear: ("budget_year",)}


def pages() -> dict[str, str]:
    """One address of each kind, where there is much to show."""
    by_size = SheetSummary.objects.exclude(total_yen=None).order_by("-total_yen")
    newest = SheetSummary.objects.aggregate(year=Max("sheet_year"))["year"]
    largest = by_size.filter(sheet_year=newest).select_related("ministry", "sheet__project")[:5]
    payees = Count("blocks__payments")
    crowded = ReviewSheet.objects.annotate(payees=payees).order_by("-payees")[100]
    ministry = Ministry.objects.annotate(number=Count("sheets")).order_by("-number")[0]
    compared = urlencode([("project", sheet.sheet.project.key) for sheet in largest])
    lists = {
        "list": {},
        "list of a year": {"year": newest},
        "list of a ministry": {"ministry": ministry.name},
        "list by a rate, sorted": {"rate": "to-50", "sort": "-unused_yen"},
        "list by an account, sorted": {"account": "一般会計", "sort": "-net_rate"},
        "list of 100": {"rows": 100},
        "search, some hundred hits": {"q": "年金"},
        "search, some thousand hits": {"q": "研究開発"},
        "search, two sheets in three": {"q": "事業"},
    }
    return {
        "dashboard": "/",
        **{name: f"/sheets/?{urlencode(query)}" for name, query in lists.items()},
        "sheet": largest[0].get_absolute_url(),
        "sheet with many payees": crowded.get_absolute_url(),
        "project": f"/projects/{quote(largest[0].sheet.project.key)}/",
        "ministry": f"/ministries/{quote(ministry.name)}/",
        "compare 5": f"/compare/?{compared}",
        "data": "/data/",
        **_money_pages(ministry, largest[0].sheet.project.key),
        **_review_pages(ministry, newest),
    }


def _review_pages(ministry: Ministry, newest: int) -> dict[str, str]:
    """What came of it, what was revised, and what the rules found."""
    queries = {
        "indicators": ("indicators", {}),
        "indicators by a word": ("indicators", {"q": "防災"}),
        "spending beside indicators": ("indicators/spending", {}),
        "revisions": ("revisions", {}),
        "revisions of a ministry": ("revisions", {"ministry": ministry.name}),
        "findings": ("findings", {}),
        "findings of a ministry": ("findings", {"ministry": ministry.name, "year": newest}),
        "findings of a subject": ("findings", {"subject": "money", "disposition": "none"}),
        "a rule": ("findings/B01", {}),
        "reading list": (f"ministries/{quote(ministry.name)}/reading", {}),
    }
    return {name: f"/{page}/?{urlencode(query)}" for name, (page, query) in queries.items()}


def _money_pages(ministry: Ministry, project: str) -> dict[str, str]:
    """Who got the money: lists, one payee with many sheets, flows and contracts."""
    payees = PayeeSums.objects.filter(sheet_year=None, ministry=None, kind="company").order_by("-sheets")
    key = payees.select_related("payee")[0].payee.key
    queries = {
        "payees": ("payees", {}),
        "payees of a ministry": ("payees", {"ministry": ministry.name, "kind": "company"}),
        "payees by a word": ("payees", {"q": "電気"}),
        "payees of all years": ("payees", {"year": "all"}),
        "flows": ("flows", {}),
        "flows of a ministry": ("flows", {"ministry": ministry.name}),
        "flows of a project": ("flows", {"project": project}),
        "flows to a payee": ("flows", {"payee": key}),
        "flows of what is searched for": ("flows", {"q": "防災"}),
        "contracts": ("contracts", {}),
        "contracts with one bidder": ("contracts", {"single": 1}),
    }
    addresses = {name: f"/{page}/?{urlencode(query)}" for name, (page, query) in queries.items()}
    return addresses | {"payee with many sheets": f"/payees/{quote(key)}/"}


def milliseconds(client: Client, address: str, **headers: str) -> list[float]:
    """Each round's time, sorted, after two that warm up."""
    for _ in range(2):
        client.get(address, headers=headers)
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        client.get(address, headers=headers).getvalue()
        times.append((time.perf_counter() - started) * 1000)
    return sorted(times)


def pace() -> float:
    """Milliseconds that a plain table takes now: nothing of ours is in it."""
    table = PLAIN([dict.fromkeys(PLAIN.base_columns, "1,234,567")] * 100)  # type: ignore[attr-defined]  # made by its metaclass
    started = time.perf_counter()
    table.as_html(RequestFactory().get("/"))
    return (time.perf_counter() - started) * 1000


def measure(name: str, address: str) -> bool:
    """Print a page's line; whether it is within its limits."""
    client = Client()
    response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answers {response.status_code}")
    size_kb = len(response.getvalue()) / 1000
    with CaptureQueriesContext(connection) as captured:
        client.get(address).getvalue()
        queries = len(captured)
    paces = [pace() for _ in range(PACES)]
    made = milliseconds(client, address)
    paces += [pace() for _ in range(PACES)]
    unchanged = milliseconds(client, address, **{"If-None-Match": client.get(address).headers["ETag"]})
    p95, unchanged_p95 = made[int(ROUNDS * 0.95)], unchanged[int(ROUNDS * 0.95)]
    is_list = address.startswith("/sheets/?") or address == "/sheets/"
    is_fine = p95 <= MOST_MILLISECONDS and unchanged_p95 <= MOST_UNCHANGED_MILLISECONDS
    is_fine = is_fine and (not is_list or size_kb <= MOST_LIST_KB)
    print(  # noqa: T201
        f"| {name} | {statistics.median(made):.0f} | {p95:.0f} | {unchanged_p95:.1f} | {queries} | {size_kb:.0f} |"
        f" {statistics.median(paces):.0f} |"
        f"{'' if is_fine else ' over'}",
        flush=True,
    )
    return is_fine


def enlarge(sheets: int) -> None:
    """Copies of all sheets, each ten years earlier, until there are so many; of the last copy those spread over all."""
    now = ReviewSheet.objects.count()
    highest = {model: model._default_manager.aggregate(top=Max("pk"))["top"] for model in COPIED}
    for copy in range(1, -(-sheets // now)):
        wanted = min(now, sheets - now * copy)
        for model, pointers in COPIED.items():
            shifts = {column: highest[target] * copy for column, target in pointers.items()}
            years = dict.fromkeys(YEARS.get(model, ()), -YEARS_EARLIER * copy)
            _copy(model, highest, {"id": highest[model] * copy, **shifts, **years}, wanted / now)
    refresh()


def settle() -> None:
    """What PostgreSQL's server does by itself within minutes of an import."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _copy(model: type[Model], highest: dict[type[Model], int], shifts: dict[str, int], share: float) -> None:
    """The first rows of this share of the first sheets again, with these columns moved by so much."""
    quoted = connection.ops.quote_name
    columns = [field.column for field in model._meta.concrete_fields]
    values = [f"{quoted(name)} + ({shifts[name]})" if name in shifts else quoted(name) for name in columns]
    sheet = SHEET_OF.get(model, "sheet_id")
    table, names = quoted(model._meta.db_table), ", ".join(map(quoted, columns))
    chosen = f"id <= {highest[model]} AND {sheet} % 1000 < {math.ceil(share * 1000)}"
    copying = f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {table} WHERE {chosen}"  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.execute(copying)


def main() -> None:
    """Enlarge where asked to, then one line a page."""
    parser = ArgumentParser()
    parser.add_argument("--sheets", type=int, default=0)
    sheets = parser.parse_args().sheets
    settings.ALLOWED_HOSTS = ["*"]
    if sheets:
        enlarge(sheets)
    settle()
    print(f"\n{connection.vendor}, {ReviewSheet.objects.count():,} sheets, {ROUNDS} rounds, milliseconds")  # noqa: T201
    print("| page | median | 95 % | unchanged, 95 % | queries | kB | pace |\n|---|--:|--:|--:|--:|--:|--:|")  # noqa: T201
    results = [measure(name, address) for name, address in pages().items()]
    if not all(results):
        raise SystemExit("A limit is broken.")


if __name__ == "__main__":
    main()
