"""Staff take apart what the import joined, join what it did not find, and undo both."""

import pytest
from django.test import Client

from reviewsheets.access import Role
from reviewsheets.admin.history import recorded_change
from reviewsheets.importers.linking.find import find_links
from reviewsheets.importers.projects import assign_projects, link_projects, sheet_facts
from reviewsheets.models import FigureRevision, Finding, Project, ReviewSheet, SheetLink
from reviewsheets.summaries.refresh import refresh
from tests.factories import make_budget_year, make_indicator, make_ministry, make_project, make_sheet, make_user

pytestmark = pytest.mark.django_db

LIST = "/admin/reviewsheets/sheetlink/"


def imported_sheet(year: int, number: str, name: str) -> ReviewSheet:
    """A published sheet as an import leaves it: its project is not chosen by hand."""
    sheet = make_sheet(sheet_year=year, number=number, name=name, ministry=make_ministry("見本省"), published=True)
    project = Project.objects.create(key=f"{year}-見本省-{number}", name=name, ministry=sheet.ministry)
    ReviewSheet.objects.filter(pk=sheet.pk).update(project=project, is_project_fixed=False)
    return ReviewSheet.objects.get(pk=sheet.pk)


@pytest.fixture
def chief(db: None) -> Client:
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR, username="chief"))
    return client


@pytest.fixture
def linked(db: None) -> SheetLink:
    """Two sheets that an import joined."""
    earlier, later = imported_sheet(2019, "0001", "見本の事業"), imported_sheet(2020, "0001", "見本の事業")
    link = SheetLink.objects.create(earlier=earlier, later=later, method="name", evidence="name:100; start_year:same")
    assign_projects(ReviewSheet.objects.all())
    return link


def act(client: Client, action: str, link: SheetLink) -> str:
    """Do something with a link in the list; the page that follows."""
    return client.post(LIST, {"action": action, "_selected_action": [link.pk]}, follow=True).content.decode()


def keys() -> list[tuple[int, str]]:
    """Each sheet's year and the key of its project."""
    return list(ReviewSheet.objects.order_by("sheet_year").values_list("sheet_year", "project__key"))


def test_joined_sheets_are_taken_apart_and_joined_again(chief: Client, linked: SheetLink) -> None:
    assert keys() == [(2019, "2019-見本省-0001"), (2020, "2019-見本省-0001")]
    assert "1件のつながりを変え、事業を組み直しました。" in act(chief, "take_apart", linked)
    assert keys() == [(2019, "2019-見本省-0001"), (2020, "2020-見本省-0001")]
    linked.refresh_from_db()
    assert (linked.is_rejected, linked.decided_by.username) == (True, "chief")
    act(chief, "undo", linked)
    assert keys() == [(2019, "2019-見本省-0001"), (2020, "2019-見本省-0001")]


def test_the_next_import_leaves_taken_apart_what_staff_took_apart(chief: Client, linked: SheetLink) -> None:
    act(chief, "take_apart", linked)
    link_projects(find_links(sheet_facts()))
    assert keys() == [(2019, "2019-見本省-0001"), (2020, "2020-見本省-0001")]


def test_sheets_are_joined_by_hand_and_the_next_import_keeps_it(chief: Client) -> None:
    earlier, later = imported_sheet(2019, "0001", "前の名前の事業"), imported_sheet(2020, "0077", "まったく別の名前")
    assert chief.post(f"{LIST}add/", {"earlier": earlier.pk, "later": later.pk}).status_code == 302
    assert keys() == [(2019, "2019-見本省-0001"), (2020, "2019-見本省-0001")]
    link_projects(find_links(sheet_facts()))
    assert keys() == [(2019, "2019-見本省-0001"), (2020, "2019-見本省-0001")]
    act(chief, "undo", SheetLink.objects.get(method="by_hand"))
    assert keys() == [(2019, "2019-見本省-0001"), (2020, "2020-見本省-0077")]


def test_a_link_back_in_time_is_refused(chief: Client) -> None:
    earlier, later = imported_sheet(2019, "0001", "事業"), imported_sheet(2020, "0001", "事業")
    answer = chief.post(f"{LIST}add/", {"earlier": later.pk, "later": earlier.pk})
    assert "前のシートより後の年度のシートを選んでください。" in answer.content.decode()
    assert not SheetLink.objects.exists()


def test_the_list_says_method_and_evidence_in_words(chief: Client, linked: SheetLink) -> None:
    page = chief.get(LIST).content.decode()
    assert "府省庁・事業名・開始年度" in page
    assert "名前の一致（％） 100、開始年度 同じ" in page
    assert "1 シートのつながり" in chief.get(LIST, {"method": "name"}).content.decode()
    assert "0 シートのつながり" in chief.get(LIST, {"method": "figures"}).content.decode()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.PUBLISHER])
def test_only_administrators_decide(role: Role, linked: SheetLink) -> None:
    client = Client()
    client.force_login(make_user(role, username="someone"))
    assert client.get(LIST).status_code == 403
    assert client.post(LIST, {"action": "take_apart", "_selected_action": [linked.pk]}).status_code == 403
    linked.refresh_from_db()
    assert not linked.is_rejected


def test_revisions_and_findings_follow_the_projects(chief: Client, linked: SheetLink) -> None:
    """G11, an indicator of the sheet before that is gone, and a revised amount need both sheets in one project."""
    make_indicator(linked.earlier, values={2018: (10, 10)}, name="参加者数", unit="人")
    make_indicator(linked.later, values={2019: (50, 5)}, name="満足度", unit="％")
    for sheet, executed_million in ((linked.earlier, 100), (linked.later, 90)):
        make_budget_year(sheet, 2018, initial_million=100, executed_million=executed_million)
    refresh()
    across = Finding.objects.filter(sheet=linked.later, rule__in=["G11", "A13"], closed_at=None)
    assert sorted(across.values_list("rule", flat=True)) == ["A13", "G11"]
    assert FigureRevision.objects.count() == 1
    chief.post(LIST, {"action": "take_apart", "_selected_action": [linked.pk]})
    assert not across.exists()
    assert not FigureRevision.objects.exists()
    chief.post(LIST, {"action": "undo", "_selected_action": [linked.pk]})
    assert sorted(across.values_list("rule", flat=True)) == ["A13", "G11"]
    assert FigureRevision.objects.count() == 1


def test_a_sheet_that_is_put_in_another_project_leaves_its_old_one_right(linked: SheetLink) -> None:
    later = ReviewSheet.objects.get(pk=linked.later.pk)
    newest = make_sheet(sheet_year=2021, number="0001", project=later.project, ministry=later.ministry)
    for sheet, executed_million in ((linked.earlier, 100), (later, 90), (newest, 90)):
        make_budget_year(sheet, 2018, initial_million=100, executed_million=executed_million)
    make_indicator(later, values={2019: (10, 10)}, name="参加者数", unit="人")
    make_indicator(newest, values={2020: (50, 5)}, name="満足度", unit="％")
    refresh()
    dropped = Finding.objects.filter(sheet=newest, rule="G11", closed_at=None)
    assert dropped.exists()
    assert [row.sheet for row in FigureRevision.objects.all()] == [later]
    with recorded_change(later, make_user(Role.ADMINISTRATOR), "入力") as held:
        held.project = make_project(ministry=held.ministry)
        held.save()
    assert [(row.sheet, row.older_sheet) for row in FigureRevision.objects.all()] == [(newest, linked.earlier)]
    assert not dropped.exists()
