"""Names in the reader's language, and marks on what stays Japanese; at hand in every template."""

from django import template

from reviewsheets.units import languages, ministry_names

register = template.Library()

register.filter("ministry", ministry_names.ministry_words)
register.filter("ministry_lang", ministry_names.ministry_language)
register.filter("lang", languages.language_of)
register.filter("marked", languages.marked)
