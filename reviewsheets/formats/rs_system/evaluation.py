"""4-1: check, experts' and team's opinions, what was done, and remarks received earlier."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from reviewsheets.formats.cells import LINE, VERDICT, YEN
from reviewsheets.formats.layout import FormatError, Layout, Parts, Row, column
from reviewsheets.formats.records import EvaluationRecord, ReflectedRecord, RemarkRecord
from reviewsheets.formats.rs_system.listing import FIRST

_EVALUATION = Layout(
    EvaluationRecord,
    (
        column("事業所管部局による点検・改善ー点検結果", "check_result"),
        column("事業所管部局による点検・改善ー改善の方向性", "improvement"),
        column("事業所管部局による点検・改善－目標年度における効果測定に関する評価", "effect_review"),
        column("外部有識者による点検ー最終実施年度", "expert_last_year", LINE),
        column("外部有識者による点検ー点検対象", "expert_review", LINE),
        column("外部有識者による点検ー対象の理由", "expert_reason", LINE),
        column("外部有識者による点検ー所見", "expert_opinion"),
        column("公開プロセス結果概要", "public_process_result"),
        column("行政事業レビュー推進チームの所見", "team_verdict", VERDICT),
        column("行政事業レビュー推進チームの所見の詳細", "team_opinion"),
        column("所見を踏まえた改善点／概算要求における反映状況", "response_kind", VERDICT),
        column("所見を踏まえた改善点／概算要求における反映状況の詳細", "response"),
        column("反映額（一般会計）", "reflected_general_yen", YEN),
    ),
    FIRST,
)
_REFLECTED = Layout(
    ReflectedRecord,
    (
        column("反映額（特別会計）－会計", "account", LINE),
        column("反映額（特別会計）－勘定", "subaccount", LINE),
        column("反映額（特別会計）－反映額", "amount_yen", YEN),
    ),
    FIRST + 13,
)
_REVIEW_REMARK = Layout(
    RemarkRecord,
    (
        column("過去に受けた指摘事項－区分", "origin"),
        column("過去に受けた指摘事項－取りまとめ年度", "remark_year", LINE),
        column("過去に受けた指摘事項－取りまとめ内容", "text"),
        column("過去に受けた指摘事項－対応状況", "response"),
    ),
    FIRST + 16,
)
_OTHER_REMARK = Layout(
    RemarkRecord,
    (
        column("その他の指摘事項－調査等の名称", "origin"),
        column("その他の指摘事項－指摘年度", "remark_year", LINE),
        column("その他の指摘事項－指摘内容", "text"),
        column("その他の指摘事項－対応状況", "response"),
    ),
    FIRST + 20,
)
_LISTS: tuple[tuple[Layout[Any], dict[str, str]], ...] = (
    (_REFLECTED, {}),
    (_REVIEW_REMARK, {"kind": "review"}),
    (_OTHER_REMARK, {"kind": "other"}),
)


class Evaluations:
    """4-1: one evaluation a sheet, repeated for every combination of its three lists."""

    code = "4-1"
    title = "点検・評価"
    headers = (
        *_EVALUATION.headers,
        *_REFLECTED.headers,
        *_REVIEW_REMARK.headers,
        *_OTHER_REMARK.headers,
    )

    def read(self, rows: Sequence[Row]) -> Parts:
        """A sheet's evaluation and lists; a list holds each distinct entry once."""
        records: dict[type, list[Any]] = {EvaluationRecord: [], ReflectedRecord: [], RemarkRecord: []}
        if not _EVALUATION.is_blank(rows[0]):
            records[EvaluationRecord].append(_EVALUATION.read(rows[0], source_row=rows[0].number))
        for layout, local in _LISTS:
            distinct = {tuple(_cells(layout, row)): row for row in reversed(rows) if not layout.is_blank(row)}
            ordered = sorted(distinct.values(), key=lambda row: row.number)
            records[layout.record] += [layout.read(row, position=place, **local) for place, row in enumerate(ordered)]
        self._check(rows, records)
        return records

    def write(self, parts: Parts) -> Iterator[list[str]]:
        """A row for every combination of the lists' entries, one where all are empty."""
        evaluation = next(iter(parts.get(EvaluationRecord, ())), None)
        lists = [
            [record for record in parts.get(layout.record, ()) if not local or record.kind == local["kind"]] or [None]
            for layout, local in _LISTS
        ]
        for entries in product(*lists):
            cells = [layout.write(entry) for (layout, _local), entry in zip(_LISTS, entries, strict=True)]
            yield [*_EVALUATION.write(evaluation), *(cell for part in cells for cell in part)]

    def _check(self, rows: Sequence[Row], parts: Parts) -> None:
        """The rows are these combinations: anything else would be lost."""
        written = list(self.write(parts))
        for row, cells in zip(rows, written, strict=False):
            for index, cell in enumerate(cells):
                if row.cells[FIRST + index] != cell:
                    raise FormatError(
                        "同じ事業のほかの行と合いません",
                        row=row.number,
                        column=self.headers[index],
                        value=row.cells[FIRST + index],
                    )
        if len(rows) != len(written):
            raise FormatError(f"同じ事業の行は{len(written)}行のはずです", row=rows[-1].number, column="予算事業ID")


def _cells(layout: Layout[Any], row: Row) -> list[str]:
    return row.cells[layout.first : layout.first + len(layout.columns)]
