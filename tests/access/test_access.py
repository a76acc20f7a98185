"""Who may what, as one literal table: rows are people, columns are questions."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser, Group

from reviewsheets import access
from reviewsheets.access import Role, Visitor
from reviewsheets.models import ReviewSheet
from tests.factories import make_ministry, make_sheet, make_superuser, make_user

pytestmark = pytest.mark.django_db
PEOPLE = (
    "anonymous",
    "staff without a role",
    "editor",
    "editor of no ministry",
    "reviewer",
    "publisher",
    "administrator",
    "superuser",
    "inactive editor",
    "inactive superuser",
)


@dataclass(frozen=True)
class House:
    """The sheets of two ministries: 総務省 is the editor's own."""

    own_draft: ReviewSheet
    own_published: ReviewSheet
    other_draft: ReviewSheet
    other_published: ReviewSheet

    def name_of(self, sheet: ReviewSheet) -> str:
        """own_draft, …"""
        return next(name for name, named in vars(self).items() if named == sheet)

    def where(self, allowed: object) -> str:
        """The sheets a question about a sheet is answered yes for."""
        return " ".join(name for name, sheet in vars(self).items() if allowed(sheet))  # type: ignore[operator]  # a question


@pytest.fixture
def house() -> House:
    return House(
        own_draft=make_sheet(ministry="総務省", number="1", published=False),
        own_published=make_sheet(ministry="総務省", number="2"),
        other_draft=make_sheet(ministry="財務省", number="3", published=False),
        other_published=make_sheet(ministry="財務省", number="4"),
    )


def person(name: str) -> Visitor:
    """One of PEOPLE."""
    own = [make_ministry("総務省")]
    makers = {
        "anonymous": AnonymousUser,
        "staff without a role": lambda: make_user(is_staff=True, ministries=own),
        "editor": lambda: make_user(Role.EDITOR, ministries=own),
        "editor of no ministry": lambda: make_user(Role.EDITOR),
        "reviewer": lambda: make_user(Role.REVIEWER),
        "publisher": lambda: make_user(Role.PUBLISHER),
        "administrator": lambda: make_user(Role.ADMINISTRATOR),
        "superuser": make_superuser,
        "inactive editor": lambda: make_user(Role.EDITOR, ministries=own, is_active=False),
        "inactive superuser": lambda: make_user(is_active=False, is_staff=True, is_superuser=True),
    }
    return makers[name]()


ALL = "own_draft own_published other_draft other_published"
OWN = "own_draft own_published"
PUBLISHED = "own_published other_published"
EDITOR_SEES = "own_draft own_published other_published"
# The sheets for which each question is answered yes, in the order of House.
SHEETS = {
    "view": {
        "anonymous": PUBLISHED,
        "staff without a role": PUBLISHED,
        "editor": EDITOR_SEES,
        "editor of no ministry": PUBLISHED,
        "reviewer": ALL,
        "publisher": ALL,
        "administrator": ALL,
        "superuser": ALL,
        "inactive editor": PUBLISHED,
        "inactive superuser": PUBLISHED,
    },
    "edit": {"editor": OWN, "administrator": ALL, "superuser": ALL},
    "edit_opinions": {"editor": OWN, "reviewer": ALL, "administrator": ALL, "superuser": ALL},
    "delete": {"editor": "own_draft", "administrator": ALL, "superuser": ALL},
    "revert": {"editor": OWN, "administrator": ALL, "superuser": ALL},
}
QUESTIONS = {
    "view": access.may_view_sheet,
    "edit": access.may_edit_sheet,
    "edit_opinions": access.may_edit_opinions,
    "delete": access.may_delete_sheet,
    "revert": access.may_revert_sheet,
}
YES = {
    "enter the admin": {"editor", "editor of no ministry", "reviewer", "publisher", "administrator", "superuser"},
    "administer": {"administrator", "superuser"},
    "add sheets": {"editor", "administrator", "superuser"},
    "publish": {"publisher", "administrator", "superuser"},
}
PLAIN_QUESTIONS = {
    "enter the admin": access.may_enter_admin,
    "administer": access.is_administrator,
    "add sheets": access.may_add_sheets,
    "publish": access.may_publish,
}


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("question", QUESTIONS)
def test_sheets_a_person_may(house: House, question: str, name: str) -> None:
    user = person(name)
    allowed = house.where(lambda sheet: QUESTIONS[question](user, sheet))
    assert allowed == SHEETS[question].get(name, "")


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("question", PLAIN_QUESTIONS)
def test_what_a_person_may(house: House, question: str, name: str) -> None:
    assert PLAIN_QUESTIONS[question](person(name)) is (name in YES[question])


@pytest.mark.parametrize("name", PEOPLE)
def test_lists_of_sheets_agree_with_the_answers(house: House, name: str) -> None:
    user = person(name)
    assert set(access.viewable_sheets(user)) == {
        sheet for sheet in vars(house).values() if access.may_view_sheet(user, sheet)
    }
    assert set(access.viewable_projects(user)) == {sheet.project for sheet in access.viewable_sheets(user)}


def test_public_pages_know_published_sheets_only(house: House) -> None:
    assert {house.name_of(sheet) for sheet in access.public_sheets()} == {"own_published", "other_published"}


@pytest.mark.parametrize(
    ("name", "ministries"),
    [
        ("anonymous", set()),
        ("staff without a role", set()),
        ("editor", {"総務省"}),
        ("reviewer", set()),
        ("publisher", set()),
        ("administrator", {"総務省", "財務省"}),
        ("superuser", {"総務省", "財務省"}),
        ("inactive editor", set()),
    ],
)
def test_ministries_of_a_person(house: House, name: str, ministries: set[str]) -> None:
    assert {ministry.name for ministry in access.ministries_of(person(name))} == ministries


def test_a_group_of_another_name_gives_no_role() -> None:
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.create(name="見学者"))
    assert access.roles_of(user) == frozenset()


def test_reviewer_with_a_ministry_is_still_no_editor(house: House) -> None:
    user = make_user(Role.REVIEWER, ministries=[make_ministry("総務省")])
    assert not access.may_edit_sheet(user, house.own_draft)


def test_groups_come_with_the_database() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {
        "府省庁編集者",
        "所見担当",
        "公開担当",
        "管理者",
    }
