"""How unequally money is shared."""

from collections.abc import Collection

FULL_HHI = 10_000
HIGH_HHI = 2_500  # above it a market is commonly called highly concentrated


def hhi(amounts_yen: Collection[int]) -> int | None:
    """Herfindahl-Hirschman index of positive amounts: Σ (share in percent)², 0 to 10,000, cut off; None for none."""
    whole = sum(amounts_yen)
    return FULL_HHI * sum(amount * amount for amount in amounts_yen) // (whole * whole) if whole else None
