import pytest

from reviewsheets.models import Law, PathNode, Plan, Policy, SheetOrganisation, SubsidyRate
from reviewsheets.queries.basis import laws_of, measures_of, organisations_of, plans_of, subsidies_of, web_address
from reviewsheets.queries.path import path_of
from reviewsheets.queries.sources import sources_of
from reviewsheets.queries.whole import whole_sheet
from tests.factories import make_part, make_path_link, make_sheet, make_source

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["https://example.go.jp/a?b=1", " http://example.go.jp\n"])
def test_web_address_is_linked(text: str) -> None:
    assert web_address(text) == text.strip()


@pytest.mark.parametrize(
    "text", ["", "javascript:alert(1)", "data:text/html,x", "//example.go.jp", "https://", "https:// x", "別添参照"]
)
def test_anything_else_is_text(text: str) -> None:
    assert web_address(text) == ""


def test_officers_of_the_own_division_stand_apart_from_further_organisations() -> None:
    sheet = make_sheet(sheet_year=2024, officer="課長")
    make_part(SheetOrganisation, sheet, officer="室長")
    make_part(SheetOrganisation, sheet, ministry_name="財務省", bureau="主計局", section="第一係", officer="主計官")
    whole = whole_sheet(sheet)
    assert whole.officers == ("課長", "室長")
    assert [row.organisation for row in whole.further_organisations] == ["財務省 主計局 第一係"]
    assert [row.officer for row in organisations_of(sheet)] == ["室長", "主計官"]


def test_policies_laws_plans_and_subsidies_are_read_in_order() -> None:
    sheet = make_sheet(sheet_year=2024)
    make_part(Policy, sheet, measure="施策一", url="https://example.go.jp/")
    make_part(Policy, sheet, measure="施策二", url="なし")
    make_part(Law, sheet, name="法", article="第四条", paragraph="2", subparagraph="第17号")
    make_part(Law, sheet, name="令", paragraph="附則")
    make_part(Plan, sheet, name="計画", url="http://example.go.jp/p")
    make_part(SubsidyRate, sheet, target="市", rate="1/2")
    assert [(row.measure, row.link) for row in measures_of(sheet)] == [
        ("施策一", "https://example.go.jp/"),
        ("施策二", ""),
    ]
    assert [row.provision for row in laws_of(sheet)] == ["第四条 第2項 第17号", "附則"]
    assert plans_of(sheet)[0].link == "http://example.go.jp/p"
    assert (subsidies_of(sheet)[0].rate, subsidies_of(sheet)[0].link) == ("1/2", "")


def test_arrows_of_one_step_stand_together() -> None:
    sheet = make_sheet(sheet_year=2024)
    first, second, third = (
        make_part(PathNode, sheet, kind=kind, number=number, term=term, text=f"{kind}{number}")
        for kind, number, term in (("アクティビティ", "1", ""), ("アウトプット", "1", ""), ("アウトカム", "2", "短期"))
    )
    make_path_link(first, second)
    make_path_link(first, third)
    make_path_link(second, third, follow_up="なぜなら")
    make_path_link(None, third)
    rows = path_of(sheet)
    assert [(row.source and row.source.kind, len(row.arrows)) for row in rows] == [
        ("アクティビティ", 2),
        ("アウトプット", 1),
        (None, 1),
    ]
    arrow = rows[1].arrows[0]
    assert arrow.target is not None
    assert (arrow.target.term, arrow.target.text, arrow.follow_up) == ("短期", "アウトカム2", "なぜなら")


def test_step_without_an_arrow_comes_last() -> None:
    sheet = make_sheet(sheet_year=2024)
    alone, first, second = (
        make_part(PathNode, sheet, kind=kind, term=term, text=text)
        for kind, term, text in (("アウトカム", "3.長期", "一人"), ("アクティビティ", "", "元"), ("", "", "先"))
    )
    make_path_link(first, second)
    rows = path_of(sheet)
    assert [(row.source and row.source.text, len(row.arrows)) for row in rows] == [("元", 1), ("一人", 0)]
    steps = [rows[0].source, rows[0].arrows[0].target, rows[1].source]
    assert [(step.stage, step.key) for step in steps if step] == [
        ("activity", first.pk),
        ("other", second.pk),
        ("long-term", alone.pk),
    ]


@pytest.mark.parametrize(
    ("term", "stage"),
    [("短期", "short-term"), ("2.中期", "middle-term"), ("長期", "long-term"), ("", "outcome"), ("いつか", "outcome")],
)
def test_stage_of_an_outcome_is_told_by_its_term(term: str, stage: str) -> None:
    sheet = make_sheet(sheet_year=2024)
    make_part(PathNode, sheet, kind="アウトカム", term=term)
    (row,) = path_of(sheet)
    assert row.source is not None
    assert row.source.stage == stage


def test_sources_say_how_they_are_to_be_cited() -> None:
    sheet = make_sheet(sheet_year=2024)
    make_source(sheet, "5-1")
    make_source(sheet, "1-2", format="judgit")
    assert [(row.code, row.row, row.citation) for row in sources_of(sheet)] == [
        ("1-2", 2, "JUDGIT! (CC BY 4.0)"),
        ("5-1", 2, "行政事業レビュー見える化サイト"),
    ]
    assert whole_sheet(sheet).citations == ("JUDGIT! (CC BY 4.0)", "行政事業レビュー見える化サイト")
