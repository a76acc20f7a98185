from reviewsheets.charts.path import path_chart, wrapped
from reviewsheets.charts.path_layout import drawing_of
from reviewsheets.charts.theme import Chart, NoData
from reviewsheets.queries.path import PathArrow, PathRow, PathStep, Stage

WORK = PathStep("アクティビティ", "1", "", "研修を行う", Stage.ACTIVITY, 1)
COUNT = PathStep("アウトプット", "1", "", "研修の回数", Stage.OUTPUT, 2)
OTHER_COUNT = PathStep("アウトプット", "2", "", "参加者の数", Stage.OUTPUT, 3)
SOON = PathStep("アウトカム", "1", "短期", "満足度を<b>上げる", Stage.SHORT_TERM, 4)
LATE = PathStep("アウトカム", "3", "長期", "暮らしを良くする" * 20, Stage.LONG_TERM, 5)


def arrows(source: PathStep | None, *targets: PathStep | None) -> PathRow:
    return PathRow(source, tuple(PathArrow(target, "", "") for target in targets))


def drawn(*rows: PathRow) -> Chart:
    chart = path_chart(rows, sheet_year=2024)
    assert isinstance(chart, Chart)
    return chart


def test_steps_stand_in_columns_with_an_arrowhead_for_each_arrow() -> None:
    chart = drawn(arrows(WORK, COUNT, OTHER_COUNT), arrows(COUNT, SOON), arrows(OTHER_COUNT, SOON), arrows(SOON, LATE))
    _lines, heads, *boxes, _texts = chart.payload["data"]
    assert chart.payload["layout"]["xaxis"]["ticktext"] == [
        *("アクティビティ", "アウトプット", "短期アウトカム", "長期アウトカム")
    ]
    assert [len(trace["y"]) for trace in boxes] == [1, 2, 1, 1]
    assert heads["x"] == [0.59, 0.59, 1.59, 1.59, 2.59]
    assert heads["marker"]["symbol"] == ["triangle-right"] * 5
    assert chart.sentence == "アクティビティ1件、アウトプット2件、短期アウトカム1件、長期アウトカム1件、矢印5本。"
    assert (chart.years, chart.csv) == ("令和6年度 (2024)のシート", "path")


def test_text_is_cut_in_the_box_and_whole_on_hover() -> None:
    chart = drawn(arrows(SOON, LATE))
    _lines, _heads, soon, late, texts = chart.payload["data"]
    assert texts["text"][0] == "1 満足度を&lt;b&gt;上げる"
    assert texts["text"][1].endswith("…")
    assert texts["text"][1].count("<br>") == 2
    assert soon["customdata"] == ["短期 アウトカム 1<br>満足度を&lt;b&gt;上げる"]
    assert late["customdata"][0].replace("<br>", "") == "長期 アウトカム 3" + "暮らしを良くする" * 20


def test_same_arrow_twice_is_two_lines_beside_each_other() -> None:
    heads = drawn(arrows(WORK, COUNT, COUNT)).payload["data"][1]
    assert heads["y"] == [34, 42]


def test_arrow_over_a_column_goes_through_a_lane_beside_its_boxes() -> None:
    drawing = drawing_of((arrows(WORK, COUNT, LATE), arrows(COUNT, LATE)))
    (box,) = [box for box in drawing.boxes if box.spot.step == COUNT]
    lane = [y for x, y in drawing.lines[1].points if 0.6 < x < 1.4]
    assert lane
    assert all(abs(y - box.y) > 31 for y in lane)


def test_arrow_within_a_column_goes_round_the_side() -> None:
    chart = drawn(arrows(COUNT, OTHER_COUNT))
    lines, heads = chart.payload["data"][:2]
    assert heads["marker"]["symbol"] == ["triangle-left"]
    assert heads["x"] == [0.41]
    farthest = max(x for x in lines["x"] if x is not None)
    assert 0.5 < farthest < chart.payload["layout"]["xaxis"]["range"][1]


def test_arrow_backwards_points_to_the_left() -> None:
    heads = drawn(arrows(SOON, COUNT)).payload["data"][1]
    assert (heads["x"], heads["marker"]["symbol"]) == ([0.41], ["triangle-left"])


def test_arrow_without_a_step_leads_to_a_box_that_says_so() -> None:
    chart = drawn(arrows(WORK, None), arrows(None, COUNT))
    assert chart.payload["layout"]["xaxis"]["ticktext"] == ["記載なし", "アクティビティ", "アウトプット", "記載なし"]
    assert len(chart.payload["data"][1]["x"]) == 2
    assert sorted(chart.payload["data"][-1]["text"]) == ["1 研修の回数", "1 研修を行う", "記載なし", "記載なし"]
    assert chart.sentence.endswith("一方の段階の記載がない矢印が2本あります。")


def test_step_without_an_arrow_is_drawn_and_counted() -> None:
    chart = drawn(arrows(WORK, COUNT), arrows(SOON))
    assert chart.payload["data"][-1]["text"][2] == "1 満足度を&lt;b&gt;上げる"
    assert chart.sentence == (
        "アクティビティ1件、アウトプット1件、短期アウトカム1件、矢印1本。"
        "先へつながる矢印のないアウトプットが1件あります。矢印のない段階が1件あります。"
    )


def test_no_path_is_said() -> None:
    assert path_chart((), sheet_year=2024) == NoData(
        "path", "効果発現経路の図", "目標のつながりの記載はありません。", "path"
    )


def test_boxes_are_put_so_that_arrows_do_not_cross() -> None:
    drawing = drawing_of((arrows(WORK, OTHER_COUNT, COUNT), arrows(OTHER_COUNT, SOON), arrows(COUNT, LATE)))
    places = {box.spot.key: box.y for box in drawing.boxes}
    assert (places[2] < places[3]) == (places[5] < places[4])


def test_narrow_letters_take_half_a_place_and_no_line_begins_with_a_stop() -> None:
    assert wrapped("あいう、えお", 3) == ["あいう、", "えお"]
    assert wrapped("abcdefあ", 3) == ["abcde", "fあ"]
