"""Dates in text: phrases, and the days they mean seen from the publication date."""

from __future__ import annotations

from summarizers.languages.date_frames import Outlook
from summarizers.languages.english.dates.anchors import (
    Anchor,
    date_words,
    families_of,
    find_numbers,
)
from summarizers.languages.english.dates.phrases import DatePhrase, find_phrases
from summarizers.languages.periods import Period

__all__ = [
    "Anchor",
    "DatePhrase",
    "Outlook",
    "Period",
    "date_words",
    "families_of",
    "find_numbers",
    "find_phrases",
]
