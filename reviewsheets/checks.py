"""System checks of our own; `manage.py migrate` and `check --database default` run them."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.utils.translation import gettext as _

# Under the locale "C" the text search knows neither full-width letters nor spaces, and finds nothing without saying so.
LOCALE_QUERY = "SELECT current_setting('server_encoding'), to_tsvector('simple', 'ＩＴ　予算')::text"
LETTERS_KNOWN = "'予算':2 'ｉｔ':1"


def japanese_is_searchable(
    app_configs: object, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Every PostgreSQL database keeps UTF-8 and has a locale that knows Japanese letters."""
    errors: list[CheckMessage] = []
    for alias in databases or []:
        if connections[alias].vendor == "postgresql":
            with connections[alias].cursor() as cursor:
                cursor.execute(LOCALE_QUERY)
                errors += locale_errors(alias, *cursor.fetchone())
    return errors


def locale_errors(alias: str, encoding: str, found_words: str) -> list[CheckMessage]:
    """The error of a database with that encoding, whose search sees those words in LOCALE_QUERY's text."""
    if encoding == "UTF8" and found_words == LETTERS_KNOWN:
        return []
    return [
        Error(
            _("データベース「%(alias)s」の文字コードまたはロケールでは日本語を検索できません。") % {"alias": alias},
            hint=_("次のように作り直してください：%(command)s")
            % {"command": "CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"},
            id="reviewsheets.E001",
        )
    ]
