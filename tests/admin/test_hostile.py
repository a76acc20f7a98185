"""Posts that no page of ours makes: refused or read as they stand, never a failure, never another sheet's rows."""

from typing import Any

import pytest
from django.core import serializers
from django.test import Client

from reviewsheets.admin import history
from reviewsheets.models import ReviewSheet
from tests.admin.conftest import whole_sheet
from tests.admin.typing_in import Typist, entry_url
from tests.factories import make_superuser

TABLES = ["lines", "outcomes", "activities", "unit-costs", "policies", "related", "blocks", "links"]
OWNERS = ("sheet", "indicator__sheet", "unit_cost__sheet", "block__sheet", "year__sheet", "payment__block__sheet")
INNER_TABLES = ["blocks-0-payments", "blocks-0-items", "policies-0-measures"]


def rows_of(sheet: ReviewSheet) -> str:
    """Everything that is stored of a sheet."""
    models = [model for model in history.FOLLOWED if model is not ReviewSheet]
    mine = [ReviewSheet.objects.get(pk=sheet.pk)]
    for model in models:
        owner = next(name for name in OWNERS if has(model, name))
        mine += model.objects.filter(**{owner: sheet}).order_by("pk")
    return serializers.serialize("json", mine)


def has(model: Any, path: str) -> bool:
    """The model reaches a sheet by this path."""
    field = next((field for field in model._meta.concrete_fields if field.name == path.partition("__")[0]), None)
    return bool(field and field.is_relation)  # a cell may be called year too


@pytest.mark.parametrize("count", [None, "", "abc", "\0"])
def test_tables_without_their_counts_are_refused(typist: Typist, sheet: ReviewSheet, count: str | None) -> None:
    before = rows_of(sheet)
    for table in [*TABLES, *INNER_TABLES]:
        for name in ("TOTAL_FORMS", "INITIAL_FORMS"):
            typist.cells.pop(f"{table}-{name}")
            if count is not None:
                typist.cells[f"{table}-{name}"] = count
    answer = typist.save()
    assert answer.response.status_code == 200
    assert {anchor for anchor, _ in answer.problems} == {f"table-{table}" for table in TABLES}
    assert rows_of(sheet) == before


@pytest.mark.parametrize("table", INNER_TABLES)
def test_an_inner_table_without_its_counts_is_refused(typist: Typist, sheet: ReviewSheet, table: str) -> None:
    before = rows_of(sheet)
    del typist.cells[f"{table}-TOTAL_FORMS"]
    typist["sheet-remarks"] = "備考"
    assert [anchor for anchor, _ in typist.save().problems] == [f"table-{table}"]
    assert rows_of(sheet) == before


@pytest.mark.parametrize("count", ["0", "-1"])
def test_rows_that_are_not_on_the_page_stay(typist: Typist, sheet: ReviewSheet, count: str) -> None:
    before = rows_of(sheet)
    for table in [*TABLES, *INNER_TABLES]:
        if table not in ("blocks", "links"):
            typist[f"{table}-TOTAL_FORMS"] = count
    assert typist.save().said == ["変更はありませんでした。"]
    assert rows_of(sheet) == before


@pytest.mark.parametrize("table", ["outcomes", "blocks", "blocks-0-payments"])
def test_a_table_of_a_million_rows_is_refused(typist: Typist, sheet: ReviewSheet, table: str) -> None:
    before = rows_of(sheet)
    typist[f"{table}-TOTAL_FORMS"] = "999999"
    typist["sheet-remarks"] = "備考"
    answer = typist.save()
    assert answer.response.status_code == 200
    assert answer.problems[0][0] == f"table-{table}"
    assert not [name for name in answer.page.ids if name.startswith(f"{table}-150-")]  # nor is a page of them made
    assert rows_of(sheet) == before


@pytest.mark.parametrize("edition", [None, "", "abc", "0", "-1", "１", "1.0", "9" * 5000, "\0"])
def test_an_edition_that_is_none_is_told_as_stale(typist: Typist, sheet: ReviewSheet, edition: str | None) -> None:
    before = rows_of(sheet)
    typist["sheet-remarks"] = "備考"
    typist.cells.pop("edition")
    if edition is not None:
        typist.cells["edition"] = edition
    answer = typist.save()
    assert answer.response.status_code == 200
    assert answer.response.context["is_stale"]
    assert answer.page.cells["sheet-remarks"] == "備考"
    assert rows_of(sheet) == before


def test_null_characters_are_refused_in_every_cell(typist: Typist, sheet: ReviewSheet) -> None:
    before = rows_of(sheet)
    kept = ("FORMS", "-id", "-sheet", "-block", "-policy_evaluation", "edition", "csrfmiddlewaretoken")
    cells = [name for name in typist.cells if not name.endswith(kept)]
    for name in cells:
        typist[name] = "a\0b"
    answer = typist.save()
    assert answer.response.status_code == 200
    assert set(cells) - answer.page.invalid == set()
    assert rows_of(sheet) == before


def test_a_megabyte_in_a_cell(typist: Typist, sheet: ReviewSheet) -> None:
    long = "長" * 350_000
    typist["sheet-outline"] = long
    typist["sheet-bureau"] = long
    answer = typist.save()
    assert answer.page.invalid == {"sheet-bureau"}
    assert answer.page.cells["sheet-bureau"] == long
    typist["sheet-bureau"] = ""
    assert typist.save().was_saved
    sheet.refresh_from_db()
    assert sheet.outline == long


def test_a_form_of_too_many_fields_is_a_bad_request(typist: Typist) -> None:
    typist.cells |= {f"x{number}": "" for number in range(20_001)}
    assert typist.save().response.status_code == 400


def ids_in(typist: Typist) -> dict[str, str]:
    """The hidden row ids of a page."""
    return {name: value for name, value in typist.cells.items() if name.endswith("-id") and value}


def test_row_ids_of_another_sheet_change_nothing_there(desk: Client, sheet: ReviewSheet) -> None:
    foreign = whole_sheet("他", ministry="財務省")
    stranger = Client()
    stranger.force_login(make_superuser())
    foreign_ids = ids_in(Typist(stranger, entry_url(foreign)))
    before = rows_of(foreign)
    for suffix in ({}, {"ticked": "yes"}):
        typist = Typist(desk, entry_url(sheet))
        typist.cells |= foreign_ids
        typist["outcomes-0-name"], typist["blocks-0-payments-0-name"], typist["lines-0-name"] = "甲", "乙", "丙"
        if suffix:
            typist.cells |= {name.removesuffix("-id") + "-DELETE": "on" for name in foreign_ids}
        assert typist.save().response.status_code in (200, 302)
        assert rows_of(foreign) == before


def test_parents_of_another_sheet_change_nothing_there(desk: Client, sheet: ReviewSheet) -> None:
    foreign = whole_sheet("他", ministry="財務省")
    before = rows_of(foreign)
    typist = Typist(desk, entry_url(sheet))
    block, policy = foreign.blocks.get(letter="A"), foreign.policy_evaluations.get()
    for name in typist.cells:
        parent = {"sheet": foreign.pk, "block": block.pk, "policy_evaluation": policy.pk}.get(name.rpartition("-")[2])
        if parent is not None:
            typist[name] = str(parent)
    typist["blocks-0-payments-0-name"], typist["lines-1-name"] = "移した支出先", "移した目"
    assert typist.save().response.status_code in (200, 302)
    assert rows_of(foreign) == before


@pytest.mark.parametrize("pk", ["", "abc", "-1", "\0", "9" * 40])
def test_a_row_id_that_is_none(typist: Typist, sheet: ReviewSheet, pk: str) -> None:
    for name in ids_in(typist):
        typist[name] = pk
    assert typist.save().response.status_code in (200, 302)


@pytest.mark.parametrize(
    "path",
    [
        "reviewsheet/abc/change/",
        "reviewsheet/999999/change/",
        f"reviewsheet/{'9' * 40}/change/",
        f"reviewsheet/{'9' * 40}/history/",
        "reviewsheet/abc/history/",
        "reviewsheet/add/?after=abc",
        f"reviewsheet/add/?after={'9' * 40}",
    ],
)
def test_a_sheet_that_is_none_is_not_found(desk: Client, path: str) -> None:
    assert desk.get(f"/admin/reviewsheets/{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "reviewsheets/reviewsheet/payees/suggest/?q=%00",
        "reviewsheets/reviewsheet/payees/suggest/?q=%E3%80%80",
        "autocomplete/?term=%00&app_label=reviewsheets&model_name=payment&field_name=payee",
        "autocomplete/?term=%00&app_label=reviewsheets&model_name=reviewsheet&field_name=ministry",
        "autocomplete/?term=%00&app_label=reviewsheets&model_name=reviewsheet&field_name=project",
        "reviewsheets/payee/?q=%00",
        "reviewsheets/reviewsheet/?q=%00",
        "reviewsheets/reviewsheet/?sheet_year=abc",
    ],
)
def test_searches_for_nothing_sensible(desk: Client, path: str) -> None:
    assert desk.get(f"/admin/{path}").status_code in (200, 302, 400, 403)


@pytest.mark.parametrize("version", ["", "abc", "0", "9" * 40, "\0"])
def test_a_deleted_sheet_that_is_none_is_not_found(client: Client, db: None, version: str) -> None:
    client.force_login(make_superuser())
    assert client.post("/admin/reviewsheets/reviewsheet/deleted/", {"version": version}).status_code == 404
