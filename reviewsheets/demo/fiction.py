"""The fictional ministries: every project's story told by its yearly sheets, the same at every load."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import count, islice
from zoneinfo import ZoneInfo

from reviewsheets.demo.budget_rows import budget_rows
from reviewsheets.demo.indicator_rows import indicator_rows
from reviewsheets.demo.judgement_rows import judgement_rows, related_row
from reviewsheets.demo.plots import PLOTS, Mode, Plot
from reviewsheets.demo.quirks import apply_quirks
from reviewsheets.demo.spending_rows import spending_rows
from reviewsheets.demo.story import Story
from reviewsheets.demo.themes import THEMES
from reviewsheets.demo.tree import SheetTree
from reviewsheets.models import Ministry, Payment, Project, ReviewSheet

TOKYO = ZoneInfo("Asia/Tokyo")
FIRST_ORDER = 900  # after all real ministries
MINISTRY = "見本省"
FURTHER_MINISTRIES = (
    "見本庁",
    "見本府",
    "見本院",
    "見本委員会",
    "見本産業省",
    "見本国土省",
    "見本文化省",
    "見本環境省",
    "見本厚生省",
    "見本農水省",
    "見本技術庁",
    "見本地域庁",
)
BUREAUS = (
    ("見本政策局", "総務課"),
    ("見本振興局", "見本振興課"),
    ("見本基盤局", "基盤整備課"),
    ("大臣官房", "見本企画課"),
)
OFFICERS = ("課長　見本　太郎", "参事官　見本　花子", "室長　架空　一郎", "課長　架空　洋子")
LAW = "見本基本法第{article}条、見本省設置法第４条第１項第{item}号"
PLANS = ("見本成長戦略（見本閣議決定）", "見本国土強靱化基本計画（見本閣議決定）", "見本基本計画（見本閣議決定）")
POLICIES = (("科学技術・イノベーション",), ("地方創生",), ("国土強靱化施策",), (), ("ＩＴ戦略",))
LARGE_CHANGE_PERCENT = 110
RELATED_EVERY, DESIGNED = 4, len(PLOTS)


def fictional_trees(sheets: int | None = None) -> Iterator[SheetTree]:
    """見本省's sheets; with a number so many, further 見本 ministries following."""
    if sheets is None:
        return _trees_of(_designed_stories())
    return islice(_trees_of(_all_stories()), sheets)


def _trees_of(stories: Iterator[Story]) -> Iterator[SheetTree]:
    """Each project's sheets by year; some name the project told before as related."""
    earlier: Story | None = None
    for story in stories:
        for sheet_year in story.plot.sheet_years:
            yield _tree(story, sheet_year, earlier)
        earlier = story


def _tree(story: Story, sheet_year: int, earlier: Story | None) -> SheetTree:
    sheet = _sheet(story, sheet_year)
    spending = spending_rows(story, sheet)
    payments = [row for row in spending if isinstance(row, Payment)]
    rows = [*budget_rows(story, sheet), *indicator_rows(story, sheet), *spending]
    rows += judgement_rows(story, sheet, payments)
    if earlier and story.serial % RELATED_EVERY == 0 and sheet_year in earlier.plot.sheet_years:
        rows.append(related_row(sheet, earlier))
    tree = SheetTree(sheet, tuple(rows))
    if story.index < DESIGNED:
        apply_quirks(tree, story.plot.theme)
    return tree


def _designed_stories() -> Iterator[Story]:
    """見本省's own projects, those that were split or merged before what they became."""
    ministry = _ministry(MINISTRY, 0)
    told: dict[str, Story] = {}
    for index, plot in enumerate(PLOTS):
        origins = tuple(told[theme] for theme in plot.origins)
        told[plot.theme] = _story(plot, index, index + 1, ministry, THEMES[plot.theme].name, origins)
        yield told[plot.theme]


def _all_stories() -> Iterator[Story]:
    """Without end: 見本省's projects, then variants of them in the further ministries."""
    yield from _designed_stories()
    ministries = [_ministry(name, place) for place, name in enumerate(FURTHER_MINISTRIES, start=1)]
    for index in count(DESIGNED):
        turn, place = divmod(index - DESIGNED, len(ministries))
        plot = _variant(PLOTS[index % DESIGNED], index)
        name = f"{THEMES[plot.theme].name}（第{turn + 1}地区）"
        yield _story(plot, index, turn + 1, ministries[place], name)


def _variant(plot: Plot, index: int) -> Plot:
    """The plot with another size, on its own."""
    percent = 40 + index * 37 % 200
    million = max(plot.money.million * percent // 100, 10)
    return replace(plot, money=replace(plot.money, million=million), origins=())


def _story(
    plot: Plot, index: int, serial: int, ministry: Ministry, name: str, origins: tuple[Story, ...] = ()
) -> Story:
    project = Project(key=f"{ministry.name}-{serial:04}", name=name, ministry=ministry)
    return Story(plot, index, serial, ministry, project, origins)


def _ministry(name: str, place: int) -> Ministry:
    english = "Fictional ministry" + (f" {place + 1}" if place else "")
    return Ministry(name=name, name_en=english, order=FIRST_ORDER + place, is_fictional=True)


def _sheet(story: Story, sheet_year: int) -> ReviewSheet:
    theme, plot = story.theme, story.plot
    bureau, division = BUREAUS[story.serial % len(BUREAUS)]
    published_at = datetime(sheet_year, 9, 10, 10, tzinfo=TOKYO)
    spent_yen = story.money[sheet_year - 1].executed_yen
    return ReviewSheet(
        project=story.project,
        ministry=story.ministry,
        sheet_year=sheet_year,
        number=story.number(sheet_year),
        name=story.project.name,
        bureau=bureau,
        division=division,
        officer=OFFICERS[(story.serial + sheet_year) % len(OFFICERS)],
        start_year=plot.start,
        end_year=plot.end,
        end_year_text="" if plot.end else "終了予定なし",
        accounts=["一般会計"],
        policies=list(POLICIES[theme.policy]),
        expense_items=["その他の事項経費"],
        methods=[str(plot.mode)],
        laws=LAW.format(article=story.serial % 30 + 1, item=story.serial % 50 + 1),
        plans=PLANS[story.serial % len(PLANS)],
        purpose=theme.purpose,
        outline=theme.outline,
        change_reason=_change_reason(story, sheet_year),
        outlay_yen=spent_yen or story.money[sheet_year].initial_yen or None,
        outlay_note=_ministry_role(plot.mode),
        published_at=published_at,
        created_at=published_at,
    )


def _change_reason(story: Story, sheet_year: int) -> str:
    now_yen, then_yen = story.money[sheet_year].initial_yen, story.money[sheet_year + 1].requested_yen
    if then_yen * 100 > now_yen * LARGE_CHANGE_PERCENT:
        return f"{story.theme.activity}を増やすため。"
    return "事業の終了に伴う減。" if now_yen and not then_yen else ""


def _ministry_role(mode: Mode) -> str:
    return "企画・調整、補助金の交付と額の確定" if mode is Mode.SUBSIDY else "企画・調整、契約と監督"
