"""Every change by hand is kept: who, when, the old value and the new; and there is a way back."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db.models import F
from django.test import Client
from django.utils import timezone
from reversion.models import Version

from reviewsheets.access import Role
from reviewsheets.models import Contract, Payee, Payment, ReviewSheet, SheetSummary, YearSums
from reviewsheets.summaries.refresh import refresh
from tests.admin.test_hostile import rows_of
from tests.admin.typing_in import Typist
from tests.factories import make_ministry, make_sheet, make_superuser, make_user

BASE = "/admin/reviewsheets/reviewsheet"


@pytest.fixture
def chief(db: None) -> Client:
    """An administrator's browser."""
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR, username="chief"))
    return client


def changes(client: Client, sheet: ReviewSheet, edition: int = 0) -> set[tuple[str, str, str, str]]:
    """What the history page says of an edition, the newest first."""
    answer = client.get(f"{BASE}/{sheet.pk}/history/")
    return {(row.where, row.what, row.old, row.new) for row in answer.context["editions"][edition].changes}


def go_back(client: Client, sheet: ReviewSheet, edition: int = -1) -> int:
    """Go back to an edition, by default the first; the status."""
    editions = client.get(f"{BASE}/{sheet.pk}/history/").context["editions"]
    url = f"{BASE}/{sheet.pk}/history/{editions[edition].revision.pk}/"
    assert client.get(url).status_code == 200
    return client.post(url).status_code


def test_an_edit_says_who_when_old_and_new(desk: Client, typist: Typist, sheet: ReviewSheet, editor: User) -> None:
    typist["budget-initial_2018"], typist["sheet-name"] = "600.5", "新しい名前"
    typist["outcomes-0-actual_2017"], typist["outcomes-0-direction"] = "検討中", "down"
    typist.save()
    assert changes(desk, sheet) == {
        ("レビューシート 2018 総務省 新30-0006 新しい名前", "事業名", "見本の対策", "新しい名前"),
        ("予算額・執行額 2018", "当初予算", "599,000,000", "600,500,000"),
        ("指標 見本指標", "改善の方向", "上向き（大きいほど良い）", "下向き（小さいほど良い）"),
        ("指標の値 見本指標 年度 2017", "実績値", "1.8000000000", "（空欄）"),
        ("指標の値 見本指標 年度 2017", "実績値（記載）", "1.80", "検討中"),
    }
    answer = desk.get(f"{BASE}/{sheet.pk}/history/")
    newest, first = answer.context["editions"]
    assert (newest.revision.user, newest.revision.comment) == (editor, "入力")
    assert timezone.now() - newest.revision.date_created < timedelta(minutes=1)
    assert (first.is_first, first.revision.user, first.revision.comment) == (True, None, "手入力による最初の変更の前")
    assert "600,500,000" in answer.content.decode()


def test_an_added_and_a_deleted_row_have_a_blank_side(desk: Client, typist: Typist, sheet: ReviewSheet) -> None:
    typist["lines-1-name"], typist["lines-1-requested"] = "諸謝金", "3"
    typist.tick("blocks-1-payments-0-DELETE")
    typist.save()
    assert changes(desk, sheet) == {
        ("予算内訳 諸謝金", "歳出予算目", "（空欄）", "諸謝金"),
        ("予算内訳 諸謝金", "翌年度要求", "（空欄）", "3,000,000"),
        ("支出先（上位10者リスト） B. 再委託先 例示合同会社", "支出先", "例示合同会社", "（空欄）"),
        ("支出先（上位10者リスト） B. 再委託先 例示合同会社", "支出額", "12,500,000", "（空欄）"),
    }


def test_going_back_brings_values_and_rows_back(desk: Client, typist: Typist, sheet: ReviewSheet) -> None:
    before = [row for row in rows_of(sheet).split('{"model"') if "reviewsheets.reviewsheet" not in row]
    typist["budget-initial_2018"], typist["sheet-name"], typist["outcomes-0-target_final"] = "1", "変えた", ""
    for name in ("blocks-1-DELETE", "links-1-DELETE", "lines-0-DELETE", "policies-0-DELETE"):
        typist.tick(name)
    typist["blocks-2-letter"], typist["blocks-2-payments-0-name"], typist["past-2010"] = "B", "新しいBの支出先", "1"
    assert typist.save().was_saved
    assert go_back(desk, sheet) == 302
    after = [row for row in rows_of(sheet).split('{"model"') if "reviewsheets.reviewsheet" not in row]
    assert after == before
    sheet.refresh_from_db()
    assert (sheet.name, sheet.edition) == ("見本の対策", 3)


def test_going_back_is_an_edition_and_can_be_undone(
    desk: Client, typist: Typist, sheet: ReviewSheet, editor: User
) -> None:
    typist["sheet-name"] = "変えた"
    typist.save()
    go_back(desk, sheet)
    newest = desk.get(f"{BASE}/{sheet.pk}/history/").context["editions"][0]
    assert newest.revision.user == editor
    assert newest.revision.comment.endswith("の版に戻した")
    assert {(change.what, change.old, change.new) for change in newest.changes} == {("事業名", "変えた", "見本の対策")}
    go_back(desk, sheet, edition=1)
    sheet.refresh_from_db()
    assert (sheet.name, sheet.edition) == ("変えた", 4)


def test_going_back_keeps_the_published_state(desk: Client, chief: Client, typist: Typist, sheet: ReviewSheet) -> None:
    typist["sheet-name"] = "変えた"
    typist.save()
    assert chief.post(f"{BASE}/{sheet.pk}/publish/").status_code == 302
    go_back(desk, sheet)
    sheet.refresh_from_db()
    assert (sheet.name, sheet.is_published, sheet.edition) == ("見本の対策", True, 4)
    assert sheet.published_by == User.objects.get(username="chief")


def test_going_back_over_swapped_letters(desk: Client, typist: Typist, sheet: ReviewSheet) -> None:
    typist["blocks-0-letter"], typist["blocks-1-letter"] = "B", "A"
    typist.save()
    assert go_back(desk, sheet) == 302
    assert [(block.letter, block.name) for block in sheet.blocks.all()] == [("A", "請負事業者"), ("B", "再委託先")]


def test_going_back_to_a_number_taken_since_is_refused_in_words(
    desk: Client, typist: Typist, sheet: ReviewSheet
) -> None:
    typist["sheet-number"] = "新しい番号"
    typist.save()
    make_sheet(number="新30-0006")
    assert go_back(desk, sheet) == 302
    assert "戻せません。" in desk.get(f"{BASE}/{sheet.pk}/change/").content.decode()
    sheet.refresh_from_db()
    assert (sheet.number, sheet.edition, sheet.blocks.get(letter="A").name) == ("新しい番号", 2, "請負事業者")


def test_only_who_may_edit_may_go_back(desk: Client, typist: Typist, sheet: ReviewSheet) -> None:
    typist["sheet-name"] = "変えた"
    typist.save()
    revision = Version.objects.get_for_object(sheet).last().revision_id
    people = {
        "reviewer": make_user(Role.REVIEWER),
        "publisher": make_user(Role.PUBLISHER),
        "other": make_user(Role.EDITOR, ministries=[make_ministry("財務省")]),
    }
    statuses = {}
    for name, user in people.items():
        client = Client()
        client.force_login(user)
        url = f"{BASE}/{sheet.pk}/history/"
        statuses[name] = (client.get(url).status_code, client.post(f"{url}{revision}/").status_code)
    assert statuses == {"reviewer": (200, 403), "publisher": (403, 403), "other": (404, 404)}
    sheet.refresh_from_db()
    assert sheet.name == "変えた"


def test_another_sheets_revision_is_not_found(desk: Client, typist: Typist, sheet: ReviewSheet) -> None:
    typist.save()
    other = make_sheet()
    revision = Version.objects.get_for_object(sheet).last().revision_id
    assert desk.get(f"{BASE}/{other.pk}/history/{revision}/").status_code == 404


def delete(client: Client, sheet: ReviewSheet) -> int:
    """Delete through the admin's page; the status."""
    return client.post(f"{BASE}/{sheet.pk}/delete/", {"post": "yes"}).status_code


def bring_back(client: Client) -> str:
    """Bring the newest deleted sheet back; what the next page says."""
    version = client.get(f"{BASE}/deleted/").context["versions"][0]
    return client.post(f"{BASE}/deleted/", {"version": version.pk}, follow=True).content.decode()


def test_a_deleted_sheet_comes_back_whole_as_a_draft(desk: Client, chief: Client, sheet: ReviewSheet) -> None:
    before, pk = rows_of(sheet), sheet.pk
    ReviewSheet.objects.filter(pk=pk).update(published_at=timezone.now())
    assert delete(desk, sheet) == 403
    assert delete(chief, sheet) == 302
    assert ReviewSheet.objects.count() == 0
    assert desk.get(f"{BASE}/deleted/").status_code == 403
    assert "下書きとして元に戻しました。" in bring_back(chief)
    sheet = ReviewSheet.objects.get(pk=pk)
    assert (sheet.is_published, sheet.edition) == (False, 2)
    assert rows_of(sheet).count('"pk"') == before.count('"pk"')


def test_a_deleted_sheet_is_in_no_total(chief: Client, sheet: ReviewSheet) -> None:
    ReviewSheet.objects.filter(pk=sheet.pk).update(published_at=timezone.now())
    make_sheet(sheet_year=sheet.sheet_year, ministry=sheet.ministry, number="9999")
    refresh()
    assert YearSums.objects.get().sheets == 2
    assert delete(chief, sheet) == 302
    assert (YearSums.objects.get().sheets, SheetSummary.objects.count()) == (1, 1)


def test_an_editor_may_delete_a_draft(desk: Client, sheet: ReviewSheet) -> None:
    assert delete(desk, sheet) == 302
    assert ReviewSheet.objects.count() == 0


def test_a_deleted_sheet_whose_number_is_taken_does_not_come_back(chief: Client, sheet: ReviewSheet) -> None:
    delete(chief, sheet)
    make_sheet(number="新30-0006", name="後のシート")
    assert "戻せません。" in bring_back(chief)
    assert [row.name for row in ReviewSheet.objects.all()] == ["後のシート"]


@pytest.mark.django_db(transaction=True)
def test_a_deleted_sheet_whose_payee_is_gone_does_not_come_back(sheet: ReviewSheet) -> None:
    client = Client()
    client.force_login(make_superuser())
    delete(client, sheet)
    Payee.objects.all().delete()
    assert "戻せません。" in bring_back(client)
    assert ReviewSheet.objects.count() == 0


def test_preview_of_going_back_leaves_the_published_state_out(
    desk: Client, chief: Client, typist: Typist, sheet: ReviewSheet
) -> None:
    typist.save(**{"sheet-bureau": "見本局"})
    chief.post(f"/admin/reviewsheets/reviewsheet/{sheet.pk}/publish/")
    first = Version.objects.get_for_object(sheet).last().revision_id
    page = desk.get(f"/admin/reviewsheets/reviewsheet/{sheet.pk}/history/{first}/").content.decode()
    assert "見本局" in page
    assert "公開日時" not in page


def test_what_an_import_changed_is_not_told_as_the_next_editors_change(
    desk: Client, typist: Typist, sheet: ReviewSheet
) -> None:
    typist["sheet-name"] = "手で変えた名前"
    typist.save()
    ReviewSheet.objects.filter(pk=sheet.pk).update(purpose="取り込んだ目的", edition=F("edition") + 1)
    typist.open()
    typist["sheet-name"] = "もう一度変えた名前"
    typist.save()
    edited, imported = changes(desk, sheet), changes(desk, sheet, 1)
    assert [(what, old, new) for _row, what, old, new in edited] == [("事業名", "手で変えた名前", "もう一度変えた名前")]
    assert [(what, new) for _row, what, _old, new in imported] == [("事業の目的", "取り込んだ目的")]
    said = desk.get(f"{BASE}/{sheet.pk}/history/").context["editions"][1].revision
    assert (said.user, said.comment) == (None, "取り込みによる変更の後")


def test_going_back_brings_the_contracts_of_a_payment_back(desk: Client, typist: Typist, sheet: ReviewSheet) -> None:
    payment = Payment.objects.filter(block__sheet=sheet).first()
    Contract.objects.create(payment=payment, summary="見本の契約", amount_yen=1_000)
    typist["sheet-name"] = "手で変えた名前"
    typist.save()
    Contract.objects.all().delete()
    assert go_back(desk, sheet) == 302
    assert [contract.summary for contract in Contract.objects.all()] == ["見本の契約"]
