"""Ministries in the reader's language, and the marks on what stays Japanese."""

import pytest
from django.utils import translation

from reviewsheets.units.languages import language_of, marked
from reviewsheets.units.ministry_names import ministry_language, ministry_words

PUBLISHING = [
    "内閣官房",
    "デジタル庁",
    "警察庁",
    "内閣府",
    "厚生労働省",
    "個人情報保護委員会",
    "財務省",
    "金融庁",
    "消費者庁",
    "総務省",
    "復興庁",
    "国土交通省",
    "文部科学省",
    "消防庁",
    "外務省",
    "公害等調整委員会",
    "農林水産省",
    "法務省",
    "公安調査庁",
    "環境省",
    "国土交通省\u3000海上保安庁",
    "国税庁",
    "文化庁",
    "スポーツ庁",
    "中央労働委員会",
    "経済産業省",
    "原子力規制委員会",
    "水産庁",
    "林野庁",
    "特許庁",
    "国土交通省\u3000気象庁",
    "国土交通省\u3000運輸安全委員会",
    "国土交通省\u3000観光庁",
    "防衛省",
    "カジノ管理委員会",
    "公正取引委員会",
    "こども家庭庁",
]


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("厚生労働省", "Ministry of Health, Labour and Welfare"),
        ("こども家庭庁", "Children and Families Agency"),
        ("国土交通省　気象庁", "Japan Meteorological Agency"),
        ("国土交通省", "Ministry of Land, Infrastructure, Transport and Tourism"),
        ("まだない省", "まだない省"),
        ("", ""),
    ],
)
def test_a_ministry_has_its_official_english_name(name: str, english: str) -> None:
    with translation.override("en"):
        assert ministry_words(name) == english
    with translation.override("ja"):
        assert ministry_words(name) == name


def test_every_ministry_that_publishes_sheets_has_an_english_name() -> None:
    with translation.override("en"):
        assert [name for name in PUBLISHING if ministry_language(name) != "en"] == []
        assert len({ministry_words(name) for name in PUBLISHING}) == 37


def test_a_name_is_told_in_its_language() -> None:
    with translation.override("en"):
        assert (ministry_language("総務省"), ministry_language("まだない省")) == ("en", "ja")
        assert (language_of("Partial improvement"), language_of("一部改善")) == ("en", "ja")
    with translation.override("ja"):
        assert (ministry_language("総務省"), language_of("Partial")) == ("ja", "ja")


def test_japanese_within_other_words_is_marked() -> None:
    with translation.override("en"):
        assert marked("Paid to 株式会社NTTデータ <1%") == 'Paid to <span lang="ja">株式会社NTTデータ</span> &lt;1%'
        assert marked("A・B") == "A・B"
    with translation.override("ja"):
        assert marked("Paid to 株式会社NTTデータ <1%") == "Paid to 株式会社NTTデータ &lt;1%"
