"""Find English date phrases, and resolve them to days by the publication date."""

from __future__ import annotations

from summarizers.languages.english.dates.anchors import (
    Anchor,
    date_words,
    families_of,
    find_numbers,
)
from summarizers.languages.english.dates.phrases import EnglishDatePhrase, find_phrases

__all__ = [
    "Anchor",
    "EnglishDatePhrase",
    "date_words",
    "families_of",
    "find_numbers",
    "find_phrases",
]
