"""Whether the goals came true, on the page of a sheet and of a project."""

import re

import pytest
from django.test import Client

from reviewsheets.models import PathNode
from tests.factories import make_indicator, make_part, make_path_link, make_project, make_sheet, make_unit_cost

pytestmark = pytest.mark.django_db
SHEET = "/sheets/2018/総務省/0001/"


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def section(html: str, key: str) -> str:
    """The words of a section, tags and runs of spaces taken out."""
    start = html.index(f'id="{key}" aria-labelledby')
    without = re.sub(r"<script.*?</script>|<[^>]+>", " ", html[start : html.index("</section>", start)], flags=re.S)
    return " ".join(without.split())


def lines(client: Client, path: str) -> list[str]:
    content = b"".join(client.get(path).streaming_content)  # type: ignore[attr-defined]
    return content.decode("utf-8-sig").splitlines()[1:]


def test_states_of_the_result_year_stand_above_the_tables(client: Client) -> None:
    sheet = make_sheet(number="0001")
    make_indicator(sheet, values={2016: (1, 1), 2017: (10, 16)})
    make_indicator(sheet, values={2017: (10, 8)}, name="二")
    make_indicator(sheet, "activity", values={2017: (10, 8), 2018: (9, None)}, direction="")
    html = page(client, SHEET)
    outcomes = section(html, "outcomes")
    assert "平成29年度 (2017)の結果（成果指標2件） 大きく上回った（150％超） 1件 達しなかった 1件" in outcomes
    assert "結果 達した 大きく上回った（150％超）" in outcomes
    activities = section(html, "activities")
    assert "平成29年度 (2017)の結果（活動指標1件） 比べられない 1件 改善の方向の記載なし：1件。" in activities
    assert "結果 改善の方向の記載なし 比べられない 年度終了前" in activities


def test_states_of_the_rs_form(client: Client) -> None:
    sheet = make_sheet(sheet_year=2024, number="501")
    make_indicator(sheet, values={2023: (10, 12), 2024: (10, None)}, direction="down")
    outcomes = section(page(client, "/sheets/2024/総務省/501/"), "outcomes")
    assert "令和5年度 (2023)の結果（成果指標1件） 達しなかった 1件" in outcomes
    assert "結果 達しなかった 年度終了前" in outcomes


def test_sheet_without_indicators_counts_nothing(client: Client) -> None:
    make_sheet(number="0001")
    assert 'class="results' not in page(client, SHEET)


def test_path_is_drawn_above_its_table(client: Client) -> None:
    sheet = make_sheet(sheet_year=2024, number="501")
    first, second = (make_part(PathNode, sheet, kind=kind, text=kind) for kind in ("アクティビティ", "アウトプット"))
    make_part(PathNode, sheet, kind="アウトカム", term="長期", text="矢印のないもの")
    make_path_link(first, second)
    make_path_link(None, second)
    html = page(client, "/sheets/2024/総務省/501/")
    assert 'data-chart="chart-path"' in html
    path = section(html, "path")
    assert path.count("記載なし → ") == 1
    assert "アウトカム 長期 矢印のないもの 矢印の記載なし" in path
    assert lines(client, "/sheets/2024/総務省/501/path.csv")[-1] == ",アウトカム,長期,矢印のないもの,,,,,,"


def test_unit_cost_is_drawn_and_its_change_told(client: Client) -> None:
    make_unit_cost(make_sheet(number="0001"), {2016: (10, ""), 2017: (12, "")})
    html = page(client, SHEET)
    assert 'data-chart="chart-unit-cost-1"' in html
    assert "前年度からの増減 円 +2（+20.0％）" in section(html, "unit-costs")


@pytest.fixture
def _two_sheets() -> None:
    project = make_project(key="k1")
    old, new = (make_sheet(project=project, sheet_year=year, number=str(year)) for year in (2018, 2019))
    make_indicator(old, name="=利用者数", unit="人", values={2016: (100, 110), 2017: (100, 160), 2018: (120, None)})
    make_indicator(new, name="=利用者数", unit="人", values={2018: (90, 95)}, direction="")
    make_indicator(old, name="やめた指標")
    make_indicator(new, name="新しい指標")
    make_unit_cost(old, {2017: (10, "a")}, basis="額／数")
    make_unit_cost(new, {2018: (12, "b")}, basis="額／数")


@pytest.mark.usefixtures("_two_sheets")
def test_project_tells_what_became_of_its_goals(client: Client) -> None:
    html = page(client, "/projects/k1/")
    said = section(html, "goal-changes")
    assert "1件（引き上げ0件、引き下げ1件）。" in said
    assert "平成30年度 (2018) 120 90 引き下げ 改善の方向の記載なし" in said
    assert "後のシートにない指標は1件、新しく載った指標は1件です。" in said
    assert "やめた指標（件） 新しい指標（件）" in said
    costs = section(html, "unit-costs")
    assert "前年度からの増減 +2（+20.0％）" in costs
    assert "活動見込です。" in costs


@pytest.mark.usefixtures("_two_sheets")
def test_project_gives_its_goals_as_csv(client: Client) -> None:
    assert lines(client, "/projects/k1/goal-changes.csv") == [
        "目標値の引き下げ,成果指標（アウトカム）,'=利用者数,人,記載なし,2018,2018,120,90,-30,,2018,2019",
        "後のシートにない指標,成果指標（アウトカム）,やめた指標,件,上向き,,,,,,,2018,2019",
        "新しく載った指標,成果指標（アウトカム）,新しい指標,件,上向き,,,,,,,2018,2019",
    ]
    assert lines(client, "/projects/k1/unit-costs.csv") == [
        "額／数,円,2018・2019,2017,10,a,,",
        "額／数,円,2018・2019,2018,12,b,2,20.0",
    ]


def test_kept_target_is_told_in_words_and_csv(client: Client) -> None:
    project = make_project(key="k1")
    for year in (2018, 2019):
        sheet = make_sheet(project=project, sheet_year=year)
        make_indicator(sheet, values={2016: (100, 110), 2017: (100, 160)})
    said = section(page(client, "/projects/k1/"), "goal-changes")
    assert "100 平成28年度 (2016)～平成29年度 (2017) 2 1 上向き（大きいほど良い）" in said
    assert lines(client, "/projects/k1/goal-changes.csv") == [
        "続けて達した同じ目標値,成果指標（アウトカム）,見本指標,件,上向き,2016,2017,100,100,0,,,"
    ]


def test_project_of_one_sheet_compares_nothing(client: Client) -> None:
    make_indicator(make_sheet(project=make_project(key="k1"), sheet_year=2018))
    html = page(client, "/projects/k1/")
    assert 'id="goal-changes"' not in html
    assert 'id="unit-costs"' not in html
