"""What each role can change through the admin, forged posts included."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from reversion.models import Version

from reviewsheets.access import Role
from reviewsheets.models import Ministry, ReviewSheet
from tests.admin.conftest import whole_sheet
from tests.admin.test_hostile import rows_of
from tests.admin.typing_in import Typist, entry_url
from tests.factories import make_block, make_ministry, make_payment, make_sheet, make_superuser, make_user

pytestmark = pytest.mark.django_db
BASE = "/admin/reviewsheets/reviewsheet"
OPINIONS = {
    "evaluation-expert_opinion",
    "evaluation-team_verdict",
    "evaluation-team_opinion",
    "evaluation-response_kind",
    "evaluation-response",
}


def browser(role: Role | None = None, **fields: Any) -> Client:
    """The browser of a person with that role."""
    client = Client()
    client.force_login(make_user(role, **fields))
    return client


def editor_of(name: str) -> Client:
    """The browser of an editor of that ministry."""
    return browser(Role.EDITOR, ministries=[make_ministry(name)])


def full_form(sheet: ReviewSheet) -> dict[str, str]:
    """The whole sheet's form, as an editor gets it, with cells changed."""
    cells = Typist(editor_of(sheet.ministry.name), entry_url(sheet)).cells
    changed = {"sheet-name": "偽", "budget-initial_2018": "1", "evaluation-check_result": "偽", "blocks-0-name": "偽"}
    return cells | changed | {"check-need-society-mark": "×", "evaluation-response": "反映した"}


class TestReviewer:
    """Opinions and responses of every ministry."""

    def test_has_the_opinions_only(self, sheet: ReviewSheet) -> None:
        typist = Typist(browser(Role.REVIEWER), entry_url(sheet))
        assert set(typist.cells) - {"csrfmiddlewaretoken"} == {"edition", *OPINIONS}
        typist["evaluation-team_opinion"] = "所見"
        assert typist.save().said == ["保存しました（第2版）。"]
        sheet.evaluation.refresh_from_db()
        assert sheet.evaluation.team_opinion == "所見"

    def test_a_forged_form_changes_opinions_only(self, sheet: ReviewSheet) -> None:
        forged, before = full_form(sheet), rows_of(sheet)
        assert Typist(browser(Role.REVIEWER), entry_url(sheet)).send(forged).was_saved
        fresh = ReviewSheet.objects.get(pk=sheet.pk)
        assert (fresh.evaluation.response, fresh.evaluation.check_result) == ("反映した", "")
        fresh.evaluation.response = ""
        fresh.evaluation.save()
        assert rows_of(fresh).split("}}, ")[1:] == before.split("}}, ")[1:]
        assert fresh.name == "見本の対策"

    def test_cannot_publish_add_or_delete(self, sheet: ReviewSheet) -> None:
        client = browser(Role.REVIEWER)
        assert client.post(f"{BASE}/{sheet.pk}/publish/").status_code == 403
        assert client.get(f"{BASE}/add/").status_code == 403
        assert client.post(f"{BASE}/{sheet.pk}/delete/", {"post": "yes"}).status_code == 403


class TestPublisher:
    """Publishes and withdraws every ministry's sheets."""

    def test_publishes_and_withdraws(self, sheet: ReviewSheet) -> None:
        client = browser(Role.PUBLISHER, username="publisher")
        assert client.post(f"{BASE}/{sheet.pk}/publish/").status_code == 302
        sheet.refresh_from_db()
        assert (sheet.is_published, sheet.edition) == (True, 2)
        assert sheet.published_by == User.objects.get(username="publisher")
        assert client.post(f"{BASE}/{sheet.pk}/withdraw/").status_code == 302
        sheet.refresh_from_db()
        assert (sheet.is_published, sheet.published_by, sheet.edition) == (False, None, 3)

    def test_reads_the_state_and_cannot_enter(self, sheet: ReviewSheet) -> None:
        forged, before, client = full_form(sheet), rows_of(sheet), browser(Role.PUBLISHER)
        assert client.get(entry_url(sheet)).context["entry"] is None
        assert client.post(entry_url(sheet), forged).status_code == 403
        assert rows_of(sheet) == before


class TestEditor:
    """Enters the sheets of a ministry, drafts and published."""

    @pytest.mark.parametrize("published", [False, True])
    def test_enters_own_sheets(self, published: bool) -> None:
        sheet = make_sheet(published=published)
        typist = Typist(editor_of("総務省"), entry_url(sheet))
        typist["sheet-name"] = "直した名前"
        assert typist.save().was_saved
        sheet.refresh_from_db()
        assert (sheet.name, sheet.is_published) == ("直した名前", published)

    @pytest.mark.parametrize(("published", "get", "post"), [(False, 404, 404), (True, 200, 403)])
    def test_cannot_enter_others(self, published: bool, get: int, post: int) -> None:
        sheet = whole_sheet()
        ReviewSheet.objects.filter(pk=sheet.pk).update(published_at=sheet.created_at if published else None)
        forged, before, client = full_form(sheet), rows_of(sheet), editor_of("財務省")
        answer = client.get(entry_url(sheet))
        assert (answer.status_code, client.post(entry_url(sheet), forged).status_code) == (get, post)
        if published:
            assert answer.context["entry"] is None
        assert rows_of(sheet) == before

    def test_cannot_publish_own_or_others(self, sheet: ReviewSheet) -> None:
        other = make_sheet(ministry="財務省", published=False)
        published = make_sheet(ministry="財務省")
        client = editor_of("総務省")
        statuses = [client.post(f"{BASE}/{one.pk}/publish/").status_code for one in (sheet, other, published)]
        assert statuses == [403, 404, 403]
        assert client.post(f"{BASE}/{published.pk}/withdraw/").status_code == 403

    def test_cannot_move_a_sheet_to_another_ministry(self, typist: Typist, sheet: ReviewSheet) -> None:
        typist["sheet-ministry"] = str(make_ministry("財務省").pk)
        answer = typist.save()
        assert answer.page.errors == {"sheet-ministry": "この府省庁のシートを入力する権限がありません。"}
        sheet.refresh_from_db()
        assert sheet.ministry.name == "総務省"

    def test_cannot_make_a_sheet_for_another_ministry(self) -> None:
        typist = Typist(editor_of("総務省"), f"{BASE}/add/")
        typist.cells |= {"sheet_year": "2018", "number": "1", "name": "偽"}
        typist["ministry"] = str(make_ministry("財務省").pk)
        assert typist.save().page.errors == {"ministry": "この府省庁のシートを入力する権限がありません。"}
        assert ReviewSheet.objects.count() == 0

    def test_is_offered_own_ministries_only(self) -> None:
        make_ministry("財務省")
        client = editor_of("総務省")
        query = "term=省&app_label=reviewsheets&model_name=reviewsheet&field_name=ministry"
        offered = client.get(f"/admin/autocomplete/?{query}").json()["results"]
        assert [row["text"] for row in offered] == ["総務省"]

    def test_sees_no_draft_of_others_in_the_list(self) -> None:
        make_sheet(ministry="財務省", name="他省の下書き", published=False)
        make_sheet(ministry="財務省", name="他省の公開")
        make_sheet(name="自省の下書き", published=False)
        listed = editor_of("総務省").get(f"{BASE}/").context["cl"].result_list
        assert {sheet.name for sheet in listed} == {"他省の公開", "自省の下書き"}


class TestAdministrator:
    """Everything but superusers."""

    def test_enters_publishes_and_deletes(self, sheet: ReviewSheet) -> None:
        client = browser(Role.ADMINISTRATOR)
        typist = Typist(client, entry_url(sheet))
        typist["sheet-ministry"] = str(make_ministry("財務省").pk)
        assert typist.save().was_saved
        assert client.post(f"{BASE}/{sheet.pk}/publish/").status_code == 302
        assert client.post(f"{BASE}/{sheet.pk}/delete/", {"post": "yes"}).status_code == 302
        assert ReviewSheet.objects.count() == 0

    def test_gives_people_roles_and_ministries(self) -> None:
        person = make_user(is_staff=True)
        ministry = make_ministry("財務省")
        typist = Typist(browser(Role.ADMINISTRATOR), f"/admin/auth/user/{person.pk}/change/")
        typist.cells["groups"] = str(Group.objects.get(name=Role.EDITOR).pk)
        typist["Ministry_editors-0-ministry"] = str(ministry.pk)
        assert typist.save().was_saved, typist.page.errors
        assert [group.name for group in person.groups.all()] == ["府省庁編集者"]
        assert list(Ministry.objects.filter(editors=person)) == [ministry]

    def test_cannot_make_a_superuser(self) -> None:
        person = make_user(is_staff=True)
        typist = Typist(browser(Role.ADMINISTRATOR), f"/admin/auth/user/{person.pk}/change/")
        assert "is_superuser" not in typist.cells
        typist.cells |= {"is_superuser": "on", "user_permissions": "1", "first_name": "太郎"}
        assert typist.save().was_saved
        person.refresh_from_db()
        assert (person.first_name, person.is_superuser, person.user_permissions.count()) == ("太郎", False, 0)

    def test_does_not_see_or_touch_superusers(self) -> None:
        root = make_superuser("root")
        client = browser(Role.ADMINISTRATOR)
        assert "root" not in [user.username for user in client.get("/admin/auth/user/").context["cl"].result_list]
        password = root.password
        new = {"password1": "まったく新しい合言葉", "password2": "まったく新しい合言葉", "post": "yes"}
        for page in ("change", "password", "delete", "history"):
            assert client.get(f"/admin/auth/user/{root.pk}/{page}/").status_code in (302, 404)
            client.post(f"/admin/auth/user/{root.pk}/{page}/", new)
        client.post("/admin/auth/user/", {"action": "delete_selected", "_selected_action": root.pk, "post": "yes"})
        root.refresh_from_db()
        assert root.password == password

    def test_roles_are_shown_and_not_changed(self) -> None:
        group = Group.objects.get(name=Role.EDITOR)
        client = browser(Role.ADMINISTRATOR)
        assert client.post(f"/admin/auth/group/{group.pk}/change/", {"name": "別名"}).status_code == 403
        assert client.post(f"/admin/auth/group/{group.pk}/delete/", {"post": "yes"}).status_code == 403
        assert client.post("/admin/auth/group/add/", {"name": "別名"}).status_code == 403


def test_a_superuser_sees_superusers() -> None:
    client = Client()
    client.force_login(make_superuser("root"))
    assert "root" in [user.username for user in client.get("/admin/auth/user/").context["cl"].result_list]


@pytest.mark.parametrize("page", ["publish", "withdraw"])
def test_publishing_is_no_link(sheet: ReviewSheet, page: str) -> None:
    assert browser(Role.PUBLISHER).get(f"{BASE}/{sheet.pk}/{page}/").status_code == 405
    sheet.refresh_from_db()
    assert sheet.edition == 1


def test_staff_without_a_role_and_people_who_left_get_nothing(sheet: ReviewSheet) -> None:
    forged, before = full_form(sheet), rows_of(sheet)
    own = [sheet.ministry]
    without = browser(is_staff=True, ministries=own)
    user = make_user(Role.EDITOR, ministries=own)
    left = Client()
    left.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    for client, status in ((without, 403), (left, 302)):
        assert client.get(entry_url(sheet)).status_code == status
        assert client.post(entry_url(sheet), forged).status_code == status
        assert client.post(f"{BASE}/{sheet.pk}/publish/").status_code == status
        assert client.get(f"{BASE}/").status_code == status
    assert rows_of(sheet) == before


def test_list_is_narrowed_to_drafts(client: Client) -> None:
    make_sheet(ministry="見本省", number="0001", published=False, name="下書きの事業")
    make_sheet(ministry="見本省", number="0002", published=True, name="公開の事業")
    client.force_login(make_superuser())
    page = client.get("/admin/reviewsheets/reviewsheet/", {"state": "draft"})
    assert [sheet.name for sheet in page.context["cl"].result_list] == ["下書きの事業"]
    page = client.get("/admin/reviewsheets/reviewsheet/", {"state": "published"})
    assert [sheet.name for sheet in page.context["cl"].result_list] == ["公開の事業"]


def test_a_draft_is_not_told_to_another_ministrys_editor() -> None:
    sheet = make_sheet(ministry="総務省", number="秘-0001", published=False, name="極秘の新規事業")
    make_payment(make_block(sheet, "A"), name="極秘株式会社")
    other = browser(Role.EDITOR, ministries=[make_ministry("財務省")])
    own = browser(Role.EDITOR, ministries=[make_ministry("総務省")])
    lookup = "/admin/autocomplete/?app_label=reviewsheets&model_name=reviewsheet&field_name=project&term="
    addresses = {
        f"{lookup}極秘": "極秘の新規事業",
        f"{lookup}秘-0001": "極秘の新規事業",
        f"{BASE}/payees/suggest/?q=極秘": "極秘株式会社",
        "/admin/reviewsheets/project/": "極秘の新規事業",
        "/admin/reviewsheets/payee/": "極秘株式会社",
    }
    for address, secret in addresses.items():
        assert secret not in told(other, address), address
        assert secret in told(own, address), address


def told(client: Client, address: str) -> str:
    """What an address answers, as text."""
    response = client.get(address)
    is_json = response["Content-Type"] == "application/json"
    return str(response.json()) if is_json else response.content.decode()


def test_another_ministrys_draft_project_cannot_be_chosen() -> None:
    hidden = make_sheet(ministry="総務省", published=False, name="極秘の新規事業").project
    own = make_ministry("財務省")
    client = browser(Role.EDITOR, ministries=[own])
    key = {"sheet_year": 2024, "ministry": own.pk, "number": "1", "name": "事業", "project": hidden.pk}
    page = client.post(f"{BASE}/add/", key)
    assert "一覧から選んでください。" in page.content.decode()
    assert "極秘" not in page.content.decode()


def test_no_editor_goes_back_to_a_ministry_not_theirs() -> None:
    sheet = whole_sheet()
    superuser = browser()
    superuser.force_login(make_superuser())
    typist = Typist(superuser, entry_url(sheet))
    typist.save(**{"sheet-ministry": str(make_ministry("財務省").pk)})
    sheet.refresh_from_db()
    assert sheet.ministry.name == "財務省"
    first = Version.objects.get_for_object(sheet).last().revision_id
    client = browser(Role.EDITOR, ministries=[sheet.ministry])
    assert client.post(f"{BASE}/{sheet.pk}/history/{first}/").status_code == 403
    sheet.refresh_from_db()
    assert sheet.ministry.name == "財務省"


def test_publishing_what_was_saved_since_is_refused_in_words() -> None:
    sheet = make_sheet(published=False)
    ReviewSheet.objects.filter(pk=sheet.pk).update(edition=2)
    client = browser(Role.PUBLISHER)
    page = client.post(f"{BASE}/{sheet.pk}/publish/", {"edition": "1"}, follow=True)
    assert "このページを開いた後に、このシートが保存されました。" in page.content.decode()
    sheet.refresh_from_db()
    assert not sheet.is_published
    client.post(f"{BASE}/{sheet.pk}/publish/", {"edition": "2"})
    sheet.refresh_from_db()
    assert sheet.is_published


def test_administrators_errors_stand_at_the_cell() -> None:
    client = browser(Role.ADMINISTRATOR)
    ministry = client.post("/admin/reviewsheets/ministry/add/", {"name": "甲/乙", "order": "1"})
    assert "府省庁名には / ? # \\ を使えません。" in ministry.content.decode()
    payee = {"name": "見本株式会社", "corporate_number": ""}
    assert client.post("/admin/reviewsheets/payee/add/", payee).status_code == 302
    assert "この支出先は既にあります。" in client.post("/admin/reviewsheets/payee/add/", payee).content.decode()
    wrong = client.post("/admin/reviewsheets/payee/add/", {"name": "別", "corporate_number": "1000012050002"})
    assert "検査数字が合いません。" in wrong.content.decode()


def test_two_projects_that_begin_under_one_number_stay_two() -> None:
    ministry = make_ministry("総務省")
    client = browser(Role.EDITOR, ministries=[ministry])
    key = {"sheet_year": 2024, "ministry": ministry.pk, "number": "1"}
    client.post(f"{BASE}/add/", key | {"name": "甲事業"})
    ReviewSheet.objects.filter(number="1").update(number="2")
    client.post(f"{BASE}/add/", key | {"name": "乙事業"})
    projects = ReviewSheet.objects.order_by("number").values_list("name", "project__name", "project__key")
    assert list(projects) == [
        ("乙事業", "乙事業", "2024-総務省-1-2"),
        ("甲事業", "甲事業", "2024-総務省-1"),
    ]


def test_a_person_with_a_role_may_log_in_without_another_tick() -> None:
    chief, ministry = browser(Role.ADMINISTRATOR), make_ministry("総務省")
    person = make_user(username="new")
    inline = "Ministry_editors"
    cells = {
        "username": "new",
        "is_active": "on",
        "groups": [Group.objects.get_or_create(name=Role.EDITOR)[0].pk],
        f"{inline}-TOTAL_FORMS": "1",
        f"{inline}-INITIAL_FORMS": "0",
        f"{inline}-0-ministry": ministry.pk,
        f"{inline}-0-user": person.pk,
    }
    assert chief.post(f"/admin/auth/user/{person.pk}/change/", cells).status_code == 302
    person = User.objects.get(pk=person.pk)
    assert (person.is_staff, [one.name for one in person.ministries.all()]) == (True, ["総務省"])
    assert (
        chief.post(
            f"/admin/auth/user/{person.pk}/change/", cells | {"groups": [], f"{inline}-TOTAL_FORMS": "0"}
        ).status_code
        == 302
    )
    assert not User.objects.get(pk=person.pk).is_staff
