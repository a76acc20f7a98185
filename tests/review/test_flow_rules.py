"""Rules on where money gathers and where it is passed on."""

from decimal import Decimal

import pytest
from django.utils import translation

from reviewsheets.models import BlockLink, Project, ReviewSheet
from tests.factories import make_block, make_link, make_payment, make_project, make_sheet
from tests.review.reviewing import asked, figures_found, is_not_evaluable, is_passed, sentences

pytestmark = pytest.mark.django_db
MINISTRY = "7000012050002"


def paying(amounts_million: dict[str, int | str], *, project: Project | None = None, year: int = 2018) -> ReviewSheet:
    """A sheet whose block A pays these; it gives no arrows."""
    sheet = make_sheet(project=project, sheet_year=year)
    block = make_block(sheet)
    for name, amount_million in amounts_million.items():
        make_payment(block, name, amount_million=amount_million)
    return sheet


def test_concentration_is_found() -> None:
    sheet = paying({"見本工業": 900, "見本商会": 100})
    assert figures_found(sheet, "M11") == [
        {
            "payee": "見本工業",
            "largest_yen": 900_000_000,
            "extent": "すべてのブロックの支出先の額（資金の流れの記載なし）",
            "sum_yen": 1_000_000_000,
            "share_percent": "90",
            "payees": 2,
            "hhi": 8_200,
        }
    ]
    with translation.override("ja"):
        assert sentences(sheet, "M11") == [
            (
                "最大の支出先（見本工業）の額は900百万円で、すべてのブロックの支出先の額（資金の流れの記載なし）1,000百万円の90％"
                "（支出先2者、HHI 8,200）。"
            )
        ]
    assert asked(sheet, "M11")[1][0].amount_yen == 900_000_000


@pytest.mark.parametrize(("largest", "is_found"), [(80, False), ("80.01", True), (50, False)])
def test_the_limit_itself_is_not_concentrated(largest: int | str, is_found: bool) -> None:
    rest = 100 - Decimal(largest)
    looked_at, found = asked(paying({"見本工業": largest, "見本商会": str(rest)}), "M11")
    assert (looked_at, bool(found)) == (1, is_found)


def test_both_measures_must_be_over() -> None:
    sheet = paying({"見本工業": 900, "見本商会": 100})
    assert is_passed(sheet, "M11", concentration_hhi=8_200)
    assert len(figures_found(sheet, "M11", concentration_hhi=8_199)) == 1


def test_only_direct_money_of_named_payees_is_shared_out() -> None:
    sheet = make_sheet()
    direct, below = make_block(sheet), make_block(sheet, "B")
    make_link(None, direct)
    make_link(direct, below)
    make_payment(direct, "見本工業", amount_million=190)
    make_payment(direct, "見本商会", amount_million=10)
    make_payment(direct, "その他", amount_million=500)
    make_payment(direct, "見本協会", amount_million=500, is_amount_doubtful=True)
    make_payment(below, "見本財団", amount_million=500)
    (figures,) = figures_found(sheet, "M11")
    assert (figures["extent"], figures["sum_yen"], figures["share_percent"]) == (
        "国が直接支出した額",
        200_000_000,
        "95",
    )


@pytest.mark.parametrize(
    "amounts",
    [
        {"見本工業": 900},
        {"見本工業": "99.9", "見本商会": "0.09"},
        {"見本工業": 900, "見本商会": 0},
        {"見本工業": 900, "見本商会": -1},
        {"見本工業": 900, "見本商会": "-"},
        {"見本工業": 900, "その他": 5},
        {},
    ],
)
def test_one_payee_or_little_money_is_no_concentration(amounts: dict[str, int | str]) -> None:
    assert is_not_evaluable(paying(amounts), "M11")


def three_years(*shares: int, year: int = 2018, last: str = "見本工業") -> ReviewSheet:
    """Sheets of one project in a row, the payee's share of 200 million each year."""
    project = make_project()
    for place, share in enumerate(shares):
        name = last if place == len(shares) - 1 else "見本工業"
        sheet = paying(
            {name: 2 * share, "見本商会": 200 - 2 * share}, project=project, year=year - len(shares) + 1 + place
        )
    return sheet


def test_the_same_payee_for_years_is_found() -> None:
    sheet = three_years(60, 70, 80)
    assert figures_found(sheet, "M12") == [
        {
            "payee": "見本工業",
            "first_year": 2015,
            "last_year": 2017,
            "years": 3,
            "extent": "すべてのブロックの支出先の額（資金の流れの記載なし）",
            "first_share_percent": "60",
            "share_percent": "80",
            "largest_yen": 160_000_000,
        }
    ]
    with translation.override("ja"):
        assert sentences(sheet, "M12") == [
            (
                "見本工業は平成27年度 (2015)から平成29年度 (2017)まで3年続けて最大の支出先で、"
                "すべてのブロックの支出先の額（資金の流れの記載なし）に占める割合は60％から80％に上がった"
                "（平成29年度 (2017)は160百万円）。"
            )
        ]


def test_a_share_that_stays_falls_or_goes_to_another_passes() -> None:
    assert is_passed(three_years(60, 60, 80), "M12")
    assert is_passed(three_years(60, 80, 70), "M12")
    assert is_passed(three_years(60, 70, 80, last="見本協会"), "M12")


def test_fewer_years_a_gap_or_little_money_tell_nothing() -> None:
    assert is_not_evaluable(three_years(60, 70), "M12")
    assert len(figures_found(three_years(60, 70), "M12", same_payee_years=2)) == 1
    sheet = three_years(50, 60, 70, 80)
    ReviewSheet.objects.filter(project=sheet.project, sheet_year=2017).delete()
    assert is_not_evaluable(sheet, "M12")
    assert is_not_evaluable(three_years(60, 70, 80), "M12", concentration_floor_yen=200_000_001)
    assert is_passed(three_years(60, 70, 70), "M12", concentration_floor_yen=200_000_000)


def test_years_with_and_without_arrows_are_not_compared() -> None:
    sheet = three_years(60, 70, 80)
    make_link(None, sheet.blocks.get())
    assert is_not_evaluable(sheet, "M12")


def chain(steps: int) -> ReviewSheet:
    """The ministry pays A, A pays B …, each a million less than 100."""
    sheet = make_sheet()
    source = None
    for place in range(steps):
        block = make_block(sheet, "ABCDE"[place], name=f"見本{place + 1}", total_million=100 - place)
        make_link(source, block)
        source = block
    return sheet


def test_three_steps_are_found() -> None:
    assert figures_found(chain(3), "M13") == [{"steps": 3, "block": "C", "block_name": "見本3", "count": 1}]
    assert asked(chain(3), "M13")[1][0].amount_yen == 98_000_000
    with translation.override("ja"):
        assert sentences(chain(4), "M13") == [
            "資金の流れは国から数えて4段階。最も遠い段階のブロックはD（見本4）など1個。"
        ]


def test_two_steps_pass() -> None:
    assert is_passed(chain(2), "M13")
    assert is_passed(chain(3), "M13", deep_flow_steps=4)


def test_the_shortest_way_and_money_alone_count() -> None:
    sheet = chain(3)
    make_link(None, sheet.blocks.get(letter="C"))
    assert is_passed(sheet, "M13")
    sheet = chain(2)
    make_link(sheet.blocks.get(letter="B"), make_block(sheet, "C"), kind=BlockLink.Kind.REFERENCE)
    assert is_passed(sheet, "M13")


def test_without_arrows_from_the_ministry_there_are_no_steps() -> None:
    assert is_not_evaluable(make_sheet(), "M13")
    sheet = make_sheet()
    make_link(make_block(sheet), make_block(sheet, "B"))
    assert is_not_evaluable(sheet, "M13")


def passing(block: int | str | None, *below: int | str | None) -> ReviewSheet:
    """Block A gets that much from the ministry and pays the others."""
    sheet = make_sheet()
    own = make_block(sheet, name="見本事務局", total_million=block)
    make_link(None, own)
    for letter, amount in zip("BCD", below, strict=False):
        make_link(own, make_block(sheet, letter, total_million=amount))
    return sheet


def test_what_is_passed_on_is_found() -> None:
    sheet = passing(100, 60, 35)
    assert figures_found(sheet, "M14") == [
        {
            "block": "A",
            "block_name": "見本事務局",
            "block_yen": 100_000_000,
            "downstream_yen": 95_000_000,
            "share_percent": "95",
            "targets": "B、C",
        }
    ]
    _looked_at, (found,) = asked(sheet, "M14")
    assert (found.place, found.amount_yen) == ("block/A", 95_000_000)
    with translation.override("ja"):
        assert sentences(sheet, "M14") == [
            "ブロックA（見本事務局）は、国から受けた100百万円のうち95百万円（95％）を次のブロックB、Cへ渡している。"
        ]


@pytest.mark.parametrize(
    ("below", "is_found"), [(90, True), ("89.999999", False), (100, True), (0, False), (-5, False)]
)
def test_from_the_limit_on_money_is_passed_on(below: int | str, is_found: bool) -> None:
    looked_at, found = asked(passing(100, below), "M14")
    assert (looked_at, bool(found)) == (1, is_found)


def test_a_block_that_pays_nobody_passes() -> None:
    assert is_passed(passing(100), "M14")


@pytest.mark.parametrize("blocks", [(None, 5), (0,), (0, 0), (-1, -5), (100, None), (100, "-"), (100, "100.000001")])
def test_without_amounts_or_with_more_below_nothing_is_passed_on(blocks: tuple[int | str | None, ...]) -> None:
    assert is_not_evaluable(passing(*blocks), "M14")


def test_blocks_with_other_money_or_doubtful_amounts_are_not_measured() -> None:
    sheet = passing(100, 95)
    make_link(None, sheet.blocks.get(letter="B"))
    assert [found.place for found in asked(sheet, "M14")[1]] == []
    assert asked(sheet, "M14")[0] == 0
    sheet = passing(100, 95)
    make_payment(sheet.blocks.get(letter="B"), amount_million=95, is_amount_doubtful=True)
    assert is_not_evaluable(sheet, "M14")


def test_the_payees_stand_for_a_block_without_total() -> None:
    sheet = passing(None, None)
    for letter, amount_million in (("A", 100), ("B", 92)):
        make_payment(sheet.blocks.get(letter=letter), amount_million=amount_million)
    assert figures_found(sheet, "M14")[0]["share_percent"] == "92"


def test_the_state_itself_passes_nothing_on() -> None:
    sheet = passing(100, 95)
    own = sheet.blocks.get(letter="A")
    make_payment(own, "見本省", corporate_number=MINISTRY, amount_million=100)
    assert is_not_evaluable(sheet, "M14")
    make_payment(own, "見本財団", amount_million=1)
    assert len(figures_found(sheet, "M14")) == 1


def test_an_arrow_to_itself_moves_nothing() -> None:
    sheet = passing(100)
    own = sheet.blocks.get(letter="A")
    make_link(own, own)
    assert is_passed(sheet, "M14")
