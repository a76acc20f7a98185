"""3-1 and 3-2: goals, indicators and their values by year, and the arrows between goals."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from reviewsheets.formats.cells import LINE, NUMBER, TEXT, TEXT_LENGTH, UNIT, Codec
from reviewsheets.formats.layout import Column, FormatError, Layout, Parts, Row, column
from reviewsheets.formats.records import IndicatorRecord, IndicatorValueRecord, PathLinkRecord, PathNodeRecord
from reviewsheets.formats.rs_system.listing import FIRST
from reviewsheets.units.cells import CellError
from reviewsheets.units.years import FIRST_YEAR, LAST_YEAR

KINDS = {"アクティビティ": "action", "アウトプット": "activity", "アウトカム": "outcome"}
_KIND_NAMES = {kind: name for name, kind in KINDS.items()}
DIRECTIONS = {"": "", "上向き": "up", "下向き": "down"}
_DIRECTION_NAMES = {direction: name for name, direction in DIRECTIONS.items()}

_HEAD = Layout(
    IndicatorRecord,
    (
        column("事業に関連するKPIが定められている閣議決定等の名称", "decision"),
        column("事業に関連するKPIが定められている閣議決定等の該当箇所", "decision_part"),
        column("事業に関連するKPIが定められている閣議決定等のURL", "decision_url"),
        column("アクティビティ・アウトプット・アウトカムの番号", "number", LINE),
        column("種別（アクティビティ・アウトプット・アウトカム）", "kind", LINE),
        column("アウトカムの期間", "term", LINE),
        column("成果目標の種類", "goal_kind", LINE),
        column("アクティビティ／活動目標／成果目標", "goal"),
        column("活動指標／成果指標", "name"),
        column("単位", "unit", UNIT),
        column("改善の上向き／下向き", "direction", LINE),
        column("成果実績及び目標値の根拠として用いた統計・データ名（出典）", "source"),
        column("定性的なアウトカム目標を設定している理由", "qualitative_reason"),
        column("定性的なアウトカムに関する成果実績", "qualitative_result"),
    ),
    FIRST,
)
_LINE = FIRST + len(_HEAD.columns)  # index of 目標年度／目標値／実績値／達成率
_LINE_HEADER = "目標年度／目標値／実績値／達成率"
LINES = ("1.目標年度", "2.目標値", "3.実績値", "4.達成率")
_LINE_CODECS = (LINE, NUMBER, NUMBER, NUMBER)
_NO_LINE = ("",)
_YEAR = re.compile(r"(19|20|21)[0-9]{2}")


class Goals:
    """3-1: an アクティビティ is one row, an indicator four (`LINES`) with a column a year. Made for its header."""

    code = "3-1"
    title = "効果発現経路_目標・実績"
    fixed_headers = (*_HEAD.headers, _LINE_HEADER)

    def __init__(self, year_headers: Sequence[str]) -> None:
        self.headers = (*self.fixed_headers, *year_headers)
        self.years = tuple(int(year) for year in year_headers)

    @classmethod
    def year_headers(cls, headers: Sequence[str]) -> tuple[str, ...] | None:
        """The year columns of a header of this file, one after the other; None when it is another file's."""
        fixed = len(cls.fixed_headers)
        years = tuple(headers[fixed:])
        if tuple(headers[:fixed]) != cls.fixed_headers or not all(_YEAR.fullmatch(year) for year in years) or not years:
            return None
        first, last = int(years[0]), int(years[-1])
        is_whole = [int(year) for year in years] == [*range(first, last + 1)]
        return years if is_whole and first >= FIRST_YEAR and last <= LAST_YEAR else None

    def read(self, rows: Sequence[Row]) -> Parts:
        """The indicators of a sheet and their values."""
        indicators: list[IndicatorRecord] = []
        values: list[IndicatorValueRecord] = []
        filled = [row for row in rows if any(row.cells[FIRST:])]
        for lines in self._groups(filled):
            values += self._values(len(indicators), lines)
            indicators.append(self._indicator(len(indicators), lines[0]))
        return {IndicatorRecord: indicators, IndicatorValueRecord: values}

    def write(self, parts: Parts) -> Iterator[list[str]]:
        """One row or four for each indicator; a blank row where there is none."""
        indicators = parts.get(IndicatorRecord, ())
        if not indicators:
            yield [""] * len(self.headers)
        by_indicator: dict[int, dict[int | None, IndicatorValueRecord]] = {}
        for value in parts.get(IndicatorValueRecord, ()):
            if value.column == "year":
                by_indicator.setdefault(value.indicator, {})[value.fiscal_year] = value
        for place, indicator in enumerate(indicators):
            if indicator.kind not in _KIND_NAMES:  # a measure of the paper form's 政策評価: no place in this file
                continue
            named = indicator._replace(
                kind=_KIND_NAMES[indicator.kind], direction=_DIRECTION_NAMES[indicator.direction]
            )
            values = by_indicator.get(place, {})
            for line in _NO_LINE if indicator.kind == "action" or not _has_lines(indicator) else LINES:
                yield [*_HEAD.write(named), line, *(_cell(line, values.get(year)) for year in self.years)]

    @staticmethod
    def _groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
        place = 0
        while place < len(rows):
            size = len(LINES) if rows[place].cells[_LINE] else 1
            lines = list(rows[place : place + size])
            for row, expected in zip(lines, LINES if size > 1 else _NO_LINE, strict=False):
                is_same = row.cells[:_LINE] == lines[0].cells[:_LINE]
                if row.cells[_LINE] != expected or not is_same:
                    message = f"「{expected}」の行のはずです" if is_same else "上の行と同じ指標のはずです"
                    raise FormatError(message, row=row.number, column=_LINE_HEADER, value=row.cells[_LINE])
            if len(lines) < size:
                last = lines[-1]
                raise FormatError(
                    "4行の途中で終わっています", row=last.number, column=_LINE_HEADER, value=last.cells[_LINE]
                )
            yield lines
            place += size

    @staticmethod
    def _indicator(position: int, row: Row) -> IndicatorRecord:
        values = _HEAD.values(row)
        for name, words in (("kind", KINDS), ("direction", DIRECTIONS)):
            if values[name] not in words:
                header = next(column.header for column in _HEAD.columns if column.fields == (name,))
                message = f"{'・'.join(filter(None, words))} のどれでもありません"
                raise FormatError(message, row=row.number, column=header, value=values[name])
            values[name] = words[values[name]]
        return IndicatorRecord(position=position, source_row=row.number, **values)

    def _values(self, indicator: int, lines: list[Row]) -> Iterator[IndicatorValueRecord]:
        if len(lines) == 1:
            if any(lines[0].cells[_LINE + 1 :]):
                raise FormatError("値の種類がない行に値があります", row=lines[0].number, column=_LINE_HEADER)
            return
        for place, year in enumerate(self.years, _LINE + 1):
            if any(row.cells[place] for row in lines):
                mark, *numbers = (
                    self._cells(codec, row, place) for codec, row in zip(_LINE_CODECS, lines, strict=True)
                )
                yield IndicatorValueRecord(
                    indicator, "year", year, "", *(cell for cells in (*numbers, mark) for cell in cells)
                )

    def _cells(self, codec: Codec, row: Row, place: int) -> list[Any]:
        try:
            return [read(row.cells[place]) for read in codec.reads]
        except CellError as error:
            header = self.headers[place - FIRST]
            raise FormatError(str(error), row=row.number, column=header, value=row.cells[place]) from None


def _has_lines(indicator: IndicatorRecord) -> bool:
    """A qualitative goal is one row, as an アクティビティ is; every other indicator has its four lines."""
    return indicator.goal_kind != "定性的"


def _cell(line: str, value: IndicatorValueRecord | None) -> str:
    if value is None or not line:
        return ""
    if line == LINES[0]:
        return value.goal_mark
    if line == LINES[1]:
        return NUMBER.write(value.target, value.target_text)
    if line == LINES[2]:
        return NUMBER.write(value.actual, value.actual_text)
    return NUMBER.write(value.published_achievement_percent, value.published_achievement_text)


_NODE_HEADERS = (
    "アクティビティ・アウトプット・アウトカムの番号",
    "種別（アクティビティ・アウトプット・アウトカム）",
    "アウトカムの期間",
)
_LINK = Layout(
    PathLinkRecord,
    (
        Column("後続アウトカムへのつながり", ("follow_up",), TEXT),
        Column("アウトカムを複数段階で設定できない理由", ("single_stage_reason",), TEXT),
    ),
    FIRST + 8,
)


class Path:
    """3-2: an arrow a row, from one step (four columns) to another; blank steps where a sheet has no path."""

    code = "3-2"
    title = "効果発現経路_目標のつながり"
    headers = (
        *(f"派生元ー{header}" for header in _NODE_HEADERS),
        "派生元ーアクティビティの内容/ 活動目標／成果目標",
        *(f"派生先ー{header}" for header in _NODE_HEADERS),
        "派生先ー 活動目標／成果目標",
        *_LINK.headers,
    )

    def read(self, rows: Sequence[Row]) -> Parts:
        """The arrows of a sheet and the steps they name, each distinct (種別, 番号, 期間, 内容) once."""
        places: dict[tuple[str, ...], int] = {}
        links: list[PathLinkRecord] = []
        for row in rows:
            if any(row.cells[FIRST:]):
                source = self._place(places, row, FIRST)
                target = self._place(places, row, FIRST + 4)
                links.append(_LINK.read(row, position=len(links), source=source, target=target, source_row=row.number))
        nodes = [
            PathNodeRecord(place, kind, number, term, text) for (number, kind, term, text), place in places.items()
        ]
        return {PathNodeRecord: nodes, PathLinkRecord: links}

    def write(self, parts: Parts) -> Iterator[list[str]]:
        """A row an arrow, or the blank row."""
        nodes = parts.get(PathNodeRecord, ())
        links = parts.get(PathLinkRecord, ())
        if not links:
            yield [""] * len(self.headers)
        for link in links:
            yield [*self._cells(nodes, link.source), *self._cells(nodes, link.target), *_LINK.write(link)]

    def _place(self, places: dict[tuple[str, ...], int], row: Row, first: int) -> int | None:
        key = tuple(row.cells[first : first + 4])
        if not any(key):
            return None
        for index in range(first, first + 3):
            if len(row.cells[index]) > TEXT_LENGTH:
                message, header = f"{TEXT_LENGTH}文字までです", self.headers[index - FIRST]
                raise FormatError(message, row=row.number, column=header, value=row.cells[index])
        return places.setdefault(key, len(places))

    @staticmethod
    def _cells(nodes: Sequence[Any], place: int | None) -> list[str]:
        if place is None:
            return [""] * 4
        node = nodes[place]
        return [node.number, node.kind, node.term, node.text]
