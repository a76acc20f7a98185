"""How each fictional project fares, as data: its money, its flow of funds, its results."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

FIRST_SHEET_YEAR, LAST_SHEET_YEAR = 2018, 2022
FIRST_BUDGET_YEAR = FIRST_SHEET_YEAR - 3


@dataclass(frozen=True)
class Rates:
    """One budget year's amounts in percent: `initial` of the plan, `supplementary` and `contingency` of the plan,
    `carried` (out) of the gross total, `executed` of the net total. `unbudgeted_million` is spent from elsewhere."""

    initial: int = 100
    supplementary: int = 0
    contingency: int = 0
    carried: int = 0
    executed: int = 95
    requested: int = 103
    unbudgeted_million: int = 0


@dataclass(frozen=True)
class MoneyPlan:
    """The plan of FY2015 in million yen, its yearly growth, and the rates of every year or of one budget year."""

    million: int
    growth: int = 2
    rates: Rates = Rates()
    in_year: Mapping[int, Rates] = field(default_factory=dict)


class Mode(StrEnum):
    """実施方法."""

    CONTRACT = "委託・請負"
    SUBSIDY = "補助"
    DIRECT = "直接実施"


# 国>A: the ministry pays A; A>B: A pays B; A~C: A and C work together, no money.
SINGLE = "国>A"
PASSED_ON = "国>A A>B"
DEEP = "国>A A>B B>C C>D"
FAN_IN = "国>A 国>B A>C B>C"
CYCLE = "国>A A>B B>C C>A"
SELF_ARROW = "国>A A>A A>B"
REFERENCE = "国>A 国>B A~C"
WIDE = "国>A 国>B 国>C"
ORPHAN = "国>A B>C"


class Course(StrEnum):
    """How the outcome's actual values stand to their targets."""

    STEADY = "steady"
    MISSED = "missed"
    BEATEN = "beaten"
    FAR_EXCEEDED = "far exceeded"
    FALLING = "falling"
    LESS_IS_BETTER = "less is better"
    LESS_IS_BETTER_MISSED = "less is better, missed"
    REVERSED = "reversed"
    WORDS = "words"
    NONE = "none"


# Achievement in percent, FY2015 to FY2021.
ACHIEVEMENTS: Mapping[Course, tuple[int, ...]] = {
    Course.STEADY: (98, 100, 99, 101, 100, 100, 102),
    Course.MISSED: (91, 88, 86, 84, 82, 80, 79),
    Course.BEATEN: (104, 108, 111, 109, 115, 118, 121),
    Course.FAR_EXCEEDED: (132, 155, 174, 190, 208, 196, 231),
    Course.FALLING: (110, 103, 94, 85, 76, 68, 59),
    Course.LESS_IS_BETTER: (96, 100, 104, 107, 109, 112, 116),
    Course.LESS_IS_BETTER_MISSED: (97, 92, 88, 81, 77, 73, 70),
    Course.REVERSED: (101, 105, 108, 102, 88, 81, 97),
    Course.WORDS: (95, 97, 99, 101, 98, 102, 100),
}
LESS_IS_BETTER = frozenset({Course.LESS_IS_BETTER, Course.LESS_IS_BETTER_MISSED})


@dataclass(frozen=True)
class Plot:
    """A project's story. `origins` are the projects it was split from or merged of."""

    theme: str
    money: MoneyPlan
    flow: str
    mode: Mode
    course: Course
    start: int = 2010
    end: int | None = None
    activity: int = 98  # actual of planned, percent
    second_outcome: bool = False
    origins: tuple[str, ...] = ()

    @property
    def sheet_years(self) -> range:
        """The years with a sheet: from the project's start to its end."""
        last = min(self.end or LAST_SHEET_YEAR, LAST_SHEET_YEAR)
        return range(max(self.start, FIRST_SHEET_YEAR), last + 1)


CONTRACT, SUBSIDY, DIRECT = Mode.CONTRACT, Mode.SUBSIDY, Mode.DIRECT
HEAVY_CARRY = Rates(supplementary=25, carried=34, executed=93)
SUPPLEMENTED = Rates(initial=40, supplementary=120, carried=30, executed=90)
UNDERUSED = Rates(executed=42)

PLOTS = (
    Plot("遠隔医療", MoneyPlan(860, 4), PASSED_ON, SUBSIDY, Course.STEADY, second_outcome=True),
    Plot("無線実証", MoneyPlan(2400, 6), DEEP, CONTRACT, Course.BEATEN),
    Plot("担い手", MoneyPlan(4200, 1), PASSED_ON, SUBSIDY, Course.MISSED, activity=91),
    Plot("堤防", MoneyPlan(3100, 3, HEAVY_CARRY), WIDE, DIRECT, Course.STEADY),
    Plot("手続電子化", MoneyPlan(1850, 12), SINGLE, CONTRACT, Course.FAR_EXCEEDED, second_outcome=True),
    Plot("事故", MoneyPlan(640), WIDE, SUBSIDY, Course.LESS_IS_BETTER),
    Plot("観光", MoneyPlan(1500, 5, Rates(), {2020: UNDERUSED, 2021: UNDERUSED}), PASSED_ON, SUBSIDY, Course.FALLING),
    Plot("中小企業", MoneyPlan(9800, 3, SUPPLEMENTED), FAN_IN, SUBSIDY, Course.BEATEN),
    Plot("衛星", MoneyPlan(18500, 2, Rates(carried=12, executed=98)), DEEP, CONTRACT, Course.STEADY),
    Plot("研究基盤", MoneyPlan(720), FAN_IN, SUBSIDY, Course.STEADY, second_outcome=True),
    Plot("備蓄", MoneyPlan(410, 1, Rates(), {2019: Rates(contingency=60)}), SINGLE, DIRECT, Course.WORDS),
    Plot("水道", MoneyPlan(14200, 1, HEAVY_CARRY), WIDE, SUBSIDY, Course.MISSED),
    Plot("文化財", MoneyPlan(230, 3), REFERENCE, CONTRACT, Course.BEATEN, second_outcome=True),
    Plot("森林", MoneyPlan(980, -2), WIDE, CONTRACT, Course.LESS_IS_BETTER_MISSED, activity=88),
    Plot("留学生", MoneyPlan(145, 4, UNDERUSED), SINGLE, CONTRACT, Course.REVERSED, activity=62),
    Plot("空き家", MoneyPlan(520, 0, Rates(executed=63)), PASSED_ON, SUBSIDY, Course.MISSED, activity=55),
    Plot("海洋", MoneyPlan(1200, 2, Rates(supplementary=60, carried=40)), WIDE, SUBSIDY, Course.LESS_IS_BETTER),
    Plot("ロボット", MoneyPlan(380, 5), CYCLE, CONTRACT, Course.STEADY, second_outcome=True),
    Plot("統計", MoneyPlan(2700, 1, Rates(), {2020: Rates(contingency=-6)}), SELF_ARROW, CONTRACT, Course.STEADY),
    Plot("港湾", MoneyPlan(5600, 0, Rates(), {2019: Rates(carried=48)}), SINGLE, DIRECT, Course.LESS_IS_BETTER_MISSED),
    Plot("水素", MoneyPlan(2900, 9), PASSED_ON, SUBSIDY, Course.MISSED, start=2019),
    Plot("保育", MoneyPlan(7300, 3, Rates(), {2020: Rates(executed=104)}), WIDE, SUBSIDY, Course.LESS_IS_BETTER),
    Plot("消費者", MoneyPlan(96, 1), SINGLE, DIRECT, Course.STEADY, second_outcome=True),
    Plot("気象", MoneyPlan(3900, 2, Rates(), {2018: Rates(initial=0, supplementary=70)}), WIDE, DIRECT, Course.STEADY),
    Plot("博覧会", MoneyPlan(1100, 25), DEEP, CONTRACT, Course.BEATEN, start=2017, end=2022),
    Plot("鉄道", MoneyPlan(1650, 0), PASSED_ON, SUBSIDY, Course.STEADY, activity=96),
    Plot("人工知能", MoneyPlan(3400, 15, Rates(requested=160)), FAN_IN, CONTRACT, Course.FAR_EXCEEDED, start=2020),
    Plot("広域防災", MoneyPlan(210), SINGLE, CONTRACT, Course.STEADY, end=2020),
    Plot("地域防災", MoneyPlan(90), SINGLE, CONTRACT, Course.STEADY, start=2021, origins=("広域防災",)),
    Plot(
        "防災情報",
        MoneyPlan(0, 0, Rates(unbudgeted_million=130)),  # its budget stands on another project (一括計上)
        SINGLE,
        CONTRACT,
        Course.NONE,
        start=2021,
        origins=("広域防災",),
    ),
    Plot("省エネ", MoneyPlan(4100), PASSED_ON, SUBSIDY, Course.BEATEN, end=2019),
    Plot("蓄電池", MoneyPlan(2300, -4, UNDERUSED), PASSED_ON, SUBSIDY, Course.MISSED, end=2019),
    Plot("住宅", MoneyPlan(6800, 2), ORPHAN, SUBSIDY, Course.STEADY, start=2020, origins=("省エネ", "蓄電池")),
)
