"""What staff say of the findings of published sheets: who may, what is kept, how they are listed."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from reviewsheets.access import Role
from reviewsheets.models import (
    DataVersion,
    Finding,
    ReviewSheet,
)
from reviewsheets.review.runner import review
from tests.admin.test_findings import LOW, finding_of, low_sheet
from tests.admin.test_roles import browser, editor_of
from tests.admin.typing_in import entry_url, read_form
from tests.factories import make_ministry, make_superuser, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/reviewsheets/finding/"


def finding_url(finding: Finding) -> str:
    return f"{LIST}{finding.pk}/change/"


def seen(finding: Finding, **cells: str) -> dict[str, str]:
    """The answer's form on the sheet's page with these cells filled."""
    client = Client()
    client.force_login(User.objects.filter(username="seer").first() or make_superuser("seer"))
    page = read_form(client.get(finding_url(finding)))
    cells = {"from_sheet": "on"} | cells
    return {"seen_at": page.cells["seen_at"], "seen_figures": page.cells["seen_figures"]} | cells


def answers(finding: Finding) -> tuple[Any, ...]:
    """What is stored of the answer."""
    finding.refresh_from_db()
    return finding.disposition, finding.explanation, finding.disposed_by and finding.disposed_by.username


class TestAnswering:
    """指摘のとおり, 説明あり, 修正済み."""

    def test_an_answer_is_kept_with_the_figures_who_and_when(self, desk: Client) -> None:
        sheet = low_sheet()
        finding = finding_of(sheet)
        cells = seen(finding, disposition="explained", explanation=" 入札が\r\n不調だったため ")
        response = desk.post(finding_url(finding), cells)
        assert response["Location"] == f"{entry_url(sheet)}#finding-{finding.pk}"
        assert answers(finding) == ("explained", "入札が\n不調だったため", "editor")
        assert finding.disposed_at is not None
        assert finding.disposed_figures == finding.figures
        assert finding.disposed_figures["rate_percent"] == "16.66"
        entry = LogEntry.objects.get(object_id=str(finding.pk))
        assert (entry.user.username, entry.change_message) == ("editor", "対応：説明あり「入札が\n不調だったため」")
        page = desk.get(entry_url(sheet)).content.decode()
        assert "<strong>説明あり</strong>：入札が\n不調だったため" in page

    def test_an_explanation_needs_its_text(self, desk: Client) -> None:
        finding = finding_of(low_sheet())
        response = desk.post(finding_url(finding), seen(finding, disposition="explained", explanation=" \u3000"))
        assert response.status_code == 200
        assert "説明を書いてください。" in response.content.decode()
        assert answers(finding) == ("", "", None)

    def test_an_answer_can_be_taken_back(self, desk: Client) -> None:
        finding = finding_of(low_sheet())
        desk.post(finding_url(finding), seen(finding, disposition="accepted", explanation="そのとおり"))
        assert answers(finding) == ("accepted", "そのとおり", "editor")
        desk.post(finding_url(finding), seen(finding, disposition="", explanation="そのとおり"))
        assert answers(finding) == ("", "", None)
        assert (finding.disposed_at, finding.disposed_figures) == (None, None)

    def test_only_the_answer_is_written(self, desk: Client) -> None:
        finding = finding_of(low_sheet())
        forged = {
            "rule": "X99",
            "place": "偽",
            "amount_yen": "1",
            "figures": "{}",
            "sheet": "1",
            "closed_at_0": "2020-01-01",
        }
        desk.post(finding_url(finding), seen(finding, disposition="accepted", **forged))
        finding.refresh_from_db()
        assert (finding.rule, finding.place, finding.amount_yen) == ("B01", "budget/2017/executed", 500_000_000)
        assert (finding.figures["budget_year"], finding.closed_at) == (2017, None)

    def test_no_other_answer_is_taken(self, desk: Client) -> None:
        finding = finding_of(low_sheet())
        response = desk.post(finding_url(finding), seen(finding, disposition="ignored"))
        assert response.status_code == 200
        assert answers(finding) == ("", "", None)

    def test_the_latest_wins_and_is_told_of_the_one_before(self, desk: Client) -> None:
        finding = finding_of(low_sheet())
        first = seen(finding, disposition="accepted", explanation="甲の記録")
        second = seen(finding, disposition="explained", explanation="乙の記録")
        browser(Role.REVIEWER, username="kou").post(finding_url(finding), first)
        page = desk.post(finding_url(finding), second, follow=True).content.decode()
        assert answers(finding) == ("explained", "乙の記録", "editor")
        assert "このページを開いた後に、kou さんが" in page
        assert "「指摘のとおり「甲の記録」」と記録していました。今回の記録で置き換えました。" in page

    def test_who_saw_the_answer_before_is_told_nothing(self, desk: Client) -> None:
        finding = finding_of(low_sheet())
        desk.post(finding_url(finding), seen(finding, disposition="accepted"))
        page = desk.post(finding_url(finding), seen(finding, disposition="corrected"), follow=True)
        assert "置き換えました" not in page.content.decode()

    def test_figures_that_changed_under_the_page_are_looked_at_first(self, desk: Client) -> None:
        sheet = low_sheet()
        finding = finding_of(sheet)
        cells = seen(finding, disposition="accepted", explanation="そのとおり")
        sheet.budget_years.update(executed_yen=50_000_000)
        review([sheet.pk])
        response = desk.post(finding_url(finding), cells)
        assert "この指摘の数値が変わりました" in response.content.decode()
        assert answers(finding) == ("", "", None)
        again = read_form(response).cells
        assert again["explanation"] == "そのとおり"
        assert desk.post(finding_url(finding), again).status_code == 302
        assert answers(finding) == ("accepted", "そのとおり", "editor")
        assert finding.disposed_figures == finding.figures

    def test_changed_figures_and_a_correction_that_still_holds_are_told(self, desk: Client) -> None:
        sheet = low_sheet()
        finding = finding_of(sheet)
        desk.post(finding_url(finding), seen(finding, disposition="corrected"))
        page = desk.get(entry_url(sheet)).content.decode()
        assert "「修正済み」と記録されていますが、今の記載にも当てはまります。" in page
        assert "対応の後に数値が変わりました。" not in page
        sheet.budget_years.update(executed_yen=50_000_000)
        review([sheet.pk])
        assert "対応の後に数値が変わりました。" in desk.get(entry_url(sheet)).content.decode()
        assert "対応の後に数値が変わりました。" in desk.get(LIST).content.decode()

    def test_what_no_longer_holds_can_still_be_answered(self, desk: Client) -> None:
        sheet = low_sheet()
        sheet.budget_years.update(executed_yen=500_000_000)
        review([sheet.pk])
        finding = finding_of(sheet)
        desk.post(finding_url(finding), seen(finding, disposition="corrected"))
        assert answers(finding) == ("corrected", "", "editor")
        page = desk.get(entry_url(sheet))
        assert [item.says for item in page.context["box"].closed if item.rule.code == "B01"] == [LOW]
        assert "今の記載にも当てはまります" not in page.content.decode()

    @pytest.mark.django_db(transaction=True)
    def test_public_pages_are_made_anew(self, desk: Client) -> None:
        finding = finding_of(low_sheet())
        cells = seen(finding, disposition="accepted")
        before = list(DataVersion.objects.values_list("pk", "stamp"))
        desk.post(finding_url(finding), cells)
        assert list(DataVersion.objects.values_list("pk", "stamp")) != before


class TestRoles:
    """Editors of the ministry, reviewers and administrators answer; others see what they may see of the sheet."""

    @pytest.mark.parametrize(
        ("role", "ministry", "status"),
        [
            (Role.EDITOR, "総務省", 302),
            (Role.EDITOR, "財務省", 403),
            (Role.REVIEWER, None, 302),
            (Role.PUBLISHER, None, 403),
            (Role.ADMINISTRATOR, None, 302),
            (None, "総務省", 403),
        ],
    )
    def test_who_may_answer(self, role: Role | None, ministry: str | None, status: int) -> None:
        sheet = low_sheet()
        finding = finding_of(sheet)
        client = browser(role, ministries=[make_ministry(ministry)] if ministry else [], is_staff=True)
        assert client.post(finding_url(finding), seen(finding, disposition="accepted")).status_code == status
        assert answers(finding)[0] == ("accepted" if status == 302 else "")
        offers = "対応を記録" in client.get(entry_url(sheet)).content.decode()
        assert offers is (status == 302) or status == 302

    def test_strangers_are_sent_to_the_login(self) -> None:
        finding = finding_of(low_sheet())
        response = Client().post(finding_url(finding), seen(finding, disposition="accepted"))
        assert response["Location"].startswith("/admin/login/")
        assert answers(finding) == ("", "", None)

    def test_a_withdrawn_sheets_findings_are_hidden_and_not_answered(self) -> None:
        sheet = low_sheet()
        finding = finding_of(sheet)
        cells = seen(finding, disposition="accepted")
        ReviewSheet.objects.filter(pk=sheet.pk).update(published_at=None)
        assert editor_of("財務省").post(finding_url(finding), cells).status_code == 404
        assert editor_of("財務省").get(finding_url(finding)).status_code == 404
        assert editor_of("総務省").post(finding_url(finding), cells).status_code == 403
        assert answers(finding) == ("", "", None)

    def test_nobody_adds_or_deletes(self) -> None:
        finding = finding_of(low_sheet())
        client = browser(Role.ADMINISTRATOR)
        assert client.get(f"{LIST}add/").status_code == 403
        assert client.post(f"{LIST}{finding.pk}/delete/", {"post": "yes"}).status_code == 403
        assert client.post(f"{LIST}999/change/", {}).status_code == 404
        assert client.post(f"{LIST}x/change/", {}).status_code == 404

    def test_a_sheet_with_findings_is_deleted_with_them(self) -> None:
        sheet = low_sheet()
        client = browser(Role.ADMINISTRATOR)
        assert client.post(f"/admin/reviewsheets/reviewsheet/{sheet.pk}/delete/", {"post": "yes"}).status_code == 302
        assert not Finding.objects.exists()


class TestList:
    """The findings of all sheets."""

    def listed(self, client: Client, **query: str) -> list[str]:
        """The names of the sheets of B01's findings."""
        rows = client.get(LIST, query).context["cl"].result_list
        return [row.sheet.name for row in rows if row.rule == "B01"]

    @pytest.fixture
    def findings(self) -> None:
        low_sheet(number="1", name="甲事業")
        low_sheet(number="2", name="乙事業", ministry="財務省")
        closed = low_sheet(number="3", name="丙事業", sheet_year=2018)
        closed.budget_years.update(executed_yen=500_000_000)
        review([closed.pk])
        Finding.objects.filter(sheet__name="乙事業").update(disposition="accepted", disposed_figures={})

    def test_is_narrowed(self, findings: None) -> None:
        client = editor_of("財務省")
        assert sorted(self.listed(client)) == ["乙事業", "甲事業"]
        assert self.listed(client, ministry="own") == ["乙事業"]
        assert self.listed(client, ministry=str(make_ministry("総務省").pk)) == ["甲事業"]
        assert self.listed(client, state="closed") == ["丙事業"]
        assert len(self.listed(client, state="all")) == 3
        assert self.listed(client, disposition="none") == ["甲事業"]
        assert self.listed(client, disposition="accepted") == ["乙事業"]
        assert self.listed(client, disposition="corrected") == []
        assert sorted(self.listed(client, rule="B01")) == ["乙事業", "甲事業"]
        assert self.listed(client, sheet_year="2017") == []
        assert self.listed(client, q="甲") == ["甲事業"]
        assert self.listed(client, q="\0") == self.listed(client)

    def test_asks_the_same_for_more_rows(self, findings: None, django_assert_max_num_queries: Any) -> None:
        client = editor_of("財務省")
        for number in range(10, 30):
            low_sheet(number=str(number))
        with django_assert_max_num_queries(16):
            page = client.get(LIST)
        assert len(page.context["cl"].result_list) >= 22

    def test_says_the_finding_in_words(self, findings: None) -> None:
        assert LOW in browser(Role.PUBLISHER).get(LIST).content.decode()

    def test_a_rule_that_is_no_more_is_told_by_its_figures(self, findings: None) -> None:
        Finding.objects.filter(sheet__name="甲事業", rule="B01").update(rule="Z99")
        page = browser(Role.PUBLISHER).get(LIST).content.decode()
        assert "予算年度 平成29年度 (2017)、計 600百万円、執行額 100百万円、割合 16.66％" in page


def test_the_log_holds_answers_as_text() -> None:
    finding = finding_of(low_sheet())
    client = Client()
    client.force_login(make_user(Role.REVIEWER, username="otsu"))
    client.post(finding_url(finding), seen(finding, disposition="accepted"))
    client.post(finding_url(finding), seen(finding, disposition=""))
    messages = (
        LogEntry.objects.filter(object_id=str(finding.pk)).order_by("pk").values_list("change_message", flat=True)
    )
    assert list(messages) == ["対応：指摘のとおり", "対応：対応なし"]
