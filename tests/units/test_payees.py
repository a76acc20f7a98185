"""What a payee's number and name tell of it."""

import pytest

from reviewsheets.units.names import corporate_check_digit
from reviewsheets.units.payees import PayeeKind, is_group_name, kind_of, other_spellings


def numbered(base: str) -> str:
    return f"{corporate_check_digit(base)}{base}"


@pytest.mark.parametrize(
    ("base", "kind"),
    [
        ("000012010001", PayeeKind.NATIONAL),
        ("000013010001", PayeeKind.NATIONAL),
        ("000020130001", PayeeKind.LOCAL),
        ("000030130001", PayeeKind.LOCAL),
        ("010401022916", PayeeKind.COMPANY),
        ("010402022916", PayeeKind.COMPANY),
        ("010403022916", PayeeKind.COMPANY),
        ("010405001655", PayeeKind.CORPORATION),
        ("700150005000", PayeeKind.UNREGISTERED),
    ],
)
def test_number_tells_the_kind(base: str, kind: PayeeKind) -> None:
    assert kind_of(numbered(base), "その他") is kind


def test_wrong_number_tells_nothing() -> None:
    assert kind_of("1000012010001", "総務省") is PayeeKind.UNNUMBERED


@pytest.mark.parametrize(
    "name",
    [
        "その他",
        "その他の支出先",
        "個人A",
        "個人（ハ）",
        "個人１０",
        "Ａ社",
        "株式会社Ａ",
        "B株式会社",
        "職員Ｆ（６件）",
        "年金受給者",
        "民間企業等",
        "個人Aほか4名",
        "他97社",
        "都道府県",
        "○○労働局",
        "未定",
        "職員旅費",
        "〃",
        "-",
        "－",
        "AA",
    ],
)
def test_names_of_no_one_payee(name: str) -> None:
    assert is_group_name(name)
    assert kind_of("", name) is PayeeKind.GROUP


@pytest.mark.parametrize(
    "name",
    [
        "大阪労働局",
        "株式会社日立製作所",
        "国際連合",
        "ABC",
        "学校法人法人会",
        "福岡県",
        "個人情報保護委員会",
        "東京大学",
        "委員会事務局",
    ],
)
def test_names_of_one_payee(name: str) -> None:
    assert not is_group_name(name)


def test_other_spellings_differ_in_the_legal_form_alone() -> None:
    spellings = list(other_spellings("株式会社見本"))
    assert "見本" in spellings
    assert "見本株式会社" in spellings
    assert "一般社団法人見本" in spellings
    assert "株式会社見本" not in spellings
    assert list(other_spellings("株式会社")) == []
