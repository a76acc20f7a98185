import pytest

from reviewsheets.models import PastSheetNumber, RelatedProject
from reviewsheets.queries.references import PastNumber, RelatedRow, past_numbers_of, related_of
from tests.factories import make_part, make_sheet

pytestmark = pytest.mark.django_db


def test_past_numbers_have_every_year_since_the_first_review() -> None:
    sheet = make_sheet(sheet_year=2012)
    PastSheetNumber.objects.create(sheet=sheet, past_year=2011, number="－")
    assert past_numbers_of(sheet) == (PastNumber(2010, ""), PastNumber(2011, "－"))


def test_several_numbers_of_a_year_and_one_without_a_year_all_stand() -> None:
    sheet = make_sheet(sheet_year=2012)
    make_part(PastSheetNumber, sheet, past_year=2011, number="1", ministry_name="総務省")
    make_part(PastSheetNumber, sheet, past_year=2011, number="2")
    make_part(PastSheetNumber, sheet, past_year_text="平成前", number="3")
    assert past_numbers_of(sheet) == (
        PastNumber(2010, ""),
        PastNumber(2011, "総務省 1"),
        PastNumber(2011, "2"),
        PastNumber(None, "3", "平成前"),
    )


def test_rs_form_lists_no_empty_past_years() -> None:
    assert past_numbers_of(make_sheet(sheet_year=2024)) == ()


def test_related_projects_are_read_as_named() -> None:
    sheet = make_sheet()
    RelatedProject.objects.create(sheet=sheet, ministry_name="財務省", number="1", name="関係", role="分担")
    assert related_of(sheet) == (RelatedRow("財務省", "1", "関係", "分担"),)


def test_related_project_leads_to_its_sheet_of_the_same_year() -> None:
    sheet = make_sheet(sheet_year=2024, number="1")
    make_sheet(sheet_year=2024, number="2", ministry="財務省")
    make_sheet(sheet_year=2025, number="3")
    for number in ("2", "3", "4"):
        make_part(RelatedProject, sheet, number=number, name=f"事業{number}", relation="子事業")
    rows = related_of(sheet)
    assert [row.url for row in rows] == ["/sheets/2024/%E8%B2%A1%E5%8B%99%E7%9C%81/2/", "", ""]
    assert rows[0].relation == "子事業"


def test_draft_and_another_ministrys_number_are_not_linked() -> None:
    sheet = make_sheet(sheet_year=2018, number="1")
    make_sheet(sheet_year=2018, number="2", published=False)
    make_sheet(sheet_year=2018, number="3", ministry="財務省")
    make_part(RelatedProject, sheet, number="2", name="下書き")
    make_part(RelatedProject, sheet, number="3", name="別の府省", ministry_name="総務省")
    assert [row.url for row in related_of(sheet)] == ["", ""]


def test_number_that_two_ministries_use_is_not_linked_without_its_ministry() -> None:
    sheet = make_sheet(sheet_year=2018, number="1")
    make_sheet(sheet_year=2018, number="9", ministry="財務省")
    make_sheet(sheet_year=2018, number="9", ministry="防衛省")
    make_part(RelatedProject, sheet, number="9", name="どちらか")
    make_part(RelatedProject, sheet, number="9", name="防衛省のもの", ministry_name="防衛省")
    assert [row.url for row in related_of(sheet)] == ["", "/sheets/2018/%E9%98%B2%E8%A1%9B%E7%9C%81/9/"]
