"""The fictional ministry: what it must hold for every page, chart and rule to have something to show."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from reviewsheets.demo.fiction import fictional_trees
from reviewsheets.demo.plots import PLOTS
from reviewsheets.demo.quirks import QUIRKS
from reviewsheets.demo.themes import THEMES
from reviewsheets.demo.tree import SheetTree
from reviewsheets.models import (
    Block,
    BlockLink,
    BudgetLine,
    BudgetYear,
    CheckAnswer,
    Evaluation,
    Indicator,
    IndicatorValue,
    ItemUse,
    PastSheetNumber,
    Payment,
    RelatedProject,
)
from reviewsheets.units.names import is_corporate_number

BROKEN_CHAINS = {("見本省-0004", 2021)}


@pytest.fixture(scope="module")
def trees() -> list[SheetTree]:
    return list(fictional_trees())


def years_of(tree: SheetTree) -> dict[int, BudgetYear]:
    return {row.budget_year: row for row in tree.of(BudgetYear)}


def all_years(trees: list[SheetTree]) -> Iterator[BudgetYear]:
    return (row for tree in trees for row in tree.of(BudgetYear))


def payments(trees: list[SheetTree]) -> Iterator[Payment]:
    return (row for tree in trees for row in tree.of(Payment))


def consecutive(trees: list[SheetTree]) -> Iterator[tuple[SheetTree, SheetTree]]:
    """Two sheets of one project, a year apart."""
    return ((a, b) for a, b in pairwise(trees) if a.sheet.project.key == b.sheet.project.key)


def executed_of(tree: SheetTree) -> int:
    return years_of(tree)[tree.sheet.sheet_year - 1].executed_yen or 0


def depth_of(tree: SheetTree) -> int:
    """How many blocks money passes one after the other, arrows that turn back left out."""
    depths: dict[str, int] = {}
    for block in tree.of(Block):
        sources = [
            row.source.letter if row.source else ""
            for row in tree.of(BlockLink)
            if row.target is block and row.kind == BlockLink.Kind.MONEY
        ]
        depths[block.letter] = 1 + max((depths.get(letter, 0) for letter in sources), default=0)
    return max(depths.values())


# --- One story -------------------------------------------------------------------------------------------------------


def test_the_figures_are_the_same_at_every_load(trees: list[SheetTree]) -> None:
    assert len(trees) == 146
    assert sum(len(tree.rows) for tree in trees) == 12_701
    assert sum(row.executed_yen or 0 for row in all_years(trees)) == 1_485_618_068_000
    assert sum(row.amount_yen or 0 for row in payments(trees)) == 12_766_927_692_000


def test_every_name_says_sample(trees: list[SheetTree]) -> None:
    assert all("見本" in theme.name for theme in THEMES.values())
    odd = {"個人Ａ", "その他", "未定"}
    assert all("見本" in row.name for row in payments(trees) if row.name not in odd)
    assert all(tree.sheet.ministry.is_fictional for tree in trees)


def test_what_a_year_carries_out_the_next_carries_in(trees: list[SheetTree]) -> None:
    broken = set()
    for tree in trees:
        years = years_of(tree)
        for budget_year in range(tree.sheet.sheet_year - 3, tree.sheet.sheet_year):
            now, then = years[budget_year], years[budget_year + 1]
            if budget_year + 1 <= tree.sheet.sheet_year and now.carried_out_yen != then.carried_in_yen:
                broken.add((tree.sheet.project.key, tree.sheet.sheet_year))
    assert broken == BROKEN_CHAINS


def test_sheets_agree_on_past_years_but_for_the_revisions(trees: list[SheetTree]) -> None:
    columns = (
        "initial_yen",
        "supplementary_yen",
        "carried_in_yen",
        "carried_out_yen",
        "contingency_yen",
        "executed_yen",
    )
    revised = set()
    for before, after in consecutive(trees):
        for budget_year in (after.sheet.sheet_year - 3, after.sheet.sheet_year - 2):
            old, new = years_of(before)[budget_year], years_of(after)[budget_year]
            differing = [column for column in columns if getattr(old, column) != getattr(new, column)]
            revised |= {(after.sheet.project.key, after.sheet.sheet_year, budget_year, column) for column in differing}
    assert revised == {
        ("見本省-0001", 2021, 2019, "executed_yen"),
        ("見本省-0004", 2022, 2020, "carried_in_yen"),
        ("見本省-0008", 2021, 2019, "supplementary_yen"),
    }


def test_budget_lines_add_up_to_the_initial_budget(trees: list[SheetTree]) -> None:
    for tree in trees:
        year = years_of(tree)[tree.sheet.sheet_year]
        assert sum(line.initial_yen or 0 for line in tree.of(BudgetLine)) == (year.initial_yen or 0)


def test_direct_blocks_add_up_to_what_was_executed(trees: list[SheetTree]) -> None:
    differing = set()
    for tree in trees:
        direct = [row.target for row in tree.of(BlockLink) if row.source is None]
        if sum(block.total_yen or 0 for block in direct) != executed_of(tree):
            differing.add((tree.sheet.project.key, tree.sheet.sheet_year))
    assert differing == {("見本省-0010", 2019)}


def test_item_uses_add_up_to_the_largest_payment(trees: list[SheetTree]) -> None:
    for tree in trees:
        for block in tree.of(Block):
            largest = [row.amount_yen for row in tree.of(Payment) if row.block is block][:1]
            uses = [row.amount_yen or 0 for row in tree.of(ItemUse) if row.block is block]
            assert [sum(uses)] == largest or not uses


def test_quirks_name_sheets_that_exist() -> None:
    sheets = {(plot.theme, year) for plot in PLOTS for year in plot.sheet_years}
    assert set(QUIRKS) <= sheets


# --- Budgets ---------------------------------------------------------------------------------------------------------


def test_budgets_of_every_kind_are_there(trees: list[SheetTree]) -> None:
    rows = [row for row in all_years(trees) if row.executed_yen]
    assert any((row.supplementary_yen or 0) > (row.initial_yen or 0) for row in rows)
    assert any(row.initial_yen == 0 and row.supplementary_yen for row in rows)
    assert any((row.contingency_yen or 0) < 0 for row in rows)
    assert any((row.contingency_yen or 0) > 0 for row in rows)
    assert any((row.carried_out_yen or 0) * 10 > row.figures.gross_total_yen * 3 for row in rows)
    assert any(row.figures.total_yen == 0 for row in rows)
    assert any(row.requested_yen and not row.initial_yen for row in all_years(trees))


def test_one_project_spent_more_than_its_total(trees: list[SheetTree]) -> None:
    over = {
        (tree.sheet.project.key, row.budget_year)
        for tree in trees
        for row in tree.of(BudgetYear)
        if row.executed_yen and 0 < row.figures.total_yen < row.executed_yen
    }
    assert over == {("見本省-0022", 2020)}


def test_low_execution_is_there(trees: list[SheetTree]) -> None:
    rates = [row.figures.execution_rate_percent for row in all_years(trees)]
    assert sum(rate is not None and 0 < rate < 50 for rate in rates) == 24


def test_one_published_total_and_one_published_rate_differ(trees: list[SheetTree]) -> None:
    assert [row.total_mismatch_yen for row in all_years(trees) if row.total_mismatch_yen] == [120_000_000]
    assert sum(row.rate_differs for row in all_years(trees)) == 1


def test_projects_begin_end_split_and_merge(trees: list[SheetTree]) -> None:
    by_key: dict[str, list[int]] = {}
    for tree in trees:
        by_key.setdefault(tree.sheet.project.key, []).append(tree.sheet.sheet_year)
    assert by_key["見本省-0027"] == [2020, 2021, 2022]
    assert by_key["見本省-0028"] == [2018, 2019, 2020]
    assert by_key["見本省-0001"] == [2018, 2019, 2020, 2021, 2022]
    numbers = {
        (tree.sheet.project.key, row.past_year): row.number
        for tree in trees
        for row in tree.of(PastSheetNumber)
        if tree.sheet.sheet_year == 2021
    }
    assert numbers["見本省-0029", 2020] == numbers["見本省-0030", 2020] == "0028"
    assert numbers["見本省-0033", 2019] == "0031、0032"
    assert numbers["見本省-0033", 2020] == "新02-0033"


# --- Results ---------------------------------------------------------------------------------------------------------


def achievements(trees: list[SheetTree]) -> list[float]:
    values = [row for tree in trees for row in tree.of(IndicatorValue) if row.indicator.kind == Indicator.Kind.OUTCOME]
    return [float(row.achievement_percent) for row in values if row.achievement_percent is not None]


def test_outcomes_miss_meet_beat_and_far_exceed(trees: list[SheetTree]) -> None:
    percents = achievements(trees)
    assert min(percents) < 70
    assert any(percent == 100 for percent in percents)
    assert any(105 < percent < 150 for percent in percents)
    assert max(percents) > 200


def test_outcomes_where_less_is_better_are_reached_and_missed(trees: list[SheetTree]) -> None:
    falling = [
        row.achievement_percent
        for tree in trees
        for row in tree.of(IndicatorValue)
        if row.indicator.direction == Indicator.Direction.DOWN and row.achievement_percent is not None
    ]
    assert any(percent > 105 for percent in falling)
    assert any(percent < 80 for percent in falling)


def test_cells_hold_words_and_dashes(trees: list[SheetTree]) -> None:
    values = [row for tree in trees for row in tree.of(IndicatorValue)]
    assert {row.target_text for row in values} == {"", "-", "検討中"}
    assert {row.actual_text for row in values} == {"", "-", "集計中"}


def test_a_sheet_without_outcome_gives_its_reason(trees: list[SheetTree]) -> None:
    without = [tree for tree in trees if not any(row.kind == "outcome" for row in tree.of(Indicator))]
    assert [tree.sheet.name for tree in without] == ["見本防災情報共有システム事業"] * 2
    assert all(tree.sheet.no_target_reason for tree in without)


def test_activities_fall_short_of_the_plan(trees: list[SheetTree]) -> None:
    values = [row for tree in trees for row in tree.of(IndicatorValue) if row.indicator.kind == "activity"]
    assert any(row.target and row.actual and row.actual * 10 < row.target * 7 for row in values)


# --- Spending --------------------------------------------------------------------------------------------------------


def test_flows_are_deep_and_join(trees: list[SheetTree]) -> None:
    assert max(depth_of(tree) for tree in trees) == 4
    sources: dict[tuple[str, int, str], int] = {}
    for tree in trees:
        for row in tree.of(BlockLink):
            if row.source and row.source is not row.target:
                key = (tree.sheet.project.key, tree.sheet.sheet_year, row.target.letter)
                sources[key] = sources.get(key, 0) + 1
    assert max(sources.values()) == 2


def test_arrows_turn_back_point_at_themselves_and_are_no_money(trees: list[SheetTree]) -> None:
    links = [(tree.sheet.project.key, row) for tree in trees for row in tree.of(BlockLink) if row.source]
    assert {key for key, row in links if row.source is row.target} == {"見本省-0019"}
    assert {key for key, row in links if row.source and row.source.letter > row.target.letter} == {"見本省-0018"}
    assert {key for key, row in links if row.kind == BlockLink.Kind.REFERENCE} == {"見本省-0013"}


def test_contracts_of_every_kind_are_there(trees: list[SheetTree]) -> None:
    rows = list(payments(trees))
    assert any(row.bidders == 1 and row.award_rate_percent and row.award_rate_percent > 99 for row in rows)
    assert any("随意契約（その他）" in row.contract_method and row.reason for row in rows)
    assert any(row.bidders == 0 and row.award_rate_text == "非公表" for row in rows)
    assert [row.award_rate_percent for row in rows if row.award_rate_percent and row.award_rate_percent > 100]
    assert {"補助金等交付", "随意契約（企画競争）", "一般競争契約（総合評価）"} <= {row.contract_method for row in rows}


def test_one_corporate_number_is_wrong_and_the_others_are_right(trees: list[SheetTree]) -> None:
    wrong = [row for row in payments(trees) if row.has_wrong_corporate_number]
    assert len(wrong) == 1
    assert all(
        is_corporate_number(row.corporate_number)
        for row in payments(trees)
        if row.corporate_number not in ("", wrong[0].corporate_number)
    )


def test_payees_without_a_face_and_amounts_without_a_number(trees: list[SheetTree]) -> None:
    rows = list(payments(trees))
    assert {row.name for row in rows if not row.corporate_number} == {"個人Ａ", "その他", "未定"}
    assert sum(row.amount_yen is None and not row.amount_text for row in rows) == 1
    assert sum(row.amount_text == "-" for row in rows) == 1


def test_one_amount_is_yen_in_a_million_yen_column(trees: list[SheetTree]) -> None:
    assert sum((row.amount_yen or 0) > 10**12 for row in payments(trees)) == 1


def test_payees_return_year_after_year(trees: list[SheetTree]) -> None:
    seen: dict[tuple[str, str], set[int]] = {}
    for tree in trees:
        for row in tree.of(Payment):
            seen.setdefault((tree.sheet.project.key, row.corporate_number), set()).add(tree.sheet.sheet_year)
    assert max(len(years) for years in seen.values()) == 5


# --- Judgement -------------------------------------------------------------------------------------------------------


def test_all_verdicts_responses_and_marks_occur(trees: list[SheetTree]) -> None:
    evaluations = [row for tree in trees for row in tree.of(Evaluation)]
    assert {row.team_verdict for row in evaluations} == set(Evaluation.TeamVerdict)
    newer_form = {Evaluation.ResponseKind.WILL_END}  # the paper form calls it 予定通り終了
    assert {row.response_kind for row in evaluations} == set(Evaluation.ResponseKind) - newer_form
    assert any(row.expert_opinion for row in evaluations)
    assert {row.mark for tree in trees for row in tree.of(CheckAnswer)} == set(CheckAnswer.Mark)
    assert all(len(tree.of(CheckAnswer)) == 18 for tree in trees)


def test_advice_without_effect_is_there(trees: list[SheetTree]) -> None:
    rows = [row for tree in trees for row in tree.of(Evaluation)]
    assert sum(row.team_verdict != "現状通り" and row.response_kind == "現状通り" for row in rows) == 2


def test_related_projects_have_a_sheet_in_that_year(trees: list[SheetTree]) -> None:
    sheets = {(tree.sheet.sheet_year, tree.sheet.number) for tree in trees}
    related = [(tree.sheet.sheet_year, row.number) for tree in trees for row in tree.of(RelatedProject)]
    assert related
    assert set(related) <= sheets


def test_two_last_sheets_are_drafts(trees: list[SheetTree]) -> None:
    drafts = [(tree.sheet.sheet_year, tree.sheet.name) for tree in trees if not tree.sheet.is_published]
    assert drafts == [(2022, "見本海洋ごみ回収処理事業"), (2022, "見本地方鉄道安全設備事業")]
