import pytest

from reviewsheets import access
from reviewsheets.queries import landscape as module
from reviewsheets.queries.dashboard import dashboard
from reviewsheets.queries.landscape import Landscape, landscape
from reviewsheets.summaries.sheets import summarise
from tests.factories import make_budget_year, make_ministry, make_sheet

pytestmark = pytest.mark.django_db


def add(ministry: str, bureau: str, name: str, total_million: int | None) -> None:
    sheet = make_sheet(ministry=ministry, bureau=bureau, name=name, number=name)
    if total_million is not None:
        make_budget_year(sheet, 2017, initial_million=total_million, executed_million=total_million / 2)


def of_newest_year() -> Landscape:
    summarise()
    public = access.public_summaries()
    page = dashboard(access.public_sums(), access.public_indicator_results())
    assert page
    return landscape(public, page.chosen)


def told(land: Landscape) -> list[tuple[str, str, str, int, int, int]]:
    """Ministry, bureau, sheet, million yen, sheets and bureaus of each tile."""
    return [
        (
            tile.ministry,
            tile.bureau,
            tile.sheet.name if tile.sheet else "",
            tile.total_yen // 1_000_000,
            tile.sheets,
            tile.bureaus,
        )
        for tile in land.tiles
    ]


def test_largest_sheets_stand_alone_and_the_rest_of_a_bureau_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OWN_TILES", 2)
    add("厚生労働省", "年金局", "年金", 900)
    add("厚生労働省", "年金局", "通知", 30)
    add("厚生労働省", "年金局", "案内", 20)
    add("厚生労働省", "保険局", "保険", 40)
    add("財務省", "", "税", 100)
    land = of_newest_year()
    assert told(land) == [
        ("厚生労働省", "年金局", "年金", 900, 1, 1),
        ("厚生労働省", "年金局", "", 50, 2, 1),
        ("厚生労働省", "保険局", "", 40, 1, 1),
        ("財務省", "", "税", 100, 1, 1),
    ]
    assert [tile.is_rest for tile in land.tiles] == [False, True, False, False]
    assert land.total_yen == 1_090_000_000


def test_bureaus_below_a_hundredth_of_their_ministry_are_one_tile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OWN_TILES", 1)
    add("総務省", "一局", "大きい事業", 1_000)
    add("総務省", "二局", "十", 11)
    add("総務省", "三局", "九", 9)
    add("総務省", "四局", "八", 8)
    assert told(of_newest_year())[1:] == [("総務省", "二局", "", 11, 1, 1), ("総務省", "", "", 17, 2, 2)]


def test_one_small_bureau_keeps_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OWN_TILES", 1)
    add("総務省", "一局", "大きい事業", 1_000)
    add("総務省", "二局", "小さい事業", 1)
    assert told(of_newest_year())[1:] == [("総務省", "二局", "", 1, 1, 1)]


def test_zero_less_and_blank_are_left_out_and_counted() -> None:
    add("総務省", "一局", "ある", 5)
    add("総務省", "一局", "零", 0)
    add("総務省", "一局", "負", -3)
    add("総務省", "一局", "空", None)
    land = of_newest_year()
    assert (told(land), land.left_out) == ([("総務省", "一局", "ある", 5, 1, 1)], 3)


def test_addresses_are_the_sheet_and_the_list_it_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OWN_TILES", 1)
    add("総務省", "一局 & 課", "0001", 9)
    add("総務省", "一局 & 課", "0002", 5)
    add("総務省", "", "0003", 5)
    assert [tile.address for tile in of_newest_year().tiles] == [
        "/sheets/2018/総務省/0001/",
        "/sheets/?year=2018&ministry=総務省&bureau=一局+%26+課&sort=-total_yen",
        "/sheets/?year=2018&ministry=総務省&sort=-total_yen",
    ]


def test_made_up_ministries_have_no_tile_beside_real_ones() -> None:
    add("総務省", "一局", "ある", 5)
    make_budget_year(make_sheet(ministry=make_ministry("見本省", is_fictional=True)), 2017, initial_million=900)
    land = of_newest_year()
    assert (told(land), land.left_out) == ([("総務省", "一局", "ある", 5, 1, 1)], 0)


def test_rates_of_ministries_and_bureaus_are_of_all_their_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OWN_TILES", 1)
    add("厚生労働省", "年金局", "年金", 900)
    add("厚生労働省", "年金局", "通知", 100)
    add("厚生労働省", "保険局", "記載なし", None)
    without_total = make_sheet(ministry="厚生労働省", bureau="年金局", name="一括計上", number="9")
    make_budget_year(without_total, 2017, initial_million=0, executed_million=100)
    land = of_newest_year()
    assert (land.net_rate, land.ministry_rates) == (6_000, {"厚生労働省": 6_000})
    assert land.bureau_rates == {("厚生労働省", "年金局"): 6_000}
    assert [tile.net_rate for tile in land.tiles] == [5_000, 15_000]
