"""The sheet itself, what it rests on and refers to, its sources, and the list of sheets, as CSV lines."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from reviewsheets.exports.budget import BASIS_WORDS
from reviewsheets.exports.lines import Layout, Line, percent, whole, yen
from reviewsheets.queries.basis import LawRow, MeasureRow, OrganisationRow, PlanRow, SubsidyRow
from reviewsheets.queries.references import PastNumber, RelatedRow
from reviewsheets.queries.sheets import OutlineRow
from reviewsheets.queries.sources import SourceRow
from reviewsheets.units.cells import DASH, YenCell
from reviewsheets.units.money import Basis


def _outline(rows: Iterable[OutlineRow]) -> Iterator[Line]:
    for row in rows:
        yield row.label, row.text


def _organisations(rows: Iterable[OrganisationRow]) -> Iterator[Line]:
    for place, row in enumerate(rows, 1):
        parts = (row.bureau, row.department, row.division, row.office, row.team, row.section)
        yield (str(place), row.ministry_name, *parts, row.officer)


def _measures(rows: Iterable[MeasureRow]) -> Iterator[Line]:
    for place, row in enumerate(rows, 1):
        yield str(place), row.ministry_name, row.policy, row.measure, row.url


def _laws(rows: Iterable[LawRow]) -> Iterator[Line]:
    for place, row in enumerate(rows, 1):
        yield str(place), row.name, row.law_number, row.law_id, row.article, row.paragraph, row.subparagraph


def _plans(rows: Iterable[PlanRow]) -> Iterator[Line]:
    return ((str(place), row.name, row.url) for place, row in enumerate(rows, 1))


def _subsidies(rows: Iterable[SubsidyRow]) -> Iterator[Line]:
    for place, row in enumerate(rows, 1):
        yield str(place), row.target, row.rate, row.ceiling, row.url


def _related(rows: Iterable[RelatedRow]) -> Iterator[Line]:
    return ((row.ministry_name, row.number, row.name, row.role) for row in rows)


def _related_projects(rows: Iterable[RelatedRow]) -> Iterator[Line]:
    return ((str(place), row.number, row.name, row.relation) for place, row in enumerate(rows, 1))


def _past_numbers(rows: Iterable[PastNumber]) -> Iterator[Line]:
    return ((row.past_year_text or whole(row.past_year), row.number) for row in rows)


def _sources(rows: Iterable[SourceRow]) -> Iterator[Line]:
    for row in rows:
        times = (_time(row.fetched_at), _time(row.imported_at))
        yield (row.code, row.name, row.citation, whole(row.row), row.url, *times, row.sha256)


def _time(at: datetime | None) -> str:
    return "" if at is None else timezone.localtime(at).isoformat(timespec="seconds")


LAYOUTS: dict[str, Layout] = {
    "outline": Layout("事業の目的・概要", ("項目", "記載"), _outline),
    "related": Layout("関連事業", ("所管府省名", "事業番号", "事業名", "役割分担の具体的な内容"), _related),
    "past-numbers": Layout("過去の事業番号", ("年度", "事業番号"), _past_numbers),
    "organisations": Layout(
        "その他担当組織・作成責任者",
        (
            "その他担当組織_作成責任者_no",
            "府省庁（その他担当組織）",
            "局・庁（その他担当組織）",
            "部（その他担当組織）",
            "課（その他担当組織）",
            "室（その他担当組織）",
            "班（その他担当組織）",
            "係（その他担当組織）",
            "作成責任者",
        ),
        _organisations,
    ),
    "measures": Layout(
        "政策・施策", ("番号（政策・施策）", "政策所管府省庁_P", "政策", "施策", "政策・施策URL"), _measures
    ),
    "laws": Layout("根拠法令", ("番号（根拠法令）", "法令名", "法令番号", "法令ID", "条", "項", "号・号の細分"), _laws),
    "plans": Layout("関係する計画・通知等", ("番号（関係する計画・通知等）", "計画通知名", "計画通知等URL"), _plans),
    "subsidy-rates": Layout(
        "補助率等", ("番号（補助率等）", "補助対象", "補助率", "補助上限等", "補助率URL"), _subsidies
    ),
    "related-projects": Layout(
        "関連事業（事業ID）",
        ("番号（関連事業）", "関連事業の事業ID", "関連事業の事業名", "関連性"),
        _related_projects,
    ),
    "sources": Layout(
        "出所",
        ("ファイル番号", "ファイル名", "出典", "元のファイルの行", "取得元", "取得日時", "取り込み日時", "SHA-256"),
        _sources,
    ),
}

SHEETS_HEADER: Line = (
    "事業年度",
    "府省庁",
    "事業番号",
    "事業名",
    "担当部局庁",
    "担当課室",
    "事業年度の当初予算（円）",
    "翌年度の要求額（円）",
    "前年度の計（歳出予算現額、円）",
    "計の基準",
    "前年度の執行額（円）",
    "執行率（繰越控除後、％）",
    "執行率（繰越控除前、％）",
    "不用額（円）",
    "翌年度へ繰越し（円）",
    "達した成果目標の数",
    "達しなかった成果目標の数",
    "比べられない・値のない成果目標の数",
    "ページ",
)


def sheet_lines(summaries: Iterable[Any]) -> Iterator[Line]:
    """One line a sheet of `queries.sheets.listed`."""
    for sheet in summaries:
        yield (
            str(sheet.sheet_year),
            sheet.ministry.name,
            sheet.number,
            sheet.name,
            sheet.bureau,
            sheet.division,
            yen(YenCell(sheet.initial_yen, sheet.initial_text)),
            whole(sheet.requested_yen),
            whole(sheet.total_yen),
            "" if sheet.total_yen is None else BASIS_WORDS[Basis(sheet.basis)],
            yen(YenCell(sheet.executed_yen, sheet.executed_text)),
            rate_cell(sheet.net_rate),
            rate_cell(sheet.gross_rate),
            whole(sheet.unused_yen),
            whole(sheet.carried_out_yen),
            whole(sheet.outcomes_reached),
            DASH if sheet.outcomes_missed is None else str(sheet.outcomes_missed),
            whole(sheet.outcomes_not_comparable),
            sheet.get_absolute_url(),
        )


def rate_cell(hundredths: int | None) -> str:
    """A rate of the summary, to one decimal; blank where there is none."""
    return percent(None if hundredths is None else Decimal(hundredths).scaleb(-2))
