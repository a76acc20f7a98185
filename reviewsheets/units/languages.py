"""Japanese text on a page in another language: marked, so that it is read aloud and set as Japanese."""

import re

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

_LETTER = r"\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_BESIDE = r"\u3001-\u303f\u30fb\uff00-\uffef0-9A-Za-z"  # within a name: 株式会社NTTデータ, 国庫１・２
_JAPANESE = re.compile(f"[{_LETTER}]")
_RUN = re.compile(f"[{_LETTER}](?:[{_LETTER}{_BESIDE}]|-(?=[0-9]))*")  # 新30-0006 as one


def reads_japanese() -> bool:
    """Whether the page is in Japanese."""
    return (get_language() or "ja").startswith("ja")


def is_foreign(text: str) -> bool:
    """Whether the text holds Japanese and the page is in another language."""
    return not reads_japanese() and _JAPANESE.search(text) is not None


def language_of(text: str) -> str:
    """The language of a text, as HTML has it; on a Japanese page all are Japanese."""
    return "ja" if reads_japanese() or is_foreign(text) else str(get_language())


def language_mark(text: str) -> SafeString:
    """An attribute for an element that holds such a text and nothing else."""
    return mark_safe(' lang="ja"' if is_foreign(text) else "")  # noqa: S308 - no text of ours or theirs


def marked(text: object) -> SafeString:
    """The text with its Japanese parts marked; on a Japanese page as it is."""
    escaped = conditional_escape(str(text) if not isinstance(text, str) else text)
    if not is_foreign(escaped):
        return escaped
    return mark_safe(_RUN.sub(lambda run: format_html('<span lang="ja">{}</span>', mark_safe(run[0])), escaped))  # noqa: S308 - escaped
