"""Findings, and the rules with their base rates, as CSV lines."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.timezone import localtime

from reviewsheets.exports.lines import Layout, Line, flag, percent, whole
from reviewsheets.queries.findings import FindingRow, PlaceRow, RuleGroup, Tally
from reviewsheets.queries.review import SheetOutcomes

FINDINGS_HEADER: Line = (
    "事業年度",
    "府省庁",
    "担当部局庁",
    "事業番号",
    "事業名",
    "規則",
    "規則の名前",
    "分類",
    "程度",
    "指摘",
    "箇所",
    "金額（円）",
    "用いた数値",
    "見つかった日",
    "対応",
    "対応の説明",
    "対応の日",
    "対応の後に数値が変わった",
)
TALLY_HEADER: Line = (
    "該当するシート数",
    "該当しないシート数",
    "評価できないシート数",
    "該当する割合（評価できるシートのうち、％）",
    "見た件数",
    "該当する件数",
    "該当する割合（見た件数のうち、％）",
)


def finding_lines(rows: Iterable[FindingRow]) -> Iterator[Line]:
    """A line a finding; the figures as 名前=値, yen exact and percent as kept."""
    for row in rows:
        yield (
            str(row.sheet_year),
            row.ministry_name,
            row.bureau,
            row.sheet_number,
            row.sheet_name,
            row.rule.code,
            str(row.rule.title),
            str(row.rule.subject.label),
            str(row.rule.level.label),
            row.sentence,
            row.place,
            whole(row.amount_yen),
            "; ".join(f"{name}={value}" for name, value in row.exact_figures),
            _day(row.found_at),
            row.disposition_words,
            row.explanation,
            _day(row.disposed_at),
            flag(row.is_changed_since) if row.disposition else "",
        )


def _day(moment: datetime | None) -> str:
    """The day in the site's time zone (ISO 8601), or blank."""
    return localtime(moment).date().isoformat() if moment else ""


def _rule_lines(groups: Iterable[RuleGroup]) -> Iterator[Line]:
    for group in groups:
        for row in group.rows:
            questions = "／".join(str(question.label) for question in row.rule.questions)
            words = (str(row.rule.title), str(group.subject.label), row.level, row.definition)
            said = (str(row.rule.not_evaluable), str(row.rule.looks_at), questions)
            yield (row.rule.code, *words, *said, *_tally_cells(row.tally))


def _tally_cells(tally: Tally) -> Line:
    return (
        str(tally.sheets_found),
        str(tally.sheets_passed),
        str(tally.sheets_not_evaluable),
        percent(tally.sheets_percent),
        str(tally.items),
        str(tally.items_found),
        percent(tally.items_percent),
    )


def _year_lines(rows: Iterable[PlaceRow]) -> Iterator[Line]:
    return ((str(row.sheet_year), *_tally_cells(row.tally)) for row in rows)


def _ministry_lines(rows: Iterable[PlaceRow]) -> Iterator[Line]:
    return ((row.name, *_tally_cells(row.tally)) for row in rows)


RULES_LAYOUT = Layout(
    "点検の規則",
    ("規則", "名前", "分類", "程度", "定義", "評価できないとき", "見るもの", "対応する点検項目", *TALLY_HEADER),
    _rule_lines,
)
RULE_LAYOUTS = {
    "years": Layout("年度別", ("事業年度", *TALLY_HEADER), _year_lines),
    "ministries": Layout("府省庁別", ("府省庁", *TALLY_HEADER), _ministry_lines),
}


def _outcome_lines(page: SheetOutcomes) -> Iterator[Line]:
    """A line a finding; one for each rule that found nothing."""
    for outcome in page.outcomes:
        head = (outcome.rule.code, str(outcome.rule.title), outcome.result)
        for row in outcome.findings:
            figures = "; ".join(f"{name}={value}" for name, value in row.exact_figures)
            disposed = (row.disposition_words, row.explanation)
            yield (*head, row.sentence, row.place, whole(row.amount_yen), figures, *disposed, outcome.definition)
        if not outcome.findings:
            yield (*head, "", "", "", "", "", "", outcome.definition)


LAYOUTS = {
    "review": Layout(
        "規則による点検",
        ("規則", "規則の名前", "結果", "指摘", "箇所", "金額（円）", "用いた数値", "対応", "対応の説明", "定義"),
        _outcome_lines,
    )
}
