import json
from dataclasses import replace
from decimal import Decimal

import pytest

from reviewsheets.queries.contract_facts import Form
from reviewsheets.queries.contract_list import ListedContract
from reviewsheets.queries.spending import PayeeRow
from reviewsheets.templatetags import figures, rows
from reviewsheets.units.cells import Cell, YenCell
from reviewsheets.units.money import Basis
from tests.wording import text_of

MILLION = 1_000_000
BLANK = '<td class="amount"></td>'
DASH = '<td class="amount">-</td>'


@pytest.mark.parametrize(
    ("cell", "html"),
    [
        (YenCell(), BLANK),
        (YenCell(text="-"), DASH),
        (YenCell(0), '<td class="amount" title="0円">0</td>'),
        (YenCell(1_330_621_000), '<td class="amount" title="1,330,621,000円">1,330.621</td>'),
    ],
)
def test_money_is_shown_in_millions_with_the_exact_yen(cell: YenCell, html: str) -> None:
    assert figures.yen_cell(cell) == html


def test_figure_cannot_leave_its_script() -> None:
    html = figures.figure_json({"name": "</script><b>図 & \u2028", "rate": Decimal("75.5")}, 'chart-"a"')
    opening, text = '<script id="chart-&quot;a&quot;" type="application/json">', html.partition(">")[2]
    assert html.startswith(opening)
    assert text == '{"name": "\\u003C/script\\u003E\\u003Cb\\u003E図 \\u0026 \u2028", "rate": "75.5"}</script>'
    assert json.loads(text.removesuffix("</script>"))["name"] == "</script><b>図 & \u2028"


def test_money_carried_out_is_taken_off_where_the_total_is_net() -> None:
    assert figures.carried_out_cell(YenCell(4 * MILLION), Basis.NET) == (
        '<td class="amount" title="▲4,000,000円">▲4</td>'
    )
    assert figures.carried_out_cell(YenCell(-4 * MILLION), Basis.NET) == '<td class="amount" title="4,000,000円">4</td>'
    assert (
        figures.carried_out_cell(YenCell(4 * MILLION), Basis.GROSS) == '<td class="amount" title="4,000,000円">4</td>'
    )
    assert figures.carried_out_cell(YenCell(text="-"), Basis.NET) == DASH


def test_amounts_take_the_decimals_of_their_table() -> None:
    assert figures.yen_cell(YenCell(1_234_560), places=1) == '<td class="amount" title="1,234,560円">1.2</td>'
    assert figures.unused_cell(2 * MILLION, YenCell(1), places=1) == '<td class="amount" title="2,000,000円">2.0</td>'
    assert figures.total_cell(YenCell(), 2 * MILLION, None, places=1) == figures.yen_total(2 * MILLION, places=1)
    assert ">2.1<" in figures.total_cell(YenCell(2 * MILLION), 2_100_000, 100_000, places=1)
    assert figures.yen_cell(YenCell(text="-"), places=1) == DASH


def test_published_total_that_differs_stands_beside_the_computed() -> None:
    html = figures.total_cell(YenCell(98 * MILLION), 100 * MILLION, 2 * MILLION)
    assert html == (
        '<td class="amount differs" title="100,000,000円">100'
        '<span class="differs-note">⚠ 公表値。計算値は98</span></td>'
    )


def test_published_total_alone_is_shown() -> None:
    assert figures.total_cell(YenCell(), 100 * MILLION, 100 * MILLION) == (
        '<td class="amount" title="100,000,000円">100</td>'
    )


def test_rate_is_blank_dashed_or_told() -> None:
    assert figures.rate_cell(None, YenCell()) == BLANK
    assert figures.rate_cell(None, YenCell(0)) == DASH
    assert figures.rate_cell(Decimal("66.66"), YenCell(1)) == '<td class="amount">66.7</td>'


def test_published_rate_that_differs_stands_beside_the_computed() -> None:
    html = figures.rate_cell(Decimal(90), YenCell(1), Decimal("89.1"), differs=True)
    assert "89.1" in html
    assert "公表値。計算値は90.0" in html


def test_published_rate_alone_is_shown() -> None:
    assert figures.rate_cell(None, YenCell(1), Decimal("89.1")) == '<td class="amount">89.1</td>'


def test_words_of_a_sheet_are_escaped() -> None:
    assert figures.number_cell(Cell(text="<script>")) == '<td class="amount">&lt;script&gt;</td>'


@pytest.mark.parametrize(("cell", "said"), [(Cell(Decimal("99.5")), "99.5％"), (Cell(text="-"), "-"), (Cell(), "")])
def test_award_rate_is_told_as_written(cell: Cell, said: str) -> None:
    assert figures.award_rate(cell) == said


def test_target_without_a_year_is_headed_year_alone() -> None:
    assert (figures.target_year(None, 2018), figures.target_year(2018, 2018)) == ("年度", "30年度")


def test_unused_money_is_blank_before_execution() -> None:
    assert figures.unused_cell(None, YenCell()) == BLANK
    assert figures.unused_cell(MILLION, YenCell(1)) == '<td class="amount" title="1,000,000円">1</td>'


def test_money_in_the_unit_of_a_table_is_told_to_one_decimal_or_in_its_words() -> None:
    told = figures.cell_in_unit(YenCell(1_330_621_000), 100 * MILLION)
    assert told == '<td class="amount" title="1,330,621,000円">13.3</td>'
    assert figures.cell_in_unit(YenCell(0), 100 * MILLION) == '<td class="amount" title="0円">0.0</td>'
    assert figures.cell_in_unit(YenCell(text="<調整中>"), 100 * MILLION) == '<td class="amount">&lt;調整中&gt;</td>'


@pytest.mark.parametrize(("basis", "said"), [(Basis.NET, "繰越控除後"), ("net", "繰越控除後"), ("gross", "繰越控除前")])
def test_basis_is_told_in_words(basis: Basis, said: str) -> None:
    assert figures.basis_words(basis) == said


def test_words_of_a_payee_are_escaped() -> None:
    payee = PayeeRow(
        rank=1,
        name="<b>",
        corporate_number="<b>",
        has_wrong_corporate_number=True,
        work="<b>",
        amount=YenCell(text="<b>"),
        contract_method="<b>",
        bidders=Cell(None, "<b>"),
        award_rate=Cell(None, "<b>"),
        reason="<b>",
    )
    html = rows.payee_row(payee, is_linked=True)
    assert "<b>" not in html
    assert html.count("&lt;b&gt;") == 8
    linked = rows.payee_row(replace(payee, payee_key='"<b>'), is_linked=True)
    assert '<a href="/payees/%22%3Cb%3E/">&lt;b&gt;</a>' in linked
    assert rows.payee_row(replace(payee, payee_key="x"), is_linked="") == html


def test_contract_tells_what_is_odd_about_it_and_escapes_its_words() -> None:
    contract = ListedContract(
        sheet_year=2024,
        ministry_name="見本省",
        is_fictional=False,
        sheet_number="0001",
        sheet_name="<b>",
        form=Form.PAYMENTS,
        payee_name="<b>",
        payee_key="",
        corporate_number="",
        contract_method="<b>",
        competition="",
        bidders=None,
        award_rate_percent=None,
        amount_yen=None,
        is_doubtful=False,
        summary="<b>",
        reason="",
    )
    plain = rows.contract_row(contract)
    assert text_of(plain) == "令和6年度 (2024) 見本省 <b> <b> <b> <b>"
    odd = replace(
        contract,
        is_fictional=True,
        form=Form.MULTI_YEAR,
        payee_key="x",
        bidders=1_000,
        award_rate_percent=Decimal("98.50"),
        amount_yen=9 * MILLION,
        is_doubtful=True,
        reason="<i>",
    )
    html = rows.contract_row(odd)
    assert '<a href="/payees/x/">&lt;b&gt;</a>' in html
    assert text_of(html) == (
        "令和6年度 (2024) 見本省 見本データ（架空） <b> <b> <b> 一者応札・競争性のない契約となった理由 <i>"
        " <b> 複数年度 1,000 98.50 9 ⚠ 単位誤りの疑い"
    )
    assert text_of(rows.contract_row(replace(odd, is_doubtful=False))).endswith("1,000 98.50 9")
    for unsafe in ("<b>", "<i>"):
        assert unsafe not in plain + html
