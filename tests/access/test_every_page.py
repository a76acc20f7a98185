"""Every address of the site, walked as everybody: one literal table of answers, and a draft is never public."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from reversion.models import Version

from reviewsheets.access import Role
from reviewsheets.exports.whole_tables import WHOLE_TABLES
from reviewsheets.models import Finding, ImportRun, Payee, ReviewSheet, SheetLink, SourceFile
from tests.access.answers import TABLE
from tests.factories import make_block, make_ministry, make_payment, make_sheet, make_source, make_superuser, make_user

pytestmark = pytest.mark.django_db
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
PUBLIC = {"home", "about", "data", "sources-csv", "sheets", "sheets-csv", "sheet", "sheet-csv", "health"}
PUBLIC |= {"dictionary", "dictionary-csv", "whole-table-csv"}
PUBLIC |= {"project", "project-csv", "ministry", "ministry-csv", "dashboard-csv"}
PUBLIC |= {"compare", "compare-csv", "list-csv"}
PUBLIC |= {"flows", "flows-csv"}
PUBLIC |= {"contracts", "contracts-csv", "contracts-table-csv", "revisions", "revisions-csv", "revisions-table-csv"}
PUBLIC |= {"indicators", "indicators-csv", "indicators-table-csv"}
PUBLIC |= {"indicator-spending", "indicator-spending-csv"}
PUBLIC |= {"findings", "findings-csv", "rules-csv", "rule", "rule-findings-csv", "rule-csv", "reading", "reading-csv"}
PUBLIC |= {"payees", "payees-csv", "payee", "payee-csv"}
DRAFT_NAME = "まだ秘密の事業"
DRAFT_PAYEE = "まだ秘密の社"
FINDING = "Z99"  # a rule that is no more
PEOPLE = ("anonymous", "no role", "editor", "other editor", "reviewer", "publisher", "administrator", "superuser")


@dataclass(frozen=True)
class Address:
    """A place of the table: the pattern's name (or route), what its arguments mean, and its path."""

    key: str
    path: str


@dataclass(frozen=True)
class House:
    """What the arguments of addresses can be."""

    sheets: dict[str, ReviewSheet]
    people: dict[str, User]


@pytest.fixture
def house() -> House:
    sheets = {
        "own draft": make_sheet(ministry="総務省", number="1", name=DRAFT_NAME, published=False),
        "own published": make_sheet(ministry="総務省", number="2"),
        "other draft": make_sheet(ministry="財務省", number="3", name=DRAFT_NAME, published=False),
        "other published": make_sheet(ministry="財務省", number="4"),
    }
    make_payment(make_block(sheets["own published"]))
    make_payment(make_block(sheets["own draft"]), DRAFT_PAYEE)
    make_source(sheets["own published"])
    SheetLink.objects.create(earlier=sheets["other published"], later=sheets["own published"], method="name")
    own, other = ([make_ministry(name)] for name in ("総務省", "財務省"))
    people = {
        "no role": make_user(is_staff=True, ministries=own, username="no role"),
        "editor": make_user(Role.EDITOR, ministries=own, username="editor"),
        "other editor": make_user(Role.EDITOR, ministries=other, username="other editor"),
        "reviewer": make_user(Role.REVIEWER, username="reviewer"),
        "publisher": make_user(Role.PUBLISHER, username="publisher"),
        "administrator": make_user(Role.ADMINISTRATOR, username="administrator"),
        "superuser": make_superuser("superuser"),
    }
    for sheet in sheets.values():  # an edition each, so that there is a revision to go back to
        client = Client()
        client.force_login(people["superuser"])
        state = "publish" if sheet.is_published else "withdraw"
        client.post(f"/admin/reviewsheets/reviewsheet/{sheet.pk}/{state}/")
    found = sheets["own published"]
    Finding.objects.create(sheet=found, sheet_year=found.sheet_year, ministry=found.ministry, rule=FINDING)
    return House(sheets, people)


def every_pattern(resolver: URLResolver, route: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """(name with namespace, or the route where it has no name; route) of every address there can be."""
    for pattern in resolver.url_patterns:
        whole = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from every_pattern(pattern, whole, f"{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield (space + pattern.name if pattern.name else whole), whole


def arguments(key: str, names: set[str], house: House) -> dict[str, dict[str, object]]:
    """What the parameters of an address are to be, by what that means."""
    if "_importrun_" in key:
        return {"": {"object_id": ImportRun.objects.get().pk, "pk": ImportRun.objects.get().pk}}
    if key in ("payee", "payee-csv"):
        named = {"published": "見本株式会社", "of a draft": DRAFT_PAYEE}
        return {meaning: {"key": name, "table": "years"} for meaning, name in named.items()}
    if key in ("project", "project-csv"):
        return {meaning: {"key": sheet.project.key, "table": "years"} for meaning, sheet in house.sheets.items()}
    if key == "whole-table-csv":
        return {table: {"table": table} for table in (*WHOLE_TABLES, "nothing")}
    if key == "list-csv":
        return {table: {"table": table} for table in ("groups", "rates", "nothing")}
    if key == "contracts-table-csv":
        return {table: {"table": table} for table in ("methods", "concentration", "nothing")}
    if key == "revisions-table-csv":
        return {table: {"table": table} for table in ("figures", "ministries", "nothing")}
    if key == "indicators-table-csv":
        return {table: {"table": table} for table in ("states", "changes", "nothing")}
    if key in ("rule", "rule-findings-csv", "rule-csv"):
        return {code: {"code": code, "table": "years"} for code in ("B01", "nothing")}
    if key == "dashboard-csv":
        return {table: {"table": table} for table in ("ministries", "treemap", "new", "ending")}
    if key in ("ministry", "ministry-csv", "reading", "reading-csv"):
        named = {"own": "総務省", "other": "財務省", "without sheets": "無い省"}
        return {meaning: {"ministry_name": name, "table": "years"} for meaning, name in named.items()}
    if names & {"sheet_year", "pk", "revision"} or "_reviewsheet_" in key or "/reviewsheet/" in key:
        return {meaning: of_sheet(sheet) for meaning, sheet in house.sheets.items()}
    if "app_label" in names:
        return {label: {"app_label": label} for label in ("reviewsheets", "auth", "axes", "django_tasks_database")}
    if "auth_user_" in key or "/user/" in key:
        return {
            name: {"object_id": house.people[name].pk, "id": house.people[name].pk} for name in ("editor", "superuser")
        }
    if "content_type_id" in names:
        kind = Version.objects.get_for_model(ReviewSheet)[0].content_type_id
        return {meaning: {"content_type_id": kind, "object_id": one.pk} for meaning, one in house.sheets.items()}
    return {"": {"object_id": row_of(key, house), "url": "nowhere", "shortcut": "1/1/"}}


def of_sheet(sheet: ReviewSheet) -> dict[str, object]:
    """A sheet as arguments."""
    revision = Version.objects.get_for_object(sheet).last().revision_id
    key = {"sheet_year": sheet.sheet_year, "ministry_name": sheet.ministry.name, "number": sheet.number}
    return key | {"table": "budget", "pk": sheet.pk, "object_id": sheet.pk, "revision": revision}


def row_of(key: str, house: House) -> int:
    """A row of the model that the address is about; of others there is none."""
    sheet = house.sheets["own published"]
    rows = {
        "ministry": sheet.ministry_id,
        "project": sheet.project_id,
        "payee": Payee.objects.exclude(name=DRAFT_PAYEE).get().pk,
        "importrun": ImportRun.objects.get().pk,
        "sourcefile": SourceFile.objects.get().pk,
        "sheetlink": SheetLink.objects.get().pk,
        "finding": Finding.objects.get(rule=FINDING).pk,
        "group": Group.objects.get(name=Role.EDITOR).pk,
    }
    return next((pk for model, pk in rows.items() if f"_{model}_" in key or f"/{model}/" in key), 999)


def every_address(house: House) -> Iterator[Address]:
    """All addresses with all the meanings of their arguments."""
    for key, route in every_pattern(get_resolver()):
        names = {first or second for first, second in PARAMETER.findall(route)}
        for meaning, values in arguments(key, names, house).items() if names else [("", {})]:
            path = PARAMETER.sub(lambda match: str(values[match[1] or match[2]]), route)  # noqa: B023  # used at once
            yield Address(f"{key} {meaning}".strip(), "/" + path.replace("^", "").removesuffix("$"))


def browser_of(name: str, house: House) -> Client:
    """The person's browser; a failure of the site is an answer, not an exception."""
    client = Client(raise_request_exception=False)
    if name in house.people:
        client.force_login(house.people[name])
    return client


def answer_of(client: Client, path: str) -> tuple[str, str]:
    """The status, or "login" for the way to the login page; and the page's text."""
    response = client.get(path)
    text = response.getvalue().decode()
    where = response.headers.get("Location", "")
    return ("login" if "/admin/login/" in where else str(response.status_code)), text


def test_every_address_stands_in_the_table(house: House) -> None:
    assert {address.key for address in every_address(house)} == set(TABLE)


@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_as(house: House, name: str) -> None:
    client = browser_of(name, house)
    column = PEOPLE.index(name)
    answers = {address.key: answer_of(client, address.path)[0] for address in every_address(house)}
    assert answers == {key: row.split()[column] for key, row in TABLE.items()}


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_public_page_knows_a_draft(house: House, name: str, language: str) -> None:
    client = browser_of(name, house)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for address in every_address(house):
        if address.key.partition(" ")[0] in PUBLIC:
            page = answer_of(client, address.path)[1]
            assert DRAFT_NAME not in page, address.path
            assert address.key.endswith("of a draft") or DRAFT_PAYEE not in page, address.path
