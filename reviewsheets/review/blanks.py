"""Words on a sheet that stand for nothing, as a blank does."""

import re
import unicodedata

from reviewsheets.units.cells import DASHES

_SPACE = re.compile(r"[\s\u00ad\u200b]+")
_NOTHING = frozenset(("該当なし", "該当無し", "なし", "無し"))


def is_nothing(text: str) -> bool:
    """Blank, dashes or 該当なし; 特になし is an answer."""
    if len(text) > 100:
        return False
    plain = unicodedata.normalize("NFKC", _SPACE.sub("", text)).strip("。.")
    return plain in _NOTHING or not set(plain) - DASHES
