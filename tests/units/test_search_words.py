"""Folding, tokens and phrases of the search, and the places of hits in a text as published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewsheets.units.search_words import (
    BREAK,
    Phrase,
    SnippetPart,
    chunks,
    folded,
    folded_line,
    search_words,
    snippet_parts,
)

LETTERS = "年金防災サーバｻｰﾊﾞﾞ－-〜～ＮＴntt30３㈱()株社、。・\"*'%;　 \n\t\x00𠮷"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ＮＴＴデータ", "nttデータ"),
        ("ｻｲﾊﾞｰｾｷｭﾘﾃｨ", "サイバーセキュリティ"),
        ("デ－タ", "データ"),
        ("デ―タ", "データ"),
        ("４〜６月", "4~6月"),
        ("４～６月", "4~6月"),
        ("新30―0006", "新30-0006"),
        ("㈱見 本", "株式会社見本"),
        ("見本\n株式", f"見本{BREAK}株式"),
        ("Cyber  Security", f"cyber{BREAK}security"),
        ("年\x00金", "年金"),
        ("", ""),
    ],
)
def test_folded_text(text: str, key: str) -> None:
    assert folded(text) == key


def test_line_break_in_a_name_is_joined() -> None:
    assert folded_line("見本\n株式") == "見本株式"


@pytest.mark.parametrize(
    ("key", "tokens"),
    [
        ("年金制度", ["年金", "金制", "制度", "度"]),
        ("nttデータ", ["nttデ", "デー", "ータ", "タ"]),
        ("新30-0006", ["新30", "30－", "－0006", "0006"]),
        (f"年{BREAK}{BREAK}金", ["年", "金"]),
        ("'\"", ["＇＂", "＂"]),
        ("", []),
    ],
)
def test_tokens_are_two_neighbours(key: str, tokens: list[str]) -> None:
    assert [token for chunk in chunks(key) for token in chunk] == tokens


def test_long_text_is_cut_into_pieces_that_overlap_by_a_phrase() -> None:
    first, second = chunks("あい" * 520)
    assert (len(first), len(second)) == (1040, 40)
    first, second = chunks("あい" * 600)
    assert (len(first), len(second)) == (1049, 200)


@pytest.mark.parametrize(
    ("word", "tokens", "is_open"),
    [
        ("年金", ("年金",), False),
        ("年金制", ("年金", "金制"), False),
        ("ntt", ("ntt",), True),
        ("新30-0006", ("新30", "30－", "－0006"), True),
    ],
)
def test_phrase_of_a_word(word: str, tokens: tuple[str, ...], is_open: bool) -> None:
    assert Phrase.of(word) == Phrase(word, tokens, is_open)


@pytest.mark.parametrize(
    ("text", "words", "too_short"),
    [
        ("年金 防災", ["年金", "防災"], ()),
        ("年金　防災\n年金", ["年金", "防災"], ()),
        ("年", [], ("年",)),
        ("年金 度", ["年金"], ("度",)),
        ("㈱", ["株式会社"], ()),
        ('" * AND', ["and"], ('"', "*")),
        ('"年金" 「防災」 “『宇宙』”', ["年金", "防災", "宇宙"], ()),
        ("「地域」事業", ["地域」事業"], ()),
        ("年\u200b金", ["年金"], ()),
        ("年\x00金", [], ("年", "金")),
        ("  \x00 ", [], ()),
    ],
)
def test_words_of_a_query(text: str, words: list[str], too_short: tuple[str, ...]) -> None:
    found = search_words(text)
    assert [phrase.text for phrase in found.phrases] == words
    assert found.too_short == too_short


def test_query_is_blank_or_too_short() -> None:
    assert (search_words(" ").is_blank, search_words(" ").is_too_short) == (True, False)
    assert (search_words("年").is_blank, search_words("年").is_too_short) == (False, True)
    assert (search_words("年 年金").is_blank, search_words("年 年金").is_too_short) == (False, False)


def test_query_has_ten_words_at_most() -> None:
    assert len(search_words(" ".join(f"word{place}" for place in range(30))).phrases) == 10


def marked(text: str, query: str, context: int = 40) -> str:
    parts = snippet_parts(text, search_words(query).phrases, context)
    return "".join(f"[{part.text}]" if part.is_hit else part.text for part in parts)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("公的年金の制度", "年金", "公的[年金]の制度"),
        ("ｻｲﾊﾞｰ攻撃", "サイバー", "[ｻｲﾊﾞｰ]攻撃"),
        ("㈱見　本", "株式会社見本", "[㈱見　本]"),
        ("(株)見本", "会社見本", "[(株)見本]"),
        ("年金と年金", "年金", "[年金]と[年金]"),
        ("年金制度", "年金 金制", "[年金制]度"),
        ("ＮＴＴとxntt", "ntt", "[ＮＴＴ]とxntt"),
        ("Cyber Security", "security", "Cyber [Security]"),
        ("デ－タ", "データ", "[デ－タ]"),
        ("年\n金", "年金", "年\n金"),
        ("防災", "年金", "防災"),
    ],
)
def test_hits_are_marked_in_the_published_text(text: str, query: str, expected: str) -> None:
    assert marked(text, query) == expected


def test_snippet_is_the_text_around_the_first_hit() -> None:
    assert marked("あ" * 10 + "年金" + "い" * 10, "年金", context=3) == "…あああ[年金]いいい…"
    assert marked("あ" * 10, "年金", context=3) == "ああああああ…"


def test_parts_of_a_snippet() -> None:
    assert snippet_parts("公的年金", search_words("年金").phrases) == (
        SnippetPart("公的", is_hit=False),
        SnippetPart("年金", is_hit=True),
    )


@given(st.text(LETTERS, max_size=40))
def test_tokens_hold_no_sign_of_a_query_language(text: str) -> None:
    tokens = "".join(token for chunk in chunks(folded(text)) for token in chunk)
    assert not set(tokens) & set("\"*'%;:&|!()<>\\-+^~ \n\t\x00")


@given(st.text(LETTERS, max_size=40), st.integers(0, 38), st.integers(2, 10))
def test_a_stretch_of_a_folded_text_is_found_and_marked(text: str, start: int, length: int) -> None:
    key = folded(text)
    piece = key[start : start + length]
    if len(piece) < 2 or BREAK in piece:
        return
    inside_word = (
        piece[0].isascii() and piece[0].isalnum() and key[:start][-1:].isascii() and key[:start][-1:].isalnum()
    )
    if not inside_word:
        assert (start, start + len(piece)) in _all_places(Phrase.of(piece), key)


def _all_places(phrase: Phrase, key: str) -> set[tuple[int, int]]:
    return {(shift + start, shift + end) for shift in range(len(key)) for start, end in phrase.places_in(key[shift:])}
