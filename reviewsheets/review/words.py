"""A finding and a rule in words: figures with their units, in the reader's language."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_DOWN, Decimal
from string import Formatter

from django.utils.translation import gettext as _

from reviewsheets.review.labels import LABELS, LIST_MARK, LISTS, WORDS_OF_THE_FORM
from reviewsheets.review.limits import Limits, limits
from reviewsheets.review.rule import Figure, Rule
from reviewsheets.units.cells import grouped_number
from reviewsheets.units.money import EXACT
from reviewsheets.units.money_words import short_amount
from reviewsheets.units.year_words import full_year
from reviewsheets.units.years import FIRST_YEAR, LAST_YEAR

HUNDREDTH = Decimal("0.01")


def stored(figures: Mapping[str, Figure]) -> dict[str, int | str]:
    """Figures as JSON keeps them: a Decimal as its digits, percent cut to hundredths so that none reaches its limit."""
    return {name: _stored(name, value) for name, value in figures.items()}


def _stored(name: str, value: Figure) -> int | str:
    if not isinstance(value, Decimal):
        return value
    kept = value.quantize(HUNDREDTH, ROUND_DOWN, EXACT) if _is_percent(name) else value
    return format(kept.normalize(EXACT), "f")


def figure(name: str, value: int | str) -> str:
    """A stored figure in words: 599百万円, 48.2％, 平成29年度 (2017), 1,234."""
    if isinstance(value, str) and not _is_percent(name):
        return _text(name, value)
    if name.endswith("_yen"):
        return short_amount(int(value))
    if name.endswith("_points"):
        return _("%(number)sポイント") % {"number": grouped_number(Decimal(value))}
    if name.endswith("_percent"):
        return _("%(number)s％") % {"number": grouped_number(Decimal(value))}
    if name.endswith("_year") and FIRST_YEAR <= int(value) <= LAST_YEAR:
        return full_year(int(value))
    if name.endswith("_year"):
        return str(value)
    return f"{value:,}"


def _text(name: str, text: str) -> str:
    """A name as published; words of the form in the reader's language, and lists with its comma."""
    if name in LISTS:
        return _("、").join(text.split(LIST_MARK))
    return _(text) if text and name in WORDS_OF_THE_FORM else text


def _is_percent(name: str) -> bool:
    return name.endswith(("_percent", "_points"))


def sentence(rule: Rule, figures: Mapping[str, int | str]) -> str:
    """What a finding says; its figures alone where an older version of the rule found others than it now names."""
    words = {name: figure(name, value) for name, value in figures.items()}
    says = str(rule.says)
    if any(name and name not in words for _text, name, _format, _conversion in Formatter().parse(says)):
        return figures_alone(figures)
    return says.format_map(words)


def figures_alone(figures: Mapping[str, int | str]) -> str:
    """Figures without a sentence, in the order of their labels: PostgreSQL keeps none."""
    order = {name: place for place, name in enumerate(LABELS)}
    names = sorted(figures, key=lambda name: (order.get(name, len(order)), name))
    return _("、").join(f"{label} {value}" for label, value in labelled({name: figures[name] for name in names}))


def definition(rule: Rule, in_force: Limits | None = None) -> str:
    """What the rule looks for, with its thresholds."""
    return str(rule.definition).format_map(dict(_limit_words(rule, in_force or limits())))


def thresholds(rule: Rule, in_force: Limits | None = None) -> list[tuple[str, str]]:
    """The settings the rule goes by, each by its name, and its value in words."""
    return list(_limit_words(rule, in_force or limits()))


def _limit_words(rule: Rule, in_force: Limits) -> Iterator[tuple[str, str]]:
    for name in rule.limit_names:
        value = getattr(in_force, name)
        yield name, figure(name, value if isinstance(value, int) else format(value.normalize(), "f"))


def labelled(figures: Mapping[str, int | str]) -> list[tuple[str, str]]:
    """Each figure's label and words, in the rule's order."""
    return [(str(LABELS.get(name, name)), figure(name, value)) for name, value in figures.items()]
