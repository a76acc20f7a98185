"""A save is whole or nothing, and nobody overwrites another."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections
from django.test import Client

from reviewsheets.access import Role
from reviewsheets.admin.spending import BlockLinkRowsBase
from reviewsheets.models import ReviewSheet
from tests.admin.conftest import whole_sheet
from tests.admin.test_hostile import rows_of
from tests.admin.typing_in import Answer, Typist, entry_url
from tests.factories import make_ministry, make_user


def test_a_failure_in_the_last_part_leaves_everything_as_it_was(
    typist: Typist, sheet: ReviewSheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("disk full")

    before = rows_of(sheet)
    monkeypatch.setattr(BlockLinkRowsBase, "save_rows", fail)
    for cell in ("sheet-name", "lines-0-name", "outcomes-0-name", "blocks-0-name", "evaluation-response"):
        typist[cell] = "変えた"
    typist["budget-initial_2018"] = "1"
    typist.tick("blocks-1-DELETE")
    typist.tick("links-1-DELETE")
    with pytest.raises(RuntimeError, match="disk full"):
        typist.save()
    assert rows_of(sheet) == before


@pytest.fixture
def colleague(db: None) -> Client:
    """Another editor's browser."""
    client = Client()
    client.force_login(make_user(Role.EDITOR, ministries=[make_ministry("総務省")], username="colleague"))
    return client


def test_the_second_to_save_is_told_and_nothing_is_overwritten(
    typist: Typist, colleague: Client, sheet: ReviewSheet
) -> None:
    second = Typist(colleague, entry_url(sheet))
    typist["sheet-name"], typist["budget-initial_2018"] = "先の人の名前", "600"
    assert typist.save().was_saved
    after_first = rows_of(sheet)
    second["sheet-name"], second["sheet-purpose"] = "後の人の名前", "後の人の目的"
    row = second.add_row("blocks-0-payments")
    second[f"{row}-name"] = "後の人の支出先"
    answer = second.save()
    assert not answer.was_saved
    assert rows_of(sheet) == after_first
    text = answer.response.content.decode()
    assert "このページを開いた後に、editor さんがこのシートを保存しました" in text
    told = {(change.what, change.old, change.new) for change in missed_changes(answer)}
    assert told == {("事業名", "見本の対策", "先の人の名前"), ("当初予算", "599,000,000", "600,000,000")}
    assert "見本の対策" in text
    assert "600,000,000" in text
    assert answer.page.cells == second.cells | {"csrfmiddlewaretoken": answer.page.cells["csrfmiddlewaretoken"]}


def missed_changes(answer: Answer) -> list:
    """What the page says the other person changed."""
    return [change for edition in answer.response.context["missed_editions"] for change in edition.changes]


def test_the_second_sees_the_stored_title_whatever_number_was_typed(
    typist: Typist, colleague: Client, sheet: ReviewSheet
) -> None:
    second = Typist(colleague, entry_url(sheet))
    typist["sheet-name"] = "先の人の名前"
    typist.save()
    second["sheet-number"] = "a/b"
    assert second.save().response.status_code == 200


def test_pressing_save_again_on_the_old_page_is_refused_again(typist: Typist, sheet: ReviewSheet) -> None:
    typist["sheet-name"] = "一"
    assert typist.save().was_saved
    typist["sheet-name"] = "二"
    refused = typist.save()
    assert refused.response.context["is_stale"]
    typist.cells = refused.page.cells
    assert typist.save().response.context["is_stale"]
    sheet.refresh_from_db()
    assert sheet.name == "一"


def test_publishing_meanwhile_counts_as_an_edition(typist: Typist, sheet: ReviewSheet) -> None:
    sheet.set_published(sheet.created_at, user=None)
    typist["sheet-name"] = "後の名前"
    assert typist.save().response.context["is_stale"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_one_wins() -> None:
    sheet = whole_sheet()
    ministry = make_ministry("総務省")
    typists = {}
    for name in ("a", "b"):
        client = Client()
        client.force_login(make_user(Role.EDITOR, ministries=[ministry], username=name))
        typists[name] = Typist(client, entry_url(sheet))
        typists[name]["sheet-name"] = f"{name}の名前"
    start = threading.Barrier(2)
    answers: dict[str, Answer] = {}

    def press(name: str) -> Callable[[], None]:
        def run() -> None:
            try:
                start.wait()
                answers[name] = typists[name].save()
            finally:
                connections.close_all()

        return run

    threads = [threading.Thread(target=press(name)) for name in typists]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winners = [name for name, answer in answers.items() if answer.was_saved]
    assert len(winners) == 1
    sheet.refresh_from_db()
    assert (sheet.edition, sheet.name) == (2, f"{winners[0]}の名前")
    loser = next(answer for answer in answers.values() if not answer.was_saved)
    assert loser.response.context["is_stale"]


def test_a_corrected_amount_loses_its_mark_and_a_wrong_one_gets_it(typist: Typist, sheet: ReviewSheet) -> None:
    payment = sheet.blocks.get(letter="B").payments.get()
    typist["blocks-1-payments-0-amount"] = "118800000"
    assert typist.save().was_saved
    payment.refresh_from_db()
    assert payment.is_amount_doubtful
    again = Typist(typist.client, entry_url(sheet))
    again["blocks-1-payments-0-amount"] = "118.8"
    assert again.save().was_saved
    payment.refresh_from_db()
    assert not payment.is_amount_doubtful
