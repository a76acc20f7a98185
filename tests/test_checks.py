"""The checks that Django runs before it migrates."""

import pytest
from django.core.checks import run_checks

from reviewsheets.checks import locale_errors


@pytest.mark.django_db
def test_the_database_at_hand_passes() -> None:
    assert run_checks(databases=["default"]) == []


@pytest.mark.parametrize(
    ("encoding", "found_words"), [("SQL_ASCII", "'予算':2 'ｉｔ':1"), ("UTF8", "'ＩＴ　予算':1"), ("UTF8", "")]
)
def test_a_database_that_cannot_search_japanese_is_refused(encoding: str, found_words: str) -> None:
    errors = locale_errors("default", encoding, found_words)
    assert [error.id for error in errors] == ["reviewsheets.E001"]
    assert "LOCALE 'C.UTF-8'" in str(errors[0].hint)


def test_utf8_with_japanese_letters_passes() -> None:
    assert locale_errors("default", "UTF8", "'予算':2 'ｉｔ':1") == []
