from dataclasses import replace

import pytest

from reviewsheets.charts.flow_words import ArrowWords, balance_in_words, flow_words
from reviewsheets.queries.flow import Balance
from reviewsheets.queries.spending import BlockRow, Flow, LinkRow
from reviewsheets.units.cells import YenCell
from reviewsheets.units.flow import Reach

MILLION = 1_000_000
BLANK = YenCell()


def million(amount: int) -> YenCell:
    return YenCell(amount * MILLION)


def block(letter: str, total: YenCell, *incoming: LinkRow, reach: Reach = Reach.DIRECT, place: int = 1) -> BlockRow:
    return BlockRow(letter, "者", "", total, reach, 1, incoming, (), (), 0, place=place)


def flow() -> Flow:
    """Two direct blocks, the second paid by the first too, a block of other money, a self-arrow, own cost."""
    blocks = (
        block("A", million(10), LinkRow(None, "A", True, "【補助】"), LinkRow("A", "A", True, "")),
        block("B", million(4), LinkRow(None, "B", True, ""), LinkRow("A", "B", True, ""), place=2),
        replace(block("C", million(3), reach=Reach.OTHER, place=3), is_implied=True),
    )
    links = tuple(link for each in blocks for link in each.incoming)
    return Flow("総務省", BLANK, "", blocks, links, own_cost=million(2), executed=million(20))


def test_legend_names_the_kinds_that_occur() -> None:
    legend = flow_words(flow(), sheet_year=2024).legend
    assert [(row.key, row.label) for row in legend] == [
        ("direct", "直接支出"),
        ("recommissioned", "再委託等"),
        ("other", "別の資金"),
        ("own-cost", "間接経費"),
        ("self", "自己"),
        ("split", "薄い帯"),
    ]


def test_every_arrow_is_a_row_that_leads_to_its_block() -> None:
    split = "等分して描いている（2か所からの内訳は公表なし）"
    assert flow_words(flow(), sheet_year=2024).arrows == (
        ArrowWords("総務省", "", "A.者", "block-1", "direct", "直接支出", million(10), "【補助】", "描いている"),
        ArrowWords("A.者", "block-1", "A.者", "block-1", "self", "自己", BLANK, "", "描いていない（自らに戻る）"),
        ArrowWords("総務省", "", "B.者", "block-2", "direct", "直接支出", BLANK, "", split),
        ArrowWords("A.者", "block-1", "B.者", "block-2", "recommissioned", "再委託等", BLANK, "", split),
        ArrowWords("別の資金", "", "C.者", "", "other", "別の資金", million(3), "", "描いている"),
        ArrowWords("総務省", "", "国自らが支出する間接経費", "", "own-cost", "間接経費", million(2), "", "描いている"),
    )


def test_the_gap_stands_in_words() -> None:
    assert flow_words(flow(), sheet_year=2024).balance_words == (
        "図に入る金額（直接支出と国自らが支出する間接経費）は16百万円で、令和5年度 (2023)の執行額20百万円より"
        "4,000,000円（執行額の20.0％）少ない額です。"
        "直接支出のうち1ブロックはほかからも受け取っていて、その分も含みます（内訳は公表なし）。"
    )


@pytest.mark.parametrize(
    ("balance", "said"),
    [
        (
            Balance(million(12), BLANK, BLANK, million(10)),
            "図に入る金額（直接支出）は12百万円で、Y年度の執行額10百万円より2,000,000円（執行額の20.0％）多い額です。",
        ),
        (
            Balance(million(10), BLANK, BLANK, million(10)),
            "図に入る金額（直接支出）は10百万円で、Y年度の執行額と同額です。",
        ),
        (
            Balance(million(1), BLANK, BLANK, YenCell(0)),
            (
                "図に入る金額（直接支出）は1百万円で、Y年度の執行額は0円です（差は1,000,000円。"
                "実績のない新規事業では予定の額が図に入ります）。"
            ),
        ),
        (
            Balance(BLANK, million(1), BLANK, YenCell(text="-")),
            "図に入る金額（国自らが支出する間接経費）は1百万円です。Y年度の執行額は「-」のため、比べられません。",
        ),
        (
            Balance(million(1), BLANK, BLANK, BLANK, doubtful=2, unpriced=1),
            (
                "図に入る金額（直接支出）は1百万円です。Y年度の執行額は記載なしのため、比べられません。"
                "単位誤りの疑いがある2ブロックは入れていません。金額の記載がない1ブロックは入っていません。"
            ),
        ),
        (
            Balance(BLANK, BLANK, million(599), million(599)),
            "図に入る金額（図の起点に書かれた府省庁の額）は599百万円で、Y年度の執行額と同額です。",
        ),
        (
            Balance(BLANK, BLANK, BLANK, million(5), has_unlinked=True),
            "ブロックのつながりが公表されていないため、図に入る金額は分かりません。Y年度の執行額は5百万円です。",
        ),
        (
            Balance(BLANK, BLANK, BLANK, BLANK, unpriced=1),
            "直接支出と間接経費の金額の記載がないため、図に入る金額は分かりません。Y年度の執行額は記載なしです。",
        ),
        (
            Balance(BLANK, BLANK, BLANK, million(5), other=million(5)),
            (
                "府省庁から出る資金の矢印は公表されていません。別の資金として図に入る金額は5百万円です。"
                "Y年度の執行額と同額です。"
            ),
        ),
        (
            Balance(BLANK, BLANK, BLANK, million(7), other=million(5)),
            (
                "府省庁から出る資金の矢印は公表されていません。別の資金として図に入る金額は5百万円です。"
                "Y年度の執行額7百万円より2,000,000円少ない額です。"
            ),
        ),
        (
            Balance(BLANK, BLANK, BLANK, million(4), other=million(5)),
            (
                "府省庁から出る資金の矢印は公表されていません。別の資金として図に入る金額は5百万円です。"
                "Y年度の執行額4百万円より1,000,000円多い額です。"
            ),
        ),
        (
            Balance(BLANK, BLANK, BLANK, BLANK, other=million(5)),
            (
                "府省庁から出る資金の矢印は公表されていません。別の資金として図に入る金額は5百万円です。"
                "Y年度の執行額は記載なしです。"
            ),
        ),
        (
            Balance(BLANK, BLANK, BLANK, BLANK, unpriced=1, other=million(5)),
            "直接支出と間接経費の金額の記載がないため、図に入る金額は分かりません。Y年度の執行額は記載なしです。",
        ),
        (
            Balance(BLANK, BLANK, BLANK, million(4), doubtful=1),
            "直接支出の金額に単位誤りの疑いがあるため、図に入る金額は示しません。Y年度の執行額は4百万円です。",
        ),
    ],
)
def test_what_is_larger_equal_or_missing_is_said(balance: Balance, said: str) -> None:
    assert balance_in_words(balance, year="Y年度") == said
