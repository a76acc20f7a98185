"""A sheet finds its project across years: each method alone, splits and merges, and what must not be linked."""

import random

import pytest

from reviewsheets.importers.linking.facts import Method, PastReference, SheetFacts, SheetLink, YearFigures
from reviewsheets.importers.linking.find import find_links
from reviewsheets.importers.linking.numbers import SheetNumber, former_numbers, home_ministry, sheet_number

MILLION = 1_000_000
BRIDGES, TUNNELS = "橋梁の点検に必要な経費", "隧道換気設備の更新事業"


def sheet(
    sheet_year: int, number: str = "0001", *, name: str = "", million: dict[int, int] | None = None, **more
) -> SheetFacts:
    """A sheet whose id is its year and number; `million`: initial budget of each budget year."""
    figures = tuple(YearFigures(year, initial_yen=amount * MILLION) for year, amount in (million or {}).items())
    given = {"ministry": "総務省", "name": name or f"事業{sheet_year}{number}", "figures": figures, **more}
    return SheetFacts(sheet_id=sheet_year * 10_000 + int(number[-4:]), sheet_year=sheet_year, number=number, **given)


def spent(sheet_facts: SheetFacts, million: dict[int, int]) -> SheetFacts:
    """The same sheet with what was executed."""
    figures = tuple(year._replace(executed_yen=million[year.budget_year] * MILLION) for year in sheet_facts.figures)
    return sheet_facts._replace(figures=figures)


def pairs(links: list[SheetLink]) -> list[tuple[int, int, str, bool]]:
    """(earlier, later, method, is it the main link)."""
    return [(link.earlier_id, link.later_id, str(link.method), link.is_main) for link in links]


# --- Numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ministry", "found"),
    [
        ("2023-デジ-22-0001", "デジタル庁", ["2023 デジタル庁 22 0001"]),
        ("2023警察220059", "警察庁", ["2023 警察庁 22 0059"]),
        ("2023－復興－新23－0005", "復興庁", ["2023 復興庁 新23 0005"]),
        ("2023ｰ経産ｰ22ｰ0248", "経済産業省", ["2023 経済産業省 22 0248"]),
        ("2023 - 文科 - 22 - 0130", "文部科学省", ["2023 文部科学省 22 0130"]),
        ("2023-経産-新23--0068", "経済産業省", ["2023 経済産業省 新23 0068"]),
        ("2023国交22017200", "国土交通省", ["2023 国土交通省 22 0172"]),
        ("2023-総務省-22-0100", "総務省", ["2023 総務省 22 0100"]),
        ("2023年度：2023-経産-新23-0008", "経済産業省", ["2023 経済産業省 新23 0008"]),
        ("令和５年度　2023環境22 0150", "環境省", ["2023 環境省 22 0150"]),
        ("2023農水22-0204、2022農水21-0206", "農林水産省", ["2023 農林水産省 22 0204", "2022 農林水産省 21 0206"]),
        (
            "新02-0026、経産20-0435、経産21-0412",
            "特許庁",
            ["2020 経済産業省 新02 0026", "2021 経済産業省 20 0435", "2022 経済産業省 21 0412"],
        ),
        ("経産新21：0034　経産22：0436", "特許庁", ["2021 経済産業省 新21 0034", "2023 経済産業省 22 0436"]),
        ("220107", "水産庁", ["2023 農林水産省 22 0107"]),
        ("新30-0006-2", "総務省", ["2018 総務省 新30 0006 2"]),
        ("0407,0416", "文化庁", []),
        ("政策: 15　 施策: 21", "内閣府", []),
        ("2021-官房-新21", "デジタル庁", []),
        ("--", "こども家庭庁", []),
    ],
)
def test_former_number_in_its_spellings(text: str, ministry: str, found: list[str]) -> None:
    numbers = former_numbers(text, ministry)
    assert [f"{n.sheet_year} {n.ministry} {n.kind} {n.running} {n.branch}".strip() for n in numbers] == found


@pytest.mark.parametrize(
    ("sheet_year", "text", "number"),
    [
        (2018, "新30-0006", SheetNumber(2018, "総務省", "新30", "0006", "")),
        (2018, "0690-4", SheetNumber(2018, "総務省", "", "0690", "4")),
        (2018, "0046-0", SheetNumber(2018, "総務省", "", "0046", "")),
        (2021, "2021-総務-20-0068", SheetNumber(2021, "総務省", "20", "0068", "")),
        (2024, "5031", SheetNumber(2024, "総務省", "", "5031", "")),
        (2018, "", None),
        (2018, "新30", None),
    ],
)
def test_sheet_number_told_apart(sheet_year: int, text: str, number: SheetNumber | None) -> None:
    assert sheet_number(sheet_year, "総務省", text) == number


def test_an_outer_agency_stands_under_its_ministry() -> None:
    assert [home_ministry(name) for name in ("水産庁", "国土交通省　気象庁", "デジタル庁")] == [
        "農林水産省",
        "国土交通省",
        "デジタル庁",
    ]


# --- Methods ---------------------------------------------------------------------------------------------------------


def test_project_id_links_rs_years_whatever_else_changes() -> None:
    before = sheet(2024, "5031", name=BRIDGES, ministry="総務省")
    after = sheet(2025, "5031", name=TUNNELS, ministry="デジタル庁")
    assert pairs(find_links([before, after])) == [(20245031, 20255031, "project_id", True)]


def test_an_equal_number_links_nothing_before_the_rs_years() -> None:
    assert find_links([sheet(2018, "0031", name=BRIDGES), sheet(2019, "0031", name=TUNNELS)]) == []
    assert find_links([sheet(2020, "0031", name=BRIDGES), sheet(2024, "0031", name=TUNNELS)]) == []


def test_former_number_links_to_the_sheet_it_names() -> None:
    before = sheet(2023, "2023-総務-22-0068", name=BRIDGES)
    after = sheet(2024, "5031", name=TUNNELS, former_number="2023総務220068")
    assert pairs(find_links([before, after])) == [(20230068, 20245031, "former_number", True)]


def test_past_reference_links_to_the_sheet_it_names() -> None:
    before, other = sheet(2018, "0690", name=BRIDGES), sheet(2018, "新30-0691", name="地籍調査の推進")
    after = sheet(2019, "0702", name=TUNNELS, references=(PastReference(2018, "総務省", "0690-0"),))
    links = find_links([before, other, after])
    assert pairs(links) == [(20180690, 20190702, "past_reference", True)]
    assert links[0].evidence == "past_reference:0690; name:0; figures:0/0; start_year:same"


def test_a_reference_to_another_ministry_or_year_is_none() -> None:
    before = sheet(2018, "0690", name=BRIDGES)
    references = (PastReference(2018, "法務省", "0690"), PastReference(2017, "総務省", "0690"))
    assert find_links([before, sheet(2019, "0702", name=TUNNELS, references=references)]) == []


def test_published_id_links_until_2019() -> None:
    before = sheet(2018, "0001", name=BRIDGES, published_project_id=77)
    after = sheet(2019, "0002", name=TUNNELS, published_project_id=77)
    assert pairs(find_links([before, after])) == [(20180001, 20190002, "published_id", True)]


def test_published_id_of_2020_is_not_trusted_alone() -> None:
    before = sheet(2019, "0001", name=BRIDGES, published_project_id=77)
    after = sheet(2020, "0002", name=TUNNELS, published_project_id=77)
    assert find_links([before, after]) == []


def test_published_id_of_2020_decides_between_equals() -> None:
    twins = [sheet(2019, f"000{place}", name=BRIDGES, published_project_id=70 + place) for place in (1, 2)]
    after = sheet(2020, "0003", name=BRIDGES, published_project_id=72)
    assert pairs(find_links([*twins, after])) == [(20190002, 20200003, "name", True)]


def test_the_number_inside_a_number_is_not_trusted_alone() -> None:
    assert find_links([sheet(2020, "0068", name=BRIDGES), sheet(2021, "2021-総務-20-0068", name=TUNNELS)]) == []


def test_the_number_inside_a_number_decides_between_equals() -> None:
    twins = [sheet(2020, number, name=BRIDGES) for number in ("0067", "0068")]
    after = sheet(2021, "2021-総務-20-0068", name=BRIDGES)
    assert pairs(find_links([*twins, after])) == [(20200068, 20210068, "name", True)]


def test_name_links_in_its_spellings() -> None:
    before = sheet(2018, "0001", name="ＩＣＴ人材の\n育成（仮称）", start_year=2015)
    after = sheet(2019, "0002", name="ICT人材の育成", start_year=2015)
    links = find_links([before, after])
    assert pairs(links) == [(20180001, 20190002, "name", True)]
    assert links[0].evidence == "name:95; figures:0/0; start_year:same"


def test_a_former_name_inside_the_name_links() -> None:
    before = sheet(2018, "0001", name=BRIDGES, start_year=2015)
    after = sheet(2019, "0002", name=f"{TUNNELS}（旧{BRIDGES}）", start_year=2015)
    assert pairs(find_links([before, after])) == [(20180001, 20190002, "name", True)]


def test_figures_link_where_the_name_changed() -> None:
    links = find_links(one_pair_by(Method.FIGURES))
    assert pairs(links) == [(20180001, 20190001, "figures", True)]
    assert links[0].evidence == "name:0; figures:5/5; start_year:same"


def test_equal_round_figures_link_nothing() -> None:
    small = {2016: 10, 2017: 10, 2018: 10}
    before = [sheet(2018, f"{place:04}", million=small) for place in range(1, 60)]
    after = [sheet(2019, f"{place:04}", million=small, name=f"別件{place}") for place in range(101, 160)]
    assert find_links([*before, *after]) == []


def test_figures_that_many_sheets_have_are_not_enough() -> None:
    small = {2016: 10, 2017: 10, 2018: 10}
    before = [sheet(2018, f"{place:04}", million=small, start_year=1990 + place) for place in range(1, 11)]
    others = [sheet(2018, f"{place:04}", million={2017: 5_000 + place}) for place in range(100, 200)]
    assert find_links([*before, *others, sheet(2019, name=TUNNELS, million=small, start_year=1993)]) == []


def test_equal_zeros_link_nothing() -> None:
    zeros = {2016: 0, 2017: 0, 2018: 0}
    assert find_links([sheet(2018, name=BRIDGES, million=zeros), sheet(2019, name=TUNNELS, million=zeros)]) == []


def test_figures_tell_two_sheets_of_one_name_apart() -> None:
    before = [
        sheet(2018, f"000{place}", name=BRIDGES, million={2016: 100 + 9 * place, 2017: 200 + 9 * place})
        for place in (1, 2)
    ]
    after = [
        sheet(2019, f"000{place}", name=BRIDGES, million={2016: 145 - 9 * place, 2017: 245 - 9 * place})
        for place in (3, 4)
    ]
    assert pairs(find_links([*before, *after])) == [
        (20180002, 20190003, "name", True),
        (20180001, 20190004, "name", True),
    ]


def test_twins_that_nothing_tells_apart_are_not_linked() -> None:
    twins = [sheet(2018, number, name=BRIDGES) for number in ("0001", "0002")]
    assert find_links([*twins, sheet(2019, "0003", name=BRIDGES)]) == []


# --- Splits, merges, years that are skipped --------------------------------------------------------------------------


def test_a_split_has_one_main_link_and_a_branch() -> None:
    whole = spent(
        sheet(2018, "0001", name=BRIDGES, start_year=2001, million={2016: 900, 2017: 950}), {2016: 880, 2017: 913}
    )
    rest = spent(
        sheet(2019, "0002", name=BRIDGES, start_year=2001, million={2016: 603, 2017: 641}), {2016: 590, 2017: 602}
    )
    new = spent(sheet(2019, "0003", name=TUNNELS, million={2016: 297, 2017: 309}), {2016: 290, 2017: 311})
    links = find_links([whole, rest, new])
    assert pairs(links) == [(20180001, 20190002, "name", True), (20180001, 20190003, "figures", False)]
    assert links[1].evidence == "sum_with:0002; figures:4/4; name:0"


def test_a_merge_has_one_main_link_and_a_branch() -> None:
    large = spent(
        sheet(2018, "0001", name=BRIDGES, start_year=2001, million={2016: 603, 2017: 641}), {2016: 590, 2017: 602}
    )
    small = spent(sheet(2018, "0002", name=TUNNELS, million={2016: 297, 2017: 309}), {2016: 290, 2017: 311})
    whole = spent(
        sheet(2019, "0003", name=BRIDGES, start_year=2001, million={2016: 900, 2017: 950}), {2016: 880, 2017: 913}
    )
    assert pairs(find_links([large, small, whole])) == [
        (20180001, 20190003, "name", True),
        (20180002, 20190003, "figures", False),
    ]


def test_several_references_give_one_main_link() -> None:
    before = [sheet(2018, "0001", name=BRIDGES), sheet(2018, "0002", name=TUNNELS)]
    references = tuple(PastReference(2018, "総務省", number) for number in ("0001", "0002"))
    assert pairs(find_links([*before, sheet(2019, "0003", name=BRIDGES, references=references)])) == [
        (20180001, 20190003, "past_reference", True),
        (20180002, 20190003, "past_reference", False),
    ]


def test_a_wrong_reference_does_not_take_the_main_link() -> None:
    money = {2016: 1_237, 2017: 1_311, 2018: 1_408}
    right = sheet(2018, "0001", name=BRIDGES, million=money, start_year=1990)
    named = sheet(2018, "0004", name=TUNNELS, million={2016: 20, 2017: 30, 2018: 50}, start_year=2011)
    others = [sheet(2018, f"{place:04}", million={2017: 5_000 + place}) for place in range(100, 200)]
    reference = (PastReference(2018, "総務省", "0004"),)
    after = sheet(2019, "0004", name=BRIDGES, million=money, start_year=1990, references=reference)
    assert pairs(find_links([right, named, after, *others])) == [
        (20180001, 20190004, "name", True),
        (20180004, 20190004, "past_reference", False),
    ]


def test_a_project_is_a_chain_of_nearest_years() -> None:
    years = [sheet(sheet_year, name=BRIDGES, start_year=2001) for sheet_year in (2018, 2019, 2024)]
    assert pairs(find_links(years)) == [(20180001, 20190001, "name", True), (20190001, 20240001, "name", True)]


def test_the_nearest_year_is_linked_and_no_other() -> None:
    before = [sheet(2018, name=BRIDGES), sheet(2019, name=TUNNELS)]
    references = tuple(PastReference(sheet_year, "総務省", "0001") for sheet_year in (2018, 2019))
    after = sheet(2020, name="地籍調査の推進", references=references)
    assert pairs(find_links([*before, after])) == [(20190001, 20200001, "past_reference", True)]


def test_a_sheet_that_was_continued_is_not_continued_from_farther() -> None:
    years = [sheet(sheet_year, name=BRIDGES) for sheet_year in (2018, 2019)]
    after = sheet(2020, name=TUNNELS, references=(PastReference(2018, "総務省", "0001"),))
    assert pairs(find_links([*years, after])) == [(20180001, 20190001, "name", True)]


def test_a_year_may_be_skipped() -> None:
    money = {2016: 1_237, 2017: 1_311}
    before, after = (sheet(sheet_year, name=BRIDGES, million=money) for sheet_year in (2018, 2020))
    assert pairs(find_links([before, sheet(2019, name=TUNNELS), after])) == [(20180001, 20200001, "name", True)]


@pytest.mark.parametrize(
    "change",
    [{"start_year": 2002}, {"ministry": "法務省"}, {"name": BRIDGES + "のうち調査研究"}],
    ids=["start year", "ministry", "name"],
)
def test_years_without_a_common_figure_need_name_ministry_and_start_year(change: dict[str, object]) -> None:
    before, after = (sheet(sheet_year, name=BRIDGES, start_year=2001) for sheet_year in (2020, 2024))
    assert len(find_links([before, after])) == 1
    assert find_links([before, after._replace(**change)]) == []


# --- The whole -------------------------------------------------------------------------------------------------------


def one_pair_by(method: Method) -> list[SheetFacts]:
    """Two sheets that nothing but the method links."""
    money = {2016: 1_237, 2017: 1_311, 2018: 1_408}
    others = [sheet(2018, f"{place:04}", million={2017: 5_000 + place}) for place in range(100, 200)]
    return {
        Method.PROJECT_ID: [sheet(2024, "5031", name=BRIDGES), sheet(2025, "5031", name=TUNNELS)],
        Method.FORMER_NUMBER: [
            sheet(2023, "2023-総務-22-0068", name=BRIDGES),
            sheet(2024, "5031", name=TUNNELS, former_number="2023総務220068"),
        ],
        Method.PAST_REFERENCE: [
            sheet(2018, name=BRIDGES),
            sheet(2019, name=TUNNELS, references=(PastReference(2018, "総務省", "0001"),)),
        ],
        Method.PREVIOUS_NUMBER: [
            sheet(2020, "0067", name=BRIDGES),
            sheet(2020, "0068", name=BRIDGES),
            sheet(2021, "2021-総務-20-0068", name=BRIDGES),
        ],
        Method.PUBLISHED_ID: [
            sheet(2017, name=BRIDGES, published_project_id=7),
            sheet(2018, name=TUNNELS, published_project_id=7),
        ],
        Method.NAME: [sheet(2018, name=BRIDGES), sheet(2019, name=BRIDGES)],
        Method.FIGURES: [
            spent(sheet(2018, name=BRIDGES, million=money), {2016: 1_199, 2017: 1_274, 2018: 0}),
            spent(sheet(2019, name=TUNNELS, million=money), {2016: 1_199, 2017: 1_274, 2018: 1_388}),
            *others,
        ],
    }[method]


@pytest.mark.parametrize("method", Method)
def test_a_hidden_method_is_not_looked_at(method: Method) -> None:
    sheets = one_pair_by(method)
    assert len(find_links(sheets)) == 1
    assert len(find_links(sheets, hidden=frozenset(Method) - {method, Method.NAME})) == 1
    assert find_links(sheets, hidden=frozenset({method})) == []


def test_the_order_of_the_sheets_does_not_matter() -> None:
    one_id = [sheet(2017, number, name=number, published_project_id=7) for number in ("0001", "0002")]
    sheets = [*one_id, sheet(2018, "0900", name="地籍調査の推進", published_project_id=7), *one_pair_by(Method.FIGURES)]
    links = find_links(sheets)
    assert pairs(links) == [(20170002, 20180900, "published_id", True), (20180001, 20190001, "figures", True)]
    for seed in range(9):
        assert find_links(random.Random(seed).sample(sheets, len(sheets))) == links  # noqa: S311 no secret


def test_a_sheet_has_at_most_one_main_link_each_way() -> None:
    before = [sheet(2018, f"{place:04}", name=BRIDGES, million={2017: 10 * place}) for place in range(1, 9)]
    after = [sheet(2019, f"{place:04}", name=BRIDGES, million={2017: 10 * place}) for place in range(3, 12)]
    main = [link for link in find_links([*before, *after]) if link.is_main]
    assert len({link.earlier_id for link in main}) == len({link.later_id for link in main}) == len(main) == 6


def test_two_sheets_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="two sheets have one id"):
        find_links([sheet(2018), sheet(2018)])


def test_nothing_gives_no_links() -> None:
    assert find_links([]) == []
