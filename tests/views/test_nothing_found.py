"""Lists that find nothing: each chip says what is found without it, and that is what its link then finds."""

import html
import re

import pytest
from django.test import Client

from reviewsheets.summaries.refresh import refresh
from tests.factories import (
    make_block,
    make_budget_year,
    make_contract,
    make_indicator,
    make_link,
    make_payment,
    make_project,
    make_sheet,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _story() -> None:
    """財務省 spends a sixth of its budget and misses an outcome in 2024; 総務省 has all others, in 2023 too."""
    low = make_sheet(sheet_year=2024, ministry="財務省", number="1", name="乙事業")
    make_budget_year(low, 2023, initial_million=600, executed_million=100)
    make_budget_year(low, 2021, initial_million=600, executed_million=10)
    make_indicator(low, values={2023: (200, 50), 2021: (200, 200)}, name="一率", direction="up")
    project = make_project(ministry="総務省", name="甲事業")
    for sheet_year, executed in ((2023, 500), (2024, 590)):
        sheet = make_sheet(sheet_year=sheet_year, project=project, number="2", name="甲事業")
        make_budget_year(sheet, 2022, initial_million=600, executed_million=executed)
        make_link(None, block := make_block(sheet))
        for name in ("見本商店", "手本商店"):
            make_contract(make_payment(block, name, amount_million=20), contract_method="一般競争契約", bidders=2)
        make_indicator(sheet, values={sheet_year - 1: (10, 10)}, name="二率", direction="up")
    refresh()


def chips(page: str) -> list[tuple[str, str, str]]:
    """Each chip's words, what it says is found without it, and where it leads."""
    found = re.findall(r'<li>([^<]+) <span class="leaves">外すと(\d+)件</span> <a href="([^"]+)"', page)
    return [(label, number, html.unescape(link)) for label, number, link in found]


@pytest.mark.parametrize(
    ("path", "said", "leaves", "total"),
    [
        (
            "/payees/?ministry=財務省&q=見本",
            "条件に合う支出先はありません。財務省を外すと1件が見つかります。",
            ["財務省 1", "「見本」 0"],
            r"全1者",
        ),
        (
            "/payees/?ministry=財務省&q=商店",
            "条件に合う支出先はありません。財務省を外すと2件が見つかります。",
            ["財務省 2", "「商店」 0"],
            r"全2者",
        ),
        (
            "/contracts/?year=2023&single=1&payee=手本商店",
            "条件に合う契約はありません。入札者（応募者）が1者を外すと1件が見つかります。",
            ["入札者（応募者）が1者 1", "令和5年度 (2023) 0", "手本商店 0"],
            r"契約の一覧（全1件）",
        ),
        (
            "/contracts/?year=2022&payee=手本商店",
            "条件に合う契約はありません。令和4年度 (2022)を外すと2件が見つかります。",
            ["令和4年度 (2022) 2", "手本商店 0"],
            r"契約の一覧（全2件）",
        ),
        (
            "/indicators/?ministry=総務省&state=missed",
            "条件に合う指標はありません。達しなかったを外すと2件が見つかります。",
            ["達しなかった 2", "総務省 1"],
            r"全2件",
        ),
        (
            "/indicators/?q=乙&state=reached",
            "条件に合う指標はありません。「乙」を外すと2件が見つかります。",
            ["「乙」 2", "達した 1"],
            r"全2件",
        ),
        (
            "/indicators/spending/?ministry=総務省&year=2024",
            "条件に合う成果指標はありません。総務省を外すと1件が見つかります。",
            ["総務省 1", "令和6年度 (2024) 0"],
            r"全1件",
        ),
        (
            "/revisions/?ministry=財務省&figure=executed",
            "条件に合う改訂はありません。財務省を外すと1件が見つかります。",
            ["財務省 1", "執行額 0"],
            r"全1件",
        ),
        (
            "/findings/?year=2023&rule=B01",
            "B01 執行率が低い（繰越しを引く前の計に対して）を外すと10件が見つかります。",
            ["B01 執行率が低い（繰越しを引く前の計に対して） 10", "令和5年度 (2023) 1"],
            r"全10件",
        ),
        (
            "/findings/B01/?ministry=総務省",
            "条件に合う指摘はありません。総務省を外すと1件が見つかります。",
            ["総務省 1"],
            r"全1件",
        ),
    ],
)
def test_what_a_chip_says_is_left_is_what_its_link_finds(
    client: Client, path: str, said: str, leaves: list[str], total: str
) -> None:
    page = client.get(path).content.decode()
    assert said in page
    told = chips(page)
    assert [f"{label} {number}" for label, number, _link in told] == leaves
    assert re.search(total, client.get(told[0][2]).content.decode())


def test_a_chip_of_flows_says_how_many_payments_its_link_draws(client: Client) -> None:
    page = client.get("/flows/?ministry=財務省").content.decode()
    assert "財務省を外すと2件が見つかります。" in page
    ((label, number, link),) = chips(page)
    assert (label, number) == ("財務省", "2")
    assert "図と同じ数値の表" in client.get(link).content.decode()
    assert len(client.get(link.replace("/flows/", "/flows.csv")).getvalue().decode().splitlines()) == 1 + 2
