"""English is whole: every message is translated, the compiled catalogue is current, figures keep their meaning."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation.template import templatize

from reviewsheets.charts import words
from tests.wording import FULL_WIDTH, JAPANESE, without_kept

Key = tuple[str, str, str]  # context, message, plural; blank where there is none

TOP = Path(settings.BASE_DIR)
CATALOGUE = TOP / "reviewsheets/locale/en/LC_MESSAGES/django.po"
# Name without "_lazy" and "_noop" → the places of context, message and plural among its arguments.
FUNCTIONS = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
TEMPLATE_CALL = re.compile(r"(?:_|n?p?gettext)\((?:u?\"(?:\\.|[^\"\\])*\"|u?'(?:\\.|[^'\\])*'|[\s,]|count)+\)")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


# --- The messages that the program uses ------------------------------------------------------------------------------


def key_of(call: ast.Call, function: str) -> Key | None:
    """The message of a call to that function of gettext; None where it is not written out in the call."""
    texts = [argument.value if isinstance(argument, ast.Constant) else None for argument in call.args]
    places = FUNCTIONS[function]
    parts = ["" if place is None else texts[place] for place in places]
    return tuple(parts) if all(isinstance(part, str) for part in parts) else None  # type: ignore[return-value]  # all are text


# Texts that rules name by gettext_noop, or that stand in the form's own choices, are translated when they are shown.
TRANSLATES_NAMED = {TOP / "reviewsheets/review/words.py"}


def gettext_name(name: str) -> str:
    """gettext_lazy → gettext; anything else than a function of gettext → blank."""
    plain = name.removesuffix("_lazy").removesuffix("_noop")
    return plain if plain in FUNCTIONS else ""


def gettext_calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Every call to a function of django.utils.translation, whatever it is called here."""
    names = {
        alias.asname or alias.name: gettext_name(alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            target = node.func
            name = names.get(target.id, "") if isinstance(target, ast.Name) else ""
            name = gettext_name(target.attr) if isinstance(target, ast.Attribute) else name
            if name:
                yield node, name


def python_messages() -> dict[Key, str]:
    """Message → a file that uses it."""
    found: dict[Key, str] = {}
    for path in sorted((TOP / "reviewsheets").rglob("*.py")):
        for call, function in gettext_calls(ast.parse(path.read_text())):
            key = key_of(call, function)
            if key is None and path in TRANSLATES_NAMED:
                continue
            assert key, f"{path.name}:{call.lineno}: a message must be written out where it is translated"
            found[key] = path.name
    return found


def template_messages() -> dict[Key, str]:
    """The same of templates, as Django turns them into calls."""
    found: dict[Key, str] = {}
    for path in sorted((TOP / "templates").rglob("*.html")):
        for match in TEMPLATE_CALL.finditer(templatize(path.read_text(), origin=str(path))):
            call = ast.parse(match[0].strip(), mode="eval").body
            assert isinstance(call, ast.Call)
            assert isinstance(call.func, ast.Name)
            key = key_of(call, gettext_name(call.func.id) or "gettext")
            assert key, f"{path.name}: {match[0]}"
            found[key] = path.name
    return found


def entry_key(entry: polib.POEntry) -> Key:
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def english_of(entry: polib.POEntry) -> list[str]:
    """The translation, or all its plural forms."""
    return [text for _, text in sorted(entry.msgstr_plural.items())] or [entry.msgstr]


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def test_collector_finds_every_way_of_saying_a_message() -> None:
    source = (
        "from django.utils import translation\n"
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext as p\n"
        "_('一' '二'); ngettext('枚', '枚々', 2); p('場', '三'); translation.gettext('四'); other('五')\n"
    )
    keys = [key_of(call, function) for call, function in gettext_calls(ast.parse(source))]
    assert keys == [("", "一二", ""), ("", "枚", "枚々"), ("場", "三", ""), ("", "四", "")]


def test_every_message_is_in_the_catalogue(catalogue: polib.POFile) -> None:
    known = {entry_key(entry) for entry in catalogue if not entry.obsolete}
    missing = {key: file for key, file in (python_messages() | template_messages()).items() if key not in known}
    assert not missing, f"make messages, then translate: {missing}"


def test_no_entry_of_the_catalogue_is_unused(catalogue: polib.POFile) -> None:
    used = python_messages() | template_messages()
    assert [entry.msgid for entry in catalogue if entry.obsolete or entry_key(entry) not in used] == []


def test_every_entry_is_translated(catalogue: polib.POFile) -> None:
    assert [entry.msgid for entry in catalogue if entry.fuzzy or not all(english_of(entry))] == []


def test_compiled_catalogue_says_what_the_text_says(catalogue: polib.POFile) -> None:
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    assert {entry_key(entry): english_of(entry) for entry in compiled} == {
        entry_key(entry): english_of(entry) for entry in catalogue
    }
    assert compiled.metadata.items() <= catalogue.metadata.items()


def test_placeholders_are_the_same_in_both_languages(catalogue: polib.POFile) -> None:
    differing = [
        (entry.msgid, english)
        for entry in catalogue
        for english in english_of(entry)
        if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(entry.msgid))
    ]
    assert differing == []


def test_percent_signs_beside_placeholders_are_doubled(catalogue: polib.POFile) -> None:
    rests = [
        (english, PLACEHOLDER.sub("", english).replace("%%", ""))
        for entry in catalogue
        for english in english_of(entry)
        if re.search(r"%\(|%[sd]", english)
    ]
    assert [english for english, rest in rests if "%" in rest] == []


def test_no_japanese_is_left_in_english(catalogue: polib.POFile) -> None:
    texts = [without_kept(english) for entry in catalogue for english in english_of(entry)]
    assert [text for text in texts if JAPANESE.search(text) or FULL_WIDTH.search(text)] == []


# --- Figures keep their meaning --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount_yen", "said"),
    [
        (599_000_000, "599 million yen"),
        (1_330_621_000, "1,330.621 million yen"),
        (9_999_999_999, "9,999.999999 million yen"),
        (14_092_300_000, "14.09 billion yen"),
        (14_095_000_000, "14.1 billion yen"),
        (-2_000_000_000_000, "-2.00 trillion yen"),
    ],
)
def test_english_amounts_are_the_same_money(amount_yen: int, said: str) -> None:
    with translation.override("en"):
        assert words.amount(amount_yen) == said


def test_an_axis_in_billions_is_drawn_in_billions() -> None:
    with translation.override("en"):
        unit_yen, name = words.chart_unit(20_000_000_000)
        assert (name, words.in_unit(20_000_000_000, unit_yen)) == ("billion yen", 20)
    assert words.chart_unit(20_000_000_000) == (100_000_000, "億円")


def test_english_years_are_western() -> None:
    with translation.override("en"):
        years = (words.short_year(2019, 2018), words.form_year(2018, 2018), words.full_year(2018))
        assert years == ("FY2019", "FY2018", "FY2018")
        assert words.year_span(2015, 2019) == "FY2015 to FY2019"
