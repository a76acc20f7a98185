"""Rules on what is missing: what the form of the year has, and nothing else."""

import pytest
from django.utils import translation

from reviewsheets.models import ReviewSheet
from reviewsheets.review.blanks import is_nothing
from tests.factories import make_indicator, make_sheet, make_source
from tests.review.reviewing import asked, figures_found, is_not_evaluable, is_passed, sentences

pytestmark = pytest.mark.django_db


def with_evaluation(sheet: ReviewSheet | None = None, **fields: str) -> ReviewSheet:
    """The sheet, its evaluation filled in."""
    sheet = sheet or make_sheet()
    for name, value in fields.items():
        setattr(sheet.evaluation, name, value)
    sheet.evaluation.save()
    return sheet


@pytest.mark.parametrize(
    "text", ["", "　", "-", "－", "―", "‐‐", "--", "該当なし", "該当なし。", "なし", " 無し\n", "₋", " —"]
)
def test_what_stands_for_nothing(text: str) -> None:
    assert is_nothing(text)


@pytest.mark.parametrize("text", ["特になし", "0", "検討中", "なしの事業", "-1", "a" * 200])
def test_what_says_something(text: str) -> None:
    assert not is_nothing(text)


@pytest.mark.parametrize(
    ("code", "column"), [("F01", "purpose"), ("F02", "outline"), ("F03", "bureau"), ("F04", "officer")]
)
def test_a_missing_text_of_the_sheet_is_found(code: str, column: str) -> None:
    for text in ("", "-", "該当なし"):
        (found,) = asked(make_sheet(**{column: text}), code)[1]
        assert (found.place, found.figures) == (f"sheet/{column}", {})
        assert found.cell
        assert (found.cell.table, found.cell.column) == ("sheet", column)
    assert is_passed(make_sheet(**{column: "記載"}), code)


def test_a_missing_purpose_in_words() -> None:
    with translation.override("ja"):
        assert sentences(make_sheet(), "F01") == ["「事業の目的」の記載がない。"]


def test_the_newer_form_names_agencies_without_a_bureau() -> None:
    for column in ("bureau", "department", "division"):
        assert is_passed(make_sheet(sheet_year=2024, **{column: "見本課"}), "F03")
    assert figures_found(make_sheet(sheet_year=2024, office="見本室"), "F03") == [{}]
    assert figures_found(make_sheet(sheet_year=2023, division="見本課"), "F03") == [{}]


def test_the_newer_form_has_no_officer_of_the_sheet() -> None:
    assert is_not_evaluable(make_sheet(sheet_year=2024), "F04")


def test_a_missing_start_year_is_found() -> None:
    assert figures_found(make_sheet(), "F05") == [{}]
    assert figures_found(make_sheet(start_year_text="-"), "F05") == [{}]
    assert is_passed(make_sheet(start_year=1990), "F05")
    assert is_passed(make_sheet(start_year_text="昭和以前"), "F05")
    assert is_passed(make_sheet(sheet_year=2024, is_start_unknown=True), "F05")


@pytest.mark.parametrize(("code", "column"), [("F06", "goal"), ("F07", "source")])
def test_a_missing_text_of_an_outcome_is_found(code: str, column: str) -> None:
    sheet = make_sheet()
    make_indicator(sheet, values={2017: (1, 1)}, **{column: "記載"})
    make_indicator(sheet, values={2017: (1, None)}, **{column: "-"})
    looked_at, (found,) = asked(sheet, code)
    assert (looked_at, found.figures, found.place) == (2, {"indicator": "見本指標"}, "indicator/outcome/見本指標")
    assert found.cell
    assert (found.cell.table, found.cell.column) == ("indicator", column)
    assert is_not_evaluable(make_sheet(), code)


def test_only_outcomes_with_numbers_need_a_source_and_judgit_publishes_none() -> None:
    sheet, published = make_sheet(), make_sheet()
    make_indicator(sheet, values={2017: ("検討中", None)})
    make_indicator(sheet, "activity", values={2017: (1, 1)})
    assert is_not_evaluable(sheet, "F07")
    make_indicator(published, values={2017: (1, 1)})
    make_source(published, "judgit")
    assert is_not_evaluable(published, "F07")
    published.indicators.update(source="手で補った出典")
    assert is_passed(published, "F07")


def test_an_outcome_without_a_name_is_found() -> None:
    sheet = make_sheet()
    make_indicator(sheet, name="-", goal="見本の目標")
    assert figures_found(sheet, "F13") == [{"goal": "見本の目標"}]
    sheet.indicators.update(goal_kind="定性的")
    assert is_not_evaluable(sheet, "F13")
    sheet.indicators.update(goal_kind="", name="指標")
    assert is_passed(sheet, "F13")
    sheet.indicators.update(name="-", goal="-")
    assert is_not_evaluable(sheet, "F13")
    assert is_not_evaluable(sheet, "F06")


def test_a_sheet_without_activities_is_found() -> None:
    sheet = make_sheet()
    make_indicator(sheet, "activity", name="-", unit="-")
    assert figures_found(sheet, "F08") == [{}]
    make_indicator(sheet, "activity", name="見本の回数")
    assert is_passed(sheet, "F08")


def test_files_without_activities_do_not_miss_them() -> None:
    paper, rs = make_sheet(sheet_year=2021), make_sheet(sheet_year=2024)
    source = make_source(paper, "judgit")
    make_source(rs, "1-2")
    assert figures_found(paper, "F08") == [{}]
    assert is_not_evaluable(rs, "F08")
    source.own_cells = {"ない項目": ["アウトプット", "担当課室"]}
    source.save()
    assert is_not_evaluable(paper, "F08")
    make_source(rs, "3-1")
    assert figures_found(rs, "F08") == [{}]


@pytest.mark.parametrize(("code", "column"), [("F09", "check_result"), ("F10", "improvement")])
def test_a_missing_part_of_the_check_is_found(code: str, column: str) -> None:
    for text in ("", "-", "なし"):
        (found,) = asked(with_evaluation(**{column: text}), code)[1]
        assert found.place == f"evaluation/{column}"
        assert found.cell
        assert (found.cell.table, found.cell.column) == ("evaluation", column)
    assert is_passed(with_evaluation(**{column: "特になし"}), code)


@pytest.mark.parametrize("code", ["F09", "F10"])
def test_where_there_is_nothing_to_check(code: str) -> None:
    assert is_not_evaluable(make_sheet(start_year=2018), code)
    assert asked(make_sheet(start_year=2017), code)[0] == 1
    assert is_not_evaluable(make_sheet(sheet_year=2024, stage="新規要求事業"), code)
    published = make_sheet()
    make_source(published, "judgit")
    assert is_not_evaluable(published, code)
    without_file, with_file = make_sheet(sheet_year=2024), make_sheet(sheet_year=2024)
    make_source(without_file, "1-2")
    make_source(with_file, "1-2")
    make_source(with_file, "4-1")
    with_file.evaluation.delete()
    assert is_not_evaluable(without_file, code)
    assert figures_found(with_file, code) == [{}]


@pytest.mark.parametrize("opinion", [{"team_verdict": "現状通り"}, {"team_opinion": "適正に執行すること。"}])
@pytest.mark.parametrize("response", [{"response_kind": "現状通り"}, {"response": "所見のとおり。"}])
def test_an_opinion_asks_for_a_response_and_a_response_for_an_opinion(
    opinion: dict[str, str], response: dict[str, str]
) -> None:
    alone, back, both = with_evaluation(**opinion), with_evaluation(**response), with_evaluation(**opinion, **response)
    assert [found.place for found in asked(alone, "F11")[1]] == ["evaluation/response"]
    assert [found.place for found in asked(back, "F12")[1]] == ["evaluation/team_opinion"]
    assert is_not_evaluable(alone, "F12")
    assert is_not_evaluable(back, "F11")
    assert is_passed(both, "F11")
    assert is_passed(both, "F12")


@pytest.mark.parametrize("code", ["F11", "F12"])
def test_dashes_are_no_opinion_and_new_projects_have_none_to_follow(code: str) -> None:
    assert is_not_evaluable(with_evaluation(team_opinion="-", response="－"), code)
    new = make_sheet(sheet_year=2024, stage="新規開始事業")
    assert is_not_evaluable(with_evaluation(new, team_opinion="所見", response=""), code)
    assert is_not_evaluable(with_evaluation(new, team_opinion="", response="反映"), code)
