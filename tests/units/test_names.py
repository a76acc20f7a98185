"""Corporate numbers and the keys of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.jp import cn

from reviewsheets.units.names import corporate_check_digit, is_corporate_number, name_key, payee_key

TWELVE_DIGITS = st.text("0123456789", min_size=12, max_size=12)


@pytest.mark.parametrize("number", ["7000012050002", "8000012010038", "2000012020001"])
def test_numbers_of_ministries_are_right(number: str) -> None:
    assert is_corporate_number(number)


@pytest.mark.parametrize(
    "text", ["", "-", "7000012050003", "700001205000", "70000120500020", "７０００012050002", "7000-12050002", "abc"]
)
def test_anything_else_is_no_corporate_number(text: str) -> None:
    assert not is_corporate_number(text)


@given(TWELVE_DIGITS)
def test_check_digit_agrees_with_the_oracle(twelve_digits: str) -> None:
    digit = corporate_check_digit(twelve_digits)
    assert cn.calc_check_digit(twelve_digits) == str(digit)
    assert is_corporate_number(f"{digit}{twelve_digits}")


@given(st.text("0123456789", min_size=13, max_size=13))
def test_validity_agrees_with_the_oracle(number: str) -> None:
    assert is_corporate_number(number) == cn.is_valid(number)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("（株）見本", "株式会社見本"),
        ("㈱見本", "株式会社見本"),
        ("株式会社　見 本", "株式会社見本"),
        ("ＮＴＴ\nデータ", "nttデータ"),
        ("(独)見本機構", "独立行政法人見本機構"),
        ("見\u00ad本", "見本"),
        ("", ""),
    ],
)
def test_key_of_a_name(name: str, key: str) -> None:
    assert name_key(name) == key


@given(st.text("株式会社（）()㈱㈲独学見本ＮＴＴｎｔNTTデータﾃﾞｰﾀ　 \n\u00ad－-ー１1", max_size=60))
def test_a_key_is_its_own_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


def test_payee_is_known_by_a_right_number_else_by_name() -> None:
    assert payee_key("7000012050002", "国税庁") == "7000012050002"
    assert payee_key("7000012050003", "㈱見本") == "株式会社見本"
    assert payee_key("", "㈱見本") == "株式会社見本"
