"""Thresholds by name, from the environment."""

from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured

from reviewsheets.review.limits import Limits, read_limits


def test_a_threshold_is_changed_by_its_name_and_the_others_stay() -> None:
    changed = read_limits({"low_execution_percent": "60.5", "outside_review_years": "3"})
    assert (changed.low_execution_percent, changed.outside_review_years) == (Decimal("60.5"), 3)
    assert changed.large_unused_percent == Limits().large_unused_percent


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("low_execution", "60"),
        ("low_execution_percent", "六十"),
        ("low_execution_percent", "NaN"),
        ("low_execution_percent", "Infinity"),
        ("outside_review_years", "2.5"),
        ("outside_review_years", ""),
    ],
)
def test_what_is_no_threshold_or_no_number_is_refused_by_name(name: str, text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        read_limits({name: text})
