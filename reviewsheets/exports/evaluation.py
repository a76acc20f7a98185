"""Check questions, opinions, what was reflected and remarks received as CSV lines."""

from collections.abc import Iterable, Iterator

from reviewsheets.exports.lines import Layout, Line, yen
from reviewsheets.queries.evaluation import CheckGroup, Opinions, ReflectedRow, RemarkRow


def _checks(groups: Iterable[CheckGroup]) -> Iterator[Line]:
    for group in groups:
        for row in group.rows:
            yield row.section, row.question, row.mark, row.explanation


def _opinions(said: Opinions) -> Iterator[Line]:
    yield "点検結果", "", said.check_result
    yield "改善の方向性", "", said.improvement
    yield "外部有識者の所見", "", said.expert_opinion
    yield "行政事業レビュー推進チームの所見", said.team_verdict, said.team_opinion
    yield "所見を踏まえた改善点／概算要求における反映状況", said.response_kind, said.response


def _evaluation(said: Opinions) -> Iterator[Line]:
    yield "事業所管部局による点検・改善ー点検結果", said.check_result
    yield "事業所管部局による点検・改善ー改善の方向性", said.improvement
    yield "事業所管部局による点検・改善－目標年度における効果測定に関する評価", said.effect_review
    yield "外部有識者による点検ー最終実施年度", said.expert_last_year
    yield "外部有識者による点検ー点検対象", said.expert_review
    yield "外部有識者による点検ー対象の理由", said.expert_reason
    yield "外部有識者による点検ー所見", said.expert_opinion
    yield "公開プロセス結果概要", said.public_process_result
    yield "行政事業レビュー推進チームの所見", said.team_verdict
    yield "行政事業レビュー推進チームの所見の詳細", said.team_opinion
    yield "所見を踏まえた改善点／概算要求における反映状況", said.response_kind
    yield "所見を踏まえた改善点／概算要求における反映状況の詳細", said.response
    yield "反映額（一般会計）", yen(said.reflected_general)


def _reflected(rows: Iterable[ReflectedRow]) -> Iterator[Line]:
    return ((row.account, row.subaccount, yen(row.amount)) for row in rows)


def _remarks(rows: Iterable[RemarkRow]) -> Iterator[Line]:
    return ((row.kind, row.origin, row.remark_year, row.text, row.response) for row in rows)


LAYOUTS: dict[str, Layout] = {
    "checks": Layout("点検", ("区分", "項目", "評価", "評価に関する説明"), _checks),
    "opinions": Layout("点検結果・所見", ("欄", "区分", "記載"), _opinions),
    "evaluation": Layout("点検・評価", ("項目", "記載"), _evaluation),
    "reflected-amounts": Layout(
        "反映額（特別会計）",
        ("反映額（特別会計）－会計", "反映額（特別会計）－勘定", "反映額（特別会計）－反映額"),
        _reflected,
    ),
    "remarks-received": Layout(
        "過去に受けた指摘事項", ("種別", "区分・調査等の名称", "年度", "指摘内容", "対応状況"), _remarks
    ),
}
