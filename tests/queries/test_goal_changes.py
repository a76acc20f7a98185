from decimal import Decimal

import pytest

from reviewsheets.access import public_sheets
from reviewsheets.models import Project, ReviewSheet
from reviewsheets.queries.projects import ProjectHistory, project_at
from tests.factories import make_indicator, make_project, make_sheet, make_unit_cost

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return make_project(key="k1")


@pytest.fixture
def sheets(project: Project) -> tuple[ReviewSheet, ReviewSheet, ReviewSheet]:
    """Of 2018, 2019 and 2020."""
    first, second, third = (make_sheet(project=project, sheet_year=year) for year in (2018, 2019, 2020))
    return first, second, third


Sheets = tuple[ReviewSheet, ReviewSheet, ReviewSheet]


def history() -> ProjectHistory:
    found = project_at(public_sheets(), "k1")
    assert found is not None
    return found


def targets() -> list[tuple[int, Decimal, Decimal, int, int, str]]:
    return [
        (row.fiscal_year, row.old, row.new, row.old_sheet_year, row.new_sheet_year, row.words)
        for row in history().goals.targets
    ]


def test_target_of_one_year_that_changes_is_told_newest_sheet_first(sheets: Sheets) -> None:
    for sheet, target in zip(sheets, (10, 8, 12), strict=True):
        make_indicator(sheet, values={2018: (target, None), 2017: (5, 5)})
    assert targets() == [
        (2018, Decimal(8), Decimal(12), 2019, 2020, "引き上げ（達しにくい方へ）"),
        (2018, Decimal(10), Decimal(8), 2018, 2019, "引き下げ（達しやすい方へ）"),
    ]
    goals = history().goals
    assert (goals.raised, goals.lowered, goals.easier) == (1, 1, 1)


def test_larger_target_is_easier_where_less_is_better(sheets: Sheets) -> None:
    for sheet, target in zip(sheets[:2], (10, 12), strict=True):
        make_indicator(sheet, values={2018: (target, None)}, direction="down")
    assert [row[-1] for row in targets()] == ["引き上げ（達しやすい方へ）"]


def test_without_a_direction_only_the_number_is_told(sheets: Sheets) -> None:
    for sheet, target in zip(sheets[:2], (10, 12), strict=True):
        make_indicator(sheet, values={2018: (target, None)}, direction="")
    assert [row[-1] for row in targets()] == ["引き上げ"]
    assert history().goals.targets[0].indicator.way_words == "改善の方向の記載なし"


def test_final_target_of_a_year_is_compared_with_that_of_its_own_column(sheets: Sheets) -> None:
    make_indicator(sheets[0], final=(2020, 100))
    make_indicator(sheets[1], values={2020: (90, None)}, final=(2025, 200))
    make_indicator(sheets[2], final=(2025, 200))
    assert targets() == [(2020, Decimal(100), Decimal(90), 2018, 2019, "引き下げ（達しやすい方へ）")]


def test_words_and_blanks_change_no_target(sheets: Sheets) -> None:
    for sheet, target in zip(sheets, (10, "検討中", 10), strict=True):
        make_indicator(sheet, values={2018: (target, None)})
    assert targets() == []


def kept() -> list[tuple[Decimal, int, int, int, int]]:
    return [(row.target, row.first_year, row.last_year, row.years, row.exceeded) for row in history().goals.kept]


def test_target_kept_while_years_reach_it_is_told(sheets: Sheets) -> None:
    make_indicator(sheets[0], values={2015: (10, 9), 2016: (10, 10), 2017: (10, 20)})
    make_indicator(sheets[1], values={2018: (10, 11)})
    assert kept() == [(Decimal(10), 2016, 2018, 3, 1)]


def test_target_raised_after_years_that_reached_it_is_not_told(sheets: Sheets) -> None:
    make_indicator(sheets[0], values={2016: (10, 10), 2017: (10, 12), 2018: (12, None)})
    make_indicator(sheets[0], values={2016: (10, 10), 2017: (10, 12), 2018: (8, None)}, name="下げた")
    assert [row.indicator.name for row in history().goals.kept] == ["下げた"]


def test_single_year_missed_year_and_gap_are_no_run(sheets: Sheets) -> None:
    make_indicator(sheets[0], values={2013: (10, 10), 2015: (10, 10), 2016: (10, 9), 2017: (10, 10)})
    assert kept() == []


def test_where_less_is_better_a_lower_target_is_the_raised_one(sheets: Sheets) -> None:
    make_indicator(sheets[0], values={2016: (10, 9), 2017: (10, 9), 2018: (8, None)}, direction="down")
    make_indicator(sheets[0], values={2016: (10, 9), 2017: (10, 9), 2018: (12, None)}, direction="down", name="緩めた")
    assert [row.indicator.name for row in history().goals.kept] == ["緩めた"]


def test_indicators_that_go_and_come_are_told_by_kind(sheets: Sheets) -> None:
    make_indicator(sheets[0], name="続く")
    make_indicator(sheets[0], name="消える")
    make_indicator(sheets[1], name="続く")
    make_indicator(sheets[1], name="現れる")
    make_indicator(sheets[2], name="続く")
    make_indicator(sheets[2], name="現れる")
    make_indicator(sheets[0], "activity", name="後にこの種別のない活動")
    found = [
        (row.kind, row.old_sheet_year, row.new_sheet_year, [one.name for one in row.dropped], row.added[0].name)
        for row in history().goals.turnovers
    ]
    assert found == [("成果指標（アウトカム）", 2018, 2019, ["消える"], "現れる")]
    assert (history().goals.dropped, history().goals.added) == (1, 1)


def test_continued_indicator_has_a_state_for_each_year(sheets: Sheets) -> None:
    make_indicator(sheets[0], values={2017: (10, 8)})
    make_indicator(sheets[1], values={2017: (10, 12), 2018: (10, 16), 2019: (10, None)})
    (row,) = history().indicators.rows
    assert [cells.state_label for cells in row.years] == ["達した", "大きく上回った（150％超）", "年度終了前"]
    assert row.way == "up"


def test_unit_costs_are_continued_with_the_newest_numbers(sheets: Sheets) -> None:
    make_unit_cost(sheets[0], {2017: (10, "a"), 2018: (11, "b")})
    make_unit_cost(sheets[1], {2018: (12, "c"), 2019: ("-", "d")})
    make_unit_cost(sheets[2], {2019: (9, "e")}, basis="別の根拠")
    series = history().unit_costs
    assert (series.fiscal_years, series.newest_sheet_year) == ((2017, 2018, 2019), 2020)
    assert [
        (row.basis, row.sheet_years, [(cost.value.written, cost.change_words) for cost in row.years])
        for row in series.rows
    ] == [
        ("別の根拠", (2020,), [("", ""), ("", ""), ("9", "")]),
        ("見本の額／見本の数", (2018, 2019), [("10", ""), ("12", "+2（+20.0％）"), ("-", "")]),
    ]


def test_number_of_an_older_sheet_stands_before_newer_words(sheets: Sheets) -> None:
    make_unit_cost(sheets[0], {2017: (10, "a")})
    make_unit_cost(sheets[1], {2017: ("-", "-")})
    (row,) = history().unit_costs.rows
    assert [(cost.value.written, cost.formula) for cost in row.years] == [("10", "a")]
