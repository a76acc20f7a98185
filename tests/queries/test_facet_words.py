"""Values of filters in words."""

import pytest
from django.utils import translation

from reviewsheets.queries import facets
from reviewsheets.queries.facets import class_label, ministry_value


def test_a_rate_and_its_class_are_joined_by_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    with translation.override("ja"):
        assert class_label("rate", "to-50") == "執行率（繰越控除後）50％未満"
    monkeypatch.setattr(facets, "gettext", lambda pattern: {"%(rate)s%(label)s": "%(rate)s: %(label)s"}[pattern])
    with translation.override("ja"):
        assert class_label("rate", "to-50") == "執行率（繰越控除後）: 50％未満"


def test_a_ministry_is_asked_by_its_japanese_name() -> None:
    with translation.override("en"):
        assert ministry_value("総務省", 3) == facets.FacetValue(
            "総務省", "Ministry of Internal Affairs and Communications", 3
        )
