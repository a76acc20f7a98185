"""Which Japanese may stand in English, and what people read of a page."""

import json
import re
from html import unescape
from html.parser import HTMLParser

JAPANESE = re.compile(r"[\u3001-\u30ff\u3400-\u9fff]")
FULL_WIDTH = re.compile(r"[\u3000\uff00-\uffef]")  # brackets, signs: names of rows keep theirs, translations don't
# Japanese that stays in English: marks of the form, and examples of what is typed in Japanese.
KEPT = (
    "有",
    "無",
    "－",
    "新30-0006",
    "委託・請負",
    "百万円/百万件",
    "【一般競争契約】",
)


def without_kept(text: str) -> str:
    """A text without the Japanese that may stay."""
    for kept in KEPT:
        text = text.replace(kept, "")
    return text


class PageText(HTMLParser):
    """What people read or hear of a page: texts, accessible names, titles, and the charts' data.

    Not the values of choices and suggestions: those are official terms, the same in every language.
    """

    READ = ("alt", "aria-label", "content", "data-error", "label", "placeholder", "title")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tag = ""
        self.lang = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_button = tag == "input" and given.get("type") in {"submit", "button"}
        self.texts += [given.get(name) or "" for name in self.READ]
        self.texts += [given.get("value") or ""] if is_button else []
        self.lang = given.get("lang") or ""
        self.tag = tag

    def handle_endtag(self, tag: str) -> None:
        self.tag = ""

    def handle_data(self, data: str) -> None:
        if self.tag == "script" and data.lstrip().startswith("{"):
            self.texts.append(json.dumps(json.loads(data), ensure_ascii=False))
        elif self.tag not in {"script", "style"} and not (self.tag == "button" and self.lang == "ja"):
            self.texts.append(data)  # but the language switch, which names Japanese in Japanese


def japanese_in(page: str) -> list[str]:
    """The texts of a page that hold Japanese which may not stay."""
    return [text.strip() for text in PageText(page).texts if JAPANESE.search(without_kept(text))]


def text_of(html: str) -> str:
    """What a piece of a page says, one space between words of different elements."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
