"""The thresholds of the rules. Each can be set by its name in the environment variable REVIEW_LIMITS."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Limits:
    """Amounts in yen, shares in percent, differences in points. What is equal to a limit is not over it."""

    # Arithmetic
    total_difference_percent: Decimal = Decimal("0.1")  # published 計 beside its parts
    rate_difference_points: Decimal = Decimal("0.5")  # published rate beside the computed
    block_difference_percent: Decimal = Decimal(20)  # a block beside its payees
    flow_difference_percent: Decimal = Decimal(10)  # what enters the flow beside 執行額
    downstream_excess_percent: Decimal = Decimal(1)  # of the block that pays on; roundings of its payees add up
    revised_percent: Decimal = Decimal(1)
    revised_floor_yen: int = 1_000_000
    # Budget
    low_execution_percent: Decimal = Decimal(50)
    large_unused_percent: Decimal = Decimal(30)
    large_carry_percent: Decimal = Decimal(30)
    chronic_years: int = 3  # budget years in a row; the paper form tells three with results
    request_jump_percent: Decimal = Decimal(150)  # of the initial budget
    outside_review_years: int = 5
    budget_floor_yen: int = 0  # projects whose 計 is smaller are passed by the budget rules
    # Goals
    far_exceeded_percent: Decimal = Decimal(150)
    low_activity_percent: Decimal = Decimal(70)
    unit_cost_jump_percent: Decimal = Decimal(150)
    spending_rise_percent: Decimal = Decimal(10)
    result_fall_points: Decimal = Decimal(10)
    never_raised_years: int = 2  # years in a row that the same target was beaten
    # Payees and contracts
    payee_over_project_percent: Decimal = Decimal(105)
    unit_error_times: int = 10
    reason_floor_yen: int = 1_000_000_000  # the form asks for the reason from 10億円
    high_award_rate_percent: Decimal = Decimal(95)
    award_rate_floor_yen: int = 100_000_000
    deep_flow_steps: int = 3
    passed_on_percent: Decimal = Decimal(90)
    concentration_share_percent: Decimal = Decimal(80)
    concentration_hhi: int = 2_500
    concentration_floor_yen: int = 100_000_000
    same_payee_years: int = 3
    opaque_payee_floor_yen: int = 1_000_000
    no_competition_floor_yen: int = 100_000_000
    small_contracts_together_yen: int = 2_500_000  # 予算決算及び会計令第99条 to 2024: works and manufacturing
    single_bid_share_percent: Decimal = Decimal(50)
    single_bid_share_contracts: int = 3
    # Marks
    uncompetitive_share_percent: Decimal = Decimal(50)  # of the contracts whose method tells of competition


@cache
def limits() -> Limits:
    """The thresholds in force."""
    return read_limits(settings.REVIEW_LIMITS)


def read_limits(texts: Mapping[str, str]) -> Limits:
    """The thresholds with these changed; `ImproperlyConfigured` for a name or a number that is none."""
    defaults = asdict(Limits())
    changed: dict[str, int | Decimal] = {}
    for name, text in texts.items():
        if name not in defaults:
            raise ImproperlyConfigured(f"REVIEW_LIMITS: {name!r} is no threshold; they are {', '.join(defaults)}")
        try:
            changed[name] = type(defaults[name])(text)
            if not Decimal(changed[name]).is_finite():
                raise InvalidOperation
        except (ValueError, InvalidOperation):
            raise ImproperlyConfigured(f"REVIEW_LIMITS: {name} must be a number, not {text!r}") from None
    return replace(Limits(), **changed)  # type: ignore[arg-type]  # each of its field's own type
