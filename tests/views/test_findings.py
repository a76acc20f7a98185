"""The pages of the review: rules with their base rates, one rule, findings, the part of a sheet's page, and CSV."""

import re
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from reviewsheets.models import CheckAnswer, CheckQuestion, Finding, ReviewSheet
from reviewsheets.queries.findings import findings_at, findings_of, listed_findings
from reviewsheets.summaries.refresh import refresh
from tests.factories import make_budget_year, make_ministry, make_sheet

pytestmark = pytest.mark.django_db
LIST_QUERIES = 8
FOUND = "平成29年度 (2017)の執行率は16.66％（計600百万円、執行額100百万円）。"


def low(*, executed_million: int = 100, **fields: object) -> ReviewSheet:
    sheet = make_sheet(**fields)
    make_budget_year(sheet, sheet.sheet_year - 1, initial_million=600, executed_million=executed_million)
    return sheet


@pytest.fixture
def _story() -> None:
    """B01 is found on two of four sheets of 総務省, on one of 財務省 of another year and on a made-up one."""
    low(number="1", name="=第一の事業")
    low(number="2", executed_million=200, name="第二の事業")
    low(number="3", executed_million=500)
    make_sheet(number="4")
    low(number="5", ministry="財務省", sheet_year=2019, name="第五の事業")
    low(number="6", ministry=make_ministry("見本省", is_fictional=True), executed_million=0, name="架空の事業")
    low(number="7", published=False, name="下書きの事業")
    refresh()


def html(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def csv_text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode("utf-8-sig").replace("\r\n", "\n")  # type: ignore[attr-defined]


def names(client: Client, path: str) -> list[str]:
    """The sheets of the listed findings."""
    listed = html(client, path).partition('id="findings"')[2]
    return re.findall(r'<td class="name" lang="ja"><a href="[^"]+">([^<]+)</a>', listed)


def tally(client: Client, path: str) -> list[str]:
    """Found, evaluable, percent and not evaluable of B01 in the table of rules."""
    row = re.search(r'<span class="code">B01</span>.*?</tr>', html(client, path), re.DOTALL)
    assert row
    return re.findall(r'<td class="amount">([^<]*)</td>', row[0])


@pytest.mark.usefixtures("_story")
def test_base_rates_leave_made_up_ministries_out(client: Client) -> None:
    assert tally(client, "/findings/?rule=B01") == ["3", "4", "75.0", "1"]
    assert tally(client, "/findings/?rule=B01&year=2018") == ["2", "3", "66.7", "1"]
    assert tally(client, f"/findings/?rule=B01&ministry={quote('財務省')}") == ["1", "1", "100.0", "0"]


@pytest.mark.usefixtures("_story")
def test_findings_are_listed_largest_first_and_narrowed(client: Client) -> None:
    assert names(client, "/findings/?rule=B01") == ["架空の事業", "=第一の事業", "第五の事業", "第二の事業"]
    assert names(client, "/findings/B01/?sort=amount") == ["第二の事業", "=第一の事業", "第五の事業", "架空の事業"]
    assert names(client, "/findings/B01/?year=2019") == ["第五の事業"]
    assert names(client, f"/findings/B01/?ministry={quote('財務省')}") == ["第五の事業"]
    assert names(client, "/findings/?rule=B01&subject=goals") == []
    assert names(client, "/findings/?rule=B01&subject=budget&level=question") == names(client, "/findings/B01/")
    assert "この条件の指摘は4件です" in html(client, "/findings/B01/")
    found = "".join(re.findall(r"この条件の指摘は(\d+)件です", html(client, "/findings/")))
    for query in ("rule=ZZZ", "year=abc", "year=1900", "level=x", "subject=x", "disposition=x"):
        value = query.partition("=")[2]
        assert names(client, f"/findings/?{query}") == []
        assert "この条件の指摘は0件です" in html(client, f"/findings/?{query}")
        assert f'<li>{value} <span class="leaves">外すと{found}件</span> <a href=' in html(
            client, f"/findings/?{query}"
        )


@pytest.mark.usefixtures("_story")
def test_a_draft_is_nowhere(client: Client) -> None:
    for path in ("/findings/", "/findings/B01/", f"/findings/?ministry={quote('総務省')}"):
        assert "下書きの事業" not in html(client, path)
    assert "下書きの事業" not in csv_text(client, "/findings.csv")


@pytest.mark.usefixtures("_story")
def test_a_disposition_is_shown_without_who_gave_it(client: Client, django_user_model: type[User]) -> None:
    finding = Finding.objects.get(rule="B01", sheet__number="1")
    finding.disposition, finding.explanation = Finding.Disposition.EXPLAINED, "入札が不調だったため"
    finding.disposed_by = django_user_model.objects.create_user("tanto-san")
    finding.disposed_at, finding.disposed_figures = timezone.now(), finding.figures
    finding.save()
    page = html(client, "/findings/B01/?disposition=explained")
    assert "入札が不調だったため" in page
    assert "説明あり" in page
    assert "tanto-san" not in page
    assert "対応の後に数値が変わりました" not in page
    assert names(client, "/findings/B01/?disposition=explained") == ["=第一の事業"]
    assert names(client, "/findings/B01/?disposition=none") == ["架空の事業", "第五の事業", "第二の事業"]
    assert "この条件の指摘は3件です" in html(client, "/findings/B01/?disposition=none")
    Finding.objects.filter(pk=finding.pk).update(disposed_figures={"budget_year": 2017})
    assert "対応の後に数値が変わりました" in html(client, "/findings/B01/")


@pytest.mark.usefixtures("_story")
def test_findings_as_csv(client: Client) -> None:
    text = csv_text(client, "/findings/B01.csv?year=2018")
    header, first, *_rest = text.splitlines()[:3]
    assert header == (
        "事業年度,府省庁,担当部局庁,事業番号,事業名,規則,規則の名前,分類,程度,指摘,箇所,金額（円）,用いた数値,"
        "見つかった日,対応,対応の説明,対応の日,対応の後に数値が変わった"
    )
    assert first.startswith("2018,見本省,,6,架空の事業,B01,")
    today = timezone.localdate().isoformat()
    figures = "予算年度=2017; 割合=16.66; 計=600000000; 執行額=100000000"
    assert (
        f"2018,総務省,,1,'=第一の事業,B01,執行率が低い（繰越しを引く前の計に対して）,予算と執行,確認したい,{FOUND},"
        f"budget/2017/executed,500000000,{figures},{today},,,,\n"
    ) in text
    assert csv_text(client, "/findings.csv?year=2018&rule=B01") == text


@pytest.mark.usefixtures("_story")
def test_the_rules_and_one_rule_as_csv(client: Client) -> None:
    rules = [line for line in csv_text(client, "/findings/rules.csv?year=2018").splitlines() if line.startswith("B01,")]
    assert [line.rpartition("（理由を右に記載）")[2] for line in rules] == [",2,1,1,66.7,3,2,66.7"]
    head = "該当するシート数,該当しないシート数,評価できないシート数,該当する割合（評価できるシートのうち、％）,"
    head += "見た件数,該当する件数,該当する割合（見た件数のうち、％）\n"
    years = csv_text(client, "/findings/B01/years.csv")
    assert years == f"事業年度,{head}2019,1,0,0,100.0,1,1,100.0\n2018,2,1,1,66.7,3,2,66.7\n"
    ministries = csv_text(client, "/findings/B01/ministries.csv?year=2018")
    assert ministries == f"府省庁,{head}総務省,2,1,1,66.7,3,2,66.7\n"


def test_a_file_says_the_same_in_english(client: Client) -> None:
    low()
    refresh()
    japanese = csv_text(client, "/findings.csv")
    client.cookies["django_language"] = "en"
    assert csv_text(client, "/findings.csv") == japanese


@pytest.mark.parametrize(
    "path", ["/findings/X99/", "/findings/X99.csv", "/findings/X99/years.csv", "/findings/B01/x.csv"]
)
def test_what_is_no_rule_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/findings/{path}").status_code == 404


def test_without_findings_the_page_says_so(client: Client) -> None:
    assert "条件に合う指摘はありません。" in html(client, "/findings/")
    assert "この条件に、この規則で評価できるシートはありません。" in html(client, "/findings/B01/")


@pytest.mark.parametrize("sort", ["", "-amount", "amount", "-found"])
def test_pages_follow_each_other_from_amounts_to_blanks(sort: str) -> None:
    sheet, now = make_sheet(), timezone.now()
    amounts = (5, None, 9, 5, None, 1, None)
    Finding.objects.bulk_create(
        Finding(
            sheet=sheet,
            sheet_year=2018,
            ministry=sheet.ministry,
            rule="B01",
            place=str(place),
            amount_yen=amount,
            found_at=now,
        )
        for place, amount in enumerate(amounts)
    )
    findings = Finding.objects.all()
    listed = list(findings_of(listed_findings(findings, sort=sort)))
    assert [row.amount_yen for row in listed][:4] == {"amount": [1, 5, 5, 9], "-found": [5, None, 9, 5]}.get(
        sort, [9, 5, 5, 1]
    )
    for size in (1, 2, 3, 4, 7):
        pages = [range(start, min(start + size, 7)) for start in range(0, 7, size)]
        assert [row for places in pages for row in findings_at(findings, places, sort=sort)] == listed


def test_the_same_number_of_queries_however_many(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    low()
    refresh()
    client.get("/findings/")
    for _more in range(2):
        with django_assert_num_queries(LIST_QUERIES):
            client.get("/findings/?year=2018")
        for number in range(5):
            low(number=f"{_more}{number}x")
        refresh()


def test_a_sheet_tells_what_was_found_what_not_and_what_cannot_be_said(client: Client) -> None:
    sheet = low(number="1")
    refresh()
    part = html(client, sheet.get_absolute_url()).partition('id="review"')[2]
    assert FOUND in part.partition("<details")[0]
    assert re.search(r"該当する規則は\d+、該当しない規則は\d+、評価できない規則は\d+です。", part)
    text = csv_text(client, f"{sheet.get_absolute_url()}review.csv")
    assert f"B01,執行率が低い（繰越しを引く前の計に対して）,該当,{FOUND},budget/2017/executed,500000000," in text


def test_beside_a_check_question_stand_the_mark_and_the_facts(client: Client) -> None:
    sheet = low(number="1")
    CheckAnswer.objects.create(
        sheet=sheet, question=CheckQuestion.EFFICIENCY_UNUSED, mark="○", explanation="妥当である"
    )
    refresh()
    checks = html(client, sheet.get_absolute_url()).partition('id="checks"')[2].partition("</section>")[0]
    row = next(row for row in checks.split("<tr>") if "不用率が大きい場合" in row)
    assert "○" in row
    assert "妥当である" in row
    assert FOUND in row


def test_the_newer_form_has_the_facts_by_question_in_the_part_of_the_review(client: Client) -> None:
    sheet = low(number="1", sheet_year=2024)
    refresh()
    part = html(client, sheet.get_absolute_url()).partition('id="evidence-title"')[2]
    assert "令和5年度 (2023)の執行率は16.66％" in part
    assert "不用率が大きい場合" in part


def test_the_preview_of_a_draft_tells_what_the_rules_say_now(admin_client: Client) -> None:
    sheet = low(number="1", published=False)
    path = f"/preview/2018/{quote('総務省')}/1/"
    assert FOUND in html(admin_client, path).partition('id="review"')[2]
    sheet.budget_years.update(executed_yen=600_000_000)
    assert FOUND not in html(admin_client, path)


@pytest.mark.parametrize("year", ["1800", "0000", "9999"])
@pytest.mark.parametrize(
    "path", ["findings/", "findings/B01/", "contracts/", "sheets/", "indicators/", "revisions/", "payees/"]
)
def test_a_year_that_no_sheet_can_be_of_is_answered(client: Client, path: str, year: str) -> None:
    low()
    refresh()
    assert client.get(f"/{path}?year={year}").status_code == 200
